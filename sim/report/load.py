"""A load test as a table and as JSON: times of the router beside what callers get. May not measure or simulate."""

from sim.experiments.under_load import Step, UnderLoad
from sim.loadtest.drive import Latencies, Limit, percentile_us
from sim.report.inputs import Estimate
from sim.report.numbers import amount, figure, interval, percent
from sim.report.tables import Table

TOO_FEW = "too few"

_TIMES = {"response_us_p50": ("response_ns", 50), "response_us_p99": ("response_ns", 99),
          "service_us_p50": ("service_ns", 50), "service_us_p99": ("service_ns", 99)}  # fmt: skip
_LIMITS = {
    Limit.TARGET: "it did not keep up, the rate is above its capacity.",
    Limit.GENERATOR: "the load tester was the limit, or what else runs on this machine; the times say little. Lower --rate.",
}
_HEAD = ("paused", "capacity", "response p50/p99", "service p50/p99", "timed", "late", "reach", "calls")


def table(found: UnderLoad) -> Table:
    """One row per share of agents paused."""
    rate = f"{found.rate_per_s:,.0f} decisions/s for {found.duration_s:g} s"
    caption = f"{found.name}: capacity of {found.target} in decisions/s, and times in us at {rate}"
    return Table(caption, _HEAD, tuple(map(_row, found.steps)), note="\n".join(_notes(found)))


def summary(found: UnderLoad) -> dict[str, object]:
    """All of it for a program; times in us, null where there are too few samples."""
    return {
        "schema_version": 1,
        "scenario": found.name,
        "target": found.target,
        "rate_decisions_per_s": found.rate_per_s,
        "duration_s": found.duration_s,
        "replications": found.replications,
        "steps": [_step(step) for step in found.steps],
        "floor": _load(found.floor),
    }


def warnings(found: UnderLoad) -> list[str]:
    """A sentence for each share at which most requests started late: what was too slow."""
    return [
        f"{_share(step)} paused: {step.load.late:,} of {step.load.requests:,} requests started late, the target was busy "
        f"{percent(step.load.busy_share)} of the time: {_LIMITS[step.load.limit]}"
        for step in found.steps
        if step.load.limit in _LIMITS
    ]


def _row(step: Step) -> tuple[str, ...]:
    return (
        f"{_share(step)}: {len(step.paused)}/{len(step.paused) + len(step.at_work)}",
        f"{step.capacity.decisions_per_s:,.0f}",
        *_times(step.load),
        f"{len(step.load.service_ns):,}",
        percent(step.load.late / step.load.requests),
        _reach(step.reach),
        f"{step.reach.n:,}",
    )


def _step(step: Step) -> dict[str, object]:
    capacity, reach = step.capacity, step.reach
    return {
        "share_paused": step.share,
        "paused": step.paused,
        "at_work": step.at_work,
        "capacity_decisions_per_s": capacity.decisions_per_s,
        "capacity_calls_per_s": capacity.calls_per_s,
        "capacity_requests_per_s": capacity.requests_per_s,
        **_load(step.load),
        "reach": {"value": reach.value, "low": reach.low, "high": reach.high, "n": reach.n},
    }


def _load(load: Latencies) -> dict[str, object]:
    times = {name: percentile_us(getattr(load, of_ns), at) for name, (of_ns, at) in _TIMES.items()}
    return {**times, "timed": len(load.service_ns), "requests": load.requests, "late": load.late,
            "busy_share": load.busy_share, "limit": load.limit.value}  # fmt: skip


def _times(load: Latencies) -> list[str]:
    """p50/p99 of the response, then of the service."""
    values = [percentile_us(getattr(load, of_ns), at) for of_ns, at in _TIMES.values()]
    texts = [TOO_FEW if value is None else f"{value:,.1f}" for value in values]
    return ["/".join(texts[:2]), "/".join(texts[2:])]


def _notes(found: UnderLoad) -> list[str]:
    """What the columns mean, and the load tester's own floor."""
    first, who = found.steps[0].capacity, "; ".join(_who(step) for step in found.steps if step.paused)
    response, service = _times(found.floor)
    late = ", ".join(f"{step.load.late:,} of {step.load.requests:,}" for step in found.steps)
    return [
        f"With nobody paused the router takes {first.calls_per_s:,.0f} inbound calls a second, with all that goes with them.",
        "A decision is one choice of whom to ring. A request is one instant of the day with all that is due then; with "
        f"nobody paused {first.requests / first.decisions:.1f} requests go with a decision. Timed are the requests that decide: "
        "response from the intended start, service from the actual one. Late is a start more than one spacing after the intended one.",
        f"Each row was under load for {found.duration_s:g} s; started late, row by row: {late} requests.",
        f"Paused from the start on, spread evenly: {who}.",
        f"Reach is simulated, with its 95 % interval: {found.replications} replication{'s' * (found.replications > 1)} a row, the same callers in every row.",
        f"The load tester's own floor, with a target that does nothing (us): response {response}, service {service}, {len(found.floor.service_ns):,} timed, "
        f"{found.floor.late:,} of {found.floor.requests:,} late.",
    ]


def _share(step: Step) -> str:
    return f"{100 * step.share:g} %"


def _who(step: Step) -> str:
    """The paused, or those who are not, by name; of many, the first and the last."""
    few = min(step.paused, step.at_work, key=len)
    names = few if len(few) < 8 else (*few[:3], "...", few[-1])
    all_but = "" if few is step.paused else "all but " if few else "all"
    return f"{_share(step)} {all_but}{', '.join(names)}"


def _reach(reach: Estimate) -> str:
    if reach.low is None:
        return f"{amount(reach.value, reach.unit)} ({interval(reach)})"
    return f"{amount(reach.value, reach.unit)} ({figure(reach.low, reach.unit)} to {figure(reach.high, reach.unit)})"
