"""Texts: whom they concern, who is notified, and a reply clock that runs while they are logged in (A2.5, B7).

::

    arrives ─► whom it concerns may be notified ─► NOTIFY ─► REPLY ─► SMS_ANSWERED           (no reply by the end: SMS_OPEN)
             │                                                  └─ conversations: the slot is taken until CONVERSATION_END
             └► nobody may ─► SMS_DARK, or where texts are kept DARK until somebody may be     (`conversations`)
"""

from bisect import insort
from collections.abc import Iterable

from sim.domain.agents import Action, Status
from sim.domain.contacts import Facts, Outcome, Reason
from sim.domain.events import Event, EventKind
from sim.domain.records import Notice, RecordKind
from sim.routing.eligibility import skip_reason
from sim.routing.state import AgentState, TextState, World


def arrive(world: World, facts: Facts) -> None:
    """An inbound text: notify whom it concerns and may be notified; nobody is SMS_DARK, or it is kept."""
    text = TextState(facts, world.now)
    world.messages[facts.key] = text
    _assign_to_the_lines_owner(world, facts)
    for key in sorted(world.plan.sms.watching):
        if _may_be_told(world, key):
            world.log(RecordKind.NOTIFY, facts.key, agent=key, value=Notice.WATCHED)
    if world.plan.sms.conversation:
        put_back(world, text)
        return
    concerned, reached = whom(world, text)
    if reached:
        notify(world, text, reached)
    elif world.plan.sms.keeps:
        put_back(world, text)
    else:
        del world.messages[facts.key]
        world.log(RecordKind.OUTCOME, facts.key, value=Outcome.SMS_DARK, reason=why_dark(world, concerned))


def put_back(world: World, text: TextState) -> None:
    """A text that nobody has waits among the others, by arrival; this instant's dispatch looks at it."""
    insort(world.texts, (text.arrival_us, text.facts.key))
    world.texts_move = True


# --- whom it concerns -------------------------------------------------------------------------------------------------


def whom(world: World, text: TextState) -> tuple[list[int], list[int]]:
    """Whom a text concerns, and who of them may be notified of it; else of the fallback inbox, else who had it and is back."""
    concerned = _concerned(world, text)
    back = [key for key in sorted(text.released) if can_read(world, world.agents[key])]
    return concerned, next(filter(None, (_told_of(world, some) for some in (concerned, _fallback(world), back))), [])


def owner_of(world: World, text: TextState) -> int:
    """The one agent whose text it is: the customer's owner, else the line's; -1 if it is nobody's own."""
    owner = world.owners[text.facts.customer] if text.facts.customer >= 0 else -1
    if owner < 0 or owner in text.released:
        owner = world.plan.lines[text.facts.line].owner
    return -1 if owner in text.released else owner


def _concerned(world: World, text: TextState) -> list[int]:
    """The customer's owner, else the line's owner, else every member of the line's ring group."""
    owner = owner_of(world, text)
    return [owner] if owner >= 0 else _members(world, world.plan.lines[text.facts.line].group)


def _fallback(world: World) -> list[int]:
    sms = world.plan.sms
    return [*sms.fallback, *_members(world, sms.fallback_group)]


def _members(world: World, group: int) -> list[int]:
    return world.groups[group].members() if group >= 0 else []


def _told_of(world: World, agents: Iterable[int]) -> list[int]:
    """Who may be notified and may answer: nobody who only watches."""
    return [key for key in agents if key not in world.plan.sms.watching and _may_be_told(world, key)]


def _may_be_told(world: World, key: int) -> bool:
    agent = world.agents[key]
    return world.may(agent, Action.RECEIVE_SMS) and world.may(agent, Action.BE_NOTIFIED)


def can_read(world: World, agent: AgentState) -> bool:
    """Logged in, and allowed to receive texts."""
    return agent.logged_in and world.may(agent, Action.RECEIVE_SMS)


def why_dark(world: World, concerned: list[int]) -> Reason:
    """Why nobody of these may be notified."""
    reasons = [row.counts_as for row in (skip_reason(world.agents[key]) for key in concerned) if row is not None]
    return min(reasons, default=Reason.NO_AGENT)


def _assign_to_the_lines_owner(world: World, facts: Facts) -> None:
    """Who texts a personal line becomes its owner's customer, if nobody's yet (B7)."""
    owner = world.plan.lines[facts.line].owner
    if owner >= 0 and world.agents[owner].present and world.agents[owner].status is not Status.DELETED:
        _assign(world, facts, owner)


def _assign(world: World, facts: Facts, agent: int) -> None:
    if world.plan.sms.assigns and facts.customer >= 0 and world.owners[facts.customer] < 0:
        world.owners[facts.customer] = agent
        world.log(RecordKind.ASSIGN, agent=agent, value=facts.customer)


# --- who has it -------------------------------------------------------------------------------------------------------


