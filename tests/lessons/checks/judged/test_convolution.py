"""Checks of the convolution lab, both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.explain.convolution.kernels import PRESETS
from mlwidgets.lessons.checks import CHECKS
from tests.lessons.checks.support import judged

if TYPE_CHECKING:
    from tests.session.conftest import Make


@pytest.mark.parametrize(
    ("name", "given", "holds"),
    [
        ("kernel_sums_to", {"value": 1}, True),
        ("kernel_sums_to", {"value": 0}, False),
        ("convolution_setting", {"name": "padding", "value": "same"}, True),
        ("convolution_setting", {"name": "padding", "value": 2}, False),
        ("convolution_setting", {"name": "flip", "value": False}, True),
        ("convolution_setting", {"name": "flip", "value": True}, False),
        ("convolution_setting", {"name": "strides", "value": 1}, True),
        ("convolution_setting", {"name": "divisor", "value": 1}, True),
        ("convolution_shape", {"shape": [5, 5]}, True),
        ("convolution_shape", {"shape": [5, 5, 1]}, True),
        ("convolution_shape", {"shape": [3, 3]}, False),
        # The article's own numbers.
        ("convolution_cell", {"row": 1, "column": 1, "value": 114}, True),
        ("convolution_cell", {"row": 5, "column": 5, "value": 421}, True),
        ("convolution_cell", {"row": 2, "column": 3, "value": -61}, True),
        ("convolution_cell", {"row": 2, "column": 3, "value": 61}, False),
        ("convolution_cell", {"row": 6, "column": 1, "value": 0}, False),
    ],
)
def test_both_ways_on_the_articles_example(make: Make, name: str, given: dict[str, Any], holds: bool) -> None:
    finding = judged(name, make(), **given)
    assert finding.holds is holds, finding.why


def test_changes_in_the_lab_are_seen(make: Make) -> None:
    experiment = make()
    experiment.convolution.set(padding="valid", flip=True, strides=2)
    assert judged("convolution_setting", experiment, name="padding", value="valid").holds
    assert judged("convolution_setting", experiment, name="flip", value=True).holds
    assert judged("convolution_shape", experiment, shape=[2, 2]).holds
    experiment.convolution.change(kernel=[[0.1, 0.2], [-0.3, 0.0]])
    assert judged("kernel_sums_to", experiment, value=0).holds  # but for rounding
    experiment.convolution.reset()
    assert judged("kernel_sums_to", experiment, value=1).holds
    experiment.undo()
    assert judged("kernel_sums_to", experiment, value=0).holds


def test_sentences_say_what_to_try(make: Make) -> None:
    experiment = make()
    assert judged("kernel_sums_to", experiment, value=0).why == (
        "The numbers of your kernel add up to 1; they must add up to 0. Change a number by −1."
    )
    assert judged("convolution_setting", experiment, name="padding_mode", value="edge").why == (
        "Your convolution has padding mode zero; it must be edge. Change it in the convolution lab."
    )
    assert judged("convolution_setting", experiment, name="flip", value=True).why.startswith(
        "Your convolution has flip off; it must be on."
    )
    assert "it must give 3 × 3" in judged("convolution_shape", experiment, shape=[3, 3]).why


def test_a_picture_is_judged_too(make: Make) -> None:
    experiment = make()
    experiment.convolution.take("cat" if "cat" in _pictures() else _pictures()[0])
    experiment.convolution.change(kernel=PRESETS["sobel_x"].array())
    assert not judged("convolution_shape", experiment, shape=[5, 5]).holds
    judged("convolution_cell", experiment, row=1, column=1, value=0)


def _pictures() -> tuple[str, ...]:
    from mlwidgets.data.pictures.bundled import bundled_pictures  # noqa: PLC0415 - only this test

    return tuple(bundled_pictures())


def test_evidence_of_a_kernel_is_the_kernel() -> None:
    assert CHECKS["kernel_sums_to"].judge({"kernel": [[[1.0]], [[2.0]]]}, value=3).holds
    assert not CHECKS["kernel_sums_to"].judge({"kernel": [[[1e9]]]}, value=3).holds
