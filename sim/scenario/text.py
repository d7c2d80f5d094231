"""Bytes to a tree of nodes, each with the place it was written at. Knows YAML 1.2, nothing about scenarios.

The text is read as parse events of ruamel.yaml. Every limit is checked on the event, before anything is built for it,
with aliases counted at their full expanded size. Scalars follow the core schema of YAML 1.2 alone, so `22:00`, `NO`
and `2026-03-02` are text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from sim.domain.errors import InputError, Problem

MAX_BYTES = 1 << 23
MAX_DEPTH = 64
MAX_NODES = 500_000
"""Room for 5,000 ring groups of 20 with everything of their own; aliases cannot make a small file larger than that."""
MAX_ALIASES = 100

Scalar = str | int | float | bool | None
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_DIGITS = 400
"""Longest integer converted; anything longer is out of every bound and stands as infinity."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written: a file with line and column from 1, or a command-line flag with line 0."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Node:
    """A value, its place, how it was written, and the places of its keys if it is a mapping."""

    value: "Scalar | list[Node] | dict[str, Node]"
    place: Place
    written: str = ""
    keys: dict[str, Place] = field(default_factory=dict)


def parse(data: bytes, file: str) -> Node:
    """The one document of a file as a tree; its top is a mapping.

    Raises
    ------
    InputError
        With every duplicate key, tag and odd key found up to the first thing that stops the reader.
    """
    reader = _Reader(file)
    try:
        top = reader.document(_decode(data, file))
    except InputError as error:
        raise InputError([*reader.problems, *error.problems]) from None
    if not isinstance(top.value, dict):
        reader.problem(top.place, "the file", "a mapping of keys", shown(top))
    if reader.problems:
        raise InputError(reader.problems)
    return top


def parse_value(text: str, origin: str) -> Node:
    """One YAML value given on the command line; `origin` is the flag it came from."""
    reader = _Reader(origin, flag=True)
    try:
        node = reader.document(_decode(text.encode("utf-8", "surrogateescape"), origin))
    except InputError as error:
        raise InputError([*reader.problems, *error.problems]) from None
    if reader.problems:
        raise InputError(reader.problems)
    return node


def shown(node: Node) -> str:
    """A node's value for an error: as written, shortened, in one printable line."""
    if isinstance(node.value, dict):
        return f"a mapping of {printable(', '.join(node.value))}" if node.value else "an empty mapping"
    if isinstance(node.value, list):
        return "a list" if node.value else "an empty list"
    return printable(node.written) or ("empty" if node.value is None else "''")


def printable(text: str) -> str:
    """`text` in at most 60 printable characters."""
    short = text if len(text) <= 60 else f"{text[:57]}..."
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short)


def _decode(data: bytes, file: str) -> str:
    """The text of a file: UTF-8, at most MAX_BYTES, no control characters."""
    if len(data) > MAX_BYTES:
        raise _fatal(Place(file, 1, 1), "the file", f"at most {MAX_BYTES} bytes", "longer")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or 0 in data[:4]:
        raise _fatal(Place(file, 1, 1), "the encoding", "UTF-8", "UTF-16 or UTF-32")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        raise _fatal(_after(before, file), "the encoding", "UTF-8", f"byte 0x{data[error.start]:02x}") from None
    if bad := _UNPRINTABLE.search(text):
        raise _fatal(_after(text[: bad.start()], file), "the text", "printable", f"U+{ord(bad.group()):04X}")
    return text


def _after(text: str, file: str) -> Place:
    """The place of the character that follows `text`."""
    return Place(file, text.count("\n") + 1, len(text) - text.rfind("\n"))


def _fatal(place: Place, what: str, bound: str, value: str, guess: str = "") -> InputError:
    return InputError([Problem(str(place), what, bound, value, guess)])


