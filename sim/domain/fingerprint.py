"""The constants of a 128-bit fingerprint of a stream of records, the same however the stream is cut into blocks.

::

    word  = mix(BASE + sum of five parts, each times its odd weight)                    mod 2**64
    parts = time, contact, value, offer ^ rotated agent, kind ^ reason << 8 ^ group << 16
    lanes = sum of word_i x LANE**(n-1-i) over the rows, for each of two odd LANEs      mod 2**64

It finds differences; it is no defence against forgery (files carry a SHA-256 for that).
"""

from sim.domain.luck import MASK, mix

ROTATED = 32
"""Bits the agent is rotated by."""
LANE_1, LANE_2 = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
BASE = LANE_1
WEIGHTS = tuple(int(mix(BASE * (part + 1) & MASK)) | 1 for part in range(5))
