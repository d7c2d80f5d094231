"""How a knob is written in YAML, read off its type: the one bridge between the knobs and everything derived from them.

A YAML value has one of six shapes, and within a knob's type each shape belongs to at most one member of the union, so a
value's shape decides what it must be. Knows no file and no name.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin

from sim.domain.declare import Knob, knobs_of
from sim.domain.knobs import Scenario, Target
from sim.domain.laws import LAWS, Constant, Uniform
from sim.scenario.text import Node

NULL, TRUTH, NUMBER, TEXT, LIST, MAPPING = "null", "truth", "number", "text", "list", "mapping"
LAW = object()
"""Stands for the distributions among the members of a type: a mapping of exactly one key, the law."""
HANG_UP = "hang_up"
"""A target may be written as this word instead of `{hang_up: true}`."""


class Spec(NamedTuple):
    """A type with the knob that declares it."""

    annotation: Any
    knob: Knob


ROOT = Spec(Scenario, Knob(help="the file", source=""))
_LAWS = frozenset(LAWS.values())


def shape_of(value: object) -> str:
    """The shape of a plain YAML value."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return TRUTH
    if isinstance(value, int | float):
        return NUMBER
    if isinstance(value, str):
        return TEXT
    return LIST if isinstance(value, list) else MAPPING


@cache
def members(annotation: Any) -> dict[str, Any]:
    """Shape -> member of a type; `LAW` stands for the distributions, and text is a short form of a target."""
    parts = get_args(annotation) if get_origin(annotation) in (UnionType, Union) else (annotation,)
    found: dict[str, Any] = {}
    for part in parts:
        shape = _shape(part)
        member = LAW if part in _LAWS and len(parts) > 1 else part
        assert found.setdefault(shape, member) is member, f"two members of {annotation} are written alike"
    if Target in parts:
        found[TEXT] = Target
    return found


def _shape(part: Any) -> str:
    if part is Constant:
        return NUMBER
    if is_dataclass(part):
        return MAPPING
    kind = get_origin(part) or part
    return {NoneType: NULL, bool: TRUTH, int: NUMBER, float: NUMBER, str: TEXT, tuple: LIST, dict: MAPPING}[kind]


def inner(member: Any) -> Any:
    """The type of the values of a list or an open mapping."""
    return get_args(member)[1] if get_origin(member) is dict else get_args(member)[0]


@cache
def sections(member: Any) -> dict[str, Spec]:
    """The fixed keys of a member: the fields of a section, the laws of a distribution, else none."""
    if member is LAW:
        return {law: Spec(section, Knob(help=f"{law} law", source="[P]")) for law, section in LAWS.items()}
    if not (isinstance(member, type) and is_dataclass(member)) or member is Constant:
        return {}
    types = {entry.name: entry.type for entry in fields(member)}
    return {name: Spec(types[name], knob) for name, knob in knobs_of(member).items()}


def every_section(kind: Any = Scenario) -> Iterator[type]:
    """Every section a scenario may have, the distributions among them; some come more than once."""
    if is_dataclass(kind) and kind is not Constant:
        yield kind  # type: ignore[misc]
        for entry in fields(kind):
            yield from every_section(entry.type)
    for part in get_args(kind):
        yield from every_section(part)


def step(spec: Spec, key: str | int, shape: str) -> Spec | None:
    """What the value under `key` must be, in a value of this shape; None for a key that does not exist."""
    member = members(spec.annotation).get(shape)
    if shape == LIST and member is not None:
        return Spec(inner(member), spec.knob)
    if shape == MAPPING and get_origin(member) is dict:
        return Spec(inner(member), spec.knob)
    return sections(member).get(str(key)) if shape == MAPPING and member is not None else None


class Visit(NamedTuple):
    """One node of a document with what it is declared to be (`member` None: its shape is wrong)."""

    path: tuple[str | int, ...]
    node: Node
    spec: Spec
    member: Any


def walk(node: Node, spec: Spec = ROOT, path: tuple[str | int, ...] = ()) -> Iterator[Visit]:
    """Every node of a document that stands where a knob expects one, outermost first."""
    shape = shape_of(node.value)
    yield Visit(path, node, spec, members(spec.annotation).get(shape))
    children: Iterator[tuple[str | int, Node]] = iter(())
    if isinstance(node.value, dict):
        children = iter(node.value.items())
    elif isinstance(node.value, list):
        children = iter(enumerate(node.value))
    for key, child in children:
        if (below := step(spec, key, shape)) is not None:
            yield from walk(child, below, (*path, key))


def limits(member: Any, knob: Knob) -> tuple[float | None, float | None, float | None]:
    """(low, high, above) of a number; a constant in place of a distribution has those of any duration."""
    if member is Constant:
        knob = knobs_of(Uniform)["low"]
    return knob.low, knob.high, knob.above


def number(value: float) -> str:
    """A bound as a person writes it."""
    return f"{value:,.12g}".replace(",", "") if abs(value) < 1e12 else f"{value:g}"


def range_text(member: Any, knob: Knob) -> str:
    """`a number from 0 to 1`, with the unit."""
    low, high, above = limits(member, knob)
    name = "a whole number" if member is int else "a number"
    if low is not None and low == high:
        return number(low)
    unit = f" ({knob.unit})" if knob.unit else ""
    start = f"above {number(above)}" if above is not None else f"from {number(low)}" if low is not None else ""
    joint = "and at most" if above is not None else "to"
    end = f"{joint} {number(high)}" if high is not None else ""
    return " ".join(part for part in (name, start, end) if part) + unit
