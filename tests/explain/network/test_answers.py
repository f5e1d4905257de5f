"""One output for two classes: its targets, and the shares that it means."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine.metrics import BinaryAccuracy
from mlwidgets.explain.network.answers import OneOutput


def test_targets() -> None:
    assert OneOutput().targets(np.array([0, 1, 1])).tolist() == [0, 1, 1]
    assert OneOutput(-1, 1).targets([0, 1]).tolist() == [-1, 1]
    assert OneOutput(-1, 1).targets(0).shape == ()
    assert OneOutput().targets([0, 1]).dtype == np.float32


def test_a_probability_is_the_share_of_the_second_class() -> None:
    shares = OneOutput().shares(np.array([[0.25], [1.0], [0.0]]))
    assert shares.tolist() == [[0.75, 0.25], [0.0, 1.0], [1.0, 0.0]]


def test_a_tanh_is_read_between_its_two_ends_and_beyond_them_all_is_certain() -> None:
    shares = OneOutput(-1, 1).shares(np.array([[0.0], [0.5], [-1.0], [7.0], [-np.inf]]))
    assert shares.tolist() == [[0.5, 0.5], [0.25, 0.75], [1, 0], [0, 1], [1, 0]]


@pytest.mark.parametrize("one", [OneOutput(), OneOutput(-1, 1)])
def test_the_larger_share_is_the_answer_that_the_accuracy_counts(one: OneOutput) -> None:
    rng = np.random.default_rng(0)
    near = np.array([-1e-6, 0, 1e-6, 1e-12], np.float32) + np.float32(one.threshold)
    output = np.concatenate([rng.normal(0.5, 1, 500).astype(np.float32), near])[:, np.newaxis]
    y = rng.integers(0, 2, len(output))
    counted = BinaryAccuracy(one.threshold).values(one.targets(y)[np.newaxis], output.T)
    said = one.shares(output).argmax(axis=1)
    np.testing.assert_array_equal(said == y, counted == 1)
