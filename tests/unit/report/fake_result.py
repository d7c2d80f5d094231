"""A made-up but plausible result, from arithmetic alone, for the tests of the report.

A ten-hour day from 08:00 with twelve agents, four of them paused from 12:00 to 13:00; calls, waits and states follow
from a multiplicative congruence, so the same arguments give the same tables.
"""

import math
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from sim.domain.agents import Status
from sim.domain.cells import CELLS, cell
from sim.domain.contacts import Channel, Outcome, Reason
from sim.domain.knobs import Targets
from sim.domain.plan import AgentPlan, Plan
from sim.domain.time import micros
from sim.metrics.columns import Ints
from sim.metrics.waits import Waits
from sim.scenario.figures import Figure, Recorded

DAY_S = 36_000
LUNCH_S = (14_400, 18_000)
INTERVAL_S = 1_800


@dataclass(frozen=True)
class Number:
    name: str
    title: str
    unit: str
    better: str
    value: float | None
    n: int
    low: float | None
    high: float | None
    replications: int
    formula: str
    group: str = "Calls"


@dataclass(frozen=True)
class Row:
    metric: str
    title: str
    n: int
    unit: str
    base: float
    variant: float
    difference: float
    low: float
    high: float
    verdict: str


@dataclass(frozen=True)
class Answer:
    sentence: str
    base_name: str
    variant_name: str
    between: str
    rows: tuple[Row, ...]
    replications: int = 30
    rule: str = "Verdicts: by a practical margin of 1 point."


@dataclass(frozen=True)
class FakeResult:
    name: str
    question: str
    plan: Plan
    targets: Targets
    replications: int
    estimates: dict[str, Number]
    start: str = "2026-03-02T08:00"
    seed: int = 7
    digest: str = "0123456789abcdef0123456789abcdef"
    recorded: Recorded | None = None
    command: str = "ringsim run fake --seed 7"
    kept: bool = True
    """Whether the tables of single calls are."""
    every: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return self.every if self.kept else {"intervals": self.every["intervals"]}

    @cached_property
    def cells(self) -> Ints:
        places = [*_places(self.every["calls"], "call"), *_places(self.every["messages"], "sms")]
        return np.bincount(np.array(places, dtype=np.int64), minlength=CELLS)

    @cached_property
    def waits(self) -> Waits:
        calls = self.every["calls"]
        answered = calls[(calls["direction"] == "inbound") & calls["live"].astype(bool)]
        return Waits.of((answered["wait_s"].to_numpy(float) * 1e6).astype(np.int64))


def _places(table: pd.DataFrame, kind: str) -> list[int]:
    """The cell of each contact of a table."""
    rows = table.assign(channel=[Channel[f"{way}_{kind}".upper()] for way in table["direction"]])
    rows = rows.reindex(columns=["channel", "outcome", "reason", "in_hours", "live", "wait_s", "voicemail_left"])
    return [
        cell(channel, Outcome[outcome.upper()], Reason[str(reason).upper()] if kind == "call" else 0, in_hours == 1,
             live == 1, channel == Channel.INBOUND_CALL and wait_s <= Targets().awt_s, left == 1)
        for channel, outcome, reason, in_hours, live, wait_s, left in rows.itertuples(index=False)
    ]  # fmt: skip


@dataclass
class _Dice:
    """Numbers in [0, 1) from a multiplicative congruence (Lehmer, minimal standard)."""

    state: int = field(default=20_011)

    def roll(self) -> float:
        self.state = self.state * 48_271 % 2_147_483_647
        return self.state / 2_147_483_647


def plan(agents: int = 12) -> Plan:
    """Agents sales-1 ... and one window of opening hours."""
    rows = tuple(
        AgentPlan(f"sales-{i + 1}", i, f"sales-{i + 1}", False, False, Status.ACTIVE, True, ((0, micros(DAY_S)),), (),
                  0, 0, 0, 0, 1_000_000) for i in range(agents)
    )  # fmt: skip
    opening = ((0, micros(DAY_S - 1_800)),)
    return Plan("fake", micros(DAY_S), 0, True, rows, (), (), (), opening, (), (), ())


def paused(at_s: float) -> bool:
    return LUNCH_S[0] <= at_s < LUNCH_S[1]


_FATES = (("answered_live", True), ("abandoned_queue", False), ("voicemail_left", False), ("missed_timeout", False))


