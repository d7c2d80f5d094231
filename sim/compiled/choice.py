"""Who rings: as `sim/routing/strategies.py`, each strategy by what finds its next candidate without looking at the others.

A layer's routable members are bits by position, and a bit above says which words of these are not 0; or a list by idle clock
(`idle.py`), or bits and a tree by calls (`fewest.py`). A candidate is a routable member whom the call does not spare; it spares
few, so the search goes on from one to the next.
"""

from sim.compiled import fewest
from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.draws import lot, pick
from sim.compiled.eligibility import below, place_in, spared
from sim.compiled.idle import idle_since
from sim.compiled.jit import apart, compiled, inlined, low_bit, ones
from sim.compiled.memory import agent_row, refresh
from sim.compiled.ringing import connect_leg, start_leg
from sim.compiled.timers import after_call


@inlined
def choose(m, call, layer, key):
    """The position of the candidate whose key is smallest, the lower position of two; -1 if there is no candidate."""
    if key == w.BY_IDLE_SINCE:
        return _longest_idle(m, call, layer)
    if key == w.BY_CALLS:
        return _fewest_calls(m, call, layer)
    if key == w.BY_PICK:
        return _picked(m, call, layer)
    if key == w.BY_TALK:
        return _least_talk(m, call, layer)
    if key == w.BY_WEIGHT:
        return _by_weight(m, call, layer)
    if key == w.BY_BELOW:
        return _from(m, call, layer, below(m, call, layer))
    if key == w.BY_TURN:
        position = _from(m, call, layer, m[layer + at.L_POINTER])
        if position >= 0:
            return position
    return _from(m, call, layer, 0)


@inlined
def _longest_idle(m, call, layer):
    place = m[layer + at.L_FIRST]
    while place >= 0:
        m[at.EXAMINED] += 1
        if not spared(m, call, m[place + at.P_AGENT]):
            return m[place + at.P_POSITION]
        place = m[place + at.P_NEXT]
    return -1


@compiled
def _least_talk(m, call, layer):
    """Of those who have talked least the first; everyone is looked at."""
    apart()
    found, least = -1, w.NEVER
    position = _from(m, call, layer, 0)
    while position >= 0:
        talk = m[agent_row(m, m[m[layer + at.L_MEMBERS] + position]) + at.A_TALK]
        if talk < least:
            found, least = position, talk
        position = _from(m, call, layer, position + 1)
    return found


@compiled
def _by_weight(m, call, layer):
    """The candidate that a keyed draw names, each as often as their weight; everyone is looked at, twice."""
    apart()
    total, position = 0, _from(m, call, layer, 0)
    while position >= 0:
        total += m[agent_row(m, m[m[layer + at.L_MEMBERS] + position]) + at.A_WEIGHT]
        position = _from(m, call, layer, position + 1)
    if total == 0:
        return -1
    left = pick(m, call, m[call + at.C_OFFER] + 1, total)
    position = _from(m, call, layer, 0)
    while True:
        left -= m[agent_row(m, m[m[layer + at.L_MEMBERS] + position]) + at.A_WEIGHT]
        if left < 0:
            return position
        position = _from(m, call, layer, position + 1)


@compiled
def _from(m, call, layer, position):
    """The first candidate from a position on."""
    apart()
    position = next_routable(m, layer, position)
    while position >= 0:
        m[at.EXAMINED] += 1
        if not spared(m, call, m[m[layer + at.L_MEMBERS] + position]):
            return position
        position = next_routable(m, layer, position + 1)
    return -1


@compiled
def next_routable(m, layer, position):
    """The first routable member from a position on; -1 if there is none."""
    if position >= m[layer + at.L_SIZE]:
        return -1
    nth = position >> 6
    word = (m[m[layer + at.L_BITS] + nth] >> (position & 63)) << (position & 63)
    if word != 0:
        return (nth << 6) + low_bit(word)
    nth += 1
    last = (m[layer + at.L_SIZE] - 1) >> 6
    if nth > last:
        return -1
    top = nth >> 6
    tops = (m[m[layer + at.L_TOPS] + top] >> (nth & 63)) << (nth & 63)
    while tops == 0:
        top += 1
        if top > last >> 6:
            return -1
        tops = m[m[layer + at.L_TOPS] + top]
    nth = (top << 6) + low_bit(tops)
    return (nth << 6) + low_bit(m[m[layer + at.L_BITS] + nth])


@compiled
def _fewest_calls(m, call, layer):
    """Whom the call spares is taken out until the first of the others is found."""
    apart()
    out, found = 0, -1
    while found < 0 and fewest.first(m, layer) < w.NEVER:
        position = fewest.position_of(fewest.first(m, layer))
        m[at.EXAMINED] += 1
        if spared(m, call, m[m[layer + at.L_MEMBERS] + position]):
            fewest.take(m, layer, position)
            m[m[at.SCRATCH] + out] = position
            out += 1
        else:
            found = position
    for n in range(out):
        fewest.put(m, layer, m[m[at.SCRATCH] + n])
    return found


@compiled
def _picked(m, call, layer):
    """The candidate whose number is drawn, counted from the front."""
    apart()
    count = m[layer + at.L_CLASS] - _spared_in(m, call, layer)
    if m[at.HOMES] != 0:
        return _picked_of_few(m, call, layer)
    if count <= 0:
        return -1
    left = pick(m, call, m[call + at.C_OFFER] + 1, count)
    nth = 0
    while True:
        word = m[m[layer + at.L_BITS] + nth]
        here = ones(word)
        if here > 0:
            mine = here - _spared_of(m, call, layer, nth)
            if left < mine:
                break
            left -= mine
        nth += 1
    while True:
        position = (nth << 6) + low_bit(word)
        word &= word - 1
        m[at.EXAMINED] += 1
        if not spared(m, call, m[m[layer + at.L_MEMBERS] + position]):
            if left == 0:
                return position
            left -= 1


