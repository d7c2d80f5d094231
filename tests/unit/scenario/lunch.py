"""A whole scenario to break: the text of `lunch.yaml`, edits of it, and what loading it says."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from sim.domain.errors import InputError
from sim.scenario.load import Loaded, load

LUNCH = (Path(__file__).parent / "lunch.yaml").read_text("utf-8")


def edited(*changes: tuple[str, str]) -> str:
    """Lunch with each (old, new) applied once, in order; old must be there."""
    text = LUNCH
    for old, new in changes:
        assert old in text, f"lunch.yaml has no {old!r}"
        text = text.replace(old, new, 1)
    return text


def written(folder: Path, text: str | bytes, name: str = "day.yaml") -> Path:
    """A file in a folder."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def loaded(folder: Path, *changes: tuple[str, str]) -> Loaded:
    """An edited lunch that must load."""
    return load(written(folder, edited(*changes)))


def said(path: Path, sets: Sequence[str] = (), overlays: Sequence[tuple[str, str]] = ()) -> list[str]:
    """The lines of the error that loading raises; the folder is left out of them."""
    with pytest.raises(InputError) as caught:
        load(path, sets=sets, overlays=overlays)
    return str(caught.value).replace(f"{path.parent}/", "").splitlines()
