"""What the machine remembers: agents, calls, ring groups, and the few primitives every rule is written with.

May not contain a rule: rules live beside this file, one subject a file.
"""

from bisect import insort
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

from sim.domain.agents import Action, Activity, AnswerType, Phone, Status, can
from sim.domain.contacts import NOBODY, Facts, Reason
from sim.domain.events import Event, EventKind, event
from sim.domain.idle import Restart
from sim.domain.plan import AgentPlan, CallbackPlan, GroupPlan, LayerPlan, LinePlan, Plan
from sim.domain.records import RecordKind
from sim.domain.time import NEVER
from sim.routing.asterisk import Attempt, Pointer, Rule
from sim.routing.draws import Draws
from sim.routing.lists import CampaignState

Row = tuple[int, int, int, int, int, int, int, int]
Book = Callable[[int], Facts]
"""Contact key -> its facts."""


class Phase(IntEnum):
    """Where a call is."""

    WAITING = 0
    TALKING = 1
    VOICEMAIL = 2


@dataclass(slots=True)
class AgentState:
    """One agent: three axes, and what the system keeps about them."""

    key: int
    plan: AgentPlan
    status: Status
    present: bool
    phone: Phone = Phone.OFFLINE
    activity: Activity = Activity.IDLE
    logged_in: bool = False
    on_shift: bool = False
    contact: int = NOBODY
    moments_us: list[int] = field(default_factory=lambda: [-1] * len(Restart))
    """`Restart` -> when it last was; -1 is never."""
    calls: int = 0
    talk_us: int = 0
    """Time spent in talks of inbound calls."""
    misses: int = 0
    rejects: int = 0
    """Offers missed, and rejected, since the last one answered."""
    auto_pauses: int = 0
    unaware: tuple[int, int, int, Reason] | None = None
    """Contact, offer, ring group and reason of a leg that is over, which the phone that rings has not learnt yet."""
    was_awaited: bool = False
    owed_break_us: int = 0
    returns: int = 0
    wrap_up_token: int = 0
    return_token: int = 0
    break_token: int = 0
    session: int = 0
    pause_clock: int = 0
    """Number of the time until the next pause that runs; the timers of others are stale."""
    pause_clock_runs: bool = False
    own_pauses: int = 0
    """Pauses asked for and taken."""
    pauses: set[int] = field(default_factory=set)
    suspensions: set[int] = field(default_factory=set)
    dials: deque[int] = field(default_factory=deque)
    inbox: dict[int, int] = field(default_factory=dict)
    """Message -> logged-in time still needed to reply, us (as of `inbox_since_us` while logged in)."""
    inbox_since_us: dict[int, int] = field(default_factory=dict)
    talks: set[int] = field(default_factory=set)
    """Conversations by text in which they have replied."""
    blocks_voice: bool = False
    readings: int = 0
    """How often they have begun to read their texts."""

    @property
    def routable(self) -> bool:
        """Active, available and idle; a phone that rings is reserved."""
        return (
            self.status is Status.ACTIVE
            and self.phone in _ATTENDED[self.plan.answers]
            and self.activity is Activity.IDLE
            and self.present
            and not self.texting
        )

    @property
    def awaited(self) -> bool:
        """Whether a queued call may wait for this agent (A2.13): active, logged in, and at work or about to be tried."""
        at_work = self.activity is not Activity.IDLE or self.routable or self.texting
        return self.status is Status.ACTIVE and self.attends and at_work

    def idle_since_us(self, clock: int) -> int:
        """Start of idleness as a layer's clock reads it: the latest of its moments."""
        return max((at_us for moment, at_us in enumerate(self.moments_us) if clock >> moment & 1), default=-1)

    def start_anew(self) -> None:
        """A new person takes this agent over: never called, nothing missed."""
        self.moments_us = [-1] * len(Restart)
        self.calls = self.talk_us = self.misses = self.rejects = 0

    @property
    def conversations(self) -> int:
        """Conversations by text they have open, replied to or not."""
        return len(self.inbox) + len(self.talks)

    @property
    def texting(self) -> bool:
        """Has an open conversation by text that keeps calls away."""
        return self.blocks_voice and self.conversations > 0

    @property
    def answers(self) -> AnswerType:
        """How they take calls."""
        return self.plan.answers

    @property
    def attends(self) -> bool:
        """Takes calls, and is there as far as the system can see."""
        outside = self.answers is AnswerType.PHONE_NUMBER
        return outside or (self.logged_in and self.answers is AnswerType.APP)


