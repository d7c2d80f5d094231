"""Both writings of the digest: the same fingerprint however the records are cut."""

import numpy as np
import pytest

from sim.engines.compiled import Fingerprint
from sim.engines.digest import digest


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 9_000])
def test_a_stream_cut_anywhere_has_the_digest_of_the_whole(size: int) -> None:
    rows = np.random.default_rng(size).integers(-(2**63), 2**63 - 1, (size, 8))
    for cuts in ([], [size // 3], [1, size // 2, size // 2]):
        fingerprint = Fingerprint()
        for block in np.split(rows, sorted(cut for cut in cuts if cut <= size)):
            fingerprint.add(block)
        assert fingerprint.digest == digest(rows)
