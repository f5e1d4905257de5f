"""Optimizers in NumPy: what is done with every array of weights w and its gradient g after each batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mlwidgets.interchange.code.common.text import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.optimizers import Optimizer

ZEROS = "np.zeros_like(w)"


@dataclass(frozen=True)
class Update:
    """The lines of an optimizer.

    Attributes
    ----------
    told : str
        What it does, in a comment.
    each : list of str
        The lines for each w with its gradient g.
    memory : dict of str to str
        What is remembered for each array, and its start.
    before : list of str
        Lines once an update; t counts the updates.
    """

    told: str
    each: list[str]
    memory: dict[str, str] = field(default_factory=dict)
    before: list[str] = field(default_factory=list)

    @property
    def counts(self) -> bool:
        """Whether the number of the update is needed."""
        return bool(self.before)


def update(optimizer: Optimizer) -> Update:
    """Return the lines that move the weights, once the gradients are known."""
    rate = optimizer.learning_rate
    return UPDATES[type(optimizer).__name__](
        optimizer, number(rate) if isinstance(rate, (int, float)) else "rate"
    )


def _mean(name: str, new: str, keep: float) -> str:
    """Return the line that lets a decayed mean go on."""
    return f"{name}[i] = {number(keep)} * {name}[i] + {number(float(f'{1 - keep:.9g}'))} * {new}"


def _sgd(of: Any, rate: str) -> Update:  # noqa: ANN401 - each reads the settings of its own class
    told = "Gradient descent: against the slope"
    if not of.momentum:
        return Update(told, [f"w -= {rate} * g"])
    momentum = number(of.momentum)
    moved = f"w += {momentum} * velocity[i] - {rate} * g" if of.nesterov else "w += velocity[i]"
    return Update(told, [f"velocity[i] = {momentum} * velocity[i] - {rate} * g", moved], {"velocity": ZEROS})


def _adagrad(of: Any, rate: str) -> Update:  # noqa: ANN401
    return Update(
        "Adagrad: smaller steps the steeper it has been",
        ["G[i] += g**2", f"w -= {rate} * g / np.sqrt(G[i] + {number(of.epsilon)})"],
        {"G": f"np.full_like(w, {number(of.initial_accumulator_value)})"},
    )


def _adadelta(of: Any, rate: str) -> Update:  # noqa: ANN401
    epsilon = number(of.epsilon)
    each = [
        _mean("squares", "g**2", of.rho),
        f"step = np.sqrt((steps[i] + {epsilon}) / (squares[i] + {epsilon})) * g",
        _mean("steps", "step**2", of.rho),
        f"w -= {rate} * step" if rate != "1.0" else "w -= step",
    ]
    return Update("Adadelta: steps measured in the steps before", each, {"squares": ZEROS, "steps": ZEROS})


def _rmsprop(of: Any, rate: str) -> Update:  # noqa: ANN401
    memory, each, inside = {"v": ZEROS}, [_mean("v", "g**2", of.rho)], "v[i]"
    if of.centered:
        memory["m"] = ZEROS
        each.append(_mean("m", "g", of.rho))
        inside = "np.maximum(v[i] - m[i] ** 2, 0)"
    step = f"{rate} * g / np.sqrt({inside} + {number(of.epsilon)})"
    if of.momentum:
        memory["b"] = ZEROS
        each += [f"b[i] = {number(of.momentum)} * b[i] + {step}", "w -= b[i]"]
    else:
        each.append(f"w -= {step}")
    return Update("RMSprop: steps measured in the slopes of late", each, memory)


def _adam(of: Any, rate: str) -> Update:  # noqa: ANN401
    one, two = number(of.beta_1), number(of.beta_2)
    shrinks = hasattr(of, "weight_decay")
    each = [f"w *= 1 - {rate} * {number(of.weight_decay)}"] if shrinks else []
    each += [_mean("m", "g", of.beta_1), _mean("v", "g**2", of.beta_2)]
    memory, largest = {"m": ZEROS, "v": ZEROS}, "v[i]"
    if of.amsgrad:
        memory["v_hat"], largest = ZEROS, "v_hat[i]"
        each.append("v_hat[i] = np.maximum(v_hat[i], v[i])")
    each.append(f"w -= size * m[i] / (np.sqrt({largest}) + {number(of.epsilon)})")
    told = "Adam: the mean slope, measured in the size of the slopes of late"
    return Update(
        "AdamW: Adam, and all weights shrink a little" if shrinks else told,
        each,
        memory,
        [f"size = {rate} * (1 - {two}**t) ** 0.5 / (1 - {one}**t)"],
    )


def _adamax(of: Any, rate: str) -> Update:  # noqa: ANN401
    each = [
        _mean("m", "g", of.beta_1),
        f"u[i] = np.maximum({number(of.beta_2)} * u[i], np.abs(g))",
        f"w -= size * m[i] / (u[i] + {number(of.epsilon)})",
    ]
    before = [f"size = {rate} / (1 - {number(of.beta_1)}**t)"]
    told = "Adamax: the mean slope, measured in the largest slope of late"
    return Update(told, each, {"m": ZEROS, "u": ZEROS}, before)


UPDATES: dict[str, Callable[[Any, str], Update]] = {
    "SGD": _sgd,
    "Adagrad": _adagrad,
    "Adadelta": _adadelta,
    "RMSprop": _rmsprop,
    "Adam": _adam,
    "AdamW": _adam,
    "Adamax": _adamax,
}
