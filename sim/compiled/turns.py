"""Whose turn it is: the waiting calls that something has happened to, oldest first over all ring groups.

A call that nothing has happened to since its last turn, and of whose groups nobody has become free, would do nothing: the
machine of `sim/routing`, which gives every waiting call a turn at every dispatch, does no more.
"""

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.jit import apart, compiled, inlined
from sim.compiled.memory import call_row, group_row, layer_row, older


@inlined
def gather(m):
    """Make a heap of the calls that were given a turn; who has left since has none."""
    count = m[at.TURNS_N]
    m[at.TURNS_N] = 0
    for n in range(count):
        slot = m[m[at.TURNS] + n]
        call = call_row(m, slot)
        if m[call + at.C_HAS_TURN] == 1:
            m[call + at.C_HAS_TURN] = 0
            if m[call + at.C_PHASE] == w.WAITING:
                _push(m, call, slot)


@compiled
def gather_anew(m):
    """The same when turns have been given since the heap was made."""
    apart()
    for n in range(m[at.TURNS_N]):
        call = call_row(m, m[m[at.TURNS] + n])
        if m[call + at.C_HAS_TURN] == 2:
            m[call + at.C_HAS_TURN] = 1
    gather(m)


@inlined
def next_turn(m):
    """The oldest call that has a turn; -1 if there is none."""
    while m[at.N_DIRTY] > 0:
        m[at.N_DIRTY] -= 1
        group = m[m[at.DIRTY] + m[at.N_DIRTY]]
        row = group_row(m, group)
        m[row + at.G_DIRTY] = 0
        turn_from(m, group, m[row + at.G_FIRST])
    if m[at.TURNS_N] == 0:
        return -1
    return _pop(m)


@inlined
def turn_from(m, group, slot):
    """Give a turn to the first call of a ring group, from this one on, that could ring somebody."""
    if not has_any(m, group):
        return
    while slot >= 0:
        call = call_row(m, slot)
        if m[call + at.C_FIRST_LEG] < 0 or m[call + at.C_OTHERS_JOIN] != 0:
            if m[call + at.C_HAS_TURN] == 0:
                _push(m, call, slot)
            return
        slot = m[call + at.C_BEHIND]


@inlined
def has_any(m, group):
    """Whether somebody of a ring group may be rung."""
    row = group_row(m, group)
    for layer in range(m[row + at.G_FIRST_LAYER], m[row + at.G_FIRST_LAYER] + m[row + at.G_LAYERS]):
        if m[layer_row(m, layer) + at.L_CLASS] > 0:
            return True
    return False


@inlined
def _push(m, call, slot):
    """Put a call on the heap of turns."""
    m[call + at.C_HAS_TURN] = 2
    base, n = m[at.TURNS], m[at.TURNS_N]
    m[at.TURNS_N] = n + 1
    while n > 0:
        parent = (n - 1) >> 1
        if not older(m, call, call_row(m, m[base + parent])):
            break
        m[base + n] = m[base + parent]
        n = parent
    m[base + n] = slot


@inlined
def _pop(m):
    """Take the oldest call off the heap of turns."""
    base, n = m[at.TURNS], m[at.TURNS_N] - 1
    m[at.TURNS_N] = n
    if n == 0:
        m[call_row(m, m[base]) + at.C_HAS_TURN] = 0
        return m[base]
    first, last = m[base], m[base + n]
    call, hole, child = call_row(m, last), 0, 1
    while child < n:
        if child + 1 < n and older(m, call_row(m, m[base + child + 1]), call_row(m, m[base + child])):
            child += 1
        if older(m, call, call_row(m, m[base + child])):
            break
        m[base + hole] = m[base + child]
        hole = child
        child = 2 * hole + 1
    m[base + hole] = last
    m[call_row(m, first) + at.C_HAS_TURN] = 0
    return first
