"""What must add up on real runs: calls, agents' time, waiting (Little's law), windows."""

from itertools import pairwise

import numpy as np
import pytest

from sim.domain.contacts import CALL_OUTCOMES, Channel, Outcome
from sim.domain.plan import Plan
from sim.engines.simpy import SimpyEngine
from sim.metrics.columns import Columns
from sim.metrics.day import Day, between, fold
from sim.metrics.estimate import estimates
from sim.metrics.roster import CODED
from sim.metrics.settings import settings
from sim.metrics.totals import totals
from sim.routing.state import World
from sim.scenario.load import load
from sim.scenario.resolve import resolve
from sim.workload.stream import workload

SCENARIOS = ("quickstart", "blended_day", "licence_reused", "leaver_suspended", "whole_group_paused")

INBOUND = [f"calls_{one.name.lower()}" for one in CALL_OUTCOMES]


def run(scenario: str, *sets: str) -> tuple[Day, Plan, list[tuple[int, int, int, int]]]:
    """A short run, and what the machine itself said was so after every instant: time, routable, waiting, logged in."""
    loaded = load(scenario, sets=sets)
    plan = resolve(loaded, short=True)
    seen: list[tuple[int, int, int, int]] = []

    def watch(world: World) -> None:
        logged_in = sum(agent.logged_in for agent in world.agents)
        seen.append((world.now, len(world.routable), len(world.waiting), logged_in))

    records = SimpyEngine().run(plan, workload(plan, 3, 1), 3, 1, watch).records
    return fold(plan, records, settings(loaded, plan)), plan, seen


@pytest.fixture(params=SCENARIOS, scope="module")
def ran(request: pytest.FixtureRequest) -> tuple[Day, Plan, list[tuple[int, int, int, int]]]:
    return run(request.param)


def test_C56_offered_is_the_sum_of_the_outcomes(ran) -> None:
    counted = totals(ran[0])
    numbers = estimates([counted])
    inbound = sum(numbers[name].value for name in INBOUND)
    outbound = ("connects", "no_connects", "refusals", "not_made", "abandoned", "returned", "in_system")
    assert counted.calls() > 0 and numbers["offered"].value == inbound
    assert numbers["outbound_attempts"].value == sum(numbers[f"outbound_{name}"].value for name in outbound)
    texts = sum(numbers[f"sms_{name}"].value for name in ("answered", "dark", "dropped", "open"))
    assert numbers["sms_inbound"].value == texts
    assert counted.contacts(Channel.OUTBOUND_SMS) == numbers["sms_sent"].value + numbers["sms_refused"].value


def test_whom_no_person_answered_has_a_reason(ran) -> None:
    numbers = estimates([totals(ran[0])])
    lost = sum(number.value for name, number in numbers.items()
               if name.startswith("unreached_") and "share" not in name)  # fmt: skip
    assert lost == numbers["offered"].value - numbers["answered"].value


def test_intervals_hold_every_call_once(ran) -> None:
    table, numbers = totals(ran[0]).tables["intervals"], estimates([totals(ran[0])])
    parts = table[["answered", "voicemail", "abandoned", "missed", "after_hours"]].sum(axis=1)
    assert (parts == table["offered"]).all() and table["offered"].sum() == numbers["offered"].value
    assert table["good"].sum() / (table["in_hours"] - table["ab_short"]).sum() == numbers["sl_excl_short"].value


def test_C56_agent_seconds_by_state_add_up_to_the_roster(ran) -> None:
    """Every agent's spans follow one another from joining to the end, and so do the totals."""
    day, numbers = ran[0], estimates([totals(ran[0])])
    states = sum(number.value for name, number in numbers.items() if name.startswith("agent_s_"))
    assert states == pytest.approx(2 * numbers["agent_s_roster"].value, rel=1e-12)
    roster = day.roster
    follows = roster.agent[1:] == roster.agent[:-1]
    assert (roster.from_us[1:][follows] == roster.to_us[:-1][follows]).all()
    in_account = sum(agent.present for agent in day.plan.agents)
    if not day.people.deleted.any() and in_account == len(day.plan.agents):
        assert (roster.to_us - roster.from_us).sum() == in_account * day.plan.end_us


