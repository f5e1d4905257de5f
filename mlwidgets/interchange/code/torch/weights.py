"""Starting values, prices and constraints of weights in PyTorch, which has other defaults or none."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from mlwidgets.engine.constraints import FixedFilters, NonNeg, UnitNorm
from mlwidgets.engine.initializers import SCALINGS, GivenFilters, GlorotUniform, Zeros, fans
from mlwidgets.interchange.code.common.distributions import drawing, drawn_by
from mlwidgets.interchange.code.common.row import filters, name_of
from mlwidgets.interchange.code.common.text import literal, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlwidgets.engine.layers.base import WeightSpec
    from mlwidgets.interchange.code.torch.parts import Part, Weights

KERNELS = ("nn.Linear", "nn.Conv1d", "nn.Conv2d", "nn.ConvTranspose2d")


def starts(parts: Sequence[Part]) -> list[str]:
    """Return the lines that give every weight its start: by the function `start`, or one by one."""
    lines = [] if not start_modules(parts) else ["model.apply(start)"]
    for target, part, weights, spec in _ours(parts):
        if not _starts_itself(part, weights, spec):
            lines += _start(target, weights, spec)
    return lines


def start_modules(parts: Sequence[Part]) -> list[str]:
    """Return the kinds of modules that the function `start` gives what Keras draws by default."""
    found = [
        part.call.name for _, part, weights, spec in _ours(parts) if _is_usual_kernel(part, weights, spec)
    ]
    return list(dict.fromkeys(found))


def without_bias(parts: Sequence[Part]) -> bool:
    """Return whether a module that `start` meets has no bias."""
    met = start_modules(parts)
    return any(part.call.name in met and len(part.weights) == 1 for part in parts)


def prices(parts: Sequence[Part]) -> list[str]:
    """Return the terms of the price of large weights."""
    return [
        f"{number(factor)} * {target}.{ {'l1': 'abs', 'l2': 'square'}[name] }().sum()"
        for target, _, __, spec in _ours(parts)
        if spec.regularizer is not None
        for name, factor in spec.regularizer.get_config().items()
        if factor
    ]


def constraints(parts: Sequence[Part]) -> list[str]:
    """Return the lines that bring weights back to their constraints."""
    lines = []
    for target, _, weights, spec in _ours(parts):
        constraint: Any = spec.constraint
        ours = weights.turn.ours(target)
        if isinstance(constraint, NonNeg):
            lines.append(f"{target}.clamp_(min=0)")
        elif isinstance(constraint, FixedFilters):
            lines += _given(ours, constraint)
        elif constraint is not None:
            first = "unit_norm_(" if isinstance(constraint, UnitNorm) else "max_norm_("
            limit = "" if isinstance(constraint, UnitNorm) else f"{number(constraint.max_value)}, "
            lines.append(f"{first}{ours}, {limit}dim={constraint.axis})")
    return lines


def _ours(parts: Sequence[Part]) -> Iterator[tuple[str, Part, Weights, WeightSpec]]:
    for index, part in enumerate(parts):
        for weights in part.weights:
            yield f"model[{index}].{weights.attribute}", part, weights, weights.spec


def _is_usual_kernel(part: Part, weights: Weights, spec: WeightSpec) -> bool:
    """Return whether a kernel starts as in Keras by default, and PyTorch counts the same fans for it."""
    shape = weights.turn.after or weights.turn.turned
    if part.call.name not in KERNELS or weights.attribute != "weight":
        return False
    inside = math.prod(shape[2:])
    agree = fans(spec.shape) == (shape[1] * inside, shape[0] * inside)
    return agree and type(spec.initializer) is GlorotUniform


def _starts_itself(part: Part, weights: Weights, spec: WeightSpec) -> bool:
    """Return whether a module, or the function `start`, gives weights their start."""
    if part.call.name in KERNELS:
        kernel = part.weights[0]
        met = _is_usual_kernel(part, kernel, kernel.spec)
        return met and (weights is kernel or isinstance(spec.initializer, Zeros))
    theirs = float(weights.name in ("gamma", "moving_variance"))
    value = drawing(spec.initializer, spec.shape)
    return not isinstance(spec.initializer, GivenFilters) and value == ("same", theirs, 0.0)


def _start(target: str, weights: Weights, spec: WeightSpec) -> list[str]:
    ours = weights.turn.ours(f"{target}.data")
    lines = [_drawn(target, ours, spec)]
    return lines + (_given(ours, spec.initializer) if isinstance(spec.initializer, GivenFilters) else [])


def _given(ours: str, given: GivenFilters | FixedFilters) -> list[str]:
    return [f"{ours}[..., {at}] = torch.tensor({literal(one)})" for at, one in filters(given).items()]


def _drawn(target: str, ours: str, spec: WeightSpec) -> str:
    drawer, shape = drawn_by(spec.initializer), spec.shape
    kind, a, b = drawing(drawer, shape)
    matrix = f"nn.init.orthogonal_(torch.empty({math.prod(shape[:-1])}, {shape[-1]}), {number(a)})"
    # PyTorch divides by the standard deviation of a truncated one.
    normal = "truncated_normal_" if kind == "truncated" and b else "nn.init.normal_"
    line = {
        "same": f"nn.init.constant_({target}, {number(a)})",
        "identity": f"{ours}.copy_({number(a)} * torch.eye{shape})",
        "orthogonal": f"{ours}.copy_({matrix}.view{shape})",
        "uniform": f"nn.init.uniform_({target}, {a:.8g}, {b:.8g})",
    }.get(kind, f"{normal}({target}, {a:.8g}, {b:.8g})")
    return line + (f"  # {name_of(drawer)}" if type(drawer) in SCALINGS else "")
