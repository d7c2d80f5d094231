"""Logins, shifts, breaks and the phone: what agents do themselves (A2.2, B3)."""

from sim.domain.agents import Action, Activity, AnswerType, Phone, Status
from sim.domain.contacts import Reason
from sim.domain.events import Event, EventKind
from sim.domain.records import RecordKind
from sim.routing import messages, pause_clock, ringing, wrapup
from sim.routing.state import AgentState, World

WHY_REFUSED = {Status.PAUSED: Reason.PAUSED, Status.SUSPENDED: Reason.SUSPENDED, Status.DELETED: Reason.DELETED}


OF_A_SESSION = frozenset({Action.SET_AVAILABLE, Action.SET_AWAY})
"""Attempts that need a login besides the right."""


def refuse(world: World, agent: AgentState, value: int, reason: Reason = Reason.NONE) -> None:
    """Record an attempt that the account status, or else `reason`, does not allow."""
    world.log(RecordKind.REFUSED, agent=agent.key, value=value, reason=WHY_REFUSED.get(agent.status, reason))


def log_in(world: World, agent: AgentState, reason: Reason) -> None:
    """Log in if the account status allows it; the phone stays offline. Whoever is logged in stays so."""
    if not world.may(agent, Action.LOG_IN):
        refuse(world, agent, Action.LOG_IN)
        return
    if not agent.logged_in:
        agent.logged_in = True
        world.log(RecordKind.LOGIN, agent=agent.key, value=1, reason=reason)
        pause_clock.start(world, agent)
    messages.start_clocks(world, agent)


def press_available(world: World, agent: AgentState, reason: Reason) -> None:
    """Set the phone to available if logged in, allowed and not on a break."""
    if agent.logged_in and world.may(agent, Action.SET_AVAILABLE) and agent.phone is not Phone.ON_BREAK:
        world.set_phone(agent, Phone.AVAILABLE, reason)


def shift_start(world: World, due: Event) -> None:
    """SHIFT_START: log in, and available at once."""
    agent = world.agents[due.agent]
    if agent.plan.absence and _is_absent(world, agent):
        return
    agent.on_shift = True
    if agent.present and agent.status is not Status.DELETED:
        log_in(world, agent, Reason.SHIFT)
        press_available(world, agent, Reason.SHIFT)


def _is_absent(world: World, agent: AgentState) -> bool:
    """Whether the agent stays away from the shift that starts now; all shifts of a day have the same luck (A2.35)."""
    plan = agent.plan
    day = next(day for (begin, _), day in zip(plan.shifts, plan.days, strict=True) if begin == world.now)
    absent = world.draws.absent(plan, day)
    if absent and agent.present and agent.status is not Status.DELETED:
        world.log(RecordKind.ABSENT, agent=agent.key)
    return absent


def shift_end(world: World, due: Event) -> None:
    """SHIFT_END: a ringing leg is cancelled; a call and its wrap-up are finished first."""
    agent = world.agents[due.agent]
    agent.on_shift = False
    if agent.answers is AnswerType.APP:  # a phone number is rung off shift too
        ringing.cancel_leg(world, agent)
    wrapup.settle(world, agent)


def break_start(world: World, due: Event) -> None:
    """BREAK_START: like the end of a shift, but the break keeps its length however late it starts."""
    agent = world.agents[due.agent]
    if not (agent.logged_in and agent.on_shift):
        return
    agent.owed_break_us += agent.plan.breaks[due.offer][1]
    ringing.cancel_leg(world, agent)
    wrapup.settle(world, agent)


def break_end(world: World, due: Event) -> None:
    """BREAK_END: available again, or offline for whoever may not be."""
    agent = world.agents[due.agent]
    if agent.break_token != due.offer or agent.phone is not Phone.ON_BREAK:
        return
    if agent.owed_break_us:
        wrapup.start_break(world, agent)
        return
    back = Phone.AVAILABLE if world.may(agent, Action.SET_AVAILABLE) else Phone.OFFLINE
    world.set_phone(agent, back, Reason.BREAK)


def come_back(world: World, agent: AgentState) -> None:
    """Unpaused or reactivated: offline, and available after a while, at once where that while is 0 (A2.2)."""
    if not agent.logged_in or agent.phone is Phone.ON_BREAK:
        return
    world.set_phone(agent, Phone.OFFLINE, Reason.ADMIN)
    delay_us = world.draws.return_us(agent.plan, agent.returns)
    agent.returns += 1
    agent.return_token += 1
    if delay_us == 0:
        press_available(world, agent, Reason.RETURN)
    else:
        world.after(delay_us, EventKind.RETURN, -1, agent.return_token, agent.key)


def returned(world: World, due: Event) -> None:
    """RETURN: the agent presses available, unless something came between."""
    agent = world.agents[due.agent]
    if agent.return_token == due.offer and agent.phone in (Phone.OFFLINE, Phone.BUSY):
        press_available(world, agent, Reason.RETURN)


def leave_phone(world: World, agent: AgentState, phone: Phone, reason: Reason) -> None:
    """Take an agent off inbound calls; a call in progress goes on (B3)."""
    if agent.phone is not Phone.ON_BREAK:
        world.set_phone(agent, phone, reason)


def attempt(world: World, due: Event) -> None:
    """ATTEMPT: somebody tries an action; done, or refused with a record."""
    agent, action = world.agents[due.agent], Action(due.offer)
    if not world.may(agent, action):
        refuse(world, agent, action)
        return
    if action in OF_A_SESSION and not agent.logged_in:
        refuse(world, agent, action, Reason.OFF_SHIFT)
        return
    world.log(RecordKind.ACTED, agent=agent.key, value=action)
    if action is Action.LOG_IN:
        log_in(world, agent, Reason.AGENT)
    elif action is Action.SET_AVAILABLE:
        agent.return_token += 1
        world.set_phone(agent, Phone.AVAILABLE, Reason.AGENT)
    elif action is Action.SET_AWAY:
        agent.return_token += 1
        ringing.cancel_leg(world, agent)
        leave_phone(world, agent, Phone.BUSY, Reason.AGENT)
        end_wrap_up(world, agent)


def end_wrap_up(world: World, agent: AgentState) -> None:
    """End a wrap-up at once: whoever may not be logged in has none, whoever sets the phone away gives it up (B3)."""
    if agent.activity is Activity.WRAP_UP:
        wrapup.end(world, agent)
