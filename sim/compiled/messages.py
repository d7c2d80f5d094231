"""Texts: as `sim/routing/messages.py`. A note is one open message in one agent's inbox."""

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.counting import ended_at_once, text_ended
from sim.compiled.draws import reply_us
from sim.compiled.eligibility import skip_reason
from sim.compiled.jit import apart, compiled
from sim.compiled.memory import agent_row, line_row, log, may, new_mark, new_row
from sim.compiled.timers import contact_word, rest_word, set_timer
from sim.domain.contacts import GENERATION_BITS


@compiled
def arrive_text(m):
    """An inbound text, the arrival in the header: notify whom it concerns; nobody is SMS_DARK."""
    apart()
    key = m[at.X_KEY]
    count = concerned(m, m[at.X_CUSTOMER], m[at.X_LINE])
    people = m[at.SCRATCH]
    notified, dark = 0, w.Y_HOURS - 1
    for n in range(count):
        a = agent_row(m, m[people + n])
        if may(m, a, w.RECEIVE_SMS) and may(m, a, w.BE_NOTIFIED):
            m[people + notified] = m[people + n]
            notified += 1
        else:
            reason = skip_reason(m, a)
            if reason != w.Y_NONE and (dark == 0 or reason < dark):
                dark = reason
    if notified == 0:
        dark = dark if dark != 0 else w.Y_NO_AGENT
        log(m, w.R_OUTCOME, key, -1, -1, -1, w.O_SMS_DARK, dark)
        ended_at_once(m, w.INBOUND_SMS, w.O_SMS_DARK, dark)
        return
    slot = new_row(m, at.MESSAGES, at.MESSAGE_SIZE, at.M_NEXT)
    message = m[at.MESSAGES] + slot * at.MESSAGE_SIZE
    m[message + at.M_IN_HOURS] = m[at.OPEN]
    m[message + at.M_KEY] = key
    m[message + at.M_ARRIVAL] = m[at.NOW]
    m[message + at.M_FIRST_NOTE] = -1
    for n in range(notified):
        agent = m[people + n]
        log(m, w.R_NOTIFY, key, -1, agent, -1, 0, 0)
        note = _new_note(m, slot, message, agent, reply_us(m, m[at.X_REPLY], m[at.X_LUCK], agent_row(m, agent)))
        if m[agent_row(m, agent) + at.A_LOGGED_IN] != 0:
            _run_clock(m, note, agent)


@compiled
def concerned(m, customer, line):
    """Into the scratch region: the customer's owner, else the line's owner, else every member of its ring group."""
    people = m[at.SCRATCH]
    owner = m[m[at.OWNERS] + customer] if customer >= 0 else -1
    row = line_row(m, line)
    if owner < 0 and m[row + at.N_GROUP] < 0:
        owner = m[row + at.N_OWNER]
        if owner < 0:
            return 0
    if owner >= 0:
        m[people] = owner
        return 1
    return members_of(m, m[row + at.N_GROUP], people, 0, new_mark(m))


@compiled
def members_of(m, group, people, count, mark):
    """Append a group's members that bear another mark to a list, in layer order; the new count."""
    apart()
    row = m[at.GROUPS] + group * at.GROUP_SIZE
    for layer in range(m[row + at.G_FIRST_LAYER], m[row + at.G_FIRST_LAYER] + m[row + at.G_LAYERS]):
        place = m[at.LAYERS] + layer * at.LAYER_SIZE
        for n in range(m[place + at.L_SIZE]):
            agent = m[m[place + at.L_MEMBERS] + n]
            a = agent_row(m, agent)
            if m[a + at.A_MARK] != mark:
                m[a + at.A_MARK] = mark
                m[people + count] = agent
                count += 1
    return count


@compiled
def _new_note(m, slot, message, agent, left):
    apart()
    node = new_row(m, at.NOTES, at.NOTE_SIZE, at.T_NEXT)
    note = m[at.NOTES] + node * at.NOTE_SIZE
    a = agent_row(m, agent)
    first = m[a + at.A_FIRST_NOTE]
    m[note + at.T_AGENT] = agent
    m[note + at.T_MESSAGE] = slot
    m[note + at.T_LEFT] = left
    m[note + at.T_SINCE] = -1
    m[note + at.T_PREV] = -1
    m[note + at.T_NEXT] = first
    if first >= 0:
        m[m[at.NOTES] + first * at.NOTE_SIZE + at.T_PREV] = node
    m[a + at.A_FIRST_NOTE] = node
    m[note + at.T_NEXT_OF_MESSAGE] = m[message + at.M_FIRST_NOTE]
    m[message + at.M_FIRST_NOTE] = node
    return note


