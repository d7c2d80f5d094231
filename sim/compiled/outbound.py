"""Calls that agents place: as `sim/routing/outbound.py`."""

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.counting import ended, ended_at_once
from sim.compiled.draws import talk_us
from sim.compiled.idle import happened
from sim.compiled.inbound import new_call
from sim.compiled.jit import apart, compiled, low_bit
from sim.compiled.memory import agent_row, call_row, flip, free_call, log, may, set_activity
from sim.compiled.timers import after_call
from sim.compiled.wrapup import no_dials, not_dialled, settle


@compiled
def fall_due(m):
    """An attempt falls due: refused, not made, or placed as soon as the agent is idle."""
    apart()
    agent = m[at.X_AGENT]
    a = agent_row(m, agent)
    at_work = m[a + at.A_LOGGED_IN] != 0 and m[a + at.A_ON_SHIFT] != 0 and m[a + at.A_PHONE] != w.ON_BREAK
    if not may(m, a, w.CALL_OUT) or not at_work:
        outcome, reason = not_dialled(m, agent, a, m[at.X_KEY])
        ended_at_once(m, w.OUTBOUND_CALL, outcome, reason)
        return
    call = new_call(m)
    m[call + at.C_CONNECTED] = -1
    slot, last = m[call + at.C_SLOT], m[a + at.A_LAST_DIAL]
    if last >= 0:
        m[call_row(m, last) + at.C_NEXT] = slot
    else:
        m[a + at.A_FIRST_DIAL] = slot
        flip(m, m[at.DIALLERS], agent)
        m[at.N_DIALLERS] += 1
    m[a + at.A_LAST_DIAL] = slot


@compiled
def dial_waiting(m):
    """Place the calls of agents who are idle, after inbound calls have had their turn."""
    apart()
    for n in range((m[at.N_AGENTS] + 63) >> 6):
        word = m[m[at.DIALLERS] + n]
        while word != 0:
            agent = (n << 6) + low_bit(word)
            word &= word - 1
            a = agent_row(m, agent)
            if m[a + at.A_ACTIVITY] == w.IDLE:
                _dial(m, agent, a)


@compiled
def _dial(m, agent, a):
    apart()
    call = call_row(m, m[a + at.A_FIRST_DIAL])
    m[a + at.A_FIRST_DIAL] = m[call + at.C_NEXT]
    if m[call + at.C_NEXT] < 0:
        no_dials(m, agent, a)
    m[call + at.C_AGENT] = agent
    m[call + at.C_PHASE] = w.TALKING
    m[call + at.C_DIALLED] = m[at.NOW]
    set_activity(m, agent, a, w.ON_CALL, m[call + at.C_KEY], m[call + at.C_SLOT])
    log(m, w.R_DIAL, m[call + at.C_KEY], -1, agent, -1, m[at.NOW] - m[call + at.C_ARRIVAL], 0)
    kind = w.CONNECT if m[call + at.C_CONNECTS] != 0 else w.DIAL_FAILED
    order = w.ORDERS[w.CONNECT] if m[call + at.C_CONNECTS] != 0 else w.ORDERS[w.DIAL_FAILED]
    after_call(m, m[call + at.C_DIAL], kind, order, call, -1, agent)


@compiled
def connect(m, call, agent):
    """CONNECT: the customer answers, talk begins."""
    apart()
    m[call + at.C_CONNECTED] = m[at.NOW]
    m[call + at.C_LIVE] = 1
    log(m, w.R_CONNECT, m[call + at.C_KEY], -1, agent, -1, m[call + at.C_DIAL], 0)
    length = talk_us(m, call, agent_row(m, agent))
    after_call(m, length, w.TALK_END, w.ORDERS[w.TALK_END], call, -1, agent)


@compiled
def dial_failed(m, call, agent):
    """DIAL_FAILED: nobody answered; the agent is idle at once."""
    apart()
    a = agent_row(m, agent)
    happened(m, a, w.OUTBOUND_END)
    set_activity(m, agent, a, w.IDLE, -1, -1)
    log(m, w.R_DIAL_END, m[call + at.C_KEY], -1, agent, -1, m[call + at.C_DIAL], 0)
    log(m, w.R_OUTCOME, m[call + at.C_KEY], -1, agent, -1, w.O_OUTBOUND_NO_CONNECT, 0)
    ended(m, call, w.O_OUTBOUND_NO_CONNECT, 0, 0)
    free_call(m, call)
    settle(m, agent, a)
