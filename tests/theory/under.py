"""A scenario under one engine: whatever it says has run there is asserted to have."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.domain.plan import Plan
from sim.engines.choice import engine_of
from sim.engines.protocol import Records
from sim.experiments.replicate import replicate
from sim.experiments.result import NONE, Result
from sim.metrics.settings import Settings, settings
from sim.scenario.load import load
from sim.scenario.resolve import resolve
from sim.workload.stream import workload


@dataclass(frozen=True)
class Under:
    """An engine, by name."""

    engine: str

    def records(self, path: Path, replications: int, seed: int = 1) -> Iterator[tuple[Plan, Settings, Records]]:
        """The records of one replication after another, with what they are about."""
        loaded = load(path)
        plan = resolve(loaded)
        engine = engine_of(self.engine)
        assert engine.name == self.engine
        for nth in range(1, replications + 1):
            yield plan, settings(loaded, plan), engine.run(plan, workload(plan, seed, nth), seed, nth).records

    def result(self, path: Path, replications: int, seed: int = 1) -> Result:
        """The product's own numbers; of single calls nothing is kept."""
        result = replicate(load(path), seed=seed, replications=replications, jobs=1, engine=self.engine, records=NONE)
        assert (result.engine, result.replications) == (self.engine, replications)
        return result
