"""A convolution that someone works on: changes, refusals, undo, and the form in which it travels."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from mlwidgets.errors import ConfigurationError, MLWidgetsError, SessionStateError
from mlwidgets.explain.convolution.forward import ConvolutionSettings
from mlwidgets.session import Experiment
from mlwidgets.session.convolution.experiment import Convolution


def test_it_opens_on_the_article() -> None:
    convolution = Convolution()
    assert convolution.convolved.output[:, :, 0].tolist() == [
        [114, 328, -26, 470, 158],
        [53, 266, -61, -30, 344],
        [403, 116, -47, 295, 244],
        [108, -135, 256, -128, 344],
        [314, 346, 279, 153, 421],
    ]
    assert convolution.gradients is None


def test_each_change_is_told_once_with_everything_in_place() -> None:
    convolution = Convolution()
    seen = []
    convolution.observe(
        lambda change: seen.append((change["new"].output.shape, convolution.setup.settings.padding)),
        "convolved",
    )
    convolution.set(padding="valid")
    convolution.change(kernel=[[1]])
    assert seen == [((3, 3, 1), "valid"), ((5, 5, 1), "valid")]


def test_undo_and_redo_go_through_every_change() -> None:
    experiment = Experiment("mnist")
    convolution = experiment.convolution
    start = convolution.convolved.output
    convolution.change(kernel=[[2]])
    convolution.set(bias=1.0)
    experiment.undo()
    experiment.undo()
    np.testing.assert_array_equal(convolution.convolved.output, start)
    with pytest.raises(SessionStateError, match="nothing to undo"):
        experiment.undo()
    experiment.redo()
    experiment.redo()
    assert convolution.convolved.output[0, 0, 0] == 121
    with pytest.raises(SessionStateError, match="nothing to redo"):
        experiment.redo()
    experiment.undo()
    convolution.change(kernel=[[3]])
    assert not experiment.can_redo
    convolution.reset()
    np.testing.assert_array_equal(convolution.convolved.output, start)
    experiment.undo()
    assert convolution.setup.kernel.item() == 3


def test_changes_of_one_gesture_are_one_step_and_each_can_start_from_its_beginning() -> None:
    experiment, drag, other = Experiment("mnist"), object(), object()
    convolution = experiment.convolution
    start = convolution.setup
    for bias in (1.0, 2.0, 3.0):
        assert convolution.before(drag) is start
        convolution.set(gesture=drag, bias=bias)
    between = convolution.setup
    convolution.set(gesture=other, bias=4.0)
    assert convolution.before(other) is between
    convolution.set(gesture=drag, bias=5.0)  # something else came in between: it has begun anew
    assert convolution.before(drag).settings.bias == 4
    experiment.undo()
    convolution.set(gesture=drag, bias=6.0)  # and so it has after an undo
    steps = []
    while experiment.can_undo:
        experiment.undo()
        steps.append(convolution.setup.settings.bias)
    assert steps == [4, 3, 0]


def test_channels_of_pictures_are_kept_apart_and_those_of_numbers_added_up() -> None:
    convolution = Convolution()
    convolution.take("digit_5")
    assert convolution.setup.settings.channels == "sum"  # one channel: nothing to choose
    convolution.take("cat")
    assert convolution.setup.settings.channels == "separately"
    assert convolution.convolved.output.shape == (300, 451, 3)
    before = convolution.setup
    convolution.take("cat")
    assert convolution.setup is before
    convolution.set(channels="sum")
    convolution.take("lamps")
    assert convolution.setup.settings.channels == "sum"  # chosen, and kept for as many channels
    convolution.set(channels="separately")
    convolution.take(None)
    assert convolution.setup.settings.channels == "sum"
    with pytest.raises(ConfigurationError, match="picture must be a Picture or the name of one; got 3"):
        convolution.take(3)  # type: ignore[arg-type]


def test_what_is_given_is_copied() -> None:
    convolution = Convolution()
    for dtype in (np.float32, np.float64, np.int64):
        kernel, numbers = np.ones((1, 1, 1), dtype), np.ones((2, 2, 1), dtype)
        convolution.change(kernel=kernel, numbers=numbers, backward=True, gradient=numbers)
        kernel[:] = numbers[:] = 7
        assert convolution.setup.kernel.item() == 1
        assert convolution.setup.kernel.dtype == convolution.setup.numbers.dtype == np.float64
        assert convolution.convolved.output.sum() == 4
        convolution.set(bias=0.5)
        assert convolution.convolved.output.sum() == 6
        assert convolution.gradients is not None
        assert convolution.gradients.bias == 4
        convolution.set(bias=0.0)


def test_only_who_asks_for_it_gets_another_divisor() -> None:
    convolution = Convolution()
    convolution.change(numbers=np.ones((4, 4, 3)))
    assert convolution.setup.settings.divisor == 1  # from Python, the sum is the sum
    convolution.reset()
    convolution.change(numbers=np.ones((4, 4, 3)), keep_preset=True)
    assert convolution.setup.settings.divisor == 3
    convolution.set(channels="separately")
    assert convolution.setup.settings.divisor == 1
    convolution.set(channels="sum", divisor=7.0)
    assert convolution.setup.settings.divisor == 7
    convolution.set(channels="separately")
    assert convolution.setup.settings.divisor == 7  # no preset any more


@pytest.mark.parametrize(
    ("picture", "slices", "taken", "output"),
    [
        (None, 1, 1, (5, 5, 1)),
        (None, 2, 2, (5, 5, 1)),
        (None, 3, 3, (5, 5, 1)),
        (None, 8, 1, (5, 5, 1)),
        ("digit_5", 1, 1, (28, 28, 1)),
        ("digit_5", 3, 1, (28, 28, 1)),
        ("lamps", 1, 1, (256, 256, 3)),
        ("lamps", 2, 1, (256, 256, 3)),
        ("lamps", 3, 3, (256, 256, 1)),
        ("lamps", 8, 1, (256, 256, 3)),
    ],
)
def test_a_learned_kernel_suits_the_input_or_its_mean_does(
    picture: str | None, slices: int, taken: int, output: tuple[int, ...]
) -> None:
    convolution = Convolution()
    convolution.take(picture)
    convolution.set(divisor=9.0, flip=True)
    kernel = np.random.default_rng(0).normal(size=(3, 3, slices))
    averaged = convolution.bring(kernel, 0.25)
    assert averaged == (slices != taken)
    expected = kernel.mean(axis=2, keepdims=True) if averaged else kernel
    np.testing.assert_array_equal(convolution.setup.kernel, expected)
    assert convolution.convolved.output.shape == output
    settings = convolution.setup.settings
    assert (settings.divisor, settings.bias, settings.flip) == (1, 0.25, False)


def test_the_way_back_is_there_when_asked_for() -> None:
    convolution = Convolution()
    convolution.change(backward=True)
    assert convolution.gradients is not None
    assert convolution.gradients.bias == 25
    assert convolution.gradients.kernel[1, 1, 0] == convolution.setup.numbers.sum()
    one = np.zeros((5, 5))
    one[0, 0] = 2
    convolution.change(gradient=one)
    assert convolution.gradients.bias == 2
    convolution.set(padding="valid")  # the output has another size now, and its gradient starts as ones
    assert convolution.gradients.bias == 9
    convolution.change(picture="cat")
    assert convolution.gradients is None


def test_a_kernel_follows_the_channels() -> None:
    convolution = Convolution()
    convolution.change(numbers=np.ones((4, 4, 3)))
    assert convolution.setup.kernel.shape == (3, 3, 3)
    convolution.set(channels="separately")
    assert convolution.setup.kernel.shape == (3, 3, 1)
    assert convolution.convolved.output.shape == (4, 4, 3)


def test_a_picture_is_computed_in_float32() -> None:
    convolution = Convolution()
    settings = ConvolutionSettings(channels="separately")
    convolution.change(picture="cat", settings=settings, kernel=[[1.0]])
    assert convolution.convolved.output.dtype == np.float32
    picture = convolution.setup.picture
    assert picture is not None
    np.testing.assert_array_equal(convolution.convolved.output, picture.pixels)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"kernel": [[1, "two"]]}, "Each cell of the kernel must be a number"),
        ({"kernel": np.ones((12, 1))}, "A kernel has 1 to 11 rows"),
        ({"kernel": np.ones((7, 7)), "settings": ConvolutionSettings(padding="valid")}, "does not fit"),
        (
            {"numbers": np.ones((65, 2))},
            r"each side of the input must be a whole number in \[2, 64\]; got 65",
        ),
        ({"numbers": np.ones((3, 3, 4))}, "channels of the input must be a whole number"),
        ({"numbers": [[1, 2], [3]]}, "All rows of the input must be of the same length"),
        ({"picture": "dog"}, "There is no picture named 'dog'"),
        ({"picture": 3}, "picture must be a Picture or the name of one; got 3"),
        ({"settings": {"strides": 2}}, "settings must be ConvolutionSettings"),
        ({"gradient": np.ones((2, 2)), "backward": 1}, "backward must be True or False"),
        ({"kernal": [[1]]}, "A convolution has no 'kernal'.*Did you mean 'kernel'"),
    ],
)
def test_what_cannot_be_changes_nothing(parts: dict[str, Any], message: str) -> None:
    experiment = Experiment("mnist")
    convolution = experiment.convolution
    before = convolution.setup
    with pytest.raises(MLWidgetsError, match=message):
        convolution.change(**parts)
    assert convolution.setup is before
    assert not experiment.can_undo


def test_it_survives_json() -> None:
    convolution = Convolution()
    convolution.change(
        numbers=np.arange(12.0).reshape(3, 4),
        kernel=[[0.5, -1]],
        settings=ConvolutionSettings(padding=2, padding_mode="edge", flip=True),
        backward=True,
        gradient=np.full((7, 7), 0.25),
    )
    parts = json.loads(json.dumps(convolution.to_dict()))
    again = Convolution.from_dict(parts)
    assert again.to_dict() == convolution.to_dict()
    np.testing.assert_array_equal(again.convolved.output, convolution.convolved.output)


@pytest.mark.parametrize(
    "parts",
    [
        None,
        [],
        {"settings": []},
        {"settings": {"stride": 2}},
        {"numbers": "x"},
        {"colour": 1},
        {"backward": 0},
    ],
)
def test_hostile_json_gets_a_sentence(parts: object) -> None:
    with pytest.raises(MLWidgetsError):
        Convolution.from_dict(parts)


def test_the_message_for_an_unknown_setting_names_the_nearest() -> None:
    with pytest.raises(ConfigurationError, match="Did you mean 'strides'"):
        Convolution.from_dict({"settings": {"stride": 2}})


def test_an_experiment_carries_it_when_it_is_not_the_article_s() -> None:
    experiment = Experiment("mnist")
    assert "convolution" not in experiment.to_dict()
    experiment.convolution.set(strides=2)
    again = Experiment.from_dict(json.loads(json.dumps(experiment.to_dict())))
    assert again.convolution.setup.settings.strides == 2
    with pytest.raises(MLWidgetsError, match="A convolution is given as a dict"):
        experiment.convolution = 3


def test_the_same_number_again_is_no_step() -> None:
    experiment = Experiment()
    kernel = experiment.convolution.setup.kernel
    experiment.convolution.change(kernel=kernel.copy())
    assert not experiment.can_undo
    assert experiment.convolution.setup.kernel is kernel


def test_another_convolution_is_a_step_of_its_own() -> None:
    experiment = Experiment()
    experiment.learning_rate = 0.5
    experiment.convolution = {"kernel": [[1]]}
    assert experiment.undo() == "Undone: Changed the kernel."
    assert experiment.convolution.setup.kernel.shape == (3, 3, 1)
    assert experiment.learning_rate == 0.5
