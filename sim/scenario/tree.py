"""Changing a document: merge one over another, put a value at a path, drop list items. Nodes keep their places."""

from collections.abc import Callable, Mapping
from typing import Any

from sim.scenario.text import Node, Place

Path = tuple[str | int, ...]


def dotted(path: Path) -> str:
    """`timeline.0.at`."""
    return ".".join(map(str, path))


def plain(node: Node) -> Any:
    """The document as dicts, lists and scalars."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    return [plain(child) for child in node.value] if isinstance(node.value, list) else node.value


def find(node: Node, path: Path) -> Node | None:
    """The node at a path, or None."""
    for key in path:
        if isinstance(node.value, dict) and key in node.value:
            node = node.value[str(key)]
        elif isinstance(node.value, list) and isinstance(key, int) and 0 <= key < len(node.value):
            node = node.value[key]
        else:
            return None
    return node


def place_of(node: Node, path: Path) -> Place:
    """The place of the deepest part of a path that was written down."""
    while (found := find(node, path)) is None:
        path = path[:-1]
    return found.place


def key_place(node: Node, path: Path) -> Place:
    """The place of a path's last key, or else of its value."""
    above = find(node, path[:-1]) if path else None
    return above.keys[str(path[-1])] if above and path and str(path[-1]) in above.keys else place_of(node, path)


def text_at(node: Node, *path: str | int) -> str | None:
    """The text at a path, if there is one."""
    found = find(node, path)
    return found.value if found and isinstance(found.value, str) else None


def mapping_at(node: Node, *path: str | int) -> Mapping[str, Node]:
    """The entries of the mapping at a path; none if there is no mapping."""
    found = find(node, path)
    return found.value if found and isinstance(found.value, dict) else {}


def list_at(node: Node, *path: str | int) -> list[Node]:
    """The items of the list at a path; none if there is no list."""
    found = find(node, path)
    return found.value if found and isinstance(found.value, list) else []


def merge(base: Node, over: Node) -> Node:
    """`over` laid on `base`: nested mappings merge, anything else replaces."""
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)):
        return over
    entries = dict(base.value)
    for key, child in over.value.items():
        entries[key] = merge(entries[key], child) if key in entries else child
    return Node(entries, over.place, over.written, {**base.keys, **over.keys})


def put(node: Node, path: Path, value: Node) -> Node:
    """A copy with `value` at `path`; mappings on the way that do not exist are made. The path must fit the tree."""
    if not path:
        return value
    key, rest = path[0], path[1:]
    if isinstance(node.value, list):
        assert isinstance(key, int), "a list is addressed by number"
        items = list(node.value)
        items[key] = put(items[key], rest, value)
        return Node(items, node.place)
    assert isinstance(node.value, dict), "a scalar has nothing below it"
    below = node.value.get(str(key), Node({}, value.place))
    keys = {str(key): value.place, **node.keys}
    return Node({**node.value, str(key): put(below, rest, value)}, node.place, keys=keys)


def without(node: Node, key: str) -> Node:
    """A copy of a mapping without one key."""
    assert isinstance(node.value, dict), "only mappings have keys"
    entries = {name: child for name, child in node.value.items() if name != key}
    return Node(entries, node.place, node.written, {name: node.keys[name] for name in entries})


def change(node: Node, path: Path, by: Callable[[Node], Node]) -> Node:
    """A copy with the node at `path` changed; unchanged if there is none."""
    found = find(node, path)
    return node if found is None else put(node, path, by(found))
