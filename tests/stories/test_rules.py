"""The owner's twenty rules, each a story named by its id: P paused, S suspended, D deleted."""

import numpy as np

from sim.domain.agents import STATUSES, Action, Status, can
from sim.domain.knobs import Licences
from sim.domain.records import RecordKind
from sim.domain.time import micros
from sim.metrics.billing import charges
from sim.metrics.columns import Columns
from sim.metrics.settings import Period, Settings

from .teller import Told, tell

PERIODS = tuple(
    Period(name, tuple(micros(100 * day) for day in range(first, first + 11)))
    for name, first in (("this", 0), ("next", 10), ("last", 20))
)
"""Three billing periods of ten days; a day of a story has 100 s."""


def licences_held(told: Told) -> int:
    """Agents whose last recorded account status is billable."""
    last = {row.agent: Status(row.value) for row in told.of(RecordKind.STATUS)}
    return sum(STATUSES[status].billable for status in last.values())


def licences_charged(told: Told, minimum: int = 0) -> list[float]:
    """What the contract charges in this, the next and the last period, in licences."""
    settings = Settings(licences=Licences(minimum=minimum, price_per_month=75.0), periods=PERIODS)
    every = charges(settings, Columns(np.array(told.records, np.int64)))
    assert [charge.money for charge in every] == [75.0 * charge.licences for charge in every]
    return [charge.licences for charge in every]


# --- paused -----------------------------------------------------------------------------------------------------------


def test_P1_a_paused_agent_logs_in_sees_reports_and_changes_settings_only_as_admin() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, paused, admin
        agent A1, paused, shift 10-90
        10  nothing                     -> login A1
        20  tries A1 view_reports       -> acted A1 view_reports
            tries A1 view_analytics     -> acted A1 view_analytics
            tries A1 modify_settings    -> refused A1 modify_settings paused
        30  tries A0 view_reports       -> acted A0 view_reports
            tries A0 view_analytics     -> acted A0 view_analytics
            tries A0 modify_settings    -> acted A0 modify_settings
    """)


def test_P2_a_paused_agent_cannot_set_the_phone_to_available_and_receives_no_call() -> None:
    tell("""
        group fixed_order, A0
        line L0, group G0
        line L1, personal A0
        calls pick 2, talk 60
        shows phone
         5  pause A0                    -> phone A0 offline
        10  tries A0 set_available      -> refused A0 set_available paused
        20  arrive C0 on L0             -> outcome C0 dead_end paused
        30  arrive C1 on L1             -> outcome C1 missed_no_voicemail paused
    """)


def test_P3_a_paused_agent_calls_out_and_sends_and_receives_messages() -> None:
    tell("""
        group fixed_order, A0
        agent A0, paused
        customers K0 of A0
        10  dial D0 A0, connects 8, talk 60   -> dial D0 A0
        18  nothing                           -> connect D0 A0
        78  nothing                           -> outcome D0 outbound_connected; talk_end D0 A0
        80  send T0 A0                        -> outcome T0 sms_sent
        90  text M0 on L0, by K0, reply 30    -> notify A0 of M0
       120  nothing                           -> reply M0 A0; outcome M0 sms_answered
    """)


def test_P4_a_paused_agent_is_skipped_in_a_ring_group_and_deemed_offline() -> None:
    tell("""
        group fixed_order, A0 A1
        calls pick 2, talk 60
         0  pause A0                    -> phone A0 offline
        10  arrive C0                   -> ring C0 [A1]
        12  nothing                     -> answer C0 A1
        20  arrive C1                   -> outcome C1 dead_end busy; tally C1 1 busy; tally C1 1 paused
    """)


def test_P5_a_call_to_a_paused_agents_personal_line_goes_to_their_voicemail_if_they_set_it() -> None:
    tell("""
        agent A0, paused, voicemail
        agent A1, paused
        line L0, personal A0
        line L1, personal A1
        10  arrive C0 on L0             -> voicemail C0 A0 box
        35  nothing                     -> notify A0 of C0; outcome C0 voicemail_left paused
        40  arrive C1 on L1             -> outcome C1 missed_no_voicemail paused
    """)


def test_P6_a_paused_agent_is_billable() -> None:
    told = tell("""
        group fixed_order, 3 agents
        10  pause A1                    -> status A1 paused
        20  pause A2                    -> status A2 paused
    """)
    assert STATUSES[Status.PAUSED].billable
    assert licences_held(told) == 3, "pausing gives no licence back"
    assert licences_charged(told) == [3, 3, 3]


def test_P7_pausing_is_temporary_a_holiday_ends_and_the_agent_is_called_again() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, return 60, wrap-up 0
        calls pick 2, talk 20
         5  pause A0 until 100          -> status A0 paused; phone A0 offline     (on holiday)
        10  arrive C0                   -> ring C0 [A1]
        12  nothing                     -> answer C0 A1
        32  nothing                     -> outcome C0 answered_live
       100  nothing                     -> status A0 active                       (back, not yet available)
       110  arrive C1                   -> ring C1 [A1]
       112  nothing                     -> answer C1 A1
       132  nothing                     -> outcome C1 answered_live
       160  nothing                     -> phone A0 available
       170  arrive C2                   -> ring C2 [A0]
       172  nothing                     -> answer C2 A0
    """)


