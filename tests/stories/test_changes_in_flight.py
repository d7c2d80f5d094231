"""An agent's status, shift or break changes while something is in flight: what goes on and what is taken away."""

import pytest

from .teller import tell
from .worlds import OURS

CHANGES = ["pause", "suspend", "delete", "shift", "break", "busy"]
TAKEN = {
    "pause": ("", "pause A0", "phone A0 offline"),
    "suspend": ("", "suspend A0", "phone A0 offline; logout A0"),
    "delete": ("", "delete A0", "phone A0 offline; logout A0"),
    "shift": ("agent A0, shift 0-30", "nothing", "phone A0 offline; logout A0"),
    "break": ("agent A0, break 30 for 300", "nothing", "phone A0 on_break"),
    "busy": ("", "tries A0 set_away", "phone A0 busy"),
}
"""What makes the change at 30 s: a header line, what somebody does, and the effects on whoever is idle."""

WORKS_ON = {"pause", "shift", "break"}
"""Changes under which a call's wrap-up is still done."""


@pytest.mark.parametrize("change", CHANGES)
def test_an_idle_agent_is_skipped_from_then_on(change: str) -> None:
    header, what, effects = TAKEN[change]
    tell(f"""
        group fixed_order, A0 A1
        {header}
        shows phone login
        30  {what}          -> {effects}
        40  arrive C0       -> ring C0 [A1]
    """)


@pytest.mark.parametrize("change", CHANGES)
def test_a_leg_that_rings_is_cancelled_and_the_next_agent_rings_at_once(change: str) -> None:
    """No miss for the agent, no wait for the ring time-out."""
    header, what, effects = TAKEN[change]
    told = tell(f"""
        group longest_idle, ring 20 s, A0 A1
        {header}
        shows phone login missed
        20  arrive C0       -> ring C0 [A0]
        30  {what}          -> cancelled C0 [A0]; {effects}; ring C0 [A1]
        50  nothing         -> missed C0 [A1]; outcome C0 missed_timeout no_answer
    """)
    assert told.world.agents[0].idle_since_us(OURS) == -1, "a cancelled leg leaves the idle clock alone"


@pytest.mark.parametrize("change", CHANGES)
def test_under_simultaneous_only_that_leg_is_cancelled_and_the_others_ring_on(change: str) -> None:
    header, what, effects = TAKEN[change]
    tell(f"""
        group simultaneous, ring 20 s, A0 A1 A2
        {header}
        shows phone login missed
        20  arrive C0, pick A0 10 A1 never A2 15   -> ring C0 [A0 A1 A2]
        30  {what}          -> cancelled C0 [A0]; {effects}
        35  nothing         -> answer C0 A2; elsewhere C0 [A1]
    """)


@pytest.mark.parametrize("change", CHANGES)
def test_an_inbound_call_goes_on_and_wrap_up_follows_where_the_agent_may_still_work(change: str) -> None:
    header, what, _ = TAKEN[change]
    begins = {"pause": "phone A0 offline", "busy": "phone A0 busy"}.get(change, "nothing")
    begins = "phone A0 offline" if change in ("suspend", "delete") else begins
    ends = {"shift": "phone A0 offline; logout A0", "break": "phone A0 on_break"}.get(change, "nothing")
    tail = (
        f"60  nothing  -> talk_end C0 A0; outcome C0 answered_live; wrap_up A0\n70  nothing  -> wrap_up_end A0; {ends}"
        if change in WORKS_ON | {"busy"}
        else "60  nothing  -> talk_end C0 A0; outcome C0 answered_live; logout A0\n70  nothing  -> nothing"
    )
    tell(f"""
        group fixed_order, A0 A1
        agent A0, wrap-up 10
        {header}
        shows phone login wrap_up talk_end
        20  arrive C0, pick 0, talk 40   -> ring C0 [A0]; answer C0 A0
        30  {what}          -> {begins}
        {tail}
        80  arrive C1       -> ring C1 [A1]
    """)


@pytest.mark.parametrize("change", CHANGES)
def test_a_dialled_call_goes_on_too(change: str) -> None:
    header, what, _ = TAKEN[change]
    begins = {"shift": "nothing", "break": "nothing", "busy": "phone A0 busy"}.get(change, "phone A0 offline")
    logs_out = {
        "pause": "nothing",
        "busy": "nothing",
        "break": "phone A0 on_break",
        "shift": "phone A0 offline; logout A0",
    }
    ends = logs_out.get(change, "logout A0")
    tell(f"""
        group fixed_order, A0 A1
        {header}
        shows phone login
        20  dial D0 A0, connects 15, talk 40  -> dial D0 A0
        30  {what}          -> {begins}
        35  nothing         -> connect D0 A0
        75  nothing         -> outcome D0 outbound_connected; {ends}
        80  arrive C1       -> ring C1 [A1]
    """)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_wrap_up_is_finished_or_ended_at_once(change: str) -> None:
    header, what, effects = TAKEN[change]
    finishes = change in WORKS_ON
    now = {"pause": "phone A0 offline"}.get(change, "nothing") if finishes else f"{effects}; wrap_up_end A0"
    later = ("wrap_up_end A0" if change == "pause" else f"wrap_up_end A0; {effects}") if finishes else "nothing"
    tell(f"""
        group fixed_order, A0 A1
        agent A0, wrap-up 30
        {header}
        shows phone login wrap_up
         5  arrive C0, pick 0, talk 5   -> ring C0 [A0]; answer C0 A0
        10  nothing         -> outcome C0 answered_live; wrap_up A0
        30  {what}          -> {now}
        40  nothing         -> {later}
        50  arrive C1       -> ring C1 [A1]
    """)


