"""What ends a call's wait by itself: patience, the hold, a ring that is answered or times out. A call has one timer, of the
first of these; when it is due and the call still waits, the next is set. One that has lost its meaning does nothing.
"""

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.jit import inlined
from sim.compiled.timers import after_call, contact_word, put_at, rest_word


@inlined
def set_deadline(m, call, field, kind, delay, offer, agent):
    """A wait may end so; at once is in the next round of this instant, as of everything that is set for now."""
    m[call + field] = w.NEVER
    if delay == 0:
        after_call(m, delay, kind, w.ORDERS[kind], call, offer, agent)
    elif delay < w.NEVER:
        m[call + field] = m[at.NOW] + delay


@inlined
def arm(m, call, last):
    """Set the timer of a waiting call, if one is due by `last` and comes before the one that is set."""
    time, kind, offer, agent = m[call + at.C_GIVES_UP], w.HANG_UP, -1, -1
    if m[call + at.C_RING_ENDS] < time:
        time, kind, offer = m[call + at.C_RING_ENDS], m[call + at.C_RING_KIND], m[call + at.C_OFFER]
        agent = m[call + at.C_FIRST_LEG] if kind == w.ANSWER else -1
    if m[call + at.C_HOLD_ENDS] < time:
        time, kind, offer, agent = m[call + at.C_HOLD_ENDS], w.HOLD_LIMIT, m[call + at.C_HOP], -1
    due = m[call + at.C_DUE]
    if time > last or time > due or (time == due and kind >= m[call + at.C_DUE_KIND]):
        return
    m[call + at.C_DUE] = time
    m[call + at.C_DUE_KIND] = kind
    order = w.ORDERS[kind]
    put_at(m, time, contact_word(order, m[call + at.C_KEY]), rest_word(offer, agent, kind), m[call + at.C_SLOT])


@inlined
def disarm(m, call, kind):
    """A timer of this kind is due: if it is the one that was set, none is set now."""
    if m[call + at.C_DUE] == m[at.NOW] and m[call + at.C_DUE_KIND] == kind:
        m[call + at.C_DUE] = w.NEVER
