"""An inbound call's way: line -> owner or ring group -> passes over layers -> queue -> next step (A2.1, A2.13).

One call at a time, oldest first, once per dispatch; a step either rings somebody, leaves the call waiting, or ends it.
"""

from sim.domain.contacts import NOBODY, Facts, Outcome, Reason
from sim.domain.events import Event, EventKind
from sim.domain.plan import Target, TargetKind
from sim.domain.records import RecordKind
from sim.domain.time import NEVER
from sim.routing import callbacks, endings, pauses, personal, ringing
from sim.routing.asterisk import Pointer
from sim.routing.eligibility import busy_exists, candidates, may_wait, meant_for
from sim.routing.personal import MAX_HOPS, ONWARD
from sim.routing.state import CallState, GroupState, LayerState, Phase, World, able
from sim.routing.strategies import STRATEGIES, choose, further_down


def arrive(world: World, facts: Facts) -> None:
    """A call comes in: outside hours it goes where the line says, else it waits for this instant's dispatch."""
    line = world.plan.lines[facts.line]
    if facts.customer in world.to_call_back:
        callbacks.supersede(world, facts)
    call = CallState(facts, world.now, line, rank=-facts.priority, line_key=facts.line)
    world.calls[facts.key] = call
    world.wait(call)
    if facts.patience_us < NEVER:
        world.after(facts.patience_us, EventKind.HANG_UP, facts.key)
    if world.open:
        if line.group >= 0 and not line.owner_first:
            enter(world, call, line.group)
        return
    _close_to(world, call)


def _close_to(world: World, call: CallState) -> None:
    """A call that it is closed to goes where its line says."""
    line = call.line
    assert line is not None
    call.after_hours = True
    if line.after_hours.kind in ONWARD:
        _go_on(world, call, line.after_hours)
    elif line.after_hours.kind is TargetKind.NONE:
        endings.finish(world, call, Outcome.AFTER_HOURS)
    else:
        endings.next_step(world, call, line.after_hours, Outcome.AFTER_HOURS)


def serve_waiting(world: World) -> None:
    """Give every waiting call its turn, by priority and then oldest first, over all groups."""
    while world.waiting and _serve_in_turn(world):
        if world.pausing or world.owed:
            pauses.take(world)


def _serve_in_turn(world: World) -> bool:
    """One turn for each; True when an answer at once has freed others who rang, for whom an older call may wait."""
    world.freed = False
    for _, _, key in tuple(world.waiting):
        call = world.calls.get(key)
        if call is None or call.phase is not Phase.WAITING or (call.legs and not call.others_join):
            continue
        serve(world, call)
        if world.freed:
            return True
    return False


def has_turn(world: World, call: CallState) -> bool:
    """Whether an agent may be sought for a waiting call: one who is called back may have to wait for the time."""
    return call.callback is None or (world.open and world.now >= call.callback.from_us)


def serve(world: World, call: CallState) -> None:
    """One call's turn."""
    if not has_turn(world, call):
        return
    if call.group < 0:
        _serve_person(world, call)
    elif not (call.queued and not call.in_pass) or _may_move(world, world.groups[call.group]):
        _serve_group(world, call)


def _may_move(world: World, group: GroupState) -> bool:
    """Whether a call that waits in a queue between passes could do anything: ring somebody, or leave for want of anybody."""
    return group.plan.leaves_after_us < NEVER or group.has_any(world.routable)


def enter(world: World, call: CallState, group: int) -> None:
    """A call enters a ring group: a fresh first pass, a fresh hold, its place among those that wait."""
    world.unwait(call)
    call.rank = -call.facts.priority - world.groups[group].plan.priority
    world.wait(call)
    call.group = group
    call.visited.append(group)
    call.queued, call.in_pass, call.hold_over, call.rang_out_here = False, True, False, False
    call.alone_since_us = NEVER
    call.offered.clear()
    call.spared_until_us.clear()
    world.log(RecordKind.ENTER, call.facts.key, group=group, value=call.hop)
    if world.plan.router.dispatch:
        world.looking.add(call.facts.key)
        call.pointer = Pointer()
    plan = world.groups[group].plan
    if plan.queue:
        max_hold_us = world.draws.max_hold_us(call.facts, plan, call.hop)
        held_us = world.now - call.arrival_us if plan.hold_of_call and max_hold_us < NEVER else 0
        call.hold_over = 0 < held_us >= max_hold_us
        if not call.hold_over:
            world.after(max_hold_us - held_us, EventKind.HOLD_LIMIT, call.facts.key, call.hop)


