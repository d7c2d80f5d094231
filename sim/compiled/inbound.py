"""An inbound call's way through ring groups, passes and queues: as `sim/routing/inbound.py` and `strategies.py`."""

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.draws import pick
from sim.compiled.eligibility import busy_exists, spared
from sim.compiled.endings import finish, leave_message, next_step
from sim.compiled.jit import compiled
from sim.compiled.memory import (
    after_call,
    agent_row,
    call_row,
    give_turn,
    group_row,
    layer_row,
    line_row,
    log,
    lowest,
    unwait,
    wait,
)
from sim.compiled.ringing import connect_leg, next_offer, start_leg
from sim.compiled.turns import gather, has_any, next_turn, turn_from
from sim.routing.inbound import MAX_HOPS

MOST = w.NEVER * 2 - 1


@compiled
def new_call(m, x, i):
    """A row for the contact of row i of the arrivals; -1 if there is none free."""
    slot = m[at.FREE_CALL]
    if slot < 0:
        m[at.FULL] |= at.FULL_CALLS
        return -1
    call = call_row(m, slot)
    m[at.FREE_CALL] = m[call + at.C_NEXT]
    m[at.LIVE_CALLS] += 1
    for field in range(at.CALL_SIZE):
        m[call + field] = 0
    m[call + at.C_SLOT] = slot
    m[call + at.C_KEY] = x[i, at.W_KEY]
    m[call + at.C_LUCK] = x[i, at.W_LUCK]
    m[call + at.C_LINE] = x[i, at.W_LINE]
    m[call + at.C_HANDLE] = x[i, at.W_HANDLE]
    m[call + at.C_DIAL] = x[i, at.W_DIAL]
    m[call + at.C_CONNECTS] = x[i, at.W_CONNECTS]
    m[call + at.C_RECORDED] = x[i, at.W_RECORDED]
    m[call + at.C_ARRIVAL] = m[at.NOW]
    m[call + at.C_AGENT] = -1
    m[call + at.C_GROUP] = -1
    m[call + at.C_IN_PASS] = 1
    m[call + at.C_FIRST_LEG] = -1
    m[call + at.C_LAST_LEG] = -1
    m[call + at.C_FIRST_OFFER] = -1
    m[call + at.C_NEXT] = -1
    m[call + at.C_PASS] = 1
    m[call + at.C_ENTRY] = 1
    return call


@compiled
def arrive_call(m, x, i):
    """A call comes in: outside hours it goes where the line says, else it waits for this instant's dispatch."""
    call = new_call(m, x, i)
    if call < 0:
        return
    line = line_row(m, m[call + at.C_LINE])
    give_turn(m, call)
    after_call(m, x[i, at.W_PATIENCE], w.HANG_UP, w.ORDERS[w.HANG_UP], call, -1, -1)
    if m[at.OPEN] != 0:
        if m[line + at.N_GROUP] >= 0:
            enter(m, call, m[line + at.N_GROUP])
        return
    m[call + at.C_AFTER_HOURS] = 1
    kind = m[line + at.N_AFTER_KIND]
    if kind == w.T_RING_GROUP:
        enter(m, call, m[line + at.N_AFTER_INDEX])
    elif kind == w.T_NONE:
        finish(m, call, w.O_AFTER_HOURS)
    else:
        next_step(m, call, kind, m[line + at.N_AFTER_INDEX], w.O_AFTER_HOURS)


@compiled
def serve_waiting(m):
    """Give every call its turn, oldest first over all groups; who is freed by an answer at once gives more."""
    gather(m)
    slot = next_turn(m)
    while slot >= 0:
        call = call_row(m, slot)
        group, behind = m[call + at.C_GROUP], m[call + at.C_BEHIND]
        if m[call + at.C_FIRST_LEG] < 0 or m[call + at.C_OTHERS_JOIN] != 0:
            if group < 0:
                _serve_personal(m, call)
            elif m[call + at.C_QUEUED] == 0 or m[call + at.C_IN_PASS] != 0 or has_any(m, group):
                _serve_group(m, call)
        if group >= 0:
            turn_from(m, group, behind)
        slot = next_turn(m)


