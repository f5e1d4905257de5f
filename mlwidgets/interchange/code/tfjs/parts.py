"""What a stack becomes in TensorFlow.js: layers, and what has to be said about them afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlwidgets.engine.activations import ELU, GELU, ActivationFunction, HardSigmoid, Linear
from mlwidgets.engine.constraints import Constraint, MaxNorm, UnitNorm
from mlwidgets.interchange.code.common.settings import name_of
from mlwidgets.interchange.code.common.text import Call, Code

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.layers.base import WeightSpec
    from mlwidgets.engine.regularizers import Regularizer


@dataclass(frozen=True)
class Held:
    """An array of weights of a layer in TensorFlow.js.

    Attributes
    ----------
    layer : int
        The place of our layer.
    name : str
        Its name in our layer; empty if ours has none, and `value` is in its place.
    attribute : str
        Its name there.
    spec : WeightSpec or None
        Shape, initializer and constraint of ours.
    shape, value : tuple of int, float
        Of the array that ours has not.
    own_constraint : bool
        Whether the layer takes a constraint among its settings.
    """

    layer: int
    name: str
    attribute: str
    spec: WeightSpec | None = None
    shape: Shape = ()
    value: float = 0.0
    own_constraint: bool = True


@dataclass(frozen=True)
class Part:
    """One layer.

    Attributes
    ----------
    call : Call
        What makes it.
    held : tuple of Held
        Its weights, in TensorFlow.js' order.
    """

    call: Call
    held: tuple[Held, ...] = ()


def camel(name: str) -> str:
    """Return a setting's name as JavaScript writes it.

    Examples
    --------
    >>> camel("kernel_size")
    'kernelSize'
    """
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def activation_name(function: ActivationFunction) -> str:
    """Return the name under which a layer takes an activation, or "" if there is none."""
    if isinstance(function, HardSigmoid) or (isinstance(function, ELU) and function.alpha != 1):
        return ""
    if isinstance(function, GELU) and function.approximate:
        return "gelu_new"
    return camel(name_of(function))


def own_activation(function: ActivationFunction) -> list[Part]:
    """Return the layer of an activation that TensorFlow.js has not."""
    if isinstance(function, Linear) or activation_name(function):
        return []
    if isinstance(function, ELU):
        return [Part(Call("new Elu", named={"alpha": function.alpha}))]
    return [Part(Call("new HardSigmoid", (Code("{}"),)))]


def regularizer(thing: Regularizer) -> Call:
    """Return a regularizer; what is not given would be 0.01, so all factors are."""
    factors = {"l1": 0.0, "l2": 0.0} | thing.get_config()
    if factors["l1"]:
        return Call("l1l2", named=factors)
    return Call("tf.regularizers.l2", named={"l2": factors["l2"]})


def constraint(thing: Constraint) -> Call:
    """Return a constraint."""
    if isinstance(thing, MaxNorm):
        return Call("tf.constraints.maxNorm", named={"maxValue": thing.max_value, "axis": thing.axis})
    if isinstance(thing, UnitNorm):
        return Call("tf.constraints.unitNorm", named={"axis": thing.axis})
    return Call("tf.constraints.nonNeg")
