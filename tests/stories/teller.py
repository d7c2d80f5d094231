"""The teller: plays a story to the routing machine and compares every instant with what the story says.

::

    group longest_idle, ring 20 s, 3 agents          header: the little world (worlds.py)
     0  pause A1                                     time in s, what somebody does, -> every effect (words.py)
    10  arrive C0, pick 3, talk 60   -> ring C0 [A0]
    13  -> answer C0 A0              (the machine's own timers run by themselves; remarks stand in brackets)
    13.5  nothing -> nothing

`end` is the end of the horizon: whoever is still in the system stays there. A line without a time belongs to the
instant of the line before. Families of effects that a story does not mention are
not told (`shows FAMILY ...` in the header mentions them); of the others every effect must be listed, at every instant up
to the last line. Each story is played twice, with the events of an instant in opposite orders: the records must be the
same. After every instant the machine's invariants are checked, at the end the books are balanced.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import groupby
from typing import NamedTuple

from sim.domain.agents import Action
from sim.domain.contacts import NOBODY, Channel, Facts, Outcome, contact_key, generation_of, source_of
from sim.domain.events import Event, EventKind, event
from sim.domain.luck import later_luck, luck_of, threshold
from sim.domain.plan import AdminPlan, Plan, Verb
from sim.domain.records import Record, RecordKind
from sim.domain.time import NEVER, SECOND
from sim.routing.invariants import check
from sim.routing.machine import Machine
from sim.routing.state import Row, World

from .words import ALWAYS, FAMILIES, SOURCES, contact, tell_rows
from .worlds import Setting, number, us

CHANNELS = {"arrive": Channel.INBOUND_CALL, "dial": Channel.OUTBOUND_CALL, "text": Channel.INBOUND_SMS,
            "send": Channel.OUTBOUND_SMS}  # fmt: skip
STATUS_VERBS = {"paused": Verb.PAUSE, "suspended": Verb.SUSPEND, "deleted": Verb.DELETE}
BY_HAND = {EventKind.ANSWER, EventKind.REJECT, EventKind.HANG_UP, EventKind.TALK_END}
"""What people do without a timer; every other event a story names must be due by the machine's own calendar."""

_LINE = re.compile(r"\s*(?P<time>\d+(?:\.\d+)?)?\s*(?P<what>.*?)\s*(?:->\s*(?P<effects>.*))?")


class Line(NamedTuple):
    """One line of a story's body."""

    time_us: int
    what: str
    effects: tuple[str, ...]
    text: str


@dataclass
class Told:
    """A story that has been played: its plan, its records and the machine's world at the end."""

    plan: Plan
    world: World
    records: list[Record] = field(default_factory=list)

    def of(self, *kinds: RecordKind) -> list[Record]:
        """Records of these kinds, in order."""
        return [row for row in self.records if row.kind in kinds]


def tell(story: str) -> Told:
    """Play a story and compare every instant; raises AssertionError with the line, what it expects and what is seen."""
    return _Player(story).play(compare=True)


def play(story: str) -> Told:
    """Play a story without comparing effects (invariants and books are still checked), for tests that count."""
    return _Player(story).play(compare=False)


