"""Whether a stack ends as the data ask for, and with a function that suits the loss."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from mlwidgets.engine import layers as kinds
from mlwidgets.engine.configurable import snake_case
from mlwidgets.explain.stack.layer_words import shape_text, short_call
from mlwidgets.explain.stack.layers import passes
from mlwidgets.explain.stack.repairs import with_settings
from mlwidgets.explain.stack.report import Goal, Repair
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.layers import Layer

EMPTY = _("The stack is empty. Add a layer to begin.")

FROM_LOGITS = _(
    "With from_logits the loss applies {name} itself. After a layer with {name} it is applied twice, "
    "and the gradients are small."
)

_BOTH = _("{one} and {other}")

SHARES = ("sigmoid", "hard_sigmoid", "softmax")
"""Functions whose numbers can be read as probabilities."""

_SUM_TO_1 = ("categorical_crossentropy", "sparse_categorical_crossentropy", "kl_divergence")
"""Losses that compare probabilities which sum to 1."""

_TWO_CLASSES = {(1,): "binary_crossentropy", (2,): "sparse_categorical_crossentropy"}
"""Two classes can be told apart by one output or by two."""

_PASSES_ON = (
    *(kinds.Dropout, kinds.SpatialDropout2D, kinds.GaussianNoise),
    *(kinds.Flatten, kinds.Reshape),
)
"""Layers after which the numbers are still those that the layer before made."""

_BOUNDED = {"sigmoid": _("0 to 1"), "hard_sigmoid": _("0 to 1"), "softmax": _("0 to 1"), "tanh": _("−1 to 1")}
"""What these functions give."""


def end_problem(
    specs: Sequence[Any], input_shape: Shape, shape: Shape, goal: Goal
) -> tuple[str, tuple[Repair, ...]]:
    """Return what is wrong with the shape that a stack ends with, and what would help; or an empty sentence.

    Parameters
    ----------
    specs : sequence
        The stack, which is possible so far.
    input_shape, shape : tuple of int
        What comes in, and what comes out.
    goal : Goal
        What the data ask for.
    """
    if specs and shape == goal.output_shape:
        return "", ()
    wanted = shape_text(goal.output_shape)
    sentence = _("{goal}, so the stack must end with {wanted}; it ends with {shape}.").format(
        goal=goal.words, wanted=wanted, shape=shape_text(shape)
    )
    repairs = [
        Repair(_("Train it with {loss}").format(loss=loss), list(specs), len(specs) - 1, loss)
        for loss in _other_loss(shape, goal)
    ]
    last = specs[-1] if specs else None
    if last is not None and _gives_shares(last) and "units" in last.get("config", {}):
        units = goal.output_shape[-1]
        # Where a function for the end stands already, it is the number of units that is wrong.
        repairs.append(
            Repair(
                _("Give it {units} units").format(units=units),
                [*specs[:-1], with_settings(last, units=units)],
                len(specs) - 1,
            )
        )
    ending = goal.last_layers(shape)
    words = reduce(lambda one, other: _BOTH.format(one=one, other=other), map(short_call, ending))
    repairs.append(
        Repair(_("End with {layers}").format(layers=words), [*specs, *ending], len(specs) + len(ending) - 1)
    )
    tried = (repair for repair in repairs if passes(input_shape, repair.layers))
    return EMPTY if not specs else sentence, tuple(tried)


def _other_loss(shape: Shape, goal: Goal) -> list[str]:
    """Return the loss for two classes that takes an output of this shape, if the present one does not."""
    return [_TWO_CLASSES[shape]] if goal.n_classes == len(_TWO_CLASSES) and shape in _TWO_CLASSES else []


def end_advice(layers: Sequence[Layer], goal: Goal) -> tuple[int, str, str]:
    """Return which layer's function does not suit the loss, why, and which one would.

    Parameters
    ----------
    layers : sequence of Layer
        A stack that is possible.
    goal : Goal
        What the data ask for, with the loss.

    Returns
    -------
    (int, str, str)
        A layer's place, a sentence and the name of an activation; the sentence is empty if all is well.
    """
    at = next((n for n in reversed(range(len(layers))) if not isinstance(layers[n], _PASSES_ON)), 0)
    name = activation_of(layers[at])
    loss = goal.loss.replace("_", " ")
    if goal.loss in (*_SUM_TO_1, "binary_crossentropy") and goal.end == "linear":
        return (at, FROM_LOGITS.format(name=name), "linear") if name in SHARES else (at, "", "")
    if goal.n_classes and goal.loss in _SUM_TO_1 and name != "softmax":
        return (
            at,
            _("The loss {loss} compares probabilities that sum to 1; {reason}.").format(
                loss=loss, reason=_gives(name)
            ),
            "softmax",
        )
    if goal.loss == "binary_crossentropy" and name not in SHARES:
        return (
            at,
            _("The loss {loss} compares probabilities from 0 to 1; {reason}.").format(
                loss=loss, reason=_gives(name)
            ),
            "sigmoid",
        )
    if not goal.n_classes and name in _BOUNDED:
        return (
            at,
            _("The numbers to predict can have any value; {function} gives only {range}.").format(
                function=name, range=_BOUNDED[name]
            ),
            "linear",
        )
    return at, "", ""


def lone_softmax(layer: Layer, shape: Shape) -> bool:
    """Return whether a layer takes a softmax over one number, which is always 1."""
    return shape[-1] == 1 and activation_of(layer) == "softmax"


def activation_of(layer: Layer) -> str:
    """Return the Keras name of a layer's activation function; layers that are one have their own name."""
    name = snake_case(type(layer.activation).__name__)
    if isinstance(layer, (kinds.LeakyReLU, kinds.PReLU, kinds.ELU)):
        return layer.default_name
    return name


def with_activation(specs: Sequence[Any], at: int, name: str) -> Repair:
    """Return the change that gives a layer another activation function, or puts one after it."""
    spec = specs[at]
    label = _("Use {name}").format(name=name)
    own = {"class_name": "Activation", "config": {"activation": name}}
    if spec["class_name"] in ("Softmax", "LeakyReLU", "PReLU", "ELU", "Activation"):
        return Repair(label, [*specs[:at], own, *specs[at + 1 :]], at)
    if "activation" in kinds.LAYERS.find(spec["class_name"]).parameter_names():
        return Repair(label, [*specs[:at], with_settings(spec, activation=name), *specs[at + 1 :]], at)
    return Repair(
        _("Put {name} after it").format(name=name), [*specs[: at + 1], own, *specs[at + 1 :]], at + 1
    )


def _gives_shares(spec: dict[str, Any]) -> bool:
    return spec.get("config", {}).get("activation") in ("softmax", "sigmoid")


def _gives(name: str) -> str:
    """Return what a function gives, where probabilities are needed."""
    if name in SHARES:
        return _("those of {function} do not").format(function=name)
    if name in _BOUNDED:
        return _("{function} gives {value}").format(function=name, value=_BOUNDED[name])
    if name == "linear":
        return str(_("without an activation at the end the outputs can have any value"))
    return _("{function} gives other numbers").format(function=name)
