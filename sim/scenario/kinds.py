"""What a text in a scenario must be: a clock time, the name of an agent, a file ... One row per kind a knob may have."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from sim.domain.declare import knobs_of
from sim.domain.knobs import Scenario
from sim.scenario import calendar
from sim.scenario.text import Node
from sim.scenario.tree import list_at, mapping_at, text_at

LINE_BOX = "line"
"""`{voicemail: line}` is the line's box, so no agent may be called so."""
UNKNOWN = 0
"""A count that cannot be: any number after its name passes, so that one mistake is not told twice."""
_NAME = re.compile(r"\w[\w-]{0,63}")


@dataclass(frozen=True, slots=True)
class Names:
    """What a document declares, read leniently: a name counts although its section may be wrong."""

    counts: dict[str, int | None] = field(default_factory=dict)
    """Agent, or counted agents with how many (UNKNOWN where the count is wrong)."""
    groups: Collection[str] = ()
    """In the order of the file; like lines and entries found at once among thousands, for every use of a name is checked."""
    lines: Collection[str] = ()
    entries: Collection[str] = ()
    lost: frozenset[str] = frozenset()
    """Sections that are missing, misspelt or of the wrong shape: what they would declare is unknown, so never wrong."""

    def is_agent(self, name: str) -> bool:
        """Whether `name` is one agent: not counted, or NAME-k of a counted NAME."""
        if name in self.counts:
            return self.counts[name] is None
        stem, _, number = name.rpartition("-")
        count = self.counts.get(stem)
        if count is None or not (number.isascii() and number.isdecimal() and len(number) < 10):
            return False
        return number[0] != "0" and (count == UNKNOWN or int(number) <= count)

    def expand(self, name: str) -> tuple[str, ...]:
        """The agents a name stands for."""
        count = self.counts.get(name)
        return (name,) if count is None else tuple(f"{name}-{i}" for i in range(1, count + 1))

    def agents(self) -> Iterator[str]:
        """Names to guess among: each agent, of many alike the first hundred."""
        for name, count in self.counts.items():
            if count is None:
                yield name
            yield from (f"{name}-{i}" for i in range(1, min(count or 0, 100) + 1))

    def subjects(self) -> Iterator[str]:
        """Names to guess among where NAME of a counted agent is all of them."""
        yield from self.counts
        yield from self.agents()


def names_of(document: Node) -> Names:
    """The names a document declares."""
    sections = list(mapping_at(document, "agents").items())
    for i, _ in enumerate(list_at(document, "timeline")):
        sections += mapping_at(document, "timeline", i, "add").items()
    counts: dict[str, int | None] = {}
    for name, section in sections:
        counts[name] = _count(mapping_at(section).get("count"))
    ids = (text_at(document, "timeline", i, "id") for i, _ in enumerate(list_at(document, "timeline")))
    groups, lines = (dict.fromkeys(mapping_at(document, key)) for key in ("ring_groups", "lines"))
    return Names(counts, groups, lines, dict.fromkeys(name for name in ids if name is not None), _lost(document))


def _lost(document: Node) -> frozenset[str]:
    """The sections of names that cannot be read, given what else is written at the top."""
    top, known = mapping_at(document), knobs_of(Scenario)
    meant = {closest(key, known) for key in top if key not in known}
    shapes = {"agents": dict, "ring_groups": dict, "lines": dict, "timeline": list | dict}
    return frozenset(
        section
        for section, shape in shapes.items()
        if (not isinstance(top[section].value, shape) if section in top else section in meant or section == "agents")
    )


def _count(node: Node | None) -> int | None:
    if node is None or node.value is None:
        return None
    if isinstance(node.value, int) and not isinstance(node.value, bool) and 1 <= node.value < 1e6:
        return node.value
    return UNKNOWN


def _anything(names: Names) -> Iterable[str]:
    return ()


def _same(text: str) -> str:
    return text


