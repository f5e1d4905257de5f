"""Starting values of weights in PyTorch, whose own are others than Keras's."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.initializers import (
    GivenFilters,
    GlorotUniform,
    HeUniform,
    Initializer,
    LecunUniform,
    Ones,
    Zeros,
    fans,
)
from mlwidgets.interchange.code.common.distributions import (
    SCALINGS,
    Eye,
    RightAngles,
    Same,
    Uniform,
    drawing,
    drawn_by,
)
from mlwidgets.interchange.code.common.settings import name_of
from mlwidgets.interchange.code.common.source import number, piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import Shape
    from mlwidgets.interchange.code.torch.parts import Part, Weights

TRUNCATED = '''
def truncated_normal_(weights, mean=0.0, std=1.0):
    """Draw normal numbers; those beyond 2 standard deviations are drawn again."""
    nn.init.trunc_normal_(weights, mean, std, mean - 2 * std, mean + 2 * std)
'''

KERNELS = ("nn.Linear", "nn.Conv1d", "nn.Conv2d", "nn.ConvTranspose2d")
NAMED = {
    GlorotUniform: "nn.init.xavier_uniform_({})",
    HeUniform: 'nn.init.kaiming_uniform_({}, nonlinearity="relu")',
    LecunUniform: 'nn.init.kaiming_uniform_({}, nonlinearity="linear")',
}
"""Those that PyTorch has under a name of its own."""

OWN_STARTS = {"nn.BatchNorm1d", "nn.BatchNorm2d", "nn.BatchNorm3d", "nn.LayerNorm", "LayerNorm"}
"""Modules that start from ones and zeros by themselves."""


def start_lines(parts: Sequence[Part]) -> list[str]:
    """Return the lines that give every weight its start: by the function `start` or one by one."""
    usual, _ = _common(parts)
    single: list[str] = []
    for index, part in enumerate(parts):
        for weights in part.weights:
            target = f"model[{index}].{weights.attribute}"
            if weights.spec is None or _starts_itself(part.call.name, weights):
                continue
            if _is_usual(weights) and part.call.name in usual:
                single += _given_only(target, weights)
            else:
                single += start_of(target, weights)
    return [*(["model.apply(start)"] if usual else []), *single]


def start_function(parts: Sequence[Part]) -> list[str]:
    """Return the function that draws what Keras draws by default, if that is wanted anywhere."""
    usual, without_bias = _common(parts)
    if not usual:
        return []
    tested = usual[0] if len(usual) == 1 else f"({', '.join(usual)})"
    zeros = "nn.init.zeros_(module.bias)"
    return [
        "def start(module):",
        '    """Draw the first weights as Keras does; PyTorch has other defaults."""',
        f"    if isinstance(module, {tested}):",
        "        nn.init.xavier_uniform_(module.weight)",
        *(
            ["        if module.bias is not None:", f"            {zeros}"]
            if without_bias
            else [f"        {zeros}"]
        ),
    ]


def definitions_of_initializers(parts: Sequence[Part]) -> list[list[str]]:
    """Return the functions that the start of the weights needs."""
    truncated = any("truncated_normal_(" in line for line in start_lines(parts))
    return [piece(TRUNCATED) if truncated else [], start_function(parts)]


def _common(parts: Sequence[Part]) -> tuple[list[str], bool]:
    """Return the kinds of modules whose weights mostly start as in Keras, and whether some have no bias."""
    found: dict[str, bool] = {}
    for part in parts:
        name = part.call.name
        if name in KERNELS and any(one.attribute == "weight" and _is_usual(one) for one in part.weights):
            found[name] = found.get(name, False) or len(part.weights) == 1
    # The function meets every module of these kinds.
    met = [part for part in parts if part.call.name in found]
    return list(found), any(len(part.weights) == 1 for part in met)


def _given_only(target: str, weights: Weights) -> list[str]:
    assert weights.spec is not None  # noqa: S101 - it is usual
    initializer = weights.spec.initializer
    return given_lines(target, weights, initializer) if isinstance(initializer, GivenFilters) else []


def start_of(target: str, weights: Weights) -> list[str]:
    """Return the lines that give one array of weights its start."""
    assert weights.spec is not None  # noqa: S101 - asked for by whoever calls
    initializer, shape = weights.spec.initializer, weights.spec.shape
    lines = _drawn(target, weights, drawn_by(initializer), shape)
    if isinstance(initializer, GivenFilters):
        lines += given_lines(target, weights, initializer)
    return lines


def given_lines(target: str, weights: Weights, given: GivenFilters) -> list[str]:
    """Return the lines that put filters made by hand in their places."""
    assert weights.spec is not None  # noqa: S101 - filters belong to weights of ours
    turn, last = weights.turn, len(weights.spec.shape) - 1
    lines = []
    for number_, value in zip(given.numbers, given.values, strict=True):
        whole = np.zeros(weights.spec.shape)
        whole[..., number_] = value
        turned = turn.apply(whole).reshape(turn.view or turn.after)
        dim = turn.dim(last)
        values = np.take(turned, number_, axis=dim).tolist()
        place = ", ".join([":"] * dim + [str(number_)])
        lines.append(f"{viewed(target, weights)}.data[{place}] = torch.tensor({_numbers(values)})")
    return lines


def viewed(target: str, weights: Weights) -> str:
    """Return the expression for the weights in the shape in which our axes are found."""
    view = weights.turn.view
    return f"{target}.view({', '.join(map(str, view))})" if view and view != weights.turn.after else target


def _numbers(values: object) -> str:
    if isinstance(values, list):
        return f"[{', '.join(_numbers(one) for one in values)}]"
    assert isinstance(values, float)  # noqa: S101 - from an array of float64
    return number(values)


def _is_usual(weights: Weights) -> bool:
    """Return whether weights start as those of a layer in Keras do by default."""
    if weights.spec is None:
        return False
    if weights.attribute == "bias":
        return isinstance(weights.spec.initializer, Zeros)
    return isinstance(drawn_by(weights.spec.initializer), GlorotUniform) and _fans_agree(weights)


def _starts_itself(module: str, weights: Weights) -> bool:
    if weights.spec is None:
        return True
    initializer = weights.spec.initializer
    if module in OWN_STARTS:
        ones = weights.attribute in ("weight", "running_var")
        return isinstance(initializer, Ones if ones else Zeros)
    return module in ("nn.PReLU", "PReLU") and isinstance(initializer, Zeros)


def _fans_agree(weights: Weights) -> bool:
    """Return whether PyTorch counts the same connections into and out of a unit."""
    assert weights.spec is not None  # noqa: S101 - asked for by whoever calls
    after = weights.turn.after
    if len(after) < 2 or len(weights.spec.shape) < 2:  # noqa: PLR2004 - no kernel
        return False
    window = math.prod(after[2:])
    return fans(weights.spec.shape) == (after[1] * window, after[0] * window)


def _drawn(target: str, weights: Weights, initializer: Initializer, shape: Shape) -> list[str]:
    name = NAMED.get(type(initializer))
    if name is not None and _fans_agree(weights):
        return [name.format(target)]
    found = drawing(initializer, shape)
    if isinstance(found, Same):
        known = {0.0: f"zeros_({target})", 1.0: f"ones_({target})"}
        return [f"nn.init.{known.get(found.value, f'constant_({target}, {number(found.value)})')}"]
    if isinstance(found, Eye):
        times = f" * {number(found.gain)}" if found.gain != 1 else ""
        rows, columns = shape
        return [f"{target}.data = torch.eye({columns}, {rows}){times}"]
    if isinstance(found, RightAngles):
        return _orthogonal(target, weights, found.gain, shape)
    remark = f"  # {name_of(initializer)}" if type(initializer) in SCALINGS else ""
    if isinstance(found, Uniform):
        return [f"nn.init.uniform_({target}, {found.low:.8g}, {found.high:.8g}){remark}"]
    function = "truncated_normal_" if found.truncated else "nn.init.normal_"
    return [f"{function}({target}, {found.mean:.8g}, {found.stddev:.8g}){remark}"]


def _orthogonal(target: str, weights: Weights, gain: float, shape: Shape) -> list[str]:
    """Return the lines for a random matrix with right angles: ours has the last axis as its columns."""
    turn = weights.turn
    scaled = f", {number(gain)}" if gain != 1 else ""
    if turn.dims.get(len(shape) - 1) == 0 and not turn.view:
        return [f"nn.init.orthogonal_({target}{scaled})"]
    rows, columns = math.prod(shape[:-1]), shape[-1]
    drawn = f"nn.init.orthogonal_(torch.empty({rows}, {columns}){scaled})"
    turned = f".reshape{turn.before}.permute{turn.axes}.reshape{turn.after}"
    return [f"{target}.data = {drawn}{turned}.contiguous()"]
