"""How Asterisk's app_queue decides: whose turn it is and who rings, as pure functions of what the queue knows.

A caller looks for a free member when it joins and then once every poll interval, counted from its own join. One look:

::

    turn?  ── no ──► looks again after the poll interval
      │ yes: an attempt begins, all metrics are taken, busy members' too
      └─► the lowest that may be rung rings ── answered, or the caller hangs up: the attempt is over
                                            ── nobody answers: it is over, the caller sleeps `retry` in full, looks again

All clocks here are whole seconds. `dispatch.py` drives these functions from the machine; a recorded state can as well.
Source: apps/app_queue.c (Asterisk 22), told in our words. May not know the machine.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sim.domain.time import SECOND

NEVER_CALLED = -1
WRAP = 1000
"""Added to the metric of places before the pointer; a queue of more members than this would ring out of order."""
LONGEST_IDLE = 1_000_000
"""Metric of whoever ended a call this very second; idleness in seconds is taken off."""
LEAST_LEFT_US = SECOND // 2
"""Of the time-out, for the next best to be rung in place of a phone that dropped out."""


class Member(NamedTuple):
    """What a queue knows of one of its members."""

    agent: int
    position: int
    """Place in the queue's configuration, from 0."""
    calls: int = 0
    """Calls of this queue they have completed."""
    last_s: int = NEVER_CALLED
    """Second in which their last completed call of this queue ended."""


@dataclass(slots=True)
class Pointer:
    """Where the next round begins: the queue has one under round robin, each caller under a fixed order."""

    position: int = 0
    wrapped: bool = False
    """An attempt has begun that saw somebody behind the pointer; cleared at every store."""


class Moment(NamedTuple):
    """What metrics are taken of, at the start of an attempt."""

    pointer: Pointer
    now_s: int
    chance: Callable[[int], int]
    """Agent -> 0 to 999, by chance."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One of the vendor's strategies: its metric, lowest rings; what it keeps."""

    title: str
    metric: Callable[[Member, Moment], int]
    rings_all: bool = False
    keeps: str = ""
    """`queue` or `caller`: whose pointer moves."""


def _around(member: Member, taken: Moment) -> int:
    """The place itself, behind all others if the pointer is past it."""
    return member.position + (WRAP if member.position < taken.pointer.position else 0)


def _since_last(member: Member, taken: Moment) -> int:
    """Never called is 0; else the more seconds, the lower (after 11.6 days below whoever was never called)."""
    return 0 if member.last_s == NEVER_CALLED else LONGEST_IDLE - (taken.now_s - member.last_s)


RULES: dict[str, Rule] = {
    "simultaneous": Rule("ringall", lambda member, taken: 0, rings_all=True),
    "round_robin": Rule("rrmemory", _around, keeps="queue"),
    "longest_idle": Rule("leastrecent", _since_last),
    "fewest_calls": Rule("fewestcalls", lambda member, taken: member.calls),
    "random": Rule("random", lambda member, taken: taken.chance(member.agent)),
    "fixed_order": Rule("linear", _around, keeps="caller"),
}
"""Our name of a strategy -> what app_queue does under its own."""


@dataclass(slots=True)
class Attempt:
    """One caller's try: metrics as they were when it began, best first, and who has been rung."""

    metrics: dict[int, int]
    """Agent -> metric; equal ones in the order in which they ring."""
    rung: list[int] = field(default_factory=list)


def second(clock_us: int, now_us: int) -> int:
    """The whole second of the vendor's clock, which was `clock_us` into one at the start."""
    return (clock_us + now_us) // SECOND


def wrap_up_us(clock_us: int, now_us: int, length_us: int) -> int:
    """What a wrap-up of whole seconds comes to: from just over one second less, to all of it."""
    return max(0, (second(clock_us, now_us) + length_us // SECOND) * SECOND - clock_us - now_us)


def wrapped_up(member: Member, now_s: int, wrap_up_s: int) -> bool:
    """Whether a member's wrap-up is over, by whole seconds."""
    return member.last_s == NEVER_CALLED or now_s - member.last_s >= wrap_up_s


def is_turn(rule: Rule, ahead: int, available: int) -> bool:
    """Whether a caller may try, with so many before it who are not trying; ringing all, only the first may."""
    return ahead < (min(available, 1) if rule.rings_all else available)


def begin(rule: Rule, members: Sequence[Member], order: Sequence[int], taken: Moment) -> Attempt:
    """Take the metrics of all members.

    Parameters
    ----------
    members : sequence of Member
        In order of configuration.
    order : sequence of int
        Agents in the order of the queue's table. Of equal metrics the last in it rings first, for a list is built by
        putting each in front.
    """
    rank = {agent: nth for nth, agent in enumerate(order)}
    if rule.keeps and any(member.position > taken.pointer.position for member in members):
        taken.pointer.wrapped = True
    scored = [(rule.metric(member, taken), -rank[member.agent], member.agent) for member in members]
    return Attempt({agent: metric for metric, _, agent in sorted(scored)})


def who(rule: Rule, attempt: Attempt, may_ring: Collection[int]) -> list[int]:
    """Who rings next in this attempt, in the order in which their phones start; nobody if none may."""
    left = [agent for agent in attempt.metrics if agent in may_ring and agent not in attempt.rung]
    return left if rule.rings_all else left[:1]


def over(rule: Rule, attempt: Attempt, pointer: Pointer) -> None:
    """An attempt has ended, however it did: store where the next begins.

    That is the next best that it did not try. With none left, the first if somebody was behind the pointer, else one
    on; two attempts at a time may so step back or store without the flag that the other has cleared.
    """
    if not rule.keeps:
        return
    tried = max((attempt.metrics[agent] for agent in attempt.rung), default=None)
    behind = [] if tried is None else [metric for metric in attempt.metrics.values() if metric > tried]
    if behind:
        pointer.position = min(behind) % WRAP
    else:
        pointer.position = 0 if pointer.wrapped else pointer.position + 1
    pointer.wrapped = False