def notify(world: World, text: TextState, agents: list[int]) -> None:
    """Notify agents of a text and start their clocks; the first to reply answers for all."""
    text.notified, text.told, text.dark, text.queued = agents, True, False, False
    for key in agents:
        agent = world.agents[key]
        world.log(RecordKind.NOTIFY, text.facts.key, agent=key, value=Notice.TEXT)
        agent.inbox[text.facts.key] = world.draws.reply_us(text.facts, agent.plan)
        if agent.logged_in:
            _run_clock(world, agent, text.facts.key)
        _conversations_changed(world, agent, text.facts.key)
        await_owner(world, text, agent)


def withdraw(world: World, text: TextState, agent: AgentState) -> None:
    """Take a text from the one who has it."""
    agent.inbox.pop(text.facts.key, None)
    agent.inbox_since_us.pop(text.facts.key, None)
    text.notified = []
    _conversations_changed(world, agent, text.facts.key)


def await_owner(world: World, text: TextState, agent: AgentState) -> None:
    """Give an agent who alone has a text and cannot read it so long to come back."""
    if not can_read(world, agent):
        _start_waiting(world, text, agent)


def _start_waiting(world: World, text: TextState, agent: AgentState) -> None:
    awaits = (agent.key, agent.readings)
    if text.notified in ([], [agent.key]) and text.awaits != awaits:
        text.awaits = awaits
        world.after(world.plan.sms.reassign_us, EventKind.REASSIGN, text.facts.key, agent.readings, agent.key)


def _conversations_changed(world: World, agent: AgentState, contact: int) -> None:
    if world.plan.sms.conversation:
        world.texts_move = True
        world.log(RecordKind.CONVERSATION, contact, agent=agent.key, value=agent.conversations)
        world.refresh(agent)


# --- replies ----------------------------------------------------------------------------------------------------------


def _run_clock(world: World, agent: AgentState, message: int) -> None:
    agent.inbox_since_us[message] = world.now
    world.after(agent.inbox[message], EventKind.REPLY, message, agent.session, agent.key)


def start_clocks(world: World, agent: AgentState) -> None:
    """The agent may reply now: every open message they were notified of runs on; those that run are left alone."""
    world.texts_move = True
    agent.readings += 1
    for message in agent.inbox:
        if message not in agent.inbox_since_us:
            _run_clock(world, agent, message)


def stop_clocks(world: World, agent: AgentState) -> None:
    """The agent logs out or loses the right to reply: keep what is left of every reply, end what was replied to."""
    agent.session += 1
    world.texts_move = True
    for message, since_us in agent.inbox_since_us.items():
        agent.inbox[message] -= world.now - since_us
    agent.inbox_since_us.clear()
    for message in agent.inbox:
        if text := world.messages.get(message):
            _start_waiting(world, text, agent)
    for message in sorted(agent.talks):
        _end_conversation(world, agent, message)


def reply(world: World, due: Event) -> None:
    """REPLY: the first to reply answers the message for all."""
    agent = world.agents[due.agent]
    if agent.session != due.offer or due.contact not in agent.inbox or not world.may(agent, Action.SEND_SMS):
        return
    text = world.messages.pop(due.contact, None)
    facts = text.facts if text else world.book(due.contact)
    for key in text.notified if text else [due.agent]:
        world.agents[key].inbox.pop(due.contact, None)
        world.agents[key].inbox_since_us.pop(due.contact, None)
    if text:  # else the horizon is over, and the message is booked as open
        world.log(RecordKind.REPLY, due.contact, agent=due.agent, value=world.now - text.arrival_us)
        world.log(RecordKind.OUTCOME, due.contact, agent=due.agent, value=Outcome.SMS_ANSWERED)
        _assign(world, facts, due.agent)
    if world.plan.sms.conversation:
        agent.talks.add(due.contact)
        length_us = world.draws.conversation_us(facts, world.plan.sms.length)
        world.after(length_us, EventKind.CONVERSATION_END, due.contact, -1, due.agent)


def conversation_end(world: World, due: Event) -> None:
    """CONVERSATION_END, unless the agent's leaving has ended it: a slot is free."""
    agent = world.agents[due.agent]
    if due.contact in agent.talks:
        _end_conversation(world, agent, due.contact)


def _end_conversation(world: World, agent: AgentState, message: int) -> None:
    agent.talks.discard(message)
    _conversations_changed(world, agent, message)


def close(world: World) -> None:
    """The horizon is over: what nobody replied to is open, or dark if nobody ever heard of it."""
    for key, text in sorted(world.messages.items()):
        outcome = Outcome.SMS_DARK if text.dark and not text.told else Outcome.SMS_OPEN
        reason = why_dark(world, whom(world, text)[0]) if outcome is Outcome.SMS_DARK else Reason.NONE
        world.log(RecordKind.OUTCOME, key, value=outcome, reason=reason)
    world.messages.clear()
    world.texts.clear()
    for agent in () if world.plan.sms.conversation else world.agents:
        agent.inbox.clear()
        agent.inbox_since_us.clear()


# --- texts sent -------------------------------------------------------------------------------------------------------


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
