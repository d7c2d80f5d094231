"""docs/options.md, written from the registries: `make docs`. A test says when it is stale."""

import json
from collections.abc import Iterator
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, get_args

from sim.domain import knobs
from sim.domain.declare import BOTH, SIMPY_ONLY, Knob, knobs_of
from sim.domain.laws import LAWS
from sim.domain.presets import PRESETS, side_by_side
from sim.scenario import shapes
from sim.scenario.kinds import KINDS
from sim.scenario.schema import as_written, default_of
from tests.stories.shown import NO_STORY, SHOWN
from tests.tidy import ROOT

PAGE = ROOT / "docs/options.md"
NOT_OPTIONS = {
    knobs.Scenario, knobs.Horizon, knobs.Question, knobs.Workload, knobs.Replay, knobs.Route, knobs.TimelineEntry,
    knobs.Targets, knobs.Break, knobs.Licences, *LAWS.values(),
}  # fmt: skip
"""Sections that say what is simulated, when and for whom; every other one holds options."""

HEAD = """# Options

Every key with a default, in the section that holds it: what it is if left out, what it may be, which presets set it to what, the
story that shows it, and the engines that have it. Written by `make docs` from the declarations in `sim/domain/knobs.py`, the
presets of `sim/domain/presets.py` and `tests/stories/shown.py`; rules are in [rules.md](rules.md).

- *may be*: durations in keys ending `_s` are seconds, or a law where "a law" is listed (`ringsim schema`); null stands for none.
- *presets*: `ringsim presets --sources` says who says so; a preset that is not listed leaves the default in place.
- *story*: `pytest tests/stories -k NAME -v`.
- *engines*: an option that `compiled` does not have is refused there by name, and `--engine auto` takes `simpy`.
"""


def options() -> Iterator[tuple[type, str, Knob, Any]]:
    """Section, key, declaration and default of every option."""
    for section in dict.fromkeys(shapes.every_section()):
        for entry in fields(section) if section not in NOT_OPTIONS else ():
            if (default := default_of(entry)) is not MISSING:
                yield section, entry.name, entry.metadata["knob"], default


def page() -> str:
    """The whole document."""
    sections: dict[type, list[str]] = {}
    table = side_by_side()
    for section, key, knob, default in options():
        set_by = table.get(section.__name__, {}).get(key, {})
        cells = (
            f"`{key}`: {knob.help} ({knob.source})", _code(as_written(default)), _may_be(section, key, knob),
            "; ".join(f"{name} {_code(one.value)}" for name, one in set_by.items()), _story(f"{section.__name__}.{key}"),
            _engines(section, knob),
        )  # fmt: skip
        sections.setdefault(section, []).append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return HEAD + "".join(_section(section, rows) for section, rows in sections.items()) + _presets()


def _section(section: type, rows: list[str]) -> str:
    about = (section.__doc__ or "").splitlines()[0]
    head = "| option | default | may be | presets | story | engines |\n|---|---|---|---|---|---|\n"
    return f"\n## {section.__name__}\n\n{about}\n\n{head}" + "\n".join(rows) + "\n"


def _presets() -> str:
    lines = [f"| `{name}` | {preset.title} |" for name, preset in PRESETS.items()]
    return "\n## Presets\n\n| preset | whose rules |\n|---|---|\n" + "\n".join(lines) + "\n"


def _code(value: object) -> str:
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def _may_be(section: type, key: str, knob: Knob) -> str:
    """What the types and the bounds of a knob let be written."""
    found = shapes.members(shapes.sections(section)[key].annotation)
    texts = dict.fromkeys(_member(member, shape, knob) for shape, member in found.items())
    return ", ".join(text for text in texts if text)


def _member(member: Any, shape: str, knob: Knob) -> str:
    if member is shapes.LAW:
        return "a law"
    if shape == shapes.NUMBER:
        return shapes.range_text(member, knob)
    if shape == shapes.TRUTH:
        return "true or false"
    if shape == shapes.NULL:
        return "null"
    if shape == shapes.TEXT:
        named = KINDS[knob.kind].bound if knob.kind else "a text"
        return ", ".join(f"`{one}`" for one in knob.choices) or ("`hang_up`" if member is knobs.Target else named)
    if shape == shapes.LIST:
        return "a list"
    return f"{member.__name__}" if isinstance(member, type) and member.__module__ == knobs.__name__ else "a mapping"


def _story(option: str) -> str:
    return f"`{SHOWN[option]}`" if option in SHOWN else NO_STORY.get(option, "**none**")


def _engines(section: type, knob: Knob) -> str:
    few = f"; simpy only: {', '.join(f'`{one}`' for one in knob.simpy_choices)}" if knob.simpy_choices else ""
    return ", ".join(SIMPY_ONLY if section in _held_by_simpy() else knob.engines) + few


@cache
def _held_by_simpy() -> set[object]:
    """Sections that stand only under an option of the SimPy engine alone."""
    held = [(knob.engines, part) for section in dict.fromkeys(shapes.every_section()) for key, knob in
            knobs_of(section).items() for part in get_args(shapes.sections(section)[key].annotation)]  # fmt: skip
    return {part for engines, part in held if engines == SIMPY_ONLY} - {
        part for engines, part in held if engines == BOTH
    }


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")
