"""Records of one instant in the words of a story. Reads records; knows nothing of worlds or of the machine."""

from collections.abc import Callable, Iterable

from sim.domain.agents import Action, Phone, Status
from sim.domain.contacts import Outcome, Reason, generation_of, ordinal_of, source_of
from sim.domain.plan import Verb
from sim.domain.records import Notice, Record, RecordKind
from sim.routing.state import Row

SOURCES = "CDMTRSU"
"""Calls, dialled calls, messages, texts sent, records of campaigns: the letter of a contact is its source."""

END_OF_LEG = {
    Reason.RING_TIMEOUT: "missed",
    Reason.STATUS_CHANGE: "cancelled",
    Reason.ANSWERED_ELSEWHERE: "elsewhere",
    Reason.CALLER_LEFT: "left",
    Reason.REJECTED: "rejected",
    Reason.HOLD_LIMIT: "cut",
    Reason.GHOST_ANSWER: "ghost",
    Reason.CALLS_BACK: "takes",
}


def contact(key: int) -> str:
    """C7 for the eighth call of a story, C7' for the second attempt of its caller."""
    return f"{SOURCES[source_of(key)]}{ordinal_of(key)}" + "'" * generation_of(key)


def _leg(row: Record) -> str:
    return f"[A{row.agent}]" if row.agent >= 0 else "[backup]"


def _who(row: Record) -> str:
    who = f"A{row.agent}" if row.agent >= 0 else "backup"
    return f"{who} voicemail" if row.reason else who


def _action(value: int) -> str:
    return (Action(value) if value >= 0 else Verb(-1 - value)).name.lower()


def _why(reason: int) -> str:
    return f" {Reason(reason).name.lower()}" if reason else ""


def _of(row: Record) -> str:
    return f" A{row.agent}" if row.agent >= 0 else ""


def _box(row: Record) -> str:
    return f"A{row.agent} box" if row.agent >= 0 else "line box"


_WORDS: dict[RecordKind, Callable[[Record], str]] = {
    RecordKind.STATUS: lambda r: f"status A{r.agent} {Status(r.value).name.lower()}",
    RecordKind.LOGIN: lambda r: f"{'login' if r.value else 'logout'} A{r.agent}",
    RecordKind.PHONE: lambda r: f"phone A{r.agent} {Phone(r.value).name.lower()}",
    RecordKind.HOURS: lambda r: "open" if r.value else "closed",
    RecordKind.ENTER: lambda r: f"enter {contact(r.contact)} {f'G{r.group}' if r.group >= 0 else f'A{r.agent}'}",
    RecordKind.QUEUED: lambda r: f"queued {contact(r.contact)}{f' G{r.group}' if r.group >= 0 else ''}",
    RecordKind.RING: lambda r: f"{'join' if r.value else 'ring'} {contact(r.contact)} {_leg(r)}",
    RecordKind.RING_END: lambda r: f"{END_OF_LEG[Reason(r.reason)]} {contact(r.contact)} {_leg(r)}",
    RecordKind.ANSWER: lambda r: f"answer {contact(r.contact)} {_who(r)}",
    RecordKind.TALK_END: lambda r: f"talk_end {contact(r.contact)} A{r.agent}",
    RecordKind.WRAP_UP: lambda r: f"wrap_up A{r.agent}",
    RecordKind.WRAP_UP_END: lambda r: f"wrap_up_end A{r.agent}",
    RecordKind.DIAL: lambda r: f"dial {contact(r.contact)}{_of(r)}",
    RecordKind.CONNECT: lambda r: f"connect {contact(r.contact)}{_of(r)}",
    RecordKind.DIAL_END: lambda r: f"no_connect {contact(r.contact)}{_of(r)}",
    RecordKind.LEAVE: lambda r: f"leave {contact(r.contact)} G{r.group}{_why(r.reason)}",
    RecordKind.VOICEMAIL: lambda r: f"voicemail {contact(r.contact)} {_box(r)}",
    RecordKind.TALLY: lambda r: f"tally {contact(r.contact)} {r.value}{_why(r.reason)}",
    RecordKind.OUTCOME: lambda r: f"outcome {contact(r.contact)} {Outcome(r.value).name.lower()}{_why(r.reason)}",
    RecordKind.NOTIFY: lambda r: (
        f"{'watch' if r.value == Notice.WATCHED else 'notify'} A{r.agent} of {contact(r.contact)}"
    ),
    RecordKind.REPLY: lambda r: f"reply {contact(r.contact)} A{r.agent}",
    RecordKind.ACTED: lambda r: f"acted A{r.agent} {_action(r.value)}",
    RecordKind.REFUSED: lambda r: f"refused A{r.agent} {_action(r.value)}{_why(r.reason)}",
    RecordKind.MEMBER: lambda r: f"{'joins' if r.value > 0 else 'leaves'} A{r.agent} G{r.group}",
    RecordKind.UNASSIGN: lambda r: f"unassign K{r.value} A{r.agent}",
    RecordKind.PERSON: lambda r: f"person A{r.agent}",
    RecordKind.ABSENT: lambda r: f"absent A{r.agent}",
    RecordKind.CALLBACK: lambda r: f"{'on_line' if r.value else 'callback'} {contact(r.contact)}",
    RecordKind.LIST: lambda r: f"list {SOURCES[r.offer]} {r.value}",
    RecordKind.DARK: lambda r: f"dark {contact(r.contact)}{_why(r.reason)}",
    RecordKind.CONVERSATION: lambda r: f"conversations A{r.agent} {r.value}",
    RecordKind.ASSIGN: lambda r: f"assign K{r.value} A{r.agent}",
}

FAMILIES: dict[str, RecordKind] = {
    "ring": RecordKind.RING, "join": RecordKind.RING,
    "missed": RecordKind.RING_END, "cancelled": RecordKind.RING_END,
    "elsewhere": RecordKind.RING_END, "left": RecordKind.RING_END,
    "rejected": RecordKind.RING_END, "cut": RecordKind.RING_END, "ghost": RecordKind.RING_END,
    "takes": RecordKind.RING_END,
    "on_line": RecordKind.CALLBACK,
    "login": RecordKind.LOGIN, "logout": RecordKind.LOGIN,
    "open": RecordKind.HOURS, "closed": RecordKind.HOURS,
    "joins": RecordKind.MEMBER, "leaves": RecordKind.MEMBER,
    "no_connect": RecordKind.DIAL_END, "watch": RecordKind.NOTIFY, "conversations": RecordKind.CONVERSATION,
} | {kind.name.lower(): kind for kind in _WORDS if kind not in (RecordKind.RING_END, RecordKind.HOURS)}  # fmt: skip
"""First word of an effect -> the kind of record it tells; an effect is shown together with its whole family."""

ALWAYS = ("ring", "answer", "voicemail", "outcome", "refused", "notify")
"""Told in every story, expected or not; the other families only where a story mentions them."""


def tell_rows(rows: Iterable[Row], shown: set[RecordKind]) -> list[str]:
    """The effects of one instant; legs of one call that start or end together share a bracket, in their order."""
    effects: list[str] = []
    for row in map(Record._make, rows):
        if row.kind not in shown or row.kind not in _WORDS:
            continue
        effect = _WORDS[RecordKind(row.kind)](row)
        head = effect.partition("[")[0]
        if effect.endswith("]") and effects and effects[-1].startswith(f"{head}["):
            effects[-1] = f"{effects[-1][:-1]} {effect[len(head) + 1 :]}"
        else:
            effects.append(effect)
    return effects
