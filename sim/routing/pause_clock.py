"""The time until an agent asks for the next pause: runs while they are active and logged in (A2.9)."""

from sim.domain.agents import Status
from sim.domain.events import EventKind
from sim.routing.state import AgentState, World


def start(world: World, agent: AgentState) -> None:
    """Begin the time until the next pause anew, unless it runs or the agent takes none."""
    pauses = agent.plan.pauses
    if pauses is None or agent.pause_clock_runs or not agent.logged_in or agent.status is not Status.ACTIVE:
        return
    agent.pause_clock_runs = True
    delay_us = world.draws.pause_every_us(agent.plan, pauses, agent.pause_clock)
    agent.pause_clock += 1
    world.after(delay_us, EventKind.PAUSE_ASKED, -1, agent.pause_clock, agent.key)


def stop(world: World, agent: AgentState) -> None:
    """Stop it, and forget a pause that was asked for and has not begun."""
    agent.pause_clock_runs = False
    world.pausing.discard(agent.key)
