"""Room for the next step. A step is one event, one turn or the dials of one instant: it is never undone, so a step must wait
until there is room for the most that it can use. The driver then makes the pools larger and goes on.

::

    legs of a step     every agent may begin to ring, and stop             records, offers, timers
    hops of a step     MAX_HOPS groups may be entered and left             records
    an admin's entry   every agent may log out, leave every layer, drop dials   records
    a login            every message in an inbox gets its timer            timers
"""

from sim.compiled import layout as at
from sim.compiled.jit import inlined
from sim.domain.plan import Plan

POOLS = (at.CALLS, at.OFFERS, at.NOTES, at.MESSAGES, at.TIMERS)
"""Base of a pool; behind it capacity, rows ever used, rows in use, first free row, and the most in use before a step."""
BASE, CAP, USED, IN_USE, FREE, LIMIT = range(6)


@inlined
def lacking(m):
    """Whether there is too little room for a step: whoever takes of it says so."""
    return m[at.LACKS] != 0


SOME = 64
"""More than a step takes beside what grows with the account."""
_ROWS_AN_AGENT = 12


def rows_of_a_step(plan: Plan, calls: int) -> int:
    """Records that one step may write while there are at most so many calls."""
    layers = [layer for group in plan.groups for layer in group.layers]
    members = sum(len(layer.members) for layer in layers) + sum(
        len(one.agents) * len(one.groups) for one in plan.timeline
    )
    return 2 * SOME + _ROWS_AN_AGENT * len(plan.agents) + members + calls + len(plan.owners)
