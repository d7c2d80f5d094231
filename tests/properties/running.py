"""Runs a random day with a plain event loop and keeps the books of its records beside the machine's world."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush

from sim.domain.agents import Activity, AnswerType, Phone, Status
from sim.domain.contacts import Outcome
from sim.domain.events import Event
from sim.domain.plan import Dispatch
from sim.domain.records import ACTIVITY_AFTER, Record, RecordKind
from sim.routing import agenda
from sim.routing.inbound import has_turn
from sim.routing.invariants import check
from sim.routing.machine import Machine
from sim.routing.state import Row, World
from sim.routing.strategies import further_down

from .days import Day, tables
from .ledgers import balance

Watcher = Callable[[int, World], None]


@dataclass
class Person:
    """What records say of an agent."""

    status: Status | None = None
    phone: Phone = Phone.OFFLINE
    activity: Activity = Activity.IDLE
    logged_in: bool = False

    def routable(self, answers: AnswerType) -> bool:
        """Active, available and idle, by the records; a phone number is rung while the app is offline too."""
        phones = {AnswerType.APP: {Phone.AVAILABLE}, AnswerType.PHONE_NUMBER: {Phone.AVAILABLE, Phone.OFFLINE}}
        free = (self.status, self.activity) == (Status.ACTIVE, Activity.IDLE)
        return free and self.phone in phones.get(answers, set())


@dataclass
class Books:
    """Records, and everything that follows from them, kept up row by row."""

    people: list[Person]
    world: World | None = None
    records: list[Record] = field(default_factory=list)
    arrived: Counter[int] = field(default_factory=Counter)
    ended: Counter[int] = field(default_factory=Counter)
    legs: Counter[tuple[int, int, int]] = field(default_factory=Counter)
    """Ring legs started and not ended."""

    def enter(self, row: Row) -> None:
        """Book one record; AssertionError if it contradicts those before."""
        one = Record._make(row)
        assert not self.records or one.time_us >= self.records[-1].time_us, "time goes back in the records"
        self.records.append(one)
        kind, leg = RecordKind(one.kind), (one.contact, one.offer, one.agent)
        self.arrived[one.contact] += kind is RecordKind.ARRIVAL
        self.ended[one.contact] += kind is RecordKind.OUTCOME
        assert self.ended[one.contact] <= self.arrived[one.contact] <= 1, f"a contact ends twice or from nowhere: {one}"
        if one.agent >= 0:
            self._permit(kind, one)
        if kind is RecordKind.RING:
            assert not self.legs[leg], f"a leg starts twice: {one}"
            self.legs[leg] = 1
            if one.agent >= 0:  # else a number outside the account
                self._in_turn(one)
        elif kind in (RecordKind.RING_END, RecordKind.ANSWER):
            assert self.legs.pop(leg, 0), f"a leg ends that does not ring: {one}"
        if one.agent >= 0:
            self._follow(kind, one)

    def _in_turn(self, one: Record) -> None:
        """Nobody rings for a call while one of higher priority or an older one waits for them, over all ring groups; calls
        that look may overtake, and so may a call of higher priority to the own line of an agent who is kept for a home."""
        assert self.world is not None
        call, home = self.world.calls[one.contact], self.world.agents[one.agent].plan.home
        if self.world.plan.router.dispatch is not Dispatch.EVENT or (home >= 0 and call.group < 0):
            return
        highest = max((self.world.groups[group].plan.priority for group in call.visited), default=0)
        place = (-call.facts.priority - highest, call.arrival_us, one.contact)  # an overflow goes on in the same turn
        for key in (waits[-1] for waits in self.world.waiting if waits < place):
            older = self.world.calls[key]
            if older.legs or older.hold_over or older.group < 0 or home == call.group != older.group:
                continue
            if not has_turn(self.world, older):
                continue
            layers = self.world.groups[older.group].layers
            members = {member for layer in layers for _, member in
                       further_down(older, layer, list(enumerate(layer.members)))}  # fmt: skip
            free = older.spared_until_us.get(one.agent, 0) <= one.time_us and one.agent not in older.offered
            assert not (one.agent in members and free), f"an older call waits for who rings: {one}"

    def _permit(self, kind: RecordKind, one: Record) -> None:
        """What only whoever may and can does."""
        person = self.people[one.agent]
        living = person.status in (Status.ACTIVE, Status.PAUSED)
        assert self.world is not None
        answers = self.world.agents[one.agent].plan.answers
        if kind is RecordKind.RING:
            assert person.routable(answers), f"a phone rings that may not: {one}"
        elif kind is RecordKind.DIAL:
            called_back = one.group >= 0 and answers is AnswerType.PHONE_NUMBER  # who has taken it wherever they are
            assert living and (person.logged_in or called_back) and person.activity is Activity.IDLE, (
                f"a call that may not be placed: {one}"
            )
        elif kind is RecordKind.ANSWER:
            assert person.activity is Activity.RINGING, f"an answer without a ring: {one}"
        elif kind is RecordKind.NOTIFY:
            assert living, f"a notification of who hears none: {one}"
        elif kind is RecordKind.REPLY or (kind is RecordKind.OUTCOME and one.value == Outcome.SMS_SENT):
            assert living and person.logged_in, f"a text that may not be sent: {one}"

    def _follow(self, kind: RecordKind, one: Record) -> None:
        person = self.people[one.agent]
        person.activity = ACTIVITY_AFTER.get(kind, person.activity)
        if kind is RecordKind.STATUS:
            person.status = Status(one.value)
        elif kind is RecordKind.PHONE:
            assert person.phone is not Phone(one.value), f"a phone changes to what it is: {one}"
            person.phone = Phone(one.value)
        elif kind is RecordKind.LOGIN:
            assert person.logged_in is not bool(one.value), f"a login changes to what it is: {one}"
            person.logged_in = bool(one.value)

    def compare(self, world: World) -> None:
        """The records tell the whole state of every agent."""
        for person, agent in zip(self.people, world.agents, strict=True):
            told = (person.phone, person.activity, person.logged_in)
            assert told == (agent.phone, agent.activity, agent.logged_in), f"the records lose track of {agent.plan.id}"
            assert person.status is (agent.status if agent.present else None), f"{agent.plan.id} changed in silence"
        rings = {(key, call.offer, leg) for key, call in world.calls.items() for leg in call.legs}
        assert set(self.legs) == rings, "the records lose track of a leg"
        inside = {*world.calls, *world.messages}
        assert {key for key in self.arrived if self.arrived[key] > self.ended[key]} == inside, (
            "the books do not balance"
        )


def outside(day: Day) -> list[Event]:
    """Everything that comes from outside the machine before the end of the day."""
    due = [one for one in (*day.arrivals, *day.attempts) if one.time_us < day.plan.end_us]
    return due + [one for events in agenda.everything_else(day.plan) for one in events]


class Running:
    """A day being played: the machine, the books of its records, and what is due."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.books = Books([Person() for _ in day.plan.agents])
        plan = replace(day.plan, tables=tables(day.grid_us))
        self.machine = Machine(plan, day.facts.__getitem__, self.books.enter)
        self.books.world = self.world = self.machine.world
        self.calendar = outside(day)
        heapify(self.calendar)
        self.machine.start()

    def instant(self, now_us: int, shuffle: Callable[[list[Event]], Iterable[Event]] = list) -> None:
        """Everything that is due now, and every invariant after it."""
        due = []
        while self.calendar and self.calendar[0].time_us == now_us:
            due.append(heappop(self.calendar))
        for timer in self.machine.step(now_us, shuffle(due)):
            assert timer.time_us > now_us
            heappush(self.calendar, timer)
        check(self.world)
        self.books.compare(self.world)

    def leave(self) -> Books:
        """Nothing more happens: the books are balanced."""
        self.machine.leave_in_system()
        books = self.books
        assert books.arrived == books.ended, "offered is not the sum of the outcomes"
        ended = (row for row in books.records if row.kind == RecordKind.OUTCOME)
        left = {row.contact for row in ended if row.value == Outcome.IN_SYSTEM}
        assert {contact for contact, _, _ in books.legs} <= left, "a leg never ended"
        balance(books.records)
        return books


def run(
    day: Day,
    watch: Watcher | None = None,
    shuffle: Callable[[list[Event]], Iterable[Event]] = list,
    idle_steps: bool = False,
) -> Books:
    """Play a day to its end and one day's length further; every invariant is checked after every instant.

    `watch` sees the world before every instant, `shuffle` orders what is due at one, and with `idle_steps` the machine
    is also woken at every step of the grid at which nothing is due.
    """
    playing, end_us, closed = Running(day), day.plan.end_us, False
    calendar = playing.calendar
    idle = list(range(0, 2 * end_us, day.grid_us)) if idle_steps else []
    while calendar and calendar[0].time_us < 2 * end_us:
        now_us = min(calendar[0].time_us, idle[0] if idle else calendar[0].time_us)
        if now_us >= end_us and not closed:
            playing.machine.close(end_us)
            closed = True
        idle = idle[1:] if idle and idle[0] == now_us else idle
        if watch:
            watch(now_us, playing.world)
        playing.instant(now_us, shuffle)
    if not closed:
        playing.machine.close(end_us)
    return playing.leave()
