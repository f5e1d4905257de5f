"""A lesson as a notebook: it carries what it needs, obeys no HTML, and runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from mlwidgets import cli, lessons
from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.lessons.format.faults import LessonError
from mlwidgets.lessons.in_notebook import packed
from mlwidgets.lessons.notebook import notebook
from tests.lessons.running import run_notebook
from tests.lessons.texts import CHOOSE, HEAD, SETUP, TASKS, block

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mlwidgets.session import Experiment

ALL = f"{HEAD}\n" + "".join(
    f"## Step {number}\n\n<script>alert(1)</script> and `<b>`, $a<b$.\n\n"
    f"{block('setup', SETUP) if number in (1, 3) else ''}\n{block('task', task)}\n"
    for number, task in enumerate(TASKS.values(), 1)
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "all-kinds.md"
    path.write_text(ALL, encoding="utf-8")
    return path


def test_every_step_has_its_text_its_lab_and_cells_for_its_task(file: Path) -> None:
    book = json.loads(notebook(file))
    nbformat.validate(nbformat.from_dict(book))  # type: ignore[no-untyped-call]
    sources = [cell["source"] for cell in book["cells"]]
    assert sources[0].startswith("# Gradient descent\n\nSay what one step does.")
    assert [line for line in sources if line.startswith("## ")] == [
        f"## Step {number}\n\n&lt;script>alert(1)&lt;/script> and `<b>`, $a<b$." for number in range(1, 6)
    ]
    assert sum("mw.TrainLab(experiment)" in source for source in sources) == 5
    assert sum("lessons.set_up(" in source for source in sources) == 2
    asked = [source for source in sources if "lessons.ask(" in source]
    assert len(asked) == 4  # a state to reach is not asked about
    marked = [source for source in sources if "lessons.check(" in source]
    assert [source.split('"all-kinds/')[1].split('"')[0] for source in marked] == [
        "first-step",
        "what-comes",
        "train-it",
        "next",
        "why",
    ]
    assert 'hint("all-kinds/first-step", 2)' in asked[0]


def test_answers_do_not_stand_in_it_to_be_read(file: Path) -> None:
    text = notebook(file).decode()
    assert "Yes. It multiplies" not in text
    assert "right: true" not in text


def test_it_runs_alone_in_an_empty_folder(file: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    out = tmp_path / "out.ipynb"
    out.write_bytes(notebook(file))
    shown = run_notebook(out, tmp_path / "empty")
    text = "\n".join(shown)
    assert text.count("TrainLab on spiral") == 5
    assert text.count("Choose one of the answers.") == 2
    assert "Nothing has been trained yet" in text
    assert "Type a number." in text
    assert "Write your answer in words." in text


def test_a_lesson_that_ships_is_not_carried(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    assert "lessons.unpack(" in notebook(file).decode()
    monkeypatch.setattr("mlwidgets.lessons.notebook.SHIPPED", file.parent)
    assert "lessons.unpack(" not in notebook(file).decode()


def test_the_command_refuses_to_replace_a_file(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "x.ipynb"
    command = ["lesson", "notebook", str(file), "--out", str(out)]
    assert cli.main(command) == 0
    assert capsys.readouterr().out == f"Wrote {out}\n"
    assert cli.main(command) == 2
    assert "x.ipynb" in capsys.readouterr().err
    assert cli.main([*command, "--force"]) == 0


# ---- what its cells call ----


@pytest.fixture
def unpacked() -> str:
    return lessons.unpack("all-kinds", packed(ALL)).name


@pytest.mark.usefixtures("unpacked")
def test_a_letter_is_an_answer(make: Callable[..., Experiment]) -> None:
    experiment = make("spiral")
    for seed in range(4):
        said = [lessons.check(experiment, "all-kinds/first-step", letter, seed) for letter in "abc"]
        assert sorted(str(one.solved) for one in said) == ["False", "False", "True"]
        right = "abc"[[one.solved for one in said].index(True)]
        assert lessons.check(experiment, "all-kinds/first-step", f" {right.upper()} ", seed).solved
        shown = lessons.ask("all-kinds/first-step", seed)
        assert f"<strong>{right}</strong>&ensp;How far each weight moves" in shown._repr_html_()
        assert "How far each weight moves" in repr(shown)
        assert "<" not in repr(shown)
    nonsenses: list[object] = ["g", "ab", "", None, 7, [], "\ud800"]
    for nonsense in nonsenses:
        verdict = lessons.check(experiment, "all-kinds/first-step", nonsense)
        assert verdict.solved is None
        assert "hoose" in verdict.words if nonsense in ("", None) else "a, b, c; got" in verdict.words
    assert "<b>" not in lessons.check(experiment, "all-kinds/first-step", "<b>").why


@pytest.mark.usefixtures("unpacked")
@pytest.mark.parametrize("source", [None, 7, "all-kinds/train-it", [], {"experiment": 1}, object])
def test_what_is_no_lab_is_told_in_a_sentence(source: Any) -> None:  # noqa: ANN401 - anything
    for call in (
        lambda: lessons.check(source, "all-kinds/train-it"),
        lambda: lessons.do(source, {"train": {"steps": 1}}),
        lambda: lessons.try_out(source, "all-kinds/train-it"),
    ):
        with pytest.raises(ConfigurationError, match="is an experiment or a lab"):
            call()


@pytest.mark.parametrize("name", [None, 7, ["a/b"], b"a/b", "a", ""])
def test_what_is_no_name_is_told_in_a_sentence(name: Any, make: Callable[..., Experiment]) -> None:  # noqa: ANN401
    with pytest.raises(ConfigurationError, match="goes by its lesson and its own name"):
        lessons.check(make("spiral"), name)
    with pytest.raises(ConfigurationError, match="There is no lesson"):
        lessons.named(name)


@pytest.mark.usefixtures("unpacked")
def test_a_lab_is_as_good_as_its_experiment(make: Callable[..., Experiment]) -> None:
    class Lab:
        experiment = make({"name": "spiral", "samples": 60})

    lab = Lab()
    assert lessons.check(lab, "all-kinds/train-it").solved is False
    lab.experiment.step_updates(3)
    assert lab.experiment.wait(30)
    verdict = lessons.check(lab, "all-kinds/train-it")
    assert verdict.solved
    assert "✓ Solved." in verdict._repr_html_()


@pytest.mark.usefixtures("unpacked")
def test_a_step_that_begins_anew_leaves_what_was_there_alone() -> None:
    first = lessons.set_up("all-kinds", 1)
    assert (first.dataset.name, first.epochs, first.page.tab) == ("spiral", 1, "TrainLab")
    first.epochs = 7
    second = lessons.set_up("all-kinds", 2, first)
    assert second is first
    assert second.epochs == 7
    anew = lessons.set_up("all-kinds", 1, first)
    assert anew is not first
    assert (anew.epochs, first.epochs) == (1, 7)
    for experiment in (first, anew):
        experiment.close()


@pytest.mark.usefixtures("unpacked")
def test_hints_come_one_at_a_time() -> None:
    assert repr(lessons.hint("all-kinds/first-step")) == "Look at the rule."
    assert repr(lessons.hint("all-kinds/first-step", 2)) == "Which number is multiplied?"
    with pytest.raises(ConfigurationError, match=r"number must be a whole number in \[1, 2\]; got 3"):
        lessons.hint("all-kinds/first-step", 3)
    assert "no hint" in repr(lessons.hint("all-kinds/next"))


@pytest.mark.usefixtures("unpacked")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("all-kinds", "goes by its lesson and its own name"),
        ("all-kind/next", "Did you mean 'all-kinds'?"),
        ("all-kinds/nxt", "Did you mean 'next'?"),
    ],
)
def test_an_unknown_task_is_told_with_the_nearest_name(name: str, words: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        lessons.ask(name)
    assert words in str(caught.value)


@pytest.mark.parametrize("text", ["", "%%%", "QUJD", packed(ALL)[:400], packed("x" * 300_000), "ü"])
def test_a_damaged_lesson_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(DataError, match="is damaged"):
        lessons.unpack("x", text)


def test_a_packed_lesson_with_faults_is_told_like_a_file() -> None:
    with pytest.raises(LessonError, match=r"x\.md:"):
        lessons.unpack("x", packed(HEAD + "\n## A\n\n" + block("task", CHOOSE.replace("choose", "chose"))))
