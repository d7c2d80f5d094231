"""Sources as SimPy processes: arrivals, working days, the admin's timeline, opening hours.

Each replays a list of typed events at its times. May not draw and may not decide.
"""

from collections.abc import Callable, Generator, Iterable

import simpy

from sim.domain.events import Event
from sim.domain.plan import Plan
from sim.routing import agenda
from sim.workload.stream import Workload

Post = Callable[[Event], None]
Process = Generator[simpy.Event, object, None]


def start(env: simpy.Environment, plan: Plan, workload: Workload, post: Post) -> None:
    """Start one process per source of events."""
    for rank in range(len(plan.sources)):
        env.process(play(env, post, agenda.arrivals(plan, rank, workload.arrivals_us(rank))))
    for events in agenda.everything_else(plan):
        env.process(play(env, post, events))


def play(env: simpy.Environment, post: Post, events: Iterable[Event]) -> Process:
    """Post each event at its time."""
    for due in events:
        if due.time_us > env.now:
            yield env.timeout(due.time_us - env.now)
        post(due)
