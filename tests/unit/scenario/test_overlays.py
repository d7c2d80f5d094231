"""A planner's question laid over a file: `--set`, `--pause` and its like, `--volume`; bases and variants."""

from pathlib import Path

import pytest

from sim.domain.errors import InputError
from sim.domain.knobs import TimelineEntry
from sim.domain.laws import Constant
from sim.scenario.load import Loaded, lay_over, load, variant
from sim.scenario.tree import plain
from tests.unit.scenario.lunch import LUNCH, edited, loaded, said, written


@pytest.fixture
def lunch(tmp_path: Path) -> Path:
    return written(tmp_path, LUNCH)


def last_entry(path: Path, flag: str, text: str) -> TimelineEntry:
    """The entry that a flag adds."""
    timeline = load(path, overlays=[(flag, text)]).scenario.timeline
    assert isinstance(timeline, tuple) and len(timeline) == 3
    return timeline[-1]


@pytest.mark.parametrize(
    ("flag", "text", "entry"),
    [
        ("pause", "4@sales@14:00-15:00", TimelineEntry(at="14:00", until="15:00", pause=4, of="sales")),
        ("pause", "4@sales", TimelineEntry(pause=4, of="sales")),
        ("pause", "ann", TimelineEntry(pause="ann")),
        (
            "pause",
            "ann@2026-03-02T12:00-13:00",
            TimelineEntry(at="2026-03-02T12:00", until="2026-03-02T13:00", pause="ann"),
        ),
        ("pause", "sales@12:30", TimelineEntry(at="12:30", pause="sales")),
        ("suspend", "ann,sales-2@09:00-10:00", TimelineEntry(at="09:00", until="10:00", suspend=("ann", "sales-2"))),
        ("delete", "2@sales@12:00", TimelineEntry(at="12:00", delete=2, of="sales")),
        ("resume", "ann@13:00:30", TimelineEntry(at="13:00:30", resume="ann")),
        ("reactivate", "bob@2026-03-02T09:00", TimelineEntry(at="2026-03-02T09:00", reactivate="bob")),
    ],
)
def test_a_flag_is_one_more_entry_of_the_timeline(lunch: Path, flag: str, text: str, entry: TimelineEntry) -> None:
    assert last_entry(lunch, flag, text) == entry


@pytest.mark.parametrize(
    ("text", "says", "guess"),
    [
        ("4@sale", "of must be a ring group of this file or null, but is sale", "sales"),
        ("anne", "pause must be an agent of this file", "ann"),
        ("0@sales", "the number must be a number of agents from 1, but is 0", ""),
        ("99999999999@sales", "the number must be a number of agents from 1", ""),
        ("ann@25:00", "at must be a time of day HH:MM[:SS]", ""),
        ("ann@14:00-13:00", "until must be after at (14:00), but is 13:00", ""),
        ("ann@1", "when must be HH:MM, HH:MM-HH:MM or ISO date-times, but is 1", ""),
        ("@", "when must be HH:MM, HH:MM-HH:MM or ISO date-times, but is empty", ""),
        ("4@sales@9:00@x", "when must be HH:MM", ""),
        ("", "pause must be an agent of this file", ""),
    ],
)
def test_a_wrong_flag_is_told_by_the_flag(lunch: Path, text: str, says: str, guess: str) -> None:
    (line,) = said(lunch, overlays=[("pause", text)])
    assert line.startswith(f"--pause {text}: ")
    assert says in line
    assert line.endswith(f"(did you mean {guess}?)") if guess else "did you mean" not in line


def test_volume_scales_inbound_calls_and_nothing_else(lunch: Path) -> None:
    before, after = load(lunch).scenario.workload, load(lunch, overlays=[("volume", "2x")]).scenario.workload
    assert after.calls[0].per_hour == {"08:00": 80, "10:00": 180, "12:00": 140, "14:00": 170, "17:00": 70}
    assert after.calls[1].per_hour == 6
    assert (after.outbound, after.sms) == (before.outbound, before.sms)
    assert load(lunch, overlays=[("volume", "0.5"), ("volume", "4x")]).scenario.workload == after


