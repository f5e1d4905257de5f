"""A program as a Jupyter notebook: its parts as cells, with what each is for above it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mlwidgets.interchange.code.common.text import CELL, tidied

if TYPE_CHECKING:
    from collections.abc import Iterator

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook(text: str) -> bytes:
    """Return the notebook, format 4.5, of a program in Python that still has the marks of its cells.

    Parameters
    ----------
    text : str
        As a language's writer returns it: it begins with a docstring, which becomes the first cell's text.
    """
    cells: list[dict[str, Any]] = [
        {"cell_type": kind, "id": f"cell-{number:02d}", "metadata": {}, "source": source}
        | ({"execution_count": None, "outputs": []} if kind == "code" else {})
        for number, (kind, source) in enumerate(_cells(text))
    ]
    content: dict[str, Any] = {
        "cells": cells,
        "metadata": {"kernelspec": KERNEL, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def _cells(text: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and the source of each cell."""
    _, docstring, program = text.split('"""', 2)
    title, _, rest = docstring.partition("\n")
    # Imports are told apart from what the whole program uses, before it is divided.
    parts = tidied(program, keep_marks=True).split(f"\n{CELL}")
    first, *others = parts
    yield "markdown", f"# {title.rstrip('.')}\n\n{rest.strip()}"
    yield "code", first.strip()
    for part in others:
        told, _, source = part.partition("\n")
        yield "markdown", json.loads(told)
        yield "code", source.strip()
