"""An agent's way through the account: windows of the timeline, return to available, shifts, new people, new agents."""

import pytest

from .teller import tell

# --- windows ----------------------------------------------------------------------------------------------------------


def test_an_agent_is_paused_while_any_window_covers_them() -> None:
    tell("""
        group fixed_order, A0
        10  pause A0 until 50       -> status A0 paused
        20  pause A0 until 40       -> nothing
        30  pause A0 until 80       -> nothing
        40  nothing                 -> nothing
        50  nothing                 -> nothing
        80  nothing                 -> status A0 active
    """)


def test_resume_ends_every_pause() -> None:
    tell("""
        group fixed_order, A0
        10  pause A0                -> status A0 paused
        20  pause A0 until 80       -> nothing
        30  resume A0               -> status A0 active
        80  nothing                 -> nothing
    """)


def test_a_suspension_or_deletion_outlives_the_window_of_a_pause() -> None:
    tell("""
        group fixed_order, A0 A1
        10  pause A0 A1 until 50    -> status A0 paused; status A1 paused
        20  suspend A0              -> status A0 suspended
            delete A1               -> status A1 deleted
        50  nothing                 -> nothing
        60  reactivate A0           -> status A0 active
    """)


def test_a_pause_outlives_a_suspension() -> None:
    tell("""
        group fixed_order, A0
        agent A0, return 0
        10  suspend A0 until 50     -> status A0 suspended; logout A0
        20  pause A0                -> nothing
        50  nothing                 -> status A0 paused; login A0
        60  resume A0               -> status A0 active
    """)


