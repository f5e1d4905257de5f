"""Starting values of weights in TensorFlow.js, whose normal ones are narrower than Keras's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.interchange.code.common.distributions import (
    SCALINGS,
    Drawing,
    Eye,
    Normal,
    RightAngles,
    Same,
    Uniform,
    drawing,
    drawn_by,
)
from mlwidgets.interchange.code.common.settings import name_of
from mlwidgets.interchange.code.common.text import Call, Code

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.initializers import Initializer

UNIFORM = {"GlorotUniform": "glorotUniform", "HeUniform": "heUniform", "LecunUniform": "leCunUniform"}
"""Those that TensorFlow.js draws as Keras does."""

KERNEL = 2
"""From so many axes on, TensorFlow.js counts connections as Keras does."""


def initializer_code(initializer: Initializer, shape: Shape, *, as_object: bool = False) -> object:
    """Return an initializer: its name, or the call that makes it.

    Parameters
    ----------
    initializer : Initializer
        Ours. For filters made by hand, the one that draws the others.
    shape : tuple of int
        Of the array, from which the width of some follows.
    as_object : bool
        Whether a name will not do.
    """
    found = drawing(initializer, shape)
    kind = type(drawn_by(initializer)).__name__
    if kind in UNIFORM and len(shape) >= KERNEL:
        name = UNIFORM[kind]
    elif isinstance(found, Same) and found.value in (0, 1):
        name = "ones" if found.value else "zeros"
    elif written_afterwards(found, shape):
        name = "zeros"
    else:
        return _call(found)
    return Call(f"tf.initializers.{name}") if as_object else name


def written_afterwards(found: Drawing, shape: Shape) -> bool:
    """Return whether this is an identity that is not square, which TensorFlow.js refuses."""
    return isinstance(found, Eye) and shape[0] != shape[1]


def remark(initializer: Initializer) -> str:
    """Return what has to be said about an initializer that TensorFlow.js has narrower."""
    drawer = drawn_by(initializer)
    scaling = SCALINGS.get(type(drawer))
    if scaling is None or scaling.distribution != "truncated_normal":
        return ""
    return (
        f"{name_of(drawer)} as Keras has it; that of TensorFlow.js does not make up for the tails "
        "that it cuts off."
    )


def _call(found: Drawing) -> Call:
    if isinstance(found, (Eye, RightAngles)):
        return _made("identity" if isinstance(found, Eye) else "orthogonal", gain=found.gain)
    # A spread of 0 would count as not given.
    if isinstance(found, Normal) and found.stddev:
        name = "truncatedNormal" if found.truncated else "randomNormal"
        return _made(name, mean=_rounded(found.mean), stddev=_rounded(found.stddev))
    if isinstance(found, Uniform) and found.low != found.high:
        return _made("randomUniform", minval=_end(found.low), maxval=_end(found.high))
    values = {Normal: "mean", Uniform: "low", Same: "value"}
    return _made("constant", value=vars(found)[values[type(found)]])


def _made(name: str, **settings: object) -> Call:
    return Call(f"tf.initializers.{name}", named=settings)


def _rounded(value: float) -> float:
    return float(f"{value:.8g}")


def _end(value: float) -> object:
    """Return an end of a range; 0 would count as not given."""
    return Code("Number.MIN_VALUE") if value == 0 else _rounded(value)
