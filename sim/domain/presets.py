"""Presets: whose rules hold where a scenario says nothing. A preset is keys written into every section that leaves them out.

They bundle options of routing, as a vendor documents or ships them; how people behave (pick-up, wrap-up, answering) stays
the scenario's, but for `textbook`. `recommended` is the declared default of every knob. Values are as a file would have
them, each with its source: a rule of docs/rules.md, then who publishes it.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Setting(NamedTuple):
    """What a preset sets, and who says so."""

    value: Any
    source: str


@dataclass(frozen=True, slots=True)
class Preset:
    """One phone system's rules: section -> key -> setting."""

    title: str
    settings: dict[str, dict[str, Setting]] = field(default_factory=dict)


_TEXTBOOK = "[A2.6] closed forms and exact chains"
_QUEUES = "Asterisk queues.conf.sample"
_CALLCENTER = "FreeSWITCH mod_callcenter"
_SAMPLE = "FreeSWITCH callcenter.conf.xml as shipped"
_IDLE = "Aircall, Longest idle time"

PRESETS: dict[str, Preset] = {
    "recommended": Preset("what we propose"),
    "textbook": Preset(
        "what queueing theory assumes",
        {
            "Agent": {
                "pick_up_s": Setting(0, _TEXTBOOK),
                "no_answer": Setting(0, _TEXTBOOK),
                "reject": Setting(0, _TEXTBOOK),
                "wrap_up_s": Setting(0, _TEXTBOOK),
                "available_after_return_s": Setting(0, "[A2.2] closed forms and exact chains"),
            },
            "RingGroup": {
                "ring_timeout_s": Setting(None, _TEXTBOOK),
                "idle_clock": Setting("last_call_end", _TEXTBOOK),
            },
            "Queue": {"unstaffed_policy": Setting("wait", "[B5] a queue of the theory is left by service or patience")},
        },
    ),
    "aloware": Preset(
        "the owner's rules and articles, literally",
        {
            "Agent": {"busy_after_reject_s": Setting(None, "[B3] Aloware, phone statuses: busy until available is set")},
            "RingGroup": {
                "ring_timeout_s": Setting(30, "[A2.6] Aloware, ring groups: dial for 30 s"),
                "idle_clock": Setting("time_available", "[B6] Aloware, ring groups: Longest Available; what rings is not"),
                "rr_advance": Setting("answer", "[B6] Aloware, ring groups: it remembers who took the call before"),
                "pause_while_ringing": Setting("cancel", "[P4] a paused agent is offline for everything inbound"),
            },
            "Queue": {"unstaffed_policy": Setting("wait", "[B5] Aloware, Smart Queue: up to the longest hold")},
            "Line": {"personal_ring_timeout_s": Setting(60, "[B4] Aloware, personal lines: the app rings for 60 s")},
        },
    ),
    "asterisk": Preset(
        "Asterisk app_queue",
        {
            "Router": {"dispatch": Setting("asterisk", "[A2.8] Asterisk app_queue: each caller looks once a second")},
            "Agent": {
                "available_after_return_s": Setting(0, "[A2.2] Asterisk app_queue: an unpaused member is available"),
                "busy_after_reject_s": Setting(0, "[B3] Asterisk app_queue: a declined call costs nothing"),
            },
            "RingGroup": {
                "ring_timeout_s": Setting(15, f"[A2.6] {_QUEUES}: timeout = 15"),
                "retry_s": Setting(5, f"[A2.8] {_QUEUES}: retry = 5"),
                "idle_clock": Setting("last_call_end", "[B6] Asterisk app_queue: leastrecent"),
                "pause_while_ringing": Setting("let_ring", "[B3] Asterisk app_queue: asked before it dials only"),
                "auto_pause_after_no_answers": Setting(None, f"[B3] {_QUEUES}: autopause = no"),
            },
            "Queue": {
                "unstaffed_policy": Setting("wait", f"[B5] {_QUEUES}: joinempty = yes, leavewhenempty = no"),
                "at_max_hold": Setting("cut", f"[B5] {_QUEUES}: timeoutpriority = app"),
            },
        },
    ),
    "freeswitch": Preset(
        _CALLCENTER,
        {
            "Agent": {
                "available_after_return_s": Setting(0, f"[P] {_CALLCENTER}: the break ends by being set Available"),
                "busy_after_reject_s": Setting(10, f"[B3] {_SAMPLE}: reject-delay-time 10"),
            },
            "RingGroup": {
                "ring_timeout_s": Setting(10, f"[A2.6] {_SAMPLE}: leg_timeout 10"),
                "idle_clock": Setting("last_call_end", f"[B6] {_CALLCENTER}: longest-idle-agent"),
                "rr_advance": Setting("offer", f"[B6] {_CALLCENTER}: round-robin goes by the last offer"),
                "pause_while_ringing": Setting("let_ring_simultaneous", f"[B3] {_CALLCENTER}: ring-all rings on"),
                "auto_pause_after_no_answers": Setting(3, f"[B3] {_SAMPLE}: max-no-answer 3"),
            },
            "Queue": {
                "unstaffed_policy": Setting("wait", f"[B5] {_SAMPLE}: max-wait-time-with-no-agent 0"),
                "at_max_hold": Setting("let_ring_finish", f"[B5] {_CALLCENTER}: a ring in progress is let finish"),
            },
        },
    ),
    "aircall": Preset(
        "Aircall",
        {
            "RingGroup": {
                "ring_timeout_s": Setting(30, f"[A2.6] {_IDLE}: 30 s a user (25 s in older pages)"),
                "idle_clock": Setting("last_task_end_or_return", f"[B6] {_IDLE}: call or wrap-up ended, or available again"),
            },
            "Queue": {
                "unstaffed_policy": Setting("wait_if_busy_exists", f"[B5] {_IDLE}: waits for the busy, not for the offline")
            },
        },
    ),
}  # fmt: skip
"""Name -> preset; what one does not set is as recommended."""


def side_by_side() -> dict[str, dict[str, dict[str, Setting]]]:
    """Section -> key -> preset -> setting, of every key that some preset sets."""
    table: dict[str, dict[str, dict[str, Setting]]] = {}
    for name, preset in PRESETS.items():
        for section, settings in preset.settings.items():
            for key, setting in settings.items():
                table.setdefault(section, {}).setdefault(key, {})[name] = setting
    return table
