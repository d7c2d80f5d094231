"""The header of a story as a plan: ring groups, lines, agents, customers, hours. Names are a letter and a number."""

import re
from array import array
from dataclasses import dataclass, field, replace

from sim.domain.agents import AnswerType, Status
from sim.domain.contacts import Channel
from sim.domain.idle import IDLE_CLOCKS
from sim.domain.luck import BINS, Table, luck_of, threshold
from sim.domain.plan import (
    ALWAYS,
    AdminPlan,
    AgentPlan,
    BackupPlan,
    CallbackPlan,
    CampaignPlan,
    Dispatch,
    GroupPlan,
    LayerPlan,
    LinePlan,
    PausePlan,
    Plan,
    Prompt,
    PromptPlan,
    RedialPlan,
    RouterPlan,
    SmsPlan,
    SourcePlan,
    Taken,
    Target,
    TargetKind,
    Unstaffed,
)
from sim.domain.time import NEVER, micros

OURS = IDLE_CLOCKS["last_call_end_or_missed_offer"].mask
TARGETS = {"line box": Target(TargetKind.LINE_BOX), "hang up": Target(TargetKind.HANG_UP), "nothing": Target()}
STATUSES = {status.name.lower(): status for status in Status}
ANSWERS = {kind.name.lower().replace("_", " "): kind for kind in AnswerType}


def us(text: str) -> int:
    """Seconds as written in a story; `never` is no time at all."""
    return int(NEVER) if text == "never" else micros(float(text))


def number(name: str) -> int:
    """A12 -> 12."""
    assert re.fullmatch(r"[A-Z]\d+", name), f"{name!r} is no name of a story"
    return int(name[1:])


def target(text: str) -> Target:
    """`G1`, `A0 box`, `line box`, `hang up` or `nothing`."""
    if text in TARGETS:
        return TARGETS[text]
    kind = TargetKind.AGENT_BOX if text.endswith(" box") else TargetKind.RING_GROUP
    kind = TargetKind.LINE if text.startswith("L") else kind
    return Target(kind, number(text.split(maxsplit=1)[0]))


def windows(text: str) -> tuple[tuple[int, int], ...]:
    """`0-100 200-never` as half-open windows."""
    pairs = (window.split("-") for window in text.split())
    return tuple((us(begin), us(end)) for begin, end in pairs)


def _unstaffed(text: str) -> dict[str, object]:
    """`wait`, `leave_when_empty` or `grace 30`."""
    policy, _, grace = text.partition(" ")
    leaves = {"leave_when_empty": 0, "grace": us(grace or "never")}
    return {"unstaffed": Unstaffed[policy.upper()], "leaves_after_us": leaves.get(policy, int(NEVER))}


def _auto_pause(text: str) -> dict[str, object]:
    """`after 2 misses` or `after 1 rejections for 30`."""
    match = re.fullmatch(r"after (\d+) (misses|rejections)(?: for (\S+))?", text)
    assert match, text
    key = {"misses": "pauses_after_misses", "rejections": "pauses_after_rejects"}[match[2]]
    return {key: int(match[1]), "pauses_for_us": us(match[3] or "never")}


