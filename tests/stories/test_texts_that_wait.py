"""Texts nobody may be notified of, fallback inboxes, texts that go on, watching users, and whose customers they make."""

import pytest

from sim.domain.records import RecordKind

from .teller import play, tell


@pytest.mark.parametrize("fallback", ["A1", "G1"])
@pytest.mark.parametrize("line, gone, why", [
    ("personal A0", "suspend A0", "suspended"),
    ("personal A0", "delete A0", "no_agent"),
    ("group G0", "suspend A0", "suspended"),
])  # fmt: skip
def test_a_text_nobody_else_may_be_notified_of_goes_to_the_fallback_inbox(
    fallback: str, line: str, gone: str, why: str
) -> None:
    tell(f"""
        group fixed_order, A0
        group fixed_order, A1
        line L0, {line}
        sms fallback {fallback}
        10  text M0 on L0, reply 30     -> notify A0 of M0
        20  {gone}                      -> nothing
        30  text M1 on L0, reply 30     -> notify A1 of M1
        50  suspend A1                  -> nothing
        60  text M2 on L0               -> outcome M2 sms_dark {why}
    """)


def test_the_customers_owner_who_may_not_be_notified_leaves_the_text_to_the_fallback_inbox() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, suspended
        customers K0 of A0
        sms fallback A2
        10  text M0 on L0, by K0, reply 5    -> notify A2 of M0
        15  nothing                          -> reply M0 A2; outcome M0 sms_answered
    """)


def test_kept_texts_are_notified_oldest_first_when_their_agent_is_back() -> None:
    tell("""
        line L0, personal A0
        agent A0, suspended, return 0
        sms backlog
        10  text M1 on L0, reply 5      -> dark M1 suspended
        20  text M0 on L0, reply 9      -> dark M0 suspended
        50  reactivate A0               -> notify A0 of M1; notify A0 of M0
        55  nothing                     -> reply M1 A0; outcome M1 sms_answered
        59  nothing                     -> reply M0 A0; outcome M0 sms_answered
    """)


def test_texts_kept_for_the_next_to_have_the_licence_or_to_join_are_notified_then() -> None:
    tell("""
        group fixed_order, A0
        line L0, group G0
        line L1, personal A1
        agent A0, suspended
        agent A1, suspended
        agent A2, absent
        sms backlog
        10  text M0 on L0               -> dark M0 suspended
            text M1 on L1               -> dark M1 suspended
        20  add A2 to G0                -> notify A2 of M0
        30  reassign A1 to Nora         -> notify A1 of M1
    """)


def test_texts_kept_for_a_suspended_owner_go_to_the_line_once_the_owner_is_deleted() -> None:
    tell("""
        group fixed_order, A1
        customers K0 of A0
        agent A0, suspended
        sms backlog
        10  text M0 on L0, by K0        -> dark M0 suspended
        20  delete A0                   -> unassign K0 A0; notify A1 of M0
    """)


def test_what_is_still_dark_at_the_end_is_dark_and_what_was_told_is_open() -> None:
    tell("""
        line L0, personal A0
        line L1, personal A1
        agent A0, suspended
        sms backlog
        10  text M0 on L0               -> dark M0 suspended
            text M1 on L1               -> notify A1 of M1
        50  delete A1                   -> nothing
            nothing                     -> dark M1 no_agent
        90  end                         -> outcome M0 sms_dark suspended; outcome M1 sms_open
    """)


def test_a_text_whose_owner_is_suspended_goes_on_to_the_line_after_so_long() -> None:
    tell("""
        group fixed_order, A0 A1
        customers K0 of A0
        sms reassign 30
        10  text M0 on L0, by K0, reply 60   -> notify A0 of M0
        20  suspend A0                       -> nothing
        50  nothing                          -> notify A1 of M0
       110  nothing                          -> reply M0 A1; outcome M0 sms_answered
    """)


def test_a_text_whose_owner_went_off_shift_goes_on_to_the_line_after_so_long() -> None:
    """It does not stay stuck with who is offline; as a member of the line's group they hear of it again."""
    tell("""
        group fixed_order, A0 A1
        agent A0, shift 0-20
        customers K0 of A0
        sms reassign 30
        10  text M0 on L0, by K0, reply 60   -> notify A0 of M0
        50  nothing                          -> notify A0 of M0; notify A1 of M0
       110  nothing                          -> reply M0 A1; outcome M0 sms_answered
    """)


def test_a_text_to_a_suspended_owner_waits_dark_and_then_goes_on() -> None:
    tell("""
        group fixed_order, A1
        agent A0, suspended
        customers K0 of A0
        sms reassign 30
        10  text M0 on L0, by K0, reply 5    -> dark M0 suspended
        40  nothing                          -> notify A1 of M0
        45  nothing                          -> reply M0 A1; outcome M0 sms_answered
    """)


def test_an_owner_who_is_back_in_time_keeps_the_text() -> None:
    tell("""
        group fixed_order, A1
        agent A0, shift 0-20 45-900
        customers K0 of A0
        sms reassign 30
        10  text M0 on L0, by K0, reply 60   -> notify A0 of M0
        95  nothing                          -> reply M0 A0; outcome M0 sms_answered
    """)


def test_a_text_that_went_on_and_found_nobody_comes_back_to_its_owner() -> None:
    tell("""
        line L0, personal A0
        agent A0, shift 0-20 100-900
        sms reassign 30
        10  text M0 on L0, reply 60          -> notify A0 of M0
        50  nothing                          -> dark M0 no_agent
       100  nothing                          -> notify A0 of M0
       160  nothing                          -> reply M0 A0; outcome M0 sms_answered
    """)


def test_whoever_watches_sees_every_text_and_counts_for_nothing() -> None:
    """They are told beside the others, and alone they leave it dark."""
    tell("""
        group fixed_order, A0 A1
        sms watching A1 A2
        10  text M0 on L0, reply 30     -> watch A1 of M0; watch A2 of M0; notify A0 of M0
        20  suspend A0                  -> nothing
            suspend A2                  -> nothing
        30  text M1 on L0               -> watch A1 of M1; outcome M1 sms_dark suspended
    """)


def test_a_customer_of_nobody_becomes_that_of_the_lines_owner_or_of_the_first_who_replies() -> None:
    """And stays so: the next text goes to the same agent, who may by then be unable to read it."""
    tell("""
        group fixed_order, A0 A1
        line L0, group G0
        line L1, personal A2
        customers K0 of nobody, K1 of nobody
        sms assigns
        10  text M0 on L0, by K0, reply 30   -> notify A0 of M0; notify A1 of M0
            text M1 on L1, by K1             -> assign K1 A2; notify A2 of M1
        40  nothing                          -> reply M0 A0; outcome M0 sms_answered; assign K0 A0
        50  text M2 on L0, by K0             -> notify A0 of M2
        60  suspend A0                       -> nothing
        70  text M3 on L0, by K0             -> outcome M3 sms_dark suspended
    """)


def test_without_these_options_nothing_is_kept() -> None:
    told = play("""
        line L0, personal A0
        agent A0, suspended
        10  text M0 on L0               -> nothing
        50  reactivate A0               -> nothing
    """)
    assert not told.of(RecordKind.NOTIFY, RecordKind.DARK)
