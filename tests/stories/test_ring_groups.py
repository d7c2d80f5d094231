"""A ring group as a whole: layers, passes, the queue, the hold, overflow and its hop limit."""

import pytest

from .teller import tell

# --- layers and passes ------------------------------------------------------------------------------------------------


def test_a_layer_without_anyone_to_ring_is_left_at_once() -> None:
    tell("""
        group fixed_order, ring 20 s, A0 A1
        layer fixed_order, ring 10 s, A2
        agent A0, paused
        agent A1, suspended
        10  arrive C0               -> ring C0 [A2]
        20  nothing                 -> outcome C0 missed_timeout no_answer
    """)


def test_a_pass_offers_each_agent_once_layer_by_layer_with_each_layers_own_time_out() -> None:
    """Every member of a layer is tried before the next layer; an agent of two layers rings once."""
    tell("""
        group fixed_order, ring 20 s, A0 A1
        layer simultaneous, ring 10 s, A1 A2 A3
        10  arrive C0               -> ring C0 [A0]
        30  nothing                 -> ring C0 [A1]
        50  nothing                 -> ring C0 [A2 A3]
        60  nothing                 -> outcome C0 missed_timeout no_answer
    """)


def test_whoever_becomes_free_in_an_earlier_layer_is_tried_first() -> None:
    tell("""
        group fixed_order, ring 20 s, A0
        layer fixed_order, ring 20 s, A1 A2
        agent A0, return 0
         0  pause A0                -> nothing
        10  arrive C0               -> ring C0 [A1]
        15  resume A0               -> nothing
        30  nothing                 -> ring C0 [A0]
        50  nothing                 -> ring C0 [A2]
        70  nothing                 -> outcome C0 missed_timeout no_answer
    """)


def test_without_a_queue_the_first_pass_is_the_only_one() -> None:
    tell("""
        group fixed_order, ring 20 s, A0
        line L0, group G0, voicemail
        10  arrive C0               -> ring C0 [A0]
        12  arrive C1               -> voicemail C1 line box
        30  nothing                 -> voicemail C0 line box
        37  nothing                 -> outcome C1 voicemail_left busy
        55  nothing                 -> outcome C0 voicemail_left no_answer
    """)


def test_C36_without_a_time_out_a_phone_rings_until_somebody_gives_up() -> None:
    tell("""
        group fixed_order, ring never, A0 A1
        10  arrive C0, patience 3600    -> ring C0 [A0]
      3610  nothing                     -> left C0 [A0]; outcome C0 abandoned_ringing busy
    """)


# --- the queue --------------------------------------------------------------------------------------------------------


def test_a_queued_call_spares_whoever_missed_it_for_the_retry_time_and_then_starts_a_new_pass() -> None:
    tell("""
        group fixed_order, ring 20 s, A0, queue, retry 5
        10  arrive C0               -> ring C0 [A0]
        30  nothing                 -> missed C0 [A0]; queued C0 G0
        35  nothing                 -> ring C0 [A0]
        55  nothing                 -> missed C0 [A0]
        60  nothing                 -> ring C0 [A0]
    """)


def test_the_retry_time_holds_back_no_offer_to_another_agent_nor_of_another_call() -> None:
    tell("""
        group fixed_order, ring 20 s, A0 A1, queue, retry 300
        10  arrive C0               -> ring C0 [A0]
        15  arrive C1               -> ring C1 [A1]
        30  nothing                 -> queued C0 G0                (A0 is spared by C0, A1 rings for C1)
        35  nothing                 -> ring C1 [A0]; ring C0 [A1]  (C0 first: it came first)
    """)


def test_the_call_that_arrived_first_is_served_first_over_all_groups_of_an_agent() -> None:
    tell("""
        group longest_idle, A0 A1, queue
        group longest_idle, A0, queue
        line L0, group G0
        line L1, group G1
        calls pick 0, talk 50
         1  arrive C0 on L0         -> ring C0 [A0]; answer C0 A0
         2  arrive C1 on L0         -> ring C1 [A1]; answer C1 A1
        10  arrive C2 on L1         -> queued C2 G1
        20  arrive C3 on L0         -> queued C3 G0
        51  nothing                 -> outcome C0 answered_live; ring C2 [A0]; answer C2 A0
        52  nothing                 -> outcome C1 answered_live; ring C3 [A1]; answer C3 A1
    """)


