"""Polling costs half of the interval where a free agent and a caller meet, and lets a later caller look first."""

from pathlib import Path
from statistics import fmean

import pytest

from sim.domain.records import RecordKind
from sim.engines.simpy import SimpyEngine
from sim.scenario.load import load
from sim.scenario.resolve import resolve
from sim.workload.stream import workload

EVERY_S = 10
TEXT = """# What does polling cost?
schema: 1
name: poll
preset: textbook
horizon: {start: 2026-03-02T00:00, end: 2026-04-11T00:00}
agents: {ann: {}}
ring_groups: {sales: {layers: [{members: [ann]}], queue: {}}}
lines: {main: {route: {ring_group: sales}}}
workload: {calls: [{line: main, per_hour: 6, handle_s: 60}]}
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("poll") / "poll.yaml"
    path.write_text(TEXT)
    return path


def waits_s(path: Path, *sets: str) -> dict[int, float]:
    """Call -> its wait, in the order of answers."""
    plan = resolve(load(path, sets=sets))
    records = SimpyEngine().run(plan, workload(plan, 1, 1), 1, 1).records
    answers = records[records[:, 1] == RecordKind.ANSWER]
    return {contact: wait / 1e6 for contact, wait in answers[:, [2, 6]].tolist()}


def test_who_has_to_wait_waits_half_of_the_interval_longer_and_may_be_overtaken(path: Path) -> None:
    pushed = waits_s(path)
    polled = waits_s(path, "router.dispatch=poll", f"router.poll_s={EVERY_S}")
    assert list(pushed) == sorted(pushed)
    assert list(polled) != sorted(polled), "nobody was overtaken"
    longer = [polled[call] - wait for call, wait in pushed.items() if wait > 0]
    alone = [extra for extra in longer if 0 <= extra <= EVERY_S]  # a caller behind another waits for both
    assert len(longer) * 0.8 < len(alone)
    assert fmean(alone) == pytest.approx(EVERY_S / 2, abs=0.5)
