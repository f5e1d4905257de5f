"""One batch forward and backward."""

from __future__ import annotations

import numpy as np

from mlwidgets.engine import Sequential
from mlwidgets.engine.arrays import to_engine
from mlwidgets.engine.layers import Conv2D, Dense, Flatten, Input, Layer, MaxPooling2D, Reshape
from tests.engine.support import classifier, every_kind_of_layer, pictures


def test_two_passes_over_the_same_layers_do_not_disturb_each_other() -> None:
    x, y = pictures(8)
    model = classifier(every_kind_of_layer())
    _, loss = model.check_compiled()
    one, two = model.new_pass(), model.new_pass()
    batch = to_engine(x, "float32")
    graded = one.grade(batch, y, loss)
    alone = one.backward(y, graded, loss).copy()
    graded = one.grade(batch, y, loss)
    two.backward(y[:3], two.grade(batch[..., :3] * 5, y[:3], loss), loss)
    np.testing.assert_array_equal(one.backward(y, graded, loss), alone)
    assert not np.array_equal(two.gradients, alone)


def test_a_batch_of_another_size_leaves_nothing_behind() -> None:
    x, y = pictures(9)
    model = classifier(every_kind_of_layer())
    _, loss = model.check_compiled()
    used, fresh = model.new_pass(), model.new_pass()
    used.backward(y, used.grade(to_engine(x, "float32"), y, loss), loss)
    gradients = []
    for worker in (used, fresh):
        graded = worker.grade(to_engine(x[:4], "float32"), y[:4], loss)
        gradients.append(worker.backward(y[:4], graded, loss))
    np.testing.assert_array_equal(gradients[0], gradients[1])


def test_the_gradient_of_a_batch_is_the_mean_over_its_examples() -> None:
    x, y = pictures(6)
    model = classifier(every_kind_of_layer(), dtype="float64")
    _, loss = model.check_compiled()
    worker = model.new_pass()

    def gradient(part: slice) -> np.ndarray:
        graded = worker.grade(to_engine(x[part], "float64"), y[part], loss)
        return worker.backward(y[part], graded, loss).copy()

    mean = np.mean([gradient(slice(one, one + 1)) for one in range(6)], axis=0)
    np.testing.assert_allclose(gradient(slice(0, 6)), mean, rtol=1e-10, atol=1e-14)


def test_the_output_is_the_prediction_even_when_the_loss_is_taken_from_the_logits() -> None:
    model = classifier([Input((4,)), Dense(3, "softmax")])
    _, loss = model.check_compiled()
    graded = model.new_pass().grade(np.ones((4, 2), np.float32), np.array([0, 1]), loss)
    np.testing.assert_allclose(graded.output.sum(axis=0), 1, rtol=1e-6)
    np.testing.assert_allclose(graded.values, -np.log(graded.output[[0, 1], [0, 1]]), rtol=1e-5)


def test_gradients_lie_where_the_parameters_do() -> None:
    model = Sequential([Input((2,)), Dense(1)])
    model.compile("sgd", "mse")
    model.set_weights([[[1.0], [2.0]], [0.5]])
    _, loss = model.check_compiled()
    worker = model.new_pass()
    y = loss.prepare(np.array([0.0]), (1,), np.float32)
    graded = worker.grade(np.array([[3.0], [4.0]], np.float32), y, loss)
    assert graded.values.tolist() == [11.5**2]
    assert worker.backward(y, graded, loss).tolist() == [3 * 23, 4 * 23, 23]


def test_a_table_whose_rows_are_pictures_trains_like_the_pictures_themselves() -> None:
    rng = np.random.default_rng(5)
    pixels, y = rng.random((24, 6, 6, 2), np.float32), rng.integers(0, 3, 24)
    beginnings: list[list[Layer | Input]] = [[Input((6, 6, 2))], [Input((72,)), Reshape((6, 6, 2))]]
    whole, reshaped = (
        classifier([*one, Conv2D(3, 3, activation="relu"), MaxPooling2D(2), Flatten(), Dense(3, "softmax")])
        for one in beginnings
    )
    reshaped.set_weights(whole.get_weights())
    whole.fit(pixels, y, batch_size=5, epochs=2, verbose=False)
    reshaped.fit(pixels.reshape(24, 72), y, batch_size=5, epochs=2, verbose=False)
    np.testing.assert_array_equal(whole.vector, reshaped.vector)