def test_P7_a_supervisor_takes_no_calls_but_has_full_access() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, paused, admin
        calls pick 2, talk 60
         1  tries A0 log_in             -> acted A0 log_in
            tries A0 view_reports       -> acted A0 view_reports
            tries A0 view_analytics     -> acted A0 view_analytics
            tries A0 modify_settings    -> acted A0 modify_settings
            tries A0 call_out           -> acted A0 call_out
            tries A0 send_sms           -> acted A0 send_sms
        10  arrive C0                   -> ring C0 [A1]              (the supervisor is skipped)
        12  nothing                     -> answer C0 A1
    """)


# --- suspended --------------------------------------------------------------------------------------------------------


def test_S1_a_suspended_agent_cannot_log_in() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, suspended, admin
        agent A1, suspended, shift 20-90
        shows login acted
        10  tries A0 log_in             -> refused A0 log_in suspended
            tries A0 view_reports       -> refused A0 view_reports suspended
            tries A0 view_analytics     -> refused A0 view_analytics suspended
            tries A0 modify_settings    -> refused A0 modify_settings suspended
        20  nothing                     -> refused A1 log_in suspended
    """)


def test_S2_no_call_is_routed_to_a_suspended_agent_and_all_notifications_cease() -> None:
    tell("""
        group fixed_order, A0
        agent A0, voicemail
        line L0, group G0
        line L1, personal A0
        calls pick never, talk 60
        10  arrive C0 on L1             -> ring C0 [A0]
        70  nothing                     -> missed C0 [A0]; voicemail C0 A0 box
        80  suspend A0                  -> logout A0
        95  nothing                     -> outcome C0 voicemail_left no_answer   (nobody hears of it)
       100  arrive C1 on L0             -> outcome C1 dead_end suspended
       110  text M0 on L0               -> outcome M0 sms_dark suspended
    """)


def test_S3_a_suspended_agent_is_skipped_without_voicemail_in_every_routing_setting() -> None:
    tell("""
        group fixed_order, A0 A1
        group fixed_order, nobody, overflow A0 box
        agent A0, suspended, voicemail
        line L0, group G0
        line L1, personal A0
        line L2, group G1
        customers K0 of A0
        calls pick 2, talk 60
        10  arrive C0 on L0             -> ring C0 [A1]                     (ring group: skipped)
        12  nothing                     -> answer C0 A1
        20  arrive C1 on L1             -> outcome C1 unrouted suspended    (personal line: no box)
        30  arrive C2 on L2             -> outcome C2 dead_end no_agent     (overflow: no box)
        40  text M0 on L0, by K0        -> outcome M0 sms_dark suspended    (owner: nobody)
    """)


def test_S4_a_suspended_agent_makes_no_call_and_sends_and_receives_no_message() -> None:
    tell("""
        agent A0, suspended
        line L0, personal A0
        10  dial D0 A0, connects 8      -> outcome D0 outbound_refused suspended
        20  send T0 A0                  -> outcome T0 sms_refused suspended
        30  text M0 on L0               -> outcome M0 sms_dark suspended
        40  tries A0 call_out           -> refused A0 call_out suspended
            tries A0 send_sms           -> refused A0 send_sms suspended
            tries A0 receive_sms        -> refused A0 receive_sms suspended
    """)


