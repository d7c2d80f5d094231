"""Calls that agents place."""

from sim.domain.contacts import Channel, Outcome
from sim.metrics.registry import HIGHER, LOWER, NEITHER, Pair, a_day, metric, share
from sim.metrics.totals import Totals

GROUP = "Outbound calls"


def _dials(totals: Totals, outcome: Outcome | None = None) -> int:
    return totals.contacts(Channel.OUTBOUND_CALL, outcome)


@metric("outbound_attempts", "Outbound attempts", "calls", NEITHER, "outbound calls that fall due, mean a replication",
        group=GROUP, source="A2.15")  # fmt: skip
def attempts(totals: Totals) -> Pair:
    return a_day(_dials(totals), _dials(totals))


def _outcome(outcome: Outcome, name: str, title: str, better: str, words: str) -> None:
    @metric(name, title, "calls", better, f"outbound calls {words}, mean a replication; n: attempts", group=GROUP,
            source="A2.15")  # fmt: skip
    def calls(totals: Totals) -> Pair:
        return a_day(_dials(totals, outcome), _dials(totals))


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
def connect_ratio(totals: Totals) -> Pair:
    connects = _dials(totals, Outcome.OUTBOUND_CONNECTED)
    return share(connects, connects + _dials(totals, Outcome.OUTBOUND_NO_CONNECT))
