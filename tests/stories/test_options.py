"""What vendors disagree on, one option a story: the default beside what the option makes of the same day."""

import pytest

from sim.domain.agents import Status
from sim.domain.records import RecordKind

from .teller import play, tell
from .worlds import OURS

# --- a queue for which nobody is there (B5, edge cases 32 and 33) -----------------------------------------------------

NOBODY = """
    group fixed_order, A0, queue, unstaffed {}
    agent A0, return 0
    5   pause A0 until 60           -> nothing
    10  arrive C0, patience 100     -> {}
    40  nothing                     -> {}
    60  nothing                     -> {}
"""


@pytest.mark.parametrize(
    ("policy", "at_once", "after_30", "resumed"),
    [
        ("wait_if_busy_exists", "outcome C0 dead_end paused", "nothing", "nothing"),
        ("fast_forward", "outcome C0 dead_end paused", "nothing", "nothing"),
        ("leave_when_empty", "outcome C0 dead_end paused", "nothing", "nothing"),
        ("wait", "nothing", "nothing", "ring C0 [A0]"),
        ("grace 30", "nothing", "outcome C0 dead_end paused", "nothing"),
        ("grace 60", "nothing", "nothing", "ring C0 [A0]"),
    ],
)
def test_C32_all_paused_and_a_queue_under_each_policy(policy: str, at_once: str, after_30: str, resumed: str) -> None:
    tell(NOBODY.format(policy, at_once, after_30, resumed))


def test_C33_the_last_one_is_paused_while_twenty_wait_and_leave_when_empty_lets_all_go_at_that_instant() -> None:
    calls = "\n".join(f"{10 + n}  arrive C{n}, pick 0, talk 500 -> nothing" for n in range(21))
    for policy, left in (("leave_when_empty", 20), ("wait_if_busy_exists", 0), ("wait", 0), ("grace 10", 0)):
        told = play(f"""
            group fixed_order, A0, queue, unstaffed {policy}
            {calls}
            50  pause A0                    -> nothing
            50.5  nothing                   -> nothing
        """)
        # A0 is on a call and paused: nobody is waited for any more.
        assert len(told.of(RecordKind.LEAVE)) == left, policy


def test_somebody_busy_is_waited_for_by_default_and_not_under_fast_forward() -> None:
    story = """
        group fixed_order, A0, queue, unstaffed {}
        calls pick 0, talk 50
        10  arrive C0                   -> ring C0 [A0]; answer C0 A0
        20  arrive C1                   -> {}
        60  nothing                     -> outcome C0 answered_live{}
    """
    tell(story.format("wait_if_busy_exists", "nothing", "; ring C1 [A0]; answer C1 A0"))
    tell(story.format("fast_forward", "outcome C1 dead_end busy", ""))


def test_grace_starts_anew_when_somebody_was_at_work_in_between() -> None:
    tell("""
        group fixed_order, A0 A1, queue, unstaffed grace 30
        2   pause A0                    -> nothing
        3   pause A1 until 5            -> nothing                   (back, but never available again)
        10  arrive C0                   -> nothing
        30  dial D0 A1, fails 5         -> dial D0 A1
        35  nothing                     -> outcome D0 outbound_no_connect
        40  nothing                     -> nothing
        65  nothing                     -> outcome C0 dead_end paused
    """)


# --- how long a call is held (B5, edge cases 35 and 38) ---------------------------------------------------------------


def test_C35_the_hold_ends_while_a_phone_rings_and_the_ring_is_finished_or_cut() -> None:
    story = """
        group fixed_order, ring 30 s, A0, queue, hold 20{}
        10  arrive C0                   -> ring C0 [A0]
        30  nothing                     -> {}
        40  nothing                     -> {}
    """
    tell(story.format("", "nothing", "missed C0 [A0]; outcome C0 missed_timeout no_answer"))
    tell(story.format(", hold cuts a ring", "cut C0 [A0]; outcome C0 missed_timeout no_answer", "nothing"))


