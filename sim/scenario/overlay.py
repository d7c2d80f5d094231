"""A planner's question laid over a file: `--set`, `--pause 4@sales@14:00-15:00`, `--volume 2x`, `--preset asterisk`.

Errors name the flag.
"""

import re
from collections.abc import Sequence
from typing import get_origin

from sim.domain.errors import InputError, Problem, invalid
from sim.domain.knobs import PRESETS
from sim.scenario import shapes
from sim.scenario.explain import keys_text
from sim.scenario.kinds import closest
from sim.scenario.replay import ACTIONS
from sim.scenario.shapes import ROOT, Spec, members, sections, shape_of, step
from sim.scenario.text import Node, Place, parse_value, shown
from sim.scenario.tree import Path, change, dotted, find, list_at, mapping_at, put

VOLUME, PRESET = "volume", "preset"
FLAGS = (*ACTIONS, VOLUME, PRESET)
"""The planner's flags besides `--set`."""

_CLOCK = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
_TIME = rf"{_CLOCK}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9:.]+(?:Z|\+[0-9]{{2}}:[0-9]{{2}})?"
"""In a flag a `-` after a time always begins the end of a window, never an offset from UTC."""
_WHEN = re.compile(rf"({_TIME})(?:-({_TIME}))?")
_FACTOR = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)x?")
_NUMBER = re.compile(r"-?[0-9]{1,30}")
_MOST = 1000.0


def apply(document: Node, sets: Sequence[str], overlays: Sequence[tuple[str, str]]) -> Node:
    """The document with every `--set` and then every (flag, text) laid over it, in order.

    Raises
    ------
    InputError
        With every flag that cannot be read; what it says is checked with the document.
    """
    problems: list[Problem] = []
    for flag, text in [("set", text) for text in sets] + list(overlays):
        try:
            document = _one(document, flag, text)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return document


def _one(document: Node, flag: str, text: str) -> Node:
    origin = f"--{flag} {text}"
    if flag == "set":
        return _set(document, text, origin)
    if flag == VOLUME:
        return _volume(document, text, origin)
    if flag == PRESET:
        return _preset(document, text, origin)
    assert flag in ACTIONS, f"no such overlay: {flag}"
    return _admin(document, flag, text, origin)


# --- --set ------------------------------------------------------------------------------------------------------------


def _set(document: Node, text: str, origin: str) -> Node:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise invalid(origin, "--set", "PATH=VALUE", text or "empty")
    return put(document, _path(document, name.split("."), origin), parse_value(value, origin))


def _path(document: Node, keys: list[str], origin: str) -> Path:
    """The path of dotted keys: every key but the last exists, or may be left out in the file."""
    path: Path = ()
    node: Node | None = document
    spec: Spec = ROOT
    for i, key in enumerate(keys):
        shape = shape_of(node.value) if node else shapes.MAPPING
        if node is not None and shape == shapes.LIST:
            step_key: str | int = _index(node, key, path, origin)
        else:
            step_key = _key(node, spec, key, path, origin, last=i == len(keys) - 1)
        below = step(spec, step_key, shape)
        if below is None:
            raise invalid(origin, dotted(path), "of the declared type before it can be set below", "not")
        path, spec, node = (*path, step_key), below, find(node, (step_key,)) if node else None
    return path


def _index(node: Node, key: str, path: Path, origin: str) -> int:
    size = len(list_at(node))
    if not (key.isascii() and key.isdecimal() and int(key) < size):
        raise invalid(
            origin, f"the index into {dotted(path)}", f"a number from 0 to {size - 1}" if size else "left out", key
        )
    return int(key)


def _key(node: Node | None, spec: Spec, key: str, path: Path, origin: str, *, last: bool) -> str:
    """A key of a mapping: declared, or, of an open mapping, there already (new ones only at the end of the path)."""
    if node is not None and not isinstance(node.value, dict):
        raise invalid(origin, dotted(path), f"a mapping to have {key}", shown(node))
    member = members(spec.annotation).get(shapes.MAPPING)
    there = mapping_at(node) if node else {}
    is_open = get_origin(member) is dict
    known = list(there) if is_open else list(sections(member)) if member is not None else []
    if key not in known and not (is_open and last):
        bound = keys_text(known) if known else "left out, for nothing is below"
        raise invalid(origin, dotted((*path, key)) or "the path", bound, key or "empty", closest(key, known))
    return key


