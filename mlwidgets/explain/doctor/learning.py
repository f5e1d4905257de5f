"""What the losses tell: a plateau at chance, overfitting, and steps at the edge of stability."""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.explain.doctor.finding import Finding, Remedy
from mlwidgets.explain.doctor.remedies import insert, larger_rate, restart_with, smaller_rate, with_rate
from mlwidgets.explain.doctor.sharpness import stability_limit
from mlwidgets.explain.wording import number_text, share_text
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.explain.doctor.evidence import Evidence, Facts
    from mlwidgets.explain.doctor.vitals import Vitals

_FLAT = 0.98
"""A loss above this part of the first has not fallen."""

_PATIENT_EPOCHS, _PATIENT_UPDATES, _PATIENT_SHARE = 5, 300, 0.25
"""So long, and for so much of the run, a loss may stay flat before that is a problem."""

CRAWLING, RACING = 1e-5, 0.1
"""Steps shorter or longer than this, as a share of the weights, are too short or too long."""

_LEAST_EPOCHS = 5
_WORSE, _LOWER = 1.15, 0.7
"""The validation loss now over its best, at least; and the training loss over it, at most."""

_NO_MATTER = 0.01
"""A rise of the validation loss by less than this is no matter."""

_LOOKS = 3
"""So many looks in a row make it last."""


def plateau(evidence: Evidence) -> Finding | None:
    """Find a network that is no better than guessing, though it has had time to learn."""
    if evidence.epoch < 1 or not evidence.guessing:
        return None
    guess, classes = evidence.facts.guess, bool(evidence.facts.goal.n_classes)
    epochs = evidence.facts.settings.epochs
    patient = evidence.iteration >= _PATIENT_UPDATES and evidence.epoch >= max(
        _PATIENT_EPOCHS, _PATIENT_SHARE * epochs
    )
    flat = not evidence.recent_loss < _FLAT * evidence.first_loss
    if not evidence.resting and not (patient and flat):
        return None
    cause, remedies = _cause(evidence)
    score = (
        _("{share} right").format(share=share_text(guess))
        if classes
        else _("mean absolute error {error}").format(error=number_text(guess, 3))
    )
    numbers = [
        (_("Guessing"), score),
        (_("Loss of the first batches"), number_text(evidence.first_loss, 3)),
        (_("Loss of the last batches"), number_text(evidence.recent_loss, 3)),
    ]
    step = _step(evidence.newest)
    if step is not None:
        numbers.append(
            (_("Update ÷ weights"), _("{value} (usually 0.0001–0.01)").format(value=number_text(step, 2)))
        )
    return Finding(
        "plateau",
        "problem" if patient and flat else "note",
        _("Nothing learned yet: guessing would do as well ({score})").format(score=score),
        cause,
        0,
        evidence.iteration,
        tuple(numbers),
        remedies,
    )


def _cause(evidence: Evidence) -> tuple[str, tuple[Remedy, ...]]:
    """Return the likely reason for a plateau, and what to do about it."""
    facts, step = evidence.facts, _step(evidence.newest)
    rate, usual = facts.settings.learning_rate, facts.usual_rate
    said = _("Usual for {optimizer}: {rate:g}.").format(
        optimizer=facts.settings.optimizer.row.shown_title, rate=usual
    )
    if (step is not None and step < CRAWLING) or (
        rate < usual / 10 and (step is None or step < CRAWLING * 10)
    ):
        return (
            _("The steps are tiny: with a learning rate of {rate:g} the weights hardly move. {usual}").format(
                rate=rate, usual=said
            ),
            (with_rate(larger_rate(facts), 0 if evidence.finished else None),),
        )
    if (step is not None and step > RACING) or rate > 10 * usual:
        why = _(
            "The steps are long: with a learning rate of {rate:g} each undoes what the last has learned."
        ).format(rate=rate)
        return f"{why} {said}", (with_rate(smaller_rate(facts), 0),)
    look = evidence.newest
    if look is not None and len(look.learners) == 1:
        add = restart_with(
            facts,
            _("Add a hidden layer, Dense(8, tanh),"),
            insert(look.learners[0].number, "Dense", units=8, activation="tanh"),
        )
        why = _(
            "Without a hidden layer a network can only weigh its inputs and add them up: it cannot "
            "separate classes by a curve, nor learn what depends on two inputs together."
        )
        return why, (add,)
    other = () if usual / 2 < rate < usual * 2 else (with_rate(usual, 0),)
    advice = _("Try other features or more neurons, train longer, or change the learning rate.")
    if not facts.settings.features:
        advice = _("Train longer, or try another learning rate or more units.")
    return f"{advice} {said}", other


def _step(look: Vitals | None) -> float | None:
    """Return the middle one of the layers' steps."""
    steps = [layer.step for layer in look.learners if layer.step is not None] if look else []
    return float(np.median(steps)) if steps else None


