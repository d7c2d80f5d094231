"""Recordings of a real Asterisk: what its queue was given, what it logged, what became of every call. Reads, writes nothing.

A recording is a folder; any of its files may be compressed (`.gz`):

::

    arrivals.csv                  call, t_arrival, patience, handle, ring01 ... (999 does not answer)
    pauses.csv                    t, member, paused, reason
    calls.csv                     what became of each call
    events.jsonl                  the manager events of the queue
    member_iteration_order.txt    members in the order of the queue's hash table
    queues.conf                   one section per queue; the folder bears the name of the strategy
    meta.json                     what the driver was told; `speed` is that of the clock

Times in the files are seconds since the driver's start; `Timestamp` is Asterisk's own clock.
"""

import csv
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from statistics import median
from typing import NamedTuple

from sim.domain.errors import invalid
from sim.domain.time import SECOND, micros

SPARED = 999
"""Seconds of ringing that stand for a phone nobody answers."""
NEXT_RING = 7
"""Steps in the table of rings from one offer of a call to a member to the next."""
STRATEGIES = {
    "ringall": "simultaneous", "rrmemory": "round_robin", "leastrecent": "longest_idle",
    "fewestcalls": "fewest_calls", "random": "random", "linear": "fixed_order",
}  # fmt: skip
"""Its name of a ring strategy -> ours."""
KINDS = {
    "QueueCallerJoin": "join", "AgentCalled": "called", "AgentRingNoAnswer": "missed", "AgentConnect": "connect",
    "QueueCallerAbandon": "abandon", "AgentComplete": "complete", "QueueMemberStatus": "member",
    "QueueMemberPause": "member",
}  # fmt: skip
"""Events that change what a queue knows."""


class QueueSettings(NamedTuple):
    """What the configuration says of one queue (seconds as written)."""

    strategy: str
    timeout_s: float
    retry_s: float
    wrap_up_s: float
    limit: int
    """0 is none."""


class Given(NamedTuple):
    """One call as the queue was given it."""

    call: int
    arrival_s: str
    joined_s: str
    """When it stood in the queue; patience counts from then."""
    patience_s: str
    handle_s: str
    rings_s: tuple[str, ...]


class Pause(NamedTuple):
    """One pause or its end."""

    at_s: str
    member: str
    paused: bool


class Ended(NamedTuple):
    """What became of one call."""

    call: int
    answered: bool
    member: str
    wait_s: float
    by_caller: bool
    """Answered in the very millisecond in which the caller gave up."""


class Logged(NamedTuple):
    """One event; `paused` to `last_s` of a `member` event only."""

    at_us: int
    t_s: float
    kind: str
    call: int
    member: str
    paused: bool
    status: int
    calls: int
    last_s: int


@dataclass(frozen=True, slots=True)
class Recording:
    """One queue of a recording."""

    folder: Path
    speed: float
    """Of its clock: 10 where a minute took six seconds."""
    settings: QueueSettings
    members: tuple[str, ...]
    """As configured."""
    order: tuple[str, ...]
    """As the queue's table goes through them."""
    calls: tuple[Given, ...]
    pauses: tuple[Pause, ...]
    ended: tuple[Ended, ...]
    events: tuple[Logged, ...]
    """In order of Asterisk's clock."""

    @property
    def strategy(self) -> str:
        """Our name of the strategy."""
        return STRATEGIES[self.settings.strategy]

    @property
    def zero_us(self) -> int:
        """Asterisk's clock when the times of the files begin."""
        return int(median(event.at_us - micros(event.t_s) for event in self.events))

    @property
    def clock_us(self) -> int:
        """How far into a second that was."""
        return self.zero_us % SECOND

    @property
    def length_us(self) -> int:
        """When the last that was recorded happened."""
        return max(micros(event.t_s) for event in self.events)

    def pick_ups_s(self, call: Given, member: int) -> list[str]:
        """Ringing until this member (from 0) answers the 1st, 2nd, ... offer of a call; `never`; the last repeats.

        An offer whose ringing ends before the time-out is answered, so no later one matters.
        """
        times: list[str] = []
        for nth in range(len(call.rings_s)):
            ring_s = call.rings_s[(member + NEXT_RING * nth) % len(call.rings_s)]
            answers = float(ring_s) < SPARED
            times.append(ring_s if answers else "never")
            if answers and float(ring_s) < self.settings.timeout_s:
                break
        return times


