"""How a call ends that reached nobody: as `sim/routing/endings.py`."""

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.counting import ended, gave_up_waiting
from sim.compiled.draws import voicemail_left, voicemail_us
from sim.compiled.eligibility import skip_reason
from sim.compiled.jit import apart, compiled
from sim.compiled.memory import agent_row, free_call, group_row, layer_row, line_row, log, may, new_mark, unwait
from sim.compiled.messages import members_of
from sim.compiled.ringing import end_all_legs
from sim.compiled.timers import after_call


@compiled
def next_step(m, call, kind, index, outcome):
    """Voicemail of the target, else of the line if the target says nothing; with no box the call ends as `outcome`."""
    apart()
    if kind == w.T_AGENT_BOX and _has_box(m, index):
        leave_message(m, call, index)
    elif (kind == w.T_NONE or kind == w.T_LINE_BOX) and m[line_row(m, m[call + at.C_LINE]) + at.N_VOICEMAIL] != 0:
        leave_message(m, call, -1)
    else:
        finish(m, call, outcome)


@compiled
def _has_box(m, agent):
    a = agent_row(m, agent)
    status = m[a + at.A_STATUS]
    return m[a + at.A_VOICEMAIL] != 0 and m[a + at.A_PRESENT] != 0 and (status == w.ACTIVE or status == w.PAUSED)


@compiled
def leave_message(m, call, box):
    """Put the caller into a voicemail box: an agent's, or the line's with -1."""
    apart()
    _explain(m, call)
    unwait(m, call)
    gave_up_waiting(m, call)
    m[call + at.C_PHASE] = w.VOICEMAIL
    m[call + at.C_AGENT] = box
    line = m[call + at.C_LINE]
    log(m, w.R_VOICEMAIL, m[call + at.C_KEY], -1, box, m[call + at.C_GROUP], line, m[call + at.C_REASON])
    delay = voicemail_us(m, call, line_row(m, line))
    after_call(m, delay, w.VOICEMAIL_END, w.ORDERS[w.VOICEMAIL_END], call, -1, -1)


@compiled
def voicemail_end(m, call):
    """VOICEMAIL_END: a message was left or not; the owner of the box hears of it if they may."""
    apart()
    left = voicemail_left(m, call, line_row(m, m[call + at.C_LINE]))
    key, box = m[call + at.C_KEY], m[call + at.C_AGENT]
    if left and box >= 0 and may(m, agent_row(m, box), w.BE_NOTIFIED):
        log(m, w.R_NOTIFY, key, -1, box, -1, 1, 0)
    outcome = w.O_VOICEMAIL_LEFT if left else w.O_VOICEMAIL_EMPTY
    if m[call + at.C_AFTER_HOURS] != 0:
        outcome = w.O_AFTER_HOURS
    flag = 1 if left else 0
    log(m, w.R_OUTCOME, key, flag, -1, m[call + at.C_GROUP], outcome, m[call + at.C_REASON])
    ended(m, call, outcome, m[call + at.C_REASON], flag)
    free_call(m, call)


@compiled
def finish(m, call, outcome):
    """End a waiting call that reached nobody."""
    apart()
    _explain(m, call)
    unwait(m, call)
    if m[call + at.C_AFTER_HOURS] != 0:
        outcome = w.O_AFTER_HOURS
    gave_up_waiting(m, call)
    log(m, w.R_OUTCOME, m[call + at.C_KEY], -1, -1, m[call + at.C_GROUP], outcome, m[call + at.C_REASON])
    ended(m, call, outcome, m[call + at.C_REASON], 0)
    free_call(m, call)


@compiled
def hang_up(m, call):
    """HANG_UP: patience is over. Acts only on a call that nobody has taken."""
    apart()
    if m[call + at.C_PHASE] != w.WAITING:
        return
    ringing = m[call + at.C_FIRST_LEG] >= 0
    _explain(m, call)
    end_all_legs(m, call, w.Y_CALLER_LEFT)
    finish(m, call, w.O_ABANDONED_RINGING if ringing else w.O_ABANDONED_QUEUE)


@compiled
def _explain(m, call):
    """Fix the reason and log how many of the agents it was meant for were in which state, as of now (A2.11)."""
    apart()
    if m[call + at.C_REASON] != w.Y_NONE:
        return
    busy, paused, suspended, off_shift = _states(m, call)
    found = _tally(m, call, busy, w.Y_BUSY, w.Y_NO_AGENT)
    found = _tally(m, call, paused, w.Y_PAUSED, found)
    found = _tally(m, call, suspended, w.Y_SUSPENDED, found)
    found = _tally(m, call, off_shift, w.Y_OFF_SHIFT, found)
    if m[call + at.C_AFTER_HOURS] != 0:
        found = w.Y_HOURS
    elif m[call + at.C_RANG_OUT] != 0:
        found = w.Y_NO_ANSWER
    m[call + at.C_REASON] = found


@compiled
def _states(m, call):
    """How many of the agents a call was meant for are busy, paused, suspended, off shift."""
    apart()
    if m[call + at.C_VISITED] == 1:
        group = group_row(m, m[call + at.C_FIRST_VISITED])
        if m[group + at.G_PLAIN] != 0:
            return _counted(m, group)
    busy, paused, suspended, off_shift = 0, 0, 0, 0
    people, count = m[at.SCRATCH], _meant_for(m, call)
    for n in range(count):
        reason = skip_reason(m, agent_row(m, m[people + n]))
        busy += 1 if reason == w.Y_BUSY else 0
        paused += 1 if reason == w.Y_PAUSED else 0
        suspended += 1 if reason == w.Y_SUSPENDED else 0
        off_shift += 1 if reason == w.Y_OFF_SHIFT else 0
    return busy, paused, suspended, off_shift


@compiled
def _counted(m, group):
    """The same of a ring group in which nobody is twice: its layers keep count."""
    busy, paused, suspended, off_shift = 0, 0, 0, 0
    for layer in range(m[group + at.G_FIRST_LAYER], m[group + at.G_FIRST_LAYER] + m[group + at.G_LAYERS]):
        counts = layer_row(m, layer) + at.L_CLASS
        busy += m[counts + w.Y_BUSY]
        paused += m[counts + w.Y_PAUSED]
        suspended += m[counts + w.Y_SUSPENDED]
        off_shift += m[counts + w.Y_OFF_SHIFT]
    return busy, paused, suspended, off_shift


@compiled
def _tally(m, call, count, reason, found):
    """Log a count that is not 0; the reason found so far, the first stays."""
    if count == 0:
        return found
    log(m, w.R_TALLY, m[call + at.C_KEY], -1, -1, m[call + at.C_GROUP], count, reason)
    return reason if found == w.Y_NO_AGENT else found


@compiled
def _meant_for(m, call):
    """Into the scratch region: members of every ring group the call has been through, or the line's owner."""
    apart()
    visited = m[call + at.C_VISITED]
    owner = m[line_row(m, m[call + at.C_LINE]) + at.N_OWNER]
    if owner >= 0 and visited == 0:
        m[m[at.SCRATCH]] = owner
        return 1
    mark, count = new_mark(m), 0
    for n in range(visited):
        count = members_of(m, m[call + at.C_FIRST_VISITED + n], m[at.SCRATCH], count, mark)
    return count
