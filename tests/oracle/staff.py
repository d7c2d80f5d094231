"""The staff of the second opinion: shifts, pauses and suspensions, and with them who may be rung.

A process each for an agent's shifts and for an entry of the timeline. May not import `sim`.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import simpy

Process = Generator[simpy.Event, Any, Any]
Row = dict[str, Any]


class Agent:
    """Status, phone, activity, what strategies remember; `changes` of status void a press of available to come."""

    def __init__(self, name: str, weight: int = 1) -> None:
        self.weight = weight
        self.name, self.status, self.activity = name, "active", "idle"
        self.covered: dict[str, set[Any]] = {"pause": set(), "suspend": set()}
        self.on_shift = self.available = False
        self.changes, self.idle_since, self.missed, self.calls, self.talked = 0, -1, -1, 0, 0
        self.rings_for: Any = None
        self.sent_home: Any = None

    def idle_by(self, layer: Row) -> int:
        """Since when idle, as a layer reads it."""
        return max(self.idle_since, self.missed) if layer["missed_restarts_idle"] else self.idle_since

    def routable(self) -> bool:
        return self.status == "active" and self.on_shift and self.available and self.activity == "idle"

    def at_work(self) -> bool:
        return self.routable() or (self.status == "active" and self.activity != "idle")


def after(env: simpy.Environment, duration: int | None) -> simpy.Event:
    """In so long, or never."""
    return env.event() if duration is None else env.timeout(duration)


def hire(
    env: simpy.Environment, scene: Row, luck: Any, cancel: Callable[[Agent], None], look_around: Callable[[], None]
) -> dict[str, Agent]:
    """The agents of a scene, at work; `cancel` ends a ring, `look_around` serves callers."""
    agents = {name: Agent(name, given["weight"]) for name, given in scene["agents"].items()}
    office = Office(env, scene["end"], luck, cancel, look_around)
    for name, agent in agents.items():
        env.process(office.work(agent, scene["agents"][name]["shifts"]))
    for entry in scene["timeline"]:
        env.process(office.administer(agents[entry["agent"]], entry["at"], entry["verb"], entry["until"]))
    return agents


@dataclass
class Office:
    """What happens to agents."""

    env: simpy.Environment
    end: int
    luck: Any
    cancel: Callable[[Agent], None]
    look_around: Callable[[], None]

    def work(self, agent: Agent, shifts: list[tuple[int, int]]) -> Process:
        for start, end in shifts:
            yield self.env.timeout(start - self.env.now)
            agent.on_shift, agent.available = True, agent.status == "active"
            self.look_around()
            if end < self.end:  # nobody logs out at the end of the horizon
                yield self.env.timeout(end - self.env.now)
                agent.on_shift = False
                self.cancel(agent)

    def administer(self, agent: Agent, at: int, verb: str, until: int | None) -> Process:
        """An entry of the timeline; `resume` and `reactivate` end all that cover the agent, `until` ends its own."""
        yield self.env.timeout(at)
        if verb in agent.covered:
            agent.covered[verb].add((at, until))
        else:
            agent.covered[{"resume": "pause", "reactivate": "suspend"}[verb]].clear()
        self.reconsider(agent)
        if until is not None and until < self.end:
            yield self.env.timeout(until - at)
            agent.covered[verb].discard((at, until))
            self.reconsider(agent)

    def reconsider(self, agent: Agent) -> None:
        """The account status: a suspension outweighs a pause; a change cancels what rings and sets the phone offline."""
        before, covered = agent.status, agent.covered
        agent.status = "suspended" if covered["suspend"] else "paused" if covered["pause"] else "active"
        if agent.status == before:
            return
        agent.available, agent.changes = False, agent.changes + 1
        self.cancel(agent)
        if agent.status == "suspended" and agent.activity == "wrap_up":
            agent.sent_home.succeed()
        if agent.status == "active":
            self.env.process(self.come_back(agent, agent.changes))

    def come_back(self, agent: Agent, changes: int) -> Process:
        """Offline first; after a while they press available."""
        yield after(self.env, self.luck.comes_back(agent.name))
        if agent.changes == changes:
            agent.available = True
            self.look_around()
