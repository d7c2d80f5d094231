"""The machine's own luck, keyed as in `sim/routing/draws.py`; the same words, the same tables."""

import numpy as np

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.jit import apart, compiled, inlined, length
from sim.domain import luck
from sim.routing.ringing import PPM

_C1, _C2 = np.uint64(luck.MIX_1), np.uint64(luck.MIX_2)
_AGENT, _NTH = np.uint64(luck.AGENT_STEP), np.uint64(luck.NTH_STEP)
_30, _27, _31 = np.uint64(30), np.uint64(27), np.uint64(31)
_11 = np.uint64(11)
_FRACTION = (1 << luck.FRACTION_BITS) - 1
_LOWEST = 65 - luck.OCTAVES
_AT_LEAST = 1 << (_LOWEST - 1)


@inlined
def mixed(word):
    """`luck.mix` of an unsigned word."""
    word = (word ^ (word >> _30)) * _C1
    word = (word ^ (word >> _27)) * _C2
    return word ^ (word >> _31)


@inlined
def drawn(m, purpose, contact, agent, nth):
    """A uniform 64-bit word for this key."""
    word = np.uint64(m[m[at.BASES] + purpose]) ^ (
        np.uint64(contact) + np.uint64(agent) * _AGENT + np.uint64(nth) * _NTH
    )
    return mixed(word)


@inlined
def value(m, law, word):
    """The draw of a law for a uniform word, us: as `luck.place` and `Table.value`."""
    row = m[at.LAWS] + law * at.LAW_SIZE
    table = m[row + at.LAW_TABLE]
    if table < 0:
        return m[row + at.LAW_ALWAYS]
    sign = np.int64(word) >> 63
    rest = np.int64(word) ^ sign
    shift = length(rest | _AT_LEAST) - luck.STEP_BITS - 1
    nth = ((shift - (_LOWEST - luck.STEP_BITS - 1)) << luck.STEP_BITS) + (rest >> shift)
    fraction = ((rest >> (shift - luck.FRACTION_BITS)) & _FRACTION) ^ (sign & _FRACTION)
    place = table + 2 * (nth ^ (sign & (luck.BINS - 1)))
    width = m[place + 1]
    return m[place] + (width >> 24) * fraction + (((width & _FRACTION) * fraction) >> 24)


@inlined
def happens(word, threshold):
    """Whether an event of probability `threshold` / 2**53 happens on this word."""
    return np.int64(word >> _11) < threshold


@inlined
def pick_up_us(m, call, agent, a, nth):
    """Ringing until the agent answers their nth offer of this contact; NEVER if they do not."""
    if m[call + at.C_RECORDED] >= 0:
        recorded = _recorded_us(m, m[call + at.C_RECORDED], agent, nth)
        if recorded >= 0:
            return recorded
    if m[a + at.A_NO_ANSWER] != 0:
        luck = drawn(m, w.P_NO_ANSWER, m[call + at.C_LUCK], m[a + at.A_LUCK], nth)
        if happens(luck, m[a + at.A_NO_ANSWER]):
            return w.NEVER
    return value(m, m[a + at.A_PICK_UP], drawn(m, w.P_PICK_UP, m[call + at.C_LUCK], m[a + at.A_LUCK], nth))


@compiled
def _recorded_us(m, recorded, agent, nth):
    """The recorded time of an agent's nth offer; -1 if there is none."""
    apart()
    place = recorded + 1
    for _ in range(m[recorded]):
        if m[place] == agent:
            return m[place + 2 + min(nth, m[place + 1] - 1)]
        place += 2 + m[place + 1]
    return -1


@compiled
def return_us(m, a):
    """From an agent's return to their pressing available; NEVER if they do not."""
    if m[a + at.A_COMES_BACK] < 0:
        return w.NEVER
    return value(m, m[a + at.A_COMES_BACK], drawn(m, w.P_RETURN, m[a + at.A_LUCK], 0, m[a + at.A_RETURNS]))


@compiled
def reject_us(m, call, a, nth):
    """Ringing until the agent rejects their nth offer of this contact; NEVER if they do not."""
    if m[a + at.A_REJECT] == 0:
        return w.NEVER
    if not happens(drawn(m, w.P_REJECT, m[call + at.C_LUCK], m[a + at.A_LUCK], nth), m[a + at.A_REJECT]):
        return w.NEVER
    return value(m, m[a + at.A_REJECT_AFTER], drawn(m, w.P_REJECT_AFTER, m[call + at.C_LUCK], m[a + at.A_LUCK], nth))


