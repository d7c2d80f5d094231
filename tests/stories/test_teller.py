"""The teller itself: it plays the example of the design, and a wrong story fails with its line."""

from .teller import tell

EXAMPLE = """
group longest_idle, ring 20 s, 3 agents
 0  status        A1 paused
10  arrive        C0           -> ring C0 [A0]
30  ring_timeout  C0 #1        -> ring C0 [A2]
35  answer        C0 #2 A2     -> answer C0 A2
36  arrive        C1           -> ring C1 [A0]
"""


def test_the_example_of_the_design() -> None:
    """A missed offer goes to the next who may be rung; a paused agent is skipped; who missed is still next to be rung."""
    tell(EXAMPLE)
