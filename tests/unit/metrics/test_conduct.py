"""What goes wrong unseen, on small days with one thing wrong each, and on real runs where nothing may be."""

from dataclasses import replace

import numpy as np
import pytest

import sim
from sim.domain.agents import AnswerType, Status
from sim.domain.contacts import Channel, Outcome, Reason, contact_key
from sim.domain.knobs import Licences, Targets
from sim.domain.plan import ALWAYS, Plan
from sim.domain.records import RecordKind as K
from sim.domain.time import SECOND, micros
from sim.metrics.conduct import Conduct, conduct
from sim.metrics.day import Day, between, fold
from sim.metrics.settings import Settings

from .toys import agent, group, line, records, row, source, start

FIRST, SECOND_CALL, THIRD = (contact_key(0, nth) for nth in range(3))


def day(*rows: tuple[int, ...], **changes: object) -> Day:
    """Two agents in one group for 100 s, and these records."""
    plan = Plan("C", micros(100), 0, True, (agent("a-1"), agent("a-2")), (group("sales", 0, 1),), (line("main", group=0),),
                (), ALWAYS, (), (source("calls/main", Channel.INBOUND_CALL),), ())  # fmt: skip
    plan = replace(plan, **changes)  # type: ignore[arg-type]
    every = [*start(0), *start(1), row(0, K.HOURS, value=1), *rows]
    return fold(plan, records(every), Settings(Targets(), Licences(), (), ()))


def arrives(at_s: float, call: int) -> list[tuple[int, ...]]:
    return [row(at_s, K.ARRIVAL, call), row(at_s, K.ENTER, call, group=0)]


def rings(
    from_s: float, to_s: float, call: int, who: int, offer: int = 1, reason: Reason = Reason.RING_TIMEOUT
) -> list[tuple[int, ...]]:
    return [
        row(from_s, K.RING, call, who, offer=offer, group=0),
        row(to_s, K.RING_END, call, who, reason=reason, offer=offer),
    ]


def answers(
    from_s: float, at_s: float, end_s: float, call: int, who: int, arrived_s: float, offer: int = 1
) -> list[tuple[int, ...]]:
    return [
        row(from_s, K.RING, call, who, offer=offer, group=0),
        row(at_s, K.ANSWER, call, who, micros(at_s - arrived_s), offer=offer, group=0),
        row(end_s, K.TALK_END, call, who, micros(end_s - at_s), offer=offer, group=0),
        row(end_s, K.OUTCOME, call, who, Outcome.ANSWERED_LIVE),
    ]


def us(conduct_us: int) -> float:
    return conduct_us / SECOND


def test_each_reason_has_its_own_time_of_vain_ringing_and_a_second_ring_is_counted() -> None:
    rows = [
        *arrives(10, FIRST), *rings(10, 15, FIRST, 0), *rings(15, 17, FIRST, 1, 2, Reason.REJECTED),
        *rings(20, 25, FIRST, 0, 3), *answers(26, 30, 40, FIRST, 1, 10, 4),
    ]  # fmt: skip
    found = conduct(day(*rows))
    assert {Reason(reason): us(found.wasted_us[reason]) for reason in np.flatnonzero(found.wasted_us)} == {
        Reason.RING_TIMEOUT: 10, Reason.REJECTED: 2,
    }  # fmt: skip
    assert (found.rung, found.legs, found.again) == (1, 4, 2)


def test_a_phone_that_is_answered_too_late_is_a_ghost_answer_and_one_that_calls_back_is_no_waste() -> None:
    rows = [*arrives(10, FIRST), *rings(10, 14, FIRST, 0, 1, Reason.GHOST_ANSWER), row(13, K.OUTCOME, FIRST, value=Outcome.ABANDONED_RINGING),
            *arrives(20, SECOND_CALL), *rings(20, 29, SECOND_CALL, 1, 1, Reason.CALLS_BACK)]  # fmt: skip
    found = conduct(day(*rows))
    assert (found.ghosts, us(found.wasted_us.sum()), us(found.stuck_us)) == (1, 4, 1), "it learns a second late"


@pytest.mark.parametrize(
    ("wait_from_s", "third_rings_s", "skilled", "overtaken"),
    [(10, 20, False, 1), (25, 20, False, 0), (10, 20, True, 0), (10, 50, False, 0)],
    ids=["rung while the first waits", "while the first rings itself", "the agent lacks the skill", "after the first"],
)
def test_a_call_is_overtaken_by_a_later_one_that_its_agents_answer(
    wait_from_s: float, third_rings_s: float, skilled: bool, overtaken: int
) -> None:
    """The first waits from some moment to 40, when a-1 answers it; the third arrives at 15 and is answered by a-2."""
    rings_first = rings(10, wait_from_s, FIRST, 0) if wait_from_s > 10 else []
    rows = [
        *arrives(10, FIRST), *rings_first, *answers(40, 41, 60, FIRST, 0, 10, 2),
        *arrives(15, THIRD), *answers(third_rings_s, third_rings_s + 1, third_rings_s + 9, THIRD, 1, 15),
    ]  # fmt: skip
    if skilled:  # the first call's source needs a skill that only a-1 has
        other = contact_key(1, 0)
        rows = [(*one[:2], other, *one[3:]) if one[2] == THIRD else one for one in rows]
        sources = (
            replace(source("calls/main", Channel.INBOUND_CALL), skill=0, skill_level=1),
            source("calls/other", Channel.INBOUND_CALL),
        )
        agents = (replace(agent("a-1"), skills=((0, 1),)), agent("a-2"))
        found = conduct(day(*rows, sources=sources, agents=agents))
    else:
        found = conduct(day(*rows))
    assert (found.queued, found.overtaken) == (2, overtaken)


