"""Do both engines write the same records? Runs a scenario with each and shows the first record that differs."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from sim.domain.idle import Restart
from sim.domain.plan import Plan
from sim.domain.records import Record, RecordKind
from sim.engines import first_difference
from sim.engines.choice import COMPILED, SIMPY, engine_of
from sim.engines.protocol import Records
from sim.engines.simpy import Model
from sim.routing.state import World
from sim.scenario.load import Loaded
from sim.scenario.resolve import resolve
from sim.workload.stream import workload


@dataclass(frozen=True, slots=True)
class Equality:
    """One replication under both engines; `difference` tells the first one in lines, empty if there is none."""

    replication: int
    records: int
    digest: str
    difference: tuple[str, ...]


def both(loaded: Loaded, *, seed: int, replications: int, short: bool) -> Iterator[Equality]:
    """Every replication under both engines, one after the other."""
    plan = resolve(loaded, short=short)
    for number in range(1, replications + 1):
        runs = [engine_of(name).run(plan, workload(plan, seed, number), seed, number) for name in (SIMPY, COMPILED)]
        lines = tuple(_told(plan, seed, number, runs[0].records, runs[1].records))
        yield Equality(number, len(runs[0].records), runs[0].digest, lines)


def _told(plan: Plan, seed: int, number: int, simpy: Records, compiled: Records) -> Iterator[str]:
    """The first difference: both records, and the agents they are about as the SimPy model has them then."""
    found = first_difference(simpy, compiled)
    if found is None:
        return
    at, left, right = found
    yield f"record {at} of replication {number} differs"
    yield f"{SIMPY:9} {_written(plan, left)}"
    yield f"{COMPILED:9} {_written(plan, right)}"
    instant_us = min(one.time_us for one in (left, right) if one is not None)
    agents = sorted({one.agent for one in (left, right) if one is not None and one.agent >= 0})
    world = _world_after(plan, seed, number, instant_us)
    for agent in (world.agents[key] for key in agents):
        state = (agent.status.name, agent.phone.name, agent.activity.name)
        moments = ", ".join(f"{one.name.lower()} {agent.moments_us[one]}" for one in Restart)
        yield f"agent {agent.plan.id} after that instant: {', '.join(state).lower()}, last {moments} us"


def _written(plan: Plan, record: Record | None) -> str:
    """A record with its names."""
    if record is None:
        return "has no such record"
    contact = f" {plan.contact_name(record.contact)}" if record.contact >= 0 else ""
    agent = f" agent {plan.agents[record.agent].id}" if record.agent >= 0 else ""
    group = f" group {plan.groups[record.group].id}" if record.group >= 0 else ""
    rest = f" offer {record.offer} value {record.value} reason {record.reason}"
    return f"{record.time_us} us {RecordKind(record.kind).name}{contact}{agent}{group}{rest}"


def _world_after(plan: Plan, seed: int, number: int, instant_us: int) -> World:
    """The SimPy model's world right after an instant: the run is repeated and left there."""

    class Reached(Exception):  # noqa: N818 - it is how the run is left
        pass

    def watch(world: World) -> None:
        if world.now >= instant_us:
            raise Reached

    model = Model(plan, workload(plan, seed, number), seed, number, watch)
    with suppress(Reached):
        model.run()
    return model.machine.world
