"""Ring strategies: rows, not classes. A row says by which keys candidates are ordered, how many ring at once and
what is remembered. Adding one row adds the strategy everywhere; keys are integers, so any engine can read a row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from sim.routing.state import CallState, LayerState, World


class SortKey(IntEnum):
    """One integer per candidate; the smallest rings first."""

    POSITION = 0
    """Place in the layer."""
    TURN = 1
    """Steps from the successor of whoever was offered last."""
    IDLE_SINCE = 2
    """Start of the idle clock; never called is first."""
    CALLS = 3
    """Inbound calls answered so far."""
    PICK = 4
    """Steps from the candidate a keyed draw names."""
    BELOW = 5
    """Place in the layer; whoever stands above somebody offered in this pass is no candidate any more."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """One way to choose who rings; ties that the keys leave are broken by layer position (never by list order)."""

    title: str
    keys: tuple[SortKey, ...]
    rings_all: bool = False
    moves_pointer: bool = False


STRATEGIES: dict[str, Strategy] = {
    "simultaneous": Strategy("everyone at once", (SortKey.POSITION,), rings_all=True),
    "round_robin": Strategy("the next after whoever was offered last", (SortKey.TURN,), moves_pointer=True),
    "longest_idle": Strategy("whoever has been idle longest", (SortKey.IDLE_SINCE, SortKey.POSITION)),
    "random": Strategy("anyone, all alike", (SortKey.PICK,)),
    "fixed_order": Strategy("the first in the list", (SortKey.POSITION,)),
    "fewest_calls": Strategy("whoever answered fewest calls", (SortKey.CALLS, SortKey.POSITION)),
    "downwards": Strategy("the first in the list, then only further down", (SortKey.BELOW,)),
}


def further_down(call: CallState, layer: LayerState, found: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """The candidates a strategy leaves: under `downwards` those below everyone who was offered in this pass."""
    if SortKey.BELOW not in STRATEGIES[layer.plan.strategy].keys or not call.offered:
        return found
    last = max((position for position, agent in enumerate(layer.members) if agent in call.offered), default=-1)
    return [one for one in found if one[0] > last]


def choose(world: World, call: CallState, layer: LayerState, found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The (position, agent) pairs that ring in the next batch, in layer order; `found` must not be empty."""
    strategy = STRATEGIES[layer.plan.strategy]
    if strategy.rings_all:
        return list(found)
    best = found[0] if len(found) == 1 else _best(world, call, layer, strategy.keys, found)
    if strategy.moves_pointer and not layer.plan.turn_on_answer:
        layer.pointer = (best[0] + 1) % len(layer.members)
    return [best]


def answered(layer: LayerState, agent: int) -> None:
    """A member has answered: the turn goes to their successor, where it moves on answers."""
    if STRATEGIES[layer.plan.strategy].moves_pointer and layer.plan.turn_on_answer and agent in layer.member_set:
        layer.pointer = (layer.members.index(agent) + 1) % len(layer.members)


def _best(
    world: World, call: CallState, layer: LayerState, keys: Sequence[SortKey], found: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """The candidate whose keys are smallest, in the order of the row."""
    pick = world.draws.pick(call.facts, call.offer + 1) % len(found) if SortKey.PICK in keys else 0
    return min(
        (tuple(_value(world, layer, key, nth - pick, len(found), entry) for key in keys), entry)
        for nth, entry in enumerate(found)
    )[1]


def _value(world: World, layer: LayerState, key: SortKey, steps: int, count: int, entry: tuple[int, int]) -> int:
    """One sort key of one candidate."""
    position, agent = entry
    if key in (SortKey.POSITION, SortKey.BELOW):
        return position
    if key is SortKey.TURN:
        return (position - layer.pointer) % len(layer.members)
    if key is SortKey.IDLE_SINCE:
        return world.agents[agent].idle_since_us(layer.plan.idle_clock)
    if key is SortKey.CALLS:
        return world.agents[agent].calls
    return steps % count
