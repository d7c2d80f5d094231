"""Ring legs: how they start, and every way they end; as `sim/routing/ringing.py`."""

from sim.compiled import ahead
from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.counting import answered, ended, ends
from sim.compiled.deadlines import set_deadline
from sim.compiled.draws import busy_us, pick_up_us, reject_us, talk_us
from sim.compiled.idle import happened
from sim.compiled.jit import apart, compiled, fetch, inlined
from sim.compiled.memory import (
    agent_row,
    call_row,
    count_waiting,
    free_call,
    give_turn,
    group_row,
    layer_row,
    log,
    look_at_all,
    new_row,
    refresh,
    set_activity,
    unwait,
)
from sim.compiled.timers import after_call
from sim.compiled.wrapup import be_busy, begin, pause, settle


@compiled
def ring_one(m, call, agent, timeout):
    """A new batch of one phone; picked up at once, it takes the call."""
    apart()
    a = agent_row(m, agent)
    fetch(m, a + 8)
    fetch(m, a + 16)
    m[call + at.C_OFFER] += 1
    delay = start_leg(m, call, agent, a, 0)
    if delay == 0:
        connect_leg(m, call, agent, a)
        return
    refresh(m, agent, a)
    kind = w.ANSWER if delay <= timeout else w.RING_TIMEOUT
    m[call + at.C_RING_KIND] = kind
    whose = agent if kind == w.ANSWER else -1
    set_deadline(m, call, at.C_RING_ENDS, kind, min(delay, timeout), m[call + at.C_OFFER], whose)


@compiled
def begin_batch(m, call, timeout):
    """A new batch of several phones; each is answered by a timer of its own."""
    apart()
    m[call + at.C_OFFER] += 1
    m[call + at.C_RING_KIND] = w.RING_TIMEOUT
    set_deadline(m, call, at.C_RING_ENDS, w.RING_TIMEOUT, timeout, m[call + at.C_OFFER], -1)


@inlined
def start_leg(m, call, agent, a, joined):
    """One phone begins to ring; how long until it is picked up. What follows from the agent's state is the caller's."""
    nth = _offered(m, call, agent)
    if m[at.HOMES] != 0:
        look_at_all(m)
    last = m[call + at.C_LAST_LEG]
    m[a + at.A_PREV_LEG] = last
    m[a + at.A_NEXT_LEG] = -1
    if last >= 0:
        m[agent_row(m, last) + at.A_NEXT_LEG] = agent
    else:
        m[call + at.C_FIRST_LEG] = agent
        if m[call + at.C_COUNTED] != 0:
            count_waiting(m, call, group_row(m, m[call + at.C_GROUP]), 0)
    m[call + at.C_LAST_LEG] = agent
    m[a + at.A_ACTIVITY] = w.RINGING
    m[a + at.A_CONTACT] = m[call + at.C_KEY]
    m[a + at.A_CALL] = m[call + at.C_SLOT]
    happened(m, a, w.OFFERED)
    log(m, w.R_RING, m[call + at.C_KEY], m[call + at.C_OFFER], agent, m[call + at.C_GROUP], joined, 0)
    if m[at.REJECTS] != 0:
        _may_reject(m, call, agent, a, nth)
    return pick_up_us(m, call, agent, a, nth)


@compiled
def _may_reject(m, call, agent, a, nth):
    apart()
    delay = reject_us(m, call, a, nth)
    if delay < w.NEVER:
        after_call(m, delay, w.REJECT, w.ORDERS[w.REJECT], call, m[call + at.C_OFFER], agent)


@inlined
def _offered(m, call, agent):
    """Note an offer of this call to this agent; how many there were before."""
    node = m[call + at.C_FIRST_OFFER]
    while node >= 0:
        row = m[at.OFFERS] + node * at.OFFER_SIZE
        if m[row + at.O_AGENT] == agent:
            m[row + at.O_PASS] = m[call + at.C_PASS]
            m[row + at.O_TIMES] += 1
            return m[row + at.O_TIMES] - 1
        node = m[row + at.O_NEXT]
    node = new_row(m, at.OFFERS, at.OFFER_SIZE, at.O_NEXT)
    row = m[at.OFFERS] + node * at.OFFER_SIZE
    m[row + at.O_AGENT] = agent
    m[row + at.O_TIMES] = 1
    m[row + at.O_PASS] = m[call + at.C_PASS]
    m[row + at.O_ENTRY] = -1
    m[row + at.O_SPARED] = 0
    m[row + at.O_NEXT] = m[call + at.C_FIRST_OFFER]
    m[call + at.C_FIRST_OFFER] = node
    return 0


@inlined
def _unlink_leg(m, call, a):
    before, behind = m[a + at.A_PREV_LEG], m[a + at.A_NEXT_LEG]
    if before >= 0:
        m[agent_row(m, before) + at.A_NEXT_LEG] = behind
    else:
        m[call + at.C_FIRST_LEG] = behind
    if behind >= 0:
        m[agent_row(m, behind) + at.A_PREV_LEG] = before
    else:
        m[call + at.C_LAST_LEG] = before


