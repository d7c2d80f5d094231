"""How rings, ring groups and agents behaved, in a few numbers whose size does not grow with calls: what goes wrong unseen.

What an engine counts on its way knows none of it; a day of which every call has a row does.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.domain.agents import AnswerType, Status
from sim.domain.contacts import Reason
from sim.domain.plan import AgentPlan
from sim.metrics.columns import Ints
from sim.metrics.contacts import Flags
from sim.metrics.levels import Level, Windows
from sim.metrics.rings import RINGING, Spans, needs

if TYPE_CHECKING:
    from sim.metrics.day import Day


@dataclass(frozen=True, slots=True, eq=False)
class Conduct:
    """One replication, in its windows; times in us.

    Attributes
    ----------
    rung, legs, again : int
        Calls for which a phone rang, phones that did, and of these the ones that had rung for the same call before.
    ghosts : int
        Phones answered when the call was over or taken.
    wasted_us : shape (len(Reason),)
        Time of rings that did not end in this agent's answer or dial, by why they ended.
    queued, overtaken : int
        Calls answered through a ring group; of these, by a later one.
    free_us, stuck_us, paused_us : int
        The longest time that a free agent and a call without a ringing phone were beside each other, that an agent
        stayed at something beyond its cause, and that an agent was paused.
    """

    rung: int
    legs: int
    again: int
    ghosts: int
    wasted_us: Ints
    queued: int
    overtaken: int
    free_us: int
    stuck_us: int
    paused_us: int


def conduct(day: "Day") -> Conduct:
    """The conduct of a day in its windows."""
    legs = day.legs.where(day.measured(day.legs.arrived_us))
    wasted = ~np.isin(legs.end, (Reason.NONE, Reason.CALLS_BACK, RINGING))
    wasted_us = np.zeros(len(Reason), dtype=np.int64)
    np.add.at(wasted_us, legs.end[wasted], (legs.to_us - legs.from_us)[wasted])
    calls, call = np.unique(legs.contact, return_inverse=True)
    pairs = len(np.unique(call * max(len(day.plan.agents), 1) + legs.agent))
    queued, overtaken = _overtaken(day)
    return Conduct(
        rung=len(calls),
        legs=len(legs),
        again=len(legs) - pairs,
        ghosts=int((legs.end == Reason.GHOST_ANSWER).sum()),
        wasted_us=wasted_us,
        queued=queued,
        overtaken=overtaken,
        free_us=_free_us(day),
        stuck_us=int(day.stuck_us.max(initial=0)),
        paused_us=_paused_us(day),
    )


def _able(agents: tuple[AgentPlan, ...], need: tuple[int, int]) -> Flags:
    """Which agents take calls at all, and have the skill that this one needs."""
    skill, least = need
    fit = [skill < 0 or dict(one.skills).get(skill, 0) >= least for one in agents]
    takes = [one.answers is not AnswerType.WILL_NOT_ANSWER for one in agents]
    return np.array(fit, dtype=np.bool_) & np.array(takes, dtype=np.bool_)


def _overtaken(day: "Day") -> tuple[int, int]:
    """Calls answered through a ring group, and those of them that were overtaken."""
    waits, rings = day.unattended, day.legs.where(day.legs.end == Reason.NONE)
    mine = waits.live & day.measured(waits.arrived_us)
    through = rings.where((rings.group >= 0) & day.measured(rings.arrived_us))
    late: list[Ints] = []
    for chosen, members in _places(day, waits):
        others = rings.where(members[rings.agent]) if len(rings) else rings
        late.append(_passed(waits.where(mine & chosen), others))
    return len(np.unique(through.contact)), len(np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *late])))


def _places(day: "Day", waits: Spans) -> list[tuple[Flags, Flags]]:
    """For every ring group and every skill that its calls need: which waits are there, and which agents may end them."""
    count, kinds = len(day.plan.agents), needs(day.plan)
    found: list[tuple[Flags, Flags]] = []
    for place in np.unique(waits.group * len(kinds) + waits.need).tolist():
        group, need = divmod(place, len(kinds))
        members = np.isin(np.arange(count), list(day.members[group])) & _able(day.plan.agents, kinds[need])
        found.append(((waits.group == group) & (waits.need == need), members))
    return found


def _passed(waits: Spans, rings: Spans) -> Ints:
    """The calls during whose waits a later one began to ring the phone that answered it."""
    order = np.argsort(rings.from_us, kind="stable")
    from_us, arrived_us = rings.from_us[order], rings.arrived_us[order]
    first, end = (np.searchsorted(from_us, edge, side="left") for edge in (waits.from_us, waits.to_us))
    latest = np.append(-1, np.maximum.accumulate(arrived_us))
    open_ = np.flatnonzero((first < end) & (latest[end] > waits.arrived_us))
    kept = [one for one in open_.tolist() if arrived_us[first[one] : end[one]].max() > waits.arrived_us[one]]
    return waits.contact[kept]


def _free_us(day: "Day") -> int:
    """The longest time that a call waited with no phone ringing while somebody who may take it was routable."""
    longest = 0
    for chosen, members in _places(day, day.unattended):
        alone = day.unattended.where(chosen)
        roster = day.roster
        waiting = Level.of(alone.from_us, alone.to_us).above(0)
        free = roster.level(roster.routable & members[roster.agent]).above(0)
        at_us = np.unique(np.concatenate([waiting.at_us, free.at_us]))
        both = np.append(False, (waiting.value(at_us) > 0) & (free.value(at_us) > 0))
        begins, ends = at_us[both[1:] & ~both[:-1]], at_us[~both[1:] & both[:-1]]
        longest = max(longest, _longest_us(begins, ends, day.windows))
    return longest


def _paused_us(day: "Day") -> int:
    """The longest time that an agent was paused without a break."""
    roster = day.roster
    paused = roster.status == Status.PAUSED
    agent, from_us, to_us = roster.agent[paused], roster.from_us[paused], roster.to_us[paused]
    first = np.append(True, (agent[1:] != agent[:-1]) | (from_us[1:] > to_us[:-1]))[: len(agent)]
    last = np.append(first[1:], True)[: len(agent)]
    return _longest_us(from_us[first], to_us[last], day.windows)


def _longest_us(from_us: Ints, to_us: Ints, windows: Windows) -> int:
    """The longest part of any of these spans in any of the windows."""
    return max(
        (int((np.minimum(to_us, end) - np.maximum(from_us, start)).max(initial=0)) for start, end in windows), default=0
    )
