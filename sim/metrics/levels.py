"""How many at once: counts that change in steps over time, and their exact integrals. Knows nothing of agents or calls."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Level:
    """A step function of time: `count[i]` from `at_us[i]` until the next change; 0 before the first."""

    at_us: Ints
    count: NDArray[Any]
    """Whole numbers, unless capped by a fraction."""

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

    def capped(self, most: float) -> Self:
        """The count, or `most` where it is higher."""
        return type(self)(self.at_us, np.minimum(self.count, most))

    def value(self, at_us: ArrayLike) -> NDArray[Any]:
        """The count at these instants."""
        place = np.searchsorted(self.at_us, at_us, side="right")
        values: NDArray[Any] = np.append(0, self.count)[place]
        return values

    def integral(self, at_us: ArrayLike) -> NDArray[Any]:
        """Count x time from the beginning to each of these instants, in us."""
        at = np.asarray(at_us, dtype=np.int64)
        if not len(self.at_us):
            return np.zeros_like(at)
        done = np.append(0, np.cumsum(self.count[:-1] * np.diff(self.at_us)))
        place = np.searchsorted(self.at_us, at, side="right") - 1
        inside = np.maximum(place, 0)
        whole = np.where(place < 0, 0, done[inside] + self.count[inside] * (at - self.at_us[inside]))
        return np.asarray(whole)

    def between(self, from_us: int, to_us: int) -> float:
        """Count x time inside [from, to), in us."""
        first, last = self.integral([from_us, max(from_us, to_us)])
        return float(last - first)


def overlap(from_us: Ints, to_us: Ints, window: tuple[int, int]) -> Ints:
    """How much of each span lies in a window, in us."""
    length: Ints = np.minimum(to_us, window[1]) - np.maximum(from_us, window[0])
    return np.maximum(length, 0)


def clipped(windows: tuple[tuple[int, int], ...], window: tuple[int, int]) -> list[tuple[int, int]]:
    """The parts of some windows that lie in another."""
    pairs = ((max(start, window[0]), min(end, window[1])) for start, end in windows)
    return [(start, end) for start, end in pairs if start < end]