_ATTENDED: dict[AnswerType, tuple[Phone, ...]] = {
    AnswerType.APP: (Phone.AVAILABLE,),
    AnswerType.PHONE_NUMBER: (Phone.AVAILABLE, Phone.OFFLINE),
    AnswerType.WILL_NOT_ANSWER: (),
}
"""Phone statuses under which somebody may be rung (B2)."""


def level(plan: AgentPlan, skill: int) -> int:
    """An agent's level in a skill, 0 for none; whoever is not asked for any has it."""
    return next((level for name, level in plan.skills if name == skill), 0)


def able(plan: AgentPlan, facts: Facts) -> bool:
    """Whether an agent has the skill that a call needs, if it needs one."""
    return facts.skill < 0 or level(plan, facts.skill) >= facts.skill_level


@dataclass(slots=True)
class CallbackState:
    """A caller who is called back."""

    plan: CallbackPlan
    from_us: int = 0
    """Not before this instant."""
    tries: int = 0
    ring_us: int = 0
    """Of the dial under way."""
    on_line: bool = False
    """The customer has been called and waits for an agent."""


@dataclass(slots=True)
class CallState:
    """One call in the system."""

    facts: Facts
    arrival_us: int
    line: LinePlan | None = None
    rank: int = 0
    """Smaller is served sooner: less the priorities of the caller and of the ring group it is in."""
    phase: Phase = Phase.WAITING
    agent: int = NOBODY
    dialled_us: int = -1
    connected_us: int = -1
    by_carrier: bool = False
    """Whether a carrier's voicemail has answered."""
    # Where it is and what it has been through.
    forwarded: LinePlan | None = None
    """The line a backup number has led to."""
    backup_rung: bool = False
    group: int = NOBODY
    line_key: int = -1
    """The line it has come by, last of all."""
    hop: int = 0
    visited: list[int] = field(default_factory=list)
    after_hours: bool = False
    rang_out: bool = False
    rang_out_here: bool = False
    held_out: bool = False
    hold_over: bool = False
    queued: bool = False
    alone_since_us: int = NEVER
    """Since when it has waited without anybody who could take it soon, where the queue asks."""
    queued_us: int = 0
    evicted: bool = False
    """Leaves because it is closed, once a ring in progress has ended."""
    patience: int = -1
    """Which hang-up is theirs: -1, the one set at the arrival; others are stale."""
    callback: CallbackState | None = None
    reason: Reason = Reason.NONE
    # Ringing: one batch at a time.
    offer: int = 0
    layer: int = 0
    legs: list[int] = field(default_factory=list)
    next_leg_us: int = 0
    """When the next phone may join those that ring, where they are added one by one."""
    others_join: bool = False
    """Whether agents freed meanwhile join the batch that rings."""
    in_pass: bool = True
    offered: set[int] = field(default_factory=set)
    spared_until_us: dict[int, int] = field(default_factory=dict)
    times_offered: dict[int, int] = field(default_factory=dict)
    pointer: Pointer = field(default_factory=Pointer)
    """Its own place in the order of the members, where a vendor keeps one per caller."""


@dataclass(slots=True)
class TextState:
    """One inbound text that nobody has replied to yet."""

    facts: Facts
    arrival_us: int
    notified: list[int] = field(default_factory=list)
    """Who may reply; under conversations the one who has it."""
    told: bool = False
    """Whether anybody was ever notified."""
    dark: bool = False
    queued: bool = False
    released: set[int] = field(default_factory=set)
    """Owners it has been taken from."""
    awaits: tuple[int, int] = (NOBODY, 0)
    """Whom it is waiting for, and how often they had come back to their texts when it began."""


