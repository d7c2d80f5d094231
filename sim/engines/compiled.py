"""The compiled engine: the same records as the SimPy model, at another speed. Drives the machine of `sim/compiled`."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from sim.compiled import layout as at
from sim.compiled.build import Memory, build, grown
from sim.compiled.ends import close, finish, leave, start
from sim.compiled.feeds import Ready
from sim.compiled.machine import LACKING, STUCK, run
from sim.compiled.room import IN_USE, LIMIT, POOLS, USED
from sim.compiled.timers import AGENT_BITS
from sim.domain.cells import LEVELS
from sim.domain.counting import Counted, Counting
from sim.domain.errors import InputError, Problem, invalid
from sim.domain.events import MAX_ROUNDS, Event
from sim.domain.plan import Plan
from sim.domain.time import NEVER
from sim.engines.digest import hexadecimal
from sim.engines.protocol import LONGEST_DRAIN_US, Records, Run, Take, Watch
from sim.routing.state import Counts
from sim.workload.stream import Workload

ROWS = 1 << 14
"""Records taken from the machine at a time: so few stay in a processor's cache until they are copied on."""
NOTHING = Counting()
_NO_RECORDS = np.zeros((0, at.RECORD_SIZE), np.int64)
MOST_AGENTS = 1 << AGENT_BITS
MOST_US = int(NEVER) >> 8
"""Longest time the compiled arithmetic is safe with."""


class CompiledEngine:
    """The machine over arrays, compiled by numba."""

    name = "compiled"

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
        """Run one replication; records are (n, 8) int64. If they are not kept, memory does not grow with the calls.

        Raises
        ------
        InputError
            If the plan is beyond what the compiled machine holds.
        """
        assert watch is None, "the compiled machine has no world to watch"
        assert (workload.plan, workload.seed, workload.replication) == (plan, seed, replication), "one workload"
        refuse(plan)
        replica = Replica(workload, counting or NOTHING, ROWS if kept or take else 0)
        records = _Kept()
        for block in replica.blocks():
            if take:
                take(block)
            if kept:
                records.take(block)
        return Run(records.all(), replica.digest, replica.counts, replica.counted() if counting else None)


class _Kept:
    """Records as they come, in one array that doubles when it is full: three quarters of the time of joining blocks."""

    def __init__(self) -> None:
        self._rows, self._count = np.empty((ROWS, at.RECORD_SIZE), np.int64), 0

    def take(self, block: Records) -> None:
        end = self._count + len(block)
        if end > len(self._rows):
            larger = np.empty((2 * end, at.RECORD_SIZE), np.int64)
            larger[: self._count] = self.all()
            self._rows = larger
        self._rows[self._count : end] = block
        self._count = end

    def all(self) -> Records:
        return self._rows[: self._count]


