"""The page: complete, one file, small, escaped, deterministic, and whole when there is nothing to tell."""

import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest

from sim.domain.contacts import Reason
from sim.report import tables
from sim.report.charts import charts
from sim.report.html import HEADLINE, ReportFiles, render
from sim.report.intervals import per_day
from sim.report.tables import REASONS
from tests.unit.report.fake_result import ANSWER, RECORDED, FakeResult, empty_day, fake, with_tables

EVIL = '<script>alert("x")</script>&\'$a_b$'


class Page(HTMLParser):
    """Tags with their attributes, ids and the visible text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._style = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._style = tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.text.append(data)

    @property
    def ids(self) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get("id"))]

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split()).replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture(scope="module")
def thirty() -> ReportFiles:
    return render(fake(replications=30, calls=1000), comparison=ANSWER)


@pytest.fixture(scope="module")
def page(thirty: ReportFiles) -> Page:
    return Page(thirty.html)


def test_thirty_days_of_a_thousand_calls_stay_under_a_megabyte(thirty: ReportFiles) -> None:
    assert 50_000 < len(thirty.html.encode()) < 1_000_000


def test_a_month_stays_under_a_megabyte() -> None:
    day = fake()
    shift = [day.tables["intervals"].assign(from_s=lambda t, i=i: t["from_s"] + i * 36_000,
                                            to_s=lambda t, i=i: t["to_s"] + i * 36_000) for i in range(72)]  # fmt: skip
    report = render(with_tables(day, intervals=pd.concat(shift)))
    assert len(report.html.encode()) < 1_000_000
    assert "15 intervals of the scenario make one row" in Page(report.html).words


def test_the_page_loads_nothing(page: Page, thirty: ReportFiles) -> None:
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "iframe", "object", "img", "embed"})
    links = [a["href"] for tag, a in page.tags if tag in ("a", "link") and a.get("href")]
    assert set(links) == {"data:,", *thirty.files}
    assert not re.findall(r"(?:src|@import|url\((?!#))", thirty.html)


def test_ids_are_unique(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))


def test_the_answer_and_five_numbers_come_first(page: Page) -> None:
    where = [page.words.index(text) for text in (ANSWER.sentence, "offered in opening hours reached a person",
                                                 "The day, interval by interval")]  # fmt: skip
    assert where == sorted(where)
    assert [name.removeprefix("number-") for name in page.ids if name.startswith("number-")] == list(HEADLINE)


def test_every_headline_number_has_n_and_an_interval(thirty: ReportFiles) -> None:
    cards = re.findall(r'<div id="number-.*?</div>', thirty.html)
    assert len(cards) == 5
    for card in cards:
        assert re.search(r"95\W% interval [\d.,]+ to \d", card)
        assert re.search(r"n = \d", card)


def test_a_single_day_says_that_it_has_no_interval() -> None:
    cards = re.findall(r'<div id="number-.*?</div>', render(fake()).html)
    assert [card for card in cards if "single replication: no interval" in card] == cards


def test_the_answer_without_a_base_is_reach_and_the_main_reason() -> None:
    result = fake()
    words = Page(render(result).html).words
    assert "83.0 % of 665 calls offered in opening hours reached a person (single replication: no interval)." in words
    lost = result.tables["calls"].query("direction == 'inbound' and in_hours and not live")["reason"]
    most = lost.value_counts().index[0]
    assert f"{100 * (lost == most).mean():.0f} % failed because {REASONS[Reason[most.upper()]]}" in words


def test_every_chart_has_alternative_text_a_finding_and_its_data(page: Page, thirty: ReportFiles) -> None:
    pictures = [attributes for tag, attributes in page.tags if tag == "svg"]
    assert len(pictures) == len(charts()) == len(thirty.files) >= 4
    for attributes in pictures:
        assert attributes["role"] == "img"
        assert len(attributes["aria-label"] or "") > 60
    assert thirty.html.count("<title>") == 1 + len(pictures)
    for name, text in thirty.files.items():
        assert name in page.words
        assert len(pd.read_csv(io.StringIO(text))) > 10


def test_sections_stand_in_the_order_of_a_reader(page: Page) -> None:
    order = ["comparison", "intervals", "charts", "lost", "outcomes", "numbers", "provenance"]
    assert [name for name in page.ids if name in order] == order


def test_recorded_figures_stand_beside_ours_with_the_reason_why() -> None:
    result = fake(recorded=RECORDED)
    words = Page(render(result).html).words
    assert "calls offered 561 calls 700 calls" in words
    assert f"mean wait 9.3 s {result.estimates['asa'].value:.1f} s" in words
    assert RECORDED.why in words


def test_equal_results_give_equal_bytes() -> None:
    assert render(fake(replications=2), comparison=ANSWER) == render(fake(replications=2), comparison=ANSWER)


def test_names_from_a_scenario_are_harmless() -> None:
    result = fake(name=EVIL, question=EVIL, command=EVIL)
    states = result.tables["agent_states"].assign(state=EVIL)
    html = render(with_tables(result, agent_states=states)).html
    assert "<script" not in html
    assert "alert(" in html
    assert EVIL in Page(html).words


def test_an_empty_day_is_a_whole_report() -> None:
    report = render(empty_day())
    words = Page(report.html).words
    for said in ("No call was offered in opening hours", "No inbound call was offered: no outcomes to show",
                 "No agent's day to show", "No text was sent or received.", "No outbound call.",
                 "no waits to show", "no coverage to show"):  # fmt: skip
        assert said in words
    assert "nan" not in words.lower()


def test_reasons_add_up_to_the_calls_that_reached_nobody() -> None:
    result = fake(replications=3)
    table = tables.reasons(result)
    lost = result.tables["calls"].query("direction == 'inbound' and in_hours and not live")
    assert sum(int(row[3].replace(",", "")) for row in table.rows) == len(lost)
    assert sum(float(row[2]) for row in table.rows) == pytest.approx(100, abs=0.2)
    assert table.rows[0][3] == f"{lost['reason'].value_counts().iloc[0]:,}"


def test_a_single_call_is_one_call() -> None:
    result = fake()
    one = {"reach": replace(result.estimates["reach"], value=1.0, n=1)}
    words = Page(render(replace(result, estimates=result.estimates | one)).html).words
    assert "100.0 % of 1 call offered in opening hours reached a person (single replication: no interval)." in words


def test_a_report_without_single_calls_tells_what_was_counted() -> None:
    """The same outcomes and reasons, without a look at each call's target; the charts say what they would need."""
    whole, bare = fake(replications=3), fake(replications=3, kept=False)
    assert "calls" not in bare.tables
    for direction in ("inbound", "outbound"):
        assert tables.outcomes(bare, direction) == tables.outcomes(whole, direction)
    assert tables.texts(bare) == tables.texts(whole)
    assert tables.reasons(bare) == tables.narrow(tables.reasons(whole), 4)
    assert tables.intervals(bare) == tables.intervals(whole)
    words = Page(render(bare, comparison=ANSWER).html).words
    for said in ("those who hung up are kept", "every moment is drawn", "No agent's day to show: it is kept"):
        assert f"{said} with --records calls" in words


