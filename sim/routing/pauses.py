"""Pauses that agents ask for at random: an account pause that begins at once or when their work allows (A2.9).

Like any other pause it covers the agent beside those of the timeline; the admin's resume ends it.
"""

from sim.domain.agents import Activity
from sim.domain.contacts import Reason
from sim.domain.events import Event, EventKind
from sim.domain.plan import Taken
from sim.routing import admin
from sim.routing.state import AgentState, World

OWN = -2
"""The entry that stands for a pause of the agent's own; others are those of the timeline."""

BEGINS_IN: dict[Taken, frozenset[Activity]] = {
    Taken.AT_ONCE: frozenset(Activity),
    Taken.WHEN_IDLE: frozenset({Activity.IDLE}),
    Taken.AFTER_CALL: frozenset({Activity.IDLE, Activity.WRAP_UP}),
}
"""What an agent may be doing when the pause begins; a phone that rings is answered or missed first."""


def asked(world: World, due: Event) -> None:
    """PAUSE_ASKED: the agent wants a pause, unless that time was stopped."""
    agent = world.agents[due.agent]
    if agent.pause_clock_runs and agent.pause_clock == due.offer:
        world.pausing.add(agent.key)
        if may_begin(agent):
            _begin(world, agent)


def may_begin(agent: AgentState) -> bool:
    """Whether what the agent is doing lets the pause begin."""
    return agent.plan.pauses is not None and agent.activity in BEGINS_IN[agent.plan.pauses.taken]


def take(world: World) -> None:
    """Begin the pauses of everyone whose work is over, the admin's first, before any call is served."""
    admin.take_idle(world)
    for key in sorted(world.pausing):
        if may_begin(world.agents[key]):
            _begin(world, world.agents[key])


def _begin(world: World, agent: AgentState) -> None:
    pauses = agent.plan.pauses
    assert pauses is not None
    length_us = world.draws.pause_length_us(agent.plan, pauses, agent.own_pauses)
    agent.own_pauses += 1
    agent.pauses.add(OWN)
    admin.follow(world, agent, Reason.AGENT)
    world.after(length_us, EventKind.PAUSE_OVER, -1, agent.own_pauses, agent.key)


def over(world: World, due: Event) -> None:
    """PAUSE_OVER: the pause ends, unless the admin ended it; who is covered by another entry stays paused."""
    agent = world.agents[due.agent]
    if OWN in agent.pauses and agent.own_pauses == due.offer:
        agent.pauses.discard(OWN)
        admin.follow(world, agent, Reason.AGENT)
