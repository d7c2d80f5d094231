"""What `router.dispatch: asterisk` asks of the ring groups: each is one queue, for app_queue knows nothing else."""

from collections.abc import Iterable, Iterator

from sim.domain.errors import InputError, Problem
from sim.routing.asterisk import RULES
from sim.scenario.load import Loaded
from sim.scenario.tree import find

WAIT = ("wait_if_busy_exists", "wait")
"""What `unstaffed_policy` may say: its default, or what app_queue does anyway."""


def refuse(loaded: Loaded) -> None:
    """Raise what the discipline cannot do.

    Raises
    ------
    InputError
        At every ring group that is more than one layer, has no queue or a strategy app_queue has not.
    """
    if found := list(_beyond(loaded)):
        raise InputError(found)


def _beyond(loaded: Loaded) -> Iterator[Problem]:
    under = "under router.dispatch asterisk"
    if find(loaded.document, ("router", "dispatch")) is None:
        under += f" of the preset {loaded.scenario.preset}"
    for name, agent in loaded.scenario.agents.items():
        if agent.home is not None:
            yield Problem(str(loaded.place("agents", name)), f"home {under}", "left out", agent.home)
    for name, group in loaded.scenario.ring_groups.items():
        where = str(loaded.place("ring_groups", name))
        strategy = group.layers[0].strategy or group.strategy
        if len(group.layers) > 1:
            yield Problem(where, f"layers {under}", "a single layer", str(len(group.layers)))
        if group.queue is None:
            yield Problem(where, f"queue {under}", "given ({} has no limit)", "null")
        elif group.queue.unstaffed_policy not in WAIT:
            yield Problem(where, f"unstaffed_policy {under}", " or ".join(WAIT), group.queue.unstaffed_policy)
        if strategy not in RULES:
            yield Problem(where, f"strategy {under}", f"one of {', '.join(RULES)}", strategy)
        if group.rr_advance != "offer":
            yield Problem(where, f"rr_advance {under}", "offer: the pointer is its own", "answer")
        if group.join_ring or group.layers[0].join_ring:
            yield Problem(where, f"join_ring {under}", "false: nobody joins an attempt", "true")
        order, members = (_expanded(loaded, names) for names in (group.tie_order, group.layers[0].members))
        if order and order != members:
            yield Problem(where, "tie_order", "every member once", ", ".join(group.tie_order))


def _expanded(loaded: Loaded, names: Iterable[str]) -> list[str]:
    return sorted(agent for name in names for agent in loaded.names.expand(name))
