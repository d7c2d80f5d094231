"""A random day under both machines: the routing machine on a plain calendar, and the compiled one."""

from dataclasses import replace
from heapq import heapify, heappop, heappush

import numpy as np

from sim.compiled import layout as at
from sim.compiled.feeds import Ready
from sim.domain.counting import Counting
from sim.domain.plan import Plan
from sim.engines.compiled import NOTHING, Replica
from sim.engines.protocol import Records
from sim.routing import agenda
from sim.routing.machine import Machine
from sim.scenario.load import Loaded, load
from sim.workload.stream import workload
from tests.properties.days import Day, numbered, tables

DRAIN = 200
"""Longest drain in steps of the grid: some callers never hang up."""

IN_BOTH = {
    "asterisk_day": ("router.dispatch=event", "router.clock_s=0"),
    "dead_ends": ("lines.ada-direct.backup=null", "lines.flo-direct.backup=null"),
}
"""Shipped scenario that uses what only the SimPy engine has -> what is set for both to run the rest of it."""


def shipped(name: str) -> Loaded:
    """A shipped scenario as both engines have it."""
    return load(name, sets=IN_BOTH.get(name, ()))


def read(seed: int) -> tuple[Day, Plan]:
    """The day of a seed and its plan, tables included."""
    day = numbered(seed)
    return day, replace(day.plan, tables=tables(day.grid_us))


def plainly(day: Day, plan: Plan) -> Records:
    """The records of the routing machine."""
    rows: list[tuple[int, ...]] = []
    machine = Machine(plan, day.facts.__getitem__, rows.append, seed=1, replication=1)
    machine.start()
    due = [one for one in (*day.arrivals, *day.attempts) if one.time_us < plan.end_us]
    for events in agenda.everything_else(plan):
        due += events
    heapify(due)

    def instant() -> None:
        now, batch = due[0].time_us, []
        while due and due[0].time_us == now:
            batch.append(heappop(due))
        for timer in machine.step(now, batch):
            heappush(due, timer)

    while due and due[0].time_us < plan.end_us:
        instant()
    machine.close(plan.end_us)
    while machine.world.calls and due and due[0].time_us <= plan.end_us + DRAIN * day.grid_us:
        instant()
    machine.leave_in_system()
    return np.array(rows, np.int64).reshape(-1, 8)


def compiled(day: Day, plan: Plan, rows: int) -> Records:
    """The records of the compiled machine, taken so many at a time."""
    return np.concatenate(list(replica_of(day, plan, rows).blocks(DRAIN * day.grid_us)))


def replica_of(day: Day, plan: Plan, rows: int, counting: Counting = NOTHING) -> Replica:
    """The day in the compiled machine."""
    attempts = [one for one in day.attempts if one.time_us < plan.end_us]
    replica = Replica(workload(plan, 1, 1), counting, rows, _ready(day, plan), attempts)
    replica.memory[at.TICK_BITS] = len(day.arrivals) % 31  # timers lie near, on the first wheel or on further ones
    return replica


def _ready(day: Day, plan: Plan) -> Ready:
    """Its arrivals with all their facts, in the columns of the layout."""
    arrivals = sorted((one.time_us, one.contact) for one in day.arrivals if one.time_us < plan.end_us)
    facts = [day.facts[key] for _, key in arrivals]
    return np.array(
        [
            (time_us, one.key, np.uint64(one.luck).astype(np.int64), one.channel, one.line, one.agent, one.customer,
             one.patience_us, one.handle_us, one.dial_us, one.connects, one.reply_table, -1, one.priority, one.balk)
            for (time_us, _), one in zip(arrivals, facts, strict=True)
        ], np.int64,
    ).reshape(-1, at.ARRIVAL_SIZE)  # fmt: skip
