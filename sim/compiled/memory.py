"""The primitives every rule is written with: rows, records, timers, activity. May not contain a rule."""

import numpy as np

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.jit import compiled
from sim.domain.contacts import GENERATION_BITS

KIND_BITS, AGENT_BITS = 5, 27
CONTACT_BITS = 58


@compiled
def agent_row(m, agent):
    """Where an agent lies."""
    return m[at.AGENTS] + agent * at.AGENT_SIZE


@compiled
def call_row(m, slot):
    """Where the call of a slot lies."""
    return m[at.CALLS] + slot * at.CALL_SIZE


@compiled
def layer_row(m, layer):
    """Where a layer lies."""
    return m[at.LAYERS] + layer * at.LAYER_SIZE


@compiled
def group_row(m, group):
    """Where a ring group lies."""
    return m[at.GROUPS] + group * at.GROUP_SIZE


@compiled
def line_row(m, line):
    """Where a line lies."""
    return m[at.LINES] + line * at.LINE_SIZE


@compiled
def log(m, kind, contact, offer, agent, group, value, reason):
    """Write one record of this instant."""
    n = m[at.ROWS_N]
    if n == m[at.ROWS_CAP]:
        m[at.FULL] |= at.FULL_ROWS
        return
    row = m[at.ROWS] + n * at.RECORD_SIZE
    m[row] = m[at.NOW]
    m[row + 1] = kind
    m[row + 2] = contact
    m[row + 3] = offer
    m[row + 4] = agent
    m[row + 5] = group
    m[row + 6] = value
    m[row + 7] = reason
    m[at.ROWS_N] = n + 1


@compiled
def contact_word(order, contact):
    """Order, then contact: 4 and 58 bits, so that a larger one comes later."""
    return (order << CONTACT_BITS) | ((contact >> GENERATION_BITS) + 1)


@compiled
def position_word(order, position):
    """As `contact_word`, for what has the position of a timeline entry, or -1, in place of a contact."""
    return (order << CONTACT_BITS) | (position + 1)


@compiled
def rest_word(offer, agent, kind):
    """Offer, then agent, then kind."""
    return ((offer + 1) << (AGENT_BITS + KIND_BITS)) | ((agent + 1) << KIND_BITS) | kind


@compiled
def after_call(m, delay, kind, order, call, offer, agent):
    """Set a timer of a call; a delay of NEVER sets none."""
    if delay < w.NEVER:
        set_timer(m, delay, contact_word(order, m[call + at.C_KEY]), rest_word(offer, agent, kind), m[call + at.C_SLOT])


@compiled
def after_agent(m, delay, kind, order, token, agent):
    """Set a timer of an agent; a delay of NEVER sets none."""
    if delay < w.NEVER:
        set_timer(m, delay, position_word(order, -1), rest_word(token, agent, kind), 0)


@compiled
def set_timer(m, delay, first, second, slot):
    """A timer for later goes on the heap, one for this instant into its next round."""
    if delay > 0:
        push(m, m[at.NOW] + delay, first, second, slot)
        return
    n = m[at.SOON_N]
    if n == m[at.SOON_CAP]:
        m[at.FULL] |= at.FULL_SOON
        return
    # Kept sorted: a round is short.
    base = m[at.SOON]
    while n > 0 and later(m, base + (n - 1) * at.TIMER_SIZE, m[at.NOW], first, second):
        move(m, base + (n - 1) * at.TIMER_SIZE, base + n * at.TIMER_SIZE)
        n -= 1
    put(m, base + n * at.TIMER_SIZE, m[at.NOW], first, second, slot)
    m[at.SOON_N] += 1


@compiled
def later(m, row, time, first, second):
    """Whether the timer of a row comes after this one."""
    if m[row] != time:
        return m[row] > time
    if m[row + 1] != first:
        return m[row + 1] > first
    return m[row + 2] > second


@compiled
def move(m, source, target):
    """Copy a timer from one row to another."""
    for i in range(at.TIMER_SIZE):
        m[target + i] = m[source + i]


