"""A scenario resolved to integers: what the routing machine and both engines read.

This is the one place where options become policy: a vendor's rule is a value in one of these rows, decided at load.
Indexes are positions in the tuples here; -1 is none; times are us from the start of the horizon.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum

from sim.domain.agents import AnswerType, Status
from sim.domain.contacts import (
    MAX_GENERATION,
    MAX_ORDINAL,
    Channel,
    ContactKey,
    contact_key,
    generation_of,
    ordinal_of,
    source_of,
)
from sim.domain.errors import invalid
from sim.domain.luck import Table
from sim.domain.time import NEVER, SECOND

DIAL_TIMEOUT_US = 25 * SECOND
"""Longest ringing of an outbound call (A2.15)."""


class Dispatch(IntEnum):
    """When a waiting call looks for an agent."""

    EVENT = 0
    POLL = 1
    ASTERISK = 2


@dataclass(frozen=True, slots=True)
class RouterPlan:
    """How the router looks; `clock_us` is how far the vendor's clock of whole seconds is into one at the start."""

    dispatch: Dispatch = Dispatch.EVENT
    poll_us: int = SECOND
    clock_us: int = 0
    glare_us: int = 0
    """Until a phone learns that its call needs it no more."""


class Unstaffed(IntEnum):
    """Whether a call waits in a queue whose members are all away."""

    WAIT_IF_BUSY_EXISTS = 0
    WAIT = 1
    FAST_FORWARD = 2
    LEAVE_WHEN_EMPTY = 3
    GRACE = 4


class TargetKind(IntEnum):
    """Where a call may go next."""

    NONE = 0
    RING_GROUP = 1
    LINE_BOX = 2
    AGENT_BOX = 3
    HANG_UP = 4
    LINE = 5


@dataclass(frozen=True, slots=True)
class Target:
    """A next step; `index` is a ring group, an agent or a line."""

    kind: TargetKind = TargetKind.NONE
    index: int = -1


class Taken(IntEnum):
    """When a pause that was asked for begins."""

    AT_ONCE = 0
    WHEN_IDLE = 1
    AFTER_CALL = 2


@dataclass(frozen=True, slots=True)
class PausePlan:
    """Pauses asked for at random; `every` and `length` are tables of the plan."""

    every: int
    length: int
    taken: Taken


@dataclass(frozen=True, slots=True)
class AgentPlan:
    """One agent. Sorted by natural order of the id (digits compare as numbers), so an index is the agent key."""

    id: str
    luck: int
    person: str
    admin: bool
    voicemail: bool
    status: Status
    present: bool
    """False until a timeline entry adds them."""
    shifts: tuple[tuple[int, int], ...]
    """Disjoint [start, end) windows inside the horizon, sorted."""
    breaks: tuple[tuple[int, int], ...]
    """(due, length), sorted."""
    pick_up: int
    wrap_up: int
    comes_back: int
    """Tables of the plan; `comes_back` -1 never sets available again by themselves."""
    no_answer: int
    """Threshold of `luck.chance`."""
    handle_ppm: int
    pauses: PausePlan | None = None
    absence: int = 0
    """Threshold of `luck.chance`, for each day."""
    days: tuple[int, ...] = ()
    """Of each shift, the number of its day, where absence matters."""
    home: int = -1
    """Ring group whose waiting calls they take first."""
    weight: int = 1_000_000
    skills: tuple[tuple[int, int], ...] = ()
    """(skill, level), sorted; skills are numbered by name."""
    reject: int = 0
    reject_after: int = -1
    busy_after_reject: int = -1
    """As `no_answer` and `pick_up`; -1 is busy for as long as `comes_back` says."""
    answers: AnswerType = AnswerType.APP
    carrier: int = 0
    """Threshold: the carrier's voicemail is on this leg; `carrier_after` is the table of when it answers."""
    carrier_after: int = -1


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """What rings after the app of a personal line's owner: another line, or with `line` -1 a number outside the account."""

    line: int
    luck: int
    pick_up: int
    no_answer: int
    carrier: int
    carrier_after: int
    ring_timeout_us: int
    when_paused: bool


@dataclass(frozen=True, slots=True)
class LayerPlan:
    """Agents tried together."""

    members: tuple[int, ...]
    strategy: str
    ring_timeout_us: int
    idle_clock: int
    """A bit per moment of `Restart` that restarts it."""
    join_ring: bool
    ring_timeout_law: int = -1
    """Table of a time-out drawn anew for every offer, in place of `ring_timeout_us`."""
    most: int = int(NEVER)
    """Phones that ring at once at most."""
    step_us: int = int(NEVER)
    """Until the next phone joins those that ring, where a strategy adds them one by one."""
    turn_on_answer: bool = False
    """Round robin moves on when somebody answers, not when the offer is made."""
    rings_through_pause: bool = False
    reject_ends_ring: bool = False


