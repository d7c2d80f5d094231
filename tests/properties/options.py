"""What only the SimPy engine has, added at random to a random day: its machine must keep every invariant with it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from sim.domain.agents import AnswerType
from sim.domain.contacts import NOBODY, Channel, Facts, contact_key
from sim.domain.luck import later_luck, luck_of, threshold
from sim.domain.plan import (
    ALWAYS,
    AgentPlan,
    BackupPlan,
    CallbackPlan,
    CampaignPlan,
    Dispatch,
    GroupPlan,
    LinePlan,
    PausePlan,
    Plan,
    Prompt,
    PromptPlan,
    RedialPlan,
    RouterPlan,
    SmsPlan,
    SourcePlan,
    Taken,
    Target,
    TargetKind,
)
from sim.domain.time import NEVER, SECOND
from sim.routing.asterisk import RULES

from .days import SPREAD, Day, Dice

MOST = 3
"""Most attempts of one contact after the first."""
CUTS = 40
"""Most contacts that one record of a campaign comes to."""


def with_options(seed: int, day: Day) -> Day:
    """The same day with options. Lengths of time are tables of the grid, so any grid will do."""
    staff = tuple(_agent(Dice(f"{seed} options of {agent.id}"), agent) for agent in day.plan.agents)
    dice = Dice(f"{seed} options")
    sources = tuple(_source(dice, channel) for channel in Channel)
    lists = tuple(_campaign(dice, day, len(Channel) + nth) for nth in range(dice.choice((0, 0, 1, 2))))
    sources += tuple(SourcePlan(f"list {one.source}", Channel.OUTBOUND_CALL, -1, -1, (), ()) for one in lists)
    texts = _texts(Dice(f"{seed} texts"), day.grid_us, day.plan)
    plan = replace(day.plan, agents=staff, sources=sources, campaigns=lists, sms=texts)
    lines = tuple(_line(Dice(f"{seed} options of {line.id}"), day.grid_us, line, plan) for line in plan.lines)
    plan = replace(plan, lines=lines)
    plan = replace(plan, groups=tuple(_group(Dice(f"{seed} {one.id}"), day, one) for one in plan.groups))
    plan = _routed(Dice(f"{seed} router"), day.grid_us, plan)
    return replace(day, plan=plan, facts=dict(_attempts(day)) | dict(_records(dice, day, lists)))


def _routed(dice: Dice, grid_us: int, plan: Plan) -> Plan:
    """Half of the days serve calls at every change; Asterisk's way asks for queues of one layer."""
    dispatch = dice.choice((Dispatch.EVENT, Dispatch.EVENT, Dispatch.POLL, Dispatch.ASTERISK))
    router = RouterPlan(dispatch, dice.randint(1, 6) * grid_us, dice.randrange(SECOND))
    groups = tuple(_one_queue(dice, group) for group in plan.groups) if dispatch is Dispatch.ASTERISK else plan.groups
    if dispatch is not Dispatch.EVENT:
        groups = tuple(_not_called_back(group) for group in groups)
    return replace(plan, router=router, groups=groups)


def _not_called_back(group: GroupPlan) -> GroupPlan:
    return replace(group, callback=None, prompts=tuple(one for one in group.prompts if one.kind is not Prompt.CALLBACK))


def _one_queue(dice: Dice, group: GroupPlan) -> GroupPlan:
    members, strategy = group.layers[0].members, group.layers[0].strategy
    layer = replace(group.layers[0], strategy=strategy if strategy in RULES else "fixed_order")
    return replace(group, layers=(layer,), queue=True, tie_order=tuple(dice.sample(members, len(members))))


def _group(dice: Dice, day: Day, group: GroupPlan) -> GroupPlan:
    """What is played in its queue, and what a caller does then."""
    group = replace(group, evicts=dice.random() < 0.3, ai_rescue=threshold(dice.choice((0.0, 0.5))))
    if dice.random() < 0.5:
        return group
    prompts = tuple(_prompt(dice, day, kind) for kind in dice.some(list(Prompt), 1, 3))
    callback = CallbackPlan(dice.random() < 0.5, threshold(0.5), dice.randint(0, 4), dice.randint(0, 2),
                            dice.steps(0, 6) * day.grid_us, dice.random() < 0.7)  # fmt: skip
    return replace(group, prompts=prompts, callback=callback)


def _prompt(dice: Dice, day: Day, kind: Prompt) -> PromptPlan:
    every = dice.steps(1, 5, never=0.5)
    to = Target(TargetKind.RING_GROUP, dice.randrange(len(day.plan.groups))) if dice.random() < 0.5 else Target()
    return PromptPlan(kind, dice.steps(0, 6) * day.grid_us, every * day.grid_us if every < NEVER else every,
                      threshold(0.4), to)  # fmt: skip


