"""Keyed draws: luck belongs to the contact, never to the moment of drawing.

A draw is a pure function of (seed, replication, purpose, contact luck, agent luck, n). The same functions take Python
integers and NumPy uint64 arrays. May not hold state: there is no generator here to fall out of step.
"""

from array import array
from dataclasses import dataclass
from enum import IntEnum
from hashlib import blake2b
from typing import Any

MASK = (1 << 64) - 1
OCTAVES, STEP_BITS, FRACTION_BITS = 32, 6, 24
BINS = 2 * OCTAVES << STEP_BITS
MIX_1, MIX_2 = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
AGENT_STEP = 0xD6E8FEB86659FD93
NTH_STEP = 0xA0761D6478BD642F
GENERATION_STEP = 0xE7037ED1A0B428DB


class Purpose(IntEnum):
    """What a draw is for; each purpose is a stream of its own."""

    ARRIVAL = 0
    HANDLE = 1
    PATIENCE = 2
    PICK_UP = 3
    NO_ANSWER = 4
    PICK = 5
    WRAP_UP = 6
    RETURN = 7
    VOICEMAIL = 8
    VOICEMAIL_LEFT = 9
    CUSTOMER = 10
    BUSYNESS = 11
    REPLY = 12
    DIAL = 13
    CONNECT = 14
    PAUSE_EVERY = 15
    PAUSE_LENGTH = 16
    RING_TIMEOUT = 17
    HOLD = 18
    BALK = 19
    REJECT = 20
    REJECT_AFTER = 21
    BUSY_AFTER_REJECT = 22
    REDIAL = 23
    REDIAL_AFTER = 24
    RECORD_AGAIN = 25
    PROMPT = 26
    AI_RESCUE = 27
    CALLBACK_ANSWER = 28
    CALLBACK_RING = 29
    ABSENCE = 30
    CARRIER = 31
    CARRIER_AFTER = 32
    CONVERSATION = 33


def mix(word: Any) -> Any:
    """Finalise a 64-bit word (Stafford's variant 13 of the MurmurHash3 finaliser, as in SplitMix64)."""
    word = (word ^ (word >> 30)) * MIX_1 & MASK
    word = (word ^ (word >> 27)) * MIX_2 & MASK
    return word ^ (word >> 31)


def luck_of(text: str) -> int:
    """The 64-bit luck key of a name: the same on every machine and in every run."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def later_luck(luck: int, generation: int) -> int:
    """The luck key of a later attempt (from 1) of the contact with this one."""
    return int(mix((luck + generation * GENERATION_STEP) & MASK))


def stream(seed: int, replication: int, purpose: Purpose) -> int:
    """The 64-bit base of one purpose in one replication (seed 0 .. 2**64-1)."""
    return int(mix((mix((seed + 0x9E3779B97F4A7C15) & MASK) ^ (replication * NTH_STEP + purpose * AGENT_STEP)) & MASK))


def draw(base: Any, contact: Any, agent: Any = 0, nth: Any = 0) -> Any:
    """A uniform 64-bit word for this key; `contact` and `agent` are luck keys, themselves well mixed."""
    return mix((base ^ (contact + agent * AGENT_STEP + nth * NTH_STEP)) & MASK)


def chance(word: Any, threshold: int) -> Any:
    """Whether an event of probability `threshold` / 2**53 happens on this word."""
    return (word >> 11) < threshold


def threshold(probability: float) -> int:
    """A probability in 0..1 as the integer `chance` compares with."""
    return round(probability * (1 << 53))


def place(word: int) -> tuple[int, int]:
    """The bin of a uniform 64-bit word and how far into it the word lies, in 2**-24.

    Bins are fine where laws are steep: from either end a word's distance is halved OCTAVES times, and each half is
    64 bins wide. So the middle bins hold 1/256 of all words and the outermost 2**-38, in a table that stays near.
    """
    upper = word >> 63
    rest = MASK ^ word if upper else word
    shift = max(rest.bit_length(), _LOWEST) - STEP_BITS - 1
    at = (shift - _LOWEST + STEP_BITS + 1 << STEP_BITS) + (rest >> shift)
    fraction = rest >> shift - FRACTION_BITS & (1 << FRACTION_BITS) - 1
    return (BINS - 1 - at, (1 << FRACTION_BITS) - 1 - fraction) if upper else (at, fraction)


_LOWEST = 64 - OCTAVES + 1


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A distribution as the inverse of its law in `BINS` bins (see `place`), microseconds.

    Inside bin i a draw runs linearly over [low[i], low[i] + width[i]), built so that every bin has its exact mean.
    """

    low: "array[int]"
    width: "array[int]"

    def value(self, word: int) -> int:
        """The draw of this law for a uniform 64-bit word, in us."""
        at, fraction = place(word)
        return self.low[at] + (self.width[at] * fraction >> FRACTION_BITS)
