"""One difference between two scenarios in words that hold whatever the numbers are. May not estimate or judge."""

from typing import Protocol

from sim.domain.plan import Plan
from sim.domain.time import SECOND

_DAY_US = 86_400 * SECOND
_PLAIN = frozenset({"", "money"})
_ONE = {"calls": "call", "messages": "message", "licences": "licence"}


class Row(Protocol):
    """A judged difference of one metric, variant minus base."""

    @property
    def title(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def base(self) -> float | None: ...
    @property
    def variant(self) -> float | None: ...
    @property
    def difference(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def verdict(self) -> str: ...


def run_word(plan: Plan) -> str:
    """What a person calls one replication: a day, unless its horizon is longer."""
    return "day" if plan.end_us <= _DAY_US else "replication"


def sentence(row: Row, places: tuple[str, str], between: str, runs: int, word: str, same_callers: bool) -> str:
    """A row in words.

    Parameters
    ----------
    places : (str, str)
        Where base and variant were seen: `without lunch`, `in quickstart`.
    between : str
        `HH:MM-HH:MM`, or empty.
    runs, word : int, str
        How many replications, and what one is called.
    same_callers : bool
        Whether the same calls arrived on both sides.
    """
    title = row.title[0].lower() + row.title[1:]
    when = f" between {between.replace('-', ' and ')}" if between else ""
    if row.base is None or row.variant is None or row.difference is None:
        side = "either side" if row.base is row.variant else "one side"
        return f"There is no {title}{when} to compare: nothing is counted on {side}."
    before, after = (_shown(value, row.unit) for value in (row.base, row.variant))
    values = f"{places[1]}, {title}{when} is {after}; {places[0]} it is {before}"
    values = values[:1].upper() + values[1:]
    if row.low is None or row.high is None:
        why = f"on a single {word}" if runs < 2 else f"what is counted falls on a single {word}"
        return f"{values}: {why}, so we {row.verdict} without more replications."
    paired = f"{runs} {word}s with the same {'callers' if same_callers else 'seed'}"
    change = _directed(row.difference, row.unit) if row.difference else "no difference"
    return f"{values}: {change} (95 % interval {_interval(row.low, row.high, row.unit)}, {paired}): {row.verdict}."


def _interval(low: float, high: float, unit: str) -> str:
    """Both ends; each says its direction where they differ."""
    if low * high > 0 or low == high:
        near, far = sorted((abs(low), abs(high)))
        return f"{_figure(near, unit)} to {_change(far, unit)}"
    return f"{_directed(low, unit)} to {_directed(high, unit)}"


def _directed(value: float, unit: str) -> str:
    direction = " lower" if value < 0 else " higher" if value > 0 else ""
    return _change(abs(value), unit) + direction


def _shown(value: float, unit: str) -> str:
    return f"{_figure(value, unit)} %" if unit == "ratio" else _change(value, unit)


def _change(value: float, unit: str) -> str:
    text = _figure(value, unit)
    if unit in _PLAIN:
        return text
    return f"{text} {'points' if unit == 'ratio' else _ONE.get(unit, unit) if text == '1' else unit}"


def _figure(value: float, unit: str) -> str:
    """Ratios in percent with one decimal, anything else with three digits or so; never an exponent."""
    if unit == "ratio":
        return f"{100 * value:.1f}"
    if value >= 100 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}"
