"""The routing machine: runs an instant in rounds. Decides; never moves time, never draws outside keyed luck.

::

    agent:  idle ──RING──► ringing ──ANSWER──► on_call ──TALK_END──► wrap_up ──WRAP_UP_END──► idle
              │              └─RING_END─► idle    ▲          └──────── no wrap-up ─────────────►
              └──────────DIAL─────────────────────┘
    call:   ARRIVAL ─► waiting ⇄ ringing ─► talking ─► OUTCOME
                          └─► next group, voicemail, or an end without a person ─► OUTCOME
"""

from collections.abc import Callable, Iterable

from sim.domain.contacts import Channel, Outcome, Reason
from sim.domain.events import MAX_ROUNDS, Event, EventKind
from sim.domain.plan import Plan
from sim.domain.records import RecordKind
from sim.routing import (
    admin,
    callbacks,
    campaigns,
    conversations,
    dispatch,
    endings,
    inbound,
    messages,
    outbound,
    pauses,
    prompts,
    ringing,
    roster,
    wrapup,
)
from sim.routing.draws import Draws
from sim.routing.state import Book, Row, World


def _arrival(world: World, due: Event) -> None:
    facts = world.book(due.contact)
    world.log(RecordKind.ARRIVAL, facts.key, facts.customer, facts.agent, -1, facts.line)
    _ARRIVALS[facts.channel](world, facts)


def _hours(world: World, due: Event) -> None:
    world.open = due.kind is EventKind.OPEN
    world.log(RecordKind.HOURS, value=int(world.open))
    if not world.open:
        inbound.evict(world)


def _retry(world: World, due: Event) -> None:
    """RETRY only wakes the dispatch: a call may try an agent again whom it had spared."""


_ARRIVALS = {
    Channel.INBOUND_CALL: inbound.arrive,
    Channel.OUTBOUND_CALL: outbound.due,
    Channel.INBOUND_SMS: messages.arrive,
    Channel.OUTBOUND_SMS: messages.send,
}

HANDLERS: dict[EventKind, Callable[[World, Event], None]] = {
    EventKind.HANG_UP: endings.hang_up,
    EventKind.ADMIN_BEGIN: admin.begin,
    EventKind.ADMIN_END: admin.end,
    EventKind.OPEN: _hours,
    EventKind.CLOSE: _hours,
    EventKind.SHIFT_END: roster.shift_end,
    EventKind.SHIFT_START: roster.shift_start,
    EventKind.BREAK_END: roster.break_end,
    EventKind.BREAK_START: roster.break_start,
    EventKind.RETURN: roster.returned,
    EventKind.ATTEMPT: roster.attempt,
    EventKind.ANSWER: ringing.answer,
    EventKind.CONNECT: outbound.connect,
    EventKind.DIAL_FAILED: outbound.dial_failed,
    EventKind.TALK_END: ringing.talk_end,
    EventKind.VOICEMAIL_END: endings.voicemail_end,
    EventKind.WRAP_UP_END: wrapup.over,
    EventKind.RING_TIMEOUT: ringing.time_out,
    EventKind.HOLD_LIMIT: inbound.hold_limit,
    EventKind.RETRY: _retry,
    EventKind.ARRIVAL: _arrival,
    EventKind.REPLY: messages.reply,
    EventKind.PAUSE_ASKED: pauses.asked,
    EventKind.PAUSE_OVER: pauses.over,
    EventKind.LOOK: dispatch.look,
    EventKind.REJECT: ringing.reject,
    EventKind.AUTO_RESUME: admin.auto_resume,
    EventKind.LEG_OVER: ringing.leg_over,
    EventKind.LINE_ANSWERED: campaigns.answered,
    EventKind.LINE_FAILED: campaigns.failed,
    EventKind.DIAL_DUE: campaigns.due,
    EventKind.PROMPT: prompts.heard,
    EventKind.CALLBACK_ANSWERED: callbacks.answered,
    EventKind.CALLBACK_FAILED: callbacks.failed,
    EventKind.CALLBACK_DUE: callbacks.due,
    EventKind.CONVERSATION_END: messages.conversation_end,
    EventKind.REASSIGN: conversations.reassign,
}


class Machine:
    """One run's routing machine.

    Parameters
    ----------
    plan : Plan
        The resolved scenario.
    book : callable
        Contact key -> `Facts`, asked once per contact at its arrival.
    emit : callable
        Takes every record as a tuple of eight integers, in order.
    seed, replication : int
        Keys of the luck.
    """

    def __init__(
        self, plan: Plan, book: Book, emit: Callable[[Row], None], *, seed: int = 1, replication: int = 1
    ) -> None:
        self.world = World(plan, Draws(plan, seed, replication), book, emit)

    def start(self) -> None:
        """Record the state at the start: who is in the account and whether it is open."""
        world = self.world
        admin.start(world)
        world.open = any(begin <= 0 < end for begin, end in world.plan.opening)
        world.log(RecordKind.HOURS, value=int(world.open))

    def step(self, now_us: int, due: Iterable[Event]) -> list[Event]:
        """Run one instant to its end and return the timers it set for later.

        `due` are events of this instant in any order; `now_us` never goes back.
        """
        world = self.world
        assert now_us >= world.now, "time went back"
        world.now = now_us
        events = sorted(due)
        serve = dispatch.SERVE[world.plan.router.dispatch]
        for _ in range(MAX_ROUNDS):
            world.counts.events += len(events)
            for one in events:
                HANDLERS[one.kind](world, one)
            if world.pausing or world.owed:
                pauses.take(world)
            if world.campaigns:
                campaigns.dial(world, outbound_first=True)
            serve(world)
            if world.texts_move and world.texts:
                conversations.serve(world)
            if world.diallers:
                outbound.dial_waiting(world)
            if world.campaigns:
                campaigns.dial(world, outbound_first=False)
            if not world.at_once:
                later, world.later = world.later, []
                return later
            events = sorted(world.at_once)
            world.at_once.clear()
        raise RuntimeError(f"{MAX_ROUNDS} rounds at {now_us} us; contact {events[0].contact} does not settle")

    def close(self, now_us: int) -> None:
        """The horizon's end: messages that nobody answered are open (A2.5)."""
        world = self.world
        world.now = world.last_us = max(world.now, now_us)
        messages.close(world)
        campaigns.close(world)

    def leave_in_system(self) -> None:
        """Nothing more will happen: record every call that is still in the system, as of the last record (A2.10)."""
        world = self.world
        world.now = world.last_us
        for key in sorted(world.calls):
            world.log(RecordKind.OUTCOME, key, value=Outcome.IN_SYSTEM, reason=Reason.NONE)
        world.calls.clear()
        world.waiting.clear()
