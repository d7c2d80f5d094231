"""The workload of one replication: arrival times per source, and what is true of each contact before it is routed.

Facts are drawn a block of contacts at a time, keyed by the contact alone; whoever asks, and when, changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.domain.contacts import NOBODY, Channel, Facts, ordinal_of, source_of
from sim.domain.luck import Purpose, chance, draw, stream
from sim.domain.plan import Plan, SourcePlan
from sim.domain.time import NEVER, SECOND
from sim.workload.arrivals import arrivals_us, block_size, lucks
from sim.workload.laws import Words, values

DIAL_TIMEOUT_US = 25 * SECOND
"""Longest ringing of an outbound call (A2.15)."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Facts of consecutive contacts of one source, as columns."""

    first: int
    luck: list[int]
    customer: list[int]
    patience_us: list[int]
    handle_us: list[int]
    dial_us: list[int]
    connects: list[bool]


class Workload:
    """Everything that arrives in one replication of a plan."""

    def __init__(self, plan: Plan, seed: int, replication: int) -> None:
        self.plan = plan
        self.seed = seed
        self.replication = replication
        self._base = {purpose: stream(seed, replication, purpose) for purpose in Purpose}
        self._blocks: dict[int, _Block] = {}

    def arrivals_us(self, rank: int) -> Iterator[int]:
        """Arrival times of the source of this rank, in order."""
        return arrivals_us(self.plan.sources[rank], self.seed, self.replication)

    def facts(self, key: int) -> Facts:
        """The facts of a contact that arrives."""
        rank, ordinal = source_of(key), ordinal_of(key)
        source = self.plan.sources[rank]
        block = self._blocks.get(rank)
        if block is None or not 0 <= ordinal - block.first < len(block.luck):
            block = self._blocks[rank] = self._block(source, ordinal)
        nth, replayed = ordinal - block.first, source.replayed
        return Facts(
            key, block.luck[nth], source.channel, source.line if replayed is None else replayed.line[ordinal],
            source.agent, block.customer[nth], block.patience_us[nth], block.handle_us[nth], block.dial_us[nth],
            block.connects[nth], source.reply, None if replayed is None else replayed.pick_up_us[ordinal],
        )  # fmt: skip

    def _block(self, source: SourcePlan, ordinal: int) -> _Block:
        size = block_size(source)
        first = ordinal - ordinal % size
        luck = lucks(source, first, size)
        if source.replayed is not None:
            there, last = source.replayed, first + size
            columns = (there.customer, there.patience_us, there.handle_us)
            customer, patience_us, handle_us = (list(column[first:last]) for column in columns)
        else:
            customer = self._customers(source, luck)
            patience_us = self._drawn(Purpose.PATIENCE, source.patience, luck, int(NEVER))
            handle_us = self._drawn(Purpose.HANDLE, source.handle, luck, 0)
        dial_us, connects = self._dials(source, luck)
        return _Block(first, luck.tolist(), customer, patience_us, handle_us, dial_us, connects)

    def _drawn(self, purpose: Purpose, law: int, luck: Words, otherwise: int) -> list[int]:
        if law < 0:
            return [otherwise] * len(luck)
        drawn: list[int] = values(self.plan.tables[law], draw(self._base[purpose], luck)).tolist()
        return drawn

    def _customers(self, source: SourcePlan, luck: Words) -> list[int]:
        """Who contacts us: everyone alike."""
        inbound = source.channel in (Channel.INBOUND_CALL, Channel.INBOUND_SMS)
        if not self.plan.owners or not inbound:
            return [NOBODY] * len(luck)
        words = draw(self._base[Purpose.CUSTOMER], luck) >> np.uint64(32)
        who: list[int] = (words * np.uint64(len(self.plan.owners)) >> np.uint64(32)).tolist()
        return who

    def _dials(self, source: SourcePlan, luck: Words) -> tuple[list[int], list[bool]]:
        """How long an outbound call rings, and whether it is answered."""
        if source.channel is not Channel.OUTBOUND_CALL:
            return [0] * len(luck), [False] * len(luck)
        connects: list[bool] = chance(draw(self._base[Purpose.CONNECT], luck), source.connect).tolist()
        rings = self._drawn(Purpose.DIAL, self.plan.dial, luck, 0)
        answered = (min(ring, DIAL_TIMEOUT_US) for ring in rings)
        return [ring if yes else DIAL_TIMEOUT_US for ring, yes in zip(answered, connects, strict=True)], connects


def workload(plan: Plan, seed: int, replication: int) -> Workload:
    """The workload of one replication (seed 0 .. 2**64-1, replications from 1)."""
    return Workload(plan, seed, replication)
