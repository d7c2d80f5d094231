"""The machine at the hands of hypothesis: anything from outside at any time, every invariant after every instant.

What fails is written as a day (`results/fuzz/stateful.json`, also among the notes of the failure) that `make fuzz` replays.
"""

from dataclasses import replace
from heapq import heappush
from pathlib import Path

from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from sim.domain.agents import Action, Status
from sim.domain.contacts import NOBODY, Channel, Facts, contact_key
from sim.domain.events import EventKind, event
from sim.domain.luck import luck_of
from sim.domain.plan import AdminPlan, Verb
from sim.domain.time import NEVER

from .days import SPREAD, Day, days, many
from .running import Running
from .written import write

LAST = 1_000_000
"""No history gets as far."""
RESTS = tuple((LAST, length) for length in range(1, 7))
"""Breaks by their index; they start when a rule says so."""
FILE = Path("results/fuzz/stateful.json")

REVERSIBLE = [Verb.PAUSE, Verb.RESUME, Verb.SUSPEND, Verb.REACTIVATE]
"""What an admin does again and again; a deletion is for good, and a history without agents is a short one."""

soon = st.integers(0, 3)
nth = st.integers(0, 5)
patience = st.one_of(st.just(int(NEVER)), st.integers(0, 12))
groups_alone = days(entries=(0, 0), contacts=(0, 0), attempts=(0, 0))


