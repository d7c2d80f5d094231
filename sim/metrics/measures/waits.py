"""How long callers wait, and the five service levels. `good` is answered within the acceptable wait (AWT)."""

from sim.domain.time import SECOND
from sim.metrics.contacts import ABANDONED
from sim.metrics.registry import HIGHER, LOWER, Pair, metric, quantile, share
from sim.metrics.totals import Totals

GROUP = "Waits"
LEVELS = "Service levels"


@metric("asa", "Average speed of answer", "s", LOWER, "wait of answered inbound calls / answered inbound calls",
        group=GROUP, source="ADR 8", missing="no call was answered")  # fmt: skip
def asa(totals: Totals) -> Pair:
    return share(int(totals.waits.sum_us.sum()) / SECOND, totals.waits.calls)


@metric("wait_s_mean", "Mean wait of all callers", "s", LOWER,
        "wait of all inbound calls, until answered, given up or taken by voicemail / inbound calls", group=GROUP,
        source="ADR 8", missing="no call was offered")  # fmt: skip
def wait_s_mean(totals: Totals) -> Pair:
    return share(totals.wait_us / SECOND, totals.calls())


def _quantile(level: float) -> None:
    percent = round(100 * level)
    quantile(f"wait_s_p{percent}", f"Wait, {percent} % of answered calls", "s", LOWER,
             f"the wait that {percent} % of all answered inbound calls do not exceed, linear between two calls; interval: jackknife over replications",
             group=GROUP, source="ADR 8", level=level)(lambda totals: totals.waits)  # fmt: skip


for _level in (0.5, 0.9, 0.95):
    _quantile(_level)


@metric("wait_s_max", "Longest wait", "s", LOWER,
        "longest wait of an answered inbound call, mean over replications with one", group=GROUP, source="ADR 8",
        missing="no call was answered")  # fmt: skip
def wait_s_max(totals: Totals) -> Pair:
    calls = totals.waits.calls
    return Pair(totals.wait_max_us / SECOND, 1.0, calls) if calls else Pair(0.0, 0.0, 0)


MISSING = "nothing to count"
_OPEN = "; calls in opening hours, AWT included"


def _offered(totals: Totals) -> int:
    return totals.calls(in_hours=True)


def _answered(totals: Totals) -> int:
    return totals.calls(in_hours=True, live=True)


def _good(totals: Totals) -> int:
    return totals.calls(in_hours=True, live=True, short=True)


def _short(totals: Totals) -> int:
    return totals.calls(in_hours=True, outcome=ABANDONED, short=True)


@metric("sl_offered", "Service level (sl_offered)", "ratio", HIGHER, f"good / offered{_OPEN}",
        group=LEVELS, source="ADR 8", missing=MISSING)  # fmt: skip
def sl_offered(totals: Totals) -> Pair:
    return share(_good(totals), _offered(totals))


@metric("sl_excl_short", "Service level (sl_excl_short)", "ratio", HIGHER, f"good / (offered - ab_short){_OPEN}",
        group=LEVELS, source="ADR 8", missing=MISSING)  # fmt: skip
def sl_excl_short(totals: Totals) -> Pair:
    return share(_good(totals), _offered(totals) - _short(totals))


@metric("sl_answered", "Service level (sl_answered)", "ratio", HIGHER, f"good / answered{_OPEN}",
        group=LEVELS, source="ADR 8", missing=MISSING)  # fmt: skip
def sl_answered(totals: Totals) -> Pair:
    return share(_good(totals), _answered(totals))


@metric("sl_incl_short", "Service level (sl_incl_short)", "ratio", HIGHER,
        f"(good + ab_short) / (answered + abandoned){_OPEN}", group=LEVELS, source="ADR 8",
        missing=MISSING)  # fmt: skip
def sl_incl_short(totals: Totals) -> Pair:
    abandoned = totals.calls(in_hours=True, outcome=ABANDONED)
    return share(_good(totals) + _short(totals), _answered(totals) + abandoned)


@metric("sl_abandon_ok", "Service level (sl_abandon_ok)", "ratio", HIGHER, f"(good + ab_short) / offered{_OPEN}",
        group=LEVELS, source="ADR 8", missing=MISSING)  # fmt: skip
def sl_abandon_ok(totals: Totals) -> Pair:
    return share(_good(totals) + _short(totals), _offered(totals))
