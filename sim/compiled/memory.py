"""The primitives every rule is written with: rows, records, agents' states, calls that wait. May not contain a rule."""

import numpy as np

from sim.compiled import counting, fewest
from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.digest import imprint
from sim.compiled.idle import happened, link, unlink
from sim.compiled.jit import apart, compiled, inlined
from sim.compiled.room import FREE, IN_USE, LIMIT, USED

_ONE = np.int64(1)
AWAITED = 1 << counting.N_LEVELS
"""A bit beside the levels of an agent's code: queued calls may wait for them (A2.13)."""
_STAFFED, _ROUTABLE, _PAUSED = 1 << counting.STAFFED, 1 << counting.ROUTABLE, 1 << counting.PAUSED


@inlined
def agent_row(m, agent):
    """Where an agent lies."""
    return m[at.AGENTS] + agent * at.AGENT_SIZE


@inlined
def call_row(m, slot):
    """Where the call of a slot lies."""
    return m[at.CALLS] + slot * at.CALL_SIZE


@inlined
def layer_row(m, layer):
    """Where a layer lies."""
    return m[at.LAYERS] + layer * at.LAYER_SIZE


@inlined
def group_row(m, group):
    """Where a ring group lies."""
    return m[at.GROUPS] + group * at.GROUP_SIZE


@inlined
def line_row(m, line):
    """Where a line lies."""
    return m[at.LINES] + line * at.LINE_SIZE


@inlined
def log(m, kind, contact, offer, agent, group, value, reason):
    """Write one record of this instant: into the fingerprint, and into a row if records are kept."""
    imprint(m, kind, contact, offer, agent, group, value, reason)
    if m[at.KEPT] != 0:
        _keep(m, kind, contact, offer, agent, group, value, reason)


@compiled
def _keep(m, kind, contact, offer, agent, group, value, reason):
    apart()
    _write(m, m[at.ROWS] + m[at.ROWS_N] * at.RECORD_SIZE, kind, contact, offer, agent, group, value, reason)
    m[at.ROWS_N] += 1
    if m[at.ROWS_N] > m[at.ROWS_LIMIT]:
        m[at.LACKS] = 1


@compiled
def log_account(m, kind, agent, group, value, reason):
    """A record of an account status or a membership: those are kept always, in the ledger."""
    apart()
    log(m, kind, -1, -1, agent, group, value, reason)
    _write(m, m[at.LEDGER] + m[at.LEDGER_N] * at.RECORD_SIZE, kind, -1, -1, agent, group, value, reason)
    m[at.LEDGER_N] += 1
    if m[at.LEDGER_N] > m[at.LEDGER_LIMIT]:
        m[at.LACKS] = 1


@inlined
def _write(m, row, kind, contact, offer, agent, group, value, reason):
    m[row] = m[at.NOW]
    m[row + 1] = kind
    m[row + 2] = contact
    m[row + 3] = offer
    m[row + 4] = agent
    m[row + 5] = group
    m[row + 6] = value
    m[row + 7] = reason


@inlined
def may(m, a, action):
    """Whether the account status of an agent allows an action now."""
    return (
        m[a + at.A_PRESENT] != 0
        and m[m[at.MAY] + (m[a + at.A_ADMIN] * 4 + m[a + at.A_STATUS]) * w.N_ACTIONS + action] != 0
    )


@compiled
def refresh(m, agent, a):
    """An agent's state may have changed: keep true what follows from it."""
    apart()
    if m[a + at.A_PRESENT] == 0:
        return
    code = counting.code_of(m[a + at.A_STATUS], m[a + at.A_LOGGED_IN], m[a + at.A_PHONE], m[a + at.A_ACTIVITY])
    before = m[a + at.A_CODE]
    if code == before:
        return
    counting.spend(m, a)
    m[a + at.A_CODE] = code
    was, now = m[at.CLASSES] + before * 2, m[at.CLASSES] + code * 2
    levels = m[was + 1] ^ m[now + 1]
    if levels != 0:
        change_levels(m, levels, m[now + 1])
        if levels & AWAITED != 0 and m[now + 1] & AWAITED == 0:
            _gone(m, a)
    if m[was] != m[now]:
        _reclass(m, a, m[was], m[now])


@compiled
def _gone(m, a):
    """Queued calls cannot wait for this agent any more: those that mind get a turn."""
    apart()
    for i in range(m[a + at.A_N_MEMBER_OF]):
        place = m[a + at.A_MEMBER_OF] + i * at.PLACE_SIZE
        group = group_row(m, m[layer_row(m, m[place + at.P_LAYER]) + at.L_GROUP])
        m[group + at.G_GONE] = m[at.NOW]
        slot = m[group + at.G_FIRST] if m[group + at.G_LEAVES_AFTER] < w.NEVER else -1
        while slot >= 0:
            give_turn(m, call_row(m, slot))
            slot = m[call_row(m, slot) + at.C_BEHIND]


