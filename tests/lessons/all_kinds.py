"""A lesson that works, with a task of each kind, and how its notebook for nbgrader is filled in."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tests.lessons.texts import HEAD, SETUP, TASKS, block

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "all-kinds"
TASK_NAMES = ("first-step", "what-comes", "train-it", "next", "why")

_ANEW = f"fresh: true\n{SETUP}"

LESSON = f"{HEAD}\n" + "".join(
    f"## Step {number}\n\nText.\n\n{block('setup', _ANEW)}\n{block('task', task)}\n"
    for number, task in enumerate(TASKS.values(), 1)
)

WRONG = {
    "next-answer": 'answer = "1234"',
    "train-it-answer": 'lessons.do(experiment, {"train": {"steps": 1}})',
}


def cells_by_name(book: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cells of a notebook that nbgrader knows, by their names."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell
        for cell in book["cells"]
        if "nbgrader" in cell["metadata"]
    }


def solutions(source: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands in the cells for answers of a teacher's notebook, as a learner would write it."""
    return {
        name: re.sub(r"#+ (BEGIN|END) SOLUTION\n?", "", "".join(cell["source"]))
        for name, cell in cells_by_name(source).items()
        if cell["metadata"]["nbgrader"]["solution"]
    }


def wrong_answers(right: Mapping[str, str]) -> dict[str, str]:
    """Return other answers than these; none to what is to be explained."""
    letters = {
        name: 'answer = "b"' if 'answer = "a"' in text.splitlines() else 'answer = "a"'
        for name, text in right.items()
        if name in {"first-step-answer", "what-comes-answer"}
    }
    return letters | WRONG


def filled(release: Mapping[str, Any], sources: Mapping[str, str]) -> dict[str, Any]:
    """Return a notebook in which cells, by their names, have got other texts."""
    book: dict[str, Any] = json.loads(json.dumps(release))
    for name, text in sources.items():
        cells_by_name(book)[name]["source"] = text
    return book


def with_seed(release: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """Return a notebook of a learner who has chosen a seed."""
    book: dict[str, Any] = json.loads(json.dumps(release))
    for cell in book["cells"]:
        source = "".join(cell["source"])
        if source.startswith("import mlwidgets"):
            cell["source"] = source.replace("SEED = 1 ", f"SEED = {seed} ")
            assert cell["source"] != source
    return book
