"""Laws of one queue: callers of infinite patience, agents alike who pick up at once. Each is stated only where it is true."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from sim.domain.agents import Status
from sim.domain.contacts import NOBODY, Channel, Facts, contact_key
from sim.domain.events import EventKind, event
from sim.domain.luck import luck_of
from sim.domain.plan import ALWAYS, AgentPlan, GroupPlan, LayerPlan, LinePlan, Plan, Target
from sim.domain.records import RecordKind
from sim.domain.time import NEVER
from sim.routing.strategies import STRATEGIES

from .days import END, PPM, SPREAD, Day
from .running import run
from .test_laws import law


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


@law
@given(_counters())
def test_calls_are_answered_in_the_order_of_their_arrival(day: Day) -> None:
    arrived = {due.contact: due.time_us for due in day.arrivals}
    answered = [row.contact for row in run(day).records if row.kind == RecordKind.ANSWER]
    assert answered == sorted(answered, key=lambda call: (arrived[call], call))


@law
@given(_counters(), st.sampled_from(sorted(STRATEGIES)))
def test_who_rings_first_changes_nobodys_wait_where_agents_are_alike(day: Day, strategy: str) -> None:
    group = day.plan.groups[0]
    other = replace(group, layers=(replace(group.layers[0], strategy=strategy),))
    assert _waits(day) == _waits(replace(day, plan=replace(day.plan, groups=(other,))))


@law
@given(_counters(), st.integers(1, 4), st.integers(0, 12), st.randoms(use_true_random=False))
def test_merging_two_groups_lengthens_no_mean_wait(day: Day, more: int, handle: int, luck: Random) -> None:
    """With one constant handle time for all; run until everybody has been answered."""
    plan, count = day.plan, len(day.plan.agents)
    long = 20 * END
    staff = tuple(
        replace(plan.agents[0], id=f"a{key}", luck=luck_of(f"a{key}"), shifts=((0, 2 * long),)) for key in range(count + more)
    )  # fmt: skip
    both = plan.groups[0]
    first, second, together = (
        replace(both, id=f"g{at}", layers=(replace(both.layers[0], members=tuple(members)),))
        for at, members in enumerate((range(count), range(count, count + more), range(count + more)))
    )
    lines = (plan.lines[0], replace(plan.lines[0], id="l1", group=1))
    facts = {key: one._replace(handle_us=handle, line=luck.randrange(2)) for key, one in day.facts.items()}
    apart = replace(plan, end_us=long, agents=staff, groups=(first, second), lines=lines)
    merged = replace(apart, groups=(together,), lines=(lines[0], replace(lines[0], id="l1")))
    waits = [_waits(replace(day, plan=one, facts=facts)) for one in (apart, merged)]
    assert all(len(one) == len(facts) for one in waits)
    assert sum(waits[1].values()) <= sum(waits[0].values())
