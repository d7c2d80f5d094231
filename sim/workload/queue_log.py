"""A bare Asterisk queue_log: calls and pauses to replay, and what such a log cannot tell. Reads, writes nothing.

Each line is `epoch|call|queue|member|event|data...`, in whole seconds; a call is

::

    ENTERQUEUE ─► RINGNOANSWER, RINGCANCELED ... ─► CONNECT ─► COMPLETEAGENT, COMPLETECALLER, ...TRANSFER
                                                └─► ABANDON, EXITWITHTIMEOUT, EXITWITHKEY, EXITEMPTY
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from sim.domain.errors import InputError, Problem, invalid

NOBODY = "NONE"
LEFT = {
    "ABANDON": "gave up",
    "EXITWITHTIMEOUT": "was sent on",
    "EXITWITHKEY": "pressed a key",
    "EXITEMPTY": "was sent on",
}
OVER = ("COMPLETEAGENT", "COMPLETECALLER", "BLINDTRANSFER", "ATTENDEDTRANSFER", "TRANSFER", "AGENTDUMP")
PAUSES = {"PAUSE": True, "UNPAUSE": False, "PAUSEALL": True, "UNPAUSEALL": False}


@dataclass(slots=True)
class Call:
    """One call of the log; seconds of the log's clock, -1 for what never happened."""

    queue: str
    entered_s: int
    connected_s: int = -1
    left_s: int = -1
    ended_s: int = -1
    how: str = ""
    rings: dict[str, list[str]] = field(default_factory=dict)
    """Member -> ringing of each offer until they answered; `never` where they did not."""


class PauseEntry(NamedTuple):
    """A pause (or its end) in one queue."""

    at_s: int
    queue: str
    member: str
    paused: bool


@dataclass(frozen=True, slots=True)
class QueueLog:
    """What a log tells."""

    name: str
    calls: tuple[Call, ...]
    """Those that ended in it."""
    unfinished: int
    pauses: tuple[PauseEntry, ...]
    members: dict[str, tuple[str, ...]]
    """Queue -> members it was seen to ring or pause."""

    @property
    def start_s(self) -> int:
        """The minute in which the first call entered."""
        return min(call.entered_s for call in self.calls) // 60 * 60

    @property
    def end_s(self) -> int:
        """The minute after everything has ended."""
        last = max(max(call.ended_s, call.left_s) for call in self.calls)
        return -(-(max([last, *(one.at_s for one in self.pauses)]) + 1) // 60) * 60

    @property
    def answered(self) -> list[Call]:
        """Calls that somebody took."""
        return [call for call in self.calls if call.connected_s >= 0]

    @property
    def handle_s(self) -> float:
        """Mean talk of the answered."""
        return fmean(call.ended_s - call.connected_s for call in self.answered)

    def files(self) -> dict[str, str]:
        """File name -> text: calls and pauses to replay, a scenario that does, and every gap."""
        return {"scenario.yaml": self._scenario(), "calls.csv": self._calls(), "pauses.csv": self._pauses(),
                "gaps.csv": self._gaps()}  # fmt: skip

    def told(self) -> Iterator[str]:
        """What was read, and what the columns are worth."""
        lost = len(self.calls) - len(self.answered)
        sent_on = sum(call.how not in ("", "gave up") for call in self.calls)
        yield f"{self.name}: {len(self.calls)} calls ({len(self.answered)} answered), {len(self.pauses)} pauses or ends of one"
        yield "arrival_s: whole seconds, as everything in such a log"
        yield (f"patience_s: censored for {len(self.answered)} answered calls (longer than they waited; empty, so they never "
               f"give up) and {sent_on} that were sent on or pressed a key; known for {lost - sent_on}")  # fmt: skip
        yield (f"handle_s: missing for {lost} calls that nobody took (the mean of the answered, {self.handle_s:.1f} s, "
               "stands there); talk only, wrap-up is in no log")  # fmt: skip
        yield "pick_up_*_s: known only for who was rung; `never` is censored at the time-out; empty: the agent's own law"
        yield "strategy, timeout, retry, wrapuptime, order of members: in queues.conf, not in the log; defaults stand"
        if self.unfinished:
            yield f"left out: {self.unfinished} calls that had not ended when the log did"
        yield "gaps.csv lists every cell that is censored or missing"

    # --- texts ---

    def _ids(self) -> dict[str, str]:
        """Member -> our id."""
        names = sorted({member for members in self.members.values() for member in members})
        return _written(names)

    def _lines(self) -> dict[str, str]:
        return _written(sorted({call.queue for call in self.calls}))

    def _calls(self) -> str:
        ids, lines = self._ids(), self._lines()
        rows = [["arrival_s", "line", "patience_s", "handle_s", *(f"pick_up_{ids[member]}_s" for member in ids)]]
        for call in self.calls:
            gave_up = call.how == "gave up"
            handle_s = str(call.ended_s - call.connected_s) if call.connected_s >= 0 else f"{self.handle_s:.1f}"
            rows.append([
                str(call.entered_s - self.start_s), lines[call.queue], str(call.left_s - call.entered_s) if gave_up else "",
                handle_s, *(";".join(call.rings.get(member, ())) for member in ids),
            ])  # fmt: skip
        return _csv(rows)

    def _pauses(self) -> str:
        """An agent is paused while any queue has them paused."""
        ids, rows = self._ids(), [["t_s", "agent", "action"]]
        in_queues: dict[str, set[str]] = {}
        for one in self.pauses:
            held = in_queues.setdefault(one.member, set())
            before = bool(held)
            (held.add if one.paused else held.discard)(one.queue)
            if one.queue == NOBODY and not one.paused:
                held.clear()
            if bool(held) is not before:
                at_s = max(0, one.at_s - self.start_s)
                rows.append([str(at_s), ids[one.member], "pause" if held else "resume"])
        return _csv(rows)

    def _gaps(self) -> str:
        rows = [["row", "column", "gap", "at_least_s"]]
        for nth, call in enumerate(self.calls, start=1):
            if call.how != "gave up":
                waited = (call.connected_s if call.connected_s >= 0 else call.left_s) - call.entered_s
                rows.append([str(nth), "patience_s", "censored", str(waited)])
            if call.connected_s < 0:
                rows.append([str(nth), "handle_s", "missing", ""])
        return _csv(rows)

    def _scenario(self) -> str:
        ids, lines = self._ids(), self._lines()
        agents = "\n".join(f"  {ids[member]}: {{}}" for member in ids)
        groups = "\n".join(
            f"  {name}:\n    layers: [{{members: [{', '.join(ids[member] for member in self.members.get(queue, ()))}]}}]\n    queue: {{}}"
            for queue, name in lines.items()
        )  # fmt: skip
        numbers = "\n".join(f"  {name}: {{route: {{ring_group: {name}}}}}" for name in lines.values())
        start, end = (datetime.fromtimestamp(at, UTC) for at in (self.start_s, self.end_s))
        return f"""# What would this logged day have been under other rules?
# Made of {self.name}. Assumed, because a queue_log does not tell it: strategy, ring time-out, retry and wrap-up (defaults stand
# until you set them as in queues.conf), and everything that gaps.csv lists.
schema: 1
name: {self.name}
horizon: {{start: {start:%Y-%m-%dT%H:%M:%S}, end: {end:%Y-%m-%dT%H:%M:%S}}}
agents:
{agents}
ring_groups:
{groups}
lines:
{numbers}
workload: {{replay: calls.csv}}
timeline: {{replay: pauses.csv}}
"""


def _written(names: list[str]) -> dict[str, str]:
    """Name -> an id that a scenario may hold: other signs become a hyphen, what then is alike gets a number."""
    ids: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"[^A-Za-z0-9_]+", "-", name).strip("-") or "member"
        nth = 2
        unique = plain
        while unique in ids.values():
            unique, nth = f"{plain}-{nth}", nth + 1
        ids[name] = unique
    return ids


