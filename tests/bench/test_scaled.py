"""The scenario of any size is a valid one, as large and as busy as was asked."""

from pathlib import Path

import pytest

from sim.engines.choice import contacts
from sim.scenario.audit import audit
from sim.scenario.load import load
from sim.scenario.resolve import resolve
from tests.bench.peers import HANDLE_S
from tests.bench.scaled import WARM_UP_S, scaled


@pytest.mark.parametrize(("groups", "members", "load_", "calls"), [(1, 20, 1.0, 5_000), (30, 20, 0.8, 1)])
def test_it_has_its_agents_its_load_and_its_calls(
    groups: int, members: int, load_: float, calls: int, tmp_path: Path
) -> None:
    loaded = load(scaled(tmp_path, groups, members, load_, calls))
    plan = resolve(loaded)
    assert (len(plan.groups), len(plan.agents)) == (groups, groups * members)
    assert contacts(plan) / (plan.end_us / 1e6) * HANDLE_S == pytest.approx(load_ * groups * members)
    assert contacts(plan) == pytest.approx(max(calls, load_ * groups * members * 2 * WARM_UP_S / HANDLE_S), rel=1e-3)
    assert audit(loaded) == ()