@dataclass
class Setting:
    """A world being read from a header; `plan` closes it."""

    agents: list[AgentPlan] = field(default_factory=list)
    groups: list[GroupPlan] = field(default_factory=list)
    lines: list[LinePlan] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    opening: tuple[tuple[int, int], ...] = ALWAYS
    timeline: list[AdminPlan] = field(default_factory=list)
    tables: dict[int, int] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    router: RouterPlan = RouterPlan()
    drops: tuple[Status, ...] = ()
    sources: dict[Channel, SourcePlan] = field(default_factory=dict)
    campaigns: list[CampaignPlan] = field(default_factory=list)
    records: dict[str, list[str]] = field(default_factory=dict)
    sms: SmsPlan = field(default_factory=SmsPlan)

    def read(self, line: str) -> None:
        """One header line: a word, then clauses between commas."""
        word, _, rest = line.strip().partition(" ")
        clauses = [clause.strip() for clause in rest.split(",")]
        getattr(self, f"_read_{word}")(clauses)

    def table(self, length_us: int) -> int:
        """The table that always draws `length_us`."""
        return self.tables.setdefault(length_us, len(self.tables))

    def plan(self) -> Plan:
        """The world as the machine reads it."""
        if not self.lines:
            self._read_line(["L0", "group G0"])
        tables = tuple(Table(array("q", [us_]) * BINS, array("q", [0]) * BINS) for us_ in self.tables)
        return Plan(
            "story", int(NEVER), 0, True, tuple(self.agents), tuple(self.groups), tuple(self.lines),
            tuple(self.owners), self.opening, tuple(self.timeline), self._sources(), tables, router=self.router,
            drops=self.drops, campaigns=tuple(self.campaigns), sms=self.sms,
        )  # fmt: skip

    def _sources(self) -> tuple[SourcePlan, ...]:
        """Nothing, or a source per channel, in the order of the letters of contacts."""
        if not (self.sources or self.campaigns):
            return ()
        lists = (SourcePlan(f"list {one.source}", Channel.OUTBOUND_CALL, -1, -1, (), ()) for one in self.campaigns)
        return (*(self.sources.get(one, SourcePlan(one.name, one, -1, -1, (), ())) for one in Channel), *lists)

    def _read_record(self, clauses: list[str]) -> None:
        """`record R0' connects 8, talk 60`: the second attempt at a record; one that is not told is not answered."""
        name, _, first = clauses[0].partition(" ")
        self.records[name] = [first, *clauses[1:]]

    def _read_campaign(self, clauses: list[str]) -> None:
        """`campaign of 9 records, A0 A1, lines 2, 3 attempts, again 60`: R0 ... of the first, called from 10 s on."""
        one = CampaignPlan(len(Channel) + len(self.campaigns), (), 0, False, False, 0, 0, 1_000_000, 30_000, True, 1,
                           self.table(micros(60)), windows("10-never"), False)  # fmt: skip
        for clause in clauses:
            one = replace(one, **self._campaign_clause(clause))
        self.campaigns.append(one)

    def _campaign_clause(self, clause: str) -> dict[str, object]:
        if re.fullmatch(r"A\d+( A\d+)*", clause):
            return {"agents": tuple(map(number, clause.split()))}
        if match := re.fullmatch(r"of (\d+) records?|(\d+) attempts", clause):
            return {"records": int(match[1])} if match[1] else {"attempts": int(match[2])}
        word, _, rest = clause.partition(" ")
        return {
            "manual": lambda: {"own": True},
            "outbound": lambda: {"outbound_first": True},
            "reserve": lambda: {"reserve": int(rest)},
            "pace": lambda: {"pace_us": us(rest)},
            "lines": lambda: {"lines_ppm": round(float(rest) * 1e6)},
            "limit": lambda: {"most_abandoned_ppm": round(float(rest) * 1e6)},
            "dials": lambda: {"backs_off": False},
            "again": lambda: {"retry": self.table(us(rest))},
            "hours": lambda: {"calling": windows(rest)},
            "deletes": lambda: {"deletes": True},
        }[word]()

    def _read_redial(self, clauses: list[str]) -> None:
        """`redial after 30, most 2`, `redial after 30, most 1, unless reached`."""
        said = {word: rest for word, _, rest in (clause.partition(" ") for clause in clauses)}
        plan = RedialPlan(threshold(1.0), self.table(us(said["after"])), int(said["most"]), "unless" in said)
        one = Channel.INBOUND_CALL
        self.sources[one] = SourcePlan(one.name, one, -1, -1, (), (), redial=plan)

    def agent(self, key: int) -> AgentPlan:
        """An agent; whoever is mentioned exists."""
        while key >= len(self.agents):
            name = f"A{len(self.agents)}"
            zero = self.table(0)
            self.agents.append(AgentPlan(
                name, luck_of(name), name, False, False, Status.ACTIVE, True, ((0, int(NEVER)),), (),
                pick_up=zero, wrap_up=zero, comes_back=-1, no_answer=0, handle_ppm=1_000_000,
            ))  # fmt: skip
        return self.agents[key]

    def _read_agents(self, clauses: list[str]) -> None:
        """`agents wrap-up 30, return 60`: everyone mentioned so far."""
        self._read_agent([" ".join(agent.id for agent in self.agents), *clauses])

    def _read_agent(self, clauses: list[str]) -> None:
        for name in clauses[0].split():
            for clause in clauses[1:]:
                self.agents[number(name)] = replace(self.agent(number(name)), **self._agent_clause(clause))

    def _agent_clause(self, clause: str) -> dict[str, object]:
        word, _, rest = clause.partition(" ")
        if clause in ANSWERS:
            return {"answers": ANSWERS[clause]}
        if word in STATUSES:
            return {"status": STATUSES[word]}
        if word in ("voicemail", "admin"):
            return {word: True}
        if word == "break":
            return {"breaks": tuple((us(at), us(length)) for at, length in re.findall(r"(\S+) for (\S+)", rest))}
        return {
            "absent": lambda: {"present": False},
            "shift": lambda: {"shifts": windows(rest)},
            "wrap-up": lambda: {"wrap_up": self.table(us(rest))},
            "return": lambda: {"comes_back": self.table(us(rest))},
            "stays": lambda: {
                "absence": threshold(1.0),
                "days": tuple(map(int, rest.removeprefix("away on days ").split())),
            },
            "pauses": lambda: {"pauses": self._pauses(rest)},
            "busy": lambda: {"busy_after_reject": self.table(us(rest))},
            "speed": lambda: {"handle_ppm": round(float(rest) * 1e6)},
            "weight": lambda: {"weight": round(float(rest) * 1e6)},
            "skill": lambda: {"skills": tuple(sorted(tuple(map(int, one.split(":"))) for one in rest.split()))},
            "home": lambda: {"home": number(rest)},
            "carrier": lambda: self._carrier(rest),
        }[word]()

    def _pauses(self, text: str) -> PausePlan:
        """`every 40 for 10 after call`."""
        match = re.fullmatch(r"every (\S+) for (\S+) (.+)", text)
        assert match, f"no pauses: {text!r}"
        every, length = (self.table(us(one)) for one in match.groups()[:2])
        return PausePlan(every, length, Taken[match[3].replace(" ", "_").upper()])

    def _carrier(self, rest: str) -> dict[str, int]:
        """`carrier voicemail after 15`: it is there, and answers then."""
        return {"carrier": threshold(1.0), "carrier_after": self.table(us(rest.removeprefix("voicemail after ")))}

    def _read_group(self, clauses: list[str]) -> None:
        """`group longest_idle, ring 20 s, 3 agents, queue, limit 2, hold 60, retry 1, overflow G1`."""
        never = int(NEVER)
        self.groups.append(GroupPlan(f"G{len(self.groups)}", (), False, never, never, micros(1), Target()))
        members = [clause for clause in clauses if self._group_clause(clause)]
        self._read_layer(members)

    def _group_clause(self, clause: str) -> bool:
        word, _, rest = clause.partition(" ")
        changes = {
            "queue": lambda: {"queue": True},
            "limit": lambda: {"limit": int(rest)},
            "hold": lambda: self._limit("max_hold", rest),
            "priority": lambda: {"priority": int(rest)},
            "speed": lambda: {
                "handle_ppm": tuple(
                    (number(name), round(float(factor) * 1e6)) for name, factor in re.findall(r"(A\d+) (\S+)", rest)
                )
            },
            "retry": lambda: {"retry_us": us(rest)},
            "overflow": lambda: {"overflow": target(rest)},
            "announce": lambda: {"prompts": self._prompted(Prompt.ANNOUNCEMENT, rest)},
            "key": lambda: {"prompts": self._prompted(Prompt.EXIT_KEY, rest)},
            "callback": lambda: {"prompts": self._prompted(Prompt.CALLBACK, rest), "callback": self._callback(rest)},
            "ai": lambda: {"ai_rescue": threshold(1.0)},
            "evicts": lambda: {"evicts": True},
            "ties": lambda: {"tie_order": tuple(map(number, rest.split()))},
            "unstaffed": lambda: _unstaffed(rest),
            "pause": lambda: _auto_pause(rest),
        }
        whole = {
            "hold counts from the arrival": {"hold_of_call": True},
            "hold cuts a ring": {"hold_cuts_ring": True},
        }
        if clause not in whole and word not in changes:
            return True
        self.groups[-1] = replace(self.groups[-1], **(whole.get(clause) or changes[word]()))
        return False

    def _limit(self, what: str, text: str) -> dict[str, object]:
        """A time-out: `20`, or `about 20` for one that is drawn from the law that always draws 20."""
        if text.startswith("about "):
            return {f"{what}_us": int(NEVER), f"{what}_law": self.table(us(text.removeprefix("about ")))}
        return {f"{what}_us": us(text)}

    def _prompted(self, kind: Prompt, text: str) -> tuple[PromptPlan, ...]:
        """`at 20`, `at 20 every 10 never works`, `at 20 to G1`: one more prompt of the group."""
        match = re.match(r"at (\S+)(?: every (\S+))?( never works)?(?: to (.+))?", text)
        assert match, f"no prompt: {text!r}"
        every_us = us(match[2] or "never")
        to = target(match[4] or "hang up")
        return (*self.groups[-1].prompts, PromptPlan(kind, us(match[1]), every_us, threshold(float(not match[3])), to))

    def _callback(self, text: str) -> CallbackPlan:
        """`at 20 contact first, ...`: answered after 8 s unless `unanswered`; `retries 2 again 30`; `kept` is no dedupe."""
        retries = re.search(r"retries (\d+) again (\S+)", text)
        count, again = (int(retries[1]), us(retries[2])) if retries else (0, micros(30))
        answer = threshold(float("unanswered" not in text))
        return CallbackPlan("contact first" in text, answer, self.table(micros(8)), count, again, "kept" not in text)

    def _read_layer(self, clauses: list[str]) -> None:
        """`layer fixed_order, ring 10 s, A3 A4`: one more layer; what is not said is as in the layer before."""
        group = self.groups[-1]
        layer = group.layers[-1] if group.layers else LayerPlan((), "", micros(20), OURS, False)
        layer = replace(layer, members=())
        for clause in clauses:
            layer = replace(layer, **self._layer_clause(clause))
        assert layer.strategy, "a group's first clause is its strategy"
        self.groups[-1] = replace(group, layers=(*group.layers, layer))

    def _layer_clause(self, clause: str) -> dict[str, object]:
        whole: dict[str, dict[str, object]] = {
            "join ring": {"join_ring": True},
            "misses leave the idle clock": {"idle_clock": IDLE_CLOCKS["last_call_end"].mask},
            "turn moves on answers": {"turn_on_answer": True},
            "rings through a pause": {"rings_through_pause": True},
            "a rejection ends the ring": {"reject_ends_ring": True},
        }
        if clause in whole:
            return whole[clause]
        if match := re.fullmatch(r"at most (\d+)", clause):
            return {"most": int(match[1])}
        if match := re.fullmatch(r"one more every (\S+)", clause):
            return {"step_us": us(match[1])}
        if match := re.fullmatch(r"clock (\w+)", clause):
            return {"idle_clock": IDLE_CLOCKS[match[1]].mask}
        if match := re.fullmatch(r"ring ((?:about )?\S+)(?: s)?", clause):
            return self._limit("ring_timeout", match[1])
        if match := re.fullmatch(r"(\d+) agents?", clause):
            first = len(self.agents)
            self.agent(first + int(match[1]) - 1)
            return {"members": tuple(range(first, len(self.agents)))}
        if re.fullmatch(r"A\d+( A\d+)*", clause):
            members = tuple(map(number, clause.split()))
            self.agent(max(members))
            return {"members": members}
        return {"strategy": clause} if clause != "nobody" else {"members": ()}

    def _read_line(self, clauses: list[str]) -> None:
        """`line L1, personal A0, ring 60 s, voicemail, after hours line box, box stays empty`."""
        line = LinePlan(clauses[0], -1, -1, False, Target(), threshold(1.0), self.table(micros(25)), micros(60))
        for clause in clauses[1:]:
            line = replace(line, **self._line_clause(clause))
        assert number(clauses[0]) == len(self.lines), f"{clauses[0]} is not the next line"
        self.lines.append(line)

    def _line_clause(self, clause: str) -> dict[str, object]:
        word, _, rest = clause.partition(" ")
        if word == "personal":
            self.agent(number(rest))
        return {
            "group": lambda: {"group": number(rest)},
            "personal": lambda: {"owner": number(rest)},
            "ring": lambda: {"ring_timeout_us": us(rest.removesuffix(" s"))},
            "voicemail": lambda: {"voicemail": True},
            "box": lambda: {"voicemail_left": threshold(float(rest != "stays empty"))},
            "after": lambda: {"after_hours": target(rest.removeprefix("hours "))},
            "missed": lambda: {"missed": target(rest)},
            "backup": lambda: {"backup": self._backup(rest)},
            "owner": lambda: {"owner_first": True, "owner_ring_timeout_us": us(rest.removeprefix("first "))},
        }[word]()

    def _backup(self, text: str) -> BackupPlan:
        """`ring 20 answers 5`, `L1 ring 20`, then `when paused`, `carrier voicemail after 15`."""
        said = dict(re.findall(r"(ring|answers|after) (\S+)", text))
        never = said.get("answers", "never") == "never"
        carrier = self._carrier(said["after"]) if "after" in said else {"carrier": 0, "carrier_after": -1}
        return BackupPlan(
            line=number(text.split(maxsplit=1)[0]) if text[0] == "L" else -1,
            luck=luck_of("backup"),
            pick_up=self.table(0 if never else us(said["answers"])),
            no_answer=threshold(float(never)),
            ring_timeout_us=us(said.get("ring", "20")),
            when_paused="when paused" in text,
            **carrier,
        )

    def _read_customers(self, clauses: list[str]) -> None:
        """`customers K0 of A1, K1 of nobody`."""
        for clause in clauses:
            name, _, owner = clause.partition(" of ")
            assert number(name) == len(self.owners), f"{name} is not the next customer"
            self.owners.append(-1 if owner == "nobody" else self.agent(number(owner)) and number(owner))

    def _read_router(self, clauses: list[str]) -> None:
        """`router poll, every 2`, `router asterisk, clock 0.5`, `router event, glare 1`: who looks when, and how far a second has gone at 0."""
        said = dict(clause.split() for clause in clauses[1:])
        every_us, clock_us = us(said.get("every", "1")), us(said.get("clock", "0"))
        self.router = RouterPlan(Dispatch[clauses[0].upper()], every_us, clock_us, us(said.get("glare", "0")))

    def _read_open(self, clauses: list[str]) -> None:
        self.opening = windows(" ".join(clauses))

    def _read_drops(self, clauses: list[str]) -> None:
        """`drops suspended, deleted`: whose call is lost when they become so in it."""
        self.drops = tuple(STATUSES[clause] for clause in clauses)

    def _read_calls(self, clauses: list[str]) -> None:
        """`calls talk 60, patience 90`: what is true of every contact that does not say otherwise."""
        self.calls = clauses

    def _read_sms(self, clauses: list[str]) -> None:
        """`sms conversation, slots 2, limit 3, talk 60, blocks voice, fallback A1, reassign 30, backlog, assigns, watching A2`."""
        for clause in clauses:
            self.sms = replace(self.sms, **self._sms_clause(clause))

    def _sms_clause(self, clause: str) -> dict[str, object]:
        word, _, rest = clause.partition(" ")
        agents = tuple(map(number, re.findall(r"A\d+", rest)))
        if agents:
            self.agent(max(agents))
        return {
            "conversation": lambda: {"conversation": True, "keeps": True, "slots": 1, "length": self.table(0)},
            "slots": lambda: {"slots": int(rest)},
            "limit": lambda: {"queue_limit": int(rest)},
            "talk": lambda: {"length": self.table(us(rest))},
            "blocks": lambda: {"blocks_voice": True},
            "fallback": lambda: {"fallback_group": number(rest)} if rest[0] == "G" else {"fallback": agents},
            "reassign": lambda: {"reassign_us": us(rest), "keeps": True},
            "backlog": lambda: {"keeps": True},
            "assigns": lambda: {"assigns": True},
            "watching": lambda: {"watching": frozenset(agents)},
        }[word]()
