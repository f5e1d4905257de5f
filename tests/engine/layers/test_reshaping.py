"""Flatten: the order of Keras, channels fastest."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Flatten, Input
from tests.engine.support import built, run_layer


@pytest.mark.parametrize("shape", [(5,), (3, 4), (3, 4, 2), (2, 3, 4, 5)])
def test_the_order_is_that_of_numpy_at_the_public_face(shape: tuple[int, ...]) -> None:
    x = np.random.default_rng(0).normal(size=(6, *shape))
    flat = x.reshape(6, -1)
    run = run_layer(built(Flatten(), shape), x, flat)
    np.testing.assert_array_equal(run.output, flat)
    np.testing.assert_array_equal(run.input_gradient, x)
    assert Sequential([Input(shape), Flatten()]).output_shape == flat.shape[1:]
