"""What is read from a history: since when something is so, and when the loss was last calm."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine.training.history import History
from mlwidgets.explain.doctor.evidence import Evidence, Facts, Measured, Onset, guess_accuracy, guess_error
from mlwidgets.explain.doctor.scale import Scale
from mlwidgets.explain.doctor.vitals import Vitals
from mlwidgets.session import Experiment


def facts() -> Facts:
    experiment = Experiment("circle")
    scale = Scale.of(np.ones((2, 2)))
    made = Facts(experiment.settings, experiment.task.goal, 200, 0.5, scale, scale, 0.03)
    experiment.close()
    return made


def evidence(losses: list[float], *, iteration: int | None = None, looks: str = "") -> Evidence:
    history = History(batch_epochs=[0.0] * len(losses), batch_logs={"loss": losses})
    vitals = tuple(Vitals(int(look), 0.1, 64, ()) for look in looks)
    return Evidence(
        facts(), vitals, history, len(losses) if iteration is None else iteration, 1.0, resting=True
    )


@pytest.mark.parametrize(
    ("losses", "update", "calm"),
    [
        ([2.0, 1.8, 1.6, 1.5, 90.0, 400.0], 6, 3),
        ([2.0, 1e5, 1e9, 2.0, 2.0], 3, 0),
        ([2.0, float("nan"), 3.0], 3, 0),
        ([2.0, 1.9, 1.8], 2, 2),
        ([2.0, 1.9, 1.8], 1, 1),
        ([], 4, 0),
    ],
)
def test_the_moment_to_go_back_to_is_before_the_loss_rose(
    losses: list[float], update: int, calm: int
) -> None:
    assert evidence(losses).calm_before(update) == calm


def test_a_record_that_begins_later_is_counted_from_there() -> None:
    assert evidence([2.0, 1.8, 1.6, 90.0], iteration=1004).calm_before(1003) == 1002
    assert evidence([], iteration=1000).calm_before(500) == 500


@pytest.mark.parametrize(
    ("looks", "ill", "onset", "words"),
    [
        ("01234", (3, 4), Onset(3, 2), "since update 3"),
        ("0128", (8,), Onset(8, 2), "by update 8"),
        ("0128", (0, 1, 2, 8), Onset(0, None), "from the start"),
        ("0128", (1, 2, 8), Onset(1, 0), "since the first update"),
        ("0128", (1, 2), None, ""),
        ("", (), None, ""),
    ],
)
def test_an_onset_claims_no_more_than_is_known(
    looks: str, ill: tuple[int, ...], onset: Onset | None, words: str
) -> None:
    found = evidence([1.0], looks=looks).onset(lambda look: look.iteration in ill)
    assert found == onset
    assert (found.words if found else "") == words


def test_guessing_is_the_most_frequent_class_or_the_median() -> None:
    assert guess_accuracy(np.array([0, 0, 0, 1])) == 0.75
    assert guess_accuracy(np.array([])) == 0
    assert guess_error(np.array([0.0, 1.0, 8.0])) == pytest.approx(8 / 3)
    assert not Measured(0.58, 50).better_than(0.5)  # four examples of fifty are luck
    assert Measured(0.58, 1000).better_than(0.5)
    assert not Measured(0.515, 10**6).better_than(0.5)


def test_scales_of_tables_are_told_by_feature_and_those_of_pictures_as_one() -> None:
    table = Scale.of(np.array([[0.0, 5.0, 1.0], [1000.0, 5.0, 2.0]]))
    assert table.too_large
    assert table.unequal
    assert (table.widest_at, table.narrowest_at) == (1, 3)
    pictures = Scale.of(np.linspace(0, 255, 32).reshape(2, 4, 4, 1))
    assert pictures.too_large
    assert not pictures.unequal
    constant = Scale.of(np.zeros((5, 2)))
    assert not constant.too_large
    assert not constant.unequal
    assert Scale.of(np.zeros((0, 2))).largest == 0