def test_C38_an_overflow_keeps_the_arrival_and_holds_anew_or_in_all() -> None:
    story = """
        group fixed_order, A0, queue, hold 20, overflow G1{}
        group fixed_order, A0, queue, hold 30{}
        calls pick 0, talk 500
        shows enter, leave
         5  arrive C0                   -> enter C0 G0; ring C0 [A0]; answer C0 A0
        10  arrive C1                   -> enter C1 G0
        30  nothing                     -> leave C1 G0 hold_limit; enter C1 G1
        40  nothing                     -> {}
        60  nothing                     -> {}
    """.replace("shows enter, leave", "shows enter leave")
    gone = "leave C1 G1 hold_limit; outcome C1 missed_timeout busy"
    tell(story.format("", "", "nothing", gone))
    tell(story.format("", ", hold counts from the arrival", gone, "nothing"))


# --- whose turn, whose idleness (B6) ----------------------------------------------------------------------------------


def test_the_turn_moves_with_the_offer_or_with_the_answer() -> None:
    story = """
        group round_robin, ring 5 s, A0 A1 A2{}
        calls pick A0 never A1 never A2 never, patience 3
        10  arrive C0                   -> ring C0 [A0]
        13  nothing                     -> outcome C0 abandoned_ringing busy
        20  arrive C1                   -> ring C1 [{}]
        23  nothing                     -> outcome C1 abandoned_ringing busy
        30  arrive C2, pick 0, talk 1   -> ring C2 [{}]; answer C2 {}
        31  nothing                     -> outcome C2 answered_live
        40  arrive C3                   -> ring C3 [{}]
    """
    tell(story.format("", "A1", "A2", "A2", "A0"))
    tell(story.format(", turn moves on answers", "A0", "A0", "A0", "A1"))


CLOCK = """
    group longest_idle, ring 5 s, A0 A1, clock {}
    group fixed_order, ring 5 s, A0
    line L0, group G0
    line L1, group G1
    agent A0, wrap-up 20
    agent A1, wrap-up 0
    calls pick 0, talk 1, patience 3
     1  arrive C0 on L1, talk 5                        -> nothing
     2  arrive C1 on L0, talk 10                       -> nothing
    {}
    90  arrive C9 on L0                                -> nothing
"""
FIRST = {"A0": 0, "A1": 1}


@pytest.mark.parametrize(
    ("clock", "between", "rings"),
    [
        ("last_call_end", "", "A0"),  # A0 ended at 6, A1 at 12
        ("last_handled", "", "A1"),  # A0's wrap-up ended at 26
        ("last_call_end", "40 arrive C2 on L1, pick never -> nothing", "A0"),
        ("last_call_end_or_missed_offer", "40 arrive C2 on L1, pick never, patience 9 -> nothing", "A1"),
        ("last_call_end_or_missed_offer", "40 arrive C2 on L1, pick never, patience 3 -> nothing", "A0"),
        ("last_offered", "40 arrive C2 on L1, pick never, patience 3 -> nothing", "A1"),
        ("last_call_end", "40 dial D0 A0, connects 2, talk 3 -> nothing", "A0"),
        ("last_task_end", "40 dial D0 A0, connects 2, talk 3 -> nothing", "A1"),
        ("time_since_last_inbound", "40 dial D0 A1, connects 2, talk 3 -> nothing", "A1"),
        ("time_available", "40 dial D0 A1, connects 2, talk 3 -> nothing", "A0"),
        ("last_task_end", "40 tries A1 set_away -> nothing\n 50 tries A1 set_available -> nothing", "A1"),
        ("last_task_end_or_return", "40 tries A1 set_away -> nothing\n 50 tries A1 set_available -> nothing", "A0"),
    ],
)
def test_each_idle_clock_restarts_at_its_own_moments(clock: str, between: str, rings: str) -> None:
    told = play(CLOCK.format(clock, between))
    assert told.of(RecordKind.RING)[-1].agent == FIRST[rings]


# --- a pause while the phone rings (B3) -------------------------------------------------------------------------------


