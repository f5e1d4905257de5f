"""Runs that break down: numbers that are not finite, and losses that rise instead of falling."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.training.divergence import told
from mlwidgets.explain.doctor.finding import Finding
from mlwidgets.explain.doctor.remedies import (
    back_and_slower,
    change_layers,
    clipped,
    restart_with,
    standardised,
)
from mlwidgets.explain.wording import number_text
from mlwidgets.language import _, numeral

if TYPE_CHECKING:
    from mlwidgets.explain.doctor.evidence import Evidence
    from mlwidgets.explain.doctor.finding import Remedy
    from mlwidgets.explain.doctor.vitals import LayerVitals, Vitals

_TOO_LARGE = {
    "loss": _("The loss became too large to hold {when}"),
    "validation loss": _("The validation loss became too large to hold {when}"),
    "weights": _("The weights grew too large to hold {when}"),
    "memory": _("The optimizer's memory grew too large to hold {when}"),
}

_ROSE = 3.0
"""A loss so many times that of the start has not been falling."""

_GREW = 30.0
"""Gradients so many times as long as at the start have exploded."""

_LEAST_UPDATES = 8

_PATIENT = 30
"""After so many updates a network that learns should show it."""

_DEEP = 3
"""Layers that learn, at least, for gradients to change from one to the next."""

_RATIO = 1000.0
"""How much smaller a gradient may be in the first layer than in the last."""

HUGE = 10.0
"""A gradient of this size, the mean over a layer's weights, is huge where the loss has a slope of at most "
"1."""

_BOUNDED = ("sparse_categorical_crossentropy", "categorical_crossentropy", "binary_crossentropy", "hinge")
"""Losses of this kind, with the softmax or sigmoid before them."""

_FLAT_ENDED = ("sigmoid", "tanh", "softsign", "hard_sigmoid")


def not_finite(evidence: Evidence) -> Finding | None:
    """Find a run that has ended in a number too large to hold, or in NaN."""
    found = told(evidence.error)
    if found is None:
        return None
    update, began = found.update, found.began
    layer = _largest(evidence.newest)
    where = (
        _(" The first was {layer}.").format(layer=layer.words)
        if layer is not None and layer.largest is not None
        else ""
    )
    numbers = [(_("Learning rate"), numeral(evidence.facts.settings.learning_rate, "g"))]
    if layer is not None and layer.largest is not None:
        numbers.append(
            (_("Largest gradient, {layer}").format(layer=layer.words), number_text(layer.largest, 3))
        )
    when = (
        _("before the first update")
        if began and update == 1
        else _("at update {update:,}").format(update=update)
    )
    headline = _TOO_LARGE[found.quantity].format(when=when)
    remedies: list[Remedy] = []
    first = next((look for look in evidence.vitals if any(one.largest for one in look.layers)), None)
    huge_at_first = first is not None and first.iteration <= 1 and _is_huge(first)
    if evidence.facts.inputs.too_large:
        remedies.append(standardised(evidence.facts))
    elif huge_at_first and evidence.facts.goal.n_classes:
        remedies.append(_smaller_weights(evidence))
    if not began:
        remedies.append(back_and_slower(evidence, max(0, update - 1)))
    rate = evidence.facts.settings.learning_rate
    cause = _("With a learning rate of {rate:g} each step overshot further than the last.").format(rate=rate)
    if evidence.facts.inputs.too_large:
        cause = _("The inputs are large, and so are the gradients.")
    elif len(remedies) > 1:
        cause = _("The gradients were huge from the start: the initial weights are too large.")
    why = _(
        "A float32 holds numbers up to 3.4 × 10³⁸; what is larger becomes infinite, and then NaN, “not a "
        "number”. {error}.{where} {cause}"
    ).format(error=evidence.error.split(". ")[0], where=where, cause=cause)
    return Finding(
        "not_finite",
        "problem",
        headline,
        why,
        layer.number if layer else 0,
        update,
        tuple(numbers),
        tuple(remedies),
    )


