"""The repository's rules as data: a row says where a rule holds and what breaks it; `test_tidy.py` applies them.

Rules read source text and its syntax tree; they may not import what they judge.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
MAX_FUNCTION_LINES = 70
MAX_FILE_LINES = 500
TEXTS = {".py", ".md", ".yaml", ".yml", ".toml", ".html", ".css", ".js", ".ipynb", ""}
UNTRACKED = {"results", "build", "dist", "__pycache__"}

Offence = tuple[int, str]


@dataclass(frozen=True)
class Source:
    """One file: its path from the root with forward slashes, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def package(self) -> str:
        """`routing` of sim/routing/machine.py, `cli` of sim/cli.py, empty for sim/__init__.py."""
        return self.path.removeprefix("sim/").removesuffix(".py").removesuffix("__init__").split("/")[0]


@dataclass(frozen=True)
class Rule:
    """What must not be found in the files within `within`, save those in `save`; both are beginnings of paths."""

    name: str
    find: Callable[[Source], Iterator[Offence]]
    within: tuple[str, ...] = ("sim/",)
    save: tuple[str, ...] = ()
    suffix: str = ".py"

    def offences(self, *sources: Source) -> list[str]:
        """`file:line: what` of everything that breaks the rule."""
        held = (one for one in sources if one.path.startswith(self.within) and one.path.endswith(self.suffix))
        return [
            f"{one.path}:{line}: {what}"
            for one in held
            if not (self.save and one.path.startswith(self.save))
            for line, what in self.find(one)
        ]


def repository() -> list[Source]:
    """Every text file of the project, generated and ignored folders aside."""
    files = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in ROOT.iterdir():
        hidden = folder.name.startswith(".") and folder.name not in {".ci", ".github"}
        if folder.is_dir() and not hidden and folder.name not in UNTRACKED:
            files += (path for path in folder.rglob("*") if path.is_file() and not UNTRACKED & set(path.parts))
    return [
        Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8", errors="replace"))
        for path in sorted(files)
        if path.suffix in TEXTS and (path.suffix == ".py" or ROOT / "tests/data" not in path.parents)
    ]


# --- what a file imports and uses -------------------------------------------------------------------------------------


def imports(source: Source) -> Iterator[Offence]:
    """(line, dotted name) of everything imported, relative imports resolved."""
    here = source.path.removesuffix(".py").split("/")[:-1]
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = here[: len(here) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def uses(source: Source) -> Iterator[Offence]:
    """(line, full dotted name) of every import and of every use of an imported name, whatever it was renamed to."""
    names: dict[str, str] = {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name.split(".")[0]: alias.name if alias.asname else alias.name.split(".")[0]
                      for alias in node.names}  # fmt: skip
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    yield from imports(source)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute | ast.Name):
            first, *rest = _dotted(node)
            if first in names:
                yield node.lineno, ".".join([names[first], *rest])


def _dotted(node: ast.expr) -> list[str]:
    """`a.b.c` as its parts; what hangs on anything else than a name starts with an empty part."""
    if isinstance(node, ast.Attribute):
        return [*_dotted(node.value), node.attr]
    return [node.id] if isinstance(node, ast.Name) else [""]


def _calls(source: Source) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the last part of what is called."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield node, _dotted(node.func)[-1]


# --- what breaks a rule -----------------------------------------------------------------------------------------------


def foreign(*modules: str) -> Callable[[Source], Iterator[Offence]]:
    """Finds imports of these modules."""
    return lambda source: ((line, f"imports {name}") for line, name in imports(source) if name.split(".")[0] in modules)


def outside_the_standard_library(source: Source) -> Iterator[Offence]:
    """Finds imports beyond the standard library and the two lowest pure packages."""
    for line, name in imports(source):
        top, *rest = name.split(".")
        if top not in sys.stdlib_module_names and not (top == "sim" and rest and rest[0] in ("domain", "routing")):
            yield line, f"imports {name}, which is not in the standard library"


