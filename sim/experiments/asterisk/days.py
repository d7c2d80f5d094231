"""Whole runs: the recorded input simulated forward under Asterisk's discipline, beside what Asterisk made of it.

One trace is not one day: milliseconds decide whose look comes first, so that Asterisk itself differs from run to run. So the
model runs several times, each with arrivals and talks late by a few milliseconds, as they were there, and its mean is compared.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import fmean

from sim.domain.luck import Purpose, draw, luck_of, stream
from sim.domain.plan import Plan, Recorded
from sim.domain.records import RecordKind
from sim.engines.protocol import Records
from sim.engines.simpy import SimpyEngine
from sim.workload.asterisk import Recording
from sim.workload.stream import workload

LATE_US = 10_000
"""An event comes up to so much late on a clock of normal speed."""
SPREADS: dict[float, dict[str, tuple[float, float]]] = {
    10.0: {
        "ringall": (5.8, 0.8), "rrmemory": (2.5, 1.5), "leastrecent": (3.7, 1.2), "fewestcalls": (4.8, 1.1),
        "random": (3.1, 1.3), "linear": (3.3, 0.7),
    },
}  # fmt: skip
"""Speed of the recording's clock -> strategy -> standard deviations of Asterisk's own repeated runs: answered, mean wait (s)."""
WITHIN = 2
"""Standard deviations within which a run agrees."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of a day's calls; means where they are of several runs."""

    answered: float
    mean_wait_s: float
    p95_wait_s: float
    missed: float
    fewest: float
    most: float
    """Calls of the least and of the most busy member."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One queue's day there and here."""

    recorded: Figures
    simulated: Figures
    runs: int
    spread: tuple[float, float] | None
    """Asterisk's own, where it is known."""

    @property
    def agrees(self) -> bool | None:
        """Whether answered calls and their mean wait are within two standard deviations; None if these are not known."""
        if self.spread is None:
            return None
        answered = abs(self.simulated.answered - self.recorded.answered) <= WITHIN * self.spread[0]
        return answered and abs(self.simulated.mean_wait_s - self.recorded.mean_wait_s) <= WITHIN * self.spread[1]


def compared(recording: Recording, plan: Plan, runs: int) -> Compared:
    """The recorded day beside the mean of so many runs of its plan, the first of them exactly on time."""
    late_us = round(LATE_US * recording.speed)
    simulated = [
        simulated_figures(_run(late(plan, nth, late_us) if nth else plan, nth + 1), len(recording.members))
        for nth in range(runs)
    ]
    spread = SPREADS.get(recording.speed, {}).get(recording.settings.strategy)
    return Compared(recorded_figures(recording), _mean(simulated), runs, spread)


def _run(plan: Plan, replication: int) -> Records:
    return SimpyEngine().run(plan, workload(plan, 1, replication), 1, replication).records


def late(plan: Plan, nth: int, late_us: int) -> Plan:
    """The plan with every arrival and every talk of its recording late by less than `late_us`, otherwise for each `nth`."""
    source = plan.sources[0]
    assert source.replayed is not None, "the plan replays a recording"
    base = stream(nth, 1, Purpose.ARRIVAL)
    delays = [
        (int(draw(base, luck_of(str(call)), 0, 0)) % late_us, int(draw(base, luck_of(str(call)), 0, 1)) % late_us)
        for call in range(len(source.replayed.arrival_us))
    ]
    return replace(plan, sources=(replace(source, replayed=_delayed(source.replayed, delays)), *plan.sources[1:]))


def _delayed(calls: Recorded, delays: list[tuple[int, int]]) -> Recorded:
    rows = zip(calls.arrival_us, calls.line, calls.patience_us, calls.handle_us, calls.customer, calls.pick_up_us,
               delays, strict=True)  # fmt: skip
    moved = sorted(
        ((at + late, line, patience, handle + longer, customer, pick_up)
         for at, line, patience, handle, customer, pick_up, (late, longer) in rows),
        key=lambda row: row[0],
    )  # fmt: skip
    arrival, line, patience, handle, customer, pick_up = zip(*moved, strict=True)
    return Recorded(arrival, line, patience, handle, customer, pick_up)


def recorded_figures(recording: Recording) -> Figures:
    """What Asterisk made of the calls."""
    answered = [one for one in recording.ended if one.answered]
    missed = sum(event.kind == "missed" for event in recording.events)
    per_member = Counter(one.member for one in answered)
    return _figures([one.wait_s for one in answered], missed, [per_member[one] for one in recording.members])


def simulated_figures(records: Records, members: int) -> Figures:
    """What a run made of them."""
    answers = records[records[:, 1] == RecordKind.ANSWER]
    missed = int(((records[:, 1] == RecordKind.RING_END) & (records[:, 6] == 1)).sum())
    per_member = Counter(answers[:, 4].tolist())
    return _figures(
        [wait / 1e6 for wait in answers[:, 6].tolist()], missed, [per_member[one] for one in range(members)]
    )


def _figures(waits_s: Iterable[float], missed: int, per_member: list[int]) -> Figures:
    ordered = sorted(waits_s)
    p95_s = ordered[int(0.95 * len(ordered))]
    return Figures(len(ordered), fmean(ordered), p95_s, missed, min(per_member), max(per_member))


def _mean(figures: list[Figures]) -> Figures:
    return Figures(*(fmean(getattr(one, name) for one in figures) for name in Figures.__dataclass_fields__))
