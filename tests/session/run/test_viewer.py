"""The copy of the model for looking."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Dense, Input
from mlwidgets.session.run.viewer import Viewer


def model() -> Sequential:
    made = Sequential([Input((2,)), Dense(3, "relu"), Dense(2, "softmax")], seed=4)
    made.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
    return made


def test_it_starts_with_the_models_weights_and_then_follows_snapshots_only() -> None:
    live, x = model(), np.ones((3, 2))
    viewer = Viewer(live)
    start = live.predict(x)
    np.testing.assert_array_equal(viewer.predict(x), start)
    live.parameters[...] += 1
    np.testing.assert_array_equal(viewer.predict(x), start)
    viewer.update(live.parameters.copy())
    np.testing.assert_array_equal(viewer.predict(x), live.predict(x))


def test_it_measures_as_the_model_does() -> None:
    live, x, y = model(), np.random.default_rng(0).normal(size=(9, 2)), np.arange(9) % 2
    measured = Viewer(live).evaluate(x, y)
    assert measured.logs == pytest.approx(live.evaluate(x, y))
    assert measured.output.shape == (9, 2)


def test_weights_about_to_overflow_are_looked_at_without_a_warning() -> None:
    live = model()
    viewer = Viewer(live)
    viewer.update(np.full_like(live.parameters, 3e38))
    assert viewer.predict(np.ones((1, 2))).shape == (1, 2)


def test_a_model_without_a_loss_can_still_predict() -> None:
    bare = Sequential([Input((2,)), Dense(1)])
    assert Viewer(bare).predict(np.ones((1, 2))).shape == (1, 1)


def test_it_traces_an_example_with_its_weights_and_its_loss() -> None:
    live = model()
    viewer = Viewer(live)
    live.parameters[...] += 1
    x = np.array([1.0, 2.0])
    seen = viewer.trace_example(x, 1)
    np.testing.assert_allclose(seen.output, viewer.predict(x[np.newaxis])[0], rtol=1e-6)
    assert seen.loss == pytest.approx(-np.log(float(seen.output[1])), rel=1e-5)
    assert viewer.trace_example(x).loss is None


def test_a_network_about_to_overflow_is_traced_without_a_warning() -> None:
    viewer = Viewer(model())
    viewer.update(np.full(17, 3e38, np.float32))
    assert viewer.trace_example(np.ones(2), 1).layers[0].a.shape == (3,)
