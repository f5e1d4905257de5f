"""TrainLab without a browser: what its controls do to the experiment, and what a run sends to the page."""

from __future__ import annotations

import dataclasses
import time
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.session import Experiment, Status
from mlwidgets.widgets import TrainLab
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.training.confusion_matrix import ConfusionMatrix
from mlwidgets.widgets.training.example_gallery import ExampleGallery
from mlwidgets.widgets.training.run_panel import RunPanel
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    import ipywidgets

SECONDS = 60
BUTTONS = {
    "Run": "run",
    "Pause": "pause",
    "Step batch": "batch",
    "Step epoch": "epoch",
    "Reset": "reset",
    "Measure": "test",
}


def parts(widget: ipywidgets.Widget) -> Iterator[ipywidgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from parts(child)


def control(lab: TrainLab, label: str) -> Any:  # noqa: ANN401 - a number or a menu
    kinds = (NumberControl, ChoiceControl)
    return next(part for part in parts(lab) if isinstance(part, kinds) and part.label == label)


def press(lab: TrainLab, words: str) -> None:
    Wire(only(lab, RunPanel)).say({"kind": "press", "button": BUTTONS[words]})


def only(lab: TrainLab, kind: type[Any]) -> Any:  # noqa: ANN401 - whichever kind was asked for
    found = [part for part in parts(lab) if isinstance(part, kind)]
    assert len(found) == 1
    return found[0]


@pytest.fixture
def lab() -> Generator[TrainLab]:
    made = TrainLab(Experiment(epochs=2))
    yield made
    made.close()
    made.experiment.close()


def rest(lab: TrainLab) -> None:
    assert lab.experiment.wait(timeout=SECONDS)


@pytest.mark.parametrize(
    ("label", "name", "value"),
    [
        ("Learning rate", "learning_rate", 0.03),
        ("Batch size", "batch_size", 64.0),
        ("Epochs", "epochs", 7.0),
    ],
)
def test_a_control_and_its_setting_move_each_other(
    lab: TrainLab, label: str, name: str, value: float
) -> None:
    widget = control(lab, label)
    before = widget.value
    Wire(widget).arrive({"value": value})
    assert getattr(lab.experiment, name) == value
    setattr(lab.experiment, name, int(before) if name in {"batch_size", "epochs"} else before)
    assert widget.value == before


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0, 0.0, 11.0, "0.1; import os", None, [1]])
def test_a_hostile_learning_rate_changes_nothing(lab: TrainLab, value: object) -> None:
    widget = control(lab, "Learning rate")
    before = widget.value
    Wire(widget).arrive({"value": value})
    assert lab.experiment.learning_rate == before
    assert widget.value == before
    assert widget.error


def test_what_the_experiment_refuses_is_explained_under_the_control(lab: TrainLab) -> None:
    widget = control(lab, "Learning rate")
    before = widget.value
    widget.maximum = 100.0  # as a teacher might
    Wire(widget).arrive({"value": 50.0})
    assert widget.value == before == lab.experiment.learning_rate
    assert widget.error == "learning_rate must be a number in (0, 10]; got 50.0."


def test_another_optimizer_brings_its_usual_rate_and_says_that_training_starts_afresh(lab: TrainLab) -> None:
    press(lab, "Step batch")
    rest(lab)
    menu = control(lab, "Optimizer")
    assert not any(isinstance(part, NumberControl) and part.label == "Momentum" for part in parts(lab))
    menu.value = "sgd"
    rest(lab)
    assert lab.experiment.optimizer.name == "sgd"
    assert lab.experiment.learning_rate == 0.1
    assert control(lab, "Momentum").value == 0.0
    assert (
        lab.header.note
        == "The optimizer is now SGD, with its usual learning rate 0.1. Press Run to train from the start."
    )
    assert lab.experiment.snapshot is not None
    assert lab.experiment.snapshot.iteration == 0


def test_the_buttons_do_what_they_say(lab: TrainLab) -> None:
    press(lab, "Step batch")
    rest(lab)
    progress = only(lab, RunPanel)
    assert progress.text.endswith("update 1")
    assert progress.state == "paused"
    press(lab, "Step epoch")
    rest(lab)
    assert progress.text == "epoch 1.00 of 2 · update 125"
    press(lab, "Run")
    rest(lab)
    assert progress.state == "finished"
    assert lab.experiment.status is Status.FINISHED
    press(lab, "Run")
    assert lab.header.error.startswith("The last epoch (2) is done. Raise the number of epochs")
    press(lab, "Reset")
    rest(lab)
    assert lab.header.error == ""
    assert progress.state == "idle"
    assert progress.value == 0


