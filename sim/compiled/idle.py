"""A layer's routable members in a list, longest idle first and then by position: whoever becomes idle is put in at its end.

Only layers whose strategy asks for it have one. May not decide who rings.
"""

from sim.compiled import layout as at
from sim.compiled.jit import inlined


@inlined
def link(m, layer, place):
    """Put a member in, where their idle clock says: mostly last, or first if they had been idle before."""
    m[place + at.P_SINCE] = m[m[at.AGENTS] + m[place + at.P_AGENT] * at.AGENT_SIZE + at.A_IDLE_SINCE]
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
