"""Queueing measures straight from records, written apart from the product's metrics, and from totals.

Every measure is a pair (numerator, denominator) of one replication, so that replications pool as sum over sum.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from sim.domain.agents import Status
from sim.domain.cells import LEVELS
from sim.domain.contacts import Outcome
from sim.domain.plan import Plan
from sim.domain.records import RecordKind
from sim.domain.time import micros
from sim.metrics.contacts import ABANDONED
from sim.metrics.roster import CODED, State
from sim.metrics.settings import Settings
from sim.metrics.totals import Totals

MINUTE = 60e6

Pairs = dict[str, tuple[float, float]]


class Estimate(NamedTuple):
    """A value, its standard error, and the degrees of freedom that is known with."""

    value: float
    error: float
    freedom: int


class Calls:
    """Per call, in order of contact key: arrival, end of waiting, whether answered, outcome, agent, end of talk (us)."""

    def __init__(self, records: np.ndarray) -> None:
        arrival = _of(records, RecordKind.ARRIVAL)
        answer, outcome = _of(records, RecordKind.ANSWER), _of(records, RecordKind.OUTCOME)
        boxed = _of(records, RecordKind.VOICEMAIL)
        self.key = np.sort(arrival[:, 2])
        self.line = self._column(arrival, 6)
        self.arrival = self._column(arrival, 0)
        self.answered = np.isin(self.key, answer[:, 2])
        self.outcome = self._column(outcome, 6)
        over = self._column(outcome, 0)
        answered_at = self._column(answer, 0, np.iinfo(np.int64).max)
        boxed_at = self._column(boxed, 0, np.iinfo(np.int64).max)
        self.stopped_waiting = np.minimum(np.minimum(answered_at, boxed_at), over)
        self.over = over
        self.agent = self._column(answer, 4, -1)
        self.group = self._column(answer, 5, -1)
        self.wait = self.stopped_waiting - self.arrival
        self._enter, self._leave = _of(records, RecordKind.ENTER), _of(records, RecordKind.LEAVE)
        self.last_group = self._column(outcome, 5)

    def entered(self, group: int) -> np.ndarray:
        """When each call entered a ring group; never is very late."""
        return self._column(self._enter[self._enter[:, 5] == group], 0, np.iinfo(np.int64).max)

    def left(self, group: int) -> np.ndarray:
        """When each call left a ring group unanswered; never is very late."""
        return self._column(self._leave[self._leave[:, 5] == group], 0, np.iinfo(np.int64).max)

    def _column(self, rows: np.ndarray, column: int, missing: int = -1) -> np.ndarray:
        values = np.full(len(self.key), missing, np.int64)
        values[np.searchsorted(self.key, rows[:, 2])] = rows[:, column]
        return values


def _of(records: np.ndarray, kind: RecordKind) -> np.ndarray:
    return records[records[:, 1] == kind]


def measures(plan: Plan, settings: Settings, records: np.ndarray) -> Pairs:
    """Every measure this folder compares, over calls that arrive after the warm-up (times in minutes)."""
    calls = Calls(records)
    window = (plan.warm_up_us, plan.end_us)
    counted = (calls.arrival >= window[0]) & (calls.arrival < window[1])
    n = float(counted.sum())
    minutes = (window[1] - window[0]) / MINUTE
    blocked = np.isin(calls.outcome, (Outcome.QUEUE_FULL, Outcome.DEAD_END, Outcome.UNROUTED)) & (calls.wait == 0)
    boxed_at_once = np.isin(calls.outcome, (Outcome.VOICEMAIL_EMPTY, Outcome.VOICEMAIL_LEFT)) & (calls.wait == 0)
    turned_away = (blocked | boxed_at_once) & counted
    entered = counted & ~turned_away
    answered = counted & calls.answered
    gone = counted & ~calls.answered & ~turned_away
    waited = float(calls.wait[entered].sum()) / MINUTE
    good = answered & (calls.wait <= micros(settings.targets.awt_s))
    queue_us = _clipped(calls.arrival, calls.stopped_waiting, window)
    pairs = {
        "p_block": (float(turned_away.sum()), n),
        "p_voicemail": (float((counted & ~calls.answered).sum()), n),
        "p_wait": (float((entered & (calls.wait > 0)).sum()), n),
        "p_abandon": (float(gone.sum()), n),
        "mean_wait_entered": (waited, float(entered.sum())),
        "mean_wait_served": (float(calls.wait[answered].sum()) / MINUTE, float(answered.sum())),
        "mean_queue": (float(queue_us.sum()) / MINUTE, minutes),
        "occupancy": (_talking(calls, window).sum() / MINUTE, minutes * len(plan.agents)),
        "sl": (float(good.sum()), n),
        "answered_per_min": (float(answered.sum()), minutes),
    }
    pairs |= _per_agent(plan, calls, window, answered, minutes)
    pairs |= _per_line(plan, calls, counted)
    pairs |= _per_group(plan, calls, window, answered, minutes)
    pairs |= _per_class(plan, calls, window, counted)
    pairs |= _per_pool(plan, calls, window, counted)
    return pairs | _rung(plan, calls, records, window, counted) | _paused(plan, calls, records, window)


def _clipped(start: np.ndarray, end: np.ndarray, window: tuple[int, int]) -> np.ndarray:
    return np.clip(np.minimum(end, window[1]) - np.maximum(start, window[0]), 0, None)


def _talking(calls: Calls, window: tuple[int, int]) -> np.ndarray:
    return np.where(calls.answered, _clipped(calls.stopped_waiting, calls.over, window), 0)


def _per_agent(plan: Plan, calls: Calls, window: tuple[int, int], answered: np.ndarray, minutes: float) -> Pairs:
    talking = _talking(calls, window)
    pairs: Pairs = {}
    for agent in range(len(plan.agents)):
        mine = calls.agent == agent
        pairs[f"util_agent_{agent + 1}"] = (float(talking[mine].sum()) / MINUTE, minutes)
        pairs[f"calls_per_min_agent_{agent + 1}"] = (float((answered & mine).sum()), minutes)
        pairs[f"share_of_answered_agent_{agent + 1}"] = (float((answered & mine).sum()), float(answered.sum()))
    return pairs


def _per_line(plan: Plan, calls: Calls, counted: np.ndarray) -> Pairs:
    pairs: Pairs = {}
    for line in range(len(plan.lines)):
        here = counted & (calls.line == line)
        pairs[f"p_voicemail_line{line + 1}"] = (float((here & ~calls.answered).sum()), float(here.sum()))
        overflowed = here & ~(calls.answered & (calls.group == 0))
        pairs[f"p_overflow_to_g2_line{line + 1}"] = (float(overflowed.sum()), float(here.sum()))
    return pairs


def _per_group(plan: Plan, calls: Calls, window: tuple[int, int], answered: np.ndarray, minutes: float) -> Pairs:
    talking = _talking(calls, window)
    pairs: Pairs = {}
    for group, state in enumerate(plan.groups):
        members = sum(len(layer.members) for layer in state.layers)
        busy = float(talking[calls.group == group].sum()) / MINUTE
        pairs[f"occ_group{group + 1}"] = (busy, minutes * members)
        here = answered & (calls.group == group)
        pairs[f"share_of_g{group + 1}_calls_from_line1"] = (float((here & (calls.line == 0)).sum()), float(here.sum()))
    return pairs


def _per_class(plan: Plan, calls: Calls, window: tuple[int, int], counted: np.ndarray) -> Pairs:
    """A class of callers is a line: how it waits, and who serves it."""
    minutes, talking, pairs = (
        (window[1] - window[0]) / MINUTE,
        _talking(calls, window),
        dict[str, tuple[float, float]](),
    )
    abandoned = np.isin(calls.outcome, (Outcome.ABANDONED_QUEUE, Outcome.ABANDONED_RINGING))
    first_until, second_from, over = calls.left(0), calls.entered(1), calls.stopped_waiting
    for line in range(len(plan.lines)):
        here = counted & (calls.line == line)
        n, nth = float(here.sum()), line + 1
        pairs[f"calls_per_min_{nth}"] = (n, minutes)
        pairs[f"p_wait_{nth}"] = (float((here & (calls.wait > 0)).sum()), n)
        pairs[f"p_abandon_{nth}"] = (float((here & abandoned).sum()), n)
        pairs[f"mean_wait_{nth}"] = (float(calls.wait[here].sum()) / MINUTE, n)
        queue_us = _clipped(calls.arrival, calls.stopped_waiting, window)[calls.line == line]
        pairs[f"mean_queue_{nth}"] = (float(queue_us.sum()) / MINUTE, minutes)
        pairs[f"p_overflow_{nth}"] = (float((here & (second_from < np.iinfo(np.int64).max)).sum()), n)
        pairs[f"p_abandon_first_{nth}"] = (float((here & abandoned & (calls.last_group == 0)).sum()), n)
        for agent in range(len(plan.agents)):
            mine = calls.agent == agent
            pairs[f"share_of_line{nth}_agent_{agent + 1}"] = (float((here & mine & calls.answered).sum()), n)
            talk_us = float(talking[(calls.line == line) & mine].sum())
            pairs[f"talk_line{nth}_agent_{agent + 1}"] = (talk_us / MINUTE, minutes)
    gone = counted & abandoned & (calls.last_group == 1)
    pairs["abandons_per_min_second"] = (float(gone.sum()), minutes)
    for name, begin, end in (("first", calls.arrival, np.minimum(first_until, over)), ("second", second_from, over)):
        inside = calls.entered(0 if name == "first" else 1) < np.iinfo(np.int64).max
        waited_us = _clipped(begin, end, window)[inside].sum()
        pairs[f"mean_queue_{name}"] = (float(waited_us) / MINUTE, minutes)
    return pairs


def pools(plan: Plan) -> list[list[int]]:
    """Agents who are declared alike, in the order of their names."""
    found: dict[str, list[int]] = {}
    for key, agent in enumerate(plan.agents):
        found.setdefault(agent.id.rsplit("-", 1)[0], []).append(key)
    return list(found.values())


def _per_pool(plan: Plan, calls: Calls, window: tuple[int, int], counted: np.ndarray) -> Pairs:
    minutes, talking, pairs = (
        (window[1] - window[0]) / MINUTE,
        _talking(calls, window),
        dict[str, tuple[float, float]](),
    )
    for nth, pool in enumerate(pools(plan), 1):
        mine = np.isin(calls.agent, pool)
        pairs[f"occ_pool{nth}"] = (float(talking[mine].sum()) / MINUTE, minutes * len(pool))
        for line in range(len(plan.lines)):
            served = counted & (calls.line == line) & calls.answered
            pairs[f"share_class{line + 1}_pool{nth}"] = (float((served & mine).sum()), float(served.sum()))
    return pairs


def _rung(plan: Plan, calls: Calls, records: np.ndarray, window: tuple[int, int], counted: np.ndarray) -> Pairs:
    """What became of calls that were rung, and how long phones ring."""
    ring, end = _of(records, RecordKind.RING), records[np.isin(records[:, 1], (RecordKind.RING_END, RecordKind.ANSWER))]
    ring, end = (rows[np.lexsort((rows[:, 4], rows[:, 3], rows[:, 2]))] for rows in (ring, end))
    n, minutes = float(counted.sum()), (window[1] - window[0]) / MINUTE
    if len(ring) != len(end):  # a phone rings at the very end
        return {}
    rung = np.isin(calls.key, ring[:, 2])
    of_counted = np.isin(ring[:, 2], calls.key[counted])
    pairs = {
        "p_answered": (float((counted & calls.answered).sum()), n),
        "p_never_rung": (float((counted & ~rung & ~calls.answered).sum()), n),
        "p_rung_in_vain": (float((counted & rung & ~calls.answered).sum()), n),
        "rings_moved_on": (float(of_counted.sum() - (counted & rung).sum()), n),
    }
    ringing = _clipped(ring[:, 0], end[:, 0], window)
    for agent in range(len(plan.agents)):
        pairs[f"ring_agent_{agent + 1}"] = (float(ringing[ring[:, 4] == agent].sum()) / MINUTE, minutes)
    return pairs


def _paused(plan: Plan, calls: Calls, records: np.ndarray, window: tuple[int, int]) -> Pairs:
    """Agents' time in a pause."""
    status, paused_us = _of(records, RecordKind.STATUS), 0
    for agent in range(len(plan.agents)):
        mine = status[status[:, 4] == agent]
        until = np.append(mine[1:, 0], window[1])
        paused_us += int(_clipped(mine[:, 0], until, window)[mine[:, 6] == Status.PAUSED].sum())
    minutes, talk = (window[1] - window[0]) / MINUTE, float(_talking(calls, window).sum()) / MINUTE
    whole, paused = minutes * len(plan.agents), paused_us / MINUTE
    return {
        "mean_talking": (talk, minutes),
        "mean_paused": (paused, minutes),
        "occ_unpaused": (talk, whole - paused),
        "frac_paused": (paused, whole),
        "frac_idle": (whole - paused - talk, whole),
    }


