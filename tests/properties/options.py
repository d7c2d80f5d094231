"""What only the SimPy engine has, added at random to a random day: its machine must keep every invariant with it."""

from dataclasses import replace

from sim.domain.plan import AgentPlan, PausePlan, Taken

from .days import SPREAD, Day, Dice


def with_options(seed: int, day: Day) -> Day:
    """The same day with options. Lengths of time are tables of the grid, so any grid will do."""
    staff = tuple(_agent(Dice(f"{seed} options of {agent.id}"), agent) for agent in day.plan.agents)
    return replace(day, plan=replace(day.plan, agents=staff))


def _agent(dice: Dice, agent: AgentPlan) -> AgentPlan:
    if dice.random() < 0.5:
        return agent
    return replace(agent, pauses=PausePlan(dice.randint(1, SPREAD), dice.randint(0, SPREAD), dice.choice(list(Taken))))
