"""What Asterisk's dispatch asks of ring groups, and that the compiled engine refuses it by name."""

from pathlib import Path

import pytest

from sim.domain.errors import InputError
from sim.domain.plan import Dispatch, Plan
from sim.engines.choice import SIMPY, choose
from sim.engines.compiled import refuse
from sim.scenario.load import load
from sim.scenario.resolve import resolve

TEXT = """# Whose turn?
schema: 1
name: vendor
horizon: {start: 2026-03-02T08:00, end: 2026-03-02T09:00}
router: {dispatch: asterisk}
agents: {crew: {count: 3}}
ring_groups:
  sales: {layers: [{members: [crew]}], queue: {}}
lines: {main: {route: {ring_group: sales}}}
"""


def plan(folder: Path, *sets: str) -> Plan:
    path = folder / "vendor.yaml"
    path.write_text(TEXT)
    return resolve(load(path, sets=sets))


def test_a_group_of_one_layer_with_a_queue_will_do(tmp_path: Path) -> None:
    made = plan(tmp_path, "ring_groups.sales.tie_order=[crew-2, crew-3, crew-1]")
    assert made.router.dispatch is Dispatch.ASTERISK
    assert made.groups[0].tie_order == (1, 2, 0)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("ring_groups.sales.layers=[{members: [crew-1]}, {members: [crew-2]}]", "a single layer, but is 2"),
        ("ring_groups.sales.queue=null", "given ({} has no limit), but is null"),
        ("ring_groups.sales.strategy=downwards", "fixed_order, but is downwards"),
        (
            "ring_groups.sales.rr_advance=answer",
            "must be offer: the pointer is its own, but is answer",
        ),
        ("ring_groups.sales.queue.unstaffed_policy=grace", "wait_if_busy_exists or wait, but is grace"),
        ("ring_groups.sales.max_dialled=2", "max_dialled under router.dispatch asterisk must be left out, but is 2"),
        ("ring_groups.sales.join_ring=true", "false: nobody joins an attempt, but is true"),
        ("agents.crew.home=sales", "home under router.dispatch asterisk must be left out, but is sales"),
        ("ring_groups.sales.tie_order=[crew-1]", "every member once, but is crew-1"),
    ],
)
def test_what_app_queue_cannot_do_is_refused_where_it_stands(tmp_path: Path, change: str, told: str) -> None:
    with pytest.raises(InputError, match=r"vendor\.yaml.*") as caught:
        plan(tmp_path, change)
    assert told in str(caught.value)


@pytest.mark.parametrize("dispatch", ["poll", "asterisk"])
def test_only_the_simpy_engine_has_it(tmp_path: Path, dispatch: str) -> None:
    made = plan(tmp_path, f"router.dispatch={dispatch}")
    assert choose("auto", made, 1_000_000) == SIMPY
    with pytest.raises(InputError, match=r"router\.dispatch"):
        refuse(made)


@pytest.mark.parametrize("dispatch", ["poll", "asterisk"])
def test_only_event_calls_back(tmp_path: Path, dispatch: str) -> None:
    callback = "ring_groups.sales.queue.callback={after_s: 20, chance: 1}"
    assert plan(tmp_path, callback, "router.dispatch=event").groups[0].callback
    with pytest.raises(InputError, match=f"the callback of sales must be null.* given under {dispatch}"):
        plan(tmp_path, callback, f"router.dispatch={dispatch}")
