"""What a run is asked to count while it goes on, in plain numbers: the window, the intervals, the goals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted.

    Attributes
    ----------
    from_us, end_us : int
        The one window; nothing is counted if it is empty.
    awt_us : int
        Acceptable wait.
    edges_us : sequence of int
        Edges of the intervals, from the window's start to its end.
    required : sequence of (int, int, int)
        (from, to, agents required, rounded down), in order, inside the window.
    targets : sequence of (frozenset of int, int)
        Per line: the ring groups a call to it may come to, and its owner (-1 for none).
    levels : sequence of int
        Per agent code of `sim/domain/cells.py`: bit n is set if such an agent counts in level n of `LEVELS`.
    """

    from_us: int = 0
    end_us: int = 0
    awt_us: int = 0
    edges_us: Sequence[int] = (0, 0)
    required: Sequence[tuple[int, int, int]] = ()
    targets: Sequence[tuple[frozenset[int], int]] = ()
    levels: Sequence[int] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """What was counted, as arrays of int64.

    Attributes
    ----------
    cells : (CELLS,) contacts that arrive in the window, by cell.
    waits : (BUCKETS, 2) number and sum of the waits of answered inbound calls, by bucket.
    wait_us, wait_max_us, reply_us, dark_us : int
        Sum of the waits of all inbound calls, the longest of an answered one (-1 for none), sum of replies to texts, sum of
        the time from dark texts to the end.
    answered : (agents,) inbound calls answered.
    agent_us : (CODES,) agents' time, by code.
    slots : (intervals * SLOTS,) inbound calls, by interval and slot.
    waits_us : (intervals,) sum of the waits of answered inbound calls.
    levels_us : (intervals, len(LEVELS)) integral of each level.
    required : (pieces, 2) staffed integral while no more than required, time while more.
    covered_us : int
        Open time with somebody routable, summed over lines.
    open_us : int
        Open time.
    ledger : (n, 8) the records of account statuses and memberships.
    """

    cells: Any
    waits: Any
    wait_us: int
    wait_max_us: int
    reply_us: int
    dark_us: int
    answered: Any
    agent_us: Any
    slots: Any
    waits_us: Any
    levels_us: Any
    required: Any
    covered_us: int
    open_us: int
    ledger: Any
