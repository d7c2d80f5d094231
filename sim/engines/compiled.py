"""The compiled engine: the same records as the SimPy model, at another speed. Drives the machine of `sim/compiled`."""

from collections.abc import Iterable, Iterator

import numpy as np

from sim.compiled import layout as at
from sim.compiled.build import Memory, build, grown, with_calendar
from sim.compiled.digest import folded
from sim.compiled.machine import run
from sim.domain.contacts import Outcome, Reason
from sim.domain.errors import invalid
from sim.domain.events import MAX_ROUNDS, Event
from sim.domain.plan import Plan
from sim.domain.records import RecordKind
from sim.domain.time import NEVER
from sim.engines.digest import LANES, hexadecimal, weights
from sim.engines.protocol import LONGEST_DRAIN_US, Records, Run, Watch
from sim.routing.state import Counts
from sim.workload.columns import Columns, columns
from sim.workload.stream import Workload

ROWS = 1 << 17
"""Records taken from the machine at a time."""
MARGIN = 256
"""Records that must be free before an instant begins; one that needs more is repeated with more room."""
MOST_AGENTS = 1 << 27
MOST_US = int(NEVER) >> 8
"""Longest time the compiled arithmetic is safe with."""


class CompiledEngine:
    """The machine over arrays, compiled by numba."""

    name = "compiled"

    def run(self, plan: Plan, workload: Workload, seed: int, replication: int, watch: Watch | None = None) -> Run:
        """Run one replication; records are (n, 8) int64.

        Raises
        ------
        InputError
            If the plan is beyond what the compiled machine holds.
        """
        assert watch is None, "the compiled machine has no world to watch"
        refuse(plan)
        replica = Replica(plan, seed, replication, columns(workload))
        blocks, fingerprint = [], Fingerprint()
        for block in replica.blocks():
            fingerprint.add(block)
            blocks.append(block)
        return Run(np.concatenate(blocks), fingerprint.digest, replica.counts)


class Fingerprint:
    """The digest of a stream of records, folded a block at a time."""

    def __init__(self) -> None:
        self._lanes = [(np.int64(0), np.uint64(base).astype(np.int64), weights(base).view(np.int64)) for base in LANES]

    def add(self, records: Records) -> None:
        """Fold a block of shape (n, 8)."""
        with np.errstate(over="ignore"):  # sums wrap; only uncompiled code notices
            self._lanes = [(folded(records, total, base, factor), base, factor) for total, base, factor in self._lanes]

    @property
    def digest(self) -> str:
        """As 32 hex digits."""
        return hexadecimal(*(int(total) & (1 << 64) - 1 for total, _, _ in self._lanes))


