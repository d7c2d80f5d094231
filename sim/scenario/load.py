"""A scenario file to a frozen, checked scenario, or all of its mistakes at once. Resolves nothing and draws nothing.

What only some callers need is imported where it is needed: a check is to answer at once.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path as File

from sim.domain.errors import InputError, Problem
from sim.domain.knobs import Replay, Scenario
from sim.scenario import model, overlay, rules, timing
from sim.scenario.calendar import Calendar
from sim.scenario.explain import explain
from sim.scenario.figures import SUFFIX, Recorded, read_figures
from sim.scenario.folder import display, locate, question_of, read
from sim.scenario.kinds import KINDS, Names, closest, names_of
from sim.scenario.replay import RecordedAction, RecordedCall, Scope, read_actions, read_calls
from sim.scenario.text import Node, Place, parse, shown
from sim.scenario.tree import Path, dotted, find, key_place, list_at, merge, place_of, plain, put, text_at
from sim.scenario.tree import without as without_key

_EXTENDS = "extends"
_FIGURES = "recorded figures"


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was read: what for, its path from the scenario's folder, and its bytes."""

    role: str
    name: str
    data: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """Of its bytes, in hex."""
        from hashlib import sha256

        return sha256(self.data).hexdigest()

    @property
    def kept_as(self) -> str:
        """The name of its copy beside the stored scenario; a scenario is stored as run, so it has none."""
        return {"scenario": "", _EXTENDS: "", _FIGURES: f"scenario{SUFFIX}"}.get(self.role, f"{self.role}.csv")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A checked scenario and where it came from."""

    scenario: Scenario
    path: File
    text: str
    """The scenario file as it is; a base and the flags are not in it."""
    inputs: tuple[Input, ...]
    flags: tuple[str, ...]
    """What was laid over the file, as on a command line."""
    calendar: Calendar
    names: Names = field(repr=False)
    document: Node = field(repr=False)
    calls: tuple[RecordedCall, ...] = field(default=(), repr=False)
    actions: tuple[RecordedAction, ...] = field(default=(), repr=False)
    recorded: Recorded | None = field(default=None, repr=False)
    """Figures of a real system, from `<scenario>.recorded.json` where there is such a file."""

    def place(self, *path: str | int) -> Place:
        """Where the deepest part of a path that is written down was written."""
        return place_of(self.document, path)

    @property
    def positions(self) -> dict[str, Place]:
        """Dotted path -> place of its key (of an item: of the item), for all that is written down."""
        return {dotted(path): key_place(self.document, path) for path in _paths(self.document)}

    def portable(self) -> str:
        """The scenario as run, base and flags included: its question, then JSON, which is YAML too.

        It loads again beside the recordings under their names of `Input.kept_as`.
        """
        import json

        document = self.document
        for entry in self.inputs:
            if entry.kept_as and entry.role != _FIGURES:
                path = tuple(entry.role.split("."))
                document = put(document, path, Node(entry.kept_as, place_of(document, path)))
        return f"# {question_of(self.text)}\n{json.dumps(plain(document), indent=1, ensure_ascii=False)}\n"


def load(
    source: str | os.PathLike[str], *, sets: Sequence[str] = (), overlays: Sequence[tuple[str, str]] = ()
) -> Loaded:
    """Read, extend, overlay and check a scenario.

    Parameters
    ----------
    source : str or path
        A YAML file, or the bare name of a shipped scenario.
    sets : sequence of str
        `dotted.path=value`, the value as YAML; a list index is a number (`timeline.0.at=12:30`).
    overlays : sequence of (str, str)
        A planner's flags without dashes, with their text: `("pause", "4@sales@14:00-15:00")`, `("volume", "2x")`,
        `("preset", "asterisk")`.

    Raises
    ------
    InputError
        With all that is wrong: `file:line:column: path: WHAT must be BOUND, but is VALUE (did you mean ...?)`.
    """
    path = locate(source)
    data = read(path, display(path), "the scenario")
    document = parse(data, display(path))
    inputs = [Input("scenario", path.name, data)]
    if _EXTENDS in (document.value if isinstance(document.value, dict) else ()):
        document, base = _extended(document, path)
        inputs.append(base)
    document = overlay.apply(document, sets, overlays)
    flags = (*(f"--set {text}" for text in sets), *(f"--{flag} {text}" for flag, text in overlays))
    return _checked(document, path, data.decode("utf-8-sig"), tuple(inputs), flags)


def lay_over(loaded: Loaded, *, sets: Sequence[str] = (), overlays: Sequence[tuple[str, str]] = ()) -> Loaded:
    """The same scenario with more flags laid over it; parameters and errors as in `load`."""
    document = overlay.apply(loaded.document, sets, overlays)
    flags = (*loaded.flags, *(f"--set {text}" for text in sets), *(f"--{flag} {text}" for flag, text in overlays))
    files = tuple(entry for entry in loaded.inputs if entry.role in ("scenario", _EXTENDS))
    return _checked(document, loaded.path, loaded.text, files, flags)


def variant(loaded: Loaded, without: Sequence[str]) -> Loaded:
    """The paired base of a question: the same scenario without the timeline entries of these ids.

    Raises
    ------
    InputError
        If no entry has such an id, or the rest needs an agent whom one of them adds.
    """
    missing = [name for name in without if name not in loaded.names.entries]
    if missing:
        where = str(loaded.place("timeline"))
        bound = KINDS["entry"].bound
        raise InputError(Problem(where, "the id", bound, name, closest(name, loaded.names.entries)) for name in missing)
    kept = [
        i
        for i, _ in enumerate(list_at(loaded.document, "timeline"))
        if text_at(loaded.document, "timeline", i, "id") not in without
    ]
    items = list_at(loaded.document, "timeline")
    assert isinstance(loaded.document.value, dict) and not isinstance(loaded.scenario.timeline, Replay), "has ids"
    entries = {**loaded.document.value, "timeline": Node([items[i] for i in kept], loaded.place("timeline"))}
    document = replace(loaded.document, value=entries)
    names = names_of(document)
    # The question names the entries that are gone.
    _sound(without_key(document, "question"), names)
    scenario = replace(loaded.scenario, timeline=tuple(loaded.scenario.timeline[i] for i in kept))
    return replace(loaded, scenario=scenario, document=document, names=names)


def _paths(node: Node, path: Path = ()) -> list[Path]:
    below: list[Path] = [path] if path else []
    children = node.value.items() if isinstance(node.value, dict) else ()
    for key, child in children:
        below += _paths(child, (*path, key))
    for i, child in enumerate(node.value if isinstance(node.value, list) else ()):
        below += _paths(child, (*path, i))
    return below


def _extended(document: Node, path: File) -> tuple[Node, Input]:
    """The document merged over its base."""
    name, node = text_at(document, _EXTENDS), find(document, (_EXTENDS,))
    assert node is not None, "asked only where it is given"
    where = f"{node.place}: {_EXTENDS}"
    if not name:
        raise InputError([Problem(where, _EXTENDS, "the path of a scenario", shown(node))])
    file = path.parent / name
    data = read(file, where, "the base")
    base = parse(data, display(file))
    if find(base, (_EXTENDS,)) is not None:
        raise InputError([Problem(where, "the base", "a scenario that extends no other", f"{name}, which does")])
    return merge(base, without_key(document, _EXTENDS)), Input(_EXTENDS, name, data)


def _checked(document: Node, path: File, text: str, inputs: tuple[Input, ...], flags: tuple[str, ...]) -> Loaded:
    names = names_of(document)
    scenario = _sound(document, names)
    calendar = timing.calendar_of(document)
    assert calendar is not None, "a scenario without problems has a horizon"
    loaded = Loaded(scenario, path, text, inputs, flags, calendar, names, document)
    return _with_recordings(loaded)


def _sound(document: Node, names: Names) -> Scenario:
    """The scenario of a document, or all its problems."""
    scenario, found = model.check(plain(document), names)
    problems = explain(document, found, names) + rules.broken(document, names)
    if problems:
        raise InputError(sorted(dict.fromkeys(problems), key=_order))
    assert scenario is not None, "a scenario without problems is whole"
    return scenario


def _order(entry: Problem) -> tuple[str, int, int]:
    """Sorts problems by file, line and column; those of flags by flag."""
    file, *numbers = entry.where.split(": ")[0].rsplit(":", 2)
    if len(numbers) < 2 or not all(number.isdecimal() for number in numbers):
        return entry.where, 0, 0
    return file, int(numbers[0]), int(numbers[1])


def _with_recordings(loaded: Loaded) -> Loaded:
    """The recordings a scenario replays, read and checked."""
    scenario = loaded.scenario
    customers = scenario.customers.count if scenario.customers else None
    scope = Scope(loaded.names, loaded.calendar.length_us, customers)
    inputs = list(loaded.inputs)
    problems: list[Problem] = []
    calls: tuple[RecordedCall, ...] = ()
    actions: tuple[RecordedAction, ...] = ()
    try:
        if scenario.workload.replay is not None:
            data, file = _recording(loaded, ("workload", "replay"), scenario.workload.replay, inputs)
            calls = read_calls(data, file, scope)
    except InputError as error:
        problems += error.problems
    try:
        if isinstance(scenario.timeline, Replay):
            data, file = _recording(loaded, ("timeline", "replay"), scenario.timeline.replay, inputs)
            actions = read_actions(data, file, scope)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    recorded = _figures(loaded, inputs)
    return replace(loaded, inputs=tuple(inputs), calls=calls, actions=actions, recorded=recorded)


def _figures(loaded: Loaded, inputs: list[Input]) -> Recorded | None:
    """The recorded figures beside the scenario, if there are any."""
    path = loaded.path.with_suffix(SUFFIX)
    if not path.is_file():
        return None
    inputs.append(Input(_FIGURES, path.name, read(path, display(path), "the recorded figures")))
    return read_figures(inputs[-1].data, display(path))


def _recording(loaded: Loaded, path: Path, name: str, inputs: list[Input]) -> tuple[bytes, str]:
    """The bytes of a replay file, beside the file that names it (a flag: beside the scenario), and its shown name."""
    place = loaded.place(*path)
    folder = File(place.file).parent if place.line else loaded.path.parent
    data = read(folder / name, f"{place}: {dotted(path)}", "the recording", None)
    inputs.append(Input(dotted(path), name, data))
    return data, display(folder / name)
