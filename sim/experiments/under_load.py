"""A router under load while ever more agents are paused, beside what callers get at the same shares: one table.

Who is paused is written into the plan: they are paused from the start, and the scenario's own timeline goes on.
May not read a clock: `sim/loadtest/drive.py` does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import cycle

from sim.domain.agents import Status
from sim.domain.errors import invalid
from sim.domain.plan import Plan
from sim.engines.simpy import SimpyEngine
from sim.loadtest.day import Day, rehearse
from sim.loadtest.drive import WALL, Capacity, Clock, Latencies, Limit, Runs, back_to_back, open_loop
from sim.loadtest.schedule import constant
from sim.loadtest.targets import Target, null, target_called
from sim.metrics.day import fold
from sim.metrics.estimate import Estimate, estimates
from sim.metrics.settings import settings
from sim.metrics.totals import totals
from sim.scenario.load import Loaded
from sim.scenario.resolve import resolve
from sim.workload.stream import workload

SHARES = (0.0, 0.5, 0.9)
MAX_REQUESTS = 2_000_000
"""Of one load: every start is laid out in memory before the clock starts."""

REHEARSED = 50_000
"""Requests that are rehearsed at each share; a longer load begins with the first day again."""
_FLOOR_S = 1.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One share of agents paused: what the router does and what callers get."""

    share: float
    paused: tuple[str, ...]
    at_work: tuple[str, ...]
    """The other agents who are active at the start."""
    capacity: Capacity
    load: Latencies
    reach: Estimate


@dataclass(frozen=True, slots=True)
class UnderLoad:
    """A load test of one scenario; `rate_per_s` is in routing decisions."""

    name: str
    target: str
    rate_per_s: float
    duration_s: float
    replications: int
    steps: tuple[Step, ...]
    floor: Latencies
    """The requests of the first step, put to a target that does nothing."""

    @property
    def generator_limited(self) -> bool:
        """Whether the load tester was too slow at some share, so that the times there say little."""
        return any(step.load.limit is Limit.GENERATOR for step in self.steps)


def under_load(
    loaded: Loaded,
    target: str = "core",
    *,
    rate_per_s: float | None = None,
    duration_s: float = 5.0,
    seed: int = 1,
    short: bool = False,
    replications: int = 3,
    clock: Clock = WALL,
    say: Say = lambda line: None,
) -> UnderLoad:
    """Put a scenario's routing decisions to a target while 0, 50 and 90 % of its agents are paused.

    Parameters
    ----------
    loaded : Loaded
        A checked scenario.
    target : str
        A row of `TARGETS`.
    rate_per_s : float, optional
        Routing decisions per second; default: half of the capacity with nobody paused.
    duration_s : float
        Length of the load at each share, s.
    seed, short
        As for `replicate`.
    replications : int
        Simulated days behind each `reach`.
    say : callable
        Told what is done next.

    Raises
    ------
    InputError
        If there is no such target, the scenario makes no routing decision, or the load is over MAX_REQUESTS.
    """
    make = target_called(target)
    plan = resolve(loaded, short=short)
    steps: list[Step] = []
    for share in SHARES:
        there, paused, at_work = with_paused(plan, share)
        say(f"{len(paused)} of {len(paused) + len(at_work)} agents paused")
        days = _days(there, seed)
        capacity = back_to_back([(make(day), day) for day in days], clock)
        if not steps and not capacity.decisions:
            raise invalid(loaded.path.name, "the scenario", "one that makes routing decisions", "without any")
        rate_per_s = rate_per_s or capacity.decisions_per_s / 2
        load = _load(make, days, rate_per_s, duration_s, clock)
        steps.append(Step(share, paused, at_work, capacity, load, _reach(loaded, there, seed, replications)))
    assert rate_per_s is not None, "there is a first share"
    floor = _load(null, _days(plan, seed), rate_per_s, min(duration_s, _FLOOR_S), clock)
    return UnderLoad(plan.name, target, rate_per_s, duration_s, replications, tuple(steps), floor)


def with_paused(plan: Plan, share: float) -> tuple[Plan, tuple[str, ...], tuple[str, ...]]:
    """The plan with a share (0 .. 1, halves round up) of the agents who are active at its start paused.

    They are spread evenly over the natural order, so that every team and every shift loses its share. Returns also
    the ids of the paused and of those who stay.
    """
    active = [key for key, agent in enumerate(plan.agents) if agent.present and agent.status is Status.ACTIVE]
    of, count = len(active), int(share * len(active) + 0.5)
    chosen = {key for nth, key in enumerate(active) if nth * count // of < (nth + 1) * count // of}
    agents = tuple(
        replace(agent, status=Status.PAUSED) if key in chosen else agent for key, agent in enumerate(plan.agents)
    )
    paused, stay = ([plan.agents[key].id for key in active if (key in chosen) is yes] for yes in (True, False))
    return replace(plan, agents=agents), tuple(paused), tuple(stay)


def _days(plan: Plan, seed: int) -> list[Day]:
    """Replications from the first on, until they have enough requests; the last may be cut short."""
    days: list[Day] = []
    left = REHEARSED
    while left > 0:
        days.append(rehearse(plan, seed, len(days) + 1, left))
        if not days[-1].requests:
            break
        left -= len(days[-1].requests)
    return days


def _load(
    make: Callable[[Day], Target], days: Sequence[Day], rate_per_s: float, duration_s: float, clock: Clock
) -> Latencies:
    """Lay out the starts and a target for each day they need, then start the clock."""
    requests_per_s = rate_per_s * _requests_per_decision(days)
    if requests_per_s * duration_s > MAX_REQUESTS:
        bound = f"low enough that {duration_s:g} s have at most {MAX_REQUESTS:,} requests"
        value = f"{rate_per_s:,.0f} decisions/s, which are {requests_per_s:,.0f} requests/s"
        raise invalid("--rate", "the rate", bound, value)
    starts = constant(requests_per_s, duration_s)
    return open_loop(_enough(make, days, len(starts)), starts, clock)


def _requests_per_decision(days: Sequence[Day]) -> float:
    """1 where nothing is decided at all: there is something to put on, and nothing to time."""
    decisions = sum(sum(day.decided) for day in days)
    return sum(len(day.requests) for day in days) / decisions if decisions else 1.0


def _enough(make: Callable[[Day], Target], days: Sequence[Day], requests: int) -> Runs:
    """The days with a target each, over and over until there are so many requests."""
    runs: list[tuple[Target, Day]] = []
    for day in cycle(days):
        if requests <= 0:
            break
        runs.append((make(day), day))
        requests -= len(day.requests)
    return runs


def _reach(loaded: Loaded, plan: Plan, seed: int, replications: int) -> Estimate:
    known, numbers = settings(loaded, plan), range(1, replications + 1)
    runs = (SimpyEngine().run(plan, workload(plan, seed, number), seed, number) for number in numbers)
    return estimates([totals(fold(plan, run.records, known)) for run in runs])["reach"]
