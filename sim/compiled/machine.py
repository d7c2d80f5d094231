"""Instants in rounds: as `sim/routing/machine.py`, with its own calendar. The one entry from Python is `run`."""

from sim.compiled import admin, endings, inbound, messages, outbound, ringing, roster, wrapup
from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.jit import compiled, entry
from sim.compiled.memory import (
    AGENT_BITS,
    CONTACT_BITS,
    KIND_BITS,
    call_row,
    contact_word,
    drop_first,
    log,
)
from sim.domain.contacts import GENERATION_BITS
from sim.domain.events import MAX_ROUNDS

_MAX_ROUNDS = MAX_ROUNDS
_KIND_MASK = (1 << KIND_BITS) - 1
_AGENT_MASK = (1 << AGENT_BITS) - 1
_CONTACT_MASK = (1 << CONTACT_BITS) - 1


@entry
def run(m, x, until, alone, margin):
    """Run instants before `until` (us) while there is something to do.

    Parameters
    ----------
    m : ndarray of int64
        The memory.
    x : ndarray of int64, shape (n, ARRIVAL_SIZE)
        Arrivals in the order of their instants and keys; those before `m[NEXT_ARRIVAL]` have been.
    until : int
        The first instant that is not run.
    alone : int
        1 stops when no call is in the system (the drain); 0 runs on.
    margin : int
        Rows of records that must be free before an instant begins.

    Returns
    -------
    int
        1 if nothing is left to do before `until`, 0 if it stopped for room (FULL says what for, 0 is the margin).
    """
    while True:
        if m[at.FULL] != 0 or m[at.ROWS_CAP] - m[at.ROWS_N] < margin:
            return 0
        if alone != 0 and m[at.LIVE_CALLS] == 0:
            return 1
        now = _next_instant(m, x)
        if now >= until:
            return 1
        m[at.NOW] = now
        _instant(m, x)


@compiled
def _next_instant(m, x):
    """The time of the first timer or arrival; NEVER if there is none."""
    now = w.NEVER
    if m[at.HEAP_N] > 0:
        now = m[m[at.HEAP]]
    i = m[at.NEXT_ARRIVAL]
    if i < x.shape[0] and x[i, at.W_TIME] < now:
        now = x[i, at.W_TIME]
    return now


@compiled
def _instant(m, x):
    """Run one instant to its end: due events in THE ORDER, one dispatch, and again while that makes something due."""
    _due(m, x)
    for _ in range(_MAX_ROUNDS):
        if m[at.TURNS_N] > 0 or m[at.N_DIRTY] > 0:
            inbound.serve_waiting(m)
        if m[at.N_DIALLERS] > 0:
            outbound.dial_waiting(m)
        if m[at.SOON_N] == 0 or m[at.FULL] != 0:
            return
        _round(m, x)
    m[at.FULL] |= at.FULL_ROUNDS


@compiled
def _due(m, x):
    """Handle every timer and arrival of this instant, in order."""
    now = m[at.NOW]
    while m[at.FULL] == 0:
        i, first = m[at.NEXT_ARRIVAL], m[at.HEAP]
        timer = m[at.HEAP_N] > 0 and m[first] == now
        arrival = i < x.shape[0] and x[i, at.W_TIME] == now
        if not timer and not arrival:
            return
        if timer and arrival:
            arrival = contact_word(w.ARRIVAL_ORDER, x[i, at.W_KEY]) < m[first + 1]
        m[at.EVENTS] += 1
        if arrival:
            m[at.NEXT_ARRIVAL] = i + 1
            _arrive(m, x, i)
        else:
            second, third, slot = m[first + 1], m[first + 2], m[first + 3]
            drop_first(m)
            _handle(m, second, third, slot)


@compiled
def _round(m, x):
    """Handle what the round before made due at this instant."""
    count, base = m[at.SOON_N], m[at.SOON]
    behind = m[at.SCRATCH] + m[at.N_AGENTS] + 1
    for n in range(count * at.TIMER_SIZE):
        m[behind + n] = m[base + n]
    m[at.SOON_N] = 0
    m[at.EVENTS] += count
    for n in range(count):
        row = behind + n * at.TIMER_SIZE
        _handle(m, m[row + 1], m[row + 2], m[row + 3])


@compiled
def _arrive(m, x, i):
    channel = x[i, at.W_CHANNEL]
    log(m, w.R_ARRIVAL, x[i, at.W_KEY], x[i, at.W_CUSTOMER], x[i, at.W_AGENT], -1, x[i, at.W_LINE], 0)
    if channel == w.INBOUND_CALL:
        inbound.arrive_call(m, x, i)
    elif channel == w.OUTBOUND_CALL:
        outbound.fall_due(m, x, i)
    elif channel == w.INBOUND_SMS:
        messages.arrive_text(m, x, i)
    else:
        messages.send(m, x, i)


@compiled
def _handle(m, first, second, slot):
    """One timer: of a call if that is still the one it was set for, of an agent, or of the account."""
    kind = second & _KIND_MASK
    agent = ((second >> KIND_BITS) & _AGENT_MASK) - 1
    offer = (second >> (KIND_BITS + AGENT_BITS)) - 1
    contact = (first & _CONTACT_MASK) - 1
    if kind == w.WRAP_UP_END:
        wrapup.over(m, offer, agent)
    elif kind == w.REPLY:
        messages.reply(m, slot, contact, offer, agent)
    elif kind >= w.ANSWER or kind == w.HANG_UP:
        call = call_row(m, slot)
        if m[call + at.C_KEY] >> GENERATION_BITS == contact:
            _handle_call(m, kind, call, offer, agent)
    elif kind >= w.SHIFT_END:
        _handle_agent(m, kind, offer, agent)
    else:
        _handle_account(m, kind, contact)


@compiled
def _handle_call(m, kind, call, offer, agent):
    if kind == w.TALK_END:
        ringing.talk_end(m, call, offer, agent)
    elif kind == w.HANG_UP:
        endings.hang_up(m, call)
    elif kind == w.ANSWER:
        ringing.answer(m, call, offer, agent)
    elif kind == w.RING_TIMEOUT:
        ringing.time_out(m, call, offer)
    elif kind == w.HOLD_LIMIT:
        inbound.hold_limit(m, call, offer)
    elif kind == w.RETRY:
        inbound.retry(m, call)
    elif kind == w.VOICEMAIL_END:
        endings.voicemail_end(m, call)
    elif kind == w.CONNECT:
        outbound.connect(m, call, agent)
    else:
        outbound.dial_failed(m, call, agent)


@compiled
def _handle_agent(m, kind, offer, agent):
    if kind == w.SHIFT_START:
        roster.shift_start(m, agent)
    elif kind == w.SHIFT_END:
        roster.shift_end(m, agent)
    elif kind == w.BREAK_START:
        roster.break_start(m, agent, offer)
    elif kind == w.BREAK_END:
        roster.break_end(m, agent, offer)
    elif kind == w.RETURN:
        roster.returned(m, agent, offer)
    else:
        roster.attempt(m, agent, offer)


@compiled
def _handle_account(m, kind, position):
    if kind == w.ADMIN_BEGIN:
        admin.begin(m, position)
    elif kind == w.ADMIN_END:
        admin.end(m, position)
    else:
        m[at.OPEN] = 1 if kind == w.OPENING else 0
        log(m, w.R_HOURS, -1, -1, -1, -1, m[at.OPEN], 0)
