"""Ring legs: how they start, and every way they end. A leg is one phone ringing for one call.

::

    RING ─ pick-up ──────────► ANSWER                     the other legs end: answered elsewhere
         ├ ring time-out ────► RING_END, missed           counts against the agent
         ├ caller hangs up ──► RING_END, caller left
         └ status change ────► RING_END, cancelled        pause, suspension, deletion, break, end of shift
"""

from collections.abc import Sequence

from sim.domain.agents import Activity
from sim.domain.contacts import Outcome, Reason
from sim.domain.events import Event, EventKind
from sim.domain.records import RecordKind
from sim.domain.time import NEVER
from sim.routing import wrapup
from sim.routing.state import AgentState, CallState, Phase, World

PPM = 1_000_000


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
        world.log(RecordKind.RING, key, call.offer, member, call.group, int(joined))
        pick_up_us = world.draws.pick_up_us(call.facts, member, agent.plan, nth)
        if pick_up_us == 0 and at_once < 0:
            at_once = member
        world.after(pick_up_us or NEVER, EventKind.ANSWER, key, call.offer, member)
    if at_once >= 0:
        _connect(world, call, world.agents[at_once])


def end_leg(world: World, call: CallState, member: int, reason: Reason, retry_us: int = 0) -> None:
    """End one leg without an answer by this agent; a missed one restarts their idle clock where the layer says so."""
    missed = reason is Reason.RING_TIMEOUT
    agent = world.agents[member]
    call.legs.remove(member)
    world.freed = True
    world.set_activity(agent, Activity.IDLE, -1)
    world.log(RecordKind.RING_END, call.facts.key, call.offer, member, call.group, int(missed), reason)
    if missed and _restarts_idle(world, call):
        agent.idle_since_us = world.now
    if retry_us and call.phase is Phase.WAITING:
        call.spared_until_us[member] = world.now + retry_us
        world.after(retry_us, EventKind.RETRY, call.facts.key, call.offer, member)
    wrapup.settle(world, agent)


def _restarts_idle(world: World, call: CallState) -> bool:
    if call.group < 0:
        return True
    return world.groups[call.group].layers[call.layer].plan.missed_offer_restarts_idle


def _retry_us(world: World, call: CallState) -> int:
    """How long a queued call spares an agent after an offer to them."""
    if call.group < 0:
        return 0
    plan = world.groups[call.group].plan
    return plan.retry_us if plan.queue else 0


def cancel_leg(world: World, agent: AgentState) -> None:
    """The agent's status takes the phone away mid-ring; the others ring on, the next offer goes out at once."""
    if agent.activity is Activity.RINGING:
        call = world.calls[agent.contact]
        end_leg(world, call, agent.key, Reason.STATUS_CHANGE, _retry_us(world, call))


def end_all_legs(world: World, call: CallState, reason: Reason) -> None:
    """End every leg of a call, in the order they were rung."""
    retry_us = _retry_us(world, call) if reason is Reason.RING_TIMEOUT else 0
    for member in tuple(call.legs):
        end_leg(world, call, member, reason, retry_us)


def time_out(world: World, due: Event) -> None:
    """RING_TIMEOUT of a batch: everyone who still rings has missed it."""
    call = world.calls.get(due.contact)
    if call is None or call.phase is not Phase.WAITING or call.offer != due.offer or not call.legs:
        return
    call.rang_out = call.rang_out_here = True
    end_all_legs(world, call, Reason.RING_TIMEOUT)


def answer(world: World, due: Event) -> None:
    """ANSWER by one phone of the batch that rings."""
    call = world.calls.get(due.contact)
    if call is None or call.offer != due.offer or due.agent not in call.legs:
        return
    _connect(world, call, world.agents[due.agent])


def _connect(world: World, call: CallState, agent: AgentState) -> None:
    call.legs.remove(agent.key)
    call.phase = Phase.TALKING
    world.unwait(call)
    key = call.facts.key
    world.log(RecordKind.ANSWER, key, call.offer, agent.key, call.group, world.now - call.arrival_us)
    world.set_activity(agent, Activity.ON_CALL, key)
    end_all_legs(world, call, Reason.ANSWERED_ELSEWHERE)
    agent.calls += 1
    call.agent = agent.key
    call.connected_us = world.now
    world.after(talk_us(world, call, agent), EventKind.TALK_END, key, call.offer, agent.key)


def talk_us(world: World, call: CallState, agent: AgentState) -> int:
    """The contact's handle time as this agent takes it, in the ring group it came through."""
    here = world.groups[call.group].handle_ppm if call.group >= 0 else {}
    return call.facts.handle_us * here.get(agent.key, agent.plan.handle_ppm) // PPM


def talk_end(world: World, due: Event) -> None:
    """TALK_END: the call is over, wrap-up begins."""
    call = world.calls.pop(due.contact)
    agent = world.agents[due.agent]
    inbound = call.line is not None
    world.log(RecordKind.TALK_END, due.contact, due.offer, due.agent, call.group, world.now - call.connected_us)
    outcome = Outcome.ANSWERED_LIVE if inbound else Outcome.OUTBOUND_CONNECTED
    world.log(RecordKind.OUTCOME, due.contact, due.offer, due.agent, call.group, outcome)
    if inbound:
        agent.idle_since_us = world.now
    if call.group >= 0:
        world.groups[call.group].complete(agent.key, world.now)
    wrapup.begin(world, agent, call)
