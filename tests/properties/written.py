"""A day as text, both ways and without loss: a failure is handed on as a file. Reads declarations, not a list of fields.

An option that is added to a row of the plan is written and read from then on; enum members go by their names, times
without an end are `never`.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from sim.domain.time import NEVER

from .days import Day

WIDTH = 118
"""What is shorter than a line is written on one."""


def write(day: Day) -> str:
    """The day as JSON, one short line per agent, contact and event."""
    return _lines(_plain(day), "") + "\n"


def read(text: str) -> Day:
    """The day that `write` wrote."""
    day: Day = _typed(Day, json.loads(text))
    return day


def _plain(value: Any) -> Any:
    """What JSON knows of a value."""
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: _plain(one) for name, one in value._asdict().items()}
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.name
    return "never" if value == NEVER and isinstance(value, int) else value


def _lines(plain: Any, margin: str) -> str:
    short = json.dumps(plain, ensure_ascii=False)
    if len(short) + len(margin) <= WIDTH or not isinstance(plain, dict | list) or not plain:
        return short
    inner = margin + " "
    if isinstance(plain, dict):
        parts = [f"{json.dumps(key)}: {_lines(one, inner)}" for key, one in plain.items()]
        return "{\n" + ",\n".join(inner + part for part in parts) + f"\n{margin}}}"
    return "[\n" + ",\n".join(inner + _lines(one, inner) for one in plain) + f"\n{margin}]"


def _typed(hint: Any, plain: Any) -> Any:
    """A plain value as what its declaration says it is."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        if plain is None and NoneType in inside:
            return None
        return _typed(next(one for one in inside if one is not NoneType), plain)
    if origin is tuple:
        of = inside[:1] * len(plain) if inside[1:] == (...,) else inside
        return tuple(_typed(one, value) for one, value in zip(of, plain, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        return {_typed(inside[0], int(key)): _typed(inside[1], value) for key, value in plain.items()}
    if is_dataclass(hint) or hasattr(hint, "_fields"):
        hints = get_type_hints(hint)
        return hint(**{name: _typed(hints[name], value) for name, value in plain.items()})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint[plain]
    return int(NEVER) if plain == "never" and hint is int else plain
