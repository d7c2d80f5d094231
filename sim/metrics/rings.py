"""Phones that rang, and calls for which none did, as columns. May not judge them.

What an engine counts on its way knows no single ring: numbers from here need a row of each call.
"""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from sim.domain.contacts import NOBODY, Reason
from sim.domain.plan import Plan
from sim.domain.records import RecordKind
from sim.domain.time import NEVER
from sim.metrics.columns import Columns, Ints
from sim.metrics.contacts import Contacts, Flags

RINGING = -1
"""In place of a reason: the ring has not ended."""

_AT_WORK = (RecordKind.RING, RecordKind.RING_END, RecordKind.ANSWER, RecordKind.TALK_END, RecordKind.DIAL,
            RecordKind.CONNECT, RecordKind.DIAL_END, RecordKind.WRAP_UP, RecordKind.WRAP_UP_END)  # fmt: skip
_GONE = (RecordKind.ANSWER, RecordKind.LEAVE, RecordKind.VOICEMAIL, RecordKind.CALLBACK, RecordKind.OUTCOME)
"""A call no longer waits in its ring group, or nobody is on its line."""


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """One row per span; times in us.

    Attributes
    ----------
    contact, arrived_us : the call, and when it arrived.
    live : a person answered it in the end.
    agent : whose phone; -1 of a wait.
    group : the ring group, -1 for none.
    need : the skill the call needs, a place in `needs`.
    from_us, to_us : the span; one that never ended goes to the last record.
    end : of a ring, the `Reason` it ended without this agent, NONE if the agent answered, `RINGING` if it goes on.
    """

    contact: Ints
    arrived_us: Ints
    live: Flags
    agent: Ints
    group: Ints
    need: Ints
    from_us: Ints
    to_us: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.contact)

    def where(self, chosen: Flags) -> Self:
        """Only the rows chosen."""
        return type(self)(**{entry.name: getattr(self, entry.name)[chosen] for entry in fields(self)})


def needs(plan: Plan) -> list[tuple[int, int]]:
    """What the calls of any source need: (skill, level), (-1, 0) of those that need none."""
    return sorted({(source.skill, source.skill_level) for source in plan.sources})


def legs(plan: Plan, columns: Columns, contacts: Contacts) -> Spans:
    """Every phone that rang for a call, by agent, then by time."""
    rows = columns.of(RecordKind.RING, RecordKind.RING_END, RecordKind.ANSWER)
    order = _by(rows.agent)
    kind, agent = columns.kind(rows.row[order]), rows.agent[order]
    begins = np.flatnonzero(kind == RecordKind.RING)
    after = np.minimum(begins + 1, len(order) - 1)
    over = (after > begins) & (agent[after] == agent[begins]) & (kind[after] != RecordKind.RING)
    begun, ended = order[begins], order[after]
    answered = kind[after] == RecordKind.ANSWER
    return _spans(
        plan, contacts, rows.contact[begun], rows.agent[begun], rows.group[begun], rows.time_us[begun],
        np.where(over, rows.time_us[ended], columns.last_us),
        np.where(over, np.where(answered, Reason.NONE, rows.reason[ended]), RINGING),
    )  # fmt: skip


