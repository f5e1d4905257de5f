"""Kernels made by hand in a network, and learned filters out of it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from mlwidgets.data import load
from mlwidgets.errors import ShapeError
from mlwidgets.session import Experiment
from mlwidgets.session.convolution.hand_made import hand_made, learned_filters, with_kernel, without_kernels
from mlwidgets.session.defaults import default_layers

SOBEL = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])[:, :, np.newaxis] / 8


def experiment() -> Experiment:
    return Experiment("mnist", epochs=1, batch_size=500)


def test_a_frozen_kernel_is_a_filter_and_stays_while_the_others_learn() -> None:
    made = experiment()
    made.layers = with_kernel(made.layers, SOBEL, 0.5, 2, in_channels=1, trainable=False)
    first = learned_filters(made.model)[0]
    np.testing.assert_allclose(first.kernel[..., 2], SOBEL, rtol=1e-6)
    assert first.bias[2] == 0.5
    made.step_batch()
    assert made.wait(30)
    after = learned_filters(made.model)[0]
    np.testing.assert_array_equal(after.kernel[..., 2], first.kernel[..., 2])
    assert after.bias[2] == 0.5
    assert np.abs(after.kernel[..., 3] - first.kernel[..., 3]).max() > 0
    assert hand_made(made.layers) == {2: False}
    made.close()


def test_a_trainable_kernel_is_where_training_starts() -> None:
    made = experiment()
    before = learned_filters(made.model)[0].kernel
    made.layers = with_kernel(made.layers, SOBEL, 0, 0, in_channels=1, trainable=True)
    start = learned_filters(made.model)[0].kernel
    np.testing.assert_allclose(start[..., 0], SOBEL, rtol=1e-6)
    np.testing.assert_array_equal(start[..., 1:], before[..., 1:])  # the others start as they would have
    made.step_batch()
    assert made.wait(30)
    assert np.abs(learned_filters(made.model)[0].kernel[..., 0] - start[..., 0]).max() > 0
    assert hand_made(made.layers) == {0: True}
    made.close()


def test_several_kernels_gather_change_their_mind_and_go_again() -> None:
    plain = default_layers(load("mnist"))
    stack = with_kernel(plain, SOBEL, 0, 1, in_channels=1, trainable=False)
    stack = with_kernel(stack, -SOBEL, 0, 3, in_channels=1, trainable=False)
    assert hand_made(stack) == {1: False, 3: False}
    stack = with_kernel(stack, SOBEL, 0, 1, in_channels=1, trainable=True)
    assert hand_made(stack) == {1: True, 3: False}
    made = Experiment("mnist", layers=without_kernels(stack))
    np.testing.assert_array_equal(made.model.get_weights()[0], Experiment("mnist").model.get_weights()[0])
    assert hand_made(made.layers) == {}


def test_a_kernel_of_another_size_takes_the_layer_along() -> None:
    stack = with_kernel(
        default_layers(load("mnist")), np.ones((5, 4, 1)), 0, 0, in_channels=1, trainable=True
    )
    assert learned_filters(Experiment("mnist", layers=stack).model)[0].kernel.shape == (5, 4, 1, 8)


def test_the_settings_carry_it() -> None:
    made = experiment()
    made.layers = with_kernel(made.layers, SOBEL, 0.5, 2, in_channels=1, trainable=False)
    again = Experiment.from_dict(json.loads(json.dumps(made.to_dict())))
    np.testing.assert_array_equal(again.model.vector, made.model.vector)


def test_what_cannot_be() -> None:
    plain = default_layers(load("mnist"))
    with pytest.raises(ShapeError, match="has 8 filters, numbered from 0; there is no filter 8"):
        with_kernel(plain, SOBEL, 0, 8, in_channels=1, trainable=True)
    with pytest.raises(ShapeError, match="reads 1 channel, and this kernel has 3 slices"):
        with_kernel(plain, np.ones((3, 3, 3)), 0, 0, in_channels=1, trainable=True)
    with pytest.raises(ShapeError, match="no Conv2D layer"):
        with_kernel(plain[-1:], SOBEL, 0, 0, in_channels=1, trainable=True)
    stack = with_kernel(plain, SOBEL, 0, 0, in_channels=1, trainable=True)
    with pytest.raises(ShapeError, match="remove the others first"):
        with_kernel(stack, np.ones((5, 5, 1)), 0, 1, in_channels=1, trainable=True)
