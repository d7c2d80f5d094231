"""A distribution as a table of its inverse, with exact bin means, and draws from it for whole columns.

A bin covers the words of `sim.domain.luck.place`: 1/256 of all in the middle, 2**-38 at the ends. Inside, a draw is linear
from the bin's lower quantile to as far beyond its mean as the mean lies above it, and in the first bin, where a narrow
law's lower quantile of 0 is far away, as far below its mean as the next bin lies above it. So means are exact to half a
microsecond, and tails end at twice the mean of the last bin. May not hold state.
"""

from array import array
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.domain.laws import (
    Constant,
    Distribution,
    Empirical,
    Erlang,
    Exponential,
    Gamma,
    Hyperexponential,
    Lognormal,
    Uniform,
)
from sim.domain.luck import BINS, FRACTION_BITS, OCTAVES, STEP_BITS, Table
from sim.domain.time import NEVER, SECOND

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]


def _lower_edges() -> Floats:
    """Where the bins of the lower half begin, and 1/2: exact."""
    steps, octaves = np.arange(1 << STEP_BITS), np.arange(OCTAVES - 1)
    inner = np.ldexp((steps + (1 << STEP_BITS)) / (1 << STEP_BITS + 1), octaves[:, None] - OCTAVES + 1)
    return np.concatenate([np.ldexp(steps / (1 << STEP_BITS), -OCTAVES), inner.ravel(), [0.5]])


_BELOW_HALF = _lower_edges()
_EDGES = np.concatenate([_BELOW_HALF[:-1], 1 - _BELOW_HALF[::-1]])
_LEFT = np.concatenate([1 - _BELOW_HALF[:-1], _BELOW_HALF[::-1]])
"""What is above each edge; near 1 it says more than the edge does."""
_HALF = BINS // 2
SHARES = np.concatenate([np.diff(_BELOW_HALF), np.diff(_BELOW_HALF)[::-1]])
"""The share of all words in each bin."""


@lru_cache(maxsize=512)
def table(law: Distribution) -> Table:
    """The table of a law given in seconds; draws are in microseconds."""
    low, mean = _quantiles_and_means(law)
    shift = 0.0 if isinstance(law, Constant) else law.shift
    # Nobody lives to see the end of the widest tails; capped, every draw fits into 64 bits.
    lows = np.rint(np.minimum((low + shift) * SECOND, NEVER)).astype(np.int64)
    widths = np.rint(np.minimum(2 * (mean - low) * SECOND, NEVER - lows)).astype(np.int64)
    return Table(array("q", lows.tobytes()), array("q", widths.tobytes()))


def _quantiles_and_means(law: Distribution) -> tuple[Floats, Floats]:
    """Per bin: its lower quantile and its mean, without the shift."""
    if isinstance(law, Constant):
        return np.full(BINS, law.value), np.full(BINS, law.value)
    quantile, below, above = _LAWS[type(law)](law)
    mean = np.concatenate([np.diff(below)[:_HALF], -np.diff(above)[_HALF:]]) / SHARES
    low = quantile[:-1].copy()
    mean = np.clip(mean, low, quantile[1:])
    low[0] = max(low[0], 2 * mean[0] - low[1])
    return low, mean


def _exponential(law: Exponential) -> tuple[Floats, Floats, Floats]:
    """Quantiles, and the integral of the quantile function below and above each edge."""
    log = np.append(np.log1p(-_EDGES[:_HALF]), np.log(_LEFT[_HALF:-1]))
    below = np.append(_EDGES[:-1] + _LEFT[:-1] * log, 1.0)
    above = np.append(_LEFT[:-1] * (1 - log), 0.0)
    return -law.mean * np.append(log, -np.inf), law.mean * below, law.mean * above


def _lognormal(law: Lognormal) -> tuple[Floats, Floats, Floats]:
    from scipy.special import ndtr, ndtri

    if law.mean is not None:
        assert law.cv is not None, "the loader refuses a mean without a cv"
        sigma = float(np.sqrt(np.log1p(law.cv**2)))
        mu = float(np.log(law.mean)) - sigma**2 / 2
    else:
        assert law.median is not None, "the loader refuses a lognormal without either pair"
        assert law.sigma is not None, "the loader refuses a median without a sigma"
        mu, sigma = float(np.log(law.median)), law.sigma
    z = np.append(ndtri(_EDGES[:_HALF]), -ndtri(_LEFT[_HALF:]))
    mean = np.exp(mu + sigma**2 / 2)
    return np.exp(mu + sigma * z), mean * ndtr(z - sigma), mean * ndtr(sigma - z)