def test_rows_that_merge_intervals_weigh_them_by_their_length() -> None:
    """After a warm-up the first interval is short: 6 agents for 100 s, then 3 for 1,700 s, are 3.17 in 1,800 s."""
    table = fake().tables["intervals"].iloc[:2]
    short = table.assign(from_s=[0.0, 100.0], to_s=[100.0, 1_800.0], staffed=[6.0, 3.0], required=[float("nan"), 3.0])
    rows = per_day(with_tables(fake(), intervals=short), 1).rows
    assert rows["staffed"].tolist() == [pytest.approx((600 + 5_100) / 1_800)]
    both = pd.concat([short, short.assign(replication=1, staffed=[6.0, 5.0])])
    rows = per_day(with_tables(fake(replications=2), intervals=both), 1).rows
    assert rows["staffed"].tolist() == [pytest.approx((1_200 + 5_100 + 8_500) / 3_600)]


def test_a_week_is_not_called_a_day() -> None:
    result = fake(replications=3, calls=50)
    week = replace(result, plan=replace(result.plan, end_us=7 * 86_400_000_000))
    assert "Calls are the mean of 3 days" in tables.intervals(result).note
    assert "Calls are the mean of 3 replications" in tables.intervals(week).note
    assert [tables.outcomes(one, "inbound").head[1] for one in (result, week)] == ["a day", "a replication"]
    assert "The first of 3 simulated replications." in Page(render(week).html).words


def test_days_that_hold_all_the_calls_do_not_pass_for_a_single_one() -> None:
    """Thirty pairs, yet no interval: what is counted may fall on one of them."""
    row = replace(ANSWER.rows[0], low=None, high=None)
    spans = [tables.comparison(replace(ANSWER, rows=(row,), replications=n)).rows[0][4] for n in (1, 30)]
    assert spans == ["single replication: no interval", "no interval"]


def test_a_difference_that_no_replication_shows_has_no_interval_of_no_width() -> None:
    row = replace(ANSWER.rows[0], difference=0.0, low=0.0, high=0.0)
    assert tables.comparison(replace(ANSWER, rows=(row,))).rows[0][4] == "every replication alike"


def test_every_reason_of_the_taxonomy_has_words() -> None:
    assert set(REASONS) == {reason for reason in Reason if reason <= Reason.NO_AGENT}


def test_interval_rows_are_pooled_over_the_days() -> None:
    result = fake(replications=4)
    table = tables.intervals(result)
    noon = next(row for row in table.rows if row[0].startswith("12:00"))
    part = result.tables["intervals"].query("from_s == 14400")
    good, base = part["good"].sum(), (part["offered"] - part["ab_short"]).sum()
    shown = dict(zip(table.head, noon, strict=True))
    assert shown["sl_excl_short (%)"] == f"{100 * good / base:.1f}"
    assert shown["mean wait (s)"] == f"{part['wait_answered_s'].sum() / part['answered'].sum():.1f}"
    assert shown["answered"] == f"{part['answered'].mean():.1f}"
    assert len(table.rows) == 20


def test_required_agents_are_a_column_only_when_given() -> None:
    result = fake()
    assert "agents required" in tables.intervals(result).head
    without = with_tables(result, intervals=result.tables["intervals"].assign(required=float("nan")))
    assert "agents required" not in tables.intervals(without).head


@pytest.mark.parametrize("column", ["seed", "replications", "digest"])
def test_provenance_says_how_to_get_the_same_again(thirty: ReportFiles, column: str) -> None:
    result: FakeResult = fake(replications=30, calls=10)
    words = Page(thirty.html).words
    assert str(getattr(result, column)) in words.partition("Where this comes from")[2]
    assert "ringsim run" in words
    assert "ringsim verify" in words
