"""Drive a target: back to back for its capacity, then open loop. The only place of the load tester that reads a clock.

Open loop: intended starts exist before the clock starts, and a slow answer delays no intention. Response time counts
from the intended start, service time from the actual one; a request that starts late is counted (coordinated omission).
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from time import perf_counter_ns, sleep

import numpy as np
from numpy.typing import NDArray

from sim.loadtest.day import Day
from sim.loadtest.targets import Target

SPIN_NS = 1_000_000
"""The last stretch before an intended start is spent spinning: a sleep may oversleep by about so much."""

MIN_BEYOND = 10
"""Samples that must lie beyond a percentile; with fewer it would be a guess."""

BUSY_SHARE = 0.8
"""A target that is busy for less than this share of the time is not what made requests late."""

Runs = Sequence[tuple[Target, Day]]
"""Targets at the start of a day, with that day."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Where time comes from: what it is, ns, and how to let some pass, s."""

    now_ns: Callable[[], int] = perf_counter_ns
    sleep_s: Callable[[float], object] = sleep


WALL = Clock()


class Limit(StrEnum):
    """What kept a load from being put on at its rate."""

    NONE = "none"
    TARGET = "target"
    GENERATOR = "generator"
    """The load tester, or the machine below it: the times say little about the target."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """Back to back: how fast the target goes when nobody waits for anybody."""

    requests: int
    decisions: int
    calls: int
    """Inbound calls among the requests."""
    busy_ns: int
    """The target's own time."""

    @property
    def decisions_per_s(self) -> float:
        """Routing decisions per second of the target's own time."""
        return self.decisions / self.busy_ns * 1e9

    @property
    def calls_per_s(self) -> float:
        """Inbound calls per second of the target's own time, with all that goes with them."""
        return self.calls / self.busy_ns * 1e9

    @property
    def requests_per_s(self) -> float:
        """Requests per second of the target's own time."""
        return self.requests / self.busy_ns * 1e9


@dataclass(frozen=True, slots=True)
class Latencies:
    """Open loop: `response_ns` and `service_ns` have one entry per request that made a routing decision."""

    response_ns: NDArray[np.int64]
    service_ns: NDArray[np.int64]
    requests: int
    late: int
    """Requests that started more than one spacing after their intended start."""
    busy_ns: int
    """Time inside the target, of `elapsed_ns` from the first intended start to the last answer."""
    elapsed_ns: int

    @property
    def busy_share(self) -> float:
        """Share of the time that was the target's own."""
        return self.busy_ns / self.elapsed_ns

    @property
    def limit(self) -> Limit:
        """What the load ran into when most requests started late."""
        if 2 * self.late <= self.requests:
            return Limit.NONE
        return Limit.TARGET if self.busy_share >= BUSY_SHARE else Limit.GENERATOR


def percentile_us(of_ns: NDArray[np.int64], percent: float) -> float | None:
    """A percentile (0 .. 100), us: a sample, never between two; None with fewer than 10 samples beyond it."""
    if len(of_ns) * (100 - percent) < 100 * MIN_BEYOND:
        return None
    return float(np.percentile(of_ns, percent, method="inverted_cdf")) / 1000


def back_to_back(runs: Runs, clock: Clock = WALL) -> Capacity:
    """Put every request to its target without a pause and sum the target's own time."""
    now_ns = clock.now_ns
    requests = decisions = calls = busy_ns = 0
    with _no_collection():
        for target, day in runs:
            for now_us, due in day.requests:
                begun = now_ns()
                target(now_us, due)
                busy_ns += now_ns() - begun
            requests += len(day.requests)
            decisions += sum(day.decided)
            calls += day.calls
    return Capacity(requests, decisions, calls, max(1, busy_ns))


def open_loop(runs: Runs, intended_ns: Sequence[int], clock: Clock = WALL) -> Latencies:
    """Put one request to its target at each intended start, ns from the start of the load.

    `runs` must have at least as many requests as there are starts.
    """
    requests = ((target, *request) for target, day in runs for request in day.requests)
    now_ns = clock.now_ns
    starts: list[int] = []
    ends: list[int] = []
    with _no_collection():
        zero = now_ns() + SPIN_NS
        planned_ns = [zero + after_ns for after_ns in intended_ns]
        for planned, (target, now_us, due) in zip(planned_ns, requests, strict=False):
            _wait_until(planned, clock)
            starts.append(now_ns())
            target(now_us, due)
            ends.append(now_ns())
    assert len(ends) == len(planned_ns), "fewer requests than intended starts"
    decided = [one for _, day in runs for one in day.decided][: len(ends)]
    return _latencies(np.array(planned_ns), np.array(starts), np.array(ends), np.array(decided))


def _wait_until(planned_ns: int, clock: Clock) -> None:
    while (left_ns := planned_ns - clock.now_ns()) > 0:
        if left_ns > 2 * SPIN_NS:
            clock.sleep_s((left_ns - SPIN_NS) / 1e9)


def _latencies(
    planned: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64], decided: NDArray[np.bool_]
) -> Latencies:
    """Times of every request on one clock, ns."""
    spacing_ns = (planned[-1] - planned[0]) / max(1, len(planned) - 1)
    return Latencies(
        response_ns=(end - planned)[decided],
        service_ns=(end - start)[decided],
        requests=len(planned),
        late=int((start - planned > spacing_ns).sum()) if len(planned) > 1 else 0,
        busy_ns=int((end - start).sum()),
        elapsed_ns=max(1, int(end[-1] - planned[0])),
    )


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector out of what is measured."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
