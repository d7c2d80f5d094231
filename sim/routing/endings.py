"""How a call ends that reached nobody: the next step, voicemail, the outcome and the reason (A2.11-A2.13, B11)."""

from sim.domain.agents import Action, Status
from sim.domain.contacts import Outcome, Reason
from sim.domain.events import Event, EventKind
from sim.domain.plan import Target, TargetKind
from sim.domain.records import Notice, RecordKind
from sim.routing import redials, ringing
from sim.routing.eligibility import tally
from sim.routing.state import CallState, Phase, World

TALLIED = (Reason.BUSY, Reason.PAUSED, Reason.SUSPENDED, Reason.OFF_SHIFT)
"""In the order in which they explain a call that reached nobody."""


def next_step(world: World, call: CallState, target: Target, outcome: Outcome) -> None:
    """Voicemail of `target`, else of the line if `target` says nothing; with no box the call ends as `outcome`.

    A box of a suspended or deleted agent does not exist (S3); a ring group is the caller's business.
    """
    assert call.line is not None
    kind = target.kind
    if kind is TargetKind.AGENT_BOX and _has_box(world, target.index):
        leave_message(world, call, target.index)
    elif kind in (TargetKind.NONE, TargetKind.LINE_BOX) and call.line.voicemail:
        leave_message(world, call, -1)
    else:
        finish(world, call, outcome)


def _has_box(world: World, agent: int) -> bool:
    state = world.agents[agent]
    return state.plan.voicemail and state.present and state.status in (Status.ACTIVE, Status.PAUSED)


def leave_message(world: World, call: CallState, box: int) -> None:
    """Put the caller into a voicemail box: an agent's, or the line's with -1. Routing is over, so is patience."""
    assert call.line is not None
    explain(world, call)
    world.unwait(call)
    call.phase = Phase.VOICEMAIL
    call.agent = box
    key = call.facts.key
    world.log(RecordKind.VOICEMAIL, key, -1, box, call.group, call.line_key, call.reason)
    world.after(world.draws.voicemail_us(call.facts, call.line), EventKind.VOICEMAIL_END, key)


def voicemail_end(world: World, due: Event) -> None:
    """VOICEMAIL_END: a message was left or not; the owner of the box hears of it if they may."""
    call = world.calls.pop(due.contact)
    assert call.line is not None
    left = world.draws.voicemail_left(call.facts, call.line)
    if left and call.agent >= 0 and world.may(world.agents[call.agent], Action.BE_NOTIFIED):
        world.log(RecordKind.NOTIFY, due.contact, agent=call.agent, value=Notice.VOICEMAIL)
    outcome = Outcome.VOICEMAIL_LEFT if left else Outcome.VOICEMAIL_EMPTY
    outcome = Outcome.AFTER_HOURS if call.after_hours else outcome
    world.log(RecordKind.OUTCOME, due.contact, int(left), -1, call.group, outcome, call.reason)
    redials.consider(world, call.facts, outcome)


def finish(world: World, call: CallState, outcome: Outcome) -> None:
    """End a waiting call that reached nobody."""
    explain(world, call)
    world.unwait(call)
    del world.calls[call.facts.key]
    outcome = Outcome.AFTER_HOURS if call.after_hours else outcome
    world.log(RecordKind.OUTCOME, call.facts.key, -1, -1, call.group, outcome, call.reason)
    redials.consider(world, call.facts, outcome)


def hang_up(world: World, due: Event) -> None:
    """HANG_UP: patience is over. Acts only on a call that nobody has taken."""
    call = world.calls.get(due.contact)
    if call is None or call.phase is not Phase.WAITING or call.patience != due.offer:
        return
    abandon(world, call)


def abandon(world: World, call: CallState) -> None:
    """A waiting caller hangs up."""
    ringing_now = bool(call.legs)
    explain(world, call)
    ringing.end_all_legs(world, call, Reason.CALLER_LEFT)
    finish(world, call, Outcome.ABANDONED_RINGING if ringing_now else Outcome.ABANDONED_QUEUE)


def explain(world: World, call: CallState) -> None:
    """Fix the reason and log how many of the agents it was meant for were in which state, as of now (A2.11)."""
    if call.reason is not Reason.NONE:
        return
    counts = tally(world, _meant_for(world, call))
    for reason in TALLIED:
        if counts.get(reason):
            world.log(RecordKind.TALLY, call.facts.key, group=call.group, value=counts[reason], reason=reason)
    if call.after_hours:
        call.reason = Reason.HOURS
    elif call.rang_out:
        call.reason = Reason.NO_ANSWER
    else:
        call.reason = next((reason for reason in TALLIED if counts.get(reason)), Reason.NO_AGENT)


def _meant_for(world: World, call: CallState) -> list[int]:
    """Members of every ring group the call has been through, and the owner of a personal line it has come to."""
    owner = [call.line.owner] if call.line is not None and call.group < 0 and call.line.owner >= 0 else []
    if not (owner or call.visited):  # the customer's owner was tried, no ring group yet
        return sorted(call.offered)
    return list(dict.fromkeys([member for group in call.visited for member in world.groups[group].members()] + owner))
