"""Lists of integers in one region, by address: what a row of fixed size cannot hold."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


class Lists:
    """Lists one after another, from a base on; the region never moves, so addresses stay."""

    def __init__(self, base: int) -> None:
        self._end = base
        self._parts: list[NDArray[np.int64]] = []

    def put(self, values: Iterable[int] | NDArray[np.int64]) -> int:
        """Add a list and return its address."""
        part = np.asarray(values if isinstance(values, np.ndarray) else list(values), np.int64).ravel()
        address, self._end = self._end, self._end + len(part)
        self._parts.append(part)
        return address

    @property
    def values(self) -> NDArray[np.int64]:
        """All of them."""
        return np.concatenate(self._parts) if self._parts else np.zeros(0, np.int64)


def signed(word: int) -> int:
    """A 64-bit word as a signed integer."""
    return word - (1 << 64) if word >> 63 else word
