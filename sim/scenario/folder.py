"""Where scenarios are found: a path, or the name of a shipped one; and the text a new one starts from."""

import os
from pathlib import Path

from sim.domain.errors import InputError, Problem
from sim.scenario.kinds import closest
from sim.scenario.text import MAX_BYTES

SUFFIXES = (".yaml", ".yml")


def scenario_folder() -> Path:
    """The folder of the shipped scenarios: beside the package in a checkout, inside it when installed."""
    package = Path(__file__).resolve().parents[1]
    checkout = package.parent
    return checkout / "scenarios" if (checkout / "pyproject.toml").is_file() else package / "_scenarios"


def shipped_names() -> dict[str, Path]:
    """Name -> file of the shipped scenarios, sorted."""
    return {path.stem: path for path in sorted(scenario_folder().glob("*.yaml"))}


def question_of(text: str) -> str:
    r"""The question of a scenario: its first comment line, if it starts with one.

    >>> question_of("# Who is reached?\nschema: 1\n")
    'Who is reached?'
    """
    first = text.lstrip("\ufeff").split("\n", 1)[0].strip()
    return first.removeprefix("#").strip() if first.startswith("#") else ""


def shipped() -> tuple[tuple[str, str], ...]:
    """(name, question) of the shipped scenarios, by name; the question is a file's first comment line, or empty."""
    return tuple((name, question_of(path.read_text("utf-8"))) for name, path in shipped_names().items())


def starter() -> str:
    """A commented scenario to begin with; it loads and audits clean."""
    return (Path(__file__).parent / "templates" / "starter.yaml").read_text("utf-8")


def locate(source: str | os.PathLike[str]) -> Path:
    """The file of a path or of a shipped scenario's bare name; a bare name is never looked for in the current folder.

    Raises
    ------
    InputError
        If there is neither.
    """
    text = os.fspath(source)
    path = Path(text)
    if path.suffix in SUFFIXES or path.name != text:
        return path
    names = shipped_names()
    if text not in names:
        bound = f"a file *.yaml or one of {', '.join(names)}"
        raise InputError([Problem(text or "scenario", "the scenario", bound, text or "empty", closest(text, names))])
    return names[text]


def display(path: Path) -> str:
    """A path as errors show it: relative to the current folder if it lies below."""
    try:
        return str(path.resolve().relative_to(Path.cwd())) if path.is_absolute() else str(path)
    except ValueError:
        return str(path)


def read(path: Path, where: str, what: str, most: int | None = MAX_BYTES) -> bytes:
    """The bytes of a file, one more than `most` if it is longer; `where` and `what` say who asked for it."""
    try:
        with path.open("rb") as file:
            return file.read() if most is None else file.read(most + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError([Problem(where, what, "a readable file", f"{path.name}: {why}", _near(path))]) from None


def _near(path: Path) -> str:
    """A file of the same kind beside one that is missing, if its name is close."""
    folder = path.parent
    names = [other.name for other in folder.iterdir() if other.suffix == path.suffix] if folder.is_dir() else []
    return closest(path.name, [name for name in names if name != path.name])
