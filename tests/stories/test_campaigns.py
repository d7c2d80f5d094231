"""Lists that agents call: manual and power dialling, several lines per agent, abandoned customers, who leaves (A2.31)."""

import pytest

from .teller import play, tell


def test_an_agent_dials_the_next_record_after_wrap_up() -> None:
    tell("""
        group fixed_order, A0
        agent A0, wrap-up 10
        campaign of 3 records, A0
        record R0 connects 8, talk 20
        10  nothing                           -> dial R0 A0
        18  nothing                           -> connect R0 A0
        38  nothing                           -> outcome R0 outbound_connected
        48  nothing                           -> dial R1 A0
        73  nothing                           -> no_connect R1 A0; outcome R1 outbound_no_connect; dial R2 A0
        98  nothing                           -> no_connect R2 A0; outcome R2 outbound_no_connect
       110  arrive C0                         -> ring C0 [A0]
    """)


def test_who_waits_comes_before_the_next_record_unless_the_campaign_comes_first() -> None:
    tell("""
        group fixed_order, A0, queue
        campaign of 3 records, A0
        calls pick 0, talk 20
        10  nothing                           -> dial R0 A0
        15  arrive C0                         -> nothing
        35  nothing                           -> no_connect R0 A0; outcome R0 outbound_no_connect; ring C0 [A0]; answer C0 A0
        55  nothing                           -> outcome C0 answered_live; dial R1 A0
    """)
    tell("""
        group fixed_order, A0, queue
        campaign of 2 records, A0, outbound first
        calls pick 0, talk 20
        10  nothing                           -> dial R0 A0
        15  arrive C0                         -> nothing
        35  nothing                           -> no_connect R0 A0; outcome R0 outbound_no_connect; dial R1 A0
        60  nothing                           -> no_connect R1 A0; outcome R1 outbound_no_connect; ring C0 [A0]; answer C0 A0
    """)


def test_a_record_is_tried_again_after_a_while_and_no_more_often_than_the_list_says() -> None:
    tell("""
        group fixed_order, A0
        campaign of 1 record, A0, 3 attempts, again 40
        record R0' connects 5, talk 10
         10  nothing                          -> dial R0 A0
         35  nothing                          -> outcome R0 outbound_no_connect
         75  nothing                          -> dial R0' A0
         80  nothing                          -> connect R0' A0
         90  nothing                          -> outcome R0' outbound_connected
        310  end                              -> list R 0
    """)
    tell("""
        group fixed_order, A0
        campaign of 2 records, A0, 2 attempts, again 10, pace 100
         10  nothing                          -> dial R0 A0
         35  nothing                          -> outcome R0 outbound_no_connect
        110  nothing                          -> dial R1 A0
        135  nothing                          -> outcome R1 outbound_no_connect
        210  nothing                          -> dial R0' A0
        235  nothing                          -> outcome R0' outbound_no_connect
        260  end                              -> list R 1
    """)


def test_nobody_is_called_outside_the_calling_hours() -> None:
    tell("""
        group fixed_order, A0
        campaign of 3 records, A0, hours 10-30 100-200
         10  nothing                          -> dial R0 A0
         35  nothing                          -> outcome R0 outbound_no_connect
        100  nothing                          -> dial R1 A0
    """)


def test_as_many_free_agents_as_are_reserved_do_not_dial() -> None:
    tell("""
        group fixed_order, A0 A1 A2
        campaign of 9 records, A0 A1 A2, reserve 2
        10  nothing                           -> dial R0 A0
        15  arrive C0, pick 0, talk 60        -> ring C0 [A1]; answer C0 A1
        35  nothing                           -> outcome R0 outbound_no_connect
        75  nothing                           -> outcome C0 answered_live; dial R1 A1
    """)


def test_with_several_lines_whoever_answers_first_is_served_and_the_surplus_is_abandoned() -> None:
    tell("""
        group fixed_order, A0
        campaign of 3 records, A0, lines 2, 2 attempts, again 500
        record R0 connects 8, talk 20
        record R1 connects 10, talk 20
        record R2 connects 5, talk 20
        10  nothing                           -> dial R0; dial R1
        18  nothing                           -> connect R0 A0
        20  nothing                           -> no_connect R1; outcome R1 outbound_abandoned no_agent
        38  nothing                           -> outcome R0 outbound_connected; dial R2 A0  (one line: half were abandoned)
        43  nothing                           -> connect R2 A0
    """)


