"""Links of experiments: the same configuration, and the same numbers, in another session."""

from __future__ import annotations

import subprocess
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets import Experiment
from mlwidgets.data import load
from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.errors import ConfigurationError, DataError, MLWidgetsError
from mlwidgets.interchange.links import LinkContent, write_link
from mlwidgets.session.data import opening
from mlwidgets.session.learned.opening import learned_experiment
from mlwidgets.session.linked import not_in_link
from mlwidgets.session.page_setup import PageSetup
from tests.session.support import table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.session.conftest import Make

FIRST_LOSSES = """
import sys
from mlwidgets import Experiment
experiment = Experiment.from_link(sys.argv[1])
experiment.step_updates(10)
experiment.wait()
print([loss.hex() for loss in experiment.snapshot.history.batch_logs["loss"]])
experiment.close()
"""


@pytest.fixture
def spiral(make: Make) -> Experiment:
    return make(load("spiral"), seed=3)


def losses(experiment: Experiment, count: int = 10) -> list[str]:
    experiment.step_updates(count)
    assert experiment.wait(20)
    assert experiment.snapshot is not None
    return [loss.hex() for loss in experiment.snapshot.history.batch_logs["loss"]]


@pytest.mark.parametrize(
    "settings",
    [
        {"dataset": {"name": "spiral", "classes": 3, "noise": 10, "seed": 5}, "features": ["x1", "sin(x2)"]},
        {"dataset": "penguins", "optimizer": {"class_name": "adamw", "config": {"learning_rate": 0.01}}},
    ],
)
def test_a_link_gives_the_same_first_losses_in_another_session(settings: dict[str, object]) -> None:
    experiment = Experiment(**settings, seed=7, class_weight="balanced")  # type: ignore[arg-type]
    link = experiment.link("http://localhost/")
    here = losses(experiment)
    experiment.close()
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", FIRST_LOSSES, link], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(here)


def test_everything_of_the_configuration_is_in_the_link(spiral: Experiment) -> None:
    spiral.convolution.set(padding="valid")
    spiral.change_page(tab="OptimizerLab", hidden=["seed"], locked=["batch_size"])
    spiral.draft.add("Dropout", 1)
    other = Experiment.from_link(spiral.link())
    assert other.to_dict() == spiral.to_dict()
    assert other.page == spiral.page
    assert not other.can_undo
    other.close()


def test_opening_is_one_step_that_begins_the_run_anew(spiral: Experiment) -> None:
    link = spiral.link()
    other = learned_experiment()
    other.draft.replace([])  # impossible: it gives way
    assert other.open_link(link) == ()
    assert other.to_dict() == spiral.to_dict()
    assert other.draft.layers
    assert losses(other) == losses(spiral)
    other.open_link(link)  # once more: the same settings, and yet from the start
    other.model.build()
    assert other.model.layers[0].weights["kernel"].shape == (2, 4)
    assert losses(other) == losses(spiral)[:10]
    other.undo()
    assert other.wait(20)
    assert other.snapshot is not None
    assert other.snapshot.iteration == 10  # the run that the link threw away is back
    other.undo()
    assert other.dataset.name == "mnist"
    assert other.stage is not None
    other.close()


def test_the_learned_network_travels_as_the_stage_it_stands_at() -> None:
    teacher = learned_experiment("100")
    learner = Experiment.from_link(teacher.link())
    assert learner.stage is teacher.stage
    np.testing.assert_array_equal(learner.model.parameters, teacher.model.parameters)
    teacher.close()
    learner.close()


def test_own_data_do_not_travel_and_their_file_is_named(spiral: Experiment, make: Make) -> None:
    assert not_in_link(spiral) == []
    csv = b"size,toy\n" + b"1,car\n9,house\n" * 20
    spiral.data_draft.open_file("toys.csv", csv)
    assert "toys.csv cannot travel" in not_in_link(spiral)[0]
    link = spiral.link()
    learner = Experiment.from_link(link)  # the file is open in this session
    assert learner.dataset.class_names == ("car", "house")
    learner.close()
    data = {**(spiral.dataset.config or {}), "sha256": "0"}
    with pytest.raises(DataError, match=r"'toys.csv' is not open: open its file again"):
        Experiment.from_link(write_link(LinkContent(settings={**spiral.to_dict(), "dataset": data})))
    arrays = make(table())
    assert "made in Python" in not_in_link(arrays)[0]
    with pytest.raises(ConfigurationError, match="no data set named 'clouds'"):
        Experiment.from_link(arrays.link())