def test_C39_the_limit_counts_calls_with_no_phone_ringing() -> None:
    tell("""
        group fixed_order, ring 20 s, A0, queue, limit 1
        10  arrive C0               -> ring C0 [A0]
        11  arrive C1               -> queued C1 G0
        12  arrive C2               -> leave C2 G0 queue_limit; outcome C2 queue_full busy
    """)


def test_C39_a_full_queue_overflows() -> None:
    tell("""
        group fixed_order, ring 20 s, A0, queue, limit 0, overflow G1
        group fixed_order, ring 20 s, A1
        10  arrive C0, pick 0       -> ring C0 [A0]; answer C0 A0
        11  arrive C1               -> leave C1 G0 queue_limit; ring C1 [A1]
    """)


@pytest.mark.parametrize("works, what, effects", [
    ("ringing", "arrive C8, pick never", "ring C8 [A0]"),
    ("on a call", "arrive C8, pick 0, talk 500", "ring C8 [A0]; answer C8 A0"),
    ("in wrap-up", "arrive C8, pick 0, talk 0", "ring C8 [A0]; answer C8 A0; outcome C8 answered_live"),
    ("dialling", "dial D0 A0, connects 500", "nothing"),
])  # fmt: skip
def test_a_call_waits_while_somebody_is_at_work_who_may_take_it(works: str, what: str, effects: str) -> None:
    tell(f"""
        group fixed_order, ring 20 s, A0 A1, queue
        agent A0, wrap-up 500
        agent A1, paused
        10  {what}                  -> {effects}
        15  arrive C0               -> queued C0 G0        (A0 is {works})
    """)


def test_a_call_waits_for_whoever_is_only_spared_for_the_retry_time() -> None:
    tell("""
        group fixed_order, ring 20 s, A0, queue, retry 60
        10  arrive C0               -> ring C0 [A0]
        30  nothing                 -> queued C0 G0
        90  nothing                 -> ring C0 [A0]
    """)


@pytest.mark.parametrize("away", ["pause A0", "suspend A0", "delete A0", "tries A0 set_away"])
def test_a_call_does_not_wait_where_nobody_is_at_work(away: str) -> None:
    reason = {"pause A0": "paused", "suspend A0": "suspended", "delete A0": "no_agent", "tries A0 set_away": "busy"}[
        away
    ]
    tell(f"""
        group fixed_order, A0, queue
        10  {away}                  -> nothing
        20  arrive C0               -> leave C0 G0 unstaffed; outcome C0 dead_end {reason}
    """)  # fmt: skip


def test_who_already_waits_is_not_put_out_when_the_last_agent_leaves() -> None:
    """Whether somebody is at work is asked on entry and at the end of a pass, never in between."""
    tell("""
        group fixed_order, A0, queue
        agent A0, return 10
        10  arrive C0, pick 0, talk 60    -> ring C0 [A0]; answer C0 A0
        20  arrive C1, pick 0, talk 60    -> queued C1 G0
        30  pause A0                      -> nothing
        70  nothing                       -> outcome C0 answered_live
        80  arrive C2                     -> outcome C2 dead_end paused
        90  resume A0                     -> nothing
       100  nothing                       -> ring C1 [A0]; answer C1 A0
    """)


def test_a_queued_call_whose_pass_ends_with_nobody_at_work_leaves() -> None:
    tell("""
        group fixed_order, ring 20 s, A0, queue
        10  arrive C0               -> ring C0 [A0]
        20  pause A0                -> cancelled C0 [A0]; leave C0 G0 unstaffed; outcome C0 dead_end paused
    """)


# --- the hold ---------------------------------------------------------------------------------------------------------


def test_a_call_held_too_long_takes_the_next_step() -> None:
    tell("""
        group fixed_order, A0, queue, hold 60
        line L0, group G0, voicemail
        line L1, group G0
        calls pick 0, talk 500
        10  arrive C0               -> ring C0 [A0]; answer C0 A0
        20  arrive C1               -> queued C1 G0
        30  arrive C2 on L1         -> queued C2 G0
        80  nothing                 -> leave C1 G0 hold_limit; voicemail C1 line box
        90  nothing                 -> leave C2 G0 hold_limit; outcome C2 missed_timeout busy
       105  nothing                 -> outcome C1 voicemail_left busy
    """)


