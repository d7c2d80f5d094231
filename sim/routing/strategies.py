"""Ring strategies: rows, not classes. A row says by which keys candidates are ordered, how many ring at once and
what is remembered. Adding one row adds the strategy everywhere; keys are integers, so any engine can read a row.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from sim.routing.state import CallState, LayerState, World, level


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
    TALK = 6
    """Time spent in talks of inbound calls."""
    WEIGHT = 7
    """Steps from the candidate a keyed draw names, each as often as their weight."""
    LOT = 8
    """A keyed draw of each candidate's own."""
    LEVEL = 9
    """Level in the skill that the call needs, highest first."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """One way to choose who rings; ties that the keys leave are broken by layer position (never by list order)."""

    title: str
    keys: tuple[SortKey, ...]
    rings_all: bool = False
    moves_pointer: bool = False
    rings_batch: bool = False
    """As many ring at once as the layer lets."""
    adds: bool = False
    """The next one joins while those before ring on."""
    compiled: bool = True
    """Whether the compiled engine has it too."""


STRATEGIES: dict[str, Strategy] = {
    "simultaneous": Strategy("everyone at once", (SortKey.POSITION,), rings_all=True),
    "round_robin": Strategy("the next after whoever was offered last", (SortKey.TURN,), moves_pointer=True),
    "longest_idle": Strategy("whoever has been idle longest", (SortKey.IDLE_SINCE, SortKey.POSITION)),
    "random": Strategy("anyone, all alike", (SortKey.PICK,)),
    "fixed_order": Strategy("the first in the list", (SortKey.POSITION,)),
    "fewest_calls": Strategy("whoever answered fewest calls", (SortKey.CALLS, SortKey.POSITION)),
    "downwards": Strategy("the first in the list, then only further down", (SortKey.BELOW,)),
    "least_talk_time": Strategy("whoever has talked least", (SortKey.TALK, SortKey.POSITION)),
    "weighted_random": Strategy("anyone, by weight", (SortKey.WEIGHT,)),
    "random_batches": Strategy("several at once, drawn anew each time", (SortKey.LOT,), rings_batch=True),
    "progressive": Strategy("one after the other, and all ring on", (SortKey.POSITION,), adds=True, compiled=False),
    "skills": Strategy(
        "whoever knows most, then has been idle longest", (SortKey.LEVEL, SortKey.IDLE_SINCE), compiled=False
    ),
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
    if strategy.rings_batch:
        return sorted(_ranked(world, call, layer, strategy.keys, found)[: layer.plan.most])
    if strategy.rings_all:
        return sorted(_ranked(world, call, layer, (SortKey.IDLE_SINCE,), found)[: layer.plan.most])
    best = found[0] if len(found) == 1 else _ranked(world, call, layer, strategy.keys, found)[0]
    if strategy.moves_pointer and not layer.plan.turn_on_answer:
        layer.pointer = (best[0] + 1) % len(layer.members)
    return [best]


def answered(layer: LayerState, agent: int) -> None:
    """A member has answered: the turn goes to their successor, where it moves on answers."""
    if STRATEGIES[layer.plan.strategy].moves_pointer and layer.plan.turn_on_answer and agent in layer.member_set:
        layer.pointer = (layer.members.index(agent) + 1) % len(layer.members)


def _ranked(
    world: World, call: CallState, layer: LayerState, keys: Sequence[SortKey], found: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The candidates by their keys in the order of the row, ties by position; if all may ring, there is no order."""
    if STRATEGIES[layer.plan.strategy].rings_all and len(found) <= layer.plan.most:
        return list(found)
    pick = _DRAWN[keys[0]](world, call, found) if keys[0] in _DRAWN else 0
    ranked = sorted(
        (tuple(_value(world, call, layer, key, (nth - pick) % len(found), entry) for key in keys), entry)
        for nth, entry in enumerate(found)
    )
    return [entry for _, entry in ranked]


def _alike(world: World, call: CallState, found: Sequence[tuple[int, int]]) -> int:
    """The number of the candidate that a keyed draw names, all alike (A2.7)."""
    return world.draws.pick(call.facts, call.offer + 1) % len(found)


def _by_weight(world: World, call: CallState, found: Sequence[tuple[int, int]]) -> int:
    """The same, each as often as their weight."""
    weights = [world.agents[agent].plan.weight for _, agent in found]
    left = world.draws.pick(call.facts, call.offer + 1) % sum(weights)
    number = 0
    while left >= weights[number]:
        left -= weights[number]
        number += 1
    return number


_DRAWN: dict[SortKey, Callable[[World, CallState, Sequence[tuple[int, int]]], int]] = {
    SortKey.PICK: _alike,
    SortKey.WEIGHT: _by_weight,
}
"""Keys for which one draw names a candidate."""

_VALUES: dict[SortKey, Callable[[World, CallState, LayerState, int, int], int]] = {
    SortKey.POSITION: lambda world, call, layer, position, agent: position,
    SortKey.BELOW: lambda world, call, layer, position, agent: position,
    SortKey.TURN: lambda world, call, layer, position, agent: (position - layer.pointer) % len(layer.members),
    SortKey.IDLE_SINCE: lambda world, call, layer, position, agent: world.agents[agent].idle_since_us(
        layer.plan.idle_clock
    ),
    SortKey.CALLS: lambda world, call, layer, position, agent: world.agents[agent].calls,
    SortKey.TALK: lambda world, call, layer, position, agent: world.agents[agent].talk_us,
    SortKey.LOT: lambda world, call, layer, position, agent: world.draws.lot(
        call.facts, world.agents[agent].plan, call.offer + 1
    ),
    SortKey.LEVEL: lambda world, call, layer, position, agent: -level(world.agents[agent].plan, call.facts.skill),
}


def _value(world: World, call: CallState, layer: LayerState, key: SortKey, steps: int, entry: tuple[int, int]) -> int:
    """One sort key of one candidate."""
    return _VALUES[key](world, call, layer, *entry) if key in _VALUES else steps
