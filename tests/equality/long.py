"""`make equality RECORDS=1e8`: random days under both machines until so many records have been compared."""

import os
import sys
from itertools import count

from sim.engines import first_difference
from tests.equality.days import compiled, plainly, read

ONE_LINE = 1_000_000
FIRST_SEED = 1_000_000
"""Seeds the test suite does not use."""


def main() -> int:
    """Compare; the exit code is 1 at the first difference."""
    wanted, records, shown = int(float(os.environ.get("RECORDS", "1e7"))), 0, ONE_LINE
    for seed in count(FIRST_SEED):
        day, plan = read(seed)
        left = plainly(day, plan)
        found = first_difference(left, compiled(day, plan, 64 if seed % 10 == 0 else 8192))
        if found:
            print(f"tests.equality.days.read({seed}): record {found}")
            return 1
        records += len(left)
        if records >= min(shown, wanted):
            print(f"{records:,} records of {seed + 1 - FIRST_SEED:,} days are equal", flush=True)
            shown += ONE_LINE
        if records >= wanted:
            return 0
    raise AssertionError("days do not run out")


if __name__ == "__main__":
    sys.exit(main())
