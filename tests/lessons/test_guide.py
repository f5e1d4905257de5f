"""The author's guide: its tables are today's, and the lesson in it works as it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from mlwidgets import cli
from mlwidgets.lessons import read
from mlwidgets.lessons.actions import ACTIONS, do_all, parse_action
from mlwidgets.lessons.format.reading import read_text
from mlwidgets.lessons.setting_up import set_up
from mlwidgets.lessons.tasks import KINDS
from tests.lessons.guide_tables import EXAMPLES, GUIDE, SETTINGS, with_tables
from tests.lessons.running import run_notebook
from tests.lessons.texts import CHOOSE, REACH, faults, with_task

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mlwidgets.session import Experiment

TEXT = GUIDE.read_text(encoding="utf-8")


def example() -> str:
    """Return the whole lesson that the guide shows."""
    (found,) = re.findall(r"^````markdown\n(.*?)^````$", TEXT, re.DOTALL | re.MULTILINE)
    return str(found)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "step-length.md"
    path.write_text(example(), encoding="utf-8")
    return path


def test_the_tables_are_todays() -> None:
    assert with_tables(TEXT) == TEXT, "run python -m tests.lessons.guide_tables"


def test_every_kind_of_task_is_described() -> None:
    assert re.findall(r"^\| `(\w+)` \| (?:chooses|brings|works|writes)", TEXT, re.MULTILINE) == list(KINDS)


def test_the_example_is_short_and_has_three_steps_and_two_tasks(file: Path) -> None:
    assert len(example().splitlines()) < 30
    lesson = read(file)
    assert (len(lesson.steps), len(lesson.tasks)) == (3, 2)


def test_the_example_passes_its_check(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["lesson", "check", str(file)]) == 0
    out, err = capsys.readouterr()
    first, second = out.splitlines()
    assert first == (
        "step-length.md: 3 steps set up, 2 tasks solved by the model answers, 4 wrong answers replied to."
    )
    assert second.startswith("  break-it: ")
    assert "diverged" in second
    assert err == ""


def test_the_example_becomes_a_notebook_that_runs(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    assert cli.main(["lesson", "notebook", str(file), "--out", str(out)]) == 0
    shown = run_notebook(out, tmp_path)
    assert any("TrainLab" in text for text in shown)
    assert any("A weight is" in text for text in shown)
    assert any("Nothing has been trained yet" in text for text in shown)


def test_the_prediction_in_the_guide_is_a_task() -> None:
    found, _ = re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    assert faults(with_task(found)) == []


def test_the_checks_of_a_finished_run_in_the_guide_are_checks() -> None:
    _, found = re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    assert faults(with_task(REACH.replace("check: updates\nwith: {at_least: 3}\n", found))) == []


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_can_be_set_up_as_it_is_written_there(
    name: str, make: Callable[..., Experiment]
) -> None:
    lesson = read_text(with_task(CHOOSE, f"experiment: {{{name}: {SETTINGS[name][1]}}}\nfresh: false"), "x")
    experiment = make("spiral" if name != "loss" else "sine")
    before = {**experiment.to_dict(), "convolution": experiment.convolution.to_dict()}
    set_up(experiment, lesson, None, 0)
    after = {**experiment.to_dict(), "convolution": experiment.convolution.to_dict()}
    assert after != before


def test_a_later_step_keeps_the_batch_size_unless_it_begins_anew(make: Callable[..., Experiment]) -> None:
    for fresh, kept in (("false", True), ("true", False)):
        experiment = make("spiral", batch_size=7)
        setup = f"experiment: {{dataset: circle}}\nfresh: {fresh}"
        set_up(experiment, read_text(with_task(CHOOSE, setup), "x"), None, 0)
        assert (experiment.batch_size == 7) is kept


def test_dollars_with_a_blank_inside_are_no_formula() -> None:
    text = with_task(CHOOSE).replace("Text.", "One $ w^2 $ and one $w^2$.")
    assert read_text(text, "x").steps[0].html.count("<math") == 1


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_can_be_done_as_it_is_written_there(name: str, make: Callable[..., Experiment]) -> None:
    for text in EXAMPLES[name].split("` or `"):
        given = yaml.safe_load(text)
        assert list(given) == [name]
        experiment = make({"name": "spiral", "samples": 60}, epochs=200)
        before = experiment.to_dict()
        if name in ("reset", "test"):
            do_all([parse_action({"train": {"steps": 1}})], experiment)
        if name == "run":
            experiment.epochs = 2
        do_all([parse_action(given)], experiment)
        seen = experiment.present
        updates, epochs = (0, 0.0) if seen is None else (seen.iteration, seen.epoch)
        assert {
            "train": updates == 100 or epochs == 3,
            "run": experiment.status.value == "finished",
            "reset": updates == 0,
            "test": experiment.ledger.test_openings == 1,
        }.get(name, experiment.to_dict() != before)
