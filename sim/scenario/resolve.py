"""A checked scenario to a `Plan` of integers: the one place where an option becomes policy. May not simulate or draw."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sim.domain import knobs, work
from sim.domain.agents import AnswerType, Status
from sim.domain.contacts import Channel
from sim.domain.errors import invalid
from sim.domain.idle import IDLE_CLOCKS
from sim.domain.knobs import Replay, Scenario
from sim.domain.laws import Distribution, Exponential, Law
from sim.domain.luck import luck_of, threshold
from sim.domain.plan import (
    ALWAYS,
    AdminPlan,
    AgentPlan,
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
    Recorded,
    RedialPlan,
    RouterPlan,
    SourcePlan,
    Taken,
    Target,
    TargetKind,
    Unstaffed,
    Verb,
)
from sim.domain.time import NEVER, micros
from sim.routing.strategies import STRATEGIES
from sim.scenario import outside
from sim.scenario.calendar import DAY_US, Calendar, clock_us
from sim.scenario.engines import simpy_only
from sim.scenario.kinds import LINE_BOX
from sim.scenario.load import Loaded
from sim.scenario.rules import source_name
from sim.scenario.vendor import refuse, refuse_callbacks
from sim.workload.laws import table

Written = TypeVar("Written")
LaidOut = TypeVar("LaidOut")

PPM = 1_000_000
DIAL = Exponential(mean=8.0)
"""Ringing of a connected outbound call (A2.15)."""
REPLAY = "calls/replay"
"""Name of the source of recorded calls."""


def resolve(loaded: Loaded, *, short: bool = False) -> Plan:
    """The plan of a scenario; `short` ends the horizon after `short_s`.

    Raises
    ------
    InputError
        If `short` is asked of a scenario without `short_s`.
    """
    return _Resolver(loaded, _horizon(loaded, short)).plan()


def _horizon(loaded: Loaded, short: bool) -> Calendar:
    short_s = loaded.scenario.horizon.short_s
    if not short:
        return loaded.calendar
    if short_s is None:
        raise invalid(str(loaded.place("horizon")), "horizon.short_s", "given to run with --short", "missing")
    return replace(loaded.calendar, length_us=micros(short_s))


def natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """Sort key of a name in which digits compare as numbers.

    >>> sorted(["sales-10", "sales-9", "ann"], key=natural)
    ['ann', 'sales-9', 'sales-10']
    """
    parts = re.split(r"([0-9]+)", name)
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts if part)


def _us(duration_s: float | Law | None) -> int:
    """A duration; NEVER for none, and for one that is drawn."""
    return micros(duration_s) if isinstance(duration_s, int | float) else NEVER


def _drawn(duration_s: float | Law | None) -> Law | None:
    """The law of a duration that is drawn."""
    return None if isinstance(duration_s, int | float) else duration_s


class _Resolver:
    """One scenario on its way to a plan: who has which index, and the tables collected so far."""

    def __init__(self, loaded: Loaded, calendar: Calendar) -> None:
        self.loaded = loaded
        self.scenario: Scenario = loaded.scenario
        self.calendar = calendar
        self.laws: dict[Distribution, int] = {}
        self.laid_out: dict[Any, Any] = {}
        self.declared = dict(self._declared())
        self.names = sorted(self.declared, key=natural)
        self.agents = {name: key for key, name in enumerate(self.names)}
        self.groups = {name: key for key, name in enumerate(self.scenario.ring_groups)}
        self.lines = {name: key for key, name in enumerate(self.scenario.lines)}
        self.days = calendar.days()
        named = {name for agent, *_ in self.declared.values() for name in agent.skills}
        named |= {call.skill for call in self.scenario.workload.calls if call.skill}
        self.skills = {name: nth for nth, name in enumerate(sorted(named))}

    def plan(self) -> Plan:
        scenario, calendar = self.scenario, self.calendar
        hours = scenario.opening_hours
        plan = Plan(
            name=scenario.name,
            end_us=calendar.length_us,
            warm_up_us=micros(scenario.horizon.warm_up_s),
            drain=scenario.horizon.after_end == "drain",
            agents=tuple(self._agent(name) for name in self.agents),
            groups=tuple(self._group(name, group) for name, group in scenario.ring_groups.items()),
            lines=tuple(self._line(name, line) for name, line in scenario.lines.items()),
            owners=self._owners(),
            opening=ALWAYS if hours is None else calendar.windows(hours),
            timeline=self._timeline(),
            sources=tuple(sorted(self._sources(), key=lambda source: natural(source.name))),
            tables=(),
            drops=tuple(
                status
                for status, what in (
                    (Status.SUSPENDED, scenario.account.suspended_on_call),
                    (Status.DELETED, scenario.account.deleted_on_call),
                )
                if what == "drop"
            ),
            dial=self._law(DIAL) if scenario.workload.outbound else -1,
            sms=outside.texts(scenario.sms, self._keys, self.groups, self._law),
            simpy_only=simpy_only(scenario),
            router=self._router(scenario.router),
        )
        plan = replace(plan, campaigns=self._campaigns({one.name: rank for rank, one in enumerate(plan.sources)}))
        return replace(plan, tables=tuple(table(law) for law in self.laws))

    def _law(self, law: Distribution | None) -> int:
        """The index of a law's table, -1 for none."""
        return -1 if law is None else self.laws.setdefault(law, len(self.laws))

    def _once(self, lay_out: Callable[[Written], LaidOut], written: Written) -> LaidOut:
        """What is written alike is laid out over the days once: thousands of agents share a shift."""
        key = lay_out, tuple(written.items()) if isinstance(written, dict) else written
        if key not in self.laid_out:
            self.laid_out[key] = lay_out(written)
        return self.laid_out[key]  # type: ignore[no-any-return]

    # --- agents ---

    def _declared(self) -> Iterator[tuple[str, tuple[knobs.Agent, bool, int]]]:
        """Agent -> its section, whether it is there from the start, its number among those alike."""
        sections = [(name, agent, True) for name, agent in self.scenario.agents.items()]
        for entry in self.scenario.timeline if isinstance(self.scenario.timeline, tuple) else ():
            sections += [(name, agent, False) for name, agent in (entry.add or {}).items()]
        for name, agent, present in sections:
            for nth, member in enumerate(self.loaded.names.expand(name)):
                yield member, (agent, present, nth)

    def _agent(self, name: str) -> AgentPlan:
        agent, present, nth = self.declared[name]
        everything = ((0, self.calendar.length_us),)
        shifts = everything if agent.shift is None else self._once(self.calendar.windows, agent.shift)
        cut = self._by_day(shifts) if agent.absence else ()
        return AgentPlan(
            id=name,
            luck=luck_of(name),
            person=name,
            admin=agent.role == "admin",
            voicemail=agent.voicemail,
            status=Status[agent.status.upper()],
            present=present,
            shifts=tuple(shift for _, shift in cut) or shifts,
            breaks=tuple(sorted(self._breaks(agent, nth))),
            pick_up=self._law(agent.pick_up_s),
            wrap_up=self._law(agent.wrap_up_s),
            comes_back=self._law(agent.available_after_return_s),
            no_answer=threshold(agent.no_answer),
            handle_ppm=round(agent.handle_factor * PPM),
            pauses=self._pauses(agent.pause_process),
            absence=threshold(agent.absence),
            days=tuple(day for day, _ in cut),
            home=-1 if agent.home is None else self.groups[agent.home],
            weight=round(agent.weight * PPM),
            skills=tuple(sorted((self.skills[name], level) for name, level in agent.skills.items())),
            reject=threshold(agent.reject),
            reject_after=self._law(agent.reject_after_s if agent.reject else None),
            busy_after_reject=self._law(agent.busy_after_reject_s if agent.reject else None),
            answers=AnswerType[agent.answer_type.upper()],
            **outside.carrier(agent, agent.answer_type == "phone_number", self._law),
        )

    def _by_day(self, shifts: Iterable[tuple[int, int]]) -> tuple[tuple[int, tuple[int, int]], ...]:
        """Each shift with the number of the day it starts on; one of a day's length or more is cut at midnight."""
        pieces: list[tuple[int, tuple[int, int]]] = []
        for begin, end in shifts:
            touched = [(day, span) for day, span in enumerate(self.days) if begin < span[1] and span[0] < end]
            if end - begin < DAY_US:
                pieces.append((touched[0][0], (begin, end)))
            else:
                pieces += [(day, (max(begin, low), min(end, high))) for day, (low, high) in touched]
        return tuple(pieces)

    def _pauses(self, pauses: knobs.PauseProcess | None) -> PausePlan | None:
        if pauses is None:
            return None
        return PausePlan(self._law(pauses.every_s), self._law(pauses.length_s), Taken[pauses.taken.upper()])

    def _breaks(self, agent: knobs.Agent, nth: int) -> Iterator[tuple[int, int]]:
        """(due, length) of every break on every day; agent i of n starts (i-1) x length / n later."""
        for rest in agent.breaks:
            length_us = micros(rest.length_s)
            later_us = nth * length_us // (agent.count or 1) if rest.stagger else 0
            for at_us in self._once(self._every_day, rest.at):
                if 0 <= at_us + later_us < self.calendar.length_us:
                    yield at_us + later_us, length_us

    def _every_day(self, clock: str) -> tuple[int, ...]:
        """The instants of a clock time."""
        after_midnight_us = clock_us(clock)
        assert after_midnight_us is not None, "checked at load"
        return tuple(self.calendar.on(day, after_midnight_us) for day in self.calendar.dates())

    def _keys(self, names: Iterable[str]) -> tuple[int, ...]:
        """Agents' indexes in the order written, counted names expanded."""
        return tuple(self.agents[agent] for name in names for agent in self.loaded.names.expand(name))

    # --- routing ---

    def _router(self, router: knobs.Router) -> RouterPlan:
        dispatch = Dispatch[router.dispatch.upper()]
        if dispatch is Dispatch.ASTERISK:
            refuse(self.loaded)
        refuse_callbacks(self.loaded)
        return RouterPlan(dispatch, micros(router.poll_s), micros(router.clock_s), micros(router.glare_window_s))

    def _group(self, name: str, group: knobs.RingGroup) -> GroupPlan:
        queue = group.queue
        max_hold_s = queue.max_hold_s if queue else None
        return GroupPlan(
            id=name,
            layers=tuple(self._layer(group, layer) for layer in group.layers),
            queue=queue is not None,
            limit=NEVER if queue is None or queue.limit is None else queue.limit,
            max_hold_us=_us(max_hold_s),
            max_hold_law=self._law(_drawn(max_hold_s)),
            priority=group.priority,
            handle_ppm=tuple(sorted(self._factors(group))),
            retry_us=micros(group.retry_s),
            overflow=self._target(group.overflow),
            prompts=tuple(self._prompts(queue)) if queue else (),
            callback=self._callback(queue.callback if queue else None),
            ai_rescue=threshold(queue.ai_rescue if queue else 0.0),
            evicts=queue is not None and queue.at_closing == "evicted",
            tie_order=self._keys(group.tie_order),
            pauses_after_misses=group.auto_pause_after_no_answers or NEVER,
            pauses_after_rejects=group.auto_pause_after_rejects or NEVER,
            pauses_for_us=_us(group.auto_pause_s),
            **self._patience_of(queue),
        )

    def _factors(self, group: knobs.RingGroup) -> Iterator[tuple[int, int]]:
        """(agent, both factors) of whoever is named."""
        for name, factor in group.handle_factor.items():
            for agent in self._keys([name]):
                own = self.declared[self.names[agent]][0].handle_factor
                yield agent, round(own * factor * PPM)

    def _patience_of(self, queue: knobs.Queue | None) -> dict[str, Any]:
        """When a queue lets a call go that is not answered."""
        if queue is None:
            return {}
        policy = Unstaffed[queue.unstaffed_policy.upper()]
        leaves_after_s = {Unstaffed.LEAVE_WHEN_EMPTY: 0.0, Unstaffed.GRACE: queue.unstaffed_grace_s}
        return {
            "hold_of_call": queue.hold_counts == "call",
            "hold_cuts_ring": queue.at_max_hold == "cut",
            "unstaffed": policy,
            "leaves_after_us": _us(leaves_after_s.get(policy)),
        }

    def _prompts(self, queue: knobs.Queue) -> Iterator[PromptPlan]:
        for one in queue.announcements:
            yield PromptPlan(Prompt.ANNOUNCEMENT, micros(one.at_s), _us(one.every_s), threshold(one.hang_up))
        if (key := queue.exit_key) is not None:
            to = self._target(key.to)
            yield PromptPlan(Prompt.EXIT_KEY, micros(key.at_s), _us(key.every_s), threshold(key.chance), to)
        if (callback := queue.callback) is not None:
            yield PromptPlan(Prompt.CALLBACK, micros(callback.after_s), NEVER, threshold(callback.chance))

    def _callback(self, callback: knobs.Callback | None) -> CallbackPlan | None:
        if callback is None:
            return None
        return CallbackPlan(
            callback.mode == "contact_first", threshold(callback.answer), self._law(DIAL), callback.retries,
            micros(callback.retry_after_s), callback.dedupe,
        )  # fmt: skip

    def _layer(self, group: knobs.RingGroup, layer: knobs.Layer) -> LayerPlan:
        timeout_s = group.ring_timeout_s if layer.ring_timeout_s is None else layer.ring_timeout_s
        strategy = layer.strategy or group.strategy
        rings_through_pause = {
            "cancel": False,
            "let_ring": True,
            "let_ring_simultaneous": STRATEGIES[strategy].rings_all,
        }
        return LayerPlan(
            members=self._keys(layer.members),
            strategy=strategy,
            ring_timeout_us=_us(timeout_s),
            ring_timeout_law=self._law(_drawn(timeout_s)),
            idle_clock=IDLE_CLOCKS[layer.idle_clock or group.idle_clock].mask,
            join_ring=group.join_ring if layer.join_ring is None else layer.join_ring,
            most=group.max_dialled or NEVER,
            step_us=micros(group.ring_step_s),
            turn_on_answer=group.rr_advance == "answer",
            rings_through_pause=rings_through_pause[group.pause_while_ringing],
            reject_ends_ring=group.reject_ends_ring,
        )

    def _target(self, target: knobs.Target | None) -> Target:
        if target is None:
            return Target()
        if target.hang_up:
            return Target(TargetKind.HANG_UP)
        if target.ring_group is not None:
            return Target(TargetKind.RING_GROUP, self.groups[target.ring_group])
        if target.line is not None:
            return Target(TargetKind.LINE, self.lines[target.line])
        assert target.voicemail is not None, "checked at load"
        if target.voicemail == LINE_BOX:
            return Target(TargetKind.LINE_BOX)
        return Target(TargetKind.AGENT_BOX, self.agents[target.voicemail])

    def _line(self, name: str, line: knobs.Line) -> LinePlan:
        return LinePlan(
            id=name,
            group=self.groups[line.route.ring_group] if line.route else -1,
            owner=self.agents[line.personal] if line.personal else -1,
            voicemail=line.voicemail,
            after_hours=self._target(line.after_hours),
            voicemail_left=threshold(line.voicemail_left),
            voicemail_table=self._law(line.voicemail_s),
            ring_timeout_us=_us(line.personal_ring_timeout_s),
            missed=self._target(line.missed),
            backup=outside.backup(name, line, self.lines, self._law),
            owner_first=line.owner_first,
            owner_ring_timeout_us=_us(line.owner_ring_timeout_s),
        )

    def _owners(self) -> tuple[int, ...]:
        """Customer -> owner: as many as each has, in the order of the file; a counted name's are shared evenly."""
        customers = self.scenario.customers
        if customers is None:
            return ()
        owners = []
        for name, count in customers.owned_by.items():
            members = self._keys([name])
            owners += [members[nth * len(members) // count] for nth in range(count)]
        return (*owners, *[-1] * (customers.count - len(owners)))

    # --- what happens ---

    def _timeline(self) -> tuple[AdminPlan, ...]:
        entries = self.scenario.timeline
        if isinstance(entries, Replay):
            return tuple(
                AdminPlan(row.at_us, NEVER, Verb[row.verb.upper()], self._keys([row.agent]))
                for row in self.loaded.actions
            )
        return tuple(self._entry(entry) for entry in entries)

    def _entry(self, entry: knobs.TimelineEntry) -> AdminPlan:
        verb = next(name for name in knobs.VERBS if getattr(entry, name) is not None)
        value = getattr(entry, verb)
        at_us = 0 if entry.at is None else self.calendar.instant(entry.at)
        until_us = NEVER if entry.until is None else self.calendar.instant(entry.until)
        if until_us <= 0:  # over before the horizon starts; it keeps its place in the file
            at_us = until_us = NEVER
        names = (value,) if isinstance(value, str) else () if isinstance(value, int) else tuple(value)
        return AdminPlan(
            at_us=max(at_us, 0),
            until_us=until_us,
            verb=Verb[verb.upper()],
            agents=self._keys(names),
            count=value if isinstance(value, int) else 0,
            group=-1 if entry.of is None else self.groups[entry.of],
            person=entry.to or "",
            groups=tuple(self.groups[name] for name in entry.groups),
            first_idle=entry.who == "first_idle",
        )

    def _sources(self) -> Iterator[SourcePlan]:
        workload = self.scenario.workload
        for call in workload.calls:
            blank = self._source(call.name or source_name("calls", {"line": call.line}), Channel.INBOUND_CALL, call)
            patience = self._law(call.patience_s)
            yield replace(blank, line=self.lines[call.line], handle=self._law(call.handle_s), patience=patience,
                          busyness_cv=call.daily_busyness_cv, priority=call.priority,
                          skill=self.skills.get(call.skill or "", -1), skill_level=call.skill_level,
                          balk=threshold(call.balk_if_wait), redial=self._redial(call.redial))  # fmt: skip
        for dialled in workload.outbound:
            for name, agent in self._each("outbound", dialled):
                blank = self._source(name, Channel.OUTBOUND_CALL, dialled)
                connect = threshold(dialled.connect)
                yield replace(blank, agent=agent, handle=self._law(dialled.handle_s), connect=connect)
        for text in workload.sms:
            if text.line is not None:
                blank = self._source(text.name or source_name("sms", {"line": text.line}), Channel.INBOUND_SMS, text)
                yield replace(blank, line=self.lines[text.line], reply=self._law(text.reply_after_s))
            for name, agent in self._each("sms", text):
                yield replace(self._source(name, Channel.OUTBOUND_SMS, text), agent=agent)
        for list_ in workload.campaigns:
            name = list_.name or source_name("campaigns", {"agents": list_.agents})
            blank = SourcePlan(name, Channel.OUTBOUND_CALL, -1, -1, (), self.days, ring_us=micros(list_.ring_s))
            yield replace(blank, handle=self._law(list_.handle_s), connect=threshold(list_.connect),
                          dial=self._law(list_.answer_after_s))  # fmt: skip
        if workload.replay is not None:
            yield SourcePlan(REPLAY, Channel.INBOUND_CALL, -1, -1, (), (), replayed=self._recorded())

    def _redial(self, redial: work.Redial | None) -> RedialPlan | None:
        if redial is None:
            return None
        return RedialPlan(threshold(redial.chance), self._law(redial.after_s), redial.most, redial.when == "unreached")

    def _source(
        self, name: str, channel: Channel, source: work.CallSource | work.OutboundSource | work.SmsSource
    ) -> SourcePlan:
        rates = self._once(self.calendar.rates, source.per_hour)
        return SourcePlan(name, channel, -1, -1, rates, self.days)

    def _each(self, kind: str, source: work.OutboundSource | work.SmsSource) -> Iterator[tuple[str, int]]:
        """A source of each agent of a section: NAME/AGENT, or NAME where it ends in the agent already."""
        name = source.name or source_name(kind, {"agents": source.agents})
        for key in self._keys(source.agents):
            agent = self.names[key]
            yield name if name.endswith(f"/{agent}") else f"{name}/{agent}", key

    def _campaigns(self, ranks: dict[str, int]) -> tuple[CampaignPlan, ...]:
        """The campaigns, in the order of the file; `ranks` of sources by name."""
        return tuple(
            self._campaign(one, ranks[one.name or source_name("campaigns", {"agents": one.agents})])
            for one in self.scenario.workload.campaigns
        )

    def _campaign(self, one: work.Campaign, source: int) -> CampaignPlan:
        zone = self.calendar.zone if one.time_zone is None else ZoneInfo(one.time_zone)
        return CampaignPlan(
            source=source,
            agents=self._keys(one.agents),
            records=one.records,
            own=one.mode == "manual",
            outbound_first=one.blend == "outbound_first",
            reserve=one.reserve,
            pace_us=micros(one.pace_s),
            lines_ppm=round(one.lines_per_agent * PPM),
            most_abandoned_ppm=round(one.most_abandoned * PPM),
            backs_off=one.over_limit == "back_off",
            attempts=one.attempts,
            retry=self._law(one.retry_after_s),
            calling=replace(self.calendar, zone=zone).windows(one.calling_hours),
            deletes=one.on_deletion == "delete",
        )

    def _recorded(self) -> Recorded:
        calls = self.loaded.calls
        pick_ups = ({self.agents[agent]: times for agent, times in call.pick_up_us.items()} or None for call in calls)
        return Recorded(
            arrival_us=tuple(call.arrival_us for call in calls),
            line=tuple(self.lines[call.line] for call in calls),
            patience_us=tuple(call.patience_us for call in calls),
            handle_us=tuple(call.handle_us for call in calls),
            customer=tuple(call.customer for call in calls),
            pick_up_us=tuple(pick_ups),
        )
