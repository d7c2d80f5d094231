"""What no single value can break: rules between the keys of a section, and between sections.

Each rule reads the document leniently, so that a wrong value elsewhere never hides it: what it cannot read it leaves to
the model. One row of `RULES` per section or kind.
"""

import math
from collections.abc import Callable, Iterator
from typing import Any, get_origin

from sim.domain import knobs, laws, work
from sim.domain.declare import knobs_of
from sim.domain.errors import Problem
from sim.scenario import calendar, timing
from sim.scenario.explain import problem
from sim.scenario.kinds import KINDS, LINE_BOX, Names, closest
from sim.scenario.shapes import LAW, Visit, sections, walk
from sim.scenario.text import Node, shown
from sim.scenario.tree import Path, dotted, list_at, mapping_at, place_of, plain, text_at

Found = Iterator[Problem]


def broken(document: Node, names: Names) -> list[Problem]:
    """Every rule a document breaks."""
    found = [*_agents(document), *_sources(document), *timing.horizon(document)]
    zone, known = timing.zone_of(document), timing.calendar_of(document)
    for visit in walk(document):
        if (rule := RULES.get(_row(visit))) is not None and isinstance(visit.node.value, dict):
            found.extend(rule(visit, names))
        found.extend(timing.times(visit, zone, known))
    return found


def _row(visit: Visit) -> Any:
    """The row of `RULES` for a node: its section, or the kind of an open mapping."""
    if get_origin(visit.member) is dict:
        return visit.spec.knob.kind
    return visit.member if isinstance(visit.member, type) or visit.member is LAW else None


def given(visit: Visit, *keys: str) -> list[str]:
    """Which of these keys a section gives a value other than null; a misspelt one counts, as the model has told it."""
    entries, known = mapping_at(visit.node), sections(visit.member)
    meant = {closest(key, known) for key in entries if key not in known}
    return [key for key in keys if key in meant or (key in entries and entries[key].value is not None)]


def _say(visit: Visit, key: str, bound: str, value: str, guess: str = "") -> Problem:
    """A problem at one key of a section, or at the section where the key is missing."""
    path = (*visit.path, key) if key in mapping_at(visit.node) else visit.path
    return problem(place_of(visit.node, (key,)), path, key, bound, value, guess)


def _exactly_one(visit: Visit, what: str, keys: tuple[str, ...]) -> Found:
    found = given(visit, *keys)
    if len(found) != 1:
        yield problem(
            visit.node.place, visit.path, what, f"exactly one of {', '.join(keys)}", ", ".join(found) or "missing"
        )


def _number(node: Node, key: str) -> float:
    """A finite number under a key; NaN, which no comparison holds for, if there is none."""
    value = entry.value if (entry := mapping_at(node).get(key)) else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan


def _lognormal(visit: Visit, names: Names) -> Found:
    found = given(visit, "mean", "cv", "median", "sigma")
    if found not in (["mean", "cv"], ["median", "sigma"]):
        bound = "mean with cv, or median with sigma"
        yield problem(visit.node.place, visit.path, "lognormal", bound, ", ".join(found) or "without either")


def _uniform(visit: Visit, names: Names) -> Found:
    low, high = _number(visit.node, "low"), _number(visit.node, "high")
    if low > high:
        yield _say(visit, "high", f"at least low ({low:g})", f"{high:g}")


def _hyperexponential(visit: Visit, names: Names) -> Found:
    means, weights = (len(list_at(visit.node, key)) for key in ("means", "weights"))
    if not means and "means" in mapping_at(visit.node):
        yield _say(visit, "means", "at least one mean", "none")
    if means and weights != means and "weights" in mapping_at(visit.node):
        yield _say(visit, "weights", f"as many as means ({means})", str(weights))


def _empirical(visit: Visit, names: Names) -> Found:
    if "values" in mapping_at(visit.node) and not list_at(visit.node, "values"):
        yield _say(visit, "values", "at least one value", "none")


def _pause_process(visit: Visit, names: Names) -> Found:
    if _number(visit.node, "every_s") == 0:
        yield _say(visit, "every_s", "above 0 (s)", "0")


def _line(visit: Visit, names: Names) -> Found:
    yield from _exactly_one(visit, "a line", ("route", "personal"))
    for kind, keys in _ONLY_OF_A_LINE.items():
        for key in given(visit, *keys):
            if not given(visit, kind):
                yield _say(visit, key, f"left out of a line that is not {kind}", "given")
    for key in given(visit, "backup_ring_timeout_s", "backup_when_paused"):
        if given(visit, "personal") and not given(visit, "backup"):
            yield _say(visit, key, "left out without a backup", "given")


_ONLY_OF_A_LINE = {
    "personal": ("missed", "backup", "backup_ring_timeout_s", "backup_when_paused"),
    "route": ("owner_first", "owner_ring_timeout_s"),
}


