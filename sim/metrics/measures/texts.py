"""Texts, in both directions. `sms_reach` stands with the other coverages."""

from sim.domain.contacts import Outcome
from sim.domain.time import SECOND
from sim.metrics.day import Day
from sim.metrics.registry import HIGHER, LOWER, NEITHER, Pair, a_day, metric, share

GROUP = "Texts"


@metric("sms_inbound", "Texts received", "messages", NEITHER, "inbound texts, mean a replication", group=GROUP,
        source="A2.5")  # fmt: skip
def inbound(day: Day) -> Pair:
    return a_day(len(day.texts), len(day.texts))


def _received(outcome: Outcome, title: str, better: str, words: str) -> None:
    @metric(outcome.name.lower(), title, "messages", better, f"inbound texts {words}, mean a replication; n: inbound texts",
            group=GROUP, source="A2.5")  # fmt: skip
    def messages(day: Day) -> Pair:
        return a_day((day.texts.outcome == outcome).sum(), len(day.texts))


_received(Outcome.SMS_ANSWERED, "Texts answered, count", HIGHER, "replied to by the end")
_received(Outcome.SMS_DARK, "Texts gone dark", LOWER, "of which nobody could be notified")
_received(Outcome.SMS_OPEN, "Texts open", LOWER, "that somebody was notified of, not replied to by the end")


def _sent(outcome: Outcome, title: str, better: str, words: str) -> None:
    @metric(outcome.name.lower(), title, "messages", better, f"texts agents meant to send, {words}, mean a replication; n: all "
            "they meant to send", group=GROUP, source="A2.5")  # fmt: skip
    def messages(day: Day) -> Pair:
        return a_day((day.sent.outcome == outcome).sum(), len(day.sent))


_sent(Outcome.SMS_SENT, "Texts sent", NEITHER, "sent")
_sent(Outcome.SMS_REFUSED, "Texts refused", LOWER, "refused (not logged in, suspended or deleted)")


@metric("sms_reply_s_mean", "Mean time to reply", "s", LOWER, "time from arrival to reply / answered texts",
        group=GROUP, source="A2.5", missing="no text was answered")  # fmt: skip
def reply(day: Day) -> Pair:
    answered = day.texts.outcome == Outcome.SMS_ANSWERED
    return share(day.texts.reply_us[answered].sum() / SECOND, answered.sum())
