"""Opening hours, why a call reached nobody, and how every contact ends."""

import pytest

from .teller import play, tell

# --- opening hours ----------------------------------------------------------------------------------------------------


def test_a_call_outside_hours_goes_where_the_line_says_and_is_after_hours_whatever_is_played() -> None:
    tell("""
        open 100-200
        group fixed_order, A0
        line L0, group G0, voicemail
        line L1, group G0, voicemail, after hours line box
        line L2, personal A0, after hours A1 box
        line L3, group G0, after hours hang up
        agent A1, voicemail
        10  arrive C0 on L0         -> outcome C0 after_hours hours
        20  arrive C1 on L1         -> voicemail C1 line box
        30  arrive C2 on L2         -> voicemail C2 A1 box
        40  arrive C3 on L3         -> outcome C3 after_hours hours
        45  nothing                 -> outcome C1 after_hours hours
        55  nothing                 -> notify A1 of C2; outcome C2 after_hours hours
       100  nothing                 -> open
       200  nothing                 -> closed
    """)


def test_an_after_hours_group_takes_calls_outside_hours() -> None:
    """Answered is answered; whoever is not is after hours, also where they hang up."""
    tell("""
        open 100-200
        group fixed_order, A0
        group fixed_order, A1, queue
        line L0, group G0, after hours G1
        calls pick 0, talk 50
        10  arrive C0               -> ring C0 [A1]; answer C0 A1
        20  arrive C1, patience 5   -> queued C1 G1
        25  nothing                 -> outcome C1 after_hours hours
        60  nothing                 -> outcome C0 answered_live
       100  arrive C2               -> ring C2 [A0]; answer C2 A0
    """)


def test_a_call_in_the_system_at_closing_stays() -> None:
    tell("""
        open 0-100
        group fixed_order, A0, queue
        line L0, group G0, after hours hang up
        calls pick 0, talk 50
        80  arrive C0               -> ring C0 [A0]; answer C0 A0
        90  arrive C1               -> queued C1 G0
       100  arrive C2               -> outcome C2 after_hours hours       (closing comes before an arrival)
       130  nothing                 -> outcome C0 answered_live; ring C1 [A0]; answer C1 A0
    """)


def test_a_message_knows_no_hours() -> None:
    tell("""
        open 100-200
        group fixed_order, A0
        10  text M0 on L0, reply 5  -> notify A0 of M0
        15  nothing                 -> outcome M0 sms_answered
    """)


# --- why a call reached nobody ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("header, what, effects, reason", [
    ("agent A0, paused", "pause A1", "nothing", "paused"),
    ("agent A0, suspended", "pause A1", "nothing", "paused"),
    ("agent A0, suspended", "suspend A1", "nothing", "suspended"),
    ("agent A0, suspended", "delete A1", "nothing", "suspended"),
    ("agent A0, shift 0-5", "suspend A1", "nothing", "suspended"),
    ("agent A0, shift 0-5", "delete A1", "nothing", "off_shift"),
    ("agent A0, paused", "tries A1 set_away", "nothing", "busy"),
    ("agent A0, paused", "arrive C8, pick 0, talk 99", "ring C8 [A1]; answer C8 A1", "busy"),
    ("agent A0, break 10 for 99", "pause A1", "nothing", "busy"),
    ("agent A0, suspended", "arrive C8, pick never", "ring C8 [A1]", "busy"),
    ("agent A1, suspended", "delete A0 A1", "nothing", "no_agent"),
])  # fmt: skip
def test_the_first_reason_that_holds_explains_the_call(header: str, what: str, effects: str, reason: str) -> None:
    """Busy comes before paused, paused before suspended, suspended before off shift."""
    tell(f"""
        group fixed_order, A0 A1
        {header}
        10  {what}                  -> {effects}
        20  arrive C0               -> outcome C0 dead_end {reason}
    """)


def test_a_paused_agent_on_a_call_counts_as_paused() -> None:
    tell("""
        group fixed_order, A0
        10  arrive C0, pick 0, talk 99   -> ring C0 [A0]; answer C0 A0
        20  pause A0                     -> nothing
        30  arrive C1                    -> tally C1 1 paused; outcome C1 dead_end paused
    """)