def _largest(look: Vitals | None) -> LayerVitals | None:
    """Return the layer with the largest gradient; one that is not finite counts as the largest."""
    learners = [layer for layer in look.learners if layer.largest is not None] if look else []
    if not learners:
        return None
    # Back-propagation goes from the end to the start, so the last of several is where it began.
    return max(reversed(learners), key=lambda layer: _or_infinite(layer.largest))


def _or_infinite(value: float | None) -> float:
    return math.inf if value is None or not math.isfinite(value) else value


def rising(evidence: Evidence) -> Finding | None:
    """Find a loss far above where it began, with gradients that explode or steps that overshoot."""
    first, recent = evidence.first_loss, evidence.recent_loss
    if evidence.iteration - evidence.recorded_from < _LEAST_UPDATES or not evidence.helpless:
        return None
    if not (first > 0 and recent > _ROSE * first):
        return None
    update = _rose_at(evidence, first)
    numbers = [
        (_("Loss at the start"), number_text(first, 3)),
        (_("Loss now"), number_text(recent, 3)),
        (_("Learning rate"), numeral(evidence.facts.settings.learning_rate, "g")),
    ]
    calm = evidence.calm_before(update)
    remedies = (back_and_slower(evidence, update), clipped(evidence.facts, calm))
    layer = _exploded(evidence)
    if layer is None:
        return Finding(
            "overshooting",
            "problem",
            _("The steps overshoot: the loss rose, by update {update:,}").format(update=update),
            _(
                "The loss is far above where it began. Each step should take the weights a little "
                "downhill. These are so long that they land on the other side of the valley, higher than "
                "before. A smaller learning rate makes shorter steps."
            ),
            0,
            update,
            tuple(numbers),
            remedies,
        )
    numbers.append(
        (
            _("Gradient of {layer} now (root mean square)").format(layer=layer.words),
            number_text(layer.gradient or 0, 3),
        )
    )
    return Finding(
        "exploding",
        "problem",
        _("Exploding gradients in {words} by update {update:,}").format(words=layer.words, update=update),
        _(
            "They grew more than {factor:g}-fold. A step that is too long lands where the loss is "
            "steeper; the gradient there is larger, and the next step longer still. Each round makes it "
            "worse. A smaller learning rate stops that. Clipping limits how long a gradient can be, "
            "whatever happens."
        ).format(factor=_GREW),
        layer.number,
        update,
        tuple(numbers),
        remedies,
    )


def _rose_at(evidence: Evidence, first: float) -> int:
    losses = np.asarray(evidence.history.batch_logs.get("loss", ()), np.float64)
    high = np.flatnonzero(~(losses <= _ROSE * first))
    return evidence.recorded_from + int(high[0]) if len(high) else evidence.iteration


def _exploded(evidence: Evidence) -> LayerVitals | None:
    """Return the layer whose gradient has grown most, if it has grown far."""
    looks = [look for look in evidence.vitals if any(layer.gradient is not None for layer in look.layers)]
    if len(looks) < 2 or evidence.newest is None:  # noqa: PLR2004 - a start and a present
        return None
    start = {layer.number: layer.gradient for layer in looks[0].learners}
    grown = [
        (_or_infinite(layer.gradient) / before, layer)
        for layer in evidence.newest.learners
        if layer.gradient is not None and (before := start.get(layer.number))
    ]
    factor, layer = max(grown, key=lambda pair: pair[0], default=(0.0, None))
    return layer if factor > _GREW else None


