"""Textbook systems as scenario files, and the reference row each is compared with.

The preset `textbook` (pick-up 0, always answers, no wrap-up, no time-outs) is written out in every scenario.
"""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

REFERENCE = Path(__file__).parent.parent / "data" / "reference"
PROBABILITIES = ("p_", "sl", "occ", "util", "share", "frac")

TEXTBOOK_AGENT = "pick_up_s: 0, no_answer: 0, wrap_up_s: 0, available_after_return_s: 0"


@dataclass(frozen=True)
class System:
    """One system: its scenario, how long and how often it runs, and what must come out."""

    id: str
    text: str
    expected: dict[str, float]
    awt_min: float = 1 / 3


def _erlang_rows() -> dict[str, dict[str, str]]:
    with (REFERENCE / "erlang_reference.csv").open() as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def _chains() -> dict[str, dict]:
    systems = json.loads((REFERENCE / "ctmc_reference.json").read_text())["systems"]
    return {system["id"].split("-")[0]: system for system in systems}


def _scenario(minutes: float, warm_up: float, agents: str, groups: str, lines: str, calls: str) -> str:
    days, left = divmod(round(minutes), 1440)
    end = f"2026-{1 + days // 28:02d}-{1 + days % 28:02d}T{left // 60:02d}:{left % 60:02d}"
    assert days < 336, "the horizon leaves the year"
    return f"""# What does theory say?
schema: 1
name: textbook
horizon: {{start: 2026-01-01T00:00, end: {end}, warm_up_s: {warm_up * 60}}}
agents:
{agents}
ring_groups:
{groups}
lines:
{lines}
workload:
  calls:
{calls}
"""


def _exponential(mean_min: float) -> str:
    return f"{{exponential: {{mean: {mean_min * 60:.12g}}}}}"


def _call_line(line: str, per_min: float, handle: str, patience: str | None) -> str:
    per_hour = per_min * 60
    text = f"    - {{line: {line}, per_hour: {per_hour:.12g}, handle_s: {handle}"
    return text + (f", patience_s: {patience}}}" if patience else "}")


def _single_pool(row: dict[str, str], calls_wanted: int) -> str:
    """One pool of equal agents: Erlang B, C, A, K and the exact time-out to voicemail."""
    lam, mu, n = float(row["lam"]), float(row["mu"]), int(row["n"])
    queue = {"MMnn": None, "MMn": "{}", "MMnM": "{}", "MMnE2": "{}"}.get(row["model"], "{}")
    if row["K"] and int(row["K"]) > n:
        queue = f"{{limit: {int(row['K']) - n}}}"
    elif row["K"]:
        queue = None
    if row["tau"]:
        queue = f"{{max_hold_s: {float(row['tau']) * 60:.12g}}}"
    patience = None
    if row["model"] == "MMnE2":
        patience = f"{{gamma: {{mean: 120, cv: {0.5**0.5!r}}}}}"
    elif row["theta"]:
        patience = _exponential(1 / float(row["theta"]))
    overflow = "{voicemail: line}" if row["tau"] else "hang_up"
    group = "  pool: {strategy: longest_idle, idle_clock: last_call_end, ring_timeout_s: null, "
    group += f"layers: [{{members: [agent]}}], overflow: {overflow}" + (f", queue: {queue}}}" if queue else "}")
    warm_up = max(20 / mu, 60)
    return _scenario(
        warm_up + calls_wanted / lam,
        warm_up,
        f"  agent: {{count: {n}, {TEXTBOOK_AGENT}}}",
        group,
        "  main: {route: {ring_group: pool}, voicemail: true}",
        _call_line("main", lam, _exponential(1 / mu), patience),
    )


POOLS: dict[str, int] = {
    "MMnn-02": 1500,
    "MMnn-04": 1500,
    "MMnn-05": 1500,
    "MMnn-07": 2000,
    "MMnn-11": 800,
    "MMn-04": 50000,
    "MMnM-01": 3600,
    "MMnM-03": 3000,
    "MMnM-04": 6000,
    "MMnM-05": 20000,
    "MMnM-08": 13500,
    "MMnM-10": 8800,
    "MMnE2-01": 16000,
    "MMnK-01": 2500,
    "MMnK-02": 6000,
    "MMnK-10": 2000,
    "MMnKM-01": 3000,
    "MMnKM-03": 10500,
    "MMnD-01": 5400,
    "MMnD-03": 4500,
    "MMnD-05": 6500,
    "MMnD-06": 7800,
    "MMnMD-03": 3000,
}
"""Reference row -> calls per replication, chosen so that 20 replications meet the half-width."""

COMPARED = ("p_block", "p_wait", "p_abandon", "mean_wait_entered", "mean_wait_served", "mean_queue", "occupancy", "sl")


