"""What a report reads, as protocols: whoever has these attributes can be reported. Holds no values and no logic."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import pandas as pd

from sim.domain.knobs import Targets
from sim.domain.plan import Plan
from sim.experiments.sentence import Row
from sim.metrics.columns import Ints
from sim.metrics.waits import Waits
from sim.scenario.figures import Recorded


class Estimate(Protocol):
    """One number with its sample size and, from two replications on, its interval."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def better(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def n(self) -> int: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def replications(self) -> int: ...
    @property
    def formula(self) -> str: ...
    @property
    def group(self) -> str:
        """The heading it stands under."""
        ...


class Result(Protocol):
    """One scenario, simulated one or more times."""

    @property
    def name(self) -> str: ...
    @property
    def question(self) -> str: ...
    @property
    def plan(self) -> Plan: ...
    @property
    def targets(self) -> Targets: ...
    @property
    def start(self) -> str:
        """Start of the horizon, local time, ISO 8601 without an offset."""
        ...

    @property
    def seed(self) -> int: ...
    @property
    def replications(self) -> int: ...
    @property
    def digest(self) -> str: ...
    @property
    def command(self) -> str:
        """What to type to get the same again."""
        ...

    @property
    def recorded(self) -> Recorded | None:
        """Figures of a real system to set beside ours, if the scenario has any."""
        ...

    @property
    def estimates(self) -> Mapping[str, Estimate]: ...
    @property
    def cells(self) -> Ints:
        """Contacts of all replications, by `sim.domain.cells.cell`."""
        ...

    @property
    def waits(self) -> Waits:
        """Of the answered inbound calls of all replications."""
        ...

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Always `intervals` and `billing`; those of single calls where they were kept."""
        ...


class Difference(Row, Protocol):
    """One metric of a paired comparison, with its name and the sample behind it."""

    @property
    def metric(self) -> str: ...
    @property
    def n(self) -> int: ...


class Comparison(Protocol):
    """The answer to the scenario's question: this day against its paired base."""

    @property
    def sentence(self) -> str: ...
    @property
    def rule(self) -> str:
        """What a verdict means, with the margins it was given by."""
        ...

    @property
    def base_name(self) -> str: ...
    @property
    def variant_name(self) -> str: ...
    @property
    def replications(self) -> int: ...
    @property
    def between(self) -> str:
        """Clock window of arrival of the first row; empty: the whole horizon."""
        ...

    @property
    def rows(self) -> Sequence[Difference]: ...
