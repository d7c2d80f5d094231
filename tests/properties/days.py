"""Random days on random phone systems, on a coarse grid of times, so that ties are common. Draws; runs nothing."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from os import environ
from random import Random

from hypothesis import strategies as st

from sim.domain.agents import Action, Status
from sim.domain.contacts import NOBODY, Channel, Facts, contact_key
from sim.domain.events import Event, EventKind, event
from sim.domain.idle import IDLE_CLOCKS
from sim.domain.luck import BINS, Table, luck_of, threshold
from sim.domain.plan import (
    ALWAYS,
    AdminPlan,
    AgentPlan,
    GroupPlan,
    LayerPlan,
    LinePlan,
    PausePlan,
    Plan,
    Taken,
    Target,
    TargetKind,
    Unstaffed,
    Verb,
)
from sim.domain.time import NEVER, SECOND
from sim.routing.strategies import STRATEGIES

CLOCKS = tuple(clock.mask for clock in IDLE_CLOCKS.values())
END = 40
"""Length of a day in steps of the grid."""

GRIDS_US = (1, SECOND, 10 * SECOND)
SPREAD = 12
"""The table that draws a different time nearly every time; table n below it is always n steps."""

PPM = 1_000_000
COMPILED = sorted(name for name, row in STRATEGIES.items() if row.compiled)


def many(examples: int) -> int:
    """So many examples of a property, or the share of them that the environment asks for (`EXAMPLES=0.1`)."""
    return max(1, round(examples * float(environ.get("EXAMPLES", "1"))))


@dataclass(frozen=True)
class Day:
    """A plan (its tables are those of the grid), its contacts, and what agents attempt or else comes from outside."""

    grid_us: int
    plan: Plan
    facts: dict[int, Facts]
    arrivals: tuple[Event, ...]
    attempts: tuple[Event, ...]


@lru_cache
def tables(grid_us: int) -> tuple[Table, ...]:
    """n steps of the grid for n below SPREAD, then anything up to 16 steps."""
    still = array("q", [0]) * BINS
    spread = array("q", ((1 + at * 40_503 % BINS) * grid_us // 4096 for at in range(BINS)))
    return (*(Table(array("q", [steps * grid_us]) * BINS, still) for steps in range(SPREAD)), Table(spread, still))


class Dice(Random):
    """The luck of one part of a day, keyed by what it is for: a day with fewer parts keeps the others as they are."""

    def steps(self, low: int, high: int, never: float = 0.0) -> int:
        """A number of steps of the grid, or NEVER with this probability."""
        return int(NEVER) if self.random() < never else self.randint(low, high)

    def some(self, of: Sequence[int], low: int, high: int) -> tuple[int, ...]:
        """Between `low` and `high` different ones, in any order."""
        return tuple(self.sample(of, min(len(of), self.randint(low, high))))

    def windows(self) -> tuple[tuple[int, int], ...]:
        """One or two windows that do not touch, in steps."""
        cuts = sorted(self.sample(range(END + 6), self.choice((2, 4))))
        return tuple(zip(cuts[::2], cuts[1::2], strict=True))


def _agent(dice: Dice, key: int, groups: int, spread: bool) -> AgentPlan:
    """One agent; most are active, present and on shift all day. Times in steps."""
    shifts = dice.windows() if dice.random() < 0.25 else ((0, END + 1),)
    breaks = sorted((dice.steps(0, END), dice.steps(1, 8)) for _ in range(dice.choice((0, 0, 1, 2))))
    return AgentPlan(
        f"a{key}", luck_of(f"a{key}"), f"a{key}", dice.random() < 0.5, dice.random() < 0.5,
        dice.choice([Status.ACTIVE] * 8 + [Status.PAUSED, Status.SUSPENDED]), dice.random() < 0.9,
        shifts, tuple(breaks),
        pick_up=SPREAD if spread else dice.randint(0, 6), wrap_up=SPREAD if spread else dice.choice((0, 0, 1, 3)),
        comes_back=dice.randint(-1, 4), no_answer=threshold(dice.choice((0.0, 0.0, 0.5, 1.0))),
        handle_ppm=dice.choice((PPM, PPM, 2 * PPM)), home=dice.choice((-1, -1, -1, -1, -1, dice.randrange(groups))),
        weight=dice.choice((1, PPM, PPM, 3 * PPM)),
        reject=threshold(dice.choice((0.0, 0.0, 0.0, 0.5))), reject_after=SPREAD if spread else dice.randint(0, 3),
        busy_after_reject=dice.randint(-1, 4),
        pauses=_pauses(dice) if dice.random() < 0.15 else None,
    )  # fmt: skip


def _pauses(dice: Dice) -> PausePlan:
    """Pauses asked for at random, not so often that there is nothing else."""
    return PausePlan(dice.randint(6, 11), dice.randint(0, 9), dice.choice(list(Taken)))


def _target(dice: Dice, groups: int, count: int) -> Target:
    """Anywhere a call may go next."""
    kind = dice.choice([kind for kind in TargetKind if kind is not TargetKind.LINE])
    index = {TargetKind.RING_GROUP: groups, TargetKind.AGENT_BOX: count}.get(kind, 0)
    return Target(kind, dice.randrange(index) if index else -1)


def _group(dice: Dice, key: int, groups: int, here: Sequence[int], count: int, spread: bool) -> GroupPlan:
    """One ring group of one or two layers over the agents who are there from the start. Times in steps."""

    def law() -> int:
        """Most time-outs are not drawn."""
        return (SPREAD if spread else dice.randint(1, 6)) if dice.random() < 0.15 else -1

    layers = tuple(
        LayerPlan(
            dice.some(here, 0 if dice.random() < 0.1 else 1, 6), dice.choice(COMPILED),
            dice.steps(1, 6, never=0.1), dice.choice(CLOCKS), dice.random() < 0.5, law(),
            turn_on_answer=dice.random() < 0.5, rings_through_pause=dice.random() < 0.3,
            reject_ends_ring=dice.random() < 0.3, most=dice.choice((int(NEVER), int(NEVER), 1, 2, 3)),
        )
        for _ in range(dice.choice((1, 1, 2)))
    )  # fmt: skip
    queue, limit, hold = dice.random() < 0.7, dice.steps(0, 4, never=0.6), dice.steps(0, 20, never=0.5)
    overflow = _target(dice, groups, count) if dice.random() < 0.7 else Target()
    unstaffed = dice.choice([Unstaffed.WAIT_IF_BUSY_EXISTS, *Unstaffed])
    leaves = {Unstaffed.LEAVE_WHEN_EMPTY: 0, Unstaffed.GRACE: dice.randint(0, 8)}
    return GroupPlan(
        f"g{key}", layers, queue, limit, hold, dice.steps(0, 3), overflow,
        max_hold_law=law(), priority=dice.choice((0, 0, 0, 0, -1, 1)),
        handle_ppm=tuple((agent, 2 * PPM) for agent in here if dice.random() < 0.05),
        hold_of_call=dice.random() < 0.3, hold_cuts_ring=dice.random() < 0.5,
        unstaffed=unstaffed, leaves_after_us=leaves.get(unstaffed, int(NEVER)),
        pauses_after_misses=dice.choice((int(NEVER), int(NEVER), 1, 2)),
        pauses_after_rejects=dice.choice((int(NEVER), int(NEVER), 1, 2)), pauses_for_us=dice.steps(0, 10, never=0.3),
    )  # fmt: skip


def _line(dice: Dice, key: int, groups: int, count: int) -> LinePlan:
    """A line into a ring group or to an agent."""
    personal = dice.random() < 0.2
    group, owner = (-1, dice.randrange(count)) if personal else (dice.randrange(groups), -1)
    return LinePlan(f"l{key}", group, owner, dice.random() < 0.5, _target(dice, groups, count), threshold(0.5),
                    dice.randint(0, 8), dice.steps(1, 6, never=0.1))  # fmt: skip


def _entry(dice: Dice, groups: int, count: int) -> AdminPlan:
    """Anything the admin may do. Times in steps."""
    verb, at = dice.choice(list(Verb)), dice.steps(0, END)
    until = at + dice.randint(0, 15) if verb in (Verb.PAUSE, Verb.SUSPEND) and dice.random() < 0.7 else int(NEVER)
    if verb not in (Verb.REASSIGN, Verb.ADD) and dice.random() < 0.4:
        first_idle = verb in (Verb.PAUSE, Verb.SUSPEND) and dice.random() < 0.5
        return AdminPlan(at, until, verb, (), dice.randint(1, 3), dice.randrange(groups), first_idle=first_idle)
    into = dice.some(range(groups), 0, groups) if verb is Verb.ADD else ()
    return AdminPlan(at, until, verb, dice.some(range(count), 1, 2), person="Nora", groups=into)


def _contact(dice: Dice, ordinal: int, plan: Plan, spread: bool) -> tuple[int, Facts]:
    """Arrival and facts of one contact. Times in steps."""
    channel = dice.choice([Channel.INBOUND_CALL] * 8 + list(Channel))
    inbound = channel in (Channel.INBOUND_CALL, Channel.INBOUND_SMS)
    return dice.steps(0, END - 1), Facts(
        contact_key(channel, ordinal), luck_of(f"{channel.name} {ordinal}"), channel,
        dice.randrange(len(plan.lines)) if inbound else -1,
        NOBODY if inbound else dice.randrange(len(plan.agents)),
        dice.randint(-1, len(plan.owners) - 1),
        dice.steps(0, 20, never=0.4), dice.steps(0, 10), dice.steps(0, 5), dice.random() < 0.5,
        SPREAD if spread else dice.randint(0, 6), None,
        dice.choice((0, 0, 0, 0, -1, 1)), threshold(dice.choice((0, 0, 0, 0.5))),
    )  # fmt: skip


def _day(seed: int, sizes: Mapping[str, int], spread: bool) -> Day:
    """The day of this seed and these sizes, on a grid of 1 us."""

    def each(what: str) -> Iterator[tuple[int, Dice]]:
        return ((key, Dice(f"{seed} {what} {key}")) for key in range(sizes[what]))

    count, groups, dice = sizes["agents"], sizes["groups"], Dice(f"{seed}")
    staff = tuple(_agent(luck, key, groups, spread) for key, luck in each("agents"))
    here = [key for key, agent in enumerate(staff) if agent.present]
    plan = Plan(
        "day", END, 0, True, staff,
        tuple(_group(luck, key, groups, here, count, spread) for key, luck in each("groups")),
        tuple(_line(luck, key, groups, count) for key, luck in each("lines")),
        tuple(dice.randint(-1, count - 1) for _ in range(4)),
        dice.windows() if dice.random() < 0.2 else ALWAYS,
        tuple(_entry(luck, groups, count) for _, luck in each("entries")), (), (),
        drops=tuple(one for one in (Status.SUSPENDED, Status.DELETED) if dice.random() < 0.4),
    )  # fmt: skip
    called = [_contact(luck, ordinal, plan, spread) for ordinal, luck in each("contacts")]
    arrivals = tuple(event(EventKind.ARRIVAL, at, one.key) for at, one in called)
    attempts = tuple(
        event(EventKind.ATTEMPT, luck.steps(0, END - 1), -1, int(luck.choice(list(Action))), luck.randrange(count))
        for _, luck in each("attempts")
    )
    return Day(1, plan, {one.key: one for _, one in called}, arrivals, attempts)


SIZES = {
    "agents": (1, 6),
    "groups": (1, 3),
    "lines": (1, 3),
    "entries": (0, 6),
    "contacts": (1, 30),
    "attempts": (0, 4),
}


@st.composite
def days(draw: st.DrawFn, spread: bool = False, **sizes: tuple[int, int]) -> Day:
    """A day. With `spread` (not on a grid of 1 us) no two phones are picked up or replies sent at one instant."""
    chosen = {what: draw(st.integers(*sizes.get(what, span))) for what, span in SIZES.items()}
    day = _day(draw(st.integers(0, 2**32)), chosen, spread)
    return scaled(day, draw(st.sampled_from(GRIDS_US[1:] if spread else GRIDS_US)))


def numbered(seed: int) -> Day:
    """The day of a seed, of any size and on any grid: for whoever wants very many."""
    dice = Dice(f"{seed} day")
    times = dice.choice((1,) * 9 + (3,))
    sizes = {what: times * dice.randint(*span) for what, span in SIZES.items()}
    return scaled(_day(seed, sizes, spread=dice.random() < 0.3), dice.choice(GRIDS_US))


def scaled(day: Day, by: int) -> Day:
    """The same day with every time and duration multiplied."""

    def times(us: int) -> int:
        return us * by if us < NEVER else us

    def pairs(spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        return tuple((times(one), times(other)) for one, other in spans)

    plan, grid_us = day.plan, day.grid_us * by
    staff = tuple(replace(a, shifts=pairs(a.shifts), breaks=pairs(a.breaks)) for a in plan.agents)
    groups = tuple(
        replace(
            g, max_hold_us=times(g.max_hold_us), retry_us=times(g.retry_us),
            leaves_after_us=times(g.leaves_after_us), pauses_for_us=times(g.pauses_for_us),
            layers=tuple(replace(layer, ring_timeout_us=times(layer.ring_timeout_us)) for layer in g.layers),
        )
        for g in plan.groups
    )  # fmt: skip
    lines = tuple(replace(line, ring_timeout_us=times(line.ring_timeout_us)) for line in plan.lines)
    timeline = tuple(replace(e, at_us=times(e.at_us), until_us=times(e.until_us)) for e in plan.timeline)
    bigger = replace(
        plan, end_us=times(plan.end_us), agents=staff, groups=groups, lines=lines, timeline=timeline,
        opening=pairs(plan.opening),
    )  # fmt: skip
    facts = {
        key: one._replace(
            patience_us=times(one.patience_us), handle_us=times(one.handle_us), dial_us=times(one.dial_us)
        )
        for key, one in day.facts.items()
    }
    arrivals = tuple(due._replace(time_us=times(due.time_us)) for due in day.arrivals)
    attempts = tuple(due._replace(time_us=times(due.time_us)) for due in day.attempts)
    return Day(grid_us, bigger, facts, arrivals, attempts)
