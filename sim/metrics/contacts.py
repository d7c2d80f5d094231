"""Calls and messages as columns, one row a contact in order of arrival. May not judge them and may not hide a name."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sim.domain.contacts import GENERATION_BITS, NOBODY, ORDINAL_BITS, Channel, Outcome, Reason
from sim.domain.plan import Plan
from sim.domain.records import Notice, RecordKind
from sim.metrics.columns import Columns, Ints
from sim.metrics.people import People

Flags = NDArray[np.bool_]

TALLIED = (Reason.PAUSED, Reason.SUSPENDED, Reason.BUSY, Reason.OFF_SHIFT)
UNKNOWN = -1
"""A duration that has not ended, or never began."""

ABANDONED = (Outcome.ABANDONED_RINGING, Outcome.ABANDONED_QUEUE)
BOXED = (Outcome.VOICEMAIL_LEFT, Outcome.VOICEMAIL_EMPTY)


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """One row per contact; -1 is none or unknown, durations in us.

    Attributes
    ----------
    in_hours : whether it arrived in opening hours.
    live : a person answered (inbound) or the customer did (outbound).
    end_us : its outcome; of a contact without one, the last record of the run.
    wait_us : until answered, until a voicemail box took it, else until its outcome; outbound: due until dialled. Of a call that
        is called back until the customer and an agent talk, else until the caller asked for it.
    called_back_us : when the caller asked to be called back.
    talk_us : 0 of a call that nobody answered.
    agent : who answered, replied, dialled or sent; `person` is who held that agent's licence then.
    group : the last ring group; `hops` how many it entered; `offers` how many batches rang for it.
    tally : (n, 4), members of its target in the states of `TALLIED` when it was given up.
    notified : agents told of a message, without those who only watch.
    dark_us : how long a text lay where nobody was notified, until the end of the horizon.
    """

    key: Ints
    channel: Ints
    at_us: Ints
    line: Ints
    customer: Ints
    in_hours: Flags
    outcome: Ints
    reason: Ints
    end_us: Ints
    live: Flags
    wait_us: Ints
    called_back_us: Ints
    talk_us: Ints
    reply_us: Ints
    agent: Ints
    person: Ints
    group: Ints
    offers: Ints
    hops: Ints
    voicemail_left: Flags
    tally: Ints
    notified: Ints
    dark_us: Ints

    def __len__(self) -> int:
        return len(self.key)

    def where(self, chosen: Flags) -> Self:
        """Only the rows chosen."""
        return type(self)(**{entry.name: getattr(self, entry.name)[chosen] for entry in fields(self)})

    def of(self, channel: Channel) -> Self:
        """Only the contacts of one channel."""
        return self.where(self.channel == channel)

    @property
    def caller(self) -> Ints:
        """What the attempts of one caller share: source and ordinal, whatever the generation."""
        caller: Ints = self.key >> GENERATION_BITS
        return caller

    @property
    def source(self) -> Ints:
        """Rank of the source."""
        source: Ints = self.key >> (GENERATION_BITS + ORDINAL_BITS)
        return source

    @property
    def abandoned(self) -> Flags:
        """Whether the caller hung up."""
        return np.isin(self.outcome, ABANDONED)


def contacts(plan: Plan, columns: Columns, people: People) -> Contacts:
    """Fold every contact of a run."""
    arrivals = columns.of(RecordKind.ARRIVAL)
    filling = _Filling(columns, arrivals.contact)
    at_us = arrivals.time_us
    channels = np.array([source.channel for source in plan.sources], dtype=np.int64)
    channel = channels[arrivals.contact >> (GENERATION_BITS + ORDINAL_BITS)]
    inbound = channel == Channel.INBOUND_CALL
    outcome = filling.column(RecordKind.OUTCOME, "value", Outcome.IN_SYSTEM)
    end_us = filling.column(RecordKind.OUTCOME, "time_us", columns.last_us)
    answered_us = filling.column(RecordKind.ANSWER, "value", UNKNOWN)
    connected = filling.column(RecordKind.CONNECT, "value", UNKNOWN) >= 0
    talked_us = filling.column(RecordKind.CONNECT, "time_us", UNKNOWN)
    spoken_us = np.where(inbound & (talked_us >= 0), talked_us - at_us, answered_us)
    by_person = filling.column(RecordKind.ANSWER, "reason", Reason.NONE) == Reason.NONE
    live = np.where(inbound, (spoken_us >= 0) & by_person, connected)
    called_back_us = filling.first(RecordKind.CALLBACK, "time_us", UNKNOWN)
    agent, row = _agents(filling, arrivals.agent, arrivals.row)
    return Contacts(
        key=arrivals.contact,
        channel=channel,
        at_us=at_us,
        line=arrivals.value,
        customer=arrivals.offer,
        in_hours=_open_at(columns, arrivals.row),
        outcome=outcome,
        reason=filling.column(RecordKind.OUTCOME, "reason", Reason.NONE),
        end_us=end_us,
        live=live,
        wait_us=_waits(filling, channel, at_us, np.where(called_back_us >= 0, called_back_us, end_us), spoken_us),
        called_back_us=called_back_us,
        talk_us=filling.column(RecordKind.TALK_END, "value", np.where(live, UNKNOWN, 0)),
        reply_us=filling.column(RecordKind.REPLY, "value", UNKNOWN),
        agent=agent,
        person=people.holder(agent, row),
        group=_groups(filling),
        offers=filling.column(RecordKind.RING, "offer", 0),
        hops=filling.column(RecordKind.ENTER, "value", -1) + 1,
        voicemail_left=filling.column(RecordKind.OUTCOME, "offer", 0, of_kind=RecordKind.VOICEMAIL) == 1,
        tally=np.stack([filling.tally(reason) for reason in TALLIED], axis=1),
        notified=filling.count(RecordKind.NOTIFY, but=Notice.WATCHED),
        dark_us=_dark(filling, columns, plan.end_us),
    )


class _Filling:
    """Finds each record's contact, to fill one column after another."""

    def __init__(self, columns: Columns, keys: Ints) -> None:
        self._columns, self._order = columns, np.argsort(keys, kind="stable")
        self._sorted = keys[self._order]
        assert not (self._sorted[1:] == self._sorted[:-1]).any(), "a contact arrives once"

    def place(self, contact: Ints) -> Ints:
        """Where these contacts stand in order of arrival."""
        place: Ints = self._order[np.searchsorted(self._sorted, contact)]
        return place

    def column(self, kind: RecordKind, field: str, missing: int | Ints, of_kind: RecordKind | None = None) -> Ints:
        """One field of the last record of a kind of each contact, `missing` where it has none.

        `of_kind` keeps only the contacts that also have a record of that kind.
        """
        rows = self._columns.of(kind)
        filled = np.full(len(self._order), missing, dtype=np.int64)
        filled[self.place(rows.contact)] = getattr(rows, field)
        if of_kind is None:
            return filled
        return np.where(self.count(of_kind) > 0, filled, missing)

    def first(self, kind: RecordKind, field: str, missing: int) -> Ints:
        """One field of the first record of a kind of each contact, `missing` where it has none."""
        rows = self._columns.of(kind)
        filled = np.full(len(self._order), missing, dtype=np.int64)
        filled[self.place(rows.contact[::-1])] = getattr(rows, field)[::-1]
        return filled

    def count(self, kind: RecordKind, but: int = NOBODY) -> Ints:
        """How many records of a kind each contact has, without those of one value."""
        rows = self._columns.of(kind)
        places = self.place(rows.contact[rows.value != but])
        return np.bincount(places, minlength=len(self._order)).astype(np.int64)

    def sums(self, contact: Ints, value: Ints) -> Ints:
        """The sum of some values for each contact."""
        found = np.zeros(len(self._order), dtype=np.int64)
        np.add.at(found, self.place(contact), value)
        return found

    def tally(self, reason: Reason) -> Ints:
        """The members counted under a reason when each contact was given up."""
        rows = self._columns.of(RecordKind.TALLY)
        mine = rows.reason == reason
        filled = np.zeros(len(self._order), dtype=np.int64)
        filled[self.place(rows.contact[mine])] = rows.value[mine]
        return filled


