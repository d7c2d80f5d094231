"""The rules of the repository hold, and each rule can fail."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from sim.domain import knobs
from sim.domain.events import ORDER, EventKind
from sim.routing.machine import HANDLERS
from sim.routing.strategies import STRATEGIES
from tests.tidy import FLOORS, MAX_FILE_LINES, MAX_FUNCTION_LINES, ROOT, RULES, Rule, Source, floors, repository

RULE = {rule.name: rule for rule in RULES}
DOC = '"""A module."""\n'


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    return repository()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_repository_keeps_the_rule(rule: Rule, sources: list[Source]) -> None:
    assert [one for one in sources if one.path.startswith(rule.within)], f"nothing to judge under {rule.within}"
    found = rule.offences(*sources)
    assert not found, f"{rule.name}:\n" + "\n".join(found)


OFFENDERS = [
    ("a module imports only from lower floors or its own package", "sim/routing/a.py", [
        "from sim.scenario.load import load", "import sim.engines", "from sim.workload import stream",
        "from ..report import html", "from sim import cli", "import sim", "from sim.nowhere import a",
        "def f():\n    from sim.cli import main",
    ]),
    ("a module imports only from lower floors or its own package", "sim/metrics/a.py", ["import sim.loadtest.drive"]),
    ("a module imports only from lower floors or its own package", "sim/elsewhere/a.py", ["import sim.domain"]),
    ("domain and routing see the standard library only", "sim/routing/a.py", [
        "import numpy as np", "from pandas import DataFrame", "from sim.scenario import load", "import sim",
    ]),
    ("only its engine knows SimPy", "sim/engines/other.py", ["import simpy", "from simpy.core import Environment"]),
    ("only the report draws", "sim/metrics/a.py", ["import matplotlib.pyplot as plt", "from matplotlib import cm"]),
    ("clocks are handed in", "sim/experiments/a.py", [
        "from time import perf_counter as now", "import time as t\nt.sleep(1)", "import time\nf(clock=time.monotonic)",
        "from datetime import datetime\ndatetime.now()", "import datetime as dt\ndt.date.today()",
        "import pandas as pd\npd.Timestamp.now()",
    ]),
    ("clocks are handed in", "sim/loadtest/day.py", ["from time import time"]),
    ("luck is the only chance", "sim/workload/a.py", [
        "import random", "from random import choice", "import numpy as np\nnp.random.default_rng()", "import secrets",
        "from numpy.random import Generator", "import os\nos.urandom(8)", "from scipy.stats import gamma\ngamma.rvs(2)",
        "key = hash(name)", "import uuid\nuuid.uuid4()",
    ]),
    ("only the store writes files", "sim/experiments/a.py", [
        "open(name, 'w')", "open(name, mode='ab')", "path.open('x')", "open(name, mode=mode)", "path.write_text('a')",
        "Path(name).mkdir()", "frame.to_csv(path)", "frame.to_parquet(path='a')", "path.rename(other)",
        "path.replace(other)", "path.unlink()", "import os\nos.replace(a, b)", "import shutil as s\ns.rmtree(a)",
        "from tempfile import mkdtemp", "import pyarrow.parquet as pq\npq.write_table(t, p)", "figure.savefig(path)",
        "import numpy as np\nnp.savez(path)",
    ]),
    ("a module is named after what it does", "sim/routing/utils.py", [""]),
    ("a module is named after what it does", "tests/helpers/a.py", [""]),
    ("functions stay short", "sim/a.py", ["def f():\n" + "    f()\n" * MAX_FUNCTION_LINES]),
    ("functions stay short", "tests/a.py", ["class A:\n  async def f():\n" + "    f()\n" * MAX_FUNCTION_LINES]),
    ("files stay short", "tests/a.py", ["\n" * (MAX_FILE_LINES + 1)]),
    ("whatever is public says what it is", "sim/a.py", [
        "", f"{DOC}def f(): ...", f"{DOC}@cached('a')\ndef f(): ...", f"{DOC}class A: ...", f"{DOC}class A:\n    'A.'\n    def f(self): ...",
    ]),
    ("nothing is left unfinished", "docs/a.md", ["One\nTO" "DO: two", "# FIX" "ME"]),
    ("no path of one machine", "tests/a.py", ["x = '/ho" "me/ann/x'", "see /ro" "ot/a"]),
    ("no package registry by address", ".github/a.yml", ["pip install --index-" "url x", "https://py" "pi.org/simple"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "path", "text"), [(name, path, text) for name, path, texts in OFFENDERS for text in texts]
)
def test_a_rule_names_file_and_line_of_what_breaks_it(name: str, path: str, text: str) -> None:
    found = RULE[name].offences(Source(path, text))
    assert found
    assert all(re.match(rf"{re.escape(path)}:\d+: \w", one) for one in found)


def test_every_rule_is_seen_to_fail() -> None:
    assert {name for name, _, _ in OFFENDERS} == set(RULE)


INNOCENT = [
    ("sim/engines/a.py", "from sim.routing.machine import Machine\nfrom sim.engines.protocol import Engine"),
    ("sim/routing/a.py", "from collections.abc import Callable\nfrom sim.domain.time import micros"),
    ("sim/engines/simpy/a.py", "import simpy"),
    ("sim/report/charts/a.py", "from matplotlib.figure import Figure"),
    ("sim/loadtest/drive.py", "from time import perf_counter_ns"),
    ("sim/cli.py", "import time\ntime.perf_counter()"),
    (
        "sim/scenario/a.py",
        "from sim.domain.time import micros\nfrom datetime import datetime\ndatetime.fromisoformat(a)",
    ),
    ("sim/domain/luck.py", "import random"),
    ("sim/workload/a.py", "strategy = 'random'\nword = draws.random\nkey = x.hash()"),
    ("sim/experiments/store.py", "path.write_text('a')"),
    ("sim/report/a.py", "out = io.StringIO()\nfigure.savefig(out)\nframe.to_csv(index=False)\ntext.replace('a', 'b')"),
    ("sim/scenario/a.py", "open(name)\nopen(name, 'rb')\npath.open(encoding='utf-8')\nframe.rename(columns=names)"),
    ("sim/scenario/a.py", "start.replace(hour=0)\nseries.rename('wait')\nreplace(plan, agents=())"),
    ("sim/a.py", f"{DOC}def _f(): ...\nclass _A:\n    def f(self): ..."),
    ("sim/metrics/a.py", f"{DOC}@metric('asa', 'Average speed of answer')\ndef asa(): ..."),
    ("docs/a.md", "results/work/a, ~/work/b, https://example.org/home/a"),
]


@pytest.mark.parametrize(("path", "text"), INNOCENT)
def test_a_rule_lets_alone_what_keeps_it(path: str, text: str) -> None:
    source = Source(path, text if text.startswith(DOC) or not path.endswith(".py") else DOC + text)
    assert [one for rule in RULES for one in rule.offences(source)] == []


def test_the_text_of_the_architecture_and_the_import_contract_tell_the_same_floors() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    told = {
        name.strip(" ()").removeprefix("sim."): floor
        for floor, layer in enumerate(reversed(layers))
        for name in layer.split("|")
    }
    assert told == FLOORS


def test_every_package_stands_on_a_floor() -> None:
    there = {path.stem for path in (ROOT / "sim").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert there - {"__init__", "__main__"} == set(FLOORS)


def test_the_floors_are_read_from_the_table() -> None:
    assert floors("| 1 | `sim/a`, `sim/b` | x `sim/c` |\n| 0 | `sim/d` |") == {"a": 1, "b": 1, "d": 0}


def test_the_import_contracts_hold() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_files_of_the_recipe_table_exist() -> None:
    table = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split("## Adding something")[1].split("\n## ")[0]
    rows = [line.split("|")[3] for line in table.splitlines() if line.startswith("|")][2:]
    places = [place for row in rows for place in re.findall(r"`([\w/.]+)`", row)]
    assert len(places) >= len(rows) > 5
    missing = [place for place in places if not ((ROOT / "sim" / place).exists() or (ROOT / place).exists())]
    assert not missing, f"ARCHITECTURE.md sends the reader to {missing}"


def test_the_strategies_a_scenario_may_name_are_the_strategies_there_are() -> None:
    assert tuple(STRATEGIES) == knobs.STRATEGIES, "sim/domain/knobs.py and sim/routing/strategies.py differ"


def test_every_event_kind_has_its_turn_and_its_handler() -> None:
    assert set(ORDER) == set(EventKind), "sim/domain/events.py: ORDER"
    assert set(HANDLERS) == set(EventKind), "sim/routing/machine.py: HANDLERS"
