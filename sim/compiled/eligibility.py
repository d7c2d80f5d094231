"""Who may be rung, and for everyone else the reason why not: as `sim/routing/eligibility.py`."""

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.jit import apart, compiled, inlined
from sim.compiled.memory import agent_row, call_row, group_row, layer_row


@inlined
def skip_reason(m, a):
    """The column a skipped agent counts as; Y_NONE for a routable one."""
    if m[a + at.A_PRESENT] == 0:
        return w.Y_NO_AGENT
    return m[m[at.CLASSES] + m[a + at.A_CODE] * 2]


@inlined
def spared(m, call, agent):
    """Whether a call may not ring a routable agent: it spares them, or they are kept for another."""
    return spares(m, call, agent) or (m[at.HOMES] != 0 and _kept(m, call, agent))


@inlined
def spares(m, call, agent):
    """Whether a call has been offered to an agent in this pass, or spares them still."""
    return m[call + at.C_FIRST_OFFER] >= 0 and _spared(m, call, agent)


@compiled
def _kept(m, call, agent):
    """Whether a call of the agent's home waits that they could be rung for: then no other call may."""
    apart()
    a = agent_row(m, agent)
    home = m[a + at.A_HOME]
    if home < 0 or home == m[call + at.C_GROUP]:
        return False
    slot = m[group_row(m, home) + at.G_FIRST]
    while slot >= 0:
        one = call_row(m, slot)
        rings = m[one + at.C_FIRST_LEG] >= 0 and m[one + at.C_OTHERS_JOIN] == 0
        free = not rings and m[one + at.C_HOLD_OVER] == 0 and not _spared(m, one, agent)
        if free and _reaches(m, one, a, home):
            return True
        slot = m[one + at.C_BEHIND]
    return False


@compiled
def _reaches(m, call, a, group):
    """Whether a strategy of the call's ring group leaves an agent among its candidates."""
    for n in range(m[a + at.A_N_MEMBER_OF]):
        place = m[a + at.A_MEMBER_OF] + n * at.PLACE_SIZE
        layer = layer_row(m, m[place + at.P_LAYER])
        if m[layer + at.L_GROUP] == group:
            order = m[m[at.STRATEGIES] + m[layer + at.L_STRATEGY] * at.STRATEGY_SIZE + at.S_ORDER]
            if order != w.BY_BELOW or m[place + at.P_POSITION] >= below(m, call, layer):
                return True
    return False


@compiled
def below(m, call, layer):
    """The position below everyone of a layer who was offered in this pass."""
    apart()
    below, node = 0, m[call + at.C_FIRST_OFFER]
    while node >= 0:
        row = m[at.OFFERS] + node * at.OFFER_SIZE
        if m[row + at.O_PASS] == m[call + at.C_PASS]:
            below = max(below, place_in(m, layer, agent_row(m, m[row + at.O_AGENT])) + 1)
        node = m[row + at.O_NEXT]
    return below


@compiled
def place_in(m, layer, a):
    """The position of an agent in a layer; -1 of who is no member."""
    for i in range(m[a + at.A_N_MEMBER_OF]):
        place = m[a + at.A_MEMBER_OF] + i * at.PLACE_SIZE
        if m[at.LAYERS] + m[place + at.P_LAYER] * at.LAYER_SIZE == layer:
            return m[place + at.P_POSITION]
    return -1


@compiled
def _spared(m, call, agent):
    apart()
    node = m[call + at.C_FIRST_OFFER]
    while node >= 0:
        row = m[at.OFFERS] + node * at.OFFER_SIZE
        if m[row + at.O_AGENT] == agent:
            in_pass = m[row + at.O_PASS] == m[call + at.C_PASS]
            return in_pass or (m[row + at.O_ENTRY] == m[call + at.C_ENTRY] and m[row + at.O_SPARED] > m[at.NOW])
        node = m[row + at.O_NEXT]
    return False


@compiled
def busy_exists(m, group):
    """Some member is active, logged in and at work, or idle and about to be tried (A2.13)."""
    apart()
    row = m[at.GROUPS] + group * at.GROUP_SIZE
    for layer in range(m[row + at.G_FIRST_LAYER], m[row + at.G_FIRST_LAYER] + m[row + at.G_LAYERS]):
        place = m[at.LAYERS] + layer * at.LAYER_SIZE
        if m[place + at.L_CLASS] > 0:
            return True
        for n in range(m[place + at.L_SIZE]):
            a = agent_row(m, m[m[place + at.L_MEMBERS] + n])
            at_work = m[a + at.A_LOGGED_IN] != 0 and m[a + at.A_ACTIVITY] != w.IDLE
            if m[a + at.A_STATUS] == w.ACTIVE and at_work:
                return True
    return False