@inlined
def change_levels(m, changed, now):
    """Agents counted by level: a bit a level."""
    if changed & _ROUTABLE != 0:
        counting.level(m, counting.ROUTABLE, 1 if now & _ROUTABLE != 0 else -1)
    if changed & ~_ROUTABLE != 0:
        _change_others(m, changed, now)


@compiled
def _change_others(m, changed, now):
    apart()
    if changed & _STAFFED != 0:
        counting.level(m, counting.STAFFED, 1 if now & _STAFFED != 0 else -1)
    if changed & _PAUSED != 0:
        counting.level(m, counting.PAUSED, 1 if now & _PAUSED != 0 else -1)


@inlined
def _reclass(m, a, was, now):
    """An agent counts as something else in their layers; as `Y_NONE`, they are routable."""
    routable = now == w.Y_NONE
    changed = routable or was == w.Y_NONE
    m[a + at.A_ROUTABLE] = 1 if routable else 0
    for i in range(m[a + at.A_N_MEMBER_OF]):
        place = m[a + at.A_MEMBER_OF] + i * at.PLACE_SIZE
        layer = layer_row(m, m[place + at.P_LAYER])
        m[layer + at.L_CLASS + was] -= 1
        m[layer + at.L_CLASS + now] += 1
        if changed:
            _routable(m, layer, place, routable)
    if changed and m[a + at.A_OWN_COVER] >= 0:
        counting.cover(m, m[a + at.A_OWN_COVER], 1 if routable else -1)


@inlined
def _routable(m, layer, place, routable):
    """A member of a layer may be rung, or may not any more."""
    show(m, layer, place, routable)
    if m[layer + at.L_CLASS] == (1 if routable else 0):
        for n in range(m[layer + at.L_N_COVERS]):
            counting.cover(m, m[m[layer + at.L_COVERS] + n], 1 if routable else -1)
    if routable:
        _look_at(m, m[layer + at.L_GROUP])


@inlined
def show(m, layer, place, routable):
    """The layer's strategy finds a member from now on, or does not any more."""
    if m[layer + at.L_LISTED] == 0:
        turn_over(m, layer, m[place + at.P_POSITION])
    elif routable:
        link(m, layer, place)
    else:
        unlink(m, layer, place)


@inlined
def _look_at(m, group):
    """Somebody of a ring group may be rung: its waiting calls get their turns at the next dispatch."""
    row = group_row(m, group)
    if m[row + at.G_DIRTY] == 0 and m[row + at.G_FIRST] >= 0:
        m[row + at.G_DIRTY] = 1
        m[m[at.DIRTY] + m[at.N_DIRTY]] = group
        m[at.N_DIRTY] += 1


@compiled
def look_at_all(m):
    """Somebody was kept for a call that rings now: the others may have them."""
    apart()
    for group in range(m[at.N_GROUPS]):
        _look_at(m, group)


@inlined
def turn_over(m, layer, position):
    """Turn the bit of a layer's position over: set is routable. A bit above says which words are not 0."""
    nth = position >> 6
    word = m[layer + at.L_BITS] + nth
    before = m[word]
    after = before ^ (_ONE << (position & 63))
    m[word] = after
    if m[layer + at.L_TREE] >= 0:
        if (after >> (position & 63)) & 1 != 0:
            fewest.put(m, layer, position)
        else:
            fewest.take(m, layer, position)
    if before == 0 or after == 0:
        m[m[layer + at.L_TOPS] + (nth >> 6)] ^= _ONE << (nth & 63)


@inlined
def give_turn(m, call):
    """Something has happened to a waiting call: it gets a turn at the next dispatch."""
    if m[call + at.C_HAS_TURN] != 0:
        return
    n = m[at.TURNS_N]
    m[call + at.C_HAS_TURN] = 1
    m[m[at.TURNS] + n] = m[call + at.C_SLOT]
    m[at.TURNS_N] = n + 1


@inlined
def flip(m, bits, position):
    """Turn one bit of a bitset over."""
    m[bits + (position >> 6)] ^= _ONE << (position & 63)


@inlined
def has_bit(m, bits, position):
    """Whether a bit of a bitset is set."""
    return (m[bits + (position >> 6)] >> (position & 63)) & 1 != 0


