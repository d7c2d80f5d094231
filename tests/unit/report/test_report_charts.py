"""Every chart: units on its axes, a finding that is true of the data, bounded marks, something to say about nothing."""

import numpy as np
import pandas as pd
import pytest

from sim.domain.errors import InputError
from sim.report.charts import Chart, charts, find
from sim.report.charts.agents import LOOKS, MOST_MARKS, SPARE, bounded
from sim.report.charts.outcomes import STACK
from sim.report.style import DARK, LIGHT, inline_svg, svg
from tests.unit.report.fake_result import (
    DAY_S,
    FakeResult,
    empty_day,
    fake,
    plan,
    states_table,
    steps_table,
    with_calls,
    with_tables,
)

every_chart = pytest.mark.parametrize("chart", charts(), ids=lambda chart: chart.name)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_registry_finds_the_charts_of_the_folder_in_order() -> None:
    assert [chart.name for chart in charts()] == ["outcomes", "waits", "coverage", "agents"]
    assert find("waits") == charts()[1]
    with pytest.raises(InputError, match="must be one of outcomes, waits, coverage, agents, but is wait"):
        find("wait")


@every_chart
def test_axes_carry_units(chart: Chart) -> None:
    axes = chart.draw(fake()).figure.axes
    assert axes
    for one in axes:
        assert one.get_ylabel()
    labels = " ".join([axes[-1].get_xlabel(), *(one.get_ylabel() for one in axes)])
    assert any(unit in labels for unit in ("(HH:MM)", "(s)"))
    assert any(unit in labels for unit in ("calls", "(%)", "agent"))


@every_chart
@pytest.mark.parametrize(
    "result",
    [fake(), empty_day(), fake(kept=False), empty_day(kept=False)],
    ids=["day", "empty", "bare", "empty, bare"],
)
def test_the_same_result_gives_the_same_bytes(chart: Chart, result: FakeResult) -> None:
    first, second = (chart.draw(result) for _ in range(2))
    assert svg(first.figure) == svg(second.figure)
    assert first.data.to_csv() == second.data.to_csv()
    assert (first.finding, first.alt, first.note) == (second.finding, second.alt, second.note)


@every_chart
def test_a_chart_in_a_page_has_no_fixed_colour_and_its_own_ids(chart: Chart) -> None:
    drawn = chart.draw(fake())
    text = inline_svg(drawn.figure, chart.name, drawn.finding, drawn.alt)
    assert not [code for code in LIGHT.values() if code in text]
    assert "#000000" not in text
    assert 'id="' in text
    assert text.count('id="') == text.count(f'id="{chart.name}-')
    assert "<metadata" not in text


def test_dark_and_light_name_the_same_colours() -> None:
    assert set(DARK) == set(LIGHT)
    assert {colour for _, colour, _ in STACK.values()} <= set(LIGHT)
    assert {colour for colour, _ in [*LOOKS.values(), *SPARE]} <= set(LIGHT)


def test_looks_differ_without_colour_too() -> None:
    assert len({hatch for _, _, hatch in STACK.values()}) == len(STACK)
    assert len(set(LOOKS.values())) == len(LOOKS)


@every_chart
@pytest.mark.parametrize("kept", [True, False])
def test_an_empty_day_says_there_is_nothing_to_show(chart: Chart, kept: bool) -> None:
    drawn = chart.draw(empty_day(kept=kept))
    assert "to show" in drawn.finding
    assert drawn.finding in svg(drawn.figure)
    assert drawn.data.empty
    assert len(drawn.data.columns) >= 3


def test_the_finding_names_the_hour_in_which_reach_fell() -> None:
    drawn = find("outcomes").draw(fake(replications=30, calls=1000))
    assert "between 12:00 and 13:00" in drawn.finding
    inbound = fake(replications=30, calls=1000).tables["calls"].query("direction == 'inbound' and in_hours")
    lunch = inbound[inbound["arrival_s"].between(14_400, 18_000, inclusive="left")]
    words = f"Reach fell to {100 * lunch['live'].mean():.0f} % between 12:00 and 13:00"
    assert plain(drawn.finding) == f"{words} ({100 * inbound['live'].mean():.0f} % over the whole time)"


