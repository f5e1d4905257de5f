"""The examples in the docstrings of widgets are true, and leave nothing behind."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest
from ipywidgets.widgets.widget import _instances

import mlwidgets.widgets

MODULES = [
    module.name
    for module in pkgutil.walk_packages(mlwidgets.widgets.__path__, f"{mlwidgets.widgets.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    module = importlib.import_module(name)
    before = set(_instances)
    result = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
    for widget in [_instances[one] for one in set(_instances) - before]:
        widget.close()
    assert result.failed == 0