class Prompt(IntEnum):
    """What a prompt in the queue may make a caller do: hang up, leave by a key, ask to be called back."""

    ANNOUNCEMENT = 0
    EXIT_KEY = 1
    CALLBACK = 2


@dataclass(frozen=True, slots=True)
class PromptPlan:
    """A prompt in the queue: played after `at_us` in it, then every `every_us` (NEVER: once); a threshold of `luck.chance`."""

    kind: Prompt
    at_us: int
    every_us: int
    chance: int
    to: Target = Target()


@dataclass(frozen=True, slots=True)
class CallbackPlan:
    """How callers are called back; `ring` is the table of the ringing of a dial that is answered."""

    contact_first: bool
    answer: int
    ring: int
    retries: int
    retry_us: int
    dedupe: bool


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """A ring group; `limit` and `max_hold_us` are NEVER when there is none."""

    id: str
    layers: tuple[LayerPlan, ...]
    queue: bool
    limit: int
    max_hold_us: int
    retry_us: int
    overflow: Target
    tie_order: tuple[int, ...] = ()
    """Members as a vendor's table goes through them; empty: as written."""
    max_hold_law: int = -1
    """Table of a hold limit drawn for every call that enters, in place of `max_hold_us`."""
    priority: int = 0
    handle_ppm: tuple[tuple[int, int], ...] = ()
    """(agent, factor of this group's calls) of those whose factor here is another, sorted."""
    hold_of_call: bool = False
    """`max_hold_us` counts from the call's arrival."""
    hold_cuts_ring: bool = False
    unstaffed: Unstaffed = Unstaffed.WAIT_IF_BUSY_EXISTS
    leaves_after_us: int = int(NEVER)
    """A call leaves a queue for which nobody has been there for so long."""
    pauses_after_misses: int = int(NEVER)
    pauses_after_rejects: int = int(NEVER)
    pauses_for_us: int = int(NEVER)
    prompts: tuple[PromptPlan, ...] = ()
    callback: CallbackPlan | None = None
    ai_rescue: int = 0
    """Threshold of `luck.chance`."""
    evicts: bool = False
    """Whoever is in the queue at closing leaves it."""


@dataclass(frozen=True, slots=True)
class LinePlan:
    """A line: exactly one of `group` and `owner` is not -1."""

    id: str
    group: int
    owner: int
    voicemail: bool
    after_hours: Target
    voicemail_left: int
    voicemail_table: int
    ring_timeout_us: int
    missed: Target = Target()
    """Next step of a personal call that nobody took and the owner has no box for."""
    backup: BackupPlan | None = None
    owner_first: bool = False
    """The customer's owner rings before the ring group, for `owner_ring_timeout_us`."""
    owner_ring_timeout_us: int = NEVER


class Verb(IntEnum):
    """What the admin does."""

    PAUSE = 0
    RESUME = 1
    SUSPEND = 2
    REACTIVATE = 3
    DELETE = 4
    REASSIGN = 5
    ADD = 6


@dataclass(frozen=True, slots=True)
class AdminPlan:
    """One entry of the timeline, at its position in the file."""

    at_us: int
    until_us: int
    """NEVER for an entry without `until`."""
    verb: Verb
    agents: tuple[int, ...]
    count: int = 0
    """With `group`: the first `count` members in layer order who are active then (resume: paused, reactivate: suspended)."""
    group: int = -1
    person: str = ""
    groups: tuple[int, ...] = ()
    first_idle: bool = False
    """Those members are meant who are idle first: at once, the others as they become idle."""