@pytest.mark.parametrize("text", ["x", "", "nan", "-1x", "1e9", "2 x", "2000x", "٢x"])
def test_a_volume_that_is_no_factor_is_refused(lunch: Path, text: str) -> None:
    (line,) = said(lunch, overlays=[("volume", text)])
    assert line.startswith(f"--volume {text}: the factor must be a number from 0 to 1000, then x")


def test_recorded_calls_have_no_volume(tmp_path: Path) -> None:
    path = written(tmp_path, edited(("  calls:\n", "  replay: calls.csv\n  calls:\n")))
    (line,) = said(path, overlays=[("volume", "2x")])
    assert line.startswith("--volume 2x: --volume must be left out")


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("ring_groups.sales.ring_timeout_s=15", ("ring_groups", "sales", "ring_timeout_s"), 15),
        ("timeline.0.at=12:30", ("timeline", 0, "at"), "12:30"),
        ("horizon.warm_up_s=600", ("horizon", "warm_up_s"), 600),
        ("ring_groups.sales.overflow=hang_up", ("ring_groups", "sales", "overflow"), "hang_up"),
        ("ring_groups.sales.queue=null", ("ring_groups", "sales", "queue"), None),
        ("ring_groups.sales.layers.1.members=[sales]", ("ring_groups", "sales", "layers", 1, "members"), ["sales"]),
        ("workload.calls.0.per_hour.10:00=95", ("workload", "calls", 0, "per_hour", "10:00"), 95),
        ("agents.zoe={}", ("agents", "zoe"), {}),
        ("lines.main.voicemail_left=0.5", ("lines", "main", "voicemail_left"), 0.5),
    ],
)
def test_set_puts_a_value_at_a_path(lunch: Path, text: str, path: tuple[str | int, ...], value: object) -> None:
    found = plain(load(lunch, sets=[text]).document)
    for key in path:
        found = found[key]
    assert found == value


def test_a_value_that_is_set_reaches_the_scenario(lunch: Path) -> None:
    scenario = load(lunch, sets=["lines.main.voicemail_s=40", "workload.calls.1.patience_s=null"]).scenario
    assert scenario.lines["main"].voicemail_s == Constant(40)
    assert scenario.workload.calls[1].patience_s is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ring_groups.sales.ring_timeout_s=15s", "ring_timeout_s must be a number above 0"),
        (
            "ring_groups.sale.ring_timeout_s=15",
            "ring_groups.sale must be one of sales, but is sale (did you mean sales?)",
        ),
        ("ring_groups.sales.ring_timout_s=15", "(did you mean ring_timeout_s?)"),
        ("timeline.9.at=12:30", "the index into timeline must be a number from 0 to 1, but is 9"),
        ("timeline.one.at=12:30", "the index into timeline must be a number from 0 to 1, but is one"),
        ("targets.goal", "--set must be PATH=VALUE, but is targets.goal"),
        ("=3", "--set must be PATH=VALUE"),
        (".=1", "the path must be one of name, horizon"),
        ("name.x=2", "name must be a mapping to have x, but is Lunch at Northwind"),
        ("ring_groups.sales.retry_s.x=2", "must be left out, for nothing is below, but is x"),
        ("targets.goal=[", "the text must be YAML 1.2, but is unreadable here"),
        ("targets.goal=.nan", "goal must be a number from 0 to 1, but is .nan"),
        ("targets.goal=!!float 1", "a tag must be left out"),
        ("timeline.0.until=11:00", "until must be after at (12:00), but is 11:00"),
    ],
)
def test_a_wrong_set_is_told_by_the_flag(lunch: Path, text: str, says: str) -> None:
    (line,) = said(lunch, sets=[text])
    assert line.startswith(f"--set {text}: ")
    assert says in line


def test_flags_and_file_are_wrong_together(tmp_path: Path) -> None:
    path = written(tmp_path, edited(("goal: 0.8", "goal: 8")))
    lines = said(path, sets=["targets.awt_s=-1"], overlays=[("pause", "nobody")])
    assert [line.split(": ")[0] for line in lines] == ["--pause nobody", "--set targets.awt_s=-1", "day.yaml:39:28"]


