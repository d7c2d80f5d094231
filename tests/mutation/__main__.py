"""`python -m tests.mutation SAMPLE=300 SEED=1`: how many of so many small mistakes the tests notice.

`LIMIT` is the seconds a stage may take (300), `EXAMPLES` the share of the properties' examples that are tried (0.2: what fails
among few fails among all); `ONLY=file:line` tries the mutants of one line. Prints every survivor, which stage killed how many, and the kill rate with its 95 % Wilson interval.
"""

import os
import sys
from collections import Counter
from math import sqrt
from random import Random

import hypothesis  # loaded once, before the forks
import numpy as np

from .mutants import UNCHANGED, every
from .trial import killed_by

LOADED = (hypothesis, np)
Z = 1.959964
"""Of 95 %."""


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share (Wilson 1927, J. Am. Stat. Assoc. 22, 209)."""
    share, square = hits / of, Z * Z / of
    middle = (share + square / 2) / (1 + square)
    half = Z * sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return middle - half, middle + half


def main(arguments: list[str]) -> int:
    """Try a seeded sample of all mutants; the exit code is 0."""
    given = {"SAMPLE": "300", "SEED": "1", "LIMIT": "300", "EXAMPLES": "0.2", "ONLY": ""} | dict(
        one.split("=", 1) for one in arguments
    )
    os.nice(10)
    os.environ["EXAMPLES"] = given["EXAMPLES"]
    mutants = [one for one in every() if f"{one.file}:{one.line} ".endswith(given["ONLY"] + " ") or not given["ONLY"]]
    chosen = Random(int(given["SEED"])).sample(mutants, min(int(given["SAMPLE"]), len(mutants)))
    wrong = killed_by(UNCHANGED, float(given["LIMIT"]))
    assert not wrong, f"the tests fail without a mistake: {wrong}"
    stages: Counter[str] = Counter()
    for nth, mutant in enumerate(chosen, 1):
        stage = killed_by(mutant, float(given["LIMIT"]))
        stages[stage or "survived"] += 1
        if not stage:
            print(f"survived  {mutant}", flush=True)
        if nth % 25 == 0 or nth == len(chosen):
            killed = nth - stages["survived"]
            low, high = wilson(killed, nth)
            print(f"{killed} of {nth} killed, {killed / nth:.1%} ({low:.1%} to {high:.1%})", flush=True)
    print(
        f"of {len(mutants):,} mutants of sim/routing: " + ", ".join(f"{stage} {n}" for stage, n in stages.most_common())
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
