"""What happens when several things fall on one instant: content decides, never who was created first.

The teller plays every story twice, with the events of each instant in opposite orders.
"""

import pytest

from .teller import tell
from .worlds import OURS


@pytest.mark.parametrize("change", ["pause A0", "suspend A0", "delete A0", "tries A0 set_away"])
def test_C01_a_change_at_the_instant_of_the_answer_comes_first(change: str) -> None:
    """The leg is cancelled, the caller goes to the next agent, and there is one outcome."""
    tell(f"""
        group fixed_order, A0 A1
        10  arrive C0, pick 5, talk 60   -> ring C0 [A0]
        15  {change}                     -> cancelled C0 [A0]; ring C0 [A1]
        20  nothing                      -> answer C0 A1
        80  nothing                      -> outcome C0 answered_live
    """)


@pytest.mark.parametrize("header", ["agent A0, shift 0-15", "agent A0, break 15 for 60"])
def test_the_end_of_a_shift_or_a_break_at_the_instant_of_the_answer_comes_first(header: str) -> None:
    tell(f"""
        group fixed_order, A0 A1
        {header}
        10  arrive C0, pick 5       -> ring C0 [A0]
        15  nothing                 -> cancelled C0 [A0]; ring C0 [A1]
        20  nothing                 -> answer C0 A1
    """)


def test_a_suspension_at_the_instant_of_the_ring_time_out_makes_no_missed_offer() -> None:
    told = tell("""
        group longest_idle, ring 20 s, A0
        10  arrive C0               -> ring C0 [A0]
        30  suspend A0              -> cancelled C0 [A0]; outcome C0 dead_end suspended
    """)
    assert told.world.agents[0].idle_since_us(OURS) == -1


def test_a_hang_up_at_the_instant_of_the_answer_is_an_abandonment() -> None:
    tell("""
        group fixed_order, A0
        10  arrive C0, pick 5, patience 5   -> ring C0 [A0]
        15  nothing                         -> left C0 [A0]; outcome C0 abandoned_ringing busy
    """)


def test_C41_an_agent_freed_at_the_instant_patience_ends_comes_too_late() -> None:
    tell("""
        group fixed_order, A0, queue
        10  arrive C0, pick 0, talk 20      -> ring C0 [A0]; answer C0 A0
        15  arrive C1, pick 0, patience 15  -> nothing
        30  nothing                         -> outcome C1 abandoned_queue busy; outcome C0 answered_live
    """)


def test_an_agent_freed_at_the_instant_of_an_arrival_serves_it() -> None:
    tell("""
        group fixed_order, A0
        calls pick 0, talk 20
        10  arrive C0               -> ring C0 [A0]; answer C0 A0
        30  arrive C1               -> outcome C0 answered_live; ring C1 [A0]; answer C1 A0
    """)


def test_whoever_waits_is_served_before_an_arrival_at_the_instant_an_agent_is_freed() -> None:
    tell("""
        group fixed_order, A0, queue
        calls pick 0, talk 20
        10  arrive C0               -> ring C0 [A0]; answer C0 A0
        20  arrive C1               -> nothing
        30  arrive C2               -> outcome C0 answered_live; ring C1 [A0]; answer C1 A0
    """)


def test_no_new_ring_starts_where_ring_time_out_and_hold_limit_coincide() -> None:
    tell("""
        group fixed_order, ring 20 s, A0 A1, queue, hold 20
        10  arrive C0               -> ring C0 [A0]
        30  nothing                 -> missed C0 [A0]; leave C0 G0 hold_limit; outcome C0 missed_timeout no_answer
    """)


def test_an_answer_at_the_instant_of_the_ring_time_out_counts() -> None:
    tell("""
        group fixed_order, ring 20 s, A0
        10  arrive C0, pick 20      -> ring C0 [A0]
        30  nothing                 -> answer C0 A0
    """)


def test_two_answers_at_one_instant_go_to_the_agent_who_sorts_first() -> None:
    tell("""
        group simultaneous, A2 A1 A0
        10  arrive C0, pick 5       -> ring C0 [A2 A1 A0]
        15  nothing                 -> answer C0 A0; elsewhere C0 [A2 A1]
    """)


