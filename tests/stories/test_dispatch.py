"""Who looks for an agent, and when: calls that poll, and Asterisk's way (A2.8)."""

import pytest

from sim.routing.asterisk import RULES

from .teller import tell


def test_under_poll_a_call_looks_on_its_own_beat_and_a_later_one_may_look_first() -> None:
    tell("""
        router poll, every 1
        group fixed_order, ring 20 s, A0, queue
        calls pick 0, talk 10
        10    arrive C0     -> ring C0 [A0]; answer C0 A0
        12.5  arrive C1     -> nothing
        13.2  arrive C2     -> nothing
        20    nothing       -> outcome C0 answered_live
        20.2  nothing       -> ring C2 [A0]; answer C2 A0     (C1 looks at 20.5)
        30.2  nothing       -> outcome C2 answered_live
        30.5  nothing       -> ring C1 [A0]; answer C1 A0
    """)


def test_under_poll_the_next_offer_waits_for_the_beat_and_an_overflow_does_not() -> None:
    tell("""
        router poll, every 4
        group fixed_order, ring 5 s, A0 A1, queue, hold 10, overflow G1
        group fixed_order, ring 5 s, A2
        line L0, group G0
        line L1, personal A3
        10  arrive C0             -> ring C0 [A0]
        15  nothing               -> missed C0 [A0]
        18  nothing               -> ring C0 [A1]
        19  arrive C1 on L1, pick 1 -> ring C1 [A3]          (a personal line does not look)
        20  nothing               -> answer C1 A3
        23  nothing               -> missed C0 [A1]          (over the limit of its hold)
        26  nothing               -> ring C0 [A2]
        31  nothing               -> missed C0 [A2]
        34  nothing               -> outcome C0 missed_timeout no_answer
    """)


def test_a_caller_whose_turn_it_is_not_waits_though_it_looks_first() -> None:
    tell("""
        router asterisk
        group fixed_order, ring 20 s, A0, queue
        calls pick 0, talk 10
        10    arrive C0     -> ring C0 [A0]; answer C0 A0
        12.5  arrive C1     -> nothing
        13.2  arrive C2     -> nothing
        20    nothing       -> outcome C0 answered_live
        20.5  nothing       -> ring C1 [A0]; answer C1 A0
        30.5  nothing       -> outcome C1 answered_live
        31.2  nothing       -> ring C2 [A0]; answer C2 A0
    """)


def test_C45_a_caller_sleeps_the_whole_retry_after_a_miss() -> None:
    tell("""
        router asterisk
        group fixed_order, ring 5 s, A0 A1, queue, retry 5
        10  arrive C0, pick A0 never A1 2, talk 60   -> ring C0 [A0]
        15  nothing                                  -> missed C0 [A0]
        20  nothing                                  -> ring C0 [A1]       (A1 was free all the time)
        22  nothing                                  -> answer C0 A1
    """)


def test_under_a_fixed_order_the_caller_s_own_pointer_goes_on_behind_whom_it_tried() -> None:
    tell("""
        router asterisk
        group fixed_order, ring 5 s, A0 A1, queue, retry 1
        10  arrive C0     -> ring C0 [A0]
        15  nothing       -> missed C0 [A0]
        16  nothing       -> ring C0 [A1]
        20  arrive C1     -> ring C1 [A0]           (its own begins with the first)
        21  nothing       -> missed C0 [A1]
        22  nothing       -> ring C0 [A1]           (A0 would be next, but rings)
    """)


def test_the_pointer_is_stored_when_an_attempt_ends_and_may_step_back() -> None:
    tell("""
        router asterisk
        group round_robin, ring 20 s, A0 A1 A2, queue
        10  arrive C0, pick 5, talk 1   -> ring C0 [A0]
        11  arrive C1, pick 1, talk 1   -> ring C1 [A1]     (A0 rings; the pointer is still at A0)
        12  nothing                     -> answer C1 A1     (and now at A2)
        13  nothing                     -> outcome C1 answered_live
        15  nothing                     -> answer C0 A0     (and back at A1)
        16  nothing                     -> outcome C0 answered_live
        20  arrive C2                   -> ring C2 [A1]
    """)


@pytest.mark.parametrize("strategy", ["longest_idle", "fewest_calls"])
def test_of_equal_members_the_last_in_the_table_rings(strategy: str) -> None:
    tell(f"""
        router asterisk
        group {strategy}, ring 20 s, A0 A1 A2, queue, ties A0 A2 A1
        10  arrive C0     -> ring C0 [A1]
        11  arrive C1     -> ring C1 [A2]
        12  arrive C2     -> ring C2 [A0]
    """)


def test_C29_idleness_is_told_in_whole_seconds() -> None:
    tell("""
        router asterisk, clock 0.5
        group longest_idle, ring 20 s, A0 A1, queue
        calls pick 0
        10    arrive C0, talk 1.2   -> ring C0 [A1]; answer C0 A1     (both never called: the last)
        10    arrive C1, talk 0.9   -> ring C1 [A0]; answer C1 A0
        10.9  nothing               -> outcome C1 answered_live       (second 11)
        11.2  nothing               -> outcome C0 answered_live       (second 11 as well)
        20    arrive C2             -> ring C2 [A1]; answer C2 A1     (a tie)
    """)


