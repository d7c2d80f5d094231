"""Ring legs: how they start, and every way they end. A leg is one phone ringing for one call.

::

    RING ─ pick-up ──────────► ANSWER                     the other legs end: answered elsewhere
         ├ ring time-out ────► RING_END, missed           counts against the agent
         ├ rejection ────────► RING_END, rejected         the agent is busy for a while
         ├ caller hangs up ──► RING_END, caller left
         └ status change ────► RING_END, cancelled        pause, suspension, deletion, break, end of shift
"""

from collections.abc import Callable, Sequence

from sim.domain.agents import Activity
from sim.domain.contacts import NOBODY, Outcome, Reason
from sim.domain.events import Event, EventKind
from sim.domain.idle import Restart
from sim.domain.plan import DIAL_TIMEOUT_US, AgentPlan, BackupPlan, Dispatch
from sim.domain.records import RecordKind
from sim.domain.time import NEVER
from sim.routing import wrapup
from sim.routing.state import AgentState, CallState, Phase, World
from sim.routing.strategies import answered

PPM = 1_000_000
BACKUP = NOBODY
"""Stands among the legs of a call for a number outside the account: no agent rings."""


def ring(world: World, call: CallState, agents: Sequence[int], timeout_us: int) -> None:
    """Ring a batch for a call; who picks up at once connects here (B10)."""
    call.offer += 1
    world.after(timeout_us, EventKind.RING_TIMEOUT, call.facts.key, call.offer)
    _start_legs(world, call, agents, joined=False)


def join(world: World, call: CallState, agents: Sequence[int]) -> None:
    """Add agents freed mid-ring to the batch that rings; they get what is left of its time-out."""
    _start_legs(world, call, agents, joined=True)


def _start_legs(world: World, call: CallState, agents: Sequence[int], joined: bool) -> None:
    key = call.facts.key
    at_once = -1
    world.freed = world.freed or world.homes
    for member in agents:
        agent = world.agents[member]
        assert agent.routable, f"{agent.plan.id} is rung but not routable"
        nth = call.times_offered.get(member, 0)
        call.times_offered[member] = nth + 1
        call.offered.add(member)
        call.legs.append(member)
        world.set_activity(agent, Activity.RINGING, key)
        agent.moments_us[Restart.OFFERED] = world.now
        world.log(RecordKind.RING, key, call.offer, member, call.group, int(joined))
        answer_us = _answer_us(world, call, member, agent.plan, nth)
        if answer_us == 0 and at_once < 0:
            at_once = member
        world.after(answer_us or NEVER, EventKind.ANSWER, key, call.offer, member)
        world.after(world.draws.reject_us(call.facts, agent.plan, nth), EventKind.REJECT, key, call.offer, member)
    if at_once >= 0:
        _connect(world, call, at_once)


def ring_backup(world: World, call: CallState, backup: BackupPlan) -> None:
    """Ring a number outside the account."""
    key = call.facts.key
    nth = call.times_offered.get(BACKUP, 0)
    call.times_offered[BACKUP] = nth + 1
    call.offer += 1
    call.legs.append(BACKUP)
    world.after(backup.ring_timeout_us, EventKind.RING_TIMEOUT, key, call.offer)
    world.log(RecordKind.RING, key, call.offer, BACKUP, call.group)
    answer_us = _answer_us(world, call, BACKUP, backup, nth)
    if answer_us:
        world.after(answer_us, EventKind.ANSWER, key, call.offer, BACKUP)
    else:
        _connect(world, call, BACKUP)


def _answer_us(world: World, call: CallState, member: int, phone: AgentPlan | BackupPlan, nth: int) -> int:
    """Ringing until a person or the carrier's voicemail answers this leg."""
    pick_up_us = world.draws.pick_up_us(call.facts, member, phone, nth)
    return min(pick_up_us, world.draws.carrier_us(call.facts, phone, nth)) if phone.carrier else pick_up_us


