"""Campaigns, callbacks, redials, pauses and absence as a file has them, in the plan; and what a file may not say of them."""

from pathlib import Path

import pytest

from sim.domain.errors import InputError
from sim.domain.luck import threshold
from sim.domain.plan import Plan, Prompt, Taken, TargetKind
from sim.domain.time import NEVER, SECOND
from sim.engines.choice import SIMPY, choose
from sim.engines.compiled import refuse
from sim.scenario.load import load
from sim.scenario.resolve import resolve

HOUR = 3600 * SECOND
TEXT = """# Who is called?
schema: 1
name: options
account: {time_zone: Europe/Berlin}
horizon: {start: %s, end: %s}
opening_hours: 08:00-17:00
agents: {crew: {count: 3}, ann: {shift: 08:00-16:00}}
ring_groups:
  sales: {layers: [{members: [crew]}], queue: {max_hold_s: 300}}
lines: {main: {route: {ring_group: sales}}}
workload:
  calls: [{line: main, per_hour: 10, handle_s: 60}]
  campaigns: [{agents: [crew], records: 50, handle_s: 60}, {agents: [ann], records: 9, handle_s: 60, mode: manual}]
"""


def plan(folder: Path, *sets: str, start: str = "2026-03-02T00:00", end: str = "2026-03-03T00:00") -> Plan:
    path = folder / "options.yaml"
    path.write_text(TEXT % (start, end))
    return resolve(load(path, sets=sets))


def test_a_campaign_is_a_source_of_its_own_and_keeps_the_customers_hours(tmp_path: Path) -> None:
    found = plan(tmp_path, "workload.campaigns.0.time_zone=America/New_York")
    first, second = found.campaigns
    assert [found.sources[one.source].name for one in found.campaigns] == ["campaigns/crew", "campaigns/ann"]
    assert (first.agents, first.own, second.own) == ((1, 2, 3), False, True)
    assert first.calling == ((0, 3 * HOUR), (14 * HOUR, 24 * HOUR))  # 8 to 21 in New York is 14 to 3 in Berlin
    assert second.calling == ((8 * HOUR, 21 * HOUR),)


def test_only_the_simpy_engine_dials_campaigns(tmp_path: Path) -> None:
    found = plan(tmp_path)
    assert choose("auto", found, 1000) == SIMPY
    with pytest.raises(InputError, match="campaigns"):
        refuse(found)


def test_what_is_played_in_a_queue_is_a_row_each(tmp_path: Path) -> None:
    queue = (
        "ring_groups.sales.queue={max_hold_s: 300, announcements: [{at_s: 20, every_s: 30, hang_up: 0.1}], ai_rescue: 0.5, "
        "exit_key: {at_s: 40, chance: 0.2, to: hang_up}, callback: {after_s: 60, chance: 0.3}, at_closing: evicted}"
    )
    group = plan(tmp_path, queue).groups[0]
    told = [(one.kind, one.at_us // SECOND, one.every_us, one.chance) for one in group.prompts]
    assert told == [
        (Prompt.ANNOUNCEMENT, 20, 30 * SECOND, threshold(0.1)),
        (Prompt.EXIT_KEY, 40, NEVER, threshold(0.2)),
        (Prompt.CALLBACK, 60, NEVER, threshold(0.3)),
    ]
    assert group.prompts[1].to.kind is TargetKind.HANG_UP
    assert (group.ai_rescue, group.evicts, group.callback is not None) == (threshold(0.5), True, True)


def test_an_absence_is_of_a_day_whatever_the_shifts(tmp_path: Path) -> None:
    days = plan(tmp_path, "agents.ann.absence=0.1", "agents.crew.absence=0.2", end="2026-03-04T00:00").agents
    assert (days[0].shifts, days[0].days) == (((8 * HOUR, 16 * HOUR), (32 * HOUR, 40 * HOUR)), (0, 1))
    assert (days[1].shifts, days[1].days) == (((0, 24 * HOUR), (24 * HOUR, 48 * HOUR)), (0, 1))
    assert plan(tmp_path).agents[1].days == ()


def test_C44_a_day_of_23_and_one_of_25_hours_close_at_five(tmp_path: Path) -> None:
    """Clocks change on 29 March and on 25 October: from midnight to 17:00 it is one hour less, one hour more."""
    short = plan(tmp_path, start="2026-03-29T00:00", end="2026-03-30T00:00")
    long = plan(tmp_path, start="2026-10-25T00:00", end="2026-10-26T00:00")
    assert (short.end_us, short.opening) == (23 * HOUR, ((7 * HOUR, 16 * HOUR),))
    assert (long.end_us, long.opening) == (25 * HOUR, ((9 * HOUR, 18 * HOUR),))
    assert (short.campaigns[0].calling, long.campaigns[0].calling) == (
        ((7 * HOUR, 20 * HOUR),),
        ((9 * HOUR, 22 * HOUR),),
    )


def test_pauses_and_redials(tmp_path: Path) -> None:
    found = plan(
        tmp_path,
        "agents.ann.pause_process={every_s: 900, length_s: 60, taken: when_idle}",
        "workload.calls.0.redial={chance: 0.33, when: unreached}",
    )
    assert found.agents[0].pauses is not None and found.agents[0].pauses.taken is Taken.WHEN_IDLE
    redial = next(one.redial for one in found.sources if one.name == "calls/main")
    assert redial is not None and (redial.chance, redial.most, redial.unreached) == (threshold(0.33), 3, True)


@pytest.mark.parametrize(("wrong", "says"), [
    ("agents.ann.pause_process={every_s: 0, length_s: 60}", "every_s must be above 0"),
    ("workload.campaigns.1.lines_per_agent=2", "lines_per_agent must be 1 where agents dial themselves"),
    ("workload.campaigns.0.on_deletion=delete", "on_deletion must be given only with `mode: manual`"),
    ("workload.campaigns.0.ring_s=14", "ring_s must be a number from 15 to 300"),
    ("workload.campaigns.1={agents: [crew], records: 9, handle_s: 60}", "alone of its name"),
    ("workload.campaigns.0.agents=[]", "agents must be at least one agent"),
    ("ring_groups.sales.queue={ai_rescue: 0.5}", "ai_rescue must be given with max_hold_s"),
])  # fmt: skip
def test_what_a_file_may_not_say(tmp_path: Path, wrong: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        plan(tmp_path, wrong)


def test_an_attempt_has_a_name_that_is_read_again(tmp_path: Path) -> None:
    found = plan(tmp_path)
    for text in ("calls/main#17", "calls/main#17.2", "campaigns/crew#3.40"):
        assert found.contact_name(found.contact_of(text)) == text
    for text in ("calls/main#17.0", "calls/main#17.x", "calls/main#17.257"):
        with pytest.raises(InputError, match="the attempt of the contact must be 1 to 256"):
            found.contact_of(text)
