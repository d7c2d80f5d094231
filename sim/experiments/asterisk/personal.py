"""Personal lines: the recorded calls simulated, each outcome beside Asterisk's."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.domain.contacts import Outcome, Reason, ordinal_of
from sim.domain.records import RecordKind
from sim.engines.protocol import Records
from sim.experiments.asterisk.imported import SCENARIO, table
from sim.workload.asterisk_lines import End, LineCall, Lines

BOXES = (Outcome.VOICEMAIL_LEFT, Outcome.VOICEMAIL_EMPTY)


@dataclass(frozen=True, slots=True)
class Ended:
    """One call: how it ended there and how here."""

    call: int
    recorded: End
    simulated: str


def files(lines: Lines) -> dict[str, str]:
    """File name -> text: a scenario and the calls it replays."""
    return {SCENARIO: _scenario(lines), "calls.csv": _calls(lines)}


def compared(lines: Lines, records: Records) -> list[Ended]:
    """Every call of the recording beside its outcome in the records of the scenario's run."""
    ends = dict(_ends(records))
    return [Ended(call.call, call.end, ends[nth]) for nth, call in enumerate(_in_order(lines))]


def _ends(records: Records) -> Iterator[tuple[int, str]]:
    """Position of a call -> how it ended, in the recording's words."""
    for _, kind, contact, _, _, _, value, reason in records.tolist():
        if kind == RecordKind.OUTCOME:
            yield ordinal_of(contact), _word(Outcome(value), Reason(reason))


def _word(outcome: Outcome, reason: Reason) -> str:
    if outcome is Outcome.ANSWERED_LIVE:
        return End.ANSWERED.value
    if outcome is Outcome.ABANDONED_RINGING:
        return End.GAVE_UP.value
    if outcome in BOXES:
        return {Reason.NO_ANSWER: End.TIMED_OUT.value, Reason.BUSY: End.IN_USE.value}.get(reason, reason.name)
    return outcome.name


def _in_order(lines: Lines) -> list[LineCall]:
    return sorted(lines.calls, key=lambda call: float(call.started_s))


def _names(lines: Lines) -> list[str]:
    return sorted({call.line for call in lines.calls})


def _scenario(lines: Lines) -> str:
    owners = "\n".join(f"  owner-{line}: {{voicemail: true, wrap_up_s: 0}}" for line in _names(lines))
    numbers = "\n".join(
        f"  line-{line}: {{personal: owner-{line}, personal_ring_timeout_s: {lines.timeout_s}}}"
        for line in _names(lines)
    )
    return f"""# Do the recorded calls to these personal lines end as they did on Asterisk?
# {len(lines.calls)} calls to {len(_names(lines))} lines: Dial for {lines.timeout_s} s, then voicemail; at once if the phone is in use. Arrival, patience, ringing and
# talk are the recorded ones; the clock of day and the time in the box are assumed.
schema: 1
name: Asterisk, personal lines
horizon: {{start: 2026-03-02T09:00, end: 2026-03-02T10:00}}
agents:
{owners}
lines:
{numbers}
workload: {{replay: calls.csv}}
"""


def _calls(lines: Lines) -> str:
    names = _names(lines)
    rows = (
        [call.started_s, f"line-{call.line}", call.patience_s, call.handle_s,
         *(call.ring_s if call.line == line else "" for line in names)]
        for call in _in_order(lines)
    )  # fmt: skip
    columns = (f"pick_up_owner-{line}_s" for line in names)
    return table(["arrival_s", "line", "patience_s", "handle_s", *columns], rows)
