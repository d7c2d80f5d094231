"""The only writer of files: a run becomes a folder, whole or not at all, and is never overwritten.

::

    results/<scenario>/<time>-<digest8>/
        manifest.json       how to get it again: inputs with SHA-256, seed, versions, digests, SHA-256 of every file
        inputs/             the scenario as run (flags included) and the recordings it replays
        *.parquet, *.csv    tables
        summary.json        every number
        report.html, chart_*.csv
"""

import io
import json
import os
import platform
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from sim.experiments.result import Result

SCHEMA_VERSION = 1
MANIFEST = "manifest.json"
SCENARIO = "inputs/scenario.yaml"
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
    contents[MANIFEST] = _json(manifest(result, contents))
    name = f"{now:%Y%m%dT%H%M%S}-{result.digest[:8]}"
    home = folder / result.loaded.path.stem
    home.mkdir(parents=True, exist_ok=True)
    draft = home / f".{name}.{os.getpid()}.tmp"
    shutil.rmtree(draft, ignore_errors=True)
    try:
        for path, data in contents.items():
            _write(draft / path, data)
        return _land(draft, home, name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def manifest(result: Result, contents: Mapping[str, bytes]) -> dict[str, object]:
    """What it takes to get the same run again, and to see whether a file was changed since."""
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
        "digest": result.digest,
        "digests": [one.digest for one in result.done],
        "versions": versions(),
        "files": {path: sha256(data).hexdigest() for path, data in sorted(contents.items())},
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


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
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
