"""An odd day recomputed with pandas from the tables that are written, and compared with every number of the summary.

A night across two billing periods with a warm-up and a cut end; opening hours with a gap; callers without any patience;
deletions, a suspension, a re-assigned licence, additions and a pause; required agents that are no whole number.
"""

import io
import json
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

import sim
from sim.experiments.store import files

ODD = """# What breaks on an odd day?
schema: 1
name: odd
account: {licences: {minimum: 3, price_per_month: 31, cycle_start: 2026-02-15}}
horizon: {start: 2026-03-14T22:30, end: 2026-03-15T10:30, warm_up_s: 3600, after_end: cut}
opening_hours: {mon-sun: [08:00-10:00, 23:00-02:00]}
agents:
  boss: {voicemail: true, no_answer: 0.3}
  w: {count: 4, shift: 22:45-09:30, no_answer: 0.2, breaks: [{at: 01:00, length_s: 600, stagger: true}]}
  late: {shift: 09:45-10:15}
ring_groups:
  g1: {strategy: simultaneous, layers: [{members: [w-1, w-2]}], ring_timeout_s: 8, overflow: {ring_group: g2}}
  g2: {strategy: random, layers: [{members: [w]}], queue: {max_hold_s: 60, limit: 3}, overflow: {voicemail: line}}
lines:
  a: {route: {ring_group: g1}, voicemail: true, after_hours: {voicemail: line}}
  b: {personal: boss}
customers: {count: 10, owned_by: {boss: 3, w: 6}}
workload:
  calls:
    - {line: a, per_hour: 50, daily_busyness_cv: 0.5, handle_s: {lognormal: {mean: 120, cv: 2}}, patience_s: {exponential: {mean: 30}}}
    - {line: a, name: hasty, per_hour: 10, handle_s: 60, patience_s: 0}
    - {line: b, per_hour: 4, handle_s: {gamma: {mean: 100, cv: 0.5}}}
  outbound: [{agents: [w, boss], per_hour: 3, connect: 0.4, handle_s: {lognormal: {mean: 80, cv: 1}}}]
  sms: [{line: a, per_hour: 6}, {line: b, per_hour: 4}, {agents: [w], per_hour: 2}]
timeline:
  - {at: 2026-03-14T23:30, delete: w-4}
  - {at: 2026-03-15T00:10, add: {zoe: {}}, groups: [g1, g2]}
  - {at: 2026-03-15T00:20, add: {yan: {}, xi: {shift: "00:30-09:00"}}, groups: [g2]}
  - {at: 2026-03-15T01:00, suspend: w-2}
  - {at: 2026-03-15T01:10, reassign: w-2, to: Wanda}
  - {at: 2026-03-15T08:30, until: 2026-03-15T09:10, pause: 2, of: g2}
  - {at: 2026-03-15T08:40:03, delete: w-1}
targets: {awt_s: 10, interval_s: 1000, goal: 0.5, required: {"00:00": 2.5, "08:00": 4}}
"""
FROM, TO, AWT, GOAL, STEP = 3_600.0, 43_200.0, 10.0, 0.5, 1_000
MIDNIGHT, EIGHT = 5_400.0, 34_200.0
OPEN = [(1_800.0, 12_600.0), (EIGHT, 41_400.0)]
REQUIRED = [(FROM, MIDNIGHT, 4.0), (MIDNIGHT, EIGHT, 2.5), (EIGHT, TO, 4.0)]
PERIODS = [(MIDNIGHT - FROM) / 28 / 86_400, (TO - MIDNIGHT) / 31 / 86_400]
"""Measured part of each billing period."""
REASONS = ("hours", "no_answer", "busy", "paused", "suspended", "off_shift", "no_agent", "in_system")
NONE = (0, 1)
"""An outcome that a day has not seen."""
Pairs = dict[str, tuple[float, float]]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    path = tmp_path_factory.mktemp("odd") / "odd.yaml"
    path.write_text(ODD)
    return files(sim.run(path, replications=2))


def table(written: dict[str, bytes], name: str, replication: int) -> pd.DataFrame:
    rows = pd.read_csv(io.BytesIO(written[f"{name}.csv"]))
    rows = rows[rows["replication"] == replication]
    return rows[rows["arrival_s"].between(FROM, TO, inclusive="left")] if "arrival_s" in rows else rows


def calls_of(rows: pd.DataFrame) -> Pairs:
    calls = rows[rows["direction"] == "inbound"]
    hours = np.any([(calls["arrival_s"] >= low) & (calls["arrival_s"] < high) for low, high in OPEN], axis=0)
    offered, live, lost = calls[hours], calls[calls["live"]], calls[~calls["live"]]
    n, answered = len(offered), offered[offered["live"]]
    gone = offered[offered["outcome"].str.startswith("abandoned")]
    good, short = (answered["wait_s"] <= AWT).sum(), (gone["wait_s"] <= AWT).sum()
    message = (~offered["live"] & offered["voicemail_left"]).sum()
    found: Pairs = {
        "offered": (len(calls), 1), "answered": (len(live), 1), "reach": (len(answered), n),
        "abandoned": (calls["outcome"].str.startswith("abandoned").sum(), 1), "abandon_ratio": (len(gone), n),
        "reach_all_hours": (len(live), len(calls)), "live_or_voicemail": (len(answered) + message, n),
        "asa": (live["wait_s"].sum(), len(live)), "wait_s_mean": (calls["wait_s"].sum(), len(calls)),
        "wait_s_max": (live["wait_s"].max(), 1), "sl_offered": (good, n), "sl_excl_short": (good, n - short),
        "sl_answered": (good, len(answered)), "sl_incl_short": (good + short, len(answered) + len(gone)),
        "sl_abandon_ok": (good + short, n), "target_coverage": met(offered),
        "cost_per_answered": (31 * (6 * PERIODS[0] + 8 * PERIODS[1]), len(live)),
    }  # fmt: skip
    for outcome, count in calls["outcome"].value_counts().items():
        found[f"calls_{outcome}"] = count, 1
    for reason in REASONS:
        count = (lost["reason"] == ("none" if reason == "in_system" else reason)).sum()
        found[f"unreached_{reason}"], found[f"unreached_share_{reason}"] = (count, 1), (count, len(lost))
    return found


