"""Calls that agents place: on a call from the dial on; paused agents may, suspended may not (P3, S4, A2.15)."""

from sim.domain.agents import Action, Activity, Phone
from sim.domain.contacts import Facts, Outcome
from sim.domain.events import Event, EventKind
from sim.domain.idle import Restart
from sim.domain.records import RecordKind
from sim.routing import ringing, wrapup
from sim.routing.state import AgentState, CallState, Phase, World


def due(world: World, facts: Facts) -> None:
    """An attempt falls due: refused, not made, or placed as soon as the agent is idle."""
    agent = world.agents[facts.agent]
    if not may_dial(world, agent):
        wrapup.not_dialled(world, agent, facts.key)
        return
    agent.dials.append(facts.key)
    world.calls[facts.key] = CallState(facts, world.now)
    world.diallers.add(agent.key)


def may_dial(world: World, agent: AgentState) -> bool:
    """Whether an agent may place calls and is at work, paused or not (P3)."""
    present = agent.logged_in and agent.on_shift and agent.phone is not Phone.ON_BREAK
    return present and world.may(agent, Action.CALL_OUT)


def dial_waiting(world: World) -> None:
    """Place the calls of agents who are idle, after inbound calls have had their turn."""
    for key in sorted(world.diallers):
        agent = world.agents[key]
        if agent.activity is not Activity.IDLE:
            continue
        call = world.calls[agent.dials.popleft()]
        if not agent.dials:
            world.diallers.discard(key)
        place(world, call, key)


def place(
    world: World,
    call: CallState,
    key: int,
    connects: EventKind = EventKind.CONNECT,
    fails: EventKind = EventKind.DIAL_FAILED,
) -> None:
    """Dial for an agent, who is on a call from now on, or for nobody yet (-1)."""
    contact = call.facts.key
    call.agent, call.dialled_us, call.phase = key, world.now, Phase.TALKING
    if key >= 0:
        world.set_activity(world.agents[key], Activity.ON_CALL, contact)
    world.log(RecordKind.DIAL, contact, agent=key, value=world.now - call.arrival_us)
    world.after(call.facts.dial_us, connects if call.facts.connects else fails, contact, -1, key)


def connect(world: World, due: Event) -> None:
    """CONNECT: the customer answers, talk begins."""
    call = world.calls.get(due.contact)
    if call is None:  # dropped by an admin
        return
    call.connected_us = world.now
    world.log(RecordKind.CONNECT, due.contact, agent=due.agent, value=call.facts.dial_us)
    world.after(ringing.talk_us(world, call, world.agents[due.agent]), EventKind.TALK_END, due.contact, -1, due.agent)


def dial_failed(world: World, due: Event) -> None:
    """DIAL_FAILED: nobody answered; the agent is idle at once."""
    call = world.calls.pop(due.contact, None)
    if call is None:  # dropped by an admin
        return
    if due.agent >= 0:
        world.agents[due.agent].moments_us[Restart.OUTBOUND_END] = world.now
        world.set_activity(world.agents[due.agent], Activity.IDLE, -1)
    world.log(RecordKind.DIAL_END, due.contact, agent=due.agent, value=call.facts.dial_us)
    world.log(RecordKind.OUTCOME, due.contact, agent=due.agent, value=Outcome.OUTBOUND_NO_CONNECT)
    if due.agent >= 0:
        wrapup.settle(world, world.agents[due.agent])
