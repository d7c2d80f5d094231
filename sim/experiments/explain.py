"""One contact's story in plain sentences, with the reason for every agent who was skipped.

Records do not hold skip reasons (a reason per agent would make every decision cost O(agents)): the run is repeated, and
at each decision about this contact the machine is asked. May not change what it watches.
"""

from collections.abc import Callable, Iterator

from sim.domain.contacts import Outcome, Reason
from sim.domain.errors import invalid
from sim.domain.plan import Plan
from sim.domain.records import Notice, Record, RecordKind
from sim.domain.time import seconds
from sim.engines.simpy import Model
from sim.experiments.verify import Stored
from sim.routing.eligibility import kept_for_home, skip_reason
from sim.routing.state import CallState, Row, World, able
from sim.scenario.resolve import resolve
from sim.workload.stream import workload

WHY_LEFT = {
    Reason.RANG_OUT: "nobody answered and there is no queue",
    Reason.HOLD_LIMIT: "the longest hold is over",
    Reason.UNSTAFFED: "nobody there could be rung or is at work",
    Reason.QUEUE_LIMIT: "the queue is full",
    Reason.HOURS: "it is closed",
    Reason.EXIT_KEY: "the caller pressed a key to get out",
}

WHY_LEG_ENDED = {
    Reason.ANSWERED_ELSEWHERE: "stops ringing: answered elsewhere",
    Reason.RING_TIMEOUT: "does not answer before the ring time-out",
    Reason.CALLER_LEFT: "stops ringing: the caller hung up",
    Reason.STATUS_CHANGE: "stops ringing: their status changed",
    Reason.REJECTED: "rejects the call",
    Reason.HOLD_LIMIT: "stops ringing: the longest hold is over",
    Reason.GHOST_ANSWER: "picks up, and there is nobody any more",
    Reason.CALLS_BACK: "picks up to call the customer back",
    Reason.EXIT_KEY: "stops ringing: the caller pressed a key to get out",
}

_GROUP = "ring_groups.{group}"
RULES: dict[tuple[RecordKind, int], tuple[str, str]] = {
    (RecordKind.RING, 0): ("B6", f"{_GROUP}.strategy"),
    (RecordKind.RING, 1): ("B3", f"{_GROUP}.join_ring"),
    (RecordKind.RING_END, Reason.ANSWERED_ELSEWHERE): ("B6", f"{_GROUP}.strategy"),
    (RecordKind.RING_END, Reason.RING_TIMEOUT): ("A2.1", f"{_GROUP}.ring_timeout_s"),
    (RecordKind.RING_END, Reason.STATUS_CHANGE): ("B3", f"{_GROUP}.pause_while_ringing"),
    (RecordKind.RING_END, Reason.REJECTED): ("B3", "agents.{agent}.reject"),
    (RecordKind.RING_END, Reason.HOLD_LIMIT): ("B5", f"{_GROUP}.queue.at_max_hold"),
    (RecordKind.RING_END, Reason.GHOST_ANSWER): ("B6", "router.glare_window_s"),
    (RecordKind.QUEUED, 0): ("A2.13", f"{_GROUP}.queue"),
    (RecordKind.LEAVE, Reason.RANG_OUT): ("A2.1", f"{_GROUP}.queue"),
    (RecordKind.LEAVE, Reason.HOLD_LIMIT): ("A2.13", f"{_GROUP}.queue.max_hold_s"),
    (RecordKind.LEAVE, Reason.UNSTAFFED): ("B5", f"{_GROUP}.queue.unstaffed_policy"),
    (RecordKind.LEAVE, Reason.QUEUE_LIMIT): ("A2.13", f"{_GROUP}.queue.limit"),
    (RecordKind.VOICEMAIL, 0): ("A2.12", f"{_GROUP}.overflow"),
    (RecordKind.WRAP_UP, 0): ("B3", "agents.{agent}.wrap_up_s"),
}
"""Kind of record, and its reason or how it rings -> the rule of docs/rules.md behind it and the option that sets it."""
PERSONAL = {
    RecordKind.RING: ("B4", "lines.{line}.personal"),
    RecordKind.RING_END: ("B4", "lines.{line}.personal_ring_timeout_s"),
    RecordKind.VOICEMAIL: ("B4", "agents.{agent}.voicemail"),
}
"""The same on a personal line."""
NOTICES = {
    Notice.TEXT: "the message",
    Notice.VOICEMAIL: "the voicemail",
    Notice.WATCHED: "the message, and only watches",
}

