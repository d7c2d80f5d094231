"""Erlang A in salabim: a component per call, the agents a resource, its own monitors switched off."""

from collections.abc import Generator
from random import Random
from typing import Any

from tests.bench.peers import AGENTS, HANDLE_S, PATIENCE_S, PER_S, WARM_UP_S, Waited, waited

PACKAGE = "salabim"
Process = Generator[None, None, None]


def run(calls: int, seed: int) -> Waited:
    import salabim

    salabim.yieldless(False)
    env, exponential = salabim.Environment(), Random(seed).expovariate
    agents = salabim.Resource(capacity=AGENTS, monitor=False)
    answered: list[float] = []
    abandoned: list[float] = []

    class Call(salabim.Component):  # type: ignore[misc]
        def process(self: Any) -> Process:
            arrived = env.now()
            yield self.request(agents, fail_delay=exponential(1 / PATIENCE_S))
            if arrived >= WARM_UP_S:
                (abandoned if self.failed() else answered).append(env.now() - arrived)
            if not self.failed():
                yield self.hold(exponential(1 / HANDLE_S))

    class Arrivals(salabim.Component):  # type: ignore[misc]
        def process(self: Any) -> Process:
            for _ in range(calls):
                yield self.hold(exponential(PER_S))
                Call()

    Arrivals()
    env.run()
    return waited(answered, abandoned)