@compiled
def enter(m, call, group):
    """A call enters a ring group: a fresh first pass, a fresh hold."""
    m[call + at.C_GROUP] = group
    wait(m, call, group)
    m[call + at.C_FIRST_VISITED + m[call + at.C_VISITED]] = group
    m[call + at.C_VISITED] += 1
    m[call + at.C_QUEUED] = 0
    m[call + at.C_IN_PASS] = 1
    m[call + at.C_HOLD_OVER] = 0
    m[call + at.C_RANG_OUT_HERE] = 0
    m[call + at.C_PASS] += 1
    m[call + at.C_ENTRY] += 1
    log(m, w.R_ENTER, m[call + at.C_KEY], -1, -1, group, m[call + at.C_HOP], 0)
    row = group_row(m, group)
    if m[row + at.G_QUEUE] != 0:
        after_call(m, m[row + at.G_HOLD], w.HOLD_LIMIT, w.ORDERS[w.HOLD_LIMIT], call, m[call + at.C_HOP], -1)


@compiled
def _serve_group(m, call):
    """Ring the next batch, or wait, or leave; an overflow goes on at once."""
    key = m[call + at.C_KEY]
    while m[call + at.C_KEY] == key and m[call + at.C_PHASE] == w.WAITING:
        group = group_row(m, m[call + at.C_GROUP])
        if m[call + at.C_FIRST_LEG] >= 0:
            _join(m, call, group)
            return
        if m[call + at.C_HOLD_OVER] != 0:
            leave(m, call, group, w.Y_HOLD_LIMIT)
        elif _offer(m, call, group):
            if m[call + at.C_PHASE] == w.WAITING:
                return
        elif m[call + at.C_IN_PASS] == 0:
            return
        else:
            _end_pass(m, call, group)


@compiled
def _offer(m, call, group):
    """Ring the next batch of this pass; an earlier layer is tried first. False if nobody can be rung."""
    m[at.DECISIONS] += 1
    for index in range(m[group + at.G_LAYERS]):
        layer = layer_row(m, m[group + at.G_FIRST_LAYER] + index)
        if m[layer + at.L_ROUTABLE] > 0 and _ring(m, call, layer, index):
            return True
    return False


@compiled
def _ring(m, call, layer, index):
    """Ring whom the layer's strategy chooses among its candidates, if there are any."""
    strategy = m[at.STRATEGIES] + m[layer + at.L_STRATEGY] * at.STRATEGY_SIZE
    if m[strategy + at.S_RINGS_ALL] != 0:
        return _ring_all(m, call, layer, index)
    position = _choose(m, call, layer, strategy)
    if position < 0:
        return False
    if m[strategy + at.S_MOVES_POINTER] != 0:
        m[layer + at.L_POINTER] = (position + 1) % m[layer + at.L_SIZE]
    m[call + at.C_IN_PASS] = 1
    m[call + at.C_LAYER] = index
    m[call + at.C_OTHERS_JOIN] = 0
    next_offer(m, call, m[layer + at.L_TIMEOUT])
    agent = m[m[layer + at.L_MEMBERS] + position]
    if start_leg(m, call, agent, 0):
        connect_leg(m, call, agent, agent_row(m, agent))
    return True


@compiled
def _ring_all(m, call, layer, index):
    """Ring every candidate of a layer."""
    if not _first_candidate(m, call, layer):
        return False
    m[call + at.C_IN_PASS] = 1
    m[call + at.C_LAYER] = index
    m[call + at.C_OTHERS_JOIN] = m[layer + at.L_JOIN]
    next_offer(m, call, m[layer + at.L_TIMEOUT])
    _start_legs(m, call, layer, 0)
    return True


