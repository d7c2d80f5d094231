"""Clock times and local days to microseconds from the start of the horizon, and back.

Local times follow the zone's rules: a day has 23, 24 or 25 hours. A daily clock time that the change to summer time skips
counts as the instant of the change; one that the change back repeats counts as its first occurrence.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sim.domain.work import Daily, Rate

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_US = 86_400_000_000
CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_US = timedelta(microseconds=1)

Windows = tuple[tuple[int, int], ...]


def clock_us(text: str) -> int | None:
    """Microseconds after midnight of `HH:MM[:SS[.ffffff]]`; None if it is not a clock time.

    >>> clock_us("22:00:00.5"), clock_us("24:00"), clock_us("8:00")
    (79200500000, None, None)
    """
    if not (match := CLOCK.fullmatch(text)):
        return None
    hours, minutes, seconds, fraction = match.groups()
    whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds or 0)
    return whole * 1_000_000 + int((fraction or "").ljust(6, "0"))


def moment(text: str) -> datetime | None:
    """An ISO date-time, naive unless it carries an offset; None if it is not one."""
    if not MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def day(text: str) -> date | None:
    """`YYYY-MM-DD`; None if it is not a date."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else None
    except ValueError:
        return None


def window_us(text: str) -> tuple[int, int] | None:
    """`HH:MM-HH:MM` as microseconds after midnight; the end may be 24:00, and lies on the next day if it comes first.

    >>> window_us("22:00-06:00") == (22 * 3_600_000_000, 30 * 3_600_000_000)
    True
    """
    first, dash, last = text.partition("-")
    start, end = clock_us(first), DAY_US if last == "24:00" else clock_us(last)
    if not dash or start is None or end is None or start == end:
        return None
    return start, end if end > start else end + DAY_US


def weekdays(text: str) -> tuple[int, ...] | None:
    """`mon` or `mon-fri` as numbers, Monday 0; None if it is neither.

    >>> weekdays("sat-mon")
    (5, 6, 0)
    """
    first, dash, last = text.partition("-")
    if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
        return None
    start = WEEKDAYS.index(first)
    length = (WEEKDAYS.index(last) - start) % 7 + 1 if dash else 1
    return tuple((start + i) % 7 for i in range(length))


def weekly(daily: Daily) -> dict[int, Windows]:
    """Weekday -> windows in microseconds after its midnight, in the order written. Every text must be valid."""
    if isinstance(daily, str):
        daily = {"mon-sun": daily}
    found: dict[int, Windows] = {}
    for names, texts in daily.items():
        pairs = tuple(window_us(text) for text in ((texts,) if isinstance(texts, str) else texts))
        for weekday in weekdays(names) or ():
            found[weekday] = tuple(pair for pair in pairs if pair is not None)
    return found


