"""Breadth first through every state of a scene: whatever may happen at an instant does, every draw falls every way.

A step of the walk is one instant of the machine: now again, with one event from outside, or a step of the grid later with
none, one or several and whatever timers are due. Every record is booked and every invariant checked after it; two states that
cannot be told apart are one.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from sim.domain.agents import Action, Activity
from sim.domain.contacts import NOBODY, Channel, Facts, contact_key
from sim.domain.events import Event, EventKind, event
from sim.domain.time import NEVER, SECOND
from sim.routing.draws import Draws
from sim.routing.invariants import check
from sim.routing.machine import Machine
from sim.routing.state import AgentState, CallState, Phase, World
from tests.properties.running import Books, Person
from tests.stories.worlds import number

from .scenes import Scene
from .snapshots import alive, copied, digest, reads

ENDS = {EventKind.CONNECT, EventKind.DIAL_FAILED, EventKind.TALK_END, EventKind.VOICEMAIL_END, EventKind.ANSWER}
"""Of these a contact has one at a time."""
MOST_STATES = 3_000_000

Script = tuple[int, ...]


class Choices(Draws):
    """Draws that fall as a script says, and note how many ways each could have fallen."""

    def __init__(self, scene: Scene, plan: Any) -> None:
        super().__init__(plan, 1, 1)
        self.scene = scene
        self.script: Script = ()
        self.taken: list[tuple[int, int]] = []

    def way(self, ways: int) -> int:
        """Which of so many ways this draw falls; the first once the script is over."""
        nth = len(self.taken)
        chosen = self.script[nth] if nth < len(self.script) else 0
        self.taken.append((chosen, ways))
        return chosen

    def next_script(self) -> Script | None:
        """The script of the next branch, None after the last."""
        while self.taken:
            chosen, ways = self.taken.pop()
            if chosen + 1 < ways:
                return (*(way for way, _ in self.taken), chosen + 1)
        return None

    def _of(self, options: tuple[int, ...]) -> int:
        return options[self.way(len(options))] if len(options) > 1 else options[0]

    def pick_up_us(self, *_: object) -> int:
        """As the scene says; what is NEVER may be answered at any time."""
        return self._of(self.scene.pick_up_us)

    def wrap_up_us(self, *_: object) -> int:
        """As the scene says."""
        return self._of(self.scene.wrap_up_us)

    def return_us(self, *_: object) -> int:
        """At once or a step later."""
        return self._of((0, SECOND))

    def reply_us(self, *_: object) -> int:
        """After one or two steps of being logged in."""
        return self._of((SECOND, 2 * SECOND))

    def voicemail_us(self, *_: object) -> int:
        """Until the explorer ends it."""
        return int(NEVER)

    def voicemail_left(self, *_: object) -> bool:
        """A record alone tells the difference."""
        return True

    def pick(self, *_: object) -> int:
        """Any of as many as there are agents."""
        return self.way(self.agents)

    agents = 3

    def book(self, key: int) -> Facts:
        """A contact's facts at its arrival."""
        channel, at = Channel(key >> 40), (key >> 8) & 0xFF
        where = {Channel.INBOUND_CALL: self.scene.lines, Channel.OUTBOUND_CALL: self.scene.dials}.get(
            channel, self.scene.texts
        )[at]
        inbound = channel is not Channel.OUTBOUND_CALL
        connects = not inbound and bool(self.way(2))
        patience_us = self._of(self.scene.patience_us) if channel is Channel.INBOUND_CALL else int(NEVER)
        return Facts(
            key, key, channel, where if inbound else -1, NOBODY if inbound else where, NOBODY, patience_us, int(NEVER),
            int(NEVER), connects, 0, None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """A concrete state on the way: a world between two instants, its timers, and who has yet to arrive for the first time."""

    world: World
    timers: tuple[Event, ...]
    unseen: frozenset[int]


@dataclass
class Explored:
    """What a walk came to."""

    states: int = 0
    transitions: int = 0
    records: Counter[int] = field(default_factory=Counter)
    depth: int = 0


class BrokenError(AssertionError):
    """A state that must not be, and the shortest way there."""


class Walk:
    """A scene being explored."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        plan = scene.plan()
        self.choices, self.read = Choices(scene, plan), reads(plan)
        self.choices.agents = len(plan.agents)
        self.machine = Machine(plan, self.choices.book, lambda row: None)
        self.machine.world.draws = self.choices
        self.found = Explored()
        self.contacts = frozenset(
            contact_key(channel, nth)
            for channel, of in (
                (Channel.INBOUND_CALL, scene.lines), (Channel.OUTBOUND_CALL, scene.dials), (Channel.INBOUND_SMS, scene.texts),
            )
            for nth in range(len(of))
        )  # fmt: skip
        self.parents: dict[bytes, tuple[bytes, str] | None] = {}

    def run(self, most: int = MOST_STATES) -> Explored:
        """Every state and transition; raises `BrokenError` with the shortest way to what must not be."""
        frontier = {self._key(start): start for start in self._starts()}
        self.parents = dict.fromkeys(frontier)
        while frontier:
            self.found.depth += 1
            beyond: dict[bytes, State] = {}
            for key, state in frontier.items():
                for told, after in self.successors(state, key):
                    self.found.transitions += 1
                    form = self._key(after)
                    if form not in self.parents:
                        self.parents[form] = (key, told)
                        beyond[form] = after
                        assert len(self.parents) <= most, f"more than {most} states: the scene is too large"
            frontier = beyond
        self.found.states = len(self.parents)
        return self.found

    def successors(self, state: State, key: bytes = b"") -> Iterator[tuple[str, State]]:
        """Every instant that may follow, with what happened at it."""
        for now_us, posted in self._instants(state):
            due = [one for one in state.timers if one.time_us == now_us] + posted
            rest = tuple(one for one in state.timers if one.time_us != now_us)
            script: Script | None = ()
            while script is not None:
                told = _told(now_us - state.world.now, due, script)
                self.choices.script, self.choices.taken = script, []
                try:
                    after = self._instant(state, now_us, due, rest)
                except Exception as wrong:
                    raise BrokenError(f"{wrong}\n" + "\n".join([*self._way(key), told])) from wrong
                yield told, after
                script = self.choices.next_script()

    def _starts(self) -> Iterator[State]:
        self.machine.start()
        world = self.machine.world
        logins = [event(EventKind.SHIFT_START, 0, agent=agent.key) for agent in world.agents]
        yield self._instant(State(world, (), self.contacts), 0, logins, ())

    def _key(self, state: State) -> bytes:
        form = digest(state.world, state.timers, self.read)
        return form if self.scene.again else form + bytes(sorted(key >> 8 & 0xFF for key in state.unseen))

    def _instant(self, state: State, now_us: int, due: list[Event], rest: tuple[Event, ...]) -> State:
        """The state after an instant: its records are booked, its invariants checked."""
        world = copied(state.world)
        books = _books(world)
        world.emit = books.enter
        self.machine.world = world
        timers = (*rest, *self.machine.step(now_us, due))
        check(world)
        books.compare(world)
        for row in books.records:
            self.found.records[row.kind] += 1
        arrived = {one.contact for one in due if one.kind is EventKind.ARRIVAL}
        return State(world, tuple(one for one in timers if alive(world, one)), state.unseen - arrived)

    def _instants(self, state: State) -> Iterator[tuple[int, list[Event]]]:
        now, later = state.world.now, state.world.now + SECOND
        for one in self._outside(state, now):
            yield now, [one]
        outside = list(self._outside(state, later))
        for many in range(self.scene.ties + 1):
            for posted in combinations(outside, many):
                if many < 2 or _together(posted):
                    yield later, list(posted)

    def _outside(self, state: State, at: int) -> Iterator[Event]:
        """Everything that may come from outside at this instant."""
        world, scene = state.world, self.scene
        for key in sorted(self.contacts if scene.again else state.unseen):
            if key not in world.calls and key not in world.messages:
                yield event(EventKind.ARRIVAL, at, key)
        for key, call in sorted(world.calls.items()):
            yield from self._of_call(key, call, at)
        for agent in world.agents:
            yield from self._of_agent(agent, at)
        for nth, entry in enumerate(world.plan.timeline):
            yield event(EventKind.ADMIN_BEGIN, at, nth)
            if any(nth in agent.pauses or nth in agent.suspensions for agent in world.agents):
                yield event(EventKind.ADMIN_END, at, nth)
            assert entry.until_us == NEVER
        for text in scene.tries:
            name, action = text.split()
            yield event(EventKind.ATTEMPT, at, -1, Action[action.upper()], number(name))
        if scene.hours:
            yield event(EventKind.CLOSE if world.open else EventKind.OPEN, at)

    def _of_call(self, key: int, call: CallState, at: int) -> Iterator[Event]:
        inbound = call.line is not None
        if call.phase is Phase.WAITING and inbound:
            if self.scene.hang_up:
                yield event(EventKind.HANG_UP, at, key)
            for member in call.legs:
                yield event(EventKind.ANSWER, at, key, call.offer, member)
                if self.scene.reject:
                    yield event(EventKind.REJECT, at, key, call.offer, member)
        elif call.phase is Phase.VOICEMAIL:
            yield event(EventKind.VOICEMAIL_END, at, key)
        elif call.phase is Phase.TALKING and (inbound or call.connected_us >= 0):
            yield event(EventKind.TALK_END, at, key, call.offer if inbound else -1, call.agent)
        elif call.phase is Phase.TALKING:
            yield event(EventKind.CONNECT if call.facts.connects else EventKind.DIAL_FAILED, at, key, -1, call.agent)

    def _of_agent(self, agent: AgentState, at: int) -> Iterator[Event]:
        if agent.activity is Activity.WRAP_UP:
            yield event(EventKind.WRAP_UP_END, at, agent.contact, agent.wrap_up_token, agent.key)
        if agent.key in self.scene.shifts:
            yield event(EventKind.SHIFT_END if agent.on_shift else EventKind.SHIFT_START, at, agent=agent.key)
        if agent.key in self.scene.breaks and not agent.owed_break_us:
            yield event(EventKind.BREAK_START, at, offer=0, agent=agent.key)

    def _way(self, key: bytes) -> list[str]:
        """What happened from the start on."""
        told: list[str] = []
        while (parent := self.parents.get(key)) is not None:
            key, text = parent
            told.insert(0, text)
        return told


def _books(world: World) -> Books:
    """Books that know what was before this instant."""
    people = [
        Person(agent.status if agent.present else None, agent.phone, agent.activity, agent.logged_in)
        for agent in world.agents
    ]
    legs = Counter((key, call.offer, leg) for key, call in world.calls.items() for leg in call.legs)
    return Books(people, world, [], Counter([*world.calls, *world.messages]), Counter(), legs)


def _together(posted: tuple[Event, ...]) -> bool:
    """Whether these may fall on one instant: a contact is answered or ends once."""
    ends = [one.contact for one in posted if one.kind in ENDS]
    return len(ends) == len(set(ends)) or any(one.kind is EventKind.ANSWER for one in posted)


def _told(after_us: int, due: list[Event], script: Script) -> str:
    """One line of a way: how much later, what is due, how draws fall."""
    what = "; ".join(
        f"{one.kind.name.lower()}{f' {one.contact}' if one.contact >= 0 else ''}{f' #{one.offer}' if one.offer >= 0 else ''}"
        f"{f' A{one.agent}' if one.agent >= 0 else ''}"
        for one in sorted(due)
    )
    return f"  +{after_us // SECOND} s  {what or 'nothing'}{f'  (draws {script})' if script else ''}"
