"""The fingerprint of `sim/engines/digest.py` over records as they are taken: the same sum, row by row."""

import numpy as np

from sim.compiled.jit import entry

_C1, _C2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_30, _27, _31 = np.uint64(30), np.uint64(27), np.uint64(31)


@entry
def folded(rows, total, base, weights):
    """A lane's total with rows of shape (n, 8) added; `base` and `weights` are those of the lane, as int64 words."""
    lane, step = np.uint64(total), np.uint64(base)
    for i in range(rows.shape[0]):
        word = step
        for column in range(8):
            word += np.uint64(rows[i, column]) * np.uint64(weights[column])
        word = (word ^ (word >> _30)) * _C1
        word = (word ^ (word >> _27)) * _C2
        lane = lane * step + (word ^ (word >> _31))
    return np.int64(lane)