def refuse(plan: Plan) -> None:
    """Nothing, for a plan that the compiled machine can hold.

    Raises
    ------
    InputError
        Naming what it does not have or what is too large, and the engine that runs it.
    """
    if plan.simpy_only:
        bound = "left at its default for the compiled engine, or run with --engine simpy"
        raise InputError(Problem(plan.name, path, bound, value) for path, value in plan.simpy_only)
    longest_us = max((int(np.frombuffer(one.low, np.int64)[-1]) + one.width[-1] for one in plan.tables), default=0)
    fastest = max((agent.handle_ppm for agent in plan.agents), default=0)
    beyond = {
        "agents": (len(plan.agents), MOST_AGENTS),
        "longest handle time in us": (longest_us * fastest // 1_000_000, MOST_US),
    }
    for what, (value, most) in beyond.items():
        if value > most:
            bound = f"at most {most} for the compiled engine; run it with --engine simpy"
            raise invalid(plan.name, what, bound, value)


class Replica:
    """One replication in the compiled machine.

    Parameters
    ----------
    counting : Counting
        What is counted beside the records.
    rows : int
        Records taken at a time, beside those of a step; 0 takes none.
    ready : ndarray, optional
        Arrivals in place of those of the plan's sources.
    more : iterable of Event
        Events from outside that the plan does not hold, such as attempts of agents.
    """

    def __init__(
        self,
        workload: Workload,
        counting: Counting = NOTHING,
        rows: int = ROWS,
        ready: Ready | None = None,
        more: Iterable[Event] = (),
    ) -> None:
        self.plan, self.counting = workload.plan, counting
        self.memory, self.layout = build(workload, counting, rows, ready, more)
        self._ledger: list[Records] = []

    @property
    def counts(self) -> Counts:
        """Exact work done so far."""
        return Counts(*(int(self.memory[word]) for word in (at.EVENTS, at.DECISIONS, at.EXAMINED)))

    @property
    def digest(self) -> str:
        """The fingerprint of the records so far, as 32 hex digits."""
        return hexadecimal(int(self.memory[at.LANE_1]), int(self.memory[at.LANE_2]))

    def blocks(self, longest_drain_us: int = LONGEST_DRAIN_US) -> Iterator[Records]:
        """The records in order, a block at a time, from the start to the end of the run (A2.10)."""
        end_us = self.plan.end_us
        with np.errstate(over="ignore"):  # luck wraps; only uncompiled code notices
            start(self.memory)
            yield self._taken()
            yield from self._until(end_us, drain=False)
            self.memory[at.LAST_US] = closed_us = max(int(self.memory[at.NOW]), end_us)
            yield from self._outcomes(close, at.MESSAGES, at.MESSAGE_SIZE, closed_us)
            _every(self.memory, at.AGENTS, len(self.plan.agents), at.AGENT_SIZE, at.A_FIRST_NOTE)[:] = -1
            yield from self._until(end_us + longest_drain_us + 1 if self.plan.drain else end_us, drain=True)
            yield from self._outcomes(leave, at.CALLS, at.CALL_SIZE, int(self.memory[at.LAST_US]))
            finish(self.memory, int(self.memory[at.LAST_US]))

    def _until(self, until_us: int, *, drain: bool) -> Iterator[Records]:
        """Run to an instant; a drain ends with the last call."""
        state = LACKING
        while state == LACKING:
            state = int(run(self.memory, until_us, int(drain)))
            if state == STUCK:
                raise RuntimeError(f"{MAX_ROUNDS} rounds at {self.memory[at.NOW]} us; a contact does not settle")
            yield self._taken()
            if state == LACKING and self._full():
                self.memory, self.layout = grown(self.memory, self.layout, self.plan)

    def _full(self) -> bool:
        """Whether a pool has too little room for a step, now that records are taken."""
        m = self.memory
        m[at.LACKS] = int(any(m[pool + IN_USE] > m[pool + LIMIT] for pool in POOLS))
        return bool(m[at.LACKS])

    def _outcomes(
        self, end: Callable[[Memory, Memory, int, int], None], pool: int, size: int, now_us: int
    ) -> Iterator[Records]:
        """The same end for whatever is still in a pool, by key."""
        keys = _every(self.memory, pool, int(self.memory[pool + USED]), size)
        slots = np.flatnonzero(keys >= 0)
        slots = slots[np.argsort(keys[slots])]
        room = int(self.memory[at.ROWS_LIMIT]) or len(slots) + 1
        for begin in range(0, len(slots), room):
            some = slots[begin : begin + room]
            end(self.memory, some, len(some), now_us)
            yield self._taken()

    def _taken(self) -> Records:
        """The records since they were last taken."""
        m = self.memory
        if m[at.LEDGER_N]:
            self._ledger.append(_rows(m, at.LEDGER, at.LEDGER_N))
        rows = _rows(m, at.ROWS, at.ROWS_N)
        m[at.ROWS_N] = m[at.LEDGER_N] = 0
        return rows

    def counted(self) -> Counted:
        """What was counted, once the run is over."""
        m = self.memory
        bases, sizes = self.layout.bases(), self.layout.sizes

        def region(base: int) -> Memory:
            return m[bases[base] : bases[base] + sizes[base]].copy()

        targets = list(dict.fromkeys(self.counting.targets))
        covers = region(at.COVERS).reshape(-1, at.COVER_SIZE)[:, at.COVER_US]
        return Counted(
            cells=region(at.CELLS),
            waits=region(at.WAITS).reshape(-1, 2),
            wait_us=int(m[at.WAIT_US]),
            wait_max_us=int(m[at.WAIT_MAX]),
            reply_us=int(m[at.REPLY_US]),
            dark_us=int(m[at.DARK_US]),
            answered=region(at.ANSWERED),
            agent_us=region(at.AGENT_US),
            slots=region(at.SLOT_COUNTS),
            waits_us=region(at.INTERVAL_WAITS),
            levels_us=region(at.AREAS).reshape(-1, len(LEVELS)),
            required=region(at.PIECES).reshape(-1, at.REQUIRED_SIZE)[:, [at.K_WITHIN, at.K_ABOVE]],
            covered_us=sum(int(covers[targets.index(one)]) for one in self.counting.targets),
            open_us=int(m[at.OPEN_DONE]),
            ledger=np.concatenate([_NO_RECORDS, *self._ledger]),
        )


def _every(m: Memory, region: int, count: int, size: int, field: int = 0) -> Memory:
    """One field of every row of a region, as a view."""
    base = int(m[region])
    return m[base : base + count * size].reshape(count, size)[:, field]


def _rows(m: Memory, region: int, count: int) -> Records:
    """A copy of so many records of a region, the number being a header word."""
    base = int(m[region])
    return m[base : base + int(m[count]) * at.RECORD_SIZE].reshape(-1, at.RECORD_SIZE).copy()
