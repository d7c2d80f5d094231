"""Declarations: every knob says what it is and where its default comes from; settled defaults hold."""

from dataclasses import MISSING, Field, fields
from typing import Any

import pytest

from sim.domain import knobs, work
from sim.domain.declare import Knob
from sim.domain.knobs import Agent, Layer, Line, RingGroup
from sim.domain.laws import Constant, Lognormal
from sim.scenario import shapes
from sim.scenario.kinds import KEY_KINDS, KINDS

SECTIONS = list(dict.fromkeys(shapes.every_section()))
EVERY = [
    pytest.param(section, entry, id=f"{section.__name__}.{entry.name}")
    for section in SECTIONS
    for entry in fields(section)
]


@pytest.mark.parametrize(("section", "entry"), EVERY)
def test_a_knob_has_help_and_a_source(section: type, entry: "Field[Any]") -> None:
    knob: Knob = entry.metadata["knob"]
    assert knob.help
    assert knob.source.startswith("[")


@pytest.mark.parametrize(("section", "entry"), EVERY)
def test_a_duration_is_in_seconds_and_a_number_has_bounds(section: type, entry: "Field[Any]") -> None:
    knob: Knob = entry.metadata["knob"]
    assert (knob.unit == "s") >= entry.name.endswith("_s")
    for shape, member in shapes.members(shapes.sections(section)[entry.name].annotation).items():
        if shape == shapes.NUMBER and not knob.kind:
            low, high, above = shapes.limits(member, knob)
            assert high is not None
            assert (low is None) != (above is None)


@pytest.mark.parametrize(("section", "entry"), EVERY)
def test_a_kind_is_a_row_of_the_kinds_and_an_example_is_of_it(section: type, entry: "Field[Any]") -> None:
    knob: Knob = entry.metadata["knob"]
    assert not knob.kind or knob.kind in KINDS
    if knob.example:
        assert KINDS[knob.kind].accepts(knob.example, None)  # type: ignore[arg-type]


def test_kinds_of_keys_are_kinds() -> None:
    assert set(KEY_KINDS) | set(KEY_KINDS.values()) <= set(KINDS)


@pytest.mark.parametrize(
    ("section", "name", "default"),
    [
        (RingGroup, "ring_timeout_s", 20.0),
        (RingGroup, "retry_s", 1.0),
        (RingGroup, "idle_clock", "last_call_end_or_missed_offer"),
        (RingGroup, "join_ring", False),
        (RingGroup, "queue", None),
        (Layer, "ring_timeout_s", None),
        (Line, "personal_ring_timeout_s", 60.0),
        (Line, "voicemail_left", 0.2),
        (Line, "voicemail_s", Constant(25.0)),
        (Agent, "wrap_up_s", Constant(30.0)),
        (Agent, "pick_up_s", Lognormal(median=2.5, sigma=0.6, shift=1.5)),
        (Agent, "no_answer", 0.05),
        (Agent, "available_after_return_s", Constant(60.0)),
        (Agent, "voicemail", False),
        (Agent, "role", "agent"),
        (Agent, "status", "active"),
        (knobs.Horizon, "warm_up_s", 0.0),
        (knobs.Horizon, "after_end", "drain"),
        (work.CallSource, "patience_s", None),
        (work.CallSource, "handle_s", MISSING),
        (work.SmsSource, "reply_after_s", Lognormal(mean=240.0, cv=2.0)),
        (knobs.Scenario, "opening_hours", None),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_settled_default_holds(section: type, name: str, default: object) -> None:
    (entry,) = (entry for entry in fields(section) if entry.name == name)
    assert entry.default == default