@compiled
def busy_us(m, call, a):
    """From a rejection of this contact until the agent presses available."""
    if m[a + at.A_BUSY_AFTER_REJECT] < 0:
        return return_us(m, a)
    word = drawn(m, w.P_BUSY_AFTER_REJECT, m[call + at.C_LUCK], m[a + at.A_LUCK], 0)
    return value(m, m[a + at.A_BUSY_AFTER_REJECT], word)


@inlined
def talk_us(m, call, a):
    """The contact's handle time as this agent takes it, in the ring group it came through."""
    handle, ppm = m[call + at.C_HANDLE], m[a + at.A_PPM]
    if m[at.FACTORS] != 0 and m[call + at.C_GROUP] >= 0:
        ppm = _factor(m, m[at.GROUPS] + m[call + at.C_GROUP] * at.GROUP_SIZE, a)
    return handle if ppm == PPM else handle // PPM * ppm + handle % PPM * ppm // PPM


@compiled
def _factor(m, group, a):
    """The factor of an agent for calls of a ring group: found by halving the list of those who have one."""
    apart()
    agent, low, high = (a - m[at.AGENTS]) // at.AGENT_SIZE, 0, m[group + at.G_N_FACTORS]
    while low < high:
        middle = (low + high) >> 1
        pair = m[group + at.G_FACTORS] + 2 * middle
        if m[pair] == agent:
            return m[pair + 1]
        if m[pair] < agent:
            low = middle + 1
        else:
            high = middle
    return m[a + at.A_PPM]


@inlined
def limit_us(m, limit, purpose, call, nth):
    """A time-out as written, or if that is below 0 drawn from a law."""
    return limit if limit >= 0 else _drawn_limit(m, ~limit, purpose, call, nth)


@compiled
def _drawn_limit(m, law, purpose, call, nth):
    apart()
    return max(value(m, law, drawn(m, purpose, m[call + at.C_LUCK], 0, nth)), 1)


@inlined
def wrap_up_us(m, call, a):
    """After-call work of this agent on this contact."""
    return value(m, m[a + at.A_WRAP_UP], drawn(m, w.P_WRAP_UP, m[call + at.C_LUCK], m[a + at.A_LUCK], 0))


@compiled
def balks(m, call):
    """Whether the caller hangs up at once who is put into a queue."""
    return happens(drawn(m, w.P_BALK, m[call + at.C_LUCK], 0, 0), m[call + at.C_BALK])


@compiled
def pause_every_us(m, a):
    """Time until an agent asks for the next pause."""
    return value(m, m[a + at.A_PAUSE_EVERY], drawn(m, w.P_PAUSE_EVERY, m[a + at.A_LUCK], 0, m[a + at.A_PAUSE_CLOCK]))


@compiled
def pause_length_us(m, a):
    """Length of an agent's next pause."""
    return value(m, m[a + at.A_PAUSE_LENGTH], drawn(m, w.P_PAUSE_LENGTH, m[a + at.A_LUCK], 0, m[a + at.A_OWN_PAUSES]))


@compiled
def voicemail_us(m, call, line):
    """Time the caller spends in the box."""
    return value(m, m[line + at.N_BOX_TABLE], drawn(m, w.P_VOICEMAIL, m[call + at.C_LUCK], 0, 0))


@compiled
def voicemail_left(m, call, line):
    """Whether the caller leaves a message."""
    return happens(drawn(m, w.P_VOICEMAIL_LEFT, m[call + at.C_LUCK], 0, 0), m[line + at.N_LEFT])


@compiled
def reply_us(m, table, contact, a):
    """Logged-in time until this agent would reply to this message."""
    return value(m, table, drawn(m, w.P_REPLY, contact, m[a + at.A_LUCK], 0))


@compiled
def pick(m, call, offer, count):
    """The number of the candidate of a random choice, from 0 (A2.7)."""
    return np.int64(drawn(m, w.P_PICK, m[call + at.C_LUCK], 0, offer) % np.uint64(count))


@inlined
def lot(m, call, a, offer):
    """An agent's lot in the drawing of an offer, as unsigned."""
    return drawn(m, w.P_PICK, m[call + at.C_LUCK], m[a + at.A_LUCK], offer)
