"""The tables of one replication. The history view is made here (A2.3).

Names, no internal numbers: a deleted agent has none any more, and a re-assigned licence shows who held it then.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.domain.agents import Activity, Phone, Status
from sim.domain.cells import ABANDONED, ANSWERED, CLOSED, LEVELS, MISSED, VOICEMAIL
from sim.domain.contacts import Channel, Outcome, Reason
from sim.domain.time import SECOND
from sim.metrics.columns import Ints
from sim.metrics.contacts import TALLIED, Contacts
from sim.metrics.roster import State

if TYPE_CHECKING:
    from sim.metrics.day import Day
    from sim.metrics.totals import Totals

Texts = pd.api.extensions.ExtensionArray
Column = Texts | NDArray[np.float64] | NDArray[np.bool_] | Ints


def of_day(day: "Day") -> dict[str, pd.DataFrame]:
    """What needs every call and every span of agents' time: name -> rows."""
    return {"calls": calls(day), "messages": messages(day), "agent_states": agent_states(day), "steps": steps(day)}


def of_totals(totals: "Totals") -> dict[str, pd.DataFrame]:
    """What is counted: name -> rows."""
    return {"intervals": intervals(totals), "billing": billing(totals)}


def calls(day: "Day") -> pd.DataFrame:
    """One row per call, inbound and outbound, in order of arrival.

    `wait_s` of an outbound call is from due until dialled, missing if it was not; `talk_s` is missing where the run was
    cut during the call; `hops` counts the ring groups entered, `offers` the batches that rang.
    """
    rows = day.contacts.where(np.isin(day.contacts.channel, (Channel.INBOUND_CALL, Channel.OUTBOUND_CALL)))
    columns = _contact(day, rows, outbound=Channel.OUTBOUND_CALL) | {
        "live": rows.live,
        "reason": _words(Reason, rows.reason),
        "wait_s": _seconds(rows.wait_us),
        "talk_s": _seconds(rows.talk_us),
        "end_s": _seconds(rows.end_us),
        **_who(day, rows.agent, rows.person),
        "group": _names([group.id for group in day.plan.groups], rows.group),
        "offers": rows.offers,
        "hops": rows.hops,
        "voicemail_left": rows.voicemail_left,
    }
    for place, reason in enumerate(TALLIED):
        columns[f"members_{reason.name.lower()}"] = rows.tally[:, place]
    return pd.DataFrame(columns)


def messages(day: "Day") -> pd.DataFrame:
    """One row per text in either direction; `notified` is how many agents heard of it, `agent` who replied or sent."""
    rows = day.contacts.where(np.isin(day.contacts.channel, (Channel.INBOUND_SMS, Channel.OUTBOUND_SMS)))
    columns = _contact(day, rows, outbound=Channel.OUTBOUND_SMS) | {
        "reason": _words(Reason, rows.reason),
        "notified": rows.notified,
        "reply_s": _seconds(rows.reply_us),
        "end_s": _seconds(rows.end_us),
        **_who(day, rows.agent, rows.person),
    }
    return pd.DataFrame(columns)


def _contact(day: "Day", rows: Contacts, outbound: Channel) -> dict[str, Column]:
    """What calls and messages have in common."""
    sources = [source.name for source in day.plan.sources]
    customer = rows.customer.astype(np.float64)
    customer[rows.customer < 0] = np.nan
    return {
        "contact": pd.array([day.plan.contact_name(key) for key in rows.key.tolist()], dtype="str"),
        "source": _names(sources, rows.source),
        "direction": _names(["inbound", "outbound"], (rows.channel == outbound).astype(np.int64)),
        "line": _names([line.id for line in day.plan.lines], rows.line),
        "customer": customer,
        "arrival_s": _seconds(rows.at_us),
        "in_hours": rows.in_hours,
        "measured": day.measured(rows.at_us),
        "outcome": _words(Outcome, rows.outcome),
    }


def agent_states(day: "Day") -> pd.DataFrame:
    """One row per span of an agent's time inside the horizon; `state` is one word for the axes beside it."""
    roster = day.roster
    columns: dict[str, Column] = {
        **_who(day, roster.agent, roster.person),
        "from_s": _seconds(roster.from_us),
        "to_s": _seconds(roster.to_us),
        "status": _words(Status, roster.status),
        "logged_in": roster.logged_in,
        "phone": _words(Phone, roster.phone),
        "activity": _words(Activity, roster.activity),
        "state": _words(State, roster.state),
    }
    return pd.DataFrame(columns)


