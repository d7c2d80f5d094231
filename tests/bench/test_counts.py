"""The router does exactly the work it did: counts hold still where times cannot."""

import pytest

from tests.bench.golden import SCENARIOS, difference, stored, work_of


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_shipped_scenario_costs_exactly_what_it_did(scenario: str) -> None:
    changed = difference(scenario, stored()[scenario], work_of(scenario))
    assert not changed, changed


def test_more_work_is_told_with_both_counts() -> None:
    old = stored()["quickstart"]
    told = difference("quickstart", old, old | {"agents_examined": 999_999})
    assert f"agents_examined  {old['agents_examined']} -> 999999" in told
    assert "make golden" in told
    assert not difference("quickstart", old, dict(old))
