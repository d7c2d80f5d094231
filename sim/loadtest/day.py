"""A day as a stream of requests. A request is one instant of a phone system's day: everything that is due then.

What the routing machine answers sets the timers of later instants, so the stream is learned by rehearsal. Under load a
fresh machine sees the same requests and goes through the same states; all that is no routing has been done before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from sim.domain.contacts import Channel, Facts
from sim.domain.events import Event, EventKind
from sim.domain.plan import Plan
from sim.routing import agenda
from sim.routing.machine import Machine
from sim.routing.state import Row
from sim.workload.stream import workload

Emit = Callable[[Row], None]


def drop(row: Row) -> None:
    """Take a record and forget it."""


@dataclass(frozen=True, slots=True)
class Day:
    """The beginning of one replication, or all of it, as requests.

    Attributes
    ----------
    facts : mapping
        Contact key -> facts, drawn ahead.
    requests : list of (int, list of Event)
        Instants in order, us, and what is due at each.
    decided : list of bool
        Per request: whether the router had to decide whom to ring.
    """

    plan: Plan
    seed: int
    replication: int
    facts: Mapping[int, Facts]
    requests: list[tuple[int, list[Event]]]
    decided: list[bool]

    @property
    def calls(self) -> int:
        """Inbound calls that arrive in these requests."""
        arrivals = (due for _, request in self.requests for due in request if due.kind is EventKind.ARRIVAL)
        return sum(self.facts[due.contact].channel is Channel.INBOUND_CALL for due in arrivals)

    def machine(self, emit: Emit = drop) -> Machine:
        """A routing machine at the start of this day; `emit` takes its records."""
        return _machine(self.plan, self.facts, self.seed, self.replication, emit)


def rehearse(plan: Plan, seed: int, replication: int, most: int) -> Day:
    """The requests of one replication up to the end of its horizon, at most `most`."""
    facts, due = _outside(plan, seed, replication)
    machine = _machine(plan, facts, seed, replication, drop)
    counts = machine.world.counts
    requests: list[tuple[int, list[Event]]] = []
    decided: list[bool] = []
    while due and due[0].time_us < plan.end_us and len(requests) < most:
        now_us, before = due[0].time_us, counts.decisions
        request: list[Event] = []
        while due and due[0].time_us == now_us:
            request.append(heappop(due))
        for timer in machine.step(now_us, request):
            heappush(due, timer)
        requests.append((now_us, request))
        decided.append(counts.decisions > before)
    return Day(plan, seed, replication, facts, requests, decided)


def _outside(plan: Plan, seed: int, replication: int) -> tuple[dict[int, Facts], list[Event]]:
    """What is true of every contact, and a heap of all that happens to the machine from outside."""
    arriving = workload(plan, seed, replication)
    due: list[Event] = []
    for rank in range(len(plan.sources)):
        due += agenda.arrivals(plan, rank, arriving.arrivals_us(rank))
    facts = {arrival.contact: arriving.facts(arrival.contact) for arrival in due}
    for events in agenda.everything_else(plan):
        due += events
    heapify(due)
    return facts, due


def _machine(plan: Plan, facts: Mapping[int, Facts], seed: int, replication: int, emit: Emit) -> Machine:
    machine = Machine(plan, facts.__getitem__, emit, seed=seed, replication=replication)
    machine.start()
    return machine
