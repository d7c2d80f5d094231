"""Two systems, each written twice: as a scenario, and for the plain model. Both have the same laws and the same rates."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from tests.bench.plain import HOUR, Agent, Phone, Process


@dataclass(frozen=True)
class System:
    """A shipped scenario, run short or whole, and the same thing for the plain model: a seed makes it."""

    scenario: str
    short: bool
    plain: Callable[[int], Phone]


def groups_of(agent: int) -> tuple[int, int]:
    """The two of ten groups that agent 0 .. 99 is in; each group has 20."""
    return agent % 10, (agent % 10 + 1 + agent // 10 % 9) % 10


def ten_groups(seed: int, hours: float = 2.0) -> Phone:
    """The hundred agents of scenarios/ten_groups.yaml."""
    phone = Phone(seed)
    agents = [Agent(groups_of(nth), lambda: phone.exponential(5.0), 0.0) for nth in range(100)]
    for group in range(10):
        phone.groups.append([[agent for agent in agents if group in agent.groups]])

        def call(group: int = group) -> Process:
            return phone.call(group, phone.exponential(120.0), 60.0, phone.exponential(180.0))

        phone.arrive([(0, hours, 190.8)], call)
    return phone


def _quickstart(seed: int) -> Phone:
    phone = Phone(seed)
    exponential, lognormal, chance = phone.exponential, phone.lognormal, phone.rng.random
    sales = [Agent((0,), lambda: inf if chance() < 0.05 else lognormal(4.0, 0.6), 30.0) for _ in range(12)]
    ann = Agent((0, 1), lambda: inf if chance() < 0.05 else 1.5 + lognormal(3.0, 0.66), 30.0)
    phone.groups = [[sales, [ann]], [[ann]]]
    busy = phone.rng.gamma(1 / 0.06**2, 0.06**2)
    day = [(0, 2, 40 * busy), (2, 4, 90 * busy), (4, 6, 70 * busy), (6, 9, 85 * busy), (9, 10, 35 * busy)]
    phone.arrive(day, lambda: phone.call(0, exponential(90.0), 120.0, lognormal(190.0, 1.3)))
    phone.arrive([(0, 10, 3.0)], lambda: phone.call(1, exponential(60.0), 60.0, lognormal(240.0, 1.0)))
    phone.arrive([(0, 10, 12.0)], lambda: phone.text(lognormal(240.0, 2.0)))
    for nth, agent in enumerate(sales):
        phone.arrive([(0, 10, 2.0)], lambda agent=agent: phone.dial(agent, chance() < 0.1, lognormal(110.0, 1.0)))
        phone.arrive([(0, 10, 1.0)], lambda: phone.text(0.0))
        phone.absent([agent], 4 * HOUR + nth * 1800 / 12, 1800.0)
    phone.absent(sales[:4], 4 * HOUR, HOUR)
    phone.absent(sales[2:3], 7 * HOUR, 3 * HOUR)
    return phone


SYSTEMS = (System("quickstart", False, _quickstart), System("ten_groups", True, ten_groups))
