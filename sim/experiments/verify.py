"""Is a stored run what it says? Its files are compared with the manifest, then made again and compared byte by byte."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.domain.errors import InputError, Problem
from sim.experiments import store
from sim.experiments.replicate import OnDone, replicate
from sim.experiments.result import Result
from sim.scenario.load import Loaded, load


@dataclass(frozen=True, slots=True)
class Stored:
    """A run's folder and its manifest."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def seed(self) -> int:
        """Key of the luck."""
        return int(self.manifest["seed"])

    @property
    def short(self) -> bool:
        """Whether the horizon was cut to `short_s`."""
        return bool(self.manifest["short"])

    def loaded(self) -> Loaded:
        """The scenario as it was run."""
        return load(self.folder / store.SCENARIO)


def opened(folder: Path) -> Stored:
    """A stored run.

    Raises
    ------
    InputError
        If the folder has no readable manifest.
    """
    path = folder / store.MANIFEST
    try:
        manifest = json.loads(path.read_bytes())
        assert isinstance(manifest, dict)
        known = manifest["schema_version"] == store.SCHEMA_VERSION
        complete = {"seed", "short", "replications", "records", "files", "digest", "versions"} <= manifest.keys()
    except (OSError, ValueError, AssertionError, KeyError) as error:
        why = "no manifest of a run" if path.exists() or not isinstance(error, OSError) else "without one"
        bound = f"that of a run, with its {store.MANIFEST}"
        raise InputError([Problem(str(folder), "the folder", bound, why, _newest_run(folder))]) from None
    if not (known and complete):
        found = f"version {manifest.get('schema_version')}"
        raise InputError([Problem(str(path), "the manifest", f"of version {store.SCHEMA_VERSION}, complete", found)])
    return Stored(folder, manifest)


def _newest_run(folder: Path) -> str:
    """The newest run below a folder, or else below the nearest folder above it that exists."""
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    runs = sorted(folder.glob(f"**/{store.MANIFEST}"), key=lambda path: path.parent.name) if folder.name else []
    return str(runs[-1].parent) if runs else ""


def verify(stored: Stored, *, jobs: int | None = None, on_done: OnDone = lambda done, asked: None) -> list[str]:
    """Every difference in words, the first of each file; empty if the run is identical to its repetition."""
    changed = list(_changed(stored))
    if changed:
        return changed
    numbers = stored.manifest["replications"]
    again = replicate(stored.loaded(), seed=stored.seed, replications=max(numbers), short=stored.short, jobs=jobs,
                      records=stored.manifest["records"], on_done=on_done)  # fmt: skip
    done = tuple(one for one in again.done if one.number in numbers)
    return list(_differences(stored, replace(again, asked=stored.manifest["asked"], done=done)))


def _changed(stored: Stored) -> Iterator[str]:
    """Files that are no longer what the manifest says."""
    for name, expected in stored.manifest["files"].items():
        path = stored.folder / name
        if not path.is_file():
            yield f"{name}: is missing"
        elif store.sha256_of(path) != expected:
            yield f"{name}: was changed after the run (its SHA-256 differs from the manifest's)"


def _differences(stored: Stored, again: Result) -> Iterator[str]:
    digests = zip(stored.manifest["replications"], stored.manifest["digests"], again.done, strict=True)
    for number, before, run in digests:
        if before != run.digest:
            yield f"replication {number}: the digest of its records was {before}, now {run.digest}"
    for name, data in store.files(again).items():
        before = (stored.folder / name).read_bytes()
        if before != data:
            yield f"{name}: {_first_difference(before, data)}"
    if stored.manifest["files"].get(store.RECORDS, "") != store.sha256_of_records(again):
        yield f"{store.RECORDS}: differs"


def other_versions(stored: Stored) -> list[str]:
    """What the run was made with, where it is not what is installed now: why a repetition may differ."""
    now = store.versions()
    return [f"{name} was {old}, is {now.get(name)}" for name, old in stored.manifest["versions"].items()
            if now.get(name) != old]  # fmt: skip


def _first_difference(before: bytes, now: bytes) -> str:
    """The first line that differs, of text; of anything else that it differs."""
    try:
        old, new = before.decode().splitlines(), now.decode().splitlines()
    except UnicodeDecodeError:
        return "differs"
    for number, (left, right) in enumerate(zip(old, new, strict=False), 1):
        if left != right:
            return f"line {number} was {left!r}, now {right!r}"
    return f"had {len(old)} lines, now {len(new)}"