HOSTILE: list[dict[str, object]] = [
    {"version": 99},
    {"version": 2, "dataset": "<img src=x onerror=alert(1)>"},
    {"version": 2, "dataset": {"name": "spiral", "noise": 10**400}},
    {"version": 2, "dataset": {"name": "spiral", "samples": 10**9}},
    {"version": 2, "dataset": ["spiral"]},
    {"version": 2, "dataset": None},
    {"version": 2, "seed": 1e300},
    {"version": 2, "seed": "0"},
    {"version": 2, "layers": "Dense"},
    {"version": 2, "layers": [{"class_name": "os.system", "config": {"command": "true"}}]},
    {"version": 2, "layers": [{"class_name": "Flatten"}] * 5000},
    {"version": 2, "layers": [[]]},
    {"version": 2, "optimizer": {"class_name": "adam", "config": {"learning_rate": {"a": 1}}}},
    {"version": 2, "loss": {"class_name": "x" * 10_000}},
    {"version": 2, "convolution": {"kernel": [["x"]]}},
    {"version": 2, "convolution": []},
    {"version": 2, "class_weight": {"0": -1}},
    {"version": 2, "__class__": 3},
]


@pytest.mark.parametrize("settings", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_settings_are_a_sentence_and_nothing_changes(
    settings: dict[str, object], spiral: Experiment
) -> None:
    before = spiral.to_dict()
    with pytest.raises(MLWidgetsError) as refusal:
        spiral.open_link(write_link(LinkContent(settings=settings)))
    assert len(str(refusal.value)) < 700
    assert spiral.to_dict() == before
    assert not spiral.can_undo


@pytest.mark.parametrize(
    "page",
    [
        {"tab": 3},
        {"tab": "<b>"},
        {"hidden": "seed"},
        {"hidden": ["a b"]},
        {"locked": ["x"] * 1000},
        {"locked": [["x"]]},
        {"lifted": "no"},
        {"script": "x"},
    ],
)
def test_a_hostile_page_is_refused(page: dict[str, object], spiral: Experiment) -> None:
    with pytest.raises(ConfigurationError):
        spiral.open_link(write_link(LinkContent(settings=spiral.to_dict(), page=page)))
    assert spiral.page == PageSetup()


def test_controls_are_part_of_the_one_undo_and_the_tab_is_not(spiral: Experiment) -> None:
    spiral.change_page(tab="TrainLab")
    assert not spiral.can_undo
    spiral.change_page(hidden=["seed"])
    spiral.change_page(tab="DataLab")
    assert spiral.page.access("seed") == "hidden"
    spiral.undo()
    assert spiral.page == PageSetup(tab="DataLab")
    spiral.redo()
    assert spiral.page.access("seed") == "hidden"
    spiral.change_page(lifted=True)
    assert spiral.page.access("seed") == "free"


def test_points_with_changed_labels_and_drawn_points_travel() -> None:
    drawn = load(
        {
            "name": "drawn",
            "points": [[1, 1], [2, 1], [3, 1], [-1, -1], [-2, -2], [-3, -3.5]],
            "labels": [0, 0, 0, 1, 1, 1],
        }
    )
    experiment = Experiment(drawn)
    assert not_in_link(experiment) == []
    other = Experiment.from_link(experiment.link())
    np.testing.assert_array_equal(other.dataset.x_train, drawn.x_train)
    experiment.close()
    other.close()


@pytest.mark.parametrize("what", ["run", "link", "model"])
def test_data_that_are_still_being_read_do_not_replace_what_is_opened(
    what: str, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "SMALL_VALUES", 100)
    began, go_on = threading.Event(), threading.Event()

    def slow(*arguments: Any) -> Any:  # noqa: ANN401 - as the one it stands for
        began.set()
        assert go_on.wait(20)
        return prepared_dataset(*arguments)

    monkeypatch.setattr(opening, "prepared_dataset", slow)
    experiment = make(load("circle"))
    ways: dict[str, Callable[[], object]] = {
        "run": partial(experiment.open_run, experiment.to_bytes()),
        "link": partial(experiment.open_link, experiment.link()),
        "model": partial(experiment.open_model, experiment.model_now()),
    }
    experiment.data_draft.use("iris")
    assert began.wait(20)
    ways[what]()
    go_on.set()
    for thread in threading.enumerate():
        if thread.name == "mlwidgets-background":
            thread.join(20)
    assert experiment.dataset.name == "circle"
