"""How a knob is declared: what is known of a key besides its type. Reads no file and knows no knob."""

from dataclasses import MISSING, dataclass, field, fields
from typing import Any

REQUIRED: Any = MISSING
BOTH, SIMPY_ONLY = ("simpy", "compiled"), ("simpy",)
"""Engines that have an option."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knob:
    """What is known of one key besides its type. Bounds are inclusive unless `above` is set (exclusive lower bound)."""

    help: str
    source: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    above: float | None = None
    choices: tuple[str, ...] = ()
    example: str = ""
    kind: str = ""
    """What its texts (of a map: its keys) must name or be: a row of `sim/scenario/kinds.py`; empty is free text."""
    engines: tuple[str, ...] = BOTH
    """Who has it where it is not left at its default."""
    simpy_choices: tuple[str, ...] = ()
    """Choices of it that the compiled engine does not have."""


def knob(default: Any = REQUIRED, **declared: Any) -> Any:
    """A dataclass field that carries its `Knob`; a mutable default is given as its class (`dict`)."""
    metadata = {"knob": Knob(**declared)}
    return (
        field(default_factory=dict, metadata=metadata) if default is dict else field(default=default, metadata=metadata)
    )


def knobs_of(section: type) -> dict[str, Knob]:
    """Key -> declaration of one section, in the order of the file."""
    return {entry.name: entry.metadata["knob"] for entry in fields(section)}
