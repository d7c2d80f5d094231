"""One mutant before the tests: a fork that imports the mutated module instead of the real one, stopped at its first failure.

A fork starts with pytest, hypothesis and NumPy loaded and nothing of ours, so a trial costs what its tests cost.
"""

import importlib.abc
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from .mutants import ROOT, Mutant

STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("stories", ("tests/stories",)),
    ("properties", ("tests/properties/test_fuzz.py", "tests/properties")),
    ("unit", ("tests/oracle", "tests/unit/engines", "tests/bench/test_counts.py")),
)
"""In this order, the fast ones first; the first that fails has killed the mutant."""

KILLED = (1, 2)
"""Exit codes of pytest: a test failed, or its module could not be imported."""
OUR_MISTAKE = 70
QUIET = (
    "-q",
    "-x",
    "-p",
    "no:cacheprovider",
    "--no-header",
    "--tb=no",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
)
TOOK_TOO_LONG = "time"


class Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds one module with another text."""

    def __init__(self, file: str, text: str) -> None:
        self.name, self.file, self.text = file.removesuffix(".py").replace("/", "."), file, text

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """The module's place, for this module alone."""
        return importlib.util.spec_from_loader(name, self) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        """Run the other text."""
        module.__file__ = str(ROOT / self.file)
        exec(compile(self.text, str(ROOT / self.file), "exec"), module.__dict__)


def killed_by(mutant: Mutant, limit_s: float, stages: Sequence[tuple[str, tuple[str, ...]]] = STAGES) -> str:
    """The stage that notices the mutant, `time` where one takes longer than its limit, empty if it survives.

    A stage that takes too long has noticed, too: without the mistake it is over long before.
    """
    for stage, paths in stages:
        code = _in_a_fork(mutant, paths, limit_s)
        if code is None:
            return TOOK_TOO_LONG
        if code in KILLED:
            return stage
        assert code == 0, f"the tests do not run: exit code {code}"
    return ""


def _in_a_fork(mutant: Mutant, paths: Sequence[str], limit_s: float) -> int | None:
    """The exit code of pytest; None if it had to be stopped."""
    sys.stdout.flush()
    child = os.fork()
    if not child:
        _be_the_fork(mutant, paths)
    until = time.monotonic() + limit_s
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _be_the_fork(mutant: Mutant, paths: Sequence[str]) -> None:
    import pytest

    code = OUR_MISTAKE
    try:
        with Path(os.devnull).open("w") as nothing:
            os.dup2(nothing.fileno(), 1)
            os.dup2(nothing.fileno(), 2)
        for name in [name for name in sys.modules if name == "sim" or name.startswith(("sim.", "tests."))]:
            del sys.modules[name]
        sys.meta_path.insert(0, Instead(mutant.file, mutant.text()))
        os.chdir(ROOT)
        code = int(pytest.main([*QUIET, *paths]))
    finally:
        os._exit(code)
