"""A distribution as a table of its inverse, 2**16 bins with exact bin means, and draws from it for whole columns.

Bin i covers the quantiles [i, i+1) / 2**16; inside, a draw is linear from the bin's lower quantile to as far beyond its
mean as the mean lies above it, and in the first bin, where a narrow law's lower quantile of 0 is far away, as far below
its mean as the next bin lies above it. So means are exact to half a microsecond, and tails end at twice the mean of the
last bin. May not hold state.
"""

from array import array
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc, gammaincinv, ndtr, ndtri

from sim.domain.knobs import Constant, Distribution, Exponential, Gamma, Lognormal, Uniform
from sim.domain.luck import BINS, FRACTION_BITS, Table
from sim.domain.time import NEVER, SECOND

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

_EDGES = np.arange(BINS + 1) / BINS


@lru_cache(maxsize=512)
def table(law: Distribution) -> Table:
    """The table of a law given in seconds; draws are in microseconds."""
    low, mean = _quantiles_and_means(law)
    shift = 0.0 if isinstance(law, Constant) else law.shift
    lows = np.rint((low + shift) * SECOND).astype(np.int64)
    # Nobody lives to see the end of the widest tails; capped, every draw fits into 64 bits.
    widths = np.rint(np.minimum(2 * (mean - low) * SECOND, NEVER - lows)).astype(np.int64)
    return Table(array("q", lows.tobytes()), array("q", widths.tobytes()))


def _quantiles_and_means(law: Distribution) -> tuple[Floats, Floats]:
    """Per bin: its lower quantile and its mean, without the shift."""
    if isinstance(law, Constant):
        return np.full(BINS, law.value), np.full(BINS, law.value)
    quantile, partial = _LAWS[type(law)](law)
    low = quantile[:-1].copy()
    mean = np.maximum(np.diff(partial) * BINS, low)
    low[0] = max(low[0], 2 * mean[0] - low[1])
    return low, mean


def _exponential(law: Exponential) -> tuple[Floats, Floats]:
    """Quantiles, and the integral of the quantile function up to each edge."""
    left = 1 - _EDGES
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.log(left)
        partial = np.where(left > 0, 1 - left + left * log, 1.0)
    return -law.mean * log, law.mean * partial


def _lognormal(law: Lognormal) -> tuple[Floats, Floats]:
    if law.mean is not None:
        assert law.cv is not None, "the loader refuses a mean without a cv"
        sigma = float(np.sqrt(np.log1p(law.cv**2)))
        mu = float(np.log(law.mean)) - sigma**2 / 2
    else:
        assert law.median is not None, "the loader refuses a lognormal without either pair"
        assert law.sigma is not None, "the loader refuses a median without a sigma"
        mu, sigma = float(np.log(law.median)), law.sigma
    z = ndtri(_EDGES)
    return np.exp(mu + sigma * z), np.exp(mu + sigma**2 / 2) * ndtr(z - sigma)


def _gamma(law: Gamma) -> tuple[Floats, Floats]:
    shape = law.cv**-2
    quantile = gammaincinv(shape, _EDGES)
    return quantile * (law.mean / shape), law.mean * gammainc(shape + 1, quantile)


def _uniform(law: Uniform) -> tuple[Floats, Floats]:
    span = law.high - law.low
    return law.low + span * _EDGES, law.low * _EDGES + span * _EDGES**2 / 2


_LAWS: dict[type, Callable[[Any], tuple[Floats, Floats]]] = {
    Exponential: _exponential,
    Lognormal: _lognormal,
    Gamma: _gamma,
    Uniform: _uniform,
}


def values(of: Table, words: Words) -> NDArray[np.int64]:
    """`Table.value` of every word, shape as given, in microseconds."""
    at = (words >> np.uint64(48)).astype(np.int64)
    fraction = ((words >> np.uint64(24)) & np.uint64(0xFFFFFF)).astype(np.int64)
    width = np.frombuffer(of.width, np.int64)[at]
    # width * fraction >> 24 in two halves, for the product may not fit into 64 bits
    high, low = width >> FRACTION_BITS, width & 0xFFFFFF
    drawn: NDArray[np.int64] = np.frombuffer(of.low, np.int64)[at] + high * fraction + (low * fraction >> FRACTION_BITS)
    return drawn
