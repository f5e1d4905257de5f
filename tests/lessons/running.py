"""A notebook run from its first cell to its last, as Jupyter would."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from unittest.mock import patch

import nbclient
import nbformat

from tests.lessons.guide_tables import GUIDE

if TYPE_CHECKING:
    from pathlib import Path

ROOT = GUIDE.parents[2]


def run_notebook(path: Path, folder: Path) -> list[str]:
    """Run it in a folder; return what each cell of code shows, as the richest text it has."""
    book = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(book)
    with patch.dict(os.environ, {"PYTHONPATH": str(ROOT)}):
        nbclient.NotebookClient(
            book, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
        ).execute()
    shown = []
    for cell in book.cells:
        if cell.cell_type == "code":
            data = [output.get("data", {}) for output in cell.outputs]
            shown.append(" ".join(str(one.get("text/html") or one.get("text/plain", "")) for one in data))
    return shown
