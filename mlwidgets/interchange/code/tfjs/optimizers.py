"""Optimizers in TensorFlow.js: its own where they are the same, else a small class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.optimizers import SGD, Adadelta, Adagrad, Adam, Adamax, AdamW, Optimizer, RMSprop
from mlwidgets.interchange.code.common.source import comment, literal

if TYPE_CHECKING:
    from collections.abc import Sequence

USUAL_EPSILON = 1e-7
"""Of TensorFlow.js, and of Keras."""

FRAME = """
// REMARK
class NAME extends tf.Optimizer {
  constructor(learningRate) {
    super();
    this.learningRate = learningRate;
    this.memory = {};
    this.steps = 0;
  }

  applyGradients(gradients) {
    this.steps += 1;
    for (const {name, tensor: g} of gradients) {
      const w = tf.engine().registeredVariables[name];
      const start = (value) => tf.variable(tf.fill(w.shape, value), false);
      const memory = this.memory[name] ??= {START};
      tf.tidy(() => {
BODY
      });
    }
  }
}
"""


def tfjs_optimizer(optimizer: Optimizer) -> str:
    """Return the expression that makes the optimizer."""
    assert isinstance(optimizer.learning_rate, float)  # noqa: S101 - a description has no schedule
    rate = _number(optimizer.learning_rate)
    if _written_out(optimizer):
        return f"new {type(optimizer).__name__}({rate})"
    if isinstance(optimizer, SGD):
        if not optimizer.momentum:
            return f"tf.train.sgd({rate})"
        nesterov = ", true" if optimizer.nesterov else ""
        return f"tf.train.momentum({rate}, {_number(optimizer.momentum)}{nesterov})"
    name, settings, usual = _own(optimizer)
    while settings and settings[-1] == usual[len(settings) - 1]:
        settings.pop()
    return f"tf.train.{name}({', '.join([rate, *map(_number, settings)])})"


def optimizer_class(optimizer: Optimizer) -> list[str]:
    """Return the class of an optimizer that TensorFlow.js has not, or nothing."""
    if not _written_out(optimizer):
        return []
    remark, start, body = _parts(optimizer)
    text = FRAME.replace("REMARK", remark).replace("NAME", type(optimizer).__name__)
    text = text.replace("START", ", ".join(f"{name}: start({value})" for name, value in start.items()))
    return text.replace("BODY", "\n".join(f"        {line}" for line in body)).strip().split("\n")


def remarks(optimizer: Optimizer) -> list[str]:
    """Return what has to be said about TensorFlow.js' own optimizer."""
    if not isinstance(optimizer, Adam) or _written_out(optimizer):
        return []
    text = (
        "TensorFlow.js adds epsilon to √v̂, Keras to √v, which is smaller in the first steps: those "
        "differ a little where gradients are small."
    )
    return comment(text, "//")


def clipping(optimizer: Optimizer) -> list[str]:
    """Return the lines that make long gradients shorter before the optimizer applies them."""
    if optimizer.clipvalue is not None:
        shorter = f"tf.clipByValue(tensor, -{_number(optimizer.clipvalue)}, {_number(optimizer.clipvalue)})"
    elif optimizer.clipnorm is not None:
        limit = _number(optimizer.clipnorm)
        shorter = f"tensor.mul(tf.div({limit}, tf.maximum(tensor.norm(), {limit})))"
    elif optimizer.global_clipnorm is not None:
        limit = _number(optimizer.global_clipnorm)
        shorter = f"tensor.mul(tf.div({limit}, tf.maximum(norm, {limit})))"
    else:
        return []
    norm = (
        ["  const norm = tf.sqrt(tf.addN(gradients.map(({tensor}) => tensor.square().sum())));"]
        if optimizer.global_clipnorm is not None
        else []
    )
    return [
        "// TensorFlow.js does not clip gradients: here they are clipped before they are applied.",
        "const apply = optimizer.applyGradients.bind(optimizer);",
        "optimizer.applyGradients = (gradients) => tf.tidy(() => {",
        *norm,
        f"  const shorter = (tensor) => {shorter};",
        "  apply(gradients.map(({name, tensor}) => ({name, tensor: shorter(tensor)})));",
        "});",
    ]


def _written_out(optimizer: Optimizer) -> bool:
    """Return whether TensorFlow.js has no such optimizer, or has it otherwise."""
    if isinstance(optimizer, (AdamW, Adadelta)):
        return True
    if isinstance(optimizer, Adam):
        return optimizer.amsgrad
    if isinstance(optimizer, RMSprop):
        return optimizer.centered
    return isinstance(optimizer, Adagrad) and (
        optimizer.epsilon != USUAL_EPSILON or not optimizer.initial_accumulator_value
    )


