"""Two days written down record by record, small enough to work every number out by hand.

::

    day A   open 0-80 s of 100 s, two agents, one group          day B   always open, measured from 20 to 200 s
    C1 10 answered after 5, talks to 35, wrap-up to 45 (a-1)     A0 boss: paused 50-100, available again at 160
    C2 12 rings a-2 in vain to 32, answered 40 (28 s), to 70     A1 gone: suspended       A2 quits: deleted 120, on a call
    C3 20 hangs up in the queue at 38                            A3 new: added 130, on a break 150-170
    C4 50 rings a-1, hangs up at 75                              main/1 before the warm-up; main/2 answered after 10, to 140
    C5 60 voicemail from 66, leaves a message                    direct/1 voicemail, empty; main/3 dead end
    C6 85 after hours, leaves a message                          direct/2 still ringing when the day is cut
                                                                 four dials, three texts received, two sent;
                                                                 a list of three: one abandoned, one in vain
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.domain.agents import Phone, Status
from sim.domain.contacts import Channel, Outcome, Reason, contact_key
from sim.domain.knobs import Licences, Targets
from sim.domain.plan import (
    ALWAYS,
    AdminPlan,
    AgentPlan,
    CampaignPlan,
    GroupPlan,
    LayerPlan,
    LinePlan,
    Plan,
    SourcePlan,
    Target,
    Verb,
)
from sim.domain.records import RecordKind as K
from sim.domain.time import NEVER, SECOND, micros
from sim.metrics.day import Day, fold
from sim.metrics.settings import Period, Settings


def row(at_s: float, kind: K, contact: int = -1, agent: int = -1, value: int = 0, reason: int = 0, offer: int = -1,
        group: int = -1) -> tuple[int, ...]:  # fmt: skip
    """One record; times in s."""
    return micros(at_s), kind, contact, offer, agent, group, value, reason


def records(rows: list[tuple[int, ...]]) -> NDArray[np.int64]:
    """Rows by time; rows of one instant stay as written."""
    return np.array(sorted(rows, key=lambda one: one[0]), dtype=np.int64).reshape(-1, 8)


def agent(name: str) -> AgentPlan:
    never = int(NEVER)
    return AgentPlan(name, 1, name, False, False, Status.ACTIVE, True, ((0, never),), (), 0, 0, -1, 0, 1_000_000)


def group(name: str, *members: int) -> GroupPlan:
    layer = LayerPlan(members, "longest_idle", micros(20), True, False)
    return GroupPlan(name, (layer,), True, int(NEVER), int(NEVER), SECOND, Target())


def line(name: str, group: int = -1, owner: int = -1) -> LinePlan:
    return LinePlan(name, group, owner, True, Target(), 0, 0, micros(60))


def source(name: str, channel: Channel) -> SourcePlan:
    return SourcePlan(name, channel, 0, -1, (), ())


def start(agent: int, status: Status = Status.ACTIVE) -> list[tuple[int, ...]]:
    """An agent of the start: in the account, logged in and available unless suspended."""
    rows = [row(0, K.STATUS, agent=agent, value=status, reason=Reason.START)]
    if status is Status.ACTIVE:
        rows += [row(0, K.LOGIN, agent=agent, value=1), row(0, K.PHONE, agent=agent, value=Phone.AVAILABLE)]
    return rows


def seconds(*at_s: float) -> tuple[int, ...]:
    return tuple(micros(s) for s in at_s)


def day_a() -> Day:
    """Inbound calls."""
    agents = (agent("a-1"), agent("a-2"))
    plan = Plan("A", micros(100), 0, True, agents, (group("sales", 0, 1),), (line("main", group=0),), (),
                ((0, micros(80)),), (), (source("calls/main", Channel.INBOUND_CALL),), ())  # fmt: skip
    period = Period("2026-03-01", seconds(*range(0, 311, 10)))
    settings = Settings(Targets(awt_s=20.0, goal=0.3, interval_s=60.0), Licences(minimum=3, price_per_month=31.0),
                        ((0, micros(50), 3.0),), (period,))  # fmt: skip
    c1, c2, c3, c4, c5, c6 = (contact_key(0, nth) for nth in range(6))
    rows = [
        *start(0), *start(1), row(0, K.HOURS, value=1), row(80, K.HOURS, value=0),
        *(row(at_s, K.ARRIVAL, c) for c, at_s in ((c1, 10), (c2, 12), (c3, 20), (c4, 50), (c5, 60), (c6, 85))),
        *(row(at_s, K.ENTER, c, group=0) for c, at_s in ((c1, 10), (c2, 12), (c3, 20), (c4, 50), (c5, 60))),
        row(10, K.RING, c1, 0, offer=1, group=0), row(15, K.ANSWER, c1, 0, micros(5), offer=1, group=0),
        row(35, K.TALK_END, c1, 0, micros(20), offer=1, group=0), row(35, K.OUTCOME, c1, 0, Outcome.ANSWERED_LIVE),
        row(35, K.WRAP_UP, c1, 0, micros(10)), row(45, K.WRAP_UP_END, c1, 0),
        row(12, K.RING, c2, 1, offer=1, group=0), row(32, K.RING_END, c2, 1, 1, Reason.RING_TIMEOUT, offer=1),
        row(33, K.RING, c2, 1, offer=2, group=0), row(40, K.ANSWER, c2, 1, micros(28), offer=2, group=0),
        row(70, K.TALK_END, c2, 1, micros(30), offer=2, group=0), row(70, K.OUTCOME, c2, 1, Outcome.ANSWERED_LIVE),
        row(38, K.TALLY, c3, value=2, reason=Reason.BUSY, group=0),
        row(38, K.OUTCOME, c3, value=Outcome.ABANDONED_QUEUE, reason=Reason.BUSY, group=0),
        row(50, K.RING, c4, 0, offer=1, group=0), row(75, K.TALLY, c4, value=2, reason=Reason.BUSY, group=0),
        row(75, K.RING_END, c4, 0, 0, Reason.CALLER_LEFT, offer=1),
        row(75, K.OUTCOME, c4, value=Outcome.ABANDONED_RINGING, reason=Reason.BUSY, group=0),
        row(66, K.VOICEMAIL, c5, reason=Reason.BUSY, group=0),
        row(76, K.OUTCOME, c5, value=Outcome.VOICEMAIL_LEFT, reason=Reason.BUSY, offer=1, group=0),
        row(85, K.VOICEMAIL, c6, reason=Reason.HOURS),
        row(95, K.OUTCOME, c6, value=Outcome.AFTER_HOURS, reason=Reason.HOURS, offer=1),
    ]  # fmt: skip
    return fold(plan, records(rows), settings)


def day_b() -> Day:
    """Every status, outbound calls and texts; a warm-up, two billing periods, a cut at the end."""
    agents = (agent("boss"), agent("gone"), agent("quits"), replace(agent("new"), present=False))
    lines = (line("main", group=0), line("direct", owner=0))
    names = (("calls/direct", Channel.INBOUND_CALL), ("calls/main", Channel.INBOUND_CALL),
             ("outbound/all", Channel.OUTBOUND_CALL), ("sms/all", Channel.OUTBOUND_SMS),
             ("sms/main", Channel.INBOUND_SMS), ("the list", Channel.OUTBOUND_CALL))  # fmt: skip
    called = CampaignPlan(5, (3,), 3, False, False, 0, 0, 2_000_000, 30_000, True, 2, 0, ALWAYS, False)
    timeline = (AdminPlan(micros(30), int(NEVER), Verb.REASSIGN, (0,), person="Boss the Second"),)
    plan = Plan("B", micros(200), micros(20), False, agents, (group("sales", 1, 2),), lines, (), ALWAYS, timeline,
                tuple(source(*one) for one in names), (), campaigns=(called,))  # fmt: skip
    periods = (Period("one", seconds(-100, 0, 100)), Period("two", seconds(100, 200, 300, 400)))
    settings = Settings(Targets(awt_s=10.0, interval_s=100.0), Licences(price_per_month=10.0), (), periods)
    every = [*_people(), *_calls(), *_dials(), *_listed(), *_texts()]
    return fold(plan, records(every), settings)


def _people() -> list[tuple[int, ...]]:
    return [
        *start(0), *start(1, Status.SUSPENDED), *start(2), row(0, K.HOURS, value=1),
        row(30, K.PERSON, agent=0, value=0),
        row(50, K.STATUS, agent=0, value=Status.PAUSED), row(50, K.PHONE, agent=0, value=Phone.OFFLINE),
        row(100, K.STATUS, agent=0, value=Status.ACTIVE), row(160, K.PHONE, agent=0, value=Phone.AVAILABLE),
        row(120, K.STATUS, agent=2, value=Status.DELETED), row(120, K.PHONE, agent=2, value=Phone.OFFLINE),
        row(120, K.MEMBER, agent=2, group=0, value=-1),
        row(130, K.STATUS, agent=3, value=Status.ACTIVE, reason=Reason.ADMIN), row(130, K.LOGIN, agent=3, value=1),
        row(130, K.PHONE, agent=3, value=Phone.AVAILABLE), row(150, K.PHONE, agent=3, value=Phone.ON_BREAK),
        row(170, K.PHONE, agent=3, value=Phone.AVAILABLE),
    ]  # fmt: skip


def _calls() -> list[tuple[int, ...]]:
    early, taken = (contact_key(1, nth) for nth in range(2))
    dead = contact_key(1, 1, generation=1)  # whoever was taken calls again
    box, ringing = contact_key(0, 0), contact_key(0, 1)
    return [
        row(5, K.ARRIVAL, early), row(5, K.RING, early, 2, offer=1, group=0),
        row(8, K.ANSWER, early, 2, micros(3), offer=1, group=0), row(30, K.TALK_END, early, 2, micros(22)),
        row(30, K.OUTCOME, early, 2, Outcome.ANSWERED_LIVE),
        row(70, K.ARRIVAL, box, value=1, offer=7), row(70, K.TALLY, box, value=1, reason=Reason.PAUSED),
        row(70, K.VOICEMAIL, box, 0, 1, Reason.PAUSED),
        row(95, K.OUTCOME, box, value=Outcome.VOICEMAIL_EMPTY, reason=Reason.PAUSED, offer=0),
        row(100, K.ARRIVAL, taken), row(100, K.RING, taken, 2, offer=1, group=0),
        row(110, K.ANSWER, taken, 2, micros(10), offer=1, group=0), row(140, K.TALK_END, taken, 2, micros(30)),
        row(140, K.OUTCOME, taken, 2, Outcome.ANSWERED_LIVE), row(140, K.LOGIN, agent=2, value=0),
        row(150, K.ARRIVAL, dead), row(150, K.TALLY, dead, value=1, reason=Reason.SUSPENDED, group=0),
        row(150, K.OUTCOME, dead, value=Outcome.DEAD_END, reason=Reason.SUSPENDED, group=0),
        row(190, K.ARRIVAL, ringing, value=1), row(190, K.RING, ringing, 0, offer=1),
        row(200, K.OUTCOME, ringing, value=Outcome.IN_SYSTEM),
    ]  # fmt: skip


def _dials() -> list[tuple[int, ...]]:
    vain, made, refused, missed = (contact_key(2, nth) for nth in range(4))
    return [
        *(row(at_s, K.ARRIVAL, c, who, -1) for c, at_s, who in ((vain, 40, 2), (made, 55, 0), (refused, 70, 1),
                                                                (missed, 155, 3))),
        row(40, K.DIAL, vain, 2), row(45, K.DIAL_END, vain, 2, micros(5)),
        row(45, K.OUTCOME, vain, 2, Outcome.OUTBOUND_NO_CONNECT),
        row(60, K.DIAL, made, 0, micros(5)), row(68, K.CONNECT, made, 0, micros(8)),
        row(80, K.TALK_END, made, 0, micros(12)), row(80, K.OUTCOME, made, 0, Outcome.OUTBOUND_CONNECTED),
        row(80, K.WRAP_UP, made, 0, micros(10)), row(90, K.WRAP_UP_END, made, 0),
        row(70, K.OUTCOME, refused, 1, Outcome.OUTBOUND_REFUSED, Reason.SUSPENDED),
        row(155, K.OUTCOME, missed, 3, Outcome.OUTBOUND_NOT_MADE, Reason.ON_BREAK),
    ]  # fmt: skip


def _listed() -> list[tuple[int, ...]]:
    abandoned, vain = contact_key(5, 0), contact_key(5, 1)
    return [
        *(row(170, kind, one, value=value) for one in (abandoned, vain) for kind, value in ((K.ARRIVAL, -1), (K.DIAL, 0))),
        row(176, K.DIAL_END, abandoned, value=micros(6)), row(195, K.DIAL_END, vain, value=micros(25)),
        row(176, K.OUTCOME, abandoned, value=Outcome.OUTBOUND_ABANDONED, reason=Reason.NO_AGENT),
        row(195, K.OUTCOME, vain, value=Outcome.OUTBOUND_NO_CONNECT), row(200, K.LIST, offer=5, value=2),
    ]  # fmt: skip


def _texts() -> list[tuple[int, ...]]:
    sent, refused = contact_key(3, 0), contact_key(3, 1)
    answered, unanswered, dark = (contact_key(4, nth) for nth in range(3))
    return [
        row(25, K.ARRIVAL, answered), row(25, K.NOTIFY, answered, 2), row(25, K.NOTIFY, answered, 0),
        row(50, K.REPLY, answered, 2, micros(25)), row(50, K.OUTCOME, answered, 2, Outcome.SMS_ANSWERED),
        row(60, K.ARRIVAL, unanswered), row(60, K.NOTIFY, unanswered, 0),
        row(200, K.OUTCOME, unanswered, value=Outcome.SMS_OPEN),
        row(125, K.ARRIVAL, dark), row(125, K.OUTCOME, dark, value=Outcome.SMS_DARK, reason=Reason.SUSPENDED),
        row(65, K.ARRIVAL, sent, 0, -1), row(65, K.OUTCOME, sent, 0, Outcome.SMS_SENT),
        row(66, K.ARRIVAL, refused, 1, -1), row(66, K.OUTCOME, refused, 1, Outcome.SMS_REFUSED, Reason.SUSPENDED),
    ]  # fmt: skip
