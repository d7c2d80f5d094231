"""A replication, counted: every number, the intervals and the charges are computed from this, and it does not grow with calls.

How it counts is `sim/domain/cells.py`. Two folds make the same totals: this one of a day's columns, and that of the
compiled engine while it runs. May hold no single call.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.domain.cells import (
    ABANDONED,
    ANSWERED,
    CELL_SHAPE,
    CELLS,
    CLOSED,
    CODES,
    MISSED,
    SLOT_SHAPE,
    SLOTS,
    VOICEMAIL,
    cell,
    code,
    slot,
)
from sim.domain.contacts import MAX_GENERATION, Channel, Outcome, Reason
from sim.domain.plan import Plan, Target, TargetKind
from sim.domain.time import micros
from sim.metrics import contacts as ends
from sim.metrics.billing import Charge
from sim.metrics.columns import Ints
from sim.metrics.conduct import Conduct, conduct
from sim.metrics.contacts import Contacts, Flags
from sim.metrics.day import Day
from sim.metrics.levels import Windows, clipped, overlap
from sim.metrics.settings import Settings
from sim.metrics.waits import Waits

if TYPE_CHECKING:
    import pandas as pd

Pieces = tuple[tuple[int, int, float], ...]
"""[from, to) in us and the agents required then."""


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """One replication; counts and sums are whole and exact, times in us.

    Attributes
    ----------
    plan, settings, windows
        As in `Day`; all that follows is of the windows.
    cells : shape (CELLS,)
        Contacts that arrive, by `cell`; short: an inbound call whose wait is at most the AWT, left: with a message in a box.
    waits : Waits
        Of live inbound calls.
    wait_us, wait_max_us : int
        Sum of the waits of all inbound calls; the longest of a live one, -1 without any.
    reply_us, dark_us : int
        Sum of the replies to answered inbound texts; sum of the time that texts lay where nobody was notified.
    callers, callers_reached : int
        Of calls offered in opening hours; of these, with an attempt that a person answers.
    redials : int
        Inbound calls that are a caller's second or later attempt.
    callbacks, callback_us : int
        Inbound calls whose caller asked to be called back; of those reached, the time from then until they talked, summed.
    campaigns : shape (campaigns, 4)
        Attempts; of these, customers who spoke to an agent and who found none; records left at the end of the horizon.
    answered : shape (agents,)
        Live inbound calls.
    members : ndarray of int64
        Everyone who was ever in a layer of a ring group, sorted.
    agent_us : shape (CODES,)
        Agents' time in the account, by `code`.
    edges_us : ndarray of int64
        Edges of the intervals.
    slots : shape (intervals * SLOTS,)
        Inbound calls, by `slot`.
    waits_us : shape (intervals,)
        Sum of the waits of live inbound calls.
    levels_us : shape (intervals, len(LEVELS))
        Level x time.
    covered_us, open_us : int
        Open time with a routable agent in a line's target, summed over lines; open time.
    staffing : shape (pieces, 2)
        For each of `pieces`: agents staffed x time where they are no more than required, and time where they are more.
    charges : tuple of Charge
        One per billing period of the horizon.
    conduct : Conduct or None
        Of rings and waits; None where no call has a row, for no engine counts it on its way.
    """

    plan: Plan
    settings: Settings
    windows: Windows
    cells: Ints
    waits: Waits
    wait_us: int
    wait_max_us: int
    reply_us: int
    dark_us: int
    callers: int
    callers_reached: int
    redials: int
    callbacks: int
    callback_us: int
    campaigns: Ints
    answered: Ints
    members: Ints
    agent_us: Ints
    edges_us: Ints
    slots: Ints
    waits_us: Ints
    levels_us: Ints
    covered_us: int
    open_us: int
    staffing: Ints
    charges: tuple[Charge, ...]
    conduct: Conduct | None = None

    def contacts(self, channel: Channel, outcome: Outcome | None = None) -> int:
        """How many contacts of a channel arrive, or end so."""
        return counted(self.cells, channel, outcome=outcome)

    def calls(
        self,
        *,
        outcome: Outcome | Sequence[Outcome] | None = None,
        reason: Reason | None = None,
        in_hours: bool | None = None,
        live: bool | None = None,
        short: bool | None = None,
        left: bool | None = None,
    ) -> int:
        """How many inbound calls there are of which all this holds."""
        return counted(self.cells, Channel.INBOUND_CALL, outcome, reason, in_hours, live, short, left)

    @property
    def by_interval(self) -> Ints:
        """Inbound calls by interval, kind, in hours, short."""
        return self.slots.reshape(-1, *SLOT_SHAPE)

    @property
    def pieces(self) -> Pieces:
        """What is required when, a row of `staffing` each."""
        return pieces(self.settings.required, self.windows)

    @property
    def length_us(self) -> int:
        """Length of the windows."""
        return sum(end - start for start, end in self.windows)

    @property
    def tables(self) -> "dict[str, pd.DataFrame]":
        """Name -> rows: intervals, billing; times in s from the start."""
        from sim.metrics.tables import of_totals

        return of_totals(self)

    def time_us(self, chosen: Flags) -> int:
        """Agents' time under the codes chosen (`sim.metrics.roster.CODED`)."""
        return int(self.agent_us[chosen].sum())


