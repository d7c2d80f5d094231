"""Distributions as a scenario writes them; their tables are `sim/workload/laws.py`."""

from dataclasses import dataclass

from sim.domain.declare import knob


@dataclass(frozen=True, slots=True, kw_only=True)
class Exponential:
    """Exponential law."""

    mean: float = knob(unit="s", above=0, high=1e7, help="mean", source="[P]")
    shift: float = knob(0.0, unit="s", low=0, high=1e7, help="added to every draw", source="[P]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lognormal:
    """Lognormal law by mean and coefficient of variation, or by median and sigma of the logarithm."""

    mean: float | None = knob(None, unit="s", above=0, high=1e7, help="mean, with cv", source="[P]")
    cv: float | None = knob(None, above=0, high=20, help="standard deviation / mean", source="[P]")
    median: float | None = knob(None, unit="s", above=0, high=1e7, help="median, with sigma", source="[P]")
    sigma: float | None = knob(None, above=0, high=3, help="standard deviation of the logarithm", source="[P]")
    shift: float = knob(0.0, unit="s", low=0, high=1e7, help="added to every draw", source="[P]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gamma:
    """Gamma law."""

    mean: float = knob(unit="s", above=0, high=1e7, help="mean", source="[P]")
    cv: float = knob(above=0, high=20, help="standard deviation / mean", source="[P]")
    shift: float = knob(0.0, unit="s", low=0, high=1e7, help="added to every draw", source="[P]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Uniform:
    """Uniform law on [low, high]."""

    low: float = knob(unit="s", low=0, high=1e7, help="smallest value", source="[P]")
    high: float = knob(unit="s", low=0, high=1e7, help="largest value", source="[P]")
    shift: float = knob(0.0, unit="s", low=0, high=1e7, help="added to every draw", source="[P]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Erlang:
    """Erlang law: the sum of k exponential stages alike."""

    mean: float = knob(unit="s", above=0, high=1e7, help="mean of the sum", source="[P]")
    k: int = knob(low=1, high=1000, help="stages", source="[P]")
    shift: float = knob(0.0, unit="s", low=0, high=1e7, help="added to every draw", source="[P]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hyperexponential:
    """Hyperexponential law: one of several exponential laws each time, some more often than others."""

    means: tuple[float, ...] = knob(unit="s", above=0, high=1e7, help="mean of each", source="[P]")
    weights: tuple[float, ...] = knob(above=0, high=1e6, help="how often each, relative to the others", source="[P]")
    shift: float = knob(0.0, unit="s", low=0, high=1e7, help="added to every draw", source="[P]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Empirical:
    """What was measured, every value alike; with many values a draw may lie between two that are neighbours."""

    values: tuple[float, ...] = knob(unit="s", low=0, high=1e7, help="the values, in any order", source="[P]")
    shift: float = knob(0.0, unit="s", low=0, high=1e7, help="added to every draw", source="[P]")


@dataclass(frozen=True, slots=True)
class Constant:
    """Always the same; written as a plain number of seconds (0 .. 1e7)."""

    value: float


Law = Exponential | Lognormal | Gamma | Uniform | Erlang | Hyperexponential | Empirical
Distribution = Constant | Law
"""Written as a number or as one of `LAWS` with its parameters."""

LAWS: dict[str, type] = {
    "exponential": Exponential,
    "lognormal": Lognormal,
    "gamma": Gamma,
    "uniform": Uniform,
    "erlang": Erlang,
    "hyperexponential": Hyperexponential,
    "empirical": Empirical,
}
