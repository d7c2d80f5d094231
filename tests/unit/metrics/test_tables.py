"""The tables of a day: names as people know them, history as the account shows it."""

import pickle

import pandas as pd

from sim.metrics.day import between
from sim.metrics.estimate import estimates
from sim.metrics.roster import CODED
from sim.metrics.totals import totals

from .toys import day_a, day_b


def rows(table: pd.DataFrame, **where: str) -> list[dict[str, object]]:
    for column, value in where.items():
        table = table[table[column] == value]
    return table.astype(object).where(table.notna(), None).to_dict("records")


def test_a_call_is_one_row_with_all_that_became_of_it() -> None:
    """The call that rang in vain and was answered at its second offer."""
    (call,) = rows(day_a().tables["calls"], contact="calls/main#2")
    assert call == {
        "contact": "calls/main#2", "source": "calls/main", "direction": "inbound", "line": "main", "customer": None,
        "arrival_s": 12.0, "in_hours": True, "measured": True, "outcome": "answered_live", "live": True,
        "reason": "none", "wait_s": 28.0, "talk_s": 30.0, "end_s": 70.0, "agent": "a-2", "person": "a-2",
        "group": "sales", "offers": 2, "hops": 1, "voicemail_left": False, "members_paused": 0,
        "members_suspended": 0, "members_busy": 0, "members_off_shift": 0,
    }  # fmt: skip


def test_a_message_left_after_hours_is_known_although_the_outcome_is_after_hours() -> None:
    (call,) = rows(day_a().tables["calls"], contact="calls/main#6")
    assert (call["outcome"], call["in_hours"], call["voicemail_left"]) == ("after_hours", False, True)


def test_a_call_that_reached_nobody_tells_who_was_away() -> None:
    (call,) = rows(day_b().tables["calls"], contact="calls/direct#1")
    assert (call["reason"], call["members_paused"], call["agent"], call["customer"]) == ("paused", 1, None, 7)


def test_C06_the_history_of_a_deleted_agent_has_no_name_anywhere_and_keeps_its_rows() -> None:
    """D3: before the deletion too; the call, the dialled call, the text and the time are all still there."""
    tables = day_b().tables
    for table in ("calls", "messages", "agent_states"):
        assert "quits" not in set(tables[table]["agent"]) | set(tables[table]["person"])
    (call,) = rows(tables["calls"], contact="calls/main#2")
    assert (call["live"], call["agent"], call["talk_s"]) == (True, None, 30.0)
    (text,) = rows(tables["messages"], contact="sms/main#1")
    assert (text["outcome"], text["agent"], text["notified"], text["reply_s"]) == ("sms_answered", None, 2, 25.0)
    nameless = tables["agent_states"][tables["agent_states"]["agent"].isna()]
    assert nameless["to_s"].max() == 140.0 and (nameless["to_s"] - nameless["from_s"]).sum() == 140.0


def test_a_re_assigned_licence_keeps_the_older_name_in_older_rows() -> None:
    """S7: the agent stays, the person changes at 30 s."""
    states = day_b().tables["agent_states"]
    boss = states[states["agent"] == "boss"]
    assert set(boss.loc[boss["to_s"] <= 30, "person"]) == {"boss"}
    assert set(boss.loc[boss["from_s"] >= 30, "person"]) == {"Boss the Second"}
    (dial,) = rows(day_b().tables["calls"], contact="outbound/all#2")
    assert (dial["person"], dial["wait_s"], dial["live"]) == ("Boss the Second", 5.0, True)


def test_states_of_an_agent_follow_one_another_without_gaps() -> None:
    boss = day_b().tables["agent_states"]
    boss = boss[boss["agent"] == "boss"]
    assert list(zip(boss["from_s"], boss["state"], strict=True)) == [
        (0, "idle"), (30, "idle"), (50, "paused"), (60, "on_call"), (68, "on_call"), (80, "wrap_up"), (90, "paused"),
        (100, "offline"), (160, "idle"), (190, "ringing"),
    ]  # fmt: skip
    assert list(boss["to_s"]) == [*boss["from_s"][1:], 200]


