"""What the admin does: pause, resume, suspend, reactivate, delete, re-assign, add; each rule of the account life once.

An agent's status follows from what covers them: deleted, else suspended by an open entry, else paused by one, else
active. So overlapping windows need no rule of their own (`until` ends this entry only: B1).
"""

from collections.abc import Callable

from sim.domain.agents import Activity, Phone, Status
from sim.domain.contacts import Reason
from sim.domain.events import Event
from sim.domain.plan import AdminPlan, Verb
from sim.domain.records import RecordKind
from sim.routing import campaigns, conversations, messages, pause_clock, ringing, roster, wrapup
from sim.routing.state import AgentState, World

FROM_THE_START = -1
"""The entry that stands for a status given in the scenario's agents."""

_CONCERNS = {Verb.RESUME: Status.PAUSED, Verb.REACTIVATE: Status.SUSPENDED}
"""Whom a number of a ring group counts; every other verb counts the active."""


def start(world: World) -> None:
    """Record every agent of the start."""
    for agent in world.agents:
        if agent.plan.status is Status.PAUSED:
            agent.pauses.add(FROM_THE_START)
        elif agent.plan.status is Status.SUSPENDED:
            agent.suspensions.add(FROM_THE_START)
        world.refresh(agent)
        if agent.present:
            world.log(RecordKind.STATUS, agent=agent.key, value=agent.status, reason=Reason.START)


def begin(world: World, due: Event) -> None:
    """ADMIN_BEGIN: carry out one entry of the timeline."""
    entry = world.plan.timeline[due.contact]
    if entry.first_idle:
        world.owed[due.contact] = entry.count
        take_idle(world)
        return
    for key in _subjects(world, entry):
        agent = world.agents[key]
        if agent.status is Status.DELETED or agent.present is (entry.verb is Verb.ADD):
            roster.refuse(world, agent, -1 - entry.verb)
        else:
            _VERBS[entry.verb](world, agent, due.contact)


def take_idle(world: World) -> None:
    """Carry out the entries that take whoever is idle first, on as many as are idle now, in layer order."""
    for position in sorted(world.owed):
        entry = world.plan.timeline[position]
        for agent in (world.agents[key] for key in world.groups[entry.group].members()):
            if world.owed[position] and agent.status is Status.ACTIVE and agent.activity is Activity.IDLE:
                world.owed[position] -= 1
                _VERBS[entry.verb](world, agent, position)
        if not world.owed[position]:
            del world.owed[position]


def _subjects(world: World, entry: AdminPlan) -> tuple[int, ...]:
    """The agents an entry is about; a number takes the first members in layer order whom it concerns now."""
    if entry.group < 0:
        return entry.agents
    members, concerned = world.groups[entry.group].members(), _CONCERNS.get(entry.verb, Status.ACTIVE)
    return tuple(key for key in members if world.agents[key].status is concerned)[: entry.count]


def end(world: World, due: Event) -> None:
    """ADMIN_END: an entry's window closes; whoever another entry covers stays as they are."""
    world.owed.pop(due.contact, None)
    for agent in world.agents:
        if due.contact in agent.pauses or due.contact in agent.suspensions:
            agent.pauses.discard(due.contact)
            agent.suspensions.discard(due.contact)
            follow(world, agent)


def auto_resume(world: World, due: Event) -> None:
    """AUTO_RESUME: the pause by the system ends, unless an admin ended it before."""
    agent = world.agents[due.agent]
    if agent.auto_pauses == due.offer and wrapup.AUTOMATIC in agent.pauses:
        agent.pauses.discard(wrapup.AUTOMATIC)
        follow(world, agent)


def _pause(world: World, agent: AgentState, entry: int) -> None:
    agent.pauses.add(entry)
    follow(world, agent)


def _resume(world: World, agent: AgentState, entry: int) -> None:
    agent.pauses.clear()
    follow(world, agent)


def _suspend(world: World, agent: AgentState, entry: int) -> None:
    agent.suspensions.add(entry)
    follow(world, agent)


def _reactivate(world: World, agent: AgentState, entry: int) -> None:
    agent.suspensions.clear()
    follow(world, agent)


