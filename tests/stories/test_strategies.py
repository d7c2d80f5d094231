"""Who rings next: a story for every ring strategy, the idle clock, the turn of round robin, and joining a ring."""

from collections import Counter

import pytest

from sim.domain.luck import Purpose, draw, luck_of, stream
from sim.domain.records import RecordKind
from sim.routing.strategies import STRATEGIES

from .teller import play, tell

STORIES = {
    "simultaneous": """
        group simultaneous, ring 20 s, A2 A0 A1
        10  arrive C0, pick A0 5 A1 never A2 7   -> ring C0 [A2 A0 A1]
        15  nothing                              -> answer C0 A0; elsewhere C0 [A2 A1]
        16  arrive C1                            -> ring C1 [A2 A1]
        36  nothing                              -> missed C1 [A2 A1]; outcome C1 missed_timeout no_answer
    """,
    "round_robin": """
        group round_robin, ring 20 s, A0 A1 A2
        10  arrive C0, pick 0, talk 5   -> ring C0 [A0]; answer C0 A0
        15  nothing                     -> outcome C0 answered_live
        20  arrive C1, pick A2 1        -> ring C1 [A1]
        40  nothing                     -> ring C1 [A2]          (the turn moves on with the offer)
        41  nothing                     -> answer C1 A2
        50  arrive C2                   -> ring C2 [A0]
    """,
    "longest_idle": """
        group longest_idle, ring 20 s, A0 A1 A2
        calls pick 0, talk 5
        10  arrive C0                   -> ring C0 [A0]; answer C0 A0
        15  nothing                     -> outcome C0 answered_live
        20  arrive C1                   -> ring C1 [A1]; answer C1 A1
        21  arrive C2                   -> ring C2 [A2]; answer C2 A2
        25  nothing                     -> outcome C1 answered_live
        26  nothing                     -> outcome C2 answered_live
        30  arrive C3                   -> ring C3 [A0]; answer C3 A0
    """,
    "random": """
        group random, ring 20 s, A0
        10  arrive C0, pick 1           -> ring C0 [A0]
        11  nothing                     -> answer C0 A0
    """,
    "fixed_order": """
        group fixed_order, ring 20 s, A1 A0
        calls pick 0, talk 5
        10  arrive C0                   -> ring C0 [A1]; answer C0 A1
        12  arrive C1                   -> ring C1 [A0]; answer C1 A0
        15  nothing                     -> outcome C0 answered_live
        17  nothing                     -> outcome C1 answered_live
        20  arrive C2                   -> ring C2 [A1]; answer C2 A1
    """,
    "downwards": """
        group downwards, ring 20 s, A0 A1 A2
        10  arrive C0, pick A0 2, talk 10   -> ring C0 [A0]
        12  nothing                     -> answer C0 A0
        15  arrive C1                   -> ring C1 [A1]
        22  nothing                     -> outcome C0 answered_live
        35  nothing                     -> ring C1 [A2]          (A0 is free again, and stands above)
        55  nothing                     -> outcome C1 missed_timeout no_answer
    """,
    "fewest_calls": """
        group fewest_calls, ring 20 s, A0 A1
        line L0, group G0
        line L1, personal A1
        calls pick 0, talk 5
        10  arrive C0 on L1             -> ring C0 [A1]; answer C0 A1   (every answered call counts)
        15  nothing                     -> outcome C0 answered_live
        20  arrive C1                   -> ring C1 [A0]; answer C1 A0
        25  nothing                     -> outcome C1 answered_live
        30  arrive C2                   -> ring C2 [A0]; answer C2 A0   (a tie: the first in the layer)
        35  nothing                     -> outcome C2 answered_live
        40  arrive C3                   -> ring C3 [A1]; answer C3 A1
    """,
    "least_talk_time": """
        group least_talk_time, ring 20 s, A0 A1
        calls pick 0
        10  arrive C0, talk 9           -> ring C0 [A0]; answer C0 A0   (a tie: the first in the layer)
        19  nothing                     -> outcome C0 answered_live
        20  arrive C1, talk 3           -> ring C1 [A1]; answer C1 A1
        23  nothing                     -> outcome C1 answered_live
        30  arrive C2, talk 5           -> ring C2 [A1]; answer C2 A1   (3 s of talk against 9)
        35  nothing                     -> outcome C2 answered_live
        40  arrive C3, talk 5           -> ring C3 [A1]; answer C3 A1   (8 s against 9)
        45  nothing                     -> outcome C3 answered_live
        50  arrive C4                   -> ring C4 [A0]; answer C4 A0   (13 s against 9)
    """,
    "weighted_random": """
        group weighted_random, ring 20 s, A0 A1 A2
        agent A0, weight 0.000001
        agent A1, weight 1000000
        agent A2, weight 0.000001
        10  arrive C0, pick 0, talk 1   -> ring C0 [A1]; answer C0 A1
        11  nothing                     -> outcome C0 answered_live
        20  arrive C1                   -> ring C1 [A1]
        21  pause A1                    -> cancelled C1 [A1]; ring C1 [A0]   (then the others alike)
        41  nothing                     -> missed C1 [A0]; ring C1 [A2]
    """,
    "random_batches": """
        group random_batches, ring 10 s, A0 A1 A2, at most 2
        10  arrive C0                   -> ring C0 [A0 A1]
        20  nothing                     -> missed C0 [A0 A1]; ring C0 [A2]
        30  nothing                     -> missed C0 [A2]; outcome C0 missed_timeout no_answer
    """,
    "progressive": """
        group progressive, ring 20 s, A0 A1 A2, one more every 5
        10  arrive C0, pick A1 6        -> ring C0 [A0]
        15  nothing                     -> join C0 [A1]
        20  nothing                     -> join C0 [A2]
        21  nothing                     -> answer C0 A1; elsewhere C0 [A0 A2]
        30  arrive C1                   -> ring C1 [A0]
        35  nothing                     -> join C1 [A2]
        50  nothing                     -> missed C1 [A0 A2]; outcome C1 missed_timeout no_answer
    """,
    "skills": """
        group skills, ring 5 s, A0 A1 A2, queue
        agent A0, skill 7:1
        agent A1, skill 7:3
        10  arrive C0, needs 7 1        -> ring C0 [A1]                 (who knows most)
        15  nothing                     -> missed C0 [A1]; ring C0 [A0]  (A2 has not the skill)
        16  arrive C1, needs 7 3        -> ring C1 [A1]
        17  arrive C2, needs 7 2        -> nothing                      (A1 is busy: worth waiting for)
        18  pause A1                    -> cancelled C1 [A1]; outcome C1 dead_end busy
    """,
}


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_strategy_has_its_story(strategy: str) -> None:
    tell(STORIES[strategy])


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("away", ["pause A0", "suspend A0", "delete A0", "tries A0 set_away"])
def test_no_strategy_rings_who_is_away_and_none_gives_their_turn_away(strategy: str, away: str) -> None:
    tell(f"""
        group {strategy}, ring 20 s, A0 A1
        10  {away}                  -> nothing
        20  arrive C0               -> ring C0 [A1]
        40  nothing                 -> outcome C0 missed_timeout no_answer
    """)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_strategy_offers_everyone_once_in_a_pass(strategy: str) -> None:
    told = play(f"""
        group {strategy}, ring 10 s, A0 A1 A2
        10  arrive C0               -> nothing
        99  nothing                 -> nothing
    """)
    assert sorted(row.agent for row in told.of(RecordKind.RING)) == [0, 1, 2]
    assert not told.world.calls