def test_run_and_pause_in_the_middle(lab: TrainLab) -> None:
    lab.experiment.epochs = 200
    press(lab, "Run")
    deadline = time.monotonic() + SECONDS
    progress = only(lab, RunPanel)
    while progress.state != "running":
        assert time.monotonic() < deadline
    press(lab, "Pause")
    rest(lab)
    assert progress.state == "paused"
    assert 0 < progress.value < 200


def test_a_cell_opens_its_examples_and_an_example_goes_to_all_labs(lab: TrainLab) -> None:
    matrix, gallery = only(lab, ConfusionMatrix), only(lab, ExampleGallery)
    assert sum(map(sum, matrix.counts)) == 0
    press(lab, "Step batch")
    rest(lab)
    assert sum(map(sum, matrix.counts)) == 1000
    true, predicted = max(
        ((row, column) for row in range(10) for column in range(10) if row != column),
        key=lambda cell: matrix.counts[cell[0]][cell[1]],
    )
    Wire(matrix).arrive({"selected": [true, predicted]})
    assert gallery.count == min(48, matrix.counts[true][predicted]) > 0
    assert gallery.title.endswith(f" mistaken for {predicted}, with the probability given to {predicted}")
    article = "An" if true == 8 else "A"
    assert all(alt.startswith(f"{article} {true} that the network calls {predicted}") for alt in gallery.alts)

    Wire(gallery).arrive({"selected": 0})
    example = lab.experiment.example
    assert example is not None
    assert example.truth == true
    assert lab.experiment.prediction is not None
    assert lab.experiment.prediction.output.argmax() == predicted
    assert lab.header.note == "The example is open under Predict as well."

    # After a reset the cell stays chosen, and nothing can be in it yet.
    press(lab, "Reset")
    rest(lab)
    assert gallery.count == 0
    assert gallery.empty_text == "Nothing has been measured yet. Press Run."


def test_a_hostile_cell_is_refused(lab: TrainLab) -> None:
    matrix = only(lab, ConfusionMatrix)
    for selected in ([10, 0], [-1, 0], [0], [0, 0, 0], "00", None):
        Wire(matrix).arrive({"selected": selected})
        assert matrix.selected == []


def test_a_run_sends_little_and_seldom(lab: TrainLab) -> None:
    lab.experiment.epochs = 200
    wires = [Wire(part) for part in parts(lab)]
    lab.experiment.run()
    start = time.monotonic()
    progress = only(lab, RunPanel)

    def told() -> int:
        return sum("text" in state for wire in wires if wire.widget is progress for state in wire.updates())

    # Two seconds of training is what is measured; more, where five messages take longer.
    while (passed := time.monotonic() - start) < 2 or told() < 5:
        assert passed < SECONDS
        time.sleep(0.05)
    lab.experiment.pause()
    rest(lab)
    seconds = time.monotonic() - start
    sent = {id(wire.widget): wire.updates() for wire in wires}
    texts = [state for state in sent[id(progress)] if "text" in state]
    # Ten a second while it runs, and a few when it starts, stops and has measured its last weights.
    assert 5 <= len(texts) <= 10 * seconds + 6


def test_the_newest_results_stand_beside_the_buttons(lab: TrainLab) -> None:
    panel = only(lab, RunPanel)
    assert panel.columns == ["Loss", "Accuracy"]
    assert panel.numbers == [[], [], []]
    press(lab, "Step batch")
    rest(lab)
    assert [len(row) for row in panel.numbers] == [2, 2, 0]  # test examples are measured when asked
    assert (panel.test_text, panel.test_label) == ("Measure", "Measure on the test digits")
    assert (panel.test_note, panel.test_help) == ("", "")  # pictures are not locked
    press(lab, "Measure")
    assert panel.test_note == "opened once"
    assert "validation examples" in panel.test_help
    assert [len(row) for row in panel.numbers] == [2, 2, 2]
    press(lab, "Reset")
    rest(lab)
    assert panel.numbers == [[], [], []]


