"""`presets`: whose rules they are, side by side; and the sides of `compare --presets`, the same day under each."""

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options

if TYPE_CHECKING:
    from sim.scenario.load import Loaded

GAP = "  "


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command()(presets)


def presets(
    sources: Annotated[bool, typer.Option("--sources", help="Add who says so, a line for each value.")] = False,
    json: options.JSON = False,
) -> None:
    """Show the presets side by side: every key that one of them sets; a dot where it leaves the recommended value."""
    from json import dumps

    from sim.domain.presets import PRESETS, side_by_side

    table = side_by_side()
    if json:
        keys = {
            f"{section}.{key}": {name: one._asdict() for name, one in set_by.items()}
            for section, settings in table.items()
            for key, set_by in settings.items()
        }
        titles = {name: preset.title for name, preset in PRESETS.items()}
        print(dumps({"presets": titles, "keys": keys}, indent=1, ensure_ascii=False))
        return
    rows = [["", *PRESETS]]
    said = []
    for section, settings in table.items():
        for key, set_by in settings.items():
            cells = {"recommended": _default(section, key)} | {name: _shown(one.value) for name, one in set_by.items()}
            rows.append([f"{section}.{key}", *(cells.get(name, "·") for name in PRESETS)])
            said += [[rows[-1][0], name, _shown(one.value), one.source] for name, one in set_by.items()]
    _print(rows)
    if sources:
        print()
        _print(said)


def _default(section: str, key: str) -> str:
    """What every preset that says nothing leaves in place."""
    from dataclasses import fields

    from sim.scenario.schema import as_written, default_of
    from sim.scenario.shapes import every_section

    kind = next(one for one in every_section() if one.__name__ == section)
    return _shown(as_written(default_of(next(entry for entry in fields(kind) if entry.name == key))))


def _shown(value: object) -> str:
    """A value as YAML has it, without the braces of a law."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_shown(one)}" for key, one in value.items())
    return "null" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _print(rows: list[list[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print(GAP.join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())


def sides(base: str, variant: str | None, text: str, over: options.Over) -> "dict[str, Loaded]":
    """Preset -> the scenario under it with every flag laid over, in the order they were named in.

    Raises
    ------
    InputError
        If something else is compared as well, a name is wrong or comes twice, or fewer than two are named.
    """
    from sim.domain.errors import invalid
    from sim.domain.presets import PRESETS
    from sim.scenario.explain import keys_text
    from sim.scenario.kinds import closest
    from sim.scenario.load import load

    origin, names = f"--presets {text}", text.split(",")
    if variant is not None:
        raise invalid(origin, "B", "left out: each preset is laid over A", variant)
    if given := [preset for flag, preset in over["overlays"] if flag == "preset"]:
        raise invalid(origin, "--preset", "left out: --presets names them", given[0])
    for nth, name in enumerate(names):
        if name not in PRESETS:
            raise invalid(origin, "a preset", keys_text(PRESETS), name or "empty", closest(name, PRESETS))
        if name in names[:nth]:
            raise invalid(origin, "a preset", "named once", f"{name}, again")
    if len(names) < 2:
        raise invalid(origin, "the presets", "two or more: the first is the base", text)
    return {name: load(base, sets=over["sets"], overlays=[*over["overlays"], ("preset", name)]) for name in names}
