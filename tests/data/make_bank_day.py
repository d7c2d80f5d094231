"""Prints what `scenarios/bank_day.yaml` takes from the published figures of two banks, ready to be pasted.

`python tests/data/make_bank_day.py`. Staffing is assumed: per half hour the fewest agents that keep 80/20 by Erlang C, in
shifts without breaks that rise and fall with the day. Reads only `reference/`; a test compares with the scenario.
"""

import json
from itertools import groupby
from pathlib import Path

from sim.theory import agents_for

REFERENCE = Path(__file__).parent / "reference" / "data"
GOAL, AWT_S = 0.8, 20.0
CLOSE = "21:00"
"""The lines close at 21:05; the last five minutes are left out."""

Shift = tuple[str, str]


def per_hour() -> dict[str, int]:
    """Calls an hour on the mean weekday of 2003, by the start of the half hour."""
    published = json.loads((REFERENCE / "derived_statistics.json").read_text())
    profile = published["bank_calls_5min"]["half_hour_profile_mean_calls"]
    return {clock: round(2 * calls) for clock, calls in profile.items() if clock < CLOSE}


def handle_law() -> dict[str, float]:
    """Lognormal law of the service times of 1999: median_s, sigma, mean_s."""
    published = json.loads((REFERENCE / "anonymous_bank_1999_summary.json").read_text())
    fit = published["service_time_positive_calls"]["lognormal_fit_through_3_upper_quantiles"]
    return {"median_s": fit["implied_median_s"], "sigma": fit["sigma_log"], "mean_s": fit["implied_mean_s"]}


def staffing() -> dict[str, int]:
    """Agents by the start of the half hour."""
    aht_s = handle_law()["mean_s"]
    return {clock: agents_for(GOAL, AWT_S, calls / 3600, aht_s) for clock, calls in per_hour().items()}


def shifts() -> list[tuple[Shift, int]]:
    """(from, to) and how many agents work it; who came first goes first."""
    needed = staffing()
    came, went = [], []
    for (clock, agents), before in zip([*needed.items(), (CLOSE, 0)], [0, *needed.values()], strict=True):
        came += [clock] * (agents - before)
        went += [clock] * (before - agents)
    return [(shift, len(list(alike))) for shift, alike in groupby(zip(came, went, strict=True))]


def name(shift: Shift) -> str:
    """What the agents of a shift are called: `d0730-1630`."""
    return "d" + "-".join(clock.replace(":", "") for clock in shift)


def blocks() -> list[str]:
    """Lines of the scenario: agents, members, rates, requirement."""
    agents = [
        f"  {name(shift)}: {{count: {count}, shift: {'-'.join(shift)}, wrap_up_s: 0}}" for shift, count in shifts()
    ]
    members = ", ".join(name(shift) for shift, _ in shifts())
    rates = ", ".join(f'"{clock}": {calls}' for clock, calls in per_hour().items())
    required = ", ".join(f'"{clock}": {agents}' for clock, agents in staffing().items())
    return [*agents, f"members: [{members}]", f"per_hour: {{{rates}}}", f"required: {{{required}}}"]


if __name__ == "__main__":
    print("\n".join(blocks()))
