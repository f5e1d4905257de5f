"""Starting values of weights in TensorFlow.js, whose normal ones are narrower than Keras's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.initializers import SCALINGS
from mlwidgets.interchange.code.common.distributions import drawing, drawn_by
from mlwidgets.interchange.code.common.row import name_of
from mlwidgets.interchange.code.common.text import Call, Code

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.initializers import Initializer

UNIFORM = {"GlorotUniform": "glorotUniform", "HeUniform": "heUniform", "LecunUniform": "leCunUniform"}
"""Those that TensorFlow.js draws as Keras does, for arrays of two axes and more."""

DRAWN = {
    "same": ("constant", "value"),
    "normal": ("randomNormal", "mean", "stddev"),
    "truncated": ("truncatedNormal", "mean", "stddev"),
    "uniform": ("randomUniform", "minval", "maxval"),
    "identity": ("identity", "gain"),
    "orthogonal": ("orthogonal", "gain"),
}


def initializer_code(initializer: Initializer, shape: Shape) -> object:
    """Return an initializer for an array of this shape: its name, or the call that makes it.

    For filters made by hand it is that of the others.
    """
    kind, a, b = drawing(initializer, shape)
    named = UNIFORM.get(type(drawn_by(initializer)).__name__)
    if named and len(shape) > 1:
        return named
    if written_afterwards(initializer, shape) or (kind == "same" and a in (0, 1)):
        return "ones" if (kind, a) == ("same", 1) else "zeros"
    # A spread of 0 would count as not given.
    if (kind in ("normal", "truncated") and not b) or (kind == "uniform" and a == b):
        kind = "same"
    name, *settings = DRAWN[kind]
    rounded = [value if len(settings) == 1 else float(f"{value:.8g}") for value in (a, b)]
    ends = [Code("Number.MIN_VALUE") if kind == "uniform" and one == 0 else one for one in rounded]
    return Call(f"tf.initializers.{name}", named=dict(zip(settings, ends, strict=False)))


def written_afterwards(initializer: Initializer, shape: Shape) -> bool:
    """Return whether this is an identity that is not square, which TensorFlow.js refuses."""
    return drawing(initializer, shape).kind == "identity" and shape[0] != shape[1]


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
