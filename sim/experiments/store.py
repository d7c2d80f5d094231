"""The only writer of files: a run becomes a folder, whole or not at all, and is never overwritten.

::

    results/<scenario>/<time>-<digest8>/
        manifest.json       how to get it again: inputs with SHA-256, seed, versions, digests, SHA-256 of every file
        inputs/             the scenario as run (flags included) and the recordings it replays
        *.parquet, *.csv    tables: intervals and billing, and those of single calls if they are kept
        records.parquet     every record, if all are kept
        summary.json        every number
        report.html, chart_*.csv
"""

import io
import json
import os
import platform
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.domain.records import Record
from sim.engines.protocol import Records
from sim.experiments.result import ALL, Result

SCHEMA_VERSION = 1
MANIFEST = "manifest.json"
SCENARIO = "inputs/scenario.yaml"
RECORDS = "records.parquet"
GROUP = 1 << 17
"""Records in a group of rows, which are of one replication."""
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
        if result.records == ALL:
            hashes[RECORDS] = _write_records(draft / RECORDS, result)
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
    """The SHA-256 that the file of a result's records has."""
    nowhere = _Hashed()
    _stream(result, nowhere)
    return nowhere.hexdigest


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        _sync_file(file)


def _write_records(path: Path, result: Result) -> str:
    with path.open("wb") as file:
        hashed = _Hashed(file)
        _stream(result, hashed)
        _sync_file(file)
    return hashed.hexdigest


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


def _stream(result: Result, sink: BinaryIO | _Hashed) -> None:
    """Write all records as Parquet, a group of rows at a time, cut alike however an engine cut its blocks.

    Differences packed into as few bits as they need suit integers in order of time. A bank's weekday on one core, records
    taken in (72 bytes each with the replication) and bytes a record written::

        plain   none 724 MB/s, 72.0 B    snappy 469 MB/s, 12.8 B    zstd 360 MB/s, 6.8 B
        delta   none 763 MB/s, 12.0 B    snappy 613 MB/s,  9.4 B    zstd 525 MB/s, 8.2 B

    So: delta, not compressed.
    """
    schema = pa.schema([(name, pa.int64()) for name in ("replication", *Record._fields)])
    with pq.ParquetWriter(sink, schema, compression="none", use_dictionary=False,
                          column_encoding="DELTA_BINARY_PACKED") as writer:  # fmt: skip
        for one in result.done:
            assert one.records is not None, "every record was to be kept"
            for rows in _alike(one.records):
                columns = [np.full(len(rows), one.number), *np.ascontiguousarray(rows.T)]
                writer.write_table(pa.Table.from_arrays([pa.array(column) for column in columns], schema=schema))


def _alike(blocks: Iterable[Records]) -> Iterator[Records]:
    """The same records in blocks of `GROUP`; the last may be shorter."""
    held: list[Records] = []
    room = GROUP
    for block in blocks:
        while len(block):
            held.append(block[:room])
            block = block[room:]
            room -= len(held[-1])
            if not room:
                yield np.concatenate(held)
                held, room = [], GROUP
    if held:
        yield np.concatenate(held)


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
