"""Surfaces for optimizers to race on: the loss z of two weights x and y, with its exact gradient.

They are the usual test functions, in float64. None of them is the loss of a network, whose surface has a
dimension for every weight; each shows one difficulty that such a loss has, too.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import ConfigurationError
from mlwidgets.language import _
from mlwidgets.ranges import nearest, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.arrays import AnyArray

Slope = tuple["AnyArray", "AnyArray", "AnyArray"]
"""Height z and gradient ∂z/∂x, ∂z/∂y at some points, three arrays of one shape."""

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True, eq=False)
class Surface(ABC):
    """The height z over a rectangle of the plane.

    Attributes
    ----------
    name : str
        What it is called in messages and files: "rosenbrock".
    title : str
        What a menu says.
    formula : str
        z as it is written in a book; empty if there is no formula.
    sentence : str
        What it shows.
    domain : (float, float, float, float)
        The part that is drawn: the least and the largest x, then y. The surface may go on outside.
    minima : tuple of (float, float)
        Where the lowest points and other known minima are, the lowest first; empty if nobody knows.
    start : (float, float)
        A start that shows something.
    log : bool
        Whether heights differ so much that contour lines stand at equal ratios.
    rates : (float, float, float)
        Learning rates that suit it, for SGD, RMSprop and Adam.
    """

    name: str
    title: str
    formula: str = ""
    sentence: str = ""
    domain: tuple[float, float, float, float]
    minima: tuple[Point, ...] = ()
    start: Point
    log: bool = False
    rates: tuple[float, float, float] = (0.01, 0.02, 0.1)

    @abstractmethod
    def slope(self, x: AnyArray, y: AnyArray) -> Slope:
        """Return height and gradient.

        Parameters
        ----------
        x, y : ndarray, float64
            Points, in two arrays of the same shape.

        Returns
        -------
        (ndarray, ndarray, ndarray)
            z, ∂z/∂x and ∂z/∂y in that shape. Where the surface has a hole they are not finite.
        """

    def height(self, x: AnyArray, y: AnyArray) -> AnyArray:
        """Return z at some points, in two arrays of the same shape."""
        return self.slope(x, y)[0]

    def contains(self, x: float, y: float) -> bool:
        """Return whether a point lies in the part that is drawn."""
        x_low, x_high, y_low, y_high = self.domain
        return x_low <= x <= x_high and y_low <= y <= y_high

    def check_start(self, point: object) -> Point:
        """Return a start as two floats.

        Raises
        ------
        ConfigurationError
            It is no point, it lies outside, or the surface has a hole there.
        """
        x_low, x_high, y_low, y_high = self.domain
        try:
            x, y = (float(part) for part in point)  # type: ignore[attr-defined] # checked by trying
        except (TypeError, ValueError, OverflowError):
            raise ConfigurationError(
                f"A start is two numbers, x from {x_low:g} to {x_high:g} and y from {y_low:g} to {y_high:g}; "
                f"got {shown(point)}. Choose a point on the surface."
            ) from None
        if not self.contains(x, y):
            raise ConfigurationError(
                _(
                    "The start must lie on the surface, x from {x_low:g} to {x_high:g} and y from {y_low:g} "
                    "to {y_high:g}; got ({x:g}, {y:g}). Choose a point on it."
                ).format(x_low=x_low, x_high=x_high, y_low=y_low, y_high=y_high, x=x, y=y)
            )
        with np.errstate(all="ignore"):
            here = [float(part[0]) for part in self.slope(np.array([x]), np.array([y]))]
        if not all(map(math.isfinite, here)):
            raise ConfigurationError(
                _(
                    "The surface has no height or no gradient at ({x:g}, {y:g}), so nothing can start there. "
                    "Choose another point."
                ).format(x=x, y=y)
            )
        return x, y


@dataclass(frozen=True, kw_only=True, eq=False)
class KnownSurface(Surface):
    """A surface whose height and gradient are written down in this module.

    Attributes
    ----------
    function : callable
        Returns z, ∂z/∂x and ∂z/∂y.
    """

    function: Callable[[AnyArray, AnyArray], Slope]

    def slope(self, x: AnyArray, y: AnyArray) -> Slope:
        """Return height and gradient at some points, in two arrays of the same shape."""
        return self.function(x, y)


def _bowl(x: AnyArray, y: AnyArray) -> Slope:
    return x * x + y * y, 2 * x, 2 * y


RAVINE_RATIO = 25.0
"""The curvature across the ravine ÷ that along it: its condition number."""


def _ravine(x: AnyArray, y: AnyArray) -> Slope:
    return (x * x + RAVINE_RATIO * y * y) / 2, x, RAVINE_RATIO * y


def _saddle(x: AnyArray, y: AnyArray) -> Slope:
    return x * x - y * y + y**4 / 4, 2 * x, y**3 - 2 * y


def _plateau(x: AnyArray, y: AnyArray) -> Slope:
    hollow = np.exp(-(x * x + y * y) / 2)
    return 1 - hollow, x * hollow, y * hollow


TILT = 0.3
"""How far one of the two minima is lowered."""


def _two_minima(x: AnyArray, y: AnyArray) -> Slope:
    inner = x * x - 1
    return inner * inner + TILT * x + y * y, 4 * x * inner + TILT, 2 * y


def _rosenbrock(x: AnyArray, y: AnyArray) -> Slope:
    off = y - x * x
    return (1 - x) ** 2 + 100 * off * off, -2 * (1 - x) - 400 * x * off, 200 * off


def _rastrigin(x: AnyArray, y: AnyArray) -> Slope:
    turn = 2 * np.pi
    z = 20 + x * x - 10 * np.cos(turn * x) + y * y - 10 * np.cos(turn * y)
    return z, 2 * x + 10 * turn * np.sin(turn * x), 2 * y + 10 * turn * np.sin(turn * y)


def _himmelblau(x: AnyArray, y: AnyArray) -> Slope:
    one, two = x * x + y - 11, x + y * y - 7
    return one * one + two * two, 4 * x * one + 2 * two, 2 * one + 4 * y * two


def _beale(x: AnyArray, y: AnyArray) -> Slope:
    y2, y3 = y * y, y * y * y
    one, two, three = 1.5 - x + x * y, 2.25 - x + x * y2, 2.625 - x + x * y3
    z = one * one + two * two + three * three
    along_x = 2 * (one * (y - 1) + two * (y2 - 1) + three * (y3 - 1))
    along_y = 2 * x * (one + 2 * y * two + 3 * y2 * three)
    return z, along_x, along_y


SURFACES: dict[str, Surface] = {
    one.name: one
    for one in (
        KnownSurface(
            name="bowl",
            title=_("Bowl"),
            formula="z = x² + y²",
            sentence=_("Equally steep on all sides: the gradient points away from the minimum everywhere."),
            domain=(-3.0, 3.0, -2.4, 2.4),
            minima=((0.0, 0.0),),
            start=(-2.4, 1.8),
            rates=(0.05, 0.05, 0.1),
            function=_bowl,
        ),
        KnownSurface(
            name="ravine",
            title=_("Ravine"),
            formula="z = (x² + 25y²) / 2",
            sentence=_("25 times as curved across as along: no one learning rate suits both directions."),
            domain=(-4.0, 4.0, -3.2, 3.2),
            minima=((0.0, 0.0),),
            start=(-3.5, 2.0),
            rates=(0.03, 0.05, 0.1),
            function=_ravine,
        ),
        KnownSurface(
            name="saddle",
            title=_("Saddle"),
            formula="z = x² − y² + y⁴ / 4",
            sentence=_(
                "At (0, 0) the gradient is zero, yet it is no minimum: it is uphill in x and downhill in y."
            ),
            domain=(-2.8, 2.8, -2.2, 2.2),
            minima=((0.0, math.sqrt(2)), (0.0, -math.sqrt(2))),
            start=(-2.0, 0.01),
            function=_saddle,
        ),
        KnownSurface(
            name="plateau",
            title=_("Plateau"),
            formula="z = 1 − exp(−(x² + y²) / 2)",
            sentence=_("Almost flat far out, so the gradient is tiny there, as with a saturated sigmoid."),
            domain=(-4.0, 4.0, -3.2, 3.2),
            minima=((0.0, 0.0),),
            start=(-2.6, 2.0),
            rates=(0.5, 0.05, 0.1),
            function=_plateau,
        ),
        KnownSurface(
            name="two_minima",
            title=_("Two minima"),
            formula="z = (x² − 1)² + 0.3x + y²",
            sentence=_(
                "The left minimum is the lower one. The start, and momentum, decide which is reached."
            ),
            domain=(-2.0, 2.0, -1.6, 1.6),
            minima=((-1.0355787140888537, 0.0), (0.9601495555191055, 0.0)),
            start=(1.8, 1.2),
            function=_two_minima,
        ),
        KnownSurface(
            name="rosenbrock",
            title=_("Rosenbrock"),
            formula="z = (1 − x)² + 100(y − x²)²",
            sentence=_(
                "A steep, bent valley with an almost flat floor: easy to get into, slow to get along."
            ),
            domain=(-2.4, 2.4, -0.9, 2.9),
            minima=((1.0, 1.0),),
            start=(-1.2, 1.0),
            log=True,
            rates=(0.001, 0.01, 0.2),
            function=_rosenbrock,
        ),
        KnownSurface(
            name="rastrigin",
            title=_("Rastrigin"),
            formula="z = 20 + x² − 10cos(2πx) + y² − 10cos(2πy)",
            sentence=_("A bowl full of local minima; the global one is in the middle."),
            domain=(-3.6, 3.6, -2.8, 2.8),
            minima=((0.0, 0.0),),
            start=(-2.7, 2.3),
            rates=(0.001, 0.02, 0.2),
            function=_rastrigin,
        ),
        KnownSurface(
            name="himmelblau",
            title=_("Himmelblau"),
            formula="z = (x² + y − 11)² + (x + y² − 7)²",
            sentence=_("Four minima, all equally low. Move the start a little and another one is reached."),
            domain=(-6.0, 6.0, -5.0, 5.0),
            minima=(
                (3.0, 2.0),
                (-2.80511808695274, 3.13131251825057),
                (-3.77931025337775, -3.28318599128617),
                (3.58442834033049, -1.84812652696440),
            ),
            start=(-0.4, -1.0),
            log=True,
            function=_himmelblau,
        ),
        KnownSurface(
            name="beale",
            title=_("Beale"),
            formula="z = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²",
            sentence=_("Flat in the middle, with walls at the corners that throw large steps far away."),
            domain=(-4.5, 4.5, -3.6, 3.6),
            minima=((3.0, 0.5),),
            start=(1.0, 1.6),
            log=True,
            rates=(0.005, 0.02, 0.1),
            function=_beale,
        ),
    )
}
"""The known surfaces by name, in the order of a menu."""


def surface_named(name: object) -> Surface:
    """Return a known surface, or raise `ConfigurationError` with the names that there are."""
    if isinstance(name, str) and name in SURFACES:
        return SURFACES[name]
    known = tuple(SURFACES)
    raise ConfigurationError(
        f"There is no surface called {shown(name)}. Choose one of: {', '.join(known)}.{nearest(name, known)}"
    )
