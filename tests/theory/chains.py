"""Exact Markov chains as scenario files: two classes of callers, two groups, time-outs, pauses, no-answers.

What comes out is measured from the records of the compiled engine. The names of the reference's measures are its own; `NAMES`
says which measure of `measure.py` each is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.theory.systems import (
    END,
    START,
    TEXTBOOK_AGENT,
    System,
    _agents,
    _call_line,
    _chains,
    _exponential,
    _group,
    _scenario,
    systems,
)

REPLICATIONS = 40


@dataclass(frozen=True)
class Chain:
    """One chain and what must come out.

    Attributes
    ----------
    text : str
        Its scenario; `END` stands for the end of the horizon.
    per_min : float
        Calls a minute, of all lines.
    calls : float
        Calls of all replications that make every half-width at most 1 %, or 0.002 of a probability.
    expected : dict
        Measure of the reference -> (measure of `measure.py`, exact value).
    """

    id: str
    text: str
    per_min: float
    calls: float
    expected: dict[str, tuple[str, float]]
    warm_up_min: float = 120

    def scenario(self, share: float) -> str:
        """Its file, for a share of the calls."""
        minutes = self.warm_up_min + self.calls * share / REPLICATIONS / self.per_min
        return self.text.replace(END, (START + timedelta(minutes=round(minutes))).isoformat(timespec="minutes"))


NAMES: dict[str, dict[str, str]] = {
    "": {
        "mean_wait_all": "mean_wait_entered",
        "mean_wait": "mean_wait_entered",
        "mean_ring_or_queue_time_all": "mean_wait_entered",
        "mean_calls_ringing_or_waiting": "mean_queue",
        "occupancy_talk": "occupancy",
        "frac_time_talking": "occupancy",
        "occ_group1": "occ_pool1",
        "occ_group2": "occ_pool2",
    },
    "S12b": {"share_class1_served_by_g2": "share_class1_pool2"},
    "S15": {
        "share_class1_served_by_own_group": "share_class1_pool1",
        "share_class2_served_by_own_group": "share_class2_pool2",
    },
    "S18b": {
        "p_wait_line1": "p_wait_1",
        "p_overflow_line1": "p_overflow_1",
        "p_abandon_in_queue1": "p_abandon_first_1",
        "abandon_rate_queue2_per_min": "abandons_per_min_second",
        "mean_queue1": "mean_queue_first",
        "mean_queue2": "mean_queue_second",
        "p_abandon_overall": "p_abandon",
    },
    "S20a": {
        "p_voicemail_all_busy": "p_never_rung",
        "p_voicemail_no_answer": "p_rung_in_vain",
        "rings_moved_on_per_call": "rings_moved_on",
        **{f"talk_util_agent_{n}": f"util_agent_{n}" for n in (1, 2, 3)},
        **{f"ring_util_agent_{n}": f"ring_agent_{n}" for n in (1, 2, 3)},
        **{f"answered_share_agent_{n}": f"share_of_line1_agent_{n}" for n in (1, 2, 3)},
    },
    "S21a": {"frac_time_paused": "frac_paused", "frac_time_idle": "frac_idle"},
    "S23b": {"occupancy_of_unpaused_time": "occ_unpaused"},
    "S29": {
        "p_vm_personal_1": "p_voicemail_line1",
        "p_vm_personal_2": "p_voicemail_line2",
        "p_vm_group": "p_voicemail_line3",
        "share_group_calls_agent1": "share_of_line3_agent_1",
        "util_1": "util_agent_1",
        "util_2": "util_agent_2",
        "talk_group_1": "talk_line3_agent_1",
    },
}
"""Chain -> measure of the reference -> ours; the first row holds for all."""

MILLIONS: dict[str, float] = {
    "S01": 1, "S02": 1.3, "S04": 1.2, "S08": 2.1, "S09b": 1.1, "S10": 0.8, "S12b": 1.9, "S13": 12, "S15": 0.9, "S18b": 1.2,
    "S19a": 1.2, "S20a": 0.6, "S21a": 0.45, "S21c": 0.12, "S23b": 1.5, "S27a": 9, "S27c": 0.4, "S29": 0.4, "MMnD-03": 1.3,
}  # fmt: skip
"""Chain -> million calls."""

PAUSED = "pause_process: {{every_s: {every}, length_s: {length}}}, {agent}"


def _chain(chain: dict[str, Any], text: str, per_min: float, warm_up_min: float = 120) -> Chain:
    short = _short(chain["id"])
    names = NAMES[""] | NAMES.get(short, {})
    expected = {name: (names.get(name, name), value) for name, value in chain["outputs"].items()}
    return Chain(chain["id"], text, per_min, MILLIONS[short] * 1e6, expected, warm_up_min)


def _of_system(system: System) -> Chain:
    expected = {name: (name, value) for name, value in system.expected.items()}
    calls = MILLIONS[_short(system.id)] * 1e6
    return Chain(system.id, system.text, system.inputs["calls_per_min"], calls, expected, system.warm_up_min)


def _ordered_alike(chain: dict[str, Any]) -> Chain:
    given = chain["inputs"]
    text = _scenario(
        _agents((given["aht_min"],) * given["n"]),
        _group("pool", "fixed_order", ", ".join(f"a{n + 1}" for n in range(given["n"])), True),
        "  main: {route: {ring_group: pool}}",
        _call_line("main", given["lam"], _exponential(1), _exponential(given["patience_mean_min"])),
    )
    return _chain(chain, text, given["lam"])


def _priority(chain: dict[str, Any]) -> Chain:
    given = chain["inputs"]
    calls = [
        _call_line(f"l{nth}", lam, _exponential(given["aht_min"]), None, f"priority: {2 - nth}, ")
        for nth, lam in enumerate(given["lam"], 1)
    ]
    text = _scenario(
        f"  a: {{count: {given['n']}, {TEXTBOOK_AGENT}}}",
        _group("pool", "longest_idle", "a", True),
        "  l1: {route: {ring_group: pool}}\n  l2: {route: {ring_group: pool}}",
        "\n".join(calls),
    )
    return _chain(chain, text, sum(given["lam"]))


def _two_groups(chain: dict[str, Any], groups: tuple[str, str], factors: tuple[str, str], handle: list[float]) -> Chain:
    """Two groups, each at home with its own callers; `groups`: the layers of each, `factors`: of whom in which."""
    given = chain["inputs"]
    counts = given.get("n") or [given["n_group1"], given["n_group2"]]
    patience = (
        given["patience_mean_min"] if isinstance(given["patience_mean_min"], list) else [given["patience_mean_min"]] * 2
    )
    rows = [
        f"  g{nth}: {{strategy: longest_idle, idle_clock: last_call_end, ring_timeout_s: null, queue: {{}}, "
        f"overflow: hang_up, layers: [{layers}]{factor}}}"
        for nth, (layers, factor) in enumerate(zip(groups, factors, strict=True), 1)
    ]
    calls = [
        _call_line(f"l{nth}", lam, _exponential(handle[nth - 1]), _exponential(patience[nth - 1]))
        for nth, lam in enumerate(given["lam"], 1)
    ]
    agents = [f"  {name}: {{count: {count}, home: g{nth}, {TEXTBOOK_AGENT}}}"
              for nth, (name, count) in enumerate(zip("ab", counts, strict=True), 1)]  # fmt: skip
    lines = "  l1: {route: {ring_group: g1}}\n  l2: {route: {ring_group: g2}}"
    return _chain(chain, _scenario("\n".join(agents), "\n".join(rows), lines, "\n".join(calls)), sum(given["lam"]))


def _n_design(chain: dict[str, Any]) -> Chain:
    aht = chain["inputs"]["aht_min"]
    factor = f", handle_factor: {{b: {aht['class1_g2'] / aht['class1_g1']!r}}}"
    groups = ("{members: [a]}, {members: [b]}", "{members: [b]}")
    return _two_groups(chain, groups, (factor, ""), [aht["class1_g1"], aht["class2_g2"]])


def _x_design(chain: dict[str, Any]) -> Chain:
    aht = chain["inputs"]["aht_min"]
    factor = aht["cross"] / aht["own"]
    groups = ("{members: [a]}, {members: [b]}", "{members: [b]}, {members: [a]}")
    factors = (f", handle_factor: {{b: {factor!r}}}", f", handle_factor: {{a: {factor!r}}}")
    return _two_groups(chain, groups, factors, [aht["own"]] * 2)


def _time_out(chain: dict[str, Any]) -> Chain:
    given = chain["inputs"]
    first = _group("g1", "longest_idle", "a", True, "{ring_group: g2}")
    first = first.replace("queue: {}", f"queue: {{max_hold_s: {_exponential(given['timeout_mean_min'])}}}")
    calls = [
        _call_line(
            f"l{nth}", given[f"lam_line{nth}"], _exponential(given["aht_min"]), _exponential(given["patience_mean_min"])
        )
        for nth in (1, 2)
    ]
    text = _scenario(
        f"  a: {{count: {given['n_group1']}, {TEXTBOOK_AGENT}}}\n  b: {{count: {given['n_group2']}, {TEXTBOOK_AGENT}}}",
        first + "\n" + _group("g2", "longest_idle", "b", True),
        "  l1: {route: {ring_group: g1}}\n  l2: {route: {ring_group: g2}}",
        "\n".join(calls),
    )
    return _chain(chain, text, given["lam_line1"] + given["lam_line2"])


def _no_answer(chain: dict[str, Any]) -> Chain:
    given = chain["inputs"]
    agent = TEXTBOOK_AGENT.replace("pick_up_s: 0", f"pick_up_s: {_exponential(given['pickup_mean_min'])}")
    group = _group("pool", "downwards", "a", False, "{voicemail: line}")
    text = _scenario(
        f"  a: {{count: {given['n']}, {agent}}}",
        group.replace("ring_timeout_s: null", f"ring_timeout_s: {_exponential(given['ring_timeout_mean_min'])}"),
        "  main: {route: {ring_group: pool}, voicemail: true}",
        _call_line("main", given["lam"], _exponential(given["aht_min"]), None),
    )
    return _chain(chain, text, given["lam"])


def _paused_owner(chain: dict[str, Any]) -> Chain:
    given = chain["inputs"]
    pauses = PAUSED.format(every=_exponential(1 / given["pause_request_rate_per_min"]),
                           length=_exponential(given["pause_mean_min"]), agent=TEXTBOOK_AGENT)  # fmt: skip
    text = _scenario(
        f"  a1: {{voicemail: true, {pauses}}}", "  {}", "  direct: {personal: a1}",
        _call_line("direct", given["lam"], _exponential(given["aht_min"]), None),
    )  # fmt: skip
    return _chain(chain, text, given["lam"])


def _paused_group(chain: dict[str, Any]) -> Chain:
    given = chain["inputs"]
    pauses = PAUSED.format(every=_exponential(given["pause_request_mean_min"]),
                           length=_exponential(given["pause_mean_min"]), agent=TEXTBOOK_AGENT)  # fmt: skip
    text = _scenario(
        f"  a: {{count: {given['n']}, {pauses}}}",
        _group("pool", "longest_idle", "a", True).replace("queue: {}", "queue: {unstaffed_policy: wait}"),
        "  main: {route: {ring_group: pool}}",
        _call_line("main", given["lam"], _exponential(given["aht_min"]), _exponential(given["patience_mean_min"])),
    )
    return _chain(chain, text, given["lam"], 500)


def _insensitive(chain: dict[str, Any]) -> Chain:
    """Hyperexponential handle times of squared coefficient of variation 3, both parts alike in work."""
    given = chain["inputs"]
    spread = ((given["scv"] - 1) / (given["scv"] + 1)) ** 0.5
    weights = ((1 + spread) / 2, (1 - spread) / 2)
    means = ", ".join(f"{given['aht_min'] * 60 / 2 / weight!r}" for weight in weights)
    law = f"{{hyperexponential: {{means: [{means}], weights: [{weights[0]!r}, {weights[1]!r}]}}}}"
    text = _scenario(
        f"  a: {{count: {given['n']}, {TEXTBOOK_AGENT}}}",
        _group("pool", "longest_idle", "a", False),
        "  main: {route: {ring_group: pool}}",
        _call_line("main", given["lam"], law, None),
    )
    return _chain(chain, text, given["lam"])


def _personal_and_group(chain: dict[str, Any]) -> Chain:
    given = chain["inputs"]
    rates = [*given["lam_personal"], given["lam_group"]]
    minutes = [given["aht_personal_min"]] * 2 + [given["aht_group_min"]]
    text = _scenario(
        f"  a1: {{voicemail: true, {TEXTBOOK_AGENT}}}\n  a2: {{voicemail: true, {TEXTBOOK_AGENT}}}",
        _group("pool", "fixed_order", "a1, a2", False, "{voicemail: line}"),
        "  l1: {personal: a1}\n  l2: {personal: a2}\n  l3: {route: {ring_group: pool}, voicemail: true}",
        "\n".join(
            _call_line(f"l{nth}", rate, _exponential(mean), None)
            for nth, (rate, mean) in enumerate(zip(rates, minutes, strict=True), 1)
        ),
    )
    return _chain(chain, text, sum(rates))


BUILT: dict[str, Callable[[dict[str, Any]], Chain]] = {
    "S09b": _ordered_alike,
    "S12b": _n_design,
    "S13": _priority,
    "S15": _x_design,
    "S18b": _time_out,
    "S20a": _no_answer,
    "S21a": _paused_owner,
    "S23b": _paused_group,
    "S27c": _insensitive,
    "S29": _personal_and_group,
}


def chains() -> dict[str, Chain]:
    """Every chain, by its short name; those of `systems.py` too."""
    there = _chains()
    built = {name: build(there[name]) for name, build in BUILT.items()}
    known = {_short(one.id): _of_system(one) for one in systems().values() if _short(one.id) in MILLIONS}
    return dict(sorted((built | known).items()))


def _short(name: str) -> str:
    """S01 for S01-ordered-hunt-loss; rows of closed forms have short names."""
    return name.split("-", maxsplit=1)[0] if name.startswith("S") else name
