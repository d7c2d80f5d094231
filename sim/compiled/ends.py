"""How a run begins and ends: the state at the start, what is open at the horizon's end, what is in the system at the end."""

from sim.compiled import counting
from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.jit import entry
from sim.compiled.memory import agent_row, call_row, log, log_account
from sim.compiled.sources import draw_ahead, read_ahead, sift


@entry(arrays=1)
def first_arrivals(m):
    """Draw the first arrival of every source."""
    for n in range(m[at.N_SOURCES]):
        source = m[at.SOURCES] + n * at.SOURCE_SIZE
        if m[source + at.S_GAPS] < 0:
            read_ahead(m, source)
        else:
            draw_ahead(m, source)
        row = m[at.BY_TIME] + n * at.HEAP_SIZE
        m[row + at.H_TIME] = m[source + at.S_TIME]
        m[row + at.H_SOURCE] = source
    for n in range(m[at.N_SOURCES] // 2, -1, -1):
        if n < m[at.N_SOURCES]:
            sift(m, n)


@entry(arrays=1)
def start(m):
    """Record who is in the account, and whether it is open."""
    counting.set_clock(m, 0)
    for agent in range(m[at.N_AGENTS]):
        a = agent_row(m, agent)
        if m[a + at.A_PRESENT] != 0:
            log_account(m, w.R_STATUS, agent, -1, m[a + at.A_STATUS], w.Y_START)
    log(m, w.R_HOURS, -1, -1, -1, -1, m[at.OPEN], 0)


@entry(arrays=2, numbers=2)
def close(m, slots, count, now):
    """Messages in these slots that nobody answered are open, and stay so (A2.5)."""
    counting.set_clock(m, now)
    for nth in range(count):
        slot = slots[nth]
        message = m[at.MESSAGES] + slot * at.MESSAGE_SIZE
        log(m, w.R_OUTCOME, m[message + at.M_KEY], -1, -1, -1, w.O_SMS_OPEN, 0)
        counting.text_ended(m, message, w.O_SMS_OPEN)
        m[message + at.M_KEY] = -1


@entry(arrays=2, numbers=2)
def leave(m, slots, count, now):
    """Calls in these slots are in the system at the end (A2.10)."""
    counting.set_clock(m, now)
    for nth in range(count):
        slot = slots[nth]
        call = call_row(m, slot)
        log(m, w.R_OUTCOME, m[call + at.C_KEY], -1, -1, -1, w.O_IN_SYSTEM, 0)
        if m[call + at.C_PHASE] == w.WAITING and m[call + at.C_CHANNEL] == w.INBOUND_CALL:
            counting.gave_up_waiting(m, call)
        counting.ended(m, call, w.O_IN_SYSTEM, 0, 0)
        m[call + at.C_KEY] = -1


@entry(arrays=1, numbers=1)
def finish(m, now):
    """Nothing more is counted after this instant: what runs until then is."""
    counting.set_clock(m, now)
    for agent in range(m[at.N_AGENTS]):
        a = agent_row(m, agent)
        if m[a + at.A_PRESENT] != 0:
            counting.spend(m, a)
    for which in range(counting.N_LEVELS):
        counting.spread(m, m[at.LEVEL_ROWS] + which * at.LEVEL_SIZE, which)
    counting.opened(m, m[at.OPEN])
    for number in range(m[at.N_COVERS]):
        row = m[at.COVERS] + number * at.COVER_SIZE
        if m[row + at.COVER_COUNT] > 0:
            m[row + at.COVER_US] += m[at.OPEN_DONE] - m[row + at.COVER_SINCE]
