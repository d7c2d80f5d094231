"""Commands about a stored run: `verify` and `explain`."""

from typing import Annotated

import typer

from sim.cli import options

NO = 3


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    for command in (verify, explain):
        app.command()(command)


def verify(run: options.RUN, jobs: options.JOBS = None) -> None:
    """Run it again: says identical, or shows the first differences and exits with 3."""
    from sim.cli.terminal import progress
    from sim.experiments.verify import opened, other_versions
    from sim.experiments.verify import verify as differences

    stored = opened(run)
    with progress("verifying", max(stored.manifest["replications"])) as on_done:
        found = differences(stored, jobs=jobs, on_done=on_done)
    if not found:
        print(f"identical: {len(stored.manifest['files'])} files, digest {stored.manifest['digest']}")
        return
    print(*found, *other_versions(stored), sep="\n")
    raise typer.Exit(NO)


def explain(
    run: options.RUN,
    call: Annotated[str, typer.Option("--call", metavar="ID", help="A contact of the tables: calls/main#17.")],
    replication: Annotated[int, typer.Option(min=1, help="The day it happened on.")] = 1,
) -> None:
    """Tell one contact's story in plain sentences, with the reason for every agent who was skipped."""
    from sim.experiments.explain import explained
    from sim.experiments.verify import opened

    print(*explained(opened(run), call, replication), sep="\n")
