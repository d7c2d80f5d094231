"""Small days, targets and clocks to test the load tester with."""

from collections.abc import Callable, Sequence

from sim.domain.events import Event
from sim.loadtest.day import Day, rehearse
from sim.loadtest.drive import Clock
from sim.loadtest.targets import Target
from sim.scenario.load import load
from sim.scenario.resolve import resolve

MS = 1_000_000


class Time:
    """A clock that stands still until somebody sleeps, works or looks at it."""

    def __init__(self, look_ns: int = 100) -> None:
        self.now_ns = 0
        self.look_ns = look_ns
        self.clock = Clock(self._look, lambda seconds: self.work(round(seconds * 1e9)))

    def _look(self) -> int:
        self.now_ns += self.look_ns
        return self.now_ns

    def work(self, length_ns: int) -> None:
        self.now_ns += length_ns


def busy(time: Time, length_ns: Callable[[int], int]) -> Target:
    """A target whose n-th answer, from 0, takes so long."""
    answered = 0

    def target(now_us: int, due: Sequence[Event]) -> None:
        nonlocal answered
        time.work(length_ns(answered))
        answered += 1

    return target


def blank_day(requests: int, decided: bool = True) -> Day:
    """A day of empty requests."""
    day = rehearse(resolve(load("quickstart")), 1, 1, 0)
    return Day(day.plan, 1, 1, {}, [(nth, []) for nth in range(requests)], [decided] * requests)
