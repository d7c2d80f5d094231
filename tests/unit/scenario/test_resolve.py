"""A scenario to a plan: every option becomes an integer, and what is left out takes its declared default."""

from pathlib import Path

import pytest

from sim.domain.agents import Status
from sim.domain.errors import InputError
from sim.domain.plan import Plan, Target, TargetKind, Verb
from sim.domain.time import NEVER, SECOND, micros
from sim.scenario.load import load
from sim.scenario.resolve import natural, resolve

HOUR = 3600 * SECOND
DAY = """# Who is reached?
schema: 1
name: day
horizon: {start: 2026-03-02T08:00, end: 2026-03-02T18:00, short_s: 3600}
opening_hours: {mon-fri: 09:00-17:00}
agents:
  crew: {count: 12, breaks: [{at: 12:00, length_s: 1200, stagger: true}], shift: 08:00-16:00}
  ann: {role: admin, voicemail: true, available_after_return_s: null, no_answer: 0.5, handle_factor: 1.25}
  bob: {status: suspended}
ring_groups:
  sales:
    ring_timeout_s: 15
    strategy: round_robin
    layers: [{members: [crew-10, crew-9]}, {members: [ann], ring_timeout_s: 30, strategy: random}]
    queue: {max_hold_s: 60, limit: 3}
    overflow: {ring_group: late}
  late: {layers: [{members: [crew]}], overflow: {voicemail: ann}, ring_timeout_s: null}
lines:
  main: {route: {ring_group: sales}, voicemail: true, after_hours: {voicemail: line}}
  direct: {personal: ann, after_hours: hang_up}
customers: {count: 30, owned_by: {ann: 4, crew: 24}}
workload:
  calls: [{line: main, per_hour: {"09:00": 10, "12:00": 0, "13:00": 20}, handle_s: 60}]
  outbound: [{agents: [crew-1, ann], per_hour: 1, handle_s: 60}]
timeline:
  - {at: 12:00, until: 13:00, pause: 4, of: sales}
  - {at: 06:00, until: 07:00, suspend: ann}
  - {at: 07:00, until: 09:00, suspend: ann}
  - {at: 15:00, reassign: bob, to: Zoe}
  - {add: {zed: {}}, groups: [late]}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "day.yaml"
    file.write_text(DAY)
    return file


@pytest.fixture
def plan(path: Path) -> Plan:
    return resolve(load(path))


def key(plan: Plan, name: str) -> int:
    return [agent.id for agent in plan.agents].index(name)


def test_agents_are_sorted_with_digits_as_numbers(plan: Plan) -> None:
    assert [agent.id for agent in plan.agents] == ["ann", "bob", *(f"crew-{n}" for n in range(1, 13)), "zed"]
    assert natural("a2b10") < natural("a10b1")


def test_an_agent_takes_what_is_written_and_the_defaults(plan: Plan) -> None:
    ann, bob, crew = (plan.agents[key(plan, name)] for name in ("ann", "bob", "crew-1"))
    assert (ann.admin, ann.voicemail, ann.comes_back, ann.handle_ppm) == (True, True, -1, 1_250_000)
    assert ann.no_answer == 1 << 52
    assert (bob.status, crew.status) == (Status.SUSPENDED, Status.ACTIVE)
    assert plan.tables[crew.wrap_up].value(12345) == 30 * SECOND
    assert plan.tables[crew.comes_back].value(12345) == 60 * SECOND
    assert (ann.shifts, crew.shifts) == (((0, 10 * HOUR),), ((0, 8 * HOUR),))


def test_staggered_breaks_start_one_after_the_other(plan: Plan) -> None:
    starts = [plan.agents[key(plan, f"crew-{n}")].breaks[0] for n in range(1, 13)]
    assert starts == [(4 * HOUR + n * 100 * SECOND, 1200 * SECOND) for n in range(12)]


def test_a_layer_has_its_own_values_or_its_groups(plan: Plan) -> None:
    first, second = plan.groups[0].layers
    assert [plan.agents[member].id for member in first.members] == ["crew-10", "crew-9"]
    assert (first.strategy, first.ring_timeout_us) == ("round_robin", 15 * SECOND)
    assert (second.strategy, second.ring_timeout_us) == ("random", 30 * SECOND)
    assert plan.groups[1].layers[0].ring_timeout_us == NEVER


def test_queues_and_targets(plan: Plan) -> None:
    sales, late = plan.groups
    assert (sales.queue, sales.limit, sales.max_hold_us, sales.retry_us) == (True, 3, 60 * SECOND, SECOND)
    assert (late.queue, late.limit, late.max_hold_us) == (False, NEVER, NEVER)
    assert sales.overflow == Target(TargetKind.RING_GROUP, 1)
    assert late.overflow == Target(TargetKind.AGENT_BOX, key(plan, "ann"))
    main, direct = plan.lines
    assert (main.group, main.owner, main.after_hours.kind) == (0, -1, TargetKind.LINE_BOX)
    assert (direct.group, direct.owner, direct.after_hours.kind) == (-1, key(plan, "ann"), TargetKind.HANG_UP)


def test_customers_go_to_their_owners_a_counted_name_shares(plan: Plan) -> None:
    owners = [plan.agents[owner].id if owner >= 0 else None for owner in plan.owners]
    assert owners[:4] == ["ann"] * 4
    assert owners[4:28] == [f"crew-{n}" for n in range(1, 13) for _ in range(2)]
    assert owners[28:] == [None, None]


def test_hours_and_rates_lie_inside_the_horizon(plan: Plan) -> None:
    assert plan.opening == ((HOUR, 9 * HOUR),)
    source = plan.sources[0]
    assert source.rates == ((HOUR, 4 * HOUR, 10.0), (5 * HOUR, 10 * HOUR, 20.0))
    assert [one.name for one in plan.sources] == ["calls/main", "outbound/crew-1+ann/ann", "outbound/crew-1+ann/crew-1"]


def test_the_timeline_keeps_its_places_and_drops_what_is_over(plan: Plan) -> None:
    pause, past, running, reassign, add = plan.timeline
    assert (pause.at_us, pause.until_us, pause.count, pause.group) == (4 * HOUR, 5 * HOUR, 4, 0)
    assert (past.at_us, past.until_us) == (NEVER, NEVER)
    assert (running.at_us, running.until_us, running.verb) == (0, HOUR, Verb.SUSPEND)
    assert (reassign.agents, reassign.person) == ((key(plan, "bob"),), "Zoe")
    assert (add.agents, add.groups) == ((key(plan, "zed"),), (1,))
    assert not plan.agents[key(plan, "zed")].present


def test_short_cuts_the_horizon_and_needs_to_know_where(path: Path) -> None:
    short = resolve(load(path), short=True)
    assert short.end_us == micros(3600)
    assert short.opening == ()
    with pytest.raises(InputError, match=r"day.yaml:4:\d+: horizon.short_s must be given to run with --short"):
        resolve(load(path, sets=["horizon.short_s=null"]), short=True)


def test_laws_that_are_alike_share_a_table(plan: Plan) -> None:
    assert len({plan.agents[key(plan, f"crew-{n}")].pick_up for n in range(1, 13)}) == 1
    assert len(plan.tables) == len(set(map(id, plan.tables)))
