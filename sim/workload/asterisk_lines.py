"""A recording of personal lines on a real Asterisk: Dial, then voicemail. Reads `calls.csv`, writes nothing."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from statistics import median
from typing import NamedTuple

from sim.workload.asterisk import rows_of


class End(Enum):
    """How a call to a personal line ended."""

    ANSWERED = "answered"
    TIMED_OUT = "voicemail after the dial time-out"
    IN_USE = "voicemail at once, the phone in use"
    GAVE_UP = "caller gave up"


class LineCall(NamedTuple):
    """One call to a personal line, as given and as it ended (seconds as written)."""

    call: int
    started_s: str
    line: str
    ring_s: str
    """`never` is not answered."""
    handle_s: str
    patience_s: str
    end: End


@dataclass(frozen=True, slots=True)
class Lines:
    """A recording of personal lines."""

    folder: Path
    calls: tuple[LineCall, ...]
    timeout_s: int
    """Of Dial, as it was seen to last."""


_STATUS = {"ANSWER": End.ANSWERED, "NOANSWER": End.TIMED_OUT, "CANCEL": End.GAVE_UP}


def read_lines(folder: Path) -> Lines:
    """The recording in a folder; raises InputError if it has no `calls.csv`."""
    rows = rows_of(folder, "calls.csv")
    dialled_s = [float(row["t_dial_end"]) - float(row["t_start"]) for row in rows if row["t_dial_end"]]
    return Lines(folder, tuple(map(_call, rows)), round(median(dialled_s)))


def _call(row: dict[str, str]) -> LineCall:
    end = End.IN_USE if row["device"] == "INUSE" else _STATUS[row["dialstatus"]]
    return LineCall(int(row["call"]), row["t_start"], row["line"], row["ring"], row["handle"], row["patience"], end)
