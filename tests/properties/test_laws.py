"""Laws that relate one day to another, each stated only where it is true."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.domain.agents import Status
from sim.domain.contacts import NOBODY, Channel, Facts, Outcome, contact_key, ordinal_of, source_of
from sim.domain.events import EventKind, event
from sim.domain.luck import luck_of
from sim.domain.plan import (
    ALWAYS,
    AdminPlan,
    AgentPlan,
    GroupPlan,
    LayerPlan,
    LinePlan,
    Plan,
    Target,
    TargetKind,
    Verb,
)
from sim.domain.records import Record, RecordKind
from sim.domain.time import NEVER
from sim.routing.strategies import STRATEGIES

from .days import END, PPM, SPREAD, Day, days, scaled
from .running import run

law = settings(max_examples=300, derandomize=True, deadline=None)

DURATIONS = {
    RecordKind.ANSWER, RecordKind.TALK_END, RecordKind.WRAP_UP, RecordKind.DIAL, RecordKind.CONNECT,
    RecordKind.DIAL_END, RecordKind.REPLY,
}  # fmt: skip
"""Kinds of records whose value is a time."""


@law
@given(days(), st.integers(0, 2**32))
def test_the_order_in_which_an_instants_events_are_inserted_changes_nothing(day: Day, seed: int) -> None:
    luck = Random(seed)
    assert run(day).records == run(day, shuffle=lambda due: luck.sample(due, len(due))).records


@law
@given(days())
def test_waking_the_machine_when_nothing_is_due_changes_nothing(day: Day) -> None:
    """A dispatch leaves nothing to do: whoever may be rung has been."""
    assert run(day).records == run(day, idle_steps=True).records


@law
@given(days(), st.integers(2, 7))
def test_times_multiplied_scale_every_wait(day: Day, by: int) -> None:
    def longer(row: Record) -> Record:
        value = row.value * by if row.kind in DURATIONS else row.value
        return row._replace(time_us=row.time_us * by, value=value)

    assert [longer(row) for row in run(day).records] == run(scaled(day, by)).records


@law
@given(days(spread=True), st.integers(0, 2**32))
def test_relabelled_agents_relabel_the_records(day: Day, seed: int) -> None:
    """Luck and the place in a layer go with the agent; ties that the agent's number decides are kept out by the spread."""
    count = len(day.plan.agents)
    new = Random(seed).sample(range(count), count)
    relabelled = run(_relabelled(day, lambda agent: new[agent] if agent >= 0 else agent)).records
    expected = [row._replace(agent=new[row.agent]) if row.agent >= 0 else row for row in run(day).records]
    assert sorted(relabelled) == sorted(expected)


def _relabelled(day: Day, new: Callable[[int], int]) -> Day:
    """The same day with every agent under a new number."""

    def target(to: Target) -> Target:
        return replace(to, index=new(to.index)) if to.kind is TargetKind.AGENT_BOX else to

    def members(layer: LayerPlan) -> LayerPlan:
        return replace(layer, members=tuple(map(new, layer.members)))

    plan = day.plan
    staff = sorted(range(len(plan.agents)), key=new)
    relabelled = replace(
        plan,
        agents=tuple(plan.agents[old] for old in staff),
        groups=tuple(
            replace(
                g,
                layers=tuple(map(members, g.layers)),
                overflow=target(g.overflow),
                handle_ppm=tuple((new(agent), ppm) for agent, ppm in g.handle_ppm),
            )
            for g in plan.groups
        ),
        lines=tuple(replace(line, owner=new(line.owner), after_hours=target(line.after_hours)) for line in plan.lines),
        owners=tuple(map(new, plan.owners)),
        timeline=tuple(replace(entry, agents=tuple(map(new, entry.agents))) for entry in plan.timeline),
    )
    facts = {key: one._replace(agent=new(one.agent)) for key, one in day.facts.items()}
    return replace(
        day, plan=relabelled, facts=facts, attempts=tuple(due._replace(agent=new(due.agent)) for due in day.attempts)
    )


@law
@given(days(), st.data())
def test_a_pause_of_an_idle_agent_that_ends_in_its_instant_changes_no_later_routing(
    day: Day, data: st.DataObject
) -> None:
    """Where available is pressed at once and the admin does nothing else just then; the records show the pause alone."""
    day = replace(day, plan=replace(day.plan, agents=tuple(replace(a, comes_back=0) for a in day.plan.agents)))
    free: list[tuple[int, int]] = []
    before = run(day, watch=lambda now_us, world: free.extend((now_us, agent) for agent in sorted(world.routable)))
    admin_us = {at_us for entry in day.plan.timeline for at_us in (entry.at_us, entry.until_us)}
    quiet = [one for one in free if one[0] < day.plan.end_us and one[0] not in admin_us]
    assume(quiet)
    at_us, agent = data.draw(st.sampled_from(quiet))
    pause = AdminPlan(at_us, at_us, Verb.PAUSE, (agent,))
    after = run(replace(day, plan=replace(day.plan, timeline=(*day.plan.timeline, pause))))
    shown = Counter(after.records) - Counter(before.records)
    assert not Counter(before.records) - Counter(after.records)
    assert {(row.time_us, row.agent) for row in shown} <= {(at_us, agent)}
    assert {row.kind for row in shown} <= {RecordKind.STATUS, RecordKind.PHONE}


