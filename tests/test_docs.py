"""The documents tell the truth: links lead somewhere, commands exist, Python runs, the architecture stays short."""

import ast
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tidy import ROOT, UNTRACKED

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent


def documents() -> list[Path]:
    """Every Markdown file of the project."""
    found = [
        path for path in ROOT.rglob("*.md") if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
    ]
    return sorted(
        [one for one in found if not UNTRACKED & set(one.relative_to(ROOT).parts)] + [ROOT / "results/README.md"]
    )


def fenced(text: str) -> Iterator[tuple[str, int, str]]:
    """(language, line, content) of each fenced block."""
    for block in re.finditer(r"^```(\w*)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL):
        yield block[1], text[: block.start()].count("\n") + 2, block[2]


def anchors(text: str) -> set[str]:
    """What a `#fragment` may name: the headings as hosts of Markdown spell them."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    written = re.findall(r'<a id="(\w+)">', text)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings} | set(written)


def broken_links(path: Path, text: str) -> list[str]:
    """Links of a document that lead nowhere inside the project."""
    broken = []
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"\[[^\]]*\]\(([^)\s]+)\)", prose):
        if re.match(r"https?://|mailto:", link):
            continue
        file, _, fragment = link.partition("#")
        target = path.parent / file if file else path
        if not target.exists() or (fragment and fragment not in anchors(target.read_text(encoding="utf-8"))):
            broken.append(link)
    return broken


def commands(text: str) -> Iterator[tuple[int, list[str]]]:
    """(line, words) of each command in a block that names no language, or a shell."""
    for language, line, block in fenced(text):
        if language in ("", "sh", "bash", "console"):
            for number, one in enumerate(block.splitlines(), line):
                if re.match(r"(\$ )?(make|ringsim|pytest|bash|python3?|pip)\b", one):
                    yield number, shlex.split(one.removeprefix("$ "), comments=True)


COMMANDS = [
    (f"{path.relative_to(ROOT)}:{line}", words)
    for path in documents()
    for line, words in commands(path.read_text(encoding="utf-8"))
]
RINGSIM = sorted(
    {(words[1], *(one for one in words[2:] if one.startswith("--"))) for _, words in COMMANDS if words[0] == "ringsim"}
)
PYTHON = [
    (f"{path.relative_to(ROOT)}:{line}", block)
    for path in documents()
    for language, line, block in fenced(path.read_text(encoding="utf-8"))
    if language in ("python", "py")
]


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_links_of_a_document_lead_somewhere(path: Path) -> None:
    assert broken_links(path, path.read_text(encoding="utf-8")) == []


def test_a_link_that_leads_nowhere_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# One, two\n[a](b.md) [c](#one-two) [d](#three) [e](https://example.org)\n```\n[f](g)\n```\n")
    assert broken_links(page, page.read_text()) == ["b.md", "#three"]


def test_the_architecture_is_read_in_one_sitting() -> None:
    assert len((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()) <= 200


def test_contributing_fits_on_a_screen() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= 50


def test_every_decision_is_listed_and_has_its_four_parts() -> None:
    folder = ROOT / "docs/adr"
    index = (folder / "README.md").read_text(encoding="utf-8")
    pages = sorted(folder.glob("[0-9]*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix(f"# {int(page.name[:4])}. ")
        assert f"[{int(page.name[:4])}]({page.name}) | {title} |" in index
        parts = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
        assert parts == ["Context", "Decision", "Evidence", "What would change our mind"], page.name
        assert len(text.splitlines()) <= 50, f"{page.name} is more than a page"


def test_the_two_commands_of_the_readme_are_targets() -> None:
    named = {words[1] for _, words in COMMANDS if words[0] == "make"}
    targets = set(re.findall(r"^([\w-]+):", MAKEFILE, flags=re.MULTILINE))
    assert {"demo", "test"} <= named <= targets


def help_of(*words: str) -> str:
    """What `ringsim WORDS --help` prints."""
    plain = {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
    asked = subprocess.run([BIN / "ringsim", *words, "--help"], capture_output=True, text=True, check=False,
                           env=os.environ | plain)  # fmt: skip
    assert asked.returncode == 0, asked.stderr
    return asked.stdout


@pytest.mark.parametrize("command", RINGSIM, ids=" ".join)
def test_a_documented_command_and_its_options_exist(command: tuple[str, ...]) -> None:
    name, *options = command
    text = help_of(name)
    assert [one for one in options if not re.search(rf"{one}\b", text)] == []


def test_every_command_of_the_program_is_in_the_readme() -> None:
    there = re.findall(r"^\W*([a-z][a-z-]+)  ", help_of().split("Commands")[1], flags=re.MULTILINE)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(there) > 8
    assert [one for one in there if f"ringsim {one}" not in readme and f"make {one}" not in readme] == []


def test_the_paths_of_documented_test_runs_exist() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in documents())
    named = set(re.findall(r"\btests/[\w/.]*\w", text))
    assert len(named) > 4
    assert sorted(one for one in named if not (ROOT / one).exists()) == []


@pytest.mark.parametrize(("where", "block"), PYTHON, ids=[where for where, _ in PYTHON])
def test_documented_python_runs(where: str, block: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)  # what an example may leave behind is left there
    exec(compile(ast.parse(block), where, "exec"), {"__name__": "__example__"})


def test_documents_show_python_and_commands() -> None:
    assert PYTHON
    assert len(RINGSIM) > 8
