"""Makes `scenarios/data/asterisk_*.csv` and `scenarios/asterisk_day.recorded.json` from the recorded queue.

`python tests/data/make_asterisk_day.py`. Times and durations are copied as written; a test compares with the committed
files, byte by byte.
"""

import csv
import json
from collections import Counter
from pathlib import Path
from statistics import fmean, median, quantiles

HERE = Path(__file__).parent
RECORDED = HERE / "reference" / "asterisk" / "x10" / "linear"
SCENARIOS = HERE.parents[1] / "scenarios"
AGENTS = range(1, 21)
OFFERS = 4
"""Pick-up times kept per call and agent; the recorded queue rang no member more than three times for one call."""
NEVER = "999"
WHY = (
    "They differ because the recorded system looks for a free agent only once a second and caller by caller, lets the phone "
    "of a member who is paused while it rings ring on, sleeps its whole retry of 5 s after an unanswered offer even if others "
    "come free, counts wrap-up in whole seconds and, in its other strategies, breaks ties in the order of a hash table; its "
    "own repeated runs of one trace spread by 2.5 to 5.8 answered calls and 4 to 8 % of the mean wait."
)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a recorded file."""
    with (RECORDED / name).open(newline="") as file:
        return list(csv.DictReader(file))


def agent(member: int) -> str:
    """Our id of the recorded member."""
    return f"a-{member}"


def pick_up_s(call: dict[str, str], member: int) -> str:
    """Seconds until this member answers this call's 1st, 2nd, ... offer."""
    rings = [call[f"ring{(member - 1 + 7 * nth) % 20 + 1:02d}"] for nth in range(OFFERS)]
    return ";".join("never" if ring == NEVER else ring for ring in rings)


def calls() -> str:
    """The recorded calls as a workload to replay."""
    header = ["arrival_s", "line", "patience_s", "handle_s", *(f"pick_up_{agent(m)}_s" for m in AGENTS)]
    lines = [
        [call["t_arrival"], "main", call["patience"], call["handle"], *(pick_up_s(call, m) for m in AGENTS)]
        for call in rows("arrivals.csv")
    ]
    return table(header, lines)


def pauses() -> str:
    """The recorded pauses as a timeline to replay; its suspensions are long pauses, for that system knows no other."""
    verbs = {"1": "pause", "0": "resume"}
    lines = [[row["t"], agent(int(row["member"][1:])), verbs[row["paused"]]] for row in rows("pauses.csv")]
    return table(["t_s", "agent", "action"], lines)


def table(header: list[str], lines: list[list[str]]) -> str:
    """CSV text."""
    return "".join(",".join(cells) + "\n" for cells in [header, *lines])


def figures() -> list[dict[str, object]]:
    """What became of the recorded calls, by the names of our metrics."""
    answered = [row for row in rows("calls.csv") if row["result"] == "answered"]
    waits_s = [float(row["wait"]) for row in answered]
    per_agent = Counter(row["member"] for row in answered).values()
    found = [
        ("calls answered", "answered", len(answered), "calls"),
        ("calls abandoned", "abandoned", len(rows("calls.csv")) - len(answered), "calls"),
        ("mean wait of answered calls", "asa", fmean(waits_s), "s"),
        ("median wait of answered calls", "wait_s_p50", median(waits_s), "s"),
        ("90 % of answered calls waited at most", "wait_s_p90", quantiles(waits_s, n=10, method="inclusive")[-1], "s"),
        ("calls of the least busy agent", "answered_per_agent_min", min(per_agent), "calls"),
        ("calls of the busiest agent", "answered_per_agent_max", max(per_agent), "calls"),
    ]
    return [
        {"name": name, "metric": metric, "recorded": round(value, 3), "unit": unit}
        for name, metric, value, unit in found
    ]


def recorded() -> str:
    """The recorded figures, to be set beside ours."""
    title = "The recorded queue: Asterisk, 20 members, strategy linear, 601 calls"
    return json.dumps({"title": title, "why": WHY, "figures": figures()}, indent=1, ensure_ascii=False) + "\n"


MADE = {
    SCENARIOS / "data" / "asterisk_calls.csv": calls,
    SCENARIOS / "data" / "asterisk_pauses.csv": pauses,
    SCENARIOS / "asterisk_day.recorded.json": recorded,
}
"""File -> what makes its text."""

if __name__ == "__main__":
    for path, make in MADE.items():
        path.write_text(make(), newline="\n")
