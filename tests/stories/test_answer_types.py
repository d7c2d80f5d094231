"""How an agent takes calls: in the app, on a phone number outside the system, or not at all."""

import pytest

from .teller import tell


def test_who_will_not_answer_is_skipped_although_a_member() -> None:
    tell("""
        group fixed_order, A0 A1
        line L0, group G0
        line L1, personal A0
        agent A0, will not answer, voicemail
        10  arrive C0 on L0                 -> ring C0 [A1]
        12  arrive C1 on L1                 -> voicemail C1 A0 box
        13  arrive C2 on L0                 -> outcome C2 dead_end busy
    """)


def test_nobody_waits_for_who_will_not_answer_though_they_are_on_a_call() -> None:
    """A member who is busy with a call of their own keeps no caller in the queue, if they never take one."""
    tell("""
        group fixed_order, A0, queue
        agent A0, will not answer
        10  dial D0 A0, connects 5, talk 60 -> dial D0 A0
        20  arrive C0                       -> outcome C0 dead_end no_agent
    """)


@pytest.mark.parametrize("kind, rings", [("phone number", "ring C0 [A0]"), ("app", "outcome C0 dead_end off_shift")])
def test_a_phone_number_rings_even_if_the_app_is_offline(kind: str, rings: str) -> None:
    tell(f"""
        group fixed_order, A0
        agent A0, {kind}, shift 0-10
        20  arrive C0                       -> {rings}
    """)


@pytest.mark.parametrize("away, ends", [
    ("pause A0", "outcome C0 dead_end paused"),
    ("suspend A0", "outcome C0 dead_end suspended"),
    ("tries A0 set_away", "outcome C0 dead_end busy"),
])  # fmt: skip
def test_a_phone_number_is_skipped_by_account_status_and_by_what_the_agent_has_set(away: str, ends: str) -> None:
    tell(f"""
        group fixed_order, A0
        agent A0, phone number
        10  {away}                          -> nothing
        20  arrive C0                       -> {ends}
    """)


def test_a_phone_number_rings_again_as_soon_as_the_pause_is_over() -> None:
    """Nobody need press available in an app."""
    tell("""
        group fixed_order, A0
        agent A0, phone number, return 60
        10  pause A0 until 20               -> nothing
        21  arrive C0                       -> ring C0 [A0]
    """)


def test_the_end_of_a_shift_stops_the_app_and_not_the_phone_number() -> None:
    tell("""
        group fixed_order, ring 20 s, A0, overflow G1
        group fixed_order, ring 20 s, A1
        agent A0, phone number, shift 0-15
        agent A1, shift 0-35
        10  arrive C0, pick never           -> ring C0 [A0]
        30  nothing                         -> missed C0 [A0]; ring C0 [A1]; logout A0
        35  nothing                         -> cancelled C0 [A1]; outcome C0 missed_timeout no_answer; logout A1
    """)


def test_a_call_taken_off_shift_keeps_the_phone_number_busy() -> None:
    tell("""
        group fixed_order, A0, queue
        agent A0, phone number, shift 500-900
        10  arrive C0, pick 2, talk 30      -> ring C0 [A0]
        12  nothing                         -> answer C0 A0
        20  arrive C1, pick 2, talk 30      -> queued C1 G0
        42  nothing                         -> outcome C0 answered_live; ring C1 [A0]
        44  nothing                         -> answer C1 A0
    """)


def test_a_carriers_voicemail_answers_and_no_person_hears_the_caller() -> None:
    """The system counts an answer: the others stop ringing, wrap-up runs, and the caller talks to a machine."""
    tell("""
        group simultaneous, ring 20 s, A0 A1
        agent A0, phone number, carrier voicemail after 15, wrap-up 30
        10  arrive C0, pick A0 never A1 18, talk 60  -> ring C0 [A0 A1]
        25  nothing                         -> answer C0 A0 voicemail; elsewhere C0 [A1]
        50  nothing                         -> talk_end C0 A0; outcome C0 answered_false no_answer; wrap_up A0
        80  nothing                         -> wrap_up_end A0
    """)


def test_a_person_who_picks_up_first_is_no_machine_and_one_who_is_late_is() -> None:
    tell("""
        group fixed_order, ring 20 s, A0
        agent A0, phone number, carrier voicemail after 15
        10  arrive C0, pick 15, talk 60     -> ring C0 [A0]
        25  nothing                         -> answer C0 A0
        85  nothing                         -> outcome C0 answered_live
        90  arrive C1, pick 16, talk 60     -> ring C1 [A0]
       105  nothing                         -> answer C1 A0 voicemail
       130  nothing                         -> outcome C1 answered_false no_answer
    """)


def test_a_carrier_that_answers_after_the_ring_time_out_comes_too_late() -> None:
    tell("""
        group fixed_order, ring 10 s, A0 A1
        agent A0, phone number, carrier voicemail after 15
        10  arrive C0                       -> ring C0 [A0]
        20  nothing                         -> missed C0 [A0]; ring C0 [A1]
    """)


def test_a_phone_that_is_off_is_answered_by_the_carrier_at_once() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, phone number, carrier voicemail after 0
        10  arrive C0, pick 3, talk 60      -> ring C0 [A0]; answer C0 A0 voicemail
        35  nothing                         -> outcome C0 answered_false no_answer
    """)
