"""What `sim/compiled/intrinsics.py` says, in Python: for code that is not compiled, or that is already."""

from typing import Any


def apart() -> None:
    """Nothing."""


def fetch(array: Any, place: int) -> None:
    """Nothing."""


def low_bit(word: Any) -> int:
    """Position of the lowest bit of a word that is not 0."""
    number = int(word)
    return (number & -number).bit_length() - 1


def length(word: Any) -> int:
    """How many bits a number from 0 takes."""
    return int(word).bit_length()


def ones(word: Any) -> int:
    """How many bits of a word are set."""
    return f"{int(word) & (1 << 64) - 1:b}".count("1")
