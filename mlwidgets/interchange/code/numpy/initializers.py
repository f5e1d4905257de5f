"""Starting values of weights in NumPy: the same numbers as the engine draws from the same seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.initializers import TRUNCATED_SPREAD
from mlwidgets.interchange.code.common.distributions import (
    SCALINGS,
    Eye,
    Normal,
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
    from mlwidgets.engine.initializers import Initializer

STREAM = '''
@cache  #? cached
def stream(layer):
    """Return the random numbers for the first weights of a layer, as the lab draws them."""
    return np.random.default_rng([SEED, 0, layer, 0])
'''
NAMED = """
def NAME(rng, *shape):
    *window, inputs, outputs = shape
    cells = np.prod(window)
    limit = np.sqrt(TOP / FAN)  #? uniform
    stddev = np.sqrt(TOP / FAN) / TAILS  # for the tails cut off  #? !uniform
    return rng.uniform(-limit, limit, shape)  #? uniform
    return stddev * truncated(rng, shape)  #? !uniform
"""
TRUNCATED = '''
def truncated(rng, shape):
    """Draw normal numbers; those beyond 2 are drawn again."""
    drawn = rng.standard_normal(shape)
    while (far := np.abs(drawn) > 2).any():
        drawn[far] = rng.standard_normal(far.sum())
    return drawn
'''
ORTHOGONAL = '''
def orthogonal(rng, *shape):
    """Return a random matrix with right angles between its columns, or its rows."""
    rows, columns = np.prod(shape[:-1]), shape[-1]
    q, r = np.linalg.qr(rng.standard_normal((max(rows, columns), min(rows, columns))))
    q *= np.sign(np.diagonal(r))
    return (q if rows >= columns else q.T).reshape(shape)
'''
FANS = {
    "fan_in": "(cells * inputs)",
    "fan_out": "(cells * outputs)",
    "fan_avg": "(cells * (inputs + outputs))",
}
MATRIX = 2


class InitializerFunctions:
    """The starting values of a program, and the functions that they need.

    Parameters
    ----------
    arrays : sequence of (int, Initializer, shape)
        Layer, initializer and shape of every array of weights.
    """

    def __init__(self, arrays: Sequence[tuple[int, Initializer, Shape]]) -> None:
        self._random = [
            (layer, drawn_by(initializer), shape)
            for layer, initializer, shape in arrays
            if not isinstance(drawing(initializer, shape), (Same, Eye))
        ]

    def start(self, layer: int, initializer: Initializer, shape: Shape) -> str:
        """Return the expression for one array of weights."""
        drawer = drawn_by(initializer)
        rng, listed = f"stream({layer})", ", ".join(map(str, shape))
        if _by_name(drawer, shape):
            return f"{name_of(drawer)}({rng}, {listed})"
        found = drawing(drawer, shape)
        if isinstance(found, (Eye, RightAngles)):
            matrix = f"np.eye({listed})" if isinstance(found, Eye) else f"orthogonal({rng}, {listed})"
            return matrix if found.gain == 1 else f"{number(found.gain)} * {matrix}"
        sides = f"({listed}{',' if len(shape) == 1 else ''})"
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

    def functions(self) -> list[list[str]]:
        """Return the functions that the expressions call."""
        if not self._random:
            return []
        found = [piece(STREAM, cached=self.cached)]
        drawings = [drawing(drawer, shape) for _, drawer, shape in self._random]
        if any(isinstance(one, Normal) and one.truncated for one in drawings):
            found.append(piece(TRUNCATED))
        if any(isinstance(one, RightAngles) for one in drawings):
            found.append(piece(ORTHOGONAL))
        named = {type(drawer): drawer for _, drawer, shape in self._random if _by_name(drawer, shape)}
        return found + [_named(drawer) for drawer in named.values()]

    @property
    def cached(self) -> bool:
        """Whether a layer draws more than once, so that its stream has to go on."""
        layers = [layer for layer, *_ in self._random]
        return len(layers) > len(set(layers))


def _by_name(initializer: Initializer, shape: Shape) -> bool:
    return type(initializer) in SCALINGS and len(shape) >= MATRIX


def _named(initializer: Initializer) -> list[str]:
    scaling = SCALINGS[type(initializer)]
    uniform = scaling.distribution == "uniform"
    top = (3 if uniform else 1) * scaling.scale * (2 if scaling.mode == "fan_avg" else 1)
    words = {
        "NAME": name_of(initializer),
        "TOP": f"{top:g}",
        "FAN": FANS[scaling.mode],
        "TAILS": repr(TRUNCATED_SPREAD),
    }
    lines = piece(NAMED, uniform=uniform)
    for word, value in words.items():
        lines = [line.replace(word, value) for line in lines]
    return lines
