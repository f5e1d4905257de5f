"""What is chosen about one prediction: changed step by step, and checked."""

from __future__ import annotations

import math

import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.loss.bench import Bench
from mlwidgets.explain.loss.questions import QUESTIONS
from mlwidgets.spec import LossSpec


def bench(question: str) -> Bench:
    return Bench.of(LossSpec.of("mse"), 0).with_question(question)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_curves_for_all_its_losses(name: str) -> None:
    made = bench(name)
    for loss in made.question.losses:
        chosen = made.with_losses(loss)
        for truth in made.question.truths[::20] or made.question.truths:
            paths = chosen.with_truth(truth).paths()
            assert len(paths) == len(made.prediction)
            assert all(math.isfinite(path.top) and path.top > path.bottom for path in paths)


def test_a_loss_stays_with_its_settings_where_it_can_judge() -> None:
    chosen = bench("number").with_losses("huber").with_setting("delta", 0.5).with_question("amount")
    assert chosen.losses == (LossSpec.of({"class_name": "Huber", "config": {"delta": 0.5}}),)
    assert chosen.with_question("probabilities").losses[0].name == "sparse_categorical_crossentropy"


def test_losses_are_compared_four_at_most() -> None:
    made = bench("amount").with_losses("huber", ("mean_squared_error", "log_cosh", "poisson"))
    assert [loss.name for loss in made.losses] == ["huber", "mean_squared_error", "log_cosh", "poisson"]
    with pytest.raises(ConfigurationError, match="At most 4 losses can be compared; got 5"):
        made.with_losses("huber", (*(loss.name for loss in made.losses), "mean_absolute_error"))
    with pytest.raises(ConfigurationError, match="The loss 'hinge' does not judge such a prediction"):
        made.with_losses("hinge")


def test_from_logits_asks_for_scores_and_keeps_the_other_settings() -> None:
    made = bench("probability")
    assert made.losses[0].name == "binary_crossentropy"
    made = made.with_setting("label_smoothing", 0.1).with_setting("from_logits", value=True)
    assert made.question.name == "score"
    assert made.losses[0].config == {"from_logits": True, "label_smoothing": 0.1}
    assert made.truth == 1
    back = made.with_setting("from_logits", value=False)
    assert back.question.name == "probability"
    assert back.losses[0].config == {"from_logits": False, "label_smoothing": 0.1}


def test_one_bar_is_dragged_and_the_others_keep_their_proportions() -> None:
    moved = bench("probabilities").moved(0, 0.75)
    assert moved.prediction == pytest.approx((0.75, 0.15, 0.1))
    assert moved.moved(1, 0.15).prediction == pytest.approx(moved.prediction)
    assert bench("scores").moved(2, 3).prediction == (1.5, 0.5, 3.0)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, None, "1", True, [1], 10**400])
def test_no_number_is_a_sentence(value: object) -> None:
    with pytest.raises(ConfigurationError, match="must be a finite number; got"):
        bench("number").with_truth(value)
    with pytest.raises(ConfigurationError, match="must be a finite number; got"):
        bench("number").moved(0, value)


@pytest.mark.parametrize("at", [-1, 3, None, "0", True, 0.5, [0], 10**400])
def test_there_are_only_so_many_bars(at: object) -> None:
    with pytest.raises(ConfigurationError, match="There are 3 numbers to drag"):
        bench("scores").moved(at, 1)


@pytest.mark.parametrize("name", ["", "x" * 10_000, None, 3, ["number"]])
def test_there_is_no_such_question(name: str) -> None:
    with pytest.raises(ConfigurationError, match="no kind of prediction named") as refused:
        bench("number").with_question(name)
    assert len(str(refused.value)) < 300


def test_a_truth_far_away_is_the_nearest_there_is() -> None:
    assert bench("number").with_truth(1e300).truth == 4
    assert bench("probability").with_truth(0.4).truth == 0
    assert bench("amount").with_truth(-3).truth == 0