@dataclass(slots=True)
class LayerState:
    """A layer's members now, in ring order, and whose turn it is under round robin."""

    plan: LayerPlan
    members: list[int]
    pointer: int = 0
    member_set: set[int] = field(init=False)

    def __post_init__(self) -> None:
        self.member_set = set(self.members)

    def add(self, agent: int) -> None:
        """Put a new member at the end."""
        self.members.append(agent)
        self.member_set.add(agent)

    def remove(self, agent: int) -> None:
        """Take a member out; the successor of a leaver at the pointer becomes the target (B6)."""
        self.member_set.remove(agent)
        position = self.members.index(agent)
        del self.members[position]
        if position < self.pointer:
            self.pointer -= 1
        if self.pointer >= len(self.members):
            self.pointer = 0


@dataclass(slots=True)
class GroupState:
    """A ring group now."""

    plan: GroupPlan
    layers: list[LayerState]
    completed: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Agent -> calls of this group they have completed, the end of the last."""
    pointer: Pointer = field(default_factory=Pointer)
    """Whose turn it is, where a vendor stores it when an attempt ends."""

    handle_ppm: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.handle_ppm = dict(self.plan.handle_ppm)

    def complete(self, agent: int, now_us: int) -> None:
        """An agent has ended a call of this group."""
        calls, _ = self.completed.get(agent, (0, 0))
        self.completed[agent] = calls + 1, now_us

    gone_us: dict[int, int] = field(default_factory=dict)
    """Agent -> when its queue last had to stop waiting for them."""

    def members(self) -> list[int]:
        """Members of every layer, in layer order, each once."""
        return list(dict.fromkeys(member for layer in self.layers for member in layer.members))

    def has_any(self, agents: set[int]) -> bool:
        """Whether one of these agents is a member of some layer."""
        if not agents:  # the rule when calls pile up, and then every one of them asks
            return False
        for layer in self.layers:  # noqa: SIM110 - a plain loop costs a third of any()
            if not agents.isdisjoint(layer.member_set):
                return True
        return False


@dataclass(slots=True)
class Trying:
    """A caller's attempt in progress under a vendor's discipline: in which hop, and when it times out."""

    rule: Rule
    attempt: Attempt
    pointer: Pointer
    hop: int
    until_us: int


@dataclass(slots=True)
class Counts:
    """Exact work done: what the benchmarks hold still."""

    events: int = 0
    decisions: int = 0
    agents_examined: int = 0


class World:
    """The whole state of one run, and its primitives: log a record, set a timer, change an agent."""

    def __init__(self, plan: Plan, draws: Draws, book: Book, emit: Callable[[Row], None]) -> None:
        self.plan = plan
        self.draws = draws
        self.book = book
        self.emit = emit
        self.now = 0
        self.last_us = 0
        """The instant of the last record."""
        self.open = False
        self.counts = Counts()
        self.at_once: list[Event] = []
        """Timers that are due in the next round of this instant."""
        self.later: list[Event] = []
        """All other timers set in this instant."""
        self.agents = [AgentState(i, agent, agent.status, agent.present) for i, agent in enumerate(plan.agents)]
        for agent in self.agents:
            agent.blocks_voice = plan.sms.blocks_voice
        self.groups = [
            GroupState(group, [LayerState(layer, list(layer.members)) for layer in group.layers])
            for group in plan.groups
        ]
        self.impatient = [group for group in self.groups if group.plan.leaves_after_us < NEVER]
        self.owners = list(plan.owners)
        self.redials = {rank: one.redial for rank, one in enumerate(plan.sources) if one.redial is not None}
        """Source -> how its callers try again."""
        self.to_call_back: dict[int, int] = {}
        """Customer -> the call whose callback is dropped should they call in."""
        self.campaigns = {one.source: CampaignState(one) for one in plan.campaigns}
        self.calls: dict[int, CallState] = {}
        self.waiting: list[tuple[int, int, int]] = []
        """(rank, arrival, contact key) of every call that no one has taken: of equal priority the oldest is served first."""
        self.looking: set[int] = set()
        """Calls that look for an agent in this round, where calls look by themselves (`router.dispatch`)."""
        self.trying: dict[int, Trying] = {}
        self.messages: dict[int, TextState] = {}
        """Texts that are open."""
        self.texts: list[tuple[int, int]] = []
        """(arrival, contact key) of every text that nobody has yet: the oldest is served first."""
        self.texts_move = False
        """Whether something has happened that may find somebody for a text that waits."""
        self.routable: set[int] = set()
        self.freed = False
        """Whether since this was last False a leg ended, a call went on to a ring group, or a leg began for which agents were kept."""
        self.homes = any(agent.home >= 0 for agent in plan.agents)
        self.diallers: set[int] = set()
        """Agents with a call to place."""
        self.owed: dict[int, int] = {}
        """Entry of the timeline that takes whoever is idle first -> agents it has yet to take."""
        self.pausing: set[int] = set()
        """Agents who have asked for a pause that waits for the end of their work."""

    def log(
        self,
        kind: RecordKind,
        contact: int = -1,
        offer: int = -1,
        agent: int = -1,
        group: int = -1,
        value: int = 0,
        reason: int = 0,
    ) -> None:
        """Emit one record of this instant."""
        self.last_us = self.now
        self.emit((self.now, kind, contact, offer, agent, group, value, reason))

    def after(self, delay_us: int, kind: EventKind, contact: int = -1, offer: int = -1, agent: int = -1) -> None:
        """Set a timer; a delay of NEVER sets none."""
        if delay_us < NEVER:
            timers = self.later if delay_us else self.at_once
            timers.append(event(kind, self.now + delay_us, contact, offer, agent))

    def refresh(self, agent: AgentState) -> None:
        """Keep true what follows from the three axes; called by whoever changes one."""
        awaited = agent.awaited
        if agent.was_awaited and not awaited:
            for group in self.impatient:
                if group.has_any({agent.key}):
                    group.gone_us[agent.key] = self.now
        agent.was_awaited = awaited
        if agent.routable:
            self.routable.add(agent.key)
        else:
            self.routable.discard(agent.key)

    def set_activity(self, agent: AgentState, activity: Activity, contact: int) -> None:
        """Change what an agent is doing; the record that caused it carries the change (ACTIVITY_AFTER)."""
        agent.activity = activity
        agent.contact = contact
        self.refresh(agent)

    def set_status(self, agent: AgentState, status: Status, reason: Reason) -> None:
        """Change an account status, with its record; what follows from it is the caller's."""
        agent.status = status
        self.log(RecordKind.STATUS, agent=agent.key, value=status, reason=reason)
        self.refresh(agent)

    def set_phone(self, agent: AgentState, phone: Phone, reason: Reason) -> None:
        """Change a phone status, with a record when it does change."""
        if agent.phone is not phone:
            agent.phone = phone
            if phone is Phone.AVAILABLE:
                agent.moments_us[Restart.AVAILABLE] = self.now
            self.log(RecordKind.PHONE, agent=agent.key, value=phone, reason=reason)
            self.refresh(agent)

    def may(self, agent: AgentState, action: Action) -> bool:
        """Whether the account status of an agent allows `action` now."""
        return agent.present and can(agent.status, action, admin=agent.plan.admin)

    def wait(self, call: CallState) -> None:
        """Put a call among those that wait, by priority, then by arrival and not by when it came back."""
        insort(self.waiting, (call.rank, call.arrival_us, call.facts.key))

    def unwait(self, call: CallState) -> None:
        """Take a call out of those that wait."""
        self.waiting.remove((call.rank, call.arrival_us, call.facts.key))
