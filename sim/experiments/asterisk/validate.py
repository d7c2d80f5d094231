"""Does the model do what a real Asterisk did? Every recording under a folder: decisions, whole runs, personal lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.domain.errors import invalid
from sim.domain.plan import Plan
from sim.engines.simpy import SimpyEngine
from sim.experiments import store
from sim.experiments.asterisk import days, imported, personal
from sim.experiments.asterisk.decisions import Decision, Log, Verdict, counts
from sim.scenario.load import load
from sim.scenario.resolve import resolve
from sim.workload import asterisk
from sim.workload.asterisk_lines import Lines, read_lines
from sim.workload.stream import workload

AGREED = 0.99
"""Share of a queue's decisions that must be Asterisk's; of the others none may be unexplained."""
ALTOGETHER = 0.997
"""The same over all queues of one clock whose strategy leaves nothing to chance."""
BY_CHANCE = ("ringall", "random")
"""Strategies of which only the ringing of somebody allowed can be asked: the first rings all, the second draws."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One line of the answer: what was compared, the figures in words, and whether they are as they must be."""

    what: str
    told: str
    good: bool | None
    """None: reported only."""


def queues_under(folder: Path) -> list[Path]:
    """Folders that hold the recording of a queue, in order."""
    return sorted(path for path in [folder, *folder.rglob("*")] if path.is_dir() and _has(path, "arrivals.csv"))


def lines_under(folder: Path) -> list[Path]:
    """Folders that hold a recording of personal lines, in order."""
    folders = (path for path in [folder, *folder.rglob("*")] if path.is_dir() and _has(path, "calls.csv"))
    return sorted(path for path in folders if "device" in asterisk.text_of(path, "calls.csv").partition("\n")[0])


def _has(folder: Path, name: str) -> bool:
    return (folder / name).exists() or (folder / f"{name}.gz").exists()


def validate(folder: Path, runs: int) -> Iterator[Judged]:
    """Judge every recording under a folder; each line comes as it is known.

    Parameters
    ----------
    runs : int
        Simulated runs of each recorded day.

    Raises
    ------
    InputError
        If there is no recording.
    """
    queues, lines = queues_under(folder), lines_under(folder)
    if not queues and not lines:
        raise invalid(str(folder), "the folder", "one that holds recordings of Asterisk", "without any")
    by_clock: dict[str, list[Decision]] = {}
    for path in queues:
        recording = asterisk.read(path)
        name = f"{path.parent.name}/{path.name}"
        decisions = Log(recording).decisions()
        yield _decisions(name, decisions, AGREED)
        if path.name not in BY_CHANCE:
            by_clock.setdefault(path.parent.name, []).extend(decisions)
        yield _day(name, days.compared(recording, planned(imported.files(recording)), runs))
    for clock, decisions in by_clock.items():
        if len(queues) > 1:
            yield _decisions(f"{clock}, nothing by chance", decisions, ALTOGETHER)
    for path in lines:
        yield _lines(path.name, read_lines(path))


def imported_from(folder: Path) -> dict[str, str]:
    """File name -> text of one recording, of a queue or of personal lines.

    Raises
    ------
    InputError
        If the folder holds neither.
    """
    if _has(folder, "arrivals.csv"):
        return imported.files(asterisk.read(folder))
    if folder in lines_under(folder):
        return personal.files(read_lines(folder))
    raise invalid(str(folder), "the folder", "the recording of a queue or of personal lines", "neither")


def planned(files: Mapping[str, str]) -> Plan:
    """The plan of an imported recording."""
    spools = store.Spools()
    store.put(spools.folder, files)
    return resolve(load(spools.folder / imported.SCENARIO))


def _decisions(name: str, decisions: list[Decision], least: float) -> Judged:
    found = counts(decisions)
    agreed, asked = found[Verdict.AGREED], len(decisions)
    others = ", ".join(
        f"{found[verdict]} {verdict.value}" for verdict in Verdict if verdict is not Verdict.AGREED and found[verdict]
    )
    told = f"{agreed:,} of {asked:,} decisions" + (f"; {others}" if others else "")
    return Judged(f"{name} decisions", told, agreed >= least * asked and not found[Verdict.OURS])


def _day(name: str, day: days.Compared) -> Judged:
    here, there = day.simulated, day.recorded
    told = (
        f"answered {here.answered:.1f} ({there.answered:.0f})  wait {here.mean_wait_s:.2f} ({there.mean_wait_s:.2f}) s  "
        f"95 % {here.p95_wait_s:.1f} ({there.p95_wait_s:.1f}) s  missed {here.missed:.0f} ({there.missed:.0f})  "
        f"calls a member {here.fewest:.0f}-{here.most:.0f} ({there.fewest:.0f}-{there.most:.0f})"
    )
    if day.spread is not None:
        told += f"  allowed {days.WITHIN * day.spread[0]:.1f} and {days.WITHIN * day.spread[1]:.1f} s"
    return Judged(f"{name} day", told, day.agrees)


def _lines(name: str, lines: Lines) -> Judged:
    plan = planned(personal.files(lines))
    ended = personal.compared(lines, SimpyEngine().run(plan, workload(plan, 1, 1), 1, 1).records)
    wrong = [one for one in ended if one.recorded.value != one.simulated]
    told = f"{len(ended) - len(wrong)} of {len(ended)} outcomes"
    told += "".join(f"; call {one.call}: {one.recorded.value}, here {one.simulated}" for one in wrong)
    return Judged(f"{name} lines", told, not wrong)
