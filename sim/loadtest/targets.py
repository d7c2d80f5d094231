"""Targets: what a load is put on. A target is a function; a row makes it and everything follows."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches

from sim.domain.errors import invalid
from sim.domain.events import Event
from sim.loadtest.day import Day

Target = Callable[[int, Sequence[Event]], object]
"""Handles all that is due at one instant, us; what it decides changes it."""


def core(day: Day) -> Target:
    """The routing machine itself, called in this process."""
    return day.machine().step


def null(day: Day) -> Target:
    """Does nothing: whatever time it seems to take is the load tester's own."""
    return lambda now_us, due: None


TARGETS: dict[str, Callable[[Day], Target]] = {"core": core, "null": null}
"""Name -> what makes a target that is at the start of a day."""


def target_called(name: str, where: str = "--target") -> Callable[[Day], Target]:
    """The target of this name.

    Raises
    ------
    InputError
        At `where`, if there is none.
    """
    if name not in TARGETS:
        guess = next(iter(get_close_matches(name, TARGETS, 1)), "")
        raise invalid(where, "the target", f"one of {', '.join(TARGETS)}", name or "empty", guess)
    return TARGETS[name]
