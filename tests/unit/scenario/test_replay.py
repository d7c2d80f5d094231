"""Recorded calls and admin actions: columns, cells and rows are read or told, each with file, line and column."""

import re
from pathlib import Path

import pytest

from sim.domain.time import NEVER
from sim.scenario.load import load
from sim.scenario.replay import MAX_PROBLEMS, RecordedAction, RecordedCall
from tests.unit.scenario.lunch import LUNCH, said, written

CALLS = (
    "arrival_s,line,patience_s,handle_s,customer,pick_up_sales-1_s\n0,main,,60,3,2;never\n5.5,ann-direct,never,1e2,,\n"
)
ACTIONS = "t_s,agent,action\n0,ann,pause\n10,ann,resume\n"
DAY = re.sub(
    r"workload:\n.*?timeline:\n.*?targets",
    "workload: {replay: calls.csv}\ntimeline: {replay: actions.csv}\ntargets",
    LUNCH.replace("question:", "# question:"),
    flags=re.DOTALL,
)


def day(folder: Path, calls: str | bytes = CALLS, actions: str | bytes = ACTIONS) -> Path:
    """A day with both recordings."""
    written(folder, calls, "calls.csv")
    written(folder, actions, "actions.csv")
    return written(folder, DAY)


def test_recordings_are_read_beside_the_scenario(tmp_path: Path) -> None:
    loaded = load(day(tmp_path))
    assert loaded.calls == (
        RecordedCall(0, "main", NEVER, 60_000_000, 3, {"sales-1": (2_000_000, NEVER)}),
        RecordedCall(5_500_000, "ann-direct", NEVER, 100_000_000, -1, {}),
    )
    assert loaded.actions == (RecordedAction(0, "ann", "pause"), RecordedAction(10_000_000, "ann", "resume"))
    assert [entry.role for entry in loaded.inputs] == ["scenario", "workload.replay", "timeline.replay"]
    assert [entry.data for entry in loaded.inputs[1:]] == [CALLS.encode(), ACTIONS.encode()]


@pytest.mark.parametrize("calls", ["\ufeff" + CALLS, CALLS.replace("\n", "\r\n"), CALLS.replace("\n0", "\n\n0"), CALLS.replace("main", " main ")],
                         ids=["byte order mark", "carriage returns", "blank line", "spaces"])  # fmt: skip
def test_what_spreadsheets_do_to_a_file_does_no_harm(tmp_path: Path, calls: str) -> None:
    assert load(day(tmp_path, calls)).calls == load(day(tmp_path)).calls


CELLS = [
    ("5.5", "x", "calls.csv:3:arrival_s: arrival_s must be seconds from 0 to 1e+09, but is x"),
    ("5.5", "-1", "calls.csv:3:arrival_s: arrival_s must be seconds from 0"),
    ("5.5", "nan", "calls.csv:3:arrival_s: arrival_s must be seconds from 0"),
    ("5.5", "never", "calls.csv:3:arrival_s: arrival_s must be seconds from 0 to 1e+09, but is never"),
    ("5.5", "00:05", "calls.csv:3:arrival_s: arrival_s must be seconds from 0"),
    ("5.5", "9" * 400, "calls.csv:3:arrival_s: arrival_s must be seconds from 0"),
    ("5.5", "36000", "calls.csv:3:arrival_s: arrival_s must be before the horizon's end (36000 s)"),
    ("\n0,", "\n9,", "calls.csv:3:arrival_s: arrival_s must be at least the row before, but is 5.5"),
    ("1e2", "1e400", "calls.csv:3:handle_s: handle_s must be seconds from 0"),
    ("1e2", "inf", "calls.csv:3:handle_s: handle_s must be seconds from 0"),
    ("1e2", "", "calls.csv:3:handle_s: handle_s must be seconds from 0 to 1e+09, but is empty"),
    ("never,1e2", "soon,1e2", "calls.csv:3:patience_s: patience_s must be seconds from 0 to 1e+09 or never"),
    ("main", "mian", "calls.csv:2:line: line must be a line of this file, but is mian (did you mean main?)"),
    (",3,", ",400,", "calls.csv:2:customer: customer must be a whole number from 0 to 399, but is 400"),
    (",3,", ",-3,", "calls.csv:2:customer: customer must be a whole number from 0 to 399"),
    ("2;never", "2;;3", "calls.csv:2:pick_up_sales-1_s: pick_up_sales-1_s must be seconds from 0 to 1e+09 or never"),
    ("handle_s", "hndle_s", "calls.csv:1:hndle_s: the column must be one of arrival_s, line, patience_s"),
    ("customer", "line", "calls.csv:1:line: the column must be given once"),
    ("sales-1", "sales-99", "calls.csv:1:pick_up_sales-99_s: the agent must be an agent of this file"),
    (",handle_s", "", "calls.csv:1:handle_s: the column must be given, but is missing"),
    ("0,main,,60,3,2;never", "0,main", "calls.csv:2:row: the row must be 6 cells, but is 2 cells"),
    ("main", '"main', "calls.csv:3: the row must be CSV, but is unreadable: unexpected end of data"),
    ("main", "m" * 200_000, "calls.csv:2: the row must be CSV, but is unreadable: field larger than"),
]


