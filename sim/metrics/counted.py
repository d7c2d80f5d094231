"""Totals from what an engine counted while it ran: what it is asked to count, and what that comes to."""

from math import floor

import numpy as np

from sim.domain.agents import Activity, Status
from sim.domain.cells import CODE_SHAPE, LEVELS
from sim.domain.contacts import Channel
from sim.domain.counting import Counted, Counting
from sim.domain.plan import Plan
from sim.domain.time import micros
from sim.metrics.billing import charges
from sim.metrics.columns import Columns
from sim.metrics.day import light, measured, members
from sim.metrics.roster import CODED
from sim.metrics.settings import Settings
from sim.metrics.totals import Totals, counted, edges, groups_of, pieces
from sim.metrics.waits import Waits


def asked(plan: Plan, settings: Settings) -> Counting:
    """What is to be counted of a plan."""
    windows = measured(plan)
    start_us, end_us = windows[0] if windows else (0, 0)
    statuses = np.unravel_index(np.arange(len(CODED.state)), CODE_SHAPE)[0]
    of_level = {"staffed": CODED.staffed, "routable": CODED.routable, "paused": statuses == Status.PAUSED}
    bits = sum(chosen.astype(np.int64) << LEVELS.index(name) for name, chosen in of_level.items())
    return Counting(
        from_us=start_us,
        end_us=end_us,
        awt_us=micros(settings.targets.awt_s),
        edges_us=edges(settings.targets.interval_s, windows).tolist(),
        required=tuple((begin, end, floor(agents)) for begin, end, agents in pieces(settings.required, windows)),
        targets=tuple((groups_of(plan, line), one.owner) for line, one in enumerate(plan.lines)),
        levels=np.asarray(bits).tolist(),
    )


def totals_of(plan: Plan, settings: Settings, found: Counted) -> Totals:
    """The totals of a run that was asked to count the same plan: equal to those of its records."""
    asked_for, ledger = asked(plan, settings), Columns(found.ledger)
    filled = np.flatnonzero(found.waits[:, 0])
    reached = counted(found.cells, Channel.INBOUND_CALL, in_hours=True, live=True)
    return Totals(
        plan=light(plan),
        settings=settings,
        windows=measured(plan),
        cells=found.cells,
        waits=Waits(filled, found.waits[filled, 0], found.waits[filled, 1]),
        wait_us=found.wait_us,
        wait_max_us=found.wait_max_us,
        reply_us=found.reply_us,
        dark_us=found.dark_us,
        callers=counted(found.cells, Channel.INBOUND_CALL, in_hours=True),
        callers_reached=reached,
        redials=0,  # the engine that counts has neither these
        callbacks=0,
        callback_us=0,
        campaigns=np.zeros((0, 4), np.int64),  # nor these
        answered=found.answered,
        members=np.array(sorted(frozenset().union(*members(plan, ledger))), dtype=np.int64),
        agent_us=np.where(_in_the_account(), found.agent_us, 0),
        edges_us=np.array(asked_for.edges_us, dtype=np.int64),
        slots=found.slots,
        waits_us=found.waits_us,
        levels_us=found.levels_us,
        covered_us=found.covered_us,
        open_us=found.open_us,
        staffing=found.required,
        charges=charges(settings, ledger),
    )


def _in_the_account() -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Codes whose time is in the account: who is deleted has left it, once a last call is over."""
    status, _, _, activity = np.unravel_index(np.arange(len(CODED.state)), CODE_SHAPE)
    return np.asarray((status != Status.DELETED) | (activity == Activity.ON_CALL))
