"""After every instant of every random day the machine's invariants hold, and its records tell the whole story."""

from hypothesis import given, settings

from sim.domain.agents import Status
from sim.domain.records import RecordKind

from .days import Day, days, many, numbered
from .options import with_options
from .running import run


@settings(max_examples=many(1500), derandomize=True, deadline=None)
@given(days())
def test_C56_every_invariant_holds_after_every_instant(day: Day) -> None:
    """The books check the rest: a leg starts only at a routable phone and ends once, time never goes back."""
    run(day)


@settings(max_examples=many(300), derandomize=True, deadline=None)
@given(days())
def test_C07_a_deleted_agent_never_comes_back(day: Day) -> None:
    deleted: set[int] = set()
    for row in run(day).records:
        if row.kind in (RecordKind.STATUS, RecordKind.LOGIN, RecordKind.RING, RecordKind.DIAL, RecordKind.NOTIFY):
            gone = row.kind == RecordKind.LOGIN and row.value == 0
            assert row.agent not in deleted or gone, f"a deleted agent is back: {row}"
        if row.kind == RecordKind.STATUS and row.value == Status.DELETED:
            deleted.add(row.agent)


def test_every_invariant_holds_with_what_only_one_engine_has() -> None:
    for seed in range(many(500)):
        run(with_options(seed, numbered(seed)))
