"""Instants in rounds: as `sim/routing/machine.py`, with its own calendar. The one entry from Python that runs is `run`."""

from sim.compiled import admin, ahead, counting, endings, inbound, messages, outbound, pauses, ringing, roster, wrapup
from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.deadlines import arm, disarm
from sim.compiled.jit import apart, compiled, entry, inlined
from sim.compiled.memory import call_row, log
from sim.compiled.room import lacking
from sim.compiled.sources import next_arrival, next_key, take
from sim.compiled.timers import (
    AGENT_BITS,
    CONTACT_BITS,
    KIND_BITS,
    UNKNOWN,
    agent_of,
    contact_word,
    drop_first,
    next_timer,
)
from sim.compiled.turns import gather, gather_anew, next_turn
from sim.domain.contacts import GENERATION_BITS
from sim.domain.events import MAX_ROUNDS

_MAX_ROUNDS = MAX_ROUNDS
_KIND_MASK = (1 << KIND_BITS) - 1
_CONTACT_MASK = (1 << CONTACT_BITS) - 1
DONE, LACKING, STUCK = range(3)


@entry(arrays=1, numbers=2)
def run(memory, until, alone):
    """Run instants before `until` (us) while there is something to do.

    Parameters
    ----------
    memory : ndarray of int64
        Laid out by `sim/compiled/build.py`.
    until : int
        The first instant that is not run.
    alone : int
        1 stops when no call is in the system (the drain); 0 runs on.

    Returns
    -------
    int
        DONE, LACKING room for the next step, or STUCK in an instant of too many rounds.
    """
    return _steps(memory, until, alone)


@inlined
def _steps(m, until, alone):
    """Steps of instants until there is nothing to do or no room; the next call goes on where this one stopped."""
    while True:
        if m[at.STEP] == at.BETWEEN and not _begun(m, until, alone):
            return DONE
        if m[at.STEP] == at.DUE and not _events_done(m, until):
            return LACKING
        if m[at.STEP] == at.IN_ROUND and not _round_done(m):
            return LACKING
        if not _dispatched(m):
            return LACKING
        if m[at.SOON_N] == 0:
            m[at.STEP] = at.BETWEEN
        elif m[at.ROUNDS] == _MAX_ROUNDS:
            return STUCK
        else:
            _next_round(m)


@inlined
def _begun(m, until, alone):
    """Go to the next instant; whether there is one."""
    if alone != 0 and m[at.CALLS_N] == 0:
        return False
    if m[at.NEXT] == UNKNOWN:
        _look(m, until)
    now = m[at.NEXT]
    if now >= until:
        m[at.NEXT] = UNKNOWN
        return False
    counting.set_clock(m, now)
    m[at.ROUNDS] = 0
    m[at.STEP] = at.DUE
    return True


@inlined
def _events_done(m, until):
    """Handle what is due at this instant; False for lack of room. The next instant is known then, if no timer is set by it."""
    while True:
        if lacking(m):
            return False
        _handle_first(m)
        m[at.NEXT] = next_event(m, until)
        if m[at.NEXT] > m[at.NOW]:
            break
    if m[at.N_AGENTS] > ahead.MANY:
        _foresee(m)
    m[at.STEP] = at.SERVE
    gather(m)
    return True


@inlined
def _foresee(m):
    row = m[at.NEAR]
    if m[at.NEAR_N] > 0 and m[row] == m[at.NEXT]:
        ahead.timer_next(m, m[row + 3], agent_of(m[row + 2]))
    elif next_arrival(m) == m[at.NEXT]:
        ahead.source_next(m, m[m[at.BY_TIME] + at.H_SOURCE])


@inlined
def _round_done(m):
    """Handle what the round before made due; False for lack of room."""
    while m[at.ROUND_I] < m[at.ROUND_N]:
        if lacking(m):
            return False
        row = m[at.ROUND] + m[at.ROUND_I] * at.TIMER_SIZE
        m[at.ROUND_I] += 1
        m[at.TIMERS_N] -= 1
        _handle(m, m[row + 1], m[row + 2], m[row + 3])
    m[at.STEP] = at.SERVE
    gather(m)
    return True


@compiled
def _look(m, until):
    """Find the next instant anew."""
    apart()
    m[at.NEXT] = next_event(m, until)


@inlined
def next_event(m, until):
    """When the first event is due: a timer, something planned, an arrival; `until` if none is before."""
    now = min(next_arrival(m), until)
    if m[at.AGENDA_I] < m[at.AGENDA_N]:
        now = min(now, m[m[at.AGENDA] + m[at.AGENDA_I] * at.TIMER_SIZE])
    return min(now, next_timer(m, now))


@inlined
def _handle_first(m):
    """Handle the first event of this instant, of which there is one."""
    now = m[at.NOW]
    first, what, row = w.NEVER, 0, 0
    if m[at.NEAR_N] > 0 and m[m[at.NEAR]] == now:
        row = m[at.NEAR]
        first, what = m[row + 1], 1
    if m[at.AGENDA_I] < m[at.AGENDA_N]:
        planned = m[at.AGENDA] + m[at.AGENDA_I] * at.TIMER_SIZE
        word = m[planned + 1]
        if m[planned] == now and (what == 0 or word < first or (word == first and m[planned + 2] < m[row + 2])):
            first, what, row = word, 2, planned
    m[at.EVENTS] += 1
    if next_arrival(m) == now and (what == 0 or contact_word(w.ARRIVAL_ORDER, next_key(m)) < first):
        _arrive(m)
        return
    second, third, slot = m[row + 1], m[row + 2], m[row + 3]
    if what == 1:
        drop_first(m)
    else:
        m[at.AGENDA_I] += 1
    _handle(m, second, third, slot)


