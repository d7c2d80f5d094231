"""The words of `sim/domain` as plain integers, which compiled code compares; derived, so never a second list. New words are added at
the end of their lists; those that only the SimPy engine has stay unnamed here.
"""

from sim.domain.agents import Action, Activity, Phone, Status
from sim.domain.contacts import Channel, Outcome, Reason
from sim.domain.events import ORDER, EventKind
from sim.domain.idle import Restart
from sim.domain.luck import Purpose
from sim.domain.plan import TargetKind, Unstaffed, Verb
from sim.domain.records import RecordKind
from sim.domain.time import NEVER as _NEVER
from sim.routing.state import Phase
from sim.routing.strategies import SortKey

NEVER = int(_NEVER)
ACTIVE, PAUSED, SUSPENDED, DELETED = map(int, Status)
AVAILABLE, BUSY, ON_BREAK, OFFLINE = map(int, Phone)
IDLE, RINGING, ON_CALL, WRAP_UP = map(int, Activity)
(
    LOG_IN, VIEW_REPORTS, VIEW_ANALYTICS, MODIFY_SETTINGS, SET_AVAILABLE, SET_AWAY, RECEIVE_GROUP_CALL,
    RECEIVE_PERSONAL_CALL, CALL_OUT, SEND_SMS, RECEIVE_SMS, BE_NOTIFIED,
) = map(int, Action)  # fmt: skip
N_ACTIONS = len(Action)
WAITING, TALKING, VOICEMAIL = map(int, Phase)
INBOUND_CALL, OUTBOUND_CALL, INBOUND_SMS, OUTBOUND_SMS = map(int, Channel)
T_NONE, T_RING_GROUP, T_LINE_BOX, T_AGENT_BOX, T_HANG_UP, *_ = map(int, TargetKind)
V_PAUSE, V_RESUME, V_SUSPEND, V_REACTIVATE, V_DELETE, V_REASSIGN, V_ADD = map(int, Verb)
WAIT_IF_BUSY_EXISTS, WAIT, FAST_FORWARD, LEAVE_WHEN_EMPTY, GRACE = map(int, Unstaffed)
INBOUND_END, MISSED, OUTBOUND_END, WRAP_UP_ENDED, BECAME_AVAILABLE, OFFERED = map(int, Restart)
N_MOMENTS = len(Restart)
BY_POSITION, BY_TURN, BY_IDLE_SINCE, BY_CALLS, BY_PICK, BY_BELOW, BY_TALK, BY_WEIGHT, BY_LOT, *_ = map(int, SortKey)

(
    HANG_UP, ADMIN_BEGIN, ADMIN_END, OPENING, CLOSING, SHIFT_END, SHIFT_START, BREAK_END, BREAK_START, RETURN, ATTEMPT,
    ANSWER, CONNECT, DIAL_FAILED, TALK_END, VOICEMAIL_END, WRAP_UP_END, RING_TIMEOUT, HOLD_LIMIT, RETRY, ARRIVAL,
    REPLY, PAUSE_ASKED, PAUSE_OVER, LOOK, REJECT, AUTO_RESUME, *_,
) = map(int, EventKind)  # fmt: skip
ORDERS = tuple(ORDER[kind] for kind in EventKind)
"""Event kind -> its turn within an instant."""
ARRIVAL_ORDER = ORDERS[ARRIVAL]

(
    R_STATUS, R_LOGIN, R_PHONE, R_HOURS, R_ARRIVAL, R_ENTER, R_QUEUED, R_RING, R_RING_END, R_ANSWER, R_TALK_END,
    R_WRAP_UP, R_WRAP_UP_END, R_DIAL, R_CONNECT, R_DIAL_END, R_LEAVE, R_VOICEMAIL, R_TALLY, R_OUTCOME, R_NOTIFY,
    R_REPLY, R_ACTED, R_REFUSED, R_MEMBER, R_UNASSIGN, R_PERSON, *_,
) = map(int, RecordKind)  # fmt: skip
(
    O_ANSWERED_LIVE, O_VOICEMAIL_LEFT, O_VOICEMAIL_EMPTY, O_ABANDONED_RINGING, O_ABANDONED_QUEUE, O_MISSED_TIMEOUT,
    O_MISSED_NO_VOICEMAIL, O_AFTER_HOURS, O_QUEUE_FULL, O_UNROUTED, O_LOOP_CUT, O_DEAD_END, O_IN_SYSTEM,
    O_OUTBOUND_CONNECTED, O_OUTBOUND_NO_CONNECT, O_OUTBOUND_REFUSED, O_OUTBOUND_NOT_MADE, O_SMS_ANSWERED,
    O_SMS_OPEN, O_SMS_DARK, O_SMS_SENT, O_SMS_REFUSED,
    O_DROPPED_BY_ADMIN, *_,
) = map(int, Outcome)  # fmt: skip
(
    Y_NONE, Y_HOURS, Y_NO_ANSWER, Y_BUSY, Y_PAUSED, Y_SUSPENDED, Y_OFF_SHIFT, Y_NO_AGENT, Y_ANSWERED_ELSEWHERE,
    Y_RING_TIMEOUT, Y_CALLER_LEFT, Y_STATUS_CHANGE, Y_START, Y_ADMIN, Y_SHIFT, Y_BREAK, Y_RETURN, Y_AGENT,
    Y_RANG_OUT, Y_HOLD_LIMIT, Y_UNSTAFFED, Y_QUEUE_LIMIT, Y_DELETED, Y_ON_BREAK, Y_REJECTED,
    Y_MISSED_TOO_OFTEN, *_,
) = map(int, Reason)  # fmt: skip
(
    P_ARRIVAL, P_HANDLE, P_PATIENCE, P_PICK_UP, P_NO_ANSWER, P_PICK, P_WRAP_UP, P_RETURN, P_VOICEMAIL,
    P_VOICEMAIL_LEFT, P_CUSTOMER, P_BUSYNESS, P_REPLY, P_DIAL, P_CONNECT, P_PAUSE_EVERY, P_PAUSE_LENGTH,
    P_RING_TIMEOUT, P_HOLD, P_BALK, P_REJECT, P_REJECT_AFTER, P_BUSY_AFTER_REJECT, *_,
) = map(int, Purpose)  # fmt: skip