@compiled
def _run_clock(m, note, agent):
    apart()
    m[note + at.T_SINCE] = m[at.NOW]
    slot = m[note + at.T_MESSAGE]
    key = m[m[at.MESSAGES] + slot * at.MESSAGE_SIZE + at.M_KEY]
    session = m[agent_row(m, agent) + at.A_SESSION]
    if m[note + at.T_LEFT] < w.NEVER:
        set_timer(
            m, m[note + at.T_LEFT], contact_word(w.ORDERS[w.REPLY], key), rest_word(session, agent, w.REPLY), slot
        )


@compiled
def start_clocks(m, agent, a):
    """The agent may reply now: every open message they were notified of runs on; those that run are left alone."""
    apart()
    node = m[a + at.A_FIRST_NOTE]
    while node >= 0:
        note = m[at.NOTES] + node * at.NOTE_SIZE
        if m[note + at.T_SINCE] < 0:
            _run_clock(m, note, agent)
        node = m[note + at.T_NEXT]


@compiled
def stop_clocks(m, a):
    """The agent logs out or loses the right to reply: keep what is left of every reply."""
    apart()
    m[a + at.A_SESSION] += 1
    node = m[a + at.A_FIRST_NOTE]
    while node >= 0:
        note = m[at.NOTES] + node * at.NOTE_SIZE
        if m[note + at.T_SINCE] >= 0:
            m[note + at.T_LEFT] -= m[at.NOW] - m[note + at.T_SINCE]
            m[note + at.T_SINCE] = -1
        node = m[note + at.T_NEXT]


@compiled
def reply(m, slot, contact, session, agent):
    """REPLY: the first to reply answers the message for all."""
    apart()
    a = agent_row(m, agent)
    message = m[at.MESSAGES] + slot * at.MESSAGE_SIZE
    if (
        m[a + at.A_SESSION] != session
        or m[message + at.M_KEY] >> GENERATION_BITS != contact
        or not may(m, a, w.SEND_SMS)
    ):
        return
    key = m[message + at.M_KEY]
    node = m[message + at.M_FIRST_NOTE]
    while node >= 0:
        node = _drop_note(m, node)
    log(m, w.R_REPLY, key, -1, agent, -1, m[at.NOW] - m[message + at.M_ARRIVAL], 0)
    log(m, w.R_OUTCOME, key, -1, agent, -1, w.O_SMS_ANSWERED, 0)
    text_ended(m, message, w.O_SMS_ANSWERED)
    m[message + at.M_KEY] = -1
    m[message + at.M_NEXT] = m[at.FREE_MESSAGE]
    m[at.FREE_MESSAGE] = slot
    m[at.MESSAGES_N] -= 1


@compiled
def _drop_note(m, node):
    """Take a note out of its agent's inbox; the next one of its message."""
    apart()
    note = m[at.NOTES] + node * at.NOTE_SIZE
    before, behind = m[note + at.T_PREV], m[note + at.T_NEXT]
    if before >= 0:
        m[m[at.NOTES] + before * at.NOTE_SIZE + at.T_NEXT] = behind
    else:
        m[agent_row(m, m[note + at.T_AGENT]) + at.A_FIRST_NOTE] = behind
    if behind >= 0:
        m[m[at.NOTES] + behind * at.NOTE_SIZE + at.T_PREV] = before
    further = m[note + at.T_NEXT_OF_MESSAGE]
    m[note + at.T_NEXT] = m[at.FREE_NOTE]
    m[at.FREE_NOTE] = node
    m[at.NOTES_N] -= 1
    return further


@compiled
def send(m):
    """A text an agent sends: needs the right and a login."""
    apart()
    agent = m[at.X_AGENT]
    a = agent_row(m, agent)
    outcome, reason = w.O_SMS_SENT, w.Y_NONE
    if not may(m, a, w.SEND_SMS):
        outcome = w.O_SMS_REFUSED
        reason = w.Y_SUSPENDED if m[a + at.A_PRESENT] != 0 and m[a + at.A_N_SUSPENSIONS] != 0 else w.Y_NO_AGENT
    elif m[a + at.A_LOGGED_IN] == 0:
        outcome, reason = w.O_SMS_REFUSED, w.Y_OFF_SHIFT
    log(m, w.R_OUTCOME, m[at.X_KEY], -1, agent, -1, outcome, reason)
    ended_at_once(m, w.OUTBOUND_SMS, outcome, reason)