def test_who_is_freed_by_an_answer_within_the_dispatch_serves_whoever_waits_longest() -> None:
    """A1 joins the ring of C1 and picks up at once; that frees A0, for whom the older C0 has been waiting."""
    tell("""
        group fixed_order, ring 5 s, A0, queue, retry 5
        group simultaneous, ring never, A0 A1, join ring
        agent A1, break 0 for 30
        line L0, group G0
        line L1, group G1
         5  arrive C0 on L0                              -> ring C0 [A0]
        10  arrive C1 on L1, pick A0 never A1 0, talk 9  -> queued C0 G0; ring C1 [A0]
        30  arrive C2 on L0                              -> join C1 [A1]; answer C1 A1; ring C0 [A0]; queued C2 G0
    """)


def test_two_calls_at_one_instant_are_served_in_the_order_of_their_keys() -> None:
    tell("""
        group fixed_order, A0 A1
        calls pick 0, talk 20
        10  arrive C1               -> ring C0 [A0]; answer C0 A0
            arrive C0               -> ring C1 [A1]; answer C1 A1
    """)


def test_a_call_without_patience_is_answered_by_whoever_picks_up_at_once() -> None:
    """Patience acts on a contact that a dispatch left unconnected."""
    tell("""
        group fixed_order, A0
        10  arrive C0, pick 0, talk 20, patience 0   -> ring C0 [A0]; answer C0 A0
        12  arrive C1, patience 0                    -> outcome C1 dead_end busy
        30  arrive C2, pick 1, patience 0            -> outcome C0 answered_live; ring C2 [A0]; left C2 [A0];\
 outcome C2 abandoned_ringing busy
    """)


def test_everything_without_length_happens_in_one_instant() -> None:
    tell("""
        group fixed_order, A0
        10  arrive C0, pick 0, talk 0   -> ring C0 [A0]; answer C0 A0; outcome C0 answered_live
            dial D0 A0, connects 0, talk 0   -> outcome D0 outbound_connected
            arrive C1, pick 0, talk 5   -> outcome C1 dead_end busy
    """)


def test_admin_entries_of_one_instant_follow_the_file() -> None:
    tell("""
        group fixed_order, A0 A1
        agents return 0
        10  pause A0                -> status A0 paused
            resume A0               -> status A0 active
            resume A1               -> nothing
            pause A1                -> status A1 paused
        20  arrive C0               -> ring C0 [A0]
    """)


def test_an_agent_suspended_at_the_instant_their_shift_starts_is_refused() -> None:
    tell("""
        group fixed_order, A0
        agent A0, shift 10-90
        shows login
        10  suspend A0              -> refused A0 log_in suspended
    """)


def test_opening_serves_an_arrival_of_that_instant_and_closing_does_not() -> None:
    tell("""
        open 10-20
        group fixed_order, A0 A1
        10  arrive C0               -> ring C0 [A0]
        20  arrive C1               -> outcome C1 after_hours hours
    """)


def test_wrap_up_that_ends_at_the_instant_of_an_arrival_frees_the_agent_for_it() -> None:
    tell("""
        group fixed_order, A0
        agent A0, wrap-up 10
        10  arrive C0, pick 0, talk 10   -> ring C0 [A0]; answer C0 A0
        20  nothing                      -> outcome C0 answered_live
        30  arrive C1                    -> ring C1 [A0]
    """)


def test_a_retry_and_a_freed_agent_at_one_instant_make_one_offer() -> None:
    tell("""
        group fixed_order, ring 20 s, A0 A1, queue, retry 5
        10  arrive C0, pick 0, talk 25   -> ring C0 [A0]; answer C0 A0
        10  arrive C1                    -> ring C1 [A1]
        30  nothing                      -> missed C1 [A1]; queued C1 G0
        35  nothing                      -> outcome C0 answered_live; ring C1 [A0]
    """)


def test_a_caller_whose_patience_ends_at_the_instant_of_the_hold_limit_abandons() -> None:
    tell("""
        group fixed_order, A0, queue, hold 20
        line L0, group G0, voicemail
        10  arrive C0, pick 0, talk 99   -> ring C0 [A0]; answer C0 A0
        20  arrive C1, patience 20       -> nothing
        40  nothing                      -> outcome C1 abandoned_queue busy
    """)


def test_a_message_reply_due_at_the_instant_of_a_suspension_is_not_sent() -> None:
    tell("""
        line L0, personal A0
        10  text M0 on L0, reply 10      -> notify A0 of M0
        20  suspend A0                   -> nothing
        99  end                          -> outcome M0 sms_open
    """)
