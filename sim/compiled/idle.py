"""A layer's routable members in a list, longest idle first and then by position: whoever becomes idle is put in at its end.

Only layers whose strategy asks for it have one. May not decide who rings.
"""

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.jit import apart, compiled, inlined


@inlined
def happened(m, a, moment):
    """A moment of an agent that restarts the idle clocks which name it; whoever may be rung is shown anew afterwards."""
    if m[at.CLOCKS] < 0:
        m[a + at.A_MOMENTS + moment] = m[at.NOW]
    elif (m[at.CLOCKS] >> moment) & 1 != 0:
        m[a + at.A_IDLE_SINCE] = m[at.NOW]


@inlined
def idle_since(m, layer, a):
    """Start of an agent's idleness as a layer's clock reads it."""
    return m[a + at.A_IDLE_SINCE] if m[at.CLOCKS] >= 0 else _latest(m, m[layer + at.L_CLOCK], a)


@compiled
def _latest(m, clock, a):
    """The latest moment that a clock names; -1 for none."""
    apart()
    latest = -1
    for moment in range(w.N_MOMENTS):
        if (clock >> moment) & 1 != 0:
            latest = max(latest, m[a + at.A_MOMENTS + moment])
    return latest


@inlined
def link(m, layer, place):
    """Put a member in, where their idle clock says: mostly last, or first if they had been idle before."""
    m[place + at.P_SINCE] = idle_since(m, layer, m[at.AGENTS] + m[place + at.P_AGENT] * at.AGENT_SIZE)
    before, behind = m[layer + at.L_LAST], -1
    first = m[layer + at.L_FIRST]
    if first >= 0 and _longer(m, place, first):
        before, behind = -1, first
    else:
        while before >= 0 and _longer(m, place, before):
            before, behind = m[before + at.P_PREV], before
    m[place + at.P_PREV] = before
    m[place + at.P_NEXT] = behind
    if before >= 0:
        m[before + at.P_NEXT] = place
    else:
        m[layer + at.L_FIRST] = place
    if behind >= 0:
        m[behind + at.P_PREV] = place
    else:
        m[layer + at.L_LAST] = place


@inlined
def unlink(m, layer, place):
    """Take a member out."""
    before, behind = m[place + at.P_PREV], m[place + at.P_NEXT]
    if before >= 0:
        m[before + at.P_NEXT] = behind
    else:
        m[layer + at.L_FIRST] = behind
    if behind >= 0:
        m[behind + at.P_PREV] = before
    else:
        m[layer + at.L_LAST] = before


@inlined
def _longer(m, one, other):
    """Whether a member has been idle longer than another, or as long and is nearer the front of the layer."""
    since, after = m[one + at.P_SINCE], m[other + at.P_SINCE]
    return since < after or (since == after and m[one + at.P_POSITION] < m[other + at.P_POSITION])
