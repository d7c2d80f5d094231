"""Run a scenario's replications, in this process or in several; the result is the same for any number of workers."""

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sim.domain.errors import invalid
from sim.domain.plan import Plan
from sim.engines.choice import AUTO, COMPILED, choose, contacts, engine_of, is_warm, prepare
from sim.engines.protocol import Run
from sim.experiments.result import ALL, ALONE, CALLS, KEEPS, Replication, Result, Spooled
from sim.experiments.workers import begin, context, several
from sim.metrics.conduct import conduct
from sim.metrics.counted import asked, totals_of
from sim.metrics.day import fold
from sim.metrics.settings import Settings, settings
from sim.metrics.totals import totals
from sim.scenario.load import Loaded
from sim.scenario.resolve import resolve
from sim.workload.stream import workload

if TYPE_CHECKING:
    from sim.experiments.store import Spools

MOST_CALLS = 1_000_000
"""Contacts of all replications, as many as are expected, up to which a row of each is kept beside every record."""

OnDone = Callable[[int, int], None]
"""Called with (finished, asked) after each replication."""


def replicate(
    loaded: Loaded,
    *,
    seed: int = 1,
    replications: int = 1,
    short: bool = False,
    jobs: int | None = None,
    engine: str = AUTO,
    records: str = CALLS,
    near: Path | None = None,
    on_done: OnDone = lambda done, asked: None,
) -> Result:
    """Simulate a scenario.

    Parameters
    ----------
    loaded : Loaded
        A checked scenario.
    seed : int
        0 .. 2**64-1; the same seed gives the same callers to every scenario.
    replications : int
        Days to simulate, from 1.
    short : bool
        End the horizon after the scenario's `short_s`.
    jobs : int, optional
        Worker processes; default: as many as there are cores, none for a single replication.
    engine : str
        `simpy`, `compiled`, or `auto` for the one that pays; both write the same records.
    records : str
        What is kept of single calls: `none`, `calls` for a row each, `alone` for every record, `all` for both; if more than
        `MOST_CALLS` contacts are expected, `all` is `alone`.
    near : Path, optional
        Folder in which records wait until they are saved; default: the system's for temporary files.
    on_done : callable
        Progress.

    Raises
    ------
    InputError
        If there is no such engine, or nothing of that name to keep.
    KeyboardInterrupt
        Interrupted before the first replication was finished; later, the result holds what is finished.
    """
    workers = several(jobs, replications)
    if workers > 1:
        begin()
    plan = resolve(loaded, short=short)
    records = keeping(records, plan, replications)
    name = choose(engine, plan, replications)
    if name == COMPILED and not is_warm():
        prepare()  # once here, or every worker would compile for itself
    spools = _spools(near) if records in (ALONE, ALL) else None
    where = spools.folder if spools else None
    simulate = _Simulate(plan, settings(loaded, plan), seed, name, records in (CALLS, ALL), where)
    numbers = range(1, replications + 1)
    runs = _here(simulate, numbers) if workers == 1 else _in_workers(simulate, numbers, workers)
    done: list[Replication] = []
    try:
        for run in runs:
            done.append(replace(run, records=replace(run.records, home=spools) if run.records else None))
            on_done(len(done), replications)
    except KeyboardInterrupt:
        if not done:
            raise
    done.sort(key=lambda run: run.number)
    return Result(loaded, plan, seed, short, replications, tuple(done), name, records)


def keeping(records: str, plan: Plan, replications: int) -> str:
    """What is kept of single calls: what was asked for, but of very many no row each beside every record.

    Raises
    ------
    InputError
        If there is nothing of that name to keep.
    """
    if records not in KEEPS:
        guess = "".join(get_close_matches(records, KEEPS, 1))
        raise invalid("--records", "what is kept", f"one of {', '.join(KEEPS)}", records, guess)
    return ALONE if records == ALL and contacts(plan) * replications > MOST_CALLS else records


def _spools(near: Path | None) -> "Spools":
    from sim.experiments.store import Spools

    return Spools(near)


class _Simulate:
    """Everything one replication needs but its number; sent to each worker once.

    Parameters
    ----------
    calls : bool
        Whether a row of each call is kept.
    spools : Path, optional
        Where every record is kept.
    """

    def __init__(
        self, plan: Plan, settings: Settings, seed: int, engine: str, calls: bool, spools: Path | None
    ) -> None:
        self.plan, self.settings, self.seed, self.engine = plan, settings, seed, engine
        self.calls, self.spools, self.counting = calls, spools, asked(plan, settings)

    def __call__(self, number: int) -> Replication:
        run, records = self._run(number)
        found = totals_of(self.plan, self.settings, run.counted) if run.counted else None
        if found and not self.calls:
            return Replication(number, run.digest, found, None, records)
        day = fold(self.plan, run.records, self.settings)
        found = found or totals(day)
        known = (found.conduct or conduct(day)) if self.calls else None  # what is kept decides, not the engine
        return Replication(number, run.digest, replace(found, conduct=known), day if self.calls else None, records)

    def _run(self, number: int) -> tuple[Run, Spooled | None]:
        calls = workload(self.plan, self.seed, number)
        run = partial(engine_of(self.engine).run, self.plan, calls, self.seed, number, counting=self.counting)
        if self.spools is None:
            return run(kept=self.calls), None
        from sim.experiments.store import Spool

        with Spool(self.spools / f"{number}.parquet", number) as spool:
            found = run(kept=self.calls, take=spool.take)
        return found, spool.kept()


def _here(simulate: _Simulate, numbers: range) -> Iterator[Replication]:
    return map(simulate, numbers)


_simulate: _Simulate


def _begin(simulate: _Simulate) -> None:
    """In a worker: keep what every replication needs, and leave Ctrl-C to the parent."""
    global _simulate  # noqa: PLW0603 - a worker process has no other place
    _simulate = simulate
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _one(number: int) -> Replication:
    return _simulate(number)


def _in_workers(simulate: _Simulate, numbers: range, workers: int) -> Iterator[Replication]:
    """Replications as they finish; after Ctrl-C those under way are finished and given too."""
    with ProcessPoolExecutor(workers, context(), _begin, (simulate,)) as pool:
        pending: set[Future[Replication]] = {pool.submit(_one, number) for number in numbers}
        interrupted = False
        while pending:
            try:
                finished, pending = wait(pending, return_when=FIRST_COMPLETED)
            except KeyboardInterrupt:
                if interrupted:
                    raise
                interrupted = True
                pending = {future for future in pending if not future.cancel()}
                continue
            yield from (future.result() for future in finished)
        if interrupted:
            raise KeyboardInterrupt