def test_flags_can_be_laid_over_a_loaded_scenario(lunch: Path) -> None:
    more = lay_over(load(lunch, sets=["targets.goal=0.9"]), overlays=[("pause", "ann")])
    assert more.flags == ("--set targets.goal=0.9", "--pause ann")
    assert more.scenario == load(lunch, sets=["targets.goal=0.9"], overlays=[("pause", "ann")]).scenario


# --- variants ---------------------------------------------------------------------------------------------------------


def timeline_of(scenario: Loaded) -> tuple[TimelineEntry, ...]:
    assert isinstance(scenario.scenario.timeline, tuple)
    return scenario.scenario.timeline


def test_the_paired_base_is_the_same_day_without_the_entries_asked_about(lunch: Path) -> None:
    whole = load(lunch)
    base = variant(whole, ["lunch"])
    assert timeline_of(base) == timeline_of(whole)[1:]
    assert len(plain(base.document)["timeline"]) == 1
    assert base.calendar == whole.calendar
    assert base.scenario.workload == whole.scenario.workload


def test_a_variant_without_an_unknown_entry_is_refused(lunch: Path) -> None:
    with pytest.raises(
        InputError, match=r"the id must be the id of a timeline entry, but is lunhc \(did you mean lunch\?\)"
    ):
        variant(load(lunch), ["lunhc"])


def test_a_variant_must_not_take_away_an_agent_whom_the_rest_needs(tmp_path: Path) -> None:
    day = loaded(tmp_path, ("  - {at: 15:00, suspend: sales-3}", "  - {id: new, at: 9:30, add: {zoe: {}}}\n  - {pause: zoe}"
                            .replace("9:30", "09:30")))  # fmt: skip
    assert len(timeline_of(variant(day, ["lunch"]))) == 2
    with pytest.raises(InputError, match=r"pause must be an agent of this file.*, but is zoe"):
        variant(day, ["new"])


# --- bases ------------------------------------------------------------------------------------------------------------

OVER = """# What if they rang longer?
extends: day.yaml
ring_groups:
  sales: {ring_timeout_s: 40}
timeline: []
question: null
"""


def test_a_scenario_changes_its_base_mapping_by_mapping(tmp_path: Path) -> None:
    written(tmp_path, LUNCH)
    over = load(written(tmp_path, OVER, "longer.yaml"))
    sales = over.scenario.ring_groups["sales"]
    assert (sales.ring_timeout_s, sales.strategy, len(sales.layers)) == (40, "longest_idle", 2)
    assert timeline_of(over) == ()
    assert [(entry.role, entry.name) for entry in over.inputs] == [("scenario", "longer.yaml"), ("extends", "day.yaml")]
    assert len({entry.sha256 for entry in over.inputs}) == 2


def test_mistakes_are_placed_in_the_file_that_has_them(tmp_path: Path) -> None:
    written(tmp_path, edited(("goal: 0.8", "goal: 8")))
    lines = said(written(tmp_path, OVER.replace("40", "-40"), "longer.yaml"))
    assert [line.split(": ")[:2] for line in lines] == [
        ["day.yaml:39:28", "targets.goal"],
        ["longer.yaml:4:27", "ring_groups.sales.ring_timeout_s"],
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (OVER.replace("day.yaml", "dya.yaml"), "longer.yaml:2:10: extends: the base must be a readable file, but is"),
        (OVER.replace("day.yaml", "3"), "longer.yaml:2:10: extends: extends must be the path of a scenario, but is 3"),
        (OVER.replace("day.yaml", "longer.yaml"), "the base must be a scenario that extends no other, but is"),
    ],
)
def test_a_base_that_is_none_is_refused(tmp_path: Path, text: str, says: str) -> None:
    written(tmp_path, LUNCH)
    (line,) = said(written(tmp_path, text, "longer.yaml"))
    assert says in line


def test_bases_go_one_level_deep(tmp_path: Path) -> None:
    written(tmp_path, LUNCH)
    written(tmp_path, OVER, "longer.yaml")
    (line,) = said(written(tmp_path, "extends: longer.yaml\n", "longest.yaml"))
    assert "longest.yaml:1:10: extends: the base must be a scenario that extends no other" in line
