"""The command line as a user meets it: answers, exit codes, errors in lines, JSON alone where it was asked for."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, sleep
from typing import NamedTuple

import pytest

import sim.cli
from sim.cli.options import LAID_OVER
from sim.scenario.overlay import FLAGS


class Told(NamedTuple):
    code: int
    out: str
    err: str


Command = Callable[..., Told]


@pytest.fixture
def ringsim(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """Run the command in an empty folder."""

    def run(*arguments: object) -> Told:
        monkeypatch.setattr(sys, "argv", ["ringsim", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            sim.cli.main()
        return Told(int(ended.value.code or 0), *capsys.readouterr())

    monkeypatch.chdir(tmp_path)
    return run


def test_run_answers_the_question_and_writes_a_report(ringsim: Command, day: Path) -> None:
    told = ringsim("run", day, "--replications", 3, "--jobs", 1)
    assert told.code == 0
    assert "What does pausing two of three agents cost in reach?" in told.out
    assert "With lunch, reach between 12:00 and 13:00 is" in told.out
    report = Path(told.out.strip().rpartition("report: ")[2])
    assert report.is_file()
    assert "With lunch, reach between 12:00 and 13:00" in report.read_text()
    assert ringsim("verify", report.parent).out.startswith("identical: ")
    assert "is contacted" in ringsim("explain", report.parent, "--call", "calls/main#1").out


def test_json_is_one_document_and_nothing_else(ringsim: Command, day: Path) -> None:
    told = ringsim("run", day, "--json", "--seed", 3)
    data = json.loads(told.out)
    assert data["seed"] == 3
    assert data["estimates"]["reach"]["n"] > 0
    assert data["comparison"]["rows"][0]["metric"] == "reach"
    assert Path(data["folder"], "manifest.json").is_file()


def test_a_run_that_keeps_no_calls_says_what_it_cannot_answer(ringsim: Command, day: Path) -> None:
    """Its question is about lunch; a question about the whole day is answered."""
    told = ringsim("run", day, "--records", "none")
    assert told.code == 0
    assert told.err == "the question is not answered: a window of the day, 12:00-13:00, needs --records calls\n"
    folder = Path(told.out.strip().rpartition("report: ")[2]).parent
    assert not (folder / "calls.parquet").exists()
    assert "--records none" in (folder / "report.html").read_text()
    assert ringsim("verify", folder).out.startswith("identical: ")
    assert "is contacted" in ringsim("explain", folder, "--call", "calls/main#1").out
    assert "With lunch, reach is" in ringsim("run", day, "--records", "none", "--set", "question.between=null").out


def test_a_planners_flags_are_laid_over(ringsim: Command, day: Path) -> None:
    def answered(*flags: str) -> float:
        return float(json.loads(ringsim("run", day, "--json", *flags).out)["estimates"]["answered"]["value"])

    flags = ("--pause", "3@sales@10:00-14:00", "--suspend", "ann", "--set", "ring_groups.sales.ring_timeout_s=15")
    assert answered(*flags) < answered()
    assert answered("--volume", "2x") > 1.2 * answered()


def test_every_flag_of_an_overlay_is_an_option() -> None:
    assert set(LAID_OVER) == {"set", *FLAGS}


def test_compare_prints_markdown_or_json(ringsim: Command, day: Path) -> None:
    flags = ("--replications", 3, "--jobs", 1, "--pause", "2@sales")
    told = ringsim("compare", day, *flags)
    assert told.code == 0
    assert "| number | small | small --pause 2@sales |" in told.out
    rows = json.loads(ringsim("compare", day, day, *flags, "--json").out)["rows"]
    assert rows[0]["verdict"] == "worse"


def test_compare_needs_two_sides(ringsim: Command, day: Path) -> None:
    told = ringsim("compare", day)
    assert (told.code, told.out) == (2, "")
    assert told.err == "compare: B must be given, or made of A by a flag such as --pause, but is missing\n"


def test_check_audits_and_says_so(ringsim: Command, day: Path) -> None:
    clean = ringsim("check", day)
    assert (clean.code, clean.out.splitlines()[-1]) == (0, "small.yaml: valid; 1 findings, 0 of them errors")
    broken = ringsim("check", "dead_ends")
    assert broken.code == 3
    assert "error L009" in broken.out
    assert {row["code"] for row in json.loads(ringsim("check", "dead_ends", "--json").out)} >= {"L001", "L009"}


def test_run_prints_audit_errors_as_warnings_and_runs(ringsim: Command) -> None:
    told = ringsim("run", "dead_ends", "--short")
    assert told.code == 0
    assert "L009" in told.err
    assert "warning: " in told.err


def test_a_broken_file_gives_all_its_problems_and_no_traceback(ringsim: Command, day: Path) -> None:
    day.write_text(day.read_text().replace("per_hour: 30", "per_hor: 30").replace("count: 3", "count: -3"))
    told = ringsim("run", day)
    assert (told.code, told.out) == (2, "")
    lines = told.err.splitlines()
    assert len(lines) >= 2
    assert "did you mean per_hour" in told.err
    assert all(line.startswith("small.yaml:") for line in lines)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("run", "quikstart"), "did you mean quickstart"),
        (("run", "quickstart", "--pause", "4@sale"), "did you mean sales"),
        (("run", "quickstart", "--volume", "much"), "--volume much: the factor must be a number"),
        (
            ("run", "quickstart", "--records", "al"),
            "--records: what is kept must be one of none, calls, alone, all, but is al",
        ),
        (("chart", "wait", "quickstart"), "must be one of outcomes, waits, coverage, agents, but is wait"),
        (("verify", "nowhere"), "nowhere: the folder must be that of a run"),
        (("compare", "quickstart", "--pause", "ann", "--metric", "reech", "--short"), "did you mean reach"),
        (("run", "quickstart", "--replication", "3"), "--replications"),
        (("rum", "quickstart"), "run"),
    ],
)
def test_a_mistake_is_a_line_with_a_guess(ringsim: Command, arguments: tuple[str, ...], message: str) -> None:
    told = ringsim(*arguments)
    assert told.code == 2
    assert message in told.err
    assert "Traceback" not in told.err


def test_a_folder_that_cannot_be_written_is_a_line(ringsim: Command, day: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = ringsim("run", day, "--out", tmp_path / "file" / "inside")
    assert told.code == 2
    assert told.err.startswith(f"--out {tmp_path / 'file' / 'inside'}: the folder must be one that can be written to")


def test_flags_are_repeated_and_warned_of(ringsim: Command, day: Path) -> None:
    told = ringsim("run", day, "--pause", "9@sales@11:00-12:00")
    assert "--pause 9@sales@11:00-12:00" in told.out
    assert "L013" in told.err


def test_verify_says_no_with_its_own_code(ringsim: Command, day: Path) -> None:
    folder = Path(json.loads(ringsim("run", day, "--json").out)["folder"])
    (folder / "calls.csv").write_text("edited")
    told = ringsim("verify", folder)
    assert told.code == 3
    assert "calls.csv: was changed" in told.out


def test_an_interrupted_run_keeps_the_finished_ones_and_says_so(
    ringsim: Command, day: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.engines.simpy import SimpyEngine

    run = SimpyEngine.run

    def third_is_interrupted(*arguments: object, **named: object) -> object:
        if arguments[-1] == 3:
            raise KeyboardInterrupt
        return run(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(SimpyEngine, "run", third_is_interrupted)
    told = ringsim("run", day, "--replications", 5, "--jobs", 1)
    assert told.code == 130
    assert "interrupted: 2 of 5 replications are finished and kept" in told.err
    manifest = json.loads(next(Path("results").glob("*/*/manifest.json")).read_text())
    assert (manifest["replications"], manifest["asked"]) == ([1, 2], 5)


def test_a_run_that_is_terminated_clears_up(day: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "sim.cli", "run", day, "--records", "all", "-n", "1000", "--jobs", "1"]
    with subprocess.Popen([*words, "--out", "out"], cwd=tmp_path, stdout=subprocess.DEVNULL) as running:
        while not list(tmp_path.glob("out/.ringsim-*/3.parquet")):
            assert running.poll() is None
            sleep(0.01)
        running.terminate()
    assert running.returncode == 130
    assert {path.name for path in tmp_path.glob("out/*")} == {"small"}
    assert json.loads(next(tmp_path.glob("out/small/*/manifest.json")).read_text())["records"] == "all"


def test_a_run_of_very_many_calls_says_that_no_table_tells_them(
    ringsim: Command, day: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.experiments.replicate.MOST_CALLS", 100)
    told = ringsim("run", day, "--records", "all")
    assert (
        "--records alone: of more than 100 contacts the tables of single calls are left out; every record is kept\n"
        in told.err
    )
    assert "12:00-13:00, needs --records calls" in told.err
    folder = Path(told.out.strip().rpartition("report: ")[2]).parent
    assert json.loads((folder / "manifest.json").read_text())["records"] == "alone"
    assert ringsim("verify", folder).out.startswith("identical: ")
    assert "--out" in ringsim("run", day, "--records", "all", "--out", day / "below").err


def test_list_new_schema_and_chart(ringsim: Command, tmp_path: Path) -> None:
    listed = ringsim("list").out.splitlines()
    assert [line for line in listed if not line.endswith("?")] == []
    assert {line.split()[0] for line in listed} >= {"quickstart", "bank_day", "asterisk_day", "dead_ends"}
    (tmp_path / "mine.yaml").write_text(ringsim("new").out)
    assert ringsim("check", "mine.yaml").code == 0
    assert "Agent" in json.loads(ringsim("schema").out)["$defs"]
    assert ringsim("chart", "waits", "quickstart", "--short").out.startswith("<?xml")


@pytest.mark.parametrize("arguments", [["--help"], ["check", "quickstart"], ["run", "--help"]])
def test_help_and_check_answer_at_once(arguments: list[str]) -> None:
    """0.3 s on a quiet machine; the bound here is twice that, for the best of five on a noisy one."""
    took = []
    for _ in range(5):
        begun = perf_counter()
        subprocess.run([sys.executable, "-m", "sim.cli", *arguments], capture_output=True, check=True)
        took.append(perf_counter() - begun)
    assert min(took) < 0.6


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, sim.cli; print(*sorted(sys.modules))"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert loaded.isdisjoint(
        {"numpy", "pandas", "scipy", "matplotlib", "simpy", "pydantic_core", "ruamel.yaml", "jinja2"}
    )
