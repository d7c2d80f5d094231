"""Logins, shifts, breaks and the phone: as `sim/routing/roster.py`."""

from sim.compiled import layout as at
from sim.compiled import pause_clock
from sim.compiled import words as w
from sim.compiled.draws import return_us
from sim.compiled.jit import apart, compiled
from sim.compiled.memory import agent_row, log, may, set_login, set_phone
from sim.compiled.messages import start_clocks
from sim.compiled.ringing import cancel_leg
from sim.compiled.timers import after_agent
from sim.compiled.wrapup import end, settle, start_break


@compiled
def refuse(m, agent, a, value, reason):
    """Record an attempt that the account status, or else `reason`, does not allow."""
    apart()
    status = m[a + at.A_STATUS]
    if status == w.PAUSED:
        reason = w.Y_PAUSED
    elif status == w.SUSPENDED:
        reason = w.Y_SUSPENDED
    elif status == w.DELETED:
        reason = w.Y_DELETED
    log(m, w.R_REFUSED, -1, -1, agent, -1, value, reason)


@compiled
def log_in(m, agent, a, reason):
    """Log in if the account status allows it; the phone stays offline. Whoever is logged in stays so."""
    apart()
    if not may(m, a, w.LOG_IN):
        refuse(m, agent, a, w.LOG_IN, w.Y_NONE)
        return
    if m[a + at.A_LOGGED_IN] == 0:
        set_login(m, agent, a, 1, reason)
        pause_clock.start(m, agent, a)
    start_clocks(m, agent, a)


@compiled
def press_available(m, agent, a, reason):
    """Set the phone to available if logged in, allowed and not on a break."""
    apart()
    if m[a + at.A_LOGGED_IN] != 0 and may(m, a, w.SET_AVAILABLE) and m[a + at.A_PHONE] != w.ON_BREAK:
        set_phone(m, agent, a, w.AVAILABLE, reason)


@compiled
def shift_start(m, agent):
    """SHIFT_START: log in, and available at once."""
    apart()
    a = agent_row(m, agent)
    m[a + at.A_ON_SHIFT] = 1
    if m[a + at.A_PRESENT] != 0 and m[a + at.A_STATUS] != w.DELETED:
        log_in(m, agent, a, w.Y_SHIFT)
        press_available(m, agent, a, w.Y_SHIFT)


@compiled
def shift_end(m, agent):
    """SHIFT_END: a ringing leg is cancelled; a call and its wrap-up are finished first."""
    apart()
    a = agent_row(m, agent)
    m[a + at.A_ON_SHIFT] = 0
    cancel_leg(m, agent, a)
    settle(m, agent, a)


@compiled
def break_start(m, agent, index):
    """BREAK_START: like the end of a shift, but the break keeps its length however late it starts."""
    apart()
    a = agent_row(m, agent)
    if m[a + at.A_LOGGED_IN] == 0 or m[a + at.A_ON_SHIFT] == 0:
        return
    m[a + at.A_OWED_BREAK] += m[m[a + at.A_BREAKS] + index]
    cancel_leg(m, agent, a)
    settle(m, agent, a)


@compiled
def break_end(m, agent, token):
    """BREAK_END: available again, or offline for whoever may not be."""
    apart()
    a = agent_row(m, agent)
    if m[a + at.A_BREAK_TOKEN] != token or m[a + at.A_PHONE] != w.ON_BREAK:
        return
    if m[a + at.A_OWED_BREAK] != 0:
        start_break(m, agent, a)
        return
    set_phone(m, agent, a, w.AVAILABLE if may(m, a, w.SET_AVAILABLE) else w.OFFLINE, w.Y_BREAK)


@compiled
def come_back(m, agent, a):
    """Unpaused or reactivated: offline, and available after a while, at once where that while is 0 (A2.2)."""
    apart()
    if m[a + at.A_LOGGED_IN] == 0 or m[a + at.A_PHONE] == w.ON_BREAK:
        return
    set_phone(m, agent, a, w.OFFLINE, w.Y_ADMIN)
    delay = return_us(m, a)
    m[a + at.A_RETURNS] += 1
    m[a + at.A_RETURN_TOKEN] += 1
    if delay == 0:
        press_available(m, agent, a, w.Y_RETURN)
    else:
        after_agent(m, delay, w.RETURN, w.ORDERS[w.RETURN], m[a + at.A_RETURN_TOKEN], agent)


@compiled
def returned(m, agent, token):
    """RETURN: the agent presses available, unless something came between."""
    apart()
    a = agent_row(m, agent)
    if m[a + at.A_RETURN_TOKEN] == token and (m[a + at.A_PHONE] == w.OFFLINE or m[a + at.A_PHONE] == w.BUSY):
        press_available(m, agent, a, w.Y_RETURN)


@compiled
def leave_phone(m, agent, a, phone, reason):
    """Take an agent off inbound calls; a call in progress goes on (B3)."""
    apart()
    if m[a + at.A_PHONE] != w.ON_BREAK:
        set_phone(m, agent, a, phone, reason)


@compiled
def attempt(m, agent, action):
    """ATTEMPT: somebody tries an action; done, or refused with a record."""
    apart()
    a = agent_row(m, agent)
    if not may(m, a, action):
        refuse(m, agent, a, action, w.Y_NONE)
        return
    if (action == w.SET_AVAILABLE or action == w.SET_AWAY) and m[a + at.A_LOGGED_IN] == 0:
        refuse(m, agent, a, action, w.Y_OFF_SHIFT)
        return
    log(m, w.R_ACTED, -1, -1, agent, -1, action, 0)
    if action == w.LOG_IN:
        log_in(m, agent, a, w.Y_AGENT)
    elif action == w.SET_AVAILABLE:
        m[a + at.A_RETURN_TOKEN] += 1
        set_phone(m, agent, a, w.AVAILABLE, w.Y_AGENT)
    elif action == w.SET_AWAY:
        m[a + at.A_RETURN_TOKEN] += 1
        cancel_leg(m, agent, a)
        leave_phone(m, agent, a, w.BUSY, w.Y_AGENT)
        end_wrap_up(m, agent, a)


@compiled
def end_wrap_up(m, agent, a):
    """End a wrap-up at once."""
    apart()
    if m[a + at.A_ACTIVITY] == w.WRAP_UP:
        end(m, agent, a)