def test_wrap_up_ends_with_a_whole_second_of_the_clock() -> None:
    tell("""
        router asterisk, clock 0.5
        group fixed_order, ring 20 s, A0, queue
        agents wrap-up 10
        10    arrive C0, pick 0, talk 5.8   -> ring C0 [A0]; answer C0 A0
        15.8  nothing                       -> outcome C0 answered_live; wrap_up A0
        25.5  nothing                       -> wrap_up_end A0       (second 16 and 10 of its clock)
    """)


def test_a_pause_lets_a_phone_ring_on() -> None:
    tell("""
        router asterisk
        group fixed_order, ring 20 s, A0 A1, queue
        10  arrive C0, pick 5, talk 5   -> ring C0 [A0]
        12  pause A0                    -> nothing
        15  nothing                     -> answer C0 A0
        16  arrive C1, pick 1, talk 9   -> ring C1 [A1]
        17  nothing                     -> answer C1 A1
        20  nothing                     -> outcome C0 answered_live
        21  arrive C2                   -> nothing                   (A0 is paused now)
    """)


def test_ringing_all_only_the_first_caller_tries() -> None:
    tell("""
        router asterisk
        group simultaneous, ring 4 s, A0 A1, queue, retry 5
        10    arrive C0, pick A0 9 A1 9/2, talk 9   -> ring C0 [A1 A0]   (the last in the table first)
        12.5  arrive C1, pick 1                     -> nothing
        14    nothing                               -> missed C0 [A1 A0]
        19    nothing                               -> ring C0 [A1 A0]   (C1 is not the first, though both are free)
        21    nothing                               -> answer C0 A1; elsewhere C0 [A0]
        21.5  nothing                               -> ring C1 [A0]
    """)


def test_a_phone_that_drops_out_is_replaced_by_the_next_best_while_there_is_time() -> None:
    tell("""
        router asterisk
        group fixed_order, ring 10 s, A0 A1 A2, queue, retry 5
        10    arrive C0     -> ring C0 [A0]
        13    suspend A0    -> cancelled C0 [A0]; ring C0 [A1]
        19.8  suspend A1    -> cancelled C0 [A1]               (half a second is not left)
        24.8  nothing       -> ring C0 [A2]
    """)


def test_nobody_leaves_because_nobody_is_there_and_a_full_queue_counts_whoever_rings() -> None:
    tell("""
        router asterisk
        group fixed_order, ring 20 s, A0, queue, limit 1
        agents return 0
        10  pause A0      -> nothing
        11  arrive C0     -> queued C0 G0
        12  resume A0     -> ring C0 [A0]
        13  arrive C1     -> leave C1 G0 queue_limit; outcome C1 queue_full busy
    """)


def test_a_caller_who_balks_hangs_up_as_the_wait_begins_and_priority_stands_before_time() -> None:
    tell("""
        router asterisk
        group fixed_order, ring 20 s, A0, queue
        calls pick 0, talk 10
        10    arrive C0                 -> ring C0 [A0]; answer C0 A0
        11    arrive C1, balks          -> outcome C1 abandoned_queue busy
        12.4  arrive C2                 -> nothing
        13.2  arrive C3, priority 1     -> nothing
        20    nothing                   -> outcome C0 answered_live
        20.2  nothing                   -> ring C3 [A0]; answer C3 A0
    """)


def test_a_hold_limit_ends_the_wait_once_the_phone_has_stopped_ringing() -> None:
    tell("""
        router asterisk
        group fixed_order, ring 5 s, A0, queue, hold 8, retry 2
        10  arrive C0     -> ring C0 [A0]
        15  nothing       -> missed C0 [A0]
        17  nothing       -> ring C0 [A0]
        22  nothing       -> missed C0 [A0]; outcome C0 missed_timeout no_answer
    """)


def test_a_call_whose_hold_is_over_as_it_enters_leaves_at_once() -> None:
    tell("""
        router asterisk
        group fixed_order, ring 5 s, A0, queue, retry 2, hold 8, overflow G1
        group fixed_order, ring 5 s, A1, queue, hold 3, hold counts from the arrival
        10  arrive C0     -> ring C0 [A0]
        15  nothing       -> missed C0 [A0]
        17  nothing       -> ring C0 [A0]
        22  nothing       -> missed C0 [A0]; outcome C0 missed_timeout no_answer
    """)


def test_a_rejected_call_rings_the_next_best_at_once() -> None:
    tell("""
        router asterisk
        group fixed_order, ring 20 s, A0 A1, queue
        10  arrive C0     -> ring C0 [A0]
        13  reject C0 A0  -> rejected C0 [A0]; ring C0 [A1]
    """)


def test_every_strategy_of_theirs_has_a_name_of_ours() -> None:
    assert [rule.title for rule in RULES.values()] == [
        "ringall", "rrmemory", "leastrecent", "fewestcalls", "random", "linear",
    ]  # fmt: skip
