"""A router under load while ever more agents are paused, beside what callers get at the same shares: one table.

Who is paused is written into the plan: they are paused from the start, and the scenario's own timeline goes on.
May not read a clock: `sim/loadtest/drive.py` does.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from math import ceil

from sim.domain.agents import Status
from sim.domain.errors import invalid
from sim.domain.plan import Plan
from sim.engines.simpy import SimpyEngine
from sim.loadtest.day import Day, core_day, null_day
from sim.loadtest.drive import WALL, Capacity, Clock, Latencies, back_to_back, open_loop
from sim.loadtest.schedule import constant
from sim.metrics.day import fold
from sim.metrics.estimate import Estimate, estimates
from sim.metrics.settings import settings
from sim.scenario.load import Loaded
from sim.scenario.resolve import resolve
from sim.workload.stream import workload

SHARES = (0.0, 0.5, 0.9)
MAX_REQUESTS = 2_000_000
"""Of one load: every request's day is laid out in memory before the clock starts."""

_CAPACITY_REQUESTS = 50_000
_FLOOR_S = 1.0
_Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One share of agents paused: what the router does and what callers get."""

    share: float
    paused: tuple[str, ...]
    agents: int
    """Who could have been paused: the agents who are active at the start."""
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
    """The load of the first step on a target that does nothing."""

    @property
    def mostly_late(self) -> bool:
        """Whether some step could not be put on at its rate."""
        return any(step.load.mostly_late for step in self.steps)


def under_load(
    loaded: Loaded,
    *,
    rate_per_s: float | None = None,
    duration_s: float = 5.0,
    seed: int = 1,
    short: bool = False,
    replications: int = 3,
    clock: Clock = WALL,
    say: _Say = lambda line: None,
) -> UnderLoad:
    """Put a scenario's stream of routing decisions to the routing machine at every share.

    Parameters
    ----------
    loaded : Loaded
        A checked scenario.
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
        If the scenario makes no routing decision, or the load has more than 2,000,000 requests.
    """
    plan = resolve(loaded, short=short)
    say("nobody paused: capacity")
    capacity = _capacity(plan, seed, clock)
    if not capacity.decisions:
        raise invalid(str(loaded.path.name), "the scenario", "one that makes routing decisions", "without any")
    rate_per_s = rate_per_s or capacity.decisions_per_s / 2
    load = _Load(loaded, plan, seed, rate_per_s, duration_s, replications, clock, say)
    steps = tuple(load.step(share, None if share else capacity) for share in SHARES)
    return UnderLoad(plan.name, "core", rate_per_s, duration_s, replications, steps, load.floor(capacity))


def with_paused(plan: Plan, share: float) -> tuple[Plan, tuple[str, ...], int]:
    """The plan with a share (0 .. 1, halves round up) of the agents who are active at its start paused.

    Returns the ids of the paused, the first in natural order, and how many were active.
    """
    active = [key for key, agent in enumerate(plan.agents) if agent.present and agent.status is Status.ACTIVE]
    chosen = active[: int(share * len(active) + 0.5)]
    agents = list(plan.agents)
    for key in chosen:
        agents[key] = replace(agents[key], status=Status.PAUSED)
    return replace(plan, agents=tuple(agents)), tuple(agents[key].id for key in chosen), len(active)


@dataclass(frozen=True, slots=True)
class _Load:
    """What every step has in common."""

    loaded: Loaded
    plan: Plan
    seed: int
    rate_per_s: float
    duration_s: float
    replications: int
    clock: Clock
    say: _Say

    def step(self, share: float, capacity: Capacity | None) -> Step:
        plan, paused, agents = with_paused(self.plan, share)
        self.say(
            f"{len(paused)} of {agents} agents paused: {self.rate_per_s:,.0f} decisions/s for {self.duration_s:g} s"
        )
        capacity = capacity or _capacity(plan, self.seed, self.clock)
        days = (core_day(plan, self.seed, number) for number in count(1))
        load = self._open_loop(days, capacity, self.duration_s)
        return Step(share, paused, agents, capacity, load, self._reach(plan))

    def floor(self, capacity: Capacity) -> Latencies:
        self.say("the load tester's own floor")
        days = (null_day(core_day(self.plan, self.seed, number)) for number in count(1))
        return self._open_loop(days, capacity, min(_FLOOR_S, self.duration_s))

    def _open_loop(self, days: Iterator[Day], capacity: Capacity, duration_s: float) -> Latencies:
        """Lay the starts out, then as many days as they need, then start the clock."""
        requests_per_s = self.rate_per_s * capacity.requests_per_decision
        if not requests_per_s * duration_s <= MAX_REQUESTS:
            bound = f"so few that {duration_s:g} s have at most {MAX_REQUESTS:,} requests"
            value = f"{self.rate_per_s:,.0f}, with {capacity.requests_per_decision:,.1f} requests each"
            raise invalid("--rate", "decisions per second", bound, value)
        starts = constant(requests_per_s, duration_s)
        laid_out = [next(days) for _ in range(ceil(len(starts) / capacity.requests * capacity.days) + 1)]
        return open_loop(laid_out, starts, self.clock)

    def _reach(self, plan: Plan) -> Estimate:
        known = settings(self.loaded, plan)
        runs = (
            SimpyEngine().run(plan, workload(plan, self.seed, n), self.seed, n) for n in range(1, self.replications + 1)
        )
        return estimates([fold(plan, run.records, known) for run in runs])["reach"]


def _capacity(plan: Plan, seed: int, clock: Clock) -> Capacity:
    return back_to_back((core_day(plan, seed, number) for number in count(1)), _CAPACITY_REQUESTS, clock)
