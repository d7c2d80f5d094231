"""Arrivals, one at a time: as `sim/workload`, drawn when the one before has come. The first of every source lies in a heap.

Arithmetic with fractions is done in the order of `sim/workload/arrivals.py`, so that every bit is the same.
"""

import numpy as np

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.draws import drawn, happens, mixed, value
from sim.compiled.jit import apart, compiled, fetch, inlined
from sim.domain.contacts import GENERATION_BITS
from sim.domain.plan import DIAL_TIMEOUT_US
from sim.workload.arrivals import ORDINAL_STEP

_STEP = np.uint64(ORDINAL_STEP)
_32 = np.uint64(32)


@inlined
def next_arrival(m):
    """When the next contact comes; NEVER if none does."""
    if m[at.N_SOURCES] == 0:
        return w.NEVER
    return m[m[at.BY_TIME] + at.H_TIME]


@inlined
def next_key(m):
    """Key of the next contact that comes."""
    return m[m[m[at.BY_TIME] + at.H_SOURCE] + at.S_KEY]


@inlined
def take(m):
    """The next contact comes: its facts go into the header, its source draws the one after it."""
    source = m[m[at.BY_TIME] + at.H_SOURCE]
    m[at.X_KEY] = m[source + at.S_KEY]
    if m[source + at.S_GAPS] < 0:
        _read(m, m[source + at.S_PIECE])
    else:
        _draw(m, source)
    _advance(m, source)
    sift(m, 0)
    after = m[m[at.BY_TIME] + at.H_SOURCE]
    fetch(m, after)
    fetch(m, after + 8)
    fetch(m, after + 16)


@compiled
def _read(m, row):
    apart()
    m[at.X_LUCK] = m[row + at.W_LUCK]
    m[at.X_CHANNEL] = m[row + at.W_CHANNEL]
    m[at.X_LINE] = m[row + at.W_LINE]
    m[at.X_AGENT] = m[row + at.W_AGENT]
    m[at.X_CUSTOMER] = m[row + at.W_CUSTOMER]
    m[at.X_PATIENCE] = m[row + at.W_PATIENCE]
    m[at.X_HANDLE] = m[row + at.W_HANDLE]
    m[at.X_DIAL] = m[row + at.W_DIAL]
    m[at.X_CONNECTS] = m[row + at.W_CONNECTS]
    m[at.X_REPLY] = m[row + at.W_REPLY]
    m[at.X_RECORDED] = m[row + at.W_RECORDED]
    m[at.X_PRIORITY] = m[row + at.W_PRIORITY]
    m[at.X_BALK] = m[row + at.W_BALK]


@inlined
def _draw(m, source):
    """The facts of a source's contact: as `Workload.drawn`."""
    luck, channel = m[source + at.S_LUCK], m[source + at.S_CHANNEL]
    m[at.X_LUCK] = luck
    m[at.X_CHANNEL] = channel
    m[at.X_LINE] = m[source + at.S_LINE]
    m[at.X_AGENT] = m[source + at.S_AGENT]
    m[at.X_REPLY] = m[source + at.S_REPLY]
    m[at.X_RECORDED] = -1
    m[at.X_PRIORITY] = m[source + at.S_PRIORITY]
    m[at.X_BALK] = m[source + at.S_BALK]
    m[at.X_CUSTOMER] = -1
    law = m[source + at.S_HANDLE]
    m[at.X_HANDLE] = value(m, law, drawn(m, w.P_HANDLE, luck, 0, 0)) if law >= 0 else 0
    law = m[source + at.S_PATIENCE]
    m[at.X_PATIENCE] = value(m, law, drawn(m, w.P_PATIENCE, luck, 0, 0)) if law >= 0 else w.NEVER
    if channel == w.INBOUND_CALL or channel == w.INBOUND_SMS:
        if m[at.N_CUSTOMERS] > 0:
            word = drawn(m, w.P_CUSTOMER, luck, 0, 0) >> _32
            m[at.X_CUSTOMER] = np.int64(word * np.uint64(m[at.N_CUSTOMERS]) >> _32)
    elif channel == w.OUTBOUND_CALL:
        _dial(m, source, luck)


