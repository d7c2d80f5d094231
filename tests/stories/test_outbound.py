"""Calls that agents place: when they are made, refused or not made, and that callers come first."""

import pytest

from .teller import tell


def test_an_agent_who_dials_is_on_a_call_from_the_dial_on() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, wrap-up 10
        10  dial D0 A0, connects 8, talk 60   -> dial D0 A0
        12  arrive C0                         -> ring C0 [A1]
        18  nothing                           -> connect D0 A0
        32  nothing                           -> outcome C0 missed_timeout no_answer
        78  nothing                           -> outcome D0 outbound_connected; wrap_up A0
        88  nothing                           -> wrap_up_end A0
        90  arrive C1                         -> ring C1 [A0]
    """)


def test_an_agent_is_idle_at_once_when_nobody_answers_the_dial() -> None:
    tell("""
        group fixed_order, A0
        agent A0, wrap-up 10
        10  dial D0 A0, fails 25              -> dial D0 A0
        35  nothing                           -> no_connect D0 A0; outcome D0 outbound_no_connect
        36  arrive C0                         -> ring C0 [A0]
    """)


@pytest.mark.parametrize("works, what, effects, ends", [
    ("rings", "arrive C0, pick never, patience 20", "ring C0 [A0]", "outcome C0 abandoned_ringing busy"),
    ("is on a call", "arrive C0, pick 0, talk 20", "ring C0 [A0]; answer C0 A0", "outcome C0 answered_live"),
    ("dials", "dial D8 A0, fails 20", "nothing", "outcome D8 outbound_no_connect"),
])  # fmt: skip
def test_a_call_due_while_the_agent_works_is_made_when_that_ends(
    works: str, what: str, effects: str, ends: str
) -> None:
    tell(f"""
        group fixed_order, ring 60 s, A0
        10  {what}                            -> {effects}
        15  dial D0 A0, connects 8            -> nothing       (A0 {works})
        30  nothing                           -> {ends}
        38  nothing                           -> connect D0 A0
    """)


def test_a_call_due_in_wrap_up_is_made_after_it_and_after_waiting_callers() -> None:
    tell("""
        group fixed_order, A0, queue
        agent A0, wrap-up 10
        calls pick 0, talk 20
         5  arrive C0                         -> ring C0 [A0]; answer C0 A0
        15  arrive C1                         -> nothing
        25  nothing                           -> outcome C0 answered_live
        30  dial D0 A0, connects 8            -> nothing
        35  nothing                           -> ring C1 [A0]; answer C1 A0
        55  nothing                           -> outcome C1 answered_live
        65  nothing                           -> dial D0 A0
    """)


def test_calls_due_while_the_agent_works_keep_their_order() -> None:
    tell("""
        group fixed_order, A0
        10  dial D0 A0, fails 20              -> dial D0 A0
        12  dial D2 A0, fails 5               -> nothing
        14  dial D1 A0, fails 5               -> nothing
        30  nothing                           -> outcome D0 outbound_no_connect; dial D2 A0
        35  nothing                           -> outcome D2 outbound_no_connect; dial D1 A0
    """)


@pytest.mark.parametrize("status, ends", [
    ("active", "dial D0 A0"),
    ("paused", "dial D0 A0"),
    ("suspended", "outcome D0 outbound_refused suspended"),
    ("deleted", "outcome D0 outbound_refused no_agent"),
])  # fmt: skip
def test_the_account_status_decides_whether_a_call_is_placed(status: str, ends: str) -> None:
    begin = f"status A0 {status}" if status != "active" else "nothing"
    tell(f"""
        group fixed_order, A0 A1
        shows dial
        10  {begin}                           -> nothing
        20  dial D0 A0, connects 8            -> {ends}
    """)


def test_a_call_due_off_shift_or_on_a_break_is_not_made() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, shift 0-20
        agent A1, break 15 for 10
        20  dial D0 A1, connects 8            -> outcome D0 outbound_not_made on_break
        25  dial D1 A1, connects 8            -> dial D1 A1
        30  dial D2 A0, connects 8            -> outcome D2 outbound_not_made off_shift
    """)


def test_a_paused_agents_dialled_call_goes_on_through_suspension_but_there_is_no_further_one() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, paused, wrap-up 10
        10  dial D0 A0, connects 8, talk 60   -> dial D0 A0
        12  suspend A0                        -> nothing
        15  dial D1 A0, connects 8            -> outcome D1 outbound_refused suspended
        18  nothing                           -> connect D0 A0
        78  nothing                           -> outcome D0 outbound_connected; logout A0
    """)
