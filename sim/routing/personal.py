"""Calls for one person before any ring group: a personal line and its backup number (B4), the customer's owner first (B8).

::

    owner rings ─► backup number, or the line it leads to ─► the owner's box ─► the line's `missed`, its box ─► missed
    suspended or deleted owner ──────────────────────────────────► a ring group or line of `missed`, else UNROUTED
"""

from sim.domain.agents import Status
from sim.domain.contacts import Outcome
from sim.domain.plan import BackupPlan, LinePlan, Target, TargetKind
from sim.routing import endings, ringing
from sim.routing.state import AgentState, CallState, World

MAX_HOPS = 8
"""Moves from ring group to ring group, or from line to line, before a call is cut (B5)."""
ONWARD = (TargetKind.RING_GROUP, TargetKind.LINE)
"""Next steps that are no end."""


def serve(world: World, call: CallState) -> Target | None:
    """Ring the next phone of a call that is in no ring group, or take its next step.

    Returns
    -------
    Target or None
        The ring group or line the call goes on to, if it does.
    """
    line = call.forwarded or call.line
    assert line is not None
    if line.owner < 0:
        return _owner_first(world, call, line)
    owner = world.agents[line.owner]
    if _rings(world, call, owner, line.ring_timeout_us if call.forwarded is None else _forwarded_us(call)):
        return None
    backup = line.backup
    if backup is None or not _is_there(owner) or (owner.status is Status.PAUSED and not backup.when_paused):
        return _unanswered(world, call)
    if backup.line >= 0:
        return _forward(world, call, backup)
    if call.backup_rung:
        return _unanswered(world, call)
    call.backup_rung = True
    ringing.ring_backup(world, call, backup)
    return None


def _rings(world: World, call: CallState, agent: AgentState, timeout_us: int) -> bool:
    """Ring an agent who may be rung and has not been yet."""
    if not agent.routable or agent.key in call.offered:
        return False
    world.counts.decisions += 1
    world.counts.agents_examined += 1
    ringing.ring(world, call, [agent.key], timeout_us)
    return True


def _forwarded_us(call: CallState) -> int:
    """A line that a backup leads to rings as long as the first line lets its backup ring."""
    assert call.line is not None and call.line.backup is not None
    return call.line.backup.ring_timeout_us


def _is_there(owner: AgentState) -> bool:
    return owner.present and owner.status in (Status.ACTIVE, Status.PAUSED)


def _owner_first(world: World, call: CallState, line: LinePlan) -> Target | None:
    """The customer's owner, if somebody has them and may be rung; else the ring group."""
    owner = world.owners[call.facts.customer] if call.facts.customer >= 0 else -1
    if line.owner_first and owner >= 0 and _rings(world, call, world.agents[owner], line.owner_ring_timeout_us):
        return None
    return Target(TargetKind.RING_GROUP, line.group)


def _forward(world: World, call: CallState, backup: BackupPlan) -> Target | None:
    """The backup is another line of the account: the call goes on there, until it has hopped too often."""
    if not _hops(world, call):
        return None
    call.forwarded = world.plan.lines[backup.line]
    call.backup_rung = False
    return serve(world, call)


def _hops(world: World, call: CallState) -> bool:
    """Count a hop; the call that would hop once too often is cut."""
    if call.hop >= MAX_HOPS:
        endings.finish(world, call, Outcome.LOOP_CUT)
        return False
    call.hop += 1
    return True


def _unanswered(world: World, call: CallState) -> Target | None:
    """Nobody took it: the next step is that of the line that was called and of its owner."""
    assert call.line is not None
    owner, missed = world.agents[call.line.owner], call.line.missed
    if _is_there(owner) and owner.plan.voicemail:
        endings.leave_message(world, call, owner.key)
    elif missed.kind in ONWARD:
        return missed if _hops(world, call) else None
    elif _is_there(owner):
        endings.next_step(world, call, missed, Outcome.MISSED_NO_VOICEMAIL)
    else:
        endings.finish(world, call, Outcome.UNROUTED)
    return None