def test_a_pause_takes_a_ringing_phone_away_or_lets_it_ring_and_be_answered() -> None:
    story = """
        group fixed_order, ring 20 s, A0 A1{}
        calls pick A0 8 A1 8, talk 30
        10  arrive C0                   -> ring C0 [A0]
        14  pause A0                    -> {}
        18  nothing                     -> {}
        22  nothing                     -> {}
    """
    tell(story.format("", "cancelled C0 [A0]; ring C0 [A1]", "nothing", "answer C0 A1"))
    tell(story.format(", rings through a pause", "nothing", "answer C0 A0", "nothing"))


# --- rejections (B3) --------------------------------------------------------------------------------------------------


def test_a_rejection_offers_the_next_at_once_and_leaves_the_phone_busy_until_available_is_pressed() -> None:
    tell("""
        group fixed_order, ring 20 s, A0 A1
        agent A0, return 60
        10  arrive C0, patience 40      -> ring C0 [A0]
        14  reject C0 A0                -> rejected C0 [A0]; phone A0 busy; ring C0 [A1]
        34  nothing                     -> missed C0 [A1]; outcome C0 missed_timeout no_answer
        74  nothing                     -> phone A0 available
    """)


def test_a_rejection_may_cost_five_seconds_or_nothing() -> None:
    story = """
        group fixed_order, ring 20 s, A0
        agent A0, return 60, busy {}
        10  arrive C0                   -> ring C0 [A0]
        14  reject C0 A0                -> {}
        15  arrive C1, patience 3       -> {}
        18  nothing                     -> {}
        19  nothing                     -> {}
    """
    gone = "rejected C0 [A0]; {}outcome C0 dead_end{}"
    tell(story.format(5, gone.format("phone A0 busy; ", " busy"), "outcome C1 dead_end busy", "nothing",
                      "phone A0 available"))  # fmt: skip
    rung = "outcome C1 abandoned_ringing busy"
    tell(
        "shows phone\n"
        + story.format(0, gone.format("", " no_agent"), "ring C1 [A0]", f"left C1 [A0]; {rung}", "nothing")
    )


def test_one_rejection_of_a_ring_for_all_ends_that_leg_or_the_whole_ring() -> None:
    story = """
        group simultaneous, ring 20 s, A0 A1{}
        10  arrive C0                   -> ring C0 [A0 A1]
        14  reject C0 A0                -> rejected C0 [A0]{}
        30  nothing                     -> {}
    """
    tell(story.format("", "", "missed C0 [A1]; outcome C0 missed_timeout no_answer"))
    ended = "; cancelled C0 [A1]; outcome C0 dead_end busy"
    told = tell(story.format(", a rejection ends the ring", ended, "nothing"))
    assert told.world.agents[1].misses == 0


# --- paused by the system (B3, edge case 24) --------------------------------------------------------------------------


def test_too_many_misses_in_a_row_pause_an_agent_until_the_time_is_over_or_an_admin_resumes_them() -> None:
    tell(
        """
        group fixed_order, ring 5 s, A0, pause after 2 misses for 60
        agent A0, return 0
        10  arrive C0                   -> ring C0 [A0]
        15  nothing                     -> outcome C0 missed_timeout no_answer
        20  arrive C1                   -> ring C1 [A0]
        25  nothing                     -> status A0 paused; outcome C1 missed_timeout no_answer
        30  arrive C2                   -> outcome C2 dead_end paused
        85  nothing                     -> status A0 active
        90  arrive C3                   -> ring C3 [A0]
        95  nothing                     -> status A0 paused; outcome C3 missed_timeout no_answer
        99  resume A0                   -> status A0 active
       100  arrive C4, pick 0, talk 1   -> ring C4 [A0]; answer C4 A0
       110  arrive C5                   -> outcome C4 answered_live; ring C5 [A0]
       115  nothing                     -> outcome C5 missed_timeout no_answer
    """.replace(
            "110  arrive C5                   -> outcome C4 answered_live; ",
            """101  nothing                     -> outcome C4 answered_live
       110  arrive C5                   -> """,
        )
    )


