"""Both writings of the digest: the compiled machine, which folds as it goes, and NumPy over all records."""

import numpy as np
import pytest

from sim.engines.digest import digest
from tests.equality.days import DRAIN, read, replica_of


@pytest.mark.parametrize("rows", [1, 64, 8192])
def test_a_stream_cut_anywhere_has_the_digest_of_the_whole(rows: int) -> None:
    for seed in range(20):
        day, plan = read(seed)
        replica = replica_of(day, plan, rows)
        records = np.concatenate(list(replica.blocks(DRAIN * day.grid_us)))
        assert replica.digest == digest(records)


def test_every_column_and_the_order_change_the_digest() -> None:
    rows = np.random.default_rng(1).integers(-(2**63), 2**63 - 1, (9, 8))
    others = [rows[::-1], rows[1:]]
    for column in range(8):
        for bit in (0, 20, 40):
            changed = rows.copy()
            changed[4, column] ^= 1 << bit
            others.append(changed)
    digests = {digest(other) for other in (rows, *others)}
    assert len(digests) == 1 + len(others)
