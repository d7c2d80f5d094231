"""Commands about a stored run: `verify` and `explain`."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli import options
from sim.cli.exits import NO


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    for command in (verify, explain):
        app.command()(command)


def verify(
    run: Annotated[str, typer.Argument(help="The folder of a run; with --engines, a scenario.")],
    engines: Annotated[bool, typer.Option("--engines", help="Do both engines write the same records?")] = False,
    seed: options.SEED = 1,
    replications: options.REPLICATIONS = 1,
    short: options.SHORT = False,
    jobs: options.JOBS = None,
) -> None:
    """Run it again: says identical, or shows the first differences and exits with 3."""
    if engines:
        _verify_engines(run, seed, replications, short)
    else:
        _verify_run(run, jobs)


def _verify_run(run: str, jobs: int | None) -> None:
    from sim.cli.terminal import progress
    from sim.experiments.verify import opened, other_versions
    from sim.experiments.verify import verify as differences

    stored = opened(Path(run))
    with progress("verifying", max(stored.manifest["replications"])) as on_done:
        found = differences(stored, jobs=jobs, on_done=on_done)
    if not found:
        print(f"identical: {len(stored.manifest['files'])} files, digest {stored.manifest['digest']}")
        return
    print(*found, *other_versions(stored), sep="\n")
    raise typer.Exit(NO)


def _verify_engines(scenario: str, seed: int, replications: int, short: bool) -> None:
    from sim.cli.terminal import compiling
    from sim.engines.choice import COMPILED
    from sim.experiments.engines import both
    from sim.scenario.load import load

    loaded = load(scenario)
    compiling(COMPILED)
    for found in both(loaded, seed=seed, replications=replications, short=short):
        if found.difference:
            again = f"again: ringsim verify --engines {scenario} --seed {seed} --replications {found.replication}"
            print(*found.difference, again + " --short" * short, sep="\n")
            raise typer.Exit(NO)
        print(f"replication {found.replication}: {found.records:,} records identical, digest {found.digest}")


def explain(
    run: options.RUN,
    call: Annotated[str, typer.Option("--call", metavar="ID", help="A contact of the tables: calls/main#17.")],
    replication: Annotated[int, typer.Option(min=1, help="The day it happened on.")] = 1,
) -> None:
    """Tell one contact's story in plain sentences, with the reason for every agent who was skipped."""
    from sim.experiments.explain import explained
    from sim.experiments.verify import opened

    print(*explained(opened(run), call, replication), sep="\n")