# --- --preset ---------------------------------------------------------------------------------------------------------


def _preset(document: Node, text: str, origin: str) -> Node:
    """Another preset, whatever the file says."""
    if text not in PRESETS:
        raise invalid(origin, "the preset", keys_text(PRESETS), text or "empty", closest(text, PRESETS))
    return put(document, (PRESET,), _node(text, Place(origin)))


# --- the timeline ------------------------------------------------------------------------------------------------------


def _admin(document: Node, verb: str, text: str, origin: str) -> Node:
    """`ann`, `ann@09:00`, `ann,bob@09:00-10:00`, `4@sales` or `4@sales@14:00-15:00` as one more timeline entry."""
    who, *rest = text.split("@")
    entry: dict[str, str | int | list[str]] = {verb: who.split(",") if "," in who else who}
    if rest and _NUMBER.fullmatch(who):
        if not 0 < int(who) < 1e9:
            raise invalid(origin, "the number", "a number of agents from 1", who)
        entry = {verb: int(who), "of": rest.pop(0)}
    if len(rest) > 1 and "of" not in entry:
        raise invalid(origin, "the number", "a number of agents from 1", who)
    if rest:
        entry |= _window("@".join(rest), origin)
    timeline = find(document, ("timeline",))
    if timeline is not None and not isinstance(timeline.value, list):
        raise invalid(origin, f"--{verb}", "used where the timeline is a list of entries", shown(timeline))
    items = list_at(document, "timeline") + [_node(entry, Place(origin))]
    return put(document, ("timeline",), Node(items, timeline.place if timeline else Place(origin)))


def _window(text: str, origin: str) -> dict[str, str]:
    """`FROM` or `FROM-TO`; an end without a date is on the day of the start."""
    match = _WHEN.fullmatch(text)
    if not match:
        raise invalid(origin, "when", "HH:MM, HH:MM-HH:MM or ISO date-times", text or "empty")
    start, end = match.groups()
    if end and "T" in start and "T" not in end:
        end = f"{start.partition('T')[0]}T{end}"
    return {"at": start} | ({"until": end} if end else {})


def _node(value: object, place: Place) -> Node:
    if isinstance(value, dict):
        return Node({key: _node(child, place) for key, child in value.items()}, place, keys=dict.fromkeys(value, place))
    if isinstance(value, list):
        return Node([_node(child, place) for child in value], place)
    assert isinstance(value, str | int | float), "flags hold text and numbers"
    return Node(value, place, str(value))


# --- --volume ---------------------------------------------------------------------------------------------------------


def _volume(document: Node, text: str, origin: str) -> Node:
    """Inbound call rates times a factor; nothing else changes."""
    match = _FACTOR.fullmatch(text)
    if not match or float(match[1]) > _MOST:
        raise invalid(
            origin, "the factor", f"a number from 0 to {_MOST:g}, then x", text or "empty", "2x" if not text else ""
        )
    calls = list_at(document, "workload", "calls")
    if "replay" in mapping_at(document, "workload"):
        bound = "left out: recorded calls have no rate to scale"
        raise invalid(origin, "--volume", bound, text)
    if not calls:
        raise invalid(origin, "--volume", "used with a workload that has inbound calls", "without any")
    for i, _ in enumerate(calls):
        path = ("workload", "calls", i, "per_hour")
        document = change(document, path, lambda node: _scaled(node, float(match[1]), Place(origin)))
    return document


def _scaled(node: Node, factor: float, place: Place) -> Node:
    if isinstance(node.value, dict):
        entries = {key: _scaled(child, factor, place) for key, child in node.value.items()}
        return Node(entries, node.place, keys=node.keys)
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return _node(node.value * factor, place)
    return node