@compiled
def end_leg(m, call, agent, reason, retry):
    """End one leg without an answer by this agent."""
    apart()
    a = agent_row(m, agent)
    missed = reason == w.Y_RING_TIMEOUT
    _unlink_leg(m, call, a)
    if m[call + at.C_FIRST_LEG] < 0 and m[call + at.C_PHASE] == w.WAITING:
        m[call + at.C_RING_ENDS] = w.NEVER
        give_turn(m, call)
        if m[call + at.C_QUEUED] != 0:
            count_waiting(m, call, group_row(m, m[call + at.C_GROUP]), 1)
    if missed:
        happened(m, a, w.MISSED)
    set_activity(m, agent, a, w.IDLE, -1, -1)
    missed_flag = 1 if missed else 0
    log(m, w.R_RING_END, m[call + at.C_KEY], m[call + at.C_OFFER], agent, m[call + at.C_GROUP], missed_flag, reason)
    if missed or reason == w.Y_REJECTED:
        _hold_against(m, call, agent, a, missed)
    if retry != 0 and m[call + at.C_PHASE] == w.WAITING:
        _spare(m, call, agent, retry)
        after_call(m, retry, w.RETRY, w.ORDERS[w.RETRY], call, m[call + at.C_OFFER], agent)
    settle(m, agent, a)


@compiled
def _hold_against(m, call, agent, a, missed):
    """An offer missed or rejected counts; too many in a row pause the agent where the ring group says so."""
    apart()
    if m[a + at.A_COUNTED_AT] != m[a + at.A_CALLS]:
        m[a + at.A_COUNTED_AT] = m[a + at.A_CALLS]
        m[a + at.A_MISSES] = 0
        m[a + at.A_REJECTED] = 0
    if missed:
        m[a + at.A_MISSES] += 1
    else:
        m[a + at.A_REJECTED] += 1
        be_busy(m, agent, a, busy_us(m, call, a))
    if m[call + at.C_GROUP] >= 0:
        group = group_row(m, m[call + at.C_GROUP])
        count = m[a + at.A_MISSES] if missed else m[a + at.A_REJECTED]
        if count >= (m[group + at.G_MOST_MISSES] if missed else m[group + at.G_MOST_REJECTS]):
            pause(m, agent, a, m[group + at.G_PAUSES_FOR])


@inlined
def _layer_of(m, call):
    """The layer of its ring group whose offer a call has."""
    return layer_row(m, m[group_row(m, m[call + at.C_GROUP]) + at.G_FIRST_LAYER] + m[call + at.C_LAYER])


@inlined
def _rule(m, call, bit):
    """Whether a rule of the layer holds whose offer a call has; none holds on a personal line."""
    return m[call + at.C_GROUP] >= 0 and m[_layer_of(m, call) + at.L_RULES] & bit != 0


@compiled
def rings_on(m, a):
    """Whether a phone that rings goes on ringing when its agent is paused."""
    apart()
    if m[a + at.A_ACTIVITY] != w.RINGING:
        return False
    return _rule(m, call_row(m, m[a + at.A_CALL]), at.RINGS_THROUGH_PAUSE)


@compiled
def _spare(m, call, agent, retry):
    node = m[call + at.C_FIRST_OFFER]
    while node >= 0:
        row = m[at.OFFERS] + node * at.OFFER_SIZE
        if m[row + at.O_AGENT] == agent:
            m[row + at.O_ENTRY] = m[call + at.C_ENTRY]
            m[row + at.O_SPARED] = m[at.NOW] + retry
            return
        node = m[row + at.O_NEXT]


@compiled
def retry_us(m, call):
    """How long a queued call spares an agent after an offer to them."""
    group = m[call + at.C_GROUP]
    if group < 0:
        return 0
    row = m[at.GROUPS] + group * at.GROUP_SIZE
    return m[row + at.G_RETRY] if m[row + at.G_QUEUE] != 0 else 0


@compiled
def cancel_leg(m, agent, a):
    """The agent's status takes the phone away mid-ring; the others ring on, the next offer goes out at once."""
    apart()
    if m[a + at.A_ACTIVITY] == w.RINGING:
        call = call_row(m, m[a + at.A_CALL])
        end_leg(m, call, agent, w.Y_STATUS_CHANGE, retry_us(m, call))


@compiled
def end_all_legs(m, call, reason):
    """End every leg of a call, in the order they were rung."""
    apart()
    retry = retry_us(m, call) if reason == w.Y_RING_TIMEOUT or reason == w.Y_REJECTED else 0
    agent = m[call + at.C_FIRST_LEG]
    while agent >= 0:
        behind = m[agent_row(m, agent) + at.A_NEXT_LEG]
        end_leg(m, call, agent, reason, retry)
        agent = behind


@compiled
def time_out(m, call, offer):
    """RING_TIMEOUT of a batch: everyone who still rings has missed it."""
    if m[call + at.C_PHASE] != w.WAITING or m[call + at.C_OFFER] != offer or m[call + at.C_FIRST_LEG] < 0:
        return
    m[call + at.C_RANG_OUT] = 1
    m[call + at.C_RANG_OUT_HERE] = 1
    end_all_legs(m, call, w.Y_RING_TIMEOUT)