class _Reader:
    """Builds one document from events, counting nodes, depth and aliases as they come."""

    def __init__(self, file: str, *, flag: bool = False) -> None:
        self.file = file
        self.flag = flag
        self.problems: list[Problem] = []
        self.nodes = 0
        self.aliases = 0
        self.anchors: dict[str, tuple[Node, int, int] | None] = {}
        self.events: Iterator[Any] = iter(())

    def document(self, text: str) -> Node:
        """The only document in `text`; an empty text is a null at 1:1."""
        self.events = self._guarded(text)
        next(self.events)
        start = next(self.events)
        if type(start).__name__ == "StreamEndEvent":
            return Node(None, self._start(), "")
        if start.version not in (None, (1, 2)):
            version = ".".join(map(str, start.version))
            raise _fatal(self._place(start), "the YAML version", "1.2", version)
        top, _ = self._node(next(self.events), 1)
        next(self.events)
        if type(second := next(self.events)).__name__ != "StreamEndEvent":
            raise _fatal(self._place(second), "the file", "one document", "several, the second starts here")
        return top

    def problem(self, place: Place, what: str, bound: str, value: str, guess: str = "") -> None:
        self.problems.append(Problem(str(place), what, bound, value, guess))

    def _guarded(self, text: str) -> Iterator[Any]:
        """The parser's events; its complaints as ours."""
        try:
            yield from YAML(typ="safe", pure=True).parse(text)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = Place(self.file) if self.flag or mark is None else Place(self.file, mark.line + 1, mark.column + 1)
            why = printable(" ".join(str(error.problem or error.context).split()))
            guess = "spaces" if "\\t" in why or "\t" in why else ""
            raise _fatal(place, "the text", "YAML 1.2", f"unreadable here: {why}", guess) from None
        except (YAMLError, ValueError, OverflowError) as error:
            why = printable(" ".join(str(error).split()))
            raise _fatal(self._start(), "the text", "YAML 1.2", f"unreadable: {why}") from None

    def _start(self) -> Place:
        return Place(self.file) if self.flag else Place(self.file, 1, 1)

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.file) if self.flag else Place(self.file, mark.line + 1, mark.column + 1)

    def _node(self, event: Any, depth: int) -> tuple[Node, int]:
        """A node and its height."""
        place, kind = self._place(event), type(event).__name__
        self._count(place, 1)
        if depth > MAX_DEPTH:
            raise _fatal(place, "nesting", f"at most {MAX_DEPTH} deep", "deeper here")
        if kind == "AliasEvent":
            return self._alias(event, place, depth)
        if event.tag is not None:
            written = str(event.tag).replace("tag:yaml.org,2002:", "!!", 1)
            self.problem(place, "a tag", "left out", printable(written))
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        before = self.nodes
        if kind == "ScalarEvent":
            node, height = self._scalar(event, place), 1
        elif kind == "SequenceStartEvent":
            node, height = self._sequence(place, depth)
        else:
            node, height = self._mapping(place, depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, self.nodes - before, height)
        return node, height

    def _count(self, place: Place, more: int) -> None:
        self.nodes += more
        if self.nodes > MAX_NODES:
            raise _fatal(place, "the file", f"at most {MAX_NODES} nodes, aliases written out", "more from here on")

    def _alias(self, event: Any, place: Place, depth: int) -> tuple[Node, int]:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise _fatal(place, "the file", f"at most {MAX_ALIASES} aliases", "more from here on")
        name = f"*{printable(event.anchor)}"
        if event.anchor not in self.anchors:
            raise _fatal(place, "an alias", "an anchor written before it", name)
        anchored = self.anchors[event.anchor]
        if anchored is None:
            raise _fatal(place, "an alias", "outside what it stands for", f"{name}, a cycle")
        node, size, height = anchored
        self._count(place, size)
        if depth + height - 1 > MAX_DEPTH:
            raise _fatal(place, "nesting", f"at most {MAX_DEPTH} deep, aliases written out", "deeper here")
        return node, height

    def _scalar(self, event: Any, place: Place) -> Node:
        text = str(event.value)
        if any("\ud800" <= c <= "\udfff" for c in text):
            self.problem(place, "the text", "Unicode characters", "half a surrogate pair")
        if event.style not in (None, ""):
            return Node(text, place, f"'{text}'")
        return Node(_resolve(text), place, text)

    def _sequence(self, place: Place, depth: int) -> tuple[Node, int]:
        items, height = [], 1
        while type(event := next(self.events)).__name__ != "SequenceEndEvent":
            item, below = self._node(event, depth + 1)
            items.append(item)
            height = max(height, below + 1)
        return Node(items, place), height

    def _mapping(self, place: Place, depth: int) -> tuple[Node, int]:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        height = 1
        while type(event := next(self.events)).__name__ != "MappingEndEvent":
            key, _ = self._node(event, depth + 1)
            value, below = self._node(next(self.events), depth + 1)
            height = max(height, below + 1)
            at = self._place(event)
            if isinstance(key.value, list | dict):
                self.problem(at, "a key", "text", shown(key))
                continue
            name = key.value if isinstance(key.value, str) else key.written
            if name in entries:
                self.problem(at, f"key {printable(name)}", f"given once (first at {keys[name]})", "given again")
                continue
            entries[name], keys[name] = value, at
        return Node(entries, place, keys=keys), height


def _resolve(text: str) -> Scalar:
    """A plain scalar by the core schema of YAML 1.2 (section 10.3.2)."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        if len(text) > _DIGITS:
            return float("-inf") if text[0] == "-" else float("inf")
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
