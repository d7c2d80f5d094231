"""Random small phone systems as plain data, and the same written as a plan. Draws; decides nothing.

Times are on a grid of 1 us and drawn at large, so that two of them meet only where a rule makes them meet.
"""

from array import array
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from sim.domain.agents import Status
from sim.domain.contacts import Channel, contact_key
from sim.domain.luck import BINS, Purpose, Table, draw, luck_of, stream, threshold
from sim.domain.plan import (
    ALWAYS,
    AdminPlan,
    AgentPlan,
    GroupPlan,
    LayerPlan,
    LinePlan,
    Plan,
    Recorded,
    SourcePlan,
    Target,
    TargetKind,
    Verb,
)
from sim.domain.time import NEVER, SECOND
from sim.workload.stream import workload

Scene = dict[str, Any]
STRATEGIES = ("simultaneous", "round_robin", "longest_idle", "random", "fixed_order", "fewest_calls", "downwards",
              "least_talk_time", "weighted_random", "random_batches")  # fmt: skip
END = 400 * SECOND
SEED = 7
STILL = array("q", [0]) * BINS


class Dice:
    """Draws of one scene; a chance of `none` gives None."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def us(self, low_s: float, high_s: float, none: float = 0.0) -> Any:
        at = int(self.rng.integers(round(low_s * SECOND), round(high_s * SECOND)))
        return None if self.chance(none) else at

    def chance(self, probability: float) -> bool:
        return bool(self.rng.random() < probability)

    def one(self, of: Any) -> Any:
        return of[int(self.rng.integers(len(of)))]

    def some(self, of: list[str], most: int) -> list[str]:
        return [of[i] for i in self.rng.permutation(len(of))[: int(self.rng.integers(1, most + 1))]]


@lru_cache(maxsize=1000)
def draw_scene(seed: int) -> Scene:
    """A phone system of up to six agents and three ring groups, and its day of 400 s."""
    dice = Dice(seed)
    names = [f"a{n}" for n in range(int(dice.rng.integers(1, 7)))]
    groups = {f"g{n}": n for n in range(int(dice.rng.integers(1, 4)))}
    boxes = {name: dice.us(5, 30, none=0.5) for name in groups}
    return {
        "end": END,
        "agents": {name: _agent(dice) for name in names},
        "groups": {name: _group(dice, name, names, list(groups)) for name in groups},
        "boxes": boxes,
        "timeline": _timeline(dice, names),
        "calls": sorted(
            (_call(dice, names, boxes) for _ in range(int(dice.rng.integers(3, 25)))), key=lambda c: c["at"]
        ),
    }


def _agent(dice: Dice) -> Scene:
    cuts = sorted(dice.us(1, 399) for _ in range(dice.one((2, 4))))
    away = list(zip(cuts[::2], cuts[1::2], strict=True))
    return {
        "shifts": away if dice.chance(0.3) else [(0, END)],
        "wrap_up": (dice.us(0, 10), dice.us(10, 60)) if dice.chance(0.7) else (0, 0),
        "weight": dice.one((1, 1, 5)),
        "comes_back": dice.one((0, None, dice.us(1, 60), dice.us(1, 60))),
    }


def _group(dice: Dice, name: str, names: list[str], groups: list[str]) -> Scene:
    queue = {"limit": dice.one((None, None, 0, 1, 2)), "max_hold": dice.one((None, dice.us(5, 150), dice.us(1, 12)))}
    onward = ("group", dice.one(groups))
    return {
        "name": name,
        "layers": [
            {
                "members": dice.some(names, len(names)),
                "strategy": dice.one(STRATEGIES),
                "ring_timeout": dice.us(5, 25, none=0.1),
                "missed_restarts_idle": dice.chance(0.6),
                "most": dice.one((None, 1, 2, 3)),
            }
            for _ in range(dice.one((1, 1, 2, 3)))
        ],
        "queue": queue if dice.chance(0.75) else None,
        "retry": dice.one((0, dice.us(0.1, 5), dice.us(0.1, 5), dice.us(5, 60))),
        "overflow": dice.one((None, onward, onward, ("line box", ""), ("hang up", ""))),
    }


def _timeline(dice: Dice, names: list[str]) -> list[Scene]:
    """A few entries for anybody, and often many short ones for somebody who comes and goes."""
    entries = [_entry(dice, names, (1, 399), 150) for _ in range(int(dice.rng.integers(0, 7)))]
    if dice.chance(0.6):
        who, since_s = dice.one(names), dice.one(range(1, 300))
        entries += [_entry(dice, [who], (since_s, since_s + 90), 12) for _ in range(dice.one((4, 8)))]
    return entries


def _entry(dice: Dice, names: list[str], between_s: tuple[float, float], longest_s: float) -> Scene:
    verb = dice.one(("pause", "pause", "suspend", "suspend", "resume", "reactivate"))
    at = 0 if verb in ("pause", "suspend") and dice.chance(0.1) else dice.us(*between_s)
    until = at + dice.us(0.5, longest_s) if verb in ("pause", "suspend") and dice.chance(0.8) else None
    return {"at": at, "verb": verb, "agent": dice.one(names), "until": until}


def _call(dice: Dice, names: list[str], boxes: dict[str, int | None]) -> Scene:
    group = dice.one(list(boxes))
    return {
        "at": dice.us(0.5, 380),
        "group": group,
        "box": boxes[group],
        "patience": dice.us(3, 240, none=0.1),
        "handle": dice.us(2, 90),
        # The last repeats: quick enough for any time-out, so that a day ends.
        "pick_up": {
            name: [*(dice.us(1, 28, none=0.2) for _ in range(dice.one((0, 1, 1, 2)))), dice.us(1, 5)] for name in names
        },
    }


# --- the same as a plan -----------------------------------------------------------------------------------------------


def plan_of(scene: Scene) -> Plan:
    """The scene as the engine reads it; agents, groups and lines keep their order."""
    tables: list[Table] = []

    def law(low: int, high: int) -> int:
        """Uniform on whole microseconds."""
        bins = np.arange(BINS, dtype=np.int64) * (high - low) // BINS + low
        tables.append(Table(array("q", bins.tobytes()), STILL))
        return len(tables) - 1

    names, groups = list(scene["agents"]), list(scene["groups"])
    boxes = list(scene["boxes"].values())
    return Plan(
        "scene", scene["end"], 0, True,
        tuple(_agent_plan(name, given, law) for name, given in scene["agents"].items()),
        tuple(_group_plan(given, names, groups) for given in scene["groups"].values()),
        tuple(
            LinePlan(f"l{n}", n, -1, box is not None, Target(), threshold(1.0), law(box or 0, box or 0), int(NEVER))
            for n, box in enumerate(boxes)
        ),
        (), ALWAYS,
        tuple(AdminPlan(one["at"], _us(one["until"]), Verb[one["verb"].upper()], (names.index(one["agent"]),)) for one in scene["timeline"]),
        (_source(scene["calls"], names, groups),),
        tuple(tables),
    )  # fmt: skip


def _us(duration: int | None) -> int:
    return int(NEVER) if duration is None else duration


def _agent_plan(name: str, given: Scene, law: Callable[[int, int], int]) -> AgentPlan:
    back = given["comes_back"]
    return AgentPlan(
        name, luck_of(name), name, False, False, Status.ACTIVE, True, tuple(given["shifts"]), (),
        pick_up=0, wrap_up=law(*given["wrap_up"]), comes_back=-1 if back is None else law(back, back),
        no_answer=0, handle_ppm=1_000_000, weight=given["weight"],
    )  # fmt: skip


def _group_plan(given: Scene, names: list[str], groups: list[str]) -> GroupPlan:
    kinds = {"group": TargetKind.RING_GROUP, "line box": TargetKind.LINE_BOX, "hang up": TargetKind.HANG_UP}
    kind, index = given["overflow"] or ("", "")
    overflow = Target(kinds[kind], groups.index(index) if index else -1) if kind else Target()
    queue = given["queue"] or {"limit": None, "max_hold": None}
    layers = tuple(
        LayerPlan(tuple(map(names.index, one["members"])), one["strategy"], _us(one["ring_timeout"]), 3 if one["missed_restarts_idle"] else 1, False, most=_us(one["most"]))
        for one in given["layers"]
    )  # fmt: skip
    return GroupPlan(
        given["name"], layers, given["queue"] is not None, _us(queue["limit"]), _us(queue["max_hold"]), given["retry"], overflow
    )  # fmt: skip


def _source(calls: list[Scene], names: list[str], groups: list[str]) -> SourcePlan:
    picks = tuple(
        {names.index(who): tuple(map(_us, times)) for who, times in call["pick_up"].items()} for call in calls
    )
    recorded = Recorded(
        tuple(call["at"] for call in calls), tuple(groups.index(call["group"]) for call in calls),
        tuple(_us(call["patience"]) for call in calls), tuple(call["handle"] for call in calls),
        (-1,) * len(calls), picks,
    )  # fmt: skip
    return SourcePlan("calls", Channel.INBOUND_CALL, -1, -1, (), (), replayed=recorded)


class SceneLuck:
    """The luck of a scene: recorded pick-ups, and the engine's own keyed draws as an input."""

    def __init__(self, scene: Scene, plan: Plan) -> None:
        self.scene, self.plan = scene, plan
        facts = workload(plan, SEED, 1).facts
        self.lucks = [facts(contact_key(0, key)).luck for key in range(len(scene["calls"]))]
        self.base = {purpose: stream(SEED, 1, purpose) for purpose in (Purpose.PICK, Purpose.WRAP_UP)}

    def pick_up(self, call: int, agent: str, nth: int) -> int | None:
        times = self.scene["calls"][call]["pick_up"][agent]
        picked: int | None = times[min(nth, len(times)) - 1]
        return picked

    def wrap_up(self, call: int, agent: str) -> int:
        one = next(one for one in self.plan.agents if one.id == agent)
        return self.plan.tables[one.wrap_up].value(draw(self.base[Purpose.WRAP_UP], self.lucks[call], one.luck))

    def comes_back(self, agent: str) -> int | None:
        back: int | None = self.scene["agents"][agent]["comes_back"]
        return back

    def word(self, call: int, nth: int, agent: str = "") -> int:
        return int(draw(self.base[Purpose.PICK], self.lucks[call], luck_of(agent) if agent else 0, nth))
