"""Recorded calls and recorded admin actions: CSV files checked cell by cell. Problems name file:line:column-name."""

import csv
import re
from collections.abc import Callable, Iterator
from io import StringIO
from typing import NamedTuple

from sim.domain.errors import InputError, Problem
from sim.domain.knobs import VERBS
from sim.domain.time import NEVER, micros
from sim.scenario.kinds import KINDS, Names, closest
from sim.scenario.text import printable

MAX_PROBLEMS = 100
"""Problems shown of one file; a wrong column has as many as the file has rows."""
ACTIONS = VERBS[:5]
"""The verbs a recording may hold: those that need nothing but agents."""
_SECONDS = re.compile(r"[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]{1,2})?", re.ASCII)
_LONGEST_S = 1e9
_PICK_UP = re.compile(r"pick_up_(.+)_s")


class RecordedCall(NamedTuple):
    """One row of recorded calls; durations in us, NEVER for a patience or pick-up without end."""

    arrival_us: int
    line: str
    patience_us: int
    handle_us: int
    customer: int
    pick_up_us: dict[str, tuple[int, ...]]


class RecordedAction(NamedTuple):
    """One row of recorded admin actions."""

    at_us: int
    agent: str
    verb: str


class Scope(NamedTuple):
    """What the rows are checked against."""

    names: Names
    length_us: int
    customers: int | None


def read_calls(data: bytes, file: str, scope: Scope) -> tuple[RecordedCall, ...]:
    """The calls of a file with columns arrival_s, line, patience_s, handle_s, customer and pick_up_<agent>_s.

    Raises
    ------
    InputError
        With every bad cell, row and column (at most 100).
    """
    table = _Table(data, file)
    agents = {name: match[1] for name in table.columns if (match := _PICK_UP.fullmatch(name))}
    for column, agent in agents.items():
        table.expect(
            1, column, "the agent", KINDS["agent"].bound, agent, scope.names.is_agent(agent), scope.names.agents
        )
    table.header(("arrival_s", "line", "patience_s", "handle_s"), ("customer", *agents))
    calls, before = [], 0
    for row in table.rows():
        call = _call(row, agents, scope)
        row.expect("arrival_s", "at least the row before", call.arrival_us >= before)
        before = max(before, call.arrival_us)
        calls.append(call)
    table.finish()
    return tuple(calls)


def read_actions(data: bytes, file: str, scope: Scope) -> tuple[RecordedAction, ...]:
    """The admin actions of a file with columns t_s, agent, action; raises as `read_calls`."""
    table = _Table(data, file)
    table.header(("t_s", "agent", "action"), ())
    actions = []
    for row in table.rows():
        row.expect("agent", KINDS["agent"].bound, scope.names.is_agent(row["agent"]), scope.names.agents)
        row.expect("action", f"one of {', '.join(ACTIONS)}", row["action"] in ACTIONS, lambda: ACTIONS)
        actions.append(RecordedAction(row.seconds("t_s"), row["agent"], row["action"]))
    table.finish()
    return tuple(actions)


def _call(row: "_Row", agents: dict[str, str], scope: Scope) -> RecordedCall:
    row.expect("line", KINDS["line"].bound, row["line"] in scope.names.lines, lambda: scope.names.lines)
    arrival_us = row.seconds("arrival_s")
    row.expect("arrival_s", f"before the horizon's end ({scope.length_us / 1e6:g} s)", arrival_us < scope.length_us)
    pick_ups = {
        agent: tuple(row.duration(column, part) for part in row[column].split(";"))
        for column, agent in agents.items()
        if row[column]
    }
    patience_us = NEVER if not row["patience_s"] else row.duration("patience_s", row["patience_s"])
    return RecordedCall(
        arrival_us, row["line"], patience_us, row.seconds("handle_s"), row.customer(scope.customers), pick_ups
    )


