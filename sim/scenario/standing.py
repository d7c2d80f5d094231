"""Who is what when, as far as a scenario says: account statuses, shifts and membership over the horizon.

Follows the timeline alone, as the routing machine would; no call is simulated. Windows are disjoint, sorted, in us.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from sim.domain.agents import Status
from sim.domain.knobs import VERBS, Agent, Replay, TimelineEntry
from sim.domain.time import NEVER
from sim.scenario.calendar import Windows, join, minus
from sim.scenario.load import Loaded

_FROM_THE_START = -1
"""Stands for the entry behind a status given among the agents."""
_STATUSES = {"active": Status.ACTIVE, "paused": Status.PAUSED, "suspended": Status.SUSPENDED}

_CONCERNS = {"resume": Status.PAUSED, "reactivate": Status.SUSPENDED}
"""Of whom a number of a ring group is taken; of the active otherwise."""


class Standing(NamedTuple):
    """One agent over the horizon."""

    section: Agent
    active: Windows
    paused: Windows
    suspended: Windows
    on_shift: Windows
    """Whatever the account status."""

    @property
    def here(self) -> Windows:
        """Part of the account: added already and not deleted."""
        return join(self.active + self.paused + self.suspended)

    @property
    def working(self) -> Windows:
        """Active and on shift, if they take calls; a phone number is rung off shift too."""
        if self.section.answer_type == "will_not_answer":
            return ()
        return self.active if self.section.answer_type == "phone_number" else overlap(self.active, self.on_shift)


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody over the horizon."""

    horizon: Windows
    opening: Windows
    agents: dict[str, Standing]
    layers: dict[str, tuple[tuple[str, ...], ...]]
    """Ring group -> layers -> members, whoever joins later included."""
    shortages: dict[int, int]
    """Position of a timeline entry that takes a number of a ring group -> members there then, where they are fewer."""

    def members(self, group: str) -> tuple[Standing, ...]:
        """The standings of a ring group's members; agents alike share one."""
        found = (self.agents[name] for layer in self.layers[group] for name in layer)
        return tuple({id(standing): standing for standing in found}.values())


def overlap(first: Windows, second: Windows) -> Windows:
    """What two lists of windows share."""
    return minus(first, minus(first, second))


def union(many: Iterable[Windows]) -> Windows:
    """Windows covered by any; few distinct lists among many agents cost little."""
    return join(tuple(window for windows in dict.fromkeys(many) for window in windows))


def roster_of(loaded: Loaded) -> Roster:
    """Follow the timeline of a checked scenario."""
    scenario, calendar, names = loaded.scenario, loaded.calendar, loaded.names
    horizon: Windows = ((0, calendar.length_us),)
    hours = scenario.opening_hours
    layers = {
        name: [[agent for member in layer.members for agent in names.expand(member)] for layer in group.layers]
        for name, group in scenario.ring_groups.items()
    }
    lives = {agent: _Life(section, at_start) for agent, section, at_start in _everyone(loaded)}
    shortages = _follow(loaded, lives, layers)
    standings = _Standings(loaded, horizon)
    return Roster(
        horizon,
        horizon if hours is None else calendar.windows(hours),
        {name: standings.of(life) for name, life in lives.items()},
        {name: tuple(tuple(layer) for layer in below) for name, below in layers.items()},
        shortages,
    )


class _Standings:
    """Lives as standings, one for all agents of a section to whom the same happens."""

    def __init__(self, loaded: Loaded, horizon: Windows) -> None:
        self.calendar = loaded.calendar
        self.horizon = horizon
        self.known: dict[tuple[int, tuple[tuple[int, Status | None], ...]], Standing] = {}

    def of(self, life: "_Life") -> Standing:
        key = id(life.section), tuple(life.changes)
        if key not in self.known:
            shift = life.section.shift
            on_shift = self.horizon if shift is None else self.calendar.windows(shift)
            self.known[key] = life.standing(self.calendar.length_us, on_shift)
        return self.known[key]


def _everyone(loaded: Loaded) -> Iterator[tuple[str, Agent, bool]]:
    """Every agent with their section, and whether they are there from the start."""
    sections = [(name, section, True) for name, section in loaded.scenario.agents.items()]
    for entry in _entries(loaded):
        sections += [(name, section, False) for name, section in (entry.add or {}).items()]
    for name, section, at_start in sections:
        for agent in loaded.names.expand(name):
            yield agent, section, at_start


def _entries(loaded: Loaded) -> tuple[TimelineEntry, ...]:
    timeline = loaded.scenario.timeline
    return () if isinstance(timeline, Replay) else timeline


