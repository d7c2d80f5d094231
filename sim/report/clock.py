"""Seconds of a horizon as local clock labels, for tables and time axes. May not read a clock or know a time zone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from matplotlib.axes import Axes

DAY = 86_400.0
_STEPS_S = (60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000)
_MOST_TICKS = 13


@dataclass(frozen=True, slots=True)
class Clock:
    """Local wall-clock labels of one horizon.

    Parameters
    ----------
    start : datetime
        Start of the horizon, local, without an offset.
    length_s : float
        Length of the horizon in seconds; above one calendar day, labels carry the date.
    """

    start: datetime
    length_s: float

    @property
    def many_days(self) -> bool:
        """Whether a time of day alone would be ambiguous."""
        midnight = self.start.replace(hour=0, minute=0, second=0, microsecond=0)
        return self.start + timedelta(seconds=self.length_s) > midnight + timedelta(days=1)

    def label(self, at_s: float) -> str:
        """`HH:MM` (with seconds where they are not zero), after the date when the horizon has several days."""
        at = self.start + timedelta(seconds=round(at_s))
        if not self.many_days and at.hour == 0 and at > self.start:
            return "24:00"
        return at.strftime(("%a %d %b " if self.many_days else "") + ("%H:%M:%S" if at.second else "%H:%M"))

    def span(self, from_s: float, to_s: float) -> str:
        """Two labels; the date once, unless they are a day or more apart."""
        end = self.label(to_s)
        return f"{self.label(from_s)}–{end if to_s - from_s >= DAY else end.rpartition(' ')[2]}"

    def minute(self, at_s: float) -> str:
        """`label` cut to the whole minute, for prose."""
        past = (self.start + timedelta(seconds=int(at_s))).second
        return self.label(int(at_s) - past)

    def axis(self, axes: Axes, low_s: float, high_s: float) -> None:
        """Give `axes` an x axis over [low_s, high_s] with round local times and its unit."""
        midnight = -(self.start - self.start.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()
        step = next((s for s in _STEPS_S if (high_s - low_s) / s < _MOST_TICKS), _STEPS_S[-1])
        first = -int((midnight - low_s) // step)
        ticks = [t for i in range(first, first + 2 * _MOST_TICKS) if low_s <= (t := midnight + i * step) <= high_s]
        axes.set_xlim(low_s, high_s)
        axes.set_xticks(ticks, [self._tick(t, step) for t in ticks])
        axes.set_xlabel(self._unit(step))

    def _tick(self, at_s: float, step: float) -> str:
        if step >= DAY:
            return (self.start + timedelta(seconds=round(at_s))).strftime("%d %b")
        return self.label(at_s).replace(" ", "\n", 2).replace("\n", " ", 1) if self.many_days else self.label(at_s)

    def _unit(self, step: float) -> str:
        if step >= DAY:
            return "date (day, month)"
        return "local time (weekday day, month HH:MM)" if self.many_days else "local time of day (HH:MM)"
