"""Decision by decision: from the state that Asterisk logged before each ring, whom does the discipline name?

A recorded event changes what is known; at every ring the discipline is asked, on that snapshot alone. What it names
otherwise than Asterisk is asked again on the snapshots of the 0.3 s around, for an attempt begins some milliseconds
before its ring is logged.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from enum import Enum
from functools import partial

from sim.domain.luck import luck_of
from sim.domain.time import SECOND, micros
from sim.routing import asterisk
from sim.routing.asterisk import Attempt, Member, Moment, Pointer
from sim.workload.asterisk import Logged, Recording

NEAR_US = 300_000
"""A logged state may be so much older or younger than what an attempt saw."""
NOT_IN_USE = 1
"""Device state of a phone that may ring."""


class Verdict(Enum):
    """How a decision compares with Asterisk's."""

    AGREED = "agreed"
    TIE = "equal metric"
    CLOCK = "a state or a second changed within 0.3 s"
    OURS = "unexplained"


@dataclass(frozen=True, slots=True)
class Decision:
    """One ring: whom Asterisk rang, whom the discipline names."""

    t_s: float
    call: int
    rung: str
    named: str
    verdict: Verdict


@dataclass(slots=True)
class Known:
    """What the log says of one member at some instant."""

    paused: bool = False
    status: int = NOT_IN_USE
    calls: int = 0
    last_s: int = asterisk.NEVER_CALLED
    pending: int = -1
    """The call whose ring has begun before the phone's state shows it."""


@dataclass(slots=True)
class Snapshot:
    """All that a decision reads, as of one event."""

    at_us: int
    members: list[Known]
    pointer: Pointer = field(default_factory=Pointer)


