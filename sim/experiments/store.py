"""The only writer of files: a run becomes a folder, whole or not at all, and is never overwritten.

::

    results/<scenario>/<time>-<digest8>/
        manifest.json       how to get it again: inputs with SHA-256, seed, versions, digests, SHA-256 of every file
        inputs/             the scenario as run (flags included) and the recordings it replays
        *.parquet, *.csv    tables: intervals and billing, and those of single calls if they are kept
        records.parquet     every record, if all are kept: written beside the folder while the run goes on
        summary.json        every number
        report.html, chart_*.csv
"""

import io
import json
import os
import platform
import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, BinaryIO, Self
from weakref import finalize

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.domain.errors import InputError, Problem
from sim.domain.records import Record
from sim.engines.protocol import Records
from sim.experiments.result import Result, Spooled

SCHEMA_VERSION = 1
MANIFEST = "manifest.json"
SCENARIO = "inputs/scenario.yaml"
RECORDS = "records.parquet"
GROUP = 1 << 17
"""Records in a group of rows, which are of one replication."""
_SCHEMA = pa.schema([pa.field(name, pa.int64(), nullable=False) for name in ("replication", *Record._fields)])
_VERSIONS = ("ringsim", "simpy", "numpy", "pandas", "scipy", "pyarrow")


def files(result: Result) -> dict[str, bytes]:
    """Path in the folder -> bytes of all that follows from the scenario, the seed and the version alone."""
    made = {SCENARIO: result.loaded.portable().encode()}
    made |= {f"inputs/{entry.kept_as}": entry.data for entry in result.loaded.inputs if entry.kept_as}
    for name, table in result.tables.items():
        made[f"{name}.parquet"] = _parquet(table)
        made[f"{name}.csv"] = table.to_csv(index=False, lineterminator="\n").encode()
    made["summary.json"] = _json(summary(result))
    return made


def summary(result: Result) -> dict[str, object]:
    """Every number of a run as plain data; numbers that do not exist are null."""
    return {
        "schema_version": SCHEMA_VERSION,
        "scenario": result.name,
        "question": result.question,
        "seed": result.seed,
        "replications": result.replications,
        "digest": result.digest,
        "estimates": {name: asdict(estimate) for name, estimate in result.estimates.items()},
    }


