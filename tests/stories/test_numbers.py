"""The edge cases by number, C1 to C57: each has a test whose name begins with it, or waits in the table with its reason."""

import re

from tests.tidy import repository

NUMBERS = range(1, 58)

WAITING = {
    2: "deciding takes no time here: nothing can happen between a choice and its ring",
    18: "calls are not transferred",
}
"""Number -> why no test tells it yet. Whoever writes the test takes the row out."""


def told() -> set[int]:
    """The numbers that the names of tests begin with."""
    sources = (one.text for one in repository() if one.path.startswith("tests/") and one.path.endswith(".py"))
    return {int(number) for text in sources for number in re.findall(r"^ *def test_C(\d\d)_", text, flags=re.MULTILINE)}


def test_every_number_is_told_or_waits_for_a_reason() -> None:
    found = told()
    assert sorted(set(NUMBERS) - found - set(WAITING)) == [], "neither a test nor a reason"
    assert sorted(found & set(WAITING)) == [], "told now: take the row out of WAITING"
    assert sorted((found | set(WAITING)) - set(NUMBERS)) == [], "no such number"
    assert all(WAITING.values())
