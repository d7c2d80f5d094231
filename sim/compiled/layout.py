"""Where everything lies in the machine's memory: one array of int64, so that one pointer is passed and nothing counted.

A region is a run of rows of one kind, and begins at a line of eight words (64 bytes, what a processor fetches); of rows
that are many, what is read together lies in one line. The header holds where each begins. A row's field is at `row + FIELD`.
What grows with a run (calls, offers, notes, messages, timers) is a pool: before every step there is room for the most a step
can use, and whoever finds less stops for more (`sim/compiled/room.py`). May not contain a rule.
"""

from sim.routing.personal import MAX_HOPS

# --- header ----------------------------------------------------------------------------------------------------------

(
    # the clock and the step that is being made
    NOW, OPEN, LACKS, STEP, ROUNDS, ROUND_I, ROUND_N, NEXT,
    # how much there is of what the plan fixes, and where it lies
    N_AGENTS, N_GROUPS, N_LAYERS, N_CUSTOMERS, N_ENTRIES,
    AGENTS, LAYERS, GROUPS, LINES, OWNERS, ENTRIES, STRATEGIES, MAY, CLASSES, PLACES, BASES,
    DROPS, CLOCKS, REJECTS, TALKS,
    LAWS, DIALLERS, N_DIALLERS, LISTS, TABLES,
    SOURCES, N_SOURCES, BY_TIME, AGENDA, AGENDA_I, AGENDA_N,
    # lists made anew at each use
    SCRATCH, MARK, DIRTY, N_DIRTY,
    # pools: base, capacity, rows ever used, rows in use, first free row, most in use before a step
    CALLS, CALLS_CAP, CALLS_USED, CALLS_N, FREE_CALL, CALLS_LIMIT,
    OFFERS, OFFERS_CAP, OFFERS_USED, OFFERS_N, FREE_OFFER, OFFERS_LIMIT,
    NOTES, NOTES_CAP, NOTES_USED, NOTES_N, FREE_NOTE, NOTES_LIMIT,
    MESSAGES, MESSAGES_CAP, MESSAGES_USED, MESSAGES_N, FREE_MESSAGE, MESSAGES_LIMIT,
    TIMERS, TIMERS_CAP, TIMERS_USED, TIMERS_N, FREE_TIMER, TIMERS_LIMIT,
    # lists that are emptied in every round; their capacity follows that of calls and timers
    TURNS, TURNS_N, SOON, SOON_N, ROUND,
    # timers: those that are near in a heap, the others on wheels
    NEAR, NEAR_N, TICK, NEXT_TICK, TICK_BITS, SLOTS, SLOT_WORDS,
    # records if they are kept, those of account statuses and memberships, the fingerprint of all
    KEPT, ROWS, ROWS_LIMIT, ROWS_N, LEDGER, LEDGER_LIMIT, LEDGER_N, STAMP, LANE_1, LANE_2, LAST_US,
    # the arrival that is being handled
    X_KEY, X_LUCK, X_CHANNEL, X_LINE, X_AGENT, X_CUSTOMER, X_PATIENCE, X_HANDLE, X_DIAL, X_CONNECTS, X_REPLY, X_RECORDED,
    X_PRIORITY, X_BALK,
    # whether there is any: factors of ring groups, homes of agents
    FACTORS, HOMES,
    # agents who have asked for a pause and wait for the end of their work, entries that have yet to take idle agents
    PAUSING, N_PAUSING, OWED,
    # exact work
    EVENTS, DECISIONS, EXAMINED,
    # what is counted: the window, the instant inside it, and one region a number
    FROM, END, AWT, CLOCK, CELLS, WAITS, AGENT_US, ANSWERED, WAIT_US, WAIT_MAX, REPLY_US, DARK_US,
    INTERVALS, N_INTERVALS, INTERVAL, SLOT_COUNTS, INTERVAL_WAITS, AREAS, LEVEL_ROWS,
    PIECES, N_PIECES, PIECE, OPEN_SINCE, OPEN_DONE, COVERS, N_COVERS,
    HEADER,
) = range(145)  # fmt: skip

# --- rows ------------------------------------------------------------------------------------------------------------