def _dark(filling: _Filling, columns: Columns, end_us: int) -> Ints:
    """Dark time of every text: from DARK, or an outcome of SMS_DARK, to what comes next of it, or the end."""
    rows = columns.of(RecordKind.DARK, RecordKind.NOTIFY, RecordKind.QUEUED, RecordKind.OUTCOME)
    kind = columns.kind(rows.row)
    counts = (kind != RecordKind.NOTIFY) | (rows.value != Notice.WATCHED)
    rows, kind = type(rows)(*(column[counts] for column in rows)), kind[counts]
    order = np.lexsort((rows.row, rows.contact))
    contact, at_us = rows.contact[order], np.minimum(rows.time_us[order], end_us)
    follows = np.append(contact[1:] == contact[:-1], False)
    until_us = np.where(follows, np.append(at_us[1:], end_us)[: len(at_us)], end_us)
    lost = (kind == RecordKind.OUTCOME) & (rows.value == Outcome.SMS_DARK)
    begins = ((kind == RecordKind.DARK) | lost)[order]
    return filling.sums(contact[begins], (until_us - at_us)[begins])


def _waits(filling: _Filling, channel: Ints, at_us: Ints, end_us: Ints, answered_us: Ints) -> Ints:
    """The wait of every contact, by its channel."""
    given_up_us = filling.column(RecordKind.VOICEMAIL, "time_us", end_us)
    inbound = np.where(answered_us >= 0, answered_us, given_up_us - at_us)
    dialled = filling.column(RecordKind.DIAL, "value", UNKNOWN)
    cases = [channel == Channel.INBOUND_CALL, channel == Channel.OUTBOUND_CALL]
    return np.select(cases, [inbound, dialled], UNKNOWN)


def _agents(filling: _Filling, agent: Ints, row: Ints) -> tuple[Ints, Ints]:
    """Whose contact each is and the record that made it theirs; an outbound one is its agent's from the arrival."""
    for kind in (RecordKind.ANSWER, RecordKind.REPLY, RecordKind.DIAL):
        found = filling.column(kind, "agent", NOBODY)
        row = np.where(found >= 0, filling.column(kind, "row", row), row)
        agent = np.where(found >= 0, found, agent)
    late = agent < 0  # a dial without an agent finds one when the customer answers
    for_whom, when = filling.column(RecordKind.CONNECT, "agent", agent), filling.column(RecordKind.CONNECT, "row", row)
    return np.where(late, for_whom, agent), np.where(late, when, row)


def _groups(filling: _Filling) -> Ints:
    """The last ring group each contact was in: of its outcome, or the one it entered last."""
    entered = filling.column(RecordKind.ENTER, "group", NOBODY)
    ended = filling.column(RecordKind.OUTCOME, "group", NOBODY)
    return np.where(ended >= 0, ended, entered)


def _open_at(columns: Columns, row: Ints) -> Flags:
    """Whether the account was open at these records, by the last record of opening hours before each."""
    hours = columns.of(RecordKind.HOURS)
    last = np.searchsorted(hours.row, row) - 1
    opened: Flags = np.append(hours.value, 0)[last] == 1
    return opened