def _own(optimizer: Optimizer) -> tuple[str, list[float], Sequence[float]]:
    """Return TensorFlow.js' name, the settings after the learning rate, and its own defaults of them."""
    if isinstance(optimizer, Adagrad):
        return "adagrad", [optimizer.initial_accumulator_value], (0.1,)
    if isinstance(optimizer, RMSprop):
        return "rmsprop", [optimizer.rho, optimizer.momentum, optimizer.epsilon], (0.9, 0.0, USUAL_EPSILON)
    if isinstance(optimizer, Adamax):
        return "adamax", [optimizer.beta_1, optimizer.beta_2, optimizer.epsilon], (0.9, 0.999, USUAL_EPSILON)
    assert isinstance(optimizer, Adam)  # noqa: S101 - there are no others
    return "adam", [optimizer.beta_1, optimizer.beta_2, optimizer.epsilon], (0.9, 0.999, USUAL_EPSILON)


def _parts(optimizer: Optimizer) -> tuple[str, dict[str, str], list[str]]:
    """Return what is said about a class, what it remembers, and what it does with w and its slope g."""
    if isinstance(optimizer, Adadelta):
        epsilon = _number(optimizer.epsilon)
        body = [
            _mean("squares", "g.square()", optimizer.rho),
            f"const step = memory.steps.add({epsilon}).div(memory.squares.add({epsilon})).sqrt().mul(g);",
            _mean("steps", "step.square()", optimizer.rho),
            "w.assign(w.sub(step.mul(this.learningRate)));",
        ]
        remark = "Adadelta as in its paper and in Keras; TensorFlow.js divides by the mean before this step."
        return remark, {"squares": "0", "steps": "0"}, body
    if isinstance(optimizer, Adagrad):
        body = [
            "memory.sum.assign(memory.sum.add(g.square()));",
            f"const step = g.div(memory.sum.add({_number(optimizer.epsilon)}).sqrt());",
            "w.assign(w.sub(step.mul(this.learningRate)));",
        ]
        start = {"sum": _number(optimizer.initial_accumulator_value)}
        return "Adagrad with a start or an epsilon that TensorFlow.js does not take.", start, body
    if isinstance(optimizer, RMSprop):
        return _rmsprop(optimizer)
    assert isinstance(optimizer, Adam)  # noqa: S101 - there are no others
    return _adam(optimizer)


def _rmsprop(optimizer: RMSprop) -> tuple[str, dict[str, str], list[str]]:
    body = [
        _mean("v", "g.square()", optimizer.rho),
        _mean("mean", "g", optimizer.rho),
        "const variance = tf.relu(memory.v.sub(memory.mean.square()));",
        f"let step = g.mul(this.learningRate).div(variance.add({_number(optimizer.epsilon)}).sqrt());",
    ]
    start = {"v": "0", "mean": "0"}
    if optimizer.momentum:
        start["step"] = "0"
        body += [
            f"step = memory.step.mul({_number(optimizer.momentum)}).add(step);",
            "memory.step.assign(step);",
        ]
    body.append("w.assign(w.sub(step));")
    return (
        "RMSprop, centered; TensorFlow.js takes epsilon off the variance instead of adding it.",
        start,
        body,
    )


def _adam(optimizer: Adam) -> tuple[str, dict[str, str], list[str]]:
    one, two = _number(optimizer.beta_1), _number(optimizer.beta_2)
    start = {"m": "0", "v": "0"}
    body = [_mean("m", "g", optimizer.beta_1), _mean("v", "g.square()", optimizer.beta_2)]
    largest = "memory.v"
    if optimizer.amsgrad:
        start["largest"] = "0"
        body.append("memory.largest.assign(tf.maximum(memory.largest, memory.v));")
        largest = "memory.largest"
    body += [
        f"const rate = this.learningRate * Math.sqrt(1 - {two} ** this.steps) / (1 - {one} ** this.steps);",
        f"const step = memory.m.div({largest}.sqrt().add({_number(optimizer.epsilon)})).mul(rate);",
    ]
    if isinstance(optimizer, AdamW):
        body.append(f"w.assign(w.mul(1 - this.learningRate * {_number(optimizer.weight_decay)}).sub(step));")
        return "AdamW, which TensorFlow.js does not have: weights also shrink by themselves.", start, body
    body.append("w.assign(w.sub(step));")
    return (
        "Adam that divides by the largest v so far (AMSGrad), which TensorFlow.js does not have.",
        start,
        body,
    )


def _mean(name: str, new: str, keep: float) -> str:
    """Return the line that lets a decayed mean go on."""
    rest = _number(float(f"{1 - keep:.9g}"))
    return f"memory.{name}.assign(memory.{name}.mul({_number(keep)}).add({new}.mul({rest})));"


def _number(value: float) -> str:
    return literal(value, "javascript")
