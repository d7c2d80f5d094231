"""What a fold of records needs to know besides the plan: goals, required agents, contract, billing periods."""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sim.domain.knobs import Licences, Targets
from sim.domain.plan import Plan
from sim.scenario.calendar import Calendar, day
from sim.scenario.load import Loaded


@dataclass(frozen=True, slots=True)
class Period:
    """A billing period by its local days.

    `midnights_us` are the starts of its days and the end of the last one, from the start of the horizon: sorted, one
    more than it has days, below 0 before the horizon.
    """

    name: str
    midnights_us: tuple[int, ...]

    @property
    def start_us(self) -> int:
        """Its first instant."""
        return self.midnights_us[0]

    @property
    def end_us(self) -> int:
        """The first instant after it."""
        return self.midnights_us[-1]

    @property
    def days(self) -> int:
        """How many local days it has."""
        return len(self.midnights_us) - 1

    def days_left(self, at_us: int) -> int:
        """Days from the day of an instant to the period's end, that day included."""
        return self.days + 1 - bisect_right(self.midnights_us, at_us)


@dataclass(frozen=True, slots=True)
class Settings:
    """Goals, contract and calendar of one scenario.

    `required` holds (from, to, agents) inside the horizon, us, empty where it was not given; `periods` are the billing
    periods the horizon touches, in order.
    """

    targets: Targets = Targets()
    licences: Licences = Licences()
    required: tuple[tuple[int, int, float], ...] = ()
    periods: tuple[Period, ...] = ()


def settings(loaded: Loaded, plan: Plan) -> Settings:
    """The settings of a loaded scenario over the horizon of its plan, which may be shorter than the scenario's."""
    scenario, calendar = loaded.scenario, replace(loaded.calendar, length_us=plan.end_us)
    licences, required = scenario.account.licences, scenario.targets.required
    anchor = day(licences.cycle_start) if licences.cycle_start else None
    pieces = calendar.rates(required) if required is not None else ()
    return Settings(scenario.targets, licences, pieces, tuple(_periods(calendar, anchor)))


def _periods(calendar: Calendar, anchor: date | None) -> Iterator[Period]:
    """The periods from the one that holds the start of the horizon to the one that holds its last instant."""
    first, last = calendar.local(0).date(), calendar.local(calendar.length_us - 1).date()
    anchor = anchor or first
    month = (first.year - anchor.year) * 12 + first.month - anchor.month
    if _months_after(anchor, month) > first:
        month -= 1
    while (start := _months_after(anchor, month)) <= last:
        month += 1
        days = (_months_after(anchor, month) - start).days
        midnights = tuple(calendar.on(start + timedelta(days=i), 0) for i in range(days + 1))
        yield Period(start.isoformat(), midnights)


def _months_after(anchor: date, months: int) -> date:
    """The same day so many months later, or the month's last day where it is too short."""
    years, month = divmod(anchor.month - 1 + months, 12)
    year = anchor.year + years
    return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))
