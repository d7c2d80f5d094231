"""`load`: how many routing decisions a second, how fast at a rate, and what pausing agents changes, in one table."""

import math
import re
from typing import Annotated

import typer

from sim.cli import options
from sim.cli.exits import GENERATOR_LIMIT
from sim.domain.errors import invalid

_NUMBER = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")

RATE = Annotated[str | None, typer.Option(metavar="R", help="Routing decisions per second; default: half of the "
                                          "capacity with nobody paused.")]  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command()(load)


@options.laid_over
def load(
    scenario: options.SCENARIO,
    target: Annotated[str, typer.Option(help="What is put under load: core, the routing machine itself.")] = "core",
    rate: RATE = None,
    duration: Annotated[str, typer.Option(metavar="SECONDS", help="Length of the load at each share.")] = "5s",
    seed: options.SEED = 1,
    short: options.SHORT = False,
    replications: Annotated[int, typer.Option("--replications", "-n", min=1, max=1000, help="Simulated days behind "
                                              "each reach.")] = 3,
    json: options.JSON = False,
    *,
    over: options.Over,
) -> None:  # fmt: skip
    """Put a scenario's routing decisions to the router while 0, 50 and 90 % of its agents are paused.

    Exits with 6 if the load tester, not the router, was too slow for the rate.
    """
    from sim.cli.terminal import note, say_json, say_table
    from sim.experiments.under_load import under_load
    from sim.report import load as shown
    from sim.scenario.load import load as read

    rate_per_s = None if rate is None else _number("--rate", "decisions per second", rate, 1e7)
    duration_s = _number("--duration", "the length", duration, 3600, "s")
    loaded = read(scenario, **over)
    # Plain lines, no bar: a bar redraws from a thread of its own, and its time would be measured as the target's.
    found = under_load(loaded, target, rate_per_s=rate_per_s, duration_s=duration_s, seed=seed, short=short,
                       replications=replications, say=note)  # fmt: skip
    if json:
        say_json(shown.summary(found))
    else:
        say_table(shown.table(found))
    note(*shown.warnings(found))
    if found.generator_limited:
        raise typer.Exit(GENERATOR_LIMIT)


def _number(flag: str, what: str, text: str, most: float, unit: str = "") -> float:
    """A positive number, its unit written or not."""
    digits = text.removesuffix(unit).strip()
    value = float(digits) if _NUMBER.fullmatch(digits) else math.nan
    if not 0 < value <= most:
        raise invalid(flag, what, f"a number above 0 and at most {most:,.0f} {unit}".rstrip(), text or "empty")
    return value
