"""Licences: how many are held, and what the contract charges for them (A2.4, B9, D6). A pure fold of account statuses.

::

    charge of a period = price x ( max(minimum, held at its start) + proration of additions )

An addition that lifts the count above everything charged so far in the period costs the days left / days of the period,
its own day included; one that re-uses a licence freed in the same period costs nothing. A deletion lowers the charge
from the next period on, and never below the minimum. There is no credit.
"""

from dataclasses import dataclass

from sim.domain.agents import STATUSES, Status
from sim.domain.contacts import Reason
from sim.domain.knobs import Licences
from sim.domain.records import RecordKind
from sim.metrics.columns import Columns
from sim.metrics.settings import Period, Settings


@dataclass(frozen=True, slots=True)
class Charge:
    """What one period charges: `licences` may be fractional, `money` is in the unit of the price."""

    period: Period
    held_at_start: int
    licences: float
    money: float


@dataclass(frozen=True, slots=True)
class Change:
    """A licence more (+1) or less (-1); at the very start the changes make the account."""

    at_us: int
    by: int
    founding: bool


def changes(columns: Columns) -> list[Change]:
    """Every change of the number of licences held, in order."""
    rows, held, found = columns.of(RecordKind.STATUS), dict[int, bool](), list[Change]()
    for at_us, agent, status, reason in zip(*(c.tolist() for c in (rows.time_us, rows.agent, rows.value, rows.reason)),
                                            strict=True):  # fmt: skip
        billable = STATUSES[Status(status)].billable
        if billable is not held.get(agent, False):
            found.append(Change(at_us, 1 if billable else -1, reason == Reason.START))
        held[agent] = billable
    return found


def charges(settings: Settings, columns: Columns) -> tuple[Charge, ...]:
    """What each billing period of the horizon charges."""
    every = changes(columns)
    return tuple(_charge(settings.licences, period, every) for period in settings.periods)


def _charge(licences: Licences, period: Period, every: list[Change]) -> Charge:
    held = sum(change.by for change in every if change.founding or change.at_us < period.start_us)
    at_start, charged = held, max(licences.minimum, held)
    units = float(charged)
    for change in every:
        if change.founding or not period.start_us <= change.at_us < period.end_us:
            continue
        held += change.by
        if held > charged:
            charged = held
            units += period.days_left(change.at_us) / period.days
    return Charge(period, at_start, units, units * licences.price_per_month)
