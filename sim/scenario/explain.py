"""Where pydantic found a mistake -> what a person reads. The bound comes from the knob, the value from the file."""

import re
from collections.abc import Iterable
from typing import Any, get_origin

from sim.domain.declare import Knob
from sim.domain.errors import Problem
from sim.domain.knobs import Target
from sim.domain.laws import Constant
from sim.scenario import shapes
from sim.scenario.kinds import KEY_KINDS, KINDS, Names, closest
from sim.scenario.shapes import HANG_UP, LAW, ROOT, Spec, members, range_text, sections, shape_of, step
from sim.scenario.text import Node, Place, printable, shown
from sim.scenario.tree import Path, dotted, find, key_place

_KEY = "[key]"
"""How pydantic marks a mistake in a map's key rather than in its value."""
_UNKNOWN = frozenset({"unexpected_keyword_argument", "extra_forbidden"})
_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([a-zA-Z%]*)")
_IN_SECONDS = {"ms": 0.001, "s": 1.0, "sec": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}
_TRUTHS = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def problem(place: Place, path: Path, what: str, bound: str, value: str, guess: str = "") -> Problem:
    """A problem with its place and its path in the document."""
    where = f"{place}: {printable(dotted(path))}" if path else str(place)
    return Problem(where, what, bound, value, guess)


def explain(document: Node, found: list[tuple[Path, str]], names: Names) -> list[Problem]:
    """The problems of pydantic's errors (path, type); a key that is missing because it is misspelt is told once."""
    told = [(path, error, _explain(document, path, error, names)) for path, error in found]
    meant = {(*path[:-1], entry.guess) for path, error, entry in told if error in _UNKNOWN}
    return [entry for path, _, entry in told if path not in meant or find(document, path) is not None]


def _explain(document: Node, path: Path, error: str, names: Names) -> Problem:
    """The problem of one pydantic error at `path`."""
    if path and path[-1] == _KEY:
        return _bad_key(document, path[:-1], names)
    if error in _UNKNOWN:
        return _unknown_key(document, path)
    spec = spec_at(document, path)
    assert spec is not None, f"pydantic pointed at {path}, which no knob declares"
    node = find(document, path)
    value = shown(node) if node else "missing"
    guess = "" if node is None else _guess(node, spec, names)
    return problem(
        key_place(document, path) if node is None else node.place, path, what(path), bound(spec), value, guess
    )


def spec_at(document: Node, path: Path) -> Spec | None:
    """What must stand at a path, given the shapes on the way to it."""
    spec: Spec | None = ROOT
    node: Node | None = document
    for key in path:
        if spec is None:
            return None
        shape = shape_of(node.value) if node else shapes.MAPPING
        spec, node = step(spec, key, shape), find(node, (key,)) if node else None
    return spec


def what(path: Path) -> str:
    """The thing a problem is about: its key, or its number in a list."""
    if not path:
        return "the file"
    key = path[-1]
    return printable(str(key)) if isinstance(key, str) else f"item {key + 1} of {path[-2] if len(path) > 1 else 'it'}"


def bound(spec: Spec) -> str:
    """What a value must be, read off its type and knob."""
    found = members(spec.annotation)
    texts = dict.fromkeys(_member_text(member, shape, spec.knob) for shape, member in found.items())
    return " or ".join(text for text in texts if text)


def keys_text(keys: Iterable[str]) -> str:
    """A choice of keys."""
    return f"one of {', '.join(keys)}"


def _member_text(member: Any, shape: str, knob: Knob) -> str:
    if member is Target:
        return f"{HANG_UP} or a mapping with voicemail, ring_group or line"
    if shape == shapes.NUMBER:
        return range_text(member, knob) + (" (s)" if member is Constant and not knob.unit else "")
    if shape == shapes.TEXT:
        return keys_text(knob.choices) if knob.choices else KINDS[knob.kind].bound if knob.kind else "text"
    if shape == shapes.LIST:
        return f"a list of {_item_text(member, knob)}"
    if shape == shapes.MAPPING:
        return _mapping_text(member, knob)
    return "true or false" if shape == shapes.TRUTH else "null"


def _item_text(member: Any, knob: Knob) -> str:
    element = shapes.inner(member)
    return "texts, each " + _member_text(element, shapes.TEXT, knob) if element is str else "mappings"


def _mapping_text(member: Any, knob: Knob) -> str:
    if get_origin(member) is dict:
        return f"a mapping whose keys are {_key_kind(knob)}"
    return f"a mapping with {'one' if member is LAW else 'keys'} of {', '.join(sections(member))}"


def _key_kind(knob: Knob) -> str:
    return KINDS[KEY_KINDS.get(knob.kind, knob.kind)].bound


def _guess(node: Node, spec: Spec, names: Names) -> str:
    found = members(spec.annotation)
    value = node.value
    if isinstance(value, str):
        return _guess_text(value, found, spec.knob, names)
    if isinstance(value, int | float) and (spec.knob.low, spec.knob.high) == (0, 1) and 1 < value <= 100:
        return shapes.number(value / 100)
    if isinstance(value, dict) and found.get(shapes.MAPPING) is LAW and len(value) == 1:
        return closest(next(iter(value)), sections(LAW))
    return ""


def _target_named(value: str, names: Names) -> str:
    """A target written as the bare name of what it leads to."""
    if value in names.groups:
        return f"{{ring_group: {value}}}"
    return f"{{line: {value}}}" if value in names.lines else ""


def _guess_text(value: str, found: dict[str, Any], knob: Knob, names: Names) -> str:
    member = found.get(shapes.TEXT)
    if shapes.TRUTH in found and value.lower() in _TRUTHS:
        return _TRUTHS[value.lower()]
    if member is Target:
        return closest(value, (HANG_UP,)) or _target_named(value, names)
    if member is not None:
        return (
            closest(value, knob.choices) if knob.choices else KINDS[knob.kind].guess(value, names) if knob.kind else ""
        )
    if shapes.NUMBER in found and (match := _QUANTITY.fullmatch(value)):
        return _plain_number(float(match[1]), match[2].lower(), knob)
    if shapes.LIST in found and knob.kind and KINDS[knob.kind].accepts(value, names):
        return f"[{value}]"
    return ""


def _plain_number(number: float, unit: str, knob: Knob) -> str:
    """A quantity in the unit of its knob: `2 min` -> 120, `80%` -> 0.8."""
    seconds = knob.unit == "s" and unit in _IN_SECONDS
    factor = _IN_SECONDS[unit] if seconds else 0.01 if unit == "%" and knob.high == 1 else 1.0 if not unit else None
    return "" if factor is None else shapes.number(number * factor)


def _unknown_key(document: Node, path: Path) -> Problem:
    above, key = spec_at(document, path[:-1]), str(path[-1])
    keys = sections(members(above.annotation)[shapes.MAPPING]) if above else {}
    place = key_place(document, path)
    return problem(place, path, "the key", keys_text(keys), printable(key) or "''", closest(key, keys))


def _bad_key(document: Node, path: Path, names: Names) -> Problem:
    spec, key = spec_at(document, path[:-1]), str(path[-1])
    assert spec is not None, "only declared maps have their keys checked"
    kind = KINDS[KEY_KINDS.get(spec.knob.kind, spec.knob.kind)]
    return problem(
        key_place(document, path), path, "the key", kind.bound, printable(key) or "''", kind.guess(key, names)
    )
