"""The interval table as a person reads it: counts of a mean day, pooled ratios, at most so many rows. Draws nothing."""

import math
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from sim.domain.time import seconds
from sim.report.clock import Clock
from sim.report.inputs import Result

COUNTS = ("offered", "in_hours", "answered", "voicemail", "abandoned", "missed", "after_hours", "reached", "good",
          "ab_short", "wait_answered_s")  # fmt: skip
LEVELS = ("staffed", "routable", "waiting", "paused", "required")


@dataclass(frozen=True, slots=True)
class Intervals:
    """Rows of one mean day.

    `rows` has `from_s`, `to_s`, every count as a mean per replication, every level as a mean, and the totals over all
    replications behind the ratios as `*_sum`. `merged` is how many intervals of the scenario one row holds.
    """

    rows: pd.DataFrame
    merged: int

    @property
    def length_s(self) -> float:
        """Length of a full row in seconds."""
        return float((self.rows["to_s"] - self.rows["from_s"]).max())


def per_day(result: Result, at_most: int) -> Intervals:
    """Pool the intervals of all replications, merging neighbours until at most `at_most` rows are left."""
    table = result.tables["intervals"]
    starts = table["from_s"].drop_duplicates().sort_values()
    merged = max(1, math.ceil(len(starts) / at_most))
    place = {start: i // merged for i, start in enumerate(starts)}
    groups = table.groupby(table["from_s"].map(place))
    rows = pd.concat([groups["from_s"].min(), groups["to_s"].max()], axis=1)
    totals = groups[list(COUNTS)].sum()
    rows = rows.join(totals / result.replications).join(totals.add_suffix("_sum"))
    return Intervals(rows.join(_levels(table, groups.ngroup())).reset_index(drop=True), merged)


def _levels(table: pd.DataFrame, row: pd.Series) -> pd.DataFrame:
    """Averages over time: a short first or last interval weighs as long as it lasts."""
    length_s = table["to_s"] - table["from_s"]
    weighed = table[list(LEVELS)].mul(length_s, axis=0)
    return weighed.groupby(row).sum(min_count=1).div(length_s.groupby(row).sum(), axis=0)


def ratio(over: pd.Series, under: pd.Series) -> pd.Series:
    """Quotient per row, NaN where nothing is counted."""
    return over.astype(float) / under.astype(float).where(under > 0)


def clock_of(result: Result) -> Clock:
    """Local labels of the result's horizon."""
    return Clock(datetime.fromisoformat(result.start), seconds(result.plan.end_us))
