"""Texts: whom a message reaches, who replies first, and what becomes of it when nobody may."""

import pytest

from .teller import tell


def test_a_message_of_an_owned_customer_goes_to_the_owner_alone() -> None:
    tell("""
        group fixed_order, A0 A1
        customers K0 of A1
        10  text M0 on L0, by K0, reply 30   -> notify A1 of M0
        40  nothing                          -> reply M0 A1; outcome M0 sms_answered
    """)


def test_a_message_on_a_ring_groups_line_goes_to_all_its_members_and_the_first_reply_answers_it() -> None:
    """A tie is decided by the agent; the others' clocks stop."""
    tell("""
        group fixed_order, A0 A1
        layer fixed_order, A1 A2
        agent A0, shift 60-900
        10  text M0 on L0, reply 30     -> notify A0 of M0; notify A1 of M0; notify A2 of M0
        40  nothing                     -> reply M0 A1; outcome M0 sms_answered
        90  nothing                     -> nothing
    """)


def test_a_message_on_a_personal_line_goes_to_its_owner() -> None:
    tell("""
        line L0, personal A0
        customers K0 of nobody
        10  text M0 on L0, by K0        -> notify A0 of M0
        20  delete A0                   -> nothing
        30  text M1 on L0, by K0        -> outcome M1 sms_dark no_agent
    """)


@pytest.mark.parametrize("away, reached", [
    ("pause A0", "notify A0 of M0"),
    ("tries A0 set_away", "notify A0 of M0"),
    ("suspend A0", "outcome M0 sms_dark suspended"),
])  # fmt: skip
def test_whose_message_it_is_decides_who_is_told_of_it(away: str, reached: str) -> None:
    """Somebody's customer stays theirs, even if they cannot read it: nobody else is told."""
    tell(f"""
        group fixed_order, A0 A1
        customers K0 of A0
        10  {away}                      -> nothing
        20  text M0 on L0, by K0        -> {reached}
    """)


def test_suspended_members_of_a_group_are_not_told_paused_ones_are() -> None:
    tell("""
        group fixed_order, A0 A1 A2
        agent A0, suspended
        agent A1, paused
        10  text M0 on L0               -> notify A1 of M0; notify A2 of M0
        20  pause A2                    -> nothing
            suspend A1                  -> nothing
        30  text M1 on L0               -> notify A2 of M1
        40  suspend A2                  -> nothing
        50  text M2 on L0               -> outcome M2 sms_dark suspended
    """)


def test_the_time_to_reply_runs_while_the_agent_is_logged_in() -> None:
    tell("""
        line L0, personal A0
        agent A0, shift 0-30 100-200, return 0
        20  text M0 on L0, reply 30     -> notify A0 of M0          (10 s until the shift ends)
       110  text M1 on L0, reply 30     -> notify A0 of M1
       120  nothing                     -> reply M0 A0; outcome M0 sms_answered
       130  suspend A0                  -> nothing                  (10 s of M1 are left)
       180  reactivate A0               -> nothing
       190  nothing                     -> reply M1 A0; outcome M1 sms_answered
    """)


def test_a_pause_does_not_stop_the_time_to_reply() -> None:
    tell("""
        line L0, personal A0
        10  text M0 on L0, reply 30     -> notify A0 of M0
        20  pause A0                    -> nothing
        40  nothing                     -> reply M0 A0; outcome M0 sms_answered
    """)


@pytest.mark.parametrize("back", ["reactivate A0", "reassign A0 to Nora"])
def test_the_time_to_reply_runs_on_for_who_is_back_before_their_call_ended(back: str) -> None:
    """Suspended in the middle of a call they stay logged in until it ends: it is the right that was gone, not the login."""
    tell(f"""
        group fixed_order, A0
        line L0, group G0
        agent A0, wrap-up 5
        10  arrive C0, pick 0, talk 90  -> ring C0 [A0]; answer C0 A0
        20  text M0 on L0, reply 30     -> notify A0 of M0
        30  suspend A0                  -> nothing
        60  {back}                      -> nothing
        80  nothing                     -> reply M0 A0; outcome M0 sms_answered
    """)


def test_the_time_to_reply_runs_on_until_the_call_ends_for_who_is_back_after_their_shift() -> None:
    tell("""
        group fixed_order, A0
        agent A0, shift 0-50 200-300
        10  arrive C0, pick 0, talk 80       -> ring C0 [A0]; answer C0 A0
        20  text M0 on L0, reply 30          -> notify A0 of M0
            text M1 on L0, reply 50          -> notify A0 of M1
        30  suspend A0                       -> nothing
        60  reactivate A0                    -> nothing
        80  nothing                          -> reply M0 A0; outcome M0 sms_answered
        90  nothing                          -> outcome C0 answered_live; logout A0
       200  nothing                          -> login A0
       210  nothing                          -> reply M1 A0; outcome M1 sms_answered
    """)


def test_an_open_message_of_a_deleted_agent_is_answered_by_the_others_or_stays_open() -> None:
    tell("""
        group fixed_order, A0 A1
        customers K0 of A0
        agent A1, shift 50-900
        10  text M0 on L0, reply 30          -> notify A0 of M0; notify A1 of M0
            text M1 on L0, by K0, reply 30   -> notify A0 of M1
        20  delete A0                        -> nothing
        80  nothing                          -> reply M0 A1; outcome M0 sms_answered
       200  end                              -> outcome M1 sms_open
    """)


def test_an_agent_sends_while_logged_in() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, shift 20-90
        agent A1, absent
        10  send T0 A0                  -> outcome T0 sms_refused off_shift
        30  send T1 A0                  -> outcome T1 sms_sent
        40  pause A0                    -> nothing
        50  send T2 A0                  -> outcome T2 sms_sent
        60  suspend A0                  -> nothing
        70  send T3 A0                  -> outcome T3 sms_refused suspended
        80  delete A0                   -> nothing
        90  send T4 A0                  -> outcome T4 sms_refused no_agent
       100  send T5 A1                  -> outcome T5 sms_refused no_agent
    """)


def test_replying_occupies_nobody() -> None:
    tell("""
        group fixed_order, A0
        10  text M0 on L0, reply 30     -> notify A0 of M0
        20  arrive C0, pick 0, talk 60  -> ring C0 [A0]; answer C0 A0
        40  nothing                     -> reply M0 A0; outcome M0 sms_answered
        80  nothing                     -> outcome C0 answered_live
    """)