def test_level_reach_is_not_made_a_dip() -> None:
    result = fake()
    drawn = find("outcomes").draw(with_calls(result, result.tables["calls"].assign(live=True)))
    assert "100 % of calls in opening hours; no time of lower reach stands out" in plain(drawn.finding)


@pytest.mark.parametrize(
    ("answered", "said"), [(17, "no time of lower reach stands out"), (8, "Reach fell to 23 % between 09:00 and 09:30")]
)
def test_the_lowest_of_many_intervals_is_a_finding_only_beyond_chance(answered: int, said: str) -> None:
    """Thirty-five calls an interval, two thirds answered: 17 of 35 is what the lowest of twenty comes to anyway."""
    result = fake()
    calls = result.tables["calls"].query("direction == 'inbound'")
    here = calls["arrival_s"].between(3_600, 5_400, inclusive="left")
    live = np.where(here, here.cumsum() <= answered, np.arange(len(calls)) % 3 > 0)
    assert here.sum() == 35
    drawn = find("outcomes").draw(with_calls(result, calls.assign(live=live)))
    assert said in plain(drawn.finding)


def test_bars_stack_up_to_the_calls_offered() -> None:
    data = find("outcomes").draw(fake(replications=3)).data
    assert data[list(STACK)].sum(axis=1).tolist() == pytest.approx([35.0] * 20)


def test_many_intervals_share_bars() -> None:
    result = fake()
    minute = pd.concat([result.tables["intervals"].assign(from_s=60 * i, to_s=60 * i + 60) for i in range(600)])
    drawn = find("outcomes").draw(with_tables(result, intervals=minute))
    assert len(drawn.data) == 60
    assert "10 intervals are drawn as one bar" in drawn.note


def test_the_curve_of_waits_is_the_empirical_distribution() -> None:
    result = fake()
    data = find("waits").draw(result).data
    calls = result.tables["calls"].query("direction == 'inbound' and in_hours and live")
    curve = data[data["callers"] == "answered"]
    for wait, share in zip(curve["wait_s"].iloc[::40], curve["share_waited_at_most"].iloc[::40], strict=True):
        within = [(calls["wait_s"] <= wait * edge).mean() for edge in (1 - 1 / 2048, 1 + 1 / 2048)]
        assert within[0] <= share <= within[1]
    assert curve["share_waited_at_most"].iloc[-1] == 1
    assert f"{100 * (calls['wait_s'] <= 20).mean():.0f} % of answered calls waited at most 20 s" in plain(
        find("waits").draw(result).finding
    )


def test_coverage_tells_how_long_nobody_was_routable() -> None:
    steps = pd.DataFrame({"t_s": [0, 600, 900, 35_000], "routable": [2, 0, 1, 0], "waiting": [0, 3, 0, 0]})
    drawn = find("coverage").draw(with_tables(fake(), steps=steps))
    # Closed from 34,200 s on: only 600 to 900 s counts.
    assert "Nobody was routable for 5 min of opening hours (longest 5 min, from 08:10)" in plain(drawn.finding)
    assert "at most 3 waited, first at 08:10" in drawn.finding


def test_coverage_without_steps_is_the_averages_of_the_intervals() -> None:
    """2.1 routable over lunch and 5.3 else, 3.2 waiting and 0.4; the hours after closing do not count."""
    result = fake(replications=2, kept=False)
    drawn = find("coverage").draw(result)
    said = "Fewest agents routable in opening hours: 2.1 on average from 12:00; most calls waiting: 3.2 from 12:00"
    assert plain(drawn.finding) == said
    assert drawn.note.startswith("Averages over 30\N{NO-BREAK SPACE}min each and over 2 days")
    assert drawn.data["routable"].tolist() == pytest.approx(result.tables["intervals"]["routable"].tolist()[:20])
    closed = result.tables["intervals"].assign(routable=lambda rows: rows["routable"].mask(rows["from_s"] >= 34_200, 0))
    assert plain(find("coverage").draw(with_tables(result, intervals=closed)).finding) == said


def test_waits_without_calls_are_those_of_the_answered() -> None:
    bare = find("waits").draw(fake(kept=False))
    whole = find("waits").draw(fake())
    assert bare.finding == whole.finding
    assert set(bare.data["callers"]) == {"answered"}
    assert "hung up are kept with --records calls" in bare.note