def _backup(visit: Visit, names: Names) -> Found:
    """A backup that is another line rings as that line does."""
    if given(visit, "line"):
        for key in given(visit, *(key for key in knobs_of(knobs.Backup) if key != "line")):
            yield _say(visit, key, "left out where the backup is a line", "given")


def _target(visit: Visit, names: Names) -> Found:
    keys = tuple(knobs_of(knobs.Target))
    entries = mapping_at(visit.node)
    if "hang_up" in entries and entries["hang_up"].value is False:
        yield _say(visit, "hang_up", "true, or left out", "false")
    elif set(entries) <= set(keys):
        yield from _exactly_one(visit, "a target", keys)


def _layer(visit: Visit, names: Names) -> Found:
    yield from _twice(visit, "members", names)


def _twice(visit: Visit, key: str, names: Names) -> Found:
    """An agent named twice in a list, by name or as one of a counted name."""
    seen: dict[str, str] = {}
    for i, item in enumerate(list_at(visit.node, key)):
        for agent in names.expand(item.value) if isinstance(item.value, str) else ():
            if agent in seen:
                yield problem(item.place, (*visit.path, key, i), agent, "named once", f"named by {seen[agent]} already")
                break
            seen[agent] = str(item.value)


def _outbound(visit: Visit, names: Names) -> Found:
    if "agents" in mapping_at(visit.node) and mapping_at(visit.node)["agents"].value == []:
        yield _say(visit, "agents", "at least one agent", "an empty list")
    yield from _twice(visit, "agents", names)


def _sms(visit: Visit, names: Names) -> Found:
    yield from _exactly_one(visit, "texts", ("line", "agents"))
    yield from _outbound(visit, names)
    if given(visit, "agents") and given(visit, "reply_after_s"):
        yield _say(visit, "reply_after_s", "left out where agents send", "given")


def _queue(visit: Visit, names: Names) -> Found:
    if _number(visit.node, "ai_rescue") > 0 and not given(visit, "max_hold_s"):
        yield _say(visit, "ai_rescue", "given with max_hold_s: it acts when that runs out", "given without")


def _campaign(visit: Visit, names: Names) -> Found:
    yield from _outbound(visit, names)
    mode = mapping_at(visit.node).get("mode")
    manual = mode is not None and mode.value == "manual"
    if manual and _number(visit.node, "lines_per_agent") > 1:
        yield _say(visit, "lines_per_agent", "1 where agents dial themselves (manual)", "more")
    if not manual and given(visit, "on_deletion"):
        yield _say(visit, "on_deletion", "given only with `mode: manual`", "given with one list for all")


def _texts(visit: Visit, names: Names) -> Found:
    """What belongs to conversations is given only with them."""
    mode = mapping_at(visit.node).get("mode")
    for key in given(visit, "slots", "queue_limit", "conversation_s", "blocks_voice"):
        if mode is None or mode.value == "inbox":
            yield _say(visit, key, "left out unless mode is conversation", "given")
    yield from _twice(visit, "watching", names)


def _inbox(visit: Visit, names: Names) -> Found:
    yield from _exactly_one(visit, "an inbox", ("agents", "ring_group"))
    yield from _outbound(visit, names)


def _customers(visit: Visit, names: Names) -> Found:
    owned = [entry.value for entry in mapping_at(visit.node, "owned_by").values()]
    total, count = sum(value for value in owned if isinstance(value, int)), _number(visit.node, "count")
    if total > count:
        yield _say(visit, "owned_by", f"at most count ({count:g}) customers altogether", str(total))


def _entry(visit: Visit, names: Names) -> Found:
    """An entry of the timeline: one verb, and only the keys that go with it."""
    yield from _exactly_one(visit, "an entry", knobs.VERBS)
    verbs = given(visit, *knobs.VERBS)
    if len(verbs) == 1 and verbs[0] in mapping_at(visit.node):
        yield from _companions(visit, verbs[0], names)
        if isinstance(mapping_at(visit.node)[verbs[0]].value, list):
            yield from _twice(visit, verbs[0], names)


_ONLY_WITH = {"of": knobs.VERBS[:5], "until": ("pause", "suspend"), "to": ("reassign",), "groups": ("add",),
              "who": ("pause", "suspend")}  # fmt: skip


def _companions(visit: Visit, verb: str, names: Names) -> Found:
    for key, verbs in _ONLY_WITH.items():
        if given(visit, key) and verb not in verbs:
            yield _say(visit, key, f"given only with {' or '.join(verbs)}", f"given with {verb}")
    value = mapping_at(visit.node)[verb].value
    number, of = isinstance(value, int) and not isinstance(value, bool), given(visit, "of")
    if number and not of:
        yield _say(visit, verb, "agents, or a number together with `of: RING_GROUP`", f"{value} alone")
    if number and isinstance(value, int) and value < 1:
        yield _say(visit, verb, "a number of agents from 1", str(value))
    known = isinstance(value, list) or (isinstance(value, str) and KINDS["agents"].holds(value, names))
    if of and known and verb in _ONLY_WITH["of"]:
        yield _say(
            visit, "of", f"given only when {verb} is a number", f"given with {shown(mapping_at(visit.node)[verb])}"
        )
    if given(visit, "who") and not number and verb in _ONLY_WITH["who"]:
        yield _say(visit, "who", f"given only when {verb} is a number", "given")
    if verb == "reassign" and not given(visit, "to"):
        yield _say(visit, "to", "the new person's name", "missing")