def test_a_pause_by_the_system_that_an_admin_ended_leaves_no_timer_behind() -> None:
    told = tell("""
        group fixed_order, ring 5 s, A0, pause after 1 misses for 60
        agent A0, return 0
        10  arrive C0                   -> ring C0 [A0]
        15  nothing                     -> status A0 paused; outcome C0 missed_timeout no_answer
        20  resume A0                   -> status A0 active
        30  arrive C1                   -> ring C1 [A0]
        35  nothing                     -> status A0 paused; outcome C1 missed_timeout no_answer
        75  nothing                     -> nothing                   (the first pause would have ended)
        95  nothing                     -> status A0 active
    """)
    assert told.world.agents[0].status is Status.ACTIVE


def test_rejections_are_counted_apart_from_misses() -> None:
    tell("""
        group fixed_order, ring 5 s, A0, pause after 2 rejections for 60
        agent A0, busy 0
        10  arrive C0                   -> ring C0 [A0]
        12  reject C0 A0                -> rejected C0 [A0]; outcome C0 dead_end no_agent
        20  arrive C1                   -> ring C1 [A0]
        25  nothing                     -> missed C1 [A0]; outcome C1 missed_timeout no_answer
        30  arrive C2                   -> ring C2 [A0]
        32  reject C2 A0                -> rejected C2 [A0]; status A0 paused; outcome C2 dead_end paused
    """)


# --- suspended or deleted in a call (B3) ------------------------------------------------------------------------------


def test_who_is_suspended_in_a_call_finishes_it_or_loses_it() -> None:
    story = """
        {}
        group fixed_order, A0
        agent A0, wrap-up 20
        10  arrive C0, pick 0, talk 30  -> ring C0 [A0]; answer C0 A0
        20  suspend A0                  -> {}
        40  nothing                     -> {}
    """
    tell(story.format("shows talk_end wrap_up", "nothing", "talk_end C0 A0; outcome C0 answered_live"))
    dropped = "talk_end C0 A0; outcome C0 dropped_by_admin suspended"
    told = tell(story.format("drops suspended", dropped, "nothing").replace("drops", "shows wrap_up\n        drops"))
    assert not told.world.calls


def test_a_dial_and_a_talk_that_was_dialled_are_lost_alike_and_a_pause_never_drops() -> None:
    told = tell("""
        drops suspended, deleted
        group fixed_order, A0 A1
        10  dial D0 A0, connects 5, talk 60 -> dial D0 A0
        11  dial D1 A1, connects 9      -> dial D1 A1
        12  pause A0                    -> nothing
        15  nothing                     -> connect D0 A0
        18  suspend A1                  -> no_connect D1 A1; outcome D1 dropped_by_admin suspended
        20  nothing                     -> nothing
        30  delete A0                   -> outcome D0 dropped_by_admin deleted
        75  nothing                     -> nothing
    """)
    assert not told.world.calls


# --- overflow to another line (B5, edge case 37) ----------------------------------------------------------------------


def test_an_overflow_to_a_personal_line_rings_its_owner_then_takes_their_box() -> None:
    tell("""
        group fixed_order, ring 5 s, A0, overflow L1
        line L0, group G0, voicemail
        line L1, personal A1, ring 10 s
        agent A1, voicemail
        shows enter leave
        10  arrive C0 on L0             -> enter C0 G0; ring C0 [A0]
        15  nothing                     -> leave C0 G0 rang_out; enter C0 A1; ring C0 [A1]
        25  nothing                     -> voicemail C0 A1 box
        50  nothing                     -> notify A1 of C0; outcome C0 voicemail_left no_answer
    """)


@pytest.mark.parametrize(
    ("owner", "gets"),
    [
        ("suspend A1", "outcome C0 unrouted suspended"),
        ("delete A1", "outcome C0 unrouted no_agent"),
        ("pause A1", "voicemail C0 A1 box"),
    ],
)
def test_C37_an_overflow_to_a_personal_line_of_somebody_who_is_away(owner: str, gets: str) -> None:
    tell(f"""
        group fixed_order, nobody, overflow L1
        line L0, group G0, voicemail
        line L1, personal A1
        agent A1, voicemail
         5  {owner}                     -> nothing
        10  arrive C0 on L0             -> {gets}
    """)


