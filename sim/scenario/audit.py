"""Routing audited without simulating: what in a valid scenario leads nowhere, and when. One row of `CODES` per check.

A check sees the scenario and everybody's standing over the horizon; it draws nothing and changes nothing.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sim.domain.knobs import Line, Replay, RingGroup, Scenario, Target
from sim.domain.time import NEVER
from sim.scenario.calendar import Windows, join, minus
from sim.scenario.kinds import LINE_BOX
from sim.scenario.load import Loaded
from sim.scenario.standing import Roster, Standing, overlap, roster_of, span, union
from sim.scenario.tree import Path, dotted, key_place

ERROR, WARNING, NOTE = "error", "warning", "note"
_SHOWN = 3
"""Windows or names listed in one sentence; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the audit found, at the place where it was written."""

    code: str
    level: str
    where: str
    """`file:line:column`, or the flag it came from."""
    path: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}: {self.level} {self.code}: {self.path}: {self.sentence}"


class _Facts(NamedTuple):
    """What a check may look at."""

    loaded: Loaded
    scenario: Scenario
    roster: Roster
    closed: Windows
    """The horizon outside opening hours."""

    def when(self, windows: Windows) -> str:
        """`from 12:00 to 13:00`, or `throughout`."""
        if windows == self.roster.horizon:
            return "throughout"
        return _some([self._window(start, end) for start, end in windows])

    def _window(self, start_us: int, end_us: int) -> str:
        start, end = map(self.loaded.calendar.label, (start_us, end_us))
        day, _, clock = end.rpartition(" ")
        return f"from {start} to {clock if day and start.startswith(day) else end}"

    def away(self, windows: Windows) -> Windows:
        """The horizon without these windows."""
        return minus(self.roster.horizon, windows)

    def chain(self, group: str | None) -> tuple[str, ...]:
        """A ring group and those its calls overflow to, each once."""
        found: dict[str, None] = {}
        while group is not None and group not in found:
            found[group] = None
            group = self.next_of(self.scenario.ring_groups[group].overflow)
        return tuple(found)

    def next_of(self, target: Target | None) -> str | None:
        """The ring group that a next step leads to, if by way of another line."""
        if target is None or target.line is None:
            return target.ring_group if target else None
        route = self.scenario.lines[target.line].route
        return route.ring_group if route else None

    def working(self, groups: Iterable[str]) -> Windows:
        """When any member of these ring groups is active and on shift."""
        return union(member.working for group in groups for member in self.roster.members(group))

    def owned(self) -> Iterator[tuple[Path, str, Line, Standing]]:
        """The personal lines with their owners."""
        for name, line in self.scenario.lines.items():
            if line.personal is not None:
                yield ("lines", name), name, line, self.roster.agents[line.personal]


Found = Iterator[tuple[Path, str]]
Check = Callable[[_Facts], Found]


def audit(loaded: Loaded) -> tuple[Finding, ...]:
    """All findings about a loaded scenario, sorted by place.

    Returns
    -------
    tuple of Finding
        Empty if nothing was found. A finding of level `error` is something callers cannot get past.
    """
    roster = roster_of(loaded)
    facts = _Facts(loaded, loaded.scenario, roster, minus(roster.horizon, roster.opening))
    found = [
        (key_place(loaded.document, path), code, row.level, dotted(path), sentence)
        for code, row in CODES.items()
        for path, sentence in row.check(facts)
    ]
    found.sort(key=lambda entry: (entry[0].file, entry[0].line, entry[0].column, entry[1]))
    return tuple(Finding(code, level, str(place), path, sentence) for place, code, level, path, sentence in found)


def _some(items: list[str]) -> str:
    """A list for a sentence: the first few, and how many more."""
    more = len(items) - _SHOWN
    return ", ".join(items[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


# --- lines ------------------------------------------------------------------------------------------------------------


def _no_target(facts: _Facts) -> Found:
    for path, name, line, owner in facts.owned():
        if gone := facts.away(owner.here):
            why = "is deleted or not there yet"
            yield path, f"line {name} has no target {facts.when(gone)}: its owner {line.personal} {why}"


def _reaches_nobody(facts: _Facts) -> Found:
    for name, line in facts.scenario.lines.items():
        if line.route is None:
            continue
        groups = facts.chain(line.route.ring_group)
        late = facts.chain(facts.next_of(line.after_hours))
        reached = overlap(facts.working(groups), facts.roster.opening) + overlap(facts.working(late), facts.closed)
        if not reached:
            who = ", ".join(dict.fromkeys((*groups, *late)))
            yield (
                ("lines", name),
                f"line {name} can reach nobody: nobody of {who} is ever active and on shift when called",
            )
    for path, name, line, owner in facts.owned():
        if _unreachable(facts, owner) and not _helped(facts, line, owner):
            why = "suspended throughout" if owner.suspended == facts.roster.horizon else "never active and on shift"
            yield path, f"line {name} can reach nobody: its owner {line.personal} is {why}"


def _unreachable(facts: _Facts, owner: Standing) -> bool:
    """An owner of a personal line, there all the time, who never answers and whose box never takes a message."""
    box = owner.active + owner.paused if owner.section.voicemail else ()
    return not facts.away(owner.here) and not owner.working and not box


def _helped(facts: _Facts, line: Line, owner: Standing) -> bool:
    """Whether a personal line reaches anybody besides its owner: a backup number, a ring group for missed calls."""
    backed = line.backup is not None and bool(owner.active or (line.backup_when_paused and owner.paused))
    return backed or _missed_group(line) is not None


def _missed_group(line: Line) -> str | None:
    return line.missed.ring_group if line.missed else None


def _suspended_owner(facts: _Facts) -> Found:
    for path, name, line, owner in facts.owned():
        if owner.suspended and not _unreachable(facts, owner) and _missed_group(line) is None:
            when = facts.when(owner.suspended)
            yield (
                path,
                f"line {name} leads nowhere {when}: its owner {line.personal} is suspended, and so is their voicemail",
            )


def _owner_without_box(facts: _Facts) -> Found:
    for path, name, line, owner in facts.owned():
        if not owner.section.voicemail and line.missed is None:
            yield (
                path,
                f"line {name} takes no message when its owner {line.personal} cannot answer: they have no voicemail",
            )


def _backup_circle(facts: _Facts) -> Found:
    lines, told = facts.scenario.lines, set[str]()
    for name in lines:
        chain: list[str] = []
        at: str | None = name
        while at is not None and at not in chain:
            chain.append(at)
            backup = lines[at].backup
            at = backup.line if backup else None
        if at == name and name not in told:
            told |= set(chain)
            ring = " -> ".join((*chain, name))
            yield ("lines", name, "backup"), f"backup numbers lead in a circle, {ring}, and calls are cut after 8 hops"


def _closed_line(facts: _Facts) -> Found:
    calendar = facts.loaded.calendar
    for i, source in enumerate(facts.scenario.workload.calls):
        rates = join(tuple((start, end) for start, end, _ in calendar.rates(source.per_hour)))
        late = overlap(rates, facts.closed)
        if late and facts.scenario.lines[source.line].after_hours is None:
            path = ("workload", "calls", i)
            yield path, f"calls to {source.line} end unanswered {facts.when(late)}: closed, and it has no after_hours"
    starts = [start for start, _ in facts.closed]
    late_calls: Counter[str] = Counter()
    for call in facts.loaded.calls:
        at = bisect_right(starts, call.arrival_us) - 1
        if at >= 0 and call.arrival_us < facts.closed[at][1] and facts.scenario.lines[call.line].after_hours is None:
            late_calls[call.line] += 1
    for name, many in late_calls.items():
        total = len(facts.loaded.calls)
        sentence = f"{many} of {total} recorded calls come to {name} when it is closed, and it has no after_hours"
        yield ("workload", "replay"), sentence


# --- ring groups ------------------------------------------------------------------------------------------------------


def _all_away(facts: _Facts) -> Found:
    for name in facts.scenario.ring_groups:
        members = facts.roster.members(name)
        due = union(overlap(member.here, member.on_shift) for member in members)
        if away := minus(due, facts.working((name,))):
            yield ("ring_groups", name), f"every member of {name} on shift is paused or suspended {facts.when(away)}"


def _nobody_on_shift(facts: _Facts) -> Found:
    routes = [line.route.ring_group for line in facts.scenario.lines.values() if line.route is not None]
    for name in dict.fromkeys(group for route in routes for group in facts.chain(route)):
        if empty := _off_shift(facts, facts.roster.members(name)):
            yield ("ring_groups", name), f"nobody of {name} is on shift {facts.when(empty)}, in opening hours"
    for path, name, line, owner in facts.owned():
        if empty := _off_shift(facts, (owner,)):
            yield path, f"{line.personal}, the owner of {name}, is off shift {facts.when(empty)}, in opening hours"


def _off_shift(facts: _Facts, agents: tuple[Standing, ...]) -> Windows:
    """When somebody of these is there and open, but nobody on shift."""
    due = overlap(union(agent.here for agent in agents), facts.roster.opening)
    return minus(due, union(overlap(agent.here, agent.on_shift) for agent in agents))


def _empty_layer(facts: _Facts) -> Found:
    for name, layers in facts.roster.layers.items():
        if not layers:
            yield ("ring_groups", name, "layers"), f"{name} has no layer, so nobody is ever rung"
        for i, layer in enumerate(layers):
            if empty := facts.away(union(facts.roster.agents[agent].here for agent in layer)):
                why = "all deleted or not there yet" if layer else "it names nobody"
                sentence = f"layer {i + 1} of {name} is empty {facts.when(empty)}: {why}"
                yield ("ring_groups", name, "layers", i), sentence


def _cycle(facts: _Facts) -> Found:
    told: set[str] = set()
    for name in facts.scenario.ring_groups:
        chain = facts.chain(name)
        if facts.next_of(facts.scenario.ring_groups[chain[-1]].overflow) != name or name in told:
            continue
        told |= set(chain)
        ring = " -> ".join((*chain, name))
        yield ("ring_groups", name, "overflow"), f"calls overflow in a circle, {ring}, and are cut after 8 hops"


# --- voicemail --------------------------------------------------------------------------------------------------------


def _useless_box(facts: _Facts) -> Found:
    for path, agent in _agent_boxes(facts.scenario):
        owner = facts.roster.agents[agent]
        if not owner.section.voicemail:
            yield path, f"no message can be left with {agent}, who has no voicemail"
        elif shut := facts.away(join(owner.active + owner.paused)):
            yield path, f"no message can be left with {agent} {facts.when(shut)}: suspended, deleted or not there yet"


def _agent_boxes(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    """Every target that is an agent's voicemail."""
    for name, group in scenario.ring_groups.items():
        if group.overflow and group.overflow.voicemail not in (None, LINE_BOX):
            yield ("ring_groups", name, "overflow"), str(group.overflow.voicemail)
    for name, line in scenario.lines.items():
        for key, target in (("after_hours", line.after_hours), ("missed", line.missed)):
            if target and target.voicemail not in (None, LINE_BOX):
                yield ("lines", name, key), str(target.voicemail)


