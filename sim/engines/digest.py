"""A 128-bit fingerprint of a stream of records, the same however the stream is cut into blocks.

Each of two lanes mixes a row to one 64-bit word, a sum of its columns with odd weights, and takes the polynomial
sum(word_i * P**(n-1-i)) mod 2**64 over the rows, so that a block folds at once and a compiled loop does the same sum. It
finds differences; it is no defence against forgery (files carry a SHA-256 for that).
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim.domain.luck import mix

LANES = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)
"""P of each lane; the weights of its columns follow from it."""
_BLOCK = 4096
_MASK = (1 << 64) - 1

Words = NDArray[np.uint64]


def weights(base: int) -> Words:
    """The odd weights of a lane's eight columns.

    >>> sorted(set((weights(LANES[0]) % 2).tolist()))
    [1]
    """
    return np.array([int(mix(base * (column + 1) & _MASK)) | 1 for column in range(8)], np.uint64)


def digest(records: NDArray[np.int64]) -> str:
    """The fingerprint of records of shape (n, 8) as 32 hex digits.

    >>> digest(np.zeros((0, 8), np.int64))
    '00000000000000000000000000000000'
    """
    return hexadecimal(*(_lane(records.view(np.uint64), base) for base in LANES))


def hexadecimal(first: int, second: int) -> str:
    """Both lanes as 32 hex digits."""
    return f"{first:016x}{second:016x}"


def _lane(rows: Words, base: int) -> int:
    total, factor = 0, weights(base)
    for start in range(0, len(rows), _BLOCK):
        words = mix((rows[start : start + _BLOCK] * factor).sum(axis=1, dtype=np.uint64) + np.uint64(base))
        block = int((words * _powers(base, len(words))).sum(dtype=np.uint64))
        total = (total * pow(base, len(words), 1 << 64) + block) & _MASK
    return total


@cache
def _powers(base: int, count: int) -> Words:
    """base ** (count-1) ... base ** 0, mod 2**64."""
    return np.cumprod(np.array([1] + [base] * (count - 1), np.uint64), dtype=np.uint64)[::-1]
