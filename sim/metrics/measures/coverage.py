"""The coverages: never one word alone. Reach counts calls, line, staffing and target coverage count time or intervals."""

from sim.domain.cells import ABANDONED, ANSWERED
from sim.domain.contacts import Channel, Outcome
from sim.metrics.registry import HIGHER, Pair, metric, of_time, share
from sim.metrics.totals import Totals

GROUP = "Coverage"
NO_CALL = "no call was offered in opening hours"


@metric("reach", "Reach", "ratio", HIGHER,
        "inbound calls offered in opening hours that a person answers / inbound calls offered in opening hours",
        group=GROUP, source="ADR 9", missing=NO_CALL)  # fmt: skip
def reach(totals: Totals) -> Pair:
    return share(totals.calls(in_hours=True, live=True), totals.calls(in_hours=True))


@metric("reach_all_hours", "Reach, all hours", "ratio", HIGHER,
        "inbound calls that a person answers / inbound calls offered at any hour", group=GROUP,
        source="ADR 9", missing="no call was offered")  # fmt: skip
def reach_all_hours(totals: Totals) -> Pair:
    return share(totals.calls(live=True), totals.calls())


@metric("caller_reach", "Callers reached", "ratio", HIGHER,
        "callers with an attempt in opening hours that a person answers / callers with an attempt in opening hours "
        "(all attempts of one call joined; without redials each call is one attempt)",
        group=GROUP, source="ADR 9", missing=NO_CALL)  # fmt: skip
def caller_reach(totals: Totals) -> Pair:
    return share(totals.callers_reached, totals.callers)


@metric("live_or_voicemail", "Live or voicemail", "ratio", HIGHER,
        "inbound calls offered in opening hours that a person answers or that leave a message / inbound calls offered "
        "in opening hours", group=GROUP, source="B11", missing=NO_CALL)  # fmt: skip
def live_or_voicemail(totals: Totals) -> Pair:
    heard = totals.calls(in_hours=True, live=True) + totals.calls(in_hours=True, live=False, left=True)
    return share(heard, totals.calls(in_hours=True))


@metric("sms_reach", "Texts answered", "ratio", HIGHER, "inbound texts answered by the end / inbound texts",
        group=GROUP, source="A2.5", missing="no text came in")  # fmt: skip
def sms_reach(totals: Totals) -> Pair:
    answered = totals.contacts(Channel.INBOUND_SMS, Outcome.SMS_ANSWERED)
    return share(answered, totals.contacts(Channel.INBOUND_SMS))


@metric("line_coverage", "Line coverage", "ratio", HIGHER,
        "open time with at least one routable agent in a line's target (its owner, or its ring group and those it "
        "overflows to) / open time, over all lines", group=GROUP, source="ADR 9",
        missing="there is no line, or it is never open")  # fmt: skip
def line_coverage(totals: Totals) -> Pair:
    return of_time(totals.covered_us, totals.open_us * len(totals.plan.lines))


@metric("staffing_coverage", "Staffing coverage", "ratio", HIGHER,
        "agent-time required that is staffed (logged in, active, at the phone; a surplus does not count) / agent-time "
        "required", group=GROUP, source="ADR 9", missing="not given: the scenario requires nobody")  # fmt: skip
def staffing_coverage(totals: Totals) -> Pair:
    staffed = sum(within + above * agents for (within, above), (_, _, agents) in
                  zip(totals.staffing.tolist(), totals.pieces, strict=True))  # fmt: skip
    return of_time(staffed, sum(agents * (end - start) for start, end, agents in totals.pieces))


@metric("target_coverage", "Target coverage", "ratio", HIGHER,
        "intervals whose sl_excl_short meets the goal / intervals with calls offered in opening hours (beside those "
        "abandoned within the acceptable wait)", group=GROUP, source="ADR 9", missing=NO_CALL)  # fmt: skip
def target_coverage(totals: Totals) -> Pair:
    offered = totals.by_interval[:, :, 1]
    met, counted = offered[:, ANSWERED, 1], offered.sum(axis=(1, 2)) - offered[:, ABANDONED, 1]
    held = counted > 0
    return share((met[held] >= totals.settings.targets.goal * counted[held] - 1e-9).sum(), held.sum())
