"""What an engine is: a plan, a workload and a key of the luck in; records out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.domain.counting import Counted, Counting
from sim.domain.plan import Plan
from sim.domain.records import Record, RecordKind
from sim.domain.time import SECOND
from sim.routing.state import Counts, World
from sim.workload.stream import Workload

Records = NDArray[np.int64]
"""Shape (n, 8); the columns are those of `Record`."""

LONGEST_DRAIN_US = 24 * 3600 * SECOND
"""A call that nobody ever answers and that never gives up stays IN_SYSTEM after so long a drain."""

Take = Callable[[Records], None]
"""Called with the records in order, a block at a time, as they come."""
Watch = Callable[[World], None]
"""Called after every instant with the machine's state; may read it, not change it."""


@dataclass(frozen=True, slots=True)
class Run:
    """One replication: its records, their digest (32 hex digits), the exact work done, and what the engine counted."""

    records: Records
    digest: str
    counts: Counts
    counted: Counted | None = None


class Engine(Protocol):
    """Anything that runs one replication of a plan."""

    name: str

    def run(
        self,
        plan: Plan,
        workload: Workload,
        seed: int,
        replication: int,
        watch: Watch | None = None,
        counting: Counting | None = None,
        *,
        kept: bool = True,
        take: Take | None = None,
    ) -> Run:
        """Run one replication to its end (A2.10).

        Parameters
        ----------
        counting : Counting, optional
            What to count on the way; an engine that does not count leaves it to whoever reads the records.
        kept : bool
            False: an engine that counts need not keep the records in memory.
        take : callable, optional
            Takes every record, whether they are kept or not.
        """
        ...


def first_difference(left: Records, right: Records) -> tuple[int, Record | None, Record | None] | None:
    """Position and both records where two runs first differ, None if they are equal; a missing record is None.

    >>> first_difference(np.zeros((1, 8), np.int64), np.zeros((1, 8), np.int64)) is None
    True
    """
    shared = min(len(left), len(right))
    rows = np.flatnonzero((left[:shared] != right[:shared]).any(axis=1))
    if not len(rows) and len(left) == len(right):
        return None
    at = int(rows[0]) if len(rows) else shared
    return at, _record(left, at), _record(right, at)


def _record(records: Records, at: int) -> Record | None:
    if at >= len(records):
        return None
    time_us, kind, *rest = records[at].tolist()
    return Record(time_us, RecordKind(kind), *rest)
