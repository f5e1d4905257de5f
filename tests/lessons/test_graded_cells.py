"""A lesson as a notebook for nbgrader: its cells, and that a teacher's version solves itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from mlwidgets import cli, lessons
from mlwidgets.errors import ConfigurationError
from mlwidgets.lessons.format.faults import LessonError
from mlwidgets.lessons.in_notebook import packed
from mlwidgets.lessons.notebook import notebook
from tests.lessons.all_kinds import LESSON, NAME, TASK_NAMES, cells_by_name, filled, solutions, wrong_answers
from tests.lessons.running import executed, run_notebook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mlwidgets.session import Experiment


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / f"{NAME}.md"
    path.write_text(LESSON, encoding="utf-8")
    return path


@pytest.fixture
def book(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(notebook(file, nbgrader=True))
    nbformat.validate(nbformat.from_dict(found))  # type: ignore[no-untyped-call]
    return found


def marks(book: dict[str, Any], name: str) -> set[str]:
    """Return what a cell is to nbgrader."""
    mark = cells_by_name(book)[name]["metadata"]["nbgrader"]
    assert mark["schema_version"] == 3
    assert ("points" in mark) == mark["grade"]
    return {key for key in ("grade", "solution", "locked", "task") if mark[key]}


def test_each_task_has_its_cells(book: dict[str, Any]) -> None:
    choose, predict, reach, compute, explain = TASK_NAMES
    marked = [cell for cell in book["cells"] if "nbgrader" in cell["metadata"]]
    assert len(marked) == len(cells_by_name(book))  # no name stands twice
    for name in (choose, predict, reach, compute):
        assert marks(book, f"{name}-answer") == {"solution"}
        assert marks(book, f"{name}-test") == {"grade", "locked"}
    assert marks(book, f"{explain}-answer") == {"grade", "solution"}
    for name in (
        "lesson",
        "step-1",
        f"{predict}-try-out",
        *(f"{one}-question" for one in (choose, predict, compute)),
    ):
        assert marks(book, name) == {"locked"}
    assert len(marked) == 1 + 5 + 3 + 5 + 4 + 1


def test_no_test_leaves_a_result_which_nbgrader_would_take_for_points(book: dict[str, Any]) -> None:
    for name, cell in cells_by_name(book).items():
        if name.endswith("-test"):
            assert cell["source"].splitlines()[-1] == "assert verdict.solved, verdict.words"


def test_its_own_answers_solve_it(book: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    out.write_text(json.dumps(filled(book, solutions(book))), encoding="utf-8")
    assert "\n".join(run_notebook(out, tmp_path)).count("✓ Solved.") == 4


def test_wrong_answers_fail_with_a_sentence(book: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    out.write_text(json.dumps(filled(book, wrong_answers(solutions(book)))), encoding="utf-8")
    cells = executed(out, tmp_path, allow_errors=True).cells
    told = [(one.ename, one.evalue) for cell in cells for one in cell.get("outputs", ()) if "ename" in one]
    assert [kind for kind, _ in told] == ["AssertionError"] * 4  # the answers themselves run
    sentences = [sentence for _, sentence in told]
    assert sentences[2].startswith("This run has made 1 update; that must be at least 3.")
    assert all(sentence.endswith(".") and "<" not in sentence for sentence in sentences)


def test_a_model_answer_that_cannot_be_done_is_told_with_its_line(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Without this the third task goes on where the second one has ended.
    file.write_text(LESSON.replace("fresh: true\n", ""), encoding="utf-8")
    with pytest.raises(LessonError, match="The last epoch") as caught:
        notebook(file, nbgrader=True)
    (fault,) = caught.value.faults
    assert "name: train-it" in file.read_text(encoding="utf-8").splitlines()[fault.line :][:2]
    assert cli.main(["lesson", "notebook", str(file), "--nbgrader", "--out", str(tmp_path / "x.ipynb")]) == 2
    assert "no notebook for nbgrader" in capsys.readouterr().err
    assert not (tmp_path / "x.ipynb").exists()


def test_the_command_says_that_it_holds_the_answers(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "x.ipynb"
    assert cli.main(["lesson", "notebook", str(file), "--nbgrader", "--out", str(out)]) == 0
    assert "It holds the model answers" in capsys.readouterr().out
    assert "BEGIN SOLUTION" in out.read_text(encoding="utf-8")


# ---- what its cells call ----


def test_actions_are_done_in_their_order_or_not_at_all(make: Callable[..., Experiment]) -> None:
    experiment = make({"name": "spiral", "samples": 60}, epochs=200)
    lessons.do(experiment, {"set": {"epochs": 3}}, {"train": {"steps": 2}})
    assert (experiment.epochs, experiment.newest) == (3, 2)
    with pytest.raises(ConfigurationError, match="Did you mean 'reset'"):
        lessons.do(experiment, {"train": {"steps": 1}}, {"rest": True})
    assert experiment.newest == 2


def test_a_prediction_is_tried_out_once(make: Callable[..., Experiment]) -> None:
    name = lessons.unpack(NAME, packed(LESSON)).name
    experiment = make({"name": "spiral", "samples": 60}, epochs=1)
    lessons.try_out(experiment, f"{name}/what-comes")
    done = experiment.newest
    assert done > 0
    experiment.epochs = 3
    lessons.try_out(experiment, f"{name}/what-comes")
    assert experiment.newest == done


def test_only_a_prediction_is_tried_out(make: Callable[..., Experiment]) -> None:
    name = lessons.unpack(NAME, packed(LESSON)).name
    experiment = make({"name": "spiral", "samples": 60})
    with pytest.raises(ConfigurationError, match="Only a prediction can be tried out"):
        lessons.try_out(experiment, f"{name}/train-it")
    assert experiment.newest == 0