DECISIONS = (RecordKind.RING, RecordKind.QUEUED, RecordKind.LEAVE, RecordKind.VOICEMAIL)

LEGS = (RecordKind.RING, RecordKind.RING_END, RecordKind.ANSWER, RecordKind.TALK_END)


def explained(stored: Stored, call: str, replication: int = 1) -> list[str]:
    """The story of a contact of a stored run, written as in its tables: `calls/main#17`.

    Raises
    ------
    InputError
        If the run has no such replication, source or contact.
    """
    loaded = stored.loaded()
    numbers = stored.manifest["replications"]
    if replication not in numbers:
        raise invalid("--replication", "the replication", f"one of the run's {len(numbers)}", replication)
    plan = resolve(loaded, short=stored.short)
    contact = plan.contact_of(call)

    def clock(at_us: int) -> str:
        return f"{loaded.calendar.local(at_us):%H:%M:%S.%f}"[:-3]

    story = explain(plan, stored.seed, replication, contact, clock)
    if not story:
        raise invalid("--call", "the contact", "one that arrives in this replication", call)
    return story


def explain(plan: Plan, seed: int, replication: int, contact: int, clock: Callable[[int], str]) -> list[str]:
    """The sentences of one contact.

    Parameters
    ----------
    contact : int
        Contact key; an unknown one gives no sentence.
    clock : callable
        Microseconds from the start of the horizon -> the time as printed.
    """
    model = Model(plan, workload(plan, seed, replication), seed, replication)
    lines: list[str] = []
    world = model.machine.world

    def watch(row: Row) -> None:
        if row[2] != contact:
            return
        record = Record(*row)
        lines.append(f"{clock(record.time_us)}  {_sentence(plan, record)}{_rule(world, record)}")
        if (
            record.kind in DECISIONS
            and contact in world.calls
            and (record.kind is not RecordKind.RING or not _rings_already(world, record))
        ):
            lines.extend(f"{'':10}{line}" for line in _skipped(world, record))

    world.emit = watch
    model.run()
    return lines


def _rings_already(world: World, record: Record) -> bool:
    """Whether this leg is a later one of a batch whose decision has been explained."""
    return len(world.calls[record.contact].legs) > 1


def _skipped(world: World, record: Record) -> Iterator[str]:
    """Why each member of the call's target is not rung at this decision: one line a reason."""
    call = world.calls[record.contact]
    members = world.groups[call.group].members() if call.group >= 0 else []
    if call.line is not None and call.line.owner >= 0 and call.group < 0:
        members = [call.line.owner]
    found: dict[str, list[str]] = {}
    for member in members:
        if member not in call.legs and (why := _why_not(world, call, member, record)):
            found.setdefault(why, []).append(world.agents[member].plan.id)
    for why, names in found.items():
        yield f"{_listed(names)} {why}"


def _why_not(world: World, call: CallState, member: int, record: Record) -> str:
    """The reason for one agent; empty if there is none to give."""
    reason = skip_reason(world.agents[member])
    if reason is not None:
        return reason.text
    if not able(world.agents[member].plan, call.facts):
        return "does not have the skill that the call needs"
    if kept_for_home(world, call, member):
        return "is kept for a call that waits in their home ring group"
    if member in call.offered:
        return "has been tried in this pass"
    if call.spared_until_us.get(member, 0) > world.now:
        return "was tried less than the retry time ago"
    return "is free, but it is not their turn" if record.kind is RecordKind.RING else ""


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} (each):"


def _sentence(plan: Plan, record: Record) -> str:
    nobody = "the backup number" if record.kind in LEGS else "nobody"
    agent = plan.agents[record.agent].id if record.agent >= 0 else nobody
    group = plan.groups[record.group].id if record.group >= 0 else ""
    return SENTENCES[RecordKind(record.kind)](plan, record, agent, group)


