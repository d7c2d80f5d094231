"""Integer microseconds inside, seconds at the doors. May not read a clock or know a calendar."""

from typing import NewType

Micros = NewType("Micros", int)

SECOND = 1_000_000
NEVER = Micros(1 << 62)
"""Later than every instant a run can reach: infinite patience, no time-out, never answers."""


def micros(seconds: float) -> Micros:
    """Round `seconds` (finite, any sign) to whole microseconds, halves to even.

    >>> micros(0.0000015)
    2
    """
    return Micros(round(seconds * SECOND))


def seconds(duration: int) -> float:
    """Microseconds as float seconds; exact below 2**53 us (285 years)."""
    return duration / SECOND
