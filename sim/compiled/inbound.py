"""An inbound call's way through ring groups, passes and queues: as `sim/routing/inbound.py` and `strategies.py`."""

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.choice import candidates_exist, choose, start_legs
from sim.compiled.counting import arrived
from sim.compiled.deadlines import arm, set_deadline
from sim.compiled.draws import balks, limit_us
from sim.compiled.eligibility import busy_exists, spares
from sim.compiled.endings import finish, leave_message, next_step
from sim.compiled.jit import apart, compiled, inlined
from sim.compiled.memory import (
    agent_row,
    call_row,
    count_waiting,
    give_turn,
    group_row,
    layer_row,
    line_row,
    log,
    new_row,
    unwait,
    wait,
)
from sim.compiled.ringing import begin_batch, end_all_legs, ring_one
from sim.compiled.timers import after_call
from sim.compiled.turns import has_any, turn_from
from sim.routing.personal import MAX_HOPS


@inlined
def new_call(m):
    """A row for the contact that arrives."""
    slot = new_row(m, at.CALLS, at.CALL_SIZE, at.C_NEXT)
    call = call_row(m, slot)
    for field in range(at.C_FIRST_ZERO, at.C_FIRST_VISITED):
        m[call + field] = 0
    m[call + at.C_SLOT] = slot
    m[call + at.C_KEY] = m[at.X_KEY]
    m[call + at.C_LUCK] = m[at.X_LUCK]
    m[call + at.C_CHANNEL] = m[at.X_CHANNEL]
    m[call + at.C_LINE] = m[at.X_LINE]
    m[call + at.C_HANDLE] = m[at.X_HANDLE]
    m[call + at.C_DIAL] = m[at.X_DIAL]
    m[call + at.C_CONNECTS] = m[at.X_CONNECTS]
    m[call + at.C_RECORDED] = m[at.X_RECORDED]
    m[call + at.C_PRIORITY] = m[at.X_PRIORITY]
    m[call + at.C_BALK] = m[at.X_BALK]
    m[call + at.C_ARRIVAL] = m[at.NOW]
    m[call + at.C_RANK] = m[at.NOW] - m[at.X_PRIORITY] * at.RANK
    m[call + at.C_AGENT] = -1
    m[call + at.C_GROUP] = -1
    m[call + at.C_PHASE] = w.WAITING
    m[call + at.C_OFFER] = 0
    m[call + at.C_LIVE] = 0
    m[call + at.C_WAIT] = 0
    m[call + at.C_HAS_TURN] = 0
    m[call + at.C_IN_PASS] = 1
    m[call + at.C_OTHERS_JOIN] = 0
    m[call + at.C_FIRST_LEG] = -1
    m[call + at.C_LAST_LEG] = -1
    m[call + at.C_FIRST_OFFER] = -1
    m[call + at.C_NEXT] = -1
    m[call + at.C_PASS] = 1
    m[call + at.C_ENTRY] = 1
    m[call + at.C_HOLD_ENDS] = w.NEVER
    m[call + at.C_RING_ENDS] = w.NEVER
    m[call + at.C_DUE] = w.NEVER
    arrived(m, call)
    return call


@inlined
def arrive_call(m):
    """A call comes in: outside hours it goes where the line says, else it waits for this instant's dispatch."""
    call = new_call(m)
    line = line_row(m, m[call + at.C_LINE])
    give_turn(m, call)
    set_deadline(m, call, at.C_GIVES_UP, w.HANG_UP, m[at.X_PATIENCE], -1, -1)
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


@inlined
def serve(m, slot):
    """Give a call its turn; then the next of its ring group that could ring somebody has one."""
    call = call_row(m, slot)
    key, group, behind = m[call + at.C_KEY], m[call + at.C_GROUP], m[call + at.C_BEHIND]
    if m[call + at.C_FIRST_LEG] < 0 or m[call + at.C_OTHERS_JOIN] != 0:
        if group < 0:
            _serve_personal(m, call)
        elif m[call + at.C_QUEUED] == 0 or m[call + at.C_IN_PASS] != 0 or _may_move(m, group):
            _serve_group(m, call)
    if m[call + at.C_KEY] == key and m[call + at.C_PHASE] == w.WAITING:
        arm(m, call, w.NEVER - 1)
    if group >= 0:
        turn_from(m, group, behind)


@inlined
def _may_move(m, group):
    """Whether a call that waits in a queue between passes could do anything: ring somebody, or leave for want of anybody."""
    return has_any(m, group) or m[group_row(m, group) + at.G_LEAVES_AFTER] < w.NEVER


