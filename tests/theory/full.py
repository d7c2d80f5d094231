"""A chain simulated and compared: the rows of `make validate`, and of the tests of this folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from scipy.special import stdtrit

from sim.engines.choice import COMPILED
from tests.theory.chains import REPLICATIONS, Chain
from tests.theory.measure import Pairs, measures, pooled
from tests.theory.systems import PROBABILITIES
from tests.theory.under import Under

SIGMAS = 4.0
NINETEEN = 1.959964
"""19 of 20 lie within so many standard errors."""
ROUNDING = 1e-9


class Row(NamedTuple):
    """One measure of one system beside the truth."""

    system: str
    measure: str
    exact: float
    value: float
    error: float
    half_width: float

    @property
    def z(self) -> float:
        """Standard errors between the value and the truth; what follows from the inputs alone has no error."""
        difference = self.value - self.exact
        return 0.0 if abs(difference) <= ROUNDING * abs(self.exact) else difference / self.error

    def wide(self, share: float, absolute: float) -> bool:
        """Whether the half-width is larger than a share of the value and, of a probability, than this."""
        probability = self.measure.startswith(PROBABILITIES)
        return self.half_width > max(share * abs(self.exact), absolute if probability else 0.0)


def replications(chain: Chain, folder: Path, share: float, seed: int = 1) -> Iterator[Pairs]:
    """The measures of one replication after another, from the records of the compiled engine."""
    path = folder / f"{chain.id}.yaml"
    path.write_text(chain.scenario(share))
    for run in Under(COMPILED).records(path, REPLICATIONS, seed):
        yield measures(*run)


def compare(chain: Chain, folder: Path, share: float = 1.0, seed: int = 1) -> list[Row]:
    """A row for every measure of a chain."""
    runs, rows = list(replications(chain, folder, share, seed)), []
    for name, (measure, exact) in chain.expected.items():
        known = pooled(runs, measure)
        half_width = float(stdtrit(known.freedom, 0.975)) * known.error
        rows.append(Row(chain.id, name, exact, known.value, known.error, half_width))
    return rows
