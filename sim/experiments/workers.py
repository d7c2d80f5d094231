"""How worker processes start: forked from a process of their own, which imports what they need while we still read.

May import nothing that takes time: it is asked for before anything is.
"""

import os
from multiprocessing import get_context
from multiprocessing.context import BaseContext

_FORKS = os.name == "posix"


def several(jobs: int | None, replications: int) -> int:
    """How many processes simulate: as many as asked for, or as there are cores, but none without a replication."""
    return min(jobs or os.cpu_count() or 1, replications)


def begin() -> None:
    """Start the process that workers are forked from, where there are such; it has no threads, as we may."""
    if _FORKS:
        from multiprocessing.forkserver import ensure_running

        context().set_forkserver_preload(["__main__", "sim.experiments.preload"])
        ensure_running()


def context() -> BaseContext:
    """How processes start here."""
    return get_context("forkserver" if _FORKS else "spawn")
