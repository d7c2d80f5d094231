"""When a waiting call gets its turn: at every change, or when it looks by itself. The hooks of a dispatch discipline.

::

    event      every waiting call, oldest first, at the end of every round
    poll       each call as it enters a ring group, then every `poll_s` counted from its own arrival
    asterisk   each call by the clock and the rules of `asterisk.py`: whose turn it is, and who rings

A call on a personal line does not look: it is served at every change.
"""

from collections.abc import Callable
from functools import partial

from sim.domain.contacts import Reason
from sim.domain.events import Event, EventKind
from sim.domain.plan import Dispatch
from sim.domain.time import NEVER
from sim.routing import asterisk, inbound, pauses, ringing
from sim.routing.asterisk import Attempt, Member, Moment, Pointer
from sim.routing.state import CallState, GroupState, Phase, Trying, World


def look(world: World, due: Event) -> None:
    """LOOK: a call looks for an agent, unless it has been taken or has moved on to another ring group."""
    call = world.calls.get(due.contact)
    if call is not None and call.phase is Phase.WAITING and call.hop == due.offer:
        world.looking.add(due.contact)


def _look_after(world: World, call: CallState, delay_us: int) -> None:
    if call.facts.key in world.calls and call.phase is Phase.WAITING:
        world.after(delay_us, EventKind.LOOK, call.facts.key, call.hop)


def _each_in_turn(world: World, serve: Callable[[World, CallState], None]) -> None:
    """Calls of personal lines, and those that look, oldest first; one that overflows looks again at once."""
    while True:
        for call in _waiting(world):
            if call.group < 0 and not call.legs:
                inbound.serve(world, call)
            elif call.facts.key in world.looking:
                world.looking.discard(call.facts.key)
                serve(world, call)
            if world.pausing or world.owed:
                pauses.take(world)
        world.looking.intersection_update(call.facts.key for call in _waiting(world))
        if not world.looking:
            return


def _waiting(world: World) -> list[CallState]:
    """The calls that nobody has taken, oldest first."""
    return [world.calls[key] for _, _, key in world.waiting]


def _poll(world: World) -> None:
    _each_in_turn(world, _on_the_beat)


def _on_the_beat(world: World, call: CallState) -> None:
    """One look; the next is a whole number of beats after the call's arrival."""
    if not call.legs or call.others_join:
        inbound.serve(world, call)
    poll_us = world.plan.router.poll_us
    _look_after(world, call, poll_us - (world.now - call.arrival_us) % poll_us)


# --- as Asterisk does -------------------------------------------------------------------------------------------------


def _asterisk(world: World) -> None:
    """First what has ended is put away, then the calls that look try, in the order of the queue."""
    for key in sorted(world.trying):
        call = world.calls.get(key)
        if call is None or not call.legs:
            _go_on(world, key, call)
    _each_in_turn(world, _try)


def _try(world: World, call: CallState) -> None:
    """One look of a caller: whose turn it is not looks again later."""
    group = world.groups[call.group]
    entering, call.in_pass = call.in_pass, False
    if entering and sum(other.group == call.group for other in _waiting(world)) > group.plan.limit:
        inbound.leave(world, call, group, Reason.QUEUE_LIMIT)
        return
    if call.hold_over:
        inbound.leave(world, call, group, Reason.HOLD_LIMIT)
        return
    layer = group.layers[0]
    rule = asterisk.RULES[layer.plan.strategy]
    free = sum(agent in world.routable for agent in layer.members)
    if asterisk.is_turn(rule, _ahead(world, call), free):
        pointer = call.pointer if rule.keeps == "caller" else group.pointer
        timeout_us = world.draws.ring_timeout_us(call.facts, layer.plan, call.offer + 1)
        until_us = world.now + timeout_us if timeout_us < NEVER else NEVER
        attempt = _begin(world, call, group, pointer)
        world.trying[call.facts.key] = Trying(rule, attempt, pointer, call.hop, until_us)
        _go_on(world, call.facts.key, call)
    else:
        _look_after(world, call, world.plan.router.poll_us)
    if call.phase is Phase.WAITING and not (call.legs or call.queued):
        inbound.put_into_queue(world, call, inbound.waiting_in(world, call.group))


def _ahead(world: World, call: CallState) -> int:
    """Callers of the queue before this one, but for those who are trying."""
    waiting = _waiting(world)
    before = waiting[: waiting.index(call)]
    return sum(other.group == call.group and other.facts.key not in world.trying for other in before)


def _begin(world: World, call: CallState, group: GroupState, pointer: Pointer) -> Attempt:
    """An attempt from the queue as it stands."""
    layer, clock_us = group.layers[0], world.plan.router.clock_us
    members = []
    for position, agent in enumerate(layer.members):
        calls, ended_us = group.completed.get(agent, (0, 0))
        last_s = asterisk.second(clock_us, ended_us) if calls else asterisk.NEVER_CALLED
        members.append(Member(agent, position, calls, last_s))
    listed = [agent for agent in group.plan.tie_order if agent in layer.member_set]
    order = listed + [agent for agent in layer.members if agent not in listed]
    taken = Moment(pointer, asterisk.second(clock_us, world.now), partial(_per_mille, world, call))
    return asterisk.begin(asterisk.RULES[layer.plan.strategy], members, order, taken)


def _per_mille(world: World, call: CallState, agent: int) -> int:
    return world.draws.per_mille(call.facts, world.agents[agent].plan, call.offer)


def _go_on(world: World, key: int, call: CallState | None) -> None:
    """Ring the next best of an attempt while there is time; else it is over, and who still waits sleeps the retry."""
    trying = world.trying[key]
    here = call if call and call.phase is Phase.WAITING and call.hop == trying.hop else None
    if here and _ring_next(world, here, trying):
        return
    del world.trying[key]
    asterisk.over(trying.rule, trying.attempt, trying.pointer)
    if here and here.hold_over:
        inbound.leave(world, here, world.groups[here.group], Reason.HOLD_LIMIT)
    elif here:
        _look_after(world, here, world.groups[here.group].plan.retry_us)


def _ring_next(world: World, call: CallState, trying: Trying) -> bool:
    """Whether phones ring now for an attempt that has none ringing."""
    left_us = min(trying.until_us - world.now, NEVER)
    if call.hold_over or (trying.attempt.rung and left_us <= asterisk.LEAST_LEFT_US):
        return False
    chosen = asterisk.who(trying.rule, trying.attempt, world.routable)
    trying.attempt.rung += chosen
    world.counts.decisions += 1
    world.counts.agents_examined += len(trying.attempt.metrics)
    if chosen:
        ringing.ring(world, call, chosen, left_us if trying.until_us < NEVER else NEVER)
    return bool(call.legs)


SERVE: dict[Dispatch, Callable[[World], None]] = {
    Dispatch.EVENT: inbound.serve_waiting,
    Dispatch.POLL: _poll,
    Dispatch.ASTERISK: _asterisk,
}