def test_a_ring_in_progress_at_the_hold_limit_is_let_finish() -> None:
    tell("""
        group fixed_order, ring 20 s, A0 A1, queue, hold 30
        10  arrive C0, pick A0 never A1 15   -> ring C0 [A0]
        30  nothing                          -> ring C0 [A1]
        40  nothing                          -> nothing                (the hold is over, A1 still rings)
        45  nothing                          -> answer C0 A1
    """)


@pytest.mark.parametrize("end, line", [("missed", "50  nothing"), ("cancelled", "45  pause A1")])
def test_after_the_hold_limit_no_new_ring_starts(end: str, line: str) -> None:
    tell(f"""
        group fixed_order, ring 20 s, A0 A1 A2, queue, hold 30
        10  arrive C0               -> ring C0 [A0]
        30  nothing                 -> missed C0 [A0]; ring C0 [A1]
        {line}                      -> {end} C0 [A1]; leave C0 G0 hold_limit; outcome C0 missed_timeout no_answer
    """)


def test_C38_a_hop_starts_the_hold_anew() -> None:
    tell("""
        group fixed_order, A0, queue, hold 30, overflow G1
        group fixed_order, A1, queue, hold 60
        line L0, group G0
        line L1, group G1
        calls pick 0, talk 100
         1  arrive C0 on L0         -> enter C0 G0; ring C0 [A0]; answer C0 A0
         2  arrive C1 on L1         -> enter C1 G1; ring C1 [A1]; answer C1 A1
        10  arrive C2 on L0         -> enter C2 G0; queued C2 G0
        20  arrive C3 on L1         -> enter C3 G1; queued C3 G1
        40  nothing                 -> leave C2 G0 hold_limit; enter C2 G1; queued C2 G1
        80  nothing                 -> leave C3 G1 hold_limit; outcome C3 missed_timeout busy
        81  arrive C4 on L1         -> enter C4 G1; queued C4 G1
       100  nothing                 -> leave C2 G1 hold_limit; outcome C2 missed_timeout busy
    """)


def test_a_hop_begins_a_pass_in_which_nobody_is_spared() -> None:
    tell("""
        group fixed_order, ring 20 s, A0, queue, hold 10, retry 300, overflow G1
        group fixed_order, ring 20 s, A0
        10  arrive C0               -> ring C0 [A0]
        30  nothing                 -> missed C0 [A0]; leave C0 G0 hold_limit; ring C0 [A0]
    """)


def test_C38_after_a_hop_the_older_call_is_still_served_first() -> None:
    tell("""
        group fixed_order, A0, queue, hold 30, overflow G1
        group fixed_order, A1, queue
        line L0, group G0
        line L1, group G1
        calls pick 0, talk 100
         1  arrive C0 on L0         -> ring C0 [A0]; answer C0 A0
         2  arrive C1 on L1         -> ring C1 [A1]; answer C1 A1
        10  arrive C2 on L0         -> queued C2 G0
        20  arrive C3 on L1         -> queued C3 G1
        40  nothing                 -> leave C2 G0 hold_limit; queued C2 G1
       101  nothing                 -> outcome C0 answered_live
       102  nothing                 -> outcome C1 answered_live; ring C2 [A1]; answer C2 A1
    """)


# --- overflow ---------------------------------------------------------------------------------------------------------


def test_overflow_leads_to_a_group_a_box_or_the_end() -> None:
    tell("""
        group fixed_order, nobody, overflow G1
        group fixed_order, ring 20 s, A0, overflow A1 box
        group fixed_order, nobody, overflow line box
        group fixed_order, nobody, overflow hang up
        agent A1, voicemail
        line L0, group G0, voicemail
        line L1, group G2, voicemail
        line L2, group G3, voicemail
        10  arrive C0 on L0         -> ring C0 [A0]
        30  nothing                 -> voicemail C0 A1 box
        40  arrive C1 on L1         -> voicemail C1 line box
        50  arrive C2 on L2         -> outcome C2 dead_end no_agent
        55  nothing                 -> notify A1 of C0; outcome C0 voicemail_left no_answer
        65  nothing                 -> outcome C1 voicemail_left no_agent
    """)


def test_a_box_that_nobody_set_is_no_box() -> None:
    tell("""
        group fixed_order, nobody, overflow A0 box
        agent A0, admin
        10  arrive C0               -> outcome C0 dead_end no_agent
    """)


def test_a_call_that_went_round_eight_times_is_cut() -> None:
    told = tell("""
        group fixed_order, nobody, overflow G1
        group fixed_order, nobody, overflow G0
        10  arrive C0               -> outcome C0 loop_cut no_agent
    """)
    assert told.world.calls == {}


