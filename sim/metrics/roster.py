"""What every agent was doing and when: the three axes of an agent as spans of time, and one word for each span.

The roster of an agent starts when they join the account and ends with their deletion (a call in progress then ends
first). May not look past the end of the horizon.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.domain.agents import Activity, AnswerType, Phone, Status
from sim.domain.cells import CODE_SHAPE, CODES, code
from sim.domain.plan import Plan
from sim.domain.records import ACTIVITY_AFTER, RecordKind
from sim.metrics.columns import Columns, Ints
from sim.metrics.levels import Level
from sim.metrics.people import People

Flags = NDArray[np.bool_]


class State(IntEnum):
    """What an agent is doing, in one word. The first that holds: at work, then account, login, phone."""

    IDLE = 0
    RINGING = 1
    ON_CALL = 2
    WRAP_UP = 3
    PAUSED = 4
    SUSPENDED = 5
    OFF_SHIFT = 6
    ON_BREAK = 7
    BUSY = 8
    OFFLINE = 9
    """Logged in but not available: back from a pause, not ready yet."""


@dataclass(frozen=True, slots=True, eq=False)
class Axes:
    """The axes of an agent as columns, members of `Status`, `Phone` and `Activity`, and the `State` they amount to."""

    status: Ints
    logged_in: Flags
    phone: Ints
    activity: Ints
    state: Ints

    @property
    def held(self) -> Flags:
        """In the account, whatever their status: a licence is held."""
        held: Flags = self.status != Status.DELETED
        return held

    @property
    def active(self) -> Flags:
        """Logged in and not paused, suspended or deleted."""
        active: Flags = self.logged_in & (self.status == Status.ACTIVE)
        return active

    @property
    def handling(self) -> Flags:
        """Dialling, talking or in wrap-up."""
        return np.isin(self.activity, (Activity.ON_CALL, Activity.WRAP_UP))

    @property
    def staffed(self) -> Flags:
        """Active and at the phone: idle, ringing, on a call or in wrap-up."""
        return self.active & np.isin(self.state, (State.IDLE, State.RINGING, State.ON_CALL, State.WRAP_UP))

    @property
    def routable(self) -> Flags:
        """Could be rung."""
        routable: Flags = self.active & (self.state == State.IDLE)
        return routable


@dataclass(frozen=True, slots=True, eq=False)
class Roster(Axes):
    """Spans of agents' time inside the horizon, by agent, then by time; no span is empty and none overlap.

    `person` is a number of `People`, `answers` a member of `AnswerType`; `texting`: open conversations by text keep calls away.
    """

    agent: Ints
    from_us: Ints
    to_us: Ints
    person: Ints
    answers: Ints
    texting: Flags

    @property
    def routable(self) -> Flags:
        """Could be rung, by how they take calls (B2)."""
        free = (self.status == Status.ACTIVE) & (self.activity == Activity.IDLE) & ~self.texting
        outside = free & np.isin(self.phone, (Phone.AVAILABLE, Phone.OFFLINE))
        kinds = [self.answers == AnswerType.APP, self.answers == AnswerType.PHONE_NUMBER]
        return np.select(kinds, [self.active & (self.state == State.IDLE) & ~self.texting, outside], False)

    def level(self, chosen: Flags) -> Level:
        """How many agents the spans chosen make at once."""
        return Level.of(self.from_us[chosen], self.to_us[chosen])


_OTHER = (RecordKind.STATUS, RecordKind.LOGIN, RecordKind.PHONE, RecordKind.PERSON)


def roster(plan: Plan, columns: Columns, people: People, end_us: int) -> Roster:
    """Fold the time of every agent."""
    talks = (RecordKind.CONVERSATION,) if plan.sms.blocks_voice else ()
    rows = columns.of(*_OTHER, *ACTIVITY_AFTER, *talks)
    order = np.lexsort((rows.row, rows.agent))
    order = order[(rows.time_us[order] < end_us) & (rows.agent[order] >= 0)]
    agent, at_us, value = rows.agent[order], rows.time_us[order], rows.value[order]
    kind = columns.kind(rows.row[order])
    first = np.append(True, agent[1:] != agent[:-1])[: len(agent)]
    assert (kind[first] == RecordKind.STATUS).all(), "an agent's first record creates them"

    def axis(kinds: tuple[RecordKind, ...], values: Ints, start: int | Ints) -> Ints:
        changed = np.isin(kind, kinds)
        carried = np.where(changed, values, start)
        last = np.maximum.accumulate(np.where(changed | first, np.arange(len(kind)), 0)) if len(kind) else kind
        return carried[last]

    status = axis((RecordKind.STATUS,), value, Status.ACTIVE)
    logged_in = axis((RecordKind.LOGIN,), value, 0) == 1
    phone = axis((RecordKind.PHONE,), value, Phone.OFFLINE)
    activity = axis(tuple(ACTIVITY_AFTER), _ACTIVITY[kind], Activity.IDLE)
    person = axis((RecordKind.PERSON,), len(plan.agents) + value, agent)
    to_us = np.append(at_us[1:], end_us)[: len(agent)]
    to_us[np.append(first[1:], True)[: len(agent)]] = end_us
    state = CODED.state[code(status, logged_in, phone, activity)]
    kept = (to_us > at_us) & ((status != Status.DELETED) | (activity == Activity.ON_CALL))
    answers = np.array([one.answers for one in plan.agents], dtype=np.int64)[agent]
    every = (status, logged_in, phone, activity, state, agent, at_us, to_us, person, answers, axis(talks, value, 0) > 0)
    return Roster(*(column[kept] for column in every))


_ACTIVITY = np.array([ACTIVITY_AFTER.get(kind, Activity.IDLE) for kind in RecordKind], dtype=np.int64)


def _states(status: Ints, logged_in: Flags, phone: Ints, activity: Ints) -> Ints:
    """One word for each combination of the axes."""
    rules: list[tuple[Flags, State]] = [
        (activity == Activity.ON_CALL, State.ON_CALL),
        (activity == Activity.RINGING, State.RINGING),
        (activity == Activity.WRAP_UP, State.WRAP_UP),
        (status == Status.SUSPENDED, State.SUSPENDED),
        (~logged_in, State.OFF_SHIFT),
        (status == Status.PAUSED, State.PAUSED),
        (phone == Phone.ON_BREAK, State.ON_BREAK),
        (phone == Phone.BUSY, State.BUSY),
        (phone == Phone.OFFLINE, State.OFFLINE),
    ]
    return np.select([holds for holds, _ in rules], [state for _, state in rules], State.IDLE).astype(np.int64)


def _coded() -> Axes:
    status, logged_in, phone, activity = np.unravel_index(np.arange(CODES), CODE_SHAPE)
    axes = status, logged_in == 1, phone, activity
    return Axes(*axes, _states(*axes))


CODED = _coded()
"""What each code of an agent says (`sim.domain.cells.code`)."""
