"""What agents' time went into."""

from collections.abc import Callable

import numpy as np

from sim.domain.time import SECOND
from sim.metrics.columns import Ints
from sim.metrics.day import Day
from sim.metrics.registry import NEITHER, Pair, a_day, metric, of_time
from sim.metrics.roster import State

GROUP = "Agents"


@metric("occupancy", "Occupancy", "ratio", NEITHER,
        "dialling, talk and wrap-up of agents logged in and not paused / time logged in and not paused, breaks "
        "included", group=GROUP, source="ADR 8", missing="nobody was logged in and active")  # fmt: skip
def occupancy(day: Day) -> Pair:
    roster = day.roster
    return of_time(roster.time_us(roster.handling & roster.active, day.windows),
                   roster.time_us(roster.active, day.windows))  # fmt: skip


@metric("utilisation", "Utilisation", "ratio", NEITHER,
        "dialling, talk and wrap-up / time logged in, breaks and pauses included (the time that is paid)",
        group=GROUP, source="ADR 8", missing="nobody was logged in")  # fmt: skip
def utilisation(day: Day) -> Pair:
    roster = day.roster
    return of_time(roster.time_us(roster.handling & roster.logged_in, day.windows),
                   roster.time_us(roster.logged_in, day.windows))  # fmt: skip


def _per_agent(name: str, title: str, which: str, pick: Callable[[Ints], int]) -> None:
    @metric(f"answered_per_agent_{name}", f"Calls of the {title} agent", "calls", NEITHER,
            f"inbound calls answered by the member of a ring group who answered the {which}, mean a replication", group=GROUP,
            source="B6", missing="no ring group has a member")  # fmt: skip
    def calls(day: Day) -> Pair:
        members = sorted(frozenset().union(*day.members))
        answered = np.bincount(day.calls.agent[day.calls.live], minlength=len(day.plan.agents))[members]
        return a_day(pick(answered), len(members)) if members else Pair(0.0, 0.0, 0)


_per_agent("min", "least busy", "fewest", np.min)
_per_agent("max", "busiest", "most", np.max)


def _state(state: State) -> None:
    words = state.name.lower().replace("_", " ")

    @metric(f"agent_s_{state.name.lower()}", f"Agent seconds {words}", "s", NEITHER,
            f"time of all agents in state {words}, mean a replication; all states add up to the roster", group=GROUP,
            source="B3")  # fmt: skip
    def seconds(day: Day) -> Pair:
        return a_day(day.roster.time_us(day.roster.state == state, day.windows) / SECOND)


for _one in State:
    _state(_one)


@metric("agent_s_roster", "Agent seconds in the account", "s", NEITHER,
        "time of all agents from joining the account until deleted, a last call included, mean a replication", group=GROUP,
        source="ADR 8")  # fmt: skip
def roster(day: Day) -> Pair:
    return a_day(day.roster.time_us(day.roster.agent >= 0, day.windows) / SECOND)
