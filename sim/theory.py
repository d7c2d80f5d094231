"""Closed forms of queueing theory: oracles that tests and staffing compare with, never inputs of a simulation.

One pool of alike agents, Poisson arrivals, exponential handle times, first come first served, in steady state. Any unit of
time will do, the same throughout: `rate` arrivals in that unit, `aht` handle time, load = rate x aht in erlang.
May not simulate and knows no scenario.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Steady:
    """A pool in steady state. Shares are of all arrivals; waits in the unit of time, of the calls that got in."""

    p_block: float
    p_wait: float
    p_abandon: float
    mean_wait: float
    mean_wait_answered: float
    mean_queue: float
    occupancy: float
    sl_offered: float
    """Answered within the acceptable wait / all arrivals."""


def little(rate: float, mean_time: float) -> float:
    """Mean number inside of what `rate` arrivals per unit of time each spend `mean_time` in: L = lambda W."""
    return rate * mean_time


def erlang_b(agents: int, load_erl: float) -> float:
    """Share of calls turned away when nobody can wait; holds for any law of the handle time.

    >>> erlang_b(2, 1.0)
    0.2
    """
    inverse = 1.0
    for n in range(1, agents + 1):
        inverse = 1 + inverse * n / load_erl
    return 1 / inverse


def erlang_c(agents: int, load_erl: float) -> float:
    """Share of calls that wait when all wait for ever; 1 where the load is too much for the agents.

    >>> round(erlang_c(2, 1.0), 12)
    0.333333333333
    """
    if load_erl >= agents:
        return 1.0
    blocked, spare = erlang_b(agents, load_erl), 1 - load_erl / agents
    return blocked / (spare + blocked * (1 - spare))


def patient_pool(agents: int, rate: float, aht: float, awt: float = 0.0) -> Steady:
    """M/M/n: nobody gives up, everybody gets in (Erlang C). The waits are infinite if the load is too much."""
    waits, spare = erlang_c(agents, rate * aht), agents / aht - rate
    mean_wait = waits / spare if spare > 0 else inf
    return Steady(
        p_block=0.0,
        p_wait=waits,
        p_abandon=0.0,
        mean_wait=mean_wait,
        mean_wait_answered=mean_wait,
        mean_queue=little(rate, mean_wait),
        occupancy=min(rate * aht / agents, 1.0),
        sl_offered=1 - waits * exp(-spare * awt) if spare > 0 else 0.0,
    )


@dataclass(frozen=True, slots=True)
class Patience:
    """A law of patience: the share still there after x, its integral from 0 to x, and where the share jumps."""

    survival: Callable[[Array], Array]
    integral: Callable[[Array], Array]
    jumps: tuple[float, ...] = ()


def exponential(mean: float) -> Patience:
    """Exponential patience."""
    return Patience(lambda x: np.exp(-x / mean), lambda x: mean * -np.expm1(-x / mean))


def time_out(after: float, mean: float = inf) -> Patience:
    """Every call leaves after exactly `after` (to voicemail, say), if it has not given up: exponential with this mean."""
    within = exponential(mean) if mean < inf else Patience(np.ones_like, lambda x: x)
    return Patience(
        lambda x: np.where(x < after, within.survival(x), 0.0),
        lambda x: within.integral(np.minimum(x, after)),
        (after,),
    )


def impatient_pool(agents: int, rate: float, aht: float, patience: Patience, awt: float = 0.0) -> Steady:
    """M/M/n+G: everybody gets in, callers give up by any law of patience.

    The offered wait has the density rate x P(n-1 calls inside) x exp(rate x H(x) - n x / aht), H the integral of the
    survival of patience (Baccelli and Hebuterne 1981; Zeltyn and Mandelbaum 2005).
    """
    rates = rate, agents / aht

    def exponent(x: Array) -> Array:
        return rates[0] * patience.integral(x) - rates[1] * x

    x, weight = _nodes(exponent, 1 / rates[1], (awt, *patience.jumps))
    peak = max(0.0, float(exponent(x).max()))
    waiting = rate * weight * np.exp(exponent(x) - peak)
    at_once = (1 / erlang_b(agents - 1, rate * aht)) * exp(-peak)
    total = at_once + float(waiting.sum())
    stayed = waiting * patience.survival(x)
    answered = (at_once + float(stayed.sum())) / total
    mean_wait = float(waiting @ patience.integral(x)) / total
    return Steady(
        p_block=0.0,
        p_wait=float(waiting.sum()) / total,
        p_abandon=1 - answered,
        mean_wait=mean_wait,
        mean_wait_answered=float(stayed @ x) / total / answered,
        mean_queue=little(rate, mean_wait),
        occupancy=rate * answered * aht / agents,
        sl_offered=(at_once + float(stayed[x < awt].sum())) / total,
    )


def erlang_a(agents: int, rate: float, aht: float, patience_mean: float, awt: float = 0.0) -> Steady:
    """M/M/n+M: exponential patience (Palm's Erlang A)."""
    return impatient_pool(agents, rate, aht, exponential(patience_mean), awt)


def finite_pool(agents: int, rate: float, aht: float, places: int, patience_mean: float = inf) -> Steady:
    """M/M/n/K, with exponential patience M/M/n/K+M: at most `places` calls inside, others are turned away.

    The service level is that of answers at once (an acceptable wait of 0).
    """
    inside = np.arange(places + 1)
    leave = np.minimum(inside, agents) / aht + np.maximum(inside - agents, 0) / patience_mean
    log_share = np.concatenate([[0.0], np.cumsum(np.log(rate / leave[1:]))])
    share = np.exp(log_share - log_share.max())
    share /= share.sum()
    queue = float(share @ np.maximum(inside - agents, 0))
    got_in, abandoned = 1 - float(share[-1]), queue / patience_mean / rate
    answered, at_once = got_in - abandoned, float(share[:agents].sum())
    waited = _wait_of_answered(agents / aht, places - agents, patience_mean)
    return Steady(
        p_block=float(share[-1]),
        p_wait=got_in - at_once,
        p_abandon=abandoned,
        mean_wait=queue / (rate * got_in),
        mean_wait_answered=float(share[agents:-1] @ waited) / answered,
        mean_queue=queue,
        occupancy=float(share @ np.minimum(inside, agents)) / agents,
        sl_offered=at_once,
    )


def mean_wait_one_agent(rate: float, aht: float, cv: float) -> float:
    """M/G/1: mean wait for one agent when handle times have this coefficient of variation (Pollaczek, Khinchine)."""
    load = rate * aht
    return (1 + cv**2) / 2 * load * aht / (1 - load) if load < 1 else inf


def agents_for(goal: float, awt: float, rate: float, aht: float, patience_mean: float = inf) -> int:
    """Fewest agents with `sl_offered` of at least `goal`: by Erlang C, or by Erlang A if callers give up.

    Parameters
    ----------
    goal : float
        Share of all arrivals, 0 .. below 1: 0.8 of 80/20.
    awt, rate, aht, patience_mean : float
        Acceptable wait, arrivals per unit of time, handle time and mean patience, all in one unit of time.
    """
    assert 0 <= goal < 1, goal
    agents = 1
    while _sl(agents, rate, aht, patience_mean, awt) < goal:
        agents += 1
    return agents


def _sl(agents: int, rate: float, aht: float, patience_mean: float, awt: float) -> float:
    if patience_mean == inf:
        return patient_pool(agents, rate, aht, awt).sl_offered
    return erlang_a(agents, rate, aht, patience_mean, awt).sl_offered


def _wait_of_answered(handled_per_time: float, waiting: int, patience_mean: float) -> Array:
    """For a call that finds k = 0 .. waiting-1 others waiting: E[wait x (it is answered)].

    It moves up at rate r(k) = n mu + k theta and gives up at rate theta, so with s(k) its chance to move up and
    m(k) = 1 / (r(k) + theta): P(k) = s(k) P(k-1), W(k) = s(k) (W(k-1) + m(k) P(k-1)).
    """
    found, reached, wait = np.zeros(waiting), 1.0, 0.0
    for k in range(waiting):
        up = handled_per_time + k / patience_mean
        mean = 1 / (up + 1 / patience_mean)
        wait = up * mean * (wait + mean * reached)
        reached *= up * mean
        found[k] = wait
    return found


def _nodes(exponent: Callable[[Array], Array], scale: float, breaks: tuple[float, ...]) -> tuple[Array, Array]:
    """Gauss-Legendre nodes and weights from 0 to where exp(exponent) is negligible, panels broken where asked."""
    end = scale
    while float(exponent(np.array([end]))[0]) > -45:
        end *= 1.5
    edges = np.union1d(np.linspace(0, end, 600), [at for at in breaks if 0 < at < end])
    unit, weight = np.polynomial.legendre.leggauss(8)
    half, middle = np.diff(edges) / 2, (edges[1:] + edges[:-1]) / 2
    return (middle[:, None] + half[:, None] * unit).ravel(), (half[:, None] * weight).ravel()
