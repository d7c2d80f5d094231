"""Arrivals of every source as columns, in the order in which they come: what an engine reads that wants arrays."""

from dataclasses import dataclass, fields

import numpy as np

from sim.domain.contacts import GENERATION_BITS, ORDINAL_BITS
from sim.domain.plan import SourcePlan
from sim.workload.arrivals import arrival_blocks
from sim.workload.stream import Column, Workload


@dataclass(frozen=True, slots=True)
class Columns:
    """One entry per contact, by time and then by key; fields as in `Facts`, `luck` as a signed word.

    `replayed` is the ordinal of a recorded call, -1 for a drawn one.
    """

    time_us: Column
    key: Column
    luck: Column
    channel: Column
    line: Column
    agent: Column
    customer: Column
    patience_us: Column
    handle_us: Column
    dial_us: Column
    connects: Column
    reply_table: Column
    replayed: Column


def columns(workload: Workload) -> Columns:
    """Every contact that arrives before the end of the horizon."""
    parts = [_source(workload, rank) for rank in range(len(workload.plan.sources))]
    names = [entry.name for entry in fields(Columns)]
    joined = {name: np.concatenate([np.zeros(0, np.int64), *(part[name] for part in parts)]) for name in names}
    if len(parts) > 1:
        order = np.lexsort((joined["key"], joined["time_us"]))
        joined = {name: column[order] for name, column in joined.items()}
    return Columns(**joined)


def _source(workload: Workload, rank: int) -> dict[str, Column]:
    source, end_us = workload.plan.sources[rank], workload.plan.end_us
    blocks = arrival_blocks(source, workload.seed, workload.replication)
    times = np.concatenate([np.zeros(0, np.int64), *blocks])
    times = times[: int(np.searchsorted(times, end_us))]
    ordinals = np.arange(len(times))
    drawn = workload.drawn(rank, 0, len(times))
    return {
        "time_us": times,
        "key": (np.int64(rank) << (ORDINAL_BITS + GENERATION_BITS)) | (ordinals << GENERATION_BITS),
        "channel": np.full(len(times), source.channel, np.int64),
        "line": _lines(source, len(times)),
        "agent": np.full(len(times), source.agent),
        "reply_table": np.full(len(times), source.reply),
        "replayed": ordinals if source.replayed else np.full(len(times), -1),
        **{name: column.astype(np.int64) for name, column in drawn._asdict().items()},
    }


def _lines(source: SourcePlan, count: int) -> Column:
    return np.full(count, source.line) if source.replayed is None else np.array(source.replayed.line[:count], np.int64)