@compiled
def _picked_of_few(m, call, layer):
    """The same where others than those offered may be no candidates: all are counted."""
    apart()
    count, position = 0, _from(m, call, layer, 0)
    while position >= 0:
        count += 1
        position = _from(m, call, layer, position + 1)
    if count == 0:
        return -1
    left, position = pick(m, call, m[call + at.C_OFFER] + 1, count), _from(m, call, layer, 0)
    while left > 0:
        left -= 1
        position = _from(m, call, layer, position + 1)
    return position


@compiled
def _spared_in(m, call, layer):
    """How many routable members of a layer a call spares."""
    count = 0
    node = m[call + at.C_FIRST_OFFER]
    while node >= 0:
        row = m[at.OFFERS] + node * at.OFFER_SIZE
        if _position(m, layer, m[row + at.O_AGENT]) >= 0 and spared(m, call, m[row + at.O_AGENT]):
            count += 1
        node = m[row + at.O_NEXT]
    return count


@compiled
def _spared_of(m, call, layer, nth):
    """How many routable members of one word a call spares."""
    count = 0
    node = m[call + at.C_FIRST_OFFER]
    while node >= 0:
        row = m[at.OFFERS] + node * at.OFFER_SIZE
        position = _position(m, layer, m[row + at.O_AGENT])
        if position >= 0 and position >> 6 == nth and spared(m, call, m[row + at.O_AGENT]):
            count += 1
        node = m[row + at.O_NEXT]
    return count


@compiled
def _position(m, layer, agent):
    """The position of a routable agent in a layer; -1 of anybody else."""
    a = agent_row(m, agent)
    return place_in(m, layer, a) if m[a + at.A_ROUTABLE] != 0 else -1


@compiled
def candidates_exist(m, call, layer):
    """Whether a layer has a candidate."""
    return _from(m, call, layer, 0) >= 0


@compiled
def start_legs(m, call, layer, joined):
    """Ring every candidate in layer order, of too many those whose turn it is; who picks up at once takes the call."""
    apart()
    if m[layer + at.L_MOST] < w.NEVER:
        _start_some(m, call, layer, joined)
        return
    at_once = -1
    position = next_routable(m, layer, 0)
    while position >= 0:
        agent = m[m[layer + at.L_MEMBERS] + position]
        if not spared(m, call, agent) and _rings(m, call, agent, joined) and at_once < 0:
            at_once = agent
        position = next_routable(m, layer, position + 1)
    if at_once >= 0:
        connect_leg(m, call, at_once, agent_row(m, at_once))


@inlined
def _rings(m, call, agent, joined):
    """One phone of a batch rings; whether it is picked up at once."""
    delay = start_leg(m, call, agent, agent_row(m, agent), joined)
    refresh(m, agent, agent_row(m, agent))
    if delay > 0:
        after_call(m, delay, w.ANSWER, w.ORDERS[w.ANSWER], call, m[call + at.C_OFFER], agent)
    return delay == 0


@compiled
def _start_some(m, call, layer, joined):
    """Ring as many as the layer lets: those whose lot is smallest, or who have been idle longest; then in layer order."""
    apart()
    people, count = m[at.SCRATCH], 0
    position = _from(m, call, layer, 0)
    while position >= 0:
        m[people + count] = position
        count += 1
        position = _from(m, call, layer, position + 1)
    most = min(count, m[layer + at.L_MOST])
    if most < count:
        _select(m, call, layer, people, count, most)
    room = min(most, m[layer + at.L_MOST] - _legs(m, call))
    at_once = -1
    for n in range(room):
        agent = m[m[layer + at.L_MEMBERS] + m[people + n]]
        if _rings(m, call, agent, joined) and at_once < 0:
            at_once = agent
    if at_once >= 0:
        connect_leg(m, call, at_once, agent_row(m, at_once))


@compiled
def _legs(m, call):
    """Phones that ring for a call."""
    count, agent = 0, m[call + at.C_FIRST_LEG]
    while agent >= 0:
        count += 1
        agent = m[agent_row(m, agent) + at.A_NEXT_LEG]
    return count


@compiled
def _select(m, call, layer, people, count, most):
    """Bring the first `most` of these positions to the front, in layer order."""
    for n in range(most):
        first = n
        for other in range(n + 1, count):
            if _sooner(m, call, layer, m[people + other], m[people + first]):
                first = other
        m[people + n], m[people + first] = m[people + first], m[people + n]
    for n in range(1, most):
        position = m[people + n]
        while n > 0 and m[people + n - 1] > position:
            m[people + n] = m[people + n - 1]
            n -= 1
        m[people + n] = position


@compiled
def _sooner(m, call, layer, one, other):
    """Whether the member at one position is taken before that at another."""
    a, b = agent_row(m, m[m[layer + at.L_MEMBERS] + one]), agent_row(m, m[m[layer + at.L_MEMBERS] + other])
    strategy = m[at.STRATEGIES] + m[layer + at.L_STRATEGY] * at.STRATEGY_SIZE
    if m[strategy + at.S_ORDER] == w.BY_LOT:
        offer = m[call + at.C_OFFER] + (1 if m[call + at.C_FIRST_LEG] >= 0 else 0)
        mine, theirs = lot(m, call, a, offer), lot(m, call, b, offer)
    else:
        mine, theirs = idle_since(m, layer, a), idle_since(m, layer, b)
    return mine < theirs or (mine == theirs and one < other)
