"""Exact chains at a small share of what `make validate` takes: within 4 standard errors, at half-widths of at most 5 %.

A machine that is wrong must be noticed by the same comparison.
"""

from pathlib import Path

import pytest

from sim.engines.choice import prepare
from tests.theory.broken import WRONG, broken
from tests.theory.chains import chains
from tests.theory.full import SIGMAS, Row, compare

SHARE = 0.05
CHAINS = chains()


@pytest.fixture(scope="module", autouse=True)
def _ready() -> None:
    prepare()


def told(row: Row) -> str:
    return (
        f"{row.measure}: {row.value:.6g} +- {row.half_width:.2g}, exact {row.exact:.6g}: {row.z:+.1f} standard errors"
    )


@pytest.mark.parametrize("name", CHAINS)
def test_a_chain_agrees_within_four_standard_errors(name: str, tmp_path: Path) -> None:
    rows = compare(CHAINS[name], tmp_path, SHARE)
    assert [told(row) for row in rows if abs(row.z) > SIGMAS or row.wide(0.05, 0.01)] == []


@pytest.mark.parametrize("what", WRONG)
def test_a_machine_that_is_wrong_is_noticed(what: str, tmp_path: Path) -> None:
    rows = compare(broken(what), tmp_path, WRONG[what][-1])
    assert [told(row) for row in rows if abs(row.z) > SIGMAS] != []
