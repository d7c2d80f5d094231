"""Intended starts."""

from itertools import pairwise

import pytest

from sim.loadtest.schedule import constant


@pytest.mark.parametrize("rate_per_s", [0.5, 1, 3, 977.3, 123_456.7])
def test_starts_are_even_sorted_and_as_many_as_asked(rate_per_s: float) -> None:
    starts = constant(rate_per_s, 4)
    assert len(starts) == max(1, round(rate_per_s * 4))
    assert starts[0] == 0
    gaps = {after - before for before, after in pairwise(starts)}
    assert max(gaps) - min(gaps) <= 1, "whole nanoseconds, and no error that adds up"
    assert starts[-1] < 4e9


def test_a_load_has_at_least_one_request() -> None:
    assert constant(0.001, 0.1) == [0]
