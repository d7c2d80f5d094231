"""One replication, folded: its contacts and its agents' time as columns. Single calls are told from these.

Numbers are computed from its `sim.metrics.totals`. Call numbers cover the calls that arrive in its windows,
time-weighted ones their span (A2.10).
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.domain.agents import Status
from sim.domain.contacts import Channel
from sim.domain.plan import Plan
from sim.domain.records import RecordKind
from sim.metrics.billing import Charge, charges
from sim.metrics.columns import Columns, Ints
from sim.metrics.contacts import Contacts, Flags, contacts
from sim.metrics.levels import Level, Windows, clipped, within
from sim.metrics.people import People
from sim.metrics.rings import Spans, legs, stuck_us, unattended
from sim.metrics.roster import Roster, roster
from sim.metrics.settings import Settings

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Day:
    """One replication.

    Attributes
    ----------
    plan : Plan
        Without its distributions and recordings: a day travels between processes.
    windows : tuple of (int, int)
        Disjoint [from, to) in us, in order: what the numbers are about.
    contacts, roster
        Of the whole run, measured or not.
    left : dict of int to int
        Source of a campaign -> records left at the end of the horizon.
    members : tuple of frozenset of int
        Ring group -> everyone who was ever in one of its layers.
    charges : tuple of Charge
        One per billing period of the horizon.
    legs, unattended : Spans
        Phones that rang; calls that waited in a ring group with none ringing for them.
    stuck_us : ndarray of int64
        Each time that an agent stayed at something beyond its cause.
    """

    plan: Plan
    settings: Settings
    windows: Windows
    contacts: Contacts
    people: People
    roster: Roster
    left: dict[int, int]
    members: tuple[frozenset[int], ...]
    charges: tuple[Charge, ...]
    legs: Spans
    unattended: Spans
    stuck_us: Ints

    @cached_property
    def waiting(self) -> Level:
        """Inbound calls that nobody has taken yet, ringing or queued; who is to be called back does not wait on the line."""
        calls = self.contacts.of(Channel.INBOUND_CALL)
        until_us = calls.at_us + calls.wait_us
        return Level.of(calls.at_us, np.where(calls.called_back_us >= 0, calls.called_back_us, until_us))

    @cached_property
    def routable(self) -> Level:
        """Agents who could be rung."""
        return self.roster.level(self.roster.routable)

    @cached_property
    def staffed(self) -> Level:
        """Agents logged in, active and at the phone."""
        return self.roster.level(self.roster.staffed)

    @cached_property
    def paused(self) -> Level:
        """Agents paused."""
        return self.roster.level(self.roster.status == Status.PAUSED)

    @cached_property
    def tables(self) -> "dict[str, pd.DataFrame]":
        """Name -> rows: calls, messages, agent_states, steps; times in s from the start."""
        from sim.metrics.tables import of_day

        return of_day(self)

    def measured(self, at_us: Ints) -> Flags:
        """Whether each of these instants lies in a window."""
        return within(at_us, self.windows)


def fold(plan: Plan, records: Ints, settings: Settings) -> Day:
    """Fold the records of one replication.

    Parameters
    ----------
    plan : Plan
        The plan they were made with.
    records : ndarray of int64, shape (n, 8)
        In the order in which they were written.
    settings : Settings
        Goals, contract and billing periods.
    """
    columns = Columns(records)
    people, lists = People(plan, columns), columns.of(RecordKind.LIST)
    every = contacts(plan, columns, people)
    return Day(
        plan=light(plan),
        settings=settings,
        windows=measured(plan),
        contacts=every,
        people=people,
        roster=roster(plan, columns, people, plan.end_us),
        left=dict(zip(lists.offer.tolist(), lists.value.tolist(), strict=True)),
        members=members(plan, columns),
        charges=charges(settings, columns),
        legs=legs(plan, columns, every),
        unattended=unattended(plan, columns, every),
        stuck_us=stuck_us(columns, plan.end_us),
    )


def between(day: Day, *spans: tuple[int, int]) -> Day:
    """The same day, its numbers limited to calls that arrive in disjoint [from, to) and to that time; charges stay."""
    return replace(day, windows=clipped(spans, day.windows))


def measured(plan: Plan) -> Windows:
    """What numbers are about: the horizon after its warm-up."""
    return clipped(((plan.warm_up_us, plan.end_us),), ((0, plan.end_us),))


def light(plan: Plan) -> Plan:
    """A plan without its distributions and recordings."""
    sources = tuple(replace(source, replayed=None) for source in plan.sources)
    return replace(plan, tables=(), owners=(), sources=sources)


def members(plan: Plan, columns: Columns) -> tuple[frozenset[int], ...]:
    """Everyone who was ever in a layer of each ring group; who left by deletion is never routable again."""
    found = [{agent for layer in group.layers for agent in layer.members} for group in plan.groups]
    joins = columns.of(RecordKind.MEMBER)
    for agent, group, value in zip(joins.agent.tolist(), joins.group.tolist(), joins.value.tolist(), strict=True):
        if value > 0:
            found[group].add(agent)
    return tuple(map(frozenset, found))