class _Row(dict[str, str]):
    """One row's cells by column; readers note what is wrong and go on."""

    def __init__(self, table: "_Table", line: int, cells: list[str]) -> None:
        super().__init__(zip(table.columns, cells, strict=True))
        self.table, self.line = table, line

    def expect(self, column: str, bound: str, holds: bool, candidates: "Callable[[], object]" = tuple) -> None:
        """Note a problem unless `holds`."""
        self.table.expect(self.line, column, column, bound, self[column], holds, candidates)

    def seconds(self, column: str) -> int:
        """A cell of seconds, in us."""
        return self.duration(column, self[column], never=False)

    def duration(self, column: str, text: str, never: bool = True) -> int:
        """Seconds in us; `never` where that is allowed."""
        if never and text == "never":
            return NEVER
        good = bool(_SECONDS.fullmatch(text)) and float(text) <= _LONGEST_S
        bound = f"seconds from 0 to {_LONGEST_S:g}" + (" or never" if never else "")
        self.table.expect(self.line, column, column, bound, text, good)
        return micros(float(text)) if good else 0

    def customer(self, count: int | None) -> int:
        """The number of the customer, from 0; -1 where none is given."""
        text = self.get("customer", "")
        if not text:
            return -1
        good = text.isascii() and text.isdecimal() and len(text) < 10 and (count is None or int(text) < count)
        most = "" if count is None else f" to {count - 1}"
        self.expect("customer", f"a whole number from 0{most}", good)
        return int(text) if good else -1


class _Table:
    """A CSV file with its header; collects problems."""

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise InputError(
                [Problem(f"{file}:{line}", "the encoding", "UTF-8", f"byte 0x{data[error.start]:02x}")]
            ) from None
        self.reader = csv.reader(StringIO(text, newline=""), strict=True)
        self.columns = [name.strip() for name in self._next() or ()]

    def _next(self) -> list[str] | None:
        try:
            return next(self.reader, None)
        except csv.Error as error:
            where = f"{self.file}:{self.reader.line_num}"
            raise InputError([*self.problems, Problem(where, "the row", "CSV", f"unreadable: {error}")]) from None

    def expect(
        self, line: int, column: str, what: str, bound: str, value: str, holds: bool,
        candidates: "Callable[[], object]" = tuple,
    ) -> None:  # fmt: skip
        """Note a problem unless `holds`; stop reading when there are too many."""
        if holds:
            return
        guess = closest(value, [str(name) for name in candidates()])  # type: ignore[attr-defined]
        self.problems.append(
            Problem(
                f"{self.file}:{line}:{printable(column)}", printable(what), bound, printable(value) or "empty", guess
            )
        )
        if len(self.problems) >= MAX_PROBLEMS:
            rest = Problem(f"{self.file}:{line}", "the rest of the file", "read after these are mended", "unread")
            raise InputError([*self.problems, rest])

    def header(self, needed: tuple[str, ...], allowed: tuple[str, ...]) -> None:
        """The columns: all that are needed, none unknown, none twice."""
        known = (*needed, *allowed)
        meant = {closest(name, known) for name in self.columns if name not in known}
        for i, name in enumerate(self.columns):
            self.expect(1, name, "the column", f"one of {', '.join(known)}", name, name in known, lambda: known)
            self.expect(1, name, "the column", "given once", name, name not in self.columns[:i])
        for name in needed:
            self.expect(1, name, "the column", "given", "missing", name in self.columns or name in meant)
        self.finish()

    def rows(self) -> Iterator[_Row]:
        """The rows with the right number of cells; blank lines are none."""
        while (cells := self._next()) is not None:
            if not cells:
                continue
            line, many = self.reader.line_num, f"{len(self.columns)} cells"
            if len(cells) == len(self.columns):
                yield _Row(self, line, [cell.strip() for cell in cells])
            else:
                self.expect(line, "row", "the row", many, f"{len(cells)} cells", False)

    def finish(self) -> None:
        """Raise what was found."""
        if self.problems:
            raise InputError(self.problems)
