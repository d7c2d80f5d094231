"""Where phone systems have gone wrong before: each a story of what must hold."""

from collections import Counter
from itertools import pairwise

import pytest

from sim.domain.contacts import Outcome
from sim.domain.records import RecordKind

from .teller import play, tell

# --- status and sessions ----------------------------------------------------------------------------------------------


def test_C09_a_suspension_taken_back_within_the_call_ends_no_session_and_leaves_no_timer_behind() -> None:
    tell("""
        group fixed_order, A0
        agent A0, wrap-up 10, return 20
        10  arrive C0, pick 0, talk 60  -> ring C0 [A0]; answer C0 A0
        20  suspend A0                  -> phone A0 offline
        22  reactivate A0               -> nothing                   (would press available at 42)
        30  suspend A0                  -> nothing
        50  reactivate A0               -> nothing
        70  nothing                     -> outcome C0 answered_live; phone A0 available; wrap_up A0
        80  nothing                     -> wrap_up_end A0
        85  arrive C1                   -> ring C1 [A0]
    """)


def test_C10_agents_who_flap_for_an_hour_are_never_left_reserved_and_the_callers_not_offered_in_circles() -> None:
    """Each is paused every second for half of it and available again at once; a call every three seconds."""
    flaps = "\n".join(
        f"{at}  pause A0 until {at}.5 -> nothing\n{at}.2  pause A1 until {at}.7 -> nothing"
        + (f"\n{at}.3  arrive C{at}, patience 5 -> nothing" if at % 3 == 0 else "")
        for at in range(3600)
    )
    told = play(f"""
        group fixed_order, ring 5 s, A0 A1, queue, retry 3, unstaffed wait
        agents return 0
        {flaps}
      4000  nothing                     -> nothing
    """)
    offers: dict[tuple[int, int], list[int]] = {}
    for row in told.of(RecordKind.RING):
        offers.setdefault((row.contact, row.agent), []).append(row.time_us)
    assert len(offers) == 2 * 1200, "of every call to each of them"
    assert all(later - sooner >= 3_000_000 for one in offers.values() for sooner, later in pairwise(one))
    assert told.world.routable == {0, 1} and not told.world.calls


def test_C11_a_break_owed_on_a_call_is_not_overwritten_by_available() -> None:
    tell("""
        group fixed_order, A0
        agent A0, return 10, break 30 for 100
        10  arrive C0, pick 0, talk 60  -> ring C0 [A0]; answer C0 A0
        20  pause A0 until 25           -> phone A0 offline
        35  nothing                     -> phone A0 available        (on the call all the while)
        70  nothing                     -> outcome C0 answered_live; phone A0 on_break
       170  nothing                     -> phone A0 available
    """)


def test_C08_who_is_deleted_and_hired_again_is_a_new_agent_with_new_counters() -> None:
    tell("""
        group fewest_calls, A0 A1
        agent A2, absent
        calls pick 0, talk 1
         1  arrive C0                   -> ring C0 [A0]; answer C0 A0
         2  arrive C1                   -> outcome C0 answered_live; ring C1 [A1]; answer C1 A1
         3  nothing                     -> outcome C1 answered_live
         5  delete A0                   -> leaves A0 G0
         6  add A2 to G0                -> joins A2 G0
        10  arrive C2                   -> ring C2 [A2]; answer C2 A2
    """)


def test_C08_who_is_hired_after_a_deletion_has_no_idle_clock_of_the_one_before() -> None:
    tell("""
        group longest_idle, A0 A1
        agent A2, absent
        calls pick 0, talk 1
         1  arrive C0                   -> ring C0 [A0]; answer C0 A0
         2  nothing                     -> outcome C0 answered_live
         3  arrive C1                   -> ring C1 [A1]; answer C1 A1
         4  nothing                     -> outcome C1 answered_live
         5  delete A0                   -> leaves A0 G0
         6  add A2 to G0                -> joins A2 G0
        10  arrive C2                   -> ring C2 [A2]; answer C2 A2   (never called; A1 has been idle since 4)
    """)


