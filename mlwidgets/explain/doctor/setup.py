"""What is wrong before a training begins: inputs far from 1, and a loss that does not fit the last layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.explain.doctor.finding import Finding
from mlwidgets.explain.doctor.remedies import restart_with, standardised
from mlwidgets.explain.stack.ends import SHARES, activation_of, end_advice, lone_softmax, with_activation
from mlwidgets.explain.wording import number_text
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.engine.layers import Layer
    from mlwidgets.explain.doctor.evidence import Evidence, Facts

_NONNEGATIVE = ("relu", "relu6", "sigmoid", "hard_sigmoid", "softplus", "softmax")
_PICTURE_RANK = 3
_BYTE = 255


def unscaled(evidence: Evidence) -> Finding | None:
    """Find inputs, or numbers to predict, that are far from 1 or of very unequal size."""
    facts = evidence.facts
    scale = facts.inputs
    if facts.settings.layers and facts.settings.layers[0].class_name == "BatchNormalization":
        return None  # the network scales them itself
    if scale.too_large:
        if (
            len(facts.settings.dataset.input_shape) == _PICTURE_RANK
            and scale.low >= 0
            and scale.high <= _BYTE
        ):
            how = _("Divide the pixels by 255: x = x / 255.")
        else:
            how = _(
                "Standardize each feature: subtract its mean and divide by its standard deviation, "
                "both of the training examples."
            )
        headline = _("The inputs are not scaled: they go up to {largest}").format(
            largest=number_text(scale.largest, 3)
        )
        numbers = (
            (_("Smallest input"), number_text(scale.low, 3)),
            (_("Largest input"), number_text(scale.high, 3)),
        )
    elif scale.unequal:
        how = _(
            "Standardize each feature: subtract its mean and divide by its standard deviation, both "
            "of the training examples."
        )
        headline = _(
            "The inputs are not scaled alike: input {wide} varies {times} times as much as input {narrow}"
        ).format(
            wide=scale.widest_at,
            times=number_text(scale.widest / scale.narrowest, 2),
            narrow=scale.narrowest_at,
        )
        numbers = (
            (
                _("Standard deviation of input {number}").format(number=scale.widest_at),
                number_text(scale.widest, 3),
            ),
            (
                _("Standard deviation of input {number}").format(number=scale.narrowest_at),
                number_text(scale.narrowest, 3),
            ),
        )
    elif not facts.goal.n_classes and facts.targets.too_large:
        return Finding(
            "unscaled",
            "note",
            _("The numbers to predict are not scaled: they go up to {largest}").format(
                largest=number_text(facts.targets.largest, 3)
            ),
            _(
                "Large errors make large gradients, and the first steps may be far too long. Divide the "
                "targets by their standard deviation before training, and multiply predictions by it "
                "afterwards."
            ),
            numbers=((_("Largest target"), number_text(facts.targets.largest, 3)),),
        )
    else:
        return None
    return Finding(
        "unscaled",
        "note",
        headline,
        _(
            "A weight's gradient is proportional to its input. Large inputs make large gradients, so "
            "that a learning rate that suits one weight is far too large for another, and units saturate "
            "or die. {how} Or let the network do it."
        ).format(how=how),
        numbers=numbers,
        remedies=(standardised(facts),),
    )


def misfit(evidence: Evidence) -> Finding | None:
    """Find a loss that does not fit what the last layer gives."""
    facts = evidence.facts
    layers = [spec.make() for spec in facts.settings.layers]
    if not layers:
        return None
    at, severity, sentence, wanted = _misfit(facts, layers)
    if not sentence:
        return None
    stack = [spec.to_dict() for spec in facts.settings.layers]
    repair = with_activation(stack, at, wanted)
    label = _("Use no activation") if wanted == "linear" else repair.label
    remedy = restart_with(
        facts, _("{change} in layer {number}").format(change=label, number=at + 1), lambda _: repair.layers
    )
    title = str(facts.settings.loss.row.shown_title).split(",")[0]
    name = activation_of(layers[at])
    function = _("no activation") if name == "linear" else name
    return Finding(
        "misfit",
        "problem" if severity else "note",
        _("The loss does not fit the last layer: {title} after {function}").format(
            title=title, function=function
        ),
        sentence,
        at + 1,
        0,
        (
            (_("Loss"), title),
            (_("Last activation"), function),
            (_("Fits"), _("no activation") if wanted == "linear" else wanted),
        ),
        (remedy,),
    )


def _misfit(facts: Facts, layers: list[Layer]) -> tuple[int, bool, str, str]:
    """Return a layer's place, whether it is bad, why, and what fits; no sentence if all is well."""
    last = len(layers) - 1
    name = activation_of(layers[last])
    if facts.settings.loss.config.get("from_logits"):
        at, why, wanted = end_advice(layers, facts.goal)
        return at, True, why, wanted
    why, bad, wanted = _at_the_end(facts, layers[last], name)
    if why:
        return last, bad, why, wanted
    at, why, wanted = end_advice(layers, facts.goal)
    # Sigmoids do not sum to 1, but they are numbers from 0 to 1: that still learns.
    name = activation_of(layers[at])
    mild = name in SHARES if facts.goal.n_classes else _reaches(facts, name)
    return at, not mild, why, wanted


def _at_the_end(facts: Facts, layer: Layer, name: str) -> tuple[str, bool, str]:
    """Return why the last layer's function cannot answer, whether that is bad, and one that can."""
    loss, goal = facts.settings.loss.name, facts.goal
    if lone_softmax(layer, goal.output_shape):
        return (
            _("A softmax over a single number is always 1: this network cannot learn."),
            True,
            goal.activation,
        )
    if loss in ("hinge", "squared_hinge") and name in _NONNEGATIVE:
        why = _(
            "The hinge loss compares with −1 and 1; {function} never gives one below 0: a class is missed."
        ).format(function=name)
        return why, True, "linear"
    if loss == "mean_squared_error" and goal.n_classes and name in SHARES:
        why = _(
            "Where {function} is sure and wrong its slope is almost 0, and with the squared error so "
            "is the gradient: such an example teaches hardly anything. It can learn all the same; "
            "binary cross-entropy does not have this problem."
        ).format(function=name)
        return why, False, "tanh"
    if not goal.n_classes and name in _NONNEGATIVE and facts.targets.low < 0:
        low = number_text(facts.targets.low, 3)
        return (
            _(
                "Some of the numbers to predict are below 0, down to {low}; {function} never gives any."
            ).format(low=low, function=name),
            True,
            "linear",
        )
    return "", False, ""


def _reaches(facts: Facts, name: str) -> bool:
    """Return whether a bounded activation can give all the numbers to predict."""
    low = -1 if name == "tanh" else 0
    return low <= facts.targets.low and facts.targets.high <= 1
