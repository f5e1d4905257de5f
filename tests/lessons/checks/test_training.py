"""Checks of a run, both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.lessons.checks import UNTRAINED
from tests.lessons.checks.support import judged, trained
from tests.session.support import numbers

if TYPE_CHECKING:
    from tests.session.conftest import Make


def test_validation_accuracy_holds_or_not_and_tells_the_learners_numbers(make: Make) -> None:
    experiment = trained(make(epochs=10, learning_rate=0.1))
    snapshot = experiment.snapshot
    assert snapshot is not None
    assert snapshot.validation is not None
    accuracy = snapshot.validation.evaluation.logs["accuracy"]
    yes = judged("validation_accuracy", experiment, at_least=accuracy)
    assert yes.holds
    no = judged("validation_accuracy", experiment, below=accuracy)
    assert not no.holds
    assert f"after {snapshot.iteration} updates" in no.why


def test_nothing_trained_is_said(make: Make) -> None:
    assert judged("validation_accuracy", make(), at_least=0.5).why == UNTRAINED
    assert judged("updates", make(), at_least=1).why == UNTRAINED


def test_numbers_have_no_accuracy(make: Make) -> None:
    finding = judged("validation_accuracy", trained(make(numbers(), epochs=1)), at_least=0.5)
    assert not finding.holds
    assert "no accuracy" in finding.why
