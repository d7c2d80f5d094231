"""Every knob of a scenario, declared once: default, unit, bounds, help, source.

The loader, the JSON Schema, `--set`, did-you-mean and the docs are derived from these dataclasses; nothing here reads a
file. Values are what the user wrote, checked and typed; `domain/plan.py` holds them resolved to integers.
Sources: [S] the owner's rules, [A2.6] and [B5] rules of docs/rules.md, [P] our own proposal.
"""

from dataclasses import dataclass

from sim.domain.declare import SIMPY_ONLY, knob
from sim.domain.idle import IDLE_CLOCKS
from sim.domain.laws import Constant, Distribution, Law, Lognormal
from sim.domain.work import Clock, Daily, Rate, Workload

PRESETS = ("recommended", "textbook", "aloware", "asterisk", "freeswitch", "aircall")
_IN_BOTH = ("simultaneous", "round_robin", "longest_idle", "random", "fixed_order", "fewest_calls", "downwards",
            "least_talk_time", "weighted_random", "random_batches")  # fmt: skip
SIMPY_STRATEGIES = ("progressive", "skills")
STRATEGIES = (*_IN_BOTH, *SIMPY_STRATEGIES)

# --- sections ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Licences:
    """The contract."""

    minimum: int = knob(0, low=0, high=10_000_000, help="licences the contract charges at least", source="[S] D6")
    price_per_month: float = knob(0.0, low=0, high=1e6, unit="money", help="price of a licence a period", source="[P]")
    cycle_start: str | None = knob(
        None, kind="date", help="first day of a billing period; default: the horizon's", source="[A2.4]"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The customer of the phone system."""

    time_zone: str = knob(
        "UTC", kind="zone", help="IANA time zone of every clock time", source="[P]", example="America/Chicago"
    )
    licences: Licences = knob(Licences(), help="the contract's licences", source="[S] P6, S6, D6")
    suspended_on_call: str = knob("drain", choices=("drain", "drop"), help="the call of an agent who is suspended in it",
                                  source="[B3]")  # fmt: skip
    deleted_on_call: str = knob("drain", choices=("drain", "drop"), help="the call of an agent who is deleted in it",
                                source="[B3]")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """What is simulated."""

    start: str = knob(kind="moment", help="local date-time", source="[P]", example="2026-03-02T08:00")
    end: str = knob(kind="moment", help="local date-time", source="[P]", example="2026-03-02T18:00")
    warm_up_s: float = knob(0.0, unit="s", low=0, high=1e9, help="left out of every metric", source="[A2.10]")
    after_end: str = knob("drain", choices=("drain", "cut"), help="finish the calls in the system, or leave them",
                          source="[A2.10]")  # fmt: skip
    short_s: float | None = knob(None, unit="s", above=0, high=1e9, help="length under --short", source="[P]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The paired base of the demo's question: the same day without some timeline entries."""

    without: tuple[str, ...] = knob((), kind="entry", help="ids of timeline entries the base leaves out", source="[P]")
    metric: str = knob("reach", help="the metric compared", source="[P]")
    between: str | None = knob(None, kind="window", help="clock window of arrival, HH:MM-HH:MM", source="[P]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A scheduled break."""

    at: Clock = knob(kind="clock", help="time of day it starts", source="[A2.2]")
    length_s: float = knob(above=0, high=86_400, unit="s", help="length, kept when it starts late", source="[A2.2]")
    stagger: bool = knob(False, help="agent i of n starts (i-1) x length / n later", source="[P]")


TAKEN = ("at_once", "when_idle", "after_call")


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseProcess:
    """Pauses an agent asks for at random."""

    every_s: Distribution = knob(unit="s", help="from login or the return from a pause until the next one is asked for",
                                 source="[A2.9]")  # fmt: skip
    length_s: Distribution = knob(unit="s", help="how long a pause lasts", source="[A2.9]")
    taken: str = knob(
        "after_call",
        choices=TAKEN,
        help="at once; once idle, wrap-up done; or once no call is in hand",
        source="[A2.9]",
    )


PICK_UP = Lognormal(median=2.5, sigma=0.6, shift=1.5)
CARRIER_AFTER = Constant(15.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """An agent, or with `count` NAME-1 ... NAME-n alike."""

    count: int | None = knob(None, low=1, high=100_000, help="makes NAME-1 ... NAME-n", source="[P]")
    role: str = knob("agent", choices=("agent", "admin"), help="admins may modify settings", source="[S] P1")
    status: str = knob("active", choices=("active", "paused", "suspended"), help="account status at the start",
                       source="[S]")  # fmt: skip
    voicemail: bool = knob(False, help="has a voicemail box of their own", source="[S] P5")
    shift: Daily | None = knob(None, kind="daily", help="hours logged in; default: the whole horizon", source="[A2.2]")
    breaks: tuple[Break, ...] = knob((), help="daily breaks", source="[A2.2]")
    pick_up_s: Distribution = knob(PICK_UP, unit="s", help="ringing before the agent answers", source="[A2.6]")
    no_answer: float = knob(0.05, low=0, high=1, help="chance that an offer is never answered", source="[A2.6]")
    reject: float = knob(0.0, low=0, high=1, help="chance that an offer is rejected", source="[B3]")
    reject_after_s: Distribution = knob(Constant(3.0), unit="s", help="ringing before a rejection", source="[P]")
    busy_after_reject_s: Distribution | None = knob(
        None, unit="s", help="busy after a rejection; null: as available_after_return_s", source="[B3]"
    )
    wrap_up_s: Distribution = knob(Constant(30.0), unit="s", help="after-call work", source="[A2.6]")
    handle_factor: float = knob(1.0, low=0.01, high=100, help="multiplies every handle time", source="[P]")
    available_after_return_s: Distribution | None = knob(
        Constant(60.0), unit="s", source="[A2.2]", help="from unpause or reactivation to available; null: never"
    )
    absence: float = knob(0.0, low=0, high=1, help="chance not to come to work, each day", source="[A2.35]",
                          engines=SIMPY_ONLY)  # fmt: skip
    pause_process: PauseProcess | None = knob(None, help="pauses asked for at random; null: none", source="[A2.9]")
    weight: float = knob(1.0, low=0.000001, high=1e6, source="[B6]",
                         help="weighted_random: how often, relative to the others")  # fmt: skip
    skills: dict[str, int] = knob(dict, kind="name", low=1, high=100, engines=SIMPY_ONLY, source="[B6]",
                                  help="skill -> level")  # fmt: skip
    home: str | None = knob(
        None, kind="ring_group", source="[A2.9]",
        help="takes waiting calls of this ring group first; default: the oldest of all their ring groups",
    )  # fmt: skip
    answer_type: str = knob("app", choices=("app", "phone_number", "will_not_answer"), help="how calls are taken",
                            source="[B2]", engines=SIMPY_ONLY)  # fmt: skip
    carrier_voicemail: float = knob(0.0, low=0, high=1, source="[B2]", engines=SIMPY_ONLY,
                                    help="chance that the carrier's voicemail is on a leg to a phone number")  # fmt: skip
    carrier_voicemail_after_s: Distribution = knob(
        CARRIER_AFTER, unit="s", source="[P]", help="ringing before the carrier answers", engines=SIMPY_ONLY
    )


_CLOCKS = tuple(IDLE_CLOCKS)
UNSTAFFED = ("wait_if_busy_exists", "wait", "fast_forward", "leave_when_empty", "grace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Agents tried together; null takes the ring group's value."""

    members: tuple[str, ...] = knob(
        kind="agents", help="agents in ring order; NAME of a counted agent is all of them", source="[B5]"
    )
    strategy: str | None = knob(
        None, choices=STRATEGIES, simpy_choices=SIMPY_STRATEGIES, help="who rings first", source="[B6]"
    )
    ring_timeout_s: float | Law | None = knob(None, above=0, high=86_400, unit="s", help="ringing per offer",
                                              source="[A2.1]")  # fmt: skip
    idle_clock: str | None = knob(None, choices=_CLOCKS, help="what restarts idleness", source="[B6]")
    join_ring: bool | None = knob(None, help="an agent freed mid-ring joins a simultaneous ring", source="[B3]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a call goes next: `{voicemail: line}`, `{voicemail: AGENT}`, `{ring_group: NAME}`, `{line: NAME}` or `hang_up`."""

    voicemail: str | None = knob(
        None, kind="box", help="`line`, or an agent whose box takes the message", source="[B5]"
    )
    ring_group: str | None = knob(None, kind="ring_group", help="another ring group", source="[B5]")
    line: str | None = knob(None, kind="line", help="as if the call came to this line, its owner's phone or its ring group",
                            source="[B5]", engines=SIMPY_ONLY)  # fmt: skip
    hang_up: bool = knob(False, help="the call ends", source="[B5]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """An announcement in the queue, and who hangs up right after it."""

    at_s: float = knob(above=0, high=86_400, unit="s", help="time in the queue until it is played", source="[A2.34]")
    hang_up: float = knob(low=0, high=1, help="chance to hang up, each time", source="[A2.34]")
    every_s: float | None = knob(None, above=0, high=86_400, unit="s", help="from one to the next; null: once",
                                 source="[A2.34]")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitKey:
    """A key that leads out of the queue."""

    at_s: float = knob(above=0, high=86_400, unit="s", help="time in the queue until it is offered", source="[A2.34]")
    chance: float = knob(low=0, high=1, help="chance that it is pressed, each time", source="[A2.34]")
    to: Target = knob(help="where it leads; hang_up: out of the phone system", source="[A2.34]")
    every_s: float | None = knob(None, above=0, high=86_400, unit="s", help="from one offer to the next; null: once",
                                 source="[A2.34]")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """Callers in the queue may ask to be called back."""

    after_s: float = knob(
        above=0, high=86_400, unit="s", help="time in the queue until it is offered", source="[A2.33]"
    )
    chance: float = knob(low=0, high=1, help="chance that a caller takes it", source="[A2.33]")
    mode: str = knob("agent_first", choices=("agent_first", "contact_first"), source="[A2.33]",
                     help="an agent takes it and dials; or the customer is dialled and then waits")  # fmt: skip
    answer: float = knob(0.8, low=0, high=1, help="chance that the customer answers, each time", source="[P]")
    retries: int = knob(2, low=0, high=20, help="dials after the first at most", source="[A2.33]")
    retry_after_s: float = knob(600.0, above=0, high=1e6, unit="s", help="from one dial to the next turn",
                                source="[A2.33]")  # fmt: skip
    dedupe: bool = knob(True, help="a customer who calls in needs no callback any more", source="[A2.33]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A ring group's queue; `{}` has no limit and no hold limit."""

    max_hold_s: float | Law | None = knob(
        None, above=0, high=1e7, unit="s", help="longest wait in this group, talk excluded", source="[A2.13]"
    )
    limit: int | None = knob(None, low=0, high=10_000_000, help="calls waiting with no leg ringing", source="[A2.13]")
    hold_counts: str = knob("group", choices=("group", "call"), help="max_hold_s from entering this group, or from the "
                            "arrival of the call", source="[A2.13]")  # fmt: skip
    at_max_hold: str = knob("let_ring_finish", choices=("let_ring_finish", "cut"), help="what becomes of a ring in progress",
                            source="[B5]")  # fmt: skip
    unstaffed_policy: str = knob(UNSTAFFED[0], choices=UNSTAFFED, help="whether a call waits that nobody can take soon",
                                 source="[B5]")  # fmt: skip
    unstaffed_grace_s: float = knob(60.0, low=0, high=86_400, unit="s", help="waiting for nobody under `grace`",
                                    source="[B5]")  # fmt: skip
    announcements: tuple[Announcement, ...] = knob((), help="announcements", source="[A2.34]", engines=SIMPY_ONLY)
    exit_key: ExitKey | None = knob(None, help="a key that leads out; null: none", source="[A2.34]", engines=SIMPY_ONLY)
    callback: Callback | None = knob(None, help="callers are called back; null: not", source="[A2.33]",
                                     engines=SIMPY_ONLY)  # fmt: skip
    ai_rescue: float = knob(0.0, low=0, high=1, source="[A2.34]", engines=SIMPY_ONLY,
                            help="chance that an AI handles a call whose hold has run out")  # fmt: skip
    at_closing: str = knob("stays", choices=("stays", "evicted"), help="whoever is in the queue then", source="[A2.34]",
                           engines=SIMPY_ONLY)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RingGroup:
    """A ring group (hunt group)."""

    layers: tuple[Layer, ...] = knob(help="tried in order", source="[A2.1]")
    strategy: str = knob(
        "longest_idle", choices=STRATEGIES, simpy_choices=SIMPY_STRATEGIES, help="who rings first", source="[B6]"
    )
    ring_timeout_s: float | Law | None = knob(
        20.0, above=0, high=86_400, unit="s", help="ringing per offer; null: no limit", source="[A2.6]"
    )
    idle_clock: str = knob(_CLOCKS[0], choices=_CLOCKS, help="what restarts idleness", source="[A2.6]")
    join_ring: bool = knob(False, help="an agent freed mid-ring joins a simultaneous ring", source="[B3]")
    max_dialled: int | None = knob(None, low=1, high=100_000, source="[B6]",
                                   help="most phones that ring at once; null: all")  # fmt: skip
    ring_step_s: float = knob(5.0, above=0, high=3600, unit="s", engines=SIMPY_ONLY, source="[B6]",
                              help="progressive: until the next phone joins those that ring")  # fmt: skip
    rr_advance: str = knob(
        "offer", choices=("offer", "answer"), help="what moves the turn of a round robin", source="[B6]"
    )
    pause_while_ringing: str = knob("cancel", choices=("cancel", "let_ring", "let_ring_simultaneous"), source="[B3]",
                                    help="whether the phone of an agent who is paused rings on")  # fmt: skip
    reject_ends_ring: bool = knob(False, help="one rejection ends every leg of the ring", source="[B3]")
    auto_pause_after_no_answers: int | None = knob(None, low=1, high=1000, source="[B3]",
                                                   help="pause an agent who missed so many offers in a row")  # fmt: skip
    auto_pause_after_rejects: int | None = knob(None, low=1, high=1000, source="[B3]",
                                                help="pause an agent who rejected so many offers in a row")  # fmt: skip
    auto_pause_s: float | None = knob(None, above=0, high=1e7, unit="s", help="how long; null: until an admin resumes",
                                      source="[B3]")  # fmt: skip
    queue: Queue | None = knob(None, help="omitted or null: no queue, one pass only", source="[A2.13]")
    handle_factor: dict[str, float] = knob(
        dict, kind="agents", low=0.01, high=100, source="[A2.9]",
        help="agent -> multiplies, besides the agent's own factor, handle times of this ring group's calls",
    )  # fmt: skip
    priority: int = knob(0, low=-100, high=100, help="added to that of every call in it; higher is served first",
                         source="[B5] weight")  # fmt: skip
    retry_s: float = knob(1.0, low=0, high=3600, unit="s", help="a call spares an agent so long after an offer",
                          source="[A2.1]")  # fmt: skip
    overflow: Target | None = knob(None, help="next step of an unanswered call; null: the line's box, if any",
                                   source="[B5]")  # fmt: skip
    tie_order: tuple[str, ...] = knob(
        (), kind="agents", engines=SIMPY_ONLY, source="[A2.8]",
        help="members as the vendor's table goes through them: of equal ones the last rings; default: as written",
    )  # fmt: skip


DISPATCHES = ("event", "poll", "asterisk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Router:
    """When a waiting call looks for an agent."""

    dispatch: str = knob(
        DISPATCHES[0], choices=DISPATCHES, simpy_choices=DISPATCHES[1:], source="[A2.8]",
        help="look at every change, each call every poll_s, or as Asterisk's app_queue does",
    )  # fmt: skip
    poll_s: float = knob(1.0, above=0, high=3600, unit="s", engines=SIMPY_ONLY, source="[A2.8]",
                         help="poll, asterisk: from one look of a call to its next")  # fmt: skip
    glare_window_s: float = knob(0.0, low=0, high=60, unit="s", engines=SIMPY_ONLY, source="[A2.6]",
                                 help="until a phone learns that its call was answered elsewhere or hung up")  # fmt: skip
    clock_s: float = knob(0.0, low=0, high=0.999999, unit="s", engines=SIMPY_ONLY, source="[A2.8]",
                          help="asterisk: how far its clock of whole seconds is into one at the start")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a line leads in opening hours."""

    ring_group: str = knob(kind="ring_group", help="a ring group", source="[B5]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """The number that rings after the app of a line's owner: another line of this file, else a phone outside the account."""

    line: str | None = knob(None, kind="line", help="another line; default: an outside phone", source="[B4]")
    pick_up_s: Distribution = knob(PICK_UP, unit="s", help="ringing before the outside phone is answered", source="[P]")
    no_answer: float = knob(0.05, low=0, high=1, help="chance that the outside phone is not answered", source="[P]")
    carrier_voicemail: float = knob(0.0, low=0, high=1, source="[B4]",
                                    help="chance that the carrier's voicemail is on a leg to it")  # fmt: skip
    carrier_voicemail_after_s: Distribution = knob(
        CARRIER_AFTER, unit="s", source="[P]", help="ringing before the carrier answers"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A phone number: `{route: {ring_group: NAME}}` or `{personal: AGENT}`."""

    route: Route | None = knob(None, help="leads to a ring group", source="[B5]")
    personal: str | None = knob(None, kind="agent", help="belongs to this agent", source="[B4]")
    voicemail: bool = knob(False, help="the line has a voicemail box", source="[B4]")
    after_hours: Target | None = knob(None, help="outside opening hours; null: the call ends", source="[A2.12]")
    voicemail_left: float = knob(0.2, low=0, high=1, help="chance that a message is left", source="[A2.6]")
    voicemail_s: Distribution = knob(Constant(25.0), unit="s", help="time in the voicemail box", source="[A2.6]")
    personal_ring_timeout_s: float = knob(60.0, above=0, high=86_400, unit="s", help="ringing of the owner's phone",
                                          source="[A2.6]")  # fmt: skip
    missed: Target | None = knob(None, help="personal: next step of a missed call that the owner has no box for",
                                 source="[B4]", engines=SIMPY_ONLY)  # fmt: skip
    backup: Backup | None = knob(None, help="personal: rings after the owner's app", source="[B4]", engines=SIMPY_ONLY)
    backup_ring_timeout_s: float = knob(20.0, above=0, high=86_400, unit="s", help="ringing of the backup number",
                                        source="[B4]", engines=SIMPY_ONLY)  # fmt: skip
    backup_when_paused: bool = knob(False, help="the backup number rings although the owner is paused", source="[B4]",
                                    engines=SIMPY_ONLY)  # fmt: skip
    owner_first: bool = knob(False, help="route: the customer's owner rings first if routable, then the ring group",
                             source="[B8]", engines=SIMPY_ONLY)  # fmt: skip
    owner_ring_timeout_s: float = knob(20.0, above=0, high=86_400, unit="s", help="ringing of the customer's owner",
                                       source="[P]", engines=SIMPY_ONLY)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """Who hears of texts that nobody else may be notified of: `{agents: [...]}` or `{ring_group: NAME}`."""

    agents: tuple[str, ...] = knob((), kind="agents", help="these agents", source="[B7]")
    ring_group: str | None = knob(None, kind="ring_group", help="every member of a ring group", source="[B7]")


CONVERSATION = Lognormal(mean=300.0, cv=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sms:
    """How inbound texts are handled."""

    mode: str = knob("inbox", choices=("inbox", "conversation"), source="[A2.5]", engines=SIMPY_ONLY,
                     help="whoever is notified may reply, or one agent has the conversation")  # fmt: skip
    slots: int = knob(3, low=1, high=1_000, help="conversations an agent has at once", source="[P]", engines=SIMPY_ONLY)
    queue_limit: int | None = knob(None, low=0, high=10_000_000, source="[A2.5]", engines=SIMPY_ONLY,
                                   help="texts of a line waiting for a slot; more are dropped")  # fmt: skip
    conversation_s: Distribution = knob(CONVERSATION, unit="s", source="[P]", engines=SIMPY_ONLY,
                                        help="from the first reply until a conversation is over")  # fmt: skip
    blocks_voice: bool = knob(False, help="an agent with an open conversation is not rung", source="[A2.5]",
                              engines=SIMPY_ONLY)  # fmt: skip
    fallback: Inbox | None = knob(None, help="who hears of texts that nobody else may be notified of", source="[B7]",
                                  engines=SIMPY_ONLY)  # fmt: skip
    reassign_after_s: float | None = knob(None, above=0, high=1e9, unit="s", source="[B7]", engines=SIMPY_ONLY,
                                          help="a text goes on if the one who has it cannot read it for so long")  # fmt: skip
    backlog: bool = knob(False, help="texts nobody may be notified of are kept for whoever may be later", source="[S] S5",
                         engines=SIMPY_ONLY)  # fmt: skip
    assigns_customers: bool = knob(False, source="[B7]", engines=SIMPY_ONLY,
                                   help="customers get the line's owner, or the first who replies")  # fmt: skip
    watching: tuple[str, ...] = knob((), kind="agents", help="agents who see every text and answer none", source="[B7]",
                                     engines=SIMPY_ONLY)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Customers:
    """The people who call; each arrival draws one."""

    count: int = knob(low=1, high=100_000_000, help="how many there are", source="[P]")
    owned_by: dict[str, int] = knob(
        dict,
        kind="agents",
        low=0,
        high=100_000_000,
        source="[S] D4",
        help="agent -> customers assigned (a counted agent shares)",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A recorded file, its path relative to the scenario."""

    replay: str = knob(kind="file", help="CSV file", source="[P]")


VERBS = ("pause", "resume", "suspend", "reactivate", "delete", "reassign", "add")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """What the admin does: exactly one of the verbs."""

    at: Clock | None = knob(None, kind="moment_or_clock", help="when; default: from the start", source="[P]")
    until: Clock | None = knob(None, kind="moment_or_clock", help="ends this entry only (pause, suspend)", source="[P]")
    id: str | None = knob(None, kind="name", help="name for `question.without`", source="[P]")
    pause: str | int | tuple[str, ...] | None = knob(
        None, kind="agents", help="agents, or a number with `of`", source="[S] P1-P7"
    )
    resume: str | int | tuple[str, ...] | None = knob(
        None, kind="agents", help="agents, or a number with `of`", source="[S] P7"
    )
    suspend: str | int | tuple[str, ...] | None = knob(
        None, kind="agents", help="agents, or a number with `of`", source="[S] S1-S7"
    )
    reactivate: str | int | tuple[str, ...] | None = knob(
        None, kind="agents", help="agents, or a number with `of`", source="[S] S5"
    )
    delete: str | int | tuple[str, ...] | None = knob(
        None, kind="agents", help="agents, or a number with `of`", source="[S] D1-D6"
    )
    reassign: str | None = knob(
        None, kind="agent", help="the agent whose licence goes to a new person", source="[S] S7"
    )
    add: dict[str, Agent] | None = knob(None, kind="name", help="new agents", source="[A2.4]")
    of: str | None = knob(None, kind="ring_group", help="the ring group a number is taken from", source="[P]")
    who: str = knob("first", choices=("first", "first_idle"), source="[P]",
                    help="of a number: the first in the list, or whoever is idle first, at once or as soon as somebody is")  # fmt: skip
    to: str | None = knob(None, help="reassign: the new person's name", source="[S] S7")
    groups: tuple[str, ...] = knob(
        (), kind="ring_group", help="add: ring groups they join, at the end of the last layer", source="[B6]"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """Goals and requirements."""

    awt_s: float = knob(20.0, above=0, high=86_400, unit="s", help="acceptable waiting time of the service level",
                        source="[P]")  # fmt: skip
    goal: float = knob(0.8, low=0, high=1, help="service level to meet", source="[P]")
    interval_s: float = knob(1800.0, low=60, high=86_400, unit="s", help="length of an interval", source="[P]")
    required: Rate | None = knob(None, kind="rate", low=0, high=1e6, unit="agents", help="agents required by time of day",
                                 source="[P]")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One question about one phone system: the whole file."""

    name: str = knob(help="title", source="[P]")
    horizon: Horizon = knob(help="what is simulated", source="[A2.10]")
    agents: dict[str, Agent] = knob(kind="name", help="who answers", source="[S]")
    schema: int = knob(low=1, high=1, help="version of this format, 1", source="[P]")
    preset: str = knob(
        "recommended", choices=PRESETS, help="whose rules hold where the file says nothing", source="[B3]"
    )
    extends: str | None = knob(
        None, kind="file", help="scenario this one changes; one level, mappings merge", source="[P]"
    )
    question: Question | None = knob(None, help="the paired base of the scenario's question", source="[P]")
    account: Account = knob(Account(), help="the customer of the phone system", source="[S]")
    opening_hours: Daily | None = knob(None, kind="daily", help="default: always open", source="[P]")
    ring_groups: dict[str, RingGroup] = knob(dict, kind="name", help="ring groups", source="[B5]")
    router: Router = knob(Router(), help="when a waiting call looks for an agent", source="[A2.8]")
    lines: dict[str, Line] = knob(dict, kind="name", help="phone numbers", source="[B4]")
    customers: Customers | None = knob(None, help="who calls", source="[S] D4")
    sms: Sms = knob(Sms(), help="how texts are handled", source="[A2.5]")
    workload: Workload = knob(Workload(), help="what arrives", source="[P]")
    timeline: tuple[TimelineEntry, ...] | Replay = knob((), help="what the admin does", source="[S]")
    targets: Targets = knob(Targets(), help="goals", source="[P]")