def _serve_person(world: World, call: CallState) -> None:
    """A call that is for one person, here or on the line it goes on to.

    In a ring group that it goes on to it takes its turn behind whoever waits, and its first pass spares who has been rung.
    """
    while call.group < 0 and (target := personal.serve(world, call)) is not None:
        tried = set(call.offered)
        _go_on(world, call, target)
        if call.group >= 0:
            call.offered |= tried
            world.freed = True


def _serve_group(world: World, call: CallState) -> None:
    """Ring the next batch, or wait, or leave; an overflow goes on at once."""
    while call.phase is Phase.WAITING and call.facts.key in world.calls:
        if call.group < 0:  # it has come to a personal line
            _serve_person(world, call)
            return
        group = world.groups[call.group]
        if call.legs:
            _join(world, call, group.layers[call.layer])
            return
        if call.hold_over:
            leave(world, call, group, Reason.HOLD_LIMIT)
        elif _left_alone(world, call, group):
            leave(world, call, group, Reason.UNSTAFFED)
        elif _offer(world, call, group):
            if call.phase is Phase.WAITING:
                return
        elif not call.in_pass or not _end_pass(world, call, group):
            return


def _left_alone(world: World, call: CallState, group: GroupState) -> bool:
    """Whether a queued call has waited for nobody for as long as its queue allows (leave_when_empty, grace)."""
    if group.plan.leaves_after_us == NEVER or not call.queued or busy_exists(world, meant_for(world, call, group)):
        call.alone_since_us = NEVER
        return False
    gone_us = (at_us for agent, at_us in group.gone_us.items() if able(world.agents[agent].plan, call.facts))
    since_us = world.now if call.alone_since_us == NEVER else max(call.alone_since_us, *gone_us, -1)
    if since_us != call.alone_since_us and group.plan.leaves_after_us:
        world.after(since_us + group.plan.leaves_after_us - world.now, EventKind.RETRY, call.facts.key)
    call.alone_since_us = since_us
    return world.now - call.alone_since_us >= group.plan.leaves_after_us


def _offer(world: World, call: CallState, group: GroupState) -> bool:
    """Ring the next batch of this pass; an earlier layer is tried first. False if nobody can be rung."""
    world.counts.decisions += 1
    for index, layer in enumerate(group.layers):
        found = further_down(call, layer, candidates(world, call, layer))
        if found and call.callback and call.callback.plan.contact_first and not call.callback.on_line:
            callbacks.dial_contact(world, call)
            return True
        if found:
            call.in_pass, call.layer = True, index
            strategy = STRATEGIES[layer.plan.strategy]
            call.others_join = (layer.plan.join_ring and strategy.rings_all) or strategy.adds
            chosen = [agent for _, agent in choose(world, call, layer, found)]
            timeout_us = world.draws.ring_timeout_us(call.facts, layer.plan, call.offer + 1)
            ringing.ring(world, call, chosen, timeout_us)
            if strategy.adds:
                _step(world, call, layer)
            return True
    return False


def _join(world: World, call: CallState, layer: LayerState) -> None:
    """Agents freed mid-ring join a simultaneous ring where the layer says so; under `progressive` one when it is time."""
    adds = STRATEGIES[layer.plan.strategy].adds
    room = layer.plan.most - len(call.legs)
    if not call.others_join or call.hold_over or room <= 0 or (adds and world.now < call.next_leg_us):
        return
    found = candidates(world, call, layer)
    if found:
        joining = choose(world, call, layer, found)[:room]
        ringing.join(world, call, [agent for _, agent in joining])
    if adds:
        _step(world, call, layer)


def _step(world: World, call: CallState, layer: LayerState) -> None:
    """Look for the next phone to add in a while."""
    call.next_leg_us = world.now + layer.plan.step_us
    world.after(layer.plan.step_us, EventKind.RETRY, call.facts.key, call.offer)


