"""How long callers wait, and the five service levels. `good` is answered within the acceptable wait (AWT)."""

import numpy as np
from numpy.typing import NDArray

from sim.domain.time import SECOND
from sim.metrics.day import Day
from sim.metrics.registry import HIGHER, LOWER, Pair, metric, quantile, share

GROUP = "Waits"
LEVELS = "Service levels"


def _waits_s(day: Day) -> NDArray[np.float64]:
    waits: NDArray[np.float64] = day.calls.wait_us[day.calls.live] / SECOND
    return waits


@metric("asa", "Average speed of answer", "s", LOWER, "wait of answered inbound calls / answered inbound calls",
        group=GROUP, source="ADR 8", missing="no call was answered")  # fmt: skip
def asa(day: Day) -> Pair:
    waits = _waits_s(day)
    return share(waits.sum(), len(waits))


@metric("wait_s_mean", "Mean wait of all callers", "s", LOWER,
        "wait of all inbound calls, until answered, given up or taken by voicemail / inbound calls", group=GROUP,
        source="ADR 8", missing="no call was offered")  # fmt: skip
def wait_s_mean(day: Day) -> Pair:
    return share(day.calls.wait_us.sum() / SECOND, len(day.calls))


def _quantile(level: float) -> None:
    percent = round(100 * level)
    quantile(f"wait_s_p{percent}", f"Wait, {percent} % of answered calls", "s", LOWER,
             f"the wait that {percent} % of all answered inbound calls do not exceed, linear between two calls; interval: jackknife over replications",
             group=GROUP, source="ADR 8", level=level)(_waits_s)  # fmt: skip


for _level in (0.5, 0.9, 0.95):
    _quantile(_level)


@metric("wait_s_max", "Longest wait", "s", LOWER,
        "longest wait of an answered inbound call, mean over replications with one", group=GROUP, source="ADR 8",
        missing="no call was answered")  # fmt: skip
def wait_s_max(day: Day) -> Pair:
    waits = _waits_s(day)
    return Pair(float(waits.max()), 1.0, len(waits)) if len(waits) else Pair(0.0, 0.0, 0)


MISSING = "nothing to count"
_OPEN = "; calls in opening hours, AWT included"


@metric("sl_offered", "Service level (sl_offered)", "ratio", HIGHER, f"good / offered{_OPEN}",
        group=LEVELS, source="ADR 8", missing=MISSING)  # fmt: skip
def sl_offered(day: Day) -> Pair:
    return share(day.good.sum(), len(day.offered))


@metric("sl_excl_short", "Service level (sl_excl_short)", "ratio", HIGHER, f"good / (offered - ab_short){_OPEN}",
        group=LEVELS, source="ADR 8", missing=MISSING)  # fmt: skip
def sl_excl_short(day: Day) -> Pair:
    return share(day.good.sum(), len(day.offered) - day.ab_short.sum())


@metric("sl_answered", "Service level (sl_answered)", "ratio", HIGHER, f"good / answered{_OPEN}",
        group=LEVELS, source="ADR 8", missing=MISSING)  # fmt: skip
def sl_answered(day: Day) -> Pair:
    return share(day.good.sum(), day.offered.live.sum())


@metric("sl_incl_short", "Service level (sl_incl_short)", "ratio", HIGHER,
        f"(good + ab_short) / (answered + abandoned){_OPEN}", group=LEVELS, source="ADR 8",
        missing=MISSING)  # fmt: skip
def sl_incl_short(day: Day) -> Pair:
    return share(day.good.sum() + day.ab_short.sum(), (day.offered.live | day.offered.abandoned).sum())


@metric("sl_abandon_ok", "Service level (sl_abandon_ok)", "ratio", HIGHER, f"(good + ab_short) / offered{_OPEN}",
        group=LEVELS, source="ADR 8", missing=MISSING)  # fmt: skip
def sl_abandon_ok(day: Day) -> Pair:
    return share(day.good.sum() + day.ab_short.sum(), len(day.offered))