def _campaign(dice: Dice, day: Day, source: int) -> CampaignPlan:
    calling = ALWAYS if dice.random() < 0.7 else dice.windows()
    return CampaignPlan(
        source, dice.some(range(len(day.plan.agents)), 1, 4), dice.randint(1, 12), dice.random() < 0.4,
        dice.random() < 0.3, dice.choice((0, 0, 1)), dice.steps(0, 4) * day.grid_us,
        dice.choice((1, 1, 2, 3)) * 1_000_000, dice.choice((0, 30_000, 1_000_000)), dice.random() < 0.6,
        dice.randint(1, MOST), dice.randint(1, SPREAD),
        tuple((begin * day.grid_us, min(end * day.grid_us, int(NEVER))) for begin, end in calling), dice.random() < 0.5,
    )  # fmt: skip


def _records(dice: Dice, day: Day, lists: Sequence[CampaignPlan]) -> Iterator[tuple[int, Facts]]:
    """Every attempt that a list may come to, those that are cut among them."""
    for one in lists:
        for ordinal, generation in product(range(one.records), range(CUTS)):
            key = contact_key(one.source, ordinal, generation)
            yield key, Facts(key, luck_of(f"{key}"), Channel.OUTBOUND_CALL, -1, NOBODY, NOBODY, int(NEVER),
                             dice.steps(0, 6) * day.grid_us, dice.steps(1, 5) * day.grid_us, dice.random() < 0.6, -1,
                             None)  # fmt: skip


def _source(dice: Dice, channel: Channel) -> SourcePlan:
    """Of calls, callers who may try again."""
    redial = None
    if channel is Channel.INBOUND_CALL and dice.random() < 0.7:
        redial = RedialPlan(threshold(0.7), dice.randint(0, SPREAD), dice.randint(1, MOST), dice.random() < 0.5)
    return SourcePlan(channel.name, channel, -1, -1, (), (), redial=redial)


def _attempts(day: Day) -> Iterator[tuple[int, Facts]]:
    """Every contact, and what is true of its later attempts."""
    for key, first in day.facts.items():
        for generation in range(MOST + 1):
            luck = later_luck(first.luck, generation) if generation else first.luck
            yield key + generation, first._replace(key=key + generation, luck=luck)


def _agent(dice: Dice, agent: AgentPlan) -> AgentPlan:
    if dice.random() < 0.3:
        days = tuple(nth // 2 for nth, _ in enumerate(agent.shifts))
        agent = replace(agent, absence=threshold(0.5), days=days)
    agent = replace(agent, answers=dice.choice([AnswerType.APP] * 4 + list(AnswerType)))
    if agent.answers is AnswerType.PHONE_NUMBER:
        agent = replace(agent, carrier=threshold(0.5), carrier_after=dice.randint(0, 6))
    if dice.random() < 0.5:
        return agent
    return replace(agent, pauses=PausePlan(dice.randint(1, SPREAD), dice.randint(0, SPREAD), dice.choice(list(Taken))))


def _line(dice: Dice, grid_us: int, line: LinePlan, plan: Plan) -> LinePlan:
    """A line with a backup and a next step, circles among them, or one that rings its customers' owners first."""
    if line.owner < 0:
        return replace(line, owner_first=dice.random() < 0.5, owner_ring_timeout_us=dice.randint(1, 6) * grid_us)
    group = dice.randrange(-1, len(plan.groups))
    missed = Target(TargetKind.RING_GROUP, group) if group >= 0 else dice.choice((Target(), Target(TargetKind.HANG_UP)))
    backup = BackupPlan(
        line=dice.randrange(-2, len(plan.lines)), luck=luck_of(f"{line.id}/backup"), pick_up=dice.randint(0, 6),
        no_answer=threshold(0.5), carrier=threshold(dice.choice((0, 0.5))), carrier_after=dice.randint(0, 6),
        ring_timeout_us=dice.randint(1, 6) * grid_us, when_paused=dice.random() < 0.5,
    )  # fmt: skip
    return replace(line, missed=missed, backup=dice.choice((None, replace(backup, line=max(backup.line, -1)))))


def _texts(dice: Dice, grid_us: int, plan: Plan) -> SmsPlan:
    """Texts as an inbox or as conversations, kept or not, with what takes them further."""
    agents = range(len(plan.agents))
    conversation, reassign = dice.random() < 0.5, dice.random() < 0.5
    return SmsPlan(
        conversation=conversation,
        slots=dice.randint(1, 3) if conversation else int(NEVER),
        queue_limit=dice.choice((int(NEVER), 0, 1)),
        length=dice.randint(0, SPREAD),
        blocks_voice=conversation and dice.random() < 0.7,
        fallback=dice.some(agents, 0, 1),
        fallback_group=dice.randrange(-1, len(plan.groups)),
        reassign_us=dice.randint(1, 8) * grid_us if reassign else int(NEVER),
        keeps=conversation or reassign or dice.random() < 0.5,
        assigns=dice.random() < 0.5,
        watching=dice.some(agents, 0, 1),
    )
