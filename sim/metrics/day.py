"""One replication, folded: its contacts, its agents' time, its charges. Everything else is computed from these columns.

Call numbers cover the calls that arrive in its windows, time-weighted ones their span (A2.10).
"""

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from sim.domain.agents import Status
from sim.domain.contacts import Channel
from sim.domain.plan import Plan, TargetKind
from sim.domain.records import RecordKind
from sim.domain.time import micros
from sim.metrics import tables
from sim.metrics.billing import Charge, charges
from sim.metrics.columns import Columns, Ints
from sim.metrics.contacts import Contacts, Flags, contacts
from sim.metrics.levels import Level, Windows, clipped, within
from sim.metrics.people import People
from sim.metrics.roster import Roster, roster
from sim.metrics.settings import Settings


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
    members : tuple of frozenset of int
        Ring group -> everyone who was ever in one of its layers.
    charges : tuple of Charge
        One per billing period of the horizon.
    """

    plan: Plan
    settings: Settings
    windows: Windows
    contacts: Contacts
    people: People
    roster: Roster
    members: tuple[frozenset[int], ...]
    charges: tuple[Charge, ...]

    @cached_property
    def calls(self) -> Contacts:
        """Inbound calls that arrive in the windows."""
        return self._measured(Channel.INBOUND_CALL)

    @cached_property
    def offered(self) -> Contacts:
        """Inbound calls that arrive in the windows and in opening hours."""
        return self.calls.where(self.calls.in_hours)

    @cached_property
    def good(self) -> Flags:
        """Of the calls offered in opening hours: answered within the acceptable wait."""
        return self.offered.live & (self.offered.wait_us <= micros(self.settings.targets.awt_s))

    @cached_property
    def ab_short(self) -> Flags:
        """Of the calls offered in opening hours: abandoned within the acceptable wait."""
        return self.offered.abandoned & (self.offered.wait_us <= micros(self.settings.targets.awt_s))

    @cached_property
    def dials(self) -> Contacts:
        """Outbound calls that fall due in the windows."""
        return self._measured(Channel.OUTBOUND_CALL)

    @cached_property
    def texts(self) -> Contacts:
        """Messages that arrive in the windows."""
        return self._measured(Channel.INBOUND_SMS)

    @cached_property
    def sent(self) -> Contacts:
        """Messages that agents mean to send in the windows."""
        return self._measured(Channel.OUTBOUND_SMS)

    @cached_property
    def waiting(self) -> Level:
        """Inbound calls that nobody has taken yet, ringing or queued."""
        calls = self.contacts.of(Channel.INBOUND_CALL)
        return Level.of(calls.at_us, calls.at_us + calls.wait_us)

    @cached_property
    def routable(self) -> Level:
        """Agents who could be rung."""
        return self.roster.level(self.roster.routable)

    @cached_property
    def staffed(self) -> Level:
        """Agents logged in, active and at the phone."""
        return self.roster.level(self.roster.staffed)

    @cached_property
    def held(self) -> Level:
        """Licences held: agents in the account, whatever their status."""
        return self.roster.level(self.roster.status != Status.DELETED)

    @cached_property
    def open_hours(self) -> Windows:
        """Opening hours inside the windows."""
        return clipped(self.plan.opening, self.windows)

    @cached_property
    def edges_us(self) -> Ints:
        """Edges of the intervals of the windows; the first and the last interval of each may be shorter."""
        return tables.edges(self.settings.targets.interval_s, self.windows)

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Name -> rows: calls, messages, agent_states, intervals, steps, billing; times in s from the start."""
        return tables.every(self)

    @property
    def length_us(self) -> int:
        """Length of the windows."""
        return sum(end - start for start, end in self.windows)

    def measured(self, at_us: Ints) -> Flags:
        """Whether each of these instants lies in a window."""
        return within(at_us, self.windows)

    def _measured(self, channel: Channel) -> Contacts:
        return self.contacts.where((self.contacts.channel == channel) & self.measured(self.contacts.at_us))


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
    people = People(plan, columns)
    return Day(
        plan=_light(plan),
        settings=settings,
        windows=clipped(((plan.warm_up_us, plan.end_us),), ((0, plan.end_us),)),
        contacts=contacts(plan, columns, people),
        people=people,
        roster=roster(plan, columns, people, plan.end_us),
        members=_members(plan, columns),
        charges=charges(settings, columns),
    )


def between(day: Day, *spans: tuple[int, int]) -> Day:
    """The same day, its numbers limited to calls that arrive in disjoint [from, to) and to that time; charges stay."""
    return replace(day, windows=clipped(spans, day.windows))


def _light(plan: Plan) -> Plan:
    sources = tuple(replace(source, replayed=None) for source in plan.sources)
    return replace(plan, tables=(), owners=(), sources=sources)


def _members(plan: Plan, columns: Columns) -> tuple[frozenset[int], ...]:
    """Everyone who was ever in a layer of each ring group; who left by deletion is never routable again."""
    members = [{agent for layer in group.layers for agent in layer.members} for group in plan.groups]
    joins = columns.of(RecordKind.MEMBER)
    for agent, group, value in zip(joins.agent.tolist(), joins.group.tolist(), joins.value.tolist(), strict=True):
        if value > 0:
            members[group].add(agent)
    return tuple(map(frozenset, members))


def targets(plan: Plan, line: int) -> frozenset[int]:
    """The ring groups a call to a line may come to: its own and those it overflows to; none for a personal line."""
    found: set[int] = set()
    group = plan.lines[line].group
    while group >= 0 and group not in found:
        found.add(group)
        overflow = plan.groups[group].overflow
        group = overflow.index if overflow.kind is TargetKind.RING_GROUP else -1
    return frozenset(found)