def _is_carrier(world: World, call: CallState, member: int) -> bool:
    """Whether what answers this leg now is the carrier's voicemail: it is there before the person."""
    phone = _backup_of(call) if member == BACKUP else world.agents[member].plan
    if not phone.carrier:
        return False
    nth = call.times_offered[member] - 1
    carrier_us = world.draws.carrier_us(call.facts, phone, nth)
    return carrier_us < world.draws.pick_up_us(call.facts, member, phone, nth)


def _backup_of(call: CallState) -> BackupPlan:
    line = call.forwarded or call.line
    assert line is not None and line.backup is not None, "a backup rings that the line does not have"
    return line.backup


def end_leg(world: World, call: CallState, member: int, reason: Reason, retry_us: int = 0) -> None:
    """End one leg without an answer by this agent, and what follows for them before anybody else may ring them."""
    missed = reason is Reason.RING_TIMEOUT
    call.legs.remove(member)
    if member == BACKUP:
        world.log(RecordKind.RING_END, call.facts.key, call.offer, member, call.group, int(missed), reason)
        return
    agent = world.agents[member]
    if world.plan.router.glare_us and reason in _LEARNT_LATE:
        agent.unaware = call.facts.key, call.offer, call.group, reason
        world.after(world.plan.router.glare_us, EventKind.LEG_OVER, call.facts.key, call.offer, member)
        return
    world.freed = True
    world.set_activity(agent, Activity.IDLE, -1)
    world.log(RecordKind.RING_END, call.facts.key, call.offer, member, call.group, int(missed), reason)
    if reason in _HELD_AGAINST:
        _HELD_AGAINST[reason](world, call, agent)
    if retry_us and call.phase is Phase.WAITING:
        call.spared_until_us[member] = world.now + retry_us
        world.after(retry_us, EventKind.RETRY, call.facts.key, call.offer, member)
    wrapup.settle(world, agent)


_LEARNT_LATE = frozenset({Reason.ANSWERED_ELSEWHERE, Reason.CALLER_LEFT})
"""Ends of a leg that reach the phone after `glare_window_s`."""


def leg_over(world: World, due: Event) -> None:
    """LEG_OVER: the phone stops ringing for a call that was answered elsewhere or hung up."""
    agent = world.agents[due.agent]
    if agent.unaware is not None and agent.unaware[:2] == (due.contact, due.offer):
        _stop_ringing(world, agent, agent.unaware[3])


def _stop_ringing(world: World, agent: AgentState, reason: Reason) -> None:
    """A leg that was over before ends for its agent too: idle, no wrap-up, no miss, the idle clock unchanged."""
    assert agent.unaware is not None
    contact, offer, group, _ = agent.unaware
    agent.unaware = None
    world.freed = True
    world.set_activity(agent, Activity.IDLE, -1)
    world.log(RecordKind.RING_END, contact, offer, agent.key, group, 0, reason)
    wrapup.settle(world, agent)


def _missed(world: World, call: CallState, agent: AgentState) -> None:
    """An offer missed: it counts, and too many in a row pause the agent where the ring group says so."""
    agent.moments_us[Restart.MISSED] = world.now
    agent.misses += 1
    if call.group >= 0:
        plan = world.groups[call.group].plan
        if agent.misses >= plan.pauses_after_misses:
            wrapup.pause(world, agent, plan.pauses_for_us)


def _rejected(world: World, call: CallState, agent: AgentState) -> None:
    """An offer rejected: busy until they press available again; too many in a row pause the agent."""
    agent.rejects += 1
    wrapup.be_busy(world, agent, world.draws.busy_us(call.facts, agent.plan, agent.returns))
    if call.group >= 0:
        plan = world.groups[call.group].plan
        if agent.rejects >= plan.pauses_after_rejects:
            wrapup.pause(world, agent, plan.pauses_for_us)


_HELD_AGAINST: dict[Reason, Callable[[World, CallState, AgentState], None]] = {
    Reason.RING_TIMEOUT: _missed,
    Reason.REJECTED: _rejected,
}
"""Ends of a leg that count against its agent."""


def _retry_us(world: World, call: CallState) -> int:
    """How long a queued call spares an agent after an offer to them."""
    if call.group < 0:
        return 0
    plan = world.groups[call.group].plan
    return plan.retry_us if plan.queue else 0


