"""Callers who would rather be called back: the call keeps its place, the caller does not wait on the line (A2.33).

::

    agent first     its turn ─ agents ring ─► one takes it ─ dials ─┬─► answered ─► talk ─► CALLBACK_REACHED
    contact first   its turn ─ dials ─► answered ─► waits on the    └─► no answer ─► its turn again later, or
                    line again, in its old place ─► an agent ─► talk                 CALLBACK_UNREACHED
"""

from sim.domain.agents import Activity
from sim.domain.contacts import NOBODY, Facts, Outcome, Reason
from sim.domain.events import Event, EventKind
from sim.domain.idle import Restart
from sim.domain.records import RecordKind
from sim.domain.time import NEVER
from sim.routing import endings, ringing, wrapup
from sim.routing.state import CallbackState, CallState, Phase, World

NOT_ON_LINE = -2
"""No hang-up is theirs."""


def agree(world: World, call: CallState) -> None:
    """The caller hangs up and is called back; what kept them waiting is fixed as the reason now."""
    plan = world.groups[call.group].plan.callback
    assert plan is not None
    endings.explain(world, call)
    call.callback = CallbackState(plan)
    call.queued = call.hold_over = False
    call.patience = NOT_ON_LINE
    world.log(RecordKind.CALLBACK, call.facts.key, group=call.group, reason=call.reason)
    if plan.dedupe and call.facts.customer >= 0:
        world.to_call_back[call.facts.customer] = call.facts.key
    _wait_for_a_turn(world, call, 0)


def _wait_for_a_turn(world: World, call: CallState, delay_us: int) -> None:
    """Nobody has been offered it in this pass; a later turn is woken for."""
    assert call.callback is not None
    call.in_pass = True
    call.offered.clear()
    call.callback.from_us = world.now + delay_us
    if delay_us:
        world.after(delay_us, EventKind.CALLBACK_DUE, call.facts.key)


def due(world: World, event: Event) -> None:
    """CALLBACK_DUE only wakes the dispatch."""


def dial_contact(world: World, call: CallState) -> None:
    """Contact first: an agent could be rung, so the customer is dialled; nobody is held for them."""
    world.unwait(call)
    call.phase, call.agent = Phase.TALKING, NOBODY
    ringing.dial_back(world, call, NOBODY)


def answered(world: World, event: Event) -> None:
    """CALLBACK_ANSWERED: the talk begins, or the customer waits on the line for an agent, in the old place."""
    call = world.calls.get(event.contact)
    if call is None:  # dropped by an admin
        return
    assert call.callback is not None
    _forget(world, call)
    if event.agent >= 0:
        agent = world.agents[event.agent]
        call.connected_us = world.now
        agent.calls += 1
        world.log(RecordKind.CONNECT, event.contact, call.offer, agent.key, call.group, call.callback.ring_us)
        world.after(ringing.talk_us(world, call, agent), EventKind.TALK_END, event.contact, call.offer, agent.key)
        return
    world.log(RecordKind.DIAL_END, event.contact, group=call.group, value=call.callback.ring_us)
    world.log(RecordKind.CALLBACK, event.contact, group=call.group, value=1)
    call.phase, call.callback.on_line = Phase.WAITING, True
    world.wait(call)
    _wait_for_a_turn(world, call, 0)
    if call.facts.patience_us < NEVER:
        call.patience = call.callback.tries
        world.after(call.facts.patience_us, EventKind.HANG_UP, event.contact, call.patience)


def failed(world: World, event: Event) -> None:
    """CALLBACK_FAILED: the customer does not answer; later again, or given up. The agent is idle at once."""
    call = world.calls.get(event.contact)
    if call is None:  # dropped by an admin
        return
    assert call.callback is not None
    if event.agent >= 0:
        world.agents[event.agent].moments_us[Restart.OUTBOUND_END] = world.now
        world.set_activity(world.agents[event.agent], Activity.IDLE, -1)
    ring_us = call.callback.ring_us
    world.log(RecordKind.DIAL_END, event.contact, call.offer, event.agent, call.group, ring_us)
    call.phase, call.agent = Phase.WAITING, NOBODY
    world.wait(call)
    if call.callback.tries > call.callback.plan.retries:
        _forget(world, call)
        endings.finish(world, call, Outcome.CALLBACK_UNREACHED)
    else:
        _wait_for_a_turn(world, call, call.callback.plan.retry_us)
    if event.agent >= 0:
        wrapup.settle(world, world.agents[event.agent])


def supersede(world: World, facts: Facts) -> None:
    """A customer calls in whose callback is pending and not being dialled: the callback is dropped."""
    call = world.calls.get(world.to_call_back.get(facts.customer, NOBODY))
    if call is not None and call.phase is Phase.WAITING:
        ringing.end_all_legs(world, call, Reason.CALLER_LEFT)
        _forget(world, call)
        endings.finish(world, call, Outcome.CALLBACK_SUPERSEDED)


def _forget(world: World, call: CallState) -> None:
    if world.to_call_back.get(call.facts.customer) == call.facts.key:
        del world.to_call_back[call.facts.customer]
