"""Machines broken on purpose: each must be found out, or the comparison says nothing."""

from collections.abc import Callable
from dataclasses import replace

from tests.theory.chains import Chain, chains

WRONG: dict[str, tuple[str, str, str, float]] = {
    "patience x 1.05": ("S04", "patience_s: {exponential: {mean: 120}}", "patience_s: {exponential: {mean: 126}}", 0.5),
    "one agent too many": ("S12b", "a: {count: 3,", "a: {count: 4,", 0.02),
    "voicemail time-out + 1 s": ("MMnD-03", "max_hold_s: 30", "max_hold_s: 31", 0.5),
    "longest idle is fixed order": ("S04", "strategy: longest_idle", "strategy: fixed_order", 0.04),
}
"""What is wrong -> the system, its scenario right and wrong, and a share of its calls that is enough to notice."""


def broken(what: str, known: Callable[[], dict[str, Chain]] = chains) -> Chain:
    """A system that is wrong; what is expected of it is what would be right."""
    name, right, wrong, _ = WRONG[what]
    chain = known()[name]
    assert chain.text.count(right) == 1, f"{name}: {right}"
    return replace(chain, text=chain.text.replace(right, wrong))
