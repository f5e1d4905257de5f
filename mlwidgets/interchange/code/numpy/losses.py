"""Losses in NumPy: their value and their gradient with respect to the network's outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.losses import Huber
from mlwidgets.interchange.code.common.source import number, piece

if TYPE_CHECKING:
    from mlwidgets.interchange.code.common.description import ModelDescription

LOSSES = {
    "MeanSquaredError": ("The mean squared error", ["e = outputs - y"], "np.mean(e**2)", "2 * e / e.size"),
    "MeanAbsoluteError": (
        "The mean absolute error",
        ["e = outputs - y"],
        "np.mean(np.abs(e))",
        "np.sign(e) / e.size",
    ),
    "MeanAbsolutePercentageError": (
        "The mean absolute error in per cent of the target",
        ["e = outputs - y", "share = 100 / np.maximum(np.abs(y), 1e-7)"],
        "np.mean(np.abs(e) * share)",
        "np.sign(e) * share / e.size",
    ),
    "MeanSquaredLogarithmicError": (
        "The mean squared difference of the logarithms",
        [
            "kept = np.maximum(outputs, 1e-7)",
            "e = np.log1p(kept) - np.log1p(np.maximum(y, 1e-7))",
        ],
        "np.mean(e**2)",
        "2 * e / (1 + kept) * (outputs > 1e-7) / e.size",
    ),
    "Huber": (
        "Huber's loss: a parabola, and straight lines beyond ±DELTA",
        ["e = outputs - y", "kept = np.clip(e, -DELTA, DELTA)"],
        "np.mean(kept * (e - kept / 2))",
        "kept / e.size",
    ),
    "LogCosh": (
        "The mean of log cosh of the error",
        ["e = outputs - y"],
        "np.mean(np.logaddexp(e, -e) - np.float32(np.log(2)))",
        "np.tanh(e) / e.size",
    ),
    "Hinge": (
        "The mean of what is missing to a margin of 1",
        [
            "y = np.where(y == 0, np.float32(-1), y)  # targets 0 and 1 mean −1 and 1",
            "missing = 1 - y * outputs",
        ],
        "np.mean(np.maximum(missing, 0))",
        "-y * (missing > 0) / y.size",
    ),
    "SquaredHinge": (
        "The mean square of what is missing to a margin of 1",
        [
            "y = np.where(y == 0, np.float32(-1), y)  # targets 0 and 1 mean −1 and 1",
            "missing = np.maximum(1 - y * outputs, 0)",
        ],
        "np.mean(missing**2)",
        "-2 * y * missing / y.size",
    ),
    "Poisson": (
        "Poisson's loss for counts",
        ["kept = outputs + np.float32(1e-7)"],
        "np.mean(outputs - y * np.log(kept))",
        "(1 - y / kept) / y.size",
    ),
    "KLDivergence": (
        "The Kullback–Leibler divergence",
        ["y, kept = np.maximum(y, np.float32(1e-7)), np.clip(outputs, 1e-7, 1)"],
        "np.mean((y * np.log(y / kept)).sum(axis=-1))",
        "-y / kept / y[..., 0].size",
    ),
    "CosineSimilarity": (
        "Minus the cosine of the angle between prediction and target",
        [
            "length = np.linalg.norm(outputs, axis=-1, keepdims=True)",
            "y, direction = y / np.linalg.norm(y, axis=-1, keepdims=True), outputs / length",
            "cosine = (y * direction).sum(axis=-1, keepdims=True)",
        ],
        "-np.mean(cosine)",
        "(cosine * direction - y) / length / cosine.size",
    ),
}
"""By class: the docstring, lines that prepare, the loss of the batch, and its gradient."""

CATEGORICAL_HINGE = '''
def loss_and_gradient(outputs, y):
    """What is missing to a margin of 1 between the true class and the best of the others."""
    others = (1 - y) * outputs
    best = others.argmax(axis=-1)[..., np.newaxis]
    missing = others.max(axis=-1) - (y * outputs).sum(axis=-1) + 1
    gradient = -y
    at_best = np.take_along_axis(gradient, best, -1) + 1 - np.take_along_axis(y, best, -1)
    np.put_along_axis(gradient, best, at_best, -1)
    gradient = gradient * (missing > 0)[..., np.newaxis] / missing.size
    return np.mean(np.maximum(missing, 0)), gradient
'''

SOFTMAX = '''
def softmax(z):
    """Return numbers that are positive and sum to 1."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
