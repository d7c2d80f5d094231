"""Pauses that agents ask for at random: when they begin, when they end, and what the admin's pauses do to them (A2.9)."""

import pytest

from .teller import tell


@pytest.mark.parametrize("taken, in_talk, at_its_end, after_wrap_up, back", [
    ("at once", "status A0 paused", "nothing", "nothing", 120),
    ("after call", "nothing", "status A0 paused", "nothing", 140),
    ("when idle", "nothing", "nothing", "status A0 paused", 150),
])  # fmt: skip
def test_a_pause_asked_for_during_a_call_begins_as_the_agent_takes_it(
    taken: str, in_talk: str, at_its_end: str, after_wrap_up: str, back: int
) -> None:
    tell(f"""
        group fixed_order, A0
        agent A0, wrap-up 10, pauses every 20 for 100 {taken}
        shows wrap_up
         5  arrive C0, pick 0, talk 35        -> ring C0 [A0]; answer C0 A0
        20  nothing                           -> {in_talk}
        40  nothing                           -> outcome C0 answered_live; wrap_up A0; {at_its_end}
        50  nothing                           -> wrap_up_end A0; {after_wrap_up}
        {back}  nothing                       -> status A0 active
    """)


def test_a_pause_comes_before_the_call_that_waits() -> None:
    tell("""
        group fixed_order, A0, queue
        agent A0, pauses every 20 for 30 after call, return 0
        calls pick 0, talk 35
        shows phone
         0  nothing                           -> nothing
         5  arrive C0                         -> ring C0 [A0]; answer C0 A0
        10  arrive C1                         -> nothing
        40  nothing                           -> outcome C0 answered_live; status A0 paused; phone A0 offline
        70  nothing                           -> status A0 active; phone A0 available; ring C1 [A0]; answer C1 A0
    """)


def test_a_phone_that_rings_is_answered_first_unless_pauses_are_taken_at_once() -> None:
    tell("""
        group fixed_order, ring 30 s, A0 A1
        agent A0, pauses every 20 for 100 when idle
        15  arrive C0, pick A0 10, talk 20    -> ring C0 [A0]
        25  nothing                           -> answer C0 A0
        45  nothing                           -> outcome C0 answered_live; status A0 paused
    """)
    tell("""
        group fixed_order, ring 30 s, A0 A1
        agent A0, pauses every 20 for 100 at once
        15  arrive C0, pick A0 10 A1 2, talk 20  -> ring C0 [A0]
        20  nothing                           -> status A0 paused; cancelled C0 [A0]; ring C0 [A1]
        22  nothing                           -> answer C0 A1
        42  nothing                           -> outcome C0 answered_live
    """)


def test_a_missed_call_ends_in_the_pause_before_anyone_is_rung_again() -> None:
    tell("""
        group fixed_order, ring 10 s, A0, queue, retry 0
        agent A0, pauses every 20 for 100 after call
        15  arrive C0                         -> ring C0 [A0]
        20  nothing                           -> nothing
        25  nothing                           -> status A0 paused; outcome C0 missed_timeout no_answer
    """)


def test_the_time_to_the_next_pause_begins_anew_after_each() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, pauses every 20 for 10 at once, return 3
        shows phone
        20  nothing                           -> status A0 paused; phone A0 offline
        30  nothing                           -> status A0 active
        33  nothing                           -> phone A0 available
        50  nothing                           -> status A0 paused; phone A0 offline
        60  nothing                           -> status A0 active
        63  nothing                           -> phone A0 available
    """)


def test_it_runs_only_while_the_agent_is_logged_in_and_active() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, shift 0-15 30-100, pauses every 20 for 10 at once
        50  nothing                           -> status A0 paused
        55  pause A0                          -> nothing
        60  nothing                           -> nothing       (the admin's pause covers the agent still)
        65  resume A0                         -> status A0 active
        85  nothing                           -> status A0 paused
    """)


def test_the_admins_resume_ends_a_pause_of_the_agents_own_and_a_suspension_outlives_it() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0 A1, pauses every 20 for 15 at once
        20  nothing                           -> status A0 paused; status A1 paused
        25  resume A0                         -> status A0 active
        30  suspend A1 until 40               -> status A1 suspended
        35  nothing                           -> nothing
        40  nothing                           -> status A1 active
        45  nothing                           -> status A0 paused
    """)


def test_who_logs_out_forgets_the_pause_they_had_asked_for() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, shift 0-30 60-200, pauses every 20 for 15 when idle
        15  arrive C0, pick 0, talk 30        -> ring C0 [A0]; answer C0 A0
        45  nothing                           -> outcome C0 answered_live
        80  nothing                           -> status A0 paused
    """)
