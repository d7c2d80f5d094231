"""Callers who try again: the next attempt is a contact of its own, one generation on (A2.32)."""

from sim.domain.contacts import Facts, Outcome, generation_of, source_of
from sim.domain.events import EventKind
from sim.routing.state import World

HUNG_UP = frozenset({Outcome.ABANDONED_RINGING, Outcome.ABANDONED_QUEUE})
UNREACHED = HUNG_UP | {
    Outcome.MISSED_TIMEOUT,
    Outcome.MISSED_NO_VOICEMAIL,
    Outcome.QUEUE_FULL,
    Outcome.UNROUTED,
    Outcome.LOOP_CUT,
    Outcome.DEAD_END,
    Outcome.VOICEMAIL_EMPTY,
}
"""Ends without a person or a message; who hears that it is closed does not try again."""


def consider(world: World, facts: Facts, outcome: Outcome) -> None:
    """A call has ended so: its caller may try again, within the horizon."""
    redial = world.redials.get(source_of(facts.key))
    if redial is None or outcome not in (UNREACHED if redial.unreached else HUNG_UP):
        return
    if generation_of(facts.key) < redial.most and world.draws.redials(facts, redial):
        delay_us = world.draws.redial_us(facts, redial)
        if world.now + delay_us < world.plan.end_us:
            world.after(delay_us, EventKind.ARRIVAL, facts.key + 1)