(
    A_ACTIVITY, A_CONTACT, A_CALL, A_CODE, A_SINCE, A_STATUS, A_PHONE, A_LOGGED_IN,
    A_PRESENT, A_ROUTABLE, A_IDLE_SINCE, A_CALLS, A_MEMBER_OF, A_N_MEMBER_OF, A_OWN_COVER, A_ON_SHIFT,
    A_OWED_BREAK, A_PREV_LEG, A_NEXT_LEG, A_LUCK, A_PICK_UP, A_NO_ANSWER, A_WRAP_UP, A_PPM,
    A_WRAP_UP_TOKEN, A_RETURNS, A_RETURN_TOKEN, A_BREAK_TOKEN, A_SESSION, A_ADMIN, A_VOICEMAIL, A_COMES_BACK, A_BREAKS,
    A_FIRST_DIAL, A_LAST_DIAL, A_FIRST_NOTE, A_MARK, A_PAUSES, A_N_PAUSES, A_SUSPENSIONS, A_N_SUSPENSIONS,
    A_NEAR_LAYER, A_NEAR_GROUP, A_HOME,
    A_MISSES, A_REJECTED, A_COUNTED_AT, A_AUTO_PAUSES, A_REJECT, A_REJECT_AFTER, A_BUSY_AFTER_REJECT, A_TALK, A_WEIGHT, A_PAUSE_EVERY,
    A_PAUSE_LENGTH, A_PAUSE_IN, A_PAUSE_CLOCK, A_PAUSE_CLOCK_RUNS, A_OWN_PAUSES, A_MOMENTS,
) = range(60)  # fmt: skip
AGENT_SIZE = 72
"""A_MOMENTS has a word per `Restart`, read where layers have different idle clocks; if all have one, A_IDLE_SINCE is its time.
A_MISSES and A_REJECTED count since A_CALLS was A_COUNTED_AT."""

P_LAYER, P_POSITION, P_AGENT, P_NEXT, P_PREV, P_SINCE = range(6)
PLACE_SIZE = 8
"""An agent's place in a layer; the links are of the layer's routable members, longest idle (P_SINCE) first."""

N_CLASSES = 8
L_CLASS = 0
"""Members by what they count as: nobody there, then the reasons of A2.11 as in `Reason`; L_CLASS + 0 are the routable."""
(
    L_FIRST, L_LAST, L_LISTED, L_COVERS, L_N_COVERS, L_GROUP, L_MEMBERS, L_SIZE,
    L_STRATEGY, L_TIMEOUT, L_POINTER, L_RULES, L_CLOCK, L_BITS, L_TOPS, L_TREE,
    L_MOST,
) = range(N_CLASSES, N_CLASSES + 17)  # fmt: skip
LAYER_SIZE = 32
JOIN_RING, TURN_ON_ANSWER, RINGS_THROUGH_PAUSE, REJECT_ENDS_RING = 1, 2, 4, 8
"""L_RULES has a bit for each that holds."""

(
    G_FIRST_LAYER, G_LAYERS, G_FIRST, G_LAST, G_DIRTY, G_WAITING, G_QUEUE, G_HOLD,
    G_LIMIT, G_RETRY, G_OVER_KIND, G_OVER_INDEX, G_PLAIN, G_PRIORITY, G_FACTORS, G_N_FACTORS,
    G_HOLD_OF_CALL, G_HOLD_CUTS_RING, G_UNSTAFFED, G_LEAVES_AFTER, G_MOST_MISSES, G_MOST_REJECTS, G_PAUSES_FOR, G_GONE,
) = range(24)  # fmt: skip
GROUP_SIZE = 24

N_GROUP, N_OWNER, N_VOICEMAIL, N_AFTER_KIND, N_AFTER_INDEX, N_LEFT, N_BOX_TABLE, N_TIMEOUT, LINE_SIZE = range(9)

E_VERB, E_AGENTS, E_N_AGENTS, E_COUNT, E_GROUP, E_GROUPS, E_N_GROUPS, E_FIRST_IDLE, ENTRY_SIZE = range(9)

S_RINGS, S_MOVES_POINTER, S_ORDER, STRATEGY_SIZE = range(4)
ONE, ALL, SOME = range(3)
"""How many a strategy rings at once."""

LAW_TABLE, LAW_ALWAYS, LAW_SIZE = range(3)
"""Where a law's table lies; -1: every draw is LAW_ALWAYS."""