class _Player:
    """A parsed story: a plan, the facts of its contacts and its lines."""

    def __init__(self, story: str) -> None:
        lines = [line for line in map(_without_remarks, story.splitlines()) if line.strip()]
        body = next((i for i, line in enumerate(lines) if re.match(r"\s*\d", line)), len(lines))
        self.setting = Setting()
        self.facts: dict[int, Facts] = {}
        shown = set(ALWAYS)
        for line in lines[:body]:
            word, _, rest = line.strip().partition(" ")
            shown |= set(rest.split()) if word == "shows" else set()
            if word != "shows":
                self.setting.read(line)
        self.lines = _body(lines[body:])
        self.posts = [self._post(line) for line in self.lines]
        shown |= {effect.split()[0] for line in self.lines for effect in line.effects}
        assert shown <= set(FAMILIES), f"no such effect: {sorted(shown - set(FAMILIES))}"
        self.shown = {FAMILIES[word] for word in shown}
        self.plan = self.setting.plan()

    def play(self, compare: bool) -> Told:
        told, mirrored = self._play(compare, order=1), self._play(False, order=-1)
        assert told.records == mirrored.records, "the records depend on the order in which events were inserted"
        _balance(told)
        return told

    def _play(self, compare: bool, order: int) -> Told:
        rows: list[Row] = []
        machine = Machine(self.plan, self._book, rows.append)
        world = machine.world
        calendar = _working_days(self.plan)
        machine.start()

        def instant(now_us: int, posted: list[Event]) -> list[str]:
            while calendar and calendar[0].time_us == now_us:
                posted.append(heappop(calendar))
            before = len(rows)
            for timer in machine.step(now_us, posted[::order]):
                heappush(calendar, timer)
            check(world)
            return tell_rows(rows[before:], self.shown)

        instant(0, [])
        for time_us, told in groupby(zip(self.lines, self.posts, strict=True), key=lambda one: one[0].time_us):
            lines, posts = zip(*told, strict=True)
            while calendar and calendar[0].time_us < time_us:
                early = calendar[0].time_us
                _compare(compare, early, [], instant(early, []))
            posted = [_find(post(world), calendar, time_us) for post in posts]
            seen = instant(time_us, [one for one in posted if one is not None])
            if any(line.what == "end" for line in lines):
                seen += self._end(machine, rows, time_us)
            _compare(compare, time_us, lines, seen)
        return Told(self.plan, world, [Record._make(row) for row in rows])

    def _book(self, key: int) -> Facts:
        """The facts of a contact; a later attempt has those of the first."""
        if key not in self.facts and source_of(key) >= len(Channel):
            self.facts[key] = self._dialled(key)
        elif key not in self.facts:
            first = self.facts[key - generation_of(key)]
            self.facts[key] = first._replace(key=key, luck=later_luck(first.luck, generation_of(key)))
        return self.facts[key]

    def _end(self, machine: Machine, rows: list[Row], now_us: int) -> list[str]:
        """The horizon is over (A2.10): what is still open stays open."""
        before = len(rows)
        machine.close(now_us)
        machine.leave_in_system()
        return tell_rows(rows[before:], self.shown)

    def _post(self, line: Line) -> Callable[[World], Event | None]:
        """What a line makes due at its instant; timeline entries and contacts are declared on the way."""
        verb, _, rest = line.what.partition(" ")
        now = line.time_us
        if verb in ("", "nothing", "end"):
            return lambda world: None
        if verb in CHANNELS:
            key = self._contact(verb, rest)
            return lambda world: event(EventKind.ARRIVAL, now, key)
        if verb == "tries":
            agent, action = rest.split()
            return lambda world: event(EventKind.ATTEMPT, now, -1, Action[action.upper()], number(agent))
        if verb == "status":
            rest, _, status = rest.partition(" ")
            verb = STATUS_VERBS[status].name.lower()
        if verb.upper() in Verb.__members__:
            position = len(self.setting.timeline)
            self.setting.timeline.append(_entry(Verb[verb.upper()], rest, now))
            return lambda world: event(EventKind.ADMIN_BEGIN, now, position)
        kind = EventKind[verb.upper()]
        return lambda world: _named(world, kind, rest.split(), now)

    def _contact(self, verb: str, text: str) -> int:
        """Declare a contact: `C0 on L1, by K2, pick A0 5 A1 never, talk 60, patience 90`, `D0 A1, connects 8`."""
        head, *clauses = (clause.strip() for clause in text.split(","))
        name, *where = head.split()
        said = {word: rest for word, _, rest in (one.partition(" ") for one in [*self.setting.calls, *clauses])}
        agent = number(where[0]) if where and where[0] != "on" else NOBODY
        line = number(where[1]) if where and where[0] == "on" else 0
        channel = CHANNELS[verb]
        assert name[0] == SOURCES[channel], f"{name} is no name of what {verb} makes"
        inbound = channel in (Channel.INBOUND_CALL, Channel.INBOUND_SMS)
        key = contact_key(channel, number(name))
        self.facts[key] = Facts(
            key, luck_of(name), channel, line if inbound else -1, agent,
            customer=number(said["by"]) if "by" in said else NOBODY,
            patience_us=us(said.get("patience", "never")), handle_us=us(said.get("talk", "never")),
            dial_us=us(said.get("connects") or said.get("fails", "0")), connects="connects" in said,
            reply_table=self.setting.table(us(said.get("reply", "never"))),
            recorded_pick_up=self._pick_up(said.get("pick", "never").split()),
            priority=int(said.get("priority", "0")), balk=threshold(float("balks" in said)),
            skill=int(said.get("needs", "-1 0").split()[0]), skill_level=int(said.get("needs", "-1 0").split()[1]),
        )  # fmt: skip
        return key

    def _dialled(self, key: int) -> Facts:
        """An attempt at a record: as `record R0' connects 8, talk 60` says, else nobody answers within 25 s."""
        name = contact(key)
        said = {word: rest for word, _, rest in (one.partition(" ") for one in self.setting.records.get(name, ()))}
        return Facts(
            key, luck_of(name), Channel.OUTBOUND_CALL, -1, NOBODY, NOBODY, int(NEVER), us(said.get("talk", "60")),
            us(said.get("connects", "25")), "connects" in said, -1, None,
        )  # fmt: skip

    def _pick_up(self, words: list[str]) -> dict[int, tuple[int, ...]]:
        """`5`: everyone picks up after 5 s; `A0 never/3 A1 5`: A0 not the first time; whoever is not named never."""
        every = {agent: (int(NEVER),) for agent in range(len(self.setting.agents))}
        if len(words) == 1:
            return dict.fromkeys(every, (us(words[0]),))
        named = zip(words[::2], words[1::2], strict=True)
        return every | {number(name): tuple(map(us, times.split("/"))) for name, times in named}


