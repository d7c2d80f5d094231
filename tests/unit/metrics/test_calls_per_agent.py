"""Abandoned calls and the spread of calls over agents, on days small enough to count by hand."""

from pathlib import Path

import pytest

import sim

SCENARIO = """# Who answered how many?
schema: 1
name: counted by hand
horizon: {start: 2026-03-02T09:00, end: 2026-03-02T10:00}
agents: {a: {count: 3, pick_up_s: 0, no_answer: 0, wrap_up_s: 0}, owner: {}}
ring_groups: {pool: {strategy: fixed_order, layers: [{members: [a]}], queue: {}}}
lines: {main: {route: {ring_group: pool}}, direct: {personal: owner}}
workload: {replay: calls.csv}
"""
HEADER = "arrival_s,line,patience_s,handle_s\n"
IN_TURN = "0,main,,100\n10,main,,100\n200,main,,100\n"
"""a-1, then a-2 while a-1 talks, then a-1 again."""
TOO_MANY = "0,main,,300\n1,main,,300\n2,main,,300\n3,main,60,300\n400,main,,5\n"
"""One each, a fourth caller who gives up, then a-1 again."""


@pytest.mark.parametrize(
    ("calls", "fewest", "most", "abandoned"), [(IN_TURN, 0, 2, 0), (TOO_MANY, 1, 2, 1)], ids=["in turn", "too many"]
)
def test_calls_per_agent_and_abandoned_are_as_counted(
    calls: str, fewest: int, most: int, abandoned: int, tmp_path: Path
) -> None:
    (tmp_path / "day.yaml").write_text(SCENARIO)
    (tmp_path / "calls.csv").write_text(HEADER + calls)
    found = sim.run(tmp_path / "day.yaml").estimates
    assert found["answered_per_agent_min"].value == fewest
    assert found["answered_per_agent_max"].value == most
    assert found["abandoned"].value == abandoned
