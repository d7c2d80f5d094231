"""A recording as a scenario that replays it: the text of every file, for the store to write."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from statistics import fmean, median, quantiles

from sim.domain.time import SECOND
from sim.workload.asterisk import Recording

SCENARIO = "scenario.yaml"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WHY = (
    "They differ because milliseconds decide which caller looks first: six runs of one trace of 601 calls on an Asterisk differed "
    "among themselves by a standard deviation of 2.5 to 5.8 answered calls and 4 to 8 % of the mean wait."
)


def files(recording: Recording) -> dict[str, str]:
    """File name -> text: the scenario, the calls and pauses it replays, and the recorded figures."""
    return {
        SCENARIO: scenario(recording),
        "calls.csv": calls(recording),
        "pauses.csv": pauses(recording),
        "scenario.recorded.json": figures(recording),
    }


def agent(recording: Recording, member: str) -> str:
    """Our id of a recorded member: agent-1 is the first of the configuration."""
    return f"agent-{recording.members.index(member) + 1}"


def scenario(recording: Recording) -> str:
    """The scenario; all of the queue's scheduling is written down."""
    settings, length_us = recording.settings, recording.length_us
    start = EPOCH + timedelta(microseconds=recording.zero_us - recording.clock_us)
    end = start + timedelta(seconds=math.ceil(length_us / SECOND / 60) * 60)
    order = ", ".join(agent(recording, member) for member in recording.order)
    ties = "" if recording.order == recording.members else f"\n    tie_order: [{order}]"
    limit = f"{{limit: {settings.limit}}}" if settings.limit else "{}"
    return f"""# How close does the model come to this recorded queue of Asterisk?
# Strategy {settings.strategy}, {len(recording.members)} members ({recording.members[0]} is agent-1), {len(recording.calls)} calls. Arrival, patience, handle time, every phone's ringing
# and all pauses are the recorded ones; timeout {settings.timeout_s:g}, retry {settings.retry_s:g}, wrapuptime {settings.wrap_up_s:g} s are its configuration. A member's long
# absence is a pause here, for that system knows no other. Nothing is assumed.
schema: 1
name: Asterisk, {settings.strategy}
horizon: {{start: {start:%Y-%m-%dT%H:%M:%S}, end: {end:%Y-%m-%dT%H:%M:%S}}}
router: {{dispatch: asterisk, clock_s: {recording.clock_us / SECOND:.6f}}}
agents:
  agent: {{count: {len(recording.members)}, wrap_up_s: {settings.wrap_up_s:g}, available_after_return_s: 0}}
ring_groups:
  queue:
    strategy: {recording.strategy}
    layers: [{{members: [agent]}}]{ties}
    ring_timeout_s: {settings.timeout_s:g}
    retry_s: {settings.retry_s:g}
    queue: {limit}
lines:
  main: {{route: {{ring_group: queue}}}}
workload: {{replay: calls.csv}}
timeline: {{replay: pauses.csv}}
"""


def calls(recording: Recording) -> str:
    """The calls as a workload to replay; each arrives when it stood in the queue."""
    columns = [f"pick_up_agent-{nth + 1}_s" for nth, _ in enumerate(recording.members)]
    rows = (
        [call.joined_s, "main", call.patience_s, call.handle_s,
         *(";".join(recording.pick_ups_s(call, nth)) for nth, _ in enumerate(recording.members))]
        for call in sorted(recording.calls, key=lambda call: float(call.joined_s))
    )  # fmt: skip
    return table(["arrival_s", "line", "patience_s", "handle_s", *columns], rows)


def pauses(recording: Recording) -> str:
    """The pauses as a timeline to replay."""
    verbs = {True: "pause", False: "resume"}
    rows = ([one.at_s, agent(recording, one.member), verbs[one.paused]] for one in recording.pauses)
    return table(["t_s", "agent", "action"], rows)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """CSV text; no cell here needs quotes."""
    return "".join(",".join(cells) + "\n" for cells in [header, *rows])


def figures(recording: Recording) -> str:
    """What became of the recorded calls, by the names of our metrics."""
    answered = [one for one in recording.ended if one.answered]
    waits_s = sorted(one.wait_s for one in answered)
    per_agent = Counter(one.member for one in answered)
    found = [
        ("calls answered", "answered", len(answered), "calls"),
        ("calls abandoned", "abandoned", len(recording.ended) - len(answered), "calls"),
        ("mean wait of answered calls", "asa", fmean(waits_s), "s"),
        ("median wait of answered calls", "wait_s_p50", median(waits_s), "s"),
        ("90 % of answered calls waited at most", "wait_s_p90", quantiles(waits_s, n=10, method="inclusive")[-1], "s"),
        ("calls of the least busy agent", "answered_per_agent_min", min(per_agent[one] for one in recording.members),
         "calls"),
        ("calls of the busiest agent", "answered_per_agent_max", max(per_agent.values()), "calls"),
    ]  # fmt: skip
    rows = [
        {"name": name, "metric": metric, "recorded": round(value, 3), "unit": unit}
        for name, metric, value, unit in found
    ]
    title = f"The recorded queue: Asterisk, {len(recording.members)} members, strategy {recording.settings.strategy}"
    return json.dumps({"title": title, "why": WHY, "figures": rows}, indent=1, ensure_ascii=False) + "\n"
