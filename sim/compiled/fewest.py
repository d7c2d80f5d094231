"""A layer's routable members in a tree, fewest calls first and then by position: each node has the smaller of its two.

Only layers whose strategy asks for it have one: how many leaves, the nodes from the root on, the leaves by position. May not
decide who rings.
"""

from sim.compiled import layout as at
from sim.compiled import words as w
from sim.compiled.jit import apart, compiled, inlined
from sim.compiled.timers import AGENT_BITS


@inlined
def first(m, layer):
    """The key of the first of all; NEVER if nobody is in."""
    return m[m[layer + at.L_TREE] + 1]


@inlined
def position_of(key):
    """The position of a member by their key."""
    return key & ((1 << AGENT_BITS) - 1)


@compiled
def put(m, layer, position):
    """Put the member at this position in."""
    agent = m[m[layer + at.L_MEMBERS] + position]
    calls = m[m[at.AGENTS] + agent * at.AGENT_SIZE + at.A_CALLS]
    _set(m, layer, position, calls << AGENT_BITS | position)


@compiled
def take(m, layer, position):
    """Take the member at this position out."""
    _set(m, layer, position, w.NEVER)


@compiled
def _set(m, layer, position, key):
    apart()
    tree = m[layer + at.L_TREE]
    node = m[tree] + position
    m[tree + node] = key
    while node > 1:
        key = min(key, m[tree + (node ^ 1)])
        node >>= 1
        m[tree + node] = key
