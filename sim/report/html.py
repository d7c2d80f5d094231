"""The report: one HTML file that needs no network and no script, and the data of its charts beside it.

Lays out what `tables` and `charts` hand it; may not compute a number or write a file.
"""

import platform
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sim.report import tables
from sim.report.beside import beside
from sim.report.charts import Chart, charts
from sim.report.inputs import Comparison, Estimate, Result
from sim.report.numbers import amount, known, named_interval
from sim.report.style import DARK, LIGHT, inline_svg

HEADLINE = ("reach", "sl_excl_short", "asa", "abandon_ratio", "offered")
"""The planner's five numbers, by metric."""

_DISTRIBUTIONS = ("ringsim", "simpy", "numpy", "pandas", "matplotlib")


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """A report as text: the page, and file name -> CSV of each chart, to be written beside it."""

    html: str
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Figure:
    """A chart as the template shows it."""

    name: str
    kicker: str
    finding: str
    note: str
    file: str
    svg: Markup


@dataclass(frozen=True, slots=True)
class _Card:
    """A headline number."""

    name: str
    title: str
    value: str
    interval: str
    n: str


def render(result: Result, *, comparison: Comparison | None = None) -> ReportFiles:
    """Render a result.

    Parameters
    ----------
    result : Result
        One scenario, one or more replications.
    comparison : Comparison, optional
        The answer to the scenario's question against its paired base.

    Returns
    -------
    ReportFiles
        The page (under 1 MB) and the CSV files it links to; equal inputs give equal bytes.
    """
    drawn = [_figure(chart, result) for chart in charts()]
    recorded = beside(result)
    page = _environment().get_template("report.html").render(
        result=result,
        light=LIGHT,
        dark=DARK,
        sentences=_answer(result, comparison),
        cards=[_card(result.estimates[name]) for name in HEADLINE],
        against=tables.comparison(comparison) if comparison else None,
        recorded=tables.beside(recorded) if recorded else None,
        intervals=tables.intervals(result),
        figures=[figure for figure, _ in drawn],
        numbers=[tables.estimates(title, rows) for title, rows in _grouped(result.estimates.values()).items()],
        reasons=tables.reasons(result),
        outcomes=[tables.outcomes(result, "inbound"), tables.outcomes(result, "outbound"), tables.texts(result)],
        provenance=_provenance(result),
    )  # fmt: skip
    return ReportFiles(page, {figure.file: data for figure, data in drawn})


def _environment() -> Environment:
    return Environment(loader=PackageLoader("sim.report"), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)  # fmt: skip


def _figure(chart: Chart, result: Result) -> tuple[_Figure, str]:
    drawn = chart.draw(result)
    svg = Markup(inline_svg(drawn.figure, chart.name, drawn.finding, drawn.alt))  # noqa: S704 - escaped there
    shown = _Figure(chart.name, chart.title, drawn.finding, drawn.note, f"chart_{chart.name}.csv", svg)
    return shown, drawn.data.to_csv(index=False, lineterminator="\n", float_format="%.6g")


def _answer(result: Result, comparison: Comparison | None) -> tuple[str, str]:
    reach, why = result.estimates["reach"], tables.main_reason(result)
    if not known(reach.value):
        met = "No call was offered in opening hours, so there is nobody to reach."
    else:
        calls = f"{reach.n:,} {'call' if reach.n == 1 else 'calls'}"
        met = f"{amount(reach.value, reach.unit)} of {calls} offered in opening hours reached a person ({named_interval(reach)})."
    blame = "" if why is None else f"of those that did not, {why[1]} failed because {why[0]}."
    if comparison:
        sentence = comparison.sentence.replace(" %", "\N{NO-BREAK SPACE}%")
        return sentence, f"{met[:-1]}; {blame}" if blame else met
    return met, blame[:1].upper() + blame[1:] if blame else "No call in opening hours was lost."


def _card(estimate: Estimate) -> _Card:
    value = amount(estimate.value, estimate.unit)
    return _Card(estimate.name, estimate.title, value, named_interval(estimate), f"{estimate.n:,}")


def _grouped(estimates: Iterable[Estimate]) -> dict[str, list[Estimate]]:
    groups: dict[str, list[Estimate]] = {}
    for estimate in estimates:
        groups.setdefault(estimate.group, []).append(estimate)
    return groups


def _provenance(result: Result) -> list[tuple[str, str]]:
    return [
        ("scenario", result.name),
        ("seed", str(result.seed)),
        ("replications", f"{result.replications:,}"),
        ("digest of the records", result.digest),
        ("the same again", result.command),
        ("is it unchanged", "ringsim verify on the folder of this file"),
        ("versions", ", ".join([f"Python {platform.python_version()}", *map(_version, _DISTRIBUTIONS)])),
    ]


def _version(distribution: str) -> str:
    try:
        return f"{distribution} {version(distribution)}"
    except PackageNotFoundError:
        return f"{distribution} not installed"
