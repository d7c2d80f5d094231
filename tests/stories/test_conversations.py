"""Texts as conversations: slots, the fewest first, a queue in order of arrival, and what they mean for calls."""

import pytest

from .teller import tell


def test_a_conversation_goes_to_who_has_fewest_and_takes_a_slot_until_it_is_over() -> None:
    tell("""
        group fixed_order, A0 A1
        sms conversation, slots 2, talk 60
        10  text M0 on L0, reply 5      -> notify A0 of M0; conversations A0 1
        11  text M1 on L0, reply 5      -> notify A1 of M1; conversations A1 1
        12  text M2 on L0, reply 5      -> notify A0 of M2; conversations A0 2
        15  nothing                     -> reply M0 A0; outcome M0 sms_answered
        16  nothing                     -> reply M1 A1; outcome M1 sms_answered
        17  nothing                     -> reply M2 A0; outcome M2 sms_answered
        75  nothing                     -> conversations A0 1
        76  nothing                     -> conversations A1 0
        77  nothing                     -> conversations A0 0
    """)


def test_the_oldest_unassigned_text_gets_the_slot_that_is_freed() -> None:
    tell("""
        group fixed_order, A0
        sms conversation, talk 20
        10  text M0 on L0, reply 5      -> notify A0 of M0
        12  text M2 on L0, reply 5      -> queued M2
        14  text M1 on L0, reply 5      -> queued M1
        15  nothing                     -> outcome M0 sms_answered
        35  text M3 on L0, reply 5      -> notify A0 of M2; queued M3
        40  nothing                     -> outcome M2 sms_answered
        60  nothing                     -> notify A0 of M1
        65  nothing                     -> outcome M1 sms_answered
    """)


def test_a_text_that_comes_to_a_full_queue_is_dropped() -> None:
    """Each line has its own queue."""
    tell("""
        group fixed_order, A0
        line L0, group G0
        line L1, group G0
        sms conversation, limit 1, talk 20
        10  text M0 on L0, reply 5      -> notify A0 of M0
        11  text M1 on L0, reply 5      -> queued M1
        12  text M2 on L0, reply 5      -> outcome M2 sms_dropped
        13  text M3 on L1, reply 5      -> queued M3
        15  nothing                     -> outcome M0 sms_answered
        35  nothing                     -> notify A0 of M1
        36  text M4 on L0, reply 5      -> queued M4
        40  nothing                     -> outcome M1 sms_answered
    """)


def test_an_owned_text_waits_for_its_owner_and_does_not_hold_up_the_others() -> None:
    tell("""
        group fixed_order, A0 A1
        customers K0 of A0, K1 of nobody
        sms conversation, talk 20
        10  text M0 on L0, by K0, reply 5    -> notify A0 of M0
        11  text M1 on L0, by K0, reply 5    -> queued M1
        12  text M2 on L0, by K1, reply 5    -> notify A1 of M2
        15  nothing                          -> outcome M0 sms_answered
        17  nothing                          -> outcome M2 sms_answered
        35  nothing                          -> notify A0 of M1
        40  nothing                          -> outcome M1 sms_answered
    """)


@pytest.mark.parametrize("option, ends", [
    ("blocks voice", "ring C0 [A1]"),
    ("slots 1", "ring C0 [A0]"),
])  # fmt: skip
def test_an_open_conversation_keeps_calls_away_where_it_is_so_set(option: str, ends: str) -> None:
    tell(f"""
        group fixed_order, A0 A1
        sms conversation, talk 20, {option}
        10  text M0 on L0, reply 5      -> notify A0 of M0
        12  arrive C0                   -> {ends}
        15  nothing                     -> outcome M0 sms_answered
    """)


def test_a_caller_waits_for_who_is_in_a_conversation_and_rings_when_it_is_over() -> None:
    tell("""
        group fixed_order, A0, queue
        sms conversation, talk 20, blocks voice
        10  text M0 on L0, reply 5      -> notify A0 of M0
        12  arrive C0, pick 2, talk 60  -> queued C0 G0
        15  nothing                     -> outcome M0 sms_answered
        20  arrive C1, patience 5       -> queued C1 G0
        25  nothing                     -> outcome C1 abandoned_queue busy
        35  nothing                     -> ring C0 [A0]
        37  text M1 on L0, reply 5      -> notify A0 of M1; answer C0 A0
    """)