def test_S5_history_settings_and_contacts_of_a_suspended_agent_are_there_again_on_reactivation() -> None:
    told = tell("""
        group fixed_order, A0
        agent A0, voicemail, return 0
        line L0, group G0
        line L1, personal A0
        customers K0 of A0
        calls pick 2, talk 10
        shows unassign leaves
        10  arrive C0 on L0             -> ring C0 [A0]
        12  nothing                     -> answer C0 A0
        22  nothing                     -> outcome C0 answered_live
        30  suspend A0                  -> nothing
        40  reactivate A0               -> nothing
        50  arrive C1 on L0             -> ring C1 [A0]              (still a member)
        52  nothing                     -> answer C1 A0
        60  text M0 on L0, by K0        -> notify A0 of M0           (still the owner)
        61  arrive C2 on L1             -> voicemail C2 A0 box       (the box is still set)
        62  nothing                     -> outcome C1 answered_live
    """)
    assert [row.agent for row in told.of(RecordKind.ANSWER)] == [0, 0], "history keeps the name"
    assert told.world.agents[0].calls == 2


def test_S6_a_suspended_agent_is_billable_and_counts_in_the_licences() -> None:
    told = tell("""
        group fixed_order, 3 agents
        10  suspend A0 A1               -> status A0 suspended; status A1 suspended
    """)
    assert STATUSES[Status.SUSPENDED].billable
    assert licences_held(told) == 3, "suspending gives no licence back"
    assert licences_charged(told) == [3, 3, 3]


def test_S7_an_agent_who_left_stays_suspended_and_the_history_is_kept() -> None:
    told = tell("""
        group longest_idle, A0 A1
        customers K0 of A0
        calls pick 2, talk 10
        shows unassign leaves
        10  arrive C0                   -> ring C0 [A0]
        12  nothing                     -> answer C0 A0
        22  nothing                     -> outcome C0 answered_live
        30  suspend A0                  -> status A0 suspended
        40  arrive C1                   -> ring C1 [A1]
        42  nothing                     -> answer C1 A1
        50  text M0 on L0, by K0        -> outcome M0 sms_dark suspended
        52  nothing                     -> outcome C1 answered_live
    """)
    assert told.world.owners == [0], "contacts stay with whoever left"
    assert {row.agent for row in told.of(RecordKind.ANSWER)} == {0, 1}


def test_S7_a_suspended_licence_goes_to_a_new_person_with_its_settings() -> None:
    told = tell("""
        group fewest_calls, A0 A1
        agent A0, voicemail
        customers K0 of A0
        calls pick 2, talk 10
        10  arrive C0                   -> ring C0 [A0]
        12  nothing                     -> answer C0 A0
        22  nothing                     -> outcome C0 answered_live
        30  suspend A0                  -> status A0 suspended; logout A0; phone A0 offline
        90  reassign A0 to Nora         -> person A0; status A0 active; login A0; phone A0 available
       100  arrive C1                   -> ring C1 [A0]              (counters start anew, lines and groups stay)
       102  nothing                     -> answer C1 A0
       110  text M0 on L0, by K0        -> notify A0 of M0
       112  nothing                     -> outcome C1 answered_live
    """)
    assert licences_held(told) == 2, "the licence is used again, none is added"
    assert licences_charged(told) == [2, 2, 2]
    assert told.plan.timeline[-1].person == "Nora"


# --- deleted ----------------------------------------------------------------------------------------------------------


def test_D1_deletion_cannot_be_undone() -> None:
    tell("""
        group fixed_order, A0 A1
        shows status
        10  delete A0                   -> status A0 deleted
        20  reactivate A0               -> refused A0 reactivate deleted
        30  resume A0                   -> refused A0 resume deleted
        40  reassign A0 to Nora         -> refused A0 reassign deleted
        50  add A0 to G0                -> refused A0 add deleted
        60  pause A0                    -> refused A0 pause deleted
        70  suspend A0                  -> refused A0 suspend deleted
        80  delete A0                   -> refused A0 delete deleted
    """)
    assert STATUSES[Status.DELETED].moves_to == {Status.DELETED}


