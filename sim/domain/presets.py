"""Presets: whose rules hold where a scenario says nothing. A preset is keys written into every section that leaves them out.

`recommended` is the declared default of every knob. Values are as a file would have them, each with its source.
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

PRESETS: dict[str, Preset] = {
    "recommended": Preset("what we propose"),
    "textbook": Preset(
        "what queueing theory assumes",
        {
            "Agent": {
                "pick_up_s": Setting(0, _TEXTBOOK),
                "no_answer": Setting(0, _TEXTBOOK),
                "wrap_up_s": Setting(0, _TEXTBOOK),
                "available_after_return_s": Setting(0, "[A2.2]"),
            },
            "RingGroup": {
                "ring_timeout_s": Setting(None, _TEXTBOOK),
                "idle_clock": Setting("last_call_end", "[A2.6]"),
            },
        },
    ),
    "aloware": Preset("the owner's rules and articles, literally"),
    "asterisk": Preset(
        "Asterisk app_queue",
        {"RingGroup": {"idle_clock": Setting("last_call_end", "[B6] leastrecent")},
         "Agent": {"available_after_return_s": Setting(0, "[A2.2]")}},
    ),
    "freeswitch": Preset(
        "FreeSWITCH mod_callcenter", {"RingGroup": {"idle_clock": Setting("last_call_end", "[B6] longest-idle-agent")}}
    ),
    "aircall": Preset("Aircall"),
}  # fmt: skip
