"""When requests are intended to start, laid out before the clock starts. Pure: nanoseconds from the start of the load."""


def constant(rate_per_s: float, duration_s: float) -> list[int]:
    """Evenly spaced starts, ns; at least one.

    >>> constant(4, 1)
    [0, 250000000, 500000000, 750000000]
    """
    count = max(1, round(rate_per_s * duration_s))
    return [int(nth * 1e9 / rate_per_s) for nth in range(count)]
