"""A smaller day that still fails: drops contacts, attempts, entries, agents, ring groups and options while it does."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from sim.domain.agents import Status
from sim.domain.plan import ALWAYS, Plan, Target, TargetKind
from sim.domain.time import NEVER

from .days import Day

Fails = Callable[[Day], bool]


def shrink(day: Day, fails: Fails) -> Day:
    """The smallest day that `fails` on the way down from this one; every step keeps the failure."""
    assert fails(day)
    while True:
        smaller = next((one for one in _smaller(day) if fails(one)), None)
        if smaller is None:
            return day
        day = smaller


def size(day: Day) -> int:
    """Parts a day is made of."""
    return sum(map(len, (day.facts, day.attempts, day.plan.timeline, day.plan.agents, day.plan.groups, day.plan.lines)))


def _smaller(day: Day) -> Iterator[Day]:
    """Days with less in them, large cuts first."""
    for keys in _cuts(tuple(day.facts)):
        yield _with_contacts(day, set(keys))
    for attempts in _cuts(day.attempts):
        yield replace(day, attempts=attempts)
    for timeline in _cuts(day.plan.timeline):
        yield replace(day, plan=replace(day.plan, timeline=timeline))
    for key in reversed(range(len(day.plan.agents))):
        if len(day.plan.agents) > 1:
            yield _without_agent(day, key)
    for key in reversed(range(len(day.plan.groups))):
        if len(day.plan.groups) > 1:
            yield _without_group(day, key)
    for key in reversed(range(len(day.plan.lines))):
        if len(day.plan.lines) > 1:
            yield _without_line(day, key)
    yield from (replace(day, plan=plan) for plan in _plainer(day.plan) if plan != day.plan)


def _cuts(parts: tuple) -> Iterator[tuple]:
    """The parts without a half of them, without a quarter, ... without one."""
    step = len(parts)
    while step > 1:
        step = (step + 1) // 2
        for at in range(0, len(parts), step):
            yield parts[:at] + parts[at + step :]
    if len(parts) == 1:
        yield ()


def _with_contacts(day: Day, kept: set[int]) -> Day:
    facts = {key: one for key, one in day.facts.items() if key in kept}
    return replace(day, facts=facts, arrivals=tuple(due for due in day.arrivals if due.contact in kept))


def _plainer(plan: Plan) -> Iterator[Plan]:
    """The plan with one option less."""
    yield replace(plan, opening=ALWAYS)
    yield replace(plan, owners=(-1,) * len(plan.owners))
    whole = ((0, plan.end_us + 1),)
    for key in range(len(plan.agents)):
        for changes in (
            {"shifts": whole}, {"breaks": ()}, {"status": Status.ACTIVE}, {"voicemail": False}, {"admin": False},
            {"no_answer": 0}, {"handle_ppm": 1_000_000}, {"wrap_up": 0}, {"pick_up": 0}, {"comes_back": -1},
            {"home": -1},
        ):  # fmt: skip
            yield _changed(plan, "agents", key, changes)
    for key, group in enumerate(plan.groups):
        for layers in _cuts(group.layers):
            yield _changed(plan, "groups", key, {"layers": layers or group.layers})
        for layer in range(len(group.layers)):
            for changes in ({"strategy": "fixed_order"}, {"join_ring": False}, {"ring_timeout_law": -1}):
                layers = tuple(replace(one, **changes) if nth == layer else one for nth, one in enumerate(group.layers))
                yield _changed(plan, "groups", key, {"layers": layers})
        for changes in (
            {"queue": False},
            {"limit": int(NEVER)},
            {"max_hold_us": int(NEVER)},
            {"overflow": Target()},
            {"max_hold_law": -1},
            {"priority": 0},
            {"handle_ppm": ()},
        ):
            yield _changed(plan, "groups", key, changes)
    for key in range(len(plan.lines)):
        for changes in ({"voicemail": False}, {"after_hours": Target()}):
            yield _changed(plan, "lines", key, changes)


def _changed(plan: Plan, what: str, key: int, changes: dict[str, object]) -> Plan:
    rows = getattr(plan, what)
    return replace(plan, **{what: (*rows[:key], replace(rows[key], **changes), *rows[key + 1 :])})


def _less(index: int, gone: int) -> int:
    """An index after `gone` has been taken out of its list; -1 for who is gone."""
    return -1 if index == gone else index - (index > gone)


def _target(to: Target, kind: TargetKind, gone: int) -> Target:
    if to.kind is not kind:
        return to
    index = _less(to.index, gone)
    return Target() if index < 0 else replace(to, index=index)


def _without_agent(day: Day, gone: int) -> Day:
    """Nobody of this number; their personal lines lead to the first ring group."""

    def stay(keys: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(_less(key, gone) for key in keys if key != gone)

    def target(to: Target) -> Target:
        return _target(to, TargetKind.AGENT_BOX, gone)

    plan = day.plan
    lines = tuple(
        replace(line, owner=_less(line.owner, gone), group=0 if line.owner == gone else line.group,
                after_hours=target(line.after_hours)) for line in plan.lines
    )  # fmt: skip
    groups = tuple(
        replace(
            g,
            overflow=target(g.overflow),
            layers=tuple(replace(x, members=stay(x.members)) for x in g.layers),
            handle_ppm=tuple((_less(agent, gone), ppm) for agent, ppm in g.handle_ppm if agent != gone),
        )
        for g in plan.groups
    )
    smaller = replace(
        plan, agents=plan.agents[:gone] + plan.agents[gone + 1 :], lines=lines, groups=groups,
        owners=tuple(_less(owner, gone) for owner in plan.owners),
        timeline=tuple(replace(e, agents=stay(e.agents)) for e in plan.timeline),
    )  # fmt: skip
    kept = {key for key, one in day.facts.items() if one.agent != gone or one.agent < 0}
    facts = {key: one._replace(agent=_less(one.agent, gone)) for key, one in day.facts.items()}
    attempts = tuple(due._replace(agent=_less(due.agent, gone)) for due in day.attempts if due.agent != gone)
    return _with_contacts(replace(day, plan=smaller, facts=facts, attempts=attempts), kept)


def _without_group(day: Day, gone: int) -> Day:
    """No such ring group; its lines lead to the first that is left, an overflow into it to nothing."""

    def target(to: Target) -> Target:
        return _target(to, TargetKind.RING_GROUP, gone)

    plan = day.plan
    groups = tuple(replace(g, overflow=target(g.overflow)) for key, g in enumerate(plan.groups) if key != gone)
    lines = tuple(
        replace(line, group=max(_less(line.group, gone), 0) if line.group >= 0 else -1,
                after_hours=target(line.after_hours)) for line in plan.lines
    )  # fmt: skip
    timeline = tuple(
        replace(e, group=_less(e.group, gone), groups=tuple(_less(key, gone) for key in e.groups if key != gone))
        for e in plan.timeline
        if e.group != gone or e.group < 0
    )
    agents = tuple(replace(a, home=_less(a.home, gone)) if a.home >= 0 else a for a in plan.agents)
    return replace(day, plan=replace(plan, agents=agents, groups=groups, lines=lines, timeline=timeline))


def _without_line(day: Day, gone: int) -> Day:
    """No such line; who called it calls the first that is left."""
    facts = {
        key: one._replace(line=max(_less(one.line, gone), 0)) if one.line >= 0 else one
        for key, one in day.facts.items()
    }
    lines = day.plan.lines[:gone] + day.plan.lines[gone + 1 :]
    return replace(day, plan=replace(day.plan, lines=lines), facts=facts)
