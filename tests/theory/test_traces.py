"""Two traces with every call's outcome, wait and end: all must come out, to the microsecond."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from sim.domain.contacts import Outcome
from tests.theory.measure import Calls
from tests.theory.systems import TEXTBOOK_AGENT
from tests.theory.under import Under

REFERENCE = Path(__file__).parent.parent / "data" / "reference"

SCENARIO = """# Does a first-come-first-served queue treat every caller of the trace as it should?
schema: 1
name: trace
horizon: {{start: 2026-01-01T00:00, end: 2026-02-01T00:00}}
agents:
  agent: {{count: {agents}, {agent}}}
ring_groups:
  pool: {{idle_clock: last_call_end, ring_timeout_s: null, layers: [{{members: [agent]}}], queue: {{}}}}
lines:
  main: {{route: {{ring_group: pool}}}}
workload: {{replay: calls.csv}}
"""


def seconds(minutes: str) -> str:
    return str(Decimal(minutes) * 60)


def microseconds(minutes: str) -> int:
    return int(Decimal(minutes) * 60_000_000)


def end_us(row: dict[str, str]) -> int:
    """The trace leaves the end of an abandoned call empty: it is over when its patience is."""
    if row["end_min"]:
        return microseconds(row["end_min"])
    return microseconds(row["arrival_min"]) + microseconds(row["patience_min"])


@pytest.mark.parametrize(("name", "agents"), [("trace_fcfs_n3_open", 3), ("trace_patience_n4_open", 4)])
def test_every_call_of_the_trace_comes_out(name: str, agents: int, under: Under, tmp_path: Path) -> None:
    with (REFERENCE / f"{name}.csv").open() as file:
        rows = list(csv.DictReader(file))
    with (tmp_path / "calls.csv").open("w") as file:
        file.write("arrival_s,line,patience_s,handle_s\n")
        for row in rows:
            patience = seconds(row["patience_min"]) if row["patience_min"] else ""
            file.write(f"{seconds(row['arrival_min'])},main,{patience},{seconds(row['service_min'])}\n")
    path = tmp_path / "trace.yaml"
    path.write_text(SCENARIO.format(agents=agents, agent=TEXTBOOK_AGENT))
    ((_, _, records),) = under.records(path, 1)
    calls = Calls(records)
    ours = [
        ("answered" if outcome == Outcome.ANSWERED_LIVE else "abandoned", wait, over)
        for outcome, wait, over in zip(calls.outcome, calls.wait, calls.over, strict=True)
    ]
    theirs = [(row["outcome"], microseconds(row["wait_min"]), end_us(row)) for row in rows]
    assert len(ours) == len(theirs)
    assert [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]] == []