def save(result: Result, folder: Path, now: datetime, more: Mapping[str, str]) -> Path:
    """Write a run under `folder` and return its own folder.

    Parameters
    ----------
    folder : Path
        Made if it does not exist.
    now : datetime
        Names the run.
    more : mapping of str to str
        File name -> text that is not ours to make: the report and the data of its charts.
    """
    contents = files(result) | {name: text.encode() for name, text in more.items()}
    hashes = {path: sha256(data).hexdigest() for path, data in contents.items()}
    name = f"{now:%Y%m%dT%H%M%S}-{result.digest[:8]}"
    home = folder / result.loaded.path.stem
    home.mkdir(parents=True, exist_ok=True)
    draft = home / f".{name}.{os.getpid()}.tmp"
    shutil.rmtree(draft, ignore_errors=True)
    try:
        for path, data in contents.items():
            _write(draft / path, data)
        if parts := _spooled(result):
            hashes[RECORDS] = _write_records(draft / RECORDS, parts)
        _write(draft / MANIFEST, _json(manifest(result, hashes)))
        return _land(draft, home, name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def manifest(result: Result, hashes: Mapping[str, str]) -> dict[str, object]:
    """What it takes to get the same run again, and to see whether a file was changed since: path -> its SHA-256."""
    loaded = result.loaded
    return {
        "schema_version": SCHEMA_VERSION,
        "scenario": {"file": loaded.path.name, "text": loaded.text, "flags": list(loaded.flags)},
        "inputs": [{"role": entry.role, "name": entry.name, "sha256": entry.sha256} for entry in loaded.inputs],
        "seed": result.seed,
        "short": result.short,
        "replications": [one.number for one in result.done],
        "asked": result.asked,
        "engine": result.engine,
        "records": result.records,
        "digest": result.digest,
        "digests": [one.digest for one in result.done],
        "versions": versions(),
        "files": dict(sorted(hashes.items())),
    }


def versions() -> dict[str, str]:
    """What is installed that could change a number."""
    return {"python": platform.python_version()} | {name: version(name) for name in _VERSIONS}


def _json(data: object) -> bytes:
    return (json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _parquet(table: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False, compression="zstd")
    return buffer.getvalue()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, which need not fit in memory."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def sha256_of_records(result: Result) -> str:
    """The SHA-256 that the file of a result's records has; empty if they are not kept."""
    parts = _spooled(result)
    if len(parts) < 2:
        return "".join(part.sha256 for part in parts)
    nowhere = _Hashed()
    _join(parts, nowhere)
    return nowhere.hexdigest


def _spooled(result: Result) -> list[Spooled]:
    return [one.records for one in result.done if one.records]


def put(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files into a folder, made if it does not exist.

    Raises
    ------
    InputError
        Naming every file that is there already; then none is written.
    """
    if there := [name for name in texts if (folder / name).exists()]:
        raise InputError(
            Problem(str(folder / name), "the file", "written for the first time", "there already") for name in there
        )
    for name, text in texts.items():
        _write(folder / name, text.encode())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        _sync_file(file)


def _write_records(path: Path, parts: Sequence[Spooled]) -> str:
    """The records of one replication stay the file they are; those of several are joined."""
    if len(parts) == 1:
        try:
            os.link(parts[0].path, path)
        except OSError:  # another file system, or one without links
            shutil.copyfile(parts[0].path, path)
        with path.open("rb+") as file:
            _sync_file(file)
        return parts[0].sha256
    with path.open("wb") as file:
        hashed = _Hashed(file)
        _join(parts, hashed)
        _sync_file(file)
    return hashed.hexdigest


class Spools:
    """A folder where records wait until they are saved; it goes with the last who holds it, or with the process.

    Parameters
    ----------
    near : Path, optional
        The folder it is in, made if it does not exist; default: the system's for temporary files.
    """

    def __init__(self, near: Path | None = None) -> None:
        if near is not None:
            near.mkdir(parents=True, exist_ok=True)
        self.folder = Path(mkdtemp(prefix=".ringsim-", dir=near))
        finalize(self, shutil.rmtree, self.folder, ignore_errors=True)


class Spool:
    """The records of one replication on their way to a file: the same file however they are cut into blocks.

    Their columns are turned where they wait for a group of rows to be full, which is written from there.
    """

    def __init__(self, path: Path, number: int) -> None:
        self._path, self._columns, self._waiting = path, np.full((len(_SCHEMA), GROUP), number), 0

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._sink = _Hashed(stack.enter_context(self._path.open("wb")))
            self._writer = stack.enter_context(_writer(self._sink))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *raised: object) -> None:
        with self._stack:
            self._write()

    def take(self, records: Records) -> None:
        """The next records."""
        while len(records):
            begin = self._waiting
            end = min(begin + len(records), GROUP)
            self._columns[1:, begin:end] = records[: end - begin].T
            records, self._waiting = records[end - begin :], end
            if end == GROUP:
                self._write()

    def _write(self) -> None:
        if self._waiting:
            columns = [pa.array(column[: self._waiting]) for column in self._columns]
            self._writer.write_table(pa.Table.from_arrays(columns, schema=_SCHEMA))
        self._waiting = 0

    def kept(self) -> Spooled:
        """What became of them, once all are taken."""
        return Spooled(self._path, self._sink.hexdigest)


class _Hashed(io.RawIOBase):
    """Bytes on their way to a file, or to nowhere, are hashed."""

    def __init__(self, file: BinaryIO | None = None) -> None:
        self._file, self._sha256, self._size = file, sha256(), 0

    @property
    def hexdigest(self) -> str:
        return self._sha256.hexdigest()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._sha256.update(data)
        self._size += len(data)
        return self._file.write(data) if self._file else len(data)

    def tell(self) -> int:
        return self._size


def _join(parts: Sequence[Spooled], sink: _Hashed) -> None:
    """Write one file of several, a group of rows at a time."""
    with _writer(sink) as writer:
        for part in parts:
            for group in part.groups():
                writer.write_table(group)


def _writer(sink: _Hashed) -> pq.ParquetWriter:
    """Writes records as Parquet.

    Differences packed into as few bits as they need suit integers in order of time. A bank's weekday on one core, records
    taken in (72 bytes each with the replication) and bytes a record written::

        plain   none 724 MB/s, 72.0 B    snappy 469 MB/s, 12.8 B    zstd 360 MB/s, 6.8 B
        delta   none 763 MB/s, 12.0 B    snappy 613 MB/s,  9.4 B    zstd 525 MB/s, 8.2 B

    So: delta, not compressed. A column that says it has no gaps takes two thirds of the time of one that may have.
    """
    return pq.ParquetWriter(sink, _SCHEMA, compression="none", use_dictionary=False,
                            column_encoding="DELTA_BINARY_PACKED", write_statistics=["replication", "time_us"])  # fmt: skip


def _sync_file(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _land(draft: Path, home: Path, name: str) -> Path:
    """Give a finished folder its name, or the next free one: a rename never replaces a folder that has files."""
    nth = 1
    while True:
        final = home / (name if nth == 1 else f"{name}-{nth}")
        try:
            draft.rename(final)
        except OSError:
            if not final.exists():
                raise
            nth += 1
            continue
        _sync(home)
        return final


def _sync(folder: Path) -> None:
    """Make a rename last through a power cut, where folders can be synced."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