def test_D2_a_deleted_agent_cannot_log_in() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A1, shift 50-90
        shows acted
        10  delete A0                   -> logout A0
            delete A1                   -> nothing
        20  tries A0 log_in             -> refused A0 log_in deleted
        50  nothing                     -> nothing                   (a shift of nobody)
        60  tries A0 view_reports       -> refused A0 view_reports deleted
    """)
    assert not any(can(Status.DELETED, action, admin=True) for action in Action)


def test_D3_calls_and_texts_of_a_deleted_agent_stay() -> None:
    told = tell("""
        group fixed_order, A0 A1
        calls pick 2, talk 10
        10  arrive C0                   -> ring C0 [A0]
        12  nothing                     -> answer C0 A0
        20  text M0 on L0, reply 5      -> notify A0 of M0; notify A1 of M0
        22  nothing                     -> outcome C0 answered_live
        25  nothing                     -> outcome M0 sms_answered
        30  delete A0                   -> status A0 deleted
    """)
    assert [row.agent for row in told.of(RecordKind.ANSWER, RecordKind.REPLY)] == [0, 0], "no row is taken back"
    gone = {row.agent for row in told.of(RecordKind.STATUS) if row.value == Status.DELETED}
    assert gone == {0}, "the history view disconnects exactly the deleted"


def test_D4_customers_of_a_deleted_agent_become_unassigned() -> None:
    told = tell("""
        group fixed_order, A0 A1
        customers K0 of A0, K1 of A1, K2 of A0
        10  text M0 on L0, by K0        -> notify A0 of M0
        20  delete A0                   -> unassign K0 A0; unassign K2 A0
        30  text M1 on L0, by K2        -> notify A1 of M1           (nobody's customer: the line's ring group)
    """)
    assert told.world.owners == [-1, 1, -1]


def test_D5_a_deleted_agent_is_removed_from_lines_ring_groups_and_all_routing() -> None:
    told = tell("""
        group fixed_order, A0 A1
        layer fixed_order, A0
        group round_robin, A0 A1, overflow A0 box
        agent A0, voicemail
        line L0, group G0
        line L1, personal A0
        line L2, group G1
        calls pick never
        10  delete A0                   -> leaves A0 G0; leaves A0 G0; leaves A0 G1
        20  arrive C0 on L0             -> ring C0 [A1]
        30  arrive C1 on L1             -> outcome C1 unrouted no_agent
        40  nothing                     -> outcome C0 missed_timeout no_answer
        50  arrive C2 on L2             -> ring C2 [A1]
        70  nothing                     -> outcome C2 missed_timeout no_answer
    """)
    members = [layer.members for group in told.world.groups for layer in group.layers]
    assert members == [[1], [], [1]]


def test_D6_deletion_gives_no_credit_and_never_lowers_the_charge_below_the_contracts_minimum() -> None:
    told = tell("""
        group fixed_order, 4 agents
       450  delete A3                   -> status A3 deleted         (no credit for this period)
      1450  delete A2                   -> status A2 deleted
      1460  delete A1                   -> status A1 deleted
    """)
    assert not STATUSES[Status.DELETED].billable
    assert licences_held(told) == 1
    assert licences_charged(told) == [4, 3, 1]
    assert licences_charged(told, minimum=2) == [4, 3, 2]
    assert licences_charged(told, minimum=4) == [4, 4, 4]


def test_D6_an_agent_added_after_a_deletion_uses_the_freed_licence_and_one_more_is_charged_by_the_day() -> None:
    told = tell("""
        group fixed_order, A0 A1
        agent A2, absent
        agent A3, absent
        shows joins
       150  delete A1                   -> leaves A1 G0
       250  add A2 to G0                -> joins A2 G0               (the licence of A1)
       650  add A3 to G0                -> joins A3 G0               (four of ten days are left)
    """)
    assert licences_charged(told) == [2.4, 3, 3]
