"""Every metric on two days worked out by hand: (metric, day A, day B); None is nothing to count."""

import pytest

from sim.metrics.estimate import estimates
from sim.metrics.registry import METRICS
from sim.metrics.totals import totals

from .toys import day_a, day_b

BY_HAND = {
    # Of day A's calls five come in opening hours, two are answered; B counts four from 20 s on, one is answered.
    "offered": (6, 4), "answered": (2, 1), "abandoned": (2, 0), "abandon_ratio": (2 / 5, 0), "redials": (0, 1),
    "callbacks": (0, 0), "callback_s_mean": (None, None),
    # A: one call each. B: gone none, quits one; boss, who answers none, is in no ring group.
    "answered_per_agent_min": (1, 0), "answered_per_agent_max": (1, 1),
    "reach": (2 / 5, 1 / 4), "reach_all_hours": (2 / 6, 1 / 4), "caller_reach": (2 / 5, 1 / 3),
    "live_or_voicemail": (3 / 5, 1 / 4),
    # A: a-1 is free 0-10, 45-50, 75-80, a-2 0-12, 32-33, 70-80. B: quits 30-40, 45-100; boss 20-50, 160-190.
    "line_coverage": (28 / 80, (65 + 60) / 360), "staffing_coverage": (2 / 3, None),
    "target_coverage": (1 / 2, 0), "sms_reach": (None, 1 / 3),
    # Waits: 5, 28 answered; 18, 25 hung up; 6, 0 voicemail. B: 10 answered; 0, 0, and 10 until the cut.
    "asa": (16.5, 10), "wait_s_mean": (82 / 6, 20 / 4), "wait_s_p50": (16.5, 10), "wait_s_p90": (25.7, 10),
    "wait_s_p95": (26.85, 10), "wait_s_max": (28, 10),
    # A: good 1 (5 s), ab_short 1 (18 s). B: good 1 (10 s is still within 10 s).
    "sl_offered": (1 / 5, 1 / 4), "sl_excl_short": (1 / 4, 1 / 4), "sl_answered": (1 / 2, 1),
    "sl_incl_short": (2 / 4, 1), "sl_abandon_ok": (2 / 5, 1 / 4),
    "calls_answered_live": (2, 1), "calls_voicemail_left": (1, 0), "calls_voicemail_empty": (0, 1),
    "calls_abandoned_ringing": (1, 0), "calls_abandoned_queue": (1, 0), "calls_missed_timeout": (0, 0),
    "calls_missed_no_voicemail": (0, 0), "calls_after_hours": (1, 0), "calls_queue_full": (0, 0),
    "calls_unrouted": (0, 0), "calls_loop_cut": (0, 0), "calls_dead_end": (0, 1), "calls_in_system": (0, 1),
    "calls_callback_reached": (0, 0), "calls_callback_unreached": (0, 0), "calls_callback_superseded": (0, 0),
    "calls_exit_key": (0, 0), "calls_ai_rescued": (0, 0), "calls_dropped_by_admin": (0, 0),
    "calls_answered_false": (0, 0), "false_answer_share": (0, 0),
    "unreached_hours": (1, 0), "unreached_no_answer": (0, 0), "unreached_busy": (3, 0), "unreached_paused": (0, 1),
    "unreached_suspended": (0, 1), "unreached_off_shift": (0, 0), "unreached_no_agent": (0, 0),
    "unreached_in_system": (0, 1),
    "unreached_share_hours": (1 / 4, 0), "unreached_share_no_answer": (0, 0), "unreached_share_busy": (3 / 4, 0),
    "unreached_share_paused": (0, 1 / 3), "unreached_share_suspended": (0, 1 / 3),
    "unreached_share_off_shift": (0, 0), "unreached_share_no_agent": (0, 0), "unreached_share_in_system": (0, 1 / 3),
    # B from 20 to 200 s: boss idle 30 + 30, quits 65, new 50; gone suspended throughout; quits leaves at 140.
    "agent_s_idle": (83, 175), "agent_s_ringing": (57, 20), "agent_s_on_call": (50, 65), "agent_s_wrap_up": (10, 10),
    "agent_s_paused": (0, 20), "agent_s_suspended": (0, 180), "agent_s_off_shift": (0, 0),
    "agent_s_on_break": (0, 20), "agent_s_busy": (0, 0), "agent_s_offline": (0, 60), "agent_s_roster": (200, 550),
    # B: active boss 130, quits 100, new 70, at work 25 of it; logged in 370, at work 75 of it.
    "occupancy": (60 / 200, 25 / 300), "utilisation": (60 / 200, 75 / 370),
    # A: of four rings for three calls a-2's first is missed (20 s) and a-1's second ends with the caller (25 s); for the
    # second caller a-2 rings again. Free a-2 is beside the second and third caller from 32 to 33. B: two rings for two
    # calls, one goes on; boss is paused 50-100, dialling or not. Calls: one each; none and one.
    "ring_s_wasted": (45, 0), "ring_s_wasted_ring_timeout": (20, 0), "ring_s_wasted_caller_left": (25, 0),
    "ring_s_wasted_rejected": (0, 0), "ring_s_wasted_status_change": (0, 0), "ring_s_wasted_answered_elsewhere": (0, 0),
    "ring_s_wasted_hold_limit": (0, 0), "ring_s_wasted_ghost_answer": (0, 0), "ring_s_wasted_exit_key": (0, 0),
    "ghost_answers": (0, 0), "legs_per_call": (4 / 3, 1), "re_offers_per_call": (1 / 3, 0),
    "overtaken_ratio": (0, 0), "idle_beside_waiting_s_max": (1, 0), "stuck_s_max": (0, 0), "paused_s_max": (0, 50),
    "status_lag_s": (0, 0), "answered_gini": (0, 1 / 2),
    "outbound_attempts": (0, 6), "outbound_connects": (0, 1), "outbound_no_connects": (0, 2),
    "outbound_abandoned": (0, 1), "outbound_returned": (0, 0),
    "campaign_attempts": (0, 2), "campaign_connects": (0, 0), "campaign_abandon_ratio": (None, 1),
    "campaigns_over_limit": (0, 1), "records_left": (0, 2),
    "outbound_refusals": (0, 1), "outbound_not_made": (0, 1), "outbound_in_system": (0, 0),
    "connect_ratio": (None, 1 / 2),
    "sms_inbound": (0, 3), "sms_answered": (0, 1), "sms_dark": (0, 1), "sms_open": (0, 1), "sms_sent": (0, 1),
    "sms_refused": (0, 1), "sms_reply_s_mean": (None, 25), "sms_dropped": (0, 0),
    "sms_dark_s": (0, 200 - 125),
    # A: two held, three charged at 31, of which 100 of 310 s measured. B: whoever joins re-uses the leaver's licence.
    "licences_held": (2, 530 / 180), "licences_charged": (3, 3), "charge": (93, 60), "cost_per_answered": (15, 22),
}  # fmt: skip


