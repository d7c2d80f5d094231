"""Every small mistake that can be made in a module: a comparison turned, a statement left out, a word taken for its neighbour.

Unlike mutmut's, which stay inside functions, these also change rows of tables, where most rules are written. What only checks or
explains (assertions, annotations, docstrings, texts) is left alone.
"""

import ast
import enum
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sim.domain import agents, contacts, events, plan, records
from sim.routing import state, strategies

ROOT = Path(__file__).parents[2]
JUDGED = "sim/routing"
CHECKS = {"invariants.py", "__init__.py"}
"""What is read by tests only."""

WORDS: dict[str, list[str]] = {
    name: list(kind.__members__)
    for module in (agents, contacts, events, plan, records, state, strategies)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, enum.Enum) and kind.__members__
}
"""Enum -> its members: a mistaken word is the next one."""

TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
OTHER_SIGN: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv, ast.BitOr: ast.BitAnd,
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Mutant:
    """One mistake: in which node of a module, which of those that can be made there, what is written and what instead."""

    file: str
    node: int
    number: int
    line: int
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.was}  ->  {self.now}"

    def text(self) -> str:
        """The module with the mistake in it."""
        return mutated((ROOT / self.file).read_text(encoding="utf-8"), self.node, self.number)


UNCHANGED = Mutant(f"{JUDGED}/machine.py", -1, 0, 0, "", "")
"""No mistake at all: the tests must let it pass."""


def every() -> list[Mutant]:
    """All mutants of the routing machine, in order of place."""
    found = []
    for path in sorted((ROOT / JUDGED).glob("*.py")):
        if path.name not in CHECKS:
            found += mutants_of(f"{JUDGED}/{path.name}", path.read_text(encoding="utf-8"))
    return sorted(found)


def mutants_of(file: str, text: str) -> list[Mutant]:
    """All mutants of one module."""
    return [
        Mutant(file, at, number, getattr(node, "lineno", 0), was, now)
        for at, node in enumerate(_judged(ast.parse(text)))
        for number, (_, was, now) in enumerate(_mistakes(node))
    ]


def mutated(text: str, at: int, number: int) -> str:
    """A module's text with one mistake in it; with none for node -1."""
    tree = ast.parse(text)
    if at >= 0:
        node = next(islice(_judged(tree), at, None))
        change, _, _ = list(_mistakes(node))[number]
        change(node, tree)
    return ast.unparse(ast.fix_missing_locations(tree))


def _judged(tree: ast.AST) -> Iterator[ast.AST]:
    """Nodes in order, without what only checks or explains."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "type_comment", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.Assert | ast.Import | ast.ImportFrom):
                continue
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                continue
            if isinstance(child, ast.ClassDef) and any(ast.unparse(base).endswith("Enum") for base in child.bases):
                continue  # the numbers of words that no record holds
            yield child
            yield from _judged(child)


Change = Callable[[ast.AST, ast.AST], None]


def _mistakes(node: ast.AST) -> Iterator[tuple[Change, str, str]]:
    """(what to do to the same node of a copy and to that copy, what was written, what is then written)."""
    was = ast.unparse(node) if isinstance(node, ast.expr | ast.stmt) else ""
    match node:
        case ast.Compare(ops=[op, *_]) if type(op) in TURNED:
            yield _setting("ops", [TURNED[type(op)](), *node.ops[1:]], node, was)
        case ast.BoolOp(op=op):
            yield _setting("op", ast.Or() if isinstance(op, ast.And) else ast.And(), node, was)
        case ast.BinOp(op=op) if type(op) in OTHER_SIGN:
            yield _setting("op", OTHER_SIGN[type(op)](), node, was)
        case ast.AugAssign(op=op) if type(op) in OTHER_SIGN:
            yield _setting("op", OTHER_SIGN[type(op)](), node, was)
            yield _instead(ast.Pass(), was)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield _instead(operand, was)
        case ast.Constant(value=bool(value)):
            yield _setting("value", not value, node, was)
        case ast.Constant(value=int(value)):
            yield _setting("value", value + 1, node, was)
        case ast.Attribute(value=ast.Name(id=kind), attr=word) if word in WORDS.get(kind, ()):
            words = WORDS[kind]
            yield _setting("attr", words[(words.index(word) + 1) % len(words)], node, was)
        case ast.If() | ast.While() | ast.IfExp():
            test = ast.unparse(node.test)
            yield _setting("test", ast.UnaryOp(ast.Not(), node.test), node, f"if {test}", f"if not ({test})")
        case ast.Expr(value=ast.Call()):
            yield _instead(ast.Pass(), was)
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield _instead(ast.Pass(), was)
        case ast.Continue():
            yield _instead(ast.Break(), was)
        case ast.Break() | ast.Delete():
            yield _instead(ast.Pass(), was)
        case ast.Return(value=None):
            yield _instead(ast.Pass(), was)


def _setting(field: str, value: object, node: ast.AST, was: str, now: str = "") -> tuple[Change, str, str]:
    """Another value of one field."""
    twin = deepcopy(node)
    setattr(twin, field, value)
    return lambda same, tree: setattr(same, field, deepcopy(value)), was, now or ast.unparse(twin).partition("\n")[0]


def _instead(other: ast.AST, was: str) -> tuple[Change, str, str]:
    """Another node in this one's place."""

    def change(same: ast.AST, tree: ast.AST) -> None:
        class Put(ast.NodeTransformer):
            def visit(self, node: ast.AST) -> ast.AST:
                return ast.copy_location(deepcopy(other), node) if node is same else self.generic_visit(node)

        Put().visit(tree)

    return change, was, ast.unparse(other)