def upward(floors: dict[str, int], source: Source) -> Iterator[Offence]:
    """Finds imports from a higher floor, from a sibling, or from the package's face."""
    if not source.package:  # the face itself may look at every floor
        return
    for line, name in imports(source):
        top, *rest = name.split(".")
        if top != "sim":
            continue
        theirs = rest[0] if rest else ""
        if theirs not in floors:
            yield line, f"imports {name}, which is on no floor"
        elif theirs != source.package and floors[theirs] >= floors.get(source.package, -1):
            yield line, f"{source.package} imports {name}, which is not below it"


CLOCKS = re.compile(
    r"time\.\w+|timeit\..*|datetime\.(datetime|date)\.(now|utcnow|today)|pandas\.Timestamp\.(now|utcnow|today)"
    r"|os\.times|asyncio\.sleep|threading\.Timer|email\.utils\.localtime"
)
CHANCE = re.compile(r"(random|secrets)(\..*)?|numpy\.random(\..*)?|os\.urandom|os\.getrandom|uuid\.uuid[14]")
WRITERS = re.compile(
    r"os\.(rename|renames|replace|remove|unlink|mkdir|makedirs|rmdir|removedirs|link|symlink|open|truncate)"
    r"|(shutil|tempfile)\.\w+|pyarrow\.\w+\.(write_\w+|ParquetWriter)|numpy\.save\w*"
)


def used(pattern: re.Pattern[str], source: Source) -> Iterator[Offence]:
    """Finds uses of names that the pattern matches in full."""
    yield from ((line, f"uses {name}") for line, name in uses(source) if pattern.fullmatch(name))


def chance(source: Source) -> Iterator[Offence]:
    """Finds generators of random numbers and `hash()`, which differs from process to process."""
    yield from used(CHANCE, source)
    for call, name in _calls(source):
        if name == "rvs" or (name == "hash" and isinstance(call.func, ast.Name)):
            yield call.lineno, f"calls {name}()"


