"""`run` and `compare`: simulate, answer, write a report."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options
from sim.cli.exits import INTERRUPTED
from sim.cli.presets import sides

if TYPE_CHECKING:
    from sim.experiments.compare import Comparison
    from sim.experiments.result import Result
    from sim.scenario.load import Loaded

RESULTS = Path("results")


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command()(run)
    app.command()(compare)


@options.laid_over
def run(
    scenario: options.SCENARIO,
    seed: options.SEED = 1,
    short: options.SHORT = False,
    replications: options.REPLICATIONS = 1,
    jobs: options.JOBS = None,
    engine: options.ENGINE = "auto",
    records: options.RECORDS = "calls",
    out: options.OUT = RESULTS,
    json: options.JSON = False,
    *,
    over: options.Over,
) -> None:
    """Simulate a scenario, answer its question, and write tables and a report."""
    from sim.experiments.compare import askable
    from sim.scenario.load import load

    loaded = load(scenario, **over)
    if loaded.scenario.question:
        askable(loaded.scenario.question.metric, loaded.scenario.question.between or "")
    _warn(loaded)
    result = _simulated(loaded, seed, replications, short, jobs, engine, records, out=out)
    _say_what_is_left_out(result, records)
    answer = _answer(result, jobs)
    folder = _written(result, answer, out)
    _print_run(result, answer, folder, json)
    if result.replications < result.asked:
        raise typer.Exit(INTERRUPTED)


@options.laid_over
def compare(
    base: Annotated[str, typer.Argument(metavar="A", help="The base: a YAML file or a shipped scenario.")],
    variant: Annotated[str | None, typer.Argument(metavar="[B]", help="What it is compared with; default: A itself "
                                                  "with the flags laid over it.")] = None,
    seed: options.SEED = 1,
    short: options.SHORT = False,
    replications: options.REPLICATIONS = 30,
    jobs: options.JOBS = None,
    engine: options.ENGINE = "auto",
    metric: Annotated[str, typer.Option(help="What the verdict is about.")] = "reach",
    between: Annotated[str, typer.Option(metavar="HH:MM-HH:MM", help="Judge only calls that arrive then.")] = "",
    margin: Annotated[float, typer.Option(min=0, max=1, help="Practical margin of a ratio.")] = 0.01,
    relative_margin: Annotated[float, typer.Option(min=0, max=10, help="Practical margin of any other number, as a "
                                                   "share of the base's.")] = 0.05,
    presets: Annotated[str, typer.Option(metavar="NAME,NAME...", help="Compare A under each of these presets, the "
                                         "first being the base.")] = "",
    json: options.JSON = False,
    *,
    over: options.Over,
) -> None:  # fmt: skip
    """Compare two scenarios with the same callers: paired differences and a verdict in words, as Markdown."""
    from sim.domain.errors import invalid
    from sim.experiments.compare import askable, keeps
    from sim.experiments.compare import compare as compared
    from sim.scenario.load import load
    from sim.scenario.resolve import resolve

    if variant is None and not presets and not any(over.values()):
        raise invalid("compare", "B", "given, or made of A by a flag such as --pause", "missing")
    askable(metric, between)
    named = sides(base, variant, presets, over) if presets else {"": load(base), " ": load(variant or base, **over)}
    for side in named.values():
        resolve(side, short=short)  # what cannot be simulated is told before anything is
    first, *others = (
        _simulated(
            side,
            seed,
            replications,
            short,
            jobs,
            engine,
            keeps(metric, between),
            f"{side.scenario.name} {name}".strip(),
        )
        for name, side in named.items()
    )
    if min(one.replications for one in (first, *others)) < replications:
        raise KeyboardInterrupt
    words = [f"under {name}" if presets else "" for name in named]
    answers = [
        compared(first, other, metric=metric, between=between, margin=margin, relative_margin=relative_margin,
                 named=(words[0], word))
        for word, other in zip(words[1:], others, strict=True)
    ]  # fmt: skip
    _print_compared(answers, json, several=bool(presets))


def _print_compared(answers: "list[Comparison]", json: bool, *, several: bool) -> None:
    from dataclasses import asdict

    from sim.cli.terminal import say, say_json
    from sim.report.markdown import markdown
    from sim.report.tables import comparison, comparisons

    if json:
        say_json({"comparisons": [asdict(one) for one in answers]} if several else asdict(answers[0]))
    else:
        table = comparisons(answers) if several else comparison(answers[0])
        say("\n\n".join(one.sentence for one in answers), "", markdown(table))


def _warn(loaded: "Loaded") -> None:
    """Print what the audit finds wrong, and all that it finds of the flags, as warnings: the run goes on (A2.14)."""
    from sim.cli.terminal import note
    from sim.scenario.audit import ERROR, audit

    found = [finding for finding in audit(loaded) if finding.level == ERROR or finding.where.startswith("--")]
    if found:
        note(*(f"warning: {finding.where}: {finding.code}: {finding.sentence}" for finding in found))


def _simulated(
    loaded: "Loaded",
    seed: int,
    replications: int,
    short: bool,
    jobs: int | None,
    engine: str,
    records: str,
    what: str = "",
    out: Path | None = None,
) -> "Result":
    from sim.cli.terminal import compiling, note, progress
    from sim.engines.choice import choose
    from sim.experiments.replicate import replicate
    from sim.scenario.resolve import resolve

    engine = choose(engine, resolve(loaded, short=short), replications)
    compiling(engine)
    with progress(what or loaded.scenario.name, replications) as on_done, _writing(out):
        result = replicate(loaded, seed=seed, replications=replications, short=short, jobs=jobs, engine=engine,
                           records=records, near=out, on_done=on_done)  # fmt: skip
    if result.replications < replications:
        note(f"interrupted: {result.replications} of {replications} replications are finished and kept")
    return result


def _answer(result: "Result", jobs: int | None) -> "Comparison | None":
    """The answer to the scenario's question against its paired base, if it has one and the run was not interrupted."""
    from sim.cli.terminal import note
    from sim.experiments.answer import answer, base_of
    from sim.experiments.compare import keeps
    from sim.experiments.result import ALONE, CALLS, NONE

    base, question = base_of(result), result.loaded.scenario.question
    if base is None or question is None or result.replications < result.asked:
        return None
    records = keeps(question.metric, question.between or "")
    if records == CALLS and result.records in (NONE, ALONE):
        what = f"a window of the day, {question.between}," if question.between else question.metric
        note(f"the question is not answered: {what} needs --records calls")
        return None
    what = f"{result.name}, the base"
    other = _simulated(base, result.seed, result.asked, result.short, jobs, result.engine, records, what)
    return answer(other, result) if other.replications == result.asked else None


