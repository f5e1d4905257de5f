"""PredictLab without a browser: one shared picture, what the page is told, and what it may ask."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data import load, normalize_digit
from mlwidgets.errors import ConfigurationError
from mlwidgets.session import Example, Experiment
from mlwidgets.session.learned.opening import learned_experiment
from mlwidgets.session.learned.stages import learned_network
from mlwidgets.widgets import PredictLab
from tests.session.support import DEADLINE, settled
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Generator


class Page:
    """Plays the page: sees the picture, and paints what it is shown."""

    def __init__(self, experiment: Experiment) -> None:
        self.lab = PredictLab(experiment)
        self.experiment = experiment
        view = self.lab._flow
        assert view is not None  # the data are digits
        self.view = view
        self.flow, self.reader = self.view._flow, self.view._reader
        self.wire = Wire(self.flow)
        self.arrive({"visible": True})
        # What the experiment still tells of its beginning comes from its publisher's thread.
        assert experiment.wait(DEADLINE)
        self.paint()

    def arrive(self, state: dict[str, Any]) -> None:
        self.wire.arrive(state)
        self.paint()

    def say(self, **content: Any) -> None:  # noqa: ANN401 - whatever a page says
        self.wire.say(content)
        self.paint()

    def paint(self) -> None:
        while not self.flow.painted:
            self.wire.say({"kind": "painted", "serial": self.flow.frame["serial"]})

    def settle(self) -> None:
        settled(self.experiment)
        self.paint()


@pytest.fixture
def look() -> Generator[Callable[..., Page]]:
    """Give a maker of pages on an experiment."""
    made: list[Page] = []

    def maker(experiment: Experiment | None = None) -> Page:
        made.append(Page(learned_experiment() if experiment is None else experiment))
        return made[-1]

    yield maker
    for page in made:
        page.lab.close()
        page.experiment.close()


def stroke() -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    image = np.zeros((112, 112), np.uint8)
    image[20:90, 50:60] = 255
    return image


def zeros_and_ones() -> Any:  # noqa: ANN401 - a Dataset
    digits = load("mnist")
    old, new = digits.y_train < 2, digits.y_test < 2
    return dataclasses.replace(
        digits,
        name="zeros and ones",
        x_train=digits.x_train[old][:200],
        y_train=digits.y_train[old][:200],
        x_test=digits.x_test[new],
        y_test=digits.y_test[new],
        class_names=("zero", "one"),
        train_index=None,
        test_index=None,
    )


def test_it_opens_on_a_test_digit_and_says_what_the_network_has_learned(look: Callable[..., Page]) -> None:
    page = look()
    dataset = page.experiment.dataset
    example = page.flow.example
    assert (example["source"], example["test"], example["truth"]) == ("picture", 0, int(dataset.y_test[0]))
    np.testing.assert_array_equal(np.frombuffer(example["x"], "<f4"), dataset.x_test[0].ravel())
    assert page.flow.frame["note"] == (
        "This network has learned from 4,000 digits already (2,500 updates): it reads 97.3% of the test "
        "digits correctly."
    )
    assert (page.flow.stage, page.flow.run) == ("all", "")


def test_the_page_is_given_what_it_needs_to_compute_everything(look: Callable[..., Page]) -> None:
    page = look()
    frame = page.flow.frame
    assert [layer["kind"] for layer in frame["plan"]] == [
        "Conv2D",
        "MaxPooling2D",
        "Conv2D",
        "MaxPooling2D",
        "Flatten",
        "Dense",
    ]
    weights = np.concatenate([part.ravel() for part in page.experiment.model.get_weights()])
    np.testing.assert_array_equal(np.frombuffer(frame["weights"], "<f4"), weights)
    assert frame["layers"][0]["title"] == "Input"
    assert {group["data"] for row in frame["layers"] for group in row["groups"]} == {b""}
    assert frame["layers"][-1]["groups"][0]["names"] == list("0123456789")


def test_a_drawing_costs_one_small_message_and_is_the_experiments_example(look: Callable[..., Page]) -> None:
    page = look()
    page.wire.messages.clear()
    page.wire.buffers.clear()
    page.arrive({"drawing": stroke().tobytes()})
    example = page.experiment.example
    assert example is not None
    assert example.truth is None
    np.testing.assert_array_equal(example.x, normalize_digit(stroke()))
    assert page.flow.example["source"] == "drawing"
    assert page.wire.buffers == []
    assert len(page.wire.messages) <= 2


def test_a_wiped_pad_leaves_nothing_to_say(look: Callable[..., Page]) -> None:
    page = look()
    page.arrive({"drawing": stroke().tobytes()})
    page.arrive({"drawing": bytes(112 * 112)})
    assert page.experiment.example is None
    assert page.flow.example["source"] == "nothing"


@pytest.mark.parametrize("drawing", [b"", b"x", b"\xff" * 12545])
def test_a_hostile_drawing_is_refused(look: Callable[..., Page], drawing: bytes) -> None:
    page = look()
    before = page.experiment.example
    page.arrive({"drawing": drawing})
    assert page.experiment.example is before


def test_what_others_choose_is_shown_on_the_pad(look: Callable[..., Page]) -> None:
    page = look()
    page.arrive({"drawing": stroke().tobytes()})
    dataset = page.experiment.dataset
    page.experiment.example = Example(dataset.x_train[5], "Validation example 5", int(dataset.y_train[5]))
    shown = page.flow.example
    assert (shown["source"], shown["title"], shown["test"]) == ("picture", "Validation example 5", None)
    np.testing.assert_array_equal(np.frombuffer(shown["x"], "<f4"), dataset.x_train[5].ravel())


def test_any_test_digit_can_be_asked_for(look: Callable[..., Page]) -> None:
    page = look()
    page.say(kind="test", number=17)
    assert page.flow.example["test"] == 17
    page.say(kind="step", to="next")
    assert page.flow.example["title"] == "Test digit 18"
    page.say(kind="step", to="previous")
    page.say(kind="step", to="previous")
    assert page.flow.example["test"] == 16
    page.say(kind="test", number=0)
    page.say(kind="step", to="previous")
    assert page.flow.example["test"] == 999
    page.arrive({"drawing": stroke().tobytes()})
    assert page.flow.example["test"] is None


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "test", "number": "seven"},
        {"kind": "test", "number": 1.5},
        {"kind": "test"},
        {"kind": "step", "to": "elsewhere"},
        {"kind": "stage", "stage": 3},
        {"kind": "run", "command": "explode"},
        {"kind": "nonsense"},
        {},
    ],
)
def test_what_makes_no_sense_is_not_heard(look: Callable[..., Page], content: dict[str, Any]) -> None:
    page = look()
    before = page.flow.example, page.flow.stage
    page.say(**content)
    assert (page.flow.example, page.flow.stage) == before
    assert page.view.fault == ""


@pytest.mark.parametrize(("content", "sentence"), [
    ({"kind": "test", "number": 1000}, r"test example must be a whole number in \[0, 999\]; got 1000"),
    ({"kind": "stage", "stage": "7"}, "stage"),
])  # fmt: skip
def test_what_is_out_of_range_gets_a_sentence(
    look: Callable[..., Page], content: dict[str, Any], sentence: str
) -> None:
    page = look()
    page.say(**content)
    assert page.flow.example["test"] == 0
    assert re.search(sentence, page.view.fault)
    assert page.lab.header.error == page.view.fault


@pytest.mark.parametrize("number", [-1, 1000, 1.5, "seven", None])
def test_a_number_of_no_test_digit_changes_nothing(look: Callable[..., Page], number: int) -> None:
    page = look()
    before = page.experiment.example
    with pytest.raises(ConfigurationError, match=r"test example must be a whole number in \[0, 999\]; got"):
        page.lab.show_test(number)
    assert page.experiment.example is before


def test_next_mistake_goes_round_all_of_them_in_order(look: Callable[..., Page]) -> None:
    page = look()
    dataset = page.experiment.dataset
    wrong = np.flatnonzero(page.experiment.measure_test().output.argmax(axis=1) != dataset.y_test)
    assert len(wrong) == 27
    page.lab.show_test(int(wrong[-2]))
    page.say(kind="step", to="mistake")
    assert page.flow.example["test"] == wrong[-1]
    page.say(kind="step", to="mistake")
    assert page.flow.example["test"] == wrong[0]


def test_the_stages_of_learning_can_be_chosen(look: Callable[..., Page]) -> None:
    page = look()
    assert [name for name, _ in page.flow.stages] == ["0", "10", "100", "all"]
    notes = {
        "0": "Random weights, nothing learned yet: 10.8% of the test digits right, no better than guessing.",
        "10": "After 10 updates the network reads 31.6% of the test digits correctly.",
        "100": "After 100 updates the network reads 89.2% of the test digits correctly.",
    }
    for name, note in notes.items():
        page.say(kind="stage", stage=name)
        page.settle()
        assert (page.flow.stage, page.flow.run) == (name, "")
        assert page.flow.frame["note"] == note
        np.testing.assert_array_equal(page.experiment.model.vector, learned_network().stages[name].vector)


def test_train_it_yourself_begins_with_random_weights_and_the_picture_changes(
    look: Callable[..., Page],
) -> None:
    page = look()
    learned = page.flow.frame["weights"]
    page.say(kind="run", command="train")
    page.say(kind="run", command="pause")
    page.settle()
    assert page.flow.stage in {"", "0"}
    assert page.flow.frame["weights"] != learned
    page.say(kind="run", command="train")
    page.experiment.pause()
    page.experiment.step_epoch()
    page.settle()
    assert page.flow.run == "paused"
    assert page.flow.frame["note"].startswith("Your training: 125 updates, ")
    assert page.flow.frame["note"].endswith("% of the validation digits right")
    page.say(kind="stage", stage="all")
    page.settle()
    assert (page.flow.stage, page.flow.run) == ("all", "")
    assert page.flow.frame["weights"] == learned


def test_another_network_has_no_stages_and_an_untrained_one_says_so(look: Callable[..., Page]) -> None:
    output = {"class_name": "Dense", "config": {"units": 10, "activation": "softmax"}}
    page = look(Experiment(layers=[{"class_name": "Flatten"}, output]))
    assert page.flow.stages == []
    assert page.flow.frame["note"] == "The network is untrained, so this is a guess."
    assert [row["title"] for row in page.flow.frame["layers"]] == ["Input", "Flatten", "Dense 10"]


@pytest.mark.parametrize("loss", ["binary_crossentropy", "hinge"])
def test_two_classes_by_one_output_are_computed_in_python(look: Callable[..., Page], loss: str) -> None:
    page = look(Experiment(zeros_and_ones(), loss=loss, epochs=1))
    frame = page.flow.frame
    assert frame["plan"] is None
    assert frame["names"] == ["zero", "one"]
    assert sum(frame["shares"]) == pytest.approx(1)
    assert len(frame["layers"][1]["groups"][0]["data"]) == 8 * 26 * 26
    before = frame["shares"]
    page.arrive({"drawing": stroke().tobytes()})
    assert page.flow.frame["shares"] != before
    prediction = page.experiment.prediction
    assert prediction is not None
    assert prediction.shares is not None
    assert page.flow.frame["shares"] == pytest.approx(list(prediction.shares))


def test_every_number_can_be_opened_and_follows_the_drawing(look: Callable[..., Page]) -> None:
    page = look()
    page.arrive({"opened": [3, 0, 5]})
    assert page.reader.arithmetic["place"] == "Conv2D 16 × 3 × 3, map 6, row 6, column 6"
    assert page.flow.reach == {"layer": 2, "channels": [0, 8], "box": [5, 5, 3, 3]}
    board = page.reader.board
    before = board["data"]
    assert page.view.trace is not None
    maps = page.view.trace.layers[2].a
    assert (board["reach"], board["table"]) == (pytest.approx(float(maps.max())), "unsigned")
    page.arrive({"drawing": stroke().tobytes()})
    assert page.reader.board["data"] != before
    page.arrive({"opened": [6, 0, 7]})
    assert page.reader.arithmetic["place"] == "Dense 10, class 7"
    assert len(page.reader.arithmetic["shares"]["rows"]) == 10


def test_weights_changed_from_python_are_shown(look: Callable[..., Page]) -> None:
    page = look()
    experiment = page.experiment
    experiment.model.set_weights([np.zeros_like(weights) for weights in experiment.model.get_weights()])
    experiment.refresh()
    page.settle()
    assert not np.frombuffer(page.flow.frame["weights"], "<f4").any()


def test_a_picture_nobody_sees_costs_nothing(look: Callable[..., Page]) -> None:
    page = look(Experiment(epochs=1))
    page.arrive({"visible": False})
    serial = page.flow.frame["serial"]
    page.experiment.step_batch()
    page.settle()
    assert page.flow.frame["serial"] == serial
    page.arrive({"visible": True})
    assert page.flow.frame["serial"] > serial
    assert page.flow.frame["note"].startswith("Your training: 1 update")