def _spelt(text: str) -> str:
    """A time as we write it: `8:00` -> `08:00`, `2026-03-02 08:00` -> `2026-03-02T08:00`."""
    text = re.sub(r"(?<![\d:.])(\d:\d\d)", r"0\1", text.strip().replace(" - ", "-"))
    text = re.sub(r"^(\d{4}-\d\d-\d\d)$", r"\1T00:00", text)
    return re.sub(r"(?<=\d) (?=\d\d:)", "T", text)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a text of this kind must be, whether it is, and what a wrong one was probably meant to be."""

    bound: str
    accepts: Callable[[str, Names], bool]
    candidates: Callable[[Names], Iterable[str]] = _anything
    respell: Callable[[str], str] = _same
    pattern: str = ""
    """What editors can check of it: a regular expression over the whole text."""

    section: str = ""
    """Where what it names is declared."""

    def holds(self, text: str, names: Names) -> bool:
        """Whether `text` is one of this kind, as far as can be told."""
        return self.section in names.lost or self.accepts(text, names)

    def guess(self, text: str, names: Names) -> str:
        """The likeliest right text, or empty."""
        if (again := self.respell(text)) != text and self.accepts(again, names):
            return again
        return closest(text, self.candidates(names))


def closest(text: str, candidates: Iterable[str]) -> str:
    """The candidate most like `text`, or empty if none is; letter case is forgiven."""
    from difflib import get_close_matches

    by_lower = {candidate.lower(): candidate for candidate in reversed(list(candidates))}
    found = get_close_matches(text.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else ""


def _is_time(text: str, names: Names) -> bool:
    return calendar.clock_us(text) is not None or calendar.moment(text) is not None


@cache
def _is_zone(text: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # unknown; not a relative path; a folder of the zone database
        return False
    return True


def _zones(names: Names) -> Iterable[str]:
    from zoneinfo import available_timezones

    return ["UTC", *(zone for zone in sorted(available_timezones()) if "/" in zone)]


_CLOCK = Kind(
    "a time of day HH:MM[:SS]", lambda text, _: calendar.clock_us(text) is not None, respell=_spelt,
    pattern=calendar.CLOCK.pattern,
)  # fmt: skip
_WINDOW = Kind(
    "a window HH:MM-HH:MM", lambda text, _: calendar.window_us(text) is not None, respell=_spelt,
    pattern=f"{calendar.CLOCK.pattern}-(?:{calendar.CLOCK.pattern}|24:00)",
)  # fmt: skip
_DAY = f"(?:{'|'.join(calendar.WEEKDAYS)})"

KINDS: dict[str, Kind] = {
    "name": Kind(
        "1 to 64 letters, digits, _ or - (the first no -)",
        lambda text, _: bool(_NAME.fullmatch(text)),
        respell=lambda text: re.sub(r"[^\w-]+", "-", text).strip("-"),
    ),
    "agent": Kind("an agent of this file", lambda text, names: names.is_agent(text), Names.agents, section="agents"),
    "agents": Kind(
        "an agent of this file",
        lambda text, names: text in names.counts or names.is_agent(text),
        Names.subjects,
        section="agents",
    ),
    "box": Kind(
        f"`{LINE_BOX}` or an agent of this file",
        lambda text, names: text == LINE_BOX or names.is_agent(text),
        lambda names: (LINE_BOX, *names.agents()),
        section="agents",
    ),
    "ring_group": Kind(
        "a ring group of this file",
        lambda text, names: text in names.groups,
        lambda names: names.groups,
        section="ring_groups",
    ),
    "line": Kind(
        "a line of this file", lambda text, names: text in names.lines, lambda names: names.lines, section="lines"
    ),
    "entry": Kind(
        "the id of a timeline entry",
        lambda text, names: text in names.entries,
        lambda names: names.entries,
        section="timeline",
    ),
    "clock": _CLOCK,
    "rate": _CLOCK,
    "moment": Kind(
        "a date-time YYYY-MM-DDTHH:MM[:SS]",
        lambda text, _: calendar.moment(text) is not None,
        respell=_spelt,
        pattern=calendar.MOMENT.pattern,
    ),
    "moment_or_clock": Kind(
        "a time of day HH:MM[:SS] or a date-time YYYY-MM-DDTHH:MM",
        _is_time,
        respell=_spelt,
        pattern=f"{calendar.CLOCK.pattern}|{calendar.MOMENT.pattern}",
    ),
    "date": Kind("a date YYYY-MM-DD", lambda text, _: calendar.day(text) is not None, pattern=r"\d{4}-\d\d-\d\d"),
    "window": _WINDOW,
    "daily": _WINDOW,
    "weekday": Kind(
        "a weekday (mon) or a range of them (mon-fri)",
        lambda text, _: calendar.weekdays(text) is not None,
        respell=lambda text: "-".join(
            closest(part[:3], calendar.WEEKDAYS) for part in re.findall("[a-z]+", text.lower())
        ),
        pattern=f"{_DAY}(?:-{_DAY})?",
    ),
    "zone": Kind("an IANA time zone", lambda text, _: _is_zone(text), _zones),
    "file": Kind("the path of a file", lambda text, _: bool(text.strip())),
}

KEY_KINDS = {"daily": "weekday"}
"""The kind of a map's keys, where it is not the kind of the map."""
