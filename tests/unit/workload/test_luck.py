"""Luck: uniform in all its bits, and without a trace of its neighbour's, whatever one part of the key differs in."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from sim.domain.contacts import Channel
from sim.domain.luck import Purpose, draw, luck_of, mix, stream
from sim.domain.plan import SourcePlan
from sim.workload.arrivals import lucks

CALLS = 50_000
SEEDS, REPLICATIONS = (0, 1, 2, 2**64 - 1), (1, 2, 3)
RARE = 1e-6
"""Chance of a false alarm of a whole test, shared among all it looks at."""


def of(name: str = "calls/main") -> NDArray[np.uint64]:
    return lucks(SourcePlan(name, Channel.INBOUND_CALL, 0, -1, (), ()), 0, CALLS)


def streams() -> Iterator[NDArray[np.uint64]]:
    """The same calls under every purpose of some neighbouring seeds and replications."""
    for key in product(SEEDS, REPLICATIONS, Purpose):
        yield draw(stream(*key), of())


def unit(words: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Uniform words as numbers of mean 0 and variance 1."""
    return ((words >> np.uint64(11)).astype(np.float64) / 2**53 - 0.5) * 12**0.5


def bound(looks: int) -> float:
    """What no standard normal number among so many exceeds but with a chance of `RARE`."""
    return float(stats.norm.isf(RARE / looks / 2))


def assert_unrelated(columns: list[NDArray[np.uint64]]) -> None:
    rows = np.array([unit(column) for column in columns])
    found = (rows @ rows.T / CALLS**0.5)[np.triu_indices(len(rows), 1)]
    assert np.abs(found).max() < bound(len(found))
    assert found.std() == pytest.approx(1, abs=4 / (2 * len(found)) ** 0.5)


def test_every_range_of_bits_is_uniform() -> None:
    """The top 16 bits choose a bin of a table, the next 24 a place in it; all eight bytes are looked at."""
    chances = []
    for words, byte in product(streams(), range(0, 64, 8)):
        counts = np.bincount((words >> np.uint64(byte) & np.uint64(255)).astype(int), minlength=256)
        chances.append(stats.chisquare(counts).pvalue)
    assert min(chances) > RARE / len(chances)
    assert stats.kstest(chances, "uniform").pvalue > RARE


def test_one_call_after_another_has_luck_of_its_own() -> None:
    found = [float((unit(words)[1:] * unit(words)[:-1]).sum()) / (CALLS - 1) ** 0.5 for words in streams()]
    assert np.abs(found).max() < bound(len(found))


def test_purposes_replications_and_seeds_are_unrelated() -> None:
    assert_unrelated(list(streams()))


def test_sources_agents_and_offers_are_unrelated() -> None:
    """Names that differ in a digit; the same calls offered to twelve agents, thrice to each."""
    base = stream(1, 1, Purpose.PICK_UP)
    names = ("calls/main", "calls/main2", "calls/a", "calls/b", "sms/main")
    assert_unrelated([draw(base, of(name)) for name in names])
    agents = [np.uint64(luck_of(f"sales-{nth}")) for nth in range(1, 13)]
    with np.errstate(over="ignore"):
        offers = [draw(base, of(), agent, np.uint64(nth)) for agent, nth in product(agents, range(3))]
    assert_unrelated(offers)


def test_no_two_streams_have_the_same_base() -> None:
    keys = list(product((*range(100), 2**64 - 1), range(1, 51), Purpose))
    assert len({stream(*key) for key in keys}) == len(keys)


def test_one_bit_of_a_word_changes_every_bit_of_its_mix_half_the_time() -> None:
    words = mix(np.arange(1, 4_001, dtype=np.uint64))
    for bit in range(64):
        changed = mix(words) ^ mix(words ^ np.uint64(1 << bit))
        share = [(changed >> np.uint64(place) & np.uint64(1)).mean() for place in range(64)]
        assert np.abs(np.array(share) - 0.5).max() < bound(64 * 64) * 0.5 / 4_000**0.5
