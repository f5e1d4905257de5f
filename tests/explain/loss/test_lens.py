"""What each example adds to the loss: against single passes of the engine and whole batches."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.activations import Sigmoid, Softmax, Tanh
from mlwidgets.engine.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, Input
from mlwidgets.engine.losses import BinaryCrossentropy, MeanSquaredError, SparseCategoricalCrossentropy
from mlwidgets.engine.regularizers import L2
from mlwidgets.explain.loss.confidence import FACTORS, boldness
from mlwidgets.explain.loss.lens import Lens, Measured, sample

RNG = np.random.default_rng(5)
X, Y = RNG.normal(size=(20, 6)), RNG.integers(0, 3, 20)


def network(loss: str = "sparse_categorical_crossentropy", outputs: int = 3) -> Sequential:
    end = Dense(outputs, activation="softmax" if outputs > 1 else "linear")
    hidden = Dense(5, activation="tanh", kernel_regularizer=L2(0.01))
    middle = BatchNormalization(), Dropout(0.5)
    model = Sequential([Input((6,)), hidden, *middle, end], seed=3, dtype="float64")
    model.compile("sgd", loss)
    return model


def measured(model: Sequential, y: np.ndarray = Y, weights: np.ndarray | None = None) -> Measured:
    lens = Lens(model, X, y, weights)
    while not lens.advance(0):
        pass
    return lens.result()


def test_losses_are_those_of_the_whole_batch_and_their_mean_is_the_loss() -> None:
    model = network()
    found = measured(model)
    assert model.loss is not None
    np.testing.assert_allclose(found.losses, model.loss.per_example(Y, model.predict(X)), rtol=1e-9)
    logs = model.evaluate(X, Y)
    assert found.mean + found.penalty == pytest.approx(logs["loss"])
    assert found.penalty == pytest.approx(logs["penalty"])
    assert found.penalty > 0


@pytest.mark.parametrize(("loss", "outputs"), [("sparse_categorical_crossentropy", 3), ("huber", 1)])
def test_pulls_are_the_lengths_of_single_gradients(loss: str, outputs: int) -> None:
    model = network(loss, outputs)
    y = Y if outputs > 1 else Y.astype(float)
    found = measured(model, y)
    assert model.loss is not None
    for at in range(len(X)):
        worker = model.new_pass()
        target = model.loss.prepare(y[at : at + 1], model.output_shape, np.float64)
        graded = worker.grade(X[at : at + 1].T.copy(), target, model.loss)
        gradient = worker.backward(target, graded, model.loss)
        assert found.pulls[at] == pytest.approx(np.linalg.norm(gradient), rel=1e-12)
        # And that is the gradient of this example's loss, by central differences in one direction.
        way = RNG.normal(size=gradient.shape)
        parameters, values = model.parameters, []
        for step in (1e-6, -1e-6):
            parameters += step * way
            values.append(model.loss.per_example(y[at : at + 1], model.predict(X[at : at + 1]))[0])
            parameters -= step * way
        assert gradient @ way == pytest.approx((values[0] - values[1]) / 2e-6, rel=1e-4, abs=1e-6)


def test_pictures_are_measured_too() -> None:
    model = Sequential([Input((6, 6, 1)), Conv2D(2, 3, activation="relu"), Flatten(), Dense(3, "softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    x = RNG.normal(size=(4, 6, 6, 1)).astype(np.float32)
    lens = Lens(model, x, Y[:4])
    assert lens.advance(10)
    assert model.loss is not None
    np.testing.assert_allclose(
        lens.result().losses, model.loss.per_example(Y[:4], model.predict(x)), rtol=1e-4
    )


def test_shares_sum_to_1_and_the_order_falls() -> None:
    found = measured(network())
    assert found.loss_shares.sum() == pytest.approx(1)
    assert found.pull_shares.sum() == pytest.approx(1)
    assert np.all(np.diff(found.losses[found.order]) <= 0)


def test_weights_count_in_loss_and_pull() -> None:
    model, weights = network(), np.where(Y == 1, 5.0, 1.0)
    plain, weighed = measured(model), measured(model, weights=weights)
    np.testing.assert_allclose(weighed.losses, plain.losses * weights)
    np.testing.assert_allclose(weighed.pulls, plain.pulls * weights)


def test_it_goes_on_where_it_stopped_with_the_weights_it_began_with() -> None:
    model = network()
    whole = measured(model)
    lens = Lens(model, X, Y)
    assert not lens.advance(0)
    assert lens.progress == pytest.approx(1 / 20)
    model.vector[...] = 0  # training goes on meanwhile
    assert lens.advance(10)
    np.testing.assert_array_equal(lens.result().losses, whole.losses)
    lens.take(model)
    assert lens.progress == 0
    lens.advance(10)
    np.testing.assert_allclose(lens.result().losses, np.log(3))


def test_a_mislabelled_example_alone_is_measured_again() -> None:
    model = network()
    lens = Lens(model, X, Y)
    lens.advance(10)
    before = lens.result()
    at = int(before.order[-1])
    lens.relabel(at, (Y[at] + 1) % 3)
    assert lens.progress == pytest.approx(19 / 20)
    assert lens.advance(0)
    after = lens.result()
    assert after.losses[at] > before.losses[at]
    assert np.delete(after.losses, at).tolist() == np.delete(before.losses, at).tolist()
    assert Y[at] == int(Y[at])  # the data are the caller's


def test_a_network_that_has_diverged_has_no_shares_but_an_order() -> None:
    model = network()
    model.vector[...] = np.nan
    found = measured(model)
    assert sorted(found.order.tolist()) == list(range(20))
    assert np.isnan(found.loss_shares).all()


def test_a_sample_is_fixed_spread_evenly_and_bounded() -> None:
    chosen = sample(4000)
    assert len(set(chosen.tolist())) == 500
    assert chosen.tolist() == sample(4000).tolist()
    assert chosen.max() < 4000


# ---- loss is not accuracy ----


def test_bolder_answers_are_as_often_right_and_cost_something_else() -> None:
    scores = RNG.normal(size=(50, 4)) * 2
    y = np.where(RNG.random(50) < 0.7, scores.argmax(axis=1), RNG.integers(0, 4, 50))
    outputs = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    found = boldness(SparseCategoricalCrossentropy(), Softmax(), outputs, y)
    assert found is not None
    assert len(set(found.accuracies.tolist())) == 1
    assert found.losses.max() > 1.5 * found.losses.min()
    for number in (0, 20, 33):
        said = SparseCategoricalCrossentropy(from_logits=True)(y, scores * FACTORS[number])
        assert found.losses[number] == pytest.approx(said, rel=1e-5)
    assert FACTORS[20] == 1
    assert found.losses[found.best] == found.losses.min()


def test_one_output_is_made_bolder_through_its_sigmoid() -> None:
    z, y = RNG.normal(size=(30, 1)), RNG.integers(0, 2, 30)
    found = boldness(BinaryCrossentropy(), Sigmoid(), 1 / (1 + np.exp(-z)), y)
    assert found is not None
    said = BinaryCrossentropy(from_logits=True)(y, z * FACTORS[30])
    assert found.losses[30] == pytest.approx(said, rel=1e-6)
    assert found.accuracies[0] == pytest.approx(((z[:, 0] > 0) == y).mean())


def test_other_outputs_are_no_probabilities() -> None:
    assert boldness(MeanSquaredError(), Tanh(), np.zeros((3, 1)), np.zeros(3)) is None
    nan = np.full((3, 2), np.nan)
    assert boldness(SparseCategoricalCrossentropy(), Softmax(), nan, np.zeros(3, int)) is None
