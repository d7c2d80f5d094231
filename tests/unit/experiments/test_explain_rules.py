"""What `explain` cites is there: the rule in docs/rules.md, the option among the knobs."""

import pytest

from sim.domain.declare import knobs_of
from sim.domain.knobs import Scenario
from sim.domain.plan import Plan
from sim.experiments.explain import PERSONAL, RULES, explain
from sim.scenario import shapes
from sim.scenario.load import load
from sim.scenario.resolve import resolve
from tests.tidy import ROOT

CITED = sorted({*RULES.values(), *PERSONAL.values()})


@pytest.mark.parametrize(("rule", "option"), CITED)
def test_rules_and_options_that_are_cited_exist(rule: str, option: str) -> None:
    assert f"### {rule} " in (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    top, *keys = option.split(".")
    spec = shapes.Spec(shapes.sections(Scenario)[top].annotation, knobs_of(Scenario)[top])
    for key in keys:
        spec = shapes.step(spec, key, shapes.MAPPING) or pytest.fail(f"no knob {option}")


def day(name: str) -> Plan:
    """A shipped day, short."""
    return resolve(load(name), short=True)


def test_every_decision_of_a_call_names_its_rule_and_its_option() -> None:
    plan = day("quickstart")
    told = explain(plan, 1, 1, plan.contact_of("calls/main#7"), str)
    rings = [line for line in told if " rings (offer" in line]
    assert rings and all("[B6, ring_groups.sales.strategy: longest_idle]" in line for line in rings)