def _gamma(law: Gamma) -> tuple[Floats, Floats, Floats]:
    return _gamma_of(law.cv**-2, law)


def _erlang(law: Erlang) -> tuple[Floats, Floats, Floats]:
    return _gamma_of(law.k, law)


def _gamma_of(shape: float, law: Gamma | Erlang) -> tuple[Floats, Floats, Floats]:
    from scipy.special import gammainc, gammaincc, gammainccinv, gammaincinv

    quantile = np.append(gammaincinv(shape, _EDGES[:_HALF]), gammainccinv(shape, _LEFT[_HALF:]))
    partial = (law.mean * part(shape + 1, quantile) for part in (gammainc, gammaincc))
    return quantile * (law.mean / shape), *partial


def _uniform(law: Uniform) -> tuple[Floats, Floats, Floats]:
    span = law.high - law.low
    below, above = law.low * _EDGES + span * _EDGES**2 / 2, law.high * _LEFT - span * _LEFT**2 / 2
    return law.low + span * _EDGES, below, above


def _hyperexponential(law: Hyperexponential) -> tuple[Floats, Floats, Floats]:
    """Quantiles by halving: they lie between those of the shortest and of the longest exponential law."""
    from scipy.special import gammainc, gammaincc

    means, weights = np.array(law.means)[:, None], np.array(law.weights)[:, None] / sum(law.weights)
    unit = -np.append(np.log1p(-_EDGES[:_HALF]), np.log(_LEFT[_HALF:-1]))
    low, high = unit * means.min(), unit * means.max()
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        in_units = middle / means
        beyond = np.concatenate([  # what is small is compared
            (weights * -np.expm1(-in_units[:, :_HALF])).sum(0) > _EDGES[:_HALF],
            (weights * np.exp(-in_units[:, _HALF:])).sum(0) < _LEFT[_HALF:-1],
        ])  # fmt: skip
        low, high = np.where(beyond, low, middle), np.where(beyond, middle, high)
    quantile = np.append((low + high) / 2, np.inf)
    below, above = ((weights * means * part(2, quantile / means)).sum(0) for part in (gammainc, gammaincc))
    return quantile, below, above


_HALVINGS = 100
"""More than the bits of a fraction, and of the longest mean beside the shortest."""


def _empirical(law: Empirical) -> tuple[Floats, Floats, Floats]:
    """Steps: of n values, each for the n-th part of all words."""
    values, count = np.sort(np.array(law.values)), len(law.values)
    nth = np.minimum((_EDGES * count).astype(np.int64), count - 1)
    quantile = np.append(values[nth[:-1]], values[-1])
    below, above = (_summed(values, _EDGES * count) / count, _summed(values[::-1], _LEFT * count) / count)
    return quantile, below, above


def _summed(values: Floats, many: Floats) -> Floats:
    """The sum of the first so many values, of the last of them a part."""
    whole = np.minimum(many.astype(np.int64), len(values) - 1)
    summed: Floats = np.append(0.0, np.cumsum(values))[whole] + (many - whole) * values[whole]
    return summed


_LAWS: dict[type, Callable[[Any], tuple[Floats, Floats, Floats]]] = {
    Exponential: _exponential,
    Lognormal: _lognormal,
    Gamma: _gamma,
    Uniform: _uniform,
    Erlang: _erlang,
    Hyperexponential: _hyperexponential,
    Empirical: _empirical,
}


def values(of: Table, words: Words) -> NDArray[np.int64]:
    """`Table.value` of every word, shape as given, in microseconds."""
    at, fraction = _places(words)
    width = np.frombuffer(of.width, np.int64)[at]
    # width * fraction >> 24 in two halves, for the product may not fit into 64 bits
    high, low = width >> FRACTION_BITS, width & _FRACTION
    drawn: NDArray[np.int64] = np.frombuffer(of.low, np.int64)[at] + high * fraction + (low * fraction >> FRACTION_BITS)
    return drawn


_FRACTION = (1 << FRACTION_BITS) - 1
_EXACT = 11
"""Bits a word is shortened by to be exact as a fraction."""


def _places(words: Words) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """`luck.place` of every word."""
    sign = words.astype(np.int64) >> 63
    rest = words.astype(np.int64) ^ sign
    length = np.frexp((rest >> _EXACT).astype(np.float64))[1].astype(np.int64) + _EXACT
    shift = np.maximum(length, 65 - OCTAVES) - STEP_BITS - 1
    at = (shift - (64 - OCTAVES - STEP_BITS) << STEP_BITS) + (rest >> shift)
    return at ^ (sign & BINS - 1), (rest >> shift - FRACTION_BITS & _FRACTION) ^ (sign & _FRACTION)
