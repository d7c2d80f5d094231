"""Edge cases in which phone systems differ: ours, and beside it what the option makes that works as theirs."""

from collections import Counter

import pytest
from scipy.stats import chi2

from sim.domain.records import RecordKind

from .teller import Told, play, tell

# --- rings ------------------------------------------------------------------------------------------------------------


def test_C14_who_takes_a_call_and_drops_it_ends_one_leg_or_the_whole_ring_and_a_new_round_starts() -> None:
    """Asterisk's ring-all hangs up every phone with the first and begins anew: the caller waits four seconds more."""
    story = """
        group simultaneous, ring 20 s, A0 A1, queue, retry 60{}
        agents busy 0
        10  arrive C0, pick A0 99 A1 8  -> ring C0 [A0 A1]
        14  reject C0 A0                -> rejected C0 [A0]{}
        18  nothing                     -> {}
        22  nothing                     -> {}
    """
    tell(story.format("", "", "answer C0 A1", "nothing"))
    begins_anew = "; cancelled C0 [A1]; ring C0 [A1]"
    tell(story.format(", a rejection ends the ring", begins_anew, "nothing", "answer C0 A1"))


def test_C45_an_agent_who_is_free_is_rung_at_once_or_after_the_whole_retry() -> None:
    """Asterisk's caller sleeps `retry` between two attempts, though somebody is free."""
    story = """
        {}
        group fixed_order, ring 5 s, A0 A1, queue, retry 5
        10  arrive C0, pick A0 never A1 2, talk 60   -> ring C0 [A0]
        15  nothing                                  -> missed C0 [A0]{}
        17  nothing                                  -> {}
        20  nothing                                  -> {}
        22  nothing                                  -> {}
    """
    tell(story.format("router event", "; ring C0 [A1]", "answer C0 A1", "nothing", "nothing"))
    tell(story.format("router asterisk", "", "nothing", "ring C0 [A1]", "answer C0 A1"))


def test_C46_ringing_all_for_many_callers_rings_no_phone_twice() -> None:
    """The first caller rings everybody, the others wait for a phone; a leg for each of the ten, then one for each freed."""
    calls = "\n".join(f"10  arrive C{n}, pick A0 4 A1 5 A2 5 A3 5, talk 100 -> nothing" for n in range(6))
    told = play(f"group simultaneous, ring 20 s, 4 agents, queue\n{calls}\n60 nothing -> nothing")
    fan_out = Counter(row.offer * 100 + row.contact % 100 for row in told.of(RecordKind.RING))
    assert sorted(fan_out.values(), reverse=True) == [4, 3, 2, 1]
    answers = [row.contact for row in told.of(RecordKind.ANSWER)]
    assert answers == sorted(answers) and len(answers) == 4


# --- who is next ------------------------------------------------------------------------------------------------------


def test_C25_of_agents_never_called_the_first_in_the_layer_rings_or_the_last_in_the_table() -> None:
    """Asterisk goes through a hash table, whose order is nobody's choice."""
    story = """
        {}
        group longest_idle, ring 20 s, A2 A0 A1, queue, ties A0 A2 A1
        10  arrive C0                   -> ring C0 [{}]
        11  arrive C1                   -> ring C1 [{}]
        12  arrive C2                   -> ring C2 [{}]
    """
    tell(story.format("router event", "A2", "A0", "A1"))
    tell(story.format("router asterisk", "A1", "A2", "A0"))


TWO_GROUPS = """
    group {0}, A0 A1
    group {0}, A0 A1
    line L0, group G0
    line L1, group G1
    calls pick 0, talk 1
     1  arrive C0 on L0                 -> ring C0 [A0]; answer C0 A0
     2  nothing                         -> outcome C0 answered_live
     5  arrive C1 on L1                 -> ring C1 [{1}]; answer C1 {1}
     6  nothing                         -> outcome C1 answered_live
     9  arrive C2 on L0                 -> ring C2 [{2}]; answer C2 {2}
"""


def test_C27_an_offer_of_one_ring_group_moves_the_turn_of_another_only_under_a_clock_of_the_agent() -> None:
    """FreeSWITCH's round robin goes by the last offer that an agent had, whoever made it."""
    tell(TWO_GROUPS.format("round_robin", "A0", "A1"))
    tell(TWO_GROUPS.format("longest_idle, clock last_offered", "A1", "A0"))


def test_C29_two_calls_that_ended_in_one_second_are_told_apart_or_tie() -> None:
    """Asterisk and FreeSWITCH keep whole seconds; we keep microseconds."""
    story = """
        {}
        group longest_idle, ring 20 s, A0 A1, queue
        calls pick A0 0 A1 0
        10    arrive C0, talk 1.9       -> ring C0 [{}]; answer C0 {}
        10    arrive C1, talk 1.2       -> ring C1 [{}]; answer C1 {}
        11.2  nothing                   -> outcome C1 answered_live
        11.9  nothing                   -> outcome C0 answered_live
        20    arrive C2                 -> ring C2 [{}]; answer C2 {}
    """
    ours = ("A0", "A0", "A1", "A1", "A1", "A1")
    tell(story.format("router event", *ours))
    tie = ("A1", "A1", "A0", "A0", "A1", "A1")
    tell(story.format("router asterisk", *tie))


def test_C30_under_a_fixed_order_a_first_who_never_answers_costs_every_caller_the_ring_time_out() -> None:
    """Unless they are paused for it: then three callers pay."""
    calls = "\n".join(f"{60 * n + 60}  arrive C{n}, pick A0 never A1 2, talk 5 -> nothing" for n in range(10))

    def waits_s(option: str) -> list[float]:
        told = play(f"group fixed_order, ring 20 s, A0 A1{option}\n{calls}\n700 nothing -> nothing")
        return [row.value / 1e6 for row in told.of(RecordKind.ANSWER)]

    assert waits_s("") == [22] * 10
    assert waits_s(", pause after 3 misses") == [22] * 3 + [2] * 7


# --- random -----------------------------------------------------------------------------------------------------------


def _picks(told: Told, group: int) -> list[int]:
    return [row.agent for row in told.of(RecordKind.RING) if row.group == group]


@pytest.mark.parametrize("agents", [3, 7])
def test_C31_random_shares_alike_and_another_ring_group_changes_no_pick(agents: int) -> None:
    """Chi-square over 350 picks, with chance 1 in 1,000 to fail (of the one seed there is: it does not)."""
    ours = [f"{2 * n + 1}  arrive C{n} on L0, pick 0, talk 1 -> nothing" for n in range(350)]
    others = [f"{2 * n + 1}  arrive C{1000 + n} on L1, pick 0, talk 1 -> nothing" for n in range(350)]
    staff = " ".join(f"A{agents + n}" for n in range(3))
    header = f"group random, {agents} agents\ngroup random, {staff}\nline L0, group G0\nline L1, group G1\n"
    alone = _picks(play(header + "\n".join(ours)), 0)
    beside = play(header + "\n".join(line for both in zip(ours, others, strict=True) for line in both))
    assert _picks(beside, 0) == alone and len(_picks(beside, 1)) == 350
    expected = 350 / agents
    distance = sum((count - expected) ** 2 / expected for count in Counter(alone).values())
    assert set(alone) == set(range(agents)) and distance < chi2.ppf(0.999, agents - 1)