@law
@given(days(), days(entries=(0, 0), attempts=(0, 0)))
def test_an_unrelated_ring_group_leaves_the_records_of_the_others_as_they_are(day: Day, other: Day) -> None:
    both = run(_beside(day, other)).records
    agents, groups = len(day.plan.agents), len(day.plan.groups)

    def ours(row: Record) -> bool:
        return row.agent < agents and row.group < groups and (row.contact < 0 or row.contact in day.facts)

    assert [_left_behind(row) for row in both if ours(row)] == [_left_behind(row) for row in run(day).records]


def _left_behind(row: Record) -> Record:
    """A record as it is, but a call left in the system at no time: it is written down after the last event of anybody."""
    left = row.kind == RecordKind.OUTCOME and row.value == Outcome.IN_SYSTEM
    return row._replace(time_us=-1) if left else row


def _beside(day: Day, other: Day) -> Day:
    """One account with the agents, ring groups, lines and callers of both; those of `other` come last."""
    plan, added = day.plan, other.plan
    agents, groups, lines, sources = len(plan.agents), len(plan.groups), len(plan.lines), len(Channel)

    def target(to: Target) -> Target:
        by = {TargetKind.AGENT_BOX: agents, TargetKind.RING_GROUP: groups}.get(to.kind, 0)
        return replace(to, index=to.index + by)

    def members(layer: LayerPlan) -> LayerPlan:
        return replace(layer, members=tuple(agents + member for member in layer.members))

    def caller(one: Facts) -> Facts:
        key = contact_key(source_of(one.key) + sources, ordinal_of(one.key))
        return one._replace(
            key=key, customer=-1, line=one.line + lines if one.line >= 0 else -1,
            agent=one.agent + agents if one.agent >= 0 else NOBODY,
        )  # fmt: skip

    renamed = {key: caller(one) for key, one in other.facts.items()}
    joined = replace(
        plan,
        agents=(*plan.agents, *(replace(a, id=f"b{a.id}", luck=luck_of(f"b{a.id}")) for a in added.agents)),
        groups=(*plan.groups, *(replace(g, layers=tuple(map(members, g.layers)), overflow=target(g.overflow)) for g in added.groups)),
        lines=(*plan.lines, *(
            replace(
                line, group=line.group + groups if line.group >= 0 else -1, owner=line.owner + agents if line.owner >= 0 else -1,
                after_hours=target(line.after_hours),
            )
            for line in added.lines
        )),
    )  # fmt: skip
    arrivals = tuple(due._replace(contact=renamed[due.contact].key) for due in other.arrivals)
    return replace(
        day, plan=joined, facts=day.facts | {one.key: one for one in renamed.values()}, arrivals=day.arrivals + arrivals
    )


@st.composite
def _counters(draw: st.DrawFn) -> Day:
    """One ring group with a queue and callers of infinite patience; whoever rings picks up at once."""
    count, strategy = draw(st.integers(1, 5)), draw(st.sampled_from(sorted(STRATEGIES)))
    wrap_up = draw(st.integers(0, 3))
    staff = tuple(
        AgentPlan(f"a{key}", luck_of(f"a{key}"), "", False, False, Status.ACTIVE, True, ((0, END + 1),), (),
                  0, wrap_up, -1, 0, PPM) for key in range(count)
    )  # fmt: skip
    never = int(NEVER)
    group = GroupPlan(
        "g0", (LayerPlan(tuple(range(count)), strategy, 5, True, False),), True, never, never, 1, Target()
    )
    line = LinePlan("l0", 0, -1, False, Target(), 0, 0, 5)
    plan = Plan("counters", END, 0, True, staff, (group,), (line,), (), ALWAYS, (), (), ())
    calls = draw(st.lists(st.tuples(st.integers(0, END - 1), st.integers(0, 12)), min_size=1, max_size=25))
    facts = {
        key: Facts(key, luck_of(str(key)), Channel.INBOUND_CALL, 0, NOBODY, -1, never, handle, 0, False, SPREAD, None)
        for key, (_, handle) in ((contact_key(0, nth), call) for nth, call in enumerate(calls))
    }
    arrivals = tuple(event(EventKind.ARRIVAL, at, contact_key(0, nth)) for nth, (at, _) in enumerate(calls))
    return Day(1, plan, facts, arrivals, ())


@law
@given(_counters())
def test_one_agent_more_lengthens_no_wait(day: Day) -> None:
    """With infinite patience and instant pick-up, call by call, whatever the strategy."""
    plan, one_more = day.plan, len(day.plan.agents)
    layer = replace(plan.groups[0].layers[0], members=(*plan.groups[0].layers[0].members, one_more))
    newcomer = replace(plan.agents[0], id=f"a{one_more}", luck=luck_of(f"a{one_more}"))
    more = replace(plan, agents=(*plan.agents, newcomer), groups=(replace(plan.groups[0], layers=(layer,)),))
    few, many = _waits(day), _waits(replace(day, plan=more))
    assert few.keys() <= many.keys()
    assert all(many[call] <= wait_us for call, wait_us in few.items())


def _waits(day: Day) -> dict[int, int]:
    return {row.contact: row.value for row in run(day).records if row.kind == RecordKind.ANSWER}


def test_the_days_are_not_dull() -> None:
    """Among the days that the properties see everything happens: every kind of record, often in one instant."""
    kinds: Counter[int] = Counter()
    crowded = 0

    @settings(max_examples=150, derandomize=True, deadline=None, database=None)
    @given(days())
    def look(day: Day) -> None:
        nonlocal crowded
        records = run(day).records
        kinds.update(row.kind for row in records)
        instants = Counter(row.time_us for row in records if row.kind != RecordKind.STATUS)
        crowded += max(instants.values()) > 10

    look()
    assert set(kinds) == set(RecordKind)
    assert crowded > 40
