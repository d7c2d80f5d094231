"""`make validate`: every exact system at full power, one table, and the machines broken on purpose that must be found out.

Passes if every measure is within 4 standard errors, at most 8 % are beyond 1.96, every half-width is at most 1 % (of a
probability 0.002) and every broken machine has a measure that is further off.
"""

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sim.engines.choice import prepare
from tests.theory.broken import WRONG, broken
from tests.theory.chains import chains
from tests.theory.days import DAYS, compare_days
from tests.theory.full import NINETEEN, SIGMAS, Row, compare

WORKERS = 2
BEYOND = 0.08
"""Largest share of measures beyond 1.96 standard errors: about 300 of them, and one in twenty is expected."""


def _chain(folder: Path, name: str) -> list[Row]:
    return compare(chains()[name], folder)


def _broken(folder: Path, what: str) -> list[Row]:
    return [row._replace(system=what) for row in compare(broken(what), folder)]


def line(row: Row) -> str:
    """One row of the table."""
    return (f"{row.system:32.32} {row.measure:34.34} {row.exact:12.6g} {row.value:12.6g} "
            f"{row.half_width:10.2g} {row.half_width / abs(row.exact):6.2%} {row.z:+6.2f}")  # fmt: skip


HEAD = f"{'system':32} {'measure':34} {'exact':>12} {'simulated':>12} {'half-width':>10} {'':>6} {'z':>6}"


def main() -> int:
    """Print the table and what it comes to; 1 if it does not pass."""
    prepare()
    print(HEAD)
    rows, missed = [], []
    with TemporaryDirectory() as home, ProcessPoolExecutor(WORKERS) as pool:
        known = [pool.submit(partial(_chain, Path(home)), name) for name in chains()]
        known += [pool.submit(partial(compare_days, Path(home)), name) for name in DAYS]
        wrong = {what: pool.submit(partial(_broken, Path(home)), what) for what in WRONG}
        for future in known:
            found = future.result()
            rows += found
            print("\n".join(map(line, found)), flush=True)
        for what, future in wrong.items():
            worst = max(future.result(), key=lambda row: abs(row.z))
            print(f"broken: {line(worst)}", flush=True)
            missed += [what] if abs(worst.z) <= SIGMAS else []
    return _total(rows, missed)


def _total(rows: Sequence[Row], missed: Sequence[str]) -> int:
    off = [row for row in rows if abs(row.z) > SIGMAS]
    beyond = sum(abs(row.z) > NINETEEN for row in rows)
    wide = [row for row in rows if row.wide(0.01, 0.002)]
    print(f"{len(rows)} measures: {len(off)} beyond 4 standard errors, {beyond} ({beyond / len(rows):.1%}) beyond 1.96, "
          f"{len(wide)} too loosely known; {len(WRONG) - len(missed)} of {len(WRONG)} broken machines found out")  # fmt: skip
    for row in (*off, *wide):
        print(f"not as it should be: {line(row)}")
    return int(bool(off or wide or missed) or beyond > BEYOND * len(rows))


if __name__ == "__main__":
    sys.exit(main())
