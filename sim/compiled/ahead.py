"""What an event will read is fetched before its turn, a step further at each of its stages; may not change anything.

With a hundred agents all of it is near anyway. With a hundred thousand, each line of memory that is waited for costs as much
as a hundred instructions, and an event reads some twenty.
"""

from sim.compiled import layout as at
from sim.compiled.jit import apart, compiled, fetch, inlined

MANY = 1000
"""More agents than this, and it pays."""
_LINE = 8


@compiled
def timer_near(m, slot, agent):
    """A timer is due soon: its call and its agent."""
    apart()
    _call(m, slot)
    if agent >= 0:
        _agent(m, agent)


@compiled
def timer_next(m, slot, agent):
    """A timer is the next event: what its call and its agent lead to."""
    apart()
    offer = m[m[at.CALLS] + slot * at.CALL_SIZE + at.C_FIRST_OFFER]
    if offer >= 0:
        fetch(m, m[at.OFFERS] + offer * at.OFFER_SIZE)
    if agent >= 0:
        a = m[at.AGENTS] + agent * at.AGENT_SIZE
        fetch(m, m[at.ANSWERED] + agent)
        fetch(m, m[a + at.A_MEMBER_OF])
        _group(m, m[a + at.A_NEAR_LAYER], m[a + at.A_NEAR_GROUP])


@compiled
def source_next(m, source):
    """An arrival is the next event: where it goes."""
    apart()
    fetch(m, m[source + at.S_PIECE])
    fetch(m, m[at.LINES] + m[source + at.S_LINE] * at.LINE_SIZE)
    _group(m, m[source + at.S_NEAR_LAYER], m[source + at.S_NEAR_GROUP])


@inlined
def first_idle(m, source):
    """A contact comes: the place of who has been idle longest where it goes; -1 if that is not asked."""
    if m[at.N_AGENTS] <= MANY or m[source + at.S_NEAR_LAYER] < 0:
        return -1
    place = m[m[source + at.S_NEAR_LAYER] + at.L_FIRST]
    if place >= 0:
        fetch(m, place)
    return place


@inlined
def holder(m, place):
    """The agent of that place, and the place of who is next."""
    if place >= 0:
        _agent(m, m[place + at.P_AGENT])
        fetch(m, m[place + at.P_NEXT])


@inlined
def freed(m, a):
    """An agent's call ends: behind whom they will be idle, and who waits longest for them."""
    if m[at.N_AGENTS] > MANY and m[a + at.A_NEAR_LAYER] >= 0:
        fetch(m, m[m[a + at.A_NEAR_LAYER] + at.L_LAST])
        _call(m, m[m[a + at.A_NEAR_GROUP] + at.G_FIRST])


@inlined
def _call(m, slot):
    for line in range(0, at.C_FIRST_VISITED, _LINE):
        fetch(m, m[at.CALLS] + slot * at.CALL_SIZE + line)


@inlined
def _agent(m, agent):
    for line in range(0, at.A_MISSES, _LINE):
        fetch(m, m[at.AGENTS] + agent * at.AGENT_SIZE + line)


@inlined
def _group(m, layer, group):
    if layer >= 0:
        fetch(m, layer)
        fetch(m, layer + _LINE)
        fetch(m, group)
        fetch(m, group + _LINE)
