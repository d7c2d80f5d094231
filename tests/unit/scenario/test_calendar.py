"""Local time: days of 23 and 25 hours, clock times that are skipped or come twice, windows and rates over them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from sim.scenario.calendar import (
    Calendar,
    clock_us,
    day,
    instants,
    join,
    minus,
    moment,
    weekdays,
    weekly,
    window_us,
)

H = 3_600_000_000
CHICAGO = ZoneInfo("America/Chicago")


def days_of(first: str, last: str, zone: ZoneInfo = CHICAGO) -> Calendar:
    """The calendar from one local midnight or time to another."""
    (start,), (end,) = (instants(datetime.fromisoformat(text), zone) for text in (first, last))
    return Calendar.between(zone, start, end)


SPRING = ("2026-03-08T00:00", "2026-03-09T00:00")
AUTUMN = ("2026-11-01T00:00", "2026-11-02T00:00")


@pytest.mark.parametrize(
    ("span", "hours"), [(SPRING, 23), (AUTUMN, 25), (("2026-03-02T00:00", "2026-03-03T00:00"), 24)]
)
def test_a_day_has_the_hours_it_has(span: tuple[str, str], hours: int) -> None:
    calendar = days_of(*span)
    assert calendar.length_us == hours * H
    assert calendar.days() == ((0, hours * H),)
    assert calendar.clocks_suffice()


def test_a_shift_over_the_spring_change_is_an_hour_shorter() -> None:
    assert days_of(*SPRING).windows("01:00-08:00") == ((1 * H, 7 * H),)


def test_a_shift_over_the_autumn_change_is_an_hour_longer() -> None:
    assert days_of(*AUTUMN).windows("00:30-08:00") == ((H // 2, 9 * H),)


def test_a_night_shift_reaches_into_the_first_day_from_the_day_before() -> None:
    assert days_of("2026-03-02T00:00", "2026-03-03T00:00").windows("22:00-06:00") == ((0, 6 * H), (22 * H, 24 * H))


def test_a_skipped_clock_time_counts_as_the_instant_of_the_change() -> None:
    calendar = days_of(*SPRING)
    assert [calendar.on(date(2026, 3, 8), 2 * H + more) for more in (0, 1, H // 2, H - 1, H)] == [2 * H] * 5
    assert calendar.label(2 * H) == "03:00"
    assert calendar.windows("02:15-02:45") == ()
    assert calendar.windows("02:15-08:00") == ((2 * H, 7 * H),)
    assert calendar.rates({"01:00": 1.0, "02:30": 9.0, "03:00": 2.0}) == ((H, 2 * H, 1.0), (2 * H, 23 * H, 2.0))


def test_a_clock_time_that_comes_twice_counts_as_its_first() -> None:
    calendar = days_of(*AUTUMN)
    assert calendar.instant("01:30") == H + H // 2
    assert calendar.label(H + H // 2) == calendar.label(2 * H + H // 2) == "01:30"
    assert len(instants(datetime(2026, 11, 1, 1, 30), CHICAGO)) == 2
    assert instants(datetime(2026, 3, 8, 2, 30), CHICAGO) == ()


def test_rates_hold_until_the_next_time_and_start_anew_each_day() -> None:
    calendar = days_of("2026-03-02T06:00", "2026-03-03T09:00")
    rates = {"08:00": 40.0, "10:00": 0.0, "12:00": 10.0}
    assert calendar.rates(rates) == (
        (2 * H, 4 * H, 40.0),
        (6 * H, 18 * H, 10.0),
        (26 * H, 27 * H, 40.0),
    )
    assert calendar.rates(5) == ((0, 27 * H, 5.0),)
    assert calendar.rates(0) == ()


def test_rates_follow_the_clock_over_the_change_to_summer_time() -> None:
    assert days_of(*SPRING).rates({"00:00": 1.0, "04:00": 2.0}) == ((0, 3 * H, 1.0), (3 * H, 23 * H, 2.0))


def test_weekdays_choose_the_day_s_windows() -> None:
    calendar = days_of("2026-03-06T00:00", "2026-03-09T00:00", ZoneInfo("UTC"))
    assert calendar.windows({"fri": "09:00-17:00", "sat": ("09:00-12:00", "13:00-15:00")}) == (
        (9 * H, 17 * H),
        (33 * H, 36 * H),
        (37 * H, 39 * H),
    )
    assert weekly("08:00-09:00").keys() == set(range(7))


def test_a_clock_time_of_a_night_horizon_is_the_one_inside() -> None:
    night = days_of("2026-03-02T20:00", "2026-03-03T08:00")
    assert (night.instant("22:00"), night.instant("02:00")) == (2 * H, 6 * H)
    assert night.instant("2026-03-03T02:00") == 6 * H
    assert night.instant("2026-03-03T03:00-05:00") == 6 * H


def test_times_of_a_long_horizon_are_shown_with_their_date() -> None:
    calendar = days_of("2026-03-02T00:00", "2026-03-05T00:00")
    assert not calendar.clocks_suffice()
    assert calendar.label(26 * H) == "2026-03-03 02:00"


@pytest.mark.parametrize(
    ("read", "good", "bad"),
    [
        (clock_us, ["00:00", "23:59:59.999999"], ["24:00", "8:00", "08:60", "08:00:00.1234567", "٠٨:٠٠", "0800", ""]),
        (moment, ["2026-03-02T08:00", "2026-03-02T08:00:00.5Z"], ["2026-03-02 08:00", "2026-02-30T08:00", "08:00"]),
        (day, ["2026-03-02"], ["2026-3-2", "2026-02-30", "20260302"]),
        (window_us, ["08:00-24:00", "22:00-06:00"], ["08:00", "08:00-08:00", "24:00-08:00", "8-18"]),
        (weekdays, ["mon", "mon-fri", "sat-mon"], ["Mon", "monday", "mon-", "mon-fri-sat"]),
    ],
)
def test_what_is_a_time_and_what_is_not(read: object, good: list[str], bad: list[str]) -> None:
    assert callable(read)
    assert [text for text in good if read(text) is None] == []
    assert [text for text in bad if read(text) is not None] == []


def test_windows_join_and_take_away() -> None:
    assert join(((5, 7), (0, 2), (2, 3), (6, 9))) == ((0, 3), (5, 9))
    assert minus(((0, 10), (20, 30)), ((2, 4), (8, 22))) == ((0, 2), (4, 8), (22, 30))
    assert minus(((0, 10),), ()) == ((0, 10),)
    assert minus(((0, 10),), ((0, 10),)) == ()
