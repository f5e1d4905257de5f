"""Units that cannot learn: dead ReLUs, saturated sigmoids, and units that are all alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.explain.doctor.finding import Finding
from mlwidgets.explain.doctor.remedies import back_and_slower, change_layers, restart_with, standardised
from mlwidgets.explain.wording import share_text
from mlwidgets.language import _, numeral

if TYPE_CHECKING:
    from mlwidgets.explain.doctor.evidence import Evidence
    from mlwidgets.explain.doctor.finding import Remedy
    from mlwidgets.explain.doctor.vitals import LayerVitals, Vitals

HALF = 0.5
SATURATED = 0.9
_FEW = 4
"""Of fewer units a half means little; of fewer updates, too."""


def dead(evidence: Evidence) -> Finding | None:
    """Find the first layer in which every ReLU is dead; or else one in which most are."""
    look = evidence.newest
    if look is None:
        return None
    for layer in look.layers:
        if layer.dead == 1:
            return _all_dead(evidence, look, layer)
    for layer in look.layers:
        if evidence.epoch >= 1 and layer.dead is not None and layer.dead >= HALF and layer.units >= _FEW:
            return _many_dead(evidence, look, layer)
    return None


def _numbered(places: list[int]) -> str:
    """Return layers in words: "layer 2", "layers 2 and 4"."""
    if len(places) == 1:
        return _("layer {number}").format(number=places[0])
    return _("layers {numbers} and {last}").format(numbers=", ".join(map(str, places[:-1])), last=places[-1])


def _what(layer: LayerVitals) -> str:
    return str(_("filters") if "Conv" in layer.name else _("units"))


def _all_dead(evidence: Evidence, look: Vitals, layer: LayerVitals) -> Finding:
    onset = evidence.onset(lambda past: past.layers[layer.number - 1].dead == 1)
    assert onset is not None  # noqa: S101 - it is so now
    others = [other.words for other in look.layers if other.dead == 1 and other is not layer]
    rate = evidence.facts.settings.learning_rate
    why = _(
        "A ReLU is dead when it gives 0 for every example. These {units} {what} do, for all "
        "{examples} training examples that the doctor looks at. The slope is 0 there, so no gradient "
        "passes and no weight in or before {layer} can change any more: the network cannot recover "
        "by itself. "
    ).format(units=layer.units, what=_what(layer), examples=look.probes, layer=layer.words)
    remedies: list[Remedy] = []
    if onset.healthy is None:
        why += _("These were dead before the first update: the initial weights or the inputs are to blame.")
        if evidence.facts.inputs.too_large:
            remedies.append(standardised(evidence.facts))
        places = [other.number for other in look.layers if other.dead == 1]
        change = change_layers(places, kernel_initializer="he_normal", bias_initializer="zeros")
        remedies.append(
            restart_with(
                evidence.facts, _("Use he_normal in {layers}").format(layers=_numbered(places)), change
            )
        )
    else:
        why += _(
            "A step with the learning rate {rate:g} was so long that it pushed all weighted sums below 0."
        ).format(rate=rate)
        if evidence.facts.inputs.too_large:
            remedies.append(standardised(evidence.facts))
        remedies.append(back_and_slower(evidence, onset.healthy))
    if others:
        why += _(" Dead as well: {layers}.").format(layers=", ".join(others))
    return Finding(
        "dead",
        "problem",
        _("Every ReLU in {layer} is dead {when}").format(layer=layer.words, when=onset.words),
        why,
        layer.number,
        onset.update,
        (
            (
                _("Dead"),
                _("{units} of {total} {what}").format(
                    units=layer.units, total=layer.units, what=_what(layer)
                ),
            ),
            (_("Gradient"), "0"),
            (_("Learning rate"), numeral(rate, "g")),
        ),
        tuple(remedies),
    )


def _many_dead(evidence: Evidence, look: Vitals, layer: LayerVitals) -> Finding:
    count = round((layer.dead or 0) * layer.units)
    onset = evidence.onset(lambda past: (past.layers[layer.number - 1].dead or 0) >= HALF)
    assert onset is not None  # noqa: S101 - it is so now
    remedies: tuple[Remedy, ...] = ()
    if onset.healthy is not None and evidence.facts.settings.learning_rate > evidence.facts.usual_rate:
        remedies = (back_and_slower(evidence, onset.healthy),)
    return Finding(
        "dead",
        "note",
        _("Over half of the ReLUs in {layer} are dead {when}").format(layer=layer.words, when=onset.words),
        _(
            "{count} of its {units} {what} give 0 for all {examples} training examples that the doctor "
            "looks at. They do nothing, and where that holds for all training examples they can no "
            "longer learn. The others carry the network, so it may learn well all the same; a smaller "
            "learning rate kills fewer."
        ).format(count=count, units=layer.units, what=_what(layer), examples=look.probes),
        layer.number,
        onset.update,
        (
            (
                _("Dead"),
                _("{count} of {units} {what}").format(count=count, units=layer.units, what=_what(layer)),
            ),
        ),
        remedies,
    )


def saturated(evidence: Evidence) -> Finding | None:
    """Find the first hidden layer at the flat ends of its sigmoids or tanhs, in a network that is stuck."""
    look = evidence.newest
    if look is None or not evidence.helpless:
        return None
    layer = next((one for one in look.layers[:-1] if (one.saturated or 0) >= SATURATED), None)
    if layer is None:
        return None
    onset = evidence.onset(lambda past: (past.layers[layer.number - 1].saturated or 0) >= SATURATED)
    assert onset is not None  # noqa: S101 - it is so now
    ends = _("−1 and 1") if layer.activation in ("tanh", "softsign") else _("0 and 1")
    remedies: list[Remedy] = []
    if evidence.facts.inputs.too_large:
        remedies.append(standardised(evidence.facts))
    if onset.healthy is not None and onset.healthy > 0:
        cause = _("The steps were too long: they made the weights large.")
        remedies.append(back_and_slower(evidence, onset.healthy))
    elif onset.healthy == 0:
        cause = _("The very first steps did it: a learning rate of {rate:g} made the weights large.").format(
            rate=evidence.facts.settings.learning_rate
        )
        remedies.append(back_and_slower(evidence, 0))
    else:
        cause = _("They were so before the first update: the initial weights or the inputs are too large.")
        places = [one.number for one in look.layers[:-1] if (one.saturated or 0) >= SATURATED]
        change = change_layers(places, kernel_initializer="glorot_uniform", bias_initializer="zeros")
        remedies.append(
            restart_with(
                evidence.facts, _("Use glorot_uniform in {layers}").format(layers=_numbered(places)), change
            )
        )
    return Finding(
        "saturated",
        "problem",
        _("Layer {number} ({name}) is saturated {when}").format(
            number=layer.number, name=layer.name, when=onset.words
        ),
        _(
            "Nearly all its outputs are at the ends of {function}. Near {ends} the curve of {function} is "
            "flat: its slope is almost 0, and so is the gradient that passes. The layers up to here "
            "hardly learn. {cause}"
        ).format(function=layer.activation, ends=ends, cause=cause),
        layer.number,
        onset.update,
        ((_("Outputs within 0.01 of {ends}").format(ends=ends), share_text(layer.saturated or 0)),),
        tuple(remedies),
    )


def alike(evidence: Evidence) -> Finding | None:
    """Find the first hidden layer whose units all have the same weights."""
    look = evidence.newest
    if look is None or look.iteration < _FEW:
        return None  # after a few updates units with different weights after them are alike no more
    layer = next((one for one in look.learners[:-1] if one.alike), None)
    if layer is None:
        return None
    change = change_layers([layer.number], kernel_initializer="glorot_uniform")
    return Finding(
        "alike",
        "problem",
        _("All {units} {what} of {layer} have the same weights").format(
            units=layer.units, what=_what(layer), layer=layer.words
        ),
        _(
            "It has been so {since}. Units that start alike give the same output and get the same "
            "gradient, so they stay alike: together they are worth one. Random initial weights make them "
            "differ."
        ).format(since=_since_start(evidence, layer)),
        layer.number,
        0,
        ((_("Different units"), _("1 of {units}").format(units=layer.units)),),
        (restart_with(evidence.facts, _("Use glorot_uniform in {layer}").format(layer=layer.words), change),),
    )


def _since_start(evidence: Evidence, layer: LayerVitals) -> str:
    onset = evidence.onset(lambda past: past.layers[layer.number - 1].alike)
    return _("now") if onset is None else onset.words
