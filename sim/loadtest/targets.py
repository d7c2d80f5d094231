"""Targets: what a load is put on. A request is one instant of a phone system's day; the answer is the timers it sets."""

from collections.abc import Iterable
from typing import Protocol

from sim.domain.events import Event
from sim.routing.machine import Machine


class Target(Protocol):
    """A router under load; requests mutate it."""

    @property
    def decisions(self) -> int:
        """Routing decisions made so far."""
        ...

    def decide(self, now_us: int, due: Iterable[Event]) -> list[Event]:
        """Handle everything due at one instant and return the timers set for later."""
        ...


class CoreTarget:
    """The routing machine itself, called in this process."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.decide = machine.step

    @property
    def decisions(self) -> int:
        """Routing decisions made so far."""
        return self.machine.world.counts.decisions
