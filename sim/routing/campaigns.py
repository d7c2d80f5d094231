"""Lists of customers to call: who dials which record when, and what becomes of it (A2.31, B8).

::

    record   due ─ dial ─► answered, an agent is there ──► talk, done
                      ├──► answered, no agent ───────────► abandoned: due again while attempts are left
                      ├──► not answered ─────────────────► due again while attempts are left
                      └──► the agent may not dial on ────► returned to the list: due at once

A dial has its agent from the start, or with several lines per idle agent none until the customer answers.
"""

from collections.abc import Iterator, Sequence

from sim.domain.agents import Activity, Status
from sim.domain.contacts import NOBODY, Outcome, Reason, contact_key, ordinal_of, source_of
from sim.domain.events import Event, EventKind
from sim.domain.records import RecordKind
from sim.domain.time import NEVER
from sim.routing import outbound, wrapup
from sim.routing.lists import CampaignState
from sim.routing.ringing import PPM
from sim.routing.state import AgentState, CallState, World


def dial(world: World, *, outbound_first: bool) -> None:
    """Place the calls of the campaigns that come before, or after, the callers who wait."""
    for campaign in world.campaigns.values():
        if campaign.plan.outbound_first is outbound_first and world.now < world.plan.end_us:
            _dial(world, campaign)


def _dial(world: World, campaign: CampaignState) -> None:
    """As many records as the agents who are free and the calling hours allow; else wake when that may change."""
    plan = campaign.plan
    opens_us = next((max(begin, world.now) for begin, end in plan.calling if world.now < end), int(NEVER))
    if opens_us > world.now:
        _wake(world, campaign, opens_us)
        return
    free = list(_free(world, campaign))
    ready = [agent for agent in free if campaign.rests_until(agent.key) <= world.now]
    room = min(len(free) - plan.reserve, len(ready))
    if plan.lines_ppm > PPM and not _backs_off(campaign):
        _fill_lines(world, campaign, room)
    else:
        _fill_agents(world, campaign, ready, room - campaign.lines)
    waits = [campaign.rests_until(agent.key) for agent in free] + [campaign.next_due_us() if free else int(NEVER)]
    _wake(world, campaign, min((at_us for at_us in waits if at_us > world.now), default=int(NEVER)))