@inlined
def set_activity(m, agent, a, activity, contact, slot):
    """Change what an agent is doing."""
    m[a + at.A_ACTIVITY] = activity
    m[a + at.A_CONTACT] = contact
    m[a + at.A_CALL] = slot
    refresh(m, agent, a)


@compiled
def set_status(m, agent, a, status, reason):
    """Change an account status, with its record; what follows from it is the caller's."""
    apart()
    m[a + at.A_STATUS] = status
    log_account(m, w.R_STATUS, agent, -1, status, reason)
    refresh(m, agent, a)


@compiled
def set_phone(m, agent, a, phone, reason):
    """Change a phone status, with a record when it does change."""
    apart()
    if m[a + at.A_PHONE] != phone:
        m[a + at.A_PHONE] = phone
        if phone == w.AVAILABLE:
            happened(m, a, w.BECAME_AVAILABLE)
        log(m, w.R_PHONE, -1, -1, agent, -1, phone, reason)
        refresh(m, agent, a)


@compiled
def set_login(m, agent, a, logged_in, reason):
    """Change whether an agent is logged in, with a record."""
    apart()
    m[a + at.A_LOGGED_IN] = logged_in
    log(m, w.R_LOGIN, -1, -1, agent, -1, logged_in, reason)
    refresh(m, agent, a)


@inlined
def unwait(m, call):
    """Take a call out of those that wait in its ring group."""
    group = m[call + at.C_GROUP]
    if group < 0:
        return
    row, before, behind = group_row(m, group), m[call + at.C_BEFORE], m[call + at.C_BEHIND]
    if before >= 0:
        m[call_row(m, before) + at.C_BEHIND] = behind
    else:
        m[row + at.G_FIRST] = behind
    if behind >= 0:
        m[call_row(m, behind) + at.C_BEFORE] = before
    else:
        m[row + at.G_LAST] = before
    count_waiting(m, call, row, 0)


@inlined
def wait(m, call, group):
    """Put a call among those that wait in a ring group, by rank and not by when it came."""
    row, slot = group_row(m, group), m[call + at.C_SLOT]
    before, behind = m[row + at.G_LAST], -1
    while before >= 0 and older(m, call, call_row(m, before)):
        before, behind = m[call_row(m, before) + at.C_BEFORE], before
    m[call + at.C_BEFORE] = before
    m[call + at.C_BEHIND] = behind
    if before >= 0:
        m[call_row(m, before) + at.C_BEHIND] = slot
    else:
        m[row + at.G_FIRST] = slot
    if behind >= 0:
        m[call_row(m, behind) + at.C_BEFORE] = slot
    else:
        m[row + at.G_LAST] = slot


@inlined
def count_waiting(m, call, group, counts):
    """Whether a call counts as waiting in its group's queue: with no leg ringing."""
    m[group + at.G_WAITING] += counts - m[call + at.C_COUNTED]
    m[call + at.C_COUNTED] = counts


@inlined
def older(m, call, other):
    """Whether a call is of higher priority than another, or came before it, or with it and is first by key."""
    if m[call + at.C_RANK] != m[other + at.C_RANK]:
        return m[call + at.C_RANK] < m[other + at.C_RANK]
    return m[call + at.C_KEY] < m[other + at.C_KEY]


@compiled
def free_call(m, call):
    """A call has left the system: its row and its offers may be used again."""
    apart()
    node = m[call + at.C_FIRST_OFFER]
    while node >= 0:
        row = m[at.OFFERS] + node * at.OFFER_SIZE
        behind = m[row + at.O_NEXT]
        m[row + at.O_NEXT] = m[at.FREE_OFFER]
        m[at.FREE_OFFER] = node
        m[at.OFFERS_N] -= 1
        node = behind
    m[call + at.C_KEY] = -1
    m[call + at.C_HAS_TURN] = 0
    m[call + at.C_NEXT] = m[at.FREE_CALL]
    m[at.FREE_CALL] = m[call + at.C_SLOT]
    m[at.CALLS_N] -= 1


@inlined
def new_row(m, base, size, link):
    """A free row of a pool, whose header words follow its base: its number."""
    m[base + IN_USE] += 1
    if m[base + IN_USE] > m[base + LIMIT]:
        m[at.LACKS] = 1
    free = m[base + FREE]
    if free >= 0:
        m[base + FREE] = m[m[base] + free * size + link]
        return free
    m[base + USED] += 1
    return m[base + USED] - 1


@compiled
def new_mark(m):
    """A number no agent is marked with."""
    m[at.MARK] += 1
    return m[at.MARK]