def _rule(world: World, record: Record) -> str:
    """The rule and the option behind what a record tells, `[B6, ring_groups.sales.strategy: longest_idle]`."""
    kind, call = RecordKind(record.kind), world.calls.get(record.contact)
    how = {RecordKind.RING: record.value, RecordKind.VOICEMAIL: 0}.get(kind, record.reason)
    rule, option = RULES.get((kind, how), ("", ""))
    if record.group < 0 and kind in PERSONAL:
        rule, option = PERSONAL[kind]
    if not rule or call is None:
        return ""
    names = {
        "group": world.plan.groups[record.group].id if record.group >= 0 else "",
        "agent": world.plan.agents[record.agent].id if record.agent >= 0 else "",
        "line": call.line.id if call.line else "",
    }
    strategy = kind is RecordKind.RING and record.group >= 0 and not record.value
    value = f": {world.groups[record.group].layers[call.layer].plan.strategy}" if strategy else ""
    return f"  [{rule}, {option.format(**names)}{value}]"


def _arrival(plan: Plan, record: Record, agent: str, group: str) -> str:
    if record.value < 0:
        return f"{agent} is due to contact a customer"
    customer = f" by customer {record.offer}" if record.offer >= 0 else ""
    return f"line {plan.lines[record.value].id} is contacted{customer}"


def _outcome(plan: Plan, record: Record, agent: str, group: str) -> str:
    because = f", because: {Reason(record.reason).name.lower()}" if record.reason else ""
    return f"the outcome is {Outcome(record.value).name}{because}"


def _answer(plan: Plan, record: Record, agent: str, group: str) -> str:
    who = f"the carrier's voicemail of {agent}" if record.reason else agent
    return f"{who} answers after {seconds(record.value):.1f} s"


def _voicemail(plan: Plan, record: Record, agent: str, group: str) -> str:
    box = f"{agent}'s own" if record.agent >= 0 else f"line {plan.lines[record.value].id}'s"
    return f"the caller goes to {box} voicemail, because: {Reason(record.reason).name.lower()}"


SENTENCES: dict[RecordKind, Callable[[Plan, Record, str, str], str]] = {
    RecordKind.ARRIVAL: _arrival,
    RecordKind.ENTER: lambda p, r, a, g: (
        f"the call enters ring group {g}" if r.group >= 0 else f"the call comes to the line of {a}"
    ),
    RecordKind.QUEUED: lambda p, r, a, g: (
        f"the call waits in the queue of {g}, {r.value} ahead"
        if g
        else f"the message waits for a slot, {r.value} ahead"
    ),
    RecordKind.RING: lambda p, r, a, g: f"{a} {'joins the ring' if r.value else 'rings'} (offer {r.offer})",
    RecordKind.RING_END: lambda p, r, a, g: f"{a} {WHY_LEG_ENDED[Reason(r.reason)]}",
    RecordKind.ANSWER: _answer,
    RecordKind.TALK_END: lambda p, r, a, g: f"the call with {a} ends after {seconds(r.value):.1f} s",
    RecordKind.WRAP_UP: lambda p, r, a, g: f"{a} starts {seconds(r.value):.1f} s of wrap-up",
    RecordKind.WRAP_UP_END: lambda p, r, a, g: f"{a} ends the wrap-up",
    RecordKind.DIAL: lambda p, r, a, g: f"{a} dials, {seconds(r.value):.1f} s after it was due",
    RecordKind.CONNECT: lambda p, r, a, g: f"the customer answers after {seconds(r.value):.1f} s",
    RecordKind.DIAL_END: lambda p, r, a, g: f"the dial is over after {seconds(r.value):.1f} s",
    RecordKind.CALLBACK: lambda p, r, a, g: (
        "the customer is on the line and waits" if r.value else "the caller will be called back"
    ),
    RecordKind.LEAVE: lambda p, r, a, g: f"the call leaves {g}: {WHY_LEFT[Reason(r.reason)]}",
    RecordKind.VOICEMAIL: _voicemail,
    RecordKind.TALLY: lambda p, r, a, g: f"of those it was meant for, {Reason(r.reason).name.lower()}: {r.value}",
    RecordKind.OUTCOME: _outcome,
    RecordKind.NOTIFY: lambda p, r, a, g: f"{a} is notified of {NOTICES[Notice(r.value)]}",
    RecordKind.DARK: lambda p, r, a, g: f"nobody may be notified, because: {Reason(r.reason).name.lower()}",
    RecordKind.CONVERSATION: lambda p, r, a, g: f"{a} has {r.value} conversations open",
    RecordKind.REPLY: lambda p, r, a, g: f"{a} replies after {seconds(r.value):.1f} s",
}
"""One sentence for every kind of record that names a contact."""
