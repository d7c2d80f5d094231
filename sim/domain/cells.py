"""How a day is counted: one integer says everything that numbers ask of a contact, of an agent's state or of a wait.

A day then is a count per integer, of a size that does not grow with its calls. The same arithmetic takes Python integers,
NumPy arrays and compiled code.
"""

from math import prod
from typing import Any

from sim.domain.agents import Activity, Phone, Status
from sim.domain.contacts import Channel, Outcome, Reason

_OUTCOMES, _REASONS, _PHONES, _ACTIVITIES = len(Outcome), len(Reason), len(Phone), len(Activity)

CELL_SHAPE = (len(Channel), _OUTCOMES, _REASONS, 2, 2, 2, 2)
"""Axes of the contact cells: channel, outcome, reason, in hours, live, short, left."""
CELLS = prod(CELL_SHAPE)
CODE_SHAPE = (len(Status), 2, _PHONES, _ACTIVITIES)
"""Axes of the agent codes: status, logged in, phone, activity."""
CODES = prod(CODE_SHAPE)
ANSWERED, VOICEMAIL, ABANDONED, CLOSED, MISSED = KINDS = range(5)
"""What an interval counts an inbound call as: the first that holds."""
SLOT_SHAPE = (len(KINDS), 2, 2)
"""Axes of the slots of one interval: kind, in hours, short."""
SLOTS = prod(SLOT_SHAPE)
LEVELS = ("staffed", "routable", "waiting", "paused")
"""Counts of agents and calls over time of which an interval keeps the integral, in this order."""
FINE = 11
"""Doublings of a wait have 2**FINE buckets each."""
BUCKETS = (62 - FINE) * (1 << FINE) + (1 << FINE)
"""Number of wait buckets."""


def cell(channel: Any, outcome: Any, reason: Any, in_hours: Any, live: Any, short: Any, left: Any) -> Any:
    """The cell of a contact; `short`: an inbound call whose wait is acceptable, `left`: with a message in a box."""
    return (((((channel * _OUTCOMES + outcome) * _REASONS + reason) * 2 + in_hours) * 2 + live) * 2 + short) * 2 + left


def code(status: Any, logged_in: Any, phone: Any, activity: Any) -> Any:
    """The code of an agent."""
    return ((status * 2 + logged_in) * _PHONES + phone) * _ACTIVITIES + activity


def slot(interval: Any, kind: Any, in_hours: Any, short: Any) -> Any:
    """The slot of an inbound call in the counts of all intervals."""
    return ((interval * 5 + kind) * 2 + in_hours) * 2 + short


def bucket(wait_us: int) -> int:
    """The bucket of a wait of 0 .. 2**62 us: exact below 4096 us, then at most 1/2048 of the wait wide.

    >>> [bucket(wait) for wait in (0, 4095, 4096, 4097, 4098, 8191, 8192)]
    [0, 4095, 4096, 4096, 4097, 6143, 6144]
    """
    shift, rest = 0, wait_us >> (FINE + 1)
    while rest > 0:
        rest >>= 1
        shift += 1
    return (shift << FINE) + (wait_us >> shift)