def counted(
    cells: Ints,
    channel: Channel,
    outcome: Outcome | Sequence[Outcome] | None = None,
    reason: Reason | None = None,
    in_hours: bool | None = None,
    live: bool | None = None,
    short: bool | None = None,
    left: bool | None = None,
) -> int:
    """How many contacts some cells hold of which all this holds; None is either way."""
    axes = (outcome, reason, in_hours, live, short, left)
    place = (slice(None) if one is None else list(one) if isinstance(one, Sequence) else int(one) for one in axes)
    return int(cells.reshape(CELL_SHAPE)[(channel, *place)].sum())


def totals(day: Day) -> Totals:
    """Count a day."""
    arrived = day.contacts.where(day.measured(day.contacts.at_us))
    calls = arrived.of(Channel.INBOUND_CALL)
    offered = calls.where(calls.in_hours)
    live_us = calls.wait_us[calls.live]
    replied = (arrived.channel == Channel.INBOUND_SMS) & (arrived.outcome == Outcome.SMS_ANSWERED)
    awt_us = micros(day.settings.targets.awt_s)
    edges_us = edges(day.settings.targets.interval_s, day.windows)
    size = max(len(edges_us) - 1, 0)
    interval = np.searchsorted(edges_us, calls.at_us, side="right") - 1
    levels = (day.staffed, day.routable, day.waiting, day.paused)
    return Totals(
        plan=day.plan,
        settings=day.settings,
        windows=day.windows,
        cells=_cells(arrived, awt_us),
        waits=Waits.of(live_us),
        wait_us=int(calls.wait_us.sum()),
        wait_max_us=int(live_us.max(initial=-1)),
        reply_us=int(arrived.reply_us[replied].sum()),
        dark_us=int(arrived.dark_us.sum()),
        callers=len(np.unique(offered.caller)),
        callers_reached=len(np.unique(offered.caller[offered.live])),
        redials=int((calls.key & MAX_GENERATION > 0).sum()),
        callbacks=int((calls.called_back_us >= 0).sum()),
        callback_us=int((calls.at_us + calls.wait_us - calls.called_back_us)[calls.outcome == Outcome.CALLBACK_REACHED].sum()),
        campaigns=_campaigns(day, arrived),
        answered=np.bincount(calls.agent[calls.live & (calls.agent >= 0)], minlength=len(day.plan.agents)),
        members=np.array(sorted(frozenset().union(*day.members)), dtype=np.int64),
        agent_us=_agent_us(day),
        edges_us=edges_us,
        slots=np.bincount(slot(interval, _kinds(calls), calls.in_hours, calls.wait_us <= awt_us), minlength=size * SLOTS),
        waits_us=_sums(interval[calls.live], live_us, size),
        levels_us=np.stack([np.diff(level.integral(edges_us)) for level in levels], axis=1),
        covered_us=_covered_us(day),
        open_us=sum(end - start for start, end in clipped(day.plan.opening, day.windows)),
        staffing=_staffing(day),
        charges=day.charges,
        conduct=conduct(day),
    )  # fmt: skip


