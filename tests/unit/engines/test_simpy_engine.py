"""The SimPy engine: every instant once and in order, the same records for the same key, whatever else is in the plan."""

from pathlib import Path

import numpy as np
import pytest

from sim.domain.contacts import ordinal_of, source_of
from sim.domain.events import Event, EventKind, event
from sim.domain.plan import Plan
from sim.domain.records import RecordKind
from sim.domain.time import SECOND
from sim.engines import Run, first_difference
from sim.engines.digest import digest
from sim.engines.simpy import Model, SimpyEngine
from sim.routing.invariants import check
from sim.scenario.load import load
from sim.scenario.resolve import resolve
from sim.workload.stream import workload

DAY = """# Who is reached?
schema: 1
name: day
horizon: {start: 2026-03-02T08:00, end: 2026-03-02T12:00}
agents:
  crew: {count: 4, breaks: [{at: 10:00, length_s: 600}]}
ring_groups:
  sales: {layers: [{members: [crew]}], strategy: random, queue: {max_hold_s: 60}, overflow: {voicemail: line}}
lines:
  main: {route: {ring_group: sales}, voicemail: true}
workload:
  calls:
    - {line: main, per_hour: 60, handle_s: {exponential: {mean: 180}}, patience_s: {exponential: {mean: 60}}}
timeline:
  - {at: 09:00, until: 09:30, pause: 2, of: sales}
"""
MORE = {
    "agents:\n": "agents:\n  bee: {count: 3}\n",
    "ring_groups:\n": "ring_groups:\n  buzz: {layers: [{members: [bee]}], strategy: random}\n",
    "lines:\n": "lines:\n  aside: {route: {ring_group: buzz}}\n",
    "  calls:\n": "  calls:\n    - {line: aside, per_hour: 90, handle_s: {exponential: {mean: 60}}}\n",
}


def planned(folder: Path, text: str = DAY) -> Plan:
    path = folder / "day.yaml"
    path.write_text(text)
    return resolve(load(path))


def run(plan: Plan, seed: int = 1, replication: int = 1) -> Run:
    return SimpyEngine().run(plan, workload(plan, seed, replication), seed, replication, watch=check)


def test_C57_the_same_key_gives_the_same_records_and_another_does_not(tmp_path: Path) -> None:
    plan = planned(tmp_path)
    one, again, other = run(plan), run(plan), run(plan, seed=2)
    assert first_difference(one.records, again.records) is None
    assert one.digest == again.digest == digest(one.records)
    assert one.digest not in (other.digest, run(plan, replication=2).digest)


def projected(plan: Plan, records: np.ndarray, members: set[str]) -> list[tuple[object, ...]]:
    """Records of the old agents and contacts inside the horizon, everything by name; a drain ends with the last call."""
    agents = {key: agent.id for key, agent in enumerate(plan.agents)}
    rows = []
    for time_us, kind, contact, offer, agent, group, value, reason in records[records[:, 0] < plan.end_us].tolist():
        source = plan.sources[source_of(contact)].name if contact >= 0 and kind != RecordKind.HOURS else ""
        if source == "calls/aside" or (agent >= 0 and agents[agent] not in members):
            continue
        name = plan.groups[group].id if group >= 0 else ""
        line = plan.lines[value].id if kind in (RecordKind.ARRIVAL, RecordKind.VOICEMAIL) else value
        rows.append((time_us, kind, source, ordinal_of(contact), offer, agents.get(agent), name, line, reason))
    return rows


def test_C57_an_unrelated_ring_group_changes_no_record_of_the_others(tmp_path: Path) -> None:
    text = DAY
    for old, new in MORE.items():
        text = text.replace(old, new)
    few, more = planned(tmp_path), planned(tmp_path, text)
    members = {agent.id for agent in few.agents}
    before, after = (projected(plan, run(plan).records, members) for plan in (few, more))
    assert len(before) > 500
    assert before == after


def test_a_process_of_ones_own_may_post_events(tmp_path: Path) -> None:
    plan = planned(tmp_path)
    model = Model(plan, workload(plan, 1, 1))

    def strike():  # type: ignore[no-untyped-def]
        yield model.env.timeout(3600 * SECOND)
        model.post(event(EventKind.SHIFT_END, model.env.now, agent=0))

    model.env.process(strike())
    model.run()
    logins = [row for row in model.records if row[1] == RecordKind.LOGIN and row[4] == 0]
    assert [row[6] for row in logins][:2] == [1, 0]
    assert logins[1][0] >= 3600 * SECOND


def test_time_never_goes_back_and_an_instant_is_run_once(tmp_path: Path) -> None:
    plan = planned(tmp_path)
    model = Model(plan, workload(plan, 1, 1))
    seen: list[int] = []
    step = model.machine.step

    def counted(now_us: int, due: list[Event]) -> list[Event]:
        seen.append(now_us)
        return step(now_us, due)

    model.machine.step = counted  # type: ignore[method-assign,assignment]
    model.run()
    assert seen == sorted(set(seen))


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 10_000])
def test_a_digest_tells_any_change_in_any_place(size: int) -> None:
    rows = np.arange(size * 8, dtype=np.int64).reshape(size, 8)
    seen = {digest(rows)}
    for at in {0, size // 2, size - 1} if size else set():
        for column in (0, 7):
            changed = rows.copy()
            changed[at, column] += 1
            seen.add(digest(changed))
    assert len(seen) == 1 + 2 * len({0, size // 2, size - 1} if size else set())


def test_the_first_difference_is_found_or_the_shorter_run_named() -> None:
    one = np.zeros((3, 8), np.int64)
    other = one.copy()
    other[1, 6] = 5
    at, left, right = first_difference(one, other) or (None, None, None)
    assert (at, left and left.value, right and right.value) == (1, 0, 5)
    assert first_difference(one, one[:2]) == (2, left, None)
