"""What arrives and what agents call, section by section of `workload`; and how times are written."""

from dataclasses import dataclass

from sim.domain.declare import SIMPY_ONLY, knob
from sim.domain.laws import Constant, Distribution, Exponential, Lognormal

Clock = str
"""A time of day `HH:MM[:SS[.ffffff]]` (one-day horizons) or an ISO date-time, kept as text."""

Daily = str | dict[str, str | tuple[str, ...]]
"""`08:00-18:00` for every day, or per weekday: `{mon-fri: 08:00-18:00, sat: [09:00-12:00, 13:00-15:00]}`."""

Rate = float | dict[Clock, float]
"""Contacts per hour: a constant, or a map from a time of day that holds until the next; 0 before the first; daily."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redial:
    """Callers who try again."""

    chance: float = knob(low=0, high=1, help="chance that a caller tries again, each time", source="[A2.32]")
    after_s: Distribution = knob(Exponential(mean=600.0), unit="s", help="from the end of one call to the next",
                                 source="[A2.32]")  # fmt: skip
    most: int = knob(3, low=1, high=255, help="times a caller tries again at most", source="[A2.32]")
    when: str = knob(
        "abandoned", choices=("abandoned", "unreached"), source="[A2.32]",
        help="after hanging up, or after any call without a person or a message left",
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSource:
    """Inbound calls to one line."""

    line: str = knob(kind="line", help="the line called", source="[P]")
    per_hour: Rate = knob(kind="rate", low=0, high=1e9, unit="/h", help="arrivals per hour", source="[P]")
    handle_s: Distribution = knob(unit="s", help="talk and hold; wrap-up is the agent's", source="[P]")
    name: str | None = knob(None, kind="name", help="default calls/LINE", source="[P]")
    daily_busyness_cv: float = knob(0.0, low=0, high=5, help="day-to-day spread of volume (Gamma factor, mean 1)",
                                    source="[P]")  # fmt: skip
    patience_s: Distribution | None = knob(None, unit="s", help="hangs up if not answered; null: never", source="[P]")
    priority: int = knob(0, low=-100, high=100, help="a higher one is served before who came earlier", source="[B5]")
    skill: str | None = knob(None, kind="name", engines=SIMPY_ONLY, source="[B6]", help="only who has it is rung")
    skill_level: int = knob(1, low=1, high=100, engines=SIMPY_ONLY, source="[B6]", help="level needed")
    balk_if_wait: float = knob(0.0, low=0, high=1, help="chance to hang up at once when put into a queue",
                               source="[A2.9]")  # fmt: skip
    redial: Redial | None = knob(None, help="callers who try again; null: none", source="[A2.32]", engines=SIMPY_ONLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundSource:
    """Calls that agents place."""

    agents: tuple[str, ...] = knob(kind="agents", help="who dials", source="[A2.15]")
    per_hour: Rate = knob(kind="rate", low=0, high=1e6, unit="/h", help="attempts per hour and agent", source="[A2.15]")
    handle_s: Distribution = knob(unit="s", help="talk of a connected call", source="[P]")
    name: str | None = knob(None, kind="name", help="default outbound/AGENTS", source="[P]")
    connect: float = knob(0.1, low=0, high=1, help="chance that the customer answers", source="[A2.15]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A list of customers that agents call, one after another."""

    agents: tuple[str, ...] = knob(kind="agents", help="who calls", source="[A2.31]")
    records: int = knob(low=1, high=1_000_000, help="customers on the list", source="[A2.31]")
    handle_s: Distribution = knob(unit="s", help="talk of a connected call", source="[P]")
    name: str | None = knob(None, kind="name", help="default campaigns/AGENTS", source="[P]")
    mode: str = knob("power", choices=("manual", "power"), source="[A2.31]",
                     help="each agent calls a share of the list, or all call from one list")  # fmt: skip
    blend: str = knob("inbound_first", choices=("inbound_first", "outbound_first"), source="[A2.31]",
                      help="who comes first when an agent is free")  # fmt: skip
    reserve: int = knob(0, low=0, high=100_000, unit="agents", help="free agents kept for callers", source="[A2.31]")
    pace_s: float = knob(0.0, low=0, high=86_400, unit="s", help="least time between two dials of an agent",
                         source="[A2.31]")  # fmt: skip
    lines_per_agent: float = knob(
        1.0, low=1, high=20, help="power: lines dialled per free agent; above 1 a customer who answers may find nobody",
        source="[A2.31]",
    )  # fmt: skip
    most_abandoned: float = knob(
        0.03,
        low=0,
        high=1,
        help="share of answered calls that may find no agent (16 CFR 310.4(b)(4))",
        source="[A2.31]",
    )
    over_limit: str = knob("back_off", choices=("back_off", "dial_on"), source="[A2.31]",
                           help="above that share: one line per agent, who waits for it; or go on")  # fmt: skip
    connect: float = knob(0.1, low=0, high=1, help="chance that an attempt is answered", source="[A2.15]")
    answer_after_s: Distribution = knob(Exponential(mean=8.0), unit="s", help="ringing of an attempt that is answered",
                                        source="[A2.15]")  # fmt: skip
    ring_s: float = knob(25.0, low=15, high=300, unit="s", help="ringing of one that is not (16 CFR 310.4(b)(4): 15 s)",
                         source="[A2.31]")  # fmt: skip
    attempts: int = knob(1, low=1, high=100, help="dials of a record at most", source="[A2.31]")
    retry_after_s: Distribution = knob(Constant(3600.0), unit="s", help="from one attempt to the next",
                                       source="[A2.31]")  # fmt: skip
    calling_hours: Daily = knob("08:00-21:00", kind="daily", source="[A2.31]",
                                help="when customers may be called, their time (16 CFR 310.4(c))")  # fmt: skip
    time_zone: str | None = knob(None, kind="zone", help="of the customers; default: the account's", source="[A2.31]")
    on_deletion: str = knob("reassign", choices=("reassign", "delete"), source="[A2.31]",
                            help="manual: the records of a deleted agent go to the others, or are lost")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsSource:
    """Texts: to a line (inbound), or sent by agents."""

    line: str | None = knob(None, kind="line", help="inbound: the line texted", source="[A2.5]")
    agents: tuple[str, ...] = knob((), kind="agents", help="outbound: who sends", source="[A2.5]")
    per_hour: Rate = knob(
        kind="rate", low=0, high=1e9, unit="/h", help="texts per hour (per agent when sent)", source="[P]"
    )
    name: str | None = knob(None, kind="name", help="default sms/LINE or sms/AGENTS", source="[P]")
    reply_after_s: Distribution = knob(Lognormal(mean=240.0, cv=2.0), unit="s", help="logged-in time until a reply",
                                       source="[A2.5]")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """What arrives."""

    calls: tuple[CallSource, ...] = knob((), help="inbound calls", source="[P]")
    outbound: tuple[OutboundSource, ...] = knob((), help="calls placed by agents", source="[P]")
    sms: tuple[SmsSource, ...] = knob((), help="texts in both directions", source="[P]")
    campaigns: tuple[Campaign, ...] = knob((), help="lists that agents call", source="[A2.31]", engines=SIMPY_ONLY)
    replay: str | None = knob(
        None, kind="file", help="recorded inbound calls, a CSV file beside the scenario", source="[P]"
    )
