"""The lessons that ship, as notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlwidgets import lessons
from mlwidgets.lessons.notebook import notebook
from mlwidgets.lessons.shelf import SHIPPED
from tests.lessons.running import run_notebook

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", lessons.names())
def test_it_is_a_notebook_that_runs(name: str, tmp_path: Path) -> None:
    out = tmp_path / "lesson.ipynb"
    out.write_bytes(notebook(SHIPPED / f"{name}.md"))
    shown = run_notebook(out, tmp_path)
    tasks = [task for task in lessons.named(name).tasks if task.kind != "reach"]
    assert sum("<p><strong>" in text for text in shown) >= len(tasks)
