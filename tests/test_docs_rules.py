"""docs/rules.md and docs/words.md say what the code does: every id cited leads there, every table there is the code's."""

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterator
from dataclasses import fields

import pytest

import sim
from sim.domain.agents import Action, Status, can
from sim.domain.contacts import CALL_OUTCOMES, Outcome, Reason
from sim.domain.events import ORDER, EventKind
from sim.domain.records import Record
from sim.metrics.registry import METRICS
from sim.metrics.roster import State
from sim.routing.strategies import STRATEGIES
from sim.scenario.schema import as_written, default_of
from sim.scenario.shapes import every_section
from tests.tidy import ROOT, Source, repository

RULES = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
WORDS = (ROOT / "docs/words.md").read_text(encoding="utf-8")
RULE = r"\b(?:[PSD][1-9]|A2(?:\.\d+)?|B\d+)\b"
KINDS = {"i": "whole", "f": "number", "b": "yes/no", "O": "text", "T": "text"}


def section(text: str, heading: str) -> str:
    """What stands under a heading, down to the next one."""
    found = re.search(rf"^#+ {re.escape(heading)}\b.*?\n(.*?)(?=^#|\Z)", text, flags=re.MULTILINE | re.DOTALL)
    assert found, f"no heading {heading}"
    return found[1]


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the tables under a heading, without their heads."""
    lines = [line for line in section(text, heading).splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [
        row for row, below in zip(cells, [*cells[1:], [""]], strict=True) if not {row[0][:3], below[0][:3]} & {"---"}
    ]


def codes(cell: str) -> list[str]:
    """What a cell sets in code."""
    return re.findall(r"`(\w+)`", cell)


# --- ids --------------------------------------------------------------------------------------------------------------

DEFINED = set(re.findall(rf"^#+ ({RULE})", RULES, flags=re.MULTILINE)) | set(re.findall(r'<a id="(\w+)"></a>\1', RULES))


def prose(source: Source) -> Iterator[str]:
    """Where a file may cite a rule: all of it, but of a test only names, docstrings and comments (stories have a D0)."""
    if not (source.path.startswith("tests/") and source.path.endswith(".py")):
        yield source.text
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield (ast.get_docstring(node) or "").split("::\n")[0]
        if isinstance(node, ast.FunctionDef):
            yield node.name.replace("_", " ")
    tokens = tokenize.generate_tokens(io.StringIO(source.text).readline)
    yield from (token.string for token in tokens if token.type == tokenize.COMMENT)


CITING = [
    source
    for source in repository()
    if source.path.startswith(("sim/", "tests/", "scenarios/"))
    and source.path.endswith((".py", ".yaml"))
    and source.path != "tests/test_docs_rules.py"
]


def cited(pattern: str) -> set[str]:
    """`path: id` of everything cited that reads like this."""
    return {f"{one.path}: {found}" for one in CITING for text in prose(one) for found in re.findall(pattern, text)}


def test_every_rule_cited_is_in_the_rules() -> None:
    found = cited(RULE)
    assert len(found) > 60
    assert sorted(one for one in found if one.split(": ")[1] not in DEFINED) == []


def test_every_decision_cited_has_its_page() -> None:
    found = cited(r"ADR \d+")
    assert found
    assert sorted(one for one in found if not list((ROOT / "docs/adr").glob(f"{int(one.split()[-1]):04}-*.md"))) == []


def test_nothing_cites_a_document_that_is_not_here() -> None:
    found = cited(r"\b(?:SEMANTICS|DESIGN)\b") | {one for one in cited(r"\bC\d+\b") if not one.startswith("tests/")}
    assert sorted(found) == []


def test_the_owner_s_twenty_rules_have_a_story_each() -> None:
    owners = {one for one in DEFINED if one[0] in "PSD"}
    stories = (ROOT / "tests/stories/test_rules.py").read_text(encoding="utf-8")
    assert len(owners) == 20
    assert owners == set(re.findall(r"^def test_([PSD]\d)_", stories, flags=re.MULTILINE))


@pytest.mark.parametrize("text", [RULES, WORDS], ids=["rules", "words"])
def test_what_a_document_names_is_there(text: str) -> None:
    tests = {name for one in repository() if one.path.startswith("tests/") for name in
             re.findall(r"^def (test_\w+)", one.text, flags=re.MULTILINE)}  # fmt: skip
    named = set(re.findall(r"`(test_[A-Za-z]\w{5,})`", text))
    paths = set(re.findall(r"`((?:sim|tests|scenarios|docs)/[\w/.]+)`", text))
    assert sorted(named - tests) == []
    assert sorted(one for one in paths if not (ROOT / one).exists()) == []
    assert paths


def test_every_rule_but_a_table_of_words_names_its_test() -> None:
    headings = [one for one in re.findall(rf"^### ({RULE})", RULES, flags=re.MULTILINE) if one != "A2.6"]
    assert len(headings) > 20
    assert [one for one in headings if not re.search(r"`test_\w+`", section(RULES, one).replace("\n", " "))] == []


# --- tables of the rules ----------------------------------------------------------------------------------------------


def test_the_defaults_are_those_of_the_knobs() -> None:
    table, sections = rows(RULES, "A2.6"), {kind.__name__: kind for kind in every_section()}
    assert len(table) > 9
    for name, key, default, unit in table:
        entry = next(one for one in fields(sections[name]) if f"`{one.name}`" == key)
        assert (json.dumps(as_written(default_of(entry))), entry.metadata["knob"].unit) == (default, unit), key


def test_what_an_account_status_may_do_is_what_the_table_says() -> None:
    words = {(False, False): "no", (False, True): "admins", (True, True): "yes"}
    told = {action: cells for first, *cells in rows(RULES, "B1") for action in codes(first)}
    expected = {
        action.name.lower(): [words[can(one, action), can(one, action, admin=True)] for one in Status]
        for action in Action
    }
    assert told == expected


def test_the_order_of_an_instant_is_the_machine_s() -> None:
    told = {EventKind[name]: int(order) for order, cell in rows(RULES, "B10")
            for name in re.findall(r"\b[A-Z]+(?:_[A-Z]+)*\b", cell)}  # fmt: skip
    assert told == ORDER


def test_the_outcomes_are_the_machine_s() -> None:
    told = [name for _, cell in rows(RULES, "B11") for name in cell.split(", ")]
    assert sorted(told) == sorted(outcome.name for outcome in Outcome)


def test_the_strategies_are_the_machine_s() -> None:
    assert [codes(first)[0] for first, _ in rows(RULES, "B6")] == list(STRATEGIES)


# --- words ------------------------------------------------------------------------------------------------------------


def metric_names(name: str) -> list[str]:
    """What a name of the table stands for."""
    kinds: dict[str, list[str]] = {
        "OUTCOME": [one.name for one in CALL_OUTCOMES],
        "REASON": [one.name for one in Reason if Reason.NONE < one <= Reason.NO_AGENT],
        "STATE": [one.name for one in State],
    }
    word = next((one for one in kinds if one in name), "")
    return [name.replace(word, one.lower()) for one in kinds[word]] if word else [name]


def test_every_metric_is_explained_with_its_unit() -> None:
    told = {
        name: unit for first, unit, _ in rows(WORDS, "Metrics") for one in codes(first) for name in metric_names(one)
    }
    assert told == {metric.name: metric.unit for metric in METRICS.values()}


def test_every_column_of_every_table_is_explained_with_its_type() -> None:
    tables = sim.run("quickstart", short=True, sets=["horizon.short_s=3600"]).tables
    for name, table in tables.items():
        told = [(codes(first)[0], kind) for first, kind, _, what in rows(WORDS, name) if what]
        assert told == [(column, KINDS.get(table[column].dtype.kind, "text")) for column in table.columns], name
        units = {codes(first)[0]: unit for first, _, unit, _ in rows(WORDS, name)}
        assert [one for one, unit in units.items() if one.endswith("_s") and unit != "s"] == [], name


def test_every_column_of_the_records_is_explained() -> None:
    assert [codes(first)[0] for first, _, _, what in rows(WORDS, "records") if what] == ["replication", *Record._fields]


def test_a_table_with_an_error_in_it_is_noticed() -> None:
    page = "## One\n| a | b |\n|---|---|\n| `x` | 1 |\n\n| a | b |\n|---|---|\n| `y` | 2 |\n## Two\n| a |\n|---|\n| `z` |\n"
    assert rows(page, "One") == [["`x`", "1"], ["`y`", "2"]]
    assert rows(page, "Two") == [["`z`"]]
    assert [found for text in prose(Source("tests/a.py", '"""P9, A2.99"""\nD8 = "D7"  # B44\n')) for found in
            re.findall(RULE, text)] == ["P9", "A2.99", "B44"]  # fmt: skip