@pytest.mark.parametrize(
    ("first", "second", "third"), [("G1", "G0", "nothing"), ("G0", "nothing", "nothing"), ("G1", "G2", "G1"),
                                   ("L0", "nothing", "nothing")]
)  # fmt: skip
def test_C37_circles_of_overflow_are_cut_after_eight_hops_and_a_dead_end_ends(
    first: str, second: str, third: str
) -> None:
    told = tell(f"""
        group fixed_order, nobody, overflow {first}
        group fixed_order, nobody, overflow {second}
        group fixed_order, nobody, overflow {third}
        line L0, group G0, voicemail
        10  arrive C0                   -> outcome C0 loop_cut no_agent
    """)
    assert len(told.of(RecordKind.ENTER)) == 9


def test_C37_an_overflow_to_a_dead_end_is_a_dead_end() -> None:
    tell("""
        group fixed_order, nobody, overflow G1
        group fixed_order, nobody, overflow hang up
        line L0, group G0, voicemail
        10  arrive C0                   -> outcome C0 dead_end no_agent
    """)


def test_outside_hours_a_line_may_lead_to_another() -> None:
    tell("""
        group fixed_order, A0
        line L0, group G0, after hours L1
        line L1, personal A1, ring 5 s
        open 20-30
        10  arrive C0 on L0, pick 2, talk 5 -> ring C0 [A1]
        12  nothing                     -> answer C0 A1
        17  nothing                     -> outcome C0 answered_live
        25  arrive C1 on L0             -> ring C1 [A0]
    """)


# --- what a phone learns late (A2.6, edge cases 12, 13, 15) -----------------------------------------------------------


def test_C13_two_answer_inside_the_glare_window_and_one_of_them_has_the_call() -> None:
    story = """
        router event, glare {}
        group simultaneous, ring 20 s, A0 A1 A2
        agents wrap-up 30
        10  arrive C0, pick A0 4 A1 4.5 A2 9, talk 60 -> ring C0 [A0 A1 A2]
        14  nothing                     -> answer C0 A0{}
        14.5  nothing                   -> {}
        15  nothing                     -> {}
    """
    tell(story.format(0, "; elsewhere C0 [A1 A2]", "nothing", "nothing"))
    told = tell(story.format(1, "", "ghost C0 [A1]", "elsewhere C0 [A2]"))
    assert told.world.routable == {1, 2}
    assert [agent.idle_since_us(OURS) for agent in told.world.agents[1:]] == [-1, -1]
    assert not told.of(RecordKind.WRAP_UP)


def test_C12_who_answers_after_the_caller_has_left_answers_a_ghost() -> None:
    told = tell("""
        router event, glare 1
        group fixed_order, ring 20 s, A0, queue
        agent A0, wrap-up 30
        10  arrive C0, pick 5.5, patience 5 -> ring C0 [A0]
        15  nothing                     -> outcome C0 abandoned_ringing busy
        15.2  arrive C1, pick 3         -> nothing                      (the phone rings for nobody)
        15.5  nothing                   -> ghost C0 [A0]; ring C1 [A0]
    """)
    assert not told.of(RecordKind.WRAP_UP)


def test_a_phone_that_rings_for_nobody_is_taken_away_by_a_pause() -> None:
    tell("""
        router event, glare 5
        group fixed_order, ring 20 s, A0
        10  arrive C0, patience 2       -> ring C0 [A0]
        12  nothing                     -> outcome C0 abandoned_ringing busy
        13  pause A0                    -> left C0 [A0]
        17  nothing                     -> nothing
    """)


def test_C15_a_phone_that_was_to_join_the_ring_later_does_not_ring_once_somebody_has_answered() -> None:
    tell("""
        group progressive, ring 20 s, A0 A1, one more every 5
        10  arrive C0, pick A0 4, talk 60 -> ring C0 [A0]
        14  nothing                     -> answer C0 A0
        15  nothing                     -> nothing
        20  nothing                     -> nothing
    """)
