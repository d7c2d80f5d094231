"""Records by kind, as contiguous columns. May not interpret them."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.domain.records import Record, RecordKind

Ints = NDArray[np.int64]


class Rows(NamedTuple):
    """Some records as columns, in their order; `row` is where each stands among all records."""

    row: Ints
    time_us: Ints
    contact: Ints
    offer: Ints
    agent: Ints
    group: Ints
    value: Ints
    reason: Ints


class Columns:
    """All records of a run, (n, 8) int64, split by kind once."""

    def __init__(self, records: Ints) -> None:
        assert records.ndim == 2 and records.shape[1] == len(Record._fields), "records have eight columns"
        self._columns = np.ascontiguousarray(records.T)
        kind = self._columns[Record._fields.index("kind")]
        order = np.argsort(kind, kind="stable")
        ends = np.searchsorted(kind[order], np.arange(len(RecordKind) + 1))
        self._rows: Mapping[RecordKind, Ints] = {k: order[ends[k] : ends[k + 1]] for k in RecordKind}
        self.last_us = int(self._columns[0].max(initial=0))

    def of(self, *kinds: RecordKind) -> Rows:
        """The records of these kinds, in order."""
        rows = self._rows[kinds[0]] if len(kinds) == 1 else np.sort(np.concatenate([self._rows[k] for k in kinds]))
        time_us, _, *rest = self._columns[:, rows]
        return Rows(rows, time_us, *rest)

    def kind(self, rows: Ints) -> Ints:
        """The kinds of records by their position."""
        kind: Ints = self._columns[1, rows]
        return kind
