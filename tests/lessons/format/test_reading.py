"""A lesson read from its file: what is in it is all there, and what is wrong is told with its line."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.lessons import read
from mlwidgets.lessons.format.faults import LessonError
from mlwidgets.lessons.format.reading import MOST_BYTES, read_text
from mlwidgets.lessons.lesson import SetUp
from tests.lessons.texts import CHOOSE, HEAD, TASKS, block, faults, with_task

if TYPE_CHECKING:
    from pathlib import Path

TWO_STEPS = f"""{HEAD}
## One step by *hand*, $w$

The slope is **two**.

```setup
lab: TrainLab
experiment:
  dataset: {{name: spiral}}
  optimizer: {{class_name: SGD, config: {{learning_rate: 1e-1}}}}
hidden: [seed, seed, epochs]
locked: [optimizer]
point: learning_rate
```

More, after the block.

{block("task", CHOOSE)}
## And another

Text.

```python
print("a listing for the reader")
```
"""


def test_everything_that_a_file_says_is_in_the_lesson() -> None:
    lesson = read_text(TWO_STEPS, "7-gradient-descent")
    assert (lesson.name, lesson.title, lesson.goal) == (
        "7-gradient-descent",
        "Gradient descent",
        "Say what one step does.",
    )
    assert (lesson.minutes, lesson.language) == (15, "en")
    first, second = lesson.steps
    assert first.title == "One step by hand, w"
    assert first.setup == SetUp(
        lab="TrainLab",
        experiment={
            "dataset": {"name": "spiral"},
            "optimizer": {"class_name": "SGD", "config": {"learning_rate": 0.1}},
        },
        fresh=True,
        hidden=("seed", "epochs"),
        locked=("optimizer",),
        point="learning_rate",
    )
    assert first.html == "<p>The slope is <strong>two</strong>.</p>\n<p>More, after the block.</p>"
    assert first.text == "The slope is **two**.\n\n\nMore, after the block."
    assert [task.name for task in lesson.tasks] == ["first-step"]
    assert "listing for the reader" in second.html
    assert second.setup == SetUp()
    assert second.task is None


def test_lines_are_those_of_the_file() -> None:
    lines = TWO_STEPS.splitlines()
    first, second = read_text(TWO_STEPS, "x").steps
    assert lines[first.line - 1].startswith("## One step")
    assert lines[second.line - 1] == "## And another"
    assert first.task is not None
    assert lines[first.task.line - 1] == "```task"


def test_the_first_step_begins_anew_and_the_others_go_on() -> None:
    text = f"{HEAD}\n## A\n\nx\n\n## B\n\nx\n\n## C\n\nx\n\n{block('setup', 'fresh: true')}"
    assert [step.setup.fresh for step in read_text(text, "x").steps] == [True, False, True]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_any_system_s_lines_are_read(ends: str, tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_bytes("\ufeff".encode() + TWO_STEPS.replace("\n", ends).encode())
    assert read(file) == read_text(TWO_STEPS, "x")


@pytest.mark.parametrize("kind", TASKS)
def test_a_task_of_each_kind_is_read(kind: str) -> None:
    (task,) = read_text(with_task(TASKS[kind]), "x").tasks
    assert task.kind == kind


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "begins with its head"),
        ("title: x\n## A\n", 1, "begins with its head"),
        ("---\ntitle: x\n\n## A\n", 1, "begins with its head"),
        ("---\n- x\n---\n## A\n\nx\n", 2, "lines such as 'name: value'"),
        (f"{HEAD}\n", 5, "at least one step"),
        (f"{HEAD}\nText before.\n\n## A\n\nx\n", 7, "Text must stand in a step"),
        (f"{HEAD}\n# A\n\nx\n", 7, "A step begins with '## '"),
        (f"{HEAD}\n## A\n\n## B\n\nx\n", 7, "The step 'A' is empty"),
        (f"{HEAD}\n##\n\nx\n", 7, "needs a title"),
        (f"{HEAD}\n## A\n\nx\n\n```setpu\nlab: x\n```\n", 11, "Did you mean 'setup'?"),
        (f"{HEAD}\n## A\n\nx\n\n```Task\nname: x\n```\n", 11, "Did you mean 'task'?"),
        (f"{HEAD}\n## A\n\nx\n\n```setup\nlab: TrainLab\n", 11, "does not end"),
        (f"{HEAD}\n## A\n\n- x\n\n  ```setup\n  lab: TrainLab\n  ```\n", 11, "must not stand inside a list"),
        (f"{HEAD}\n## A\n\nx\n{block('setup', '') * 2}", 13, "one block 'setup' at most"),
        (f"{HEAD}\n## A\n\nx\n{block('task', CHOOSE) * 2}", 24, "one block 'task' at most"),
        (f"{HEAD}\n## A\n\nx\n" + "\n## B\n\nx\n" * 30, 127, "at most 30 steps"),
        (f"{HEAD}\n## A\n\n![a](https://example.org/a.png)\n", 9, "no pictures"),
        (f"{HEAD}\n## A\n\nx\n[a](javascript:alert(1))\n", 10, "must begin with https://"),
        (f"{HEAD}\n## A\n\n[a](page.html)\n", 9, "must begin with https://"),
        (f"{HEAD}\n## A\n\n<mailto:a@example.org>\n", 9, "must begin with https://"),
        (f"{HEAD}\n## A\n\nx\n\n- y\n- $\\frac{{$\n", 12, "cannot be read as LaTeX"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, words: str) -> None:
    found = faults(text)
    assert [(at, words in said) for at, said in found if words in said] == [(line, True)], found


def test_all_faults_are_told_at_once_and_in_order() -> None:
    text = (
        HEAD.replace("title: Gradient descent", "titel: x")
        + "\n## A\n\n![](x)\n\n"
        + block("setup", "lab: X")
    )
    found = faults(text)
    assert [line for line, _ in found] == [2, 2, 9, 12]
    with pytest.raises(LessonError) as caught:
        read_text(text, "some-lesson")
    assert str(caught.value).splitlines() == [f"some-lesson.md:{line}: {said}" for line, said in found]


@pytest.mark.parametrize("name", ["two words.md", "lesson.txt", "-x.md", "ü.md", ".md", "a" * 61 + ".md"])
def test_the_name_of_a_file_is_a_name(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(TWO_STEPS, encoding="utf-8")
    with pytest.raises(LessonError, match="letters, digits and hyphens"):
        read(file)


def test_a_file_of_a_megabyte_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_text(TWO_STEPS + "x" * 1_000_000, encoding="utf-8")
    with pytest.raises(LessonError, match=f"at most {MOST_BYTES:,} bytes"):
        read(file)


def test_bytes_that_are_not_utf8_are_told_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_bytes(TWO_STEPS.encode().replace(b"two", b"zw\xf6lf"))
    with pytest.raises(LessonError, match=r"x\.md:9: .*not UTF-8|x\.md:9: A lesson is a text in UTF-8"):
        read(file)


def test_a_file_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"cannot be read: No such file"):
        read(tmp_path / "x.md")
    with pytest.raises(DataError, match=r"cannot be read: it is not a file"):
        read(tmp_path)
    with pytest.raises(ConfigurationError, match=r"A path is a text"):
        read("a\0b.md")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither pipes in folders nor devices")
@pytest.mark.parametrize("kind", ["pipe", "device", "circle"])
def test_what_is_no_file_is_told_at_once(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero" if kind == "device" else path)
    with pytest.raises(DataError, match=r"The lesson 'x.md' cannot be read: [^:]*\.$"):
        read(path)


def test_signs_that_a_terminal_would_obey_are_not_told(tmp_path: Path) -> None:
    file = tmp_path / "x\x1b[2J.md"
    file.write_text("---", encoding="utf-8")
    with pytest.raises(LessonError) as refused:
        read(file)
    assert "\x1b" not in str(refused.value)


def test_tasks_need_names_of_their_own() -> None:
    text = f"{HEAD}\n## A\n\n{block('task', CHOOSE)}\n## B\n\n{block('task', CHOOSE)}"
    assert [(line, "line 9 is called first-step, too" in said) for line, said in faults(text)] == [(26, True)]


POINTS = "lab: {lab}\nhidden: [convolution.kernel]\nlocked: [dataset]\npoint: {point}"


@pytest.mark.parametrize(
    ("lab", "point", "words"),
    [
        ("OptimizerLab", "momentum", "OptimizerLab shows no control 'momentum'. It shows none that"),
        ("OptimizerLab", "momentum", "'momentum' is in TrainLab and Playground."),
        ("LossLab", "dataset", "'dataset' is in DataLab."),
        ("NetworkLab", "epochs", "NetworkLab shows no control 'epochs'. It shows: loss, seed. 'epochs' is"),
        ("TrainLab", "momentun", "There is no control 'momentun'. Did you mean 'momentum'?"),
    ],
)
def test_a_step_points_only_at_what_its_lab_shows(lab: str, point: str, words: str) -> None:
    ((line, said),) = faults(with_task(CHOOSE, POINTS.format(lab=lab, point=point)))
    assert line == 15
    assert words in said


def test_a_step_without_a_lab_points_at_what_the_lab_before_it_shows() -> None:
    text = f"{HEAD}\n## A\n\nx\n\n{{}}\n## B\n\nx\n\n{block('setup', 'point: dataset')}"
    assert faults(text.format("")) == []  # whatever lab is open
    assert faults(text.format(block("setup", "lab: DataLab"))) == []
    ((line, said),) = faults(text.format(block("setup", "lab: LossLab")))
    assert line == 20
    assert "LossLab shows no control 'dataset'" in said


def test_a_control_is_hidden_in_any_lab_and_a_point_that_is_no_text_is_told_once() -> None:
    assert faults(with_task(CHOOSE, "lab: OptimizerLab\nhidden: [convolution.kernel, Playground]")) == []
    ((line, said),) = faults(with_task(CHOOSE, "lab: TrainLab\npoint: [momentum]"))
    assert (line, said) == (13, "point must be a text; got ['momentum'].")
