"""PredictLab without a browser: a drawing, a test digit, and what the network says of them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.data import load, normalize_digit
from mlwidgets.errors import ConfigurationError
from mlwidgets.session import Experiment
from mlwidgets.widgets import PredictLab
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture
def lab() -> Generator[PredictLab]:
    made = PredictLab(Experiment(epochs=1))
    yield made
    made.close()
    made.experiment.close()


def stroke() -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    image = np.zeros((112, 112), np.uint8)
    image[20:90, 50:60] = 255
    return image


def bars(lab: PredictLab) -> list[float]:
    return [float(share) for share in lab._bars.data[0].y]


def test_it_opens_on_a_test_digit_and_says_that_the_network_guesses(lab: PredictLab) -> None:
    assert lab.experiment.example is not None
    assert np.array_equal(lab.experiment.example.x, lab.experiment.dataset.x_test[0])
    assert lab._verdict.value.endswith("It has not been trained yet, so this is a guess.")
    assert sum(bars(lab)) == pytest.approx(1, abs=1e-5)


def test_a_drawing_is_brought_to_the_form_of_the_digits_before_the_network_sees_it(lab: PredictLab) -> None:
    Wire(lab._pad).arrive({"drawing": stroke().tobytes()})
    example = lab.experiment.example
    assert example is not None
    assert example.truth is None
    assert np.array_equal(example.x, normalize_digit(stroke()))
    expected = lab.experiment.model.predict(example.x[np.newaxis])[0]
    assert bars(lab) == pytest.approx(expected, abs=1e-6)
    assert lab._bars.alt.startswith("Probabilities of the classes. ")
    assert lab._seen.captions == ["Your drawing, centred and scaled as MNIST digits are"]


def test_a_wiped_pad_leaves_nothing_to_say(lab: PredictLab) -> None:
    Wire(lab._pad).arrive({"drawing": stroke().tobytes()})
    lab._pad.clear()
    assert lab.experiment.example is None
    assert lab._verdict.value == "Draw a digit or choose a test digit."
    assert lab._seen.count == 0


@pytest.mark.parametrize("drawing", [b"", b"x", b"\xff" * 12545])
def test_a_hostile_drawing_is_refused(lab: PredictLab, drawing: bytes) -> None:
    before = lab.experiment.example
    Wire(lab._pad).arrive({"drawing": drawing})
    assert lab.experiment.example is before


def test_the_slider_looks_at_any_test_digit(lab: PredictLab) -> None:
    Wire(lab._index).arrive({"value": 17.0})
    example = lab.experiment.example
    assert example is not None
    assert np.array_equal(example.x, lab.experiment.dataset.x_test[17])
    assert example.truth == lab.experiment.dataset.y_test[17]
    assert lab._seen.captions == ["Test digit 17"]


@pytest.mark.parametrize("loss", ["binary_crossentropy", "hinge"])
def test_two_classes_by_one_output_have_a_bar_each(loss: str) -> None:
    digits = load("mnist")
    old, new = digits.y_train < 2, digits.y_test < 2
    ones = dataclasses.replace(
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
    lab = PredictLab(Experiment(ones, loss=loss, epochs=1))
    prediction = lab.experiment.prediction
    assert prediction is not None
    assert prediction.output.shape == (1,)
    assert prediction.shares is not None
    assert bars(lab) == pytest.approx(prediction.shares)
    assert sum(bars(lab)) == pytest.approx(1)
    said = "zero" if bars(lab)[0] >= bars(lab)[1] else "one"
    assert said in lab._verdict.value
    lab._next_mistake({})
    example, prediction = lab.experiment.example, lab.experiment.prediction
    assert example is not None
    assert prediction is not None
    assert prediction.shares is not None
    assert int(prediction.shares.argmax()) != example.truth
    lab.close()
    lab.experiment.close()


@pytest.mark.parametrize("value", [-1.0, 1000.0, 0.5, float("nan"), "seven"])
def test_a_hostile_number_is_refused(lab: PredictLab, value: object) -> None:
    before = lab.experiment.example
    Wire(lab._index).arrive({"value": value})
    assert lab.experiment.example is before


def test_next_mistake_goes_round_all_of_them_in_order(lab: PredictLab) -> None:
    dataset = lab.experiment.dataset
    wrong = np.flatnonzero(lab.experiment.measure_test().output.argmax(axis=1) != dataset.y_test)
    assert len(wrong) > 2
    lab.show_test(int(wrong[-2]))
    button = next(w for w in lab.children[1].children[0].children[-1].children)
    button.click()
    assert lab._index.value == wrong[-1]
    button.click()
    assert lab._index.value == wrong[0]
    assert "; it is a " in lab._verdict.value


def test_the_words_follow_the_network_while_it_learns(lab: PredictLab) -> None:
    lab.experiment.run()
    assert lab.experiment.wait(timeout=60)
    assert "after 125 updates" in lab._verdict.value
    assert "guess" not in lab._verdict.value
    example = lab.experiment.example
    assert example is not None
    assert bars(lab) == pytest.approx(lab.experiment.model.predict(example.x[np.newaxis])[0], abs=1e-6)


def test_a_test_digit_can_be_brought_back_by_its_number(lab: PredictLab) -> None:
    Wire(lab._index).arrive({"value": 3.0})
    Wire(lab._pad).arrive({"drawing": stroke().tobytes()})
    assert lab._seen.captions != ["Test digit 3"]
    lab._index._choice_handlers(lab._index)
    assert lab._seen.captions == ["Test digit 3"]


@pytest.mark.parametrize("number", [-1, 1000, 1.5, "seven", None])
def test_a_number_of_no_test_digit_changes_nothing(lab: PredictLab, number: int) -> None:
    before = lab.experiment.example
    with pytest.raises(ConfigurationError, match=r"test example must be a whole number in \[0, 999\]; got"):
        lab.show_test(number)
    assert lab.experiment.example is before


def test_weights_changed_from_python_are_shown(lab: PredictLab) -> None:
    experiment = lab.experiment
    experiment.step_batch()
    assert experiment.wait(timeout=30)
    measured = experiment.snapshot
    experiment.model.set_weights([np.zeros_like(weights) for weights in experiment.model.get_weights()])
    assert experiment.measure_test().logs["loss"] == pytest.approx(np.log(10), abs=1e-6)
    experiment.refresh()
    assert experiment.wait(timeout=30)
    assert bars(lab) == pytest.approx([0.1] * 10)
    assert experiment.snapshot is not measured
    assert experiment.snapshot is not None
    assert experiment.snapshot.validation is not None
    assert experiment.snapshot.validation.evaluation.logs["loss"] == pytest.approx(np.log(10), abs=1e-6)