def test_a_call_is_served_before_a_text_of_the_same_instant() -> None:
    tell("""
        group fixed_order, A0, queue
        sms conversation, talk 20, blocks voice
        10  arrive C0, pick 2, talk 60  -> ring C0 [A0]
            text M0 on L0, reply 5      -> notify A0 of M0
        12  nothing                     -> answer C0 A0
        15  nothing                     -> outcome M0 sms_answered
    """)


def test_who_is_logged_out_gets_no_conversation_and_a_paused_agent_does() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, shift 30-900
        sms conversation, slots 2, talk 20
         5  pause A1                    -> nothing
        10  text M0 on L0, reply 500    -> notify A1 of M0
        30  text M1 on L0, reply 500    -> notify A0 of M1
    """)


def test_leaving_ends_what_was_replied_to_and_keeps_what_was_not() -> None:
    """The rest of the time to reply runs when the agent is back."""
    tell("""
        group fixed_order, A0
        agent A0, shift 0-20 100-900
        sms conversation, slots 2, talk 60
        10  text M0 on L0, reply 5      -> notify A0 of M0; conversations A0 1
        12  text M1 on L0, reply 10     -> notify A0 of M1; conversations A0 2
        15  nothing                     -> outcome M0 sms_answered
        20  nothing                     -> conversations A0 1
       102  nothing                     -> outcome M1 sms_answered
       162  nothing                     -> conversations A0 0
    """)


def test_a_conversation_left_behind_by_who_went_offline_goes_back_to_the_pool_after_so_long() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, shift 0-20 200-900
        customers K0 of A0
        sms conversation, reassign 30, talk 5
        10  text M0 on L0, by K0, reply 60   -> notify A0 of M0; conversations A0 1
        20  nothing                          -> nothing
        50  nothing                          -> conversations A0 0; notify A1 of M0; conversations A1 1
       110  nothing                          -> outcome M0 sms_answered
       115  nothing                          -> conversations A1 0
    """)


def test_without_that_option_it_stays_stuck_with_them() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, shift 0-20
        customers K0 of A0
        sms conversation, talk 5
        10  text M0 on L0, by K0, reply 60   -> notify A0 of M0
       500  end                              -> outcome M0 sms_open
    """)


def test_a_deleted_agents_conversations_are_ended_or_nobodys() -> None:
    tell("""
        group fixed_order, A0 A1
        sms conversation, slots 2, talk 60
        10  text M0 on L0, reply 5      -> notify A0 of M0
        11  text M1 on L0, reply 50     -> notify A1 of M1
        15  nothing                     -> outcome M0 sms_answered
        20  delete A1                   -> notify A0 of M1
        30  suspend A0                  -> nothing
        40  text M2 on L0               -> dark M2 suspended
        90  end                         -> outcome M1 sms_open; outcome M2 sms_dark suspended
    """)


def test_a_text_nobody_may_read_is_dark_and_joins_the_queue_when_somebody_may() -> None:
    tell("""
        group fixed_order, A0
        agent A0, shift 50-900, suspended
        sms conversation, talk 5
        10  text M0 on L0, reply 5      -> dark M0 suspended
        20  reactivate A0               -> queued M0
        50  nothing                     -> notify A0 of M0
        55  nothing                     -> outcome M0 sms_answered
    """)


def test_conversations_go_on_while_the_last_calls_are_served_after_the_end() -> None:
    """What nobody had replied to is booked as open; its slot is freed when it would have been."""
    tell("""
        group fixed_order, A0
        sms conversation, talk 20
        10  text M0 on L0, reply 30     -> notify A0 of M0; conversations A0 1
        20  end                         -> outcome M0 sms_open
        40  nothing                     -> nothing
        60  nothing                     -> conversations A0 0
    """)
