"""After a call: wrap-up, and what an agent owes once they are free (end of shift, a late break, logging out)."""

from sim.domain.agents import Action, Activity, Phone, Status
from sim.domain.contacts import Outcome, Reason
from sim.domain.events import Event, EventKind
from sim.domain.idle import Restart
from sim.domain.plan import Dispatch
from sim.domain.records import RecordKind
from sim.routing import messages, pause_clock
from sim.routing.asterisk import wrap_up_us
from sim.routing.state import AgentState, CallState, World

AUTOMATIC = -3
"""The entry that stands for a pause by the system."""


def begin(world: World, agent: AgentState, call: CallState) -> None:
    """Start wrap-up; none for whoever was suspended or deleted during the call (B3)."""
    world.set_activity(agent, Activity.IDLE, -1)
    length_us = world.draws.wrap_up_us(call.facts, agent.plan) if world.may(agent, Action.LOG_IN) else 0
    if world.plan.router.dispatch is Dispatch.ASTERISK:
        length_us = wrap_up_us(world.plan.router.clock_us, world.now, length_us)
    if not length_us:
        settle(world, agent)
        return
    agent.wrap_up_token += 1
    world.set_activity(agent, Activity.WRAP_UP, call.facts.key)
    world.log(RecordKind.WRAP_UP, call.facts.key, -1, agent.key, call.group, length_us)
    world.after(length_us, EventKind.WRAP_UP_END, call.facts.key, agent.wrap_up_token, agent.key)


def over(world: World, due: Event) -> None:
    """WRAP_UP_END, unless that wrap-up has been ended already."""
    agent = world.agents[due.agent]
    if agent.activity is Activity.WRAP_UP and agent.wrap_up_token == due.offer:
        end(world, agent)


def end(world: World, agent: AgentState) -> None:
    """End a wrap-up now."""
    world.log(RecordKind.WRAP_UP_END, agent.contact, -1, agent.key)
    agent.moments_us[Restart.WRAP_UP_END] = world.now
    world.set_activity(agent, Activity.IDLE, -1)
    settle(world, agent)


def settle(world: World, agent: AgentState) -> None:
    """An agent has become idle: do what had to wait for it."""
    if not agent.logged_in or agent.activity is not Activity.IDLE:
        return
    if not world.may(agent, Action.LOG_IN):
        log_out(world, agent, Reason.ADMIN)
    elif not agent.on_shift:
        log_out(world, agent, Reason.SHIFT)
    elif agent.owed_break_us and agent.phone is not Phone.ON_BREAK:
        start_break(world, agent)


def be_busy(world: World, agent: AgentState, length_us: int) -> None:
    """The phone is busy until the agent presses available; at once where that is 0."""
    if agent.phone is not Phone.AVAILABLE or not length_us:
        return
    world.set_phone(agent, Phone.BUSY, Reason.REJECTED)
    agent.returns += 1
    agent.return_token += 1
    world.after(length_us, EventKind.RETURN, -1, agent.return_token, agent.key)


def pause(world: World, agent: AgentState, length_us: int) -> None:
    """The system pauses an agent who is idle, for a time or (NEVER) until an admin resumes them."""
    if agent.status is not Status.ACTIVE:
        return
    pause_clock.stop(world, agent)
    agent.pauses.add(AUTOMATIC)
    agent.auto_pauses += 1
    world.set_status(agent, Status.PAUSED, Reason.MISSED_TOO_OFTEN)
    if agent.phone is not Phone.ON_BREAK:
        world.set_phone(agent, Phone.OFFLINE, Reason.MISSED_TOO_OFTEN)
    world.after(length_us, EventKind.AUTO_RESUME, -1, agent.auto_pauses, agent.key)


def log_out(world: World, agent: AgentState, reason: Reason) -> None:
    """End an agent's session; calls they still wanted to place are not made."""
    agent.owed_break_us = 0
    agent.return_token += 1
    world.set_phone(agent, Phone.OFFLINE, reason)
    messages.stop_clocks(world, agent)
    agent.logged_in = False
    world.log(RecordKind.LOGIN, agent=agent.key, value=0, reason=reason)
    pause_clock.stop(world, agent)
    drop_dials(world, agent)


def start_break(world: World, agent: AgentState) -> None:
    """Start the break an agent owes; a late one keeps its length (A2.2)."""
    length_us, agent.owed_break_us = agent.owed_break_us, 0
    agent.break_token += 1
    world.set_phone(agent, Phone.ON_BREAK, Reason.BREAK)
    world.after(length_us, EventKind.BREAK_END, -1, agent.break_token, agent.key)
    drop_dials(world, agent)


def drop_dials(world: World, agent: AgentState) -> None:
    """Refuse or leave unmade every call an agent has yet to place."""
    while agent.dials:
        contact = agent.dials.popleft()
        del world.calls[contact]
        not_dialled(world, agent, contact)
    world.diallers.discard(agent.key)


def not_dialled(world: World, agent: AgentState, contact: int) -> None:
    """Record an outbound call that is not placed, and why."""
    refused = not world.may(agent, Action.CALL_OUT)
    outcome = Outcome.OUTBOUND_REFUSED if refused else Outcome.OUTBOUND_NOT_MADE
    world.log(RecordKind.OUTCOME, contact, -1, agent.key, -1, outcome, absence(agent))


def absence(agent: AgentState) -> Reason:
    """Why an agent cannot act for the account now."""
    if not agent.present or agent.status is Status.DELETED:
        return Reason.NO_AGENT
    if agent.status is Status.SUSPENDED:
        return Reason.SUSPENDED
    return Reason.ON_BREAK if agent.phone is Phone.ON_BREAK and agent.on_shift else Reason.OFF_SHIFT