def edges(interval_s: float, windows: Windows) -> Ints:
    """Edges of the intervals of some windows: multiples of the interval from the start of the horizon, and their ends.

    The first and the last interval of a window may be shorter; between two windows lies an interval of no calls.
    """
    step = micros(interval_s)
    inner = [np.arange((start // step + 1) * step, end, step, dtype=np.int64) for start, end in windows]
    return np.unique(np.concatenate([np.array(windows, dtype=np.int64).ravel(), *inner]))


def pieces(required: Pieces, windows: Windows) -> Pieces:
    """The parts of what is required that lie in the windows."""
    return tuple((*part, agents) for start, end, agents in required for part in clipped(((start, end),), windows))


def groups_of(plan: Plan, line: int) -> frozenset[int]:
    """The ring groups a call to a line may come to: its own and those it overflows to."""
    found: set[int] = set()
    group = plan.lines[line].group
    while group >= 0 and group not in found:
        found.add(group)
        group = next_group(plan, plan.groups[group].overflow)
    return frozenset(found)


def next_group(plan: Plan, overflow: Target) -> int:
    """The ring group that a next step leads to, if by way of another line; -1 for none."""
    if overflow.kind is TargetKind.LINE:
        return plan.lines[overflow.index].group
    return overflow.index if overflow.kind is TargetKind.RING_GROUP else -1


def targets(plan: Plan, members: Sequence[frozenset[int]], line: int) -> frozenset[int]:
    """The agents a call to a line may come to: its owner, or the members of its ring group and those it overflows to."""
    owner = plan.lines[line].owner
    return frozenset([owner] if owner >= 0 else []).union(*(members[group] for group in groups_of(plan, line)))


def _cells(arrived: Contacts, awt_us: int) -> Ints:
    inbound = arrived.channel == Channel.INBOUND_CALL
    short = inbound & (arrived.wait_us <= awt_us)
    left = inbound & arrived.voicemail_left
    place = cell(arrived.channel, arrived.outcome, arrived.reason, arrived.in_hours, arrived.live, short, left)
    return np.bincount(place, minlength=CELLS)


def _kinds(calls: Contacts) -> Ints:
    """What an interval counts each call as."""
    rules = {
        ANSWERED: calls.live, VOICEMAIL: np.isin(calls.outcome, ends.BOXED), ABANDONED: calls.abandoned,
        CLOSED: calls.outcome == Outcome.AFTER_HOURS,
    }  # fmt: skip
    return np.select(list(rules.values()), list(rules), MISSED)


def _campaigns(day: Day, arrived: Contacts) -> Ints:
    """What came of every campaign."""
    counts = [
        (mine.sum(), (mine & arrived.live).sum(), (mine & (arrived.outcome == Outcome.OUTBOUND_ABANDONED)).sum(),
         day.left.get(one.source, one.records))
        for one in day.plan.campaigns
        for mine in [arrived.source == one.source]
    ]  # fmt: skip
    return np.array(counts, dtype=np.int64).reshape(-1, 4)


def _agent_us(day: Day) -> Ints:
    roster = day.roster
    place = code(roster.status, roster.logged_in, roster.phone, roster.activity)
    return _sums(place, overlap(roster.from_us, roster.to_us, day.windows), CODES)


def _covered_us(day: Day) -> int:
    """Open time with somebody routable in a line's target, over all lines; lines of one target are looked at once."""
    spans = np.array(clipped(day.plan.opening, day.windows), dtype=np.int64).reshape(-1, 2)
    lines = Counter(targets(day.plan, day.members, line) for line in range(len(day.plan.lines)))
    covered = 0
    for agents, count in lines.items():
        mine = day.roster.routable & np.isin(day.roster.agent, list(agents))
        anybody = day.roster.level(mine).above(0)
        covered += count * int(anybody.between(spans[:, 0], spans[:, 1]).sum())
    return covered


def _staffing(day: Day) -> Ints:
    asked = np.array(pieces(day.settings.required, day.windows), dtype=np.float64).reshape(-1, 3)
    found = np.zeros((len(asked), 2), dtype=np.int64)
    for agents in np.unique(asked[:, 2]):
        mine = asked[:, 2] == agents
        spans = asked[mine, :2].astype(np.int64)
        for column, level in enumerate((day.staffed.up_to(agents), day.staffed.above(agents))):
            found[mine, column] = level.between(spans[:, 0], spans[:, 1])
    return found


def _sums(place: Ints, value: Ints, size: int) -> Ints:
    """The sum of the values at each place: exact, unlike `numpy.bincount` with weights."""
    found = np.zeros(size, dtype=np.int64)
    np.add.at(found, place, value)
    return found