def test_whoever_is_free_beside_a_waiting_call_is_noticed_for_as_long_as_it_lasts() -> None:
    """Both are free; the first waits 10-40, the second 30-50: forty seconds without a break, of which a window sees fewer."""
    rows = [
        *arrives(10, FIRST),
        *arrives(30, SECOND_CALL),
        *answers(40, 42, 60, FIRST, 0, 10),
        *answers(50, 52, 70, SECOND_CALL, 1, 30),
    ]
    assert us(conduct(day(*rows)).free_us) == 40
    assert us(conduct(between(day(*rows), (0, micros(25)))).free_us) == 15
    assert us(conduct(day(*rows, groups=(group("sales"),))).free_us) == 0, "nobody is in the ring group"
    mute = replace(agent("a-1"), answers=AnswerType.WILL_NOT_ANSWER)
    assert us(conduct(day(*rows, agents=(mute, agent("a-2")))).free_us) == 40, "the other could be rung"
    assert us(conduct(day(*rows, agents=(mute, mute))).free_us) == 0, "members who take no call"


def test_an_agent_who_stays_at_what_is_over_is_noticed() -> None:
    """The call is over at 40: its phone rings on until 47, or the agent stays in wrap-up 12 s longer than planned."""
    rang_on = [
        *arrives(10, FIRST),
        *rings(20, 47, FIRST, 0),
        row(40, K.OUTCOME, FIRST, value=Outcome.ABANDONED_RINGING),
    ]
    assert us(conduct(day(*rang_on)).stuck_us) == 7
    wraps = [
        *arrives(10, FIRST),
        *answers(10, 12, 40, FIRST, 0, 10),
        row(40, K.WRAP_UP, FIRST, 0, micros(10)),
        row(62, K.WRAP_UP_END, FIRST, 0),
    ]
    assert us(conduct(day(*wraps)).stuck_us) == 12
    forever = [*wraps[:-1], *arrives(90, SECOND_CALL), row(95, K.OUTCOME, SECOND_CALL, value=Outcome.DEAD_END)]
    assert us(conduct(day(*forever)).stuck_us) == 45, "still in wrap-up at the last record"


def test_a_pause_that_a_call_interrupts_is_one_and_two_pauses_are_two() -> None:
    pauses = [row(at_s, K.STATUS, agent=0, value=status) for at_s, status in
              ((10, Status.PAUSED), (30, Status.ACTIVE), (40, Status.PAUSED), (90, Status.ACTIVE))]  # fmt: skip
    dials = [row(50, K.ARRIVAL, FIRST, 0, -1), row(50, K.DIAL, FIRST, 0), row(60, K.DIAL_END, FIRST, 0, micros(10)),
             row(60, K.OUTCOME, FIRST, 0, Outcome.OUTBOUND_NO_CONNECT)]  # fmt: skip
    assert us(conduct(day(*pauses, *dials)).paused_us) == 50


def test_a_day_without_a_record_has_nothing_wrong() -> None:
    found = conduct(replace(day(), legs=day().legs, windows=()))
    assert [getattr(found, name) for name in Conduct.__slots__ if name != "wasted_us"] == [0] * 9


SOUND = ("quickstart", "blended_day", "leaver_suspended", "whole_group_paused")


@pytest.mark.parametrize("name", SOUND)
def test_on_a_real_run_nobody_is_stuck_and_rings_add_up(name: str) -> None:
    """Ringing that ends in an answer and ringing in vain is all the ringing there is."""
    found = sim.run(name, short=True)
    numbers, one = found.estimates, found.done[0]
    assert numbers["stuck_s_max"].value == numbers["status_lag_s"].value == 0
    rung_s = us(int((one.day.legs.to_us - one.day.legs.from_us).sum()))
    answered = one.day.legs.where(one.day.legs.end == Reason.NONE)
    if found.plan.warm_up_us == 0:
        assert numbers["ring_s_wasted"].value == pytest.approx(
            rung_s - us(int((answered.to_us - answered.from_us).sum()))
        )
    assert len(answered) == int(one.day.contacts.of(Channel.INBOUND_CALL).live.sum())


def test_waits_are_rings_and_times_without_one() -> None:
    """Of every call that entered a ring group and was answered there, over all calls of a day with queues."""
    (one,) = sim.run("quickstart", short=True).done
    calls = one.day.contacts.of(Channel.INBOUND_CALL)
    calls = calls.where(calls.live & (calls.hops > 0))
    assert len(calls)
    mine = np.isin(one.day.unattended.contact, calls.key)
    alone_us = (one.day.unattended.to_us - one.day.unattended.from_us)[mine].sum()
    legs = one.day.legs.where(np.isin(one.day.legs.contact, calls.key))
    batches = np.unique(np.stack([legs.contact, legs.from_us, legs.to_us]), axis=1)
    assert alone_us + (batches[2] - batches[1]).sum() >= calls.wait_us.sum() > alone_us


def test_what_no_call_has_a_row_for_is_not_told() -> None:
    kept, alone = (sim.run("quickstart", short=True, records=records) for records in ("calls", "none"))
    assert kept.estimates["legs_per_call"].value is not None
    missing = alone.estimates["legs_per_call"]
    assert missing.value is None and "--records calls" in missing.formula
    assert alone.estimates["answered_gini"] == kept.estimates["answered_gini"]


def test_a_comparison_of_what_only_rows_tell_keeps_them() -> None:
    (row_, *_) = sim.compare("quickstart", "quickstart", metric="ring_s_wasted", replications=2, short=True).rows
    assert row_.metric == "ring_s_wasted" and row_.difference == 0
