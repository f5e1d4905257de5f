"""What `import mlwidgets as mw` gives: everything when it is first used, and nothing before."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import mlwidgets as mw


def test_type_checkers_are_told_the_same_names_from_the_same_places() -> None:
    tree = ast.parse(Path(mw.__file__).read_text(encoding="utf-8"))
    told = {
        (alias.name, node.module)
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert told == {(name, module) for module, names in mw._WHERE.items() for name in names}
    assert sorted(mw.__all__) == sorted(name for name, _ in told)


@pytest.mark.parametrize("name", mw.__all__)
def test_every_name_is_found(name: str) -> None:
    assert getattr(mw, name) is getattr(mw, name)
    assert name in dir(mw)


def test_the_parts_of_a_training_are_reached() -> None:
    assert mw.EarlyStopping(patience=2).patience == 2
    assert mw.schedules.OneCycle(0.1, 100)(99) < 1e-5
    assert mw.regularizers.L2(0.1).l2 == 0.1
    assert mw.initializers.get("he_normal").parameter_names() == ()
    assert callable(mw.learning_rate_range_test)
    assert mw.OptimizerSpec.of("sgd").learning_rate == 0.1


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'mlwidgets' has no attribute 'Experimnt'"):
        _ = mw.Experimnt


def test_nothing_is_imported_before_it_is_used() -> None:
    code = "import sys, mlwidgets; print([m for m in ('numpy', 'ipywidgets', 'plotly') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own text
    assert done.stdout.strip() == "[]"
