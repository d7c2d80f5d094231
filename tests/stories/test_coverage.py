"""The stories leave nothing out: every event, outcome, record and reason happens in one of them."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.domain.contacts import Outcome, Reason
from sim.domain.events import ORDER, Event, EventKind
from sim.domain.records import Record, RecordKind
from sim.experiments.explain import SENTENCES, WHY_LEFT, WHY_LEG_ENDED
from sim.routing import machine
from sim.routing.state import World

from .teller import play
from .words import FAMILIES, tell_rows


def _stories() -> Iterator[str]:
    """Every story that is told word for word in this folder."""
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tell", "play"):
                yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant))


@pytest.fixture(scope="module")
def happened() -> tuple[Counter[EventKind], list[Record]]:
    """Everything that happens in all the stories: events by kind, and the records."""
    events: Counter[EventKind] = Counter()
    records: list[Record] = []
    with pytest.MonkeyPatch.context() as patch:
        for kind, handler in list(machine.HANDLERS.items()):

            def counted(world: World, due: Event, handler=handler) -> None:  # type: ignore[no-untyped-def]
                events[due.kind] += 1
                handler(world, due)

            patch.setitem(machine.HANDLERS, kind, counted)
        for story in _stories():
            records += play(story).records
    return events, records


def test_there_are_stories() -> None:
    assert sum(1 for _ in _stories()) > 100


@pytest.mark.parametrize("kind", EventKind, ids=lambda one: one.name.lower())
def test_every_event_has_its_place_a_handler_and_a_story(
    kind: EventKind, happened: tuple[Counter[EventKind], list[Record]]
) -> None:
    assert kind in ORDER
    assert kind in machine.HANDLERS
    assert happened[0][kind], f"{kind.name} happens in no story"


@pytest.mark.parametrize("outcome", Outcome, ids=lambda one: one.name.lower())
def test_every_outcome_is_told(outcome: Outcome, happened: tuple[Counter[EventKind], list[Record]]) -> None:
    assert any(row.kind == RecordKind.OUTCOME and row.value == outcome for row in happened[1])


@pytest.mark.parametrize("kind", RecordKind, ids=lambda one: one.name.lower())
def test_every_record_is_told_in_words(kind: RecordKind, happened: tuple[Counter[EventKind], list[Record]]) -> None:
    rows = [row for row in happened[1] if row.kind == kind]
    assert rows, f"{kind.name} is recorded in no story"
    if kind is not RecordKind.ARRIVAL:
        assert kind in FAMILIES.values()
        assert tell_rows(rows[:1], {kind})


def test_whatever_is_told_of_a_contact_can_be_explained(happened: tuple[Counter[EventKind], list[Record]]) -> None:
    of_contacts = [row for row in happened[1] if row.contact >= 0]
    assert {row.kind for row in of_contacts} <= set(SENTENCES)
    assert {row.reason for row in of_contacts if row.kind == RecordKind.RING_END} <= set(WHY_LEG_ENDED)
    assert {row.reason for row in of_contacts if row.kind == RecordKind.LEAVE} <= set(WHY_LEFT)


@pytest.mark.parametrize(
    "reason", [reason for reason in Reason if reason is not Reason.NONE], ids=lambda one: one.name.lower()
)
def test_every_reason_is_given(reason: Reason, happened: tuple[Counter[EventKind], list[Record]]) -> None:
    assert any(row.reason == reason for row in happened[1])
