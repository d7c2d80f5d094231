"""Calls and messages a second of the SimPy model beside a plain one, as ratios of CPU time within one run.

Both run the same hours of the same system in turn, so that a busy neighbour meets both; the ratio is the median of
the rounds. Ours draws the workload, keeps every record and folds their digest; the plain model records nothing.
"""

from dataclasses import dataclass
from statistics import median
from time import process_time

from sim.domain.records import RecordKind
from sim.engines.simpy import SimpyEngine
from sim.scenario.load import load
from sim.scenario.resolve import resolve
from sim.workload.stream import workload
from tests.bench.systems import SYSTEMS, System

AIM = 0.2


@dataclass(frozen=True)
class Speed:
    """Contacts per second of CPU time, and ours over plain."""

    ours_per_s: float
    plain_per_s: float
    ratio: float


def compare(system: System, rounds: int) -> Speed:
    """Run both in turn, each round a day of its own."""
    plan = resolve(load(system.scenario), short=system.short)
    pairs = []
    for number in range(1, rounds + 1):
        begun = process_time()
        records = SimpyEngine().run(plan, workload(plan, 1, number), 1, number).records
        between = process_time()
        phone = system.plain(number)
        phone.env.run()
        ended = process_time()
        ours = (records[:, 1] == RecordKind.ARRIVAL).sum() / (between - begun)
        pairs.append((ours, phone.ended.total() / (ended - between)))
    ours_per_s, plain_per_s = (median(side) for side in zip(*pairs, strict=True))
    return Speed(ours_per_s, plain_per_s, median(ours / plain for ours, plain in pairs))


if __name__ == "__main__":
    for system in SYSTEMS:
        speed = compare(system, rounds=7)
        print(f"{system.scenario:12} {speed.ours_per_s:8,.0f} contacts/s with all records, plain "
              f"{speed.plain_per_s:8,.0f}/s: {speed.ratio:.2f}x (aim: {AIM}x)")  # fmt: skip
