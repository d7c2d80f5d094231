"""Calls that agents place, one by one or from the lists of campaigns."""

import numpy as np

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
_outcome(Outcome.OUTBOUND_ABANDONED, "outbound_abandoned", "Outbound abandoned", LOWER,
         "that the customer answered and for which no agent was there")  # fmt: skip
_outcome(Outcome.OUTBOUND_RETURNED, "outbound_returned", "Outbound returned", NEITHER,
         "cut while they rang because the agent was suspended or deleted")  # fmt: skip
_outcome(Outcome.IN_SYSTEM, "outbound_in_system", "Outbound in the system", NEITHER,
         "in progress or due when the run was cut")  # fmt: skip


@metric("connect_ratio", "Connect ratio", "ratio", HIGHER, "outbound calls the customer answered / outbound calls "
        "dialled to their end", group=GROUP, source="A2.15", missing="no call was dialled")  # fmt: skip
def connect_ratio(totals: Totals) -> Pair:
    connects = _dials(totals, Outcome.OUTBOUND_CONNECTED) + _dials(totals, Outcome.OUTBOUND_ABANDONED)
    return share(connects, connects + _dials(totals, Outcome.OUTBOUND_NO_CONNECT))


LISTS = "Campaigns"


@metric("campaign_attempts", "Campaign attempts", "calls", NEITHER, "dials of campaigns, mean a replication", group=LISTS,
        source="A2.31")  # fmt: skip
def campaign_attempts(totals: Totals) -> Pair:
    return a_day(totals.campaigns[:, 0].sum(), totals.campaigns[:, 0].sum())


@metric("campaign_connects", "Campaign connects", "calls", HIGHER,
        "dials of campaigns whose customer spoke to an agent, mean a replication; n: dials", group=LISTS,
        source="A2.31")  # fmt: skip
def campaign_connects(totals: Totals) -> Pair:
    return a_day(totals.campaigns[:, 1].sum(), totals.campaigns[:, 0].sum())


@metric("campaign_abandon_ratio", "Campaign calls abandoned", "ratio", LOWER,
        "customers who answered and found no agent at once / customers who answered, all campaigns; the legal limit is "
        "per campaign and 30 days", group=LISTS, source="A2.31", missing="nobody answered a campaign's call")  # fmt: skip
def campaign_abandon_ratio(totals: Totals) -> Pair:
    _, connected, abandoned, _ = totals.campaigns.sum(axis=0)
    return share(abandoned, connected + abandoned)


@metric("campaigns_over_limit", "Campaigns over the limit", "campaigns", LOWER,
        "campaigns with a larger share of answered calls abandoned than `most_abandoned`, mean a replication; n: campaigns",
        group=LISTS, source="A2.31")  # fmt: skip
def campaigns_over_limit(totals: Totals) -> Pair:
    most = [one.most_abandoned_ppm for one in totals.plan.campaigns]
    answered = totals.campaigns[:, 1] + totals.campaigns[:, 2]
    return a_day((totals.campaigns[:, 2] * 1_000_000 > np.array(most, np.int64) * answered).sum(), len(most))


@metric("records_left", "Records left", "records", LOWER,
        "records of campaigns nobody has spoken to that have attempts to go at the end of the horizon, mean a "
        "replication; n: records", group=LISTS, source="A2.31")  # fmt: skip
def records_left(totals: Totals) -> Pair:
    return a_day(totals.campaigns[:, 3].sum(), sum(one.records for one in totals.plan.campaigns))