@compiled
def _first_candidate(m, call, layer):
    """Whether a layer has a candidate."""
    for n in range((m[layer + at.L_SIZE] + 63) >> 6):
        word = m[m[layer + at.L_BITS] + n]
        while word != 0:
            low = lowest(word)
            word &= word - 1
            if not spared(m, call, m[m[layer + at.L_MEMBERS] + (n << 6) + low]):
                return True
    return False


@compiled
def _start_legs(m, call, layer, joined):
    """Ring every candidate in layer order; who picks up at once takes the call."""
    at_once = -1
    for n in range((m[layer + at.L_SIZE] + 63) >> 6):
        word = m[m[layer + at.L_BITS] + n]
        while word != 0:
            low = lowest(word)
            word &= word - 1
            agent = m[m[layer + at.L_MEMBERS] + (n << 6) + low]
            if not spared(m, call, agent) and start_leg(m, call, agent, joined) and at_once < 0:
                at_once = agent
    if at_once >= 0:
        connect_leg(m, call, at_once, agent_row(m, at_once))


@compiled
def _choose(m, call, layer, strategy):
    """The position of the candidate whose keys are smallest; -1 if there is none. Ties go to the lower position."""
    by_pick = m[strategy + at.S_KEY_1] == w.BY_PICK
    wanted = -1
    if by_pick:
        count = _count(m, call, layer)
        if count == 0:
            return -1
        wanted = pick(m, call, m[call + at.C_OFFER] + 1, count)
    best, best_1, best_2, nth = -1, MOST, MOST, 0
    for n in range((m[layer + at.L_SIZE] + 63) >> 6):
        word = m[m[layer + at.L_BITS] + n]
        while word != 0:
            position = (n << 6) + lowest(word)
            word &= word - 1
            agent = m[m[layer + at.L_MEMBERS] + position]
            m[at.EXAMINED] += 1
            if spared(m, call, agent):
                continue
            if by_pick:
                if nth == wanted:
                    return position
                nth += 1
                continue
            first = _value(m, layer, m[strategy + at.S_KEY_1], position, agent)
            second = _value(m, layer, m[strategy + at.S_KEY_2], position, agent)
            if best < 0 or first < best_1 or (first == best_1 and second < best_2):
                best, best_1, best_2 = position, first, second
    return best


@compiled
def _count(m, call, layer):
    count = 0
    for n in range((m[layer + at.L_SIZE] + 63) >> 6):
        word = m[m[layer + at.L_BITS] + n]
        while word != 0:
            low = lowest(word)
            word &= word - 1
            if not spared(m, call, m[m[layer + at.L_MEMBERS] + (n << 6) + low]):
                count += 1
    return count


@compiled
def _value(m, layer, key, position, agent):
    """One sort key of one candidate."""
    if key == w.BY_IDLE_SINCE:
        return m[agent_row(m, agent) + at.A_IDLE_SINCE]
    if key == w.BY_CALLS:
        return m[agent_row(m, agent) + at.A_CALLS]
    if key == w.BY_TURN:
        return (position - m[layer + at.L_POINTER]) % m[layer + at.L_SIZE]
    return position


@compiled
def _join(m, call, group):
    """Agents freed mid-ring join a simultaneous ring where the layer says so."""
    layer = layer_row(m, m[group + at.G_FIRST_LAYER] + m[call + at.C_LAYER])
    if m[call + at.C_OTHERS_JOIN] != 0 and m[call + at.C_HOLD_OVER] == 0 and m[layer + at.L_ROUTABLE] > 0:
        _start_legs(m, call, layer, 1)


@compiled
def _end_pass(m, call, group):
    """End a pass: leave the group, or wait in its queue."""
    m[call + at.C_IN_PASS] = 0
    m[call + at.C_PASS] += 1
    if m[group + at.G_QUEUE] == 0:
        leave(m, call, group, w.Y_RANG_OUT if m[call + at.C_RANG_OUT_HERE] != 0 else w.Y_UNSTAFFED)
    elif not busy_exists(m, m[call + at.C_GROUP]):
        leave(m, call, group, w.Y_UNSTAFFED)
    elif m[call + at.C_QUEUED] == 0:
        ahead = _waiting_in(m, m[call + at.C_GROUP])
        if ahead >= m[group + at.G_LIMIT]:
            leave(m, call, group, w.Y_QUEUE_LIMIT)
        else:
            m[call + at.C_QUEUED] = 1
            log(m, w.R_QUEUED, m[call + at.C_KEY], -1, -1, m[call + at.C_GROUP], ahead, 0)


