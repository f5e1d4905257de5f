"""A surface from a formula that a learner types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.optimizers.formula_parser import parse
from mlwidgets.explain.optimizers.surface_grid import surface_grid
from mlwidgets.explain.optimizers.surfaces import Slope, Surface
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.optimizers.formula_tree import Node

FORMULA = "formula"
"""The name of a surface that is typed."""

FIRST_FORMULA = "x^2/4 + y^2/4 + sin(2x) * cos(2y)"
"""What stands in the field before anybody has typed."""

DOMAIN = (-4.0, 4.0, -3.2, 3.2)
"""The part of the plane that is drawn."""

_STARTS = ((-2.6, 2.0), (2.6, 2.0), (2.6, -2.0), (-2.6, -2.0), (1.0, 1.0), (-0.7, 0.3))
"""Where a race begins: the first of them at which the formula has a height and a gradient."""


@dataclass(frozen=True, kw_only=True, eq=False)
class FormulaSurface(Surface):
    """A surface of x and y whose gradient follows from its formula, exactly. Made with `of`.

    Attributes
    ----------
    tree : Node
        The formula.
    """

    tree: Node

    @classmethod
    def of(cls, text: object) -> Self:
        """Return the surface of a formula.

        Parameters
        ----------
        text : str
            Such as "x^2 + y^2"; "z =" may stand before it.

        Raises
        ------
        ConfigurationError
            It is no formula, or has no height anywhere, or nothing can start on it.

        Examples
        --------
        >>> surface = FormulaSurface.of("x^2 + 3y")
        >>> [float(part) for part in surface.slope(np.float64(2), np.float64(1))]
        [7.0, 4.0, 3.0]
        """
        if not isinstance(text, str):
            raise ConfigurationError(f"A formula is a text such as x^2 + y^2; got {shown(text)}.")
        written = text.strip()
        body = written.partition("=")[2] if written.partition("=")[0].strip() == "z" else written
        tree = parse(body)
        for start in _STARTS:
            surface = cls(
                name=FORMULA,
                title=_("Your formula"),
                formula=f"z = {body.strip()}",
                domain=DOMAIN,
                start=start,
                tree=tree,
            )
            surface_grid(surface)  # it has a height somewhere
            try:
                surface.check_start(start)
            except ConfigurationError:
                continue
            return surface
        surface.check_start(start)
        return surface

    def slope(self, x: AnyArray, y: AnyArray) -> Slope:
        """Return height and gradient at some points, in two arrays of the same shape."""
        zero = np.zeros(np.shape(x))
        with np.errstate(all="ignore"):  # a hole is no accident
            z, along_x, along_y = self.tree.dual({"x": (x, 1.0, 0.0), "y": (y, 0.0, 1.0)})
            return z + zero, along_x + zero, along_y + zero
