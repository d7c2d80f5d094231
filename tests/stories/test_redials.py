"""Callers who hang up and try again (A2.32)."""

import pytest

from .teller import tell


def test_who_hangs_up_tries_again_as_a_contact_of_the_next_generation() -> None:
    tell("""
        group fixed_order, ring never, A0
        redial after 30, most 2
        10  arrive C0, patience 5             -> ring C0 [A0]
        15  nothing                           -> outcome C0 abandoned_ringing busy
        45  nothing                           -> ring C0' [A0]
        50  nothing                           -> outcome C0' abandoned_ringing busy
        80  nothing                           -> ring C0'' [A0]
        85  nothing                           -> outcome C0'' abandoned_ringing busy
        200 nothing                           -> nothing
    """)


def test_who_is_answered_does_not() -> None:
    tell("""
        group fixed_order, A0
        redial after 30, most 2
        10  arrive C0, patience 5, pick 2, talk 20  -> ring C0 [A0]
        12  nothing                           -> answer C0 A0
        32  nothing                           -> outcome C0 answered_live
        200 nothing                           -> nothing
    """)


@pytest.mark.parametrize("when, again", [("", "nothing"), (", unless reached", "ring C0' [A0]")])
def test_whoever_reached_nobody_tries_again_only_where_the_source_says_so(when: str, again: str) -> None:
    tell(f"""
        group fixed_order, ring 5 s, A0
        redial after 30, most 1{when}
        10  arrive C0                         -> ring C0 [A0]
        15  nothing                           -> outcome C0 missed_timeout no_answer
        45  nothing                           -> {again}
    """)


def test_who_tries_again_after_closing_hears_that_it_is_closed() -> None:
    tell("""
        group fixed_order, ring never, A0
        open 0-40
        redial after 30, most 2
        10  arrive C0, patience 5             -> ring C0 [A0]
        15  nothing                           -> outcome C0 abandoned_ringing busy
        45  nothing                           -> outcome C0' after_hours hours
        200 nothing                           -> nothing
    """)
