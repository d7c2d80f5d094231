"""A check answers at once because loading and auditing import nothing heavy."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

LUNCH = Path(__file__).parent / "lunch.yaml"
HEAVY = ("numpy", "pandas", "pydantic", "matplotlib", "scipy", "simpy", "pyarrow", "rich", "typer", "jinja2", "asyncio")
CHECK = f"""
import json, sys
from sim.scenario.audit import audit
from sim.scenario.load import load
assert audit(load({str(LUNCH)!r}))
print(json.dumps(sorted(sys.modules)))
"""


@pytest.fixture(scope="module")
def modules() -> list[str]:
    """What is imported once a scenario is loaded and audited."""
    run = subprocess.run([sys.executable, "-c", CHECK], capture_output=True, text=True, check=True)
    found: list[str] = json.loads(run.stdout)
    return found


@pytest.mark.parametrize("name", HEAVY)
def test_loading_and_auditing_import_nothing_heavy(name: str, modules: list[str]) -> None:
    assert "pydantic_core" in modules
    assert name not in modules
