"""How each activation function is written in ONNX: a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.engine import activations as kinds

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.interchange.onnx.writing.writer import Writer


def write_activation(function: kinds.ActivationFunction, w: Writer) -> None:
    """Write an activation function, applied to the present tensor."""
    ROWS[type(function)](function, w)


def _operator(name: str, **attributes: float) -> Callable[[Any, Writer], None]:
    """Return a row for a function that is an operator of ONNX with fixed settings."""

    def write(_: kinds.ActivationFunction, w: Writer) -> None:
        w.add(name, [w.present], dict(attributes))

    return write


def _nothing(_: kinds.Linear, w: Writer) -> None:
    """Write nothing: a linear activation passes its input on."""


def _elu(function: kinds.ELU, w: Writer) -> None:
    w.add("Elu", [w.present], {"alpha": function.alpha})


def _selu(function: kinds.SELU, w: Writer) -> None:
    w.add("Selu", [w.present], {"alpha": function.alpha, "gamma": function.scale})


def _gelu(function: kinds.GELU, w: Writer) -> None:
    w.add("Gelu", [w.present], {"approximate": "tanh" if function.approximate else "none"})


def _relu6(_: kinds.ReLU6, w: Writer) -> None:
    w.add("Clip", [w.present, w.number("lowest", 0), w.number("highest", 6)])


def _softmax(_: kinds.Softmax, w: Writer) -> None:
    w.add("Softmax", [w.present], {"axis": w.order.index(len(w.shape) - 1) + 1})


def _swish(_: kinds.Swish, w: Writer) -> None:
    w.add("Mul", [w.present, w.aside("Sigmoid", [w.present])])


ROWS: dict[type[kinds.ActivationFunction], Callable[[Any, Writer], None]] = {
    kinds.ELU: _elu,
    kinds.GELU: _gelu,
    kinds.HardSigmoid: _operator("HardSigmoid", alpha=1 / 6, beta=0.5),
    kinds.Linear: _nothing,
    kinds.Mish: _operator("Mish"),
    kinds.ReLU: _operator("Relu"),
    kinds.ReLU6: _relu6,
    kinds.SELU: _selu,
    kinds.Sigmoid: _operator("Sigmoid"),
    kinds.Softmax: _softmax,
    kinds.Softplus: _operator("Softplus"),
    kinds.Softsign: _operator("Softsign"),
    kinds.Swish: _swish,
    kinds.Tanh: _operator("Tanh"),
}