def test_a_press_that_does_nothing_tells_the_page_so(lab: TrainLab) -> None:
    lab.experiment.epochs = 1
    press(lab, "Run")
    rest(lab)
    panel = only(lab, RunPanel)
    rested = panel.rested
    wire = Wire(panel)
    press(lab, "Run")  # all epochs are done
    wire = Wire(panel)
    wire.say({"kind": "press", "button": "run"})
    assert {"method": "custom", "content": {"kind": "refused"}} in wire.messages
    for message in ({"kind": "press", "button": "rm"}, {"kind": "press"}, {"button": 1}, {}):
        wire.say(message)
    assert panel.rested == rested


def test_a_run_that_learned_nothing_says_why(lab: TrainLab) -> None:
    lab.experiment.learning_rate = 10
    press(lab, "Step epoch")
    rest(lab)
    about = only(lab, RunPanel).about
    assert about.startswith("Every ReLU in layer 1 (Conv2D) is dead since update ")
    assert len(about) <= 62
    lab.experiment.learning_rate = 0.002
    press(lab, "Reset")
    rest(lab)
    press(lab, "Step epoch")
    rest(lab)
    assert only(lab, RunPanel).about == ""


@pytest.mark.parametrize(
    "settings",
    [
        {"learning_rate": 1e-8},
        {"optimizer": {"class_name": "SGD", "config": {"momentum": 0.995}}},
        {"batch_size": 5000},
        {"epochs": 500},
    ],
)
def test_whatever_the_experiment_accepts_the_lab_shows(settings: dict[str, Any]) -> None:
    opened = TrainLab(Experiment(**settings))
    changed = TrainLab(Experiment())
    for name, value in settings.items():
        setattr(changed.experiment, name, value)
    for made in (opened, changed):
        assert made.fault == ""
        for name, value in settings.items():
            if name != "optimizer":
                label = name.replace("_", " ").capitalize()
                assert control(made, label).value == pytest.approx(value)
            else:
                assert control(made, "Momentum").value == 0.995
        made.close()
        made.experiment.close()


def test_a_button_takes_back_what_was_said_before(lab: TrainLab) -> None:
    control(lab, "Optimizer").value = "rmsprop"
    assert lab.header.note.startswith("The optimizer is now RMSprop")
    press(lab, "Step batch")
    assert lab.header.note == ""
    rest(lab)


def test_epochs_below_what_is_done_keep_the_whole_curve_and_say_so(lab: TrainLab) -> None:
    press(lab, "Run")
    rest(lab)
    progress = only(lab, RunPanel)
    lab.experiment.epochs = 1
    rest(lab)
    assert progress.text == "epoch 2.00, past the 1 asked for · update 250"
    assert progress.value == progress.maximum
    lab.experiment.epochs = 3
    rest(lab)
    assert progress.text == "epoch 2.00 of 3 · update 250"
    assert progress.state == "paused"


def test_another_data_set_makes_the_lab_anew(lab: TrainLab) -> None:
    digits = lab.experiment.dataset
    matrix = only(lab, ConfusionMatrix)
    few = dataclasses.replace(
        digits, x_train=digits.x_train[:100], y_train=digits.y_train[:100], train_index=None
    )
    lab.experiment.dataset = few
    assert lab.header.error == ""
    assert only(lab, ConfusionMatrix) is not matrix
    lab.experiment.step_batch()
    rest(lab)
    assert lab.header.error == ""
    assert "update 1" in only(lab, RunPanel).text


def test_a_lab_takes_the_name_of_a_data_set() -> None:
    made = TrainLab("mnist")
    assert made.experiment.dataset.name == "mnist"
    made.close()
    with pytest.raises(ConfigurationError, match="mnits"):
        TrainLab("mnits")


def test_without_validation_data_the_numbers_say_so() -> None:
    made = TrainLab(Experiment(validation_split=0, epochs=1))
    press(made, "Step batch")
    rest(made)
    assert only(made, RunPanel).about == "No examples are held out for validation (validation_split is 0)."
    made.close()
    made.experiment.close()


def test_other_data_of_as_many_classes_after_a_run_are_shown_in_the_matrix() -> None:
    experiment = Experiment({"name": "circle", "samples": 200}, epochs=1)
    lab = TrainLab(experiment)
    experiment.run()
    assert experiment.wait(20)
    experiment.dataset = {"name": "circle", "samples": 100}
    assert lab.header.error == ""
    experiment.run()
    assert experiment.wait(20)
    assert lab.header.error == ""
    counted = sum(map(sum, only(lab, ConfusionMatrix).counts))
    assert counted == len(experiment.split.x_validation)
    lab.close()
    experiment.close()
