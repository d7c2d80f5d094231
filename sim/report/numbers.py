"""Numbers as a person reads them: three or so digits, a unit, percent for ratios. May not compute anything."""

import math

from sim.report.inputs import Estimate

NOTHING = "–"
SINGLE = "single replication: no interval"
ALIKE = "every replication alike"
_GAP = "\N{NO-BREAK SPACE}"
RATIO_UNITS = frozenset({"ratio", "share", "1"})
_PLAIN_UNITS = frozenset({"", "count", "mean", "money"})
_ONE = {"calls": "call", "messages": "message", "licences": "licence"}


def known(value: float | None) -> bool:
    """Whether there is a number at all: not None, not NaN."""
    return value is not None and not math.isnan(value)


def figure(value: float | None, unit: str = "", *, signed: bool = False) -> str:
    """`value` without its unit; ratios in percent.

    >>> figure(0.81234, "ratio"), figure(1234.5678, "s"), figure(3.0, "calls"), figure(None)
    ('81.2', '1,235', '3', '–')
    """
    if value is None or math.isnan(value):
        return NOTHING
    shown = 100 * value if unit in RATIO_UNITS else value
    text = f"{shown:{'+' if signed else ''},.{_decimals(shown, unit)}f}"
    return (
        f"{0:.{_decimals(shown, unit)}f}" if float(text.replace(",", "")) == 0 else text.replace("-", "\N{MINUS SIGN}")
    )


def amount(value: float | None, unit: str, *, signed: bool = False) -> str:
    """`value` with its unit.

    >>> amount(0.5, "ratio").replace(_GAP, " "), amount(12.345, "s").replace(_GAP, " ")
    ('50.0 %', '12.3 s')
    """
    text = figure(value, unit, signed=signed)
    suffix = _ONE.get(unit, unit) if text.lstrip("+\N{MINUS SIGN}") == "1" else suffix_of(unit)
    return text if text == NOTHING or not suffix else f"{text}{_GAP}{suffix}"


def suffix_of(unit: str) -> str:
    """The unit as printed: `%` for ratios, nothing for plain counts."""
    return "%" if unit in RATIO_UNITS else "" if unit in _PLAIN_UNITS else unit


def interval(estimate: Estimate) -> str:
    """The interval of an estimate in the unit of its value, or the words for a number that has none.

    Replications that do not differ at all say nothing of the spread: an event that none of them saw may still be rare.
    """
    if estimate.low is not None and estimate.high is not None:
        if math.isclose(estimate.low, estimate.high, rel_tol=1e-9, abs_tol=1e-12):
            return ALIKE
        low, high = figure(estimate.low, estimate.unit), amount(estimate.high, estimate.unit)
        return f"{low} to {high}"
    return SINGLE if estimate.replications < 2 else "no interval"


def named_interval(estimate: Estimate) -> str:
    """`interval`, saying what it is where no column does."""
    text = interval(estimate)
    return f"95{_GAP}% interval {text}" if text[0].isdigit() else text


def span(length_s: float) -> str:
    """A duration in the largest unit that divides it or goes into it three times.

    >>> span(45).replace(_GAP, " "), span(1800).replace(_GAP, " "), span(9000).replace(_GAP, " ")
    ('45 s', '30 min', '150 min')
    """
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if length_s >= 3 * size or (length_s and length_s % size == 0):
            return f"{length_s / size:.3g}{_GAP}{unit}"
    return f"{length_s:.3g}{_GAP}s"


def percent(share: float) -> str:
    """A share in whole percent, never rounded up to all nor down to nothing."""
    shown = 100 * share
    if 0 < shown < 1:
        return f"under 1{_GAP}%"
    if 99 < shown < 100:
        return f"{math.floor(shown * 10) / 10:.1f}{_GAP}%"
    return f"{shown:.0f}{_GAP}%"


def _decimals(shown: float, unit: str) -> int:
    if unit in ("mean", *RATIO_UNITS):
        return 1
    if unit == "money":
        return 2
    if shown == round(shown) and unit != "s":
        return 0
    size = abs(shown)
    return 0 if size >= 1000 else 1 if size >= 1 else 2
