"""A plan laid out as the machine's memory, and the memory made larger where a pool is full. NumPy, not compiled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.memory import AGENT_BITS, CONTACT_BITS, KIND_BITS
from sim.domain.agents import Action, Status, can
from sim.domain.events import Event
from sim.domain.luck import BINS, Purpose, stream
from sim.domain.plan import AgentPlan, LayerPlan, Plan
from sim.routing import agenda
from sim.routing.strategies import STRATEGIES

Memory = NDArray[np.int64]

FREE_LISTS = {
    at.FULL_CALLS: (at.CALLS, at.CALLS_CAP, at.CALL_SIZE, at.FREE_CALL, at.C_NEXT),
    at.FULL_OFFERS: (at.OFFERS, at.OFFERS_CAP, at.OFFER_SIZE, at.FREE_OFFER, at.O_NEXT),
    at.FULL_NOTES: (at.NOTES, at.NOTES_CAP, at.NOTE_SIZE, at.FREE_NOTE, at.T_NEXT),
    at.FULL_MESSAGES: (at.MESSAGES, at.MESSAGES_CAP, at.MESSAGE_SIZE, at.FREE_MESSAGE, at.M_NEXT),
}
"""Bit of FULL -> base, capacity, size of a row, head of the free rows, link between them."""
STACKS = {
    at.FULL_HEAP: (at.HEAP, at.HEAP_CAP, at.TIMER_SIZE),
    at.FULL_SOON: (at.SOON, at.SOON_CAP, at.TIMER_SIZE),
    at.FULL_ROWS: (at.ROWS, at.ROWS_CAP, at.RECORD_SIZE),
}
"""Bit of FULL -> base, capacity, size of a row, of what is filled from its start."""
FIRST_CAPACITY = 64


@dataclass(frozen=True, slots=True)
class Layout:
    """Region (the header field of its base) -> its size in words, in the order in which they lie."""

    sizes: dict[int, int]

    def bases(self) -> dict[int, int]:
        """Where each region begins."""
        begins = at.HEADER + np.cumsum([0, *self.sizes.values()])
        return dict(zip(self.sizes, begins.tolist(), strict=False))

    def blank(self) -> Memory:
        """A memory of zeros with its bases in the header."""
        m = np.zeros(at.HEADER + sum(self.sizes.values()), np.int64)
        for region, base in self.bases().items():
            m[region] = base
        return m


class _Lists:
    """Lists of integers in one region, by address; the region lies before all that grows, so addresses stay."""

    def __init__(self, base: int) -> None:
        self.base = base
        self.values: list[int] = []

    def put(self, values: Iterable[int]) -> int:
        """Add a list and return its address."""
        address = self.base + len(self.values)
        self.values.extend(values)
        return address


def build(plan: Plan, seed: int, replication: int, rows: int) -> tuple[Memory, Layout, dict[int, int]]:
    """The memory of a plan before its first instant.

    Parameters
    ----------
    rows : int
        Records it can hold before they must be taken.

    Returns
    -------
    memory, layout
    recorded : dict of int to int
        Ordinal of a recorded call -> address of its pick-up times.
    """
    layers = [(key, layer) for key, group in enumerate(plan.groups) for layer in group.layers]
    fixed = _fixed_sizes(plan, len(layers))
    lists = _Lists(at.HEADER + sum(fixed.values()))
    room = _room(plan)
    places = _memberships(plan, layers)
    covered = [0] * ((len(plan.timeline) + 64) >> 6)
    agents = [_agent(agent, places[key], covered, lists) for key, agent in enumerate(plan.agents)]
    layer_rows = [_layer(lists, room[nth], key, layer) for nth, (key, layer) in enumerate(layers)]
    entries = [
        (entry.verb, lists.put(entry.agents), len(entry.agents), entry.count, entry.group, lists.put(entry.groups),
         len(entry.groups)) for entry in plan.timeline
    ]  # fmt: skip
    recorded = _recorded(plan, lists)
    layout = Layout(fixed | {at.LISTS: len(lists.values)} | _pool_sizes(plan, rows))
    m = layout.blank()
    for region, values in (
        (at.LISTS, lists.values), (at.AGENTS, agents), (at.LAYERS, layer_rows), (at.GROUPS, _groups(plan)),
        (at.LINES, _lines(plan)), (at.ENTRIES, entries), (at.OWNERS, plan.owners), (at.STRATEGIES, _strategies()),
        (at.MAY, _rights()), (at.BASES, [_signed(stream(seed, replication, purpose)) for purpose in Purpose]),
        (at.TABLES, _tables(plan)),
    ):  # fmt: skip
        flat = np.asarray(values, np.int64).ravel()
        m[m[region] : m[region] + len(flat)] = flat
    _scalars(m, plan, len(layers), rows)
    for pool in FREE_LISTS:
        _chain(m, pool, FIRST_CAPACITY)
    return m, layout, recorded


def _fixed_sizes(plan: Plan, layers: int) -> dict[int, int]:
    """Regions whose size the plan alone decides."""
    return {
        at.AGENTS: len(plan.agents) * at.AGENT_SIZE,
        at.LAYERS: layers * at.LAYER_SIZE,
        at.GROUPS: len(plan.groups) * at.GROUP_SIZE,
        at.LINES: len(plan.lines) * at.LINE_SIZE,
        at.OWNERS: len(plan.owners),
        at.ENTRIES: len(plan.timeline) * at.ENTRY_SIZE,
        at.STRATEGIES: len(STRATEGIES) * at.STRATEGY_SIZE,
        at.MAY: 2 * len(Status) * w.N_ACTIONS,
        at.BASES: len(Purpose),
        at.DIALLERS: (len(plan.agents) + 63) >> 6,
        at.DIRTY: len(plan.groups),
    }


def _pool_sizes(plan: Plan, rows: int) -> dict[int, int]:
    """Regions that may grow; records and tables last, for a repeated instant needs no copy of them."""
    pools = {base: FIRST_CAPACITY * size for base, _, size, _, _ in FREE_LISTS.values()}
    stacks = {base: FIRST_CAPACITY * size for base, _, size in STACKS.values()}
    scratch = {at.SCRATCH: len(plan.agents) + 1 + FIRST_CAPACITY * at.TIMER_SIZE, at.TURNS: 2 * FIRST_CAPACITY}
    return scratch | pools | stacks | {at.ROWS: rows * at.RECORD_SIZE, at.TABLES: len(plan.tables) * 2 * BINS}


def _room(plan: Plan) -> list[int]:
    """Per layer: how many members the timeline may add to it (to the last layer of a ring group)."""
    room = [0] * sum(len(group.layers) for group in plan.groups)
    last = np.cumsum([len(group.layers) for group in plan.groups]) - 1
    for entry in plan.timeline:
        for group in entry.groups:
            room[int(last[group])] += len(entry.agents)
    return room


def _memberships(plan: Plan, layers: Sequence[tuple[int, LayerPlan]]) -> list[list[int]]:
    """Agent -> (layer, position) pairs, then -1 where the timeline may add more."""
    places: list[list[int]] = [[] for _ in plan.agents]
    for nth, (_, layer) in enumerate(layers):
        for position, agent in enumerate(layer.members):
            places[agent] += (nth, position)
    for entry in plan.timeline:
        for agent in entry.agents:
            places[agent] += (-1, -1) * len(entry.groups)
    return places


def _agent(agent: AgentPlan, places: list[int], covered: list[int], lists: _Lists) -> list[int]:
    row = [0] * at.AGENT_SIZE
    row[at.A_LUCK], row[at.A_PRESENT], row[at.A_STATUS] = _signed(agent.luck), int(agent.present), int(agent.status)
    row[at.A_PHONE], row[at.A_ADMIN], row[at.A_VOICEMAIL] = w.OFFLINE, int(agent.admin), int(agent.voicemail)
    row[at.A_PICK_UP], row[at.A_WRAP_UP], row[at.A_COMES_BACK] = agent.pick_up, agent.wrap_up, agent.comes_back
    row[at.A_NO_ANSWER], row[at.A_PPM] = agent.no_answer, agent.handle_ppm
    for nobody in (at.A_CONTACT, at.A_CALL, at.A_IDLE_SINCE, at.A_FIRST_DIAL, at.A_LAST_DIAL, at.A_NEXT_LEG,
                   at.A_PREV_LEG, at.A_FIRST_NOTE):  # fmt: skip
        row[nobody] = -1
    row[at.A_BREAKS] = lists.put(length for _, length in agent.breaks)
    row[at.A_MEMBER_OF], row[at.A_N_MEMBER_OF] = lists.put(places), sum(place >= 0 for place in places) // 2
    for bits, status in ((at.A_PAUSES, Status.PAUSED), (at.A_SUSPENSIONS, Status.SUSPENDED)):
        from_the_start = int(agent.status is status)
        row[bits], row[bits + 1] = lists.put([from_the_start, *covered[1:]]), from_the_start
    return row


def _layer(lists: _Lists, room: int, group: int, layer: LayerPlan) -> list[int]:
    row = [0] * at.LAYER_SIZE
    row[at.L_GROUP], row[at.L_SIZE], row[at.L_JOIN] = group, len(layer.members), int(layer.join_ring)
    row[at.L_STRATEGY], row[at.L_TIMEOUT] = list(STRATEGIES).index(layer.strategy), layer.ring_timeout_us
    row[at.L_MISS_RESTARTS] = int(layer.missed_offer_restarts_idle)
    row[at.L_MEMBERS] = lists.put([*layer.members, *[-1] * room])
    row[at.L_BITS] = lists.put([0] * ((len(layer.members) + room + 63) >> 6))
    return row


def _groups(plan: Plan) -> list[tuple[int, ...]]:
    first = np.cumsum([0, *(len(group.layers) for group in plan.groups)]).tolist()
    return [
        (first[key], len(group.layers), int(group.queue), group.limit, group.max_hold_us, group.retry_us,
         group.overflow.kind, group.overflow.index, -1, -1, 0) for key, group in enumerate(plan.groups)
    ]  # fmt: skip


def _lines(plan: Plan) -> list[tuple[int, ...]]:
    return [
        (line.group, line.owner, int(line.voicemail), line.after_hours.kind, line.after_hours.index,
         line.voicemail_left, line.voicemail_table, line.ring_timeout_us) for line in plan.lines
    ]  # fmt: skip


def _strategies() -> list[tuple[int, ...]]:
    """Rows of two keys; one that has a single key repeats it."""
    assert all(len(row.keys) <= 2 for row in STRATEGIES.values()), "a compiled strategy has at most two keys"
    return [(row.rings_all, row.moves_pointer, row.keys[0], row.keys[-1]) for row in STRATEGIES.values()]


def _rights() -> list[bool]:
    return [can(status, action, admin=admin) for admin in (False, True) for status in Status for action in Action]


def _tables(plan: Plan) -> NDArray[np.int64]:
    """Low and width of each bin side by side."""
    pairs = [np.stack([np.frombuffer(one.low, np.int64), np.frombuffer(one.width, np.int64)], 1) for one in plan.tables]
    return np.concatenate(pairs) if pairs else np.zeros(0, np.int64)


def _recorded(plan: Plan, lists: _Lists) -> dict[int, int]:
    """Recorded pick-up times: how many agents, then of each agent, number of times, times."""
    found = {}
    for source in plan.sources:
        for ordinal, times in enumerate(source.replayed.pick_up_us if source.replayed else ()):
            if times is not None:
                found[ordinal] = lists.put(
                    [len(times), *(n for agent, us in times.items() for n in (agent, len(us), *us))]
                )
    return found


def _signed(word: int) -> int:
    return word - (1 << 64) if word >> 63 else word


def _scalars(m: Memory, plan: Plan, layers: int, rows: int) -> None:
    m[at.N_AGENTS], m[at.N_GROUPS], m[at.N_LAYERS] = len(plan.agents), len(plan.groups), layers
    m[at.N_CUSTOMERS], m[at.N_ENTRIES] = len(plan.owners), len(plan.timeline)
    m[at.HEAP_CAP] = m[at.SOON_CAP] = FIRST_CAPACITY
    m[at.ROWS_CAP] = rows
    m[at.OPEN] = int(any(begin <= 0 < end for begin, end in plan.opening))
    for _, _, _, head, _ in FREE_LISTS.values():
        m[head] = -1


def _chain(m: Memory, pool: int, capacity: int) -> None:
    """Free rows from a pool's capacity up to a new one; the key of a free call or message is -1."""
    base, cap, size, head, link = FREE_LISTS[pool]
    rows = np.arange(m[cap], capacity)
    places = m[base] + rows * size
    m[places + link] = np.append(rows[1:], m[head])
    m[places] = -1
    m[head], m[cap] = rows[0], capacity


