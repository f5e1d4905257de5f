"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import mlwidgets.data
import mlwidgets.engine
import mlwidgets.explain
import mlwidgets.figures
import mlwidgets.interchange
import mlwidgets.session

FLOORS = (
    mlwidgets.engine,
    mlwidgets.data,
    mlwidgets.explain,
    mlwidgets.interchange,
    mlwidgets.figures,
    mlwidgets.session,
)
MODULES = ["mlwidgets.ranges", "mlwidgets.errors"] + [
    module.name for floor in FLOORS for module in pkgutil.walk_packages(floor.__path__, f"{floor.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    module = importlib.import_module(name)
    result = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
    assert result.failed == 0


def test_there_are_examples_at_all() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    examples = sum(
        len(test.examples) for name in MODULES for test in finder.find(importlib.import_module(name))
    )
    assert examples > 20