def test_windows_that_touch_leave_no_gap_to_ring_in() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, return 0
        calls pick never, patience 5
        10  pause A0 until 50       -> nothing
        50  pause A0 until 90       -> nothing
            arrive C0               -> ring C0 [A1]
        55  nothing                 -> outcome C0 abandoned_ringing busy
        90  arrive C1               -> ring C1 [A0]
    """)


def test_a_number_of_a_group_takes_the_first_members_in_layer_order_whom_it_concerns() -> None:
    """Pause, suspend and delete take the active, resume the paused, reactivate the suspended."""
    tell("""
        group fixed_order, A2 A0 A3
        layer fixed_order, A0 A1
        agent A2, paused
        10  pause 2 of G0 until 50  -> status A0 paused; status A3 paused
        20  suspend 1 of G0         -> status A1 suspended
        30  resume 2 of G0          -> status A2 active; status A0 active
        40  reactivate 5 of G0      -> status A1 active
        50  nothing                 -> status A3 active
        60  delete 1 of G0          -> status A2 deleted
        70  delete 1 of G0          -> status A0 deleted
    """)


# --- return to available ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("away, back", [("pause", "resume"), ("suspend", "reactivate")])
def test_who_is_back_presses_available_after_a_while(away: str, back: str) -> None:
    tell(f"""
        group fixed_order, A0 A1
        agent A0, return 60
        10  {away} A0               -> phone A0 offline
        20  {back} A0               -> nothing
        79  arrive C0, patience 20  -> ring C0 [A1]
        80  nothing                 -> phone A0 available
        90  arrive C1               -> ring C1 [A0]
        99  nothing                 -> outcome C0 abandoned_ringing busy
    """)


def test_who_never_presses_available_stays_offline_until_the_next_shift() -> None:
    tell("""
        group fixed_order, A0
        agent A0, shift 0-100 200-300, return never
        10  pause A0 until 20       -> phone A0 offline
        50  arrive C0               -> outcome C0 dead_end off_shift
       100  nothing                 -> logout A0
       200  nothing                 -> login A0; phone A0 available
    """)


def test_a_second_pause_cancels_the_return_of_the_first() -> None:
    tell("""
        group fixed_order, A0
        agent A0, return 60
        10  pause A0 until 20       -> phone A0 offline
        30  pause A0 until 40       -> nothing
        80  nothing                 -> nothing
       100  nothing                 -> phone A0 available
    """)


def test_who_set_the_phone_to_busy_while_paused_is_offline_when_unpaused_and_then_available() -> None:
    tell("""
        group fixed_order, A0
        agent A0, return 60
        10  pause A0                -> phone A0 offline
        20  tries A0 set_away       -> phone A0 busy
        30  resume A0               -> phone A0 offline
        90  nothing                 -> phone A0 available
    """)


def test_C03_a_queued_call_waits_for_available_not_for_the_admins_click() -> None:
    tell("""
        group fixed_order, A0 A1, queue
        group fixed_order, A0 A1, queue
        line L0, group G0
        line L1, group G1
        agents return 60
        calls pick 0, talk 500
         1  arrive C0 on L0         -> ring C0 [A0]; answer C0 A0
         2  arrive C1 on L0         -> ring C1 [A1]; answer C1 A1
         3  arrive C2 on L1         -> nothing
         4  arrive C3 on L0         -> nothing
       450  pause A0                -> nothing
       480  resume A0               -> nothing
       501  nothing                 -> outcome C0 answered_live     (on the phone again only at 540)
       502  nothing                 -> outcome C1 answered_live; ring C2 [A1]; answer C2 A1
       540  nothing                 -> ring C3 [A0]; answer C3 A0
    """)


def test_C03_who_is_unpaused_takes_the_oldest_call_of_all_their_ring_groups_once_available() -> None:
    tell("""
        group fixed_order, A0, queue, unstaffed wait
        group fixed_order, A0, queue, unstaffed wait
        line L0, group G0
        line L1, group G1
        agent A0, return 60
         5  pause A0                -> nothing
        10  arrive C0 on L1         -> nothing
        11  arrive C1 on L0         -> nothing
        20  resume A0               -> nothing
        80  nothing                 -> ring C0 [A0]
    """)


# --- shifts and breaks ------------------------------------------------------------------------------------------------


def test_a_shift_begins_with_login_and_available_at_once_and_ends_logged_out() -> None:
    tell("""
        group fixed_order, A0 A1 A2
        agent A0, shift 10-20
        agent A1, shift 10-20, paused
        agent A2, shift 10-20, suspended
         5  arrive C0               -> outcome C0 dead_end paused
        10  nothing                 -> login A0; phone A0 available; login A1; refused A2 log_in suspended
        20  nothing                 -> phone A0 offline; logout A0; logout A1
    """)


def test_a_shift_that_begins_during_a_suspension_is_joined_on_reactivation() -> None:
    tell("""
        group fixed_order, A0
        agent A0, shift 20-90, return 5
        10  suspend A0              -> nothing
        20  nothing                 -> refused A0 log_in suspended
        40  reactivate A0           -> login A0
        45  nothing                 -> phone A0 available
        90  nothing                 -> phone A0 offline; logout A0
    """)


def test_who_is_reactivated_off_shift_waits_for_the_next() -> None:
    tell("""
        group fixed_order, A0
        agent A0, shift 0-30 100-200, return 5
        10  suspend A0              -> phone A0 offline; logout A0
        50  reactivate A0           -> nothing
       100  nothing                 -> login A0; phone A0 available
    """)


def test_a_call_that_runs_past_the_shift_is_finished_and_nothing_more_comes() -> None:
    tell("""
        group fixed_order, A0, queue
        agent A0, shift 0-30, wrap-up 10
        calls pick 0, talk 50
        20  arrive C0               -> ring C0 [A0]; answer C0 A0
        25  arrive C1, patience 60  -> nothing
        30  nothing                 -> nothing
        70  nothing                 -> outcome C0 answered_live
        80  nothing                 -> phone A0 offline; logout A0
        85  nothing                 -> outcome C1 abandoned_queue off_shift
    """)


def test_shifts_that_touch_log_out_and_in() -> None:
    tell("""
        group fixed_order, A0
        agent A0, shift 0-30 30-60
        30  nothing                 -> phone A0 offline; logout A0; login A0; phone A0 available
    """)


def test_a_suspension_ends_a_break_for_good() -> None:
    tell("""
        group fixed_order, A0
        agent A0, break 10 for 100, return 20
        10  nothing                 -> phone A0 on_break
        30  suspend A0              -> phone A0 offline; logout A0
        40  reactivate A0           -> login A0
        60  nothing                 -> phone A0 available
       110  nothing                 -> nothing
    """)


# --- a new person, a new agent ----------------------------------------------------------------------------------------


def test_a_licence_re_assigned_in_the_middle_of_a_call_serves_the_new_person_after_it() -> None:
    tell("""
        group fixed_order, A0
        agent A0, wrap-up 10
        calls pick 0, talk 50
        10  arrive C0               -> ring C0 [A0]; answer C0 A0
        20  pause A0                -> status A0 paused; phone A0 offline
        30  reassign A0 to Nora     -> person A0; status A0 active; phone A0 available
        60  nothing                 -> outcome C0 answered_live
        70  arrive C1               -> ring C1 [A0]; answer C1 A0
    """)


def test_a_licence_re_assigned_off_shift_starts_with_the_next_shift() -> None:
    tell("""
        group fixed_order, A0
        agent A0, shift 50-90, suspended
        10  reassign A0 to Nora     -> person A0; status A0 active
        50  nothing                 -> login A0; phone A0 available
    """)


def test_counters_start_anew_with_a_new_person() -> None:
    told = tell("""
        group fewest_calls, A1 A0
        line L0, group G0
        line L1, personal A0
        calls pick 0, talk 5
        10  arrive C0 on L1         -> ring C0 [A0]; answer C0 A0
        15  nothing                 -> outcome C0 answered_live
        20  arrive C1 on L0         -> ring C1 [A1]; answer C1 A1
        25  nothing                 -> outcome C1 answered_live
        30  reassign A0 to Nora     -> nothing
        40  arrive C2 on L0         -> ring C2 [A0]; answer C2 A0
    """)
    assert told.world.agents[0].calls == 1


def test_an_added_agent_joins_at_the_end_of_the_last_layer_and_works_at_once_if_on_shift() -> None:
    tell("""
        group simultaneous, A0
        layer fixed_order, A1
        agent A2, absent
        agent A3, absent, shift 100-200
        shows status login phone
         5  pause A2                -> refused A2 pause
        10  add A2 to G0            -> status A2 active; joins A2 G0; login A2; phone A2 available
            add A3 to G0            -> status A3 active; joins A3 G0
        20  arrive C0               -> ring C0 [A0]
        40  nothing                 -> ring C0 [A1]
        60  nothing                 -> ring C0 [A2]
        80  nothing                 -> outcome C0 missed_timeout no_answer
        90  add A2 to G0            -> refused A2 add
       100  nothing                 -> login A3; phone A3 available
    """)


def test_an_agent_added_as_suspended_may_not_log_in() -> None:
    tell("""
        group fixed_order, A0
        agent A1, absent, suspended
        10  add A1 to G0            -> status A1 suspended; refused A1 log_in suspended
        20  arrive C0               -> ring C0 [A0]
    """)


def test_a_number_that_takes_whoever_is_idle_first_takes_the_others_as_they_become_idle() -> None:
    """Before any call that waits; the entry's end is the end of what it has not taken yet."""
    tell("""
        group longest_idle, A0 A1 A2, queue
        agent A1, return 0
        calls pick 0, talk 10
        10  arrive C0                   -> ring C0 [A0]; answer C0 A0
        11  pause 2 idle of G0 until 50 -> status A1 paused; status A2 paused; phone A1 offline; phone A2 offline
        12  suspend 2 idle of G0 until 40    -> nothing
        13  arrive C1                   -> nothing
        20  nothing                     -> outcome C0 answered_live; status A0 suspended; phone A0 offline; logout A0
        20  nothing                     -> nothing
    """)