def _call(dice: _Dice, replication: int, i: int, calls: int) -> dict[str, object]:
    arrival = DAY_S * (i + dice.roll()) / calls
    after = arrival >= DAY_S - 1_800
    luck, lunch = dice.roll(), paused(arrival)
    cuts = (0.62, 0.82, 0.92) if lunch else (0.88, 0.95, 0.98)
    outcome, live = ("after_hours", False) if after else _FATES[sum(luck >= cut for cut in cuts)]
    wait = -math.log(1 - dice.roll()) * (40 if lunch else 8) + 2
    why = "none" if live else "hours" if after else "paused" if lunch and luck < 0.9 else ("busy", "no_answer")[i % 2]
    agent = f"sales-{i % 12 + 1}" if live else None
    return {
        "replication": replication, "contact": i, "source": "calls/main", "direction": "inbound", "line": "main",
        "customer": i % 400, "arrival_s": arrival, "in_hours": not after, "measured": True, "outcome": outcome,
        "live": live, "reason": why, "wait_s": wait, "talk_s": 190 * dice.roll() if live else 0.0,
        "end_s": arrival + wait + 190, "agent": agent, "person": agent, "group": "sales", "offers": 1 + i % 2,
        "hops": 1, "voicemail_left": outcome == "voicemail_left", "members_paused": 4 if lunch else 0,
        "members_suspended": 1, "members_busy": 8 if why == "busy" else 3, "members_off_shift": 0,
    }  # fmt: skip


