"""How many at once: counts that change in steps over time, and their exact integrals. Knows nothing of agents or calls."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Windows = tuple[tuple[int, int], ...]
"""Disjoint [from, to), us."""


@dataclass(frozen=True, slots=True)
class Level:
    """A step function of time: `count[i]` from `at_us[i]` until the next change; 0 before the first."""

    at_us: Ints
    count: Ints

    @classmethod
    def of(cls, from_us: Ints, to_us: Ints) -> Self:
        """How many of these half-open spans hold at each instant.

        >>> Level.of(np.array([0, 5]), np.array([10, 7])).count.tolist()
        [1, 2, 1, 0]
        """
        at_us, place = np.unique(np.concatenate([from_us, to_us]), return_inverse=True)
        begun = np.bincount(place[: len(from_us)], minlength=len(at_us))
        ended = np.bincount(place[len(from_us) :], minlength=len(at_us))
        return cls(at_us, np.cumsum(begun - ended).astype(np.int64))

    def up_to(self, most: float) -> Self:
        """The count where it is at most this, else 0."""
        return type(self)(self.at_us, np.where(self.count <= most, self.count, 0))

    def above(self, most: float) -> Self:
        """1 where the count is higher than this, else 0."""
        return type(self)(self.at_us, (self.count > most).astype(np.int64))

    def value(self, at_us: ArrayLike) -> Ints:
        """The count at these instants."""
        place = np.searchsorted(self.at_us, at_us, side="right")
        values: Ints = np.append(0, self.count)[place]
        return values

    def integral(self, at_us: ArrayLike) -> Ints:
        """Count x time from the beginning to each of these instants, in us."""
        at = np.asarray(at_us, dtype=np.int64)
        if not len(self.at_us):
            return np.zeros_like(at)
        done = np.append(0, np.cumsum(self.count[:-1] * np.diff(self.at_us)))
        place = np.searchsorted(self.at_us, at, side="right") - 1
        inside = np.maximum(place, 0)
        whole = np.where(place < 0, 0, done[inside] + self.count[inside] * (at - self.at_us[inside]))
        return np.asarray(whole)

    def between(self, from_us: ArrayLike, to_us: ArrayLike) -> Ints:
        """Count x time inside each [from, to), in us."""
        return self.integral(to_us) - self.integral(from_us)


def overlap(from_us: Ints, to_us: Ints, windows: Windows) -> Ints:
    """How much of each span lies in the windows, in us."""
    length = np.zeros(len(from_us), dtype=np.int64)
    for start, end in windows:
        length += np.maximum(np.minimum(to_us, end) - np.maximum(from_us, start), 0)
    return length


def within(at_us: Ints, windows: Windows) -> NDArray[np.bool_]:
    """Whether each instant lies in one of the windows."""
    inside = np.zeros(len(at_us), dtype=np.bool_)
    for start, end in windows:
        inside |= (at_us >= start) & (at_us < end)
    return inside


def clipped(spans: Windows, windows: Windows) -> Windows:
    """The parts of some spans that lie in the windows, in order; none is empty."""
    pairs = ((max(start, low), min(end, high)) for low, high in windows for start, end in spans)
    return tuple(sorted((start, end) for start, end in pairs if start < end))
