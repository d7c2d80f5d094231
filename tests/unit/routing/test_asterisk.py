"""Asterisk's rules on a snapshot alone: no machine, no clock."""

import pytest

from sim.domain.time import SECOND
from sim.routing.asterisk import (
    LONGEST_IDLE,
    NEVER_CALLED,
    RULES,
    Attempt,
    Member,
    Moment,
    Pointer,
    begin,
    is_turn,
    over,
    second,
    who,
    wrap_up_us,
    wrapped_up,
)

ROUND, LINEAR, LONGEST, FEWEST, ALL = (
    RULES[name] for name in ("round_robin", "fixed_order", "longest_idle", "fewest_calls", "simultaneous")
)
FOUR = [Member(agent, agent) for agent in range(4)]


def taken(pointer: Pointer | None = None, now_s: int = 0) -> Moment:
    return Moment(pointer or Pointer(), now_s, lambda agent: 500)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.title)
def test_nobody_rings_who_may_not(rule: object) -> None:
    attempt = begin(rule, FOUR, range(4), taken())  # type: ignore[arg-type]
    assert who(rule, attempt, ()) == []  # type: ignore[arg-type]
    assert who(rule, attempt, {2}) == [2]  # type: ignore[arg-type]


def test_the_last_of_equals_in_the_table_rings_and_ringing_all_it_is_the_first() -> None:
    order = [2, 0, 3, 1]
    assert who(FEWEST, begin(FEWEST, FOUR, order, taken()), range(4)) == [1]
    assert who(ALL, begin(ALL, FOUR, order, taken()), {0, 2, 3}) == [3, 0, 2]


def test_metrics_stay_what_they_were_when_the_attempt_began() -> None:
    attempt = begin(FEWEST, [Member(0, 0, calls=1), Member(1, 1, calls=2)], [0, 1], taken())
    attempt.rung.append(0)
    assert who(FEWEST, attempt, {0, 1}) == [1]
    assert attempt.metrics == {0: 1, 1: 2}


def test_who_was_never_called_is_first_until_somebody_has_been_idle_for_eleven_days() -> None:
    members = [Member(0, 0, last_s=0), Member(1, 1)]
    assert who(LONGEST, begin(LONGEST, members, [0, 1], taken(now_s=LONGEST_IDLE - 1)), {0, 1}) == [1]
    assert who(LONGEST, begin(LONGEST, members, [0, 1], taken(now_s=LONGEST_IDLE + 1)), {0, 1}) == [0]


def test_a_queue_of_more_than_a_thousand_members_rings_out_of_order() -> None:
    members = [Member(agent, agent) for agent in range(1200)]
    attempt = begin(ROUND, members, range(1200), taken(Pointer(position=100)))
    assert who(ROUND, attempt, {0, 1100}) == [0]  # 1000 and 1100: the place before the pointer comes first


@pytest.mark.parametrize(
    ("start", "rung", "end"),
    [
        (0, [0], 1),
        (2, [2], 3),
        (2, [3], 0),  # behind the last in the round comes the first
        (3, [3], 0),
        (2, [1], 0),  # all tried, somebody had been behind the pointer: from the first
        (2, [], 0),
    ],
)
def test_the_pointer_goes_to_the_next_best_not_tried(start: int, rung: list[int], end: int) -> None:
    pointer = Pointer(position=start)
    attempt = begin(ROUND, FOUR, range(4), taken(pointer))
    attempt.rung += rung
    over(ROUND, attempt, pointer)
    assert pointer == Pointer(position=end, wrapped=False)


def test_with_the_flag_cleared_by_another_attempt_the_pointer_goes_one_on() -> None:
    pointer = Pointer(position=1)
    first, second_one = (begin(ROUND, FOUR, range(4), taken(pointer)) for _ in range(2))
    first.rung.append(1)
    over(ROUND, first, pointer)
    assert pointer.position == 2
    second_one.rung.append(0)
    over(ROUND, second_one, pointer)
    assert pointer.position == 3


def test_a_strategy_without_a_pointer_stores_none() -> None:
    pointer = Pointer()
    over(LONGEST, Attempt({0: 0}, [0]), pointer)
    assert pointer == Pointer()


def test_callers_who_are_trying_do_not_stand_before_anyone_and_ringing_all_one_is_as_good_as_ten() -> None:
    assert [is_turn(LINEAR, ahead, 2) for ahead in range(3)] == [True, True, False]
    assert [is_turn(ALL, ahead, 10) for ahead in range(2)] == [True, False]
    assert not is_turn(ALL, 0, 0)


def test_whole_seconds_of_a_clock_that_is_half_a_second_in() -> None:
    half = SECOND // 2
    assert [second(half, at) for at in (0, half - 1, half)] == [0, 0, 1]
    assert wrap_up_us(half, 0, 10 * SECOND) == 10 * SECOND - half
    assert wrap_up_us(half, half, 10 * SECOND) == 10 * SECOND
    assert wrap_up_us(half, 0, 0) == 0


def test_wrap_up_is_over_by_whole_seconds() -> None:
    assert wrapped_up(Member(0, 0, last_s=NEVER_CALLED), 0, 10)
    assert [wrapped_up(Member(0, 0, last_s=5), now_s, 10) for now_s in (14, 15)] == [False, True]
