"""The coverages: never one word alone. Reach counts calls, line, staffing and target coverage count time or intervals."""

import numpy as np

from sim.domain.contacts import Outcome
from sim.metrics.day import Day, targets
from sim.metrics.levels import clipped
from sim.metrics.registry import HIGHER, Pair, metric, of_time, share

GROUP = "Coverage"
NO_CALL = "no call was offered in opening hours"


@metric("reach", "Reach", "ratio", HIGHER,
        "inbound calls offered in opening hours that a person answers / inbound calls offered in opening hours",
        group=GROUP, source="ADR 9", missing=NO_CALL)  # fmt: skip
def reach(day: Day) -> Pair:
    return share(day.offered.live.sum(), len(day.offered))


@metric("reach_all_hours", "Reach, all hours", "ratio", HIGHER,
        "inbound calls that a person answers / inbound calls offered at any hour", group=GROUP,
        source="ADR 9", missing="no call was offered")  # fmt: skip
def reach_all_hours(day: Day) -> Pair:
    return share(day.calls.live.sum(), len(day.calls))


@metric("caller_reach", "Callers reached", "ratio", HIGHER,
        "callers with an attempt in opening hours that a person answers / callers with an attempt in opening hours "
        "(all attempts of one call joined; without redials each call is one attempt)",
        group=GROUP, source="ADR 9", missing=NO_CALL)  # fmt: skip
def caller_reach(day: Day) -> Pair:
    callers = day.offered.caller
    return share(len(np.unique(callers[day.offered.live])), len(np.unique(callers)))


@metric("live_or_voicemail", "Live or voicemail", "ratio", HIGHER,
        "inbound calls offered in opening hours that a person answers or that leave a message / inbound calls offered "
        "in opening hours", group=GROUP, source="B11", missing=NO_CALL)  # fmt: skip
def live_or_voicemail(day: Day) -> Pair:
    return share((day.offered.live | day.offered.voicemail_left).sum(), len(day.offered))


@metric("sms_reach", "Texts answered", "ratio", HIGHER, "inbound texts answered by the end / inbound texts",
        group=GROUP, source="A2.5", missing="no text came in")  # fmt: skip
def sms_reach(day: Day) -> Pair:
    return share((day.texts.outcome == Outcome.SMS_ANSWERED).sum(), len(day.texts))


@metric("line_coverage", "Line coverage", "ratio", HIGHER,
        "open time with at least one routable agent in a line's target (its owner, or its ring group and those it "
        "overflows to) / open time, over all lines", group=GROUP, source="ADR 9",
        missing="there is no line, or it is never open")  # fmt: skip
def line_coverage(day: Day) -> Pair:
    covered = sum(_covered_us(day, _agents(day, line)) for line in range(len(day.plan.lines)))
    hours = sum(end - start for start, end in day.open_hours)
    return of_time(covered, hours * len(day.plan.lines))


def _agents(day: Day, line: int) -> frozenset[int]:
    owner = day.plan.lines[line].owner
    own = frozenset([owner] if owner >= 0 else [])
    return own.union(*(day.members[group] for group in targets(day.plan, line)))


def _covered_us(day: Day, agents: frozenset[int]) -> float:
    """Open time with at least one of these agents routable."""
    mine = day.roster.routable & np.isin(day.roster.agent, list(agents))
    anybody = day.roster.level(mine).capped(1)
    return sum(anybody.between(start, end) for start, end in day.open_hours)


@metric("staffing_coverage", "Staffing coverage", "ratio", HIGHER,
        "agent-time required that is staffed (logged in, active, at the phone; a surplus does not count) / agent-time "
        "required", group=GROUP, source="ADR 9", missing="not given: the scenario requires nobody")  # fmt: skip
def staffing_coverage(day: Day) -> Pair:
    pieces = [(piece, agents) for start, end, agents in day.settings.required
              for piece in clipped(((start, end),), day.windows)]  # fmt: skip
    staffed = sum(day.staffed.capped(agents).between(*piece) for piece, agents in pieces)
    return of_time(staffed, sum(agents * (end - start) for (start, end), agents in pieces))


@metric("target_coverage", "Target coverage", "ratio", HIGHER,
        "intervals whose sl_excl_short meets the goal / intervals with calls offered in opening hours (beside those "
        "abandoned within the acceptable wait)", group=GROUP, source="ADR 9", missing=NO_CALL)  # fmt: skip
def target_coverage(day: Day) -> Pair:
    place = np.searchsorted(day.edges_us, day.offered.at_us, side="right") - 1
    size = len(day.edges_us) - 1
    met = np.bincount(place[day.good], minlength=size)
    counted = np.bincount(place[~day.ab_short], minlength=size)
    held = counted > 0
    return share((met[held] >= day.settings.targets.goal * counted[held] - 1e-9).sum(), held.sum())
