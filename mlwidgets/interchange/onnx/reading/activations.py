"""Activation functions, among them those that ONNX writes with several operators."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import activations as kinds
from mlwidgets.engine import layers
from mlwidgets.interchange.onnx.reading.refused import Refused, named
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.interchange.onnx.graph import Node
    from mlwidgets.interchange.onnx.reading.chain import Chain
    from mlwidgets.interchange.onnx.reading.settings import Settings

    Row = Callable[[Chain, Node, Settings], None]

NEAR = 1e-5


def _plain(name: str) -> Row:
    """Return a row for an operator that is an activation function without settings."""

    def read(chain: Chain, _node: Node, _settings: Settings) -> None:
        chain.stack.activate(name)

    return read


def _elu(chain: Chain, _node: Node, settings: Settings) -> None:
    chain.stack.activate(kinds.ELU(settings.number("alpha", 1.0)))


def _selu(chain: Chain, node: Node, settings: Settings) -> None:
    alpha, scale = settings.number("alpha", kinds.SELU.alpha), settings.number("gamma", kinds.SELU.scale)
    if not (
        math.isclose(alpha, kinds.SELU.alpha, rel_tol=NEAR)
        and math.isclose(scale, kinds.SELU.scale, rel_tol=NEAR)
    ):
        raise Refused(
            _("{node} has alpha = {alpha} and gamma = {scale}, which is not SELU.").format(
                node=named(node), alpha=alpha, scale=scale
            )
        )
    chain.stack.activate("selu")


def _gelu(chain: Chain, _node: Node, settings: Settings) -> None:
    approximate = settings.has("approximate")
    if approximate:
        approximate = settings.text("approximate", "none") == "tanh"
    chain.stack.activate(kinds.GELU(approximate=approximate))


def _hard_sigmoid(chain: Chain, node: Node, settings: Settings) -> None:
    slope, start = settings.number("alpha", 0.2), settings.number("beta", 0.5)
    if not (math.isclose(slope, 1 / 6, rel_tol=NEAR) and math.isclose(start, 0.5, rel_tol=NEAR)):
        raise Refused(
            _("{node} has alpha = {slope} and beta = {start}; hard_sigmoid here has 1/6 and 0.5.").format(
                node=named(node), slope=slope, start=start
            )
        )
    chain.stack.activate("hard_sigmoid")


def _clip(chain: Chain, node: Node, _settings: Settings) -> None:
    """ReLU6, or ReLU if nothing limits it above."""
    low, high = (
        None if array is None else float(array.ravel()[0]) if array.size == 1 else math.nan
        for array in (chain.optional(node, 1), chain.optional(node, 2))
    )
    limit = math.inf if high is None or high > np.finfo(np.float32).max / 2 else high
    known = {6.0: "relu6", math.inf: "relu"}
    if low != 0 or limit not in known:
        raise Refused(
            _("{node} keeps numbers within {low} and {high}; relu6 here keeps 0 to 6.").format(
                node=named(node), low=low, high=high
            )
        )
    chain.stack.activate(known[limit])


def _softmax(chain: Chain, node: Node, settings: Settings) -> None:
    stack = chain.stack
    rank = stack.places.ndim + 1
    old = chain.graph.opset < 13  # noqa: PLR2004 - until then all axes from this one on were taken together
    axis = settings.integer("axis", 1 if old else -1)
    axis = axis + rank if axis < 0 else axis
    if not 1 <= axis < rank or (old and axis != rank - 1):
        raise Refused(
            _("{node} has axis = {axis}; softmax here goes over the channels.").format(
                node=named(node), axis=axis
            )
        )
    if rank == 2:  # noqa: PLR2004 - a row
        stack.make_row()
    outside = [1 if at == axis - 1 else side for at, side in enumerate(stack.places.shape)]
    groups = np.arange(math.prod(outside)).reshape(outside)
    numbers = stack.in_example(groups)
    if (numbers != numbers[..., :1]).any() or stack.shape[-1] != stack.places.shape[axis - 1]:
        raise Refused(
            _("{node} goes over axis {axis}; softmax here goes over the channels.").format(
                node=named(node), axis=axis
            )
        )
    stack.activate("softmax")


def _swish(chain: Chain, _node: Node, settings: Settings) -> None:
    settings.must_be("alpha", 1.0)
    chain.stack.activate("swish")


def _leaky_relu(chain: Chain, _node: Node, settings: Settings) -> None:
    chain.stack.keep(layers.LeakyReLU(settings.number("alpha", 0.01)))


def _prelu(chain: Chain, node: Node, _settings: Settings) -> None:
    """PReLU, with a slope shared along the axes where ONNX has only one."""
    stack, slope = chain.stack, chain.weights(node, 1)
    if slope.ndim == stack.places.ndim + 1 and len(slope) == 1:
        slope = slope[0]
    which = stack.in_example(np.arange(slope.size).reshape(slope.shape))
    apart = stack.axes_along_which(which)
    shared = tuple(at for at in range(len(stack.shape)) if at not in apart)
    if math.prod(stack.shape[at] for at in apart) != slope.size:
        raise Refused(
            _("{node} does not share its slopes along whole axes of an example.").format(node=named(node))
        )
    alpha = stack.in_example(slope)[
        tuple(slice(0, 1) if at in shared else slice(None) for at in range(which.ndim))
    ]
    stack.keep(layers.PReLU(shared_axes=[at + 1 for at in shared] or None), {"alpha": alpha})


ROWS: dict[str, Row] = {
    "Clip": _clip,
    "Elu": _elu,
    "Gelu": _gelu,
    "HardSigmoid": _hard_sigmoid,
    "LeakyRelu": _leaky_relu,
    "Mish": _plain("mish"),
    "PRelu": _prelu,
    "Relu": _plain("relu"),
    "Selu": _selu,
    "Sigmoid": _plain("sigmoid"),
    "Softmax": _softmax,
    "Softplus": _plain("softplus"),
    "Softsign": _plain("softsign"),
    "Swish": _swish,
    "Tanh": _plain("tanh"),
}

# ---- functions that take several operators ----

_GATED = {("Sigmoid",): "swish", ("Softplus", "Tanh"): "mish"}
"""x · f(x), by the operators of f."""


def read_gated(chain: Chain) -> bool:
    """Read swish, mish, softsign or GELU with the error function; return whether one begins here."""
    users = chain.users(chain.tensor)
    if len(users) == 2 and _read_softsign(chain, users):  # noqa: PLR2004 - x, and |x|
        return True
    product = next((node for node in users if node.operator == "Mul"), None)
    other = next((node for node in users if node is not product), None)
    if len(users) != 2 or product is None or other is None:  # noqa: PLR2004 - x, and f(x)
        return False
    side = next((name for name in product.inputs if name != chain.tensor), "")
    for operators, name in _GATED.items():
        if _leads(chain, other, operators) == (side, product):
            chain.stack.activate(name)
            chain.go_past(product)
            return True
    return _read_gelu(chain, other, side, product)


def _read_softsign(chain: Chain, users: list[Node]) -> bool:
    """Read x / (1 + |x|), for which PyTorch has no operator."""
    ratio = next((node for node in users if node.operator == "Div"), None)
    size = next((node for node in users if node is not ratio), None)
    _first, plus = _leads(chain, size, ("Abs",))
    if ratio is None or plus is None or not _with_number(chain, plus, ("Add", 1.0)):
        return False
    if ratio.inputs != (chain.tensor, plus.outputs[0]) or chain.only_user(plus.outputs[0]) is not ratio:
        return False
    chain.stack.activate("softsign")
    chain.go_past(ratio)
    return True


def _leads(chain: Chain, node: Node | None, operators: tuple[str, ...]) -> tuple[str, Node | None]:
    """Follow nodes without settings; return the tensor after them and its only user, or nothing."""
    tensor = ""
    for operator in operators:
        if node is None or node.operator != operator or node.attributes or len(node.inputs) != 1:
            return "", None
        tensor = node.outputs[0] if node.outputs else ""
        node = chain.only_user(tensor)
    return tensor, node


def _read_gelu(chain: Chain, first: Node, side: str, product: Node) -> bool:
    """Read x · (erf(x / √2) + 1) · ½, as PyTorch writes it before opset 20."""
    if not _with_number(chain, first, ("Div", math.sqrt(2)), ("Mul", math.sqrt(0.5))):
        return False
    tensor, plus = _leads(chain, chain.only_user(first.outputs[0]), ("Erf",))
    if plus is None or not _with_number(chain, plus, ("Add", 1.0)) or plus.outputs[0] != side:
        return False
    half = chain.only_user(product.outputs[0])
    if chain.only_user(side) is not product or half is None or not _with_number(chain, half, ("Mul", 0.5)):
        return False
    chain.stack.activate("gelu")
    for node in (first, plus, product, half):
        chain.go_past(node)
    return bool(tensor)


def _with_number(chain: Chain, node: Node, *known: tuple[str, float]) -> bool:
    """Return whether a node combines its tensor with one of these numbers, by that operator."""
    if len(node.inputs) != 2 or not node.outputs:  # noqa: PLR2004 - two operands
        return False
    places = (1,) if node.operator == "Div" else (0, 1)
    for place in places:
        array = chain.graph.constants.get(node.inputs[place])
        if array is not None and array.size == 1:
            value = float(array.ravel()[0])
            return any(
                node.operator == name and math.isclose(value, number, rel_tol=NEAR) for name, number in known
            )
    return False