'''
SIGMOID = '''
def sigmoid(z):
    """Return 1 / (1 + e^−z), computed so that nothing overflows."""
    return (1 + np.tanh(z / 2)) / 2
'''

CROSS_ENTROPY = '''
def loss_and_gradient(z, y):
    """The cross-entropy of softmax(z), taken from z: log Σ e^z − z[y], with the gradient p − y."""
    y = np.eye(z.shape[1], dtype=z.dtype)[y]  #? sparse
    y = y * KEPT + ADDED  # label smoothing  #? smoothed
    shifted = z - z.max(axis=1, keepdims=True)  # so that e^z cannot overflow
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.mean((y * log_p).sum(axis=1)), (np.exp(log_p) - y) / len(z)
'''
CROSS_ENTROPY_OF_SHARES = '''
def loss_and_gradient(outputs, y):
    """The cross-entropy of the outputs, divided by their sum."""
    y = np.eye(outputs.shape[1], dtype=outputs.dtype)[y]  #? sparse
    y = y * KEPT + ADDED  # label smoothing  #? smoothed
    p = np.clip(outputs, 1e-7, 1 - 1e-7)
    whole = p.sum(axis=1, keepdims=True)
    return -np.mean((y * np.log(p / whole)).sum(axis=1)), (1 / whole - y / p) / len(y)
'''
BINARY = '''
def loss_and_gradient(z, y):
    """The cross-entropy of sigmoid(z), taken from z: log(1 + e^z) − y z, with the gradient p − y."""
    y = y * KEPT + ADDED  # label smoothing  #? smoothed
    return np.mean(np.logaddexp(0, z) - y * z), ((1 + np.tanh(z / 2)) / 2 - y) / z.size
'''
BINARY_OF_SHARES = '''
def loss_and_gradient(outputs, y):
    """The cross-entropy of probabilities."""
    y = y * KEPT + ADDED  # label smoothing  #? smoothed
    p = np.clip(outputs, 1e-7, 1 - 1e-7)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log1p(-p))
    return loss, (p - y) / (p * (1 - p)) / p.size
'''


def numpy_loss(description: ModelDescription) -> list[str]:
    """Return the function ``loss_and_gradient(outputs, y)``."""
    loss = description.engine_loss
    name = type(loss).__name__
    if name == "CategoricalHinge":
        return piece(CATEGORICAL_HINGE)
    if name in LOSSES:
        return _function(name, loss.delta if isinstance(loss, Huber) else 0.0)
    direct = description.through is not None
    if description.binary:
        text = BINARY if direct else BINARY_OF_SHARES
    else:
        text = CROSS_ENTROPY if direct else CROSS_ENTROPY_OF_SHARES
    lines = piece(text, sparse=description.sparse, smoothed=description.label_smoothing > 0)
    kept, added = (number(value) for value in description.smoothed)
    return [line.replace("KEPT", kept).replace("ADDED", added) for line in lines]


def last_activation(description: ModelDescription) -> list[str]:
    """Return the function that the loss contains, which predictions need as well."""
    if not description.absorbs:
        return []
    return piece(SIGMOID if description.binary else SOFTMAX)


def _function(name: str, delta: float) -> list[str]:
    doc, before, loss, gradient = LOSSES[name]
    lines = [
        "def loss_and_gradient(outputs, y):",
        f'    """{doc}, and its gradient."""',
        *(f"    {line}" for line in before),
        f"    return {loss}, {gradient}",
    ]
    return [line.replace("DELTA", number(delta)) for line in lines]