def rings_on(world: World, agent: AgentState) -> bool:
    """Whether a phone that rings goes on ringing when its agent is paused."""
    if agent.activity is not Activity.RINGING or agent.unaware is not None:
        return False
    call = world.calls[agent.contact]
    if world.plan.router.dispatch is Dispatch.ASTERISK:  # which looks at a pause before it rings only (A2.8)
        return True
    return call.group >= 0 and world.groups[call.group].layers[call.layer].plan.rings_through_pause


def cancel_leg(world: World, agent: AgentState) -> None:
    """The agent's status takes the phone away mid-ring; the others ring on, the next offer goes out at once."""
    if agent.unaware is not None:
        _stop_ringing(world, agent, agent.unaware[3])
    elif agent.activity is Activity.RINGING:
        call = world.calls[agent.contact]
        end_leg(world, call, agent.key, Reason.STATUS_CHANGE, _retry_us(world, call))


def end_all_legs(world: World, call: CallState, reason: Reason) -> None:
    """End every leg of a call, in the order they were rung."""
    retry_us = _retry_us(world, call) if reason in _HELD_AGAINST else 0
    for member in tuple(call.legs):
        end_leg(world, call, member, reason, retry_us)


def time_out(world: World, due: Event) -> None:
    """RING_TIMEOUT of a batch: everyone who still rings has missed it."""
    call = world.calls.get(due.contact)
    if call is None or call.phase is not Phase.WAITING or call.offer != due.offer or not call.legs:
        return
    call.rang_out = call.rang_out_here = True
    end_all_legs(world, call, Reason.RING_TIMEOUT)


def reject(world: World, due: Event) -> None:
    """REJECT by one phone of the batch that rings; where the layer says so, the whole ring is over."""
    call = world.calls.get(due.contact)
    if call is None or call.offer != due.offer or due.agent not in call.legs:
        return
    end_leg(world, call, due.agent, Reason.REJECTED, _retry_us(world, call))
    if call.group >= 0 and world.groups[call.group].layers[call.layer].plan.reject_ends_ring:
        end_all_legs(world, call, Reason.STATUS_CHANGE)


def answer(world: World, due: Event) -> None:
    """ANSWER by one phone of the batch that rings, or by one that does not know yet that there is nobody to answer."""
    call, agent = world.calls.get(due.contact), world.agents[due.agent]
    ghost = due.agent != BACKUP and agent.unaware is not None and agent.unaware[:2] == (due.contact, due.offer)
    if ghost:
        _stop_ringing(world, agent, Reason.GHOST_ANSWER)
    elif call is not None and call.offer == due.offer and due.agent in call.legs:
        _connect(world, call, due.agent)


def _connect(world: World, call: CallState, member: int) -> None:
    call.legs.remove(member)
    call.phase = Phase.TALKING
    world.unwait(call)
    key = call.facts.key
    if call.callback and not call.callback.on_line:
        _call_back(world, call, world.agents[member])
        return
    call.by_carrier = _is_carrier(world, call, member)
    why = Reason.NO_ANSWER if call.by_carrier else Reason.NONE
    world.log(RecordKind.ANSWER, key, call.offer, member, call.group, world.now - call.arrival_us, why)
    if member != BACKUP:
        world.set_activity(world.agents[member], Activity.ON_CALL, key)
    end_all_legs(world, call, Reason.ANSWERED_ELSEWHERE)
    if call.group >= 0:
        answered(world.groups[call.group].layers[call.layer], member)
    if member != BACKUP:
        agent = world.agents[member]
        agent.calls += 1
        agent.misses = agent.rejects = 0
    call.agent = member
    call.connected_us = world.now
    world.after(_length_us(world, call, member), EventKind.TALK_END, key, call.offer, member)


def _length_us(world: World, call: CallState, member: int) -> int:
    """How long an answered call lasts: before a carrier's voicemail as before any other."""
    if call.by_carrier:
        assert call.line is not None
        return world.draws.voicemail_us(call.facts, call.line)
    return call.facts.handle_us if member == BACKUP else talk_us(world, call, world.agents[member])


