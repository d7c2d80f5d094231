"""Events and THE ORDER of what happens at one instant (docs/rules.md B10).

::

    an instant =  round 1: every due event, in the order below, then ONE dispatch
                  round 2: what round 1 created for the same instant, then one dispatch ...

    0 caller hangs up      1 admin (by position in the file)      2 opening hours      3 shift, break, phone
    4 answer, connected    5 reject, dial failed    6 end of talk, voicemail, wrap-up, conversation by text
    7 ring time-out        8 hold limit, retry, look, re-assignment of a text
    9 arrivals: call, message, reply, dial          [dispatch]

Inside an order: by (contact key, offer, agent). Content decides, never who was created first: an answer must not beat a
suspension stamped at the same instant, a hang-up at the instant of the answer is an abandonment, and what is freed
at t serves an arrival at t.
"""

from enum import IntEnum
from typing import NamedTuple


class EventKind(IntEnum):
    """Every event the machine understands; ORDER gives its turn within an instant."""

    HANG_UP = 0
    ADMIN_BEGIN = 1
    ADMIN_END = 2
    OPEN = 3
    CLOSE = 4
    SHIFT_END = 5
    SHIFT_START = 6
    BREAK_END = 7
    BREAK_START = 8
    RETURN = 9
    ATTEMPT = 10
    """Somebody tries an `Action` (in `offer`); done, or refused with a record."""
    ANSWER = 11
    CONNECT = 12
    DIAL_FAILED = 13
    TALK_END = 14
    VOICEMAIL_END = 15
    WRAP_UP_END = 16
    RING_TIMEOUT = 17
    HOLD_LIMIT = 18
    RETRY = 19
    ARRIVAL = 20
    REPLY = 21
    PAUSE_ASKED = 22
    PAUSE_OVER = 23
    LOOK = 24
    """A waiting call looks for an agent, where calls look by themselves."""
    REJECT = 25
    AUTO_RESUME = 26
    LEG_OVER = 27
    """A phone learns that its call needs it no more."""
    LINE_ANSWERED = 28
    LINE_FAILED = 29
    DIAL_DUE = 30
    PROMPT = 31
    CALLBACK_ANSWERED = 32
    CALLBACK_FAILED = 33
    CALLBACK_DUE = 34
    CONVERSATION_END = 35
    REASSIGN = 36
    """A text has lain with somebody who cannot read it for too long."""


ORDER: dict[EventKind, int] = {
    EventKind.HANG_UP: 0,
    EventKind.ADMIN_BEGIN: 1,
    EventKind.ADMIN_END: 1,
    EventKind.OPEN: 2,
    EventKind.CLOSE: 2,
    EventKind.SHIFT_END: 3,
    EventKind.SHIFT_START: 3,
    EventKind.BREAK_END: 3,
    EventKind.BREAK_START: 3,
    EventKind.RETURN: 3,
    EventKind.ATTEMPT: 3,
    EventKind.ANSWER: 4,
    EventKind.CONNECT: 4,
    EventKind.DIAL_FAILED: 5,
    EventKind.TALK_END: 6,
    EventKind.VOICEMAIL_END: 6,
    EventKind.WRAP_UP_END: 6,
    EventKind.RING_TIMEOUT: 7,
    EventKind.HOLD_LIMIT: 8,
    EventKind.RETRY: 8,
    EventKind.LOOK: 8,
    EventKind.ARRIVAL: 9,
    EventKind.REPLY: 9,
    EventKind.PAUSE_ASKED: 3,
    EventKind.PAUSE_OVER: 3,
    EventKind.REJECT: 5,
    EventKind.AUTO_RESUME: 1,
    EventKind.LEG_OVER: 5,
    EventKind.LINE_ANSWERED: 4,
    EventKind.LINE_FAILED: 5,
    EventKind.DIAL_DUE: 9,
    EventKind.PROMPT: 0,
    EventKind.CALLBACK_ANSWERED: 4,
    EventKind.CALLBACK_FAILED: 5,
    EventKind.CALLBACK_DUE: 9,
    EventKind.CONVERSATION_END: 6,
    EventKind.REASSIGN: 8,
}

MAX_ROUNDS = 10_000
"""Rounds of one instant after which the machine gives up and names the contact."""


class Event(NamedTuple):
    """Something due; sorts by time, then by THE ORDER, then by content.

    `contact` is a contact key or, for admin events, the position in the timeline; `offer` is the number of the offer,
    the generation of an agent's timer, the index of a break or an `Action`; unused fields are -1.
    """

    time_us: int
    order: int
    contact: int
    offer: int
    agent: int
    kind: EventKind


def event(kind: EventKind, time_us: int, contact: int = -1, offer: int = -1, agent: int = -1) -> Event:
    """An event in its place in THE ORDER."""
    return Event(time_us, ORDER[kind], contact, offer, agent, kind)
