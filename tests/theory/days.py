"""Finite days from empty against their exact expectations, a hundred phone systems side by side.

A day closes and finishes its queue. Agents leave in the middle of it: whoever is idle first, so that at once there are fewer.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.special import stdtrit

from sim.domain.plan import Plan
from sim.domain.records import RecordKind
from sim.engines.choice import COMPILED
from sim.engines.protocol import Records
from tests.theory.full import Row
from tests.theory.measure import MINUTE, Calls, Pairs, pooled
from tests.theory.systems import REFERENCE
from tests.theory.under import Under

BESIDE = 100
AGENT = "pick_up_s: 0, no_answer: 0, wrap_up_s: 0, available_after_return_s: 0"
START = "2026-03-02T08:00"


class Case(NamedTuple):
    """A day: its scenario, what is measured in one replication, and how many replications make it precise enough."""

    scenario: Callable[[dict[str, Any], int], str]
    measured: Callable[[dict[str, Any], Plan, Records], Pairs]
    replications: int


def _text(end: str, agents: int, calls: str, timeline: str = "[]", beside: int = BESIDE) -> str:
    """So many systems side by side; `@` stands for the number of each."""

    def each(of: str) -> str:
        return ", ".join(of.replace("@", str(nth)) for nth in range(beside))

    group = (
        "g@: {idle_clock: last_call_end, ring_timeout_s: null, queue: {}, unstaffed_policy: wait, overflow: hang_up, "
    )
    group = group.replace("unstaffed_policy: wait, ", "")
    return f"""# What is expected of a day?
