"""Checks of a run, both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.lessons.checks import CHECKS, UNTRAINED
from mlwidgets.session import Status
from tests.lessons.checks.support import judged, trained
from tests.session.support import numbers, settled

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from tests.session.conftest import Make


def logs(experiment: Experiment) -> dict[str, float]:
    """Return what was measured of the validation data last."""
    snapshot = experiment.snapshot
    assert snapshot is not None
    assert snapshot.validation is not None
    return snapshot.validation.evaluation.logs


def test_validation_accuracy_is_that_of_the_newest_weights(make: Make) -> None:
    experiment = trained(make(epochs=4, learning_rate=0.01))
    accuracy = logs(experiment)["accuracy"]
    assert judged("validation_accuracy", experiment, at_least=accuracy, at_most=accuracy).holds
    no = judged("validation_accuracy", experiment, below=accuracy)
    assert not no.holds
    assert no.why.startswith("Your validation accuracy is ")
    assert "after 12 updates; it must be less than" in no.why
    assert no.why.endswith("Reset and train for less time, or with a smaller network.")
    missed = judged("validation_accuracy", experiment, at_least=1.0)
    assert missed.holds is (accuracy == 1.0)


def test_training_accuracy_is_the_number_beside_run(make: Make) -> None:
    experiment = trained(make(epochs=4))
    evidence = CHECKS["training_accuracy"].evidence(experiment)
    snapshot = experiment.snapshot
    assert snapshot is not None
    # Four updates an epoch: the mean over the last quarter of an epoch is the last batch.
    assert evidence["training_accuracy"] == snapshot.history.batch_logs["accuracy"][-1]
    value = evidence["training_accuracy"]
    assert judged("training_accuracy", experiment, at_least=value).holds
    assert not judged("training_accuracy", experiment, below=value).holds


@pytest.mark.parametrize("kind", ["training", "validation"])
def test_loss_of_both_kinds(make: Make, kind: str) -> None:
    experiment = trained(make(numbers(), epochs=3))
    value = CHECKS["loss"].evidence(experiment)[f"{kind}_loss"]
    assert judged("loss", experiment, kind=kind, at_most=value).holds
    no = judged("loss", experiment, kind=kind, at_most=value / 2)
    assert not no.holds
    assert no.why.startswith(f"Your {kind} loss is ")
    assert "it must be at most" in no.why
    if kind == "validation":
        assert value == logs(experiment)["loss"]
        assert judged("loss", experiment, at_most=value).holds


def test_numbers_have_no_accuracy(make: Make) -> None:
    finding = judged("validation_accuracy", trained(make(numbers(), epochs=1)), at_least=0.0)
    assert not finding.holds
    assert "no accuracy" in finding.why


def test_updates_and_epochs_count_what_the_run_has_made(make: Make) -> None:
    experiment = make(epochs=3, batch_size=20)  # 80 examples: 4 updates an epoch
    assert judged("updates", experiment, at_least=1).why == UNTRAINED
    assert judged("epochs", experiment, at_least=1).why == UNTRAINED
    assert judged("updates", experiment, at_most=0).holds
    experiment.step_batch()
    settled(experiment)
    one = judged("updates", experiment, at_least=1, at_most=1)
    assert one.holds
    assert one.why == "This run has made 1 update, and that is exactly 1."
    assert judged("epochs", experiment, at_least=0.25, at_most=0.25).holds
    few = judged("updates", experiment, at_least=4)
    assert few.why == (
        "This run has made 1 update; that must be at least 4. Press Run, or step on by single updates."
    )
    trained(experiment)
    assert judged("updates", experiment, at_least=12, at_most=12).holds
    assert judged("epochs", experiment, at_least=3).holds
    many = judged("updates", experiment, below=12)
    assert not many.holds
    assert "step back" in many.why


def test_what_is_judged_is_where_the_run_stands_also_after_going_back(make: Make) -> None:
    experiment = trained(make(epochs=3, batch_size=20))
    experiment.go_to(5)
    settled(experiment)
    assert judged("updates", experiment, at_least=5, at_most=5).holds
    assert "after 5 updates" in judged("validation_accuracy", experiment, at_least=0).why
    accuracy = logs(experiment)["accuracy"]
    assert judged("validation_accuracy", experiment, at_least=accuracy, at_most=accuracy).holds


def test_after_a_reset_nothing_has_been_trained(make: Make) -> None:
    experiment = trained(make(epochs=2))
    experiment.reset()
    for name, given in _OF_RUNS.items():
        assert judged(name, experiment, **given).why == UNTRAINED, name
    settled(experiment)
    for name, given in _OF_RUNS.items():
        assert judged(name, experiment, **given).why == UNTRAINED, name


_OF_RUNS: dict[str, dict[str, Any]] = {
    "validation_accuracy": {"at_least": 0},
    "training_accuracy": {"at_least": 0},
    "loss": {"at_least": 0},
    "updates": {"at_least": 1},
    "epochs": {"at_least": 1},
    "diverged": {},
}


def test_shipped_weights_are_judged_by_what_they_can_do(make: Make) -> None:
    from mlwidgets.data import load  # noqa: PLC0415 - only this test needs the digits
    from mlwidgets.session.learned.stages import learned_network  # noqa: PLC0415 - the same

    network = learned_network()
    experiment = make(load("mnist"), layers=network.layers, **network.settings)
    experiment.reset(network.stages["all"])
    settled(experiment)
    assert judged("validation_accuracy", experiment, at_least=0.9).holds
    no = judged("training_accuracy", experiment, at_least=0.9)
    assert not no.holds
    assert "press Run" in no.why
    assert not judged("diverged", experiment).holds


def diverging(make: Make, rate: float, epochs: int = 30) -> Experiment:
    """Run plain gradient descent on numbers."""
    experiment = make(numbers(), epochs=epochs, optimizer="sgd", batch_size=40)
    experiment.learning_rate = rate
    return trained(experiment)


def test_a_run_that_reaches_infinity_has_diverged(make: Make) -> None:
    experiment = diverging(make, 10.0)
    assert experiment.status is Status.FAILED
    finding = judged("diverged", experiment)
    assert finding.holds
    assert finding.why.startswith(
        "With a learning rate of 10 your run reached a number too large to hold at update"
    )
    no = judged("diverged", experiment, expected=False)
    assert not no.holds
    assert "lower the learning rate" in no.why
    broken = judged("loss", experiment, at_most=0.1)
    assert not broken.holds


def test_a_run_that_learns_has_not_diverged(make: Make) -> None:
    experiment = diverging(make, 0.01)
    no = judged("diverged", experiment)
    assert not no.holds
    assert "it has not diverged" in no.why
    assert "Raise the learning rate" in no.why
    assert judged("diverged", experiment, expected=False).holds


def test_a_run_whose_loss_has_risen_far_has_diverged_before_it_is_infinite(make: Make) -> None:
    experiment = diverging(make, 1.0)
    assert experiment.status is Status.FINISHED
    finding = judged("diverged", experiment)
    assert finding.holds
    assert "your loss rose from" in finding.why
    assert not judged("diverged", experiment, expected=False).holds
    experiment.go_to(3)  # three updates are too few to say so
    settled(experiment)
    assert not judged("diverged", experiment).holds


def test_after_a_reset_with_a_smaller_rate_a_run_has_not_diverged(make: Make) -> None:
    experiment = diverging(make, 10.0)
    experiment.reset()
    assert judged("diverged", experiment).why == UNTRAINED
    experiment.learning_rate = 0.01
    trained(experiment)
    assert not judged("diverged", experiment).holds
    assert judged("diverged", experiment, expected=False).holds
