"""Every test of this folder runs on both engines."""

import pytest

from sim.engines.choice import COMPILED, SIMPY, prepare
from tests.theory.under import Under


@pytest.fixture(params=[SIMPY, COMPILED])
def under(request: pytest.FixtureRequest) -> Under:
    """One of the engines, its code loaded."""
    if request.param == COMPILED:
        prepare()
    return Under(request.param)
