"""Shipped scenarios are listed with their questions; a new one starts from a commented text."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from sim.domain import knobs, work
from sim.scenario.explain import spec_at
from sim.scenario.folder import shipped, shipped_names, starter
from sim.scenario.load import load
from sim.scenario.schema import as_written, default_of
from sim.scenario.shapes import MAPPING, members, walk
from sim.scenario.text import parse
from sim.scenario.tree import plain
from tests.unit.scenario.lunch import written


def test_the_listing_has_every_file_with_the_first_comment_as_its_question() -> None:
    files = sorted(Path("scenarios").resolve().glob("*.yaml")) or pytest.fail("run from the root of the repository")
    assert shipped() == tuple((path.stem, path.read_text().splitlines()[0].removeprefix("# ")) for path in files)
    assert all(question.endswith("?") for _, question in shipped())
    assert shipped_names()["quickstart"].name == "quickstart.yaml"


def test_the_starter_loads_and_is_short(tmp_path: Path) -> None:
    scenario = load(written(tmp_path, starter())).scenario
    assert scenario.question is not None
    assert scenario.question.without == ("lunch",)
    assert len(starter().splitlines()) < 60
    assert max(map(len, starter().splitlines())) <= 120


def test_the_starter_teaches_the_main_keys(tmp_path: Path) -> None:
    document = load(written(tmp_path, starter())).document
    assert isinstance(document.value, dict)
    taught = {
        "schema", "name", "question", "account", "horizon", "opening_hours", "agents", "ring_groups", "lines",
        "customers", "workload", "timeline", "targets",
    }  # fmt: skip
    assert taught <= set(document.value)
    workload = plain(document)["workload"]
    assert set(workload) == {"calls", "outbound", "sms"}


def test_the_starter_never_repeats_a_default() -> None:
    document = parse(starter().encode(), "starter.yaml")
    for visit in walk(document):
        spec = spec_at(document, visit.path)
        member = members(spec.annotation).get(MAPPING) if spec and isinstance(visit.node.value, dict) else None
        for entry in fields(member) if isinstance(member, type) and hasattr(member, "__slots__") else ():
            node = visit.node.value.get(entry.name) if isinstance(visit.node.value, dict) else None
            if node is not None:
                assert plain(node) != as_written(default_of(entry)), f"{node.place} repeats the default"


def test_the_starter_s_comments_tell_true_defaults() -> None:
    told = [
        (r"ring_timeout_s: 30\} # default", knobs.RingGroup, "ring_timeout_s"),
        (r"strategy: round_robin # default", knobs.RingGroup, "strategy"),
        (r"wrap_up_s: .* # default", knobs.Agent, "wrap_up_s"),
        (r"one in five connects \(default", work.OutboundSource, "connect"),
        (r"time_zone: .* default", knobs.Account, "time_zone"),
        (r"targets: .* # default", knobs.Targets, "goal"),
        (r"within awt_s, default", knobs.Targets, "awt_s"),
    ]
    for before, section, name in told:
        (entry,) = (entry for entry in fields(section) if entry.name == name)
        default = as_written(default_of(entry))
        text = f"{default:g}" if isinstance(default, float) else default
        assert re.search(rf"{before} {text}\b", starter()), f"{section.__name__}.{name} is {text}"
