"""What rings beside the owner's app: the backup number, the next step of a missed call, the customer's owner first."""

import pytest

from .teller import tell


def test_the_backup_number_rings_after_the_app_and_the_voicemail_comes_last() -> None:
    tell("""
        agent A0, voicemail
        line L0, personal A0, ring 60 s, backup ring 20
        10  arrive C0                   -> ring C0 [A0]
        70  nothing                     -> missed C0 [A0]; ring C0 [backup]
        90  nothing                     -> missed C0 [backup]; voicemail C0 A0 box
       115  nothing                     -> notify A0 of C0; outcome C0 voicemail_left no_answer
    """)


def test_who_answers_the_backup_is_a_person_outside_the_system() -> None:
    """The owner's own state does not change: the system does not see who has that phone."""
    tell("""
        line L0, personal A0, ring 20 s, backup ring 20 answers 5
        line L1, personal A0, backup ring 20 answers 5
        calls talk 60
        10  arrive C0 on L0             -> ring C0 [A0]
        30  nothing                     -> missed C0 [A0]; ring C0 [backup]
        35  nothing                     -> answer C0 backup
        40  arrive C1 on L1, pick 2     -> ring C1 [A0]
        42  nothing                     -> answer C1 A0
        95  nothing                     -> outcome C0 answered_live
       102  nothing                     -> outcome C1 answered_live
    """)


def test_an_owner_who_is_not_available_is_tried_on_the_backup_at_once() -> None:
    tell("""
        group fixed_order, A1
        line L0, personal A0, backup ring 20
        line L1, personal A1, backup ring 20
        line L2, personal A2, backup ring 20 answers 0
        line L3, group G0
        agent A0, shift 500-900
        agent A2, shift 0-900, break 5 for 300
         9  arrive C3 on L3, pick 0, talk 500  -> ring C3 [A1]; answer C3 A1
        10  arrive C0 on L0             -> ring C0 [backup]
            arrive C1 on L1             -> ring C1 [backup]
            arrive C2 on L2, talk 60    -> ring C2 [backup]; answer C2 backup
        30  nothing                     -> missed C0 [backup]; missed C1 [backup]
            nothing                     -> outcome C0 missed_no_voicemail no_answer
            nothing                     -> outcome C1 missed_no_voicemail no_answer
        70  nothing                     -> outcome C2 answered_live
    """)


@pytest.mark.parametrize("option, ends", [
    ("", "voicemail C0 A0 box"),
    (" when paused", "ring C0 [backup]"),
])  # fmt: skip
def test_a_paused_owners_backup_does_not_ring_unless_the_line_says_so(option: str, ends: str) -> None:
    tell(f"""
        agent A0, voicemail, paused
        line L0, personal A0, backup ring 20{option}
        10  arrive C0                   -> {ends}
    """)


@pytest.mark.parametrize("change", ["suspend A0", "delete A0"])
def test_the_backup_of_who_is_suspended_or_deleted_does_not_ring(change: str) -> None:
    why = "suspended" if "suspend" in change else "no_agent"
    tell(f"""
        agent A0, voicemail
        line L0, personal A0, voicemail, backup ring 20 when paused
        10  arrive C0                   -> ring C0 [A0]
        20  {change}                    -> cancelled C0 [A0]; outcome C0 unrouted {why}
    """)


def test_a_caller_who_hangs_up_stops_the_backup() -> None:
    tell("""
        line L0, personal A0, ring 20 s, backup ring 20 answers 15
        10  arrive C0, patience 30      -> ring C0 [A0]
        30  nothing                     -> missed C0 [A0]; ring C0 [backup]
        40  nothing                     -> left C0 [backup]; outcome C0 abandoned_ringing no_answer
        50  nothing                     -> nothing
    """)


def test_the_carriers_voicemail_answers_a_backup_number() -> None:
    tell("""
        agent A0, voicemail
        line L0, personal A0, ring 20 s, backup ring 20 carrier voicemail after 12
        10  arrive C0                   -> ring C0 [A0]
        30  nothing                     -> missed C0 [A0]; ring C0 [backup]
        42  nothing                     -> answer C0 backup voicemail
        67  nothing                     -> outcome C0 answered_false no_answer
    """)


def test_a_backup_that_is_another_line_rings_its_owner_and_comes_back_to_the_first_owners_box() -> None:
    tell("""
        agent A0, voicemail
        agent A1, voicemail
        line L0, personal A0, ring 60 s, backup L1 ring 20
        line L1, personal A1, ring 60 s
        10  arrive C0 on L0             -> ring C0 [A0]
        70  nothing                     -> missed C0 [A0]; ring C0 [A1]
        90  nothing                     -> missed C0 [A1]; voicemail C0 A0 box
    """)