def _csv(rows: list[list[str]]) -> str:
    return "".join(",".join(row) + "\n" for row in rows)


def read(path: Path) -> QueueLog:
    """What a log tells.

    Raises
    ------
    InputError
        If a line is no line of a queue_log, or no call ended in it.
    """
    found = _Reader()
    problems = []
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            fields = line.rstrip("\n").split("|")
            if len(fields) < 5 or not fields[0].isdecimal():
                problems.append(
                    Problem(f"{path}:{number}", "the line", "epoch|call|queue|member|event", line.strip()[:40])
                )
            else:
                found.take(int(fields[0]), fields[1:5], fields[5:])
    if problems:
        raise InputError(problems[:20])
    ended = [call for call in found.calls.values() if max(call.ended_s, call.left_s) >= 0]
    if not any(call.connected_s >= 0 for call in ended):
        raise invalid(str(path), "the log", "one in which a call was answered and ended", "without any")
    members = {queue: tuple(sorted(names)) for queue, names in found.members.items()}
    ended.sort(key=lambda call: call.entered_s)
    return QueueLog(
        path.name,
        tuple(ended),
        len(found.calls) - len(ended),
        tuple(sorted(found.pauses, key=lambda one: one.at_s)),
        members,
    )


class _Reader:
    """Takes in a log line by line."""

    def __init__(self) -> None:
        self.calls: dict[tuple[str, str], Call] = {}
        self.pauses: list[PauseEntry] = []
        self.members: dict[str, set[str]] = {}

    def take(self, at_s: int, said: list[str], data: list[str]) -> None:
        """One line: call, queue, member, event and the event's data."""
        call, queue, member, event = said
        if event in PAUSES:
            self.pauses.append(PauseEntry(at_s, queue, member, PAUSES[event]))
        if NOBODY not in (member, queue):
            self.members.setdefault(queue, set()).add(member)
        if event == "ENTERQUEUE":
            self.calls[call, queue] = Call(queue, at_s)
        elif (known := self.calls.get((call, queue))) is not None:
            _follow(known, at_s, member, event, data)


def _follow(call: Call, at_s: int, member: str, event: str, data: list[str]) -> None:
    """One line about a call that is in the queue."""
    if event == "RINGNOANSWER":
        call.rings.setdefault(member, []).append("never")
    elif event == "CONNECT":
        call.connected_s = at_s
        call.rings.setdefault(member, []).append(data[2] if len(data) > 2 and data[2] else "0")
    elif event in OVER and call.connected_s >= 0:
        call.ended_s = at_s
    elif event in LEFT:
        call.left_s, call.how = at_s, LEFT[event]
