"""Checks of a stack of layers: its size, its layers and its shapes, without anything being trained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.engine.layers import LAYERS
from mlwidgets.explain.stack.describe import describe_stack
from mlwidgets.language import _, numeral
from mlwidgets.lessons.checks import limits
from mlwidgets.lessons.checks.check import Check, Evidence, Finding
from mlwidgets.lessons.checks.limits import Limits
from mlwidgets.lessons.checks.parameters import ClassName, Parameter, WholeNumbers
from mlwidgets.ranges import Interval

if TYPE_CHECKING:
    from mlwidgets.session import Experiment

_HAS = _("Your network has {found}")
_ADD = _("Add more. Change the layers in the network lab, then check again.")
_REMOVE = _("Remove some. Change the layers in the network lab, then check again.")
_ADD_HIDDEN = _("Add a layer before the last one. Change the layers in the network lab, then check again.")
_REMOVE_HIDDEN = _(
    "Remove a layer before the last one. Change the layers in the network lab, then check again."
)
_MORE_UNITS = _("Give a hidden layer more units. Change the layers in the network lab, then check again.")
_FEWER_UNITS = _(
    "Give the hidden layers fewer units. Change the layers in the network lab, then check again."
)
_NO_LAYER = _(
    "Your network has {layers}, so it has no layer {number}. Change the layers in the network lab, then "
    "check again."
)
_LAYER_RIGHT = _("Layer {number}, {name}, gives {shape} for each example, as it should.")
_LAYER_WRONG = _(
    "Layer {number}, {name}, gives {shape} for each example; it must give {wanted}. Change the layers in the "
    "network lab, then check again."
)
_LAST_RIGHT = _("The last layer gives {shape} for each example, as it should.")
_LAST_WRONG = _(
    "The last layer gives {shape} for each example; it must give {wanted}. Change the layers in the network "
    "lab, then check again."
)


def look_at_stack(experiment: Experiment) -> dict[str, Any]:
    """Return each layer of the network that is trained: its class, units, output shape and parameters."""
    report = describe_stack(experiment.task.input_shape, experiment.layers)
    return {
        "input_shape": list(report.input_shape),
        "layers": [
            {
                "class_name": row.class_name,
                "units": int(layer["config"].get("units", 0)),
                "output_shape": list(row.output_shape or ()),
                "parameters": row.params,
            }
            for row, layer in zip(report.rows, experiment.layers, strict=True)
        ],
    }


def _parameters(seen: Evidence, **given: float) -> Finding:
    total = sum(layer.count("parameters") for layer in seen.parts("layers"))
    return Limits(**given).judge_count(
        total,
        "parameter",
        said=_HAS,
        higher=_("Add units, filters or layers."),
        lower=_("Use fewer units or filters, or put a pooling layer before the Flatten."),
    )


def _layers(seen: Evidence, class_name: str = "", **given: float) -> Finding:
    names = [layer.text("class_name") for layer in seen.parts("layers")]
    count = names.count(class_name) if class_name else len(names)
    return Limits(**given).judge_count(
        count,
        "layer of a class" if class_name else "layer",
        said=_HAS,
        higher=_ADD,
        lower=_REMOVE,
        name=class_name,
    )


def hidden(seen: Evidence) -> list[Evidence]:
    """Return the hidden layers: all that have weights, but for the last of them, which is the output.

    A Flatten, a pooling or a Dropout computes nothing of its own, and is not counted as a layer of neurons.
    """
    return [layer for layer in seen.parts("layers") if layer.count("parameters")][:-1]


def _hidden_layers(seen: Evidence, **given: float) -> Finding:
    return Limits(**given).judge_count(
        len(hidden(seen)),
        "hidden layer",
        said=_("Between its input and its output layer your network has {found}"),
        higher=_ADD_HIDDEN,
        lower=_REMOVE_HIDDEN,
    )


def _hidden_units(seen: Evidence, **given: float) -> Finding:
    return Limits(**given).judge_count(
        sum(layer.count("units") for layer in hidden(seen)),
        "unit",
        said=_("The Dense layers between input and output have {found} in all"),
        higher=_MORE_UNITS,
        lower=_FEWER_UNITS,
    )


def shape_text(shape: tuple[int, ...]) -> str:
    """Write a shape: "26 × 26 × 8"."""
    return " × ".join(numeral(side) for side in shape)


def _output_shape(seen: Evidence, shape: tuple[int, ...], layer: int = 0) -> Finding:
    rows = seen.parts("layers")
    if layer > len(rows) or not rows:
        have = limits.of("layer")(len(rows), 0)
        return Finding(holds=False, why=_NO_LAYER.format(layers=have, number=layer or 1))
    row = rows[layer - 1 if layer else -1]
    right, wrong = (_LAYER_RIGHT, _LAYER_WRONG) if layer else (_LAST_RIGHT, _LAST_WRONG)
    got = row.counts("output_shape")
    said = {"number": layer, "name": row.text("class_name") if layer else "", "shape": shape_text(got)}
    if got == tuple(shape):
        return Finding(holds=True, why=right.format(**said))
    return Finding(holds=False, why=wrong.format(**said, wanted=shape_text(tuple(shape))))


_SIDE = Interval(name="each number of shape", low=1, high=10_000_000, integer=True)
_COUNT = limits.limits(0, 10_000_000, integer=True)

NETWORK_CHECKS = (
    Check(
        "parameters",
        "How many weights and biases the network has.",
        look_at_stack,
        _parameters,
        _COUNT,
        limits.NAMES,
    ),
    Check(
        "layers",
        "How many layers the network has, of every class or of one.",
        look_at_stack,
        _layers,
        (
            *_COUNT,
            Parameter(ClassName(name="class_name", registry=LAYERS), "Count only layers of this class."),
        ),
        limits.NAMES,
    ),
    Check(
        "hidden_layers",
        "How many layers with weights stand before the output layer.",
        look_at_stack,
        _hidden_layers,
        _COUNT,
        limits.NAMES,
    ),
    Check(
        "hidden_units",
        "How many units all Dense layers before the output layer have together.",
        look_at_stack,
        _hidden_units,
        _COUNT,
        limits.NAMES,
    ),
    Check(
        "output_shape",
        "The shape that a layer of the network gives for one example.",
        look_at_stack,
        _output_shape,
        (
            Parameter(
                WholeNumbers(name="shape", each=_SIDE), "The shape, such as [26, 26, 8].", required=True
            ),
            Parameter(
                Interval(name="layer", low=1, high=100, integer=True),
                "Which layer, counted from 1; the last one if it is left out.",
            ),
        ),
    ),
)