def grown(m: Memory, layout: Layout, full: int) -> tuple[Memory, Layout]:
    """A copy of the memory in which every pool named by the bits of `full` is twice as large."""
    sizes = dict(layout.sizes)
    for bit, (base, *_) in (FREE_LISTS | STACKS).items():
        if full & bit:
            sizes[base] *= 2
    if full & at.FULL_CALLS:
        sizes[at.TURNS] *= 2
    if full & at.FULL_SOON:
        sizes[at.SCRATCH] += sizes[at.SOON]
    bigger = Layout(sizes)
    copy = bigger.blank()
    bases = bigger.bases()
    for word in range(at.HEADER):
        copy[word] = bases.get(word, m[word])
    for region, size in layout.sizes.items():
        copy[bases[region] : bases[region] + size] = m[m[region] : m[region] + size]
    for bit in FREE_LISTS:
        if full & bit:
            _chain(copy, bit, 2 * int(m[FREE_LISTS[bit][1]]))
    for bit, (_, capacity, _) in STACKS.items():
        if full & bit:
            copy[capacity] *= 2
    return copy, bigger


def with_calendar(m: Memory, layout: Layout, plan: Plan, more: Iterable[Event] = ()) -> tuple[Memory, Layout]:
    """Put everything but the arrivals that happens from outside on the heap: a sorted array is one."""
    events = sorted([*(due for events in agenda.everything_else(plan) for due in events), *more])
    while len(events) > m[at.HEAP_CAP]:
        m, layout = grown(m, layout, at.FULL_HEAP)
    timers = [_timer(due) for due in events]
    m[m[at.HEAP] : m[at.HEAP] + len(timers) * at.TIMER_SIZE] = np.array(timers, np.int64).ravel()
    m[at.HEAP_N] = len(timers)
    return m, layout


def _timer(due: Event) -> tuple[int, int, int, int]:
    """An event from outside as a timer; its `contact` is the position of a timeline entry, or -1."""
    first = (due.order << CONTACT_BITS) | (due.contact + 1)
    second = ((due.offer + 1) << (AGENT_BITS + KIND_BITS)) | ((due.agent + 1) << KIND_BITS) | due.kind
    return due.time_us, first, second, 0
