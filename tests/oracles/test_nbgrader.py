"""A lesson goes through the real nbgrader: handed out, filled in by learners, graded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mlwidgets import cli, lessons
from mlwidgets.lessons.in_notebook import LETTERS
from mlwidgets.lessons.progress import task_seed
from mlwidgets.session import Experiment
from tests.lessons.all_kinds import (
    LESSON,
    NAME,
    TASK_NAMES,
    cells_by_name,
    filled,
    solutions,
    with_seed,
    wrong_answers,
)

ROOT = Path(__file__).resolve().parents[2]
CONFIG = "c = get_config()\nc.Execute.timeout = 300\n"  # the machine may be busy
TESTS = tuple(f"{name}-test" for name in TASK_NAMES[:-1])
ESSAY = "why-answer"
SEED = 7

# Prints, of every learner, the points of each cell, and whether a teacher has to look at it.
READ = f"""
import json
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as book:
    found = {{}}
    for one in book.assignment_submissions("ps1"):
        grades = {{grade.name: [grade.auto_score, grade.max_score, grade.needs_manual_grade]
                  for notebook in one.notebooks for grade in notebook.grades}}
        found[one.student.id] = {{"cells": grades, "score": one.score, "most": one.max_score}}
    grade = book.find_grade("{ESSAY}", "{NAME}", "ps1", "ada")
    grade.manual_score = 1
    book.db.commit()
    found["ada"]["with the essay"] = book.find_submission("ps1", "ada").score
print(json.dumps(found))
"""


class Course:
    """A teacher's folder, in which nbgrader works."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")

    def python(self, *arguments: str) -> str:
        """Run Python in it, with no settings but its own; return what it prints."""
        own = {"PYTHONPATH": str(ROOT), "JUPYTER_NO_CONFIG": "1"} | {
            name: str(self.folder / "jupyter")
            for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")
        }
        # nbgrader looks for the program alembic on the path.
        own["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, *arguments],
            cwd=self.folder,
            env={**os.environ, **own},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def read(self, *parts: str) -> dict[str, Any]:
        """Read a notebook."""
        path = self.folder.joinpath(*parts, "ps1", f"{NAME}.ipynb")
        return dict(json.loads(path.read_text(encoding="utf-8")))

    def hand_in(self, learner: str, book: dict[str, Any]) -> None:
        """Lay a learner's notebook where nbgrader looks for it."""
        folder = self.folder / "submitted" / learner / "ps1"
        folder.mkdir(parents=True)
        (folder / f"{NAME}.ipynb").write_text(json.dumps(book), encoding="utf-8")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Hand the lesson out."""
    folder = tmp_path_factory.mktemp("course")
    lesson, source = folder / f"{NAME}.md", folder / "source" / "ps1" / f"{NAME}.ipynb"
    lesson.write_text(LESSON, encoding="utf-8")
    source.parent.mkdir(parents=True)
    assert cli.main(["lesson", "notebook", str(lesson), "--nbgrader", "--out", str(source)]) == 0
    made = Course(folder)
    made.python("-m", "nbgrader", "generate_assignment", "ps1", "--create")
    return made


@pytest.fixture(scope="module")
def graded(course: Course) -> dict[str, Any]:
    """Take in what learners made of it, and return what is in the gradebook then."""
    release, right = course.read("release"), solutions(course.read("source"))
    wrong = wrong_answers(right)
    course.hand_in("ada", filled(release, right))
    course.hand_in("bob", filled(release, wrong))
    course.hand_in("cai", filled(with_seed(release, SEED), right | own_answers(course, SEED)))
    course.hand_in("dee", release)
    # Takes the tests out, and leaves the answer to one task lying for the next.
    course.hand_in("eve", filled(release, wrong | dict.fromkeys(TESTS, "pass") | {"what-comes-answer": ""}))
    course.python("-m", "nbgrader", "autograde", "ps1")
    return dict(json.loads(course.python("-c", READ)))


def own_answers(course: Course, seed: int) -> dict[str, str]:
    """Answer what is drawn for a seed: letters in their order, and a number."""
    lesson = lessons.read(course.folder / f"{NAME}.md")
    experiment = Experiment()
    answers = {}
    for name in ("first-step", "next"):
        found = lesson.task(name).model_answer(task_seed(seed, NAME, name, 0), experiment)
        written = LETTERS[found] if isinstance(found, int) else found
        answers[f"{name}-answer"] = f'answer = "{written}"'
    experiment.close()
    # Where there are two answers, the other seed may turn them round.
    predict = task_seed(seed, NAME, "what-comes", 0)
    order = lesson.task("what-comes").asked(predict).choices
    answers["what-comes-answer"] = (
        f'answer = "{LETTERS[["One epoch" in text for text in order].index(True)]}"'
    )
    return answers


def points(found: dict[str, Any]) -> dict[str, float]:
    """Return the points that nbgrader has given by itself."""
    return {name: score for name, (score, _, by_hand) in found["cells"].items() if not by_hand}


def test_what_is_handed_out_holds_no_answer(course: Course) -> None:
    release, source = course.read("release"), course.read("source")
    answers = {name: cell for name, cell in cells_by_name(release).items() if name.endswith("-answer")}
    assert set(answers) == {f"{name}-answer" for name in TASK_NAMES}
    for name, cell in answers.items():
        text = "".join(cell["source"])
        assert ("YOUR ANSWER HERE" if name == ESSAY else "raise NotImplementedError()") in text
    assert "BEGIN SOLUTION" in json.dumps(source)
    assert "BEGIN SOLUTION" not in json.dumps(release)
    assert "gradient points uphill" not in json.dumps(release)


def test_right_answers_get_all_points(graded: dict[str, Any]) -> None:
    ada = graded["ada"]
    assert points(ada) == dict.fromkeys(TESTS, 1)
    assert ada["cells"][ESSAY] == [None, 1, True]  # waits for a teacher
    assert (ada["score"], ada["most"], ada["with the essay"]) == (4, 5, 5)


def test_another_seed_has_other_right_answers(course: Course, graded: dict[str, Any]) -> None:
    assert own_answers(course, SEED)["next-answer"] not in solutions(course.read("source"))["next-answer"]
    assert points(graded["cai"]) == dict.fromkeys(TESTS, 1)


@pytest.mark.parametrize(
    "learner",
    [pytest.param("bob", id="wrong"), pytest.param("dee", id="empty"), pytest.param("eve", id="no-tests")],
)
def test_wrong_answers_and_none_get_no_points(graded: dict[str, Any], learner: str) -> None:
    assert points(graded[learner]) == dict.fromkeys((*TESTS, ESSAY), 0)
    assert graded[learner]["score"] == 0


def test_a_learner_is_told_why(course: Course, graded: dict[str, Any]) -> None:
    assert graded["bob"]["score"] == 0
    cells = cells_by_name(course.read("autograded", "bob"))
    said = {name: [one["evalue"] for one in cells[name]["outputs"] if "evalue" in one] for name in TESTS}
    assert said["train-it-test"][0].startswith("This run has made 1 update; that must be at least 3.")
    assert all(len(sentences) == 1 and "<" not in sentences[0] for sentences in said.values())
    cells = cells_by_name(course.read("autograded", "eve"))
    told = [one["evalue"] for one in cells["what-comes-test"]["outputs"] if "evalue" in one]
    assert told == ["Choose one of the answers."]
