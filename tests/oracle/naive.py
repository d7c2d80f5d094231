"""A second opinion: a phone system as somebody would write it in SimPy who has read docs/rules.md and nothing else.

One process a caller; they look at one another's state and scan everybody, always. `staff.py` has who may be rung.
May not import `sim`: it shares no line with what it judges. Times are whole microseconds, None is never.

It knows ring groups (layers, passes, strategies, queues, overflow to a group, the line's box or the end), shifts, pauses
and suspensions; not personal lines, breaks, opening hours, dials, texts, deletions or joined rings.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import simpy

from .staff import Agent, Process, Row, after, hire

DISPATCH = 2
"""Priority of serving callers: after SimPy's own 0 and 1, so whatever else is due at an instant has happened (B10)."""
MOST_HOPS = 8
LONGEST_DRAIN = 24 * 3600 * 1_000_000


@dataclass
class Story:
    """What became of a call; a leg is (when it began to ring, whose phone)."""

    outcome: str = "IN_SYSTEM"
    answered: int | None = None
    agent: str | None = None
    end: int | None = None
    legs: list[tuple[int, str]] = field(default_factory=list)


class Call:
    """A caller; `turn` succeeds with the layer that rings, or with the reason to leave the group."""

    def __init__(self, key: int, given: Row) -> None:
        self.key, self.given, self.story = key, given, Story()
        self.offers, self.ran_out = 0, False
        self.legs: dict[Agent, simpy.Event] = {}
        self.turn: Any = None
        self.cancelled: Any = None

    def enter(self, group: Row) -> None:
        self.group, self.in_pass, self.queued = group, True, False
        self.offered, self.spared_until = set[Agent](), dict[Agent, int]()


def by_weight(able: list[Agent], word: int) -> Agent:
    """As many lots each as they weigh, and one is drawn."""
    lots = [agent for agent in able for _ in range(agent.weight)]
    return lots[word % len(lots)]


def some(able: list[Agent], most: int | None, key: Any) -> list[Agent]:
    """The first so many by this key, in the order of the layer."""
    first = sorted(able, key=key)[:most]
    return [agent for agent in able if agent in first]


STRATEGIES: Row = {
    "simultaneous": lambda able, draw, layer: some(able, layer["most"], lambda agent: agent.idle_by(layer)),
    "round_robin": lambda able, draw, layer: able[:1],
    "downwards": lambda able, draw, layer: able[:1],
    "fixed_order": lambda able, draw, layer: able[:1],
    "longest_idle": lambda able, draw, layer: [min(able, key=lambda agent: agent.idle_by(layer))],
    "fewest_calls": lambda able, draw, layer: [min(able, key=lambda agent: agent.calls)],
    "least_talk_time": lambda able, draw, layer: [min(able, key=lambda agent: agent.talked)],
    "random": lambda able, draw, layer: [able[draw() % len(able)]],
    "weighted_random": lambda able, draw, layer: [by_weight(able, draw())],
    "random_batches": lambda able, draw, layer: some(able, layer["most"], lambda agent: draw(agent.name)),
}
"""Who rings of those who may, in the order of the layer; `round_robin` gets them from its turn on."""