(
    S_TIME, S_KEY, S_LUCK, S_LUCK_OF, S_ORDINAL, S_REACHED, S_TOTAL, S_PIECE, S_GAPS, S_CHANNEL, S_LINE, S_AGENT, S_PATIENCE,
    S_HANDLE, S_DIAL, S_CONNECT, S_REPLY, S_LEFT, S_NEAR_LAYER, S_NEAR_GROUP, S_PRIORITY, S_BALK,
) = range(22)  # fmt: skip
SOURCE_SIZE = 24
"""A source and its next arrival, the S_ORDINALth from 1. S_PIECE is the address of a piece of constant rate or, if S_GAPS
is -1, of a ready row, of which S_LEFT are left."""
H_TIME, H_SOURCE, HEAP_SIZE = range(3)
"""A source in the heap of all: when its next contact comes."""
R_BEGIN, R_END, R_EDGE, R_LOAD, R_NEXT_EDGE, PIECE_SIZE = range(6)
"""A piece: from and to (us), where it begins in arrivals expected, how many it expects, where the next begins (floats)."""
(
    W_TIME, W_KEY, W_LUCK, W_CHANNEL, W_LINE, W_AGENT, W_CUSTOMER, W_PATIENCE, W_HANDLE, W_DIAL, W_CONNECTS, W_REPLY,
    W_RECORDED, W_PRIORITY, W_BALK, ARRIVAL_SIZE,
) = range(16)  # fmt: skip
"""A ready row: an arrival with all its facts."""

(
    C_KEY, C_SLOT, C_GROUP, C_LINE, C_CONNECTED, C_OFFER, C_CHANNEL, C_INTERVAL,
    C_IN_HOURS, C_LIVE, C_WAIT, C_PHASE, C_FIRST_OFFER, C_HAS_TURN, C_NEXT, C_LUCK,
    C_HANDLE, C_ARRIVAL, C_AGENT, C_FIRST_LEG, C_LAST_LEG, C_BEFORE, C_BEHIND, C_RANK,
    C_GIVES_UP, C_HOLD_ENDS, C_RING_ENDS, C_DUE, C_DUE_KIND, C_RING_KIND, C_IN_PASS, C_PASS,
    C_ENTRY, C_LAYER, C_OTHERS_JOIN, C_DIAL, C_CONNECTS, C_RECORDED, C_PRIORITY, C_BALK,
    C_HOP, C_VISITED, C_AFTER_HOURS, C_RANG_OUT, C_RANG_OUT_HERE, C_HELD_OUT, C_HOLD_OVER, C_QUEUED, C_COUNTED, C_REASON,
    C_FIRST_VISITED,
) = range(51)  # fmt: skip
C_ALONE, C_DIALLED = C_DIAL, C_HOLD_ENDS
"""Since when a call has waited for nobody, which one that is dialled never does; when it was dialled, which none waits."""
C_FIRST_ZERO = C_HOP
"""From here on up to the ring groups visited a new call has zeros."""
CALL_SIZE = (C_FIRST_VISITED + MAX_HOPS + 8) & -8
RANK = 1 << 54
"""A call's rank is its arrival, earlier by so many us for every step of priority (at most 200; 570 years each)."""

O_AGENT, O_TIMES, O_PASS, O_ENTRY, O_SPARED, O_NEXT = range(6)
OFFER_SIZE = 8
T_AGENT, T_MESSAGE, T_LEFT, T_SINCE, T_NEXT, T_PREV, T_NEXT_OF_MESSAGE, NOTE_SIZE = range(8)
M_KEY, M_ARRIVAL, M_FIRST_NOTE, M_IN_HOURS, M_NEXT, MESSAGE_SIZE = range(6)
TIMER_SIZE = 4
"""Time, order and contact, offer and agent and kind, slot."""
TIMER_NEXT, WHEEL_SIZE = 4, 8
"""A timer on a wheel has the link to the next one of its slot."""
RECORD_SIZE = 8

V_COUNT, V_SINCE, V_INTERVAL, LEVEL_SIZE = range(4)
"""A level: how many now, from when on, and the interval that lies in."""
K_FROM, K_TO, K_REQUIRED, K_WITHIN, K_ABOVE, REQUIRED_SIZE = range(6)
"""Agents required, rounded down: the staffed integral while that is not exceeded, the time while it is."""
COVER_COUNT, COVER_SINCE, COVER_US, COVER_SIZE = range(4)
"""A set of agents: how many are routable (twice, if in twice), since when in open time, and open time with anybody."""

# --- steps of an instant ---------------------------------------------------------------------------------------------

BETWEEN, DUE, SERVE, IN_ROUND = range(4)
