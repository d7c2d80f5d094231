"""Ring legs: how they start, and every way they end; as `sim/routing/ringing.py`."""

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.draws import pick_up_us
from sim.compiled.jit import compiled
from sim.compiled.memory import after_call, agent_row, call_row, give_turn, layer_row, log, set_activity, unwait
from sim.compiled.wrapup import begin, settle
from sim.routing.ringing import PPM


@compiled
def next_offer(m, call, timeout):
    """A new batch begins to ring."""
    m[call + at.C_OFFER] += 1
    after_call(m, timeout, w.RING_TIMEOUT, w.ORDERS[w.RING_TIMEOUT], call, m[call + at.C_OFFER], -1)


@compiled
def start_leg(m, call, agent, joined):
    """One phone begins to ring; whether it is picked up at once."""
    a = agent_row(m, agent)
    nth = _offered(m, call, agent)
    last = m[call + at.C_LAST_LEG]
    m[a + at.A_PREV_LEG] = last
    m[a + at.A_NEXT_LEG] = -1
    if last >= 0:
        m[agent_row(m, last) + at.A_NEXT_LEG] = agent
    else:
        m[call + at.C_FIRST_LEG] = agent
    m[call + at.C_LAST_LEG] = agent
    set_activity(m, agent, a, w.RINGING, m[call + at.C_KEY], m[call + at.C_SLOT])
    log(m, w.R_RING, m[call + at.C_KEY], m[call + at.C_OFFER], agent, m[call + at.C_GROUP], joined, 0)
    delay = pick_up_us(m, call, agent, a, nth)
    if delay == 0:
        return True
    after_call(m, delay, w.ANSWER, w.ORDERS[w.ANSWER], call, m[call + at.C_OFFER], agent)
    return False


@compiled
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
    node = m[at.FREE_OFFER]
    if node < 0:
        m[at.FULL] |= at.FULL_OFFERS
        return 0
    row = m[at.OFFERS] + node * at.OFFER_SIZE
    m[at.FREE_OFFER] = m[row + at.O_NEXT]
    m[row + at.O_AGENT] = agent
    m[row + at.O_TIMES] = 1
    m[row + at.O_PASS] = m[call + at.C_PASS]
    m[row + at.O_ENTRY] = -1
    m[row + at.O_SPARED] = 0
    m[row + at.O_NEXT] = m[call + at.C_FIRST_OFFER]
    m[call + at.C_FIRST_OFFER] = node
    return 0


@compiled
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
    a = agent_row(m, agent)
    missed = reason == w.Y_RING_TIMEOUT
    _unlink_leg(m, call, a)
    if m[call + at.C_FIRST_LEG] < 0 and m[call + at.C_PHASE] == w.WAITING:
        give_turn(m, call)
    set_activity(m, agent, a, w.IDLE, -1, -1)
    missed_flag = 1 if missed else 0
    log(m, w.R_RING_END, m[call + at.C_KEY], m[call + at.C_OFFER], agent, m[call + at.C_GROUP], missed_flag, reason)
    if missed and _restarts_idle(m, call):
        m[a + at.A_IDLE_SINCE] = m[at.NOW]
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
    if m[a + at.A_ACTIVITY] == w.RINGING:
        call = call_row(m, m[a + at.A_CALL])
        end_leg(m, call, agent, w.Y_STATUS_CHANGE, retry_us(m, call))


@compiled
def end_all_legs(m, call, reason):
    """End every leg of a call, in the order they were rung."""
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


@compiled
def answer(m, call, offer, agent):
    """ANSWER by one phone of the batch that rings."""
    a = agent_row(m, agent)
    rings = m[a + at.A_ACTIVITY] == w.RINGING and m[a + at.A_CALL] == m[call + at.C_SLOT]
    if m[call + at.C_OFFER] == offer and rings and m[call + at.C_PHASE] == w.WAITING:
        connect_leg(m, call, agent, a)


@compiled
def connect_leg(m, call, agent, a):
    """An agent takes a call: the other legs end, talk begins."""
    _unlink_leg(m, call, a)
    m[call + at.C_PHASE] = w.TALKING
    unwait(m, call)
    key, offer = m[call + at.C_KEY], m[call + at.C_OFFER]
    log(m, w.R_ANSWER, key, offer, agent, m[call + at.C_GROUP], m[at.NOW] - m[call + at.C_ARRIVAL], 0)
    set_activity(m, agent, a, w.ON_CALL, key, m[call + at.C_SLOT])
    end_all_legs(m, call, w.Y_ANSWERED_ELSEWHERE)
    m[a + at.A_CALLS] += 1
    m[call + at.C_AGENT] = agent
    m[call + at.C_CONNECTED] = m[at.NOW]
    after_call(m, talk_us(m, call, a), w.TALK_END, w.ORDERS[w.TALK_END], call, offer, agent)


@compiled
def talk_us(m, call, a):
    """The contact's handle time as this agent takes it."""
    handle, ppm = m[call + at.C_HANDLE], m[a + at.A_PPM]
    return handle // PPM * ppm + handle % PPM * ppm // PPM


@compiled
def talk_end(m, call, offer, agent):
    """TALK_END: the call is over, wrap-up begins."""
    a = agent_row(m, agent)
    key, group = m[call + at.C_KEY], m[call + at.C_GROUP]
    inbound = m[call + at.C_LINE] >= 0
    log(m, w.R_TALK_END, key, offer, agent, group, m[at.NOW] - m[call + at.C_CONNECTED], 0)
    log(m, w.R_OUTCOME, key, offer, agent, group, w.O_ANSWERED_LIVE if inbound else w.O_OUTBOUND_CONNECTED, 0)
    if inbound:
        m[a + at.A_IDLE_SINCE] = m[at.NOW]
    begin(m, agent, a, call)
