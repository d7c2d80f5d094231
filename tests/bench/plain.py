"""The obvious SimPy way: one process a caller, floats, draws as it goes along, nothing recorded. A yardstick of speed.

It plays the systems of `systems.py`, without what would need a second thought: a break or a pause stops offers to an
agent but no ring in progress, and a call's luck belongs to the moment. Imports nothing of what it is compared with.
"""

from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from math import log, sqrt

import numpy as np
import simpy

HOUR = 3600.0
Process = Generator[simpy.Event, object, None]
Draw = Callable[[], float]


@dataclass(eq=False)
class Agent:
    """Somebody who answers: `pick_up` draws seconds, inf for no answer."""

    groups: tuple[int, ...]
    pick_up: Draw
    wrap_up_s: float
    away: int = 0
    idle: bool = True
    idle_since: float = -1.0
    dials: list[simpy.Event] = field(default_factory=list)


@dataclass(eq=False)
class Waiting:
    """A call that waits for somebody to come free."""

    arrival: float
    group: int
    freed: simpy.Event


class Phone:
    """A phone system; a ring group is a list of layers."""

    def __init__(self, seed: int) -> None:
        self.env = simpy.Environment()
        self.rng = np.random.default_rng(seed)
        self.groups: list[list[list[Agent]]] = []
        self.waiting: list[Waiting] = []
        self.ended: Counter[str] = Counter()

    def exponential(self, mean_s: float) -> float:
        return float(self.rng.exponential(mean_s))

    def lognormal(self, mean_s: float, cv: float) -> float:
        sigma = sqrt(log(1 + cv * cv))
        return float(self.rng.lognormal(log(mean_s) - sigma * sigma / 2, sigma))

    def arrive(self, rates: list[tuple[float, float, float]], one: Callable[[], Process]) -> None:
        """Poisson arrivals: (from hour, to hour, rate per hour); `one` makes the process of one."""
        self.env.process(self._arrivals(rates, one))

    def _arrivals(self, rates: list[tuple[float, float, float]], one: Callable[[], Process]) -> Process:
        for begin, end, rate in rates:
            yield self.env.timeout(begin * HOUR - self.env.now)
            while (gap := self.exponential(HOUR / rate)) < end * HOUR - self.env.now:
                yield self.env.timeout(gap)
                self.env.process(one())

    def idle_agent(self, group: int, tried: set[Agent]) -> Agent | None:
        """Whoever has been idle longest in the first layer that has somebody."""
        for layer in self.groups[group]:
            idle = [agent for agent in layer if agent.idle and not agent.away and agent not in tried]
            if idle:
                return min(idle, key=lambda agent: agent.idle_since)
        return None

    def free(self, agent: Agent) -> None:
        """An agent is idle: the oldest call of their groups, else a call they have to place."""
        agent.idle = True
        if agent.away:
            return
        theirs = [call for call in self.waiting if call.group in agent.groups]
        if theirs:
            call = min(theirs, key=lambda call: call.arrival)
            self.waiting.remove(call)
            agent.idle = False
            call.freed.succeed(agent)
        elif agent.dials:
            agent.idle = False
            agent.dials.pop(0).succeed()

    def call(
        self, group: int, patience_s: float, hold_s: float, talk_s: float, ring_timeout_s: float = 20.0
    ) -> Process:
        """A caller: rings one agent after the other, waits while there is none, gives up, or is sent to voicemail."""
        env, arrival, tried = self.env, self.env.now, set[Agent]()
        gives_up, voicemail = arrival + patience_s, arrival + hold_s
        while env.now < min(gives_up, voicemail):
            agent = self.idle_agent(group, tried)
            if agent is None:
                tried.clear()
                call = Waiting(arrival, group, env.event())
                self.waiting.append(call)
                yield call.freed | env.timeout(min(gives_up, voicemail) - env.now)
                if not call.freed.triggered:
                    self.waiting.remove(call)
                    break
                agent = call.freed.value
            agent.idle = False
            pick_up = agent.pick_up()
            ringing = min(pick_up, ring_timeout_s, gives_up - env.now)
            yield env.timeout(ringing)
            if ringing == pick_up:
                yield from self.talk(agent, talk_s)
                self.ended["answered"] += 1
                return
            tried.add(agent)
            self.free(agent)
        if env.now < gives_up:
            yield env.timeout(25.0)
            self.ended["voicemail"] += 1
        else:
            self.ended["abandoned"] += 1

    def talk(self, agent: Agent, talk_s: float) -> Process:
        yield self.env.timeout(talk_s)
        agent.idle_since = self.env.now
        if agent.wrap_up_s:
            yield self.env.timeout(agent.wrap_up_s)
        self.free(agent)

    def dial(self, agent: Agent, connects: bool, talk_s: float) -> Process:
        """A call that an agent places as soon as they are idle."""
        if agent.away:
            return
        if not agent.idle:
            turn = self.env.event()
            agent.dials.append(turn)
            yield turn
        agent.idle = False
        yield self.env.timeout(self.exponential(8.0) if connects else 25.0)
        yield from self.talk(agent, talk_s if connects else 0.0)
        self.ended["dialled"] += 1

    def text(self, reply_s: float) -> Process:
        yield self.env.timeout(reply_s)
        self.ended["texts"] += 1

    def absent(self, agents: list[Agent], at_s: float, length_s: float) -> None:
        """A break or a pause: no offers meanwhile."""
        self.env.process(self._absence(agents, at_s, length_s))

    def _absence(self, agents: list[Agent], at_s: float, length_s: float) -> Process:
        yield self.env.timeout(at_s)
        for agent in agents:
            agent.away += 1
        yield self.env.timeout(length_s)
        for agent in agents:
            agent.away -= 1
            if agent.idle:
                self.free(agent)
