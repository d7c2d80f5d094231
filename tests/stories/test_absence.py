"""Agents who do not come to work (A2.35)."""

from .teller import tell


def test_who_does_not_come_is_off_shift_until_the_next_one_and_nobody_rings_them() -> None:
    tell("""
        group fixed_order, A0 A1, queue
        agent A0, shift 10-50 60-90, stays away on days 0 0
        agent A1, shift 10-90
        shows login
        10  nothing                           -> absent A0; login A1
        20  arrive C0, pick 0, talk 5         -> ring C0 [A1]; answer C0 A1
        25  nothing                           -> outcome C0 answered_live
        60  nothing                           -> absent A0
        90  nothing                           -> logout A1
    """)


def test_who_does_not_come_is_not_called_in_by_the_admin() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, shift 10-90, stays away on days 0, paused
        10  nothing                           -> absent A0
        20  resume A0                         -> nothing
        30  arrive C0                         -> ring C0 [A1]
    """)