def calls_table(replications: int, calls: int) -> pd.DataFrame:
    dice = _Dice()
    rows = [_call(dice, r, i, calls) for r in range(replications) for i in range(calls)]
    sent = {"direction": "outbound", "outcome": "outbound_connected", "reason": "none"}
    outbound = [row | sent | {"contact": 10_000 + j} for j, row in enumerate(rows[:: max(1, calls // 40)])]
    columns = list(_call(dice, 0, 0, 1))
    return pd.DataFrame(rows + outbound, columns=columns)


def intervals_table(calls: pd.DataFrame, replications: int, length_s: int = INTERVAL_S) -> pd.DataFrame:
    inbound = calls[calls["direction"] == "inbound"]
    rows = []
    for replication in range(replications):
        mine = inbound[inbound["replication"] == replication]
        for low in range(0, DAY_S, length_s):
            part = mine[(mine["arrival_s"] >= low) & (mine["arrival_s"] < low + length_s)]
            rows.append(_interval(part, replication, low, length_s))
    return pd.DataFrame(rows)


def _interval(part: pd.DataFrame, replication: int, low: int, length_s: int) -> dict[str, float]:
    live, outcome = part["live"].astype(bool), part["outcome"].astype(str)
    good = int((live & (part["wait_s"] <= 20)).sum())
    short = int((outcome.str.startswith("abandoned") & (part["wait_s"] <= 20)).sum())
    lunch = paused(low)
    return {
        "replication": replication, "from_s": low, "to_s": low + length_s, "offered": len(part),
        "answered": int(live.sum()), "voicemail": int(outcome.str.startswith("voicemail").sum()),
        "abandoned": int(outcome.str.startswith("abandoned").sum()),
        "missed": int(outcome.str.startswith("missed").sum()), "after_hours": int((outcome == "after_hours").sum()),
        "in_hours": int(part["in_hours"].astype(bool).sum()), "reached": int((live & part["in_hours"].astype(bool)).sum()),
        "good": good, "ab_short": short, "wait_answered_s": float(part.loc[live, "wait_s"].sum()),
        "staffed": 12.0, "routable": 2.1 if lunch else 5.3, "waiting": 3.2 if lunch else 0.4,
        "paused": 4.0 if lunch else 0.0, "required": 6.0 if low < 7_200 else 10.0,
        "sl_excl_short": good / (len(part) - short) if len(part) > short else float("nan"),
    }  # fmt: skip


def steps_table(points: int = 2_400) -> pd.DataFrame:
    dice, rows = _Dice(), []
    for i in range(points):
        at = DAY_S * i / points
        free = max(0, round((4 if paused(at) else 9) * dice.roll() - (1 if paused(at) else 0.2)))
        rows.append({"t_s": at, "routable": free, "waiting": 0 if free else round(9 * dice.roll() * paused(at))})
    return pd.DataFrame(rows, columns=["t_s", "routable", "waiting"])


_CYCLE = (("idle", 130), ("ringing", 6), ("on_call", 185), ("wrap_up", 30))


def states_table(agents: int = 12, speed: float = 1.0) -> pd.DataFrame:
    """Agents going round idle, ringing, on a call, wrap-up; `speed` shortens every state."""
    dice, rows = _Dice(), []
    for i in range(agents):
        at, step = 0.0, i
        while at < DAY_S:
            state, mean = _CYCLE[step % 4]
            end = min(DAY_S, at + mean * (0.3 + 1.4 * dice.roll()) / speed)
            if i < 4 and paused(at):
                state, end = "paused", float(LUNCH_S[1])
            rows.append({"replication": 0, "agent": f"sales-{i + 1}", "from_s": at, "to_s": end, "status": "active",
                         "phone": "available", "activity": "idle", "state": state})  # fmt: skip
            at, step = end, step + 1
    columns = ["replication", "agent", "from_s", "to_s", "status", "phone", "activity", "state"]
    return pd.DataFrame(rows, columns=columns)


def messages_table() -> pd.DataFrame:
    fates = ("sms_answered", "sms_answered", "sms_open", "sms_dark")
    rows = [{"replication": 0, "contact": i, "measured": True, "direction": "inbound" if i % 5 else "outbound",
             "outcome": fates[i % 4] if i % 5 else "sms_sent"} for i in range(60)]  # fmt: skip
    return pd.DataFrame(rows)


def estimates(calls: pd.DataFrame, replications: int) -> dict[str, Number]:
    inbound = calls[calls["direction"] == "inbound"]
    open_calls, live = inbound[inbound["in_hours"].astype(bool)], inbound["live"].astype(bool)
    good, n = int((live & (inbound["wait_s"] <= 20)).sum()), len(open_calls)
    gone = inbound["outcome"].astype(str).str.startswith("abandoned")

    def number(name: str, title: str, unit: str, value: float | None, n: int, formula: str, group: str) -> Number:
        wide = None if value is None or replications < 2 else 0.02 * value
        low, high = (None, None) if value is None or wide is None else (value - wide, value + wide)
        return Number(name, title, unit, "higher", value, n, low, high, replications, formula, group)

    some = n or 1
    rows = (
        number("reach", "Reach", "ratio", int(live.sum()) / some if n else None, n,
               "live / offered in opening hours", "Coverage"),
        number("sl_excl_short", "Service level (sl_excl_short)", "ratio", good / some if n else None, n,
               "good / (offered - ab_short)", "Waits"),
        number("asa", "Average speed of answer", "s", inbound.loc[live, "wait_s"].mean() if live.any() else None,
               int(live.sum()), "wait of answered / answered", "Waits"),
        number("abandon_ratio", "Abandoned", "ratio", int(gone.sum()) / some if n else None, n,
               "abandoned / offered", "Calls"),
        number("offered", "Calls offered", "calls", len(inbound) / replications, len(inbound), "offered", "Calls"),
        number("cost", "Cost per answered call", "money", 0.4179 if live.any() else None, int(live.sum()),
               "charge scaled to the horizon / answered", "Licences"),
    )  # fmt: skip
    return {row.name: row for row in rows}


def fake(*, replications: int = 1, calls: int = 700, agents: int = 12, **changes: object) -> FakeResult:
    """A result; `changes` replace its fields."""
    table = calls_table(replications, calls)
    tables = {
        "calls": table, "intervals": intervals_table(table, replications), "agent_states": states_table(agents),
        "steps": steps_table(), "messages": messages_table(),
    }  # fmt: skip
    result = FakeResult(
        "Lunch at Northwind", "What does pausing four of twelve sales agents over lunch cost in reach?", plan(agents),
        Targets(), replications, estimates(table, replications), every=tables,
    )  # fmt: skip
    return replace(result, **changes)  # type: ignore[arg-type]


def with_tables(result: FakeResult, **tables: pd.DataFrame) -> FakeResult:
    """The same result with some tables replaced."""
    return replace(result, every=result.every | tables)


def with_calls(result: FakeResult, calls: pd.DataFrame) -> FakeResult:
    """The same result with other calls, counted by interval too."""
    return with_tables(result, calls=calls, intervals=intervals_table(calls, result.replications))


def empty_day(*, kept: bool = True) -> FakeResult:
    """No call, nobody on shift, no text."""
    result = fake(calls=0, agents=0, kept=kept)
    table = intervals_table(result.every["calls"], 1).assign(staffed=0.0, routable=0.0, waiting=0.0, paused=0.0)
    return with_tables(result, intervals=table, steps=steps_table(0), messages=messages_table().iloc[:0])


ANSWER = Answer(
    "Pausing four of twelve agents from 12:00 to 13:00 lowered reach in that hour by 21.3 points (95 % interval 19.8 "
    "to 22.8, 30 replications).", "without lunch",
    "with lunch",
    "12:00-13:00",
    (Row("reach", "Reach", 2_134, "ratio", 0.874, 0.661, -0.213, -0.228, -0.198, "worse"),
     Row("asa", "Average speed of answer", 1_990, "s", 8.2, 31.7, 23.5, 21.0, 26.1, "worse")),
)  # fmt: skip
RECORDED = Recorded(
    "Beside the recording", "The recorded system looks for a free agent once a second.",
    (Figure("calls offered", "offered", 561, "calls"), Figure("mean wait", "asa", 9.3, "s")),
)  # fmt: skip
