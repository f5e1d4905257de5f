"""Every sentence of a room's `texts.py` is said somewhere."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import mlwidgets

PACKAGE = Path(mlwidgets.__file__).parent
TEXTS = sorted((PACKAGE / "widgets").glob("*/texts.py"))


def defined(path: Path) -> set[str]:
    """Return the names that a module sets."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    targets = [target for one in body if isinstance(one, ast.Assign) for target in one.targets]
    return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}


def used(path: Path, module: str) -> set[str]:
    """Return the names of `module` that another module imports, or reads as ``texts.NAME``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package, _, last = module.rpartition(".")
    names, aliases = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == module:
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == package:
            aliases |= {one.asname or one.name for one in node.names if one.name == last}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
            names.add(node.attr)
    return names


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.parent.name)
def test_every_text_is_used(path: Path) -> None:
    module = f"mlwidgets.widgets.{path.parent.name}.texts"
    readers = [one for one in PACKAGE.rglob("*.py") if one != path]
    assert defined(path)
    assert sorted(defined(path) - set().union(*(used(one, module) for one in readers))) == []
