"""How numbers and clock times are printed."""

import math
from datetime import datetime

import pytest

from sim.report.clock import Clock
from sim.report.numbers import amount, figure, interval, percent, span
from tests.unit.report.fake_result import Number


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{MINUS SIGN}", "-")


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        (0.8123456789012, "ratio", "81.2 %"),
        (1.0, "ratio", "100.0 %"),
        (0.0, "ratio", "0.0 %"),
        (12.3456, "s", "12.3 s"),
        (0.1234, "s", "0.12 s"),
        (3.0, "s", "3.0 s"),
        (1234.5678, "s", "1,235 s"),
        (612.0, "calls", "612 calls"),
        (1.0, "calls", "1 call"),
        (1.2, "calls", "1.2 calls"),
        (1.0, "licences", "1 licence"),
        (1.0, "s", "1.0 s"),
        (1234567.0, "calls", "1,234,567 calls"),
        (61.2499, "calls", "61.2 calls"),
        (0.4179, "money", "0.42"),
        (50.0, "mean", "50.0"),
        (None, "ratio", "–"),
        (math.nan, "s", "–"),
    ],
)
def test_a_number_has_a_few_digits_and_its_unit(value: float | None, unit: str, printed: str) -> None:
    assert plain(amount(value, unit)) == printed


def test_a_signed_number_shows_its_sign_but_zero_has_none() -> None:
    assert plain(figure(0.213, "ratio", signed=True)) == "+21.3"
    assert plain(figure(-0.213, "ratio", signed=True)) == "-21.3"
    assert plain(figure(-0.0001, "ratio", signed=True)) == "0.0"


def _number(replications: int, low: float | None, high: float | None) -> Number:
    return Number("reach", "Reach", "ratio", "higher", 0.8, 100, low, high, replications, "live / offered")


def test_a_signed_one_is_singular_too() -> None:
    assert [plain(amount(value, "messages", signed=True)) for value in (1, -1)] == ["+1 message", "-1 message"]


def test_replications_that_are_all_alike_claim_no_interval_of_no_width() -> None:
    """Ten days without a dead end do not prove that there is none."""
    assert interval(_number(10, 0.0, 0.0)) == interval(_number(10, 0.857, 0.857 + 1e-15)) == "every replication alike"
    assert plain(interval(_number(10, 0.0, 0.001))) == "0.0 to 0.1 %"


def test_an_interval_is_printed_or_its_absence_explained() -> None:
    assert plain(interval(_number(30, 0.79, 0.81))) == "79.0 to 81.0 %"
    assert interval(_number(1, None, None)) == "single replication: no interval"
    assert interval(_number(30, None, None)) == "no interval"


@pytest.mark.parametrize(
    ("length_s", "printed"),
    [
        (45, "45 s"),
        (90, "90 s"),
        (1800, "30 min"),
        (3600, "1 h"),
        (3925, "65.4 min"),
        (108_000, "30 h"),
        (86_400, "1 d"),
    ],
)
def test_a_duration_is_printed_in_a_fitting_unit(length_s: float, printed: str) -> None:
    assert plain(span(length_s)) == printed


@pytest.mark.parametrize(
    ("share", "printed"), [(0.004, "under 1 %"), (0.9999, "99.9 %"), (1, "100 %"), (0.614, "61 %")]
)
def test_a_share_is_never_rounded_to_all_or_nothing(share: float, printed: str) -> None:
    assert plain(percent(share)) == printed


def test_a_day_is_labelled_by_the_clock_and_several_days_by_date_too() -> None:
    day = Clock(datetime(2026, 3, 2, 8), 36_000)
    assert [day.label(0), day.label(5_400), day.label(36_000), day.label(61)] == ["08:00", "09:30", "18:00", "08:01:01"]
    whole = Clock(datetime(2026, 3, 2), 86_400)
    assert [whole.label(0), whole.label(86_400)] == ["00:00", "24:00"]
    assert Clock(datetime(2026, 3, 2, 8), 200_000).label(90_000) == "Tue 03 Mar 09:00"
    assert day.minute(3_659.9) == "09:00"


def test_a_span_has_its_seconds_and_its_date_where_they_matter() -> None:
    day, week = Clock(datetime(2026, 3, 2, 8), 36_000), Clock(datetime(2026, 3, 2, 8), 604_800)
    assert [day.span(0, 1_800), day.span(1_000, 2_000)] == ["08:00–08:30", "08:16:40–08:33:20"]
    assert week.span(82_800, 86_400) == "Tue 03 Mar 07:00–08:00"
    assert week.span(0, 86_400) == "Mon 02 Mar 08:00–Tue 03 Mar 08:00"
