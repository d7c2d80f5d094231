"""Contacts as people write them: the name of the source and the number in it."""

import pytest

from sim.domain.contacts import contact_key
from sim.domain.errors import InputError

from .toys import day_b


def test_a_contact_is_its_source_and_its_number_from_1() -> None:
    plan = day_b().plan
    assert plan.contact_name(contact_key(1, 16)) == "calls/main#17"
    assert plan.contact_of("calls/main#17") == contact_key(1, 16)


@pytest.mark.parametrize("text", ["calls/main", "calls/main#", "calls/main#0", "calls/main#-1", "calls/main#x",
                                  "calls/main#4294967297", "calls/nain#1", "#1", ""])  # fmt: skip
def test_what_is_no_contact_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"--call: the (number of the )?contact must be"):
        day_b().plan.contact_of(text)


def test_a_misspelt_source_is_guessed() -> None:
    with pytest.raises(InputError, match=r"did you mean calls/main#3\?"):
        day_b().plan.contact_of("calls/nain#3")