class Anything(RuleBasedStateMachine):
    """Rules make something due now or soon; time that passes plays it, together with the machine's own timers."""

    @initialize(day=groups_alone, open_at_first=st.booleans())
    def account(self, day: Day, open_at_first: bool) -> None:
        """Agents without a shift of their own who answer every other call or every one, on a grid of 1 us."""
        staff = tuple(
            replace(agent, shifts=(), breaks=RESTS, no_answer=agent.no_answer // 2, status=Status.ACTIVE)
            for agent in day.plan.agents
        )
        opening = ((0, LAST),) if open_at_first else ()
        groups = tuple(
            replace(g, layers=tuple(replace(x, ring_timeout_us=_less(x.ring_timeout_us, day)) for x in g.layers),
                    max_hold_us=_less(g.max_hold_us, day), retry_us=_less(g.retry_us, day)) for g in day.plan.groups
        )  # fmt: skip
        lines = tuple(replace(line, ring_timeout_us=_less(line.ring_timeout_us, day)) for line in day.plan.lines)
        plan = replace(day.plan, end_us=LAST, agents=staff, opening=opening, groups=groups, lines=lines)
        self.day = Day(1, plan, {}, (), ())
        self.playing = Running(self.day)
        self.now, self.ordinal = 0, 0
        for agent in range(len(staff)):
            self._outside(EventKind.SHIFT_START, 0, agent=agent)

    @rule(calls=st.lists(st.tuples(nth, st.integers(0, 9)), min_size=1, max_size=5), soon=soon)
    def burst(self, calls: list[tuple[int, int]], soon: int) -> None:
        """Several people call at one instant, and wait for ever."""
        for line, talk in calls:
            self._contact(Channel.INBOUND_CALL, soon, line=line, handle_us=talk)

    @rule(line=nth, customer=st.integers(-1, 3), patience=patience, talk=st.integers(0, 9), soon=soon)
    def call(self, line: int, customer: int, patience: int, talk: int, soon: int) -> None:
        """Somebody calls."""
        self._contact(Channel.INBOUND_CALL, soon, line=line, customer=customer, patience_us=patience, handle_us=talk)

    @rule(agent=nth, dial=st.integers(0, 5), talk=st.integers(0, 9), connects=st.booleans(), soon=soon)
    def dial(self, agent: int, dial: int, talk: int, connects: bool, soon: int) -> None:
        """An agent has a call to place."""
        self._contact(Channel.OUTBOUND_CALL, soon, agent=agent, dial_us=dial, handle_us=talk, connects=connects)

    @rule(line=nth, customer=st.integers(-1, 3), reply=st.integers(0, 6), soon=soon)
    def text(self, line: int, customer: int, reply: int, soon: int) -> None:
        """A text comes in."""
        self._contact(Channel.INBOUND_SMS, soon, line=line, customer=customer, reply_table=reply)

    @rule(agent=nth, soon=soon)
    def send(self, agent: int, soon: int) -> None:
        """An agent sends a text."""
        self._contact(Channel.OUTBOUND_SMS, soon, agent=agent)

    @rule(agent=nth, action=st.sampled_from(Action), soon=soon)
    def attempt(self, agent: int, action: Action, soon: int) -> None:
        """An agent tries something."""
        self._outside(EventKind.ATTEMPT, soon, offer=int(action), agent=self._agent(agent))

    @rule(
        agent=nth, kind=st.sampled_from([EventKind.SHIFT_START, EventKind.SHIFT_START, EventKind.SHIFT_END]), soon=soon
    )
    def shift(self, agent: int, kind: EventKind, soon: int) -> None:
        """A shift starts or ends."""
        self._outside(kind, soon, agent=self._agent(agent))

    @rule(agent=nth, rest=st.integers(0, len(RESTS) - 1), soon=soon)
    def rest(self, agent: int, rest: int, soon: int) -> None:
        """A break is due."""
        self._outside(EventKind.BREAK_START, soon, offer=rest, agent=self._agent(agent))

    @rule(kind=st.sampled_from([EventKind.OPEN, EventKind.OPEN, EventKind.CLOSE]), soon=soon)
    def hours(self, kind: EventKind, soon: int) -> None:
        """The account opens or closes."""
        self._outside(kind, soon)

    @rule(
        agent=nth,
        verb=st.sampled_from([*REVERSIBLE, *REVERSIBLE, *Verb]),
        lasts=st.one_of(st.just(int(NEVER)), st.integers(0, 8)),
        soon=soon,
    )
    def admin(self, agent: int, verb: Verb, lasts: int, soon: int) -> None:
        """The admin does something to one agent."""
        groups = tuple(range(len(self.day.plan.groups))) if verb is Verb.ADD else ()
        self._entry(AdminPlan(0, lasts, verb, (self._agent(agent),), person="Nora", groups=groups), soon)

    @rule(count=st.integers(1, 3), group=nth, verb=st.sampled_from([*REVERSIBLE, *REVERSIBLE, Verb.DELETE]), soon=soon)
    def admin_counts(self, count: int, group: int, verb: Verb, soon: int) -> None:
        """The admin does something to so many of a ring group."""
        self._entry(AdminPlan(0, int(NEVER), verb, (), count, group % len(self.day.plan.groups)), soon)

    @rule(steps=st.integers(1, 6))
    def time_passes(self, steps: int) -> None:
        """The instants up to now, whatever is due at each."""
        until, calendar = self.now + steps, self.playing.calendar
        try:
            while calendar and calendar[0].time_us < until:
                self.playing.instant(calendar[0].time_us)
        except Exception:
            self._hand_on()
            raise
        self.now = until

    def teardown(self) -> None:
        """The end: whatever is left is played, then the books are balanced."""
        if not hasattr(self, "playing"):
            return
        self.time_passes(40)
        try:
            self.playing.machine.close(self.now)
            self.playing.leave()
        except Exception:
            self._hand_on()
            raise

    def _hand_on(self) -> None:
        text = write(replace(self.day, plan=replace(self.day.plan, end_us=self.now + 50)))
        FILE.parent.mkdir(parents=True, exist_ok=True)
        FILE.write_text(text, encoding="utf-8")
        note(f"{text}seed 1; again: make fuzz REPLAY={FILE}")

    def _agent(self, number: int) -> int:
        return number % len(self.day.plan.agents)

    def _outside(self, kind: EventKind, soon: int, contact: int = -1, offer: int = -1, agent: int = -1) -> None:
        due = event(kind, self.now + soon, contact, offer, agent)
        if due not in self.day.attempts:
            self.day = replace(self.day, attempts=(*self.day.attempts, due))
            heappush(self.playing.calendar, due)

    def _entry(self, entry: AdminPlan, soon: int) -> None:
        at = self.now + soon
        entry = replace(entry, at_us=at, until_us=at + entry.until_us if entry.until_us < NEVER else entry.until_us)
        position = len(self.day.plan.timeline)
        self.day = replace(self.day, plan=replace(self.day.plan, timeline=(*self.day.plan.timeline, entry)))
        self.playing.world.plan = replace(self.playing.world.plan, timeline=self.day.plan.timeline)
        heappush(self.playing.calendar, event(EventKind.ADMIN_BEGIN, at, position))
        if entry.until_us < NEVER:
            heappush(self.playing.calendar, event(EventKind.ADMIN_END, entry.until_us, position))

    def _contact(self, channel: Channel, soon: int, line: int = -1, agent: int = -1, **facts: int) -> None:
        key = contact_key(channel, self.ordinal)
        self.ordinal += 1
        inbound = channel in (Channel.INBOUND_CALL, Channel.INBOUND_SMS)
        one = Facts(
            key, luck_of(f"{channel.name} {self.ordinal}"), channel, line % len(self.day.plan.lines) if inbound else -1,
            NOBODY if inbound else self._agent(agent), customer=-1, patience_us=int(NEVER), handle_us=0, dial_us=0,
            connects=False, reply_table=SPREAD, recorded_pick_up=None,
        )  # fmt: skip
        self.day.facts[key] = one._replace(**facts)
        due = event(EventKind.ARRIVAL, self.now + soon, key)
        self.day = replace(self.day, arrivals=(*self.day.arrivals, due))
        heappush(self.playing.calendar, due)


def _less(time_us: int, day: Day) -> int:
    return time_us // day.grid_us if time_us < NEVER else time_us


def test_anything_from_outside_at_any_time_keeps_every_invariant() -> None:
    run_state_machine_as_test(
        Anything, settings=settings(max_examples=many(500), stateful_step_count=40, derandomize=True, deadline=None)
    )
