"""Erlang A of any size as a scenario file: alike ring groups, each with agents, a line and callers of its own."""

from datetime import datetime, timedelta
from pathlib import Path

from tests.bench.peers import HANDLE_S, PATIENCE_S

START = datetime(2026, 1, 1)
WARM_UP_S = 900
"""Five handle times: less than one agent in a hundred is then still as idle as in the empty room of the start."""
_AGENT = "pick_up_s: 0, no_answer: 0, wrap_up_s: 0"
_CALLER = f"handle_s: {{exponential: {{mean: {HANDLE_S:g}}}}}, patience_s: {{exponential: {{mean: {PATIENCE_S:g}}}}}"


def scaled(folder: Path, groups: int, members: int, load: float, calls: int) -> Path:
    """Write a scenario of `groups` x `members` agents at this load with about so many calls; its file."""
    per_hour = load * members * 3600 / HANDLE_S
    seconds = max(2 * WARM_UP_S, calls * 3600 / (per_hour * groups))
    end = START + timedelta(seconds=round(seconds))
    numbers = range(groups)
    text = [
        "# What does a call cost at this size?",
        "schema: 1",
        f"name: {groups} groups of {members} agents at load {load:g}",
        f"horizon: {{start: {START.isoformat()}, end: {end.isoformat()}, warm_up_s: {WARM_UP_S}}}",
        "agents:",
        *(f"  a{i}: {{count: {members}, {_AGENT}}}" for i in numbers),
        "ring_groups:",
        *(f"  g{i}: {{layers: [{{members: [a{i}]}}], queue: {{}}}}" for i in numbers),
        "lines:",
        *(f"  l{i}: {{route: {{ring_group: g{i}}}}}" for i in numbers),
        "workload:",
        "  calls:",
        *(f"    - {{line: l{i}, per_hour: {per_hour:g}, {_CALLER}}}" for i in numbers),
    ]
    path = folder / f"{groups}x{members}.yaml"
    path.write_text("\n".join(text) + "\n")
    return path
