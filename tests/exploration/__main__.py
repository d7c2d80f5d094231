"""`make explore`: every scene, or `SCENE=name` alone, through every state; states and transitions of each and in all."""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from time import monotonic

from .scenes import SCENES
from .walk import BrokenError, Explored, Walk

MOST_PROCESSES = 2


def explore(name: str) -> tuple[Explored, float, str]:
    """What a scene comes to, in how many seconds, and the way to what must not be."""
    begun, walk = monotonic(), Walk(SCENES[name])
    try:
        return walk.run(), monotonic() - begun, ""
    except BrokenError as broken:
        return walk.found, monotonic() - begun, str(broken)


def _polite() -> None:
    os.nice(10)


def main() -> int:
    """Explore; the exit code is 1 where a state must not be."""
    chosen = os.environ.get("SCENE")
    names = [chosen] if chosen else list(SCENES)
    states = transitions = 0
    with ProcessPoolExecutor(min(MOST_PROCESSES, os.cpu_count() or 1), initializer=_polite) as pool:
        for name, (found, took_s, broken) in zip(names, pool.map(explore, names), strict=True):
            if broken:
                print(f"{name}: {broken}\nagain: make explore SCENE={name!r}", flush=True)
                pool.shutdown(wait=False, cancel_futures=True)
                return 1
            states, transitions = states + found.states, transitions + found.transitions
            print(
                f"{name:30} {found.states:9,} states {found.transitions:11,} transitions, {took_s:5.0f} s", flush=True
            )
    print(f"{'in all':30} {states:9,} states {transitions:11,} transitions: every invariant holds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
