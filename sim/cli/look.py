"""Commands that simulate nothing or little: `list`, `new`, `schema`, `check`, `chart`."""

from typing import Annotated

import typer

from sim.cli import options
from sim.cli.exits import NO


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("list")(list_scenarios)
    for command in (new, schema, check, chart):
        app.command()(command)


def list_scenarios() -> None:
    """Show the shipped scenarios and their questions."""
    from sim.scenario.folder import shipped

    rows = shipped()
    width = max(len(name) for name, _ in rows)
    for name, question in rows:
        print(f"{name:{width}}  {question}")


def new() -> None:
    """Print a commented scenario to start from: ringsim new > my_scenario.yaml."""
    from sim.scenario.folder import starter

    print(starter(), end="")


def schema() -> None:
    """Print the JSON Schema of a scenario: every key with its default, unit, bounds and source."""
    from json import dumps

    from sim.scenario.schema import schema as json_schema

    print(dumps(json_schema(), indent=1, ensure_ascii=False))


@options.laid_over
def check(
    scenario: options.SCENARIO,
    json: options.JSON = False,
    *,
    over: options.Over,
) -> None:
    """Check a scenario and audit its routing without simulating; exits with 3 if the audit finds an error."""
    from dataclasses import asdict
    from json import dumps

    from sim.scenario.audit import ERROR, audit
    from sim.scenario.load import load

    loaded = load(scenario, **over)
    if loaded.scenario.router.dispatch == "asterisk":
        from sim.scenario.vendor import refuse

        refuse(loaded)
    found = audit(loaded)
    errors = sum(finding.level == ERROR for finding in found)
    if json:
        print(dumps([asdict(finding) for finding in found], indent=1, ensure_ascii=False))
    else:
        print(*found, f"{loaded.path.name}: valid; {len(found)} findings, {errors} of them errors", sep="\n")
    if errors:
        raise typer.Exit(NO)


def chart(
    name: Annotated[str, typer.Argument(help="A chart of the report: outcomes, waits, ...")],
    scenario: options.SCENARIO,
    seed: options.SEED = 1,
    short: options.SHORT = False,
    replications: options.REPLICATIONS = 1,
) -> None:
    """Draw one chart of a scenario as SVG on standard output: ringsim chart waits quickstart > waits.svg."""
    from sim.experiments.replicate import replicate
    from sim.report.charts import find
    from sim.report.style import svg
    from sim.scenario.load import load

    drawing = find(name)
    result = replicate(load(scenario), seed=seed, short=short, replications=replications)
    print(svg(drawing.draw(result).figure), end="")
