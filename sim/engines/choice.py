"""Which engine runs: the one that was named, or the one that pays. Both write the same records. May not read a clock."""

from difflib import get_close_matches

from sim.domain.errors import invalid
from sim.domain.plan import Plan
from sim.engines.protocol import Engine

AUTO, SIMPY, COMPILED = ENGINES = ("auto", "simpy", "compiled")
PAYS_WARM = 10_000
"""Contacts from which the compiled engine is ahead once its code is in the cache: loading it takes about as long."""
PAYS_COLD = 500_000
"""Contacts from which it is ahead even if it must be compiled first."""
_HOUR_US = 3_600_000_000


def choose(name: str, plan: Plan, replications: int) -> str:
    """`simpy` or `compiled`: what was named, or for `auto` what is expected to be done first.

    Raises
    ------
    InputError
        If there is no engine of that name.
    """
    if name not in ENGINES:
        guess = "".join(get_close_matches(name, ENGINES, 1))
        raise invalid("--engine", "the engine", f"one of {', '.join(ENGINES)}", name, guess)
    if name != AUTO:
        return name
    if plan.simpy_only:
        return SIMPY
    return COMPILED if contacts(plan) * replications >= (PAYS_WARM if is_warm() else PAYS_COLD) else SIMPY


def contacts(plan: Plan) -> float:
    """How many contacts a day of a plan is expected to bring."""
    drawn = sum((end - begin) / _HOUR_US * rate for source in plan.sources for begin, end, rate in source.rates)
    return drawn + sum(len(source.replayed.arrival_us) for source in plan.sources if source.replayed)


def is_warm() -> bool:
    """Whether compiled code of this very source is in the cache."""
    from sim.compiled.kept import file

    return file().exists()


def engine_of(name: str) -> Engine:
    """The engine called `simpy` or `compiled`, its code loaded; the first time ever, `compiled` compiles for a while."""
    if name == SIMPY:
        from sim.engines.simpy import SimpyEngine

        return SimpyEngine()
    from sim.engines.compiled import CompiledEngine

    return CompiledEngine()


def prepare() -> None:
    """Compile the compiled engine, or load it from the cache: it runs a phone system without anybody."""
    from sim.workload.stream import workload

    plan = Plan("nobody", 1, 0, True, (), (), (), (), ((0, 1),), (), (), ())
    engine_of(COMPILED).run(plan, workload(plan, 1, 1), 1, 1)
