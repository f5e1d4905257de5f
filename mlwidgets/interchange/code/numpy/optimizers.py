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


def memory(rule: Optimizer) -> list[str]:
    """Return the lines that make the optimizer's memory."""
    remembered, before, _ = _update(rule)
    lines = [f"{name} = [{start} for w in weights]" for name, start in remembered.items()]
    return lines + (["t = 0"] if before else [])


def update(rule: Optimizer) -> list[str]:
    """Return the lines that move the weights, once the ``gradients`` are known."""
    remembered, before, each = _update(rule)
    lines = [f"# {TITLES[type(rule)]}", *before]
    if remembered:
        lines += ["for i, (w, g) in enumerate(zip(weights, gradients)):"]
    else:
        lines += ["for w, g in zip(weights, gradients):"]
    return [*lines, *(f"    {line}" for line in each)]


def clipping(rule: Optimizer) -> list[str]:
    """Return the lines that make long gradients shorter."""
    if rule.clipvalue is not None:
        limit = number(rule.clipvalue)
        return [f"gradients = [np.clip(g, -{limit}, {limit}) for g in gradients]"]
    if rule.clipnorm is not None:
        limit = number(rule.clipnorm)
        shorter = f"g * ({limit} / max(float(np.linalg.norm(g)), {limit}))"
        return [f"gradients = [{shorter} for g in gradients]"]
    if rule.global_clipnorm is not None:
        limit = number(rule.global_clipnorm)
        return [
            "norm = float(np.sqrt(sum(np.sum(g**2) for g in gradients)))",
            f"gradients = [g * ({limit} / max(norm, {limit})) for g in gradients]",
        ]
    return []


def _update(rule: Optimizer) -> Update:
    assert isinstance(rule.learning_rate, float)  # noqa: S101 - a description has no schedule
    rate = number(rule.learning_rate)
    zeros = "np.zeros_like(w)"
    if isinstance(rule, SGD):
        return _sgd(rule, rate)
    if isinstance(rule, Adagrad):
        start = f"np.full_like(w, {number(rule.initial_accumulator_value)})"
        each = ["G[i] += g**2", f"w -= {rate} * g / np.sqrt(G[i] + {number(rule.epsilon)})"]
        return {"G": start}, [], each
    if isinstance(rule, Adadelta):
        epsilon = number(rule.epsilon)
        each = [
            _mean("squares", "g**2", rule.rho),
            f"step = np.sqrt((steps[i] + {epsilon}) / (squares[i] + {epsilon})) * g",
            _mean("steps", "step**2", rule.rho),
            f"w -= {rate} * step" if rate != "1.0" else "w -= step",
        ]
        return {"squares": zeros, "steps": zeros}, [], each
    if isinstance(rule, RMSprop):
        return _rmsprop(rule, rate)
    if isinstance(rule, Adamax):
        each = [
            _mean("m", "g", rule.beta_1),
            f"u[i] = np.maximum({number(rule.beta_2)} * u[i], np.abs(g))",
            f"w -= rate * m[i] / (u[i] + {number(rule.epsilon)})",
        ]
        before = ["t += 1", f"rate = {rate} / (1 - {number(rule.beta_1)}**t)"]
        return {"m": zeros, "u": zeros}, before, each
    assert isinstance(rule, Adam)  # noqa: S101 - there are no others
    return _adam(rule, rate)


def _sgd(rule: SGD, rate: str) -> Update:
    if not rule.momentum:
        return {}, [], [f"w -= {rate} * g"]
    momentum = number(rule.momentum)
    each = [f"velocity[i] = {momentum} * velocity[i] - {rate} * g"]
    each.append(f"w += {momentum} * velocity[i] - {rate} * g" if rule.nesterov else "w += velocity[i]")
    return {"velocity": "np.zeros_like(w)"}, [], each


def _rmsprop(rule: RMSprop, rate: str) -> Update:
    remembered = {"v": "np.zeros_like(w)"}
    each = [_mean("v", "g**2", rule.rho)]
    inside = "v[i]"
    if rule.centered:
        remembered["m"] = "np.zeros_like(w)"
        each.append(_mean("m", "g", rule.rho))
        inside = "np.maximum(v[i] - m[i] ** 2, 0)"
    step = f"{rate} * g / np.sqrt({inside} + {number(rule.epsilon)})"
    if not rule.momentum:
        return remembered, [], [*each, f"w -= {step}"]
    remembered["b"] = "np.zeros_like(w)"
    return remembered, [], [*each, f"b[i] = {number(rule.momentum)} * b[i] + {step}", "w -= b[i]"]


def _adam(rule: Adam, rate: str) -> Update:
    remembered = {"m": "np.zeros_like(w)", "v": "np.zeros_like(w)"}
    one, two = number(rule.beta_1), number(rule.beta_2)
    before = ["t += 1", f"rate = {rate} * (1 - {two}**t) ** 0.5 / (1 - {one}**t)"]
    each = [_mean("m", "g", rule.beta_1), _mean("v", "g**2", rule.beta_2)]
    if isinstance(rule, AdamW):
        each.insert(0, f"w *= 1 - {rate} * {number(rule.weight_decay)}")
    largest = "v[i]"
    if rule.amsgrad:
        remembered["v_hat"] = "np.zeros_like(w)"
        each.append("v_hat[i] = np.maximum(v_hat[i], v[i])")
        largest = "v_hat[i]"
    return remembered, before, [*each, f"w -= rate * m[i] / (np.sqrt({largest}) + {number(rule.epsilon)})"]


def _mean(name: str, new: str, keep: float) -> str:
    """Return the line that lets a decayed mean go on."""
    return f"{name}[i] = {number(keep)} * {name}[i] + {number(float(f'{1 - keep:.9g}'))} * {new}"
