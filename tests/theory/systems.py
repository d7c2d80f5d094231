"""Textbook systems as scenario files, and the reference row each is compared with.

The preset `textbook` (pick-up 0, always answers, no wrap-up, no time-outs) is written out in every scenario. Rows that no
scenario can be: callers who call again until they are answered (MM1retr), callers of whom there are few (Engset), and
approximations (MGn_AC, HW, GMR).
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sim.engines.choice import COMPILED, SIMPY

REFERENCE = Path(__file__).parent.parent / "data" / "reference"
PROBABILITIES = ("p_", "sl", "occ", "util", "share", "frac")

TEXTBOOK_AGENT = "pick_up_s: 0, no_answer: 0, wrap_up_s: 0, available_after_return_s: 0"


REPLICATIONS = {SIMPY: 20, COMPILED: 40}
START = datetime(2026, 1, 1)
END = "END"


@dataclass(frozen=True)
class System:
    """One system and what must come out.

    Attributes
    ----------
    text : str
        Its scenario; `END` stands for the end of the horizon.
    calls : mapping
        Engine -> calls of one replication, after a warm-up; an engine without any does not run it.
    expected : dict
        Measure -> exact value.
    inputs : dict
        The same of what the scenario states: how many calls come, how long a call takes, how soon callers lose patience.
    half_width : float
        Half of the 95 % interval with the compiled engine, as a share of the value; for a probability a third of it is
        enough, absolute.
    """

    id: str
    text: str
    calls: Mapping[str, float]
    expected: dict[str, float]
    inputs: dict[str, float]
    warm_up_min: float = 120
    half_width: float = 0.003

    def scenario(self, engine: str) -> str:
        """Its file, as long as an engine needs."""
        minutes = self.warm_up_min + self.calls[engine] / self.inputs["calls_per_min"]
        return self.text.replace(END, (START + timedelta(minutes=round(minutes))).isoformat(timespec="minutes"))


def _erlang_rows() -> dict[str, dict[str, str]]:
    with (REFERENCE / "erlang_reference.csv").open() as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def _chains() -> dict[str, dict]:
    systems = json.loads((REFERENCE / "ctmc_reference.json").read_text())["systems"]
    return {system["id"].split("-")[0]: system for system in systems}


def _scenario(agents: str, groups: str, lines: str, calls: str, warm_up_min: float = 120, awt_s: float = 20) -> str:
    return f"""# What does theory say?
schema: 1
name: textbook
horizon: {{start: {START:%Y-%m-%dT%H:%M}, end: {END}, warm_up_s: {warm_up_min * 60:.12g}}}
targets: {{awt_s: {awt_s:.12g}, interval_s: 86400}}
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


def _gamma(mean_min: float, scv: float) -> str:
    return f"{{gamma: {{mean: {mean_min * 60:.12g}, cv: {scv**0.5!r}}}}}"


def _call_line(line: str, per_min: float, handle: str, patience: str | None, name: str = "") -> str:
    text = f"    - {{{name}line: {line}, per_hour: {per_min * 60:.12g}, handle_s: {handle}"
    return text + (f", patience_s: {patience}}}" if patience else "}")


def _single_pool(row: dict[str, str], warm_up_min: float) -> str:
    """One pool of equal agents: Erlang B, C, A, K, other handle times, and the exact time-out to voicemail."""
    n, queue = int(row["n"]), None if row["model"] == "MMnn" else "{}"
    if row["K"]:
        queue = f"{{limit: {int(row['K']) - n}}}" if int(row["K"]) > n else None
    if row["tau"]:
        queue = f"{{max_hold_s: {float(row['tau']) * 60:.12g}}}"
    overflow = "{voicemail: line}" if row["tau"] else "hang_up"
    group = "  pool: {strategy: longest_idle, idle_clock: last_call_end, ring_timeout_s: null, "
    group += f"layers: [{{members: [agent]}}], overflow: {overflow}" + (f", queue: {queue}}}" if queue else "}")
    return _scenario(
        f"  agent: {{count: {n}, {TEXTBOOK_AGENT}}}",
        group,
        "  main: {route: {ring_group: pool}, voicemail: true}",
        "\n".join(
            _call_line("main", share * float(row["lam"]), _handle(row), patience, f"name: calls{nth}, " if nth else "")
            for nth, (share, patience) in enumerate(_patience(row))
        ),
        warm_up_min,
        60 * float(row["awt"] or 0) or 20,
    )


def _handle(row: dict[str, str]) -> str:
    mean_min, scv = 1 / float(row["mu"]), row["scv"]
    if not scv:
        return _exponential(mean_min)
    return _gamma(mean_min, float(scv)) if float(scv) else f"{mean_min * 60:.12g}"


def _patience(row: dict[str, str]) -> list[tuple[float, str | None]]:
    """Kinds of callers by their patience, with their shares."""
    if row["model"] == "MMnE2":
        return [(1, _gamma(2, 0.5))]
    if row["model"] == "MMnH2":
        return [(0.3, _exponential(1 / 6)), (0.7, _exponential(4))]
    return [(1, _exponential(1 / float(row["theta"])) if row["theta"] else None)]


