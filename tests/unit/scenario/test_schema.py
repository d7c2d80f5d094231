"""The JSON Schema says what the loader says of every single value, and prints every knob's default."""

import json
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sim.domain import knobs, laws, work
from sim.domain.errors import InputError
from sim.scenario.folder import shipped_names, starter
from sim.scenario.load import load
from sim.scenario.schema import as_written, default_of, schema
from sim.scenario.shapes import every_section
from sim.scenario.text import parse
from sim.scenario.tree import plain
from tests.unit.scenario.lunch import LUNCH, edited, written

VALIDATOR = jsonschema.Draft202012Validator(schema())
SECTIONS = {one.__name__: one for one in every_section()}


def holds(text: str) -> bool:
    """Whether a file's text is valid by the schema alone."""
    return bool(VALIDATOR.is_valid(plain(parse(text.encode(), "day.yaml"))))


def loads(folder: Path, text: str) -> bool:
    try:
        load(written(folder, text))
    except InputError:
        return False
    return True


def test_the_schema_is_a_schema_and_plain_json() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert json.loads(json.dumps(schema(), allow_nan=False)) == schema()


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_scenario_is_valid(name: str) -> None:
    VALIDATOR.validate(plain(load(name).document))


@pytest.mark.parametrize("text", [LUNCH, starter()], ids=["lunch", "starter"])
def test_examples_are_valid(text: str) -> None:
    assert holds(text)


BROKEN = [
    ("opening_hours:", "opning_hours:"), ("strategy:", "stratgy:"), ("longest_idle", "longest-idle"),
    ("goal: 0.8", "goal: 80"), ("goal: 0.8", "goal: -0.1"), ("awt_s: 20", "awt_s: 0"), ("awt_s: 20", "awt_s: 86401"),
    ("limit: 25", "limit: 2.5"), ("limit: 25", "limit: true"), ("limit: 25", 'limit: "25"'), ("limit: 25", "limit: 22:00"),
    ("schema: 1\n", ""), ("schema: 1", "schema: 2"), ("name: Lunch at Northwind", "name: 3"), ("{mon-fri", "{mo-fri"),
    ("shift: 08:00-18:00", "shift: 8-18"), ("at: 12:00, until", "at: 8:00, until"), ("start: 2026-03-02T08:00", "start: 8"),
    ("cycle_start: 2026-03-01", "cycle_start: March"), ('"10:00": 90', '"10am": 90'), ('"10:00": 90', '"10:00": -1'),
    ("members: [sales]", "members: sales"), ("overflow: {voicemail: line}", "overflow: hangup"),
    ("{exponential: {mean: 90}}", "{exponental: {mean: 90}}"), ("{exponential: {mean: 90}}", "{exponential: {mean: 0}}"),
    ("{exponential: {mean: 90}}", "{exponential: {mean: 1}, gamma: {mean: 1, cv: 1}}"), ("count: 12", "count: 0"),
    ("{exponential: {mean: 90}}", "{exponential: {}}"), ("pause: 4", "pause: 4.5"), ("{ann: 20,", "{ann: -20,"),
    ("voicemail: true}", "voicemail: yes}"), ("members: [sales]", "members: [3]"), ("personal: ann", "personal: [ann]"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), BROKEN, ids=[f"{new[:30]} for {old[:20]}" for old, new in BROKEN])
def test_what_breaks_a_value_breaks_it_here_and_in_the_loader(old: str, new: str, tmp_path: Path) -> None:
    text = edited((old, new))
    assert not holds(text)
    assert not loads(tmp_path, text)


GOOD = [
    ("overflow: {voicemail: line}", "overflow: hang_up"), ("{exponential: {mean: 90}}", "90"), ("{mon-fri: 08:00-18:00}", "08:00-24:00"),
    ("{mon-fri: 08:00-18:00}", "{mon-fri: [08:00-12:00, 13:00-18:00]}"), ("limit: 25", "limit: null"), ("pause: 4, of: sales", "pause: [ann, sales-1]"),
    ("at: 12:00, until: 13:00", "at: 2026-03-02T12:00, until: 2026-03-02T13:00:00.5"), ("required: {", "required: 5} #"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), GOOD, ids=[new[:40] for _, new in GOOD])
def test_other_ways_to_write_a_value_are_good_here_and_in_the_loader(old: str, new: str, tmp_path: Path) -> None:
    text = edited((old, new))
    assert loads(tmp_path, text)
    assert holds(text)


def test_every_section_forbids_other_keys() -> None:
    assert all(section["additionalProperties"] is False for section in schema()["$defs"].values())


@pytest.mark.parametrize("name", SECTIONS)
def test_every_knob_is_there_with_its_help_its_source_and_its_default(name: str) -> None:
    section = schema()["$defs"][name]
    assert list(section["properties"]) == [entry.name for entry in fields(SECTIONS[name])]
    for entry in fields(SECTIONS[name]):
        knob, shown, default = entry.metadata["knob"], section["properties"][entry.name], default_of(entry)
        assert knob.help in shown["description"]
        assert knob.source in shown["description"]
        assert f"({knob.unit})" in shown["description"] or not knob.unit
        if default is MISSING:
            assert entry.name in section["required"]
        else:
            assert shown["default"] == as_written(default)
            assert f"default {json.dumps(as_written(default))};" in shown["description"]


@pytest.mark.parametrize("name", SECTIONS)
def test_every_default_is_valid_where_it_stands(name: str) -> None:
    """An editor that fills in defaults writes a valid file."""
    whole: dict[str, Any] = schema()
    for key, value in whole["$defs"][name]["properties"].items():
        if "default" in value:
            part = {**value, "$defs": whole["$defs"]}
            assert jsonschema.Draft202012Validator(part).is_valid(value["default"]), f"{name}.{key}"


def test_every_section_of_the_knobs_is_in_the_schema() -> None:
    words = vars(knobs) | vars(laws) | vars(work)
    declared = {name for name, value in words.items() if isinstance(value, type) and hasattr(value, "__slots__")}
    assert declared - {"Constant"} == set(SECTIONS) == set(schema()["$defs"])
