"""A plan's agents, layers, ring groups and lines as rows of the machine's memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, product

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.lists import Lists, signed
from sim.compiled.memory import AWAITED
from sim.domain.agents import Action, Activity, AnswerType, Phone, Status, can
from sim.domain.cells import CODES, code
from sim.domain.contacts import Reason
from sim.domain.idle import Restart
from sim.domain.plan import AgentPlan, LayerPlan, Plan
from sim.domain.time import NEVER
from sim.routing.eligibility import skip_reason
from sim.routing.pauses import BEGINS_IN
from sim.routing.strategies import STRATEGIES, SortKey

Rows = list[list[int]]


def agents(
    plan: Plan, lists: Lists, places: Sequence[Rows], bases: Mapping[int, int], covers: dict[int, int], from_us: int
) -> Rows:
    """A row per agent; `covers` has the set of agents that is just this one."""
    covered, rows, base = [0] * ((len(plan.timeline) + 66) >> 6), list[list[int]](), bases[at.PLACES]
    group_of = [group for group, one in enumerate(plan.groups) for _ in one.layers]
    for key, agent in enumerate(plan.agents):
        row = _agent(agent, covered, lists)
        row[at.A_SINCE], row[at.A_OWN_COVER] = from_us, covers.get(key, -1)
        row[at.A_MEMBER_OF], row[at.A_N_MEMBER_OF] = base, sum(place[at.P_LAYER] >= 0 for place in places[key])
        base += len(places[key]) * at.PLACE_SIZE
        layer = places[key][0][at.P_LAYER] if row[at.A_N_MEMBER_OF] else -1
        row[at.A_NEAR_LAYER], row[at.A_NEAR_GROUP] = near(bases, layer, group_of[layer] if layer >= 0 else -1)
        rows.append(row)
    return rows


def near(bases: Mapping[int, int], layer: int, group: int) -> tuple[int, int]:
    """Where a layer and its ring group lie, for `sim/compiled/ahead.py`; -1 for none."""
    if layer < 0:
        return -1, -1
    return bases[at.LAYERS] + layer * at.LAYER_SIZE, bases[at.GROUPS] + group * at.GROUP_SIZE


def places(plan: Plan) -> list[Rows]:
    """Agent -> a row for each place in a layer, then empty ones where the timeline may add more."""
    found: list[Rows] = [[] for _ in plan.agents]
    for nth, layer in enumerate(layer for group in plan.groups for layer in group.layers):
        for position, agent in enumerate(layer.members):
            found[agent].append([nth, position, agent, -1, -1, 0, 0, 0])
    for entry in plan.timeline:
        for agent in entry.agents:
            found[agent] += [[-1] * at.PLACE_SIZE for _ in entry.groups]
    return found


def _agent(agent: AgentPlan, covered: Sequence[int], lists: Lists) -> list[int]:
    row = [0] * at.AGENT_SIZE
    row[at.A_LUCK], row[at.A_PRESENT], row[at.A_STATUS] = signed(agent.luck), int(agent.present), int(agent.status)
    row[at.A_PHONE], row[at.A_ADMIN], row[at.A_VOICEMAIL] = w.OFFLINE, int(agent.admin), int(agent.voicemail)
    row[at.A_CODE] = code(int(agent.status), 0, w.OFFLINE, w.IDLE)
    row[at.A_PICK_UP], row[at.A_WRAP_UP], row[at.A_COMES_BACK] = agent.pick_up, agent.wrap_up, agent.comes_back
    row[at.A_NO_ANSWER], row[at.A_PPM], row[at.A_HOME] = agent.no_answer, agent.handle_ppm, agent.home
    row[at.A_WEIGHT] = agent.weight
    row[at.A_REJECT], row[at.A_REJECT_AFTER] = agent.reject, agent.reject_after
    row[at.A_BUSY_AFTER_REJECT] = agent.busy_after_reject
    row[at.A_MOMENTS : at.A_MOMENTS + len(Restart)] = [-1] * len(Restart)
    row[at.A_PAUSE_EVERY] = -1
    if agent.pauses is not None:
        row[at.A_PAUSE_EVERY], row[at.A_PAUSE_LENGTH] = agent.pauses.every, agent.pauses.length
        row[at.A_PAUSE_IN] = sum(1 << activity for activity in BEGINS_IN[agent.pauses.taken])
    for nobody in (at.A_CONTACT, at.A_CALL, at.A_IDLE_SINCE, at.A_COUNTED_AT, at.A_FIRST_DIAL, at.A_LAST_DIAL, at.A_NEXT_LEG,
                   at.A_PREV_LEG, at.A_FIRST_NOTE):  # fmt: skip
        row[nobody] = -1
    row[at.A_BREAKS] = lists.put(length for _, length in agent.breaks)
    for bits, status in ((at.A_PAUSES, Status.PAUSED), (at.A_SUSPENSIONS, Status.SUSPENDED)):
        from_the_start = int(agent.status is status)
        row[bits], row[bits + 1] = lists.put([from_the_start, *covered[1:]]), from_the_start
    return row


def layers(plan: Plan, lists: Lists, covers: Sequence[Sequence[int]]) -> Rows:
    """A row per layer of every ring group; `covers`: per group, the sets of agents that it is part of."""
    room, rows = _room(plan), list[list[int]]()
    for key, group in enumerate(plan.groups):
        mine = lists.put(covers[key])
        for layer in group.layers:
            row = _layer(plan, layer, lists, room[len(rows)])
            row[at.L_GROUP], row[at.L_COVERS], row[at.L_N_COVERS] = key, mine, len(covers[key])
            rows.append(row)
    return rows


def _layer(plan: Plan, layer: LayerPlan, lists: Lists, room: int) -> list[int]:
    row = [0] * at.LAYER_SIZE
    row[at.L_MOST] = layer.most
    rules = {at.JOIN_RING: layer.join_ring, at.TURN_ON_ANSWER: layer.turn_on_answer,
             at.RINGS_THROUGH_PAUSE: layer.rings_through_pause, at.REJECT_ENDS_RING: layer.reject_ends_ring}  # fmt: skip
    row[at.L_SIZE], row[at.L_RULES] = len(layer.members), sum(bit for bit, holds in rules.items() if holds)
    row[at.L_STRATEGY] = list(STRATEGIES).index(layer.strategy)
    row[at.L_TIMEOUT] = _limit(layer.ring_timeout_us, layer.ring_timeout_law)
    row[at.L_LISTED] = int(STRATEGIES[layer.strategy].keys[0] is SortKey.IDLE_SINCE)
    row[at.L_CLOCK] = layer.idle_clock
    row[at.L_FIRST] = row[at.L_LAST] = -1
    words = (len(layer.members) + room + 63) >> 6
    row[at.L_TREE] = -1
    if STRATEGIES[layer.strategy].keys[0] is SortKey.CALLS:
        leaves = 1 << (len(layer.members) + room - 1).bit_length()
        row[at.L_TREE] = lists.put([leaves, *[NEVER] * (2 * leaves - 1)])
    row[at.L_MEMBERS] = lists.put([*layer.members, *[-1] * room])
    row[at.L_BITS], row[at.L_TOPS] = lists.put([0] * words), lists.put([0] * ((words + 63) >> 6))
    for agent in layer.members:
        row[at.L_CLASS + classes()[code(int(plan.agents[agent].status), 0, w.OFFLINE, w.IDLE)]] += 1
    return row


def _limit(fixed_us: int, law: int) -> int:
    """A time-out: as written, or below 0 the law it is drawn from (`draws.limit_us`)."""
    return fixed_us if law < 0 else ~law


def _room(plan: Plan) -> list[int]:
    """Per layer: how many members the timeline may add to it (to the last layer of a ring group)."""
    ends = list(accumulate(len(group.layers) for group in plan.groups))
    room = [0] * (ends[-1] if ends else 0)
    for entry in plan.timeline:
        for group in entry.groups:
            room[ends[group] - 1] += len(entry.agents)
    return room


@dataclass(slots=True)
class _Standing:
    status: Status
    present: bool
    phone: Phone
    activity: Activity
    logged_in: bool
    answers: AnswerType = AnswerType.APP
    texting: bool = False


def awaited() -> list[int]:
    """Agent code -> the bit that says that queued calls may wait for such an agent."""
    bits = [0] * CODES
    for phone, activity, logged_in in product(Phone, Activity, (False, True)):
        code_ = code(int(Status.ACTIVE), logged_in, phone, activity)
        routable = classes()[code_] == Reason.NONE
        bits[code_] = AWAITED if logged_in and (activity is not Activity.IDLE or routable) else 0
    return bits


def one_clock(plan: Plan) -> int:
    """The idle clock of every layer that asks for one; -1 if they are several."""
    clocks = {layer.idle_clock for group in plan.groups for layer in group.layers
              if STRATEGIES[layer.strategy].keys[0] is SortKey.IDLE_SINCE or layer.most < NEVER}  # fmt: skip
    return clocks.pop() if len(clocks) == 1 else -int(bool(clocks))


def by_talk(plan: Plan) -> int:
    """1 if a layer asks how long somebody has talked."""
    layers = (layer for group in plan.groups for layer in group.layers)
    return int(any(STRATEGIES[layer.strategy].keys[0] is SortKey.TALK for layer in layers))


@cache
def classes() -> list[int]:
    """Agent code -> the column a skipped agent counts as, NONE for one who may be rung."""
    columns = [0] * CODES
    for status, phone, activity, logged_in in product(Status, Phone, Activity, (False, True)):
        skipped = skip_reason(_Standing(status, True, phone, activity, logged_in))
        columns[code(status, logged_in, phone, activity)] = int(skipped.counts_as if skipped else Reason.NONE)
    return columns


def groups(plan: Plan, lists: Lists) -> Rows:
    """A row per ring group."""
    rows, first = list[list[int]](), 0
    for group in plan.groups:
        members = [agent for layer in group.layers for agent in layer.members]
        row = [0] * at.GROUP_SIZE
        row[at.G_FIRST_LAYER], row[at.G_LAYERS], row[at.G_FIRST], row[at.G_LAST] = first, len(group.layers), -1, -1
        row[at.G_QUEUE], row[at.G_LIMIT] = int(group.queue), group.limit
        row[at.G_HOLD] = _limit(group.max_hold_us, group.max_hold_law)
        row[at.G_PRIORITY] = group.priority
        row[at.G_FACTORS] = lists.put(number for pair in group.handle_ppm for number in pair)
        row[at.G_N_FACTORS] = len(group.handle_ppm)
        row[at.G_RETRY], row[at.G_PLAIN] = group.retry_us, int(len(set(members)) == len(members))
        row[at.G_OVER_KIND], row[at.G_OVER_INDEX] = group.overflow.kind, group.overflow.index
        row[at.G_HOLD_OF_CALL], row[at.G_HOLD_CUTS_RING] = int(group.hold_of_call), int(group.hold_cuts_ring)
        row[at.G_UNSTAFFED], row[at.G_LEAVES_AFTER] = int(group.unstaffed), group.leaves_after_us
        row[at.G_MOST_MISSES], row[at.G_MOST_REJECTS] = group.pauses_after_misses, group.pauses_after_rejects
        row[at.G_PAUSES_FOR], row[at.G_GONE] = group.pauses_for_us, -1
        rows.append(row)
        first += len(group.layers)
    return rows


def lines(plan: Plan) -> Rows:
    """A row per line."""
    return [
        [line.group, line.owner, int(line.voicemail), line.after_hours.kind, line.after_hours.index,
         line.voicemail_left, line.voicemail_table, line.ring_timeout_us] for line in plan.lines
    ]  # fmt: skip


def entries(plan: Plan, lists: Lists) -> Rows:
    """A row per entry of the timeline."""
    return [
        [entry.verb, lists.put(entry.agents), len(entry.agents), entry.count, entry.group, lists.put(entry.groups),
         len(entry.groups), int(entry.first_idle)] for entry in plan.timeline
    ]  # fmt: skip


def strategies() -> Rows:
    """A row per strategy; `sim/compiled/choice.py` breaks ties by position."""
    for row in (row for row in STRATEGIES.values() if row.compiled):
        assert row.keys[1:] in ((), (SortKey.POSITION,)), "a compiled strategy has one key, and ties go by position"
    return [
        [at.ALL if row.rings_all else at.SOME if row.rings_batch else at.ONE, int(row.moves_pointer), int(row.keys[0])]
        for row in STRATEGIES.values()
    ]


def rights() -> list[bool]:
    """What may be done, by being an admin, status and action."""
    return [can(status, action, admin=admin) for admin in (False, True) for status in Status for action in Action]
