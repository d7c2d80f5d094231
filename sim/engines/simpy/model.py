"""The SimPy clock: one wake-up per instant runs the routing machine; it neither draws nor decides.

Time is integer microseconds. Sources post typed events; the wake-up of an instant comes after every source of that
instant (a lower priority), so the machine sees all that is due, once.
"""

from collections.abc import Callable
from heapq import heappop, heappush

import numpy as np
import simpy

from sim.domain.counting import Counting
from sim.domain.events import Event
from sim.domain.plan import Plan
from sim.engines.digest import digest
from sim.engines.protocol import LONGEST_DRAIN_US, Run, Take, Watch
from sim.engines.simpy import sources
from sim.routing.machine import Machine
from sim.routing.state import Row
from sim.workload.stream import Workload

AFTER_SOURCES = 2
"""SimPy priority of a wake-up; its own are 0 (urgent) and 1 (normal)."""


class WakeUp(simpy.Event):
    """An instant at which something is due."""

    def __init__(self, env: simpy.Environment, time_us: int, callback: Callable[[simpy.Event], None]) -> None:
        super().__init__(env)
        self.callbacks = [callback]
        self._ok = True
        self._value = time_us
        env.schedule(self, priority=AFTER_SOURCES, delay=time_us - env.now)  # type: ignore[arg-type]


class Model:
    """A routing machine on a SimPy clock.

    Parameters
    ----------
    plan, workload, seed, replication
        As `Engine.run`.
    watch : callable, optional
        Called with the machine's world after every instant.

    Attributes
    ----------
    env : simpy.Environment
        Add processes of your own before `run`; they post events with `post`.
    records : list of tuple
        Rows as they are written.
    """

    def __init__(
        self, plan: Plan, workload: Workload, seed: int = 1, replication: int = 1, watch: Watch | None = None
    ) -> None:
        self.plan = plan
        self.env = simpy.Environment(initial_time=0)
        self.records: list[Row] = []
        self.machine = Machine(plan, workload.facts, self.records.append, seed=seed, replication=replication)
        self._due: list[Event] = []
        self._wakes: list[int] = []
        self._watch = watch
        self.machine.start()
        sources.start(self.env, plan, workload, self.post)

    def post(self, event: Event) -> None:
        """Make an event due at its time, now or later."""
        heappush(self._due, event)
        if not self._wakes or event.time_us < self._wakes[0]:
            heappush(self._wakes, event.time_us)
            WakeUp(self.env, event.time_us, self._wake)

    def _wake(self, wake: simpy.Event) -> None:
        now = heappop(self._wakes)
        assert now == wake.value == self.env.now
        batch: list[Event] = []
        while self._due and self._due[0].time_us == now:
            batch.append(heappop(self._due))
        for event in self.machine.step(now, batch):
            heappush(self._due, event)
        if self._watch:
            self._watch(self.machine.world)
        if self._due and (not self._wakes or self._due[0].time_us < self._wakes[0]):
            heappush(self._wakes, self._due[0].time_us)
            WakeUp(self.env, self._due[0].time_us, self._wake)

    def run(self) -> None:
        """Run to the horizon's end, then drain or cut (A2.10)."""
        self.env.run(until=self.plan.end_us)
        self.machine.close(self.plan.end_us)
        until_us = self.plan.end_us + (LONGEST_DRAIN_US if self.plan.drain else -1)
        while self.machine.world.calls and self._due and self._due[0].time_us <= until_us:
            self.env.step()
        self.machine.leave_in_system()


class SimpyEngine:
    """The reference engine."""

    name = "simpy"

    def run(
        self,
        plan: Plan,
        workload: Workload,
        seed: int,
        replication: int,
        watch: Watch | None = None,
        counting: Counting | None = None,
        *,
        kept: bool = True,
        take: Take | None = None,
    ) -> Run:
        """Run one replication; records are (n, 8) int64, always there to be counted, and taken as one block."""
        model = Model(plan, workload, seed, replication, watch)
        model.run()
        records = np.array(model.records, dtype=np.int64).reshape(-1, 8)
        if take:
            take(records)
        return Run(records, digest(records), model.machine.world.counts)
