"""Presets: keys written into every section that leaves them out, and nothing that the file says."""

from pathlib import Path

import pytest

import sim
from sim.domain.errors import InputError
from sim.domain.knobs import PRESETS as NAMES
from sim.domain.knobs import Scenario
from sim.domain.laws import Constant
from sim.domain.presets import PRESETS
from sim.scenario import shapes
from sim.scenario.load import load

TEXT = """# Whose rules?
schema: 1
name: presets
preset: textbook
horizon: {start: 2026-03-02T08:00, end: 2026-03-02T09:00}
agents: {ann: {}, bob: {wrap_up_s: 7}}
ring_groups: {sales: {layers: [{members: [ann, bob]}]}}
lines: {main: {route: {ring_group: sales}}}
timeline: [{at: 08:10, add: {zoe: {no_answer: 0.5}}}]
"""


def read(folder: Path, text: str = TEXT) -> Scenario:
    """A scenario of this text."""
    path = folder / "presets.yaml"
    path.write_text(text)
    return load(path).scenario


def test_every_section_that_leaves_a_key_out_gets_the_presets(tmp_path: Path) -> None:
    scenario = read(tmp_path)
    timeline = scenario.timeline
    assert isinstance(timeline, tuple) and timeline[0].add is not None
    zoe = timeline[0].add["zoe"]
    assert scenario.agents["ann"].pick_up_s == zoe.pick_up_s == Constant(0.0)
    assert scenario.agents["ann"].wrap_up_s == Constant(0.0)
    assert scenario.ring_groups["sales"].ring_timeout_s is None


def test_what_the_file_says_wins(tmp_path: Path) -> None:
    scenario = read(tmp_path, TEXT.replace("sales: {", "sales: {ring_timeout_s: 9, "))
    assert scenario.agents["bob"].wrap_up_s == Constant(7.0)
    assert scenario.ring_groups["sales"].ring_timeout_s == 9
    assert isinstance(scenario.timeline, tuple) and scenario.timeline[0].add
    assert scenario.timeline[0].add["zoe"].no_answer == 0.5


def test_recommended_is_every_declared_default(tmp_path: Path) -> None:
    assert read(tmp_path, TEXT.replace("textbook", "recommended")) == read(
        tmp_path, TEXT.replace("preset: textbook", "")
    )
    assert not PRESETS["recommended"].settings


def test_a_preset_that_does_not_exist_is_told_with_a_guess(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean textbook"):
        read(tmp_path, TEXT.replace("preset: textbook", "preset: textbok"))


def test_the_names_are_the_presets() -> None:
    assert tuple(PRESETS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_sets_keys_that_exist_each_with_its_source_and_loads(tmp_path: Path, name: str) -> None:
    sections = {one.__name__: one for one in shapes.every_section()}
    for section, settings in PRESETS[name].settings.items():
        for key, setting in settings.items():
            assert key in shapes.sections(sections[section]), f"{section}.{key}"
            assert setting.source.startswith("["), f"{section}.{key} has no source"
    assert read(tmp_path, TEXT.replace("textbook", name)).preset == name


def test_no_two_presets_make_the_same_of_a_day() -> None:
    days = [sim.run("four_vendors", overlays=[("preset", name)], short=True, records="none") for name in NAMES]
    assert len({day.digest for day in days}) == len(NAMES)
    assert len({day.estimates["offered"].value for day in days}) == 1
    assert all(day.estimates["answered"].value for day in days)


def test_a_vendors_preset_says_nothing_of_how_people_behave() -> None:
    habits = {"pick_up_s", "no_answer", "reject", "reject_after_s", "wrap_up_s", "handle_factor", "absence"}
    said = {name for name, preset in PRESETS.items() if habits & preset.settings.get("Agent", {}).keys()}
    assert said == {"textbook"}
