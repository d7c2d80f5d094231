"""Erlang A with 200 agents, written for other simulators: the system of scenarios/erlang_a_200.yaml.

Each of these modules names its PACKAGE and has `run(calls, seed)`, which simulates so many calls from an empty system until
the last one is over. None rings anybody, looks for who is idle longest or keeps a record: they do less than ours.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

AGENTS = 200
PER_S = 4000 / 3600
HANDLE_S = 180.0
PATIENCE_S = 120.0
WARM_UP_S = 3600.0
AWT_S = 20.0

PEERS = {
    "SimPy, a process per call": "simpy_processes",
    "SimPy, callbacks only": "simpy_callbacks",
    "salabim": "salabim_components",
    "Ciw": "ciw_network",
}
"""Title -> module of this package."""


@dataclass(frozen=True)
class Waited:
    """What the calls that arrived after the warm-up met; shares are of all of them."""

    calls: int
    abandoned: float
    mean_wait_s: float
    within: float
    """Answered within AWT_S."""


Run = Callable[[int, int], Waited]


def waited(answered_s: list[float], abandoned_s: list[float]) -> Waited:
    """The figures of every single wait."""
    calls = len(answered_s) + len(abandoned_s)
    good = sum(wait_s <= AWT_S for wait_s in answered_s)
    return Waited(calls, len(abandoned_s) / calls, (sum(answered_s) + sum(abandoned_s)) / calls, good / calls)


def peers() -> Iterator[tuple[str, str, Run | None]]:
    """(title, package, run) of each; None for one whose package is not installed."""
    for title, name in PEERS.items():
        module = import_module(f"{__name__}.{name}")
        yield title, module.PACKAGE, module.run if find_spec(module.PACKAGE) else None
