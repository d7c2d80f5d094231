"""The fingerprint of records, with NumPy: as `sim/domain/fingerprint.py` says. The compiled machine folds the same sums."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim.domain.fingerprint import BASE, LANE_1, LANE_2, ROTATED, WEIGHTS
from sim.domain.luck import MASK, mix

_BLOCK = 4096
_WEIGHTS = np.array(WEIGHTS, np.uint64)
_LEFT, _RIGHT, _8, _16 = (np.uint64(bits) for bits in (ROTATED, 64 - ROTATED, 8, 16))

Words = NDArray[np.uint64]


def digest(records: NDArray[np.int64]) -> str:
    """The fingerprint of records of shape (n, 8) as 32 hex digits.

    >>> digest(np.zeros((0, 8), np.int64))
    '00000000000000000000000000000000'
    """
    rows, first, second = records.view(np.uint64), 0, 0
    for start in range(0, len(rows), _BLOCK):
        words = _words(*rows[start : start + _BLOCK].T)
        first, second = _added(first, words, LANE_1), _added(second, words, LANE_2)
    return hexadecimal(first, second)


def hexadecimal(first: int, second: int) -> str:
    """Both lanes as 32 hex digits."""
    return f"{first & MASK:016x}{second & MASK:016x}"


def _words(
    time: Words, kind: Words, contact: Words, offer: Words, agent: Words, group: Words, value: Words, reason: Words
) -> Words:
    parts = (time, contact, value, offer ^ (agent << _LEFT | agent >> _RIGHT), kind ^ reason << _8 ^ group << _16)
    total = np.full(len(time), BASE, np.uint64)
    for part, weight in zip(parts, _WEIGHTS, strict=True):
        total += part * weight
    return np.asarray(mix(total), np.uint64)


def _added(total: int, words: Words, lane: int) -> int:
    block = int((words * _powers(lane, len(words))).sum(dtype=np.uint64))
    return (total * pow(lane, len(words), 1 << 64) + block) & MASK


@cache
def _powers(lane: int, count: int) -> Words:
    """lane ** (count-1) ... lane ** 0, mod 2**64."""
    return np.cumprod(np.array([1] + [lane] * (count - 1), np.uint64), dtype=np.uint64)[::-1]
