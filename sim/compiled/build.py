"""A plan laid out as the machine's memory, and the memory made larger where a pool is full. NumPy, not compiled."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.compiled import account, feeds
from sim.compiled import layout as at
from sim.compiled.ends import first_arrivals
from sim.compiled.feeds import Ready
from sim.compiled.lists import Lists, signed
from sim.compiled.room import CAP, FREE, IN_USE, LIMIT, POOLS, SOME, USED, rows_of_a_step
from sim.compiled.timers import AGENT_BITS, CONTACT_BITS, KIND_BITS, SLOTS, UNKNOWN, WHEELS, WORDS
from sim.domain import cells
from sim.domain.agents import Activity, Phone
from sim.domain.counting import Counting
from sim.domain.events import Event
from sim.domain.luck import Purpose, stream
from sim.domain.plan import Plan
from sim.domain.time import NEVER
from sim.routing import agenda
from sim.workload.stream import Workload

Memory = NDArray[np.int64]

SIZES = {
    at.CALLS: at.CALL_SIZE, at.OFFERS: at.OFFER_SIZE, at.NOTES: at.NOTE_SIZE, at.MESSAGES: at.MESSAGE_SIZE,
    at.TIMERS: at.WHEEL_SIZE,
}  # fmt: skip
"""Words in a row of each pool."""
TICKS_A_CONTACT = 1
"""A contact sets two timers or so: when it is busy, what they are about is fetched while those before them are handled."""


_LINE = 8
"""Words that a processor fetches at once."""


def _lines(words: int) -> int:
    """So many words, filled up to whole lines."""
    return -(-words // _LINE) * _LINE


@dataclass(frozen=True, slots=True)
class Layout:
    """Region (the header field of its base) -> its size in words, in the order in which they lie."""

    sizes: dict[int, int]

    def bases(self) -> dict[int, int]:
        """Where each region begins."""
        begins = _lines(at.HEADER) + np.cumsum([0, *map(_lines, self.sizes.values())])
        return dict(zip(self.sizes, begins.tolist(), strict=False))

    @property
    def end(self) -> int:
        """Where the last region ends."""
        return _lines(at.HEADER) + sum(map(_lines, self.sizes.values()))

    def blank(self) -> Memory:
        """A memory of zeros with its bases in the header."""
        zeros = np.zeros(self.end + _LINE, np.int64)
        first = -zeros.ctypes.data % (8 * _LINE) // 8
        m = zeros[first : first + self.end]
        for region, base in self.bases().items():
            m[region] = base
        return m


def build(
    workload: Workload, counting: Counting, rows: int, ready: Ready | None = None, more: Iterable[Event] = ()
) -> tuple[Memory, Layout]:
    """The memory of a plan before its first instant.

    Parameters
    ----------
    rows : int
        Records it can hold beside those of one step; 0 keeps none.
    ready : Ready, optional
        Arrivals in place of those of the plan's sources.
    more : iterable of Event
        Events from outside that the plan does not hold, such as attempts of agents.
    """
    plan = workload.plan
    covers = _Covers(counting, len(plan.groups))
    events = sorted([*(due for events in agenda.everything_else(plan) for due in events), *more])
    laws = feeds.every_law(plan)
    places = account.places(plan)
    sources = 1 if ready is not None else len(plan.sources)
    fixed = _fixed_sizes(plan, counting, len(covers.sets), len(events), sources)
    fixed[at.PLACES] = sum(map(len, places)) * at.PLACE_SIZE
    law_rows, tables = feeds.laws(laws, Layout(fixed).end)
    fixed[at.TABLES] = len(tables)
    lists, bases = Lists(Layout(fixed).end), Layout(fixed).bases()
    regions: dict[int, ArrayLike] = {
        at.AGENTS: account.agents(plan, lists, places, bases, covers.own, counting.from_us),
        at.PLACES: [place for mine in places for place in mine],
        at.LAYERS: account.layers(plan, lists, covers.of_group),
        at.GROUPS: account.groups(plan, lists), at.LINES: account.lines(plan), at.ENTRIES: account.entries(plan, lists),
        at.OWNERS: plan.owners, at.STRATEGIES: account.strategies(), at.MAY: account.rights(),
        at.CLASSES: np.stack(
            [account.classes(), np.array(counting.levels or [0] * cells.CODES) | account.awaited()], 1
        ),
        at.BASES: [signed(stream(workload.seed, workload.replication, purpose)) for purpose in Purpose],
        at.LAWS: law_rows, at.TABLES: tables,
        at.SOURCES: feeds.sources(workload, lists, bases) if ready is None else [feeds.ready_source(ready, lists)],
        at.AGENDA: [_timer(due) for due in events],
        at.INTERVALS: np.asarray(counting.edges_us),
        at.PIECES: [(*piece, 0, 0) for piece in counting.required],
        at.SLOTS: np.full(WHEELS * SLOTS, -1),
    }  # fmt: skip
    regions[at.LISTS] = lists.values
    layout = Layout(fixed | {at.LISTS: len(lists.values)} | _pool_sizes(plan, rows))
    m = layout.blank()
    for region, values in regions.items():
        flat = np.asarray(values, np.int64).ravel()
        m[m[region] : m[region] + len(flat)] = flat
    _scalars(m, plan, counting, len(events), len(covers.sets), sources)
    m[at.ROWS_LIMIT], m[at.KEPT] = rows, int(rows > 0)
    _limits(m, layout)
    with np.errstate(over="ignore"):  # luck wraps; only uncompiled code notices
        first_arrivals(m)
    return m, layout


class _Covers:
    """The different sets of agents that lines are for, and which ring groups and owners are in them."""

    def __init__(self, counting: Counting, groups: int) -> None:
        self.sets = list(dict.fromkeys(counting.targets))
        self.of_group: list[list[int]] = [[] for _ in range(groups)]
        self.own: dict[int, int] = {}
        for number, (members, owner) in enumerate(self.sets):
            for group in members:
                self.of_group[group].append(number)
            if owner >= 0:
                self.own[owner] = number


def _fixed_sizes(plan: Plan, counting: Counting, covers: int, events: int, sources: int) -> dict[int, int]:
    """Regions whose size the plan alone decides."""
    intervals = max(len(counting.edges_us) - 1, 0)
    return {
        at.AGENTS: len(plan.agents) * at.AGENT_SIZE,
        at.LAYERS: sum(len(group.layers) for group in plan.groups) * at.LAYER_SIZE,
        at.GROUPS: len(plan.groups) * at.GROUP_SIZE,
        at.LINES: len(plan.lines) * at.LINE_SIZE,
        at.ENTRIES: len(plan.timeline) * at.ENTRY_SIZE,
        at.OWNERS: len(plan.owners),
        at.STRATEGIES: len(account.strategies()) * at.STRATEGY_SIZE,
        at.MAY: len(account.rights()),
        at.CLASSES: 2 * cells.CODES,
        at.BASES: len(Purpose),
        at.LAWS: (len(plan.tables) + 1) * at.LAW_SIZE,
        at.SOURCES: sources * at.SOURCE_SIZE,
        at.BY_TIME: sources * at.HEAP_SIZE,
        at.AGENDA: events * at.TIMER_SIZE,
        at.DIALLERS: (len(plan.agents) + 63) >> 6,
        at.PAUSING: (len(plan.agents) + 63) >> 6,
        at.OWED: len(plan.timeline),
        at.DIRTY: len(plan.groups),
        at.SCRATCH: len(plan.agents) + 1,
        at.SLOTS: WHEELS * SLOTS,
        at.SLOT_WORDS: WHEELS * WORDS,
        at.LEVEL_ROWS: len(cells.LEVELS) * at.LEVEL_SIZE,
        at.PIECES: len(counting.required) * at.REQUIRED_SIZE,
        at.COVERS: covers * at.COVER_SIZE,
        at.INTERVALS: intervals + 1,
        at.INTERVAL_WAITS: intervals,
        at.SLOT_COUNTS: intervals * cells.SLOTS,
        at.AREAS: intervals * len(cells.LEVELS),
        at.AGENT_US: cells.CODES,
        at.ANSWERED: len(plan.agents),
        at.CELLS: cells.CELLS,
        at.WAITS: 2 * cells.BUCKETS,
    }


def _pool_sizes(plan: Plan, rows: int) -> dict[int, int]:
    """Regions that may grow."""
    agents = len(plan.agents)
    room = {at.CALLS: SOME + agents, at.OFFERS: 2 * (agents + SOME), at.NOTES: 2 * (agents + SOME), at.MESSAGES: SOME,
            at.TIMERS: 8 * (agents + SOME)}  # fmt: skip
    records = rows + rows_of_a_step(plan, room[at.CALLS])
    return {
        **{pool: count * SIZES[pool] for pool, count in room.items()},
        **_following(room[at.CALLS], room[at.TIMERS]),
        **_of_records(records if rows else 0, records),
    }


def _of_records(kept: int, a_step: int) -> dict[int, int]:
    """Room for records, and in the ledger for those of two steps."""
    return {at.ROWS: kept * at.RECORD_SIZE, at.LEDGER: 2 * a_step * at.RECORD_SIZE}


def _following(calls: int, timers: int) -> dict[int, int]:
    """Lists whose size follows that of a pool."""
    at_once = timers * at.TIMER_SIZE
    return {at.TURNS: 2 * calls, at.SOON: at_once, at.ROUND: at_once, at.NEAR: at_once}


def _scalars(m: Memory, plan: Plan, counting: Counting, events: int, covers: int, sources: int) -> None:
    m[at.N_AGENTS], m[at.N_GROUPS] = len(plan.agents), len(plan.groups)
    m[at.N_LAYERS] = sum(len(group.layers) for group in plan.groups)
    m[at.N_CUSTOMERS], m[at.N_ENTRIES], m[at.AGENDA_N] = len(plan.owners), len(plan.timeline), events
    m[at.N_SOURCES] = sources
    m[at.FACTORS] = int(any(group.handle_ppm for group in plan.groups))
    m[at.HOMES] = int(any(agent.home >= 0 for agent in plan.agents))
    m[at.OPEN] = int(any(begin <= 0 < end for begin, end in plan.opening))
    m[at.FROM], m[at.END], m[at.AWT] = counting.from_us, counting.end_us, counting.awt_us
    m[at.CLOCK] = m[at.OPEN_SINCE] = counting.from_us
    m[at.N_INTERVALS], m[at.N_PIECES], m[at.N_COVERS] = (
        max(len(counting.edges_us) - 1, 0),
        len(counting.required),
        covers,
    )
    m[at.WAIT_MAX] = -1
    m[at.DROPS] = sum(1 << status for status in plan.drops)
    m[at.CLOCKS], m[at.REJECTS] = account.one_clock(plan), int(any(agent.reject for agent in plan.agents))
    m[at.TALKS] = account.by_talk(plan)
    m[at.NEXT_TICK], m[at.NEXT] = NEVER, UNKNOWN
    m[m[at.LEVEL_ROWS] + at.V_SINCE : m[at.LEVEL_ROWS] + len(cells.LEVELS) * at.LEVEL_SIZE : at.LEVEL_SIZE] = (
        counting.from_us
    )
    paused = sum(agent.present and bool(_starts_in(counting, agent.status) >> cells.LEVELS.index("paused") & 1)
                 for agent in plan.agents)  # fmt: skip
    m[m[at.LEVEL_ROWS] + cells.LEVELS.index("paused") * at.LEVEL_SIZE + at.V_COUNT] = paused
    m[at.TICK_BITS] = _tick_bits(plan)
    for pool in POOLS:
        m[pool + FREE] = -1


def _starts_in(counting: Counting, status: int) -> int:
    """Levels that an agent counts in at the start: by status, logged out."""
    return counting.levels[cells.code(int(status), 0, int(Phone.OFFLINE), int(Activity.IDLE))] if counting.levels else 0


def _tick_bits(plan: Plan) -> int:
    """Length of a tick, as a power of two us, from the busiest rate of all sources together."""
    per_hour = sum(max((rate for _, _, rate in source.rates), default=0.0) for source in plan.sources)
    recorded = sum(len(source.replayed.arrival_us) for source in plan.sources if source.replayed)
    per_hour += recorded / max(plan.end_us / 3.6e9, 1e-9)
    gap_us = 3.6e9 / max(per_hour * TICKS_A_CONTACT, 1e-3)
    return int(np.clip(int(gap_us).bit_length() - 1, 0, 30))


def _limits(m: Memory, layout: Layout) -> None:
    """What must not be exceeded before a step: capacity less the most that a step can use."""
    agents = int(m[at.N_AGENTS]) + SOME
    for pool in POOLS:
        m[pool + CAP] = layout.sizes[pool] // SIZES[pool]
    need = {at.CALLS: 2, at.OFFERS: agents, at.NOTES: agents, at.MESSAGES: 2,
            at.TIMERS: 4 * agents + int(m[at.NOTES + CAP])}  # fmt: skip
    for pool, most in need.items():
        m[pool + LIMIT] = m[pool + CAP] - most
    m[at.LACKS] = any(m[pool + IN_USE] > m[pool + LIMIT] for pool in POOLS)
    m[at.LEDGER_LIMIT] = layout.sizes[at.LEDGER] // at.RECORD_SIZE // 2


def grown(m: Memory, layout: Layout, plan: Plan) -> tuple[Memory, Layout]:
    """A copy of the memory in which every pool that has too little room is twice as large; records are to be taken first."""
    assert m[at.ROWS_N] == m[at.LEDGER_N] == 0, "records are not copied"
    sizes = dict(layout.sizes)
    for pool in POOLS:
        if m[pool + IN_USE] > m[pool + LIMIT]:
            sizes[pool] *= 2
    calls, timers = sizes[at.CALLS] // SIZES[at.CALLS], sizes[at.TIMERS] // SIZES[at.TIMERS]
    records = int(m[at.ROWS_LIMIT]) + rows_of_a_step(plan, calls)
    sizes |= _following(calls, timers) | _of_records(records if m[at.KEPT] else 0, records)
    bigger = Layout(sizes)
    copy, bases = bigger.blank(), bigger.bases()
    for word in range(at.HEADER):
        copy[word] = bases.get(word, m[word])
    for region, size in layout.sizes.items():
        if region in SIZES:
            size = int(m[region + USED]) * SIZES[region]
        if region not in (at.ROWS, at.LEDGER):
            copy[bases[region] : bases[region] + size] = m[m[region] : m[region] + size]
    _limits(copy, bigger)
    return copy, bigger


def _timer(due: Event) -> tuple[int, int, int, int]:
    """An event from outside as a timer; its `contact` is the position of a timeline entry, or -1."""
    first = (due.order << CONTACT_BITS) | (due.contact + 1)
    second = ((due.offer + 1) << (AGENT_BITS + KIND_BITS)) | ((due.agent + 1) << KIND_BITS) | due.kind
    return due.time_us, first, second, 0
