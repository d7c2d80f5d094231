"""What a caller hears in the queue, and does about it: announcements, an exit key, the offer of a callback (A2.34, A2.33)."""

from collections.abc import Callable

from sim.domain.contacts import Reason
from sim.domain.events import Event, EventKind
from sim.domain.plan import Prompt, PromptPlan
from sim.routing import callbacks, endings, inbound, ringing
from sim.routing.state import CallState, Phase, World


def heard(world: World, due: Event) -> None:
    """PROMPT: one of the prompts of the queue (`agent` says which) is played in this ring group (`offer`: which hop)."""
    call = world.calls.get(due.contact)
    if call is None or call.phase is not Phase.WAITING or call.hop != due.offer or call.callback:
        return
    prompt = world.groups[call.group].plan.prompts[due.agent]
    times = (world.now - call.queued_us - prompt.at_us) // prompt.every_us
    if world.draws.prompted(call.facts, prompt, (call.hop, due.agent, times)):
        _DOES[prompt.kind](world, call, prompt)
    else:
        world.after(prompt.every_us, EventKind.PROMPT, due.contact, due.offer, due.agent)


def _hangs_up(world: World, call: CallState, prompt: PromptPlan) -> None:
    endings.abandon(world, call)


def _presses(world: World, call: CallState, prompt: PromptPlan) -> None:
    ringing.end_all_legs(world, call, Reason.CALLER_LEFT)
    inbound.leave(world, call, world.groups[call.group], Reason.EXIT_KEY, prompt.to)


def _asks_to_be_called(world: World, call: CallState, prompt: PromptPlan) -> None:
    ringing.end_all_legs(world, call, Reason.CALLER_LEFT)
    callbacks.agree(world, call)


_DOES: dict[Prompt, Callable[[World, CallState, PromptPlan], None]] = {
    Prompt.ANNOUNCEMENT: _hangs_up,
    Prompt.EXIT_KEY: _presses,
    Prompt.CALLBACK: _asks_to_be_called,
}
