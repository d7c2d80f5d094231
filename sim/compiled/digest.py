"""The fingerprint of `sim/engines/digest.py` over records as they are taken: the same sums, row by row."""

import numpy as np

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.draws import mixed
from sim.compiled.jit import apart, compiled
from sim.domain.fingerprint import BASE, LANE_1, LANE_2, ROTATED, WEIGHTS

_BASE, _LANE_1, _LANE_2 = np.uint64(BASE), np.uint64(LANE_1), np.uint64(LANE_2)
_TIME, _CONTACT, _VALUE, _WHO, _WHAT = (np.uint64(weight) for weight in WEIGHTS)
_LEFT, _RIGHT = np.uint64(ROTATED), np.uint64(64 - ROTATED)


@compiled
def fold(m):
    """Fold the records that have been written since; those of account statuses and memberships go into the ledger."""
    apart()
    first, second = np.uint64(m[at.LANE_1]), np.uint64(m[at.LANE_2])
    for n in range(m[at.ROWS_DONE], m[at.ROWS_N]):
        row = m[at.ROWS] + n * at.RECORD_SIZE
        agent = np.uint64(m[row + 4])
        word = _BASE + np.uint64(m[row]) * _TIME + np.uint64(m[row + 2]) * _CONTACT + np.uint64(m[row + 6]) * _VALUE
        word += (np.uint64(m[row + 3]) ^ (agent << _LEFT | agent >> _RIGHT)) * _WHO
        word += np.uint64(m[row + 1] ^ m[row + 7] << 8 ^ m[row + 5] << 16) * _WHAT
        word = mixed(word)
        first = first * _LANE_1 + word
        if m[row + 1] == w.R_STATUS or m[row + 1] == w.R_MEMBER:
            _enter(m, row)
        second = second * _LANE_2 + word
    m[at.LANE_1], m[at.LANE_2] = np.int64(first), np.int64(second)
    if m[at.ROWS_DONE] < m[at.ROWS_N]:
        m[at.LAST_US] = m[m[at.ROWS] + (m[at.ROWS_N] - 1) * at.RECORD_SIZE]
    m[at.ROWS_DONE] = m[at.ROWS_N]


@compiled
def _enter(m, row):
    place = m[at.LEDGER] + m[at.LEDGER_N] * at.RECORD_SIZE
    for n in range(at.RECORD_SIZE):
        m[place + n] = m[row + n]
    m[at.LEDGER_N] += 1
