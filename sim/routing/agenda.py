"""What will happen to the machine from outside, as lists of typed events: arrivals, working days, admin, opening hours.

Columns only: may not draw and may not decide. An attempt of a suspended agent is listed like any other; the machine
refuses it. Every list is in order of time and stops before the end of the horizon.
"""

from collections.abc import Iterable, Iterator
from itertools import takewhile

from sim.domain.contacts import contact_key
from sim.domain.events import Event, EventKind, event
from sim.domain.plan import AgentPlan, Plan
from sim.domain.time import NEVER


def arrivals(plan: Plan, rank: int, arrivals_us: Iterable[int]) -> Iterator[Event]:
    """The contacts of the source of this rank, whose arrival times are given in order."""
    events = (
        event(EventKind.ARRIVAL, arrival_us, contact_key(rank, nth)) for nth, arrival_us in enumerate(arrivals_us)
    )
    return takewhile(lambda due: due.time_us < plan.end_us, events)


def everything_else(plan: Plan) -> Iterator[list[Event]]:
    """One list per agent, one for the admin's timeline, one for opening hours."""
    for key, agent in enumerate(plan.agents):
        yield _before_the_end(plan, _working_day(key, agent))
    yield _before_the_end(plan, _timeline(plan))
    yield _before_the_end(plan, _opening_hours(plan))


def _before_the_end(plan: Plan, events: Iterable[Event]) -> list[Event]:
    return sorted(due for due in events if due.time_us < plan.end_us)


def _working_day(key: int, agent: AgentPlan) -> Iterator[Event]:
    """Shifts and breaks of one agent."""
    for begin, end in agent.shifts:
        yield event(EventKind.SHIFT_START, begin, agent=key)
        yield event(EventKind.SHIFT_END, end, agent=key)
    for index, (due_us, _) in enumerate(agent.breaks):
        yield event(EventKind.BREAK_START, due_us, offer=index, agent=key)


def _timeline(plan: Plan) -> Iterator[Event]:
    """The admin's entries, each at its position in the file."""
    for position, entry in enumerate(plan.timeline):
        yield event(EventKind.ADMIN_BEGIN, entry.at_us, position)
        if entry.until_us < NEVER:
            yield event(EventKind.ADMIN_END, entry.until_us, position)


def _opening_hours(plan: Plan) -> Iterator[Event]:
    """Openings and closings after the start; the state at the start is the machine's to record."""
    for begin, end in plan.opening:
        if begin > 0:
            yield event(EventKind.OPEN, begin)
        yield event(EventKind.CLOSE, end)
