"""Rules of time: the horizon, and every time that must lie on its clock. Reads a document leniently, as `rules` does."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sim.domain import knobs
from sim.domain.errors import Problem
from sim.scenario import calendar
from sim.scenario.calendar import Calendar
from sim.scenario.explain import problem
from sim.scenario.kinds import KINDS, Names
from sim.scenario.shapes import Visit
from sim.scenario.text import Node, shown
from sim.scenario.tree import find, mapping_at, text_at

LONGEST = timedelta(days=3660)
"""Longest horizon: days are laid out one by one."""


def zone_of(document: Node) -> ZoneInfo | None:
    """The time zone, if it is one."""
    node = find(document, ("account", "time_zone"))
    name = node.value if node else knobs.Account().time_zone
    return ZoneInfo(name) if isinstance(name, str) and KINDS["zone"].accepts(name, Names()) else None


def calendar_of(document: Node) -> Calendar | None:
    """The calendar of the horizon, if it has one."""
    zone = zone_of(document)
    start, end = (_moment(document, key, zone) for key in ("start", "end")) if zone else (None, None)
    if zone is None or start is None or end is None or not timedelta() < end - start <= LONGEST:
        return None
    return Calendar.between(zone, start, end)


def _moment(document: Node, key: str, zone: ZoneInfo | None) -> datetime | None:
    wall = calendar.moment(text_at(document, "horizon", key) or "")
    found = calendar.instants(wall, zone) if wall and zone else ()
    return found[0] if len(found) == 1 else None


def horizon(document: Node) -> Iterator[Problem]:
    """The horizon: start before end, and what is shorter than it."""
    zone = zone_of(document)
    start, end = (_moment(document, key, zone) for key in ("start", "end"))
    place = {key: node.place for key, node in mapping_at(document, "horizon").items()}
    if start is None or end is None:
        return
    if end <= start or end - start > LONGEST:
        bound = "after the start" if end <= start else f"at most {LONGEST.days} days after the start"
        yield problem(place["end"], ("horizon", "end"), "end", bound, text_at(document, "horizon", "end") or "")
        return
    yield from _durations(document, (end - start) / timedelta(seconds=1))


def _durations(document: Node, length_s: float) -> Iterator[Problem]:
    entries = mapping_at(document, "horizon")
    seconds = {key: _seconds(entries.get(key)) for key in ("warm_up_s", "short_s")}
    for key, most in (("warm_up_s", length_s), ("short_s", length_s), ("warm_up_s", seconds["short_s"])):
        value = seconds[key]
        if value is None or most is None:
            continue
        if value > most or (key == "warm_up_s" and value == most):
            bound = "shorter than short_s" if most != length_s else "shorter than the horizon"
            yield problem(entries[key].place, ("horizon", key), key, f"{bound} ({most:g} s)", f"{value:g}")
            return


def _seconds(node: Node | None) -> float | None:
    value = node.value if node else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and value < 1e300 else None


def times(visit: Visit, zone: ZoneInfo | None, known: Calendar | None) -> Iterator[Problem]:
    """One text that is a time: it exists, once; a bare clock time only where a horizon of one day makes it plain."""
    text = visit.node.value
    if known is not None and visit.member is knobs.TimelineEntry:
        yield from _until(visit, known)
    if zone is None or not visit.spec.knob.kind.startswith("moment") or not isinstance(text, str):
        return
    what = str(visit.path[-1])
    wall = calendar.moment(text)
    if wall is not None:
        yield from _exists(visit, what, wall, zone)
    elif known is not None and calendar.clock_us(text) is not None and not known.clocks_suffice():
        guess, bound = f"{known.local(0).date()}T{text}", "a date-time, for the horizon is longer than a day"
        yield problem(visit.node.place, visit.path, what, bound, text, guess)


def _exists(visit: Visit, what: str, wall: datetime, zone: ZoneInfo) -> Iterator[Problem]:
    found = calendar.instants(wall, zone)
    if not found:
        bound = f"a time that {zone.key} has that day"
        yield problem(visit.node.place, visit.path, what, bound, f"{shown(visit.node)}, skipped by summer time")
    elif len(found) > 1:
        guess = f"{visit.node.value}{calendar.offset(found[0], zone)}"
        bound = "a time that comes once, or with its offset from UTC"
        yield problem(visit.node.place, visit.path, what, bound, f"{shown(visit.node)}, which comes twice", guess)


def _until(visit: Visit, known: Calendar) -> Iterator[Problem]:
    """`until` comes after `at`."""
    at, until = (_instant(text_at(visit.node, key), known) for key in ("at", "until"))
    if until is not None and until <= (at or 0) and (at is not None or until <= 0):
        bound = f"after at ({text_at(visit.node, 'at') or 'the start of the horizon'})"
        node = mapping_at(visit.node)["until"]
        yield problem(node.place, (*visit.path, "until"), "until", bound, shown(node))


def _instant(text: str | None, known: Calendar) -> int | None:
    """The instant of a time that is one."""
    if text is None:
        return None
    wall = calendar.moment(text)
    if (wall is None and calendar.clock_us(text) is None) or (wall and not calendar.instants(wall, known.zone)):
        return None
    return known.instant(text)
