"""Who may be rung, and for everyone else the reason why not: one row per reason, the first that holds is given."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from sim.domain.agents import Activity, AnswerType, Phone, Status
from sim.domain.contacts import Reason
from sim.domain.plan import Unstaffed
from sim.routing.state import CallState, GroupState, LayerState, World, able
from sim.routing.strategies import further_down


class Standing(Protocol):
    """What of an agent decides whether they may be rung."""

    status: Status
    present: bool
    phone: Phone
    activity: Activity
    logged_in: bool

    @property
    def texting(self) -> bool:
        """Has an open conversation by text that keeps calls away."""

    @property
    def answers(self) -> AnswerType:
        """How they take calls."""


@dataclass(frozen=True, slots=True)
class SkipReason:
    """One reason not to ring an agent; `counts_as` is the column of A2.11 it is tallied under."""

    text: str
    holds: Callable[[Standing], bool]
    counts_as: Reason


SKIP_REASONS: tuple[SkipReason, ...] = (
    SkipReason("is not in the account", lambda a: not a.present or a.status is Status.DELETED, Reason.NO_AGENT),
    SkipReason("is suspended: skipped everywhere, without voicemail (S2, S3)",
               lambda a: a.status is Status.SUSPENDED, Reason.SUSPENDED),
    SkipReason("is paused: deemed offline for inbound calls (P4)", lambda a: a.status is Status.PAUSED, Reason.PAUSED),
    SkipReason("does not answer calls, although a member (B2)",
               lambda a: a.answers is AnswerType.WILL_NOT_ANSWER, Reason.NO_AGENT),
    SkipReason("is ringing for a call", lambda a: a.activity is Activity.RINGING, Reason.BUSY),
    SkipReason("is on a call", lambda a: a.activity is Activity.ON_CALL, Reason.BUSY),
    SkipReason("is in wrap-up", lambda a: a.activity is Activity.WRAP_UP, Reason.BUSY),
    SkipReason("has an open conversation by text", lambda a: a.texting, Reason.BUSY),
    SkipReason("is off shift", lambda a: not a.logged_in and not _outside(a), Reason.OFF_SHIFT),
    SkipReason("is on a break", lambda a: a.phone is Phone.ON_BREAK, Reason.BUSY),
    SkipReason("has set the phone to busy", lambda a: a.phone is Phone.BUSY, Reason.BUSY),
    SkipReason("has not set the phone to available yet",
               lambda a: a.phone is Phone.OFFLINE and not _outside(a), Reason.OFF_SHIFT),
)  # fmt: skip


def _outside(agent: Standing) -> bool:
    return agent.answers is AnswerType.PHONE_NUMBER


def skip_reason(agent: Standing) -> SkipReason | None:
    """Why this agent cannot be rung by anyone now; None if they are routable."""
    return next((row for row in SKIP_REASONS if row.holds(agent)), None)


def candidates(world: World, call: CallState, layer: LayerState) -> list[tuple[int, int]]:
    """(position, agent) of a layer's members this call may ring now, in layer order."""
    if world.routable.isdisjoint(layer.member_set):
        return []
    world.counts.agents_examined += len(layer.members)
    found = [
        (position, agent)
        for position, agent in enumerate(layer.members)
        if agent in world.routable and not spares(world, call, agent) and able(world.agents[agent].plan, call.facts)
    ]
    return [one for one in found if not kept_for_home(world, call, one[1])] if world.homes else found


def spares(world: World, call: CallState, agent: int) -> bool:
    """Whether a call has been offered to an agent in this pass, or spares them still."""
    return agent in call.offered or call.spared_until_us.get(agent, 0) > world.now


def kept_for_home(world: World, call: CallState, agent: int) -> bool:
    """Whether a call of the agent's home waits that they could be rung for: then no other call may."""
    home = world.agents[agent].plan.home
    if home < 0 or home == call.group:
        return False
    waiting = (world.calls[key] for _, _, key in world.waiting)
    return any(
        one.group == home
        and (not one.legs or one.others_join)
        and not one.hold_over
        and not spares(world, one, agent)
        and able(world.agents[agent].plan, one.facts)
        and _reaches(world, one, agent)
        for one in waiting
    )


def _reaches(world: World, call: CallState, agent: int) -> bool:
    """Whether a strategy of the call's ring group leaves the agent among its candidates."""
    places = ((layer, position) for layer in world.groups[call.group].layers
              for position, member in enumerate(layer.members) if member == agent)  # fmt: skip
    return any(further_down(call, layer, [(position, agent)]) for layer, position in places)


def busy_exists(world: World, members: Iterable[int]) -> bool:
    """`wait_if_busy_exists` (A2.13): some member is active, logged in and at work, or idle and about to be tried."""
    return any(world.agents[member].awaited for member in members)


_WAITS: dict[Unstaffed, Callable[[World, list[int]], bool]] = {
    Unstaffed.WAIT_IF_BUSY_EXISTS: busy_exists,
    Unstaffed.WAIT: lambda world, members: True,
    Unstaffed.FAST_FORWARD: lambda world, members: not world.routable.isdisjoint(members),
    Unstaffed.LEAVE_WHEN_EMPTY: busy_exists,
    Unstaffed.GRACE: lambda world, members: True,
}
"""Policy -> whether a call may wait in the queue of a ring group, asked at the end of a pass (B5)."""


def may_wait(world: World, call: CallState, group: GroupState) -> bool:
    """Whether a call whose pass is over may wait, as the ring group's `unstaffed_policy` has it."""
    return _WAITS[group.plan.unstaffed](world, meant_for(world, call, group))


def meant_for(world: World, call: CallState, group: GroupState) -> list[int]:
    """Members of a ring group who could take a call if they were free."""
    return [member for member in group.members() if able(world.agents[member].plan, call.facts)]


def tally(world: World, members: Iterable[int]) -> dict[Reason, int]:
    """How many of these agents cannot be rung, by the column their reason counts as."""
    counts: dict[Reason, int] = {}
    for key in members:
        row = skip_reason(world.agents[key])
        if row is not None:
            counts[row.counts_as] = counts.get(row.counts_as, 0) + 1
    return counts
