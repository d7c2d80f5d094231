"""A machine's world copied, and told apart from others: two worlds with one form go on alike for ever.

Time is relative in a form, and what only says which of two was earlier is a rank. A field this file does not know is
copied and compared as it is: that may make a state space larger, never smaller.
"""

import marshal
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import IntEnum
from hashlib import blake2b
from typing import Any, NamedTuple, get_origin, get_type_hints

from sim.domain.events import Event, EventKind
from sim.domain.plan import Plan, SmsPlan
from sim.domain.time import NEVER
from sim.routing.state import AgentState, CallState, Phase, World
from sim.routing.strategies import STRATEGIES, SortKey

OF_A_RUN = {"plan", "draws", "book", "emit", "now", "last_us", "counts", "freed", "at_once", "later", "routable", "waiting",
            "impatient", "agents", "calls", "groups", "messages",
            "texts", "texts_move"}  # fmt: skip
"""Of a world: what does not change, is only counted, follows from the rest, or has a form of its own below."""

OF_AN_AGENT = {"plan", "moments_us", "calls", "misses", "rejects", "inbox_since_us", "returns", "wrap_up_token", "return_token",
               "break_token", "session", "pause_clock", "own_pauses", "auto_pauses", "was_awaited",
               "talk_us", "readings"}  # fmt: skip
"""Of an agent: ranked or relative below, or a number that only tells live timers from stale ones, which are dropped."""

OF_A_CALL = {"facts", "line", "arrival_us", "connected_us", "dialled_us", "alone_since_us", "offer", "times_offered",
             "spared_until_us", "visited", "next_leg_us", "queued_us"}  # fmt: skip
"""Of a call: likewise; choices are the explorer's, so that no draw depends on how often somebody was offered."""


def copied(world: World) -> World:
    """A world of its own that shares only what never changes; what was one thing is one thing in the copy."""
    _MADE.clear()
    other = World.__new__(World)
    for name, value in vars(world).items():
        setattr(other, name, _copy(value))
    return other


_MADE: dict[int, Any] = {}
"""Copies made for this world, by the id of the row."""


def _copy(value: Any) -> Any:
    kind = type(value)
    return (_COPIED.get(kind) or _copier(kind))(value)


def _copier(kind: type) -> Callable[[Any], Any]:
    """How this kind of value is copied; what cannot change is not."""
    if not is_dataclass(kind) or kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        return _COPIED.setdefault(kind, lambda value: value)
    copy = _written(kind, _copy_of, "def made(row): other = new(kind); {0}; return other", "; ")

    def once(row: Any) -> Any:
        other = _MADE.get(id(row))
        if other is None:
            other = _MADE[id(row)] = copy(row)
        return other

    return _COPIED.setdefault(kind, once)


def _written(kind: type, of_a_field: Callable[[str, Any], str], frame: str, between: str) -> Callable[[Any], Any]:
    """A function over the fields of a row, written out: a loop over thirty fields would be most of a step."""
    hints = get_type_hints(kind)
    body = between.join(filter(None, (of_a_field(one.name, hints[one.name]) for one in fields(kind))))
    made: dict[str, Any] = {"new": kind.__new__, "kind": kind, "copy": _copy, "plain": _plain}
    exec(frame.format(body), made)
    function: Callable[[Any], Any] = made["made"]
    return function


def _copy_of(name: str, hint: Any) -> str:
    return f"other.{name} = row.{name}" if _is_plain(hint) else f"other.{name} = copy(row.{name})"


def _is_plain(hint: Any) -> bool:
    return isinstance(hint, type) and get_origin(hint) is None and issubclass(hint, int)


def _form_of(known: set[str]) -> Callable[[str, Any], str]:
    def form(name: str, hint: Any) -> str:
        if name in known:
            return ""
        if get_origin(hint) in (list, deque):
            return f"tuple(row.{name})"
        if get_origin(hint) is set:
            return f"tuple(sorted(row.{name})) if row.{name} else ()"
        if hint in (int, bool):
            return f"row.{name}"
        return f"int(row.{name})" if isinstance(hint, type) and issubclass(hint, IntEnum) else f"plain(row.{name})"

    return form


class Reads(NamedTuple):
    """What the rules of a plan read of numbers that grow for ever."""

    clocks: tuple[int, ...]
    """Idle clocks of layers whose strategy asks for idleness."""
    calls: bool
    misses: int
    rejects: int
    """As many as make a difference."""


def reads(plan: Plan) -> Reads:
    """What this plan's rules read."""
    layers = [layer for group in plan.groups for layer in group.layers]
    assert plan.sms == SmsPlan(), "texts that are kept and conversations have no form"
    assert all(group.leaves_after_us in (0, NEVER) for group in plan.groups), "how long a queue is alone has no form"
    assert not any(SortKey.TALK in STRATEGIES[layer.strategy].keys for layer in layers), "time talked has no form"
    return Reads(
        tuple(
            sorted(
                {
                    layer.idle_clock
                    for layer in layers
                    if SortKey.IDLE_SINCE in STRATEGIES[layer.strategy].keys or layer.most < len(layer.members)
                }
            )
        ),
        any(SortKey.CALLS in STRATEGIES[layer.strategy].keys for layer in layers),
        max((group.pauses_after_misses for group in plan.groups if group.pauses_after_misses < NEVER), default=0),
        max((group.pauses_after_rejects for group in plan.groups if group.pauses_after_rejects < NEVER), default=0),
    )


