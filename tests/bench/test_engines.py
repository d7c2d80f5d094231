"""Ours and every other simulator that is installed simulate the same system. How fast is for `make bench-engines`."""

from dataclasses import replace

import pytest

from tests.bench.engines import ERLANG, LEAST, Row, erlang_rows, table, wrong
from tests.bench.peers import Waited, peers

ROWS = {row.title: row for row in erlang_rows()}
RIGHT = Waited(1_000_000, 0.0310, 3.73, 0.945)


@pytest.mark.parametrize("title", ROWS)
def test_a_row_agrees_with_erlang_a(title: str) -> None:
    row = ROWS[title]
    row.calls = LEAST
    row.go(seed=1)
    assert wrong(row, row, ERLANG) == []


@pytest.mark.parametrize("figure", [check.figure for check in ERLANG])
def test_a_row_that_is_wrong_is_told_by_its_figure(figure: str) -> None:
    row = Row("theirs", lambda calls, seed: RIGHT, out=[RIGHT])
    assert wrong(row, row, ERLANG) == []
    row.out = [replace(RIGHT, **{figure: getattr(RIGHT, figure) * 1.12})]
    (told,) = wrong(row, row, ERLANG)
    assert told.startswith("theirs: ")


def test_a_simulator_without_its_package_is_no_row() -> None:
    for title, package, run in peers():
        if run is None:
            pytest.skip(f"{package} is not installed")
        assert title in ROWS


def test_the_table_measures_in_its_first_row() -> None:
    rows = [Row("slow", lambda calls, seed: RIGHT, 100, [50.0, 10.0, 20.0], [RIGHT]),
            Row("fast", lambda calls, seed: RIGHT, 100, [60.0], [RIGHT])]  # fmt: skip
    last = table("Speed", rows, ERLANG).splitlines()[-1]
    assert last.split()[:4] == ["fast", "100", "60", "3.00"]