schema: 1
name: day
horizon: {{start: {START}, end: {end}}}
agents: {{{each(f"a@: {{count: {agents}, {AGENT}}}")}}}
ring_groups: {{{each(group + "layers: [{members: [a@]}]}")}}}
lines: {{{each("l@: {route: {ring_group: g@}}")}}}
workload: {{calls: [{each(calls)}]}}
timeline: [{each(timeline) if timeline != "[]" else ""}]
"""


def _steady(case: dict[str, Any], beside: int) -> str:
    given = case["inputs"]
    patience = (
        f", patience_s: {{exponential: {{mean: {given['patience_mean'] * 60:.12g}}}}}"
        if "patience_mean" in given
        else ""
    )
    calls = f"{{line: l@, per_hour: {given['lam'] * 60:.12g}, handle_s: {{exponential: {{mean: {60 / given['mu']:.12g}}}}}{patience}}}"
    return _text("2026-03-02T16:00", given["n"], calls, beside=beside)


def _call_center(case: dict[str, Any], beside: int) -> str:
    """Hourly rates and agents; whoever is too many is paused, as soon as idle."""
    given, most = case["inputs"], max(case["inputs"]["agents"])
    rates = ", ".join(f'"{8 + hour:02}:00": {rate}' for hour, rate in enumerate(given["lambda_per_hour"]))
    calls = (
        f"{{line: l@, per_hour: {{{rates}}}, daily_busyness_cv: {given['alpha0'] ** -0.5!r}, balk_if_wait: {given['p_balk']}, "
        f"handle_s: {{exponential: {{mean: {given['service_mean_s']}}}}}, patience_s: {{exponential: {{mean: {given['patience_mean_s']}}}}}}}"
    )
    entries = [
        f"{{at: {8 + hour:02}:00, until: {9 + hour:02}:00, pause: {most - agents}, of: g@, who: first_idle}}"
        for hour, agents in enumerate(given["agents"])
        if agents < most
    ]
    # Nothing ends at the horizon's end: the last agents finish the queue.
    entries[-1] = entries[-1].replace(" until: 21:00,", "")
    return _text("2026-03-02T21:00", most, calls, ", ".join(entries), beside)


def _two_suspended(case: dict[str, Any], beside: int) -> str:
    given = case["inputs"]
    calls = (
        f"{{line: l@, per_hour: {given['lam'] * 60:.12g}, handle_s: {{exponential: {{mean: {given['aht'] * 60}}}}}, "
        f"patience_s: {{exponential: {{mean: {given['patience'] * 60}}}}}}}"
    )
    entry = "{at: 09:00, until: 10:00, suspend: 2, of: g@, who: first_idle}"
    return _text("2026-03-02T11:00", given["periods"][0][2], calls, entry, beside)


def _waits(case: dict[str, Any], plan: Plan, records: Records) -> Pairs:
    """Numbers of a day, over the systems side by side."""
    calls, days, end_us = Calls(records), float(len(plan.lines)), plan.end_us
    waited, abandoned = calls.wait > 0, ~calls.answered
    talk_us = np.clip(np.minimum(calls.over, end_us) - np.minimum(calls.stopped_waiting, end_us), 0, None)[
        calls.answered
    ].sum()
    wait_us, n = float(calls.wait.sum()), float(len(calls.key))
    return {
        "expected_arrivals": (n, days),
        "expected_lost": (float(abandoned.sum()), days),
        "lost_over_1660": (float(abandoned.sum()), 1660 * days),
        "expected_wait_seconds_over_1660": (wait_us / 1e6, 1660 * days),
        "expected_calls_that_wait": (float(waited.sum() + (abandoned & ~waited).sum()), days),
        "speed_of_answer_min": (float(calls.wait[calls.answered].sum()) / MINUTE, float(calls.answered.sum())),
        "occupancy_in_8h": (float(talk_us), float(end_us * len(plan.agents))),
        "p_wait": (float(waited.sum()), n),
        "expected_abandoned": (float(abandoned.sum()), days),
        "p_abandon": (float(abandoned.sum()), n),
    }


def _hours(case: dict[str, Any], plan: Plan, records: Records) -> Pairs:
    """Averages over each hour: how many wait, how many are busy, how long all active agents are."""
    calls, systems, hour_us = Calls(records), len(plan.lines), int(60 * MINUTE)
    active = [int(agents) for _, _, agents in case["inputs"]["periods"]]
    end_us = len(active) * hour_us
    pairs = {
        "expected_abandoned": (float((~calls.answered & (calls.over < end_us)).sum()), float(systems)),
        "expected_waiting": (float((calls.wait > 0).sum()), float(systems)),
    }
    begin, end = (records[records[:, 1] == kind] for kind in (RecordKind.ANSWER, RecordKind.TALK_END))
    at_us = np.concatenate([begin[:, 0], end[:, 0]])
    system = np.concatenate([begin[:, 5], end[:, 5]])
    change = np.concatenate([np.ones(len(begin), np.int64), -np.ones(len(end), np.int64)])
    order = np.lexsort((change, at_us, system))
    at_us, system, change = at_us[order], system[order], change[order]
    busy = np.cumsum(change)  # each system ends with none
    until = np.append(at_us[1:], end_us)
    until[np.append(system[1:] != system[:-1], True)] = end_us
    for nth, agents in enumerate(active):
        span_us, whole = (nth * hour_us, (nth + 1) * hour_us), float(hour_us * systems)
        here_us = np.clip(np.minimum(until, span_us[1]) - np.maximum(at_us, span_us[0]), 0, None)
        queue_us = np.clip(
            np.minimum(calls.stopped_waiting, span_us[1]) - np.maximum(calls.arrival, span_us[0]), 0, None
        )
        pairs[f"mean_queue_by_hour {nth + 1}"] = (float(queue_us.sum()), whole)
        pairs[f"mean_busy_by_hour {nth + 1}"] = (float((here_us * busy).sum()), whole)
        pairs[f"frac_all_busy_by_hour {nth + 1}"] = (float(here_us[busy >= agents].sum()), whole)
    return pairs


DAYS: dict[str, Case] = {
    "T01": Case(_call_center, _waits, 110),
    "T02": Case(_steady, _waits, 85),
    "T03": Case(_steady, _waits, 45),
    "T05": Case(_two_suspended, _hours, 220),
}


def _cases() -> Iterator[tuple[str, dict[str, Any]]]:
    for case in json.loads((REFERENCE / "transient_reference.json").read_text()):
        yield case["id"].split("-")[0], case


def _expected(outputs: dict[str, Any]) -> Iterator[tuple[str, float]]:
    for name, value in outputs.items():
        if isinstance(value, list):
            yield from ((f"{name} {nth}", one) for nth, one in enumerate(value, 1))
        else:
            yield name, value


def compare_days(folder: Path, name: str, share: float = 1.0) -> list[Row]:
    """A row for every measure of a day; a share of it is so many fewer systems side by side."""
    case, how = dict(_cases())[name], DAYS[name]
    path = folder / f"{name}.yaml"
    path.write_text(how.scenario(case, max(round(BESIDE * share), 1)))
    runs = [how.measured(case, plan, records) for plan, _, records in Under(COMPILED).records(path, how.replications)]
    rows = []
    for measure, exact in _expected(case["outputs"]):
        known = pooled(runs, measure)
        half_width = float(stdtrit(known.freedom, 0.975)) * known.error
        rows.append(Row(case["id"], measure, exact, known.value, known.error, half_width))
    return rows
