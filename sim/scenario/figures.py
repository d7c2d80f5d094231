"""Figures recorded at a real system, to set beside ours: `<scenario>.recorded.json`. May not know a metric."""

from dataclasses import dataclass
from typing import Any

from sim.domain.errors import InputError, Problem
from sim.scenario.explain import keys_text, problem
from sim.scenario.kinds import closest
from sim.scenario.text import Node, parse, shown
from sim.scenario.tree import Path, list_at, mapping_at

SUFFIX = ".recorded.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """One recorded figure and the metric of ours that it is the like of."""

    name: str
    metric: str
    recorded: float
    unit: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """Figures of one recording, and why ours differ from them."""

    title: str
    why: str
    figures: tuple[Figure, ...]


_TEXT, _NUMBER, _LIST = "text", "a number", "a list"
_TYPES: dict[str, Any] = {_TEXT: str, _NUMBER: (int, float), _LIST: list}
_FILE = {"title": _TEXT, "why": _TEXT, "figures": _LIST}
_FIGURE = {"name": _TEXT, "metric": _TEXT, "recorded": _NUMBER, "unit": _TEXT}


def read_figures(data: bytes, file: str) -> Recorded:
    """The recorded figures of a JSON file.

    Raises
    ------
    InputError
        With every key that is missing, unknown or of another type.
    """
    top = parse(data, file)
    problems = _problems(top, (), _FILE)
    for nth, item in enumerate(list_at(top, "figures")):
        problems += _problems(item, ("figures", nth), _FIGURE)
    if problems:
        raise InputError(problems)
    keys = _plain(top)
    figures = tuple(Figure(**_plain(item)) for item in list_at(top, "figures"))
    return Recorded(keys["title"], keys["why"], figures)


def _plain(node: Node) -> dict[str, Any]:
    return {key: entry.value for key, entry in mapping_at(node).items()}


def _problems(node: Node, path: Path, expected: dict[str, str]) -> list[Problem]:
    entries = mapping_at(node)
    found = []
    for key in [name for name in entries if name not in expected]:
        bound = keys_text(expected)
        found.append(problem(node.keys[key], (*path, key), "the key", bound, key, closest(key, expected)))
    for key, type_name in expected.items():
        entry = entries.get(key)
        if entry is None or isinstance(entry.value, bool) or not isinstance(entry.value, _TYPES[type_name]):
            place = entry.place if entry else node.place
            found.append(problem(place, (*path, key), key, type_name, shown(entry) if entry else "missing"))
    return found