def _without_remarks(line: str) -> str:
    return re.sub(r"\([^)]*\)", "", line).rstrip()


def _body(lines: list[str]) -> list[Line]:
    """The lines of the body, each with the time of its instant."""
    body: list[Line] = []
    for text in lines:
        match = _LINE.fullmatch(text)
        assert match, f"not a line of a story: {text!r}"
        time_us = us(match["time"]) if match["time"] else body[-1].time_us
        assert not body or time_us >= body[-1].time_us, f"time goes back: {text.strip()!r}"
        effects = (" ".join(effect.split()) for effect in (match["effects"] or "").split(";"))
        told = tuple(effect for effect in effects if effect not in ("", "nothing"))
        body.append(Line(time_us, " ".join(match["what"].split()), told, text.strip()))
    return body


def _working_days(plan: Plan) -> list[Event]:
    """Everything the plan itself makes due: shifts, breaks, hours, ends of the timeline's windows."""
    calendar: list[Event] = []
    for key, agent in enumerate(plan.agents):
        for begin, end in agent.shifts:
            heappush(calendar, event(EventKind.SHIFT_START, begin, agent=key))
            heappush(calendar, event(EventKind.SHIFT_END, end, agent=key))
        for index, (due_us, _) in enumerate(agent.breaks):
            heappush(calendar, event(EventKind.BREAK_START, due_us, offer=index, agent=key))
    for begin, end in plan.opening:
        heappush(calendar, event(EventKind.OPEN, begin)) if begin else None
        heappush(calendar, event(EventKind.CLOSE, end))
    for position, entry in enumerate(plan.timeline):
        heappush(calendar, event(EventKind.ADMIN_END, entry.until_us, position))
    return [one for one in sorted(calendar) if one.time_us < NEVER]