def _no_line_box(facts: _Facts) -> Found:
    for name, line in facts.scenario.lines.items():
        if line.voicemail:
            continue
        if line.after_hours and line.after_hours.voicemail == LINE_BOX:
            yield ("lines", name, "after_hours"), f"no message can be left after hours: {name} has no voicemail"
        late = facts.next_of(line.after_hours)
        if line.missed and line.missed.voicemail == LINE_BOX:
            yield ("lines", name, "missed"), f"no message can be left of a missed call: {name} has no voicemail"
        for group in dict.fromkeys((*facts.chain(line.route.ring_group if line.route else None), *facts.chain(late))):
            if _to_line_box(facts.scenario.ring_groups[group]):
                sentence = f"calls of {name} overflow from {group} to the voicemail of {name}, which has none"
                yield ("lines", name), sentence


def _to_line_box(group: RingGroup) -> bool:
    return group.overflow is not None and group.overflow.voicemail == LINE_BOX


# --- agents and licences ----------------------------------------------------------------------------------------------


def _idle_agent(facts: _Facts) -> Found:
    scenario, expand = facts.scenario, facts.loaded.names.expand
    used = {agent for layers in facts.roster.layers.values() for layer in layers for agent in layer}
    used |= {line.personal for line in scenario.lines.values() if line.personal is not None}
    at_work = [source.agents for source in scenario.workload.outbound] + [s.agents for s in scenario.workload.sms]
    used |= {agent for names in at_work for name in names for agent in expand(name)}
    for path, name in _declared(scenario):
        idle = [agent for agent in expand(name) if agent not in used]
        if idle:
            yield path, f"no call ever reaches {_some(idle)}: in no ring group, and without a line of their own"


