"""Calls a second of CPU time: both engines, other simulators, the same systems; a row that is wrong fails the command.

ROUNDS rounds (3) run every row in turn, so that a busy neighbour meets all; the speed is the median of the rounds. CALLS is
the number of calls a run, otherwise it is chosen so that a run takes about AIM_S. Ours goes through `sim.run`: it reads the
file, draws, rings, keeps records (as few as it can be asked for) and folds them. The others do less: see tests/bench/peers.
"""

import gc
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from inspect import signature
from math import sqrt
from statistics import median
from time import process_time
from typing import Any

import sim
from sim.engines.choice import COMPILED, SIMPY, prepare
from sim.theory import erlang_a
from tests.bench.peers import AGENTS, AWT_S, HANDLE_S, PATIENCE_S, PER_S, Waited, peers
from tests.bench.systems import ten_groups

AIM_S, LEAST, MOST = 3.0, 12_000, 1_000_000
SIGMAS = 4.0
START = datetime(2026, 1, 1)
FEWEST_RECORDS: dict[str, Any] = {"records": "none"} if "records" in signature(sim.run).parameters else {}


@dataclass(frozen=True)
class Ended:
    """How the calls of the ten groups ended, as shares."""

    calls: int
    answered: float
    abandoned: float


Outcome = Waited | Ended
Run = Callable[[int, int], Outcome]
"""(calls, seed) -> what came out."""


@dataclass(frozen=True)
class Check:
    """A figure every row must have: `spread` is the standard error of a run's, times the root of its calls.

    The spreads were measured over 120 runs of 100,000 calls (Erlang A) and 12 of 19,000 (ten groups). Without an exact value
    the figure is compared with that of the first row.
    """

    title: str
    figure: str
    spread: float
    exact: float | None = None


@dataclass
class Row:
    """A simulator at work: its speed in each round, and what came out."""

    title: str
    run: Run
    calls: int = 0
    per_s: list[float] = field(default_factory=list)
    out: list[Outcome] = field(default_factory=list)

    def go(self, seed: int) -> float:
        """One run; its CPU seconds."""
        gc.collect()
        begun = process_time()
        out = self.run(self.calls, seed)
        seconds = process_time() - begun
        self.per_s.append(self.calls / seconds)
        self.out.append(out)
        return seconds

    def calibrate(self) -> None:
        """Choose the calls of a run; the second look sees through what a run costs before its first call."""
        self.calls = LEAST
        for _ in range(2):
            self.calls = round(min(max(self.calls * AIM_S / self.go(seed=0), LEAST), MOST))
        self.per_s, self.out = [], []

    def found(self, figure: str) -> tuple[float, int]:
        """A figure over all rounds, and of how many calls."""
        calls = sum(out.calls for out in self.out)
        return sum(getattr(out, figure) * out.calls for out in self.out) / calls, calls


_EXACT = erlang_a(AGENTS, PER_S, HANDLE_S, PATIENCE_S, AWT_S)
ERLANG = (
    Check("hang up", "abandoned", 0.8, _EXACT.p_abandon),
    Check("mean wait, s", "mean_wait_s", 95.0, _EXACT.mean_wait),
    Check("within 20 s", "within", 2.2, _EXACT.sl_offered),
)
GROUPS = (Check("answered", "answered", 0.41), Check("hang up", "abandoned", 0.36))


def horizon(calls: int, per_s: float) -> list[str]:
    """`--set` of a horizon with about so many calls, as long as it must be."""
    end = START + timedelta(seconds=round(calls / per_s))
    return [f"horizon.start={START.isoformat()}", f"horizon.end={end.isoformat()}", "horizon.short_s=null"]


def erlang(engine: str, **more: Any) -> Run:
    """Ours, on scenarios/erlang_a_200.yaml."""

    def run(calls: int, seed: int) -> Waited:
        sets = horizon(calls, PER_S)
        found = sim.run("erlang_a_200", engine=engine, replications=1, seed=seed, sets=sets, **more).estimates
        figures = [found[name].value or 0.0 for name in ("abandon_ratio", "wait_s_mean", "sl_offered")]
        return Waited(found["offered"].n, *figures)

    return run


