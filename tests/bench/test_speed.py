"""The yardstick measures the same system; the model is not slower beyond all bounds. Times are for `make speed`."""

from collections import Counter

import pytest

from sim.domain.contacts import Outcome
from sim.domain.records import RecordKind
from sim.engines.simpy import SimpyEngine
from sim.scenario.load import load
from sim.scenario.resolve import resolve
from sim.workload.stream import workload
from tests.bench.speed import AIM, compare
from tests.bench.systems import SYSTEMS, System, groups_of

DAYS = range(1, 7)
by_name = pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.scenario)


@by_name
def test_the_plain_model_answers_as_many_calls_as_the_scenario(system: System) -> None:
    plan = resolve(load(system.scenario), short=system.short)
    ours, plain = Counter[int](), Counter[str]()
    for number in DAYS:
        records = SimpyEngine().run(plan, workload(plan, 1, number), 1, number).records
        ours.update(records[records[:, 1] == RecordKind.OUTCOME, 6].tolist())
        phone = system.plain(number)
        phone.env.run()
        plain += phone.ended
    assert ours.total() == pytest.approx(plain.total(), rel=0.05)
    assert ours[Outcome.ANSWERED_LIVE] == pytest.approx(plain["answered"], rel=0.05)


def test_the_ten_groups_have_the_same_members_in_both_writings() -> None:
    plan = resolve(load(SYSTEMS[1].scenario))
    for group, ring_group in enumerate(plan.groups):
        assert set(ring_group.layers[0].members) == {agent for agent in range(100) if group in groups_of(agent)}
        assert len(ring_group.layers[0].members) == 20


@by_name
def test_the_model_is_within_bounds_of_a_plain_one(system: System) -> None:
    assert compare(system, rounds=3).ratio > AIM / 4, "generous: neighbours are no regression"
