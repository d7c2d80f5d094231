"""What a caller hears in the queue and does about it: announcements, a key, an AI, closing time (A2.34)."""

import pytest

from .teller import tell


def test_an_announcement_may_make_a_caller_hang_up_right_after_it() -> None:
    tell("""
        group fixed_order, A0, queue, announce at 20
        calls pick 0, talk 100
        10  arrive C0                         -> ring C0 [A0]; answer C0 A0
        20  arrive C1                         -> nothing
        40  nothing                           -> outcome C1 abandoned_queue busy
    """)


def test_an_announcement_is_played_again_and_each_time_may_be_too_much() -> None:
    tell("""
        group fixed_order, A0, queue, announce at 20 every 15 never works
        calls pick 0, talk 100
        10  arrive C0                         -> ring C0 [A0]; answer C0 A0
        20  arrive C1                         -> nothing
       110  nothing                           -> outcome C0 answered_live; ring C1 [A0]; answer C1 A0
       210  nothing                           -> outcome C1 answered_live
    """)


def test_a_caller_who_is_rung_for_hangs_up_all_the_same() -> None:
    tell("""
        group fixed_order, ring never, A0, queue, announce at 20
        10  arrive C0, pick 0, talk 15        -> ring C0 [A0]; answer C0 A0
        20  arrive C1                         -> nothing
        25  nothing                           -> outcome C0 answered_live; ring C1 [A0]
        40  nothing                           -> left C1 [A0]; outcome C1 abandoned_ringing busy
    """)


def test_the_exit_key_leads_out_of_the_phone_system() -> None:
    tell("""
        group fixed_order, A0, queue, key at 20
        calls pick 0, talk 100
        shows leave
        10  arrive C0                         -> ring C0 [A0]; answer C0 A0
        20  arrive C1                         -> nothing
        40  nothing                           -> leave C1 G0 exit_key; outcome C1 exit_key busy
    """)


@pytest.mark.parametrize("to, then", [
    ("hang up", "outcome C1 exit_key busy"),
    ("line box", "voicemail C1 line box"),
    ("A0 box", "voicemail C1 A0 box"),
    ("G1", "ring C1 [A1]; answer C1 A1"),
])  # fmt: skip
def test_the_exit_key_leads_to_a_box_or_another_group(to: str, then: str) -> None:
    tell(f"""
        group fixed_order, A0, queue, key at 20 to {to}
        group fixed_order, A1
        agent A0, voicemail
        line L0, group G0, voicemail
        calls pick 0, talk 100
        10  arrive C0                         -> ring C0 [A0]; answer C0 A0
        20  arrive C1                         -> nothing
        40  nothing                           -> {then}
    """)


def test_an_ai_rescues_whose_hold_has_run_out() -> None:
    tell("""
        group fixed_order, A0, queue, hold 30, ai rescues, overflow line box
        line L0, group G0, voicemail
        calls pick 0, talk 100
        10  arrive C0                         -> ring C0 [A0]; answer C0 A0
        20  arrive C1                         -> nothing
        50  nothing                           -> outcome C1 ai_rescued busy
    """)


def test_C44_who_is_in_the_queue_at_closing_stays() -> None:
    tell("""
        group fixed_order, A0, queue
        open 0-40
        calls pick 0, talk 100
        10  arrive C0                         -> ring C0 [A0]; answer C0 A0
        39.999999  arrive C1                  -> nothing
        40  arrive C2                         -> outcome C2 after_hours hours
       110  nothing                           -> outcome C0 answered_live; ring C1 [A0]; answer C1 A0
    """)


def test_C44_who_is_in_the_queue_at_closing_is_evicted_where_the_queue_says_so() -> None:
    tell("""
        group fixed_order, A0, queue, evicts at closing
        line L0, group G0, voicemail, after hours line box
        open 0-40
        calls pick 0, talk 100
        shows leave closed
        10  arrive C0                         -> ring C0 [A0]; answer C0 A0
        39.999999  arrive C1                  -> nothing
        40  nothing                           -> closed; leave C1 G0 hours; voicemail C1 line box
        65  nothing                           -> outcome C1 after_hours hours
       110  nothing                           -> outcome C0 answered_live
    """)


def test_C44_a_phone_that_rings_at_closing_may_still_be_answered() -> None:
    story = """
        group fixed_order, ring 20 s, A0, queue, evicts at closing
        open 0-40
        10  arrive C0, pick 0, talk 20        -> ring C0 [A0]; answer C0 A0
        20  arrive C1, pick {pick}, talk 20   -> nothing
        30  nothing                           -> outcome C0 answered_live; ring C1 [A0]
        {then}
    """
    tell(story.format(pick=15, then="45  nothing -> answer C1 A0"))
    tell(story.format(pick="never", then="50  nothing -> missed C1 [A0]; outcome C1 after_hours hours"))
