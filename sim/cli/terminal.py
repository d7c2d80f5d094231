"""How things are printed: a progress bar on a terminal, plain lines elsewhere; tables without decoration."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from sim.report.tables import Table

EVERY_S = 5.0
"""Seconds between two plain lines of progress."""

OnDone = Callable[[int, int], None]


def say(*lines: str) -> None:
    """Lines for a person, on standard output."""
    print(*lines, sep="\n")


def say_json(data: object) -> None:
    """One JSON document on standard output."""
    print(json.dumps(data, indent=1, ensure_ascii=False))


def note(*lines: str) -> None:
    """Lines beside the answer, on standard error."""
    print(*lines, sep="\n", file=sys.stderr)


@contextmanager
def progress(what: str, total: int) -> Iterator[OnDone]:
    """Something to call with (finished, asked); shows how far it is and the time left."""
    if total < 2:
        yield lambda done, asked: None
    elif sys.stderr.isatty():
        with _bar(what, total) as on_done:
            yield on_done
    else:
        yield _lines(what)


@contextmanager
def _bar(what: str, total: int) -> Iterator[OnDone]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done, asked: bar.update(task, completed=done)


def _lines(what: str) -> OnDone:
    begun = last = monotonic()

    def on_done(done: int, asked: int) -> None:
        nonlocal last
        now = monotonic()
        if now - last >= EVERY_S and done < asked:
            last = now
            note(f"{what}: {done} of {asked}, about {(now - begun) / done * (asked - done):.0f} s left")

    return on_done


def compiling(engine: str) -> None:
    """Compile the compiled engine if that is still to be done, and say so and how long it took."""
    from sim.engines.choice import COMPILED, is_warm, prepare

    if engine == COMPILED and not is_warm():
        note("compiling the engine, once: half a minute or so")
        begun = monotonic()
        prepare()
        note(f"compiled in {monotonic() - begun:.0f} s")


def say_table(table: Table) -> None:
    """A table of the report as aligned text."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid

    grid = Grid(title=table.caption, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for nth, title in enumerate(table.head):
        grid.add_column(title, justify="left" if nth == 0 or nth in table.words else "right")
    for row in table.rows:
        grid.add_row(*row)
    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 120)
    console.print(grid if table.rows else f"{table.caption}: {table.empty}")
    if table.note:
        console.print(table.note)
