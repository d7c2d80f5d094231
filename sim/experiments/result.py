"""What a run gives back: a scenario, its replications, and the numbers and tables folded from their records."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import numpy as np

from sim.domain.knobs import Targets
from sim.domain.plan import Plan
from sim.domain.records import Record
from sim.engines.protocol import Records
from sim.metrics.columns import Ints
from sim.metrics.day import Day
from sim.metrics.estimate import Estimate, estimates
from sim.metrics.totals import Totals
from sim.metrics.waits import Waits
from sim.scenario.figures import Recorded
from sim.scenario.folder import question_of, shipped_names
from sim.scenario.load import Loaded

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

NONE, CALLS, ALONE, ALL = KEEPS = ("none", "calls", "alone", "all")
"""What is kept of single calls: nothing, a row each, every record alone, or a row each and every record."""


@dataclass(frozen=True, slots=True)
class Spooled:
    """Every record of one replication in a Parquet file of its own; goes through it in blocks of shape (n, 8).

    Attributes
    ----------
    sha256 : str
        Of the file.
    home : object
        Whoever holds it keeps the file where it is; a worker process has no say in that.
    """

    path: Path
    sha256: str
    home: object = None

    def groups(self) -> "Iterator[pa.Table]":
        """The file's groups of rows, with the column `replication`."""
        import pyarrow.parquet as pq

        with pq.ParquetFile(self.path) as file:
            for group in range(file.num_row_groups):
                yield file.read_row_group(group)

    def __iter__(self) -> Iterator[Records]:
        for group in self.groups():
            yield np.column_stack([group[name].to_numpy() for name in Record._fields])


@dataclass(frozen=True, slots=True)
class Replication:
    """One finished replication: its number from 1, the digest of its records, and what was folded from them.

    `day` is there if calls are kept, `records` if every one of them is: in a file, read in blocks of shape (n, 8).
    """

    number: int
    digest: str
    totals: Totals
    day: Day | None = None
    records: Spooled | None = None

    @property
    def tables(self) -> "dict[str, pd.DataFrame]":
        """Name -> rows of what is kept."""
        return (self.day.tables if self.day else {}) | self.totals.tables


@dataclass(frozen=True)
class Result:
    """A scenario, simulated one or more times.

    Attributes
    ----------
    loaded : Loaded
        The scenario, with every flag laid over it.
    plan : Plan
        The scenario resolved.
    seed : int
        Key of the luck.
    short : bool
        Whether the horizon was cut to `short_s`.
    done : tuple of Replication
        By number. Fewer than `asked` if the run was interrupted.
    engine : str
        Name of the engine.
    records : str
        What is kept of single calls, one of `KEEPS`.
    """

    loaded: Loaded
    plan: Plan
    seed: int
    short: bool
    asked: int
    done: tuple[Replication, ...]
    engine: str
    records: str = CALLS

    @property
    def name(self) -> str:
        """Title of the scenario."""
        return self.plan.name

    @property
    def question(self) -> str:
        """The scenario's question: its first comment line; empty if it has none."""
        return question_of(self.loaded.text)

    @property
    def targets(self) -> Targets:
        """Goals of the scenario."""
        return self.loaded.scenario.targets

    @property
    def recorded(self) -> Recorded | None:
        """Figures of a real system to set beside ours, if the scenario has any."""
        return self.loaded.recorded

    @property
    def start(self) -> str:
        """Start of the horizon, local time, ISO 8601 without an offset."""
        return self.loaded.calendar.local(0).isoformat()

    @property
    def replications(self) -> int:
        """How many replications are in it."""
        return len(self.done)

    @property
    def command(self) -> str:
        """What to type to get the same again, beside the same files."""
        path = self.loaded.path
        source = path.stem if shipped_names().get(path.stem) == path else path.name
        words = ["ringsim", "run", quote(source), f"--seed {self.seed}", f"--replications {self.replications}"]
        words += ["--short"] * self.short
        words += [f"--records {self.records}"] * (self.records != CALLS)
        flags = (flag.split(" ", 1) for flag in self.loaded.flags)
        return " ".join([*words, *(f"{name} {quote(text)}" for name, text in flags)])

    @property
    def digest(self) -> str:
        """32 hex digits: of the one replication's records, or of all digests in order."""
        if len(self.done) == 1:
            return self.done[0].digest
        return blake2b("".join(one.digest for one in self.done).encode(), digest_size=16).hexdigest()

    @cached_property
    def estimates(self) -> Mapping[str, Estimate]:
        """Metric -> pooled number with n and, from two replications on, its interval."""
        return estimates([one.totals for one in self.done])

    @cached_property
    def cells(self) -> Ints:
        """Contacts of all replications, by `sim.domain.cells.cell`."""
        cells: Ints = np.sum([one.totals.cells for one in self.done], axis=0)
        return cells

    @cached_property
    def waits(self) -> Waits:
        """Of the answered inbound calls of all replications."""
        return Waits.merged([one.totals.waits for one in self.done])

    @cached_property
    def tables(self) -> "Mapping[str, pd.DataFrame]":
        """Name -> rows of every replication, told apart by the column `replication`; `steps` is of the first alone."""
        parts = [one.tables for one in self.done]
        return {
            name: self._joined([part[name] for part in parts[: 1 if name == "steps" else None]]) for name in parts[0]
        }

    def _joined(self, parts: "Sequence[pd.DataFrame]") -> "pd.DataFrame":
        import pandas as pd

        numbered = [part.assign(replication=one.number) for part, one in zip(parts, self.done, strict=False)]
        joined = pd.concat(numbered, ignore_index=True) if len(numbered) > 1 else numbered[0]
        return joined[["replication", *(column for column in joined.columns if column != "replication")]]
