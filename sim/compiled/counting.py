"""Counts what happens while it happens, into numbers whose size does not grow with the calls: `sim/domain/cells.py`.

The instant CLOCK is the one that is run, cut to the window that is measured: what lies outside it takes no time.
"""

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.digest import stamp
from sim.compiled.jit import apart, compiled, inlined, length
from sim.domain.cells import ABANDONED, ANSWERED, CLOSED, FINE, LEVELS, MISSED, VOICEMAIL, cell, code, slot

STAFFED, ROUTABLE, WAITING, PAUSED = range(len(LEVELS))
N_LEVELS = len(LEVELS)

code_of = inlined(code)
_cell = inlined(cell)
_slot = inlined(slot)


@inlined
def set_clock(m, now):
    """A new instant: the clock, and the interval in which arrivals count."""
    m[at.NOW] = now
    stamp(m)
    m[at.CLOCK] = min(max(now, m[at.FROM]), m[at.END])
    while m[at.INTERVAL] + 1 < m[at.N_INTERVALS] and now >= m[m[at.INTERVALS] + m[at.INTERVAL] + 1]:
        m[at.INTERVAL] += 1


@inlined
def arrived(m, call):
    """A call has arrived: remember in which interval it counts, -1 outside the window, and whether the account is open."""
    measured = m[at.FROM] <= m[at.NOW] < m[at.END]
    m[call + at.C_INTERVAL] = m[at.INTERVAL] if measured else -1
    m[call + at.C_IN_HOURS] = m[at.OPEN]


@inlined
def answered(m, call, agent):
    """A person has answered an inbound call: its wait ends."""
    wait = m[at.NOW] - m[call + at.C_ARRIVAL]
    m[call + at.C_WAIT] = wait
    m[call + at.C_LIVE] = 1
    _waited(m, call)
    if m[call + at.C_INTERVAL] >= 0:
        m[m[at.ANSWERED] + agent] += 1
        place = m[at.WAITS] + 2 * _bucket(wait)
        m[place] += 1
        m[place + 1] += wait
        m[m[at.INTERVAL_WAITS] + m[call + at.C_INTERVAL]] += wait
        m[at.WAIT_MAX] = max(m[at.WAIT_MAX], wait)


@inlined
def _bucket(wait):
    """As `cells.bucket`."""
    shift = length(wait >> (FINE + 1))
    return (shift << FINE) + (wait >> shift)


@inlined
def gave_up_waiting(m, call):
    """An inbound call waits for nobody any more."""
    m[call + at.C_WAIT] = m[at.NOW] - m[call + at.C_ARRIVAL]
    _waited(m, call)


@inlined
def _waited(m, call):
    """A call has waited until now: the time lies in the intervals from that of its arrival on."""
    clock, since = m[at.CLOCK], max(m[call + at.C_ARRIVAL], m[at.FROM])
    if since < clock:
        _fill(m, WAITING, 1, max(m[call + at.C_INTERVAL], 0), since, clock)


@compiled
def ended(m, call, outcome, reason, left):
    """A call has an outcome."""
    apart()
    ends(m, call, outcome, reason, left)


@inlined
def ends(m, call, outcome, reason, left):
    """The same, where calls mostly end."""
    interval = m[call + at.C_INTERVAL]
    if interval < 0:
        return
    channel, in_hours, live, wait = (
        m[call + at.C_CHANNEL],
        m[call + at.C_IN_HOURS],
        m[call + at.C_LIVE],
        m[call + at.C_WAIT],
    )
    short = 0
    if channel == w.INBOUND_CALL:
        short = 1 if wait <= m[at.AWT] else 0
        m[at.WAIT_US] += wait
        kind = MISSED
        if live != 0:
            kind = ANSWERED
        elif outcome == w.O_VOICEMAIL_LEFT or outcome == w.O_VOICEMAIL_EMPTY:
            kind = VOICEMAIL
        elif outcome == w.O_ABANDONED_RINGING or outcome == w.O_ABANDONED_QUEUE:
            kind = ABANDONED
        elif outcome == w.O_AFTER_HOURS:
            kind = CLOSED
        m[m[at.SLOT_COUNTS] + _slot(interval, kind, in_hours, short)] += 1
    m[m[at.CELLS] + _cell(channel, outcome, reason, in_hours, live, short, left)] += 1