def _declared(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    """Every name under which agents are declared."""
    yield from ((("agents", name), name) for name in scenario.agents)
    for i, entry in enumerate(() if isinstance(scenario.timeline, Replay) else scenario.timeline):
        yield from ((("timeline", i, "add", name), name) for name in entry.add or ())


def _dark_texts(facts: _Facts) -> Found:
    sms, owned = facts.scenario.sms, facts.scenario.customers.owned_by if facts.scenario.customers else {}
    if sms.fallback is not None or sms.reassign_after_s is not None:  # somebody else reads them
        return
    for name, many in owned.items():
        spells: dict[Windows, list[str]] = {}
        for agent in facts.loaded.names.expand(name):
            spells.setdefault(facts.roster.agents[agent].suspended, []).append(agent)
        spells.pop((), None)
        if many and spells:
            dark = [f"{_some(agents)} suspended {facts.when(spell)}" for spell, agents in spells.items()]
            yield ("customers", "owned_by", name), f"texts of their customers reach nobody: {_some(dark)}"


def _below_minimum(facts: _Facts) -> Found:
    minimum = facts.scenario.account.licences.minimum
    steps: Counter[int] = Counter()
    for agent in facts.roster.agents.values():
        for start, end in agent.here:
            steps[start] += 1
            steps[end] -= 1
    held, below = steps[0], [(0, steps[0])]
    for at_us in sorted(at for at in steps if 0 < at < facts.loaded.calendar.length_us):
        held += steps[at_us]
        below.append((at_us, held))
    short = next(((at_us, held) for at_us, held in below if held < minimum), None)
    if short:
        when = facts.loaded.calendar.label(short[0])
        sentence = f"{minimum} licences are charged although only {short[1]} are held from {when} on"
        yield ("account", "licences", "minimum"), sentence


# --- the timeline -----------------------------------------------------------------------------------------------------


def _outside(facts: _Facts) -> Found:
    end_us = facts.loaded.calendar.length_us
    late = sum(action.at_us >= end_us for action in facts.loaded.actions)
    if late:
        many = len(facts.loaded.actions)
        yield ("timeline", "replay"), f"{late} of {many} recorded actions come after the horizon and never happen"
    for i, entry in enumerate(() if isinstance(facts.scenario.timeline, Replay) else facts.scenario.timeline):
        at_us, until_us = span(facts.loaded, entry)
        if not 0 <= at_us < end_us:
            early = (
                "before the horizon: the entry holds from its start"
                if until_us > 0
                else "before the horizon, all of it"
            )
            side = early if at_us < 0 else "after the horizon and never happens"
            yield ("timeline", i, "at"), f"{entry.at} is {side}"
        if end_us < until_us < NEVER:
            yield ("timeline", i, "until"), f"{entry.until} is after the horizon: the entry holds to its end"


def _too_many(facts: _Facts) -> Found:
    timeline = facts.scenario.timeline
    for i, members in facts.roster.shortages.items():
        assert not isinstance(timeline, Replay), "recordings name their agents"
        yield ("timeline", i), f"it takes more agents than {timeline[i].of} has members then, {members}"


class Code(NamedTuple):
    """A row: how bad it is, what it is, how it is found."""

    level: str
    what: str
    check: Check


CODES: dict[str, Code] = {
    "L001": Code(ERROR, "line has no target", _no_target),
    "L002": Code(ERROR, "line can reach nobody", _reaches_nobody),
    "L003": Code(WARNING, "personal line of an owner suspended for a while", _suspended_owner),
    "L004": Code(WARNING, "every member of a ring group paused or suspended", _all_away),
    "L005": Code(WARNING, "owner of a personal line without voicemail", _owner_without_box),
    "L006": Code(WARNING, "voicemail of an agent who cannot have any", _useless_box),
    "L007": Code(WARNING, "voicemail of a line that has none", _no_line_box),
    "L008": Code(WARNING, "empty layer", _empty_layer),
    "L009": Code(ERROR, "overflow cycle", _cycle),
    "L010": Code(NOTE, "agent in no ring group and with no line", _idle_agent),
    "L011": Code(WARNING, "opening hours with nobody on shift", _nobody_on_shift),
    "L012": Code(WARNING, "time outside the horizon", _outside),
    "L013": Code(WARNING, "more agents taken than the ring group has", _too_many),
    "L014": Code(WARNING, "customers of a suspended owner", _dark_texts),
    "L015": Code(WARNING, "calls to a closed line without after_hours", _closed_line),
    "L016": Code(NOTE, "fewer licences than the contract's minimum", _below_minimum),
    "L017": Code(ERROR, "backup numbers in a circle", _backup_circle),
}
"""Codes are for ever: a check that goes takes its code with it."""
