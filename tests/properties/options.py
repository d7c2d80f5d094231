"""What only the SimPy engine has, added at random to a random day: its machine must keep every invariant with it."""

from dataclasses import replace

from sim.domain.plan import AgentPlan, Dispatch, GroupPlan, PausePlan, Plan, RouterPlan, Taken
from sim.domain.time import SECOND
from sim.routing.asterisk import RULES

from .days import SPREAD, Day, Dice


def with_options(seed: int, day: Day) -> Day:
    """The same day with options. Lengths of time are tables of the grid, so any grid will do."""
    staff = tuple(_agent(Dice(f"{seed} options of {agent.id}"), agent) for agent in day.plan.agents)
    return replace(day, plan=_routed(Dice(f"{seed} router"), day.grid_us, replace(day.plan, agents=staff)))


def _routed(dice: Dice, grid_us: int, plan: Plan) -> Plan:
    """Half of the days serve calls at every change; Asterisk's way asks for queues of one layer."""
    dispatch = dice.choice((Dispatch.EVENT, Dispatch.EVENT, Dispatch.POLL, Dispatch.ASTERISK))
    router = RouterPlan(dispatch, dice.randint(1, 6) * grid_us, dice.randrange(SECOND))
    groups = tuple(_one_queue(dice, group) for group in plan.groups) if dispatch is Dispatch.ASTERISK else plan.groups
    return replace(plan, router=router, groups=groups)


def _one_queue(dice: Dice, group: GroupPlan) -> GroupPlan:
    members, strategy = group.layers[0].members, group.layers[0].strategy
    layer = replace(group.layers[0], strategy=strategy if strategy in RULES else "fixed_order")
    return replace(group, layers=(layer,), queue=True, tie_order=tuple(dice.sample(members, len(members))))


def _agent(dice: Dice, agent: AgentPlan) -> AgentPlan:
    if dice.random() < 0.5:
        return agent
    return replace(agent, pauses=PausePlan(dice.randint(1, SPREAD), dice.randint(0, SPREAD), dice.choice(list(Taken))))
