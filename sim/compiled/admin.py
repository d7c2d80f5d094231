"""What the admin does: as `sim/routing/admin.py`. What covers an agent is a bit an entry, bit 0 for the start, the last
for a pause of the agent's own."""

from sim.compiled import layout as at
from sim.compiled import pause_clock
from sim.compiled import words as w
from sim.compiled.counting import code_of
from sim.compiled.jit import apart, compiled
from sim.compiled.memory import (
    agent_row,
    change_levels,
    flip,
    has_bit,
    layer_row,
    log,
    log_account,
    new_mark,
    set_phone,
    set_status,
    show,
    turn_over,
)
from sim.compiled.messages import members_of, stop_clocks
from sim.compiled.ringing import cancel_leg, drop, rings_on
from sim.compiled.roster import come_back, end_wrap_up, leave_phone, log_in, press_available, refuse
from sim.compiled.wrapup import automatic, cover_entry, drop_dials, settle


@compiled
def begin(m, position):
    """ADMIN_BEGIN: carry out one entry of the timeline."""
    apart()
    entry = m[at.ENTRIES] + position * at.ENTRY_SIZE
    verb = m[entry + at.E_VERB]
    if m[entry + at.E_FIRST_IDLE] != 0:
        m[m[at.OWED] + position] = m[entry + at.E_COUNT]
        m[at.N_PAUSING] += 1
        take_idle(m)
        return
    people, count = m[entry + at.E_AGENTS], m[entry + at.E_N_AGENTS]
    if m[entry + at.E_GROUP] >= 0:
        people, count = m[at.SCRATCH], _subjects(m, entry, verb)
    for n in range(count):
        agent = m[people + n]
        a = agent_row(m, agent)
        if m[a + at.A_STATUS] == w.DELETED or (m[a + at.A_PRESENT] != 0) == (verb == w.V_ADD):
            refuse(m, agent, a, -1 - verb, w.Y_NONE)
        else:
            _carry_out(m, verb, agent, a, entry, position)


@compiled
def take_idle(m):
    """Carry out the entries that take whoever is idle first; whether somebody was taken."""
    apart()
    taken = False
    for position in range(m[at.N_ENTRIES]):
        owed = m[at.OWED] + position
        if m[owed] > 0:
            entry, people = m[at.ENTRIES] + position * at.ENTRY_SIZE, m[at.SCRATCH]
            for n in range(members_of(m, m[entry + at.E_GROUP], people, 0, new_mark(m))):
                agent = m[people + n]
                a = agent_row(m, agent)
                if m[owed] > 0 and m[a + at.A_STATUS] == w.ACTIVE and m[a + at.A_ACTIVITY] == w.IDLE:
                    m[owed] -= 1
                    taken = True
                    _carry_out(m, m[entry + at.E_VERB], agent, a, entry, position)
            if m[owed] == 0:
                m[at.N_PAUSING] -= 1
    return taken


@compiled
def _subjects(m, entry, verb):
    """Into the scratch region: the first members in layer order whom the entry concerns now."""
    concerned = w.ACTIVE
    if verb == w.V_RESUME:
        concerned = w.PAUSED
    elif verb == w.V_REACTIVATE:
        concerned = w.SUSPENDED
    people, count = m[at.SCRATCH], 0
    for n in range(members_of(m, m[entry + at.E_GROUP], people, 0, new_mark(m))):
        agent = m[people + n]
        if m[agent_row(m, agent) + at.A_STATUS] == concerned and count < m[entry + at.E_COUNT]:
            m[people + count] = agent
            count += 1
    return count


@compiled
def _carry_out(m, verb, agent, a, entry, position):
    apart()
    if verb == w.V_PAUSE:
        cover_entry(m, a, at.A_PAUSES, position)
        follow(m, agent, a, w.Y_ADMIN)
    elif verb == w.V_RESUME:
        _uncover(m, a, at.A_PAUSES)
        follow(m, agent, a, w.Y_ADMIN)
    elif verb == w.V_SUSPEND:
        cover_entry(m, a, at.A_SUSPENSIONS, position)
        follow(m, agent, a, w.Y_ADMIN)
    elif verb == w.V_REACTIVATE:
        _uncover(m, a, at.A_SUSPENSIONS)
        follow(m, agent, a, w.Y_ADMIN)
    elif verb == w.V_DELETE:
        _delete(m, agent, a)
    elif verb == w.V_REASSIGN:
        _reassign(m, agent, a, position)
    else:
        _add(m, agent, a, entry)


