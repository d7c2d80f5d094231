"""The three axes of an agent, never one enum, and what each account status may do.

::

    account status (an admin sets it)      active <-> paused <-> suspended      any -> deleted (for good)
    phone          (the agent sets it)     available, busy, on_break, offline
    activity       (the system sets it)    idle -> ringing -> on_call -> wrap_up -> idle
                                           idle -> on_call (dials out)

A status or an action is one member and one row here; eligibility, billing, occupancy and the charts follow.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import NewType

AgentId = NewType("AgentId", int)
GroupId = NewType("GroupId", int)
LineId = NewType("LineId", int)


class Status(IntEnum):
    """Account status."""

    ACTIVE = 0
    PAUSED = 1
    SUSPENDED = 2
    DELETED = 3


class Phone(IntEnum):
    """Phone status. OFFLINE is also everyone who is not logged in."""

    AVAILABLE = 0
    BUSY = 1
    ON_BREAK = 2
    OFFLINE = 3


class AnswerType(IntEnum):
    """How an agent takes calls."""

    APP = 0
    PHONE_NUMBER = 1
    """On a phone outside the system, which cannot see who is there: it rings even if the app is offline."""
    WILL_NOT_ANSWER = 2


class Activity(IntEnum):
    """What the system sees the agent doing."""

    IDLE = 0
    RINGING = 1
    ON_CALL = 2
    WRAP_UP = 3


class Action(IntEnum):
    """What somebody may try to do, or have done to them."""

    LOG_IN = 0
    VIEW_REPORTS = 1
    VIEW_ANALYTICS = 2
    MODIFY_SETTINGS = 3
    SET_AVAILABLE = 4
    SET_AWAY = 5
    """Set the phone to busy, on break or offline."""
    RECEIVE_GROUP_CALL = 6
    RECEIVE_PERSONAL_CALL = 7
    CALL_OUT = 8
    SEND_SMS = 9
    RECEIVE_SMS = 10
    BE_NOTIFIED = 11


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One account status: what it may do and what it means for the bill."""

    may: frozenset[Action]
    billable: bool
    moves_to: frozenset[Status]
    why: str


_EVERYTHING = frozenset(Action)
_INBOUND = frozenset({Action.SET_AVAILABLE, Action.RECEIVE_GROUP_CALL, Action.RECEIVE_PERSONAL_CALL})
_LIVING = frozenset({Status.ACTIVE, Status.PAUSED, Status.SUSPENDED, Status.DELETED})

STATUSES: dict[Status, StatusRow] = {
    Status.ACTIVE: StatusRow(_EVERYTHING, True, _LIVING, "works"),
    Status.PAUSED: StatusRow(_EVERYTHING - _INBOUND, True, _LIVING, "offline for inbound calls only (P1-P6)"),
    Status.SUSPENDED: StatusRow(frozenset(), True, _LIVING, "nothing but history, settings and the bill (S1-S6)"),
    Status.DELETED: StatusRow(frozenset(), False, frozenset({Status.DELETED}), "gone for good (D1-D6)"),
}

ADMINS_ONLY = frozenset({Action.MODIFY_SETTINGS})


def can(status: Status, action: Action, *, admin: bool = False) -> bool:
    """Whether an agent of this account status may do `action`; an account right, not a state of the phone.

    >>> can(Status.PAUSED, Action.CALL_OUT), can(Status.PAUSED, Action.SET_AVAILABLE)
    (True, False)
    """
    return action in STATUSES[status].may and (admin or action not in ADMINS_ONLY)
