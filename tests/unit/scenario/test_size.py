"""What a scenario costs to read grows with its size and no faster: counted in calls of functions, not in seconds."""

from collections.abc import Callable
from cProfile import Profile
from pathlib import Path
from pstats import Stats
from typing import Any

import pytest

from sim.metrics.settings import settings
from sim.scenario.audit import audit
from sim.scenario.load import Loaded, load
from sim.scenario.resolve import resolve

SMALL, TIMES = 30, 4


def office(groups: int) -> str:
    """Ring groups that overlap, each with agents, a shift, breaks, lines, callers, customers, dials and admin entries."""
    every = range(groups)
    law = "{exponential: {mean: 60}}"
    return "\n".join([
        "# How large may it be?", "schema: 1", "name: office",
        "horizon: {start: 2026-03-02T00:00, end: 2026-03-09T00:00}", "opening_hours: {mon-fri: 08:00-18:00}",
        "agents:",
        *(f"  a{i}: {{count: 9, shift: {{mon-fri: 09:00-17:00}}, breaks: [{{at: 12:00, length_s: 900, stagger: true}}]}}"
          for i in every),
        "ring_groups:",
        *(f"  g{i}: {{layers: [{{members: [a{i}, a{(i + 1) % groups}-1]}}], queue: {{}}}}" for i in every),
        "lines:",
        *(f"  l{i}: {{route: {{ring_group: g{i}}}}}\n  p{i}: {{personal: a{i}-1}}" for i in every),
        f"customers: {{count: {groups}, owned_by: {{{', '.join(f'a{i}: 1' for i in every)}}}}}",
        "workload:", "  calls:",
        *(f"    - {{line: l{i}, per_hour: {{'08:00': 9, '18:00': 0}}, handle_s: {law}, patience_s: {law}}}" for i in every),
        f"  outbound: [{{name: dials, agents: [{', '.join(f'a{i}' for i in every)}], per_hour: 1, handle_s: 60}}]",
        "timeline:",
        *(f"  - {{id: e{i}, at: 2026-03-03T10:00, until: 2026-03-03T11:00, pause: 2, of: g{i}}}" for i in every),
        *(f"  - {{id: f{i}, at: 2026-03-04T10:00, until: 2026-03-04T11:00, suspend: a{i}-1}}" for i in every),
    ])  # fmt: skip


def counted(step: Callable[[Loaded], Any], file: Path) -> tuple[int, int]:
    """How many functions a step calls, and how often it lays a clock time on a day."""
    loaded, profile = load(file), Profile()
    profile.runcall(step, loaded)
    stats: Any = Stats(profile)
    days = sum(row[1] for (file, _, name), row in stats.stats.items() if Path(file).stem == "calendar" and name == "on")
    return stats.total_calls, days


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The same office, and one so many times as large."""
    paths = [tmp_path_factory.mktemp("size") / f"{size}.yaml" for size in (SMALL, TIMES * SMALL)]
    for path in paths:
        path.write_text(office(int(path.stem)))
    load(paths[0])  # what is imported and made once
    return paths


STEPS: dict[str, Callable[[Loaded], Any]] = {
    "load": lambda loaded: load(loaded.path),
    "resolve": resolve,
    "settings": lambda loaded: settings(loaded, resolve(loaded)),
    "audit": audit,
    "positions": lambda loaded: loaded.positions,
    "portable": Loaded.portable,
}


@pytest.mark.parametrize("step", STEPS)
def test_a_scenario_four_times_as_large_costs_four_times_as_much(step: str, files: list[Path]) -> None:
    small, large = (counted(STEPS[step], file)[0] for file in files)
    assert large < 1.05 * TIMES * small


def test_a_shift_that_thousands_share_is_laid_out_once(files: list[Path]) -> None:
    small, large = (counted(resolve, file)[1] for file in files)
    assert 0 < large == small
