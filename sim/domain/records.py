"""Records: the only output of an engine. One fixed row of eight little-endian 64-bit integers per fact.

What an agent is doing follows from the records of calls (`ACTIVITY_AFTER`), so no fact is written twice.
"""

from enum import IntEnum
from typing import NamedTuple

from sim.domain.agents import Activity


class RecordKind(IntEnum):
    """What happened. The comment says what `value` holds; unused fields are -1, an unused value or reason is 0."""

    STATUS = 0  # account status; the first one of an agent creates them
    LOGIN = 1  # 1 logged in, 0 logged out
    PHONE = 2  # phone status
    HOURS = 3  # 1 open, 0 closed
    ARRIVAL = 4  # line of an inbound contact; -1 outbound (the agent is in `agent`); `offer` holds the customer
    ENTER = 5  # hop: how many ring groups the call has been in before it enters `group`
    QUEUED = 6  # calls already waiting in `group` with no leg ringing
    RING = 7  # 1 if the leg joined a ring in progress
    RING_END = 8  # 1 missed: counts against the agent
    ANSWER = 9  # wait since arrival, us; reason NO_ANSWER: a carrier's voicemail. Agent -1 of a leg: a backup number
    TALK_END = 10  # talk, us
    WRAP_UP = 11  # wrap-up planned, us
    WRAP_UP_END = 12
    DIAL = 13  # due since, us
    CONNECT = 14  # ringing, us
    DIAL_END = 15  # ringing, us
    LEAVE = 16  # the call leaves `group`, reason says why
    VOICEMAIL = 17  # box: agent in `agent`, else the line's; value = line
    TALLY = 18  # members of the target in the state of `reason`
    OUTCOME = 19  # Outcome; out of a voicemail box `offer` is 1 if a message was left, else 0
    NOTIFY = 20  # Notice
    REPLY = 21  # us since the message arrived
    ACTED = 22  # Action, allowed and done
    REFUSED = 23  # Action; -1 - Verb where the admin is refused
    MEMBER = 24  # +1 joins `group`, -1 leaves it
    UNASSIGN = 25  # customer who lost their owner
    PERSON = 26  # index of the new person's name
    LIST = 27  # records left of the campaign whose source is `offer`
    CALLBACK = 28  # 0 agreed on, 1 the customer is on the line and waits
    ABSENT = 29  # the agent does not come to this shift
    DARK = 30  # a text is kept that nobody may be notified of
    CONVERSATION = 31  # conversations by text that the agent has open from now on
    ASSIGN = 32  # customer who gets this owner


class Notice(IntEnum):
    """What an agent is notified of."""

    TEXT = 0
    VOICEMAIL = 1
    WATCHED = 2
    """A text they may see and not answer."""


class Record(NamedTuple):
    """One row: at `time_us`, `kind` happened to these."""

    time_us: int
    kind: int
    contact: int
    offer: int
    agent: int
    group: int
    value: int
    reason: int


ACTIVITY_AFTER: dict[RecordKind, Activity] = {
    RecordKind.RING: Activity.RINGING,
    RecordKind.RING_END: Activity.IDLE,
    RecordKind.ANSWER: Activity.ON_CALL,
    RecordKind.TALK_END: Activity.IDLE,
    RecordKind.DIAL: Activity.ON_CALL,
    RecordKind.CONNECT: Activity.ON_CALL,
    RecordKind.DIAL_END: Activity.IDLE,
    RecordKind.WRAP_UP: Activity.WRAP_UP,
    RecordKind.WRAP_UP_END: Activity.IDLE,
}
"""The activity of the record's agent from this record on."""