def intervals(totals: "Totals") -> pd.DataFrame:
    """One row per interval of the window.

    Counts are of the calls that arrive in it: `offered` = answered + voicemail + abandoned + missed + after_hours, all
    hours (missed: anything else, in the system at the end too); `in_hours`, `reached` (a person answered), `good` (within
    the acceptable wait) and `ab_short` (abandoned within it) are of calls in opening hours. `staffed`, `routable`,
    `waiting`, `paused` and `required` are averages over time.
    """
    edges, slots = totals.edges_us, totals.by_interval
    lasted = np.diff(edges)
    kinds, in_hours = slots.sum(axis=(2, 3)), slots[:, :, 1]
    good, ab_short = in_hours[:, ANSWERED, 1], in_hours[:, ABANDONED, 1]
    columns: dict[str, Column] = {
        "from_s": _seconds(edges[:-1]), "to_s": _seconds(edges[1:]),
        "offered": kinds.sum(axis=1), "in_hours": in_hours.sum(axis=(1, 2)),
        "answered": kinds[:, ANSWERED], "voicemail": kinds[:, VOICEMAIL], "abandoned": kinds[:, ABANDONED],
        "missed": kinds[:, MISSED], "after_hours": kinds[:, CLOSED],
        "reached": in_hours[:, ANSWERED].sum(axis=1), "good": good, "ab_short": ab_short,
        "wait_answered_s": totals.waits_us / SECOND,
    }  # fmt: skip
    columns |= {name: totals.levels_us[:, nth] / lasted for nth, name in enumerate(LEVELS)}
    columns["required"] = _required(totals.settings.required, edges, lasted)
    under = (in_hours.sum(axis=(1, 2)) - ab_short).astype(np.float64)
    under[under == 0] = np.nan
    return pd.DataFrame(columns | {"sl_excl_short": good / under})


def steps(day: "Day") -> pd.DataFrame:
    """What held from each instant on, inside the horizon: agents routable and calls waiting; only where they change."""
    at_us = np.unique(np.concatenate([[0], day.routable.at_us, day.waiting.at_us]))
    at_us = at_us[at_us < day.plan.end_us]
    routable, waiting = day.routable.value(at_us), day.waiting.value(at_us)
    changed = np.append(True, (np.diff(routable) != 0) | (np.diff(waiting) != 0))
    columns = {"t_s": _seconds(at_us[changed]), "routable": routable[changed], "waiting": waiting[changed]}
    return pd.DataFrame(columns)


def billing(totals: "Totals") -> pd.DataFrame:
    """One row per billing period: licences held at its start, licences charged (additions prorated), money."""
    rows = [(c.period.name, c.period.days, c.held_at_start, c.licences, c.money) for c in totals.charges]
    return pd.DataFrame(rows, columns=["period", "days", "held_at_start", "licences_charged", "charge"])


def _required(required: Sequence[tuple[int, int, float]], edges: Ints, lasted: Ints) -> NDArray[np.float64]:
    """Mean agents required in each interval; unknown where the scenario gives none."""
    if not required:
        return np.full(len(lasted), np.nan)
    total = np.zeros(len(lasted))
    for start, end, agents in required:
        covered: Ints = np.clip(edges, start, end)
        total += agents * (covered[1:] - covered[:-1])
    mean: NDArray[np.float64] = total / lasted
    return mean


def _who(day: "Day", agent: Ints, person: Ints) -> dict[str, Column]:
    """Agent and person, both nobody once the agent is deleted."""
    deleted = np.append(day.people.deleted, False)[agent]
    agents = [agent.id for agent in day.plan.agents]
    hidden = np.where(deleted, -1, agent), np.where(deleted, -1, person)
    return {"agent": _names(agents, hidden[0]), "person": _names(day.people.names, hidden[1])}


def _names(names: Sequence[str], place: Ints) -> Texts:
    """Names by position, nothing for -1."""
    return pd.array(np.array([*names, None], dtype=object)[place], dtype="str")


def _words(kinds: type[IntEnum], values: Ints) -> Texts:
    """Members of an enumeration in lower case."""
    return pd.array(np.array([kind.name.lower() for kind in kinds], dtype=object)[values], dtype="str")


def _seconds(us: Ints) -> NDArray[np.float64]:
    """Microseconds as seconds; unknown where negative."""
    return np.where(us < 0, np.nan, us / SECOND)
