"""After a call, and what an agent owes once they are free: as `sim/routing/wrapup.py`."""

from sim.compiled import layout as at
from sim.compiled import pause_clock
from sim.compiled import words as w
from sim.compiled.counting import ended
from sim.compiled.draws import wrap_up_us
from sim.compiled.idle import happened
from sim.compiled.jit import apart, compiled, inlined
from sim.compiled.memory import (
    agent_row,
    call_row,
    flip,
    free_call,
    has_bit,
    log,
    may,
    set_activity,
    set_login,
    set_phone,
    set_status,
)
from sim.compiled.messages import stop_clocks
from sim.compiled.timers import after_agent, contact_word, rest_word, set_timer


@inlined
def begin(m, agent, a, call):
    """Start wrap-up; none for whoever was suspended or deleted during the call. The call's row is freed here."""
    key, group = m[call + at.C_KEY], m[call + at.C_GROUP]
    set_activity(m, agent, a, w.IDLE, -1, -1)
    length = wrap_up_us(m, call, a) if m[a + at.A_STATUS] == w.ACTIVE or may(m, a, w.LOG_IN) else 0
    free_call(m, call)
    if length == 0:
        settle(m, agent, a)
        return
    m[a + at.A_WRAP_UP_TOKEN] += 1
    set_activity(m, agent, a, w.WRAP_UP, key, -1)
    log(m, w.R_WRAP_UP, key, -1, agent, group, length, 0)
    if length < w.NEVER:
        second = rest_word(m[a + at.A_WRAP_UP_TOKEN], agent, w.WRAP_UP_END)
        set_timer(m, length, contact_word(w.ORDERS[w.WRAP_UP_END], key), second, 0)


@compiled
def over(m, token, agent):
    """WRAP_UP_END, unless that wrap-up has been ended already."""
    a = agent_row(m, agent)
    if m[a + at.A_ACTIVITY] == w.WRAP_UP and m[a + at.A_WRAP_UP_TOKEN] == token:
        end(m, agent, a)


@compiled
def end(m, agent, a):
    """End a wrap-up now."""
    log(m, w.R_WRAP_UP_END, m[a + at.A_CONTACT], -1, agent, -1, 0, 0)
    happened(m, a, w.WRAP_UP_ENDED)
    set_activity(m, agent, a, w.IDLE, -1, -1)
    settle(m, agent, a)


@inlined
def settle(m, agent, a):
    """An agent has become idle: do what had to wait for it. Mostly there is nothing."""
    if m[a + at.A_ON_SHIFT] == 0 or m[a + at.A_OWED_BREAK] != 0 or m[a + at.A_STATUS] != w.ACTIVE:
        _settle(m, agent, a)


@compiled
def _settle(m, agent, a):
    apart()
    if m[a + at.A_LOGGED_IN] == 0 or m[a + at.A_ACTIVITY] != w.IDLE:
        return
    if not may(m, a, w.LOG_IN):
        log_out(m, agent, a, w.Y_ADMIN)
    elif m[a + at.A_ON_SHIFT] == 0:
        log_out(m, agent, a, w.Y_SHIFT)
    elif m[a + at.A_OWED_BREAK] != 0 and m[a + at.A_PHONE] != w.ON_BREAK:
        start_break(m, agent, a)


@compiled
def be_busy(m, agent, a, length):
    """The phone is busy until the agent presses available; at once where that is 0."""
    apart()
    if m[a + at.A_PHONE] != w.AVAILABLE or length == 0:
        return
    set_phone(m, agent, a, w.BUSY, w.Y_REJECTED)
    m[a + at.A_RETURNS] += 1
    m[a + at.A_RETURN_TOKEN] += 1
    after_agent(m, length, w.RETURN, w.ORDERS[w.RETURN], m[a + at.A_RETURN_TOKEN], agent)