def digest(world: World, timers: Iterable[Event], read: Reads) -> bytes:
    """The form of a world and of the timers that are still alive, in 16 bytes."""
    form = _form(world, read), sorted(_timer(world, one) for one in timers)
    return blake2b(marshal.dumps(form, 2), digest_size=16).digest()


def alive(world: World, one: Event) -> bool:
    """Whether a timer still does something: its call, offer, hop or session is the one it was set for."""
    call, agent = world.calls.get(one.contact), world.agents[one.agent] if one.agent >= 0 else None
    match one.kind:
        case EventKind.RING_TIMEOUT:
            return call is not None and call.offer == one.offer and bool(call.legs)
        case EventKind.HOLD_LIMIT:
            return call is not None and call.hop == one.offer
        case EventKind.RETRY | EventKind.HANG_UP | EventKind.ANSWER | EventKind.TALK_END:
            return call is not None
        case EventKind.REPLY:
            return agent is not None and agent.session == one.offer and one.contact in agent.inbox
        case EventKind.RETURN:
            return agent is not None and agent.return_token == one.offer
        case EventKind.BREAK_END:
            return agent is not None and agent.break_token == one.offer
        case EventKind.PAUSE_ASKED:
            return agent is not None and agent.pause_clock_runs and agent.pause_clock == one.offer
        case EventKind.PAUSE_OVER:
            return agent is not None and agent.own_pauses == one.offer
        case EventKind.AUTO_RESUME:
            return agent is not None and agent.auto_pauses == one.offer
    return True


def _timer(world: World, one: Event) -> tuple[int, ...]:
    return one.time_us - world.now, int(one.kind), one.contact, one.agent


def _form(world: World, read: Reads) -> tuple[Any, ...]:
    now = world.now
    ages = _ranks(now, [at_us for _, at_us, _ in world.waiting])
    agents = tuple(
        (
            _FORM_OF_AN_AGENT(agent), agent.calls if read.calls else 0, min(agent.misses, read.misses),
            min(agent.rejects, read.rejects),
            tuple(sorted((key, since - now) for key, since in agent.inbox_since_us.items())) if agent.inbox_since_us else (),
        )
        for agent in world.agents
    )  # fmt: skip
    calls = tuple(
        (
            key, _FORM_OF_A_CALL(call), ages[call.arrival_us] if call.phase is Phase.WAITING and call.line else 0, call.facts.connects, call.connected_us >= 0,
            call.dialled_us >= 0, call.alone_since_us < NEVER, max(call.next_leg_us - now, 0), tuple(sorted(set(call.visited))),
            tuple(sorted((who, until - now) for who, until in call.spared_until_us.items() if until > now)),
        )
        for key, call in sorted(world.calls.items())
    )  # fmt: skip
    rest = tuple(_plain(value) for name, value in vars(world).items() if name not in OF_A_RUN)
    groups = tuple((layer.pointer, tuple(layer.members)) for group in world.groups for layer in group.layers)
    texts = tuple((key, tuple(text.notified)) for key, text in sorted(world.messages.items()))
    return agents, calls, groups, texts, rest, tuple(_idle(world, clock) for clock in read.clocks)


def _idle(world: World, clock: int) -> tuple[int, ...]:
    """Who has been idle longer than whom by this clock."""
    since = [agent.idle_since_us(clock) for agent in world.agents]
    ranks = _ranks(world.now, since)
    return tuple(ranks[at_us] for at_us in since)


def _ranks(now_us: int, times: Iterable[int]) -> dict[int, int]:
    """Earlier or later; now is the last of all, since what happens in the next instant may still be as late."""
    return {time_us: rank for rank, time_us in enumerate(sorted({*times} - {now_us}))} | {now_us: 99}


def _plain(value: Any) -> Any:
    """What marshal knows of a value, in an order of its own."""
    convert = _PLAIN.get(type(value))
    if convert is not None:
        return convert(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Mapping):
        return tuple(sorted((_plain(key), _plain(one)) for key, one in value.items()))
    if isinstance(value, set | frozenset):
        return tuple(sorted(map(_plain, value)))
    if isinstance(value, list | tuple | deque):
        return tuple(map(_plain, value))
    assert is_dataclass(value) or value is None, f"how is a {type(value).__name__} told apart?"
    return repr(value)


_PLAIN: dict[type, Callable[[Any], Any]] = {int: int, bool: int}
_COPIED: dict[type, Callable[[Any], Any]] = {
    list: lambda value: [_copy(one) for one in value] if value else [],
    dict: lambda value: {key: _copy(one) for key, one in value.items()} if value else {},
    set: set,
    deque: deque,
}
_FORM_OF_AN_AGENT = _written(AgentState, _form_of(OF_AN_AGENT), "def made(row): return ({0},)", ", ")
_FORM_OF_A_CALL = _written(CallState, _form_of(OF_A_CALL), "def made(row): return ({0},)", ", ")