def read(folder: Path) -> Recording:
    """The recording in a folder.

    Raises
    ------
    InputError
        If a file is missing or is not what it should be.
    """
    settings, members = _settings(folder)
    order = tuple(text_of(folder, "member_iteration_order.txt").split())
    if sorted(order) != sorted(members):
        raise invalid(f"{folder}/member_iteration_order.txt", "the order", "of the members of queues.conf", len(order))
    ended = {row["call"]: row for row in rows_of(folder, "calls.csv")}
    return Recording(
        folder, float(json.loads(text_of(folder, "meta.json"))["speed"]), settings, members, order,
        calls=tuple(_given(row, ended[row["call"]]) for row in rows_of(folder, "arrivals.csv")),
        pauses=tuple(Pause(row["t"], row["member"], row["paused"] == "1") for row in rows_of(folder, "pauses.csv")),
        ended=tuple(map(_ended, ended.values())),
        events=tuple(sorted(_events(folder), key=lambda event: event.at_us)),
    )  # fmt: skip


def text_of(folder: Path, name: str) -> str:
    """A file of a recording, compressed or not."""
    path, packed = folder / name, folder / f"{name}.gz"
    try:
        return path.read_text(encoding="utf-8") if path.exists() else gzip.decompress(packed.read_bytes()).decode()
    except OSError as error:
        raise invalid(
            str(folder), f"the file {name}", "part of a recording", f"unreadable ({error.strerror})"
        ) from None


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table of a recording."""
    return list(csv.DictReader(StringIO(text_of(folder, name), newline="")))


def _settings(folder: Path) -> tuple[QueueSettings, tuple[str, ...]]:
    """What queues.conf says of the queue whose strategy names the folder, and its members."""
    if folder.name not in STRATEGIES:
        raise invalid(
            str(folder), "the folder", f"called after its strategy, one of {', '.join(STRATEGIES)}", folder.name
        )
    section = re.search(rf"^\[q-{folder.name}\]\n(.*?)(?=^\[|\Z)", text_of(folder, "queues.conf"), re.M | re.S)
    if section is None:
        raise invalid(f"{folder}/queues.conf", "a section", f"called q-{folder.name}", "missing")
    said = dict(re.findall(r"^(\w+)=(.*)$", section[1], re.M))
    members = tuple(line.split(",")[2].strip() for line in re.findall(r"^member => (.*)$", section[1], re.M))
    return QueueSettings(
        said["strategy"], float(said["timeout"]), float(said["retry"]), float(said["wrapuptime"]), int(said["maxlen"])
    ), members


def _given(row: dict[str, str], ended: dict[str, str]) -> Given:
    rings = tuple(value for name, value in row.items() if name.startswith("ring"))
    return Given(int(row["call"]), row["t_arrival"], ended["t_join"], row["patience"], row["handle"], rings)


def _ended(row: dict[str, str]) -> Ended:
    return Ended(
        int(row["call"]), row["result"] == "answered", row["member"], float(row["wait"]), row["reason"] == "caller"
    )


def _events(folder: Path) -> Iterator[Logged]:
    for line in text_of(folder, "events.jsonl").splitlines():
        event = json.loads(line)
        if kind := KINDS.get(event["Event"]):
            yield Logged(
                micros(float(event["Timestamp"])), event["t"], kind, event.get("call", -1), event.get("MemberName", ""),
                event.get("Paused") == "1", int(event.get("Status", -1)), int(event.get("CallsTaken", 0)),
                int(event.get("LastCall", 0)),
            )  # fmt: skip