@compiled
def _uncover(m, a, field):
    """No entry of this kind covers the agent any more."""
    for n in range((m[at.N_ENTRIES] + 66) >> 6):
        m[m[a + field] + n] = 0
    m[a + field + 1] = 0


@compiled
def end(m, position):
    """ADMIN_END: an entry's window closes; whoever another entry covers stays as they are."""
    apart()
    if m[m[at.OWED] + position] > 0:
        m[m[at.OWED] + position] = 0
        m[at.N_PAUSING] -= 1
    for agent in range(m[at.N_AGENTS]):
        a = agent_row(m, agent)
        covered = False
        if has_bit(m, m[a + at.A_PAUSES], position + 1):
            flip(m, m[a + at.A_PAUSES], position + 1)
            m[a + at.A_N_PAUSES] -= 1
            covered = True
        if has_bit(m, m[a + at.A_SUSPENSIONS], position + 1):
            flip(m, m[a + at.A_SUSPENSIONS], position + 1)
            m[a + at.A_N_SUSPENSIONS] -= 1
            covered = True
        if covered:
            follow(m, agent, a, w.Y_ADMIN)


@compiled
def auto_resume(m, agent, token):
    """AUTO_RESUME: the pause by the system ends, unless an admin ended it before."""
    apart()
    a = agent_row(m, agent)
    if m[a + at.A_AUTO_PAUSES] == token and has_bit(m, m[a + at.A_PAUSES], automatic(m) + 1):
        flip(m, m[a + at.A_PAUSES], automatic(m) + 1)
        m[a + at.A_N_PAUSES] -= 1
        follow(m, agent, a, w.Y_ADMIN)


@compiled
def follow(m, agent, a, reason):
    """Bring the status in line with the entries that cover the agent, and with a pause of their own."""
    apart()
    status = w.ACTIVE
    if m[a + at.A_N_SUSPENSIONS] != 0:
        status = w.SUSPENDED
    elif m[a + at.A_N_PAUSES] != 0:
        status = w.PAUSED
    if status != m[a + at.A_STATUS]:
        _become(m, agent, a, status, reason)
        if status != w.SUSPENDED:
            _come_back(m, agent, a)


@compiled
def _come_back(m, agent, a):
    apart()
    if m[a + at.A_ON_SHIFT] != 0 or m[a + at.A_LOGGED_IN] != 0:
        log_in(m, agent, a, w.Y_ADMIN)
    if m[a + at.A_STATUS] == w.ACTIVE:
        come_back(m, agent, a)


@compiled
def _become(m, agent, a, status, reason):
    """Change an account status and what follows at once: legs, phone, wrap-up, session (B3)."""
    apart()
    set_status(m, agent, a, status, reason)
    if status == w.ACTIVE:
        pause_clock.start(m, agent, a)
        return
    pause_clock.stop(m, agent, a)
    if status == w.PAUSED:
        if not rings_on(m, a):
            cancel_leg(m, agent, a)
        leave_phone(m, agent, a, w.OFFLINE, w.Y_ADMIN)
        return
    stop_clocks(m, a)
    cancel_leg(m, agent, a)
    set_phone(m, agent, a, w.OFFLINE, w.Y_ADMIN)
    drop_dials(m, agent, a)
    if (m[at.DROPS] >> status) & 1 != 0 and m[a + at.A_ACTIVITY] == w.ON_CALL:
        drop(m, agent, a, w.Y_SUSPENDED if status == w.SUSPENDED else w.Y_DELETED)
    end_wrap_up(m, agent, a)
    settle(m, agent, a)


@compiled
def _delete(m, agent, a):
    """For good (D1-D5): out of every layer, customers unassigned, logged out; a call in progress goes on."""
    apart()
    _uncover(m, a, at.A_PAUSES)
    _uncover(m, a, at.A_SUSPENSIONS)
    _become(m, agent, a, w.DELETED, w.Y_ADMIN)
    for layer in range(m[at.N_LAYERS]):
        row = layer_row(m, layer)
        if _remove(m, row, layer, agent):
            log_account(m, w.R_MEMBER, agent, m[row + at.L_GROUP], -1, 0)
    m[a + at.A_N_MEMBER_OF] = 0
    for customer in range(m[at.N_CUSTOMERS]):
        if m[m[at.OWNERS] + customer] == agent:
            m[m[at.OWNERS] + customer] = -1
            log(m, w.R_UNASSIGN, -1, -1, agent, -1, customer, 0)