@compiled
def pause(m, agent, a, length):
    """The system pauses an agent who is idle, for a time or (NEVER) until an admin resumes them."""
    apart()
    if m[a + at.A_STATUS] != w.ACTIVE:
        return
    pause_clock.stop(m, agent, a)
    cover_entry(m, a, at.A_PAUSES, automatic(m))
    m[a + at.A_AUTO_PAUSES] += 1
    set_status(m, agent, a, w.PAUSED, w.Y_MISSED_TOO_OFTEN)
    if m[a + at.A_PHONE] != w.ON_BREAK:
        set_phone(m, agent, a, w.OFFLINE, w.Y_MISSED_TOO_OFTEN)
    after_agent(m, length, w.AUTO_RESUME, w.ORDERS[w.AUTO_RESUME], m[a + at.A_AUTO_PAUSES], agent)


@inlined
def automatic(m):
    """The entry that stands for a pause by the system: behind those of the timeline."""
    return m[at.N_ENTRIES]


@compiled
def cover_entry(m, a, field, position):
    """An entry covers an agent; the field's count stands right behind its bits."""
    if not has_bit(m, m[a + field], position + 1):
        flip(m, m[a + field], position + 1)
        m[a + field + 1] += 1


@compiled
def log_out(m, agent, a, reason):
    """End an agent's session; calls they still wanted to place are not made."""
    apart()
    m[a + at.A_OWED_BREAK] = 0
    m[a + at.A_RETURN_TOKEN] += 1
    set_phone(m, agent, a, w.OFFLINE, reason)
    stop_clocks(m, a)
    set_login(m, agent, a, 0, reason)
    pause_clock.stop(m, agent, a)
    drop_dials(m, agent, a)


@compiled
def start_break(m, agent, a):
    """Start the break an agent owes; a late one keeps its length (A2.2)."""
    apart()
    length = m[a + at.A_OWED_BREAK]
    m[a + at.A_OWED_BREAK] = 0
    m[a + at.A_BREAK_TOKEN] += 1
    set_phone(m, agent, a, w.ON_BREAK, w.Y_BREAK)
    after_agent(m, length, w.BREAK_END, w.ORDERS[w.BREAK_END], m[a + at.A_BREAK_TOKEN], agent)
    drop_dials(m, agent, a)


@compiled
def drop_dials(m, agent, a):
    """Refuse or leave unmade every call an agent has yet to place."""
    apart()
    slot = m[a + at.A_FIRST_DIAL]
    while slot >= 0:
        call = call_row(m, slot)
        slot = m[call + at.C_NEXT]
        outcome, reason = not_dialled(m, agent, a, m[call + at.C_KEY])
        ended(m, call, outcome, reason, 0)
        free_call(m, call)
    no_dials(m, agent, a)


@compiled
def no_dials(m, agent, a):
    """The agent has no call to place any more."""
    if m[a + at.A_LAST_DIAL] >= 0:
        flip(m, m[at.DIALLERS], agent)
        m[at.N_DIALLERS] -= 1
    m[a + at.A_FIRST_DIAL] = -1
    m[a + at.A_LAST_DIAL] = -1


@compiled
def not_dialled(m, agent, a, key):
    """Record an outbound call that is not placed; what it is, and why."""
    apart()
    outcome = w.O_OUTBOUND_NOT_MADE if may(m, a, w.CALL_OUT) else w.O_OUTBOUND_REFUSED
    reason = absence(m, a)
    log(m, w.R_OUTCOME, key, -1, agent, -1, outcome, reason)
    return outcome, reason


@compiled
def absence(m, a):
    """Why an agent cannot act for the account now."""
    if m[a + at.A_PRESENT] == 0 or m[a + at.A_STATUS] == w.DELETED:
        return w.Y_NO_AGENT
    if m[a + at.A_STATUS] == w.SUSPENDED:
        return w.Y_SUSPENDED
    return w.Y_ON_BREAK if m[a + at.A_PHONE] == w.ON_BREAK and m[a + at.A_ON_SHIFT] != 0 else w.Y_OFF_SHIFT