def _written(result: "Result", answer: "Comparison | None", out: Path) -> Path:
    from sim.experiments.store import save
    from sim.report.html import render

    report = render(result, comparison=answer)
    with _writing(out):
        return save(result, out, datetime.now(), {"report.html": report.html, **report.files})


@contextmanager
def _writing(out: Path | None) -> Iterator[None]:
    """What cannot be written to a folder is the user's to put right."""
    from sim.domain.errors import invalid

    try:
        yield
    except OSError as error:
        if out is None:
            raise
        raise invalid(f"--out {out}", "the folder", "one that can be written to", error.strerror or error) from None


def _say_what_is_left_out(result: "Result", records: str) -> None:
    from sim.cli.terminal import note
    from sim.experiments.replicate import MOST_CALLS

    if result.records != records:
        why = f"of more than {MOST_CALLS:,} contacts the tables of single calls are left out"
        note(f"--records {result.records}: {why}; every record is kept")


def _print_run(result: "Result", answer: "Comparison | None", folder: Path, json: bool) -> None:
    from dataclasses import asdict

    from sim.cli.terminal import say, say_json, say_table
    from sim.experiments.store import summary
    from sim.report.html import HEADLINE
    from sim.report.tables import estimates, narrow, outcomes, reasons, texts

    if json:
        compared = {} if answer is None else {"comparison": asdict(answer)}
        say_json(summary(result) | compared | {"folder": str(folder)})
        return
    say(*filter(None, (result.name, result.question, " ".join(result.loaded.flags))), "")
    if answer is not None:
        say(answer.sentence, "")
    say_table(estimates("In five numbers", [result.estimates[name] for name in HEADLINE], formulas=False))
    say_table(outcomes(result, "inbound"))
    say_table(narrow(reasons(result), 4))
    say_table(texts(result))
    say(f"simulated by the {result.engine} engine")
    say(f"report: {folder / 'report.html'}")