def test_C06_an_agent_deleted_on_a_call_finishes_it_and_the_time_is_kept() -> None:
    told = tell("""
        group fixed_order, A0 A1
        agent A0, wrap-up 10
        shows logout
        10  arrive C0, pick 0, talk 60  -> ring C0 [A0]; answer C0 A0
        20  delete A0                   -> leaves A0 G0
        30  arrive C1, pick 0, talk 9   -> ring C1 [A1]; answer C1 A1
        39  nothing                     -> outcome C1 answered_live
        70  nothing                     -> outcome C0 answered_live; logout A0
    """)
    assert [(row.agent, row.value) for row in told.of(RecordKind.TALK_END)] == [(1, 9_000_000), (0, 60_000_000)]


def test_C07_who_is_deleted_leaves_fifty_ring_groups_as_the_next_in_turn_and_as_the_last_of_a_layer() -> None:
    """After every instant the machine is searched for a deleted agent that any index still holds."""
    groups = "\n".join(["group round_robin, A0 A1\nlayer fixed_order, A0"] * 50)
    lines = "\n".join(f"line L{n}, group G{n}" for n in range(50))
    before, after = (
        "\n".join(f"{at + n}  arrive C{at + n} on L{n}, patience 0.5 -> nothing" for n in range(50)) for at in (10, 100)
    )
    told = play(f"{groups}\n{lines}\n{before}\n80 delete A0 -> nothing\n{after}")
    assert [row.group for row in told.of(RecordKind.MEMBER) if row.agent == 0] == [n // 2 for n in range(100)]
    assert {row.agent for row in told.of(RecordKind.RING) if row.time_us > 80_000_000} == {1}
    layers = [layer for group in told.world.groups for layer in group.layers]
    assert [(layer.members, layer.pointer) for layer in layers] == [([1], 0), ([], 0)] * 50


def test_C17_a_call_ends_once_and_is_counted_once_whatever_ends_it_at_that_instant() -> None:
    """The end of the talk, the suspension that drops the call and the hang-up of the agent fall together."""
    told = tell("""
        drops suspended
        group fewest_calls, A0 A1
        calls pick 0, talk 10
        10  arrive C0                   -> ring C0 [A0]; answer C0 A0
        20  suspend A0                  -> outcome C0 dropped_by_admin suspended
            talk_end C0                 -> nothing
        30  arrive C1, talk 30          -> ring C1 [A1]; answer C1 A1
        40  talk_end C1                 -> outcome C1 answered_live
        45  arrive C2, talk 30          -> ring C2 [A1]; answer C2 A1
        60  nothing                     -> nothing                   (the end of C1 as it was due)
        75  nothing                     -> outcome C2 answered_live
    """)
    assert [agent.calls for agent in told.world.agents] == [1, 2]


# --- one agent, many places -------------------------------------------------------------------------------------------


def test_C16_an_agent_of_two_groups_called_by_both_at_once_rings_for_the_first_call() -> None:
    tell("""
        group fixed_order, A0
        group fixed_order, A0 A1
        line L0, group G0
        line L1, group G1
        10  arrive C0 on L0             -> ring C0 [A0]
            arrive C1 on L1             -> ring C1 [A1]
    """)


def test_C19_wrap_up_holds_in_every_group_and_on_the_personal_line() -> None:
    tell("""
        group fixed_order, A0
        group fixed_order, A0
        agent A0, wrap-up 30
        line L0, group G0
        line L1, group G1
        line L2, personal A0
        10  arrive C0, pick 0, talk 5   -> ring C0 [A0]; answer C0 A0
        15  nothing                     -> outcome C0 answered_live
        20  arrive C1 on L1             -> outcome C1 dead_end busy
            arrive C2 on L2             -> outcome C2 missed_no_voicemail busy
        45  arrive C3 on L1             -> ring C3 [A0]
    """)


def test_C20_ten_agents_in_wrap_up_are_free_each_at_their_own_time() -> None:
    """The calls end a second apart; ten wait, and each is taken as one wrap-up ends."""
    calls = "\n".join(
        f"{n}  arrive C{n}, talk {40 - n + 2 * n} -> ring C{n} [A{n}]; answer C{n} A{n}" for n in range(10)
    )
    waiting = "\n".join(f"{20 + n}  arrive C{10 + n}, talk 99 -> nothing" for n in range(10))
    ends = "\n".join(f"{40 + 2 * n}  nothing -> outcome C{n} answered_live" for n in range(10))
    freed = "\n".join(f"{70 + 2 * n}  nothing -> ring C{10 + n} [A{n}]; answer C{10 + n} A{n}" for n in range(10))
    tell(f"group fixed_order, 10 agents, queue\nagents wrap-up 30\ncalls pick 0\n{calls}\n{waiting}\n{ends}\n{freed}")


def test_C27_the_turn_of_one_ring_group_is_not_moved_by_another() -> None:
    tell("""
        group round_robin, A0 A1
        group round_robin, A0 A1
        line L0, group G0
        line L1, group G1
        calls pick 0, talk 1
         1  arrive C0 on L0             -> ring C0 [A0]; answer C0 A0
         2  nothing                     -> outcome C0 answered_live
         5  arrive C1 on L1             -> ring C1 [A0]; answer C1 A0
         6  nothing                     -> outcome C1 answered_live
         9  arrive C2 on L0             -> ring C2 [A1]; answer C2 A1
    """)


# --- shares -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paused", [(), (0,), (2,), (1, 3)])
def test_C21_under_round_robin_the_others_share_alike_whoever_is_paused(paused: tuple[int, ...]) -> None:
    pauses = f"1 pause {' '.join(f'A{key}' for key in paused)} -> nothing" if paused else "1 nothing -> nothing"
    calls = "\n".join(f"{2 * nth + 10}  arrive C{nth}, pick 0, talk 1 -> nothing" for nth in range(20))
    told = play(f"group round_robin, 5 agents\n{pauses}\n{calls}")
    shares = Counter(row.agent for row in told.of(RecordKind.ANSWER))
    assert set(shares) == set(range(5)) - set(paused)
    assert max(shares.values()) - min(shares.values()) <= 1


def test_C24_an_absentee_is_not_offered_every_call() -> None:
    """Whoever misses an offer goes to the end of longest idle, unless the option keeps the clock; or is paused for it."""
    calls = "\n".join(
        f"{60 * nth + 60}  arrive C{nth}, pick A0 never A1 1 A2 1 A3 1, talk 5 -> nothing" for nth in range(20)
    )
    story = "group longest_idle, ring 20 s, 4 agents{}\n" + calls + "\n1300 nothing -> nothing"
    wasted = {}
    for option in ("", ", misses leave the idle clock", ", misses leave the idle clock, pause after 3 misses"):
        told = play(story.format(option))
        wasted[option] = sum(row.agent == 0 for row in told.of(RecordKind.RING))
        waits_s = [row.value / 1e6 for row in told.of(RecordKind.ANSWER)]
        assert len(waits_s) == 20 and sum(waits_s) == 20 * wasted[option] + 20, "each vain offer costs a caller 20 s"
    assert list(wasted.values()) == [7, 20, 3], "every third call, every one, or three"


def test_C26_fewest_calls_cannot_be_reset_by_the_phone_or_a_pause() -> None:
    tell("""
        group fewest_calls, A0 A1
        agents return 0
        calls pick 0, talk 1
         1  arrive C0                   -> ring C0 [A0]; answer C0 A0
         2  nothing                     -> outcome C0 answered_live
         5  tries A0 set_away           -> nothing
         6  tries A0 set_available      -> nothing
         7  pause A0 until 8            -> nothing
        10  arrive C1                   -> ring C1 [A1]; answer C1 A1
    """)


# --- groups and queues ------------------------------------------------------------------------------------------------


def test_C34_all_paused_then_all_busy_then_all_absent() -> None:
    tell("""
        group fixed_order, A0, queue
        layer fixed_order, A1
        layer fixed_order, A2
        line L0, group G0
        line L1, personal A1
        agent A0, paused
        agent A2, shift 500-900
         5  arrive C0 on L1, pick 0, talk 30   -> ring C0 [A1]; answer C0 A1
        10  arrive C1 on L0             -> queued C1 G0
        35  nothing                     -> outcome C0 answered_live; ring C1 [A1]
    """)


def test_C35_a_ring_time_out_longer_than_the_hold_is_still_let_finish() -> None:
    tell("""
        group fixed_order, ring 30 s, A0 A1, queue, hold 20
        10  arrive C0, pick A0 25 A1 never     -> ring C0 [A0]
        35  nothing                            -> answer C0 A0
    """)
    tell("""
        group fixed_order, ring 30 s, A0 A1, queue, hold 20
        10  arrive C0                   -> ring C0 [A0]
        40  nothing                     -> missed C0 [A0]; outcome C0 missed_timeout no_answer
    """)


def test_a_hold_that_ends_at_the_instant_an_agent_is_freed_is_over() -> None:
    tell("""
        group fixed_order, A0, queue, hold 20
        10  arrive C0, pick 0, talk 30  -> ring C0 [A0]; answer C0 A0
        20  arrive C1                   -> nothing
        40  nothing                     -> outcome C0 answered_live; outcome C1 missed_timeout no_agent
    """)


@pytest.mark.parametrize("overflow", [("G0",), ("G1", "G0"), ("G1", "G2", "G1")])
def test_C37_every_circle_of_overflow_is_cut_and_nothing_hangs(overflow: tuple[str, ...]) -> None:
    groups = "\n".join(f"group fixed_order, nobody, overflow {to}" for to in overflow)
    told = tell(f"{groups}\n10  arrive C0 -> outcome C0 loop_cut no_agent")
    assert len(told.of(RecordKind.ENTER)) == 9, "the first group and eight hops"


def test_C37_an_overflow_to_a_suspended_owners_box_and_to_a_dead_end_is_over_at_once() -> None:
    tell("""
        group fixed_order, nobody, overflow A1 box
        group fixed_order, nobody, overflow hang up
        group fixed_order, nobody, overflow G1
        agent A1, voicemail, suspended
        line L0, group G0
        line L1, group G2
        10  arrive C0 on L0             -> outcome C0 dead_end no_agent
            arrive C1 on L1             -> outcome C1 dead_end no_agent
    """)


@pytest.mark.parametrize(("limit", "second"), [(0, "outcome C1 queue_full busy"), (1, "queued C1 G0")])
def test_C39_a_queue_without_a_place_and_with_one(limit: int, second: str) -> None:
    tell(f"""
        group fixed_order, A0, queue, limit {limit}
        shows queued
         5  arrive C0, pick 0, talk 99  -> ring C0 [A0]; answer C0 A0
        10  arrive C1                   -> {second}
        11  arrive C2                   -> outcome C2 queue_full busy
    """)


def test_C40_one_place_and_two_arrivals() -> None:
    tell("""
        group fixed_order, A0, queue, limit 1
         5  arrive C0, pick 0, talk 99  -> ring C0 [A0]; answer C0 A0
        10  arrive C2                   -> outcome C2 queue_full busy
            arrive C1                   -> queued C1 G0
    """)


def test_C23_two_arrivals_at_one_instant_go_to_successive_agents() -> None:
    tell("""
        group round_robin, A0 A1 A2
        10  arrive C0                   -> ring C0 [A0]
            arrive C1                   -> ring C1 [A1]
    """)


def test_C28_a_group_of_two_thousand_keeps_its_order() -> None:
    calls = "\n".join(f"{nth + 1}  arrive C{nth}, pick never, patience 0 -> nothing" for nth in range(3))
    told = play(f"group round_robin, 2000 agents\nline L0, group G0\n{calls}")
    assert [row.agent for row in told.of(RecordKind.RING)] == [0, 1, 2]
    order = play("group simultaneous, 2000 agents\n1 arrive C0 -> nothing").of(RecordKind.RING)
    assert [row.agent for row in order] == list(range(2000))


def test_C42_a_caller_in_two_groups_is_counted_once() -> None:
    told = play("""
        group fixed_order, ring 5 s, A0, overflow G1
        group fixed_order, ring 5 s, A1
        10  arrive C0                   -> nothing
        99  nothing                     -> nothing
    """)
    assert [row.value for row in told.of(RecordKind.OUTCOME)] == [Outcome.MISSED_TIMEOUT]
    assert len(told.of(RecordKind.ARRIVAL)) == 1
