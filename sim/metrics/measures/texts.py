"""Texts, in both directions. `sms_reach` stands with the other coverages."""

from sim.domain.contacts import Channel, Outcome
from sim.domain.time import SECOND
from sim.metrics.registry import HIGHER, LOWER, NEITHER, Pair, a_day, metric, share
from sim.metrics.totals import Totals

GROUP = "Texts"


@metric("sms_inbound", "Texts received", "messages", NEITHER, "inbound texts, mean a replication", group=GROUP,
        source="A2.5")  # fmt: skip
def inbound(totals: Totals) -> Pair:
    return a_day(totals.contacts(Channel.INBOUND_SMS), totals.contacts(Channel.INBOUND_SMS))


def _received(outcome: Outcome, title: str, better: str, words: str) -> None:
    @metric(outcome.name.lower(), title, "messages", better, f"inbound texts {words}, mean a replication; n: inbound texts",
            group=GROUP, source="A2.5")  # fmt: skip
    def messages(totals: Totals) -> Pair:
        return a_day(totals.contacts(Channel.INBOUND_SMS, outcome), totals.contacts(Channel.INBOUND_SMS))


_received(Outcome.SMS_ANSWERED, "Texts answered, count", HIGHER, "replied to by the end")
_received(Outcome.SMS_DARK, "Texts gone dark", LOWER, "of which nobody could be notified")
_received(Outcome.SMS_DROPPED, "Texts dropped", LOWER, "that came to a full queue")
_received(Outcome.SMS_OPEN, "Texts open", LOWER, "that somebody was notified of, not replied to by the end")


def _sent(outcome: Outcome, title: str, better: str, words: str) -> None:
    @metric(outcome.name.lower(), title, "messages", better, f"texts agents meant to send, {words}, mean a replication; n: all "
            "they meant to send", group=GROUP, source="A2.5")  # fmt: skip
    def messages(totals: Totals) -> Pair:
        return a_day(totals.contacts(Channel.OUTBOUND_SMS, outcome), totals.contacts(Channel.OUTBOUND_SMS))


_sent(Outcome.SMS_SENT, "Texts sent", NEITHER, "sent")
_sent(Outcome.SMS_REFUSED, "Texts refused", LOWER, "refused (not logged in, suspended or deleted)")


@metric("sms_reply_s_mean", "Mean time to reply", "s", LOWER, "time from arrival to reply / answered texts",
        group=GROUP, source="A2.5", missing="no text was answered")  # fmt: skip
def reply(totals: Totals) -> Pair:
    return share(totals.reply_us / SECOND, totals.contacts(Channel.INBOUND_SMS, Outcome.SMS_ANSWERED))


@metric("sms_dark_s", "Time texts lay dark", "s", LOWER, "time inbound texts lay where nobody was notified, until the end of the "
        "horizon, mean a replication; n: inbound texts", group=GROUP, source="B7")  # fmt: skip
def dark(totals: Totals) -> Pair:
    return a_day(totals.dark_us / SECOND, totals.contacts(Channel.INBOUND_SMS))
