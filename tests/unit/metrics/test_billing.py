"""What the contract charges (A2.4, B9, D6), hand-checked."""

from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from sim.domain.agents import Status
from sim.domain.contacts import Reason
from sim.domain.knobs import Licences, Targets
from sim.domain.records import RecordKind as K
from sim.metrics.billing import Charge, charges
from sim.metrics.columns import Columns
from sim.metrics.settings import Period, Settings, settings
from sim.scenario.calendar import Calendar

from .toys import records, row, seconds, start

DAY_S = 86_400
MARCH = Period("2026-03-01", seconds(*(day * DAY_S for day in range(32))))
APRIL = Period("2026-04-01", seconds(*(day * DAY_S for day in range(31, 62))))


def bill(*changes: tuple[int, ...], agents: int = 2, minimum: int = 0, price: float = 90.0) -> tuple[Charge, ...]:
    """The charges of March and April with so many agents from the start."""
    rows = [one for key in range(agents) for one in start(key)]
    licences = Licences(minimum=minimum, price_per_month=price)
    return charges(Settings(Targets(), licences, (), (MARCH, APRIL)), Columns(records([*rows, *changes])))


def added(day: float, agent: int) -> tuple[int, ...]:
    """An agent who joins on this day of March (32 is the first of April)."""
    return row((day - 1) * DAY_S, K.STATUS, agent=agent, value=Status.ACTIVE, reason=Reason.ADMIN)


def changed(day: float, agent: int, status: Status) -> tuple[int, ...]:
    return row((day - 1) * DAY_S, K.STATUS, agent=agent, value=status, reason=Reason.ADMIN)


def test_an_addition_two_days_before_the_end_of_march_costs_5_81() -> None:
    """$90 / 31 x 2 = $5.81: the 30th and the 31st, whatever the hour."""
    for hour in (0, 23.9):
        march, april = bill(added(30 + hour / 24, 2))
        assert round(march.money - 180, 2) == 5.81
        assert april.money == 270


def test_an_addition_at_the_start_of_a_period_costs_all_of_it() -> None:
    march, april = bill(added(32, 2))
    assert (march.licences, april.licences) == (2, 3)


def test_paused_and_suspended_agents_are_billed() -> None:
    """P6, S6: a change of status that keeps the licence changes nothing."""
    march, april = bill(changed(3, 0, Status.PAUSED), changed(4, 1, Status.SUSPENDED), changed(9, 1, Status.ACTIVE))
    assert (march.money, april.money) == (180, 180)


def test_C55_a_deletion_gives_no_credit_and_lowers_the_next_period() -> None:
    march, april = bill(changed(2, 0, Status.DELETED), agents=3)
    assert (march.money, april.money, april.held_at_start) == (270, 180, 2)


def test_C55_a_deletion_below_the_minimum_lowers_nothing() -> None:
    """D6: the contract charges its minimum."""
    march, april = bill(changed(2, 0, Status.DELETED), changed(2, 1, Status.DELETED), agents=3, minimum=3)
    assert (march.money, april.money, april.held_at_start) == (270, 270, 1)


def test_below_the_minimum_an_addition_is_free() -> None:
    assert [one.licences for one in bill(added(5, 2), minimum=5)] == [5, 5]


def test_C55_an_addition_re_uses_a_licence_freed_in_the_same_period() -> None:
    """Delete one and add two: only the one that lifts the count is charged, for its 11 days."""
    march, april = bill(changed(5, 0, Status.DELETED), added(10, 2), added(21, 3))
    assert march.licences == pytest.approx(2 + 11 / 31) and april.licences == 3


def test_a_freed_licence_is_not_charged_twice_in_one_period() -> None:
    """Added, deleted and added again: the second time re-uses what the first one paid."""
    march, _ = bill(added(11, 2), changed(12, 2, Status.DELETED), added(20, 3))
    assert march.licences == pytest.approx(2 + 21 / 31)


def loaded(zone: str, begin: str, end: str, cycle_start: str | None) -> tuple[SimpleNamespace, SimpleNamespace]:
    """As much of a loaded scenario and its plan as settings read."""
    tz = ZoneInfo(zone)
    at = [datetime.fromisoformat(text).replace(tzinfo=tz).astimezone(UTC) for text in (begin, end)]
    calendar = Calendar.between(tz, at[0], at[1])
    account = SimpleNamespace(licences=Licences(cycle_start=cycle_start))
    scenario = SimpleNamespace(account=account, targets=Targets(required={"08:00": 6, "10:00": 10}))
    return SimpleNamespace(scenario=scenario, calendar=calendar), SimpleNamespace(end_us=calendar.length_us)


def periods(begin: str, end: str, cycle_start: str | None, zone: str = "UTC") -> list[tuple[str, int]]:
    return [(one.name, one.days) for one in settings(*loaded(zone, begin, end, cycle_start)).periods]


def test_a_period_runs_to_the_same_day_of_the_next_month() -> None:
    assert periods("2026-03-02T08:00", "2026-03-02T18:00", None) == [("2026-03-02", 31)]
    assert periods("2026-03-02T08:00", "2026-03-02T18:00", "2026-03-01") == [("2026-03-01", 31)]
    assert periods("2026-03-02T08:00", "2026-03-02T18:00", "2025-11-15") == [("2026-02-15", 28)]
    assert periods("2026-03-02T08:00", "2026-03-02T18:00", "2026-06-15") == [("2026-02-15", 28)]
    assert periods("2026-03-14T08:00", "2026-04-15T00:00", "2026-01-15") == [("2026-02-15", 28), ("2026-03-15", 31)]


def test_a_period_from_the_31st_ends_with_a_shorter_month_and_comes_back() -> None:
    assert periods("2026-02-01T00:00", "2026-04-01T00:00", "2026-01-31") == [
        ("2026-01-31", 28), ("2026-02-28", 31), ("2026-03-31", 30)
    ]  # fmt: skip


def test_days_of_a_period_are_local_days() -> None:
    """In Chicago the clocks change on 8 March 2026: that day has 23 hours."""
    (march,) = settings(*loaded("America/Chicago", "2026-03-08T00:00", "2026-03-09T00:00", "2026-03-01")).periods
    assert march.midnights_us[7] == 0 and march.midnights_us[8] == 23 * 3600 * 1_000_000
    assert march.days_left(23 * 3600 * 1_000_000 - 1) == 24 and march.days_left(23 * 3600 * 1_000_000) == 23


def test_required_agents_hold_from_their_time_until_the_next() -> None:
    wanted = settings(*loaded("UTC", "2026-03-02T07:00", "2026-03-02T12:00", None)).required
    assert wanted == ((*seconds(3600, 3 * 3600), 6.0), (*seconds(3 * 3600, 5 * 3600), 10.0))
