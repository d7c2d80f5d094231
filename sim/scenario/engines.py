"""What a scenario uses that only the SimPy engine has: read off the knobs, so that nothing is refused or run in silence."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from sim.domain.declare import SIMPY_ONLY, Knob, knobs_of
from sim.domain.knobs import Scenario
from sim.domain.laws import Constant
from sim.scenario.schema import as_written, default_of
from sim.scenario.tree import Path, dotted


def simpy_only(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """(path, value) of every such option that is not left at its default."""
    return tuple(_used(scenario, ()))


@cache
def _declared(section: type) -> tuple[tuple[str, Any, Knob], ...]:
    """Key, default and knob of a section."""
    knobs = knobs_of(section)
    return tuple((entry.name, default_of(entry), knobs[entry.name]) for entry in fields(section))


def _used(value: Any, path: Path) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _used(one, (*path, key))
    elif isinstance(value, tuple):
        for nth, one in enumerate(value):
            yield from _used(one, (*path, nth))
    elif is_dataclass(value) and not isinstance(value, Constant):
        yield from _of_section(value, path)


def _of_section(section: Any, path: Path) -> Iterator[tuple[str, str]]:
    kind: type = type(section)
    for key, default, knob in _declared(kind):
        value = getattr(section, key)
        if value == default:
            continue
        if knob.engines == SIMPY_ONLY or value in knob.simpy_choices:
            yield dotted((*path, key)), json.dumps(as_written(value))
        else:
            yield from _used(value, (*path, key))
