"""Recordings of Asterisk are read as they are, and what is no recording says so."""

import shutil
from pathlib import Path

import pytest

from sim.domain.errors import InputError
from sim.workload.asterisk import NEXT_RING, read
from sim.workload.asterisk_lines import End, read_lines

RECORDINGS = Path(__file__).parents[2] / "data/reference/asterisk"


def test_a_recording_holds_configuration_input_and_outcome() -> None:
    queue = read(RECORDINGS / "x10/leastrecent")
    assert queue.settings == ("leastrecent", 15.0, 5.0, 10.0, 0)
    assert (queue.strategy, queue.speed) == ("longest_idle", 10.0)
    assert queue.members[0] == "a0001" and queue.order[0] == "a0013" and len(queue.order) == 20
    assert (len(queue.calls), len(queue.pauses), sum(one.answered for one in queue.ended)) == (601, 360, 515)
    assert sum(one.by_caller for one in queue.ended) == 3
    assert queue.calls[0].arrival_s == "8.472" and queue.calls[0].joined_s == "8.521"


def test_the_ringing_of_each_offer_steps_through_the_table_until_one_is_answered() -> None:
    queue = read(RECORDINGS / "x10/linear")
    first = queue.calls[0]
    assert first.rings_s[8] == "999"
    assert queue.pick_ups_s(first, 8) == ["never", first.rings_s[8 + NEXT_RING]]
    assert queue.pick_ups_s(first, 0) == [first.rings_s[0]]


def test_personal_lines_end_in_four_ways() -> None:
    lines = read_lines(RECORDINGS / "personal")
    assert lines.timeout_s == 10
    assert {end: sum(call.end is end for call in lines.calls) for end in End} == {
        End.ANSWERED: 32, End.TIMED_OUT: 11, End.IN_USE: 18, End.GAVE_UP: 10,
    }  # fmt: skip


def test_a_folder_of_another_name_is_no_recording(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="called after its strategy"):
        read(tmp_path)


@pytest.mark.parametrize("missing", ["queues.conf.gz", "calls.csv.gz", "member_iteration_order.txt", "events.jsonl.gz"])
def test_a_missing_file_is_named(missing: str, tmp_path: Path) -> None:
    folder = tmp_path / "linear"
    shutil.copytree(RECORDINGS / "x10/linear", folder)
    (folder / missing).unlink()
    with pytest.raises(InputError, match=missing.removesuffix(".gz").replace(".", r"\.")):
        read(folder)


def test_an_order_of_others_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "linear"
    shutil.copytree(RECORDINGS / "x10/linear", folder)
    (folder / "member_iteration_order.txt").write_text("a0001\n")
    with pytest.raises(InputError, match="of the members of queues"):
        read(folder)
