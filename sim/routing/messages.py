"""Texts in `inbox` mode: who is notified, and a reply clock that runs while they are logged in (A2.5, B7)."""

from sim.domain.agents import Action
from sim.domain.contacts import Facts, Outcome, Reason
from sim.domain.events import Event, EventKind
from sim.domain.records import RecordKind
from sim.routing.eligibility import skip_reason
from sim.routing.state import AgentState, World


def arrive(world: World, facts: Facts) -> None:
    """An inbound text: notify whom it concerns and may be notified; nobody is SMS_DARK."""
    concerned = _concerned(world, facts)
    notified = [
        key
        for key in concerned
        if world.may(world.agents[key], Action.RECEIVE_SMS) and world.may(world.agents[key], Action.BE_NOTIFIED)
    ]
    if not notified:
        world.log(RecordKind.OUTCOME, facts.key, value=Outcome.SMS_DARK, reason=_why_dark(world, concerned))
        return
    world.messages[facts.key] = (facts, world.now, notified)
    for key in notified:
        agent = world.agents[key]
        world.log(RecordKind.NOTIFY, facts.key, agent=key)
        agent.inbox[facts.key] = world.draws.reply_us(facts, agent.plan)
        if agent.logged_in:
            _run_clock(world, agent, facts.key)


def _concerned(world: World, facts: Facts) -> list[int]:
    """The customer's owner, else the line's owner, else every member of the line's ring group."""
    owner = world.owners[facts.customer] if facts.customer >= 0 else -1
    if owner >= 0:
        return [owner]
    line = world.plan.lines[facts.line]
    if line.group < 0:
        return [line.owner] if line.owner >= 0 else []
    members = (member for layer in world.groups[line.group].layers for member in layer.members)
    return list(dict.fromkeys(members))


def _why_dark(world: World, concerned: list[int]) -> Reason:
    reasons = [row.counts_as for row in (skip_reason(world.agents[key]) for key in concerned) if row is not None]
    return min(reasons, default=Reason.NO_AGENT)


def _run_clock(world: World, agent: AgentState, message: int) -> None:
    agent.inbox_since_us[message] = world.now
    world.after(agent.inbox[message], EventKind.REPLY, message, agent.session, agent.key)


def start_clocks(world: World, agent: AgentState) -> None:
    """The agent may reply now: every open message they were notified of runs on; those that run are left alone."""
    for message in agent.inbox:
        if message not in agent.inbox_since_us:
            _run_clock(world, agent, message)


def stop_clocks(world: World, agent: AgentState) -> None:
    """The agent logs out or loses the right to reply: keep what is left of every reply."""
    agent.session += 1
    for message, since_us in agent.inbox_since_us.items():
        agent.inbox[message] -= world.now - since_us
    agent.inbox_since_us.clear()


def reply(world: World, due: Event) -> None:
    """REPLY: the first to reply answers the message for all."""
    agent = world.agents[due.agent]
    if agent.session != due.offer or due.contact not in agent.inbox or not world.may(agent, Action.SEND_SMS):
        return
    _, arrival_us, notified = world.messages.pop(due.contact)
    for key in notified:
        world.agents[key].inbox.pop(due.contact, None)
        world.agents[key].inbox_since_us.pop(due.contact, None)
    world.log(RecordKind.REPLY, due.contact, agent=due.agent, value=world.now - arrival_us)
    world.log(RecordKind.OUTCOME, due.contact, agent=due.agent, value=Outcome.SMS_ANSWERED)


def forget(agent: AgentState) -> None:
    """Nothing is replied to any more."""
    agent.inbox.clear()
    agent.inbox_since_us.clear()


def send(world: World, facts: Facts) -> None:
    """A text an agent sends: needs the right and a login."""
    agent = world.agents[facts.agent]
    if not world.may(agent, Action.SEND_SMS):
        reason = Reason.SUSPENDED if agent.present and agent.suspensions else Reason.NO_AGENT
        world.log(RecordKind.OUTCOME, facts.key, agent=agent.key, value=Outcome.SMS_REFUSED, reason=reason)
    elif not agent.logged_in:
        world.log(RecordKind.OUTCOME, facts.key, agent=agent.key, value=Outcome.SMS_REFUSED, reason=Reason.OFF_SHIFT)
    else:
        world.log(RecordKind.OUTCOME, facts.key, agent=agent.key, value=Outcome.SMS_SENT)
