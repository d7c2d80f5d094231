"""The time until an agent asks for the next pause: as `sim/routing/pause_clock.py`."""

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.draws import pause_every_us
from sim.compiled.jit import apart, compiled
from sim.compiled.memory import flip, has_bit
from sim.compiled.timers import after_agent


@compiled
def start(m, agent, a):
    """Begin the time until the next pause anew, unless it runs or the agent takes none."""
    apart()
    runs = m[a + at.A_PAUSE_CLOCK_RUNS] != 0 or m[a + at.A_LOGGED_IN] == 0 or m[a + at.A_STATUS] != w.ACTIVE
    if m[a + at.A_PAUSE_EVERY] < 0 or runs:
        return
    delay = pause_every_us(m, a)
    m[a + at.A_PAUSE_CLOCK_RUNS] = 1
    m[a + at.A_PAUSE_CLOCK] += 1
    after_agent(m, delay, w.PAUSE_ASKED, w.ORDERS[w.PAUSE_ASKED], m[a + at.A_PAUSE_CLOCK], agent)


@compiled
def stop(m, agent, a):
    """Stop it, and forget a pause that was asked for and has not begun."""
    apart()
    m[a + at.A_PAUSE_CLOCK_RUNS] = 0
    if has_bit(m, m[at.PAUSING], agent):
        flip(m, m[at.PAUSING], agent)
        m[at.N_PAUSING] -= 1