@compiled
def ended_at_once(m, channel, outcome, reason):
    """A contact has an outcome in the instant of its arrival, and was no call in the system."""
    if m[at.FROM] <= m[at.NOW] < m[at.END]:
        m[m[at.CELLS] + _cell(channel, outcome, reason, m[at.OPEN], 0, 0, 0)] += 1
        if outcome == w.O_SMS_DARK:
            m[at.DARK_US] += m[at.END] - m[at.NOW]


@compiled
def text_ended(m, message, outcome):
    """An inbound text is answered, or is open at the end."""
    arrival = m[message + at.M_ARRIVAL]
    if m[at.FROM] <= arrival < m[at.END]:
        m[m[at.CELLS] + _cell(w.INBOUND_SMS, outcome, 0, m[message + at.M_IN_HOURS], 0, 0, 0)] += 1
        if outcome == w.O_SMS_ANSWERED:
            m[at.REPLY_US] += m[at.NOW] - arrival


@inlined
def spend(m, a):
    """What an agent has been doing until now was this."""
    clock = m[at.CLOCK]
    m[m[at.AGENT_US] + m[a + at.A_CODE]] += clock - m[a + at.A_SINCE]
    m[a + at.A_SINCE] = clock


@inlined
def level(m, which, change):
    """A level changes: what it was until now is spread over the intervals."""
    row = m[at.LEVEL_ROWS] + which * at.LEVEL_SIZE
    spread(m, row, which)
    m[row + at.V_COUNT] += change


@inlined
def spread(m, row, which):
    """Integrate a level up to now."""
    clock, since = m[at.CLOCK], m[row + at.V_SINCE]
    if clock == since:
        return
    count, i = m[row + at.V_COUNT], m[row + at.V_INTERVAL]
    if which == STAFFED:
        _cover(m, count, since, clock)
    m[row + at.V_INTERVAL] = _fill(m, which, count, i, since, clock)
    m[row + at.V_SINCE] = clock


@inlined
def _fill(m, which, count, i, since, clock):
    """Spread a level that was constant over the intervals from one on; the last of them."""
    edge = m[m[at.INTERVALS] + i + 1]
    while edge < clock:
        m[m[at.AREAS] + i * N_LEVELS + which] += count * (edge - since)
        since = edge
        i += 1
        edge = m[m[at.INTERVALS] + i + 1]
    m[m[at.AREAS] + i * N_LEVELS + which] += count * (clock - since)
    return i


@compiled
def _cover(m, count, since, clock):
    """So many were staffed from one instant to another: beside what is required."""
    while m[at.PIECE] < m[at.N_PIECES]:
        piece = m[at.PIECES] + m[at.PIECE] * at.REQUIRED_SIZE
        time = min(clock, m[piece + at.K_TO]) - max(since, m[piece + at.K_FROM])
        if time > 0 and count <= m[piece + at.K_REQUIRED]:
            m[piece + at.K_WITHIN] += count * time
        elif time > 0:
            m[piece + at.K_ABOVE] += time
        if m[piece + at.K_TO] > clock:
            return
        m[at.PIECE] += 1


@inlined
def open_us(m):
    """Open time of the window until now."""
    return m[at.OPEN_DONE] + (m[at.CLOCK] - m[at.OPEN_SINCE] if m[at.OPEN] != 0 else 0)


@compiled
def opened(m, is_open):
    """The account opens or closes."""
    m[at.OPEN_DONE] = open_us(m)
    m[at.OPEN_SINCE] = m[at.CLOCK]
    m[at.OPEN] = is_open


@inlined
def cover(m, number, change):
    """A member of a set of agents becomes routable, or is no more."""
    row = m[at.COVERS] + number * at.COVER_SIZE
    count = m[row + at.COVER_COUNT]
    m[row + at.COVER_COUNT] = count + change
    if count == 0:
        m[row + at.COVER_SINCE] = open_us(m)
    elif count + change == 0:
        m[row + at.COVER_US] += open_us(m) - m[row + at.COVER_SINCE]
