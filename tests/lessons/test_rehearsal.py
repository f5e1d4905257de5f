"""`mlwidgets lesson check`: what is well written and does not work is told, with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlwidgets import cli
from mlwidgets.lessons import actions, rehearsal
from mlwidgets.lessons.format.faults import LessonError
from mlwidgets.lessons.format.reading import read_text
from mlwidgets.lessons.rehearsal import Rehearsed, rehearse
from tests.lessons.texts import CHOOSE, HEAD, PREDICT, REACH, SETUP, TASKS, block, with_task

if TYPE_CHECKING:
    from pathlib import Path


def faults(text: str) -> list[tuple[int, str]]:
    try:
        rehearse(read_text(text, "x"))
    except LessonError as error:
        return [(fault.line, fault.message) for fault in error.faults]
    return []


@pytest.mark.parametrize(
    ("kind", "replies"), [("choose", 2), ("predict", 1), ("reach", 0), ("compute", 4), ("explain", 0)]
)
def test_a_task_of_each_kind_is_done(kind: str, replies: int) -> None:
    reached = ("train-it: This run has made 3 updates, and that is at least 3.",) if kind == "reach" else ()
    assert rehearse(read_text(with_task(TASKS[kind]), "x")) == Rehearsed(1, 1, replies, reached)


@pytest.mark.parametrize(
    ("setup", "words"),
    [
        ("experiment: {dataset: spirl}", "Did you mean 'spiral'?"),
        ("experiment: {dataset: 7}", "dataset must be"),
        ("experiment: {epochs: many}", "epochs must be a whole number"),
        ("experiment: {layers: [{class_name: Dens}]}", "Did you mean 'dense'?"),
        ("experiment: {layers: [{class_name: Dense, config: {units: 3}}]}", ""),
        ("experiment: {optimizer: {class_name: SGD, config: {learning_rate: -1}}}", "learning_rate must be"),
        ("experiment: {optimizer: [1]}", "optimizer"),
        ("experiment: {convolution: {kernel: x}}", "kernel"),
        ("experiment: {convolution: 3}", "convolution"),
        ("experiment: {class_weight: {a: b}}", ""),
        ("experiment: {features: 3}", "feature"),
        ("{stage: all, experiment: {dataset: spiral}}", "shipped weights|weights that ship"),
    ],
)
def test_a_set_up_that_cannot_be_built_is_told_at_its_step(setup: str, words: str) -> None:
    found = faults(with_task(CHOOSE, setup))
    assert found, setup
    ((line, said),) = found
    assert line == 12
    assert said.startswith("The step 'One step' cannot be set up: ")
    assert "nothing has changed" not in said
    assert any(word in said for word in words.split("|")), said
    assert said.endswith((".", "?"))


@pytest.mark.parametrize(
    ("settings", "line", "words"),
    [
        ("epochs: five", 15, "epochs must be a whole number"),
        ("optimizer:\n    class_name: SGD\n    config: {\n      momentun: 0.9}", 18, "momentun"),
        ("optimizer: {class_name: SGD, config: {learning_rate: -1}}", 15, "learning_rate must be"),
        ("loss: mean_squared_eror", 15, "mean_squared_error"),
        ("layers: []", 15, "layer"),
    ],
)
def test_a_value_that_cannot_be_is_told_with_its_line(settings: str, line: int, words: str) -> None:
    setup = f"lab: TrainLab\nexperiment:\n  dataset: spiral\n  {settings}"
    ((at, said),) = faults(with_task(CHOOSE, setup))
    assert at == line, said
    assert words in said


def test_settings_that_do_not_go_together_are_told_with_the_line_of_their_block() -> None:
    setup = "lab: TrainLab\nexperiment:\n  dataset: spiral\n  loss: mean_squared_error\nstage: all"
    ((at, said),) = faults(with_task(CHOOSE, setup))
    assert at == 12
    assert "weights that ship" in said


@pytest.mark.parametrize(
    ("task", "words"),
    [
        (
            REACH.replace("at_least: 3", "at_least: 300"),
            "its model answer does not solve it. This run has made",
        ),
        (REACH.replace("at_least: 3", "at_most: 30"), "it is done before the learner has done anything"),
        (PREDICT.replace("at_least: 1}", "at_most: 5}"), "it is done before the learner has done anything"),
        (PREDICT.replace("below: 2", "below: 3").replace("at_least: 2", "at_least: 1"), "Exactly one answer"),
        (
            PREDICT.replace("with: {at_least: 1}", "with: {at_least: 500}"),
            "its model answer does not solve it",
        ),
        (REACH.replace("{train: {steps: 3}}", "{set: {epochs: -1}}"), "cannot be done: epochs must be"),
        (REACH.replace("{train: {steps: 3}}", "{layers: [7]}"), "its model answer cannot be done"),
        (REACH.replace("{train: {steps: 3}}", "{kernel: [[1, 2], [3]]}"), "its model answer cannot be done"),
        (REACH.replace("{train: {steps: 3}}", "{kernel: [[a]]}"), "its model answer cannot be done"),
        (REACH.replace("{train: {steps: 3}}", "{picture: nothing}"), "its model answer cannot be done"),
        (REACH.replace("{train: {steps: 3}}", "{train: {epochs: 3}}"), "its model answer cannot be done"),
    ],
)
def test_a_model_answer_that_does_not_work_is_told_at_its_task(task: str, words: str) -> None:
    ((line, said),) = faults(with_task(task))
    assert line == 16
    assert words in said, said


_WIDE = "{class_name: Dense, config: {units: 10000}}"
_OUTPUT = "{class_name: Dense, config: {units: 10, activation: softmax}}"
LARGE = f"[{{class_name: Flatten, config: {{}}}}, {_WIDE}, {_WIDE}, {_OUTPUT}]"


def test_a_network_of_gigabytes_is_told_and_not_built() -> None:
    ((line, said),) = faults(with_task(CHOOSE, f"experiment: {{dataset: mnist, layers: {LARGE}}}"))
    assert line == 12
    assert "more than 10,000,000 would not fit" in said
    for action in (f"{{layers: {LARGE}}}", f"{{set: {{layers: {LARGE}}}}}"):
        task = REACH.replace("{train: {steps: 3}}", action)
        ((line, said),) = faults(with_task(task, "experiment: {dataset: mnist}"))
        assert "cannot be done" in said
        assert "more than 10,000,000 would not fit" in said


@pytest.mark.parametrize("action", ["{run: true}", "{train: {epochs: 10000}}", "{train: {steps: 100000}}"])
def test_a_model_answer_that_does_not_end_is_stopped(action: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SECONDS", 0.3)
    endless = REACH.replace("{train: {steps: 3}}", action).replace("at_least: 3", "at_least: 1")
    ((line, said),) = faults(with_task(endless, "experiment: {dataset: mnist, epochs: 10000}"))
    assert line == 15
    assert "was not done after 0.3 seconds, and was stopped" in said


def test_steps_are_not_tried_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "LONGEST", -1.0)
    ((line, said),) = faults(with_task(CHOOSE))
    assert line == 7
    assert "Step 1 and those after it have not been tried" in said


def test_a_lesson_goes_on_with_what_the_learner_has() -> None:
    more = REACH.replace("train-it", "more").replace("at_least: 3", "at_least: 5")
    setup = SETUP.replace("epochs: 1", "epochs: 9")
    text = (
        f"{HEAD}\n## A\n\nx\n\n{block('setup', setup)}{block('task', REACH)}"
        f"\n## B\n\nx\n\n{block('task', more)}"
    )
    assert faults(text) == []  # 3 updates of the first step and 3 of the second
    anew = text.replace("## B\n\nx\n\n", f"## B\n\nx\n\n{block('setup', 'fresh: true')}")
    assert any("more: its model answer does not solve it" in said for _, said in faults(anew))


def test_the_command_tells_of_every_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = {"good": with_task(CHOOSE), "bad": "", "worse": with_task(REACH.replace("3}\nm", "9}\nm"))}
    files = []
    for name, text in texts.items():
        files.append(str(tmp_path / f"{name}.md"))
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    assert cli.main(["lesson", "check", *files, str(tmp_path / "none.md")]) == 1
    out, err = capsys.readouterr()
    assert out == "good.md: 1 step set up, 1 task solved by the model answers, 2 wrong answers replied to.\n"
    assert err.startswith("bad.md:1: A lesson begins with its head")
    assert "\nworse.md:16: The task train-it: its model answer does not solve it." in err
    assert "none.md' cannot be read: No such file" in err


def test_the_command_lists_the_lessons_that_ship(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from mlwidgets.lessons import shelf  # noqa: PLC0415 - its folder is another one here

    for name in ("10-last", "2-next", "0-first"):
        (tmp_path / f"{name}.md").write_text(with_task(CHOOSE), encoding="utf-8")
    monkeypatch.setattr(shelf, "SHIPPED", tmp_path)
    shelf.shipped_in.cache_clear()
    try:
        assert cli.main(["lesson", "list"]) == 0
    finally:
        shelf.shipped_in.cache_clear()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == ["0-first", "2-next", "10-last"]
    assert lines[0] == "0-first  Gradient descent  (15 min, 1 step, 1 task)"


def test_a_lesson_without_an_action_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["lesson"])
    assert "ACTION" in capsys.readouterr().err