def test_above_the_limit_the_campaign_backs_off_or_dials_on() -> None:
    story = """
        group fixed_order, A0
        campaign of 5 records, A0, lines 2{more}
        record R0 connects 8, talk 20
        record R1 connects 10, talk 20
        10  nothing                           -> dial R0; dial R1
        18  nothing                           -> connect R0 A0
        20  nothing                           -> no_connect R1; outcome R1 outbound_abandoned no_agent
        38  nothing                           -> outcome R0 outbound_connected; {then}
    """
    tell(story.format(more="", then="dial R2 A0"))
    tell(story.format(more=", dials on", then="dial R2; dial R3"))
    tell(story.format(more=", limit 0.5", then="dial R2; dial R3"))


def test_a_caller_may_take_the_agent_for_whom_a_line_rings() -> None:
    tell("""
        group fixed_order, A0
        campaign of 2 records, A0, lines 1.5
        record R0 connects 8
        10  nothing                           -> dial R0
        15  arrive C0, pick 0, talk 60        -> ring C0 [A0]; answer C0 A0
        18  nothing                           -> no_connect R0; outcome R0 outbound_abandoned no_agent
    """)


def test_C53_a_paused_agent_dials_all_day_and_receives_nothing() -> None:
    told = play("""
        group fixed_order, A0, queue
        agent A0, paused
        campaign of 40 records, A0
        1010 arrive C0                        -> nothing
        1011 end                              -> nothing
    """)
    assert told.world.campaigns[4].left == 0
    assert told.world.agents[0].calls == 0


@pytest.mark.parametrize("verb, reason", [("suspend", "suspended"), ("delete", "no_agent")])
def test_C54_who_is_suspended_in_the_middle_of_a_session_returns_the_record(verb: str, reason: str) -> None:
    tell(f"""
        group fixed_order, A0 A1
        agent A1, shift 40-never
        campaign of 2 records, A0 A1
        10  nothing                           -> dial R0 A0
        20  {verb} A0                         -> no_connect R0 A0; outcome R0 outbound_returned {reason}
        40  nothing                           -> dial R1 A1
        65  nothing                           -> no_connect R1 A1; outcome R1 outbound_no_connect; dial R0' A1
    """)


def test_C54_a_call_that_is_connected_goes_on_but_there_is_no_further_dial() -> None:
    tell("""
        group fixed_order, A0
        campaign of 2 records, A0
        record R0 connects 5, talk 60
        10  nothing                           -> dial R0 A0
        15  nothing                           -> connect R0 A0
        20  suspend A0                        -> nothing
        75  nothing                           -> outcome R0 outbound_connected
       100  reactivate A0                     -> dial R1 A0
    """)


def test_a_dial_that_is_cut_does_not_count_as_an_attempt() -> None:
    tell("""
        group fixed_order, A0
        agent A0, return 0
        campaign of 1 record, A0
        10  nothing                           -> dial R0 A0
        20  suspend A0 until 30               -> no_connect R0 A0; outcome R0 outbound_returned suspended
        30  nothing                           -> dial R0' A0
        55  nothing                           -> no_connect R0' A0; outcome R0' outbound_no_connect
        99  end                               -> list R 0
    """)


def test_under_manual_each_calls_a_share_until_one_leaves() -> None:
    story = """
        group fixed_order, A0 A1
        campaign of 4 records, A0 A1, manual{more}
        10  nothing                           -> dial R0 A0; dial R1 A1
        20  {verb} A1                         -> no_connect R1 A1; outcome R1 outbound_returned {reason}
        35  nothing                           -> no_connect R0 A0; outcome R0 outbound_no_connect; dial {next} A0
        60  nothing                           -> no_connect {next} A0; outcome {next} outbound_no_connect; {then}
        70  end                               -> {left}
    """
    shared = {"next": "R2", "then": "dial R3 A0", "left": "list R 2; outcome R3 in_system"}
    tell(story.format(more="", verb="suspend", reason="suspended", **shared))
    tell(story.format(more="", verb="delete", reason="no_agent", **shared))
    lost = {"next": "R2", "then": "nothing", "left": "list R 0"}
    tell(story.format(more=", deletes", verb="delete", reason="no_agent", **lost))


def test_nobody_dials_off_shift_or_on_a_break() -> None:
    tell("""
        group fixed_order, A0
        agent A0, shift 10-70, break 30 for 20
        campaign of 9 records, A0
        10  nothing                           -> dial R0 A0
        35  nothing                           -> outcome R0 outbound_no_connect
        55  nothing                           -> dial R1 A0
        80  nothing                           -> outcome R1 outbound_no_connect
    """)