def groups(engine: str, **more: Any) -> Run:
    """Ours, on scenarios/ten_groups.yaml."""

    def run(calls: int, seed: int) -> Ended:
        sets = [*horizon(calls, 0.53), "horizon.warm_up_s=0"]
        found = sim.run("ten_groups", engine=engine, replications=1, seed=seed, sets=sets, **more).estimates
        return Ended(found["offered"].n, *(found[name].value or 0.0 for name in ("reach", "abandon_ratio")))

    return run


def plain_groups(calls: int, seed: int) -> Ended:
    """The plain model of the same."""
    phone = ten_groups(seed, calls / 0.53 / 3600)
    phone.env.run()
    total = phone.ended.total()
    return Ended(total, phone.ended["answered"] / total, phone.ended["abandoned"] / total)


def measure(rows: list[Row], rounds: int, calls: int) -> None:
    """Every row once a round, in turn."""
    for row in rows:
        row.calibrate()
        row.calls = calls or row.calls
    for number in range(1, rounds + 1):
        for row in rows:
            row.go(seed=number)


def wrong(row: Row, first: Row, checks: tuple[Check, ...]) -> list[str]:
    """What is too far from the truth, in words."""
    told = []
    for check in checks:
        value, calls = row.found(check.figure)
        variance = check.spread**2 / calls
        truth = check.exact
        if truth is None:
            truth, others = first.found(check.figure)
            variance += check.spread**2 / others
        if abs(value - truth) > SIGMAS * sqrt(variance):
            bound = SIGMAS * sqrt(variance)
            told.append(f"{row.title}: {check.title} {value:.5g}, not {truth:.5g} +- {bound:.2g}")
    return told


def table(title: str, rows: list[Row], checks: tuple[Check, ...]) -> str:
    """The rows as text; the first one is what the others are measured in."""
    lines = [
        title,
        f"{'':32}{'calls a run':>12}{'calls/s':>12}{'ratio':>8}" + "".join(f"{c.title:>15}" for c in checks),
    ]
    if any(check.exact is not None for check in checks):
        lines.append(f"{'exact':64}" + "".join(f"{check.exact:>15.5g}" for check in checks))
    for row in rows:
        speed = median(row.per_s)
        text = f"{row.title:32}{row.calls:>12,}{speed:>12,.0f}{speed / median(rows[0].per_s):>8.2f}"
        lines.append(text + "".join(f"{row.found(check.figure)[0]:>15.5g}" for check in checks))
    return "\n".join(lines)


def erlang_rows() -> list[Row]:
    """The rows of Erlang A: the usual SimPy model first, then ours, then the others that are installed."""
    first, *others = [Row(title, run) for title, _, run in peers() if run is not None]
    ours = [Row("ringsim, SimPy engine", erlang(SIMPY)), Row("ringsim, compiled", erlang(COMPILED, **FEWEST_RECORDS))]
    return [first, *ours, *others]


def groups_rows() -> list[Row]:
    """The rows of the ten groups."""
    ours = [Row("ringsim, SimPy engine", groups(SIMPY)), Row("ringsim, compiled", groups(COMPILED, **FEWEST_RECORDS))]
    return [Row("plain SimPy model", plain_groups), *ours]


def main(rounds: int, calls: int) -> int:
    """Measure, print, and count what is wrong."""
    prepare()
    faults = []
    for title, rows, checks in (
        ("Erlang A, 200 agents at load 1.00 (scenarios/erlang_a_200.yaml)", erlang_rows(), ERLANG),
        ("100 agents in ten overlapping ring groups (scenarios/ten_groups.yaml)", groups_rows(), GROUPS),
    ):
        measure(rows, rounds, calls)
        print(table(f"{title}, CPU time, median of {rounds}", rows, checks), end="\n\n")
        faults += [line for row in rows for line in wrong(row, rows[0], checks)]
    missing = [f"{title} ({package})" for title, package, run in peers() if run is None]
    if missing:
        print(f"Left out, for it is not installed (pip install --editable '.[bench]'): {', '.join(missing)}")
    print("\n".join(f"WRONG {line}" for line in faults) or f"Every figure is within {SIGMAS:g} standard errors.")
    return len(faults)


if __name__ == "__main__":
    sys.exit(1 if main(int(os.environ.get("ROUNDS") or 3), int(os.environ.get("CALLS") or 0)) else 0)
