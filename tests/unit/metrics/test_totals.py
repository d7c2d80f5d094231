"""A day counted: what each part holds on two days worked out by hand."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from sim.domain import cells
from sim.domain.agents import Activity, Phone, Status
from sim.domain.cells import ABANDONED, ANSWERED, CLOSED, VOICEMAIL, code
from sim.domain.contacts import Channel, Outcome, Reason
from sim.domain.plan import ALWAYS
from sim.domain.time import SECOND
from sim.metrics.roster import CODED, State
from sim.metrics.totals import Totals, counted, edges, pieces, targets, totals

from .toys import day_a, day_b, seconds

A, B = totals(day_a()), totals(day_b())
SHAPES = (
    (cells.cell, cells.CELL_SHAPE, cells.CELLS), (cells.code, cells.CODE_SHAPE, cells.CODES),
    (lambda *axes: cells.slot(0, *axes), cells.SLOT_SHAPE, cells.SLOTS),
)  # fmt: skip


@pytest.mark.parametrize(("place", "shape", "size"), SHAPES, ids=["cell", "code", "slot"])
def test_every_combination_has_a_place_of_its_own_in_the_order_of_the_axes(place, shape, size) -> None:
    assert [place(*axes) for axes in product(*map(range, shape))] == list(range(size))


def told(day: Totals) -> dict[tuple[int, ...], int]:
    """Cells that are not empty."""
    places = zip(*np.unravel_index(np.flatnonzero(day.cells), cells.CELL_SHAPE), strict=True)
    return {tuple(map(int, place)): int(day.cells[cells.cell(*place)]) for place in places}


def test_a_contact_is_in_the_cell_of_all_that_is_true_of_it() -> None:
    """Waits of 5, 28, 18, 25, 6 and 0 s with an AWT of 20 s; the first two are answered, the last two leave a message."""
    call = Channel.INBOUND_CALL
    assert told(A) == {
        (call, Outcome.ANSWERED_LIVE, Reason.NONE, 1, 1, 1, 0): 1,
        (call, Outcome.ANSWERED_LIVE, Reason.NONE, 1, 1, 0, 0): 1,
        (call, Outcome.ABANDONED_QUEUE, Reason.BUSY, 1, 0, 1, 0): 1,
        (call, Outcome.ABANDONED_RINGING, Reason.BUSY, 1, 0, 0, 0): 1,
        (call, Outcome.VOICEMAIL_LEFT, Reason.BUSY, 1, 0, 1, 1): 1,
        (call, Outcome.AFTER_HOURS, Reason.HOURS, 0, 0, 1, 1): 1,
    }
    dials = {place[1:]: count for place, count in told(B).items() if place[0] == Channel.OUTBOUND_CALL}
    assert dials == {
        (Outcome.OUTBOUND_CONNECTED, Reason.NONE, 1, 1, 0, 0): 1,
        (Outcome.OUTBOUND_NO_CONNECT, Reason.NONE, 1, 0, 0, 0): 2,
        (Outcome.OUTBOUND_ABANDONED, Reason.NO_AGENT, 1, 0, 0, 0): 1,
        (Outcome.OUTBOUND_REFUSED, Reason.SUSPENDED, 1, 0, 0, 0): 1,
        (Outcome.OUTBOUND_NOT_MADE, Reason.ON_BREAK, 1, 0, 0, 0): 1,
    }


def test_cells_are_added_up_over_what_is_not_asked() -> None:
    assert (A.calls(), A.calls(in_hours=True), A.calls(live=True, short=True), A.calls(left=True)) == (6, 5, 1, 2)
    assert A.calls(outcome=(Outcome.ABANDONED_QUEUE, Outcome.ABANDONED_RINGING), reason=Reason.BUSY) == 2
    assert (B.contacts(Channel.INBOUND_SMS), B.contacts(Channel.INBOUND_SMS, Outcome.SMS_DARK)) == (3, 1)
    assert counted(A.cells + B.cells, Channel.INBOUND_CALL, live=True) == 3


def test_sums_and_the_longest_are_of_the_calls_of_the_windows() -> None:
    """Of day B the answered call before the warm-up is not among them."""
    assert (A.wait_us, A.wait_max_us, A.waits.sum_us.tolist()) == (82 * SECOND, 28 * SECOND, [5 * SECOND, 28 * SECOND])
    assert (B.wait_us, B.wait_max_us, B.waits.calls, B.reply_us) == (20 * SECOND, 10 * SECOND, 1, 25 * SECOND)
    assert (A.redials, B.redials) == (0, 1)
    assert (A.campaigns.tolist(), B.campaigns.tolist()) == ([], [[2, 0, 1, 2]])
    assert (A.callers, A.callers_reached, B.callers, B.callers_reached) == (5, 2, 3, 1)
    assert (A.dark_us, B.dark_us) == (0, 75 * SECOND)
    assert (A.answered.tolist(), B.answered.tolist()) == ([1, 1], [0, 0, 1, 0])
    assert (A.members.tolist(), B.members.tolist()) == ([0, 1], [1, 2])


def test_nobody_answered_has_no_longest_wait() -> None:
    day = day_a()
    none = totals(replace(day, contacts=day.contacts.where(~day.contacts.live)))
    assert (none.wait_max_us, none.waits.calls, none.calls()) == (-1, 0, 4)


def test_agents_time_is_under_the_code_of_what_they_were() -> None:
    """Day A: as in its numbers by hand. Day B: who was deleted at 120 s talks on until 140 s."""
    spent = {activity: A.agent_us[code(Status.ACTIVE, 1, Phone.AVAILABLE, activity)] // SECOND for activity in Activity}
    assert spent == {Activity.IDLE: 83, Activity.RINGING: 57, Activity.ON_CALL: 50, Activity.WRAP_UP: 10}
    assert A.agent_us.sum() == 200 * SECOND
    last_call = code(Status.DELETED, 1, Phone.OFFLINE, Activity.ON_CALL)
    assert B.agent_us[last_call] == 20 * SECOND and CODED.state[last_call] == State.ON_CALL
    assert B.time_us(~CODED.held) == 20 * SECOND


def test_an_interval_has_slots_sums_and_levels() -> None:
    """Levels from 60 s on: a-1 free from 75, a-2 from 70; the fourth call waits 15 s more, the fifth 6 s."""
    assert A.edges_us.tolist() == [0, 60 * SECOND, 100 * SECOND]
    found = {tuple(map(int, place)): int(A.by_interval[tuple(place)]) for place in np.argwhere(A.by_interval)}
    assert found == {
        (0, ANSWERED, 1, 1): 1, (0, ANSWERED, 1, 0): 1, (0, ABANDONED, 1, 1): 1, (0, ABANDONED, 1, 0): 1,
        (1, VOICEMAIL, 1, 1): 1, (1, CLOSED, 0, 1): 1,
    }  # fmt: skip
    assert A.waits_us.tolist() == [33 * SECOND, 0]
    assert (A.levels_us // SECOND).tolist() == [[120, 28, 61, 0], [80, 55, 21, 0]]


def test_staffing_keeps_what_any_number_required_can_be_judged_by() -> None:
    """Two are staffed throughout: more than 1.5, no more than 2 or 3."""
    assert (A.covered_us, A.open_us) == (28 * SECOND, 80 * SECOND)
    assert A.staffing.tolist() == [[100 * SECOND, 0]]
    day = day_a()
    required = ((0, 30 * SECOND, 1.5), (30 * SECOND, 120 * SECOND, 2.0))
    other = totals(replace(day, settings=replace(day.settings, required=required)))
    assert other.staffing.tolist() == [[0, 30 * SECOND], [140 * SECOND, 0]]
    assert other.pieces == ((0, 30 * SECOND, 1.5), (30 * SECOND, 100 * SECOND, 2.0))


def test_pieces_and_edges_are_those_inside_the_windows() -> None:
    windows = (seconds(0, 20), seconds(70, 100))
    assert edges(60.0, windows).tolist() == list(seconds(0, 20, 70, 100))
    assert edges(10.0, windows[:1]).tolist() == list(seconds(0, 10, 20))
    assert pieces(((*seconds(10, 80), 2.5), (*seconds(80, 90), 1.0)), windows) == (
        (*seconds(10, 20), 2.5), (*seconds(70, 80), 2.5), (*seconds(80, 90), 1.0),
    )  # fmt: skip


def test_a_line_leads_to_its_owner_or_to_its_groups_members() -> None:
    day = day_b()
    assert [targets(day.plan, day.members, line) for line in (0, 1)] == [{1, 2}, {0}]
    assert B.open_us == 180 * SECOND and day.plan.opening == ALWAYS
