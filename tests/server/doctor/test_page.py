"""The Python of a page: the one that Jupyter would start, and what becomes of the dashboard in it."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from mlwidgets.server.doctor import page
from mlwidgets.server.doctor.finding import State
from tests.packaging.servers import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

HERE = {**os.environ, "PYTHONPATH": str(ROOT)}


def fake(folder: Path, source: str) -> dict[str, str]:
    """Put another mlwidgets in front of ours."""
    (folder / "mlwidgets.py").write_text(source, encoding="utf-8")
    return {**os.environ, "PYTHONPATH": str(folder)}


def test_another_copy_of_mlwidgets_is_noted(tmp_path: Path) -> None:
    source = "__version__ = '0.0.1'\nDashboard = list\n"
    found = page.build([sys.executable], fake(tmp_path, source), "kernels/python3")
    assert found.state is State.NOTE
    assert f"with mlwidgets 0.0.1 in {tmp_path}" in found.text


def test_a_python_without_mlwidgets_is_a_fault_and_says_where_it_is_named(tmp_path: Path) -> None:
    other = tmp_path / "python"
    other.write_text("#!/bin/sh\necho 'ModuleNotFoundError: no mlwidgets' >&2\nexit 1\n", encoding="utf-8")
    other.chmod(0o755)
    found = page.build([str(other)], HERE, "kernels/python3")
    assert found.state is State.FAULT
    assert "ModuleNotFoundError: no mlwidgets." in found.text
    assert "remove the folder kernels/python3" in found.text


def test_a_python_that_is_gone_is_a_fault(tmp_path: Path) -> None:
    found = page.build([str(tmp_path / "gone")], HERE, "kernels/python3")
    assert found.state is State.FAULT
    assert "cannot be started" in found.text


def test_a_python_that_never_answers_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "PATIENCE", 0.2)
    found = page.build([sys.executable], fake(tmp_path, "import time; time.sleep(60)"), "kernels/python3")
    assert found.state is State.FAULT
    assert "Is this machine busy?" in found.text


def test_the_python_is_the_one_that_jupyter_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = tmp_path / "kernels" / "python3"
    kernel.mkdir(parents=True)
    spec = {"argv": ["/nowhere/python", "-m", "ipykernel_launcher"], "display_name": "", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    (found,) = page.check_page()
    assert found.state is State.FAULT
    assert found.text.startswith("Pages would be run by /nowhere/python, which cannot be started")
    assert f"remove the folder {kernel}" in found.text


def test_what_ipython_runs_first_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    startup = tmp_path / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "README").write_text("", encoding="utf-8")
    assert list(page.check_startup_files()) == []
    (startup / "10-mine.py").write_text("", encoding="utf-8")
    (found,) = page.check_startup_files()
    assert found.state is State.NOTE
    assert "10-mine.py" in found.text