def _entry(verb: Verb, text: str, now_us: int) -> AdminPlan:
    """`A1 A2 until 50`, `2 of G0 until 50`, `2 idle of G0`, `A1 to Nora` or `A3 to G0 G1` as an entry of the timeline."""
    head, _, until = text.partition(" until ")
    head, _, to = head.partition(" to ")
    until_us = us(until) if until else int(NEVER)
    if " of " in head:
        count, _, group = head.partition(" of ")
        count, _, idle = count.partition(" ")
        return AdminPlan(now_us, until_us, verb, (), count=int(count), group=number(group), first_idle=idle == "idle")
    groups = tuple(map(number, to.split())) if verb is Verb.ADD and to else ()
    return AdminPlan(now_us, until_us, verb, tuple(map(number, head.split())), person=to, groups=groups)


def _named(world: World, kind: EventKind, words: list[str], now_us: int) -> Event:
    """`answer C0 #2 A2`: an event by its name; what is not said is -1 or, for a call, as the call stands."""
    said = {word[0]: int(word[1:]) for word in words}
    key = next((contact_key(SOURCES.index(letter), said[letter]) for letter in SOURCES if letter in said), -1)
    call = world.calls.get(key)
    offer = said.get("#", call.offer if call and call.line and kind in BY_HAND else -1)
    agent = said.get("A", call.agent if call and kind is EventKind.TALK_END else -1)
    return event(kind, now_us, key, offer, agent)


def _find(wanted: Event | None, calendar: list[Event], now_us: int) -> Event | None:
    """Post what people do; an event of the machine's own must be due already, so nothing is posted twice."""
    if wanted is None or wanted.kind in {EventKind.ARRIVAL, EventKind.ATTEMPT, EventKind.ADMIN_BEGIN}:
        return wanted
    fields = ("kind", "contact", "offer", "agent")
    for due in (one for one in calendar if one.time_us == now_us):
        if all(getattr(wanted, name) in (-1, getattr(due, name)) for name in fields):
            return None
    assert wanted.kind in BY_HAND, f"no {wanted.kind.name} is due at {now_us / SECOND:g} s as the story says"
    return wanted


def _compare(compare: bool, time_us: int, lines: Sequence[Line], seen: list[str]) -> None:
    """Fail with the line of the story, what it expects and what is seen."""
    expected = [effect for line in lines for effect in line.effects]
    if not compare or Counter(expected) == Counter(seen):
        return
    missing, surplus = Counter(expected) - Counter(seen), Counter(seen) - Counter(expected)
    story = "\n    ".join(line.text for line in lines) or "(the story has no line here)"
    raise AssertionError(
        f"at {time_us / SECOND:g} s\n    {story}\n  missing: {'; '.join(missing) or 'nothing'}"
        f"\n  surplus: {'; '.join(surplus) or 'nothing'}\n  seen:    {'; '.join(seen) or 'nothing'}"
    )


def _balance(told: Told) -> None:
    """Every contact has one outcome or is in the system; every leg ended once or rings; agents' time adds up."""
    arrived = Counter(row.contact for row in told.of(RecordKind.ARRIVAL))
    ended = Counter(row.contact for row in told.of(RecordKind.OUTCOME))
    inside = Counter([*told.world.calls, *told.world.messages])
    assert arrived == ended + inside, "offered is not the sum of outcomes and what is in the system"
    assert all(count == 1 for count in arrived.values()), "a contact arrived or ended twice"
    left = {row.contact for row in told.of(RecordKind.OUTCOME) if row.value == Outcome.IN_SYSTEM}
    legs = Counter((row.contact, row.offer, row.agent) for row in told.of(RecordKind.RING) if row.contact not in left)
    ends = (row for row in told.of(RecordKind.RING_END, RecordKind.ANSWER) if row.contact not in left)
    over = Counter((row.contact, row.offer, row.agent) for row in ends)
    rings = Counter((key, call.offer, leg) for key, call in told.world.calls.items() for leg in call.legs)
    rings += Counter((*agent.unaware[:2], agent.key) for agent in told.world.agents if agent.unaware)
    assert legs == over + rings, "a ring leg ended twice, or never"
