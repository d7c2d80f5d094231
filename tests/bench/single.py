"""One run of a scenario in a process of its own: CPU seconds to load, to resolve and to run it, and peak memory, as JSON."""

import json
import sys
from dataclasses import asdict, dataclass
from resource import RUSAGE_SELF, getrusage
from subprocess import run
from time import process_time

import sim
from sim.engines.choice import COMPILED, contacts, prepare
from sim.scenario.load import load
from sim.scenario.resolve import resolve
from tests.bench.engines import FEWEST_RECORDS


@dataclass(frozen=True)
class Single:
    """What one run cost."""

    agents: int
    calls: float
    load_s: float
    resolve_s: float
    run_s: float
    """Drawing, routing and folding; without reading the file, and without compiling."""
    peak_mb: float


def measured(path: str, engine: str) -> Single:
    """In this process."""
    if engine == COMPILED:
        prepare()
    begun = process_time()
    loaded = load(path)
    read = process_time()
    plan = resolve(loaded)
    resolved = process_time()
    agents, calls = len(plan.agents), contacts(plan)
    del loaded, plan
    again = process_time()
    sim.run(path, engine=engine, replications=1, seed=1, **(FEWEST_RECORDS if engine == COMPILED else {}))
    run_s = process_time() - again - (resolved - begun)
    return Single(agents, calls, read - begun, resolved - read, run_s, getrusage(RUSAGE_SELF).ru_maxrss / 1024)


def alone(path: str, engine: str) -> Single:
    """In a process of its own; this one should be small, for memory is counted from what it has."""
    done = run([sys.executable, "-m", __spec__.name, path, engine], capture_output=True, text=True, check=True)
    return Single(**json.loads(done.stdout))


if __name__ == "__main__":
    print(json.dumps(asdict(measured(*sys.argv[1:3]))))
