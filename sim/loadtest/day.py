"""A day as a stream of requests: the events from outside and the timers the target sets itself, instant by instant."""

from heapq import heapify, heappop, heappush

from sim.domain.events import Event
from sim.domain.plan import Plan
from sim.loadtest.targets import CoreTarget, Target
from sim.routing import agenda
from sim.routing.machine import Machine
from sim.workload.stream import Workload


class Day:
    """One replication of a scenario, ready to be put to a target one instant at a time."""

    def __init__(self, plan: Plan, workload: Workload, seed: int, replication: int) -> None:
        machine = Machine(plan, workload.facts, lambda row: None, seed=seed, replication=replication)
        machine.start()
        self.target: Target = CoreTarget(machine)
        self._end_us = plan.end_us
        self._due: list[Event] = []
        for rank in range(len(plan.sources)):
            self._due += agenda.arrivals(plan, rank, workload.arrivals_us(rank))
        for events in agenda.everything_else(plan):
            self._due += events
        heapify(self._due)

    def next_request(self) -> list[Event]:
        """Everything due at the next instant; empty when the day is over."""
        if not self._due or self._due[0].time_us >= self._end_us:
            return []
        request = [heappop(self._due)]
        while self._due and self._due[0].time_us == request[0].time_us:
            request.append(heappop(self._due))
        return request

    def answered(self, timers: list[Event]) -> None:
        """Put the timers of an answer on the calendar."""
        for timer in timers:
            heappush(self._due, timer)