def instants(wall: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The UTC instants with this local time: none in the hour that is skipped, two in the hour that comes twice."""
    if wall.tzinfo is not None:
        return (wall.astimezone(UTC),)
    both = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return tuple(sorted({at for at in both if at.astimezone(zone).replace(tzinfo=None) == wall}))


def _change(skipped: datetime, zone: ZoneInfo) -> datetime:
    """The instant of the change that skips a local time: later times of that hour must not overtake the next hour's."""
    after, before = (skipped.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    old = before.astimezone(zone).utcoffset()
    while after - before > _US:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def offset(at: datetime, zone: ZoneInfo) -> str:
    """The zone's offset from UTC at an instant: `-05:00`."""
    return at.astimezone(zone).isoformat()[-6:]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The horizon in its time zone."""

    zone: ZoneInfo
    start: datetime
    """UTC."""
    length_us: int

    @classmethod
    def between(cls, zone: ZoneInfo, start: datetime, end: datetime) -> "Calendar":
        """The calendar of two UTC instants."""
        return cls(zone, start, (end - start) // _US)

    def local(self, at_us: int) -> datetime:
        """The local time of an instant, without zone."""
        return (self.start + at_us * _US).astimezone(self.zone).replace(tzinfo=None)

    def label(self, at_us: int) -> str:
        """The local time as a person reads it: `12:00`, with its date if the horizon has several."""
        local = self.local(at_us)
        clock = local.time().isoformat(
            "minutes" if local.time().replace(second=0, microsecond=0) == local.time() else "auto"
        )
        return clock if self.clocks_suffice() else f"{local.date()} {clock}"

    def clocks_suffice(self) -> bool:
        """Whether a clock time names at most one instant: the horizon is not longer than a day."""
        return self.local(self.length_us) - self.local(0) <= timedelta(days=1)

    def on(self, when: date, after_midnight_us: int) -> int:
        """The instant of a daily clock time on a local date (up to 48 h after its midnight)."""
        wall = datetime.combine(when, time()) + after_midnight_us * _US
        at = wall.replace(tzinfo=self.zone).astimezone(UTC)
        if at.astimezone(self.zone).replace(tzinfo=None) != wall:
            at = _change(wall, self.zone)
        return (at - self.start) // _US

    def instant(self, text: str) -> int:
        """The instant of a valid clock time or date-time; may lie outside the horizon."""
        if (when := moment(text)) is not None:
            return (instants(when, self.zone)[0] - self.start) // _US
        clock = clock_us(text)
        assert clock is not None, "checked at load"
        first, last = self.local(0).date(), self.local(self.length_us - 1).date()
        at_us = self.on(first, clock)
        return self.on(last, clock) if at_us < 0 and last > first else at_us

    def dates(self) -> Iterator[date]:
        """The local dates the horizon touches, and the one before (its night shifts reach in)."""
        first, last = self.local(0).date(), self.local(self.length_us - 1).date()
        for number in range(-1, (last - first).days + 1):
            yield first + timedelta(days=number)

    def days(self) -> Windows:
        """[from, to) of each local day inside the horizon."""
        return self._clip((self.on(when, 0), self.on(when, DAY_US)) for when in self.dates())

    def windows(self, daily: Daily) -> Windows:
        """Daily windows inside the horizon: disjoint, sorted, touching ones joined."""
        week = weekly(daily)
        pieces = (
            (self.on(when, start), self.on(when, end))
            for when in self.dates()
            for start, end in week.get(when.weekday(), ())
        )
        return join(self._clip(pieces))

    def rates(self, rate: Rate) -> tuple[tuple[int, int, float], ...]:
        """(from, to, rate) inside the horizon where the rate is above 0; a value holds until the next, or midnight."""
        if not isinstance(rate, Mapping):
            return ((0, self.length_us, float(rate)),) if rate > 0 else ()
        starts = [(clock_us(text) or 0, float(value)) for text, value in rate.items()]
        ends = [*(start for start, _ in starts[1:]), DAY_US]
        pieces: list[tuple[int, int, float]] = []
        for when in self.dates():
            for (start, value), end in zip(starts, ends, strict=True):
                clipped = self._clip([(self.on(when, start), self.on(when, end))])
                pieces.extend((low, high, value) for low, high in clipped if value > 0)
        return tuple(pieces)

    def _clip(self, pieces: Iterator[tuple[int, int]] | list[tuple[int, int]]) -> Windows:
        inside = ((max(start, 0), min(end, self.length_us)) for start, end in pieces)
        return tuple((start, end) for start, end in inside if start < end)


def join(windows: Windows) -> Windows:
    """The union of windows, disjoint and sorted."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(windows):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def minus(windows: Windows, taken: Windows) -> Windows:
    """What is left of disjoint sorted windows without others."""
    left: list[tuple[int, int]] = []
    for start, end in windows:
        for low, high in taken:
            if low >= end or high <= start:
                continue
            if start < low:
                left.append((start, low))
            start = max(start, high)
        if start < end:
            left.append((start, end))
    return tuple(left)