@compiled
def put(m, row, time, first, second, slot):
    """Write a timer into a row."""
    m[row] = time
    m[row + 1] = first
    m[row + 2] = second
    m[row + 3] = slot


@compiled
def push(m, time, first, second, slot):
    """Put a timer on the heap."""
    n = m[at.HEAP_N]
    if n == m[at.HEAP_CAP]:
        m[at.FULL] |= at.FULL_HEAP
        return
    base = m[at.HEAP]
    m[at.HEAP_N] = n + 1
    while n > 0:
        parent = (n - 1) >> 1
        row = base + parent * at.TIMER_SIZE
        if not later(m, row, time, first, second):
            break
        move(m, row, base + n * at.TIMER_SIZE)
        n = parent
    put(m, base + n * at.TIMER_SIZE, time, first, second, slot)


@compiled
def drop_first(m):
    """Take the first timer off the heap."""
    base, n = m[at.HEAP], m[at.HEAP_N] - 1
    m[at.HEAP_N] = n
    last = base + n * at.TIMER_SIZE
    time, first, second, slot = m[last], m[last + 1], m[last + 2], m[last + 3]
    hole = 0
    child = 1
    while child < n:
        row = base + child * at.TIMER_SIZE
        if child + 1 < n and later(
            m, row, m[row + at.TIMER_SIZE], m[row + at.TIMER_SIZE + 1], m[row + at.TIMER_SIZE + 2]
        ):
            child += 1
            row += at.TIMER_SIZE
        if later(m, row, time, first, second):
            break
        move(m, row, base + hole * at.TIMER_SIZE)
        hole = child
        child = 2 * hole + 1
    if n > 0:
        put(m, base + hole * at.TIMER_SIZE, time, first, second, slot)


@compiled
def may(m, a, action):
    """Whether the account status of an agent allows an action now."""
    return (
        m[a + at.A_PRESENT] != 0
        and m[m[at.MAY] + (m[a + at.A_ADMIN] * 4 + m[a + at.A_STATUS]) * w.N_ACTIONS + action] != 0
    )


@compiled
def refresh(m, agent, a):
    """Keep the layers' routable members true."""
    routable = (
        m[a + at.A_STATUS] == w.ACTIVE
        and m[a + at.A_PHONE] == w.AVAILABLE
        and m[a + at.A_ACTIVITY] == w.IDLE
        and m[a + at.A_PRESENT] != 0
    )
    if (m[a + at.A_ROUTABLE] != 0) == routable:
        return
    change = 1 if routable else -1
    m[a + at.A_ROUTABLE] = 1 if routable else 0
    for i in range(m[a + at.A_N_MEMBER_OF]):
        place = m[a + at.A_MEMBER_OF] + 2 * i
        layer = layer_row(m, m[place])
        m[layer + at.L_ROUTABLE] += change
        flip(m, m[layer + at.L_BITS], m[place + 1])
        if routable:
            _look_at(m, m[layer + at.L_GROUP])


@compiled
def _look_at(m, group):
    """Somebody of a ring group may be rung: its waiting calls get their turns at the next dispatch."""
    row = group_row(m, group)
    if m[row + at.G_DIRTY] == 0:
        m[row + at.G_DIRTY] = 1
        m[m[at.DIRTY] + m[at.N_DIRTY]] = group
        m[at.N_DIRTY] += 1


@compiled
def give_turn(m, call):
    """Something has happened to a waiting call: it gets a turn at the next dispatch."""
    if m[call + at.C_HAS_TURN] != 0:
        return
    n = m[at.TURNS_N]
    if n == 2 * m[at.CALLS_CAP]:
        m[at.FULL] |= at.FULL_CALLS
        return
    m[call + at.C_HAS_TURN] = 1
    m[m[at.TURNS] + n] = m[call + at.C_SLOT]
    m[at.TURNS_N] = n + 1