@compiled
def enter(m, call, group):
    """A call enters a ring group: a fresh first pass, a fresh hold, its place among those that wait."""
    apart()
    m[call + at.C_GROUP] = group
    priority = m[call + at.C_PRIORITY] + m[group_row(m, group) + at.G_PRIORITY]
    m[call + at.C_RANK] = m[call + at.C_ARRIVAL] - priority * at.RANK
    wait(m, call, group)
    m[call + at.C_FIRST_VISITED + m[call + at.C_VISITED]] = group
    m[call + at.C_VISITED] += 1
    m[call + at.C_QUEUED] = 0
    m[call + at.C_IN_PASS] = 1
    m[call + at.C_HOLD_OVER] = 0
    m[call + at.C_HOLD_ENDS] = w.NEVER
    m[call + at.C_RANG_OUT_HERE] = 0
    m[call + at.C_PASS] += 1
    m[call + at.C_ENTRY] += 1
    log(m, w.R_ENTER, m[call + at.C_KEY], -1, -1, group, m[call + at.C_HOP], 0)
    m[call + at.C_ALONE] = w.NEVER
    row = group_row(m, group)
    if m[row + at.G_QUEUE] != 0:
        hold = limit_us(m, m[row + at.G_HOLD], w.P_HOLD, call, m[call + at.C_HOP])
        held = m[at.NOW] - m[call + at.C_ARRIVAL] if m[row + at.G_HOLD_OF_CALL] != 0 else 0
        if held > 0 and hold <= held:
            m[call + at.C_HOLD_OVER] = 1
        else:
            delay = hold - held if hold < w.NEVER else hold
            set_deadline(m, call, at.C_HOLD_ENDS, w.HOLD_LIMIT, delay, m[call + at.C_HOP], -1)


@inlined
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
        elif m[group + at.G_LEAVES_AFTER] < w.NEVER and _left_alone(m, call, group):
            leave(m, call, group, w.Y_UNSTAFFED)
        elif _offer(m, call, group):
            if m[call + at.C_PHASE] == w.WAITING:
                return
        elif m[call + at.C_IN_PASS] == 0:
            return
        else:
            _end_pass(m, call, group)


@compiled
def _left_alone(m, call, group):
    """Whether a queued call has waited for nobody for as long as its queue allows (leave_when_empty, grace)."""
    apart()
    if m[call + at.C_QUEUED] == 0 or busy_exists(m, m[call + at.C_GROUP]):
        m[call + at.C_ALONE] = w.NEVER
        return False
    since, grace = m[at.NOW], m[group + at.G_LEAVES_AFTER]
    if m[call + at.C_ALONE] != w.NEVER:
        since = max(m[call + at.C_ALONE], m[group + at.G_GONE])
    if since != m[call + at.C_ALONE] and grace > 0:
        after_call(m, since + grace - m[at.NOW], w.RETRY, w.ORDERS[w.RETRY], call, -1, -1)
    m[call + at.C_ALONE] = since
    return m[at.NOW] - since >= grace


@compiled
def _may_wait(m, call, group):
    """Whether a call whose pass is over may wait, as the ring group's `unstaffed_policy` has it (B5)."""
    policy = m[group + at.G_UNSTAFFED]
    if policy == w.FAST_FORWARD:
        return has_any(m, m[call + at.C_GROUP])
    return policy == w.WAIT or policy == w.GRACE or busy_exists(m, m[call + at.C_GROUP])


@inlined
def _offer(m, call, group):
    """Ring the next batch of this pass; an earlier layer is tried first. False if nobody can be rung."""
    m[at.DECISIONS] += 1
    for index in range(m[group + at.G_LAYERS]):
        layer = layer_row(m, m[group + at.G_FIRST_LAYER] + index)
        if m[layer + at.L_CLASS] > 0 and _ring(m, call, layer, index):
            return True
    return False


@inlined
def _ring(m, call, layer, index):
    """Ring whom the layer's strategy chooses among its candidates, if there are any."""
    strategy = m[at.STRATEGIES] + m[layer + at.L_STRATEGY] * at.STRATEGY_SIZE
    if m[strategy + at.S_RINGS] != at.ONE:
        return _ring_all(m, call, layer, index, m[strategy + at.S_RINGS])
    position = choose(m, call, layer, m[strategy + at.S_ORDER])
    if position < 0:
        return False
    if m[strategy + at.S_MOVES_POINTER] != 0 and m[layer + at.L_RULES] & at.TURN_ON_ANSWER == 0:
        m[layer + at.L_POINTER] = position + 1 if position + 1 < m[layer + at.L_SIZE] else 0
    m[call + at.C_IN_PASS] = 1
    m[call + at.C_LAYER] = index
    m[call + at.C_OTHERS_JOIN] = 0
    timeout = limit_us(m, m[layer + at.L_TIMEOUT], w.P_RING_TIMEOUT, call, m[call + at.C_OFFER] + 1)
    ring_one(m, call, m[m[layer + at.L_MEMBERS] + position], timeout)
    return True