def test_no_answer_comes_before_everything_but_hours() -> None:
    tell("""
        group fixed_order, ring 20 s, A0 A1 A2
        agent A1, paused
        agent A2, suspended
        10  arrive C0               -> ring C0 [A0]
        30  nothing                 -> tally C0 1 paused; tally C0 1 suspended; outcome C0 missed_timeout no_answer
    """)


def test_all_counts_stand_beside_the_reason_over_every_group_the_call_went_through() -> None:
    tell("""
        group fixed_order, A0 A1 A2 A3, overflow G1
        group fixed_order, A3 A4 A5, overflow line box
        line L0, group G0, voicemail
        agent A0, paused
        agent A1, suspended
        agent A2, shift 500-900
        agent A4, paused
        10  tries A3 set_away       -> nothing
            tries A5 set_away       -> nothing
        20  arrive C0               -> tally C0 2 busy; tally C0 2 paused; tally C0 1 suspended; tally C0 1 off_shift;\
 voicemail C0 line box
        45  nothing                 -> outcome C0 voicemail_left busy
    """)


def test_who_hangs_up_while_a_phone_rings_abandoned_ringing_else_the_queue() -> None:
    tell("""
        group fixed_order, ring 20 s, A0, queue
        10  arrive C0, patience 15  -> ring C0 [A0]
        12  arrive C1, patience 5   -> queued C1 G0
        17  nothing                 -> outcome C1 abandoned_queue busy
        25  nothing                 -> left C0 [A0]; outcome C0 abandoned_ringing busy
    """)


def test_a_caller_in_voicemail_or_on_a_call_has_patience() -> None:
    tell("""
        group fixed_order, A0
        line L0, group G0, voicemail
        10  arrive C0, pick 0, talk 60, patience 5   -> ring C0 [A0]; answer C0 A0
        11  arrive C1, patience 5                    -> voicemail C1 line box
        36  nothing                                  -> outcome C1 voicemail_left busy
        70  nothing                                  -> outcome C0 answered_live
    """)


# --- the end of the horizon -------------------------------------------------------------------------------------------


def test_whoever_is_in_the_system_at_the_very_end_stays_there_on_the_books() -> None:
    tell("""
        group fixed_order, A0 A1, queue
        10  arrive C0, pick 0, talk 90   -> ring C0 [A0]; answer C0 A0
        20  arrive C1                    -> ring C1 [A1]
        21  arrive C2                    -> nothing
        22  text M0 on L0                -> notify A0 of M0; notify A1 of M0
        23  dial D0 A0, connects 5       -> nothing
        30  end -> outcome C0 in_system; outcome C1 in_system; outcome C2 in_system; outcome D0 in_system; outcome M0 sms_open
    """)


# --- whatever happens, everything ends and balances -------------------------------------------------------------------


@pytest.mark.parametrize("header", [
    "agent A0, shift 500-900", "agent A0, suspended", "agent A0, paused", "agent A0, absent", "open 500-900",
])  # fmt: skip
def test_a_day_without_anyone_balances(header: str) -> None:
    told = play(f"""
        group simultaneous, A0, queue
        line L0, group G0
        line L1, personal A0
        {header}
        10  arrive C0 on L0, patience 0   -> nothing
        11  arrive C1 on L1, patience 0   -> nothing
        12  dial D0 A0, connects 5        -> nothing
        13  text M0 on L1                 -> nothing
        14  send T0 A0                    -> nothing
        99  end                           -> nothing
    """)
    assert not told.world.calls
    assert not told.world.messages


def test_everybody_is_deleted_in_the_middle_of_a_ring() -> None:
    tell("""
        group simultaneous, A0 A1 A2, queue
        line L0, group G0, voicemail
        10  arrive C0               -> ring C0 [A0 A1 A2]
        15  delete A0 A1 A2         -> cancelled C0 [A0 A1 A2]; voicemail C0 line box
        40  nothing                 -> outcome C0 voicemail_left no_agent
    """)
