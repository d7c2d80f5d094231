"""A personal line: the owner rings, else their own voicemail if they set it, else the line's, else the call is missed."""

import pytest

from .teller import tell

AWAY = {
    "busy": "tries A0 set_away",
    "on a break": "nothing",
    "off shift": "nothing",
    "on a call": "arrive C8, pick 0, talk 500",
    "in wrap-up": "arrive C8, pick 0, talk 5",
}
HEADERS = {"on a break": "agent A0, break 10 for 300", "off shift": "agent A0, shift 0-10",
           "in wrap-up": "agent A0, wrap-up 300"}  # fmt: skip
EFFECTS = {"on a call": "ring C8 [A0]; answer C8 A0", "in wrap-up": "ring C8 [A0]; answer C8 A0"}
LATER = {"in wrap-up": "outcome C8 answered_live"}


def test_the_owner_rings_for_the_lines_own_time_then_the_voicemail_they_set() -> None:
    tell("""
        agent A0, voicemail
        line L0, personal A0, ring 60 s
        10  arrive C0               -> ring C0 [A0]
        70  nothing                 -> missed C0 [A0]; voicemail C0 A0 box
        95  nothing                 -> notify A0 of C0; outcome C0 voicemail_left no_answer
    """)


def test_the_owner_answers() -> None:
    tell("""
        line L0, personal A0
        10  arrive C0, pick 5, talk 60   -> ring C0 [A0]
        15  nothing                      -> answer C0 A0
        75  nothing                      -> outcome C0 answered_live
    """)


def test_an_owner_who_does_not_answer_and_has_no_voicemail_misses_the_call() -> None:
    tell("""
        line L0, personal A0, ring 60 s
        10  arrive C0               -> ring C0 [A0]
        70  nothing                 -> outcome C0 missed_no_voicemail no_answer
    """)


def test_the_lines_voicemail_stands_in_for_the_owners() -> None:
    tell("""
        line L0, personal A0, voicemail
        line L1, personal A1, voicemail
        agent A1, paused
        10  arrive C0 on L0         -> ring C0 [A0]
        20  arrive C1 on L1         -> voicemail C1 line box
        45  nothing                 -> outcome C1 voicemail_left paused
        70  nothing                 -> voicemail C0 line box
    """)


@pytest.mark.parametrize("voicemail", ["voicemail", "no voicemail"])
@pytest.mark.parametrize("away", AWAY)
def test_an_active_owner_who_is_away_is_not_rung(away: str, voicemail: str) -> None:
    """Busy, on a break, off shift, on a call or in wrap-up: own voicemail if set, else the call is missed."""
    reason = "off_shift" if away == "off shift" else "busy"
    ends = "voicemail C0 A0 box" if voicemail == "voicemail" else f"outcome C0 missed_no_voicemail {reason}"
    tell(f"""
        agent A0, {"voicemail" if voicemail == "voicemail" else "return 60"}
        {HEADERS.get(away, "agent A0, return 60")}
        line L0, personal A0
        10  {AWAY[away]}            -> {EFFECTS.get(away, "nothing")}
        15  nothing                 -> {LATER.get(away, "nothing")}
        20  arrive C0               -> {ends}
    """)


@pytest.mark.parametrize("change, ends", [
    ("pause A0", "voicemail C0 A0 box"),
    ("suspend A0", "outcome C0 unrouted suspended"),
    ("delete A0", "outcome C0 unrouted no_agent"),
])  # fmt: skip
def test_an_owner_who_changes_status_while_ringing(change: str, ends: str) -> None:
    """Paused: their voicemail at once. Suspended or deleted: the line leads nowhere, and nobody's box is used."""
    tell(f"""
        agent A0, voicemail
        line L0, personal A0, voicemail
        10  arrive C0               -> ring C0 [A0]
        20  {change}                -> cancelled C0 [A0]; {ends}
    """)


@pytest.mark.parametrize("change", ["suspend A0", "delete A0"])
def test_a_message_left_is_kept_but_its_owner_hears_nothing_once_suspended_or_deleted(change: str) -> None:
    tell(f"""
        agent A0, voicemail, paused
        line L0, personal A0
        10  arrive C0               -> voicemail C0 A0 box
        20  {change}                -> nothing
        35  nothing                 -> outcome C0 voicemail_left paused
    """)


def test_a_caller_who_leaves_no_message_notifies_nobody() -> None:
    tell("""
        agent A0, voicemail, paused
        line L0, personal A0, box stays empty
        10  arrive C0               -> voicemail C0 A0 box
        35  nothing                 -> outcome C0 voicemail_empty paused
    """)


def test_the_owner_of_a_line_is_rung_by_one_call_at_a_time() -> None:
    tell("""
        line L0, personal A0
        10  arrive C0               -> ring C0 [A0]
        12  arrive C1               -> outcome C1 missed_no_voicemail busy
    """)


def test_a_reactivated_owner_is_rung_again_and_a_new_person_takes_over_the_line() -> None:
    tell("""
        agent A0, return 0
        agent A1, suspended
        line L0, personal A0
        line L1, personal A1
        calls pick 0, talk 1
        10  suspend A0              -> nothing
        20  arrive C0 on L0         -> outcome C0 unrouted suspended
            arrive C1 on L1         -> outcome C1 unrouted suspended
        30  reactivate A0           -> nothing
            reassign A1 to Nora     -> nothing
        40  arrive C2 on L0         -> ring C2 [A0]; answer C2 A0
            arrive C3 on L1         -> ring C3 [A1]; answer C3 A1
    """)
