"""Capacity, open loop, percentiles: on a clock that only moves when it is told to."""

import gc
from dataclasses import replace

import numpy as np
import pytest

from sim.loadtest.drive import SPIN_NS, Latencies, Limit, back_to_back, open_loop, percentile_us
from sim.loadtest.schedule import constant
from tests.unit.loadtest.worlds import MS, Time, blank_day, busy

STALL_NS = 100 * MS
NTH = 500


def test_capacity_counts_the_time_of_the_target_alone() -> None:
    time = Time()
    day = blank_day(200)
    capacity = back_to_back([(busy(time, lambda nth: 9_900), day)] * 3, time.clock)
    assert (capacity.requests, capacity.decisions, capacity.busy_ns) == (600, 600, 600 * 10_000)
    assert capacity.decisions_per_s == pytest.approx(100_000)


def test_requests_without_a_decision_are_put_on_but_not_timed() -> None:
    time = Time()
    load = open_loop([(busy(time, lambda nth: MS), blank_day(50, decided=False))], constant(10, 5), time.clock)
    assert (load.requests, len(load.response_ns), len(load.service_ns)) == (50, 0, 0)
    assert load.busy_ns == pytest.approx(50 * MS, rel=1e-3)


def stalled(time: Time) -> Latencies:
    """1,500 requests a second for 2 s to a target that takes 1 us, and once 100 ms."""
    target = busy(time, lambda nth: STALL_NS if nth == NTH else 1_000)
    return open_loop([(target, blank_day(3000))], constant(1500, 2), time.clock)


def test_a_stall_shows_in_the_response_and_not_in_the_service() -> None:
    load = stalled(Time(look_ns=1_000))
    response, service = (percentile_us(of_ns, 99) for of_ns in (load.response_ns, load.service_ns))
    assert service == 2.0, "and a look at the clock"
    assert response is not None
    assert 70_000 < response < 100_000, "the requests intended during the stall waited for its end: 150 of 3,000"


def test_every_request_of_a_stall_but_the_first_is_late_and_counted() -> None:
    load = stalled(Time(look_ns=1_000))
    assert load.late == pytest.approx(STALL_NS / 1e9 * 1500, abs=2)
    assert load.limit is Limit.NONE


def test_intended_starts_do_not_wait_for_answers() -> None:
    """A target of half the rate: responses grow to the length of the backlog, and nothing is dropped."""
    time = Time()
    load = open_loop([(busy(time, lambda nth: 2 * MS), blank_day(1000))], constant(1000, 1), time.clock)
    assert load.response_ns[-1] == pytest.approx(1000 * MS, rel=0.01)
    assert load.requests == 1000
    assert load.limit is Limit.TARGET


def test_a_slow_generator_is_not_taken_for_a_slow_target() -> None:
    time = Time(look_ns=2 * MS)
    load = open_loop([(busy(time, lambda nth: 1_000), blank_day(200))], constant(1000, 0.2), time.clock)
    assert load.late > 100
    assert load.limit is Limit.GENERATOR


def test_it_sleeps_until_shortly_before_a_start_and_never_past_it() -> None:
    time = Time()
    naps: list[float] = []

    def sleep_s(length_s: float) -> None:
        naps.append(length_s)
        time.work(round(length_s * 1e9))

    clock = replace(time.clock, sleep_s=sleep_s)
    load = open_loop([(busy(time, lambda nth: 1_000), blank_day(3))], constant(10, 0.3), clock)
    assert load.late == 0
    assert naps == pytest.approx([(100 * MS - SPIN_NS) / 1e9] * 2, rel=1e-3)


def test_garbage_is_not_collected_while_the_clock_runs() -> None:
    seen: list[bool] = []
    before = gc.isenabled()
    back_to_back([(lambda now_us, due: seen.append(gc.isenabled()), blank_day(1))], Time().clock)
    assert seen == [False]
    assert gc.isenabled() is before


@pytest.mark.parametrize(
    ("samples", "percent", "value"),
    [(20, 50, 0.01), (19, 50, None), (1000, 99, 0.99), (999, 99, None), (100, 90, 0.09), (99, 90, None), (0, 50, None)],
)
def test_a_percentile_is_a_sample_with_ten_beyond_it_or_nothing(
    samples: int, percent: int, value: float | None
) -> None:
    of_ns = np.arange(1, samples + 1)
    assert percentile_us(of_ns, percent) == value
