"""Checks that set loss against accuracy, certainty against truth, training against new data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.explain.loss.lens import sample
from mlwidgets.language import _
from mlwidgets.lessons.checks import limits
from mlwidgets.lessons.checks.check import UNTRAINED, Check, Evidence, Finding
from mlwidgets.lessons.checks.judged.training import look_at_run, missing
from mlwidgets.lessons.checks.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine import Sequential
    from mlwidgets.session import Experiment

_MOST_MEASURED = 1_000
"""Training examples that are measured for a gap: the standard error of an accuracy is then 1.6% at most."""


def _look_at_gap(experiment: Experiment) -> dict[str, Any]:
    """Return the accuracy on training examples with the present weights, beside that on validation data.

    The line beside Run shows a mean over the last batches, each before its update: that lags behind, and in
    small data it scatters by more than the gap.
    """
    found = look_at_run(experiment)
    if found["classes"] and found["updates"]:
        split, task = experiment.split, experiment.task
        rows = sample(len(split.x_train), _MOST_MEASURED)
        x, y = task.inputs(split.x_train[rows]), task.targets(split.y_train[rows])

        def measure(model: Sequential) -> float:
            return model.evaluate(x, y)["accuracy"]

        found["training_accuracy"] = float(experiment.ask(measure))
    return found


def _gap(seen: Evidence, **given: float) -> Finding:
    for part in ("training", "validation"):
        problem = missing(seen, part, "accuracy")
        if problem:
            return Finding(holds=False, why=problem)
    train, held_out = seen.number("training_accuracy"), seen.number("validation_accuracy")
    return Limits(**given).judge(
        train - held_out,
        limits.points,
        said=_(
            "Your network gets {train} of the training examples right and {held_out} of the validation "
            "examples, a gap of {found}"
        ),
        higher=_("Train for longer, with a larger network or with fewer training examples."),
        lower=_("Stop earlier, use a smaller network or more examples, or add Dropout."),
        train=limits.share(train, 0),
        held_out=limits.share(held_out, 0),
    )


def _look_at_moves(experiment: Experiment) -> dict[str, Any]:
    """Return the clearest step between two epochs in which both fell, and in which both rose."""
    seen = experiment.present
    history = {} if seen is None else seen.history.history
    losses, accuracies = (list(history.get(name, ())) for name in ("val_loss", "val_accuracy"))
    run = look_at_run(experiment)
    kept = ("updates", "classes", "held_out", "failed")
    return {
        **{name: run[name] for name in kept},
        "epochs": len(losses),
        "fell": _clearest(losses, accuracies, -1),
        "rose": _clearest(losses, accuracies, 1),
    }


def _clearest(losses: Sequence[float], accuracies: Sequence[float], sign: int) -> dict[str, float] | None:
    """Return the epochs in a row between which both moved one way, the accuracy furthest; None if none."""
    if len(losses) < 2 or len(losses) != len(accuracies):  # noqa: PLR2004 - two epochs
        return None
    loss, accuracy = sign * np.diff(losses), sign * np.diff(accuracies)
    both = (loss > 0) & (accuracy > 0)
    if not both.any():
        return None
    at = int(np.argmax(np.where(both, accuracy, -np.inf)))
    return {
        "epoch": at + 1,
        "loss_before": float(losses[at]),
        "loss_after": float(losses[at + 1]),
        "accuracy_before": float(accuracies[at]),
        "accuracy_after": float(accuracies[at + 1]),
    }


def _both_moved(name: str, word: str, sign: int) -> Check:
    def rule(seen: Evidence) -> Finding:
        problem = _no_epochs(seen)
        if problem:
            return Finding(holds=False, why=problem)
        if seen.raw(word) is None:
            why = _NEVER[word].format(epochs=seen.count("epochs"))
            return Finding(holds=False, why=why)
        step = seen.part(word)
        epoch = step.count("epoch")
        loss, accuracy = (
            (step.number(f"{what}_before"), step.number(f"{what}_after")) for what in ("loss", "accuracy")
        )
        holds = sign * (loss[1] - loss[0]) > 0 and sign * (accuracy[1] - accuracy[0]) > 0
        said = _MOVED.format(
            epoch=epoch, next=epoch + 1, losses=_apart(*loss), accuracies=_shares_apart(*accuracy)
        )
        return Finding(holds=holds, why=(_BOTH if holds else _NOT_BOTH)[word].format(said=said))

    sentence = (
        f"Whether between two epochs in a row both loss and accuracy on the validation examples {word}."
    )
    return Check(name, sentence, _look_at_moves, rule)


_NEVER = {
    "fell": _(
        "In your {epochs:,} epochs the accuracy on the validation examples never fell while their loss fell. "
        "Train for more epochs, or with a larger learning rate."
    ),
    "rose": _(
        "In your {epochs:,} epochs the accuracy on the validation examples never rose while their loss rose. "
        "Train for more epochs, or with a larger learning rate."
    ),
}
_MOVED = _(
    "From epoch {epoch} to epoch {next} the loss on the validation examples went from {losses}, and their "
    "accuracy from {accuracies}"
)
_BOTH = {"fell": _("{said}: both fell."), "rose": _("{said}: both rose.")}
_NOT_BOTH = {
    "fell": _("{said}; both must have fallen."),
    "rose": _("{said}; both must have risen."),
}
_FROM_TO = _("{before} to {after}")
_ONE_EPOCH = _("There are not yet two epochs to compare: train for at least 2.")
_NO_MISTAKE = _(
    "Your network makes no mistake among its {count:,} validation examples, so there is none to be sure of. "
    "Train for less time, or choose harder data."
)


def _no_epochs(seen: Evidence) -> str:
    if not seen.count("classes"):
        return missing(seen, "validation", "accuracy")
    if not seen.count("updates"):
        return UNTRAINED
    if not seen.count("held_out"):
        return missing(seen, "validation", "loss")
    if seen.count("epochs") < 2:  # noqa: PLR2004 - a step has two ends
        return str(_ONE_EPOCH)
    return ""


def _apart(before: float, after: float) -> str:
    """Write two numbers so exactly that they differ."""
    exact = 0
    while limits.number(before, exact) == limits.number(after, exact) and exact < 9 and before != after:  # noqa: PLR2004
        exact += 1
    return _FROM_TO.format(before=limits.number(before, exact), after=limits.number(after, exact))


def _shares_apart(before: float, after: float) -> str:
    exact = 0
    while limits.share(before, exact) == limits.share(after, exact) and exact < 9 and before != after:  # noqa: PLR2004
        exact += 1
    return _FROM_TO.format(before=limits.share(before, exact), after=limits.share(after, exact))


def _look_at_mistakes(experiment: Experiment) -> dict[str, Any]:
    """Return how many validation examples are mistaken, and the probability given to the surest mistake."""
    found = look_at_run(experiment)
    kept = ("updates", "classes", "held_out", "failed", "measured_after", "validation_accuracy")
    mistakes: dict[str, Any] = {**{name: found[name] for name in kept}, "mistakes": 0, "surest": None}
    seen, truth = experiment.present, experiment.split.y_validation
    if seen is None or seen.validation is None or not found["classes"]:
        return mistakes
    shares = experiment.task.shares(seen.validation.evaluation.output)
    if shares is None or len(shares) != len(truth):
        return mistakes
    said = shares.argmax(axis=1)
    wrong = np.flatnonzero(said != truth)
    if len(wrong):
        mistakes |= {"mistakes": len(wrong), "surest": float(shares[wrong, said[wrong]].max())}
    return mistakes


def _surest_mistake(seen: Evidence, **given: float) -> Finding:
    problem = missing(seen, "validation", "accuracy")
    if problem:
        return Finding(holds=False, why=problem)
    count, of = seen.count("mistakes"), seen.count("held_out")
    if not count:
        return Finding(holds=False, why=_NO_MISTAKE.format(count=of))
    return Limits(**given).judge(
        seen.number("surest"),
        limits.share,
        said=_(
            "Your network is wrong about {count:,} of {all:,} validation examples, and at the surest of "
            "these mistakes it gives the wrong class a probability of {found}"
        ),
        higher=_("Train for longer: a network grows surer, also of its mistakes."),
        lower=_("Train for less time, or add Dropout or a penalty on the weights."),
        count=count,
        all=of,
    )


CONTRAST_CHECKS = (
    Check(
        "accuracy_gap",
        "The accuracy on training examples minus that on validation examples; 0.1 is ten percentage points.",
        _look_at_gap,
        _gap,
        limits.limits(-1, 1),
        limits.NAMES,
    ),
    _both_moved("accuracy_fell_while_loss_fell", "fell", -1),
    _both_moved("accuracy_rose_while_loss_rose", "rose", 1),
    Check(
        "surest_mistake",
        "The highest probability that the network gives to a wrong class of a validation example.",
        _look_at_mistakes,
        _surest_mistake,
        limits.limits(0, 1),
        limits.NAMES,
    ),
)