# --- random -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("call", range(6))
def test_C31_random_takes_the_candidate_its_keyed_draw_names(call: int) -> None:
    """Candidate number draw mod k, counted over those who may ring, in layer order; the offer's number is in the key."""
    base = stream(1, 1, Purpose.PICK)
    first, second = (draw(base, luck_of(f"C{call}"), 0, offer) for offer in (1, 2))
    candidates = [3, 0, 2]
    one = candidates.pop(first % 3)
    two = candidates[second % 2]
    tell(f"""
        group random, ring 20 s, A3 A1 A0 A2
        agent A1, paused
        10  arrive C{call}          -> ring C{call} [A{one}]
        30  nothing                 -> ring C{call} [A{two}]
    """)


# --- the idle clock ---------------------------------------------------------------------------------------------------

IDLE = """
    group longest_idle, ring 20 s, A0 A1{option}
    line L0, group G0
    line L1, personal A0
    agents return 0
    {header}
    calls pick 0, talk 5
     1  arrive C0                   -> ring C0 [A0]; answer C0 A0
     6  nothing                     -> outcome C0 answered_live
    11  arrive C1                   -> ring C1 [A1]; answer C1 A1
    16  nothing                     -> outcome C1 answered_live
    {what}
    80  arrive C9                   -> ring C9 [{rings}]; answer C9 {rings}
"""
KEEPS = {
    "nothing happened": "20  nothing -> nothing",
    "paused and returned": "20  pause A0 until 30 -> nothing",
    "suspended and returned": "20  suspend A0 until 30 -> nothing",
    "took a break": "20  nothing -> nothing",
    "placed a call": "20  dial D0 A0, connects 5, talk 5 -> nothing\n30 nothing -> outcome D0 outbound_connected",
    "was cancelled": "20  arrive C2, pick never, patience 3 -> ring C2 [A0]\n23  nothing -> outcome C2 abandoned_ringing busy",
    "set the phone to busy": "20  tries A0 set_away -> nothing\n30  tries A0 set_available -> nothing",
}
RESTARTS = {
    "missed an offer": "20  arrive C2, pick A0 never A1 never, patience 25 -> ring C2 [A0]\n40  nothing -> ring C2 [A1]\n"
    "45  nothing -> outcome C2 abandoned_ringing no_answer",
    "answered on a personal line": "20  arrive C2 on L1 -> ring C2 [A0]; answer C2 A0\n25  nothing -> outcome C2 answered_live",
    "missed a call on a personal line": "20  arrive C2 on L1, pick never -> ring C2 [A0]\n"
    "80  nothing -> outcome C2 missed_no_voicemail no_answer",
    "licence went to a new person": "20  arrive C2, talk 1 -> ring C2 [A0]; answer C2 A0\n21  nothing -> outcome C2 answered_live\n"
    "30  reassign A1 to Nora -> nothing",
}  # fmt: skip