def writes(source: Source) -> Iterator[Offence]:
    """Finds whatever makes, changes, moves or deletes a file."""
    yield from used(WRITERS, source)
    buffers = {
        target.id
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        if _dotted(node.value.func)[-1] in ("StringIO", "BytesIO")
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call, name in _calls(source):
        method = isinstance(call.func, ast.Attribute)
        if (name == "open" and _opens_to_write(call)) or (method and _method_writes(call, name, buffers)):
            yield call.lineno, f"calls {name}()"


def _opens_to_write(call: ast.Call) -> bool:
    named = [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    modes = [one.value for one in [*call.args[:2], *named] if isinstance(one, ast.Constant)]
    unreadable = any(not isinstance(one, ast.Constant) for one in named)
    return unreadable or any(re.fullmatch(r"(?=.*[wax+])[rwaxbt+]{1,4}", str(mode)) for mode in modes)


def _method_writes(call: ast.Call, name: str, buffers: set[str]) -> bool:
    first = call.args[0] if call.args else None
    if name in {"write_text", "write_bytes", "mkdir", "unlink", "touch", "rmdir", "symlink_to", "hardlink_to"}:
        return True
    if name in {"replace", "rename"}:  # of a path: one target; a text's, a date's and a frame's look different
        return len(call.args) == 1 and not call.keywords and not isinstance(first, ast.Constant)
    if name == "savefig" or re.fullmatch(r"to_(csv|json|parquet|pickle|excel|feather|html|hdf|sql)", name):
        named = any(keyword.arg in ("path", "path_or_buf", "buf", "fname") for keyword in call.keywords)
        return named or not (first is None or (isinstance(first, ast.Name) and first.id in buffers))
    return False


def catch_all_names(source: Source) -> Iterator[Offence]:
    """Finds modules and packages named after nothing."""
    parts = set(source.path.removesuffix(".py").split("/"))
    for name in sorted(parts & {"utils", "util", "helpers", "helper", "common", "misc", "shared"}):
        yield 1, f"is called {name}: name it after what it does"


def long_functions(source: Source) -> Iterator[Offence]:
    """Finds functions over MAX_FUNCTION_LINES lines."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MAX_FUNCTION_LINES:
                yield node.lineno, f"{node.name}() has {lines} lines, at most {MAX_FUNCTION_LINES}"


def long_files(source: Source) -> Iterator[Offence]:
    """Finds files over MAX_FILE_LINES lines."""
    lines = len(source.text.splitlines())
    if lines > MAX_FILE_LINES:
        yield lines, f"has {lines} lines, at most {MAX_FILE_LINES}"


def undocumented(source: Source) -> Iterator[Offence]:
    """Finds public modules, classes, functions and methods without a docstring."""
    if not ast.get_docstring(source.tree):
        yield 1, "the module has no docstring"
    yield from _undocumented(source.tree)


def _undocumented(parent: ast.Module | ast.ClassDef) -> Iterator[Offence]:
    if isinstance(parent, ast.ClassDef) and any(_dotted(base)[-1] == "Protocol" for base in parent.bases):
        return  # a list of attributes: the class's docstring says what they are for
    for node in parent.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            if not (ast.get_docstring(node) or any(map(_tells, node.decorator_list))):
                yield node.lineno, f"{node.name} has no docstring"
            if isinstance(node, ast.ClassDef):
                yield from _undocumented(node)


def _tells(decorator: ast.expr) -> bool:
    """Whether it carries the words itself: a metric's row holds title, unit and formula."""
    return isinstance(decorator, ast.Call) and _dotted(decorator.func)[-1] == "metric"


def written(pattern: re.Pattern[str], source: Source) -> Iterator[Offence]:
    """Finds lines that the pattern matches somewhere."""
    for number, line in enumerate(source.text.splitlines(), 1):
        if found := pattern.search(line):
            yield number, f"says {found[0]}"


# Each text below is cut in two, so that this file does not match it.
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
MACHINE = re.compile(r"(?<![\w.~}*])/(ho" r"me|ro" r"ot|Us" r"ers|wo" r"rk|tm" r"p)/\w[\w.-]*")
REGISTRY = re.compile(r"(py" r"pi\.org|python" r"hosted\.org|registry\.np" r"mjs|deb\.deb" r"ian|index-" r"url)")


def floors(architecture: str) -> dict[str, int]:
    """Package -> floor, from ARCHITECTURE.md's table."""
    rows = re.findall(r"^\| (\d) \| ([^|]+) \|", architecture, flags=re.MULTILINE)
    return {name: int(floor) for floor, cell in rows for name in re.findall(r"`sim/(\w+)`", cell)}


FLOORS = floors((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"))
CODE = ("sim/", "tests/")
ANYWHERE = ("",)

RULES = (
    Rule("a module imports only from lower floors or its own package", partial(upward, FLOORS)),
    Rule("domain and routing see the standard library only", outside_the_standard_library, ("sim/domain/", "sim/routing/")),
    Rule("only its engine knows SimPy", foreign("simpy"), save=("sim/engines/simpy/",)),
    Rule("only the report draws", foreign("matplotlib"), save=("sim/report/",)),
    Rule("clocks are handed in", partial(used, CLOCKS), save=("sim/cli", "sim/bench", "sim/loadtest/drive.py")),
    Rule("luck is the only chance", chance, save=("sim/domain/luck.py",)),
    Rule("only the store writes files", writes, save=("sim/experiments/store.py", "sim/compiled/kept.py")),
    Rule("a module is named after what it does", catch_all_names, CODE),
    Rule("functions stay short", long_functions, CODE),
    Rule("files stay short", long_files, CODE),
    Rule("whatever is public says what it is", undocumented),
    Rule("nothing is left unfinished", partial(written, UNFINISHED), ANYWHERE, suffix=""),
    Rule("no path of one machine", partial(written, MACHINE), ANYWHERE, suffix=""),
    Rule("no package registry by address", partial(written, REGISTRY), ANYWHERE, suffix=""),
)  # fmt: skip
