"""Starting values of weights in NumPy: the same numbers as the engine draws from the same seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from mlwidgets.interchange.code.common.text import literal, number

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.initializers import Initializer

MATRIX = 2


def start(layer: int, initializer: Initializer, shape: Shape) -> str:
    """Return the expression for one array of weights of a layer, given by its place in the stack."""
    drawer = drawn_by(initializer)
    rng, listed, sides = f"stream({layer})", ", ".join(map(str, shape)), literal(shape)
    if type(drawer) in SCALINGS and len(shape) >= MATRIX:
        return f"{name_of(drawer)}({rng}, {listed})"
    found = drawing(drawer, shape)
    if isinstance(found, (Eye, RightAngles)):
        matrix = f"np.eye({listed})" if isinstance(found, Eye) else f"orthogonal({rng}, {listed})"
        return matrix if found.gain == 1 else f"{number(found.gain)} * {matrix}"
    if isinstance(found, Same):
        known = {0.0: "np.zeros", 1.0: "np.ones"}.get(found.value)
        short = listed if len(shape) == 1 else sides
        return f"{known}({short})" if known else f"np.full({sides}, {number(found.value)})"
    if isinstance(found, Uniform):
        return f"{rng}.uniform({number(found.low)}, {number(found.high)}, {sides})"
    if not found.truncated:
        return f"{rng}.normal({number(found.mean)}, {number(found.stddev)}, {sides})"
    mean = f"{number(found.mean)} + " if found.mean else ""
    return f"{mean}{number(found.stddev)} * truncated({rng}, {sides})"
