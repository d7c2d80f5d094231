"""What restarts an agent's idle clock: one row per definition in the field (docs/rules.md B6).

A layer reads an agent's clock as the latest of the moments that its row names; a moment that never was is -1, so an agent
who never took a call comes first.
"""

from dataclasses import dataclass
from enum import IntEnum


class Restart(IntEnum):
    """Moments of an agent that may restart the idle clock."""

    INBOUND_END = 0
    MISSED = 1
    """A ring that nobody answered in time."""
    OUTBOUND_END = 2
    WRAP_UP_END = 3
    AVAILABLE = 4
    """The phone becomes available: login, end of a break, return from a pause."""
    OFFERED = 5


@dataclass(frozen=True, slots=True)
class IdleClock:
    """One definition of idleness."""

    restarts: tuple[Restart, ...]
    whose: str

    @property
    def mask(self) -> int:
        """A bit per moment."""
        return sum(1 << moment for moment in self.restarts)


_CALL, _TASK = (Restart.INBOUND_END,), (Restart.INBOUND_END, Restart.OUTBOUND_END, Restart.WRAP_UP_END)

IDLE_CLOCKS: dict[str, IdleClock] = {
    "last_call_end_or_missed_offer": IdleClock((*_CALL, Restart.MISSED), "ours: an absentee is not offered every call"),
    "last_call_end": IdleClock(_CALL, "Asterisk leastrecent, FreeSWITCH longest-idle-agent"),
    "last_handled": IdleClock((*_CALL, Restart.WRAP_UP_END), "Genesys: status changes do not affect it"),
    "last_task_end": IdleClock(_TASK, "Twilio TaskRouter: longest without a task, dialled calls included"),
    "last_task_end_or_return": IdleClock((*_TASK, Restart.AVAILABLE), "Aircall"),
    "time_available": IdleClock((*_TASK, Restart.AVAILABLE, Restart.MISSED), "Amazon Connect, RingCentral rotating"),
    "time_since_last_inbound": IdleClock(
        (*_CALL, Restart.WRAP_UP_END, Restart.AVAILABLE, Restart.MISSED),
        "Amazon Connect with outbound calls left out of the routing order",
    ),
    "last_offered": IdleClock((Restart.OFFERED,), "VICIdial oldest_call_start"),
}