def unattended(plan: Plan, columns: Columns, contacts: Contacts) -> Spans:
    """Every time in which a call waited in a ring group and no phone rang for it, by call, then by time."""
    rows = columns.of(RecordKind.ENTER, RecordKind.RING, RecordKind.RING_END, *_GONE)
    order = _by(rows.contact)
    kind, contact, at_us = columns.kind(rows.row[order]), rows.contact[order], rows.time_us[order]
    last = np.append(contact[1:] != contact[:-1], True)[: len(contact)]
    step = np.where(kind == RecordKind.RING, 1, 0) - np.isin(kind, (RecordKind.RING_END, RecordKind.ANSWER))
    ringing = _running(step, np.append(True, last[:-1])[: len(last)])
    moves = (kind == RecordKind.ENTER) | np.isin(kind, _GONE)
    place = np.where(kind == RecordKind.ENTER, rows.group[order], NOBODY)
    moved = np.maximum.accumulate(np.where(moves | np.append(True, last[:-1])[: len(last)], np.arange(len(kind)), 0))
    group = place[moved] if len(kind) else place
    to_us = np.where(last, columns.last_us, np.append(at_us[1:], columns.last_us)[: len(at_us)])
    kept = (group >= 0) & (ringing == 0) & (to_us > at_us)
    nobody = np.full(int(kept.sum()), NOBODY)
    return _spans(plan, contacts, contact[kept], nobody, group[kept], at_us[kept], to_us[kept], nobody)


def _by(key: Ints) -> Ints:
    """Rows by a key, those of one key as they were written; small keys are sorted without comparing."""
    small = len(key) == 0 or (key.min() >= 0 and key.max() < 1 << 16)
    order: Ints = np.argsort(key.astype(np.uint16) if small else key, kind="stable")
    return order


def _running(step: Ints, first: Flags) -> Ints:
    """The sum of the steps of each call up to each of its records."""
    total = np.cumsum(step)
    starts = np.flatnonzero(first)
    before = np.append(0, total)[starts]
    running: Ints = total - np.repeat(before, np.diff(np.append(starts, len(step))))
    return running


def _spans(
    plan: Plan, contacts: Contacts, contact: Ints, agent: Ints, group: Ints, from_us: Ints, to_us: Ints, end: Ints
) -> Spans:
    order = _by(contacts.key)
    place = order[np.searchsorted(contacts.key[order], contact)]
    known = needs(plan)
    need = np.array([known.index((one.skill, one.skill_level)) for one in plan.sources], dtype=np.int64)
    at_us, live, source = contacts.at_us[place], contacts.live[place], contacts.source[place]
    return Spans(contact, at_us, live, agent, group, need[source], from_us, to_us, end)


def stuck_us(columns: Columns, end_us: int) -> Ints:
    """How long agents stayed at something whose cause was over, each time that they did.

    A phone rings after somebody answered the call or it ended, talk or a dial goes on after the contact's outcome, wrap-up
    is longer than planned; up to the end of the horizon.
    """
    rows = columns.of(*_AT_WORK)
    order = _by(rows.agent)
    kind, agent = columns.kind(rows.row[order]), rows.agent[order]
    from_us, contact = rows.time_us[order], rows.contact[order]
    last = np.append(agent[1:] != agent[:-1], True)[: len(agent)]
    to_us = np.where(last, columns.last_us, np.append(from_us[1:], 0)[: len(agent)])
    rings, wraps = kind == RecordKind.RING, kind == RecordKind.WRAP_UP
    works = np.isin(kind, (RecordKind.ANSWER, RecordKind.DIAL, RecordKind.CONNECT))
    over_us = _last_of(columns, RecordKind.OUTCOME, contact)
    taken_us = over_us
    for taken in (RecordKind.ANSWER, RecordKind.VOICEMAIL):
        taken_us = np.minimum(taken_us, _last_of(columns, taken, contact))
    cause_us = np.select([rings, works, wraps], [taken_us, over_us, from_us + rows.value[order]], int(NEVER))
    beyond: Ints = np.minimum(to_us, end_us) - np.maximum(cause_us, from_us)
    return beyond[beyond > 0]


def _last_of(columns: Columns, kind: RecordKind, contact: Ints) -> Ints:
    """When each contact last had a record of a kind; never, if it has none."""
    rows = columns.of(kind)
    order = _by(rows.contact)
    known = rows.contact[order]
    place = np.searchsorted(known, contact, side="right") - 1
    found = np.append(known, NOBODY - 1)[place] == contact
    return np.where(found, np.append(rows.time_us[order], 0)[place], int(NEVER))
