"""The workload of one replication: arrival times per source, and what is true of each contact before it is routed.

Facts are drawn a block of contacts at a time, keyed by the contact alone; whoever asks, and when, changes nothing.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.domain.contacts import NOBODY, Channel, Facts, generation_of, ordinal_of, source_of
from sim.domain.luck import Purpose, chance, draw, later_luck, stream
from sim.domain.plan import Plan, SourcePlan
from sim.domain.time import NEVER
from sim.workload.arrivals import arrivals_us, block_size, lucks
from sim.workload.laws import Words, values

Column = NDArray[np.int64]


class Drawn(NamedTuple):
    """Facts of consecutive contacts of one source, as columns of shape (n,); luck as unsigned words."""

    luck: Words
    customer: Column
    patience_us: Column
    handle_us: Column
    dial_us: Column
    connects: NDArray[np.bool_]


class Workload:
    """Everything that arrives in one replication of a plan."""

    def __init__(self, plan: Plan, seed: int, replication: int) -> None:
        self.plan = plan
        self.seed = seed
        self.replication = replication
        self._base = {purpose: stream(seed, replication, purpose) for purpose in Purpose}
        self._blocks: dict[int, tuple[int, list[list[int]]]] = {}

    def arrivals_us(self, rank: int) -> Iterator[int]:
        """Arrival times of the source of this rank, in order."""
        return arrivals_us(self.plan.sources[rank], self.seed, self.replication)

    def facts(self, key: int) -> Facts:
        """The facts of a contact that arrives."""
        rank, ordinal = source_of(key), ordinal_of(key)
        source = self.plan.sources[rank]
        first, block = self._blocks.get(rank, (0, [[]]))
        if not 0 <= ordinal - first < len(block[0]):
            size = block_size(source)
            first = ordinal - ordinal % size
            block = [column.tolist() for column in self.drawn(rank, first, size)]
            self._blocks[rank] = first, block
        luck, customer, patience_us, handle_us, dial_us, connects = (column[ordinal - first] for column in block)
        replayed = source.replayed
        found = Facts(
            key, luck, source.channel, source.line if replayed is None else replayed.line[ordinal], source.agent,
            customer, patience_us, handle_us, dial_us, bool(connects), source.reply,
            None if replayed is None else replayed.pick_up_us[ordinal], source.priority, source.balk,
            source.skill, source.skill_level,
        )  # fmt: skip
        return self._later(found, source, generation_of(key)) if generation_of(key) else found

    def _later(self, first: Facts, source: SourcePlan, generation: int) -> Facts:
        """A later attempt of the same contact: customer and handle time are theirs, everything else is drawn anew."""
        luck = later_luck(first.luck, generation)
        column = np.array([luck], np.uint64)
        patience_us = self._from(Purpose.PATIENCE, source.patience, column, int(NEVER))
        dial_us, connects = self._dials(source, column)
        return first._replace(
            luck=luck, patience_us=int(patience_us[0]), dial_us=int(dial_us[0]), connects=bool(connects[0])
        )

    def drawn(self, rank: int, first: int, count: int) -> Drawn:
        """The facts of contacts first ... first + count - 1 of a source; of a recording, as many as there are."""
        source = self.plan.sources[rank]
        luck = lucks(source, first, count)
        if source.replayed is None:
            customer = self._customers(source, luck)
            patience_us = self._from(Purpose.PATIENCE, source.patience, luck, int(NEVER))
            handle_us = self._from(Purpose.HANDLE, source.handle, luck, 0)
        else:
            there = source.replayed
            rows = slice(first, first + count)
            customer, patience_us, handle_us = (
                np.array(column[rows], np.int64) for column in (there.customer, there.patience_us, there.handle_us)
            )
        return Drawn(luck, customer, patience_us, handle_us, *self._dials(source, luck))

    def _from(self, purpose: Purpose, law: int, luck: Words, otherwise: int) -> Column:
        if law < 0:
            return np.full(len(luck), otherwise, np.int64)
        return values(self.plan.tables[law], draw(self._base[purpose], luck))

    def _customers(self, source: SourcePlan, luck: Words) -> Column:
        """Who contacts us: everyone alike."""
        inbound = source.channel in (Channel.INBOUND_CALL, Channel.INBOUND_SMS)
        if not self.plan.owners or not inbound:
            return np.full(len(luck), NOBODY, np.int64)
        words = draw(self._base[Purpose.CUSTOMER], luck) >> np.uint64(32)
        return np.asarray(words * np.uint64(len(self.plan.owners)) >> np.uint64(32), np.int64)

    def _dials(self, source: SourcePlan, luck: Words) -> tuple[Column, NDArray[np.bool_]]:
        """How long an outbound call rings, and whether it is answered."""
        if source.channel is not Channel.OUTBOUND_CALL:
            return np.zeros(len(luck), np.int64), np.zeros(len(luck), np.bool_)
        connects: NDArray[np.bool_] = chance(draw(self._base[Purpose.CONNECT], luck), source.connect)
        law = self.plan.dial if source.dial < 0 else source.dial
        rings = np.minimum(self._from(Purpose.DIAL, law, luck, 0), source.ring_us)
        return np.where(connects, rings, source.ring_us), connects


def workload(plan: Plan, seed: int, replication: int) -> Workload:
    """The workload of one replication (seed 0 .. 2**64-1, replications from 1)."""
    return Workload(plan, seed, replication)