def _call_back(world: World, call: CallState, agent: AgentState) -> None:
    """An agent takes a callback: its customer is dialled."""
    key = call.facts.key
    world.log(RecordKind.RING_END, key, call.offer, agent.key, call.group, 0, Reason.CALLS_BACK)
    call.agent = agent.key
    world.set_activity(agent, Activity.ON_CALL, key)
    dial_back(world, call, agent.key)
    end_all_legs(world, call, Reason.ANSWERED_ELSEWHERE)
    answered(world.groups[call.group].layers[call.layer], agent.key)
    agent.misses = agent.rejects = 0


def dial_back(world: World, call: CallState, agent: int) -> None:
    """Dial a customer who is called back, for an agent or (-1) for nobody yet."""
    callback = call.callback
    assert callback is not None
    connects = world.draws.callback_answered(call.facts, callback.plan, callback.tries)
    ring_us = world.draws.callback_us(call.facts, callback.plan, callback.tries) if connects else DIAL_TIMEOUT_US
    callback.ring_us = min(ring_us, DIAL_TIMEOUT_US)
    callback.tries += 1
    call.dialled_us = world.now
    kind = EventKind.CALLBACK_ANSWERED if connects else EventKind.CALLBACK_FAILED
    world.log(RecordKind.DIAL, call.facts.key, call.offer, agent, call.group, world.now - call.arrival_us)
    world.after(callback.ring_us, kind, call.facts.key, -1, agent)


def talk_us(world: World, call: CallState, agent: AgentState) -> int:
    """The contact's handle time as this agent takes it, in the ring group it came through."""
    here = world.groups[call.group].handle_ppm if call.group >= 0 else {}
    return call.facts.handle_us * here.get(agent.key, agent.plan.handle_ppm) // PPM


def talk_end(world: World, due: Event) -> None:
    """TALK_END: the call is over, wrap-up begins."""
    call = world.calls.get(due.contact)
    if call is None or call.phase is not Phase.TALKING:  # dropped by an admin
        return
    outcome = Outcome.ANSWERED_LIVE if call.line is not None else Outcome.OUTBOUND_CONNECTED
    outcome = Outcome.CALLBACK_REACHED if call.callback else outcome
    outcome, reason = (Outcome.ANSWERED_FALSE, Reason.NO_ANSWER) if call.by_carrier else (outcome, Reason.NONE)
    _end_talk(world, call, due.agent, outcome, reason)
    if due.agent != BACKUP:
        wrapup.begin(world, world.agents[due.agent], call)


def _end_talk(world: World, call: CallState, member: int, outcome: Outcome, reason: Reason) -> None:
    key, offer = world.calls.pop(call.facts.key).facts.key, call.offer if call.line is not None else -1
    world.log(RecordKind.TALK_END, key, offer, member, call.group, world.now - call.connected_us)
    world.log(RecordKind.OUTCOME, key, offer, member, call.group, outcome, reason)
    if member == BACKUP:
        return
    agent = world.agents[member]
    agent.moments_us[Restart.INBOUND_END if call.line is not None else Restart.OUTBOUND_END] = world.now
    if call.line is not None:
        agent.talk_us += world.now - call.connected_us
    if call.group >= 0:
        world.groups[call.group].complete(agent.key, world.now)


def drop(world: World, agent: AgentState, reason: Reason) -> None:
    """The call an agent is on is lost, talk or dial: the softphone is signed out (B3)."""
    call = world.calls[agent.contact]
    world.set_activity(agent, Activity.IDLE, -1)
    if call.connected_us >= 0:
        _end_talk(world, call, agent.key, Outcome.DROPPED_BY_ADMIN, reason)
        return
    del world.calls[call.facts.key]
    world.log(RecordKind.DIAL_END, call.facts.key, agent=agent.key, value=world.now - call.dialled_us)
    world.log(RecordKind.OUTCOME, call.facts.key, agent=agent.key, value=Outcome.DROPPED_BY_ADMIN, reason=reason)
