"""Exact work done by shipped scenarios with a fixed seed; `make golden` rewrites the file it is compared with."""

import json
from pathlib import Path

from sim.engines.simpy import SimpyEngine
from sim.scenario.load import load
from sim.scenario.resolve import resolve
from sim.workload.stream import workload

COUNTS = Path(__file__).with_name("counts.json")
SCENARIOS = ("quickstart", "blended_day", "whole_group_paused")
SEED = 1

Work = dict[str, int | str]


def work_of(scenario: str) -> Work:
    """Events, routing decisions, agents examined, records and their digest of the first replication."""
    plan = resolve(load(scenario))
    run = SimpyEngine().run(plan, workload(plan, SEED, 1), SEED, 1)
    counts = run.counts
    return {"events": counts.events, "decisions": counts.decisions, "agents_examined": counts.agents_examined,
            "records": len(run.records), "digest": run.digest}  # fmt: skip


def difference(scenario: str, old: Work, new: Work) -> str:
    """Old and new side by side; empty if they are equal."""
    changed = [f"  {name:16} {was} -> {new[name]}" for name, was in old.items() if new[name] != was]
    if not changed:
        return ""
    meant = "If that is meant, run `make golden` and say why in the commit."
    return "\n".join([f"{scenario}: the router does other work than before", *changed, meant])


def stored() -> dict[str, Work]:
    """What is in the file."""
    counts: dict[str, Work] = json.loads(COUNTS.read_text(encoding="utf-8"))
    return counts


if __name__ == "__main__":
    before = stored() if COUNTS.exists() else {}
    after = {scenario: work_of(scenario) for scenario in SCENARIOS}
    COUNTS.write_text(json.dumps(after, indent=1) + "\n", encoding="utf-8")
    for scenario, work in after.items():
        print(difference(scenario, before.get(scenario, dict.fromkeys(work, "new")), work) or f"{scenario}: as before")
