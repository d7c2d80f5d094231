"""Calls and messages: their keys, what became of them and why. A contact is never the person; the person is a customer.

A contact key is one integer that sorts as (source, ordinal, generation), so that ties are broken by content and
an added source renumbers nothing but the rank of the sources after it.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple, NewType

ContactKey = NewType("ContactKey", int)

GENERATION_BITS = 8
ORDINAL_BITS = 32
MAX_ORDINAL = (1 << ORDINAL_BITS) - 1
MAX_GENERATION = (1 << GENERATION_BITS) - 1
MAX_SOURCES = 1 << (63 - GENERATION_BITS - ORDINAL_BITS)
NOBODY = -1


def contact_key(source: int, ordinal: int, generation: int = 0) -> ContactKey:
    """Pack (rank of the source by name, position in the source, generation) into a positive 63-bit integer."""
    return ContactKey((source << (ORDINAL_BITS + GENERATION_BITS)) | (ordinal << GENERATION_BITS) | generation)


def source_of(key: int) -> int:
    """Rank of the source of a contact key."""
    return key >> (ORDINAL_BITS + GENERATION_BITS)


def ordinal_of(key: int) -> int:
    """Position of a contact in its source, from 0."""
    return (key >> GENERATION_BITS) & MAX_ORDINAL


def generation_of(key: int) -> int:
    """Which attempt of a caller or a record a contact is, from 0."""
    return key & MAX_GENERATION


class Channel(IntEnum):
    """Which way a contact goes."""

    INBOUND_CALL = 0
    OUTBOUND_CALL = 1
    INBOUND_SMS = 2
    OUTBOUND_SMS = 3


class Facts(NamedTuple):
    """What is true of a contact before anything is routed: its luck belongs to it (durations in us)."""

    key: int
    luck: int
    channel: Channel
    line: int
    agent: int
    customer: int
    patience_us: int
    handle_us: int
    dial_us: int
    connects: bool
    reply_table: int
    recorded_pick_up: Mapping[int, tuple[int, ...]] | None
    """Agent -> pick-up times of the 1st, 2nd, ... offer; the last repeats; NEVER does not answer."""
    priority: int = 0
    balk: int = 0
    """Threshold of hanging up at once when put into a queue."""
    skill: int = -1
    skill_level: int = 0


class Outcome(IntEnum):
    """How a contact ended; exactly one each (docs/rules.md B11, A2.5, A2.15)."""

    ANSWERED_LIVE = 0
    VOICEMAIL_LEFT = 1
    VOICEMAIL_EMPTY = 2
    ABANDONED_RINGING = 3
    ABANDONED_QUEUE = 4
    MISSED_TIMEOUT = 5
    MISSED_NO_VOICEMAIL = 6
    AFTER_HOURS = 7
    QUEUE_FULL = 8
    UNROUTED = 9
    LOOP_CUT = 10
    DEAD_END = 11
    IN_SYSTEM = 12
    OUTBOUND_CONNECTED = 13
    OUTBOUND_NO_CONNECT = 14
    OUTBOUND_REFUSED = 15
    OUTBOUND_NOT_MADE = 16
    SMS_ANSWERED = 17
    SMS_OPEN = 18
    SMS_DARK = 19
    SMS_SENT = 20
    SMS_REFUSED = 21
    DROPPED_BY_ADMIN = 22
    OUTBOUND_ABANDONED = 23
    OUTBOUND_RETURNED = 24
    CALLBACK_REACHED = 25
    CALLBACK_UNREACHED = 26
    CALLBACK_SUPERSEDED = 27
    EXIT_KEY = 28
    AI_RESCUED = 29
    ANSWERED_FALSE = 30
    """A carrier's voicemail answered the leg: the system counts an answer, no person heard the caller."""
    SMS_DROPPED = 31


CALL_OUTCOMES = tuple(one for one in Outcome if not one.name.startswith(("OUTBOUND_", "SMS_")))
"""How an inbound call may end, IN_SYSTEM among them (an outbound one too)."""


class Reason(IntEnum):
    """Why something happened. The first block, in this order, explains a call that reached nobody (A2.11)."""

    NONE = 0
    HOURS = 1
    NO_ANSWER = 2
    BUSY = 3
    PAUSED = 4
    SUSPENDED = 5
    OFF_SHIFT = 6
    NO_AGENT = 7
    # Why a ring leg ended without this agent taking the call.
    ANSWERED_ELSEWHERE = 8
    RING_TIMEOUT = 9
    CALLER_LEFT = 10
    STATUS_CHANGE = 11
    # Why an agent's status, phone or login changed.
    START = 12
    ADMIN = 13
    SHIFT = 14
    BREAK = 15
    RETURN = 16
    AGENT = 17
    # Why a call left a ring group.
    RANG_OUT = 18
    HOLD_LIMIT = 19
    UNSTAFFED = 20
    QUEUE_LIMIT = 21
    DELETED = 22
    ON_BREAK = 23
    REJECTED = 24
    MISSED_TOO_OFTEN = 25
    GHOST_ANSWER = 26
    EXIT_KEY = 27
    # Why a leg ended with the agent dialling the customer.
    CALLS_BACK = 28
