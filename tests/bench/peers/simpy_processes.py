"""Erlang A in SimPy as its manual would write it: a process per call, the agents a resource."""

from collections.abc import Generator
from random import Random

import simpy

from tests.bench.peers import AGENTS, HANDLE_S, PATIENCE_S, PER_S, WARM_UP_S, Waited, waited

PACKAGE = "simpy"
Process = Generator[simpy.Event, object, None]


def run(calls: int, seed: int) -> Waited:
    env, exponential = simpy.Environment(), Random(seed).expovariate
    agents = simpy.Resource(env, AGENTS)
    answered: list[float] = []
    abandoned: list[float] = []

    def call() -> Process:
        arrived = env.now
        with agents.request() as turn:
            yield turn | env.timeout(exponential(1 / PATIENCE_S))
            if arrived >= WARM_UP_S:
                (answered if turn.triggered else abandoned).append(env.now - arrived)
            if turn.triggered:
                yield env.timeout(exponential(1 / HANDLE_S))

    def arrivals() -> Process:
        for _ in range(calls):
            yield env.timeout(exponential(PER_S))
            env.process(call())

    env.process(arrivals())
    env.run()
    return waited(answered, abandoned)
