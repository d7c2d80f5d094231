"""Texts that wait: for somebody who may be notified, and under conversations for a free slot; the oldest first (A2.5, B7).

The unassigned are looked at in the dispatch of every instant in which something has changed for them. May not decide what
a reply is: that is `messages`.
"""

from sim.domain.contacts import Outcome
from sim.domain.events import Event
from sim.domain.records import RecordKind
from sim.routing import messages
from sim.routing.state import AgentState, TextState, World


def serve(world: World) -> None:
    """Give every waiting text its turn, oldest first: none is passed over for a newer one that the same agent could have."""
    world.texts_move = False
    for place in tuple(world.texts):
        text = world.messages[place[1]]
        concerned, reached = messages.whom(world, text)
        if not reached:
            _darken(world, text, concerned)
        elif chosen := _who_gets_it(world, reached):
            world.texts.remove(place)
            messages.notify(world, text, chosen)
            continue
        elif not _queue(world, text):
            world.texts.remove(place)
            continue
        if (owner := messages.owner_of(world, text)) >= 0:
            messages.await_owner(world, text, world.agents[owner])


def _who_gets_it(world: World, reached: list[int]) -> list[int]:
    """All of them; of a conversation whoever can read and has fewest open, with a slot to spare, ties by their order."""
    sms = world.plan.sms
    if not sms.conversation:
        return reached
    there = [world.agents[key] for key in reached if messages.can_read(world, world.agents[key])]
    free = [agent for agent in there if agent.conversations < sms.slots]
    return [min(free, key=lambda agent: agent.conversations).key] if free else []


def _darken(world: World, text: TextState, concerned: list[int]) -> None:
    """Nobody may be notified: the text is kept, and ages."""
    text.queued = False
    if not text.dark:
        text.dark = True
        world.log(RecordKind.DARK, text.facts.key, reason=messages.why_dark(world, concerned))


def _queue(world: World, text: TextState) -> bool:
    """Let a text wait for a slot; False if it comes to a full queue, and is dropped."""
    if text.queued:
        return True
    key, line = text.facts.key, text.facts.line
    ahead = sum(other.queued and other.facts.line == line for other in world.messages.values())
    if ahead >= world.plan.sms.queue_limit and text.arrival_us == world.now:
        del world.messages[key]
        world.log(RecordKind.OUTCOME, key, value=Outcome.SMS_DROPPED)
        return False
    text.queued, text.dark = True, False
    world.log(RecordKind.QUEUED, key, value=ahead)
    return True


def reassign(world: World, due: Event) -> None:
    """REASSIGN: the one whose text it is has not been able to read it for too long; it goes on without them."""
    text, agent = world.messages.get(due.contact), world.agents[due.agent]
    if text is None or text.awaits != (due.agent, due.offer) or messages.can_read(world, agent):
        return
    if text.notified in ([], [due.agent]):
        text.released.add(due.agent)
        if text.notified:
            messages.withdraw(world, text, agent)
            messages.put_back(world, text)
        world.texts_move = True


def orphan(world: World, agent: AgentState) -> None:
    """An agent is deleted: where texts are kept, those that only they had are nobody's again."""
    for key in sorted(agent.inbox) if world.plan.sms.keeps else ():
        text = world.messages.get(key)
        if text is not None and text.notified == [agent.key]:
            messages.withdraw(world, text, agent)
            messages.put_back(world, text)