def refuse(plan: Plan) -> None:
    """Nothing, for a plan that the compiled machine can hold.

    Raises
    ------
    InputError
        Naming what is too large, and the engine that runs it.
    """
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
    arrivals : Columns
        Every contact, in the order in which they come.
    rows : int
        Records taken at a time.
    more : iterable of Event
        Events from outside that the plan does not hold, such as attempts of agents.
    """

    def __init__(
        self, plan: Plan, seed: int, replication: int, arrivals: Columns, rows: int = ROWS, more: Iterable[Event] = ()
    ) -> None:
        self.plan = plan
        memory, layout, recorded = build(plan, seed, replication, rows)
        self.memory, self.layout = with_calendar(memory, layout, plan, more)
        self.arrivals = _table(arrivals, recorded)
        self.margin = min(MARGIN, rows // 4)

    @property
    def counts(self) -> Counts:
        """Exact work done so far."""
        return Counts(*(int(self.memory[word]) for word in (at.EVENTS, at.DECISIONS, at.EXAMINED)))

    def blocks(self, longest_drain_us: int = LONGEST_DRAIN_US) -> Iterator[Records]:
        """The records in order, a block at a time, from the start to the end of the run (A2.10)."""
        end_us = self.plan.end_us
        yield self._start()
        yield from self._until(end_us, drain=False)
        yield self._close(end_us)
        yield from self._until(end_us + longest_drain_us + 1 if self.plan.drain else end_us, drain=True)
        yield self._outcomes(at.CALLS, at.CALLS_CAP, at.CALL_SIZE, Outcome.IN_SYSTEM)

    def _start(self) -> Records:
        """Who is in the account, and whether it is open."""
        rows = [(0, RecordKind.STATUS, -1, -1, key, -1, agent.status, Reason.START)
                for key, agent in enumerate(self.plan.agents) if agent.present]  # fmt: skip
        return np.array([*rows, (0, RecordKind.HOURS, -1, -1, -1, -1, self.memory[at.OPEN], 0)], np.int64)

    def _until(self, until_us: int, *, drain: bool) -> Iterator[Records]:
        """Run to an instant; a drain ends with the last call. What ran out of room is repeated with more."""
        done = False
        while not done:
            kept = self.memory[: self.memory[at.ROWS]].copy()
            with np.errstate(over="ignore"):  # luck wraps; only uncompiled code notices
                done = bool(run(self.memory, self.arrivals, until_us, int(drain), self.margin))
            full = int(self.memory[at.FULL])
            if full & at.FULL_ROUNDS:
                raise RuntimeError(f"{MAX_ROUNDS} rounds at {self.memory[at.NOW]} us; a contact does not settle")
            if full:
                self.memory[: len(kept)] = kept
                self.memory, self.layout = grown(self.memory, self.layout, full)
                done = False
                continue
            yield self._taken()

    def _taken(self) -> Records:
        """The records since they were last taken."""
        base, count = int(self.memory[at.ROWS]), int(self.memory[at.ROWS_N])
        self.memory[at.ROWS_N] = 0
        return self.memory[base : base + count * at.RECORD_SIZE].reshape(-1, at.RECORD_SIZE).copy()

    def _close(self, end_us: int) -> Records:
        """The horizon's end: messages that nobody answered are open, and stay so (A2.5)."""
        self.memory[at.NOW] = max(int(self.memory[at.NOW]), end_us)
        rows = self._outcomes(at.MESSAGES, at.MESSAGES_CAP, at.MESSAGE_SIZE, Outcome.SMS_OPEN)
        _every(self.memory, at.MESSAGES, int(self.memory[at.MESSAGES_CAP]), at.MESSAGE_SIZE)[:] = -1
        _every(self.memory, at.AGENTS, len(self.plan.agents), at.AGENT_SIZE, at.A_FIRST_NOTE)[:] = -1
        return rows

    def _outcomes(self, region: int, capacity: int, size: int, outcome: Outcome) -> Records:
        """The same outcome for whatever is still in a pool, by key."""
        keys = _every(self.memory, region, int(self.memory[capacity]), size)
        keys = np.sort(keys[keys >= 0])
        rows = np.full((len(keys), at.RECORD_SIZE), -1, np.int64)
        rows[:, [0, 1, 2, 6, 7]] = np.stack([np.full_like(keys, self.memory[at.NOW]), np.full_like(
            keys, RecordKind.OUTCOME), keys, np.full_like(keys, outcome), np.zeros_like(keys)], 1)  # fmt: skip
        return rows


def _every(m: Memory, region: int, count: int, size: int, field: int = 0) -> Memory:
    """One field of every row of a region, as a view."""
    base = int(m[region])
    return m[base : base + count * size].reshape(count, size)[:, field]


def _table(arrivals: Columns, recorded: dict[int, int]) -> Memory:
    """Arrivals as the machine reads them: a row each, pick-up times by address."""
    x = np.empty((len(arrivals.key), at.ARRIVAL_SIZE), np.int64)
    for column, name in (
        (at.W_TIME, "time_us"), (at.W_KEY, "key"), (at.W_LUCK, "luck"), (at.W_CHANNEL, "channel"), (at.W_LINE, "line"),
        (at.W_AGENT, "agent"), (at.W_CUSTOMER, "customer"), (at.W_PATIENCE, "patience_us"),
        (at.W_HANDLE, "handle_us"), (at.W_DIAL, "dial_us"), (at.W_CONNECTS, "connects"),
        (at.W_REPLY, "reply_table"), (at.W_RECORDED, "replayed"),
    ):  # fmt: skip
        x[:, column] = getattr(arrivals, name)
    if recorded:
        addresses = np.full(max(recorded) + 2, -1, np.int64)
        addresses[list(recorded)] = list(recorded.values())
        x[:, at.W_RECORDED] = addresses[np.minimum(x[:, at.W_RECORDED], len(addresses) - 1)]
    else:
        x[:, at.W_RECORDED] = -1
    return x
