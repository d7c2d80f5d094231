"""Timers: the near ones in a small heap, the others on wheels of 4096 slots, where they lie unsorted until they are near.

Time is cut into ticks (2**TICK_BITS us, about one contact each when it is busy). The heap holds whatever is due by the tick
TICK; a slot of the first wheel is a tick, a slot of each further wheel a whole turn of the one before it. A timer goes
to the wheel of the highest digit in which its tick differs from TICK and comes one wheel nearer when its slot's turn comes,
so setting and dropping one costs the same however many there are. Two bits say which slots hold any.
"""

import numpy as np

from sim.compiled import ahead
from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.jit import apart, compiled, inlined, low_bit
from sim.domain.contacts import GENERATION_BITS

KIND_BITS, AGENT_BITS = 5, 27
CONTACT_BITS = 58
DIGIT = 12
WHEELS = 6
SLOTS = 1 << DIGIT
WORDS = SLOTS // 64 + 1
"""Words that say which slots of a wheel hold any, and one that says which of these are not 0."""
UNKNOWN = -1
"""NEXT, the instant of the next event, once a timer has been set that is due by then."""
_MASK = SLOTS - 1
_ONE = np.int64(1)


@inlined
def contact_word(order, contact):
    """Order, then contact: 4 and 58 bits, so that a larger one comes later."""
    return (order << CONTACT_BITS) | ((contact >> GENERATION_BITS) + 1)


@inlined
def position_word(order, position):
    """As `contact_word`, for what has the position of a timeline entry, or -1, in place of a contact."""
    return (order << CONTACT_BITS) | (position + 1)


@inlined
def rest_word(offer, agent, kind):
    """Offer, then agent, then kind."""
    return ((offer + 1) << (AGENT_BITS + KIND_BITS)) | ((agent + 1) << KIND_BITS) | kind


@inlined
def agent_of(rest):
    """The agent of a `rest_word`; -1 for none."""
    return ((rest >> KIND_BITS) & ((1 << AGENT_BITS) - 1)) - 1


@inlined
def after_call(m, delay, kind, order, call, offer, agent):
    """Set a timer of a call; a delay of NEVER sets none."""
    first, second = contact_word(order, m[call + at.C_KEY]), rest_word(offer, agent, kind)
    if 0 < delay < w.NEVER:
        put_at(m, m[at.NOW] + delay, first, second, m[call + at.C_SLOT])
    elif delay == 0:
        set_timer(m, delay, first, second, m[call + at.C_SLOT])


@inlined
def after_agent(m, delay, kind, order, token, agent):
    """Set a timer of an agent; a delay of NEVER sets none."""
    if delay < w.NEVER:
        set_timer(m, delay, position_word(order, -1), rest_word(token, agent, kind), 0)


@compiled
def set_timer(m, delay, first, second, slot):
    """A timer for later is put in its place, one for this instant into its next round."""
    apart()
    if delay > 0:
        put_at(m, m[at.NOW] + delay, first, second, slot)
        return
    # Kept sorted: a round is short.
    base, n = m[at.SOON], m[at.SOON_N]
    while n > 0 and _later(m, base + (n - 1) * at.TIMER_SIZE, m[at.NOW], first, second):
        _move(m, base + (n - 1) * at.TIMER_SIZE, base + n * at.TIMER_SIZE)
        n -= 1
    _write(m, base + n * at.TIMER_SIZE, m[at.NOW], first, second, slot)
    m[at.SOON_N] += 1
    take_room(m)


@inlined
def take_room(m):
    """One timer more: those of this instant and those on their way count alike."""
    m[at.TIMERS_N] += 1
    if m[at.TIMERS_N] > m[at.TIMERS_LIMIT]:
        m[at.LACKS] = 1


@compiled
def put_at(m, time, first, second, slot):
    """Put a timer of this instant or later in its place."""
    apart()
    take_room(m)
    if time <= m[at.NEXT]:
        m[at.NEXT] = UNKNOWN
    tick = time >> m[at.TICK_BITS]
    if tick <= m[at.TICK]:
        _push(m, time, first, second, slot)
        return
    node = m[at.FREE_TIMER]
    if node >= 0:
        m[at.FREE_TIMER] = m[m[at.TIMERS] + node * at.WHEEL_SIZE + at.TIMER_NEXT]
    else:
        node = m[at.TIMERS_USED]
        m[at.TIMERS_USED] = node + 1
    row = m[at.TIMERS] + node * at.WHEEL_SIZE
    _write(m, row, time, first, second, slot)
    _hang(m, row, node, tick)


@inlined
def _hang(m, row, node, tick):
    """Put a timer's row into its slot."""
    wheel, rest = 0, (tick ^ m[at.TICK]) >> DIGIT
    while rest > 0:
        rest >>= DIGIT
        wheel += 1
    place = (tick >> (wheel * DIGIT)) & _MASK
    head = m[at.SLOTS] + wheel * SLOTS + place
    if m[head] < 0:
        words = m[at.SLOT_WORDS] + wheel * WORDS
        m[words + (place >> 6)] |= _ONE << (place & 63)
        m[words + WORDS - 1] |= _ONE << (place >> 6)
    m[row + at.TIMER_NEXT] = m[head]
    m[head] = node
    m[at.NEXT_TICK] = min(m[at.NEXT_TICK], tick)


