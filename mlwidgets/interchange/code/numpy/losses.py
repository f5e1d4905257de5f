"""Losses in NumPy: their value and their gradient with respect to the network's outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlwidgets.interchange.code.common.text import number

if TYPE_CHECKING:
    from mlwidgets.interchange.code.common.description import ModelDescription


class LossLines(NamedTuple):
    """What a loss says of itself, lines that prepare, its value for a batch, and its gradient."""

    told: str
    before: tuple[str, ...]
    value: str
    gradient: str


E = "e = outputs - y"
SIGNS = "y = np.where(y == 0, np.float32(-1), y)  # targets 0 and 1 mean −1 and 1"
KEPT = "p = np.clip(outputs, 1e-7, 1 - 1e-7)"

LOSSES = {
    "MeanSquaredError": LossLines("The mean squared error", (E,), "np.mean(e**2)", "2 * e / e.size"),
    "MeanAbsoluteError": LossLines(
        "The mean absolute error", (E,), "np.mean(np.abs(e))", "np.sign(e) / e.size"
    ),
    "MeanAbsolutePercentageError": LossLines(
        "The mean absolute error in per cent of the target",
        (E, "share = 100 / np.maximum(np.abs(y), 1e-7)"),
        "np.mean(np.abs(e) * share)",
        "np.sign(e) * share / e.size",
    ),
    "MeanSquaredLogarithmicError": LossLines(
        "The mean squared difference of the logarithms",
        ("kept = np.maximum(outputs, 1e-7)", "e = np.log1p(kept) - np.log1p(np.maximum(y, 1e-7))"),
        "np.mean(e**2)",
        "2 * e / (1 + kept) * (outputs > 1e-7) / e.size",
    ),
    "Huber": LossLines(
        "Huber's loss: a parabola, and straight lines beyond ±DELTA",
        (E, "kept = np.clip(e, -DELTA, DELTA)"),
        "np.mean(kept * (e - kept / 2))",
        "kept / e.size",
    ),
    "LogCosh": LossLines(
        "The mean of log cosh of the error",
        (E,),
        "np.mean(np.logaddexp(e, -e) - np.float32(np.log(2)))",
        "np.tanh(e) / e.size",
    ),
    "Hinge": LossLines(
        "The mean of what is missing to a margin of 1",
        (SIGNS, "missing = 1 - y * outputs"),
        "np.mean(np.maximum(missing, 0))",
        "-y * (missing > 0) / y.size",
    ),
    "SquaredHinge": LossLines(
        "The mean square of what is missing to a margin of 1",
        (SIGNS, "missing = np.maximum(1 - y * outputs, 0)"),
        "np.mean(missing**2)",
        "-2 * y * missing / y.size",
    ),
    "CategoricalHinge": LossLines(
        "What the true class lacks to lead all others by 1",
        (
            "others = (1 - y) * outputs",
            "best = others.argmax(axis=-1)[..., np.newaxis]",
            "missing = others.max(axis=-1) - (y * outputs).sum(axis=-1) + 1",
            "slope = -y",
            "at_best = np.take_along_axis(slope, best, -1) + 1 - np.take_along_axis(y, best, -1)",
            "np.put_along_axis(slope, best, at_best, -1)",
        ),
        "np.mean(np.maximum(missing, 0))",
        "slope * (missing > 0)[..., np.newaxis] / missing.size",
    ),
    "Poisson": LossLines(
        "Poisson's loss for counts",
        ("kept = outputs + np.float32(1e-7)",),
        "np.mean(outputs - y * np.log(kept))",
        "(1 - y / kept) / y.size",
    ),
    "KLDivergence": LossLines(
        "The Kullback–Leibler divergence",
        ("y, kept = np.maximum(y, np.float32(1e-7)), np.clip(outputs, 1e-7, 1)",),
        "np.mean((y * np.log(y / kept)).sum(axis=-1))",
        "-y / kept / y[..., 0].size",
    ),
    "CosineSimilarity": LossLines(
        "Minus the cosine of the angle between prediction and target",
        (
            "y = y / np.maximum(np.linalg.norm(y, axis=-1, keepdims=True), 1e-7)",
            "length = np.maximum(np.linalg.norm(outputs, axis=-1, keepdims=True), 1e-7)",
            "direction = outputs / length",
            "cosine = (y * direction).sum(axis=-1, keepdims=True)",
        ),
        "-np.mean(cosine)",
        "(cosine * direction - y) / length / cosine.size",
    ),
}
SOFTMAX = LossLines(
    "The cross-entropy, taken from what goes into the softmax",
    (
        "shifted = outputs - outputs.max(axis=-1, keepdims=True)  # so that e^z cannot overflow",
        "log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))",
        "whole = y.sum(axis=-1, keepdims=True)  # 1 for a class",
    ),
    "-np.mean((y * log_p).sum(axis=-1))",
    "(np.exp(log_p) * whole - y) / len(y)",
)
SHARES = LossLines(
    "The cross-entropy of the outputs, divided by their sum",
    (KEPT, "whole, certain = (a.sum(axis=-1, keepdims=True) for a in (p, y))"),
    "-np.mean((y * np.log(p / whole)).sum(axis=-1))",
    "(certain / whole - y / p) / len(y)",
)
SIGMOID = LossLines(
    "The cross-entropy, taken from what goes into the sigmoid",
    (),
    "np.mean(np.logaddexp(0, outputs) - y * outputs)",
    "((1 + np.tanh(outputs / 2)) / 2 - y) / outputs.size",
)
CHANCES = LossLines(
    "The cross-entropy of probabilities",
    (KEPT,),
    "-np.mean(y * np.log(p) + (1 - y) * np.log1p(-p))",
    "(p - y) / (p * (1 - p)) / p.size",
)


def loss_lines(description: ModelDescription) -> LossLines:
    """Return the lines of the function ``loss_and_gradient(outputs, y)``."""
    loss = description.engine_loss
    known = LOSSES.get(type(loss).__name__)
    if known is None:
        through = description.through is not None
        if description.binary:
            return SIGMOID if through else CHANCES
        return SOFTMAX if through else SHARES
    delta = number(loss.get_config().get("delta", 0.0))
    return LossLines(
        known.told.replace("DELTA", delta),
        tuple(line.replace("DELTA", delta) for line in known.before),
        known.value,
        known.gradient,
    )