def overfitting(evidence: Evidence) -> Finding | None:
    """Find a validation loss that has been rising for a while, while the training loss went on falling."""
    history = evidence.history.history
    validation, train = (np.asarray(history.get(name, ()), np.float64) for name in ("val_loss", "loss"))
    done = len(validation)
    if done < _LEAST_EPOCHS or len(train) != done or not np.isfinite(validation).all():
        return None
    best = int(np.argmin(validation))
    now, then = float(validation[-2:].mean()), float(validation[best])
    risen = then > 0 and now > _WORSE * then and now - then > _NO_MATTER
    apart = train[-1] < _LOWER * min(train[best], now)
    if not (risen and apart and done - 1 - best >= max(3, done // 5)):
        return None
    epoch = best + 1
    update = evidence.recorded_from + bisect_left(evidence.history.batch_epochs, epoch - 1e-9)
    facts = evidence.facts
    back = Remedy(
        _("Go back to epoch {epoch} and keep that network").format(epoch=epoch),
        _("Back at epoch {epoch}, update {update:,}, where the validation loss was lowest.").format(
            epoch=epoch, update=update
        ),
        update,
    )
    dropout = restart_with(
        facts, _("Put Dropout(0.3) before the last layer"), insert(_last(facts), "Dropout", rate=0.3)
    )
    return Finding(
        "overfitting",
        "note",
        _("Overfitting since epoch {epoch}: the training loss falls, the validation loss rises").format(
            epoch=epoch
        ),
        _(
            "The validation loss was lowest after epoch {epoch}. Since then the network has been "
            "learning its training examples by heart, and that does not help with others. Stopping there "
            "(“early stopping”), more examples, a smaller network, Dropout or an L2 penalty on the "
            "weights help."
        ).format(epoch=epoch),
        0,
        update,
        (
            (_("Validation loss after epoch {epoch}").format(epoch=epoch), number_text(then, 3)),
            (_("Validation loss now"), number_text(now, 3)),
            (_("Training loss now"), number_text(float(train[-1]), 3)),
        ),
        (back, dropout),
    )


def _last(facts: Facts) -> int:
    """Return the place of the last layer that learns, counted from 1."""
    layers = [layer.class_name for layer in facts.settings.layers]
    return next((n for n in range(len(layers), 0, -1) if layers[n - 1] == "Dense"), len(layers))


def edge(evidence: Evidence) -> Finding | None:
    """Find plain gradient descent whose steps are as long as the curvature of the loss allows, or longer."""
    optimizer = evidence.facts.settings.optimizer
    clipped = any(
        optimizer.config.get(name) is not None for name in ("clipnorm", "clipvalue", "global_clipnorm")
    )
    measured = [look for look in evidence.vitals if look.sharpness is not None]
    recent = measured[-_LOOKS:]
    if optimizer.class_name != "SGD" or clipped or len(recent) < _LOOKS or recent[0].iteration < _LOOKS:
        return None
    limits = [_limit(optimizer.config, look) for look in recent]
    sharp = [look.sharpness or 0.0 for look in recent]
    if any(one < limit for one, limit in zip(sharp, limits, strict=True)):
        return None
    sharpness, limit, look = sharp[-1], limits[-1], recent[-1]
    onset = evidence.onset(lambda past: (past.sharpness or 0) >= _limit(optimizer.config, past), measured)
    back = 0 if onset is None else onset.healthy or onset.update
    below = float(f"{look.learning_rate * limit / sharpness / 2:.1g}")
    formula = (
        _("2 / learning rate") if not optimizer.config["momentum"] else _("2 (1 + momentum) / learning rate")
    )
    return Finding(
        "edge",
        "note",
        _("The learning rate is at the edge of stability")
        if onset is None
        else _("The learning rate is at the edge of stability {when}").format(when=onset.words),
        _(
            "Where the loss curves more than this limit, a step of gradient descent ends higher on the "
            "opposite slope than it began, so that the loss goes up and down instead of settling. It "
            "often finds a flatter place by itself, and goes on learning at the edge; a smaller learning "
            "rate settles sooner."
        ),
        0,
        look.iteration if onset is None else onset.update,
        (
            (_("Largest curvature"), _("at least {value}").format(value=number_text(sharpness, 3))),
            (_("Limit, {formula}").format(formula=formula), number_text(limit, 3)),
            *_swings(evidence),
        ),
        (with_rate(below, back if evidence.finished else None),),
    )


def _limit(config: Any, look: Vitals) -> float:  # noqa: ANN401 - settings of several types
    momentum = float(config.get("momentum", 0.0))
    return (
        stability_limit(look.learning_rate, momentum, nesterov=bool(config.get("nesterov")))
        if look.learning_rate
        else math.inf
    )


_SWINGS = 30


def _swings(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """Return how often the loss turned round; said only where every batch is the same, all examples."""
    losses = evidence.history.batch_logs.get("loss", ())[-_SWINGS:]
    if evidence.facts.settings.batch_size < evidence.facts.examples or len(losses) < _SWINGS:
        return ()
    changes = np.sign(np.diff(losses))
    turns = int((changes[1:] * changes[:-1] < 0).sum())
    return ((_("Turns up or down in the last 30 updates"), f"{turns}"),)