POOLS: dict[str, tuple[int, float]] = {
    "MMnn-01": (0, 1.5),
    "MMnn-02": (1500, 1),
    "MMnn-04": (1500, 1),
    "MMnn-05": (1500, 1),
    "MMnn-07": (2000, 1),
    "MMnn-08": (0, 1),
    "MMnn-10": (0, 1),
    "MMnn-11": (800, 1.5),
    "MMn-01": (0, 15),
    "MMn-03": (0, 10),
    "MMn-04": (50000, 9),
    "MMn-05": (0, 14),
    "MMn-06": (0, 15),
    "MMn-08": (0, 25),
    "MMn-09": (0, 28),
    "MMn-11": (0, 22),
    "MMn-12": (0, 19),
    "MMn-14": (0, 17),
    "MMn-16": (0, 25),
    "MMnK-01": (2500, 1),
    "MMnK-02": (6000, 9),
    "MMnK-04": (0, 19),
    "MMnK-05": (0, 9),
    "MMnK-07": (0, 18),
    "MMnK-09": (0, 28),
    "MMnK-10": (2000, 1),
    "MMnM-01": (3600, 7),
    "MMnM-03": (3000, 3),
    "MMnM-04": (6000, 7),
    "MMnM-05": (20000, 36),
    "MMnM-07": (0, 20),
    "MMnM-08": (13500, 6),
    "MMnM-10": (8800, 3),
    "MMnM-11": (0, 14),
    "MMnM-13": (0, 23),
    "MMnM-14": (0, 23),
    "MMnM-16": (0, 25),
    "MMnM-17": (0, 50),
    "MMnKM-01": (3000, 1.5),
    "MMnKM-03": (10500, 3),
    "MMnKM-05": (0, 3),
    "MMnKM-06": (0, 27),
    "MMnD-01": (5400, 15),
    "MMnD-03": (4500, 10),
    "MMnD-05": (6500, 12),
    "MMnD-06": (7800, 4),
    "MMnD-08": (0, 33),
    "MMnMD-01": (0, 25),
    "MMnMD-03": (3000, 4),
    "MMnMD-05": (0, 9),
    "MMnMD-06": (0, 17),
    "MMnH2-01": (0, 20),
    "MMnE2-01": (16000, 4),
    "MG1-01": (0, 11),
    "MG1-03": (0, 16),
    "MD1-01": (0, 8),
    "MDn-01": (0, 10),
    "MDn-03": (0, 14),
}
"""Reference row -> calls per replication of the SimPy engine, 0 for none; million calls in all of the compiled engine.

Each chosen so that the half-width is met.
"""

SLOW: dict[str, float] = {
    "MD1-01": 0.005,
    "MDn-01": 0.005,
    "MG1-01": 0.005,
    "MG1-03": 0.005,
    "MMn-01": 0.005,
    "MMn-03": 0.005,
    "MMnK-04": 0.005,
    "MMnK-09": 0.005,
    "MMnM-07": 0.005,
    "MMnM-16": 0.005,
    "MMnM-17": 0.005,
    "S27a-M-E2-n": 0.005,
    "MDn-03": 0.01,
    "MMn-04": 0.01,
    "MMn-05": 0.01,
    "MMn-06": 0.01,
    "MMn-08": 0.01,
    "MMn-09": 0.01,
    "MMn-11": 0.02,
    "MMn-12": 0.02,
    "MMn-14": 0.05,
    "MMn-16": 0.05,
}
"""Reference row -> half-width with the compiled engine where 0.3 % would take minutes, up to thousands of millions of calls: a
large or busy queue forgets slowly, the more so if nobody gives up."""

COMPARED = ("p_block", "p_wait", "p_abandon", "mean_wait_entered", "mean_wait_served", "mean_queue", "occupancy", "sl")


def _pool(row: dict[str, str], per_replication: int, millions: float) -> System:
    calls = {COMPILED: millions * 1e6 / REPLICATIONS[COMPILED]}
    if per_replication:
        calls[SIMPY] = per_replication
    inputs = {"calls_per_min": float(row["lam"]), "handle_min": 1 / float(row["mu"])}
    if row["theta"]:
        inputs["abandoned_per_waiting_min"] = float(row["theta"])
    expected = {name: float(row[name]) for name in COMPARED if row[name] and float(row[name]) > 1e-9}
    warm_up_min = max(20 / float(row["mu"]), 60)
    text = _single_pool(row, warm_up_min)
    return System(row["id"], text, calls, expected, inputs, warm_up_min, SLOW.get(row["id"], 0.003))


def _group(name: str, strategy: str, members: str, queue: bool, overflow: str = "hang_up", more: str = "") -> str:
    text = f"  {name}: {{strategy: {strategy}, idle_clock: last_call_end, ring_timeout_s: null, "
    text += f"layers: [{{members: [{members}]}}], overflow: {overflow}{more}"
    return text + (", queue: {}}" if queue else "}")


def _agents(factors: tuple[float, ...]) -> str:
    return "\n".join(
        f"  a{nth}: {{handle_factor: {factor}, {TEXTBOOK_AGENT}}}" for nth, factor in enumerate(factors, 1)
    )


