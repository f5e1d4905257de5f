"""A module that is only imported when it is used."""

from __future__ import annotations

import importlib
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mlwidgets.widgets.charts.late_import import import_when_used

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[str]:
    folder = tmp_path / "lately"
    folder.mkdir()
    (folder / "__init__.py").write_text("VALUE = 7\n", encoding="utf-8")
    (folder / "inner.py").write_text("DEPTH = 2\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield "lately"
    for name in ("lately", "lately.inner"):
        sys.modules.pop(name, None)


def test_the_module_comes_when_it_is_used(package: str) -> None:
    import_when_used(package)
    module = importlib.import_module(package)
    assert "VALUE" not in vars(sys.modules[package])
    assert module.VALUE == 7
    assert str(sys.modules[package].__file__).endswith("__init__.py")
    assert importlib.import_module(package).VALUE == 7


def test_a_part_of_the_module_can_be_imported(package: str) -> None:
    import_when_used(package)
    assert importlib.import_module(f"{package}.inner").DEPTH == 2
    assert sys.modules[package].VALUE == 7


def test_a_module_that_is_there_stays_and_one_that_is_missing_stays_missing() -> None:
    before = importlib.import_module("json")
    import_when_used("json")
    assert sys.modules["json"] is before
    import_when_used("no_such_module_anywhere")
    assert "no_such_module_anywhere" not in sys.modules


def test_charts_do_not_import_what_plotly_only_needs_for_notebooks_of_its_own() -> None:
    code = "import sys, mlwidgets.widgets.charts.figure; sys.exit('jsonschema' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own code
    # And what plotly does with it afterwards still works.
    code = "import mlwidgets.widgets.charts.figure, plotly.io._renderers as r; print(r.nbformat.__version__)"
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0  # noqa: S603
