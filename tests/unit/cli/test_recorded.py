"""`import` and `validate` as a user meets them."""

import sys
from pathlib import Path

import pytest

import sim.cli
from sim.scenario.load import load

RECORDINGS = Path(__file__).parents[2] / "data/reference/asterisk"


@pytest.fixture(autouse=True)
def _empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def ringsim(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """The exit code of a command."""
    monkeypatch.setattr(sys, "argv", ["ringsim", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        sim.cli.main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize("folder", ["x10/fewestcalls", "personal"])
def test_an_imported_recording_loads_and_is_never_overwritten(
    folder: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ringsim(monkeypatch, "import", "asterisk", RECORDINGS / folder, "--out", "mine") == 0
    assert "ringsim run mine/scenario.yaml" in capsys.readouterr().out
    assert load("mine/scenario.yaml").calls
    assert ringsim(monkeypatch, "import", "asterisk", RECORDINGS / folder, "--out", "mine") == 2
    assert (
        "mine/calls.csv: the file must be written for the first time, but is there already" in capsys.readouterr().err
    )


def test_an_imported_queue_says_all_of_its_scheduling(monkeypatch: pytest.MonkeyPatch) -> None:
    ringsim(monkeypatch, "import", "asterisk", RECORDINGS / "x10/fewestcalls")
    loaded = load("imported/scenario.yaml")
    group = loaded.scenario.ring_groups["queue"]
    assert (loaded.scenario.router.dispatch, group.strategy) == ("asterisk", "fewest_calls")
    assert (group.ring_timeout_s, group.retry_s, len(group.tie_order)) == (15, 5, 20)
    assert group.tie_order[0] == "agent-13"
    assert loaded.recorded is not None and loaded.recorded.figures[0].recorded == 515


def test_a_queue_log_tells_its_gaps(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    log = tmp_path / "queue_log"
    log.write_text(
        "1010|c1|sales|NONE|ENTERQUEUE||5|1\n1012|c1|sales|ann|CONNECT|2|x|1\n1050|c1|sales|ann|COMPLETECALLER|2|38|1\n"
    )
    assert ringsim(monkeypatch, "import", "queue_log", log) == 0
    assert "patience_s: censored for 1 answered calls" in capsys.readouterr().out
    assert load("imported/scenario.yaml").calls[0].handle_us == 38_000_000


def test_validate_prints_a_line_each_and_the_exit_code_is_the_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert ringsim(monkeypatch, "validate", "asterisk", RECORDINGS / "personal") == 0
    assert capsys.readouterr().out.split() == ["agrees", "personal", "lines", "71", "of", "71", "outcomes"]
    assert ringsim(monkeypatch, "validate", "asterisk", tmp_path) == 2
    assert "one that holds recordings of Asterisk" in capsys.readouterr().err
    calls = tmp_path / "calls.csv"
    calls.write_text(
        "call,t_start,line,ring,handle,patience,device,dialstatus,t_dial_end\n1,1,1001,2,5,9,NOT_INUSE,NOANSWER,11\n"
    )
    assert ringsim(monkeypatch, "validate", "asterisk", tmp_path) == 3
    assert "call 1: voicemail after the dial time-out, here answered" in capsys.readouterr().out
