"""When requests are intended to start, laid out before the clock starts. Pure: nanoseconds from the start of the load."""

import numpy as np
from numpy.typing import NDArray


def constant(rate_per_s: float, duration_s: float) -> NDArray[np.int64]:
    """Evenly spaced starts, ns; at least one.

    >>> constant(4, 1).tolist()
    [0, 250000000, 500000000, 750000000]
    """
    count = max(1, round(rate_per_s * duration_s))
    return (np.arange(count) * (1e9 / rate_per_s)).astype(np.int64)