def test_coverage_of_many_steps_keeps_the_worst_of_each_slice() -> None:
    drawn = find("coverage").draw(with_tables(fake(), steps=steps_table(50_000)))
    assert len(drawn.data) <= 1_200
    assert drawn.data["waiting"].max() == steps_table(50_000)["waiting"].max()
    assert "fewest routable and the most waiting in each 30 s" in plain(drawn.note)


def test_a_state_that_lasts_through_a_slice_is_carried_into_it() -> None:
    at = np.concatenate([np.linspace(0, 100, 3_000), [20_000.0]])
    steps = pd.DataFrame({"t_s": at, "routable": 4, "waiting": [0] * 3_000 + [1]})
    assert (find("coverage").draw(with_tables(fake(), steps=steps)).data["routable"] == 4).all()


def test_few_marks_are_drawn_as_they_are() -> None:
    states = states_table(4, speed=0.5)
    marks, width_s = bounded(states)
    assert width_s == 0
    lasted = (states["to_s"] - states["from_s"]).groupby([states["agent"], states["state"]]).sum()
    drawn = (marks["to_s"] - marks["from_s"]).groupby([marks["agent"], marks["state"]]).sum()
    assert drawn.to_dict() == pytest.approx(lasted.to_dict())


@pytest.mark.parametrize(("agents", "speed"), [(12, 1.0), (12, 6.0), (200, 1.0)])
def test_too_many_marks_become_the_dominant_state_of_each_interval(agents: int, speed: float) -> None:
    states = states_table(agents, speed)
    marks, width_s = bounded(states)
    assert width_s > 0
    assert len(marks) <= MOST_MARKS
    assert (marks["to_s"] - marks["from_s"]).groupby(marks["agent"]).sum().tolist() == pytest.approx([DAY_S] * agents)
    for row in marks.iloc[:: len(marks) // 10].itertuples():
        start, stop = row.from_s, min(row.from_s + width_s, row.to_s)
        mine = states[states["agent"] == row.agent]
        filled = (mine["to_s"].clip(upper=stop) - mine["from_s"].clip(lower=start)).clip(lower=0)
        assert filled.groupby(mine["state"]).sum().idxmax() == row.state


def test_an_aggregated_gantt_says_so_and_bounds_its_rows() -> None:
    drawn = find("agents").draw(fake(agents=230))
    assert drawn.data["agent"].nunique() == 200
    assert "More than 2,000 marks: each 30 min shows the state that filled most of it" in plain(drawn.note)
    assert "The first 200 of 230 agents" in drawn.note


def test_every_agent_deleted_leaves_no_row_and_says_why() -> None:
    drawn = find("agents").draw(with_tables(fake(), agent_states=states_table().assign(agent=None)))
    assert drawn.finding == "No agent's day to show: every agent was deleted"
    some = states_table()
    some.loc[some["agent"] == "sales-3", "agent"] = None
    drawn = find("agents").draw(with_tables(fake(), agent_states=some))
    assert "sales-3" not in set(drawn.data["agent"])
    assert "Deleted agents have no row" in drawn.note


def test_a_state_without_a_look_of_its_own_is_drawn() -> None:
    table = states_table(2).replace({"state": {"wrap_up": "training"}})
    text = svg(find("agents").draw(with_tables(fake(plan=plan(2)), agent_states=table)).figure)
    assert "training" in text


def test_who_is_back_but_not_yet_available_is_on_shift() -> None:
    states = pd.DataFrame({"replication": 0, "agent": "sales-1", "from_s": [0.0, 30.0], "to_s": [30.0, 100.0],
                           "status": "active", "phone": "offline", "activity": "idle", "state": ["offline", "idle"]})  # fmt: skip
    drawn = find("agents").draw(with_tables(fake(), agent_states=states))
    assert plain(drawn.finding) == "Agents' time on shift: 70 % idle, 30 % offline"


def test_nobody_on_shift_is_said() -> None:
    table = states_table().assign(state="off_shift")
    assert find("agents").draw(with_tables(fake(), agent_states=table)).finding == "No agent was on shift"


def test_names_are_not_taken_for_formulas() -> None:
    table = states_table(1).assign(agent="sales-1")
    result = with_tables(fake(agents=1), agent_states=table)
    agent = result.plan.agents[0]
    named = fake(agents=1, plan=plan(1))
    assert agent.id == named.plan.agents[0].id == "sales-1"
    assert "sales-1" in svg(find("agents").draw(result).figure)