def test_calls_still_to_be_dialled_are_refused_on_suspension_and_made_on_pause() -> None:
    tell("""
        group fixed_order, A0 A1
        calls pick 0, talk 50
        10  arrive C0                -> ring C0 [A0]; answer C0 A0
        11  arrive C1                -> ring C1 [A1]; answer C1 A1
        20  dial D0 A0, connects 5   -> nothing
            dial D1 A1, connects 5   -> nothing
        30  pause A0                 -> nothing
            suspend A1               -> outcome D1 outbound_refused suspended
        60  nothing                  -> outcome C0 answered_live; dial D0 A0
        61  nothing                  -> outcome C1 answered_live
    """)


def test_a_call_still_to_be_dialled_is_not_made_once_a_late_break_or_the_end_of_the_shift_takes_the_agent() -> None:
    tell("""
        group fixed_order, A0 A1
        agent A0, break 40 for 100
        agent A1, shift 0-40
        calls pick 0, talk 50
        10  arrive C0                -> ring C0 [A0]; answer C0 A0
        11  arrive C1                -> ring C1 [A1]; answer C1 A1
        20  dial D0 A0, connects 5   -> nothing
            dial D1 A1, connects 5   -> nothing
        60  nothing                  -> outcome C0 answered_live; outcome D0 outbound_not_made on_break
        61  nothing                  -> outcome C1 answered_live; outcome D1 outbound_not_made off_shift
    """)


def test_a_late_break_keeps_its_length() -> None:
    tell("""
        group fixed_order, A0
        agent A0, break 30 for 100
        20  arrive C0, pick 0, talk 40   -> ring C0 [A0]; answer C0 A0
        60  nothing                      -> outcome C0 answered_live; phone A0 on_break
       160  nothing                      -> phone A0 available
    """)


def test_an_agent_deleted_on_a_call_who_owes_a_break_takes_none() -> None:
    tell("""
        group fixed_order, A0
        agent A0, break 30 for 100
        20  arrive C0, pick 0, talk 40   -> ring C0 [A0]; answer C0 A0
        50  delete A0                    -> phone A0 offline
        60  nothing                      -> outcome C0 answered_live; logout A0
       170  nothing                      -> nothing
    """)


def test_the_end_of_a_break_leaves_a_paused_agent_offline() -> None:
    tell("""
        group fixed_order, A0
        agent A0, break 10 for 100, return 60
        10  nothing                 -> phone A0 on_break
        50  pause A0                -> nothing
       110  nothing                 -> phone A0 offline
       120  resume A0               -> nothing
       180  nothing                 -> phone A0 available
    """)


def test_who_is_unpaused_on_a_break_is_available_when_it_ends() -> None:
    tell("""
        group fixed_order, A0
        agent A0, break 10 for 100, return 60
        10  nothing                 -> phone A0 on_break
        50  pause A0                -> nothing
        60  resume A0               -> nothing
       110  nothing                 -> phone A0 available
    """)


@pytest.mark.parametrize(
    ("back", "at_50", "at_110", "at_150"),
    [(20, "phone A0 available", "wrap_up_end A0; ring C1 [A0]", "nothing"),
     (120, "nothing", "wrap_up_end A0", "phone A0 available; ring C1 [A0]")],
)  # fmt: skip
def test_C05_an_agent_paused_and_unpaused_in_wrap_up_is_rung_after_wrap_up_and_available(
    back: int, at_50: str, at_110: str, at_150: str
) -> None:
    """Whichever of the two comes last."""
    tell(f"""
        group fixed_order, ring never, queue, A0, unstaffed wait
        agent A0, wrap-up 100, return {back}
         5  arrive C0, pick 0, talk 5    -> ring C0 [A0]; answer C0 A0
        10  nothing                      -> outcome C0 answered_live; wrap_up A0
        20  pause A0                     -> phone A0 offline
        30  resume A0                    -> nothing
        40  arrive C1                    -> nothing
        50  nothing                      -> {at_50}
       110  nothing                      -> {at_110}
       150  nothing                      -> {at_150}
    """)


def test_C04_the_only_agent_of_a_layer_is_suspended_while_ringing_and_the_next_layer_rings_at_once() -> None:
    tell("""
        group fixed_order, ring 20 s, A0
        layer fixed_order, ring 20 s, A1
        10  arrive C0               -> ring C0 [A0]
        15  suspend A0              -> cancelled C0 [A0]; ring C0 [A1]
    """)