@compiled
def _ring_all(m, call, layer, index, rings):
    """Ring every candidate of a layer, or as many as it lets."""
    apart()
    if not candidates_exist(m, call, layer):
        return False
    m[call + at.C_IN_PASS] = 1
    m[call + at.C_LAYER] = index
    m[call + at.C_OTHERS_JOIN] = m[layer + at.L_RULES] & at.JOIN_RING if rings == at.ALL else 0
    begin_batch(m, call, limit_us(m, m[layer + at.L_TIMEOUT], w.P_RING_TIMEOUT, call, m[call + at.C_OFFER] + 1))
    start_legs(m, call, layer, 0)
    return True


@compiled
def _join(m, call, group):
    """Agents freed mid-ring join a simultaneous ring where the layer says so."""
    apart()
    layer = layer_row(m, m[group + at.G_FIRST_LAYER] + m[call + at.C_LAYER])
    if m[call + at.C_OTHERS_JOIN] != 0 and m[call + at.C_HOLD_OVER] == 0 and m[layer + at.L_CLASS] > 0:
        start_legs(m, call, layer, 1)


@inlined
def _end_pass(m, call, group):
    """End a pass: leave the group, or wait in its queue."""
    m[call + at.C_IN_PASS] = 0
    m[call + at.C_PASS] += 1
    if m[group + at.G_QUEUE] == 0:
        leave(m, call, group, w.Y_RANG_OUT if m[call + at.C_RANG_OUT_HERE] != 0 else w.Y_UNSTAFFED)
    elif not _may_wait(m, call, group):
        leave(m, call, group, w.Y_UNSTAFFED)
    elif m[call + at.C_QUEUED] == 0:
        ahead = m[group + at.G_WAITING]
        if ahead >= m[group + at.G_LIMIT]:
            leave(m, call, group, w.Y_QUEUE_LIMIT)
        else:
            m[call + at.C_QUEUED] = 1
            count_waiting(m, call, group, 1)
            log(m, w.R_QUEUED, m[call + at.C_KEY], -1, -1, m[call + at.C_GROUP], ahead, 0)
            if m[call + at.C_BALK] != 0 and balks(m, call):
                finish(m, call, w.O_ABANDONED_QUEUE)


@compiled
def leave(m, call, group, why):
    """Leave a ring group unanswered and take its next step."""
    apart()
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
    apart()
    if m[call + at.C_PHASE] != w.WAITING or m[call + at.C_HOP] != hop:
        return
    m[call + at.C_HOLD_OVER] = 1
    m[call + at.C_HOLD_ENDS] = w.NEVER
    if m[call + at.C_FIRST_LEG] >= 0 and m[group_row(m, m[call + at.C_GROUP]) + at.G_HOLD_CUTS_RING] != 0:
        m[call + at.C_RANG_OUT] = 1
        end_all_legs(m, call, w.Y_HOLD_LIMIT)
    if m[call + at.C_FIRST_LEG] < 0:
        key = m[call + at.C_KEY]
        leave(m, call, group_row(m, m[call + at.C_GROUP]), w.Y_HOLD_LIMIT)
        if m[call + at.C_KEY] == key and m[call + at.C_PHASE] == w.WAITING:
            give_turn(m, call)


@compiled
def retry(m, call):
    """RETRY: a call may try an agent again whom it had spared."""
    apart()
    if m[call + at.C_PHASE] == w.WAITING and (m[call + at.C_FIRST_LEG] < 0 or m[call + at.C_OTHERS_JOIN] != 0):
        give_turn(m, call)


@compiled
def _serve_personal(m, call):
    """A personal line (B4): the owner rings, or their box takes it if they set one and may have one."""
    apart()
    line = line_row(m, m[call + at.C_LINE])
    owner = m[line + at.N_OWNER]
    a = agent_row(m, owner)
    status = m[a + at.A_STATUS]
    if status == w.SUSPENDED or status == w.DELETED or m[a + at.A_PRESENT] == 0:
        finish(m, call, w.O_UNROUTED)
    elif m[a + at.A_ROUTABLE] != 0 and m[call + at.C_RANG_OUT] == 0 and not spares(m, call, owner):
        m[at.DECISIONS] += 1
        m[at.EXAMINED] += 1
        ring_one(m, call, owner, m[line + at.N_TIMEOUT])
    elif m[a + at.A_VOICEMAIL] != 0:
        leave_message(m, call, owner)
    else:
        next_step(m, call, w.T_NONE, -1, w.O_MISSED_NO_VOICEMAIL)
