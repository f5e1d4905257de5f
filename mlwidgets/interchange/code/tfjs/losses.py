"""Losses in TensorFlow.js: its own where they are the same, else a function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.losses import Huber
from mlwidgets.interchange.code.common.source import literal
from mlwidgets.interchange.code.tfjs.parts import camel

if TYPE_CHECKING:
    from mlwidgets.interchange.code.common.description import ModelDescription

NAMES = {
    "MeanSquaredError": "meanSquaredError",
    "MeanAbsoluteError": "meanAbsoluteError",
    "MeanAbsolutePercentageError": "meanAbsolutePercentageError",
    "MeanSquaredLogarithmicError": "meanSquaredLogarithmicError",
    "LogCosh": "logcosh",
    "CategoricalHinge": "categoricalHinge",
    "KLDivergence": "kullbackLeiblerDivergence",
    "Poisson": "poisson",
    "CosineSimilarity": "cosineProximity",
    "BinaryCrossentropy": "binaryCrossentropy",
    "CategoricalCrossentropy": "categoricalCrossentropy",
    "SparseCategoricalCrossentropy": "sparseCategoricalCrossentropy",
}
"""Those that a model takes by name."""

HINGE = """
// Targets 0 and 1 mean -1 and 1; TensorFlow.js' own hinge takes them as they are.
function loss(yTrue, yPred) {
  const sign = tf.where(yTrue.equal(0), tf.onesLike(yTrue).neg(), yTrue);
  return tf.mean(tf.relu(tf.sub(1, sign.mul(yPred)))SQUARE, -1);
}
"""


def tfjs_loss(description: ModelDescription) -> tuple[str, list[str]]:
    """Return the loss as ``model.compile`` takes it, and the function that it may need."""
    loss = description.engine_loss
    name = type(loss).__name__
    if name in ("Hinge", "SquaredHinge"):
        square = ".square()" if name == "SquaredHinge" else ""
        return "loss", HINGE.replace("SQUARE", square).strip().split("\n")
    if isinstance(loss, Huber):
        return _huber(loss.delta)
    if description.from_logits:
        return "loss", _of_logits(description)
    if description.label_smoothing:
        return "loss", _smoothed(description)
    return f"'{NAMES[name]}'", []


def tfjs_metric(description: ModelDescription, name: str, *, own_loss: bool) -> tuple[str, list[str]]:
    """Return a metric as ``model.compile`` takes it, and the function that it may need."""
    if name != "accuracy":
        return f"tf.metrics.{camel(name)}", []
    grade = description.grade()
    if grade == "binary" and description.threshold == 0:
        return "accuracy", [
            "// An output above 0 means yes.",
            "function accuracy(yTrue, yPred) {",
            "  return tf.mean(yPred.greater(0).equal(yTrue.greater(0.5)).toFloat(), -1);",
            "}",
        ]
    # From a loss of its own TensorFlow.js cannot tell which accuracy is meant.
    if wants_one_hot(description):
        grade = "categorical"
    kind = {"binary": "binaryAccuracy", "categorical": "categoricalAccuracy"}.get(
        grade, "sparseCategoricalAccuracy"
    )
    plain = not own_loss and not (grade == "binary" and description.output_shape[-1] > 1)
    return ("'accuracy'", []) if plain else (f"tf.metrics.{kind}", [])


def _huber(delta: float) -> tuple[str, list[str]]:
    if delta == 1:
        return "tf.losses.huberLoss", []
    return "loss", [
        "function loss(yTrue, yPred) {",
        f"  return tf.losses.huberLoss(yTrue, yPred, undefined, {literal(delta, 'javascript')});",
        "}",
    ]


def _of_logits(description: ModelDescription) -> list[str]:
    smoothing = description.label_smoothing
    function = "sigmoidCrossEntropy" if description.binary else "softmaxCrossEntropy"
    more = f", undefined, {literal(smoothing, 'javascript')}" if smoothing else ""
    return ["function loss(yTrue, yPred) {", f"  return tf.losses.{function}(yTrue, yPred{more});", "}"]


def wants_one_hot(description: ModelDescription) -> bool:
    """Return whether class numbers have to become one-hot rows: a loss of its own never gets the numbers."""
    return description.sparse and description.from_logits


def _smoothed(description: ModelDescription) -> list[str]:
    kept, added = (literal(value, "javascript") for value in description.smoothed)
    name = "binaryCrossentropy" if description.binary else "categoricalCrossentropy"
    return [
        "// With label smoothing.",
        "function loss(yTrue, yPred) {",
        f"  return tf.metrics.{name}(yTrue.mul({kept}).add({added}), yPred);",
        "}",
    ]