def test_levels_are_what_the_machine_saw_after_every_instant(ran) -> None:
    """Routable, waiting and logged-in counts folded from the records, against the machine's own sets."""
    _compare_levels(*ran)


def test_levels_know_how_agents_take_calls() -> None:
    """Half the pool on phones outside the system, the other half not answering, the customer's owner first."""
    ran = run("blended_day", "agents.early.answer_type=phone_number", "agents.late.answer_type=will_not_answer",
              "agents.early.carrier_voicemail=0.3", "agents.early.no_answer=0.5", "lines.main.owner_first=true")  # fmt: skip
    assert (ran[0].contacts.outcome == Outcome.ANSWERED_FALSE).any()
    _compare_levels(*ran)


def test_levels_know_who_is_kept_from_calls_by_a_conversation() -> None:
    ran = run("blended_day", "sms.mode=conversation", "sms.blocks_voice=true", "sms.slots=2", "sms.queue_limit=3")
    assert (ran[0].contacts.outcome == Outcome.SMS_DROPPED).any()
    _compare_levels(*ran)


def test_the_time_texts_lie_dark_ends_with_a_notification_or_the_day() -> None:
    """Everybody suspended until ten: kept texts lie dark until then, others to the end of the short day."""
    for sets, last_us in (((), 8 * 3_600_000_000), (("sms.backlog=true",), 2 * 3_600_000_000)):
        day, _, _ = run(
            "blended_day", "timeline=[{until: 10:00, suspend: [early, late, lead]}]", "question=null", *sets
        )
        early = day.contacts.where((day.contacts.channel == Channel.INBOUND_SMS) & (day.contacts.at_us < 7_200_000_000))
        assert len(early) > 10 and (early.dark_us == last_us - early.at_us).all()
        assert totals(day).dark_us == day.contacts.dark_us.sum() == early.dark_us.sum()


def _compare_levels(day: Day, plan: Plan, seen: list[tuple[int, int, int, int]]) -> None:
    at, routable, waiting, logged_in = (np.array(column) for column in zip(*seen, strict=True))
    inside = at < plan.end_us
    last = np.append(at[1:] != at[:-1], True) & inside
    assert (day.routable.value(at[last]) == routable[last]).all()
    assert (day.waiting.value(at[last]) == waiting[last]).all()
    assert (day.roster.level(day.roster.logged_in).value(at[last]) == logged_in[last]).all()


def test_littles_law_holds_on_the_path(ran) -> None:
    """The area under the calls waiting is the sum of their waits."""
    calls = ran[0].contacts.of(Channel.INBOUND_CALL)
    assert ran[0].waiting.between(0, 1 << 50) == calls.wait_us.sum()


def test_windows_share_the_calls_among_them(ran) -> None:
    day, plan, _ = ran
    edges = np.linspace(0, plan.end_us, 5).astype(int).tolist()
    whole, parts = totals(day), [totals(between(day, (low, high))) for low, high in pairwise(edges)]
    assert (sum(part.cells for part in parts) == whole.cells).all()
    assert (sum(part.agent_us for part in parts) == whole.agent_us).all() and whole.time_us(CODED.handling) > 0


def test_a_cut_run_counts_what_is_still_in_the_system() -> None:
    day, _, _ = run("quickstart", "horizon.after_end=cut")
    numbers = estimates([totals(day)])
    inside = (day.contacts.outcome == Outcome.IN_SYSTEM).sum()
    assert inside == numbers["calls_in_system"].value + numbers["outbound_in_system"].value > 0
    assert numbers["offered"].value == sum(numbers[name].value for name in INBOUND)


def test_a_day_without_calls_or_agents_folds_to_nothing() -> None:
    """No record at all: no number is made up."""
    loaded = load("quickstart")
    plan = resolve(loaded, short=True)
    day = fold(plan, np.zeros((0, 8), dtype=np.int64), settings(loaded, plan))
    numbers = estimates([totals(day)] * 2)
    assert numbers["offered"].value == 0 and numbers["reach"].value is None and numbers["asa"].value is None
    assert numbers["occupancy"].value is None and numbers["line_coverage"].value == 0
    assert all(len(day.tables[name]) == 0 for name in ("calls", "messages", "agent_states"))
    assert Columns(np.zeros((0, 8), dtype=np.int64)).last_us == 0
