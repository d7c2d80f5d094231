"""The fingerprint of `sim/engines/digest.py` over records as they are taken: the same sum, row by row."""

import numpy as np

from sim.compiled.draws import mixed
from sim.compiled.jit import entry


@entry
def folded(rows, total, base, weights):
    """A lane's total with rows of shape (n, 8) added; `base` and `weights` are those of the lane, as int64 words."""
    lane, step = np.uint64(total), np.uint64(base)
    for i in range(rows.shape[0]):
        word = step
        for column in range(8):
            word += np.uint64(rows[i, column]) * np.uint64(weights[column])
        lane = lane * step + mixed(word)
    return np.int64(lane)