class Log:
    """A recording, replayed event by event.

    Parameters
    ----------
    recording : Recording
        One queue.
    """

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.rule = asterisk.RULES[recording.strategy]
        self.numbers = {name: number for number, name in enumerate(recording.members)}
        self.order = [self.numbers[name] for name in recording.order]
        self.now = Snapshot(0, [Known() for _ in recording.members])
        self.callers: dict[int, Pointer] = {}
        self.attempts: dict[int, Attempt] = {}
        self.looks: dict[int, int] = {}
        """Caller in the queue, first come first -> when it looks next (as far as the log tells)."""

    def decisions(self) -> list[Decision]:
        """Every ring of the recording, judged."""
        snapshots: list[Snapshot] = []
        asked: list[tuple[int, Logged, Pointer, list[int], list[int]]] = []
        for event in self.recording.events:
            self._looks_until(event.at_us)
            self.now.at_us = event.at_us
            if event.kind == "called":
                pointer = deepcopy(self._pointer(event.call))
                asked.append((len(snapshots), event, pointer, *self._ring(event)))
            else:
                self._take_in(event)
            snapshots.append(deepcopy(self.now))
        return [self._judge(snapshots, *one) for one in asked]

    def _pointer(self, call: int) -> Pointer:
        if self.rule.keeps == "caller":
            return self.callers.setdefault(call, Pointer())
        return self.now.pointer

    def _ring(self, event: Logged) -> tuple[list[int], list[int]]:
        """Whom the discipline names for this ring, and who has its metric; from here on Asterisk's choice holds."""
        call, number = event.call, self.numbers[event.member]
        known = self.attempts.get(call) if self.rule.rings_all else None
        attempt = known or self._begin(self.now, self._pointer(call))
        named = asterisk.who(self.rule, attempt, self._may_ring(self.now, call))
        alike = [agent for agent in attempt.metrics if attempt.metrics[agent] == attempt.metrics[number]]
        self.now.members[number].pending = call
        attempt.rung.append(number)
        self.attempts[call] = attempt
        return named, alike

    def _begin(self, state: Snapshot, pointer: Pointer) -> Attempt:
        members = [Member(i, i, one.calls, one.last_s) for i, one in enumerate(state.members)]
        chance = partial(_chance, state.at_us)
        return asterisk.begin(self.rule, members, self.order, Moment(pointer, asterisk.second(0, state.at_us), chance))

    def _may_ring(self, state: Snapshot, call: int) -> list[int]:
        """Who may be rung: not paused, phone free, in no other attempt, wrap-up over."""
        now_s, wrap_up_s = state.at_us // SECOND, int(self.recording.settings.wrap_up_s)
        return [
            i for i, one in enumerate(state.members)
            if not one.paused and one.status == NOT_IN_USE and one.pending in (-1, call)
            and asterisk.wrapped_up(Member(i, i, one.calls, one.last_s), now_s, wrap_up_s)
        ]  # fmt: skip

    def _take_in(self, event: Logged) -> None:
        """What any other event changes."""
        if event.kind == "join":
            self.looks[event.call] = event.at_us
        if event.kind == "member":
            self._update(self.now.members[self.numbers[event.member]], event)
        if event.kind in ("missed", "connect", "abandon") and (attempt := self.attempts.pop(event.call, None)):
            asterisk.over(self.rule, attempt, self._pointer(event.call))
        if event.kind in ("missed", "connect", "abandon"):
            for one in self.now.members:
                one.pending = -1 if one.pending == event.call else one.pending

        if event.kind == "missed":
            self.looks[event.call] = event.at_us + micros(self.recording.settings.retry_s)
        elif event.kind in ("connect", "abandon"):
            self.looks.pop(event.call, None)

    def _looks_until(self, until_us: int) -> None:
        """Callers who look before the next event: one whose turn it is and who can ring nobody makes an attempt as well.

        The log does not show it, but it moves the pointer and costs the caller a whole `retry`.
        """
        while due := min(((at, call) for call, at in self.looks.items() if call not in self.attempts), default=None):
            at_us, call = due
            if at_us >= until_us:
                return
            self.now.at_us = at_us
            self.looks[call] = at_us + self._look(call)

    def _look(self, call: int) -> int:
        """One look of a caller; how long until the next."""
        waiting = list(self.looks)
        ahead = sum(other not in self.attempts for other in waiting[: waiting.index(call)])
        if not asterisk.is_turn(self.rule, ahead, self._available()) or self._may_ring(self.now, -1):
            return SECOND
        attempt = self._begin(self.now, self._pointer(call))
        asterisk.over(self.rule, attempt, self._pointer(call))
        return micros(self.recording.settings.retry_s)

    def _available(self) -> int:
        """Members whose phone the queue believes free, be they pending or not."""
        now_s, wrap_up_s = self.now.at_us // SECOND, int(self.recording.settings.wrap_up_s)
        return sum(
            not one.paused
            and one.status == NOT_IN_USE
            and asterisk.wrapped_up(Member(0, 0, 0, one.last_s), now_s, wrap_up_s)
            for one in self.now.members
        )

    def _update(self, one: Known, event: Logged) -> None:
        one.paused, one.status, one.calls = event.paused, event.status, event.calls
        one.last_s = event.last_s or asterisk.NEVER_CALLED
        if one.status != NOT_IN_USE:
            one.pending = -1

    def _judge(
        self,
        snapshots: Sequence[Snapshot],
        at: int,
        event: Logged,
        pointer: Pointer,
        named: list[int],
        alike: list[int],
    ) -> Decision:
        number = self.numbers[event.member]
        allowed = named if self.rule.rings_all else named[:1]
        if self.rule.title == "random":
            allowed = self._may_ring_before(snapshots, at, event)
        verdict = Verdict.AGREED
        if number not in allowed:
            near = list(self._near(snapshots, at, event, pointer))
            verdict = Verdict.CLOCK if any(number in one for one in near) else Verdict.OURS
            if verdict is Verdict.OURS and named and named[0] in alike:
                verdict = Verdict.TIE
        told = self.recording.members[number if number in allowed else named[0]] if named else "nobody"
        return Decision(event.t_s, event.call, event.member, told, verdict)

    def _may_ring_before(self, snapshots: Sequence[Snapshot], at: int, event: Logged) -> list[int]:
        state = deepcopy(snapshots[at])
        state.members[self.numbers[event.member]].pending = -1
        return self._may_ring(state, -1)

    def _near(self, snapshots: Sequence[Snapshot], at: int, event: Logged, pointer: Pointer) -> Iterator[list[int]]:
        """Whom the discipline names on each state of the 0.3 s around."""
        for nth in _around(snapshots, at):
            state = deepcopy(snapshots[nth])
            own = state.members[self.numbers[event.member]]
            own.pending = -1 if own.pending == event.call else own.pending
            for at_us in {state.at_us, event.at_us, event.at_us - NEAR_US, event.at_us + NEAR_US}:
                state.at_us = at_us
                start = deepcopy(pointer if self.rule.keeps == "caller" else state.pointer)
                attempt = self._begin(state, start)
                found = asterisk.who(self.rule, attempt, self._may_ring(state, -1))
                yield self._may_ring(state, -1) if self.rule.title == "random" else found


def _around(snapshots: Sequence[Snapshot], at: int) -> Iterator[int]:
    """Positions of the snapshots within 0.3 s, nearest first to either side."""
    moment_us = snapshots[at].at_us
    back = at - 1
    while back >= 0 and moment_us - snapshots[back].at_us <= NEAR_US:
        yield back
        back -= 1
    if back >= 0:
        yield back  # what held until the first change within
    ahead = at
    while ahead < len(snapshots) and snapshots[ahead].at_us - moment_us <= NEAR_US:
        yield ahead
        ahead += 1


def _chance(moment: int, agent: int) -> int:
    """A metric by chance: Asterisk's own cannot be known."""
    return luck_of(f"{moment} {agent}") % 1000


def counts(decisions: Sequence[Decision]) -> Counter[Verdict]:
    """How many decisions there are of each verdict."""
    return Counter(one.verdict for one in decisions)