def _chain(chain: dict, text: str, handle_min: float, minutes: float, millions: float) -> System:
    """A system of the chains; its own minutes for SimPy, million calls in all for the compiled engine."""
    inputs = chain["inputs"]
    per_min = inputs["lam"] if "lam" in inputs else inputs["lam_line1"] + inputs["lam_line2"]
    given = {"calls_per_min": per_min, "handle_min": handle_min}
    if "patience_mean_min" in inputs:
        given["abandoned_per_waiting_min"] = 1 / inputs["patience_mean_min"]
    calls = {SIMPY: minutes * per_min, COMPILED: millions * 1e6 / REPLICATIONS[COMPILED]}
    return System(chain["id"], text, calls, _renamed(chain["outputs"]), given, half_width=SLOW.get(chain["id"], 0.003))


def _one_group(
    chain: dict, strategy: str, factors: tuple[float, ...], minutes: float, millions: float, **more: str
) -> System:
    inputs = chain["inputs"]
    patience = inputs.get("patience_mean_min")
    text = _scenario(
        _agents(factors),
        _group("pool", strategy, ", ".join(f"a{n}" for n in range(1, len(factors) + 1)), more.get("queue") != "no"),
        "  main: {route: {ring_group: pool}}",
        _call_line(
            "main",
            inputs["lam"],
            more.get("handle", _exponential(1)),
            _exponential(patience) if patience else None,
        ),
    )
    return _chain(chain, text, 1, minutes, millions)


def _renamed(outputs: dict[str, float]) -> dict[str, float]:
    names = {
        "mean_wait_all": "mean_wait_entered",
        "mean_wait": "mean_wait_entered",
        "mean_ring_or_queue_time_all": "mean_wait_entered",
        "mean_calls_ringing_or_waiting": "mean_queue",
        "occupancy_talk": "occupancy",
        "frac_time_talking": "occupancy",
    }
    return {names.get(name, name): value for name, value in outputs.items()}


def _ring_all(chain: dict, minutes: float, millions: float) -> System:
    inputs = chain["inputs"]
    agent = TEXTBOOK_AGENT.replace("pick_up_s: 0", f"pick_up_s: {_exponential(inputs['pickup_mean_min'])}")
    text = _scenario(
        f"  a: {{count: {inputs['n']}, {agent}}}",
        _group("pool", "simultaneous", "a", True, more=", join_ring: true"),
        "  main: {route: {ring_group: pool}}",
        _call_line(
            "main",
            inputs["lam"],
            _exponential(inputs["aht_min"]),
            _exponential(inputs["patience_mean_min"]),
        ),
    )
    return _chain(chain, text, inputs["aht_min"], minutes, millions)


def _overflow_chain(chain: dict, minutes: float, millions: float) -> System:
    inputs = chain["inputs"]
    handle = _exponential(inputs["aht_min"])
    text = _scenario(
        f"  a: {{count: 3, {TEXTBOOK_AGENT}}}\n  b: {{count: 3, {TEXTBOOK_AGENT}}}",
        _group("g1", "fixed_order", "a", False, "{ring_group: g2}")
        + "\n"
        + _group("g2", "fixed_order", "b", False, "{voicemail: line}"),
        "  line1: {route: {ring_group: g1}, voicemail: true}\n  line2: {route: {ring_group: g2}, voicemail: true}",
        _call_line("line1", inputs["lam_line1"], handle, None)
        + "\n"
        + _call_line("line2", inputs["lam_line2"], handle, None),
    )
    return _chain(chain, text, inputs["aht_min"], minutes, millions)


def _personal(chain: dict, minutes: float, millions: float) -> System:
    inputs = chain["inputs"]
    text = _scenario(
        f"  a1: {{voicemail: true, {TEXTBOOK_AGENT}}}",
        "  {}",
        "  direct: {personal: a1}",
        _call_line("direct", inputs["lam"], _exponential(inputs["aht_min"]), None),
    )
    return _chain(chain, text, inputs["aht_min"], minutes, millions)


def systems() -> dict[str, System]:
    """Every system compared, by reference id."""
    chains, rows = _chains(), _erlang_rows()
    found = [_pool(rows[row_id], *calls) for row_id, calls in POOLS.items()]
    found += [
        _one_group(chains["S01"], "fixed_order", (3.0,) * 5, 4000, 1, queue="no"),
        _one_group(chains["S02"], "fixed_order", (2.0, 3.0, 6.0), 9000, 4),
        _one_group(chains["S04"], "longest_idle", (2.0, 3.0, 6.0), 9000, 4),
        _one_group(chains["S08"], "round_robin", (3.0,) * 4, 8500, 6),
        _overflow_chain(chains["S10"], 3000, 1),
        _ring_all(chains["S19a"], 8000, 4),
        _personal(chains["S21c"], 12000, 2),
        _one_group(chains["S27a"], "longest_idle", (3.0,) * 3, 30000, 17, handle=_gamma(1, 0.5)),
    ]
    return {one.id: one for one in found}
