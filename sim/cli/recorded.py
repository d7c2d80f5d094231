"""`import` and `validate`: what a real phone system recorded, as scenarios, and beside what the model makes of it."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.exits import NO

RECORDING = Annotated[Path, typer.Argument(metavar="DIR", help="A folder of recordings.", exists=True, file_okay=False)]
INTO = Annotated[Path, typer.Option("--out", help="Folder the files are written to.", file_okay=False)]


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    importing = typer.Typer(no_args_is_help=True, help="Make a scenario of what a real phone system recorded.")
    importing.command("asterisk")(import_asterisk)
    importing.command("queue_log")(import_queue_log)
    app.add_typer(importing, name="import")
    validating = typer.Typer(no_args_is_help=True, help="Compare the model with a real phone system.")
    validating.command("asterisk")(validate_asterisk)
    app.add_typer(validating, name="validate")


def import_asterisk(recording: RECORDING, out: INTO = Path("imported")) -> None:
    """One recorded queue, or personal lines, as a scenario that replays them."""
    from sim.experiments import store
    from sim.experiments.asterisk.imported import SCENARIO
    from sim.experiments.asterisk.validate import imported_from

    store.put(out, imported_from(recording))
    print(f"{out / SCENARIO}: run it with `ringsim run {out / SCENARIO}`")


def import_queue_log(
    log: Annotated[Path, typer.Argument(metavar="FILE", help="Asterisk's queue_log.", exists=True, dir_okay=False)],
    out: INTO = Path("imported"),
) -> None:
    """Calls and pauses of a bare queue_log, and what it does not tell."""
    from sim.experiments import store
    from sim.workload.queue_log import read

    found = read(log)
    store.put(out, found.files())
    print(*found.told(), sep="\n")


def validate_asterisk(
    recordings: RECORDING,
    runs: Annotated[int, typer.Option(min=1, max=1000, help="Simulated runs of each recorded day.")] = 10,
) -> None:
    """Single decisions, whole days (recorded in brackets) and personal lines; exits with 3 if one is not as it must be."""
    from sim.experiments.asterisk.validate import validate

    words = {True: "agrees", False: "DIFFERS", None: "reported"}
    good = True
    for one in validate(recordings, runs):
        print(f"{words[one.good]:8}  {one.what:30}  {one.told}", flush=True)
        good = good and one.good is not False
    if not good:
        raise typer.Exit(NO)