@compiled
def _dial(m, source, luck):
    """How long an outbound call rings, and whether it is answered."""
    apart()
    m[at.X_CONNECTS] = 0
    m[at.X_DIAL] = DIAL_TIMEOUT_US
    if happens(drawn(m, w.P_CONNECT, luck, 0, 0), m[source + at.S_CONNECT]):
        law = m[source + at.S_DIAL]
        m[at.X_CONNECTS] = 1
        m[at.X_DIAL] = min(value(m, law, drawn(m, w.P_DIAL, luck, 0, 0)) if law >= 0 else 0, DIAL_TIMEOUT_US)


@inlined
def _advance(m, source):
    """A source goes on to its next contact."""
    if m[source + at.S_GAPS] < 0:
        m[source + at.S_PIECE] += at.ARRIVAL_SIZE
        m[source + at.S_LEFT] -= 1
        read_ahead(m, source)
    else:
        m[source + at.S_KEY] += 1 << GENERATION_BITS
        draw_ahead(m, source)


@compiled
def read_ahead(m, source):
    """When the next ready row comes."""
    row = m[source + at.S_PIECE]
    m[source + at.S_TIME] = w.NEVER
    if m[source + at.S_LEFT] > 0:
        m[source + at.S_TIME] = m[row + at.W_TIME]
        m[source + at.S_KEY] = m[row + at.W_KEY]


@inlined
def draw_ahead(m, source):
    """When the next contact of a source comes: a unit of expected arrivals is as long as the rate says."""
    reached = m[source + at.S_REACHED]
    if reached < _fraction(m, source + at.S_TOTAL):
        ordinal = m[source + at.S_ORDINAL] + 1
        m[source + at.S_ORDINAL] = ordinal
        luck = np.int64(mixed(np.uint64(ordinal) * _STEP + np.uint64(m[source + at.S_LUCK_OF])))
        m[source + at.S_LUCK] = luck
        reached += value(m, m[source + at.S_GAPS], drawn(m, w.P_ARRIVAL, luck, 0, 0))
        m[source + at.S_REACHED] = reached
    if not reached < _fraction(m, source + at.S_TOTAL):
        m[source + at.S_TIME] = w.NEVER
        return
    piece = m[source + at.S_PIECE]
    while not reached < _fraction(m, piece + at.R_NEXT_EDGE):
        piece += at.PIECE_SIZE
    m[source + at.S_PIECE] = piece
    begin, end = m[piece + at.R_BEGIN], m[piece + at.R_END]
    along = reached - _fraction(m, piece + at.R_EDGE)
    along = along / _fraction(m, piece + at.R_LOAD) * (end - begin)
    m[source + at.S_TIME] = min(begin + np.int64(along), end - 1)


@inlined
def _fraction(m, place):
    """The floating-point number that lies there."""
    return np.int64(m[place]).view(np.float64)


@inlined
def sift(m, hole):
    """Let the source at this place of the heap, whose next contact has changed, sink to where it belongs."""
    base, n = m[at.BY_TIME], m[at.N_SOURCES]
    source = m[base + hole * at.HEAP_SIZE + at.H_SOURCE]
    time = m[source + at.S_TIME]
    child = 2 * hole + 1
    while child < n:
        row = base + child * at.HEAP_SIZE
        if child + 1 < n and _before(m, row + at.HEAP_SIZE, m[row + at.H_TIME], m[row + at.H_SOURCE]):
            child += 1
            row += at.HEAP_SIZE
        if not _before(m, row, time, source):
            break
        _move(m, hole, m[row + at.H_TIME], m[row + at.H_SOURCE])
        hole = child
        child = 2 * hole + 1
    _move(m, hole, time, source)


@inlined
def _move(m, place, time, source):
    row = m[at.BY_TIME] + place * at.HEAP_SIZE
    m[row + at.H_TIME] = time
    m[row + at.H_SOURCE] = source


@inlined
def _before(m, row, time, source):
    """Whether the source of this row of the heap comes before another."""
    if m[row + at.H_TIME] != time:
        return m[row + at.H_TIME] < time
    return m[m[row + at.H_SOURCE] + at.S_KEY] < m[source + at.S_KEY]
