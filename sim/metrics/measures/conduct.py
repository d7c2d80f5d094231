"""What goes wrong unseen: phones that ring in vain, calls overtaken, agents forgotten. Most of it needs a row of each call."""

from collections.abc import Callable

import numpy as np

from sim.domain.agents import Activity, Phone, Status
from sim.domain.contacts import Reason
from sim.domain.time import SECOND
from sim.metrics.conduct import Conduct
from sim.metrics.registry import LOWER, NEITHER, Pair, a_day, metric, share
from sim.metrics.roster import CODED
from sim.metrics.totals import Totals

GROUP = "Conduct"
NOT_KEPT = "needs a row of each call: `--records calls` or `all`; or there was none"
CAUSES = {
    Reason.RING_TIMEOUT: "at the ring time-out",
    Reason.REJECTED: "as the agent rejected the call",
    Reason.STATUS_CHANGE: "as a pause, suspension, deletion, break or end of shift took the agent away",
    Reason.ANSWERED_ELSEWHERE: "as somebody else answered",
    Reason.CALLER_LEFT: "as the caller hung up",
    Reason.HOLD_LIMIT: "as the call's hold was over",
    Reason.GHOST_ANSWER: "as the agent answered what was over",
    Reason.EXIT_KEY: "as the caller left the queue by a key",
}
"""Why a ring ends that this agent does not answer."""

Of = Callable[[Conduct], Pair]


def _of_calls(name: str, title: str, unit: str, formula: str, source: str, measure: Of, better: str = LOWER) -> None:
    """Register a metric of the conduct, where it is known."""

    @metric(name, title, unit, better, formula, group=GROUP, source=source, missing=NOT_KEPT, of_calls=True)
    def known(totals: Totals) -> Pair:
        return measure(totals.conduct) if totals.conduct else Pair(0.0, 0.0, 0)


def _seconds(us: int) -> Pair:
    return a_day(us / SECOND)


def _wasted(reason: Reason) -> Callable[[Conduct], Pair]:
    """The measure of vain ringing that ended so."""
    return lambda one: _seconds(one.wasted_us[reason])


_of_calls("ring_s_wasted", "Ringing in vain", "s",
          "time that phones rang for calls which that agent did not answer, rings that go on at the end left out, mean a "
          "replication", "B6", lambda one: _seconds(one.wasted_us.sum()))  # fmt: skip

for _reason, _words in CAUSES.items():
    _of_calls(f"ring_s_wasted_{_reason.name.lower()}", f"Ringing in vain, {_reason.name.lower().replace('_', ' ')}", "s",
              f"the part of it that ended {_words}, mean a replication", "B6",
              _wasted(_reason))  # fmt: skip

_of_calls("ghost_answers", "Ghost answers", "rings",
          "phones that agents answered after the caller had left or somebody else had answered, mean a replication", "B6",
          lambda one: a_day(one.ghosts))  # fmt: skip
_of_calls("legs_per_call", "Phones rung a call", "phones",
          "phones that rang / inbound calls for which one did; each offer rings one phone, or all of a batch", "B6",
          lambda one: share(one.legs, one.rung), NEITHER)  # fmt: skip
_of_calls("re_offers_per_call", "Re-offers a call", "offers",
          "rings of a phone that had rung for the same call before / inbound calls for which one rang", "A2.1",
          lambda one: share(one.again, one.rung))  # fmt: skip
_of_calls("overtaken_ratio", "Overtaken calls", "ratio",
          "calls during whose wait in a ring group, no phone ringing for them, somebody who might have taken them was rung "
          "for a call that had arrived later, and answered it / calls answered through a ring group; priorities, homes and "
          "`retry_s` count as overtaking", "B5",
          lambda one: share(one.overtaken, one.queued))  # fmt: skip
_of_calls("idle_beside_waiting_s_max", "Longest idleness beside a waiting call", "s",
          "longest time that a call waited in a ring group with no phone ringing for it while somebody who may take it could "
          "be rung, mean over replications: 0 where every agent freed is rung at once, up to `retry_s` after a miss or "
          "`poll_s` where calls look by themselves", "A2.8",
          lambda one: _seconds(one.free_us))  # fmt: skip
_of_calls("stuck_s_max", "Longest time stuck", "s",
          "longest time that a phone rang for a call that was over or taken, that an agent stayed on a call that was over, or "
          "in wrap-up longer than planned, mean over replications: 0 but for phones that learn late, up to `glare_window_s`, and Asterisk's whole seconds of wrap-up", "B3",
          lambda one: _seconds(one.stuck_us))  # fmt: skip
_of_calls("paused_s_max", "Longest pause", "s", "longest time that an agent was paused at a stretch, mean over replications",
          "P7", lambda one: _seconds(one.paused_us), NEITHER)  # fmt: skip

_STILL_OFFERED = (CODED.status != Status.ACTIVE) & (
    (CODED.activity == Activity.RINGING) | ((CODED.activity == Activity.IDLE) & (CODED.phone == Phone.AVAILABLE))
)


@metric("status_lag_s", "Time until a status takes effect", "s", LOWER,
        "time of agents paused, suspended or deleted whose phone still rang or was idle and available, mean a replication: 0, "
        "unless phones ring through a pause", group=GROUP, source="B3")  # fmt: skip
def status_lag(totals: Totals) -> Pair:
    return a_day(totals.time_us(_STILL_OFFERED) / SECOND)


@metric("answered_gini", "Inequality of calls", "ratio", NEITHER,
        "Gini coefficient of inbound calls answered over the members of ring groups: 0 where all answer alike, near 1 where one "
        "answers everything; mean over replications", group=GROUP, source="B6",
        missing="nobody in a ring group answered a call")  # fmt: skip
def answered_gini(totals: Totals) -> Pair:
    answered = np.sort(totals.answered[totals.members])
    count, total = len(answered), int(answered.sum())
    if total == 0:
        return Pair(0.0, 0.0, 0)
    ranks = 2 * np.arange(1, count + 1) - count - 1
    return a_day(float((ranks * answered).sum()) / (count * total), count)
