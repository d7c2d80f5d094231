"""The tables of a report, as text in rows. May add up what a result counted; may not estimate or draw."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from sim.domain.contacts import Channel, Outcome, Reason
from sim.experiments.sentence import run_word
from sim.metrics.totals import counted
from sim.report.beside import Beside
from sim.report.inputs import Comparison, Difference, Estimate, Result
from sim.report.intervals import clock_of, per_day, ratio
from sim.report.numbers import ALIKE, NOTHING, SINGLE, amount, figure, interval, known, percent, span

MOST_INTERVALS = 96
"""Rows of the interval table; longer horizons merge neighbours and say so."""

REASONS = {
    Reason.BUSY: "agents they were meant for were busy: ringing, on a call, in wrap-up or on a break",
    Reason.NO_ANSWER: "a phone rang, and nobody picked up",
    Reason.PAUSED: "nobody they were meant for was at work, and somebody was paused",
    Reason.SUSPENDED: "nobody they were meant for was at work or paused, and somebody was suspended",
    Reason.OFF_SHIFT: "everybody they were meant for was off shift or not available yet",
    Reason.NO_AGENT: "nobody was there to ring",
    Reason.HOURS: "they came outside opening hours",
    Reason.NONE: "they were still in the system at the end",
}
MEMBERS = ("paused", "suspended", "busy", "off_shift")


@dataclass(frozen=True, slots=True)
class Table:
    """Text in rows; the first column names the row, the others are numbers unless listed in `words`."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    empty: str = "Nothing to show."
    words: frozenset[int] = frozenset()


def intervals(result: Result) -> Table:
    """The interval table: counts of a mean day, levels as time averages, ratios pooled over the replications."""
    pooled, clock = per_day(result, MOST_INTERVALS), clock_of(result)
    rows = pooled.rows.assign(**_ratios(pooled.rows))
    counts = "mean" if result.replications > 1 else ""
    units = {name: counts if unit == "calls" else unit for name, unit in _INTERVAL_COLUMNS.items()
             if name != "required" or rows[name].notna().any()}  # fmt: skip
    cells = tuple(
        (
            clock.span(row["from_s"], row["to_s"]),
            *(figure(row[n], u) for n, u in units.items()),
        )
        for _, row in rows.iterrows()
    )
    head = tuple(_HEADS.get(name, name.replace("_", " ")) for name in units)
    merged = f" {pooled.merged} intervals of the scenario make one row." if pooled.merged > 1 else ""
    many = f"Calls are the mean of {result.replications} {run_word(result.plan)}s, ratios are pooled over them"
    days = many if result.replications > 1 else f"A single {run_word(result.plan)}: no intervals"
    levels = "Agents and calls waiting are time averages"
    about = "reach is of the calls in opening hours, sl_excl_short of those but the ones abandoned within the acceptable wait"
    note = f"{days}; {about}. {levels}.{merged}"
    return Table(f"Every {span(pooled.length_s)}", ("from–to", *head), cells, note)


_INTERVAL_COLUMNS = {
    "offered": "calls", "answered": "calls", "reach": "ratio", "sl_excl_short": "ratio", "asa": "s",
    "abandoned": "calls", "voicemail": "calls", "missed": "calls", "after_hours": "calls", "staffed": "mean",
    "routable": "mean", "paused": "mean", "waiting": "mean", "required": "mean",
}  # fmt: skip
_HEADS = {
    "reach": "reach (%)", "sl_excl_short": "sl_excl_short (%)", "asa": "mean wait (s)", "waiting": "calls waiting",
    "staffed": "agents staffed", "routable": "agents routable", "paused": "agents paused",
    "required": "agents required",
}  # fmt: skip


def _ratios(rows: pd.DataFrame) -> Mapping[str, pd.Series]:
    return {
        "reach": ratio(rows["reached_sum"], rows["in_hours_sum"]),
        "sl_excl_short": ratio(rows["good_sum"], rows["in_hours_sum"] - rows["ab_short_sum"]),
        "asa": ratio(rows["wait_answered_s_sum"], rows["answered_sum"]),
    }


def outcomes(result: Result, direction: str) -> Table:
    """Calls of one direction by outcome."""
    counts = _ends(result, Channel[f"{direction.upper()}_CALL"])
    return _tally(counts, result, f"What became of {direction} calls", f"No {direction} call.")


def texts(result: Result) -> Table:
    """Messages by direction and outcome."""
    counts = {f"{direction}: {end}": n for direction in ("inbound", "outbound")
              for end, n in _ends(result, Channel[f"{direction.upper()}_SMS"]).items()}  # fmt: skip
    return _tally(counts, result, "What became of texts", "No text was sent or received.")


def _ends(result: Result, channel: Channel) -> dict[str, int]:
    """Outcome in words -> contacts of a channel."""
    return {end.name.lower().replace("_", " "): counted(result.cells, channel, end) for end in Outcome}


def _tally(counts: Mapping[str, int], result: Result, caption: str, empty: str) -> Table:
    some = sorted(((name, n) for name, n in counts.items() if n), key=lambda one: (-one[1], one[0]))
    rows = tuple((name, figure(n / result.replications), figure(n / sum(counts.values()), "ratio"), f"{n:,}")
                 for name, n in some)  # fmt: skip
    return Table(caption, ("outcome", f"a {run_word(result.plan)}", "share (%)", "n"), rows, empty=empty)