@dataclass(frozen=True, slots=True)
class RedialPlan:
    """Callers who try again: threshold of `luck.chance`, table of the time between, and how often at most."""

    chance: int
    after: int
    most: int
    unreached: bool
    """After any call without a person or a message left, not only after hanging up."""


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """A stream of contacts. Sources are sorted by name (natural order); the position is the rank in contact keys."""

    name: str
    channel: Channel
    line: int
    agent: int
    rates: tuple[tuple[int, int, float], ...]
    """(from, to, per hour), sorted, inside the horizon; empty for a replay."""
    days: tuple[tuple[int, int], ...]
    """[from, to) of each local day of the horizon, for the busyness factor."""
    busyness_cv: float = 0.0
    handle: int = -1
    patience: int = -1
    reply: int = -1
    connect: int = 0
    replayed: "Recorded | None" = None
    skill: int = -1
    skill_level: int = 0
    priority: int = 0
    balk: int = 0
    """Threshold of `luck.chance`."""
    redial: RedialPlan | None = None
    dial: int = -1
    """Table of the ringing of an answered dial; -1 the plan's."""
    ring_us: int = DIAL_TIMEOUT_US
    """Longest ringing of a dial (A2.15)."""


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """A list that agents call; `source` is the rank of its source, whose ordinals are the records."""

    source: int
    agents: tuple[int, ...]
    records: int
    own: bool
    """Each agent has a share of the records."""
    outbound_first: bool
    reserve: int
    pace_us: int
    lines_ppm: int
    """Lines per free agent, in millionths."""
    most_abandoned_ppm: int
    backs_off: bool
    attempts: int
    retry: int
    """Table of the time between attempts."""
    calling: tuple[tuple[int, int], ...]
    deletes: bool
    """The records of a deleted agent are lost."""


@dataclass(frozen=True, slots=True)
class SmsPlan:
    """How inbound texts are handled."""

    conversation: bool = False
    """Each is a conversation that takes a slot of one agent; else an inbox, where replying occupies nobody."""
    slots: int = NEVER
    queue_limit: int = NEVER
    """Texts of one line that may wait for a slot."""
    length: int = -1
    """Table: from the reply until a conversation is over."""
    blocks_voice: bool = False
    fallback: tuple[int, ...] = ()
    fallback_group: int = -1
    reassign_us: int = NEVER
    keeps: bool = False
    """A text of which nobody may be notified is kept for whoever may be later."""
    assigns: bool = False
    watching: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """Recorded calls, sorted by arrival: parallel columns."""

    arrival_us: tuple[int, ...]
    line: tuple[int, ...]
    patience_us: tuple[int, ...]
    handle_us: tuple[int, ...]
    customer: tuple[int, ...]
    pick_up_us: tuple[dict[int, tuple[int, ...]] | None, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a run reads."""

    name: str
    end_us: int
    warm_up_us: int
    drain: bool
    agents: tuple[AgentPlan, ...]
    groups: tuple[GroupPlan, ...]
    lines: tuple[LinePlan, ...]
    owners: tuple[int, ...]
    """Customer -> agent, -1 unassigned."""
    opening: tuple[tuple[int, int], ...]
    """Disjoint [open, close) windows, sorted; ((0, NEVER),) is always open."""
    timeline: tuple[AdminPlan, ...]
    sources: tuple[SourcePlan, ...]
    tables: tuple[Table, ...]
    drops: tuple[Status, ...] = ()
    """Statuses that end the call of an agent who gets them in it."""
    dial: int = -1
    """Table of the ringing of a connected outbound call."""
    router: RouterPlan = RouterPlan()
    campaigns: tuple[CampaignPlan, ...] = ()
    sms: SmsPlan = SmsPlan()
    simpy_only: tuple[tuple[str, str], ...] = ()
    """What the scenario uses that the compiled engine does not have: path in the file, value."""

    def contact_name(self, key: int) -> str:
        """A contact as people write it: `calls/main#17` is the seventeenth of its source, `#17.2` its second attempt."""
        attempt = f".{generation_of(key) + 1}" if generation_of(key) else ""
        return f"{self.sources[source_of(key)].name}#{ordinal_of(key) + 1}{attempt}"

    def contact_of(self, text: str, where: str = "--call") -> ContactKey:
        """The key of a written contact.

        Raises
        ------
        InputError
            At `where`, unless it is the name of a source, `#` and a number from 1.
        """
        name, _, number = text.rpartition("#")
        number, _, attempt = number.partition(".")
        names = [source.name for source in self.sources]
        if name not in names:
            guess = next((f"{near}#{number}" for near in get_close_matches(name, names, 1)), "")
            raise invalid(where, "the contact", "SOURCE#NUMBER with a source of the scenario", text, guess)
        if not (number.isascii() and number.isdecimal() and 1 <= int(number) <= MAX_ORDINAL + 1):
            raise invalid(where, "the number of the contact", f"1 to {MAX_ORDINAL + 1}", number or "missing")
        if attempt and not (attempt.isascii() and attempt.isdecimal() and 1 <= int(attempt) <= MAX_GENERATION + 1):
            raise invalid(where, "the attempt of the contact", f"1 to {MAX_GENERATION + 1}", attempt)
        return contact_key(names.index(name), int(number) - 1, int(attempt or 1) - 1)


ALWAYS = ((0, int(NEVER)),)
