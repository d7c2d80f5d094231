"""Laws and sources of arrivals as rows of the machine's memory."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from sim.compiled import layout as at
from sim.compiled.account import near
from sim.compiled.lists import Lists, signed
from sim.domain.contacts import contact_key
from sim.domain.laws import Exponential
from sim.domain.luck import BINS, Table, luck_of
from sim.domain.plan import Plan, SourcePlan
from sim.workload.arrivals import operational
from sim.workload.laws import table
from sim.workload.stream import Workload

Ready = NDArray[np.int64]
"""Arrivals with all their facts, by time and then by key: columns `W_` of the layout, pick-up times by address or -1."""
UNIT_GAP = Exponential(mean=1.0)


def every_law(plan: Plan) -> list[Table]:
    """The laws of a plan, then that of the gaps between arrivals."""
    return [*plan.tables, table(UNIT_GAP)]


def laws(tables: Sequence[Table], base: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A row per law, and the tables of those that are not constant as they lie from a base on."""
    rows, kept, end = [], [np.zeros(0, np.int64)], base
    for one in tables:
        pairs = _side_by_side(one)
        if not pairs[1::2].any() and (pairs[::2] == pairs[0]).all():
            rows.append((-1, int(pairs[0])))
        else:
            rows.append((end, 0))
            kept.append(pairs)
            end += len(pairs)
    return np.array(rows, np.int64), np.concatenate(kept)


@lru_cache(maxsize=64)
def _side_by_side(one: Table) -> NDArray[np.int64]:
    """Low and width of each bin next to each other."""
    pairs = np.empty(2 * BINS, np.int64)
    pairs[::2], pairs[1::2] = np.frombuffer(one.low, np.int64), np.frombuffer(one.width, np.int64)
    return pairs


def sources(workload: Workload, lists: Lists, bases: Mapping[int, int]) -> list[list[int]]:
    """A row per source, before its first arrival is drawn or read."""
    plan, rows = workload.plan, list[list[int]]()
    first_layer = [0, *accumulate(len(group.layers) for group in plan.groups)]
    for rank, source in enumerate(plan.sources):
        group = plan.lines[source.line].group if source.replayed is None and source.line >= 0 else -1
        row = _source(workload, rank, source, lists)
        row[at.S_NEAR_LAYER], row[at.S_NEAR_GROUP] = near(bases, first_layer[group] if group >= 0 else -1, group)
        rows.append(row)
    return rows


def ready_source(ready: Ready, lists: Lists) -> list[int]:
    """A row for arrivals that are there with all their facts."""
    row = [0] * at.SOURCE_SIZE
    row[at.S_GAPS], row[at.S_PIECE], row[at.S_LEFT] = -1, lists.put(ready), len(ready)
    row[at.S_NEAR_LAYER] = row[at.S_NEAR_GROUP] = -1
    return row


def _source(workload: Workload, rank: int, source: SourcePlan, lists: Lists) -> list[int]:
    if source.replayed is not None:
        return ready_source(_recorded(workload, rank, lists), lists)
    row = [0] * at.SOURCE_SIZE
    begins, ends, loads = operational(source, workload.seed, workload.replication)
    edges = np.concatenate([[0.0], np.cumsum(loads)])
    pieces = np.stack([begins, ends, edges[:-1].view(np.int64), loads.view(np.int64), edges[1:].view(np.int64)], 1)
    row[at.S_KEY], row[at.S_LUCK_OF] = contact_key(rank, 0), signed(luck_of(source.name))
    row[at.S_TOTAL], row[at.S_PIECE] = int(edges[-1:].view(np.int64)[0]), lists.put(pieces)
    row[at.S_GAPS] = len(workload.plan.tables)
    row[at.S_CHANNEL], row[at.S_LINE], row[at.S_AGENT] = source.channel, source.line, source.agent
    row[at.S_PATIENCE], row[at.S_HANDLE], row[at.S_DIAL] = source.patience, source.handle, workload.plan.dial
    row[at.S_CONNECT], row[at.S_REPLY] = source.connect, source.reply
    row[at.S_PRIORITY], row[at.S_BALK] = source.priority, source.balk
    return row


def _recorded(workload: Workload, rank: int, lists: Lists) -> Ready:
    """The calls of a recording that come before the end of the horizon."""
    source = workload.plan.sources[rank]
    assert source.replayed is not None, "a recording"
    times = np.array(source.replayed.arrival_us, np.int64)
    times = times[: int(np.searchsorted(times, workload.plan.end_us))]
    drawn = workload.drawn(rank, 0, len(times))
    rows = np.zeros((len(times), at.ARRIVAL_SIZE), np.int64)
    rows[:, at.W_TIME] = times
    rows[:, at.W_KEY] = [contact_key(rank, ordinal) for ordinal in range(len(times))]
    rows[:, at.W_LUCK] = drawn.luck.view(np.int64)
    rows[:, at.W_CHANNEL], rows[:, at.W_AGENT], rows[:, at.W_REPLY] = source.channel, source.agent, source.reply
    rows[:, at.W_LINE] = source.replayed.line[: len(times)]
    rows[:, at.W_CUSTOMER], rows[:, at.W_PATIENCE] = drawn.customer, drawn.patience_us
    rows[:, at.W_HANDLE], rows[:, at.W_DIAL], rows[:, at.W_CONNECTS] = drawn.handle_us, drawn.dial_us, drawn.connects
    rows[:, at.W_RECORDED] = [_pick_ups(times, lists) for times in source.replayed.pick_up_us[: len(times)]]
    return rows


def _pick_ups(recorded: dict[int, tuple[int, ...]] | None, lists: Lists) -> int:
    """Where recorded pick-up times lie: how many agents, then of each agent, number of times, times; -1 for none."""
    if recorded is None:
        return -1
    return lists.put([len(recorded), *(n for agent, us in recorded.items() for n in (agent, len(us), *us))])