@dataclass(slots=True)
class _Life:
    """One agent's account while the timeline goes on."""

    section: Agent
    present: bool
    pauses: set[int] = field(default_factory=set)
    suspensions: set[int] = field(default_factory=set)
    deleted: bool = False
    changes: list[tuple[int, Status | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        status = _STATUSES[self.section.status]
        if status is Status.PAUSED:
            self.pauses.add(_FROM_THE_START)
        elif status is Status.SUSPENDED:
            self.suspensions.add(_FROM_THE_START)
        self.changes.append((0, self.status))

    @property
    def status(self) -> Status | None:
        """None before they are added."""
        if not self.present:
            return None
        if self.deleted:
            return Status.DELETED
        return Status.SUSPENDED if self.suspensions else Status.PAUSED if self.pauses else Status.ACTIVE

    def act(self, verb: str, position: int) -> None:
        """Carry out an entry; one that is about somebody absent or deleted changes nothing."""
        if self.deleted or self.present is (verb == "add"):
            return
        if verb == "add":
            self.present = True
        elif verb == "delete":
            self.deleted = True
        elif verb == "pause":
            self.pauses.add(position)
        elif verb == "suspend":
            self.suspensions.add(position)
        if verb in ("resume", "reassign"):
            self.pauses.clear()
        if verb in ("reactivate", "reassign"):
            self.suspensions.clear()

    def note(self, now_us: int) -> None:
        """Keep the status from now on, if it is another."""
        if self.status is not self.changes[-1][1]:
            self.changes.append((now_us, self.status))

    def standing(self, end_us: int, on_shift: Windows) -> Standing:
        """The life as windows."""
        spells: dict[Status | None, list[tuple[int, int]]] = {}
        ends = [at_us for at_us, _ in self.changes[1:]] + [end_us]
        for (start_us, status), stop_us in zip(self.changes, ends, strict=True):
            if start_us < stop_us:
                spells.setdefault(status, []).append((start_us, stop_us))
        active, paused, suspended = (
            tuple(spells.get(status, ())) for status in (Status.ACTIVE, Status.PAUSED, Status.SUSPENDED)
        )
        return Standing(self.section, active, paused, suspended, on_shift)


class _Deed(NamedTuple):
    """One entry of the timeline; sorts by time, position, begin before end."""

    at_us: int
    position: int
    ends: bool
    verb: str
    agents: tuple[str, ...]
    take: int
    group: str
    joins: tuple[str, ...]


def _follow(loaded: Loaded, lives: dict[str, _Life], layers: dict[str, list[list[str]]]) -> dict[int, int]:
    """Carry out the timeline on lives and layers; returns the shortages."""
    shortages: dict[int, int] = {}
    begun: dict[int, Iterable[str]] = {}
    for deed in sorted(_deeds(loaded)):
        subjects: Iterable[str] = deed.agents
        if deed.ends:
            subjects = begun.pop(deed.position, ())
        elif deed.group:
            there = [name for name in _members(layers[deed.group]) if lives[name].status in _STATUSES.values()]
            if len(there) < deed.take:
                shortages[deed.position] = len(there)
            concerned = _CONCERNS.get(deed.verb, Status.ACTIVE)
            subjects = [name for name in there if lives[name].status is concerned][: deed.take]
        if not deed.ends:
            begun[deed.position] = subjects
        for name in subjects:
            life = lives[name]
            if deed.ends:
                life.pauses.discard(deed.position)
                life.suspensions.discard(deed.position)
            else:
                life.act(deed.verb, deed.position)
            life.note(deed.at_us)
        for group in deed.joins:
            layers[group][-1:] = [[*layers[group][-1], *deed.agents]] if layers[group] else [list(deed.agents)]
    return shortages


def _members(layers: list[list[str]]) -> Iterable[str]:
    return dict.fromkeys(name for layer in layers for name in layer)


def _deeds(loaded: Loaded) -> Iterator[_Deed]:
    """What happens before the end of the horizon; what comes before its start happens at the start."""
    length_us = loaded.calendar.length_us
    for position, action in enumerate(loaded.actions):
        if action.at_us < length_us:
            yield _Deed(action.at_us, position, False, action.verb, (action.agent,), 0, "", ())
    for position, entry in enumerate(_entries(loaded)):
        at_us, until_us = span(loaded, entry)
        verb = next(verb for verb in VERBS if getattr(entry, verb) is not None)
        value = getattr(entry, verb)
        names = (value,) if isinstance(value, str) else () if isinstance(value, int) else tuple(value)
        agents = tuple(agent for name in names for agent in loaded.names.expand(name))
        count = value if isinstance(value, int) else 0
        if at_us < length_us:
            yield _Deed(
                max(at_us, 0), position, False, verb, agents, count, entry.of or "" if count else "", entry.groups
            )
        if until_us < length_us and verb in ("pause", "suspend"):
            yield _Deed(max(until_us, 0), position, True, verb, (), 0, "", ())


def span(loaded: Loaded, entry: TimelineEntry) -> tuple[int, int]:
    """From when to when an entry holds; without `at` from the start, without `until` for ever (NEVER)."""
    at_us = 0 if entry.at is None else loaded.calendar.instant(entry.at)
    return at_us, int(NEVER) if entry.until is None else loaded.calendar.instant(entry.until)