def _pool(row_id: str, calls: int) -> System:
    row = _erlang_rows()[row_id]
    expected = {name: float(row[name]) for name in COMPARED if row[name] and float(row[name]) > 0}
    return System(row_id, _single_pool(row, calls), expected, float(row["awt"] or 0))


def _group(name: str, strategy: str, members: str, queue: bool, overflow: str = "hang_up", more: str = "") -> str:
    text = f"  {name}: {{strategy: {strategy}, idle_clock: last_call_end, ring_timeout_s: null, "
    text += f"layers: [{{members: [{members}]}}], overflow: {overflow}{more}"
    return text + (", queue: {}}" if queue else "}")


def _agents(factors: tuple[float, ...]) -> str:
    return "\n".join(
        f"  a{nth}: {{handle_factor: {factor}, {TEXTBOOK_AGENT}}}" for nth, factor in enumerate(factors, 1)
    )


def _one_group(chain: dict, strategy: str, factors: tuple[float, ...], minutes: float, **more: str) -> System:
    inputs = chain["inputs"]
    patience = inputs.get("patience_mean_min")
    handle = more.get("handle", _exponential(1.0))
    text = _scenario(
        minutes + 120,
        120,
        _agents(factors),
        _group("pool", strategy, ", ".join(f"a{n}" for n in range(1, len(factors) + 1)), more.get("queue") != "no"),
        "  main: {route: {ring_group: pool}}",
        _call_line("main", inputs["lam"], handle, _exponential(patience) if patience else None),
    )
    return System(chain["id"], text, _renamed(chain["outputs"]))


def _renamed(outputs: dict[str, float]) -> dict[str, float]:
    names = {
        "mean_wait_all": "mean_wait_entered",
        "mean_wait": "mean_wait_entered",
        "mean_ring_or_queue_time_all": "mean_wait_entered",
        "mean_calls_ringing_or_waiting": "mean_queue",
        "occupancy_talk": "occupancy",
        "frac_time_talking": "util_agent_1",
    }
    return {names.get(name, name): value for name, value in outputs.items()}


def _ring_all(chain: dict) -> System:
    inputs = chain["inputs"]
    agent = TEXTBOOK_AGENT.replace("pick_up_s: 0", f"pick_up_s: {_exponential(inputs['pickup_mean_min'])}")
    text = _scenario(
        8120,
        120,
        f"  a: {{count: {inputs['n']}, {agent}}}",
        _group("pool", "simultaneous", "a", True, more=", join_ring: true"),
        "  main: {route: {ring_group: pool}}",
        _call_line("main", inputs["lam"], _exponential(inputs["aht_min"]), _exponential(inputs["patience_mean_min"])),
    )
    return System(chain["id"], text, _renamed(chain["outputs"]))


def _overflow_chain(chain: dict) -> System:
    inputs = chain["inputs"]
    handle = _exponential(inputs["aht_min"])
    text = _scenario(
        3120,
        120,
        f"  a: {{count: 3, {TEXTBOOK_AGENT}}}\n  b: {{count: 3, {TEXTBOOK_AGENT}}}",
        _group("g1", "fixed_order", "a", False, "{ring_group: g2}")
        + "\n"
        + _group("g2", "fixed_order", "b", False, "{voicemail: line}"),
        "  line1: {route: {ring_group: g1}, voicemail: true}\n  line2: {route: {ring_group: g2}, voicemail: true}",
        _call_line("line1", inputs["lam_line1"], handle, None)
        + "\n"
        + _call_line("line2", inputs["lam_line2"], handle, None),
    )
    return System(chain["id"], text, _renamed(chain["outputs"]))


def _personal(chain: dict) -> System:
    inputs = chain["inputs"]
    text = _scenario(
        12120,
        120,
        f"  a1: {{voicemail: true, {TEXTBOOK_AGENT}}}",
        "  {}",
        "  direct: {personal: a1}",
        _call_line("direct", inputs["lam"], _exponential(inputs["aht_min"]), None),
    )
    return System(chain["id"], text, _renamed(chain["outputs"]))


def systems() -> dict[str, System]:
    """Every system compared, by reference id."""
    chains = _chains()
    erlang2 = f"{{gamma: {{mean: 60, cv: {0.5**0.5!r}}}}}"
    rows = [_pool(row_id, calls) for row_id, calls in POOLS.items()]
    rows += [
        _one_group(chains["S01"], "fixed_order", (3.0,) * 5, 4000, queue="no"),
        _one_group(chains["S02"], "fixed_order", (2.0, 3.0, 6.0), 9000),
        _one_group(chains["S04"], "longest_idle", (2.0, 3.0, 6.0), 9000),
        _one_group(chains["S08"], "round_robin", (3.0,) * 4, 8500),
        _overflow_chain(chains["S10"]),
        _ring_all(chains["S19a"]),
        _personal(chains["S21c"]),
        _one_group(chains["S27a"], "longest_idle", (3.0,) * 3, 30000, handle=erlang2),
    ]
    return {row.id: row for row in rows}