def test_a_group_where_nobody_rang_is_left_as_unstaffed_whatever_happened_before() -> None:
    tell("""
        group fixed_order, ring 20 s, A0, overflow G1
        group fixed_order, nobody
        10  arrive C0               -> ring C0 [A0]
        30  nothing                 -> leave C0 G0 rang_out; leave C0 G1 unstaffed; outcome C0 missed_timeout no_answer
    """)


# --- who is served first ----------------------------------------------------------------------------------------------


def test_a_call_of_higher_priority_is_served_before_one_that_came_earlier() -> None:
    """The priority of a ring group is added to that of each call in it."""
    tell("""
        group longest_idle, A0, queue
        group longest_idle, A0, queue, priority 2
        line L0, group G0
        line L1, group G1
        calls pick 0, talk 10
        10  arrive C0                   -> ring C0 [A0]; answer C0 A0
        11  arrive C1                   -> nothing
        12  arrive C2, priority 3       -> nothing
        13  arrive C3 on L1             -> nothing
        20  nothing                     -> outcome C0 answered_live; ring C2 [A0]; answer C2 A0
        30  nothing                     -> outcome C2 answered_live; ring C3 [A0]; answer C3 A0
        40  nothing                     -> outcome C3 answered_live; ring C1 [A0]; answer C1 A0
    """)


def test_an_agent_with_a_home_takes_its_waiting_calls_before_older_ones_of_other_ring_groups() -> None:
    tell("""
        group longest_idle, A0, queue
        group longest_idle, A0, queue
        line L0, group G0
        line L1, group G1
        agent A0, home G1
        calls pick 0, talk 10
        10  arrive C0                   -> ring C0 [A0]; answer C0 A0
        11  arrive C1                   -> nothing
        12  arrive C2 on L1             -> nothing
        20  nothing                     -> outcome C0 answered_live; ring C2 [A0]; answer C2 A0
        30  nothing                     -> outcome C2 answered_live; ring C1 [A0]; answer C1 A0
    """)


def test_whom_the_call_at_home_does_not_need_is_free_for_the_others() -> None:
    """Both are back at one instant; the home's call takes one of them, the older call the other."""
    tell("""
        group longest_idle, A0 A1, queue
        group fixed_order, A0 A1, queue
        line L0, group G0
        line L1, group G1
        agent A0, home G1
        agent A1, home G1
        calls pick 0, talk 10
        10  arrive C0                   -> ring C0 [A0]; answer C0 A0
        10  arrive C1                   -> ring C1 [A1]; answer C1 A1
        11  arrive C2                   -> nothing
        12  arrive C3 on L1             -> nothing
        20  nothing                     -> outcome C0 answered_live; outcome C1 answered_live
        20  nothing                     -> ring C3 [A0]; answer C3 A0; ring C2 [A1]; answer C2 A1
    """)


def test_a_caller_who_balks_hangs_up_instead_of_waiting() -> None:
    tell("""
        group longest_idle, A0, queue
        calls pick 0, talk 10
        10  arrive C0, balks            -> ring C0 [A0]; answer C0 A0   (there was no wait)
        11  arrive C1, balks            -> outcome C1 abandoned_queue busy
        12  arrive C2                   -> nothing
    """)


# --- drawn and given --------------------------------------------------------------------------------------------------


def test_a_time_out_that_is_drawn_is_drawn_for_every_offer_and_a_hold_for_every_call() -> None:
    tell("""
        group fixed_order, ring about 20 s, A0 A1, queue, hold about 25
        10  arrive C0                   -> ring C0 [A0]
        30  nothing                     -> ring C0 [A1]
        50  nothing                     -> outcome C0 missed_timeout no_answer   (a ring is let finish at the hold limit)
    """)


def test_how_long_a_call_takes_may_depend_on_the_ring_group_it_came_through() -> None:
    tell("""
        group longest_idle, A0, speed A0 2
        group longest_idle, A0
        line L0, group G0
        line L1, group G1
        calls pick 0, talk 10
        10  arrive C0                   -> ring C0 [A0]; answer C0 A0
        30  nothing                     -> outcome C0 answered_live
        40  arrive C1 on L1             -> ring C1 [A0]; answer C1 A0
        50  nothing                     -> outcome C1 answered_live
    """)