@compiled
def _remove(m, layer, index, agent):
    """Take a member out of a layer; the successor of a leaver at the pointer becomes the target (B6)."""
    apart()
    members, size = m[layer + at.L_MEMBERS], m[layer + at.L_SIZE]
    position = 0
    while position < size and m[members + position] != agent:
        position += 1
    if position == size:
        return False
    # Who leaves is not routable; whoever stands behind moves up by one.
    m[layer + at.L_CLASS + w.Y_NO_AGENT] -= 1
    m[layer + at.L_SIZE] = size - 1
    for n in range(position, size - 1):
        member = m[members + n + 1]
        m[members + n] = member
        a = agent_row(m, member)
        _moved(m, a, index, n)
        if m[a + at.A_ROUTABLE] != 0 and m[layer + at.L_LISTED] == 0:
            turn_over(m, layer, n + 1)
            turn_over(m, layer, n)
    if position < m[layer + at.L_POINTER]:
        m[layer + at.L_POINTER] -= 1
    if m[layer + at.L_POINTER] >= size - 1:
        m[layer + at.L_POINTER] = 0
    return True


@compiled
def _moved(m, a, index, position):
    """An agent's position in a layer is another now."""
    for n in range(m[a + at.A_N_MEMBER_OF]):
        place = m[a + at.A_MEMBER_OF] + n * at.PLACE_SIZE
        if m[place + at.P_LAYER] == index:
            m[place + at.P_POSITION] = position


@compiled
def _reassign(m, agent, a, position):
    """The licence goes to a new person (A2.3): id, settings and groups stay; counters and idle clock restart."""
    apart()
    _uncover(m, a, at.A_PAUSES)
    _uncover(m, a, at.A_SUSPENSIONS)
    log(m, w.R_PERSON, -1, -1, agent, -1, position, 0)
    _start_anew(m, a)
    if m[a + at.A_STATUS] != w.ACTIVE:
        _become(m, agent, a, w.ACTIVE, w.Y_ADMIN)
    _appear(m, agent, a)


@compiled
def _start_anew(m, a):
    """Somebody new has been idle longest of all and taken no call, wherever they are found."""
    apart()
    _show(m, a, False)
    m[a + at.A_IDLE_SINCE] = -1
    for moment in range(w.N_MOMENTS):
        m[a + at.A_MOMENTS + moment] = -1
    m[a + at.A_CALLS] = 0
    m[a + at.A_TALK] = 0
    m[a + at.A_COUNTED_AT] = -1
    _show(m, a, True)


@compiled
def _show(m, a, routable):
    """Show an agent to the strategies of their layers, or hide them, if they may be rung."""
    if m[a + at.A_ROUTABLE] != 0:
        for n in range(m[a + at.A_N_MEMBER_OF]):
            place = m[a + at.A_MEMBER_OF] + n * at.PLACE_SIZE
            show(m, layer_row(m, m[place + at.P_LAYER]), place, routable)


@compiled
def _add(m, agent, a, entry):
    """A new agent joins, at the end of the last layer of the ring groups named."""
    apart()
    m[a + at.A_PRESENT] = 1
    m[a + at.A_CODE] = code_of(m[a + at.A_STATUS], 0, w.OFFLINE, w.IDLE)
    m[a + at.A_SINCE] = m[at.CLOCK]
    levels = m[m[at.CLASSES] + m[a + at.A_CODE] * 2 + 1]
    change_levels(m, levels, levels)
    log_account(m, w.R_STATUS, agent, -1, m[a + at.A_STATUS], w.Y_ADMIN)
    for n in range(m[entry + at.E_N_GROUPS]):
        group = m[m[entry + at.E_GROUPS] + n]
        row = m[at.GROUPS] + group * at.GROUP_SIZE
        index = m[row + at.G_FIRST_LAYER] + m[row + at.G_LAYERS] - 1
        layer = layer_row(m, index)
        position = m[layer + at.L_SIZE]
        m[m[layer + at.L_MEMBERS] + position] = agent
        m[layer + at.L_SIZE] = position + 1
        m[layer + at.L_CLASS + m[m[at.CLASSES] + m[a + at.A_CODE] * 2]] += 1
        place = m[a + at.A_MEMBER_OF] + at.PLACE_SIZE * m[a + at.A_N_MEMBER_OF]
        m[place + at.P_LAYER] = index
        m[place + at.P_POSITION] = position
        m[place + at.P_AGENT] = agent
        m[a + at.A_N_MEMBER_OF] += 1
        log_account(m, w.R_MEMBER, agent, group, 1, 0)
    _appear(m, agent, a)


@compiled
def _appear(m, agent, a):
    """A person who starts in the middle of their shift logs in, available at once."""
    apart()
    if m[a + at.A_ON_SHIFT] != 0:
        log_in(m, agent, a, w.Y_ADMIN)
        press_available(m, agent, a, w.Y_ADMIN)
