"""Ring legs: how they start, and every way they end; as `sim/routing/ringing.py`."""

from sim.compiled import ahead
from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.counting import answered, ends
from sim.compiled.deadlines import set_deadline
from sim.compiled.draws import pick_up_us, talk_us
from sim.compiled.jit import apart, compiled, fetch, inlined
from sim.compiled.memory import (
    agent_row,
    call_row,
    count_waiting,
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
from sim.compiled.wrapup import begin, settle


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
    log(m, w.R_RING, m[call + at.C_KEY], m[call + at.C_OFFER], agent, m[call + at.C_GROUP], joined, 0)
    return pick_up_us(m, call, agent, a, nth)


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
    if missed and _restarts_idle(m, call):
        m[a + at.A_IDLE_SINCE] = m[at.NOW]
    set_activity(m, agent, a, w.IDLE, -1, -1)
    missed_flag = 1 if missed else 0
    log(m, w.R_RING_END, m[call + at.C_KEY], m[call + at.C_OFFER], agent, m[call + at.C_GROUP], missed_flag, reason)
    if retry != 0 and m[call + at.C_PHASE] == w.WAITING:
        _spare(m, call, agent, retry)
        after_call(m, retry, w.RETRY, w.ORDERS[w.RETRY], call, m[call + at.C_OFFER], agent)
    settle(m, agent, a)


@compiled
def _restarts_idle(m, call):
    group = m[call + at.C_GROUP]
    if group < 0:
        return True
    layer = m[m[at.GROUPS] + group * at.GROUP_SIZE + at.G_FIRST_LAYER] + m[call + at.C_LAYER]
    return m[layer_row(m, layer) + at.L_MISS_RESTARTS] != 0


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
    retry = retry_us(m, call) if reason == w.Y_RING_TIMEOUT else 0
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
    m[a + at.A_CALLS] += 1
    m[call + at.C_AGENT] = agent
    m[call + at.C_CONNECTED] = m[at.NOW]
    after_call(m, talk_us(m, call, a), w.TALK_END, w.ORDERS[w.TALK_END], call, offer, agent)


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
    if inbound:
        m[a + at.A_IDLE_SINCE] = m[at.NOW]
    begin(m, agent, a, call)