class PhoneSystem:
    """A phone system of plain data and its luck (`scenes.py` shows both); run it once."""

    def __init__(self, scene: Row, luck: Any) -> None:
        self.env, self.scene, self.luck = simpy.Environment(initial_time=0), scene, luck
        self.agents = hire(self.env, scene, luck, self.cancel, self.look_around)
        self.turns = Counter[tuple[str, int]]()
        self.seeking: list[Call] = []

    def run(self) -> list[Story]:
        """A story per call, told until nobody is left or a day after the end."""
        calls = [Call(key, given) for key, given in enumerate(self.scene["calls"])]
        callers = self.env.all_of([self.env.process(self.phone(call)) for call in calls])
        self.env.run(until=callers | self.env.timeout(self.scene["end"] + LONGEST_DRAIN))
        return [call.story for call in calls]

    def phone(self, call: Call) -> Process:
        """A caller's way from group to group, and what is left at its end."""
        yield self.env.timeout(call.given["at"])
        gives_up, target, hops = after(self.env, call.given["patience"]), ("group", call.given["group"]), 0
        while target[0] == "group":
            if hops > MOST_HOPS:
                return self.finish(call, "LOOP_CUT")
            call.enter(self.scene["groups"][target[1]])
            why, hops = (yield from self.visit(call, gives_up)), hops + 1
            if why == "over":
                return None
            target = call.group["overflow"] or ("line box", "")
        if target[0] == "line box" and call.given["box"] is not None:
            yield self.env.timeout(call.given["box"])
            return self.finish(call, "VOICEMAIL_LEFT")
        return self.finish(call, "QUEUE_FULL" if why == "full" else "MISSED_TIMEOUT" if call.ran_out else "DEAD_END")

    def visit(self, call: Call, gives_up: simpy.Event) -> Process:
        """The stay in one ring group; returns why it ends."""
        hold = after(self.env, call.group["queue"] and call.group["queue"]["max_hold"])
        while True:
            call.turn = self.env.event()
            self.seeking.append(call)
            self.look_around()
            yield gives_up | hold | call.turn
            if not call.turn.triggered:
                self.seeking.remove(call)
            elif isinstance(call.turn.value, str):
                return call.turn.value
            elif (yield from self.ring(call, call.turn.value, gives_up)) == "over":
                return "over"
            if gives_up.processed:
                return self.finish(call, "ABANDONED_QUEUE")
            if hold.processed:
                call.ran_out = True
                return "hold"

    def ring(self, call: Call, layer: Row, gives_up: simpy.Event) -> Process:
        """The legs of one offer, and the talk if one is answered."""
        deadline = after(self.env, layer["ring_timeout"])
        while call.legs:
            call.cancelled = self.env.event()
            yield self.env.any_of([gives_up, deadline, call.cancelled, *call.legs.values()])
            answers = [agent for agent, answer in call.legs.items() if answer.processed]
            if gives_up.processed:
                self.silence(call, *call.legs)
                return self.finish(call, "ABANDONED_RINGING")
            if answers:
                return (yield from self.talk(call, answers[0]))
            for agent in list(call.legs) if deadline.processed else []:
                call.ran_out = True
                agent.missed = self.env.now
                self.silence(call, agent, spare=call.group["retry"])
        return "rang out"

    def talk(self, call: Call, agent: Agent) -> Process:
        """The talk, then wrap-up."""
        self.silence(call, *call.legs)
        agent.activity, agent.calls = "on_call", agent.calls + 1
        call.story.answered, call.story.agent = self.env.now, agent.name
        yield self.env.timeout(call.given["handle"])
        agent.idle_since, length = self.env.now, self.luck.wrap_up(call.key, agent.name)
        agent.talked += call.given["handle"]
        self.finish(call, "ANSWERED_LIVE")
        if length and agent.status != "suspended":
            agent.activity, agent.sent_home = "wrap_up", self.env.event()
            yield self.env.timeout(length) | agent.sent_home
        agent.activity = "idle"
        self.look_around()
        return "over"

    def finish(self, call: Call, outcome: str) -> str:
        call.story.outcome, call.story.end = outcome, self.env.now
        return "over"

    def silence(self, call: Call, *agents: Agent, spare: int = 0) -> None:
        """Phones stop ringing; the call spares for a while who missed it or had it cancelled."""
        for agent in agents:
            agent.activity, agent.rings_for = "idle", None
            del call.legs[agent]
            call.spared_until[agent] = self.env.now + spare
        self.env.timeout(spare).callbacks.append(lambda _: self.look_around())
        self.look_around()

    def look_around(self) -> None:
        """Serve callers once all that is due at this instant has happened."""
        soon = self.env.event()
        soon.callbacks.append(lambda _: self.dispatch())
        soon._ok, soon._value = True, None
        self.env.schedule(soon, priority=DISPATCH)

    def dispatch(self) -> None:
        """Oldest first; whoever leaves a group takes the next step before anybody younger is served."""
        for call in sorted(self.seeking, key=lambda one: (one.given["at"], one.key)):
            answer = self.offer(call) or (self.end_pass(call) or self.offer(call) if call.in_pass else None)
            if answer:
                self.seeking.remove(call)
                call.turn.succeed(answer)
            if isinstance(answer, str):
                self.look_around()
                break

    def offer(self, call: Call) -> Row | None:
        """Ring in the first layer that has somebody to ring."""
        for place, layer in enumerate(call.group["layers"]):
            names, turn = layer["members"], (call.group["name"], place)
            start = self.turns[turn] if layer["strategy"] == "round_robin" else 0
            able = [self.agents[name] for name in names[start:] + names[:start] if self.agents[name].routable()]
            able = [one for one in able if one not in call.offered and call.spared_until.get(one, 0) <= self.env.now]
            if layer["strategy"] == "downwards":
                above = [names.index(one.name) for one in call.offered if one.name in names]
                able = [one for one in able if names.index(one.name) > max(above, default=-1)]
            if able:
                call.in_pass, call.offers = True, call.offers + 1
                for agent in STRATEGIES[layer["strategy"]](able, partial(self.luck.word, call.key, call.offers), layer):
                    self.turns[turn] = (names.index(agent.name) + 1) % len(names)
                    agent.activity, agent.rings_for = "ringing", call
                    call.offered.add(agent)
                    call.story.legs.append((self.env.now, agent.name))
                    nth = [name for _, name in call.story.legs].count(agent.name)
                    call.legs[agent] = after(self.env, self.luck.pick_up(call.key, agent.name, nth))
                return layer
        return None

    def end_pass(self, call: Call) -> str | None:
        """Nobody is left to ring: wait for a new pass, or the reason not to."""
        call.offered, call.in_pass, queue = set(), False, call.group["queue"]
        members = [self.agents[name] for layer in call.group["layers"] for name in layer["members"]]
        if queue is None or not any(agent.at_work() for agent in members):
            return "nobody"
        waiting = [one for one in self.seeking if one is not call and one.group is call.group and one.queued]
        if not call.queued and queue["limit"] is not None and len(waiting) >= queue["limit"]:
            return "full"
        call.queued = True
        return None

    def cancel(self, agent: Agent) -> None:
        call = agent.rings_for
        if call:
            self.silence(call, agent, spare=call.group["retry"])
            call.cancelled.succeed()