@compiled
def flip(m, bits, position):
    """Turn one bit of a bitset over."""
    m[bits + (position >> 6)] ^= np.int64(1) << (position & 63)


@compiled
def has_bit(m, bits, position):
    """Whether a bit of a bitset is set."""
    return (m[bits + (position >> 6)] >> (position & 63)) & 1 != 0


@compiled
def lowest(word):
    """Position of the lowest bit of a word that is not 0."""
    n = 0
    if word & 0xFFFFFFFF == 0:
        n += 32
        word >>= 32
    if word & 0xFFFF == 0:
        n += 16
        word >>= 16
    if word & 0xFF == 0:
        n += 8
        word >>= 8
    if word & 0xF == 0:
        n += 4
        word >>= 4
    if word & 0x3 == 0:
        n += 2
        word >>= 2
    if word & 1 == 0:
        n += 1
    return n


@compiled
def set_activity(m, agent, a, activity, contact, slot):
    """Change what an agent is doing."""
    m[a + at.A_ACTIVITY] = activity
    m[a + at.A_CONTACT] = contact
    m[a + at.A_CALL] = slot
    refresh(m, agent, a)


@compiled
def set_phone(m, agent, a, phone, reason):
    """Change a phone status, with a record when it does change."""
    if m[a + at.A_PHONE] != phone:
        m[a + at.A_PHONE] = phone
        log(m, w.R_PHONE, -1, -1, agent, -1, phone, reason)
        refresh(m, agent, a)


@compiled
def unwait(m, call):
    """Take a call out of those that wait in its ring group."""
    group = m[call + at.C_GROUP]
    if group < 0:
        return
    row, before, behind = group_row(m, group), m[call + at.C_BEFORE], m[call + at.C_BEHIND]
    if before >= 0:
        m[call_row(m, before) + at.C_BEHIND] = behind
    else:
        m[row + at.G_FIRST] = behind
    if behind >= 0:
        m[call_row(m, behind) + at.C_BEFORE] = before
    else:
        m[row + at.G_LAST] = before


@compiled
def wait(m, call, group):
    """Put a call among those that wait in a ring group, by arrival and not by when it came."""
    row, slot = group_row(m, group), m[call + at.C_SLOT]
    before, behind = m[row + at.G_LAST], -1
    while before >= 0 and older(m, call, call_row(m, before)):
        before, behind = m[call_row(m, before) + at.C_BEFORE], before
    m[call + at.C_BEFORE] = before
    m[call + at.C_BEHIND] = behind
    if before >= 0:
        m[call_row(m, before) + at.C_BEHIND] = slot
    else:
        m[row + at.G_FIRST] = slot
    if behind >= 0:
        m[call_row(m, behind) + at.C_BEFORE] = slot
    else:
        m[row + at.G_LAST] = slot


@compiled
def older(m, call, other):
    """Whether a call arrived before another, or with it and is first by key."""
    if m[call + at.C_ARRIVAL] != m[other + at.C_ARRIVAL]:
        return m[call + at.C_ARRIVAL] < m[other + at.C_ARRIVAL]
    return m[call + at.C_KEY] < m[other + at.C_KEY]


@compiled
def free_call(m, call):
    """A call has left the system: its row and its offers may be used again."""
    node = m[call + at.C_FIRST_OFFER]
    while node >= 0:
        row = m[at.OFFERS] + node * at.OFFER_SIZE
        behind = m[row + at.O_NEXT]
        m[row + at.O_NEXT] = m[at.FREE_OFFER]
        m[at.FREE_OFFER] = node
        node = behind
    m[call + at.C_KEY] = -1
    m[call + at.C_HAS_TURN] = 0
    m[call + at.C_NEXT] = m[at.FREE_CALL]
    m[at.FREE_CALL] = m[call + at.C_SLOT]
    m[at.LIVE_CALLS] -= 1


@compiled
def new_mark(m):
    """A number no agent is marked with."""
    m[at.MARK] += 1
    return m[at.MARK]
