"""The fingerprint of `sim/engines/digest.py` over records as they are written: the same sums, one by one."""

import numpy as np

from sim.compiled import layout as at
from sim.compiled.draws import mixed
from sim.compiled.jit import inlined
from sim.domain.fingerprint import BASE, LANE_1, LANE_2, ROTATED, WEIGHTS

_BASE, _LANE_1, _LANE_2 = np.uint64(BASE), np.uint64(LANE_1), np.uint64(LANE_2)
_TIME, _CONTACT, _VALUE, _WHO, _WHAT = (np.uint64(weight) for weight in WEIGHTS)
_LEFT, _RIGHT = np.uint64(ROTATED), np.uint64(64 - ROTATED)


@inlined
def stamp(m):
    """A new instant: its part of the word of each of its records."""
    m[at.STAMP] = np.int64(_BASE + np.uint64(m[at.NOW]) * _TIME)


@inlined
def imprint(m, kind, contact, offer, agent, group, value, reason):
    """Fold one record of this instant."""
    who = _word(agent)
    word = np.uint64(m[at.STAMP]) + _word(contact) * _CONTACT + _word(value) * _VALUE
    word += (_word(offer) ^ (who << _LEFT | who >> _RIGHT)) * _WHO
    word = mixed(word + _word(kind ^ reason << 8 ^ group << 16) * _WHAT)
    m[at.LANE_1] = np.int64(np.uint64(m[at.LANE_1]) * _LANE_1 + word)
    m[at.LANE_2] = np.int64(np.uint64(m[at.LANE_2]) * _LANE_2 + word)
    m[at.LAST_US] = m[at.NOW]


@inlined
def _word(number):
    return np.uint64(np.int64(number))
