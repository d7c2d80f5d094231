"""Waits as a sparse histogram: as many buckets as lengths that occur, however many calls there are.

A bucket (`sim.domain.cells.bucket`) stands for the mean of its waits, so a quantile is exact while a bucket holds one
call, and within 1/2048 of the wait always.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sim.domain.cells import FINE
from sim.domain.time import SECOND
from sim.metrics.columns import Ints

_DOUBLED = np.left_shift(1 << (FINE + 1), np.arange(62 - FINE), dtype=np.int64)
"""Waits from which buckets are twice as wide as before."""


@dataclass(frozen=True, slots=True, eq=False)
class Waits:
    """Buckets that hold a wait, in order, with the number of their waits and the sum."""

    bucket: Ints
    count: Ints
    sum_us: Ints

    @classmethod
    def of(cls, wait_us: Ints) -> Self:
        """Count these waits, 0 .. 2**62 us."""
        return cls.merged([cls(buckets(wait_us), np.ones_like(wait_us), wait_us)])

    @classmethod
    def merged(cls, parts: Sequence[Self]) -> Self:
        """All of them together; at least one, their buckets in any order."""
        bucket = np.concatenate([part.bucket for part in parts])
        order = np.argsort(bucket, kind="stable")
        distinct, first = np.unique(bucket[order], return_index=True)
        count = np.concatenate([part.count for part in parts])[order]
        sum_us = np.concatenate([part.sum_us for part in parts])[order]
        return cls(distinct, np.add.reduceat(count, first), np.add.reduceat(sum_us, first))

    def without(self, part: Self) -> Self:
        """The others; all of `part` are among these."""
        place = np.searchsorted(self.bucket, part.bucket)
        count, sum_us = self.count.copy(), self.sum_us.copy()
        count[place] -= part.count
        sum_us[place] -= part.sum_us
        kept = count > 0
        return type(self)(self.bucket[kept], count[kept], sum_us[kept])

    @property
    def calls(self) -> int:
        """How many waits there are."""
        return int(self.count.sum())

    @property
    def mean_s(self) -> NDArray[np.float64]:
        """What each bucket stands for, in s."""
        mean_s: NDArray[np.float64] = self.sum_us / self.count / SECOND
        return mean_s

    def quantile_s(self, level: float) -> float:
        """The wait in s that a share of the calls (there is one) do not exceed, between two calls as `numpy.quantile`."""
        at = level * (self.calls - 1)
        low = int(at)
        place = np.searchsorted(np.cumsum(self.count), [low, min(low + 1, self.calls - 1)], side="right")
        below, above = self.mean_s[place]
        return float(below + (at - low) * (above - below))


def buckets(wait_us: Ints) -> Ints:
    """The bucket of each wait.

    >>> buckets(np.array([0, 4095, 4096, 4097, 4098, 8191, 8192])).tolist()
    [0, 4095, 4096, 4096, 4097, 6143, 6144]
    """
    shift = np.searchsorted(_DOUBLED, wait_us, side="right")
    return (shift << FINE) + (wait_us >> shift)