def test_a_backup_that_is_a_ring_groups_line_leads_into_the_group() -> None:
    tell("""
        group fixed_order, A0 A1
        line L0, personal A0, ring 20 s, backup L1
        line L1, group G0
        10  arrive C0 on L0             -> ring C0 [A0]
        30  nothing                     -> missed C0 [A0]; enter C0 G0; ring C0 [A1]
    """)


@pytest.mark.parametrize("status, missed, ends", [
    ("paused", "nothing", "outcome C0 missed_no_voicemail paused"),
    ("paused", "hang up", "outcome C0 missed_no_voicemail paused"),
    ("paused", "line box", "voicemail C0 line box"),
    ("paused", "A1 box", "voicemail C0 A1 box"),
    ("paused", "G0", "ring C0 [A1]"),
    ("suspended", "nothing", "outcome C0 unrouted suspended"),
    ("suspended", "line box", "outcome C0 unrouted suspended"),
    ("suspended", "A1 box", "outcome C0 unrouted suspended"),
    ("suspended", "G0", "ring C0 [A1]"),
])  # fmt: skip
def test_the_next_step_of_a_missed_personal_call(status: str, missed: str, ends: str) -> None:
    """Under suspension only a ring group is a step: the owner is skipped without voicemail, whoever's it is."""
    line_box = ", voicemail" if missed == "line box" else ""
    tell(f"""
        group fixed_order, A1
        agent A0, {status}
        agent A1, voicemail
        line L0, personal A0, missed {missed}{line_box}
        10  arrive C0                   -> {ends}
    """)


def test_the_owners_own_box_comes_before_the_next_step_of_a_missed_call() -> None:
    tell("""
        group fixed_order, A1
        agent A0, voicemail, paused
        line L0, personal A0, missed G0
        10  arrive C0                   -> voicemail C0 A0 box
    """)


def test_a_known_customers_call_rings_their_owner_first_and_then_the_group() -> None:
    tell("""
        group fixed_order, ring 20 s, A0 A1 A2
        line L0, group G0, owner first 15
        customers K0 of A1, K1 of nobody
        10  arrive C0, by K0, pick A2 3, talk 60 -> ring C0 [A1]
        25  nothing                     -> missed C0 [A1]; enter C0 G0; ring C0 [A0]
        26  arrive C1, by K1, patience 1 -> enter C1 G0; ring C1 [A1]
        27  nothing                     -> left C1 [A1]; outcome C1 abandoned_ringing busy
        45  nothing                     -> missed C0 [A0]; ring C0 [A2]
        48  nothing                     -> answer C0 A2
    """)


@pytest.mark.parametrize("away", ["pause A1", "suspend A1", "delete A1", "tries A1 set_away"])
def test_an_owner_who_may_not_be_rung_is_skipped_without_voicemail(away: str) -> None:
    tell(f"""
        group fixed_order, A0
        line L0, group G0, voicemail, owner first 15
        agent A1, voicemail
        customers K0 of A1
        10  {away}                      -> nothing
        20  arrive C0, by K0            -> ring C0 [A0]
    """)


def test_an_owner_who_is_paused_while_ringing_hands_the_call_to_the_group_at_once() -> None:
    tell("""
        group fixed_order, A0
        line L0, group G0, owner first 15
        customers K0 of A1
        10  arrive C0, by K0            -> ring C0 [A1]
        15  pause A1                    -> cancelled C0 [A1]; ring C0 [A0]
    """)


def test_a_caller_who_leaves_while_the_owner_rings_has_been_meant_for_the_owner() -> None:
    tell("""
        group fixed_order, A0
        line L0, group G0, owner first 15
        customers K0 of A1
        10  arrive C0, by K0, patience 5 -> ring C0 [A1]
        15  nothing                     -> left C0 [A1]; tally C0 1 busy; outcome C0 abandoned_ringing busy
    """)


def test_a_call_that_goes_on_to_the_ring_group_waits_behind_whoever_waits_there_longer() -> None:
    tell("""
        group fixed_order, A0, queue
        line L0, group G0
        line L1, personal A1, ring 20 s, missed G0
        10  arrive C0 on L0, pick 0, talk 30  -> ring C0 [A0]; answer C0 A0
        20  arrive C1 on L1                   -> ring C1 [A1]
        30  arrive C2 on L0                   -> queued C2 G0
        40  nothing                           -> outcome C0 answered_live; missed C1 [A1]; ring C1 [A0]
    """)
    tell("""
        group fixed_order, A0, queue
        line L0, group G0
        line L1, personal A1, ring 20 s, missed G0
        10  arrive C0 on L0, pick 0, talk 32  -> ring C0 [A0]; answer C0 A0
        20  arrive C1 on L0                   -> queued C1 G0
        22  arrive C2 on L1                   -> ring C2 [A1]
        42  nothing                           -> outcome C0 answered_live; missed C2 [A1]; ring C1 [A0]; queued C2 G0
    """)
