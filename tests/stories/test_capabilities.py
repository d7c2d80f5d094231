"""Who may do what: every account status x every action, through the table and through the machine."""

import pytest

from sim.domain.agents import STATUSES, Action, Status, can

from .teller import tell

YES, NO, ADMIN = "yes", "no", "admins only"
TABLE = {
    #                              active paused suspended deleted
    Action.LOG_IN:                (YES,   YES,   NO, NO),
    Action.VIEW_REPORTS:          (YES,   YES,   NO, NO),
    Action.VIEW_ANALYTICS:        (YES,   YES,   NO, NO),
    Action.MODIFY_SETTINGS:       (ADMIN, ADMIN, NO, NO),
    Action.SET_AVAILABLE:         (YES,   NO,    NO, NO),
    Action.SET_AWAY:              (YES,   YES,   NO, NO),
    Action.RECEIVE_GROUP_CALL:    (YES,   NO,    NO, NO),
    Action.RECEIVE_PERSONAL_CALL: (YES,   NO,    NO, NO),
    Action.CALL_OUT:              (YES,   YES,   NO, NO),
    Action.SEND_SMS:              (YES,   YES,   NO, NO),
    Action.RECEIVE_SMS:           (YES,   YES,   NO, NO),
    Action.BE_NOTIFIED:           (YES,   YES,   NO, NO),
}  # fmt: skip
CELLS = [(status, action, TABLE[action][status]) for action in Action for status in Status]
NAMES = [f"{status.name.lower()}-{action.name.lower()}" for status, action, _ in CELLS]
COME_ABOUT = {Status.ACTIVE: "nothing", Status.PAUSED: "pause A0", Status.SUSPENDED: "suspend A0",
              Status.DELETED: "delete A0"}  # fmt: skip


@pytest.mark.parametrize("status, action, may", CELLS, ids=NAMES)
def test_the_account_status_gives_the_right(status: Status, action: Action, may: str) -> None:
    assert can(status, action, admin=True) is (may != NO)
    assert can(status, action, admin=False) is (may == YES)


@pytest.mark.parametrize("status, action, may", CELLS, ids=NAMES)
def test_an_attempt_is_done_or_refused_with_a_record(status: Status, action: Action, may: str) -> None:
    word, state = action.name.lower(), status.name.lower()
    done = f"acted A0 {word}" if may == YES else f"refused A0 {word}" + f" {state}" * (status is not Status.ACTIVE)
    tell(f"""
        group fixed_order, A0 A1
        shows acted
        10  {COME_ABOUT[status]}  -> nothing
        20  tries A0 {word}       -> {done}
    """)


@pytest.mark.parametrize("action", Action, ids=lambda one: one.name.lower())
def test_an_admin_may_whatever_the_status_allows(action: Action) -> None:
    tell(f"""
        group fixed_order, A0 A1
        agent A0, admin
        shows acted
        10  tries A0 {action.name.lower()}  -> acted A0 {action.name.lower()}
    """)


@pytest.mark.parametrize("begin", [Status.ACTIVE, Status.PAUSED, Status.SUSPENDED], ids=lambda one: one.name.lower())
@pytest.mark.parametrize(
    "end", [Status.ACTIVE, Status.PAUSED, Status.SUSPENDED, Status.DELETED], ids=lambda one: one.name.lower()
)
def test_every_living_status_leads_to_every_other(begin: Status, end: Status) -> None:
    """Active, paused and suspended change into each other at will; anybody can be deleted."""
    ways = {Status.ACTIVE: "reassign A0 to Nora", Status.PAUSED: "pause A0", Status.SUSPENDED: "suspend A0",
            Status.DELETED: "delete A0"}  # fmt: skip
    lift = "reactivate A0" if end is Status.PAUSED else "nothing"
    told = tell(f"""
        group fixed_order, A0 A1
        10  {COME_ABOUT[begin]}  -> nothing
        20  {ways[end]}          -> nothing
        30  {lift}               -> nothing
    """)
    assert told.world.agents[0].status is end
    assert end in STATUSES[begin].moves_to


def test_a_phone_is_set_by_whoever_is_logged_in() -> None:
    """The right to set a phone is of no use without a login: that is a refusal too, not silence."""
    tell("""
        group fixed_order, A0 A1
        agent A0, shift 100-200
        shows acted phone
        10  tries A0 set_away       -> refused A0 set_away off_shift
        20  tries A0 set_available  -> refused A0 set_available off_shift
        30  tries A0 view_reports   -> acted A0 view_reports
    """)


def test_an_agent_sets_the_phone_to_busy_and_back() -> None:
    tell("""
        group fixed_order, A0
        calls pick 2, talk 60
        10  tries A0 set_away       -> acted A0 set_away; phone A0 busy
        20  arrive C0               -> outcome C0 dead_end busy
        30  tries A0 set_available  -> acted A0 set_available; phone A0 available
        40  arrive C1               -> ring C1 [A0]
    """)


def test_pressing_available_ends_a_break() -> None:
    tell("""
        group fixed_order, A0
        agent A0, break 10 for 100
        10  nothing                 -> phone A0 on_break
        50  tries A0 set_available  -> phone A0 available
       110  nothing                 -> nothing
       120  tries A0 set_away       -> phone A0 busy
    """)
