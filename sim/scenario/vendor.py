"""What `router.dispatch: asterisk` asks of the ring groups: each is one queue, for app_queue knows nothing else."""

from collections.abc import Iterable, Iterator

from sim.domain.errors import InputError, Problem
from sim.domain.knobs import RingGroup
from sim.routing.asterisk import RULES
from sim.scenario.load import Loaded
from sim.scenario.tree import find

UNDER = "under router.dispatch asterisk"
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


def refuse_callbacks(loaded: Loaded) -> None:
    """Raise what no discipline but `event` can do: a call that is called back does not look for an agent by itself.

    Raises
    ------
    InputError
        At every ring group with callbacks.
    """
    called = [(name, one) for name, one in loaded.scenario.ring_groups.items() if one.queue and one.queue.callback]
    if called and loaded.scenario.router.dispatch != "event":
        bound, value = "null, or router.dispatch event", f"given under {loaded.scenario.router.dispatch}"
        raise InputError(
            Problem(
                str(loaded.place("ring_groups", name, "queue", "callback")), f"the callback of {name}", bound, value
            )
            for name, _ in called
        )


def _beyond(loaded: Loaded) -> Iterator[Problem]:
    under = UNDER
    if find(loaded.document, ("router", "dispatch")) is None:
        under += f" of the preset {loaded.scenario.preset}"
    for name, agent in loaded.scenario.agents.items():
        if agent.home is not None:
            yield Problem(str(loaded.place("agents", name)), f"home {under}", "left out", agent.home)
    for nth, source in enumerate(loaded.scenario.workload.calls):
        if source.skill is not None:
            yield Problem(str(loaded.place("workload", "calls", nth)), f"skill {under}", "left out", source.skill)
    for name, group in loaded.scenario.ring_groups.items():
        where = str(loaded.place("ring_groups", name))
        for holds, what, bound, value in _asked(group):
            if not holds:
                yield Problem(where, f"{what} {under}", bound, value)
        order, members = (_expanded(loaded, names) for names in (group.tie_order, group.layers[0].members))
        if order and order != members:
            yield Problem(where, "tie_order", "every member once", ", ".join(group.tie_order))


def _asked(group: RingGroup) -> Iterator[tuple[bool, str, str, str]]:
    """What a ring group must be: whether it is, the key, the bound, the value."""
    layer, queue = group.layers[0], group.queue
    strategy, joins = layer.strategy or group.strategy, group.join_ring or bool(layer.join_ring)
    yield len(group.layers) == 1, "layers", "a single layer", str(len(group.layers))
    yield queue is not None, "queue", "given ({} has no limit)", "null"
    policy = queue.unstaffed_policy if queue else WAIT[0]
    yield policy in WAIT, "unstaffed_policy", " or ".join(WAIT), policy
    yield strategy in RULES, "strategy", f"one of {', '.join(RULES)}", strategy
    yield group.rr_advance == "offer", "rr_advance", "offer: the pointer is its own", group.rr_advance
    yield group.max_dialled is None, "max_dialled", "left out", str(group.max_dialled)
    yield not joins, "join_ring", "false: nobody joins an attempt", "true"


def _expanded(loaded: Loaded, names: Iterable[str]) -> list[str]:
    return sorted(agent for name in names for agent in loaded.names.expand(name))
