"""Edge cases of personal lines and texts, by number."""

import pytest

from sim.domain.records import RecordKind

from .teller import tell


@pytest.mark.parametrize("box, outcome", [("", "voicemail_left"), (", box stays empty", "voicemail_empty")])
def test_C47_a_paused_owner_with_voicemail_is_rung_for_no_time_at_all(box: str, outcome: str) -> None:
    """No ring, no wait: the box takes the call in the instant it comes; a message is left or not by the line's chance."""
    notified = "notify A0 of C0; " if outcome == "voicemail_left" else ""
    told = tell(f"""
        agent A0, voicemail, paused
        line L0, personal A0{box}
        10  arrive C0                   -> voicemail C0 A0 box
        35  nothing                     -> {notified}outcome C0 {outcome} paused
    """)
    assert not told.of(RecordKind.RING)


@pytest.mark.parametrize("line, ends", [
    ("", "outcome C0 missed_no_voicemail paused"),
    (", missed G0", "ring C0 [A1]"),
])  # fmt: skip
def test_C48_a_paused_owner_without_voicemail_leaves_the_call_to_the_line_or_it_is_missed(line: str, ends: str) -> None:
    tell(f"""
        group fixed_order, A1
        agent A0, paused
        line L0, personal A0{line}
        10  arrive C0                   -> {ends}
    """)


def test_C49_a_suspended_owners_voicemail_is_not_used_however_it_was_recorded() -> None:
    told = tell("""
        group fixed_order, A0, overflow A0 box
        agent A0, voicemail, suspended
        line L0, personal A0, voicemail, backup ring 20 when paused, missed A0 box
        line L1, group G0
        10  arrive C0 on L0             -> outcome C0 unrouted suspended
            arrive C1 on L1             -> outcome C1 dead_end suspended
    """)
    assert not told.of(RecordKind.VOICEMAIL, RecordKind.RING)


@pytest.mark.parametrize("second", ["L0", "L1"])
def test_C50_backup_numbers_in_a_circle_are_cut(second: str) -> None:
    """Each phone rings once, then the call is cut: it neither hangs nor rings anybody for ever."""
    told = tell(f"""
        agent A0, voicemail
        line L0, personal A0, ring 60 s, backup L1 ring 20
        line L1, personal A1, ring 60 s, backup {second} ring 20
        10  arrive C0 on L0             -> ring C0 [A0]
        70  nothing                     -> missed C0 [A0]; ring C0 [A1]
        90  nothing                     -> missed C0 [A1]; outcome C0 loop_cut no_answer
    """)
    assert len(told.of(RecordKind.RING)) == 2


def test_C51_a_text_on_a_suspended_owners_line_is_stored_and_ages_until_its_owner_is_back() -> None:
    """Nobody is notified for 90 s; then the backlog is there again, and both are answered."""
    told = tell("""
        line L0, personal A0
        agent A0, suspended, return 0
        sms backlog
        10  text M0 on L0, reply 20     -> dark M0 suspended
        40  text M1 on L0, reply 50     -> dark M1 suspended
       100  reactivate A0               -> notify A0 of M0; notify A0 of M1
       120  nothing                     -> reply M0 A0; outcome M0 sms_answered
       150  nothing                     -> reply M1 A0; outcome M1 sms_answered
    """)
    dark, told_at = (told.of(kind) for kind in (RecordKind.DARK, RecordKind.NOTIFY))
    assert [end.time_us - start.time_us for start, end in zip(dark, told_at, strict=True)] == [90_000_000, 60_000_000]


def test_C51_without_a_backlog_it_is_dark_for_good() -> None:
    told = tell("""
        line L0, personal A0
        agent A0, suspended, return 0
        10  text M0 on L0               -> outcome M0 sms_dark suspended
       100  reactivate A0               -> nothing
    """)
    assert not told.of(RecordKind.NOTIFY)


@pytest.mark.parametrize("change, owner, reached", [
    ("delete A0", -1, "notify A1 of M0"),
    ("suspend A0", 0, "outcome M0 sms_dark suspended"),
])  # fmt: skip
def test_C52_customers_of_a_deleted_owner_are_nobodys_those_of_a_suspended_one_still_theirs(
    change: str, owner: int, reached: str
) -> None:
    told = tell(f"""
        group fixed_order, A0 A1
        customers K0 of A0
        10  {change}                    -> nothing
        20  text M0 on L0, by K0        -> {reached}
    """)
    assert told.world.owners == [owner]