@inlined
def _dispatched(m):
    """Begin pauses that waited, give every call that has a turn its turn, then every agent who has a call to place; False
    for lack of room."""
    while True:
        if lacking(m):
            return False
        if m[at.N_PAUSING] != 0 and pauses.take(m):
            gather_anew(m)
            continue
        slot = next_turn(m)
        if slot < 0:
            break
        inbound.serve(m, slot)
    if m[at.N_DIALLERS] > 0:
        outbound.dial_waiting(m)
    return True


@compiled
def _next_round(m):
    """What was set for this instant becomes due."""
    apart()
    count = m[at.SOON_N]
    for n in range(count * at.TIMER_SIZE):
        m[m[at.ROUND] + n] = m[m[at.SOON] + n]
    m[at.SOON_N] = 0
    m[at.EVENTS] += count
    m[at.ROUNDS] += 1
    m[at.ROUND_I] = 0
    m[at.ROUND_N] = count
    m[at.STEP] = at.IN_ROUND


@inlined
def _arrive(m):
    place = ahead.first_idle(m, m[m[at.BY_TIME] + at.H_SOURCE])
    take(m)
    ahead.holder(m, place)
    channel = m[at.X_CHANNEL]
    log(m, w.R_ARRIVAL, m[at.X_KEY], m[at.X_CUSTOMER], m[at.X_AGENT], -1, m[at.X_LINE], 0)
    if channel == w.INBOUND_CALL:
        inbound.arrive_call(m)
    elif channel == w.OUTBOUND_CALL:
        outbound.fall_due(m)
    elif channel == w.INBOUND_SMS:
        messages.arrive_text(m)
    else:
        messages.send(m)


@compiled
def _handle(m, first, second, slot):
    """One timer: of a call if that is still the one it was set for, of an agent, or of the account."""
    kind = second & _KIND_MASK
    agent = agent_of(second)
    offer = (second >> (KIND_BITS + AGENT_BITS)) - 1
    contact = (first & _CONTACT_MASK) - 1
    if kind == w.WRAP_UP_END:
        wrapup.over(m, offer, agent)
    elif kind >= w.REPLY and kind != w.REJECT:
        _handle_more(m, kind, slot, contact, offer, agent)
    elif kind >= w.ANSWER or kind == w.HANG_UP:
        call = call_row(m, slot)
        if m[call + at.C_KEY] >> GENERATION_BITS == contact:
            _handle_call(m, kind, call, offer, agent, contact)
    elif kind >= w.SHIFT_END:
        _handle_agent(m, kind, offer, agent)
    else:
        _handle_account(m, kind, contact)


@compiled
def _handle_more(m, kind, slot, contact, offer, agent):
    """What is rare, and later in the list of kinds."""
    apart()
    if kind == w.REPLY:
        messages.reply(m, slot, contact, offer, agent)
    elif kind == w.AUTO_RESUME:
        admin.auto_resume(m, agent, offer)
    elif kind == w.PAUSE_ASKED:
        pauses.asked(m, offer, agent)
    else:
        pauses.over(m, offer, agent)


@inlined
def _handle_call(m, kind, call, offer, agent, contact):
    """One timer of a call; a call that still waits has its next one set, at the latest after its turn."""
    if kind == w.TALK_END:
        ringing.talk_end(m, call, offer, agent)
        return
    disarm(m, call, kind)
    if kind == w.HANG_UP:
        endings.hang_up(m, call)
    elif kind == w.ANSWER:
        ringing.answer(m, call, offer, agent)
    elif kind == w.RING_TIMEOUT:
        ringing.time_out(m, call, offer)
    elif kind == w.HOLD_LIMIT:
        inbound.hold_limit(m, call, offer)
    elif kind == w.RETRY:
        inbound.retry(m, call)
    elif kind == w.REJECT:
        ringing.reject(m, call, offer, agent)
    elif kind == w.VOICEMAIL_END:
        endings.voicemail_end(m, call)
    elif kind == w.CONNECT:
        outbound.connect(m, call, agent)
    else:
        outbound.dial_failed(m, call, agent)
    if m[call + at.C_KEY] >> GENERATION_BITS == contact and m[call + at.C_PHASE] == w.WAITING:
        arm(m, call, m[at.NOW] if m[call + at.C_HAS_TURN] != 0 else w.NEVER - 1)


@compiled
def _handle_agent(m, kind, offer, agent):
    apart()
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
    apart()
    if kind == w.ADMIN_BEGIN:
        admin.begin(m, position)
    elif kind == w.ADMIN_END:
        admin.end(m, position)
    else:
        counting.opened(m, 1 if kind == w.OPENING else 0)
        log(m, w.R_HOURS, -1, -1, -1, -1, m[at.OPEN], 0)
