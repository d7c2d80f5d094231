"""What the audit says of everybody's status is what the routing machine does with the same timeline."""

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.domain.agents import Status
from sim.domain.records import RecordKind
from sim.engines.simpy import SimpyEngine
from sim.scenario.calendar import Windows, join
from sim.scenario.load import Loaded, load
from sim.scenario.resolve import resolve
from sim.scenario.standing import Standing, roster_of
from sim.workload.stream import workload

AGENT = {"pick_up_s": 2, "wrap_up_s": 0, "available_after_return_s": 0}
DAY = {
    "schema": 1,
    "name": "Whatever the admin does",
    "horizon": {"start": "2026-03-02T08:00", "end": "2026-03-02T18:00"},
    "agents": {
        "ann": {**AGENT, "status": "paused"},
        "bob": {**AGENT, "status": "suspended"},
        "desk": {**AGENT, "count": 3},
    },
    "ring_groups": {"front": {"layers": [{"members": ["ann", "desk"]}, {"members": ["bob"]}]}},
}
CLOCKS = st.sampled_from(["07:00", "08:00", "09:00", "09:00:00.000001", "12:00", "15:00", "17:59", "18:00", "19:00"])
WHOM = st.sampled_from(["ann", "bob", "desk", "desk-2", "zoe"])


@st.composite
def entries(draw: st.DrawFn) -> dict[str, object]:
    """One entry of a timeline."""
    verb = draw(st.sampled_from(["pause", "resume", "suspend", "reactivate", "delete", "reassign"]))
    entry: dict[str, object] = {"at": draw(CLOCKS)} if draw(st.booleans()) else {}
    if verb == "reassign":
        return entry | {verb: draw(WHOM.filter(lambda name: name != "desk")), "to": "Somebody New"}
    if draw(st.booleans()):
        entry |= {verb: draw(st.integers(1, 5)), "of": "front"}
    else:
        entry[verb] = draw(WHOM)
    until = draw(CLOCKS)
    if verb in ("pause", "suspend") and draw(st.booleans()) and until > str(entry.get("at", "08:00")):
        entry["until"] = until
    return entry


def machine_s_standing(loaded: Loaded) -> dict[str, dict[Status, Windows]]:
    """Agent -> status -> windows, folded from the records of a run in which nobody calls."""
    plan = resolve(loaded)
    run = SimpyEngine().run(plan, workload(plan, 1, 1), 1, 1)
    changes: dict[str, list[tuple[int, Status]]] = {agent.id: [] for agent in plan.agents}
    for time_us, kind, _, _, agent, _, value, _ in run.records.tolist():
        if kind == RecordKind.STATUS:
            changes[plan.agents[agent].id].append((time_us, Status(value)))
    found: dict[str, dict[Status, Windows]] = {}
    for name, seen in changes.items():
        ends = [at_us for at_us, _ in seen[1:]] + [plan.end_us]
        windows: dict[Status, list[tuple[int, int]]] = {}
        for (start_us, status), end_us in zip(seen, ends, strict=True):
            if start_us < end_us:
                windows.setdefault(status, []).append((start_us, end_us))
        found[name] = {status: tuple(spans) for status, spans in windows.items() if status is not Status.DELETED}
    return found


def as_windows(standing: Standing) -> dict[Status, Windows]:
    by_status = {Status.ACTIVE: standing.active, Status.PAUSED: standing.paused, Status.SUSPENDED: standing.suspended}
    return {status: windows for status, windows in by_status.items() if windows}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(entries(), max_size=7))
def test_the_audit_and_the_machine_agree_on_everybody_s_status(timeline: list[dict[str, object]]) -> None:
    added = {"at": "09:00", "add": {"zoe": AGENT}, "groups": ["front"]}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "day.yaml"
        path.write_text(json.dumps({**DAY, "timeline": [added, *timeline]}))
        loaded = load(path)
    roster = roster_of(loaded)
    assert {name: as_windows(standing) for name, standing in roster.agents.items()} == machine_s_standing(loaded)
    assert all(standing.here == join(standing.here) for standing in roster.agents.values())