def _fill_lines(world: World, campaign: CampaignState, room: int) -> None:
    """Several lines per agent who is free: whoever answers first is theirs."""
    for _ in range(campaign.plan.lines_ppm * max(room, 0) // PPM - campaign.lines):
        record = campaign.take(NOBODY, world.now)
        if record < 0:
            return
        campaign.lines += 1
        _start(world, campaign, record, NOBODY)


def _fill_agents(world: World, campaign: CampaignState, ready: Sequence[AgentState], room: int) -> None:
    """One dial per agent, who is on the call from the dial on."""
    for agent in ready:
        if room <= 0:
            return
        record = campaign.take(agent.key, world.now)
        if record >= 0:
            room -= 1
            _start(world, campaign, record, agent.key)


def _backs_off(campaign: CampaignState) -> bool:
    """Whether too many who answered found no agent: then every dial has its agent from the start."""
    plan = campaign.plan
    return plan.backs_off and campaign.abandoned * PPM > plan.most_abandoned_ppm * campaign.answers


def _wake(world: World, campaign: CampaignState, at_us: int) -> None:
    """Look again at this instant, unless that is due earlier already."""
    if at_us < NEVER and not world.now < campaign.wakes_us <= at_us:
        campaign.wakes_us = at_us
        world.after(at_us - world.now, EventKind.DIAL_DUE, -1, campaign.plan.source)


def _free(world: World, campaign: CampaignState) -> Iterator[AgentState]:
    """The campaign's agents who are at work and idle, whoever dialled longest ago first; paused ones may dial (P3)."""
    agents = (world.agents[key] for key in campaign.plan.agents)
    free = (one for one in agents if one.activity is Activity.IDLE and outbound.may_dial(world, one))
    yield from sorted(free, key=lambda one: (campaign.dialled_us.get(one.key, -1), one.key))


def _start(world: World, campaign: CampaignState, record: int, agent: int) -> None:
    """Dial a record: an attempt is a contact of its own, one generation on."""
    key = contact_key(campaign.plan.source, record, campaign.generations.get(record, 0))
    campaign.generations[record] = campaign.generations.get(record, 0) + 1
    campaign.attempts[record] = campaign.attempts.get(record, 0) + 1
    campaign.dialled_us[agent] = world.now
    facts = world.book(key)
    call = CallState(facts, world.now)
    world.calls[key] = call
    world.log(RecordKind.ARRIVAL, key, facts.customer, agent, -1, -1)
    outbound.place(world, call, agent, EventKind.LINE_ANSWERED, EventKind.LINE_FAILED)


def answered(world: World, due: Event) -> None:
    """LINE_ANSWERED: the customer answers; without an agent at once they are abandoned."""
    call = world.calls.get(due.contact)
    if call is None:
        return
    campaign = world.campaigns[source_of(due.contact)]
    campaign.answers += 1
    agent = due.agent if due.agent >= 0 else _agent_for(world, campaign, call)
    if agent < 0:
        campaign.abandoned += 1
        del world.calls[due.contact]
        world.log(RecordKind.DIAL_END, due.contact, value=call.facts.dial_us)
        outcome = Outcome.OUTBOUND_ABANDONED
        world.log(RecordKind.OUTCOME, due.contact, value=outcome, reason=Reason.NO_AGENT)
        _again(world, campaign, call)
        return
    campaign.left -= 1
    outbound.connect(world, due._replace(agent=agent))


def _agent_for(world: World, campaign: CampaignState, call: CallState) -> int:
    """Whoever is free takes a customer who answered a line without an agent."""
    campaign.lines -= 1
    agent = next(_free(world, campaign), None)
    if agent is None:
        return NOBODY
    call.agent = agent.key
    campaign.dialled_us[agent.key] = world.now
    world.set_activity(agent, Activity.ON_CALL, call.facts.key)
    return agent.key


def failed(world: World, due: Event) -> None:
    """LINE_FAILED: nobody answered."""
    call = world.calls.get(due.contact)
    if call is None:
        return
    campaign = world.campaigns[source_of(due.contact)]
    if due.agent < 0:
        campaign.lines -= 1
    outbound.dial_failed(world, due)
    _again(world, campaign, call)


def _again(world: World, campaign: CampaignState, call: CallState) -> None:
    """A record that nobody has spoken to is due again, or was tried often enough."""
    record = ordinal_of(call.facts.key)
    if campaign.attempts[record] < campaign.plan.attempts:
        campaign.put(record, world.now + world.draws.record_again_us(call.facts, campaign.plan))
    else:
        campaign.left -= 1


def leave(world: World, agent: AgentState) -> None:
    """Suspended or deleted: the session ends, a dial that rings is cut, records go back to the list or with the agent."""
    for campaign in world.campaigns.values():
        if agent.key not in campaign.plan.agents:
            continue
        lost = campaign.plan.deletes and agent.status is Status.DELETED
        campaign.give_up(agent.key, lost=lost)
        call = world.calls.get(agent.contact) if agent.activity is Activity.ON_CALL else None
        if call is not None and call.connected_us < 0 and source_of(call.facts.key) == campaign.plan.source:
            _cut(world, campaign, call, agent, lost=lost)


def _cut(world: World, campaign: CampaignState, call: CallState, agent: AgentState, *, lost: bool) -> None:
    key, record = call.facts.key, ordinal_of(call.facts.key)
    del world.calls[key]
    world.set_activity(agent, Activity.IDLE, -1)
    reason = wrapup.absence(agent)
    world.log(RecordKind.DIAL_END, key, agent=agent.key, value=world.now - call.arrival_us, reason=Reason.STATUS_CHANGE)
    world.log(RecordKind.OUTCOME, key, agent=agent.key, value=Outcome.OUTBOUND_RETURNED, reason=reason)
    campaign.attempts[record] -= 1
    if lost and campaign.plan.own:
        campaign.left -= 1
    else:
        campaign.put(record, world.now)


def close(world: World) -> None:
    """The horizon's end: how many records of each campaign are left, not spoken to and with attempts to go."""
    for source, campaign in world.campaigns.items():
        world.log(RecordKind.LIST, offer=source, value=campaign.left)


def due(world: World, event: Event) -> None:
    """DIAL_DUE only wakes the dispatch: a record is due again, an agent has rested, calling hours begin."""