def reasons(result: Result) -> Table:
    """Why calls offered in opening hours reached nobody, and, where single calls are kept, who of their target was where."""
    lost, beside = _lost(result), _beside(result)
    rows = tuple((REASONS[reason], figure(n / result.replications), figure(n / sum(lost.values()), "ratio"), f"{n:,}",
                  *(figure(share, "ratio") for share in beside.get(reason, ()))) for reason, n in lost.items())  # fmt: skip
    head = ("reason (the first that held)", f"a {run_word(result.plan)}", "share (%)", "n")
    more = tuple(f"somebody {state.replace('_', ' ')} (%)" for state in MEMBERS) if beside else ()
    note = "The last columns: share of these calls for which at least one agent of the target was in that state."
    empty = "Every call offered in opening hours reached a person, or none was offered."
    return Table("Why calls reached nobody", (*head, *more), rows, note if beside else "", empty)


def _beside(result: Result) -> dict[Reason, list[float]]:
    """Reason -> share of its calls with a member of the target in each state, if single calls are kept."""
    if "calls" not in result.tables:
        return {}
    calls = result.tables["calls"]
    offered = calls[(calls["direction"] == "inbound") & calls["in_hours"].astype(bool) & calls["measured"].astype(bool)]
    lost = offered[~offered["live"].astype(bool)]
    there = lost[[f"members_{state}" for state in MEMBERS]] > 0
    return {Reason[str(name).upper()]: mine.mean().tolist() for name, mine in there.groupby(lost["reason"].astype(str))}


def narrow(table: Table, columns: int) -> Table:
    """The first columns of a table, without its note."""
    return replace(table, head=table.head[:columns], rows=tuple(row[:columns] for row in table.rows), note="")


def _lost(result: Result) -> dict[Reason, int]:
    """Calls offered in opening hours that reached nobody by reason, the most frequent first, equals as in `Reason`."""
    counts = {
        reason: counted(result.cells, Channel.INBOUND_CALL, reason=reason, in_hours=True, live=False)
        for reason in sorted(REASONS)
    }
    return {reason: n for reason, n in sorted(counts.items(), key=lambda one: -one[1]) if n}


def main_reason(result: Result) -> tuple[str, str] | None:
    """Words and share of the most frequent reason, if any call in opening hours reached nobody."""
    lost = _lost(result)
    return next(((REASONS[reason], percent(n / sum(lost.values()))) for reason, n in lost.items()), None)


def estimates(caption: str, chosen: Iterable[Estimate], *, formulas: bool = True) -> Table:
    """Numbers with their interval, sample size and, if wanted, formula."""
    width = 5 if formulas else 4
    rows = tuple((e.title, amount(e.value, e.unit), interval(e) if known(e.value) else NOTHING, f"{e.n:,}",
                  e.formula)[:width] for e in chosen)  # fmt: skip
    head = ("number", "value", "95 % interval", "n", "formula")[:width]
    return Table(caption, head, rows, words=frozenset({4}))


def comparison(answer: Comparison) -> Table:
    """The paired comparison behind the answer; the first row is the metric asked about, in its window of the day."""
    rows = tuple(
        (_what(answer, nth), amount(row.base, row.unit), amount(row.variant, row.unit),
         _change(row.difference, row.unit), _span(row, answer.replications), f"{row.n:,}", row.verdict)
        for nth, row in enumerate(answer.rows)
    )  # fmt: skip
    head = ("number", answer.base_name, answer.variant_name, "difference", "95 % interval", "n", "verdict")
    note = f"Differences are paired: each replication has the same luck on both sides. {answer.rule}"
    return Table("Against the base", head, rows, note, words=frozenset({6}))


def comparisons(answers: Sequence[Comparison]) -> Table:
    """Several variants against one base: a column each, with the paired difference, its interval and the verdict."""
    base = answers[0]
    rows = tuple(
        (_what(base, nth), amount(row.base, row.unit),
         *(_against(answer.rows[nth], answer.replications) for answer in answers))
        for nth, row in enumerate(base.rows)
    )  # fmt: skip
    head = ("number", base.base_name, *(answer.variant_name for answer in answers))
    note = f"In brackets the paired difference to the first with its 95 % interval, and the verdict. {base.rule}"
    return Table("Against the first", head, rows, note, words=frozenset(range(2, 2 + len(answers))))


def _against(row: Difference, replications: int) -> str:
    """`93.1 % (-1.2 points, -1.5 to -0.9 points: worse)`."""
    if row.difference is None:
        return amount(row.variant, row.unit)
    change = f"{_change(row.difference, row.unit)}, {_span(row, replications)}"
    return f"{amount(row.variant, row.unit)} ({change}: {row.verdict})"


def _what(answer: Comparison, nth: int) -> str:
    title = answer.rows[nth].title
    return f"{title}, {answer.between.replace('-', '–')}" if answer.between and nth == 0 else title


def _span(row: Difference, replications: int) -> str:
    if row.low is None or row.high is None:
        return NOTHING if row.difference is None else SINGLE if replications < 2 else "no interval"
    if row.low == row.high:
        return ALIKE
    return f"{figure(row.low, row.unit, signed=True)} to {_change(row.high, row.unit)}"


def _change(value: float | None, unit: str) -> str:
    text = amount(value, unit, signed=True)
    return text.replace("%", "points") if text.endswith("%") else text


def beside(recorded: Beside) -> Table:
    """Recorded figures beside ours."""
    rows = tuple((row.name, row.recorded, row.simulated) for row in recorded.rows)
    return Table(recorded.title, ("figure", "recorded", "simulated"), rows, recorded.why)
