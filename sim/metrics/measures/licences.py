"""What the contract charges. A charge belongs to billing periods, not to a window of the totals."""

from sim.metrics.billing import Charge
from sim.metrics.levels import clipped
from sim.metrics.registry import LOWER, NEITHER, Pair, a_day, metric, of_time
from sim.metrics.roster import CODED
from sim.metrics.totals import Totals

GROUP = "Licences"


@metric("licences_held", "Licences held", "licences", NEITHER,
        "active + paused + suspended agents, mean over time", group=GROUP, source="B9",
        missing="the horizon is empty")  # fmt: skip
def held(totals: Totals) -> Pair:
    return of_time(totals.time_us(CODED.held), totals.length_us)


@metric("licences_charged", "Licences charged", "licences", NEITHER,
        "max(minimum, held at the period's start) + additions x days left / days of the period, mean over the billing "
        "periods", group=GROUP, source="A2.4, D6", missing="no billing period is known", of_periods=True)  # fmt: skip
def charged(totals: Totals) -> Pair:
    return of_time(sum(charge.licences for charge in totals.charges), len(totals.charges))


@metric("charge", "Charge", "money", LOWER, "price x licences charged, total of the billing periods the horizon touches",
        group=GROUP, source="A2.4, D6", of_periods=True)  # fmt: skip
def charge(totals: Totals) -> Pair:
    return a_day(sum(charge.money for charge in totals.charges))


@metric("cost_per_answered", "Cost per answered call", "money", LOWER,
        "charge of each billing period scaled to the time measured / answered inbound calls", group=GROUP,
        source="A2.4", missing="no call was answered")  # fmt: skip
def cost_per_answered(totals: Totals) -> Pair:
    answered = totals.calls(live=True)
    return Pair(sum(charge.money * _share(totals, charge) for charge in totals.charges), float(answered), answered)


def _share(totals: Totals, charge: Charge) -> float:
    """The part of a billing period that lies in the windows."""
    period = charge.period
    inside = sum(end - start for start, end in clipped(((period.start_us, period.end_us),), totals.windows))
    return inside / (period.end_us - period.start_us)
