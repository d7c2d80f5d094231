"""What agents' time went into."""

from collections.abc import Callable

import numpy as np

from sim.domain.time import SECOND
from sim.metrics.columns import Ints
from sim.metrics.registry import NEITHER, Pair, a_day, metric, of_time
from sim.metrics.roster import CODED, State
from sim.metrics.totals import Totals

GROUP = "Agents"


@metric("occupancy", "Occupancy", "ratio", NEITHER,
        "dialling, talk and wrap-up of agents logged in and not paused / time logged in and not paused, breaks "
        "included", group=GROUP, source="ADR 8", missing="nobody was logged in and active")  # fmt: skip
def occupancy(totals: Totals) -> Pair:
    return of_time(totals.time_us(CODED.handling & CODED.active), totals.time_us(CODED.active))


@metric("utilisation", "Utilisation", "ratio", NEITHER,
        "dialling, talk and wrap-up / time logged in, breaks and pauses included (the time that is paid)",
        group=GROUP, source="ADR 8", missing="nobody was logged in")  # fmt: skip
def utilisation(totals: Totals) -> Pair:
    return of_time(totals.time_us(CODED.handling & CODED.logged_in), totals.time_us(CODED.logged_in))


def _per_agent(name: str, title: str, which: str, pick: Callable[[Ints], int]) -> None:
    @metric(f"answered_per_agent_{name}", f"Calls of the {title} agent", "calls", NEITHER,
            f"inbound calls answered by the member of a ring group who answered the {which}, mean a replication", group=GROUP,
            source="B6", missing="no ring group has a member")  # fmt: skip
    def calls(totals: Totals) -> Pair:
        answered = totals.answered[totals.members]
        return a_day(pick(answered), len(answered)) if len(answered) else Pair(0.0, 0.0, 0)


_per_agent("min", "least busy", "fewest", np.min)
_per_agent("max", "busiest", "most", np.max)


def _state(state: State) -> None:
    words = state.name.lower().replace("_", " ")

    @metric(f"agent_s_{state.name.lower()}", f"Agent seconds {words}", "s", NEITHER,
            f"time of all agents in state {words}, mean a replication; all states add up to the roster", group=GROUP,
            source="B3")  # fmt: skip
    def seconds(totals: Totals) -> Pair:
        return a_day(totals.time_us(CODED.state == state) / SECOND)


for _one in State:
    _state(_one)


@metric("agent_s_roster", "Agent seconds in the account", "s", NEITHER,
        "time of all agents from joining the account until deleted, a last call included, mean a replication", group=GROUP,
        source="ADR 8")  # fmt: skip
def roster(totals: Totals) -> Pair:
    return a_day(totals.agent_us.sum() / SECOND)