@pytest.mark.parametrize(("old", "new", "says"), CELLS, ids=[f"{new[:20]} for {old[:20]}" for old, new, _ in CELLS])
def test_a_broken_cell_is_told_with_file_line_and_column(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in CALLS
    (line,) = said(day(tmp_path, CALLS.replace(old, new, 1)))
    assert line.startswith(says)


ACTION_CELLS = [
    ("pause", "paus", "actions.csv:2:action: action must be one of pause, resume, suspend", "pause"),
    ("0,ann", "0,anne", "actions.csv:2:agent: agent must be an agent of this file, but is anne", "ann"),
    ("pause", "add", "actions.csv:2:action: action must be one of pause, resume, suspend", ""),
    ("10,", "ten,", "actions.csv:3:t_s: t_s must be seconds from 0 to 1e+09, but is ten", ""),
    ("t_s", "time", "actions.csv:1:time: the column must be one of t_s, agent, action", ""),
]


@pytest.mark.parametrize(("old", "new", "says", "guess"), ACTION_CELLS, ids=[new for _, new, *_ in ACTION_CELLS])
def test_a_broken_action_is_told_so_too(tmp_path: Path, old: str, new: str, says: str, guess: str) -> None:
    line = said(day(tmp_path, actions=ACTIONS.replace(old, new, 1)))[0]
    assert line.startswith(says)
    assert line.endswith(f"(did you mean {guess}?)") if guess else "did you mean" not in line


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (CALLS.encode("utf-16"), "calls.csv:1: the encoding must be UTF-8, but is byte 0xff"),
        (CALLS.replace("main", "mäin").encode("latin-1"), "calls.csv:2: the encoding must be UTF-8, but is byte 0xe4"),
        (b"", "calls.csv:1:arrival_s: the column must be given, but is missing"),
    ],
    ids=["UTF-16", "Latin-1", "empty"],
)
def test_a_file_that_is_no_table_says_so(tmp_path: Path, data: bytes, says: str) -> None:
    assert said(day(tmp_path, data))[0] == says


def test_both_recordings_are_told_together(tmp_path: Path) -> None:
    lines = said(day(tmp_path, CALLS.replace("1e2", "x"), ACTIONS.replace("pause", "paus")))
    assert [line.split(":")[0] for line in lines] == ["calls.csv", "actions.csv"]


def test_a_file_that_is_wrong_throughout_is_cut_short(tmp_path: Path) -> None:
    lines = said(day(tmp_path, CALLS.splitlines()[0] + "\n" + "x,y,z,w,,\n" * 1000))
    assert len(lines) == MAX_PROBLEMS + 1
    assert lines[-1].endswith("the rest of the file must be read after these are mended, but is unread")


def test_a_recording_that_is_missing_is_told_where_it_is_named(tmp_path: Path) -> None:
    path = day(tmp_path)
    (tmp_path / "calls.csv").unlink()
    (line,) = said(path)
    assert line.startswith("day.yaml:27:20: workload.replay: the recording must be a readable file, but is calls.csv")
