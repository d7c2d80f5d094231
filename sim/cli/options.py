"""Options that several commands share: which scenario, what is laid over it, how often it runs."""

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, TypedDict

import typer

SCENARIO = Annotated[str, typer.Argument(help="A YAML file, or the name of a shipped scenario.")]
SEED = Annotated[int, typer.Option(min=0, max=2**64 - 1, help="Key of the luck.")]
SHORT = Annotated[bool, typer.Option("--short", help="End the horizon after the scenario's short_s.")]
REPLICATIONS = Annotated[int, typer.Option("--replications", "-n", min=1, max=1_000_000, help="Days to simulate.")]
JOBS = Annotated[int | None, typer.Option(min=1, max=1024, help="Worker processes; default: one a core.")]
ENGINE = Annotated[str, typer.Option(metavar="auto|simpy|compiled", help="What simulates; the records are the same.")]
RECORDS = Annotated[str, typer.Option(metavar="none|calls|alone|all", help="What is kept of single calls: nothing, "
                                      "a row each, every record alone, or both.")]  # fmt: skip
OUT = Annotated[Path, typer.Option(help="Folder that runs are written to.", file_okay=False)]
JSON = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
RUN = Annotated[Path, typer.Argument(help="The folder of a run.")]


_WHO = "AGENTS or N@GROUP, then @FROM[-TO]: ann, ann,bob@09:00, 4@sales@14:00-15:00. Repeatable."
LAID_OVER = {
    "set": ("PATH=VALUE", "Set one value: ring_groups.sales.ring_timeout_s=15. Repeatable."),
    "pause": ("WHO[@WHEN]", f"Pause agents: {_WHO}"),
    "resume": ("WHO[@WHEN]", "End every pause of agents."),
    "suspend": ("WHO[@WHEN]", "Suspend agents."),
    "reactivate": ("WHO[@WHEN]", "Reactivate suspended agents."),
    "delete": ("WHO[@WHEN]", "Delete agents for good."),
    "volume": ("FACTOR", "Multiply inbound calls only: 2x."),
    "preset": ("NAME", "Whose rules hold where the file says nothing; `ringsim presets` shows them."),
}
"""Flags laid over a scenario: name -> value, help."""


class Over(TypedDict):
    """What `load` takes beside the file."""

    sets: list[str]
    overlays: list[tuple[str, str]]


def laid_over(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command every flag of `LAID_OVER`; it gets them as `load` takes them, in the argument `over`."""

    @wraps(command)
    def with_flags(**given: Any) -> None:
        texts = {flag: given.pop(f"_{flag}") for flag in LAID_OVER}
        sets = texts.pop("set")
        overlays = [(flag, text) for flag, several in texts.items() for text in several]
        command(**given, over=Over(sets=sets, overlays=overlays))

    own = [one for name, one in signature(command).parameters.items() if name != "over"]
    flags = [Parameter(f"_{flag}", Parameter.KEYWORD_ONLY, default=[], annotation=_flag(flag)) for flag in LAID_OVER]
    with_flags.__signature__ = Signature([*own, *flags])  # type: ignore[attr-defined]
    with_flags.__annotations__ = {one.name: one.annotation for one in [*own, *flags]}
    return with_flags


def _flag(name: str) -> Any:
    value, text = LAID_OVER[name]
    return Annotated[list[str], typer.Option(f"--{name}", metavar=value, help=text)]
