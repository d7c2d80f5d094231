"""Calls that agents place."""

from sim.domain.contacts import Outcome
from sim.metrics.day import Day
from sim.metrics.registry import HIGHER, LOWER, NEITHER, Pair, a_day, metric, share

GROUP = "Outbound calls"


@metric("outbound_attempts", "Outbound attempts", "calls", NEITHER, "outbound calls that fall due, mean a replication",
        group=GROUP, source="A2.15")  # fmt: skip
def attempts(day: Day) -> Pair:
    return a_day(len(day.dials), len(day.dials))


def _outcome(outcome: Outcome, name: str, title: str, better: str, words: str) -> None:
    @metric(name, title, "calls", better, f"outbound calls {words}, mean a replication; n: attempts", group=GROUP,
            source="A2.15")  # fmt: skip
    def calls(day: Day) -> Pair:
        return a_day((day.dials.outcome == outcome).sum(), len(day.dials))


_outcome(Outcome.OUTBOUND_CONNECTED, "outbound_connects", "Outbound connects", HIGHER, "that the customer answered")
_outcome(Outcome.OUTBOUND_NO_CONNECT, "outbound_no_connects", "Outbound, no connect", LOWER, "that nobody answered")
_outcome(Outcome.OUTBOUND_REFUSED, "outbound_refusals", "Outbound refused", LOWER,
         "refused because the agent may not dial (suspended or deleted)")  # fmt: skip
_outcome(Outcome.OUTBOUND_NOT_MADE, "outbound_not_made", "Outbound not made", LOWER,
         "due while the agent was off shift or on a break, and not made")  # fmt: skip
_outcome(Outcome.IN_SYSTEM, "outbound_in_system", "Outbound in the system", NEITHER,
         "in progress or due when the run was cut")  # fmt: skip


@metric("connect_ratio", "Connect ratio", "ratio", HIGHER, "outbound calls the customer answered / outbound calls "
        "dialled to their end", group=GROUP, source="A2.15", missing="no call was dialled")  # fmt: skip
def connect_ratio(day: Day) -> Pair:
    connects = (day.dials.outcome == Outcome.OUTBOUND_CONNECTED).sum()
    return share(connects, connects + (day.dials.outcome == Outcome.OUTBOUND_NO_CONNECT).sum())
