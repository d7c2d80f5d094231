"""Double entry: time as agents spend it and time as calls and texts take it, from the same records, must agree."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from sim.domain.agents import Activity
from sim.domain.contacts import Outcome
from sim.domain.records import ACTIVITY_AFTER, Record, RecordKind

BY_THE_CALL = (Activity.RINGING, Activity.ON_CALL, Activity.WRAP_UP)


def balance(records: Sequence[Record]) -> None:
    """AssertionError unless every agent's time adds up, and the mean number in the system is rate x mean stay."""
    if not records:
        return
    agents, calls = _as_agents_spend_it(records), _as_calls_take_it(records)
    for key in agents | calls:
        assert agents[key] == calls[key], (
            f"agent {key[0]} spent {agents[key]} us as {key[1].name}, calls took {calls[key]}"
        )
    _waits_are_waits(records)
    _little(records)


def _as_agents_spend_it(records: Sequence[Record]) -> Counter[tuple[int, Activity]]:
    """(agent, activity) -> us at work, from one change of activity to the next; the rest of their time is idle."""
    spent: Counter[tuple[int, Activity]] = Counter()
    since: dict[int, tuple[int, Activity]] = {}
    there: dict[int, int] = {}
    last_us = records[-1].time_us
    for row in records:
        if row.kind == RecordKind.STATUS:
            there.setdefault(row.agent, row.time_us)
            since.setdefault(row.agent, (row.time_us, Activity.IDLE))
        after = ACTIVITY_AFTER.get(RecordKind(row.kind))
        if after is not None and row.agent >= 0:  # -1 is a number outside the account
            begun_us, activity = since[row.agent]
            spent[row.agent, activity] += row.time_us - begun_us
            since[row.agent] = (row.time_us, after)
    for agent, (begun_us, activity) in since.items():
        spent[agent, activity] += last_us - begun_us
        roster_us = sum(spent[agent, one] for one in Activity)
        assert roster_us == last_us - there[agent], (
            f"agent {agent} is there {last_us - there[agent]} us, not {roster_us}"
        )
        del spent[agent, Activity.IDLE]
    return +spent


def _as_calls_take_it(records: Sequence[Record]) -> Counter[tuple[int, Activity]]:
    """(agent, activity) -> us, from the durations that records of calls carry; what has not ended runs to the last."""
    taken: Counter[tuple[int, Activity]] = Counter()
    rings: dict[tuple[int, int, int], int] = {}
    talks: dict[int, tuple[int, int]] = {}
    wraps: dict[int, tuple[int, int]] = {}
    for row in records:
        leg = (row.contact, row.offer, row.agent)
        match row.kind:
            case RecordKind.RING:
                rings[leg] = row.time_us
            case RecordKind.RING_END | RecordKind.ANSWER:
                taken[row.agent, Activity.RINGING] += row.time_us - rings.pop(leg)
            case RecordKind.WRAP_UP:
                wraps[row.agent] = (row.time_us, row.value)
            case RecordKind.WRAP_UP_END:
                begun_us, planned_us = wraps.pop(row.agent)
                assert row.time_us - begun_us <= planned_us, f"a wrap-up is longer than planned: {row}"
                taken[row.agent, Activity.WRAP_UP] += row.time_us - begun_us
            case RecordKind.CONNECT | RecordKind.DIAL_END | RecordKind.TALK_END if (
                talks[row.contact][0] == row.agent >= 0
            ):
                taken[row.agent, Activity.ON_CALL] += row.value
        if row.kind in (RecordKind.ANSWER, RecordKind.DIAL, RecordKind.CONNECT):
            talks[row.contact] = (row.agent, row.time_us)
        elif row.kind in (RecordKind.TALK_END, RecordKind.DIAL_END):
            del talks[row.contact]
    last_us = records[-1].time_us
    for (_, _, agent), begun_us in rings.items():
        taken[agent, Activity.RINGING] += last_us - begun_us
    talks = {contact: talk for contact, talk in talks.items() if talk[0] >= 0}  # a line without an agent yet
    for agent, begun_us in talks.values():
        taken[agent, Activity.ON_CALL] += last_us - begun_us
    for agent, (begun_us, _) in wraps.items():
        taken[agent, Activity.WRAP_UP] += last_us - begun_us
    return +Counter({key: us for key, us in taken.items() if key[0] >= 0})  # not of numbers outside the account


def _waits_are_waits(records: Sequence[Record]) -> None:
    """What an answer or a reply calls the wait is the time since the contact arrived."""
    arrived = {row.contact: row.time_us for row in records if row.kind == RecordKind.ARRIVAL}
    for row in records:
        if row.kind in (RecordKind.ANSWER, RecordKind.REPLY, RecordKind.DIAL):
            assert row.value == row.time_us - arrived[row.contact], f"a wait that is none: {row}"


def _little(records: Sequence[Record]) -> None:
    """L = lambda W on the path: the area under the number in the system is the sum of the stays."""
    inside = area_us = stays_us = 0
    last_us = records[-1].time_us
    arrived: dict[int, int] = {}
    for row, after in pairwise([*records, records[-1]]):
        if row.kind == RecordKind.ARRIVAL:
            arrived[row.contact] = row.time_us
            inside += 1
        elif row.kind == RecordKind.OUTCOME:
            left = row.value in (Outcome.IN_SYSTEM, Outcome.SMS_OPEN)
            assert row.time_us == last_us or not left or row.value == Outcome.SMS_OPEN, f"left behind too early: {row}"
            stays_us += row.time_us - arrived.pop(row.contact)
            inside -= 1
        area_us += inside * (after.time_us - row.time_us)
    assert not arrived and not inside, "a contact is in the system after the end"
    assert area_us == stays_us, f"the system held {area_us} us of contacts, who stayed {stays_us} us"