@compiled
def reject(m, call, offer, agent):
    """REJECT by one phone of the batch that rings; where the layer says so, the whole ring is over."""
    apart()
    a = agent_row(m, agent)
    rings = m[a + at.A_ACTIVITY] == w.RINGING and m[a + at.A_CALL] == m[call + at.C_SLOT]
    if m[call + at.C_OFFER] == offer and rings and m[call + at.C_PHASE] == w.WAITING:
        end_leg(m, call, agent, w.Y_REJECTED, retry_us(m, call))
        if _rule(m, call, at.REJECT_ENDS_RING):
            end_all_legs(m, call, w.Y_STATUS_CHANGE)


@inlined
def answer(m, call, offer, agent):
    """ANSWER by one phone of the batch that rings."""
    a = agent_row(m, agent)
    rings = m[a + at.A_ACTIVITY] == w.RINGING and m[a + at.A_CALL] == m[call + at.C_SLOT]
    if m[call + at.C_OFFER] == offer and rings and m[call + at.C_PHASE] == w.WAITING:
        connect_leg(m, call, agent, a)


@compiled
def connect_leg(m, call, agent, a):
    """An agent takes a call: the other legs end, talk begins."""
    apart()
    _unlink_leg(m, call, a)
    m[call + at.C_PHASE] = w.TALKING
    unwait(m, call)
    answered(m, call, agent)
    key, offer = m[call + at.C_KEY], m[call + at.C_OFFER]
    log(m, w.R_ANSWER, key, offer, agent, m[call + at.C_GROUP], m[at.NOW] - m[call + at.C_ARRIVAL], 0)
    set_activity(m, agent, a, w.ON_CALL, key, m[call + at.C_SLOT])
    if m[call + at.C_FIRST_LEG] >= 0:
        end_all_legs(m, call, w.Y_ANSWERED_ELSEWHERE)
    if _rule(m, call, at.TURN_ON_ANSWER):
        _turn_over(m, call, a)
    m[a + at.A_CALLS] += 1
    m[call + at.C_AGENT] = agent
    m[call + at.C_CONNECTED] = m[at.NOW]
    after_call(m, talk_us(m, call, a), w.TALK_END, w.ORDERS[w.TALK_END], call, offer, agent)


@compiled
def _turn_over(m, call, a):
    """The turn goes to the successor of a member who has answered."""
    apart()
    layer = _layer_of(m, call)
    for i in range(m[a + at.A_N_MEMBER_OF]):
        place = m[a + at.A_MEMBER_OF] + i * at.PLACE_SIZE
        if layer_row(m, m[place + at.P_LAYER]) == layer:
            position = m[place + at.P_POSITION] + 1
            m[layer + at.L_POINTER] = position if position < m[layer + at.L_SIZE] else 0


@inlined
def talk_end(m, call, offer, agent):
    """TALK_END: the call is over, wrap-up begins."""
    a = agent_row(m, agent)
    ahead.freed(m, a)
    key, group = m[call + at.C_KEY], m[call + at.C_GROUP]
    inbound = m[call + at.C_LINE] >= 0
    log(m, w.R_TALK_END, key, offer, agent, group, m[at.NOW] - m[call + at.C_CONNECTED], 0)
    outcome = w.O_ANSWERED_LIVE if inbound else w.O_OUTBOUND_CONNECTED
    log(m, w.R_OUTCOME, key, offer, agent, group, outcome, 0)
    ends(m, call, outcome, 0, 0)
    happened(m, a, w.INBOUND_END if inbound else w.OUTBOUND_END)
    if inbound and m[at.TALKS] != 0:
        m[a + at.A_TALK] += m[at.NOW] - m[call + at.C_CONNECTED]
    begin(m, agent, a, call)


@compiled
def drop(m, agent, a, reason):
    """The call an agent is on is lost, talk or dial: the softphone is signed out (B3)."""
    apart()
    call = call_row(m, m[a + at.A_CALL])
    key, group, offer = m[call + at.C_KEY], m[call + at.C_GROUP], -1
    inbound = m[call + at.C_LINE] >= 0
    set_activity(m, agent, a, w.IDLE, -1, -1)
    if inbound:
        offer = m[call + at.C_OFFER]
    if m[call + at.C_CONNECTED] >= 0:
        log(m, w.R_TALK_END, key, offer, agent, group, m[at.NOW] - m[call + at.C_CONNECTED], 0)
        happened(m, a, w.INBOUND_END if inbound else w.OUTBOUND_END)
        m[a + at.A_TALK] += m[at.NOW] - m[call + at.C_CONNECTED] if inbound else 0
    else:
        log(m, w.R_DIAL_END, key, -1, agent, -1, m[at.NOW] - m[call + at.C_DIALLED], 0)
    log(m, w.R_OUTCOME, key, offer, agent, group, w.O_DROPPED_BY_ADMIN, reason)
    ended(m, call, w.O_DROPPED_BY_ADMIN, reason, 0)
    free_call(m, call)