def test_an_interval_counts_calls_where_they_arrive_and_averages_levels_over_time() -> None:
    first, second = totals(day_a()).tables["intervals"].to_dict("records")
    counts = ("offered", "in_hours", "answered", "voicemail", "abandoned", "missed", "after_hours",
              "reached", "good", "ab_short")  # fmt: skip
    assert [first[name] for name in counts] == [4, 4, 2, 0, 2, 0, 0, 2, 1, 1]
    assert [second[name] for name in counts] == [2, 1, 0, 1, 0, 0, 1, 0, 0, 0]
    assert (first["from_s"], first["to_s"], second["to_s"], first["wait_answered_s"]) == (0, 60, 100, 33)
    # a-1 is free 10 + 5 s, a-2 12 + 1 s; waiting 5 + 28 + 18 s and the fourth call from 50 on.
    assert [round(60 * first[name], 9) for name in ("routable", "waiting", "staffed", "paused")] == [28, 61, 120, 0]
    assert (first["required"], second["required"], first["sl_excl_short"]) == (2.5, 0, 1 / 3)


def test_the_warm_up_is_in_no_interval() -> None:
    table = totals(day_b()).tables["intervals"]
    assert list(table["from_s"]) == [20, 100] and table["offered"].sum() == 4 and table["required"].isna().all()
    assert [round(80 * table["paused"][0]), round(100 * table["paused"][1])] == [50, 0]


def test_steps_tell_what_holds_from_each_instant_on() -> None:
    steps = {s: (r, w) for s, r, w in day_a().tables["steps"].itertuples(index=False)}
    assert [steps[s] for s in (0, 10, 12, 15, 20, 32, 33, 38)] == [
        (2, 0), (1, 1), (0, 2), (0, 1), (0, 2), (1, 2), (0, 2), (0, 1)
    ]  # fmt: skip


def test_a_window_limits_calls_by_arrival_and_time_to_its_span() -> None:
    """Two windows that touch share no call and leave none out."""
    day = day_a()
    parts = [totals(between(day, span)) for span in ((0, 20_000_000), (20_000_000, 200_000_000))]
    assert [part.calls() for part in parts] == [2, 4]
    assert [part.time_us(CODED.handling) for part in parts] == [5_000_000, 55_000_000]
    nothing = totals(between(day, (300_000_000, 400_000_000)))
    assert nothing.calls() == len(nothing.tables["intervals"]) == 0
    assert estimates([nothing])["target_coverage"].value is None


def test_several_windows_count_what_each_of_them_counts() -> None:
    """The first and the last twenty seconds together; the interval between them has no calls."""
    day = day_a()
    spans = ((0, 20_000_000), (80_000_000, 100_000_000))
    both, *parts = (totals(between(day, *one)) for one in (spans, spans[:1], spans[1:]))
    assert [part.calls() for part in (both, *parts)] == [3, 2, 1]
    numbers = [estimates([one]) for one in (both, *parts)]
    for name in ("offered", "agent_s_roster", "agent_s_on_call", "unreached_hours"):
        assert numbers[0][name].value == numbers[1][name].value + numbers[2][name].value, name
    assert numbers[0]["licences_held"].value == 2
    assert both.open_us == 20_000_000
    assert both.edges_us.tolist() == [0, 20_000_000, 80_000_000, 100_000_000]
    assert both.tables["intervals"]["offered"].tolist() == [2, 0, 1]


def test_a_day_and_its_totals_travel_between_processes_whole() -> None:
    for one in (day_b(), totals(day_b())):
        there = pickle.loads(pickle.dumps(one))
        for name, table in one.tables.items():
            pd.testing.assert_frame_equal(table, there.tables[name])
