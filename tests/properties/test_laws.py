"""Laws that relate one day to another, each stated only where it is true."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.domain.agents import Status
from sim.domain.contacts import NOBODY, Channel, Facts, Outcome, Reason, contact_key, ordinal_of, source_of
from sim.domain.idle import Restart
from sim.domain.luck import luck_of
from sim.domain.plan import (
    AdminPlan,
    LayerPlan,
    Plan,
    Target,
    TargetKind,
    Verb,
)
from sim.domain.records import Record, RecordKind
from sim.domain.time import NEVER

from .days import END, Day, days, many, scaled
from .running import run

law = settings(max_examples=many(300), derandomize=True, deadline=None)

DURATIONS = {
    RecordKind.ANSWER, RecordKind.TALK_END, RecordKind.WRAP_UP, RecordKind.DIAL, RecordKind.CONNECT,
    RecordKind.DIAL_END, RecordKind.REPLY,
}  # fmt: skip
"""Kinds of records whose value is a time."""

LEFT = (RecordKind.OUTCOME, Outcome.IN_SYSTEM)
"""Left behind at the end, and written down at the time of the last record."""


@law
@given(days(), st.integers(0, 2**32))
def test_C57_the_order_in_which_an_instants_events_are_inserted_changes_nothing(day: Day, seed: int) -> None:
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


def _with_layers(plan: Plan, change: Callable[[LayerPlan], LayerPlan]) -> Plan:
    """A plan with every layer changed."""
    return replace(plan, groups=tuple(replace(g, layers=tuple(map(change, g.layers))) for g in plan.groups))


@law
@given(days(), st.data())
def test_a_pause_of_an_idle_agent_that_ends_in_its_instant_changes_no_later_routing(
    day: Day, data: st.DataObject
) -> None:
    """Where available is pressed at once, no idle clock restarts with it, and the admin does nothing else just then.

    A time until the agent asks for a pause would begin anew, so nobody asks.
    """
    plan = _with_layers(day.plan, lambda layer: replace(layer, idle_clock=layer.idle_clock & ~(1 << Restart.AVAILABLE)))
    staff = tuple(replace(a, comes_back=0, pauses=None) for a in plan.agents)
    day = replace(day, plan=replace(plan, agents=staff))
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
def test_C57_an_unrelated_ring_group_leaves_the_records_of_the_others_as_they_are(day: Day, other: Day) -> None:
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
        agents=(*plan.agents, *(
            replace(a, id=f"b{a.id}", luck=luck_of(f"b{a.id}"), home=a.home + groups if a.home >= 0 else -1)
            for a in added.agents
        )),
        groups=(*plan.groups, *(
            replace(g, layers=tuple(map(members, g.layers)), overflow=target(g.overflow),
                    handle_ppm=tuple((agents + agent, ppm) for agent, ppm in g.handle_ppm)) for g in added.groups
        )),
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


@law
@given(days(), st.integers(1, END - 1))
def test_what_comes_later_changes_nothing_before_it(day: Day, until: int) -> None:
    """Nobody looks ahead: without the contacts, attempts and entries from an instant on, all is the same up to it."""
    until_us = until * day.grid_us
    plan = day.plan
    never = int(NEVER)
    entries = tuple(
        replace(e, at_us=never if e.at_us >= until_us else e.at_us, until_us=never if e.until_us >= until_us else e.until_us)
        for e in plan.timeline
    )  # fmt: skip
    shorter = replace(
        day, plan=replace(plan, timeline=entries),
        arrivals=tuple(due for due in day.arrivals if due.time_us < until_us),
        attempts=tuple(due for due in day.attempts if due.time_us < until_us),
    )  # fmt: skip

    def before(one: Day) -> list[Record]:
        within = (row for row in run(one).records if row.time_us < until_us)
        return [row for row in within if (row.kind, row.value) != LEFT]

    assert before(shorter) == before(day)


@law
@given(days(), st.integers(1, 9))
def test_a_day_that_starts_later_is_the_same_day_later(day: Day, by: int) -> None:
    """Times of day decide nothing. Up to its end, and but for the first records: who is in the account and whether it is open."""

    def told(one: Day) -> list[Record]:
        within = (row for row in run(one).records if row.time_us < one.plan.end_us and row.kind != RecordKind.HOURS)
        return [row for row in within if row.reason != Reason.START and (row.kind, row.value) != LEFT]

    later_us = by * day.grid_us
    assert told(_later(day, later_us)) == [row._replace(time_us=row.time_us + later_us) for row in told(day)]


def _later(day: Day, by_us: int) -> Day:
    """The same day with everything that comes from outside put off."""

    def windows(spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        return tuple((begin + by_us, end + by_us if end < NEVER else end) for begin, end in spans)

    def at(time_us: int) -> int:
        return time_us + by_us if time_us < NEVER else time_us

    plan = day.plan
    staff = tuple(
        replace(a, shifts=windows(a.shifts), breaks=tuple((due + by_us, length) for due, length in a.breaks))
        for a in plan.agents
    )
    timeline = tuple(replace(e, at_us=at(e.at_us), until_us=at(e.until_us)) for e in plan.timeline)
    put_off = replace(plan, end_us=plan.end_us + by_us, agents=staff, timeline=timeline, opening=windows(plan.opening))
    return replace(
        day, plan=put_off, arrivals=tuple(due._replace(time_us=due.time_us + by_us) for due in day.arrivals),
        attempts=tuple(due._replace(time_us=due.time_us + by_us) for due in day.attempts),
    )  # fmt: skip


@law
@given(days())
def test_the_patience_of_who_was_taken_in_time_changes_nothing(day: Day) -> None:
    """A caller whom somebody, or a box, took before their patience was over might as well have had no limit."""
    before = run(day).records
    taken = {row.contact for row in before if row.kind in (RecordKind.ANSWER, RecordKind.VOICEMAIL)}
    facts = {key: one._replace(patience_us=int(NEVER)) if key in taken else one for key, one in day.facts.items()}
    assert run(replace(day, facts=facts)).records == before


@law
@given(days(entries=(0, 0), attempts=(0, 0)), st.data())
def test_paused_suspended_or_deleted_the_others_ring_alike(day: Day, data: st.DataObject) -> None:
    """For ring groups there is one way not to be there (P4, S3, D5): on days without personal lines."""
    away = data.draw(st.integers(0, len(day.plan.agents) - 1))
    lines = tuple(replace(line, group=max(line.group, 0), owner=-1) for line in day.plan.lines)
    staff = [replace(agent, present=True) if key == away else agent for key, agent in enumerate(day.plan.agents)]

    def rings(status: Status, timeline: tuple[AdminPlan, ...] = ()) -> list[tuple[int, ...]]:
        agents = tuple(replace(agent, status=status) if key == away else agent for key, agent in enumerate(staff))
        records = run(replace(day, plan=replace(day.plan, agents=agents, lines=lines, timeline=timeline))).records
        kinds = (RecordKind.RING, RecordKind.RING_END, RecordKind.ANSWER, RecordKind.QUEUED, RecordKind.LEAVE)
        return [row for row in records if row.kind in kinds]

    paused = rings(Status.PAUSED)
    assert away not in {row.agent for row in paused}
    assert rings(Status.SUSPENDED) == paused
    assert rings(Status.PAUSED, (AdminPlan(0, int(NEVER), Verb.DELETE, (away,)),)) == paused


OF_OPTIONS = {RecordKind.ASSIGN, RecordKind.LIST, RecordKind.CALLBACK, RecordKind.ABSENT, RecordKind.DARK,
              RecordKind.CONVERSATION}  # fmt: skip
"""What only days with the options of `options.py` have."""


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
    assert set(kinds) == set(RecordKind) - OF_OPTIONS
    assert crowded > 30
