"""Nothing is left behind: a timer, a debt or a count of what is over never acts on what came after it."""

from .teller import tell


def test_the_hold_of_a_group_that_was_left_does_not_end_the_stay_in_the_next() -> None:
    tell("""
        group fixed_order, A0, queue, limit 0, hold 20, overflow G1
        group fixed_order, A0, queue
        10  arrive C0, pick 0, talk 90  -> ring C0 [A0]; answer C0 A0
        20  arrive C1                   -> leave C1 G0 queue_limit; queued C1 G1
        40  nothing                     -> nothing
       100  nothing                     -> outcome C0 answered_live; ring C1 [A0]
    """)


def test_a_queued_call_that_rings_takes_no_place_in_the_queue() -> None:
    tell("""
        group fixed_order, ring 20 s, A0, queue, limit 1, retry 5
        10  arrive C0                   -> ring C0 [A0]
        30  nothing                     -> queued C0 G0
        35  nothing                     -> ring C0 [A0]
        40  arrive C1                   -> queued C1 G0
        45  arrive C2                   -> leave C2 G0 queue_limit; outcome C2 queue_full busy
    """)


def test_an_answer_too_late_for_its_offer_does_not_answer_the_next() -> None:
    tell("""
        group fixed_order, ring 20 s, A0, queue, retry 5
        10  arrive C0, pick A0 30/never -> ring C0 [A0]
        30  nothing                     -> missed C0 [A0]
        35  nothing                     -> ring C0 [A0]
        40  nothing                     -> nothing
        55  nothing                     -> missed C0 [A0]
    """)


def test_the_end_of_a_break_that_was_cut_short_does_not_end_the_next() -> None:
    tell("""
        group fixed_order, A0
        agent A0, break 10 for 100 50 for 100
        10  nothing                     -> phone A0 on_break
        20  tries A0 set_available      -> phone A0 available
        50  nothing                     -> phone A0 on_break
       110  nothing                     -> nothing
       150  nothing                     -> phone A0 available
    """)


def test_two_breaks_missed_on_a_call_are_taken_in_one() -> None:
    tell("""
        group fixed_order, A0
        agent A0, break 20 for 30 40 for 50
        10  arrive C0, pick 0, talk 90  -> ring C0 [A0]; answer C0 A0
       100  nothing                     -> outcome C0 answered_live; phone A0 on_break
       180  nothing                     -> phone A0 available
    """)


def test_the_end_of_a_wrap_up_that_was_given_up_does_not_end_the_next() -> None:
    tell("""
        group fixed_order, A0
        agent A0, wrap-up 60
        calls pick 0, talk 10
        10  arrive C0                   -> ring C0 [A0]; answer C0 A0
        20  nothing                     -> outcome C0 answered_live; wrap_up A0
        30  tries A0 set_away           -> wrap_up_end A0
        40  tries A0 set_available      -> nothing
        50  arrive C1                   -> ring C1 [A0]; answer C1 A0
        60  nothing                     -> outcome C1 answered_live; wrap_up A0
        80  nothing                     -> nothing
       120  nothing                     -> wrap_up_end A0
    """)


def test_a_break_owed_when_the_shift_ends_is_not_taken_in_the_next() -> None:
    tell("""
        group fixed_order, A0
        agent A0, shift 0-50 200-300, break 30 for 20
        calls pick 0, talk 40
        20  arrive C0                   -> ring C0 [A0]; answer C0 A0
        60  nothing                     -> outcome C0 answered_live; phone A0 offline
       200  nothing                     -> phone A0 available
       210  arrive C1                   -> ring C1 [A0]; answer C1 A0
       250  nothing                     -> outcome C1 answered_live
    """)


def test_who_was_about_to_press_available_when_they_logged_out_does_not_do_so_in_the_next_session() -> None:
    tell("""
        group fixed_order, A0
        agent A0, shift 0-50, return 60
        10  pause A0 until 20           -> phone A0 offline
        50  nothing                     -> logout A0
        60  tries A0 log_in             -> login A0
        80  nothing                     -> nothing
        90  tries A0 set_available      -> phone A0 available
    """)


def test_the_pauses_and_suspensions_of_whoever_left_do_not_cover_the_new_person() -> None:
    tell("""
        group fixed_order, A0
        10  pause A0 until 200          -> status A0 paused
        20  suspend A0                  -> status A0 suspended
        30  reassign A0 to Nora         -> status A0 active
        40  suspend A0                  -> status A0 suspended
        50  reactivate A0               -> status A0 active
       200  nothing                     -> nothing
    """)


def test_a_pause_takes_no_time_off_a_reply() -> None:
    tell("""
        line L0, personal A0
        agent A0, shift 0-30 100-200
        10  text M0 on L0, reply 30     -> notify A0 of M0
        20  pause A0                    -> nothing
       110  nothing                     -> reply M0 A0; outcome M0 sms_answered    (20 s of the first shift, 10 s of this)
    """)


def test_a_call_does_not_wait_for_a_paused_agent_who_is_still_on_a_call() -> None:
    tell("""
        group fixed_order, A0, queue
        10  arrive C0, pick 0, talk 90  -> ring C0 [A0]; answer C0 A0
        20  pause A0                    -> nothing
        30  arrive C1                   -> leave C1 G0 unstaffed; outcome C1 dead_end paused
    """)


def test_a_message_of_a_deleted_agent_is_not_answered_by_their_clock() -> None:
    tell("""
        line L0, personal A0
        10  text M0 on L0, reply 30     -> notify A0 of M0
        20  delete A0                   -> nothing
        40  nothing                     -> nothing
        90  end                         -> outcome M0 sms_open
    """)
