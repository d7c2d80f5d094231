"""A random day under both machines: the routing machine on a plain calendar, and the compiled one."""

from dataclasses import replace
from heapq import heapify, heappop, heappush

import numpy as np

from sim.domain.plan import Plan
from sim.engines.compiled import Replica
from sim.engines.protocol import Records
from sim.routing import agenda
from sim.routing.machine import Machine
from sim.workload.columns import Columns
from tests.properties.days import Day, numbered, tables

DRAIN = 200
"""Longest drain in steps of the grid: some callers never hang up."""


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
    attempts = [one for one in day.attempts if one.time_us < plan.end_us]
    replica = Replica(plan, 1, 1, _columns(day, plan), rows, attempts)
    return np.concatenate(list(replica.blocks(DRAIN * day.grid_us)))


def _columns(day: Day, plan: Plan) -> Columns:
    arrivals = sorted((one.time_us, one.contact) for one in day.arrivals if one.time_us < plan.end_us)
    facts = [day.facts[key] for _, key in arrivals]
    fields = {
        "time_us": [at for at, _ in arrivals],
        "luck": [np.uint64(one.luck).astype(np.int64) for one in facts],
        "replayed": [-1] * len(facts),
    } | {
        name: [getattr(one, name) for one in facts]
        for name in ("key", "channel", "line", "agent", "customer", "patience_us", "handle_us", "dial_us", "connects",
                     "reply_table")
    }  # fmt: skip
    return Columns(**{name: np.array(column, np.int64) for name, column in fields.items()})
