"""The engine and a second opinion, written from the rules alone, tell the same story of every call to the microsecond."""

import inspect
import re
from collections.abc import Callable
from copy import deepcopy
from functools import lru_cache
from types import ModuleType
from typing import Any

import pytest

from sim.domain.contacts import Outcome, ordinal_of
from sim.domain.records import RecordKind
from sim.engines.simpy import SimpyEngine
from sim.routing.strategies import STRATEGIES as ROWS
from sim.workload.stream import workload

from . import naive, staff
from .naive import PhoneSystem, Story
from .scenes import SEED, STRATEGIES, Scene, SceneLuck, draw_scene, plan_of
from .staff import Agent

BLOCK = 100
"""Scenes of one test."""
ENOUGH = 250
"""Scenes after which a wrong second opinion has been noticed."""


@lru_cache(maxsize=ENOUGH)
def told_by_the_engine(seed: int) -> tuple[Story, ...]:
    """What the records tell of every call."""
    plan = plan_of(draw_scene(seed))
    facts = workload(plan, SEED, 1)
    stories: dict[int, Story] = {}
    for time_us, kind, contact, _, agent, _, value, _ in SimpyEngine().run(plan, facts, SEED, 1).records.tolist():
        if kind == RecordKind.ARRIVAL:
            stories[ordinal_of(contact)] = Story()
        elif kind == RecordKind.RING:
            stories[ordinal_of(contact)].legs.append((time_us, plan.agents[agent].id))
        elif kind == RecordKind.ANSWER:
            stories[ordinal_of(contact)].answered = time_us
            stories[ordinal_of(contact)].agent = plan.agents[agent].id
        elif kind == RecordKind.OUTCOME and value != Outcome.IN_SYSTEM:
            stories[ordinal_of(contact)].outcome = Outcome(value).name
            stories[ordinal_of(contact)].end = time_us
    return tuple(stories[call] for call in sorted(stories))


def told_naively(scene: Scene) -> tuple[Story, ...]:
    return tuple(PhoneSystem(scene, SceneLuck(scene, plan_of(scene))).run())


def difference(seed: int, engine: tuple[Story, ...], opinion: tuple[Story, ...]) -> str:
    """Empty, or the seed and both stories of the call that went another way first."""
    assert len(engine) == len(opinion) == len(draw_scene(seed)["calls"])
    ways = [(_parting(*pair), call, *pair) for call, pair in enumerate(zip(engine, opinion, strict=True))]
    parted = [way for way in ways if way[2] != way[3]]
    if not parted:
        return ""
    at_us, call, one, other = min(parted, key=lambda way: way[:2])
    return f"seed {seed}, call {call}, from {at_us} us on:\n  engine         {one}\n  second opinion {other}"


def _parting(one: Story, other: Story) -> int:
    """The first instant that only one of two stories tells."""
    facts = [
        {*story.legs, (story.answered, story.agent), (story.end, story.outcome)} - {(None, None), (None, "IN_SYSTEM")}
        for story in (one, other)
    ]
    return min((at_us for at_us, _ in facts[0] ^ facts[1]), default=0)


@pytest.mark.parametrize("first", range(0, 800, BLOCK))
def test_the_engine_and_a_second_opinion_agree_on_every_call(first: int) -> None:
    found = [
        difference(seed, told_by_the_engine(seed), told_naively(draw_scene(seed)))
        for seed in range(first, first + BLOCK)
    ]
    assert not any(found), "\n".join(filter(None, found))


@pytest.mark.parametrize("module", [naive, staff])
def test_a_second_opinion_imports_nothing_of_what_it_judges(module: ModuleType) -> None:
    imported = re.findall(r"^\s*(?:from|import) ([\w.]+)", inspect.getsource(module), flags=re.MULTILINE)
    assert "simpy" in imported
    assert not [name for name in imported if name.split(".")[0] == "sim"]


def test_the_scenes_are_many_and_reach_every_ending() -> None:
    stories = [story for seed in range(BLOCK) for story in told_by_the_engine(seed)]
    endings = {"ANSWERED_LIVE", "VOICEMAIL_LEFT", "ABANDONED_RINGING", "ABANDONED_QUEUE", "MISSED_TIMEOUT",
               "QUEUE_FULL", "LOOP_CUT", "DEAD_END"}  # fmt: skip
    assert {story.outcome for story in stories} >= endings
    assert sum(len(story.legs) > 2 for story in stories) > BLOCK // 2
    groups = [group for seed in range(BLOCK) for group in draw_scene(seed)["groups"].values()]
    assert {layer["strategy"] for group in groups for layer in group["layers"]} == set(STRATEGIES)
    assert set(STRATEGIES) == {name for name, row in ROWS.items() if row.compiled}