def _delete(world: World, agent: AgentState, entry: int) -> None:
    """For good (D1-D5): out of every layer, customers unassigned, logged out; a call in progress goes on."""
    agent.pauses.clear()
    agent.suspensions.clear()
    _become(world, agent, Status.DELETED)
    for group, state in enumerate(world.groups):
        for layer in state.layers:
            if agent.key in layer.members:
                layer.remove(agent.key)
                world.log(RecordKind.MEMBER, agent=agent.key, group=group, value=-1)
    for customer, owner in enumerate(world.owners):
        if owner == agent.key:
            world.owners[customer] = -1
            world.log(RecordKind.UNASSIGN, agent=agent.key, value=customer)
    conversations.orphan(world, agent)


def _reassign(world: World, agent: AgentState, entry: int) -> None:
    """The licence goes to a new person (A2.3): id, settings and groups stay; counters and idle clock restart."""
    agent.pauses.clear()
    agent.suspensions.clear()
    world.log(RecordKind.PERSON, agent=agent.key, value=entry)
    agent.start_anew()
    for group in world.groups:
        group.completed.pop(agent.key, None)
    if agent.status is not Status.ACTIVE:
        _become(world, agent, Status.ACTIVE)
    _appear(world, agent)


def _add(world: World, agent: AgentState, entry: int) -> None:
    """A new agent joins, at the end of the last layer of the ring groups named."""
    agent.present = world.texts_move = True
    world.refresh(agent)
    world.log(RecordKind.STATUS, agent=agent.key, value=agent.status, reason=Reason.ADMIN)
    for group in world.plan.timeline[entry].groups:
        world.groups[group].layers[-1].add(agent.key)
        world.log(RecordKind.MEMBER, agent=agent.key, group=group, value=1)
    _appear(world, agent)


def _appear(world: World, agent: AgentState) -> None:
    """A person who starts in the middle of their shift logs in, available at once."""
    if agent.on_shift:
        roster.log_in(world, agent, Reason.ADMIN)
        roster.press_available(world, agent, Reason.ADMIN)


def follow(world: World, agent: AgentState, reason: Reason = Reason.ADMIN) -> None:
    """Bring the status in line with the entries that cover the agent, and with a pause of their own."""
    status = Status.SUSPENDED if agent.suspensions else Status.PAUSED if agent.pauses else Status.ACTIVE
    if status is not agent.status:
        _become(world, agent, status, reason)
        if status is not Status.SUSPENDED:
            _come_back(world, agent)


def _come_back(world: World, agent: AgentState) -> None:
    """On shift they log in; who was suspended in the middle of a call still is, and has the right again."""
    if agent.on_shift or agent.logged_in:
        roster.log_in(world, agent, Reason.ADMIN)
    if agent.status is Status.ACTIVE:
        roster.come_back(world, agent)


def _become(world: World, agent: AgentState, status: Status, reason: Reason = Reason.ADMIN) -> None:
    """Change an account status and what follows at once: legs, phone, wrap-up, session (B3)."""
    world.set_status(agent, status, reason)
    world.texts_move = True
    if status is Status.ACTIVE:
        pause_clock.start(world, agent)
        return
    pause_clock.stop(world, agent)
    if status is Status.PAUSED:
        if not ringing.rings_on(world, agent):
            ringing.cancel_leg(world, agent)
        roster.leave_phone(world, agent, Phone.OFFLINE, Reason.ADMIN)
        return
    messages.stop_clocks(world, agent)
    ringing.cancel_leg(world, agent)
    world.set_phone(agent, Phone.OFFLINE, Reason.ADMIN)
    wrapup.drop_dials(world, agent)
    if world.campaigns:
        campaigns.leave(world, agent)
    if status in world.plan.drops and agent.activity is Activity.ON_CALL:
        ringing.drop(world, agent, roster.WHY_REFUSED[status])
    roster.end_wrap_up(world, agent)
    wrapup.settle(world, agent)


_VERBS: dict[Verb, Callable[[World, AgentState, int], None]] = {
    Verb.PAUSE: _pause,
    Verb.RESUME: _resume,
    Verb.SUSPEND: _suspend,
    Verb.REACTIVATE: _reactivate,
    Verb.DELETE: _delete,
    Verb.REASSIGN: _reassign,
    Verb.ADD: _add,
}
