"""Pauses that agents ask for at random: as `sim/routing/pauses.py`."""

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.admin import follow, take_idle
from sim.compiled.draws import pause_length_us
from sim.compiled.jit import apart, compiled, low_bit
from sim.compiled.memory import agent_row, flip, has_bit
from sim.compiled.timers import after_agent
from sim.compiled.wrapup import automatic, cover_entry


@compiled
def _own(m):
    """The entry that stands for a pause of the agent's own: behind that for one by the system."""
    return automatic(m) + 1


@compiled
def asked(m, token, agent):
    """PAUSE_ASKED: the agent wants a pause, unless that time was stopped."""
    apart()
    a = agent_row(m, agent)
    if m[a + at.A_PAUSE_CLOCK_RUNS] == 0 or m[a + at.A_PAUSE_CLOCK] != token:
        return
    if not has_bit(m, m[at.PAUSING], agent):
        flip(m, m[at.PAUSING], agent)
        m[at.N_PAUSING] += 1
    if _may_begin(m, a):
        _begin(m, agent, a)


@compiled
def _may_begin(m, a):
    """Whether what the agent is doing lets the pause begin."""
    return (m[a + at.A_PAUSE_IN] >> m[a + at.A_ACTIVITY]) & 1 != 0


@compiled
def take(m):
    """Begin the pauses of everyone whose work is over, the admin's first, before any call is served; whether there was one."""
    apart()
    begun = take_idle(m)
    for n in range((m[at.N_AGENTS] + 63) >> 6):
        word = m[m[at.PAUSING] + n]
        while word != 0:
            agent = (n << 6) + low_bit(word)
            word &= word - 1
            a = agent_row(m, agent)
            if _may_begin(m, a):
                _begin(m, agent, a)
                begun = True
    return begun


@compiled
def _begin(m, agent, a):
    length = pause_length_us(m, a)
    m[a + at.A_OWN_PAUSES] += 1
    cover_entry(m, a, at.A_PAUSES, _own(m))
    follow(m, agent, a, w.Y_AGENT)
    after_agent(m, length, w.PAUSE_OVER, w.ORDERS[w.PAUSE_OVER], m[a + at.A_OWN_PAUSES], agent)


@compiled
def over(m, token, agent):
    """PAUSE_OVER: the pause ends, unless the admin ended it; who is covered by another entry stays paused."""
    apart()
    a = agent_row(m, agent)
    own = _own(m) + 1
    if has_bit(m, m[a + at.A_PAUSES], own) and m[a + at.A_OWN_PAUSES] == token:
        flip(m, m[a + at.A_PAUSES], own)
        m[a + at.A_N_PAUSES] -= 1
        follow(m, agent, a, w.Y_AGENT)
