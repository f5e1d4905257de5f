"""The controls of the convolution lab: each moves the convolution and follows it, or says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.explain.convolution.kernels import PRESETS
from mlwidgets.widgets.convolution.convolution_board import ConvolutionBoard
from tests.widgets.kernel_lab_parts import Learner

if TYPE_CHECKING:
    from collections.abc import Generator

ARTICLE = [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]

SETTINGS = [
    ("Stride", "strides", "3", 3),
    ("Padding", "padding", "valid", "valid"),
    ("Padding", "padding", "full", "full"),
    ("Padding", "padding", "4", 4),
    ("Padding with", "padding_mode", "reflect", "reflect"),
    ("Padding with", "padding_mode", "edge", "edge"),
    ("Dilation", "dilation_rate", "2", 2),
    ("Operation", "flip", "yes", True),
    ("Divisor", "divisor", 2.5, 2.5),
    ("Bias", "bias", -40.0, -40.0),
    ("Activation", "activation", "relu", "relu"),
    ("Pooling", "pooling", "max", "max"),
    ("Pooling", "pooling", "average", "average"),
    ("Pooling window", "pool_size", "3", 3),
]


@pytest.fixture
def learner() -> Generator[Learner]:
    made = Learner()
    yield made
    made.close()


@pytest.mark.parametrize(("label", "name", "chosen", "value"), SETTINGS)
def test_a_control_and_its_setting_move_each_other(
    learner: Learner, label: str, name: str, chosen: object, value: object
) -> None:
    before = learner.control(label).value
    learner.choose(label, chosen)
    assert getattr(learner.setup.settings, name) == value
    assert learner.control(label).value == chosen != before
    learner.experiment.undo()
    assert learner.control(label).value == before
    learner.experiment.convolution.set(**{name: value})
    assert learner.control(label).value == chosen
    assert learner.lab.fault == ""


def test_channels_of_a_picture_are_kept_apart_until_they_are_added_up(learner: Learner) -> None:
    assert learner.control("Channels").disabled
    learner.choose("Input", "lamps")
    assert not learner.control("Channels").disabled
    assert learner.control("Channels").value == "separately"
    assert learner.shape("output")[2:] == (3,)
    learner.choose("Channels", "sum")
    assert learner.lab.output.ndim == 2
    assert learner.shape("kernel") == (3, 3, 3)


def test_input_channels_have_a_kernel_each_and_a_preset_stays_one(learner: Learner) -> None:
    learner.choose("Input channels", "3")
    assert learner.shape("input") == (5, 5, 3)
    assert learner.shape("kernel") == (3, 3, 3)
    assert learner.control("Kernel").value == "article"
    assert (learner.setup.settings.divisor, learner.lab.output[0, 0]) == (3, 114)
    learner.choose("Divisor", 1.0)
    assert learner.control("Kernel").value == "own"
    assert learner.lab.output[0, 0] == 3 * 114
    learner.choose("Input channels", "2")
    assert (learner.setup.settings.divisor, learner.lab.output[0, 0]) == (1, 2 * 114)
    learner.choose("Input channels", "1")
    assert learner.lab.kernel.tolist() == ARTICLE


def test_on_a_picture_a_preset_stays_one_whichever_way_its_channels_go(learner: Learner) -> None:
    learner.choose("Kernel", "gaussian_blur")
    for choose, value, divisor in [
        ("Input", "cat", 16),
        ("Channels", "sum", 48),
        ("Input", "digit_4", 16),
        ("Input", "/numbers", 16),
    ]:
        learner.choose(choose, value)
        assert learner.control("Kernel").value == "gaussian_blur"
        assert learner.setup.settings.divisor == divisor


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_brings_its_numbers_its_divisor_and_its_sentence(learner: Learner, name: str) -> None:
    preset = PRESETS[name]
    learner.choose("Kernel", name)
    assert learner.lab.kernel.tolist() == preset.array()[:, :, 0].tolist()
    assert learner.setup.settings.divisor == preset.divisor
    assert learner.control("Kernel").help.startswith(preset.sentence)
    learner.choose("Operation", "yes")
    assert learner.control("Kernel").help.startswith(preset.flipped or preset.sentence)
    learner.choose("Input channels", "2")
    learner.choose("Kernel", "identity" if name != "identity" else "edge")
    learner.choose("Kernel", name)
    assert learner.control("Kernel").value == name
    assert learner.setup.settings.divisor == 2 * preset.divisor  # over two equal channels it does the same


def test_a_changed_preset_is_a_kernel_of_one_s_own(learner: Learner) -> None:
    learner.choose("Kernel", "sobel_x")
    board = learner.only(ConvolutionBoard)
    learner.do(board, "edit", grid="kernel", row=0, column=0, channel=0, value=7)
    assert learner.control("Kernel").value == "own"
    assert (
        learner.control("Kernel").help
        == "None of the kernels in this menu: typed in, or learned by a network."
    )
    before = learner.setup
    learner.choose("Kernel", "own")
    assert learner.setup is before


def test_a_random_kernel_is_another_every_time_and_the_same_for_a_seed() -> None:
    found = []
    for _ in range(2):
        learner = Learner()
        learner.choose("Kernel rows", 2.0)
        for _ in range(2):
            learner.choose("Kernel", "random")
            assert learner.control("Kernel").value == "own"
            assert learner.control("Kernel").help.startswith("Random numbers, as in an untrained network")
            found.append(learner.lab.kernel.tolist())
        learner.close()
    assert found[0] != found[1]
    assert found[:2] == found[2:]
    assert np.shape(found[0]) == (2, 3)


def test_a_kernel_that_grows_keeps_its_middle(learner: Learner) -> None:
    learner.choose("Kernel rows", 5.0)
    learner.choose("Kernel columns", 5.0)
    assert learner.shape("kernel") == (5, 5)
    assert learner.lab.kernel[1:4, 1:4].tolist() == ARTICLE
    assert learner.lab.output[0, 0] == 114


def test_what_a_slider_does_until_it_is_let_go_is_one_step_and_cuts_nothing_off(learner: Learner) -> None:
    for rows in (4.0, 2.0, 1.0, 3.0):
        learner.choose("Kernel rows", rows)
    assert learner.lab.kernel.tolist() == ARTICLE
    for rows in (3.0, 2.0, 9.0):
        learner.choose("Rows", rows)
    assert learner.lab.input[4].tolist() == [104, 126, 123, 95, 130]
    learner.let_go("Rows")
    for bias in (1.0, 2.0, 3.0):
        learner.choose("Bias", bias)
    learner.let_go("Bias")
    learner.choose("Bias", 9.0)
    undone = []
    while learner.experiment.can_undo:
        learner.experiment.undo()
        undone.append((learner.setup.settings.bias, learner.setup.numbers.shape[0]))
    assert undone == [(3.0, 9), (0.0, 9), (0.0, 5), (0.0, 5)]


def test_what_is_refused_is_explained_under_the_control_which_goes_back(learner: Learner) -> None:
    learner.choose("Padding", "valid")
    learner.choose("Kernel rows", 7.0)
    rows = learner.control("Kernel rows")
    assert rows.value == 3
    assert rows.error == (
        "A kernel of 7 × 3 does not fit into the input of 5 × 5. Use a smaller kernel, less dilation, or "
        'more padding, such as "same".'
    )
    learner.choose("Dilation", "3")
    assert learner.control("Dilation").value == "1"
    assert "with dilation_rate 3, 7 × 7, does not fit" in learner.control("Dilation").error
    assert rows.error == ""  # one complaint at a time, and none after a change that was taken
    learner.choose("Divisor", 0.0)
    assert learner.control("Divisor").value == 1
    assert learner.control("Divisor").error.startswith("divisor must not be 0")
    learner.choose("Padding", "same")
    assert learner.control("Divisor").error == learner.control("Dilation").error == ""
    assert learner.lab.fault == ""


def test_pooling_that_leaves_nothing_and_mirrors_that_are_too_large_are_explained(learner: Learner) -> None:
    learner.choose("Stride", "5")
    learner.choose("Pooling", "max")
    assert learner.control("Pooling").value == "none"
    assert learner.control("Pooling").error
    learner.choose("Padding", "5")
    learner.choose("Padding with", "reflect")
    assert learner.control("Padding with").value == "zero"
    assert "mirrors the input" in learner.control("Padding with").error


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Stride", "6"),
        ("Stride", 3),
        ("Padding", "import os"),
        ("Kernel", "kernel"),
        ("Input", "../../secret"),
        ("Input channels", None),
        ("Kernel rows", 12.0),
        ("Kernel rows", 2.5),
        ("Rows", 1.0),
        ("Columns", float("nan")),
        ("Divisor", "9"),
        ("Bias", float("inf")),
    ],
)
def test_a_hostile_value_changes_nothing(learner: Learner, label: str, value: object) -> None:
    before, control = learner.setup, learner.control(label)
    showed = control.value
    learner.choose(label, value)
    assert learner.setup is before
    assert control.value == showed


def test_what_the_flip_does_to_this_kernel_is_said(learner: Learner) -> None:
    flip = learner.control("Operation")
    assert flip.help.endswith("this kernel is unchanged, so both operations give the same output.")
    learner.choose("Kernel", "sobel_x")
    there = learner.lab.output
    assert flip.help.endswith("this kernel changes its sign, and so do all sums of products.")
    learner.choose("Operation", "yes")
    assert (learner.lab.output == -there).all()
    learner.choose("Kernel", "emboss")
    assert flip.help.endswith("this is another kernel, so the two operations can differ.")


def test_stride_and_padding_say_what_they_do_to_this_input(learner: Learner) -> None:
    learner.choose("Rows", 6.0)
    learner.choose("Columns", 6.0)
    learner.choose("Stride", "2")
    assert learner.shape("output") == (3, 3)
    assert learner.control("Stride").help == (
        "The kernel moves 2 cells at a time: 3 × 3 positions, instead of 6 × 6 at stride 1."
    )
    assert learner.control("Padding").help == (
        "Cells added to the input: 0 above, 1 below, 0 left, 1 right. Down and across there are 1/2 as many "
        "positions as cells, rounded up."
    )
    learner.choose("Padding", "valid")
    assert learner.control("Padding").help == "No cells are added around the input."
    assert learner.only(ConvolutionBoard).size_text.endswith(
        "The last row and column of the input are not used."
    )


def test_what_makes_no_difference_cannot_be_chosen(learner: Learner) -> None:
    assert learner.control("Pooling window").disabled
    learner.choose("Pooling", "average")
    assert not learner.control("Pooling window").disabled
    assert not learner.control("Padding with").disabled
    learner.choose("Padding", "valid")
    assert learner.control("Padding with").disabled
    assert not learner.control("Backward pass").disabled
    learner.choose("Input", "digit_4")
    assert learner.control("Backward pass").disabled
    assert learner.control("Backward pass").help == "Only available for number input."


def test_settings_beyond_the_sliders_are_shown_all_the_same(learner: Learner) -> None:
    learner.experiment.convolution.set(divisor=5000.0, bias=-3000.5)
    assert (learner.control("Divisor").value, learner.control("Bias").value) == (5000.0, -3000.5)
    assert learner.lab.fault == ""


def test_the_largest_of_everything_at_once(learner: Learner) -> None:
    learner.lab.input = np.random.default_rng(0).integers(0, 256, (64, 64, 3))
    learner.lab.kernel = np.random.default_rng(1).normal(size=(11, 11, 3))
    choices = {
        "Stride": "5",
        "Padding": "full",
        "Dilation": "4",
        "Activation": "relu",
        "Pooling": "average",
        "Pooling window": "4",
        "Operation": "yes",
        "Backward pass": "yes",
    }
    for label, value in choices.items():
        learner.choose(label, value)
        assert learner.control(label).error == ""
    assert learner.shape("output") == (5, 5)
    assert learner.only(ConvolutionBoard).grids["input_gradient"]["shape"] == [64, 64, 3]
    assert learner.lab.fault == ""


def test_a_mean_stays_a_mean_when_it_gets_fewer_cells(learner: Learner) -> None:
    learner.choose("Kernel", "box_blur")
    before = learner.setup
    assert before.kernel.sum() == before.settings.divisor
    learner.choose("Kernel rows", 1.0)
    learner.choose("Kernel columns", 1.0)
    after = learner.setup
    assert after.kernel.sum() == after.settings.divisor
