"""Where everything lies in the machine's memory: one array of int64, so that one argument is passed and nothing counted.

A region is a run of rows of one kind; the header holds where each begins. A row's field is at `row + FIELD`. What grows
with a run (calls, offers, notes, messages, timers, rows of records) is a pool of fixed capacity: who finds it full sets
FULL and the driver repeats the instant with more. May not contain a rule.
"""

from sim.routing.inbound import MAX_HOPS

# --- header ----------------------------------------------------------------------------------------------------------

(
    NOW, OPEN, FULL, MARK, N_AGENTS, N_GROUPS, N_LAYERS, N_CUSTOMERS, N_ENTRIES,
    AGENTS, LAYERS, GROUPS, LINES, OWNERS, ENTRIES, LISTS, STRATEGIES, MAY, BASES, SCRATCH, DIALLERS, N_DIALLERS,
    CALLS, CALLS_CAP, FREE_CALL, LIVE_CALLS, TURNS, TURNS_N, DIRTY, N_DIRTY,
    OFFERS, OFFERS_CAP, FREE_OFFER, NOTES, NOTES_CAP, FREE_NOTE, MESSAGES, MESSAGES_CAP, FREE_MESSAGE, LIVE_MESSAGES,
    HEAP, HEAP_CAP, HEAP_N, SOON, SOON_CAP, SOON_N, ROWS, ROWS_CAP, ROWS_N,
    NEXT_ARRIVAL, EVENTS, DECISIONS, EXAMINED, TABLES, HEADER,
) = range(55)  # fmt: skip

# --- rows ------------------------------------------------------------------------------------------------------------

(
    A_LUCK, A_PRESENT, A_STATUS, A_PHONE, A_ACTIVITY, A_LOGGED_IN, A_ON_SHIFT, A_CONTACT, A_CALL, A_IDLE_SINCE, A_CALLS,
    A_OWED_BREAK, A_RETURNS, A_WRAP_UP_TOKEN, A_RETURN_TOKEN, A_BREAK_TOKEN, A_SESSION, A_ROUTABLE, A_MARK,
    A_ADMIN, A_VOICEMAIL, A_PICK_UP, A_WRAP_UP, A_COMES_BACK, A_NO_ANSWER, A_PPM, A_BREAKS,
    A_FIRST_DIAL, A_LAST_DIAL, A_NEXT_LEG, A_PREV_LEG, A_FIRST_NOTE, A_MEMBER_OF, A_N_MEMBER_OF,
    A_PAUSES, A_N_PAUSES, A_SUSPENSIONS, A_N_SUSPENSIONS, AGENT_SIZE,
) = range(39)  # fmt: skip

(
    L_GROUP, L_MEMBERS, L_SIZE, L_POINTER, L_STRATEGY, L_TIMEOUT, L_MISS_RESTARTS, L_JOIN, L_BITS, L_ROUTABLE, LAYER_SIZE,
) = range(11)  # fmt: skip

(
    G_FIRST_LAYER, G_LAYERS, G_QUEUE, G_LIMIT, G_HOLD, G_RETRY, G_OVER_KIND, G_OVER_INDEX, G_FIRST, G_LAST, G_DIRTY, GROUP_SIZE,
) = range(12)  # fmt: skip

N_GROUP, N_OWNER, N_VOICEMAIL, N_AFTER_KIND, N_AFTER_INDEX, N_LEFT, N_BOX_TABLE, N_TIMEOUT, LINE_SIZE = range(9)

E_VERB, E_AGENTS, E_N_AGENTS, E_COUNT, E_GROUP, E_GROUPS, E_N_GROUPS, ENTRY_SIZE = range(8)

S_RINGS_ALL, S_MOVES_POINTER, S_KEY_1, S_KEY_2, STRATEGY_SIZE = range(5)

(
    C_KEY, C_LUCK, C_LINE, C_HANDLE, C_ARRIVAL, C_PHASE, C_AGENT, C_CONNECTED, C_GROUP, C_HOP, C_VISITED,
    C_AFTER_HOURS, C_RANG_OUT, C_RANG_OUT_HERE, C_HELD_OUT, C_HOLD_OVER, C_QUEUED, C_REASON, C_OFFER, C_LAYER,
    C_FIRST_LEG, C_LAST_LEG, C_OTHERS_JOIN, C_IN_PASS, C_PASS, C_ENTRY, C_FIRST_OFFER, C_NEXT, C_BEFORE,
    C_BEHIND, C_DIAL, C_CONNECTS, C_RECORDED, C_SLOT, C_HAS_TURN, C_FIRST_VISITED,
) = range(36)  # fmt: skip
CALL_SIZE = C_FIRST_VISITED + MAX_HOPS + 1

O_AGENT, O_TIMES, O_PASS, O_ENTRY, O_SPARED, O_NEXT, OFFER_SIZE = range(7)
T_AGENT, T_MESSAGE, T_LEFT, T_SINCE, T_NEXT, T_PREV, T_NEXT_OF_MESSAGE, NOTE_SIZE = range(8)
M_KEY, M_ARRIVAL, M_FIRST_NOTE, M_NEXT, MESSAGE_SIZE = range(5)
TIMER_SIZE = 4
"""Time, order and contact, offer and agent and kind, slot."""
RECORD_SIZE = 8

# --- arrivals: columns of the second array ---------------------------------------------------------------------------

(
    W_TIME, W_KEY, W_LUCK, W_CHANNEL, W_LINE, W_AGENT, W_CUSTOMER, W_PATIENCE, W_HANDLE, W_DIAL, W_CONNECTS, W_REPLY,
    W_RECORDED, ARRIVAL_SIZE,
) = range(14)  # fmt: skip

# --- which pool is full, as bits of FULL -----------------------------------------------------------------------------

FULL_CALLS, FULL_OFFERS, FULL_NOTES, FULL_MESSAGES, FULL_HEAP, FULL_SOON, FULL_ROWS, FULL_ROUNDS = (
    1 << n for n in range(8)
)
