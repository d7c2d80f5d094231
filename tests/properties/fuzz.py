"""`make fuzz MINUTES=10 SEED=1`: random days until the time is up, every invariant after every instant.

A failure is shrunk, written to a file and printed: `make fuzz REPLAY=FILE` plays the file, `make fuzz DAY=NUMBER` the day it
came from. One line per million events; two processes at most, both polite.
"""

import os
import re
import sys
import traceback
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import count
from pathlib import Path
from random import Random
from time import monotonic

from .days import Day, numbered
from .options import with_options
from .running import run
from .shrinking import shrink, size
from .written import read, write

MOST_PROCESSES = 2
CHUNK = 100
"""Days a process plays before it reports."""
ONE_LINE = 1_000_000
SPAN = 10**9
"""Days of one seed: seed 7 starts at day 7,000,000,000."""
RESULTS = Path("results/fuzz")


def numbered_day(number: int) -> Day:
    """The day of a number; odd ones have what only the SimPy engine has, too."""
    return with_options(number, numbered(number)) if number % 2 else numbered(number)


def sound(day: Day, number: int = 0) -> int:
    """Play the day, two in eight in another order, too: its events; raises whatever is wrong."""
    books = run(day)
    if number % 8 < 2:
        luck = Random(number)
        other = run(day, shuffle=lambda due: luck.sample(due, len(due)), idle_steps=number % 16 == 0)
        assert books.records == other.records, "the order of insertion or an idle wake-up changes the records"
    assert books.world is not None
    return books.world.counts.events


def complaint(day: Day, number: int = 0) -> str:
    """What is wrong with the day, in one line; empty if nothing is."""
    try:
        sound(day, number)
    except Exception as wrong:  # whatever it is, it is what the fuzzer is for
        where = traceback.extract_tb(wrong.__traceback__)[-1]
        return (
            f"{type(wrong).__name__} in {Path(where.filename).name}, {where.name}: {str(wrong).partition(chr(10))[0]}"
        )
    return ""


def chunk(first: int) -> tuple[int, int, list[int]]:
    """Play CHUNK days: how many, their events, and the days that fail."""
    events, failed = 0, []
    for number in range(first, first + CHUNK):
        try:
            events += sound(numbered_day(number), number)
        except Exception:  # told once it is shrunk
            failed.append(number)
    return CHUNK, events, failed


def _polite() -> None:
    os.nice(10)


def _chunks(pool: ProcessPoolExecutor, seed: int, until: float, processes: int) -> Iterator[tuple[int, int, list[int]]]:
    """Results as they come, until the time is up."""
    numbers, running = count(seed * SPAN, CHUNK), set[Future[tuple[int, int, list[int]]]]()
    while running or monotonic() < until:
        while monotonic() < until and len(running) < 2 * processes:
            running.add(pool.submit(chunk, next(numbers)))
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for one in done:
            yield one.result()


def tell(day: Day, number: int) -> str:
    """Shrink a day that fails; what to print: the complaint, the file, how to play it again."""
    what = _kind(complaint(day, number))
    small = shrink(day, lambda one: _kind(complaint(one, number)) == what)
    path = RESULTS / f"{number}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = write(small)
    path.write_text(text, encoding="utf-8")
    return (
        f"day {number}: {complaint(small, number)}\n{text}"
        f"{size(day)} parts shrunk to {size(small)}; again: make fuzz REPLAY={path}, or the whole day: make fuzz DAY={number}"
    )


def _kind(text: str) -> str:
    """A complaint without the names and numbers in it: what has to stay the same while a day shrinks."""
    return re.sub(r"\w*\d\w*", "", text)


def play(seed: int, minutes: float) -> int:
    """Fuzz; the exit code is 1 at the first failure."""
    processes, started = min(MOST_PROCESSES, os.cpu_count() or 1), monotonic()
    days = events = 0
    shown = ONE_LINE
    with ProcessPoolExecutor(processes, initializer=_polite) as pool:
        for played, happened, failed in _chunks(pool, seed, started + 60 * minutes, processes):
            if failed:
                pool.shutdown(wait=False, cancel_futures=True)
                print(tell(numbered_day(failed[0]), failed[0]))
                return 1
            days, events = days + played, events + happened
            if events >= shown:
                print(
                    f"{events:,} events of {days:,} days, {monotonic() - started:.0f} s: every invariant holds",
                    flush=True,
                )
                shown += ONE_LINE
    print(f"{events:,} events of {days:,} days from seed {seed}: every invariant holds")
    return 0


def main() -> int:
    """What the environment asks for: a file, a day, or so many minutes from a seed."""
    file, number = os.environ.get("REPLAY"), os.environ.get("DAY")
    if file or number:
        day = read(Path(file).read_text(encoding="utf-8")) if file else numbered_day(int(number or 0))
        found = complaint(day)
        print(found or "every invariant holds")
        return int(bool(found))
    return play(int(os.environ.get("SEED", "1")), float(os.environ.get("MINUTES", "10")))


if __name__ == "__main__":
    sys.exit(main())