def test_every_metric_has_been_worked_out_by_hand() -> None:
    """A metric without a row above is not finished."""
    assert set(BY_HAND) == set(METRICS)


@pytest.mark.parametrize("name", BY_HAND)
def test_a_metric_is_what_it_is_by_hand(name: str) -> None:
    """Both days, one at a time: a single day has a value, a sample and no interval."""
    for day, value in zip((day_a(), day_b()), BY_HAND[name], strict=True):
        estimate = estimates([totals(day)])[name]
        assert estimate.value == (None if value is None else pytest.approx(value, abs=1e-12))
        assert (estimate.low, estimate.high, estimate.replications) == (None, None, 1)


def test_a_number_that_is_not_given_says_so() -> None:
    """Without `required` there is no staffing coverage, and its formula tells why."""
    estimate = estimates([totals(day_b())])["staffing_coverage"]
    assert (estimate.value, estimate.n) == (None, 0) and "not given" in estimate.formula


def test_the_sample_is_what_a_share_is_a_share_of() -> None:
    """n counts calls for shares of calls, answered calls for their waits, days for shares of time."""
    numbers = estimates([totals(day_a()), totals(day_a())])
    names = ("reach", "sl_excl_short", "asa", "wait_s_p90", "offered", "occupancy")
    assert [numbers[name].n for name in names] == [10, 8, 4, 4, 12, 2]