def counted(totals: Totals) -> Pairs:
    """The measures that totals tell, and those of what the scenario states (`System.inputs`); times in minutes."""
    waits, answered = totals.waits, totals.answered.tolist()
    n, minutes = totals.calls(), totals.length_us / MINUTE
    entered = n - totals.calls(outcome=(Outcome.QUEUE_FULL, Outcome.DEAD_END, Outcome.UNROUTED))
    at_once = int(waits.count[waits.bucket == 0].sum())
    waited, queue = totals.wait_us / MINUTE, int(totals.levels_us[:, LEVELS.index("waiting")].sum()) / MINUTE
    talk = totals.time_us(CODED.state == State.ON_CALL) / MINUTE
    work = sum(count * agent.handle_ppm / 1e6 for count, agent in zip(answered, totals.plan.agents, strict=True))
    pairs = {
        "calls_per_min": (n, minutes),
        "handle_min": (talk, work),
        "abandoned_per_waiting_min": (totals.calls(outcome=ABANDONED), queue),
        "p_block": (n - entered, n),
        "p_voicemail": (n - waits.calls, n),
        "p_wait": (entered - at_once, n),
        "p_abandon": (entered - waits.calls, n),
        "mean_wait_entered": (waited, entered),
        "mean_wait_served": (int(waits.sum_us.sum()) / MINUTE, waits.calls),
        "mean_queue": (queue, minutes),
        "occupancy": (talk, minutes * len(answered)),
        "sl": (totals.calls(live=True, short=True), n),
        "answered_per_min": (waits.calls, minutes),
    }
    for nth, calls in enumerate(answered, 1):
        pairs[f"calls_per_min_agent_{nth}"] = (calls, minutes)
        pairs[f"share_of_answered_agent_{nth}"] = (calls, waits.calls)
    return pairs


def pooled(replications: Sequence[Pairs], name: str, inputs: Mapping[str, float] = MappingProxyType({})) -> Estimate:
    """Sum over sum, and its standard error over replications.

    Of `inputs` the exact values are known: the value is what a regression over replications gives where they come out
    exactly. Much of the luck of a run is in them, so the error is smaller; without any it is the error of the ratio.
    """
    top, bottom = _columns(replications, name)
    value = top.sum() / bottom.sum()
    excess = [
        over - exact * under for given, exact in inputs.items() for over, under in [_columns(replications, given)]
    ]
    factors = np.column_stack([np.ones(len(top)), *excess])
    spread = np.linalg.pinv(factors)
    residual = top - value * bottom
    fitted = spread @ residual
    freedom = len(top) - factors.shape[1]
    variance = ((residual - factors @ fitted) ** 2).sum() / freedom
    error = np.sqrt(variance * (spread[0] ** 2).sum())
    return Estimate(float(value + fitted[0] / bottom.mean()), float(error / bottom.mean()), freedom)


def _columns(replications: Sequence[Pairs], name: str) -> tuple[np.ndarray, np.ndarray]:
    top, bottom = np.array([pairs[name] for pairs in replications], dtype=np.float64).T
    return top, bottom