# --- a wrong second opinion is noticed --------------------------------------------------------------------------------


def noticed(change: Callable[[Scene], Any]) -> str:
    """The first difference if the second opinion is of a changed scene."""
    for seed in range(ENOUGH):
        scene = deepcopy(draw_scene(seed))
        change(scene)
        found = difference(seed, told_by_the_engine(seed), told_naively(scene))
        if found:
            return found
    return ""


def _layers(scene: Scene) -> list[Scene]:
    return [layer for group in scene["groups"].values() for layer in group["layers"]]


def _later(rows: Any, key: str, by_us: int = 1) -> None:
    for row in rows:
        row[key] = row[key] + by_us if row[key] else row[key]


def _queues(scene: Scene) -> list[Scene]:
    return [group["queue"] for group in scene["groups"].values() if group["queue"]]


CHANGES: dict[str, Callable[[Scene], Any]] = {
    "ring time-out 1 us late": lambda scene: _later(_layers(scene), "ring_timeout"),
    "ring time-out 1 us early": lambda scene: _later(_layers(scene), "ring_timeout", -1),
    "retry 1 us late": lambda scene: _later(scene["groups"].values(), "retry"),
    "hold 1 us late": lambda scene: _later(_queues(scene), "max_hold"),
    "one more place in the queue": lambda scene: _later(_queues(scene), "limit"),
    "patience 1 us late": lambda scene: _later(scene["calls"], "patience"),
    "talk 1 us longer": lambda scene: _later(scene["calls"], "handle"),
    "voicemail 1 us longer": lambda scene: _later(scene["calls"], "box"),
    "available 1 us late": lambda scene: _later(scene["agents"].values(), "comes_back"),
    "the end of a pause 1 us late": lambda scene: _later(scene["timeline"], "until"),
    "the next step is the line's box": lambda scene: [g.update(overflow=None) for g in scene["groups"].values()],
    "no queue": lambda scene: [group.update(queue=None) for group in scene["groups"].values()],
    "nobody works in shifts": lambda scene: [a.update(shifts=[(0, scene["end"])]) for a in scene["agents"].values()],
    "suspensions are pauses": lambda scene: [
        entry.update(verb={"suspend": "pause", "reactivate": "resume"}.get(entry["verb"], entry["verb"]))
        for entry in scene["timeline"]
    ],
    "another idle clock": lambda scene: [
        layer.update(missed_restarts_idle=not layer["missed_restarts_idle"]) for layer in _layers(scene)
    ],
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_second_opinion_on_other_figures_is_noticed(change: str) -> None:
    assert noticed(CHANGES[change]).startswith("seed ")


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("instead", STRATEGIES)
def test_a_strategy_swapped_for_another_is_noticed(strategy: str, instead: str) -> None:
    found = noticed(lambda scene: [
        layer.update(strategy=instead) for layer in _layers(scene) if layer["strategy"] == strategy
    ])  # fmt: skip
    assert bool(found) == (strategy != instead)


_ENTER = naive.Call.enter


def _enters_sparing(call: naive.Call, group: Scene) -> None:
    spared_until = getattr(call, "spared_until", {})
    _ENTER(call, group)
    call.spared_until = spared_until


MISTAKES: dict[str, tuple[Any, str, Any]] = {
    "serves the youngest first": (naive, "sorted", lambda calls, key: sorted(calls, key=key, reverse=True)),
    "always waits": (Agent, "at_work", lambda agent: True),
    "rings who is off shift": (
        Agent,
        "routable",
        lambda a: (a.status, a.available, a.activity) == ("active", 1, "idle"),
    ),
    "rings the paused": (Agent, "routable", lambda agent: agent.on_shift and agent.activity == "idle"),
    "rings who is busy": (Agent, "at_work", lambda agent: agent.routable()),
    "spares after a hop whom it spared before": (naive.Call, "enter", _enters_sparing),
    "hops once less": (naive, "MOST_HOPS", 7),
    "serves before all that is due has happened": (naive, "DISPATCH", 0),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_of_the_second_opinion_is_noticed(mistake: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*MISTAKES[mistake], raising=False)
    assert noticed(lambda scene: None)
