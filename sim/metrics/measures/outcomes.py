"""What became of inbound calls, and why some reached nobody."""

from sim.domain.contacts import CALL_OUTCOMES, Outcome, Reason
from sim.domain.time import SECOND
from sim.metrics.contacts import ABANDONED
from sim.metrics.registry import HIGHER, LOWER, NEITHER, Pair, a_day, metric, share
from sim.metrics.totals import Totals

GROUP = "Calls"


@metric("offered", "Calls offered", "calls", NEITHER, "inbound calls that arrive, mean a replication",
        group=GROUP, source="A2.10")  # fmt: skip
def offered(totals: Totals) -> Pair:
    return a_day(totals.calls(), totals.calls())


@metric("answered", "Calls answered", "calls", HIGHER, "inbound calls that a person answers, mean a replication",
        group=GROUP, source="B11")  # fmt: skip
def answered(totals: Totals) -> Pair:
    return a_day(totals.calls(live=True), totals.calls())


@metric("abandoned", "Calls abandoned", "calls", LOWER, "callers who hang up while ringing or queued, mean a replication",
        group=GROUP, source="B11")  # fmt: skip
def abandoned(totals: Totals) -> Pair:
    return a_day(totals.calls(outcome=ABANDONED), totals.calls())


@metric("abandon_ratio", "Share of calls abandoned", "ratio", LOWER,
        "callers who hang up while ringing or queued / offered in opening hours", group=GROUP, source="B11",
        missing="no call was offered in opening hours")  # fmt: skip
def abandon_ratio(totals: Totals) -> Pair:
    return share(totals.calls(in_hours=True, outcome=ABANDONED), totals.calls(in_hours=True))


@metric("redials", "Calls of callers who try again", "calls", LOWER,
        "inbound calls that are a caller's second or later attempt, mean a replication; n: calls offered", group=GROUP,
        source="A2.32")  # fmt: skip
def redials(totals: Totals) -> Pair:
    return a_day(totals.redials, totals.calls())


@metric("callbacks", "Callbacks asked for", "calls", NEITHER,
        "inbound calls whose caller asked to be called back, mean a replication; n: calls offered", group=GROUP,
        source="A2.33")  # fmt: skip
def callbacks(totals: Totals) -> Pair:
    return a_day(totals.callbacks, totals.calls())


@metric("callback_s_mean", "Mean time to a callback", "s", LOWER,
        "time from asking to be called back until customer and agent talk / callers called back who talked to an agent",
        group=GROUP, source="A2.33", missing="nobody was called back")  # fmt: skip
def callback_s_mean(totals: Totals) -> Pair:
    return share(totals.callback_us / SECOND, totals.calls(outcome=Outcome.CALLBACK_REACHED))


BETTER = {Outcome.ANSWERED_LIVE: HIGHER, Outcome.VOICEMAIL_LEFT: NEITHER, Outcome.AFTER_HOURS: NEITHER,
          Outcome.IN_SYSTEM: NEITHER, Outcome.CALLBACK_REACHED: HIGHER, Outcome.CALLBACK_SUPERSEDED: NEITHER,
          Outcome.EXIT_KEY: NEITHER, Outcome.AI_RESCUED: NEITHER}  # fmt: skip
"""Of the other outcomes, fewer are better."""


def _outcome(outcome: Outcome) -> None:
    name = outcome.name.lower()

    @metric(f"calls_{name}", f"Calls: {name.replace('_', ' ')}", "calls", BETTER.get(outcome, LOWER),
            f"inbound calls with outcome {outcome.name}, mean a replication; n: calls offered", group=GROUP,
            source="B11")  # fmt: skip
    def calls(totals: Totals) -> Pair:
        return a_day(totals.calls(outcome=outcome), totals.calls())


for _one in CALL_OUTCOMES:
    _outcome(_one)


@metric("false_answer_share", "Share of answers by a carrier's voicemail", "ratio", LOWER,
        "inbound calls a carrier's voicemail answers / those and the ones a person answers", group=GROUP, source="B2",
        missing="no call was answered")  # fmt: skip
def false_answers(totals: Totals) -> Pair:
    false = totals.calls(outcome=Outcome.ANSWERED_FALSE)
    return share(false, false + totals.calls(live=True))


WORDS = {
    Reason.HOURS: "outside opening hours", Reason.NO_ANSWER: "a phone rang, nobody picked up",
    Reason.BUSY: "agents busy", Reason.PAUSED: "paused", Reason.SUSPENDED: "suspended",
    Reason.OFF_SHIFT: "off shift", Reason.NO_AGENT: "nobody to ring", Reason.NONE: "still in the system",
}  # fmt: skip


def _reason(reason: Reason) -> None:
    name = reason.name.lower() if reason else "in_system"
    words = WORDS[reason]
    why = f"reason {reason.name} (the first that holds)" if reason else "in the system at the end of the run"

    @metric(f"unreached_{name}", f"Reached nobody: {words}", "calls", LOWER,
            f"inbound calls no person answers, {why}, mean a replication; n: all that no person answers", group="Reasons",
            source="A2.11")  # fmt: skip
    def number(totals: Totals) -> Pair:
        return a_day(totals.calls(live=False, reason=reason), totals.calls(live=False))

    @metric(f"unreached_share_{name}", f"Share of unreached calls: {words}", "ratio", NEITHER,
            f"inbound calls no person answers, {why} / all that no person answers", group="Reasons", source="A2.11",
            missing="every call was answered")  # fmt: skip
    def part(totals: Totals) -> Pair:
        return share(totals.calls(live=False, reason=reason), totals.calls(live=False))


for _why in WORDS:
    _reason(_why)