@inlined
def next_timer(m, until):
    """When the first timer is due that is due by `until`; NEVER if none is. The first is on top of the heap."""
    last = until >> m[at.TICK_BITS]
    while m[at.NEAR_N] == 0:
        if last < m[at.NEXT_TICK] or not _turn(m, last):
            return w.NEVER
    return m[m[at.NEAR]]


@inlined
def _turn(m, last):
    """Go to the next slot that holds timers and is not after the tick `last`; whether there is one."""
    for wheel in range(WHEELS):
        shift = wheel * DIGIT
        place = _next_slot(m, wheel, ((m[at.TICK] >> shift) & _MASK) + 1)
        if place >= 0:
            turn = m[at.TICK] >> shift >> DIGIT
            tick = ((turn << DIGIT) | place) << shift
            m[at.NEXT_TICK] = tick
            if tick > last:
                return False
            m[at.TICK] = tick
            _empty(m, wheel, place)
            return True
    m[at.NEXT_TICK] = w.NEVER
    return False


@inlined
def _next_slot(m, wheel, place):
    """The first slot of a wheel from a place on that holds timers; -1 if none does."""
    if place > _MASK:
        return -1
    words = m[at.SLOT_WORDS] + wheel * WORDS
    nth = place >> 6
    word = (m[words + nth] >> (place & 63)) << (place & 63)
    if word == 0:
        if nth == 63:
            return -1
        tops = (m[words + WORDS - 1] >> (nth + 1)) << (nth + 1)
        if tops == 0:
            return -1
        nth = low_bit(tops)
        word = m[words + nth]
    return (nth << 6) + low_bit(word)


@compiled
def _empty(m, wheel, place):
    """Take the timers of a slot: into the heap, or into slots of the wheels before it."""
    apart()
    head = m[at.SLOTS] + wheel * SLOTS + place
    words = m[at.SLOT_WORDS] + wheel * WORDS
    node = m[head]
    m[head] = -1
    m[words + (place >> 6)] ^= _ONE << (place & 63)
    if m[words + (place >> 6)] == 0:
        m[words + WORDS - 1] ^= _ONE << (place >> 6)
    while node >= 0:
        row = m[at.TIMERS] + node * at.WHEEL_SIZE
        behind = m[row + at.TIMER_NEXT]
        tick = m[row] >> m[at.TICK_BITS]
        if tick <= m[at.TICK]:
            _push(m, m[row], m[row + 1], m[row + 2], m[row + 3])
            if m[at.N_AGENTS] > ahead.MANY:
                ahead.timer_near(m, m[row + 3], agent_of(m[row + 2]))
            m[row + at.TIMER_NEXT] = m[at.FREE_TIMER]
            m[at.FREE_TIMER] = node
        else:
            _hang(m, row, node, tick)
        node = behind


@inlined
def _later(m, row, time, first, second):
    """Whether the timer of a row comes after this one."""
    if m[row] != time:
        return m[row] > time
    if m[row + 1] != first:
        return m[row + 1] > first
    return m[row + 2] > second


@inlined
def _move(m, source, target):
    """Copy a timer from one row to another."""
    for i in range(at.TIMER_SIZE):
        m[target + i] = m[source + i]


@inlined
def _write(m, row, time, first, second, slot):
    m[row] = time
    m[row + 1] = first
    m[row + 2] = second
    m[row + 3] = slot


@inlined
def _push(m, time, first, second, slot):
    """Put a timer on the heap."""
    n, base = m[at.NEAR_N], m[at.NEAR]
    m[at.NEAR_N] = n + 1
    while n > 0:
        parent = (n - 1) >> 1
        row = base + parent * at.TIMER_SIZE
        if not _later(m, row, time, first, second):
            break
        _move(m, row, base + n * at.TIMER_SIZE)
        n = parent
    _write(m, base + n * at.TIMER_SIZE, time, first, second, slot)


@inlined
def drop_first(m):
    """Take the first timer off the heap."""
    base, n = m[at.NEAR], m[at.NEAR_N] - 1
    m[at.NEAR_N] = n
    m[at.TIMERS_N] -= 1
    if n == 0:
        return
    last = base + n * at.TIMER_SIZE
    time, first, second, slot = m[last], m[last + 1], m[last + 2], m[last + 3]
    hole, child = 0, 1
    while child < n:
        row = base + child * at.TIMER_SIZE
        if child + 1 < n and _later(
            m, row, m[row + at.TIMER_SIZE], m[row + at.TIMER_SIZE + 1], m[row + at.TIMER_SIZE + 2]
        ):
            child += 1
            row += at.TIMER_SIZE
        if _later(m, row, time, first, second):
            break
        _move(m, row, base + hole * at.TIMER_SIZE)
        hole = child
        child = 2 * hole + 1
    _write(m, base + hole * at.TIMER_SIZE, time, first, second, slot)