def _added(visit: Visit, names: Names) -> Found:
    """Agents that a timeline entry adds need not be counted twice: ids are for ever, even after a deletion."""
    if visit.path and visit.path[-1] == "add" and not visit.node.value:
        yield problem(visit.node.place, visit.path, "add", "at least one agent", "an empty mapping")


def _agents(document: Node) -> Found:
    """Ids are unique over the file and for ever: a deleted id is never used again."""
    seen: dict[str, str] = {}
    paths: list[Path] = [("agents",), *(("timeline", i, "add") for i, _ in enumerate(list_at(document, "timeline")))]
    for path in paths:
        for name, node in mapping_at(document, *path).items():
            where = problem(node.place, (*path, name), "", "", "").where
            if name == LINE_BOX:
                yield Problem(where, "an agent", f"called something else than {LINE_BOX}, which is a line's box", name)
            count = _number(node, "count")
            alike = range(1, int(count) + 1) if 1 <= count <= 100_000 else ()
            for agent in [f"{name}-{k}" for k in alike] or [name]:
                if agent in seen:
                    yield Problem(where, f"agent {agent}", "declared once", f"declared by {seen[agent]} already")
                    break
                seen[agent] = dotted((*path, name))


def _sources(document: Node) -> Found:
    """Sources and ids that would bear the same name."""
    seen: dict[str, str] = {}
    for kind in ("calls", "outbound", "sms", "campaigns"):
        for i, item in enumerate(list_at(document, "workload", kind)):
            path = ("workload", kind, i)
            name = text_at(item, "name") or source_name(kind, plain(item))
            if name in seen:
                yield problem(
                    item.place, path, f"the source {name}", "alone of its name: give it a `name:`", seen[name]
                )
            seen[name] = f"the name of {dotted(path)} too"
    ids: set[str] = set()
    for i, _ in enumerate(list_at(document, "timeline")):
        name = text_at(document, "timeline", i, "id") or ""
        if name in ids:
            where: Path = ("timeline", i, "id")
            yield problem(place_of(document, where), where, "id", "given to one entry only", name)
        ids |= {name} if name else set()


def source_name(kind: str, source: Any) -> str:
    """The default name of a source: kind/line or kind/agents, `+` between agents."""
    source = source if isinstance(source, dict) else {}
    agents = source.get("agents")
    joined = "+".join(map(str, agents)) if isinstance(agents, list | tuple) else ""
    return f"{kind}/{source.get('line') or joined}"


def _ascending(visit: Visit, names: Names) -> Found:
    """A map from times of day ascends."""
    before, last = -1, ""
    for key in mapping_at(visit.node):
        if (clock := calendar.clock_us(key)) is None:
            continue
        if clock <= before:
            yield problem(visit.node.keys[key], (*visit.path, key), "the time", f"later than {last}", key)
        before, last = clock, key


def _daily(visit: Visit, names: Names) -> Found:
    """Weekdays appear once; a day's windows ascend and do not overlap."""
    seen: dict[int, str] = {}
    for key, node in mapping_at(visit.node).items():
        for weekday in calendar.weekdays(key) or ():
            if weekday in seen:
                day = calendar.WEEKDAYS[weekday]
                yield problem(
                    visit.node.keys[key], (*visit.path, key), day, "given once", f"in {seen[weekday]} already"
                )
            seen[weekday] = key
        end = -1
        for i, item in enumerate(list_at(node)):
            window = calendar.window_us(item.value) if isinstance(item.value, str) else None
            if window and window[0] < end:
                path = (*visit.path, key, i)
                yield problem(item.place, path, "the window", "after the one before it", shown(item))
            end = window[1] if window else end


RULES: dict[Any, Callable[[Visit, Names], Found]] = {
    laws.Lognormal: _lognormal,
    laws.Uniform: _uniform,
    laws.Hyperexponential: _hyperexponential,
    laws.Empirical: _empirical,
    knobs.PauseProcess: _pause_process,
    knobs.Line: _line,
    knobs.Backup: _backup,
    knobs.Target: _target,
    knobs.Layer: _layer,
    work.OutboundSource: _outbound,
    work.SmsSource: _sms,
    work.Campaign: _campaign,
    knobs.Queue: _queue,
    knobs.Sms: _texts,
    knobs.Inbox: _inbox,
    knobs.Customers: _customers,
    knobs.TimelineEntry: _entry,
    "name": _added,
    "rate": _ascending,
    "daily": _daily,
}
