"""Erlang A on SimPy's event list alone: callbacks of timeouts, no process, no resource; the fastest that SimPy allows."""

from collections import OrderedDict
from collections.abc import Callable
from random import Random

import simpy

from tests.bench.peers import AGENTS, HANDLE_S, PATIENCE_S, PER_S, WARM_UP_S, Waited, waited

PACKAGE = "simpy"


def run(calls: int, seed: int) -> Waited:
    env, exponential = simpy.Environment(), Random(seed).expovariate
    free = AGENTS
    waiting: OrderedDict[int, float] = OrderedDict()  # call -> its arrival
    answered: list[float] = []
    abandoned: list[float] = []

    def after(delay_s: float, then: Callable[[simpy.Event], None], call: int = 0) -> None:
        env.timeout(delay_s, call).callbacks.append(then)

    def note(waits: list[float], arrived: float) -> None:
        if arrived >= WARM_UP_S:
            waits.append(env.now - arrived)

    def arrive(event: simpy.Event) -> None:
        nonlocal free
        call = event.value
        if free:
            free -= 1
            note(answered, env.now)
            after(exponential(1 / HANDLE_S), hang_up)
        else:
            waiting[call] = env.now
            after(exponential(1 / PATIENCE_S), give_up, call)
        if call < calls:
            after(exponential(PER_S), arrive, call + 1)

    def hang_up(_: simpy.Event) -> None:
        nonlocal free
        if waiting:
            note(answered, waiting.popitem(last=False)[1])
            after(exponential(1 / HANDLE_S), hang_up)
        else:
            free += 1

    def give_up(event: simpy.Event) -> None:
        if event.value in waiting:
            note(abandoned, waiting.pop(event.value))

    after(exponential(PER_S), arrive, 1)
    env.run()
    return waited(answered, abandoned)
