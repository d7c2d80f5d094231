"""Drive a target: back to back for its capacity, then open loop. The only place of the load tester that reads a clock.

Open loop: intended starts exist before the clock starts, and a slow answer delays no intention. Response time counts
from the intended start, service time from the actual one; a request that starts late is counted (coordinated omission).
"""

import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from time import perf_counter_ns, sleep

import numpy as np
from numpy.typing import NDArray

from sim.loadtest.day import Day

SPIN_NS = 1_000_000
"""The last stretch before an intended start is spent spinning: a sleep may oversleep by about so much."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """Back to back: how fast the target goes when nobody waits for anybody."""

    requests: int
    decisions: int
    elapsed_ns: int

    @property
    def decisions_per_s(self) -> float:
        """Routing decisions per second of the target's own time."""
        return self.decisions / self.elapsed_ns * 1e9

    @property
    def requests_per_decision(self) -> float:
        """Instants of the day per routing decision."""
        return self.requests / self.decisions


@dataclass(frozen=True, slots=True)
class Latencies:
    """Open loop: one entry per request that made a routing decision, ns."""

    response_ns: NDArray[np.int64]
    service_ns: NDArray[np.int64]
    requests: int
    late: int
    """Requests that started more than one spacing after their intended start."""

    def percentile_us(self, of: NDArray[np.int64], percent: float) -> float:
        """A percentile in us; NaN with fewer than 10 samples beyond it (it would be a guess)."""
        if len(of) * (1 - percent / 100) < 10:
            return float("nan")
        return float(np.percentile(of, percent, method="higher")) / 1000


def back_to_back(days: Iterable[Day], requests: int) -> Capacity:
    """Put `requests` requests, or all there are, to the target without a pause and sum its own time."""
    made = decisions = elapsed_ns = 0
    for day in days:
        before = day.target.decisions
        while made < requests and (request := day.next_request()):
            begun = perf_counter_ns()
            timers = day.target.decide(request[0].time_us, request)
            elapsed_ns += perf_counter_ns() - begun
            made += 1
            day.answered(timers)
        decisions += day.target.decisions - before
        if made >= requests:
            break
    return Capacity(made, decisions, elapsed_ns)


def open_loop(days: Iterator[Day], intended_ns: NDArray[np.int64]) -> Latencies:
    """Put one request to the target at each intended start; ends early when the days run out."""
    starts, ends = np.zeros_like(intended_ns), np.zeros_like(intended_ns)
    decided = np.zeros(len(intended_ns), bool)
    day = next(days)
    collecting = gc.isenabled()
    gc.disable()
    zero = perf_counter_ns() + SPIN_NS
    try:
        for nth, intended in enumerate((intended_ns + zero).tolist()):
            while not (request := day.next_request()):
                day = next(days)
            before = day.target.decisions
            _wait_until(intended)
            starts[nth] = perf_counter_ns()
            timers = day.target.decide(request[0].time_us, request)
            ends[nth] = perf_counter_ns()
            decided[nth] = day.target.decisions > before
            day.answered(timers)
    finally:
        if collecting:
            gc.enable()
    intended_ns = intended_ns + zero
    spacing = int(np.diff(intended_ns).mean()) if len(intended_ns) > 1 else SPIN_NS
    late = int((starts - intended_ns > spacing).sum())
    return Latencies((ends - intended_ns)[decided], (ends - starts)[decided], len(intended_ns), late)


def _wait_until(intended_ns: int) -> None:
    while (left := intended_ns - perf_counter_ns()) > 0:
        if left > 2 * SPIN_NS:
            sleep((left - SPIN_NS) / 1e9)
