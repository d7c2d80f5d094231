"""Phones outside the system and what becomes of texts, as rows of a plan. Laws and names are resolved by whoever asks."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sim.domain import knobs
from sim.domain.luck import luck_of, threshold
from sim.domain.plan import BackupPlan, SmsPlan
from sim.domain.time import NEVER, micros

TableOf = Callable[[Any], int]
"""A law -> its table of the plan."""


def carrier(phone: knobs.Agent | knobs.Backup, outside: bool, table: TableOf) -> dict[str, int]:
    """The carrier's voicemail, which only a phone outside the system has."""
    if not (outside and phone.carrier_voicemail):
        return {"carrier": 0, "carrier_after": -1}
    return {"carrier": threshold(phone.carrier_voicemail), "carrier_after": table(phone.carrier_voicemail_after_s)}


def backup(name: str, line: knobs.Line, lines: Mapping[str, int], table: TableOf) -> BackupPlan | None:
    """The backup number of a line."""
    number = line.backup
    if number is None:
        return None
    return BackupPlan(
        line=-1 if number.line is None else lines[number.line],
        luck=luck_of(f"{name}/backup"),
        pick_up=table(number.pick_up_s),
        no_answer=threshold(number.no_answer),
        **carrier(number, number.line is None, table),
        ring_timeout_us=micros(line.backup_ring_timeout_s),
        when_paused=line.backup_when_paused,
    )


def texts(
    sms: knobs.Sms, keys: Callable[[Iterable[str]], tuple[int, ...]], groups: Mapping[str, int], table: TableOf
) -> SmsPlan:
    """How inbound texts are handled."""
    conversation, inbox = sms.mode == "conversation", sms.fallback or knobs.Inbox()
    return SmsPlan(
        conversation=conversation,
        slots=sms.slots if conversation else NEVER,
        queue_limit=NEVER if sms.queue_limit is None else sms.queue_limit,
        length=table(sms.conversation_s) if conversation else -1,
        blocks_voice=sms.blocks_voice,
        fallback=keys(inbox.agents),
        fallback_group=-1 if inbox.ring_group is None else groups[inbox.ring_group],
        reassign_us=NEVER if sms.reassign_after_s is None else micros(sms.reassign_after_s),
        keeps=conversation or sms.backlog or sms.reassign_after_s is not None,
        assigns=sms.assigns_customers,
        watching=tuple(keys(sms.watching)),
    )