def _end_pass(world: World, call: CallState, group: GroupState) -> bool:
    """End a pass: leave the group, or wait in its queue. True if the call has something to try at once."""
    call.in_pass = False
    call.offered.clear()
    if call.callback:
        return True
    if not group.plan.queue:
        leave(world, call, group, Reason.RANG_OUT if call.rang_out_here else Reason.UNSTAFFED)
    elif not may_wait(world, call, group):
        leave(world, call, group, Reason.UNSTAFFED)
    elif not call.queued:
        ahead = waiting_in(world, call.group)
        if ahead >= group.plan.limit:
            leave(world, call, group, Reason.QUEUE_LIMIT)
        else:
            put_into_queue(world, call, ahead)
    return True


def put_into_queue(world: World, call: CallState, ahead: int) -> None:
    """A call begins to wait behind so many; its caller may hang up at once."""
    call.queued, call.queued_us = True, world.now
    world.log(RecordKind.QUEUED, call.facts.key, group=call.group, value=ahead)
    for index, prompt in enumerate(world.groups[call.group].plan.prompts):
        world.after(prompt.at_us, EventKind.PROMPT, call.facts.key, call.hop, index)
    if world.draws.balks(call.facts):
        endings.finish(world, call, Outcome.ABANDONED_QUEUE)


def waiting_in(world: World, group: int) -> int:
    """Calls in a group's queue with no leg ringing."""
    waiting = (world.calls[key] for _, _, key in world.waiting)
    return sum(call.group == group and call.queued and not call.legs for call in waiting)


def leave(world: World, call: CallState, group: GroupState, why: Reason, to: Target | None = None) -> None:
    """Leave a ring group unanswered and take its next step, or the one a caller chose."""
    why = Reason.HOURS if call.evicted else why
    world.log(RecordKind.LEAVE, call.facts.key, group=call.group, reason=why)
    call.held_out = call.held_out or why is Reason.HOLD_LIMIT
    overflow = to or group.plan.overflow
    if call.evicted:
        call.evicted = False
        call.hop += 1
        _close_to(world, call)
    elif why is Reason.HOLD_LIMIT and world.draws.ai_rescues(call.facts, group.plan, call.hop):
        endings.finish(world, call, Outcome.AI_RESCUED)
    elif overflow.kind not in ONWARD:
        endings.next_step(world, call, overflow, _outcome(call, why))
    elif call.hop >= MAX_HOPS:
        endings.finish(world, call, Outcome.LOOP_CUT)
    else:
        call.hop += 1
        _go_on(world, call, overflow)


def _go_on(world: World, call: CallState, target: Target) -> None:
    """On to another ring group, or to another line as if it had come there."""
    group = target.index
    if target.kind is TargetKind.LINE:
        call.line_key, call.line = target.index, world.plan.lines[target.index]
        call.forwarded, call.backup_rung = None, False
        group = call.line.group
    if group >= 0:
        enter(world, call, group)
        return
    assert call.line is not None
    call.group = NOBODY
    call.queued, call.rang_out_here = False, False
    call.offered.clear()
    world.log(RecordKind.ENTER, call.facts.key, agent=call.line.owner, value=call.hop)


def _outcome(call: CallState, why: Reason) -> Outcome:
    """What a call is that leaves its last ring group with no further step (A2.12)."""
    if why is Reason.EXIT_KEY:
        return Outcome.EXIT_KEY
    if why is Reason.QUEUE_LIMIT:
        return Outcome.QUEUE_FULL
    return Outcome.MISSED_TIMEOUT if call.rang_out or call.held_out else Outcome.DEAD_END


def hold_limit(world: World, due: Event) -> None:
    """HOLD_LIMIT: leave the group, or once the ring in progress has ended (let_ring_finish)."""
    call = world.calls.get(due.contact)
    if call is None or call.phase is not Phase.WAITING or call.hop != due.offer or call.callback:
        return
    call.hold_over = True
    group = world.groups[call.group]
    if call.legs and group.plan.hold_cuts_ring:
        call.rang_out = True
        ringing.end_all_legs(world, call, Reason.HOLD_LIMIT)
    if not call.legs:
        leave(world, call, group, Reason.HOLD_LIMIT)


def evict(world: World) -> None:
    """It closes: whoever is in a queue that is not kept leaves it, once a ring in progress has ended."""
    for _, _, key in tuple(world.waiting):
        call = world.calls[key]
        if call.queued and call.group >= 0 and world.groups[call.group].plan.evicts:
            call.evicted = call.hold_over = True
            if not call.legs:
                leave(world, call, world.groups[call.group], Reason.HOURS)
