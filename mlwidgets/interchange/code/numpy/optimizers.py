"""Optimizers in NumPy: what is done with every array of weights after each batch."""

from __future__ import annotations

from mlwidgets.engine.optimizers import SGD, Adadelta, Adagrad, Adam, Adamax, AdamW, Optimizer, RMSprop
from mlwidgets.interchange.code.common.source import number

TITLES = {
    SGD: "Gradient descent: against the slope",
    Adagrad: "Adagrad: smaller steps the steeper it has been",
    Adadelta: "Adadelta: steps measured in the steps before",
    RMSprop: "RMSprop: steps measured in the slopes of late",
    Adam: "Adam: the mean slope, measured in the size of the slopes of late",
    Adamax: "Adamax: the mean slope, measured in the largest slope of late",
    AdamW: "AdamW: Adam, and all weights shrink a little",
}
"""What is said above each of them."""

Update = tuple[dict[str, str], list[str], list[str]]
"""What is remembered for each array, with its start; lines once an update; lines for each w with slope g."""


def memory(optimizer: Optimizer) -> list[str]:
    """Return the lines that make the optimizer's memory."""
    remembered, before, _ = _update(optimizer)
    lines = [f"{name} = [{start} for w in weights]" for name, start in remembered.items()]
    return lines + (["t = 0"] if before else [])


def update(optimizer: Optimizer) -> list[str]:
    """Return the lines that move the weights, once the ``gradients`` are known."""
    remembered, before, each = _update(optimizer)
    lines = [f"# {TITLES[type(optimizer)]}", *before]
    if remembered:
        lines += ["for i, (w, g) in enumerate(zip(weights, gradients)):"]
    else:
        lines += ["for w, g in zip(weights, gradients):"]
    return [*lines, *(f"    {line}" for line in each)]


def clipping(optimizer: Optimizer) -> list[str]:
    """Return the lines that make long gradients shorter."""
    if optimizer.clipvalue is not None:
        limit = number(optimizer.clipvalue)
        return [f"gradients = [np.clip(g, -{limit}, {limit}) for g in gradients]"]
    if optimizer.clipnorm is not None:
        limit = number(optimizer.clipnorm)
        shorter = f"g * ({limit} / max(float(np.linalg.norm(g)), {limit}))"
        return [f"gradients = [{shorter} for g in gradients]"]
    if optimizer.global_clipnorm is not None:
        limit = number(optimizer.global_clipnorm)
        return [
            "norm = float(np.sqrt(sum(np.sum(g**2) for g in gradients)))",
            f"gradients = [g * ({limit} / max(norm, {limit})) for g in gradients]",
        ]
    return []


def _update(optimizer: Optimizer) -> Update:
    assert isinstance(optimizer.learning_rate, float)  # noqa: S101 - a description has no schedule
    rate = number(optimizer.learning_rate)
    zeros = "np.zeros_like(w)"
    if isinstance(optimizer, SGD):
        return _sgd(optimizer, rate)
    if isinstance(optimizer, Adagrad):
        start = f"np.full_like(w, {number(optimizer.initial_accumulator_value)})"
        each = ["G[i] += g**2", f"w -= {rate} * g / np.sqrt(G[i] + {number(optimizer.epsilon)})"]
        return {"G": start}, [], each
    if isinstance(optimizer, Adadelta):
        epsilon = number(optimizer.epsilon)
        each = [
            _mean("squares", "g**2", optimizer.rho),
            f"step = np.sqrt((steps[i] + {epsilon}) / (squares[i] + {epsilon})) * g",
            _mean("steps", "step**2", optimizer.rho),
            f"w -= {rate} * step" if rate != "1.0" else "w -= step",
        ]
        return {"squares": zeros, "steps": zeros}, [], each
    if isinstance(optimizer, RMSprop):
        return _rmsprop(optimizer, rate)
    if isinstance(optimizer, Adamax):
        each = [
            _mean("m", "g", optimizer.beta_1),
            f"u[i] = np.maximum({number(optimizer.beta_2)} * u[i], np.abs(g))",
            f"w -= rate * m[i] / (u[i] + {number(optimizer.epsilon)})",
        ]
        before = ["t += 1", f"rate = {rate} / (1 - {number(optimizer.beta_1)}**t)"]
        return {"m": zeros, "u": zeros}, before, each
    assert isinstance(optimizer, Adam)  # noqa: S101 - there are no others
    return _adam(optimizer, rate)


def _sgd(optimizer: SGD, rate: str) -> Update:
    if not optimizer.momentum:
        return {}, [], [f"w -= {rate} * g"]
    momentum = number(optimizer.momentum)
    each = [f"velocity[i] = {momentum} * velocity[i] - {rate} * g"]
    each.append(f"w += {momentum} * velocity[i] - {rate} * g" if optimizer.nesterov else "w += velocity[i]")
    return {"velocity": "np.zeros_like(w)"}, [], each


def _rmsprop(optimizer: RMSprop, rate: str) -> Update:
    remembered = {"v": "np.zeros_like(w)"}
    each = [_mean("v", "g**2", optimizer.rho)]
    inside = "v[i]"
    if optimizer.centered:
        remembered["m"] = "np.zeros_like(w)"
        each.append(_mean("m", "g", optimizer.rho))
        inside = "np.maximum(v[i] - m[i] ** 2, 0)"
    step = f"{rate} * g / np.sqrt({inside} + {number(optimizer.epsilon)})"
    if not optimizer.momentum:
        return remembered, [], [*each, f"w -= {step}"]
    remembered["b"] = "np.zeros_like(w)"
    return remembered, [], [*each, f"b[i] = {number(optimizer.momentum)} * b[i] + {step}", "w -= b[i]"]


def _adam(optimizer: Adam, rate: str) -> Update:
    remembered = {"m": "np.zeros_like(w)", "v": "np.zeros_like(w)"}
    one, two = number(optimizer.beta_1), number(optimizer.beta_2)
    before = ["t += 1", f"rate = {rate} * (1 - {two}**t) ** 0.5 / (1 - {one}**t)"]
    each = [_mean("m", "g", optimizer.beta_1), _mean("v", "g**2", optimizer.beta_2)]
    if isinstance(optimizer, AdamW):
        each.insert(0, f"w *= 1 - {rate} * {number(optimizer.weight_decay)}")
    largest = "v[i]"
    if optimizer.amsgrad:
        remembered["v_hat"] = "np.zeros_like(w)"
        each.append("v_hat[i] = np.maximum(v_hat[i], v[i])")
        largest = "v_hat[i]"
    return (
        remembered,
        before,
        [*each, f"w -= rate * m[i] / (np.sqrt({largest}) + {number(optimizer.epsilon)})"],
    )


def _mean(name: str, new: str, keep: float) -> str:
    """Return the line that lets a decayed mean go on."""
    return f"{name}[i] = {number(keep)} * {name}[i] + {number(float(f'{1 - keep:.9g}'))} * {new}"
