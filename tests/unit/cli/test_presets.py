"""Presets on the command line: side by side, as a flag, and the same day under several of them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import sim.cli
from sim.domain.presets import PRESETS, side_by_side

NAMES = ("--presets", "recommended,freeswitch,aloware")
FEW = ("--replications", 3, "--jobs", 1)


class Told(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def ringsim(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: object) -> Told:
        monkeypatch.setattr(sys, "argv", ["ringsim", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            sim.cli.main()
        return Told(int(ended.value.code or 0), *capsys.readouterr())

    return run


def test_the_presets_stand_side_by_side(ringsim: Any) -> None:
    head, *rows = ringsim("presets").out.splitlines()
    assert tuple(head.split()) == tuple(PRESETS)
    table = {row.split()[0]: row for row in rows}
    assert list(table) == [f"{section}.{key}" for section, keys in side_by_side().items() for key in keys]
    assert table["Queue.at_max_hold"].split()[1:] == ["let_ring_finish", "·", "·", "cut", "let_ring_finish", "·"]
    assert "lognormal median 2.5, sigma 0.6, shift 1.5" in table["Agent.pick_up_s"]
    assert "null" in table["RingGroup.ring_timeout_s"]


def test_who_says_so_is_told_on_request(ringsim: Any) -> None:
    _, said = ringsim("presets", "--sources").out.split("\n\n")
    assert "RingGroup.retry_s                      asterisk    5  " in said
    assert "[A2.8] Asterisk queues.conf.sample: retry = 5" in said
    assert len(said.splitlines()) == sum(len(one) for preset in PRESETS.values() for one in preset.settings.values())


def test_the_presets_are_one_json_document(ringsim: Any) -> None:
    data = json.loads(ringsim("presets", "--json").out)
    assert list(data["presets"]) == list(PRESETS)
    told = data["keys"]["RingGroup.ring_timeout_s"]
    assert {name: one["value"] for name, one in told.items()} == {
        name: preset.settings["RingGroup"]["ring_timeout_s"].value
        for name, preset in PRESETS.items()
        if "ring_timeout_s" in preset.settings.get("RingGroup", {})
    }
    assert all(one["source"].startswith("[") for one in told.values())


def test_showing_the_presets_imports_nothing_heavy() -> None:
    code = "import sys; from sim.cli.presets import presets; presets(); print('\\n', *sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert set(told.splitlines()[-1].split()).isdisjoint({"numpy", "pandas", "rich", "simpy", "pydantic_core"})


def test_a_preset_is_a_flag_and_the_same_as_setting_it(ringsim: Any, day: Path) -> None:
    def waits(*flags: str) -> Any:
        return json.loads(ringsim("run", day, "--json", "--out", day.parent, *flags).out)["estimates"]["asa"]

    assert waits("--preset", "freeswitch") == waits("--set", "preset=freeswitch") != waits()
    told = ringsim("compare", day, "--preset", "freeswitch", *FEW)
    assert "| number | small | small --preset freeswitch |" in told.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("run", "quickstart", "--preset", "asterix"), "--preset asterix: the preset must be one of recommended"),
        (("run", "quickstart", "--preset", "asterix"), "did you mean asterisk"),
        (("compare", "quickstart", "--presets", "recommended,freswitch"), "did you mean freeswitch"),
        (("compare", "quickstart", "--presets", "recommended"), "two or more: the first is the base"),
        (("compare", "quickstart", "--presets", "aircall,aircall"), "a preset must be named once, but is aircall"),
        (("compare", "quickstart", "bank_day", *NAMES), "B must be left out: each preset is laid over A"),
        (("compare", "quickstart", "--preset", "aircall", *NAMES), "--preset must be left out"),
        (("check", "quickstart", "--preset", "asterisk"), "of the preset asterisk must be a single layer, but is 2"),
        (
            ("compare", "quickstart", "--presets", "recommended,asterisk"),
            "of the preset asterisk must be a single layer",
        ),
    ],
)
def test_a_mistake_is_a_line_before_anything_is_simulated(
    ringsim: Any, arguments: tuple[str, ...], message: str
) -> None:
    told = ringsim(*arguments)
    assert (told.code, told.out) == (2, "")
    assert message in told.err


def test_one_day_is_compared_under_several_presets(ringsim: Any, day: Path) -> None:
    told = ringsim("compare", day, *NAMES, *FEW, "--metric", "asa")
    first, blank, second, *_ = told.out.splitlines()
    assert first.startswith("Under freeswitch, ")
    assert "; under recommended it is " in first
    assert "3 days with the same callers" in first
    assert (blank, second.split(",")[0]) == ("", "Under aloware")
    assert "| number | under recommended | under freeswitch | under aloware |" in told.out
    answers = json.loads(ringsim("compare", day, *NAMES, *FEW, "--json").out)["comparisons"]
    assert [(one["base_name"], one["variant_name"]) for one in answers] == [
        ("under recommended", "under freeswitch"),
        ("under recommended", "under aloware"),
    ]


def test_the_flags_are_laid_over_every_side(ringsim: Any, day: Path) -> None:
    """Nobody is there to be routed to: no preset can differ from another."""
    told = ringsim("compare", day, *NAMES, *FEW, "--suspend", "crew", "--metric", "answered", "--json")
    rows = [one["rows"][0] for one in json.loads(told.out)["comparisons"]]
    alone = json.loads(ringsim("run", day, "--suspend", "crew", "--json", *FEW, "--out", day.parent).out)
    assert rows[0]["base"] == rows[1]["base"] == alone["estimates"]["answered"]["value"]
