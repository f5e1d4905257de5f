"""Looking inside the network while it is, or is not, being trained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.session import Example
from tests.session.support import Watch, numbers, pictures, settled

if TYPE_CHECKING:
    from tests.session.conftest import Make

NORMALIZED = [
    {"class_name": "Dense", "config": {"units": 4, "activation": "relu"}},
    {"class_name": "BatchNormalization", "config": {}},
    {"class_name": "Dense", "config": {"units": 3, "activation": "softmax"}},
]


def test_the_example_is_traced_with_the_present_weights_and_its_truth(make: Make) -> None:
    experiment = make(pictures())
    dataset = experiment.dataset
    experiment.example = Example(dataset.x_test[2], "Test picture 2", truth=int(dataset.y_test[2]))
    for _ in range(2):
        seen = experiment.trace_example()
        np.testing.assert_array_equal(seen.x, dataset.x_test[2])
        assert experiment.prediction is not None
        np.testing.assert_allclose(seen.output, experiment.prediction.output, rtol=1e-6)
        assert seen.loss == pytest.approx(-np.log(float(seen.output[dataset.y_test[2]])), rel=1e-4)
        experiment.step_batch()
        settled(experiment)


def test_without_an_example_the_first_validation_example_is_traced_and_none_is_chosen(make: Make) -> None:
    experiment = make()
    np.testing.assert_array_equal(experiment.trace_example().x, experiment.split.x_validation[0])
    assert experiment.trace_example().loss is not None
    assert experiment.example is None
    experiment.validation_split = 0
    np.testing.assert_array_equal(experiment.trace_example().x, experiment.split.x_train[0])


def test_an_example_without_a_truth_has_no_gradients(make: Make) -> None:
    experiment = make()
    experiment.example = Example(experiment.dataset.x_test[0], "Row 0")
    assert experiment.trace_example().x_gradient is None


@pytest.mark.parametrize("targets", [1, 2])
def test_numbers_to_predict_are_compared_with_their_targets(make: Make, targets: int) -> None:
    experiment = make(numbers(targets=targets))
    dataset = experiment.dataset
    for example in (None, Example(dataset.x_test[1], "Row 1", target=dataset.y_test[1])):
        experiment.example = example
        seen = experiment.trace_example()
        target = experiment.split.y_validation[0] if example is None else dataset.y_test[1]
        assert seen.loss == pytest.approx(float(np.mean((seen.output - target) ** 2)), rel=1e-4)


def test_while_a_run_goes_on_the_weights_are_those_of_a_snapshot(make: Make) -> None:
    experiment = make(batch_size=1, epochs=10_000)
    watch = Watch(experiment)
    experiment.run()
    watch.until_iteration(5)
    with experiment.lock:  # no snapshot arrives meanwhile
        one, two = experiment.trace_example(), experiment.trace_example()
        np.testing.assert_array_equal(one.output, two.output)
        np.testing.assert_array_equal(one.output, experiment.predict(one.x[np.newaxis])[0])


def test_weights_that_are_kept_but_not_trained_come_along(make: Make) -> None:
    experiment = make(layers=NORMALIZED)
    first = experiment.trace_example()
    experiment.step_batch()
    settled(experiment)
    second = experiment.trace_example()
    assert not np.array_equal(first.layers[1].weights["moving_mean"], second.layers[1].weights["moving_mean"])
    np.testing.assert_array_equal(second.output, experiment.predict(second.x[np.newaxis])[0])
