"""Checks of a stack of layers: its size, its layers and its shapes, without anything being trained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.engine.layers import LAYERS
from mlwidgets.explain.stack.describe import describe_stack
from mlwidgets.lessons.checks import limits
from mlwidgets.lessons.checks.check import Check, Evidence, Finding
from mlwidgets.lessons.checks.limits import Limits
from mlwidgets.lessons.checks.parameters import ClassName, Parameter, WholeNumbers
from mlwidgets.ranges import Interval

if TYPE_CHECKING:
    from mlwidgets.session import Experiment

_NETWORK_LAB = "Change the layers in the network lab, then check again."


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
        said="Your network has {}",
        higher="Add units, filters or layers.",
        lower="Use fewer units or filters, or put a pooling layer before the Flatten.",
    )


def _layers(seen: Evidence, class_name: str = "", **given: float) -> Finding:
    names = [layer.text("class_name") for layer in seen.parts("layers")]
    count = names.count(class_name) if class_name else len(names)
    return Limits(**given).judge_count(
        count,
        f"{class_name} layer".strip(),
        said="Your network has {}",
        higher=f"Add more. {_NETWORK_LAB}",
        lower=f"Remove some. {_NETWORK_LAB}",
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
        said="Between its input and its output layer your network has {}",
        higher=f"Add a layer before the last one. {_NETWORK_LAB}",
        lower=f"Remove a layer before the last one. {_NETWORK_LAB}",
    )


def _hidden_units(seen: Evidence, **given: float) -> Finding:
    return Limits(**given).judge_count(
        sum(layer.count("units") for layer in hidden(seen)),
        "unit",
        said="The Dense layers between input and output have {} in all",
        higher=f"Give a hidden layer more units. {_NETWORK_LAB}",
        lower=f"Give the hidden layers fewer units. {_NETWORK_LAB}",
    )


def shape_text(shape: tuple[int, ...]) -> str:
    """Write a shape: "26 × 26 × 8"."""
    return " × ".join(f"{side:,}" for side in shape)


def _output_shape(seen: Evidence, shape: tuple[int, ...], layer: int = 0) -> Finding:
    rows = seen.parts("layers")
    if layer > len(rows) or not rows:
        have = limits.of("layer")(len(rows), 0)
        why = f"Your network has {have}, so it has no layer {layer or 1}. {_NETWORK_LAB}"
        return Finding(holds=False, why=why)
    row = rows[layer - 1 if layer else -1]
    which = f"Layer {layer}, {row.text('class_name')}," if layer else "The last layer"
    got = row.counts("output_shape")
    said = f"{which} gives {shape_text(got)} for each example"
    if got == tuple(shape):
        return Finding(holds=True, why=f"{said}, as it should.")
    why = f"{said}; it must give {shape_text(tuple(shape))}. {_NETWORK_LAB}"
    return Finding(holds=False, why=why)


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
