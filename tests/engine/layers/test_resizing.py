"""UpSampling2D and ZeroPadding2D by hand."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Input, UpSampling2D, ZeroPadding2D
from mlwidgets.errors import ConfigurationError, ShapeError
from tests.engine.support import built, run_layer

X = np.array([[1.0, 2], [3, 4]]).reshape(1, 2, 2, 1)


def test_every_cell_becomes_a_block() -> None:
    run = run_layer(built(UpSampling2D((2, 3)), (2, 2, 1)), X, np.arange(24.0).reshape(1, 4, 6, 1))
    assert run.output[0, ..., 0].tolist() == [[1, 1, 1, 2, 2, 2]] * 2 + [[3, 3, 3, 4, 4, 4]] * 2
    upper_left = 0 + 1 + 2 + 6 + 7 + 8
    assert run.input_gradient[0, ..., 0].tolist() == [
        [upper_left, upper_left + 18],
        [upper_left + 72, upper_left + 90],
    ]


@pytest.mark.parametrize(
    ("padding", "rims"),
    [
        (1, ((1, 1), (1, 1))),
        ((2, 0), ((2, 2), (0, 0))),
        ([[0, 1], [2, 3]], ((0, 1), (2, 3))),
        ((1, (0, 2)), ((1, 1), (0, 2))),
    ],
)
def test_the_three_forms_of_padding(padding: Any, rims: tuple[tuple[int, int], tuple[int, int]]) -> None:  # noqa: ANN401
    layer = ZeroPadding2D(padding)
    assert layer.padding == rims
    (top, bottom), (left, right) = rims
    wanted = np.pad(X, ((0, 0), (top, bottom), (left, right), (0, 0)))
    run = run_layer(built(layer, (2, 2, 1)), X, wanted + 5)
    np.testing.assert_array_equal(run.output, wanted)
    np.testing.assert_array_equal(run.input_gradient, X + 5)


def test_defaults_shapes_and_parameters() -> None:
    assert UpSampling2D().compute_output_shape((3, 4, 5)) == (6, 8, 5)
    assert ZeroPadding2D().compute_output_shape((3, 4, 5)) == (5, 6, 5)
    assert ZeroPadding2D(((0, 1), (2, 3))).get_config() == {"padding": [[0, 1], [2, 3]]}
    assert (
        UpSampling2D().parameter_arithmetic((3, 4, 5))
        == ZeroPadding2D().parameter_arithmetic((3, 4, 5))
        == "0"
    )


@pytest.mark.parametrize("layer", [UpSampling2D(), ZeroPadding2D()], ids=repr)
def test_pictures_that_are_none(layer: UpSampling2D | ZeroPadding2D) -> None:
    with pytest.raises(ShapeError, match=f"^{layer.class_name} needs pictures of shape"):
        Sequential([Input((4,)), layer])


@pytest.mark.parametrize("padding", [-1, 65, "1", (1, 2, 3), ((1, 2), (3,)), None, 1.5])
def test_paddings_that_are_none(padding: Any) -> None:  # noqa: ANN401
    with pytest.raises(ConfigurationError, match=r"^padding must be "):
        ZeroPadding2D(padding)


def test_sizes_that_are_none() -> None:
    with pytest.raises(ConfigurationError, match=re.escape("size must be a whole number in [1, 64]; got 0.")):
        UpSampling2D(0)
