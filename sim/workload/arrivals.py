"""When contacts arrive: a Poisson process whose rate is a table, busier on some days than on others, or a recording.

The gaps are unit exponentials keyed by the contact, summed as integers and stretched by the rate. So the n-th arrival
is the same however many are asked for at a time, and a doubled rate brings the same callers in half the time.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.domain.laws import Exponential, Gamma
from sim.domain.luck import Purpose, draw, luck_of, mix, stream
from sim.domain.plan import SourcePlan
from sim.domain.time import SECOND
from sim.workload.laws import Words, table, values

ORDINAL_STEP = 0x9E3779B97F4A7C15
_HOUR_US = 3600 * SECOND
_UNIT = SECOND
"""One expected arrival, in the integers the gaps are summed in."""
MOST_AT_ONCE = 4096


def lucks(source: SourcePlan, first: int, count: int) -> Words:
    """The luck keys of contacts first ... first + count - 1 of a source: its name and their ordinal, nothing else."""
    ordinals = np.arange(first + 1, first + count + 1, dtype=np.uint64)
    return np.asarray(mix(ordinals * np.uint64(ORDINAL_STEP) + np.uint64(luck_of(source.name))), np.uint64)


def block_size(source: SourcePlan) -> int:
    """How many contacts of a source are drawn at once: about as many as are expected, a power of two."""
    if source.replayed is not None:
        return MOST_AT_ONCE
    expected = sum((end - begin) / _HOUR_US * per_hour for begin, end, per_hour in source.rates)
    return min(MOST_AT_ONCE, 1 << max(4, int(expected).bit_length()))


def arrivals_us(source: SourcePlan, seed: int, replication: int) -> Iterator[int]:
    """Arrival times of a source in order, in microseconds from the start of the horizon."""
    for block in arrival_blocks(source, seed, replication):
        yield from block.tolist()


def arrival_blocks(source: SourcePlan, seed: int, replication: int) -> Iterator[NDArray[np.int64]]:
    """The same times, a block at a time."""
    if source.replayed is not None:
        yield np.array(source.replayed.arrival_us, np.int64)
        return
    begins, ends, loads = operational(source, seed, replication)
    if not len(loads):
        return
    edges = np.concatenate([[0.0], np.cumsum(loads)])
    base, size, first, reached = stream(seed, replication, Purpose.ARRIVAL), block_size(source), 0, 0
    gaps = table(Exponential(mean=1.0))
    while reached < edges[-1]:
        at = reached + np.cumsum(values(gaps, draw(base, lucks(source, first, size))))
        reached, first = int(at[-1]), first + size
        at = at[at < edges[-1]]
        piece = np.searchsorted(edges, at, side="right") - 1
        along = (at - edges[piece]) / loads[piece] * (ends - begins)[piece]
        yield np.minimum(begins[piece] + along.astype(np.int64), ends[piece] - 1)


def operational(
    source: SourcePlan, seed: int, replication: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Begin, end (us) and expected arrivals (in `_UNIT`) of every piece of constant rate, each inside one day."""
    pieces = [
        (max(begin, midnight), min(end, next_midnight), per_hour * factor)
        for (midnight, next_midnight), factor in zip(source.days, _busyness(source, seed, replication), strict=True)
        for begin, end, per_hour in source.rates
        if max(begin, midnight) < min(end, next_midnight) and per_hour * factor > 0
    ]
    begins, ends = (np.array([piece[i] for piece in pieces], np.int64) for i in (0, 1))
    per_hour = np.array([piece[2] for piece in pieces], np.float64)
    return begins, ends, (ends - begins) / _HOUR_US * per_hour * _UNIT


def _busyness(source: SourcePlan, seed: int, replication: int) -> list[float]:
    """The volume factor of each day: Gamma with mean 1."""
    if not source.busyness_cv:
        return [1.0] * len(source.days)
    base, luck = stream(seed, replication, Purpose.BUSYNESS), luck_of(source.name)
    law = table(Gamma(mean=1.0, cv=source.busyness_cv))
    return [law.value(draw(base, luck, 0, nth)) / SECOND for nth in range(len(source.days))]
