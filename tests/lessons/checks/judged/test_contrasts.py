"""Loss against accuracy, certainty against truth, training against new data: both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data import load
from mlwidgets.lessons.checks import CHECKS, UNTRAINED
from mlwidgets.lessons.checks.judged.contrasts import _clearest
from tests.lessons.checks.support import judged, trained
from tests.session.support import pictures, table

if TYPE_CHECKING:
    from tests.session.conftest import Make

FELL, ROSE = "accuracy_fell_while_loss_fell", "accuracy_rose_while_loss_rose"


def test_the_gap_is_between_both_parts_with_the_present_weights(make: Make) -> None:
    experiment = trained(make(epochs=6))
    split, model = experiment.split, experiment.model
    train = model.evaluate(split.x_train, split.y_train)["accuracy"]
    held_out = model.evaluate(split.x_validation, split.y_validation)["accuracy"]
    evidence = CHECKS["accuracy_gap"].evidence(experiment)
    np.testing.assert_allclose(evidence["training_accuracy"], train, rtol=1e-6)
    np.testing.assert_allclose(evidence["validation_accuracy"], held_out, rtol=1e-6)
    gap = evidence["training_accuracy"] - evidence["validation_accuracy"]
    assert judged("accuracy_gap", experiment, at_least=gap, at_most=gap).holds
    no = judged("accuracy_gap", experiment, at_least=1)
    assert not no.holds
    assert "a gap of" in no.why
    assert "percentage points; it must be at least 100 percentage points" in no.why


def test_a_network_that_learns_noise_by_heart_has_a_gap(make: Make) -> None:
    data = table(60, features=20, classes=2, seed=3)
    rng = np.random.default_rng(0)
    from dataclasses import replace  # noqa: PLC0415 - only here

    noise = replace(data, y_train=rng.integers(0, 2, 60), y_test=rng.integers(0, 2, len(data.y_test)))
    experiment = trained(make(noise, epochs=80, learning_rate=0.05))
    assert judged("accuracy_gap", experiment, at_least=0.2).holds
    assert not judged("accuracy_gap", experiment, below=0.2).holds


def test_of_points_of_the_plane_the_network_is_given_the_features(make: Make) -> None:
    experiment = trained(make(load({"name": "circle", "samples": 60}), epochs=1, features=("x1^2", "x2^2")))
    assert judged("accuracy_gap", experiment, at_least=-1).holds


def test_one_output_for_two_classes_is_read_as_the_page_reads_it(make: Make) -> None:
    experiment = trained(make(pictures(), epochs=1, loss="binary_crossentropy"))
    assert judged("accuracy_gap", experiment, at_least=-1).holds
    evidence = CHECKS["surest_mistake"].evidence(experiment)
    snapshot = experiment.snapshot
    assert snapshot is not None
    assert snapshot.validation is not None
    accuracy = snapshot.validation.evaluation.logs["accuracy"]
    assert evidence["mistakes"] == round((1 - accuracy) * evidence["held_out"])


def test_the_surest_mistake_is_a_probability_given_to_a_wrong_class(make: Make) -> None:
    experiment = trained(make(table(200, features=2, classes=3, seed=7), epochs=3))
    evidence = CHECKS["surest_mistake"].evidence(experiment)
    split = experiment.split
    shares = experiment.predict(split.x_validation)
    said = shares.argmax(axis=1)
    wrong = said != split.y_validation
    assert wrong.any()
    assert evidence["mistakes"] == wrong.sum()
    np.testing.assert_allclose(evidence["surest"], shares.max(axis=1)[wrong].max(), rtol=1e-5)
    assert judged("surest_mistake", experiment, at_least=evidence["surest"]).holds
    no = judged("surest_mistake", experiment, at_least=0.99999)
    assert not no.holds
    assert "Train for longer" in no.why


def test_without_a_mistake_there_is_none_to_be_sure_of(make: Make) -> None:
    easy = table(60, features=6, classes=2, seed=1)
    experiment = trained(make(easy, epochs=60, learning_rate=0.05))
    evidence = CHECKS["surest_mistake"].evidence(experiment)
    assert evidence["mistakes"] == 0
    finding = judged("surest_mistake", experiment, at_least=0)
    assert not finding.holds
    assert "makes no mistake" in finding.why


def test_steps_in_which_both_fell_or_rose_are_found() -> None:
    losses, accuracies = [1.0, 0.8, 0.7, 0.9], [0.5, 0.6, 0.55, 0.58]
    fell = _clearest(losses, accuracies, -1)
    assert fell is not None
    assert (fell["epoch"], fell["accuracy_before"], fell["accuracy_after"]) == (2, 0.6, 0.55)
    rose = _clearest(losses, accuracies, 1)
    assert rose is not None
    assert (rose["epoch"], rose["loss_before"], rose["loss_after"]) == (3, 0.7, 0.9)
    assert _clearest([1.0, 0.5], [0.5, 0.6], -1) is None
    assert _clearest([1.0, 0.5], [0.5, 0.5], -1) is None
    assert _clearest([1.0], [0.5], -1) is None
    assert _clearest([], [], 1) is None


def test_of_several_steps_the_one_in_which_the_accuracy_moved_furthest_is_told() -> None:
    found = _clearest([5.0, 4.0, 3.0, 2.0], [0.9, 0.89, 0.6, 0.59], -1)
    assert found is not None
    assert found["epoch"] == 2


def test_such_a_step_of_a_real_run_is_told_with_its_numbers(make: Make) -> None:
    # Clouds that overlap, and a large learning rate: the accuracy goes up and down.
    experiment = trained(make(table(200, features=2, classes=3, seed=7), epochs=40, learning_rate=0.05))
    history = experiment.snapshot.history.history  # type: ignore[union-attr]
    loss, accuracy = np.diff(history["val_loss"]), np.diff(history["val_accuracy"])
    for name, both in ((FELL, (loss < 0) & (accuracy < 0)), (ROSE, (loss > 0) & (accuracy > 0))):
        finding = judged(name, experiment)
        assert finding.holds is bool(both.any())
        assert both.any(), "this run should show it"
        assert "the loss on the validation examples went from" in finding.why


def test_a_run_without_such_a_step_says_so(make: Make) -> None:
    experiment = trained(make(epochs=1))
    assert judged(FELL, experiment).why == "There are not yet two epochs to compare: train for at least 2."
    experiment = trained(make(epochs=2, learning_rate=1e-6))
    assert not judged(FELL, experiment).holds
    assert (
        "In your 2 epochs the accuracy on the validation examples never fell" in judged(FELL, experiment).why
    )


def test_claimed_steps_are_compared_again() -> None:
    claimed = {
        "updates": 10,
        "classes": 3,
        "held_out": 20,
        "failed": False,
        "epochs": 5,
        "rose": None,
        "fell": {
            "epoch": 2,
            "loss_before": 0.5,
            "loss_after": 0.6,
            "accuracy_before": 0.9,
            "accuracy_after": 0.8,
        },
    }
    finding = CHECKS[FELL].judge(claimed)
    assert not finding.holds
    assert "both must have fallen" in finding.why
    claimed["updates"] = 0
    assert CHECKS[FELL].judge(claimed).why == UNTRAINED