@pytest.mark.parametrize("what", KEEPS)
def test_the_idle_clock_runs_on_when_the_agent(what: str) -> None:
    header = "agent A0, break 20 for 30" if what == "took a break" else "agent A0, wrap-up 0"
    tell(IDLE.format(option="", header=header, what=KEEPS[what], rings="A0"))


@pytest.mark.parametrize("what", RESTARTS)
def test_the_idle_clock_starts_anew_when_the_agent(what: str) -> None:
    tell(IDLE.format(option="", header="agent A0, wrap-up 0", what=RESTARTS[what], rings="A1"))


def test_an_option_leaves_the_idle_clock_of_who_missed_an_offer_alone() -> None:
    option = ", misses leave the idle clock"
    what = RESTARTS["missed an offer"]
    tell(IDLE.format(option=option, header="agent A0, wrap-up 0", what=what, rings="A0"))


def test_C25_who_was_never_called_comes_before_everyone_else() -> None:
    tell("""
        group longest_idle, A0 A1
        agent A2, absent
        calls pick 0, talk 5
         1  arrive C0               -> ring C0 [A0]; answer C0 A0
         2  arrive C1               -> ring C1 [A1]; answer C1 A1
         6  nothing                 -> outcome C0 answered_live
         7  nothing                 -> outcome C1 answered_live
        10  add A2 to G0            -> joins A2 G0
        20  arrive C2               -> ring C2 [A2]; answer C2 A2
    """)


# --- the turn of round robin ------------------------------------------------------------------------------------------


def _turn_at(target: int, then: str, effects: str, expected: int) -> None:
    """Give `target` the next turn among A0-A3, let something happen, and see who is rung."""
    calls = "\n".join(f"{n}  arrive C{n}, pick never, patience 0.5 -> ring C{n} [A{n}]\n"
                      f"{n}.5  nothing -> outcome C{n} abandoned_ringing busy" for n in range(target))  # fmt: skip
    tell(f"""
        group round_robin, A0 A1 A2 A3
        agent A4, absent
        {calls}
        10  {then}                  -> {effects}
        20  arrive C9               -> ring C9 [A{expected}]
    """)


@pytest.mark.parametrize("target", range(5))
@pytest.mark.parametrize("leaver", range(4))
def test_C22_a_member_leaves_and_the_turn_stays_or_passes_to_the_successor(target: int, leaver: int) -> None:
    turn = target % 4
    expected = (turn + 1) % 4 if leaver == turn else turn
    _turn_at(target, f"delete A{leaver}", f"leaves A{leaver} G0", expected)


@pytest.mark.parametrize("target", range(5))
def test_C22_a_member_joins_at_the_end_and_the_turn_stays(target: int) -> None:
    _turn_at(target, "add A4 to G0", "joins A4 G0", target % 4)