@compiled
def _waiting_in(m, group):
    """Calls in a group's queue with no leg ringing."""
    count, slot = 0, m[group_row(m, group) + at.G_FIRST]
    while slot >= 0:
        call = call_row(m, slot)
        count += 1 if m[call + at.C_QUEUED] != 0 and m[call + at.C_FIRST_LEG] < 0 else 0
        slot = m[call + at.C_BEHIND]
    return count


@compiled
def leave(m, call, group, why):
    """Leave a ring group unanswered and take its next step."""
    log(m, w.R_LEAVE, m[call + at.C_KEY], -1, -1, m[call + at.C_GROUP], 0, why)
    if why == w.Y_HOLD_LIMIT:
        m[call + at.C_HELD_OUT] = 1
    if m[group + at.G_OVER_KIND] != w.T_RING_GROUP:
        next_step(m, call, m[group + at.G_OVER_KIND], m[group + at.G_OVER_INDEX], _outcome(m, call, why))
    elif m[call + at.C_HOP] == MAX_HOPS:
        finish(m, call, w.O_LOOP_CUT)
    else:
        m[call + at.C_HOP] += 1
        unwait(m, call)
        enter(m, call, m[group + at.G_OVER_INDEX])


@compiled
def _outcome(m, call, why):
    """What a call is that leaves its last ring group with no further step (A2.12)."""
    if why == w.Y_QUEUE_LIMIT:
        return w.O_QUEUE_FULL
    return w.O_MISSED_TIMEOUT if m[call + at.C_RANG_OUT] != 0 or m[call + at.C_HELD_OUT] != 0 else w.O_DEAD_END


@compiled
def hold_limit(m, call, hop):
    """HOLD_LIMIT: leave the group, or once the ring in progress has ended."""
    if m[call + at.C_PHASE] != w.WAITING or m[call + at.C_HOP] != hop:
        return
    m[call + at.C_HOLD_OVER] = 1
    if m[call + at.C_FIRST_LEG] < 0:
        key = m[call + at.C_KEY]
        leave(m, call, group_row(m, m[call + at.C_GROUP]), w.Y_HOLD_LIMIT)
        if m[call + at.C_KEY] == key and m[call + at.C_PHASE] == w.WAITING:
            give_turn(m, call)


@compiled
def retry(m, call):
    """RETRY: a call may try an agent again whom it had spared."""
    if m[call + at.C_PHASE] == w.WAITING and (m[call + at.C_FIRST_LEG] < 0 or m[call + at.C_OTHERS_JOIN] != 0):
        give_turn(m, call)


@compiled
def _serve_personal(m, call):
    """A personal line (B4): the owner rings, or their box takes it if they set one and may have one."""
    line = line_row(m, m[call + at.C_LINE])
    owner = m[line + at.N_OWNER]
    a = agent_row(m, owner)
    status = m[a + at.A_STATUS]
    if status == w.SUSPENDED or status == w.DELETED or m[a + at.A_PRESENT] == 0:
        finish(m, call, w.O_UNROUTED)
    elif m[a + at.A_ROUTABLE] != 0 and m[call + at.C_RANG_OUT] == 0 and not spared(m, call, owner):
        m[at.DECISIONS] += 1
        m[at.EXAMINED] += 1
        next_offer(m, call, m[line + at.N_TIMEOUT])
        if start_leg(m, call, owner, 0):
            connect_leg(m, call, owner, a)
    elif m[a + at.A_VOICEMAIL] != 0:
        leave_message(m, call, owner)
    else:
        next_step(m, call, w.T_NONE, -1, w.O_MISSED_NO_VOICEMAIL)