def vanishing(evidence: Evidence) -> Finding | None:
    """Find gradients that shrink by a factor of a thousand from the last layer to the first."""
    look, onset = evidence.newest, evidence.onset(_vanishes)
    if look is None or onset is None or not evidence.helpless or look.iteration < _PATIENT:
        return None
    if onset.update == look.iteration:
        return None  # one look is not enough
    first, last = look.learners[0], look.learners[-1]
    hidden = [layer.number for layer in look.learners[:-1]]
    flat = [layer.number for layer in look.layers[:-1] if layer.activation in _FLAT_ENDED]
    if any(look.layers[number - 1].activation == "sigmoid" for number in flat):
        reason = _(
            "A sigmoid's slope is at most 0.25, so little is left for the first layers, and they hardly "
            "learn."
        )
    else:
        reason = _(
            "Where slopes and weights are small, little is left for the first layers, and they hardly learn."
        )
    change = {"activation": "relu"} if flat else {}
    remedy = restart_with(
        evidence.facts,
        _("Use ReLU and he_normal in the hidden layers") if flat else _("Use he_normal in the hidden layers"),
        change_layers(sorted({*hidden, *flat}), kernel_initializer="he_normal", **change),
    )
    return Finding(
        "vanishing",
        "problem",
        _("Vanishing gradients in {layer} {when}").format(layer=first.words, when=onset.words),
        _(
            "Its gradient is less than a thousandth of that of {layer}. Back-propagation multiplies by the "
            "weights and by the slope of each layer's function on its way back. {reason} ReLU has the slope "
            "1 wherever it is on."
        ).format(layer=last.words, reason=reason),
        first.number,
        onset.update,
        tuple(
            (_("Gradient of {layer}").format(layer=one.words), number_text(one.gradient or 0, 3))
            for one in look.learners
        ),
        (remedy,),
    )


def huge(evidence: Evidence) -> Finding | None:
    """Find gradients that are huge though no error is: layers multiply them on the way back."""
    look, goal = evidence.newest, evidence.facts.goal
    if look is None or not goal.n_classes or goal.loss not in _BOUNDED or not evidence.helpless:
        return None
    onset = evidence.onset(_is_huge)
    if onset is None or look.iteration < _LEAST_UPDATES:
        return None
    layer = _largest(look)
    assert layer is not None  # noqa: S101 - one of them is huge
    back = onset.healthy or 0
    if onset.healthy:
        remedies = [back_and_slower(evidence, onset.healthy)]
        cause = _("The weights have grown on the way: the steps were too long.")
    else:
        remedies = [_smaller_weights(evidence)]
        cause = _("The initial weights are too large; he_normal chooses them so that sizes stay the same.")
    return Finding(
        "exploding",
        "problem",
        _("Exploding gradients in {layer} {when}").format(layer=layer.words, when=onset.words),
        _(
            "They are {size:g} or more on average. Back-propagation multiplies by the weights of each "
            "layer on its way back. Where they are large, so is the gradient, and no learning rate is "
            "right: small ones crawl, others kill units. {cause}"
        ).format(size=HUGE, cause=cause),
        layer.number,
        onset.update,
        tuple(
            (_("Gradient of {layer}").format(layer=one.words), number_text(one.gradient or 0, 3))
            for one in look.learners
        ),
        (*remedies, clipped(evidence.facts, back)),
    )


def _smaller_weights(evidence: Evidence) -> Remedy:
    numbers = range(1, len(evidence.facts.settings.layers) + 1)
    change = change_layers(numbers, kernel_initializer="he_normal")
    return restart_with(evidence.facts, _("Use he_normal in every layer"), change)


def _is_huge(look: Vitals) -> bool:
    return any(_or_infinite(layer.gradient) > HUGE for layer in look.learners if layer.gradient is not None)


def _depth_ratio(look: Vitals) -> float:
    """Return the first layer's gradient over the last one's; NaN if there is none to compare."""
    if len(look.learners) < _DEEP:
        return math.nan
    first, last = look.learners[0].gradient, look.learners[-1].gradient
    return first / last if first is not None and last else math.nan


def _vanishes(look: Vitals) -> bool:
    # Exactly 0 is something else: a dead layer, or units that are all alike.
    return 0 < _depth_ratio(look) < 1 / _RATIO