def test_round_robin_remembers_the_turn_per_layer() -> None:
    tell("""
        group round_robin, ring 5 s, A0 A1
        layer round_robin, ring 5 s, A2 A3
        10  arrive C0, patience 7       -> ring C0 [A0]
        15  nothing                     -> ring C0 [A1]
        17  nothing                     -> outcome C0 abandoned_ringing no_answer
        20  arrive C1, patience 12      -> ring C1 [A0]
        25  nothing                     -> ring C1 [A1]
        30  nothing                     -> ring C1 [A2]
        32  nothing                     -> outcome C1 abandoned_ringing no_answer
        40  pause A0 A1                 -> nothing
        50  arrive C2                   -> ring C2 [A3]
    """)


# --- joining a ring ---------------------------------------------------------------------------------------------------

JOIN = """
    group simultaneous, ring 20 s, A0 A1{option}
    calls talk 20
    10  arrive C0, pick A0 0            -> ring C0 [A0 A1]; answer C0 A0; elsewhere C0 [A1]
    25  arrive C1, pick A0 3 A1 never   -> ring C1 [A1]
    30  nothing                         -> outcome C0 answered_live{joins}
"""


def test_an_agent_freed_while_it_rings_does_not_join() -> None:
    tell(JOIN.format(option="", joins="") + "45  nothing -> missed C1 [A1]; ring C1 [A0]")


def test_with_join_ring_an_agent_freed_while_it_rings_joins_for_the_rest_of_the_time_out() -> None:
    joined = JOIN.format(option=", join ring", joins="; join C1 [A0]")
    tell(joined + "33  nothing -> answer C1 A0; elsewhere C1 [A1]")
    late = joined.replace("pick A0 3 A1 never", "pick A0 16 A1 never")
    tell(late + "45  nothing -> missed C1 [A1 A0]; outcome C1 missed_timeout no_answer")


def test_nobody_joins_once_the_hold_is_over() -> None:
    tell("""
        group simultaneous, ring 20 s, A0 A1, join ring, queue, hold 3
        calls talk 20
        10  arrive C0, pick A0 0        -> ring C0 [A0 A1]; answer C0 A0; elsewhere C0 [A1]
        25  arrive C1                   -> ring C1 [A1]
        30  nothing                     -> outcome C0 answered_live
        45  nothing                     -> missed C1 [A1]; outcome C1 missed_timeout no_answer
    """)


# --- how many ring at once --------------------------------------------------------------------------------------------


def test_a_ring_for_all_is_cut_to_those_idle_longest() -> None:
    tell("""
        group simultaneous, ring 5 s, A0 A1 A2, at most 2
        calls pick 0, talk 1
        10  arrive C0, pick A0 0        -> ring C0 [A0 A1]; answer C0 A0; elsewhere C0 [A1]
        11  nothing                     -> outcome C0 answered_live
        20  arrive C1, pick never       -> ring C1 [A1 A2]
        25  nothing                     -> missed C1 [A1 A2]; ring C1 [A0]
    """)


def test_C46_many_callers_and_a_ring_for_all_dial_no_more_phones_than_the_cap() -> None:
    calls = "\n".join(f"{10 + n}  arrive C{n}, patience 50 -> nothing" for n in range(20))
    told = play(f"""
        group simultaneous, ring 20 s, 9 agents, at most 3, queue
        {calls}
        90  nothing                     -> nothing
    """)
    legs = Counter((row.contact, row.offer) for row in told.of(RecordKind.RING))
    assert max(legs.values()) == 3


def test_weights_decide_how_often_each_is_named() -> None:
    calls = "\n".join(f"{n}  arrive C{n}, pick 0, talk 0.5 -> nothing" for n in range(1, 2001))
    told = play(f"""
        group weighted_random, A0 A1
        agent A1, weight 3
        {calls}
    """)
    share = Counter(row.agent for row in told.of(RecordKind.RING))[1] / 2000
    assert abs(share - 0.75) < 4 * (0.75 * 0.25 / 2000) ** 0.5


def test_a_skill_is_needed_under_every_strategy() -> None:
    tell("""
        group fixed_order, ring 5 s, A0 A1
        agent A1, skill 2:5
        10  arrive C0, needs 2 5        -> ring C0 [A1]
        15  nothing                     -> outcome C0 missed_timeout no_answer
        20  arrive C1, needs 2 6        -> outcome C1 dead_end no_agent
        30  arrive C2                   -> ring C2 [A0]
    """)
