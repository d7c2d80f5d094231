"""The list of a campaign: which records are due when, and whose they are. May not contain a rule of dialling."""

from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from sim.domain.contacts import NOBODY
from sim.domain.plan import CampaignPlan
from sim.domain.time import NEVER

Due = list[tuple[int, int]]
"""A heap of (due, record)."""


@dataclass(slots=True)
class CampaignState:
    """A campaign now."""

    plan: CampaignPlan
    left: int = field(init=False)
    """Records nobody has spoken to that have attempts to go."""
    due: dict[int, Due] = field(init=False)
    """Agent, or NOBODY for everyone -> records that are due some time and not being dialled."""
    gone: set[int] = field(default_factory=set)
    """Agents whose records went back to everyone."""
    attempts: dict[int, int] = field(default_factory=dict)
    generations: dict[int, int] = field(default_factory=dict)
    """Record -> contacts made for it, those that were cut among them."""
    dialled_us: dict[int, int] = field(default_factory=dict)
    """Agent -> their last dial."""
    lines: int = 0
    """Dials under way that have no agent yet."""
    answers: int = 0
    abandoned: int = 0
    wakes_us: int = -1

    def __post_init__(self) -> None:
        self.left = self.plan.records
        self.due = {}
        for record in range(self.plan.records):
            self.due.setdefault(self._whose(record), []).append((0, record))

    def _whose(self, record: int) -> int:
        if not self.plan.own:
            return NOBODY
        owner = self.plan.agents[record % len(self.plan.agents)]
        return NOBODY if owner in self.gone else owner

    def rests_until(self, agent: int) -> int:
        """When an agent may dial again."""
        return self.dialled_us[agent] + self.plan.pace_us if agent in self.dialled_us else 0

    def put(self, record: int, due_us: int) -> None:
        """Put a record back, due some time."""
        heappush(self.due.setdefault(self._whose(record), []), (due_us, record))

    def take(self, agent: int, now_us: int) -> int:
        """The record that has been due longest, of the agent's own and of those for everyone; -1 if none is due."""
        lists = [found for whose in dict.fromkeys((agent, NOBODY)) if (found := self.due.get(whose))]
        if not lists:
            return -1
        first = min(lists, key=lambda found: found[0])
        return heappop(first)[1] if first[0][0] <= now_us else -1

    def next_due_us(self) -> int:
        """When the next record is due, whose ever it is; NEVER for none."""
        return min((found[0][0] for found in self.due.values() if found), default=int(NEVER))

    def give_up(self, agent: int, *, lost: bool) -> None:
        """An agent leaves: their own records are everyone's from now on, or lost with them."""
        mine = self.due.pop(agent, [])
        if self.plan.own:
            self.gone.add(agent)
        if lost:
            self.left -= len(mine)
        elif mine:
            everyones = self.due.setdefault(NOBODY, [])
            everyones += mine
            heapify(everyones)
