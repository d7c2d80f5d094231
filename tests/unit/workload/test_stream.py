"""The facts of contacts: they belong to the contact, whoever asks and when."""

from collections import Counter
from pathlib import Path

import pytest

from sim.domain.contacts import NOBODY, Channel, contact_key
from sim.domain.plan import DIAL_TIMEOUT_US, Plan
from sim.domain.time import NEVER, SECOND
from sim.scenario.load import load
from sim.scenario.resolve import resolve
from sim.workload.stream import workload

DAY = """# Who is reached?
schema: 1
name: day
horizon: {start: 2026-03-02T08:00, end: 2026-03-02T18:00}
agents: {ann: {}, bob: {}}
ring_groups: {all: {layers: [{members: [ann, bob]}]}}
lines: {main: {route: {ring_group: all}}}
customers: {count: 50, owned_by: {ann: 10}}
workload:
  calls: [{line: main, per_hour: 60, handle_s: {exponential: {mean: 120}}, patience_s: {uniform: {low: 10, high: 20}}}]
  outbound: [{agents: [ann], per_hour: 30, connect: 0.3, handle_s: 60}]
  sms: [{line: main, per_hour: 20}, {agents: [bob], per_hour: 5}]
"""


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    path = tmp_path / "day.yaml"
    path.write_text(DAY)
    return resolve(load(path))


def rank(plan: Plan, name: str) -> int:
    return [source.name for source in plan.sources].index(name)


def test_sources_are_named_and_ranked_by_name(plan: Plan) -> None:
    assert [source.name for source in plan.sources] == ["calls/main", "outbound/ann", "sms/bob", "sms/main"]


def test_facts_do_not_depend_on_the_order_of_asking(plan: Plan) -> None:
    keys = [contact_key(rank(plan, "calls/main"), nth) for nth in range(1_500)]
    asked, backwards = workload(plan, 1, 1), workload(plan, 1, 1)
    assert [asked.facts(key) for key in keys] == [backwards.facts(key) for key in reversed(keys)][::-1]


def test_other_seeds_and_replications_bring_other_luck(plan: Plan) -> None:
    key = contact_key(rank(plan, "calls/main"), 3)
    drawn = {workload(plan, seed, nth).facts(key).handle_us for seed in (1, 2) for nth in (1, 2)}
    assert len(drawn) == 4


def test_inbound_calls_have_patience_a_line_and_a_customer(plan: Plan) -> None:
    source = rank(plan, "calls/main")
    facts = [workload(plan, 1, 1).facts(contact_key(source, nth)) for nth in range(5)]
    assert {one.line for one in facts} == {0}
    assert all(10 * SECOND <= one.patience_us <= 20 * SECOND for one in facts)
    assert all(one.agent == NOBODY and one.recorded_pick_up is None for one in facts)
    stream = workload(plan, 1, 1)
    seen = Counter(stream.facts(contact_key(source, nth)).customer for nth in range(5_000))
    assert set(seen) == set(range(50))
    assert max(seen.values()) < 100 + 5 * 10


def test_outbound_calls_connect_as_often_as_they_should_and_ring_no_longer_than_they_may(plan: Plan) -> None:
    stream, source = workload(plan, 1, 1), rank(plan, "outbound/ann")
    facts = [stream.facts(contact_key(source, nth)) for nth in range(4_000)]
    assert {one.channel for one in facts} == {Channel.OUTBOUND_CALL}
    connected = [one for one in facts if one.connects]
    assert len(connected) / 4_000 == pytest.approx(0.3, abs=4 * (0.21 / 4_000) ** 0.5)
    assert {one.dial_us for one in facts if not one.connects} == {DIAL_TIMEOUT_US}
    assert max(one.dial_us for one in connected) == DIAL_TIMEOUT_US
    assert {one.customer for one in facts} == {NOBODY}


def test_texts_carry_the_table_of_replies_and_never_hang_up(plan: Plan) -> None:
    stream = workload(plan, 1, 1)
    inbound = stream.facts(contact_key(rank(plan, "sms/main"), 0))
    assert (inbound.channel, inbound.patience_us) == (Channel.INBOUND_SMS, NEVER)
    assert inbound.reply_table >= 0
    assert stream.facts(contact_key(rank(plan, "sms/bob"), 0)).agent == 1