def met(offered: pd.DataFrame) -> tuple[float, float]:
    """Intervals that meet the goal, and those with calls."""
    rows = offered.assign(
        good=offered["live"] & (offered["wait_s"] <= AWT),
        counted=~(offered["outcome"].str.startswith("abandoned") & (offered["wait_s"] <= AWT)),
    )
    sums = rows.groupby(rows["arrival_s"] // STEP)[["good", "counted"]].sum()
    sums = sums[sums["counted"] > 0]
    return (sums["good"] >= GOAL * sums["counted"]).sum(), len(sums)


def agents_of(rows: pd.DataFrame) -> Pairs:
    rows = rows.assign(from_s=rows["from_s"].clip(lower=FROM), to_s=rows["to_s"].clip(upper=TO))
    rows = rows[rows["to_s"] > rows["from_s"]].assign(lasted=lambda table: table["to_s"] - table["from_s"])
    there, active = rows["logged_in"], rows["logged_in"] & (rows["status"] == "active")
    at_work = rows["activity"].isin(["on_call", "wrap_up"])
    staffed = active & ((rows["activity"] != "idle") | (rows["phone"] == "available"))
    found = {
        "occupancy": (rows["lasted"][active & at_work].sum(), rows["lasted"][active].sum()),
        "utilisation": (rows["lasted"][there & at_work].sum(), rows["lasted"][there].sum()),
        "agent_s_roster": (rows["lasted"].sum(), 1),
        "licences_held": (rows["lasted"][rows["status"] != "deleted"].sum(), TO - FROM),
        "staffing_coverage": coverage(rows[staffed]),
    }
    return found | {f"agent_s_{state}": (time, 1) for state, time in rows.groupby("state")["lasted"].sum().items()}


def coverage(staffed: pd.DataFrame) -> tuple[float, float]:
    """Agent-time required that is staffed, and required, instant by instant."""
    edges = np.unique([*staffed["from_s"], *staffed["to_s"], *(end for piece in REQUIRED for end in piece[:2])])
    middles, lengths = (edges[1:] + edges[:-1]) / 2, np.diff(edges)
    here = ((staffed["from_s"].to_numpy() < m) & (staffed["to_s"].to_numpy() > m) for m in middles)
    required = np.array([next((agents for low, high, agents in REQUIRED if low <= m < high), 0.0) for m in middles])
    return (np.minimum([one.sum() for one in here], required) * lengths).sum(), (required * lengths).sum()


def dials_and_texts_of(calls: pd.DataFrame, messages: pd.DataFrame) -> Pairs:
    dials = calls[calls["direction"] == "outbound"]
    outcomes = dials["outcome"].str.removeprefix("outbound_").value_counts()
    texts, answered = messages[messages["direction"] == "inbound"], messages[messages["outcome"] == "sms_answered"]
    names = {"connected": "connects", "no_connect": "no_connects", "refused": "refusals"}
    found: Pairs = {f"outbound_{names.get(str(name), name)}": (count, 1) for name, count in outcomes.items()}
    found |= {str(name): (count, 1) for name, count in messages["outcome"].value_counts().items()}
    return found | {
        "outbound_attempts": (len(dials), 1), "sms_inbound": (len(texts), 1), "sms_reach": (len(answered), len(texts)),
        "connect_ratio": (outcomes["connected"], outcomes["connected"] + outcomes["no_connect"]),
        "sms_reply_s_mean": (answered["reply_s"].sum(), len(answered)),
        "licences_charged": (6 + 8, 2), "charge": (31 * (6 + 8), 1),
    }  # fmt: skip


def recomputed(written: dict[str, bytes]) -> Iterator[Pairs]:
    for replication in (1, 2):
        calls, messages, states = (table(written, name, replication) for name in ("calls", "messages", "agent_states"))
        yield calls_of(calls) | agents_of(states) | dials_and_texts_of(calls, messages)


def test_every_number_of_the_summary_follows_from_the_tables(written: dict[str, bytes]) -> None:
    """What happened at all on these days; what did not is nought in the summary."""
    numbers = json.loads(written["summary.json"])["estimates"]
    days = list(recomputed(written))
    for name in {name for day in days for name in day}:
        over, under = np.sum([day.get(name, NONE) for day in days], axis=0)
        assert numbers[name]["value"] == pytest.approx(over / under, rel=1e-9), name
    counts = [name for name, number in numbers.items() if number["unit"] in ("calls", "messages")]
    missing = (
        set(counts) - {name for day in days for name in day} - {"answered_per_agent_min", "answered_per_agent_max"}
    )
    assert all(numbers[name]["value"] == 0 for name in missing)
    assert len(numbers) - len(missing) > 60


def test_a_quantile_of_the_summary_is_that_of_the_waits_written(written: dict[str, bytes]) -> None:
    numbers = json.loads(written["summary.json"])["estimates"]
    rows = pd.concat([table(written, "calls", replication) for replication in (1, 2)])
    waits = rows.loc[(rows["direction"] == "inbound") & rows["live"], "wait_s"]
    for percent in (50, 90, 95):
        assert numbers[f"wait_s_p{percent}"]["value"] == pytest.approx(waits.quantile(percent / 100), rel=1e-9)
        assert numbers[f"wait_s_p{percent}"]["n"] == len(waits)
