"""What a network may be given of a point (x₁, x₂): the coordinates, their squares, product and sines.

These are the seven inputs of TensorFlow Playground. A straight line in the right features is a circle, or a
cross, in the plane; so they let a small network do what otherwise takes hidden layers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.language import _
from mlwidgets.ranges import FEATURE, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt
    from numpy.typing import NDArray

    Column = NDArray[Any]

_FORMULAS: dict[str, tuple[str, Callable[[Column, Column], Column]]] = {
    "x1": ("x₁", lambda x1, _: x1),
    "x2": ("x₂", lambda _, x2: x2),
    "x1^2": ("x₁²", lambda x1, _: x1 * x1),
    "x2^2": ("x₂²", lambda _, x2: x2 * x2),
    "x1*x2": ("x₁x₂", lambda x1, x2: x1 * x2),
    "sin(x1)": ("sin x₁", lambda x1, _: np.sin(x1)),
    "sin(x2)": ("sin x₂", lambda _, x2: np.sin(x2)),
}

FEATURES: tuple[str, ...] = FEATURE.options
"""The names of all features, in the order in which a menu should show them."""

FEATURE_TITLES: dict[str, str] = {name: title for name, (title, _) in _FORMULAS.items()}
"""How each feature is written on the page."""

USUAL_FEATURES = ("x1", "x2")
"""The point itself."""


def check_features(names: object) -> tuple[str, ...]:
    """Return the names of features as a tuple.

    Parameters
    ----------
    names : tuple or list of str
        At least one of `FEATURES`, none of them twice; their order is that of the network's inputs.

    Raises
    ------
    ConfigurationError
        A name is unknown or comes twice, or there is none.
    """
    if not isinstance(names, (tuple, list)):
        raise ConfigurationError(
            f'features must be a list of names such as ["x1", "x2"]; got {shown(names)}. There are: '
            f"{', '.join(FEATURES)}."
        )
    if not names:
        raise ConfigurationError(
            _(
                "Choose at least one feature: without any, the network has no input. There are: {listed}."
            ).format(listed=", ".join(FEATURE_TITLES.values()))
        )
    checked = tuple(FEATURE.check(name) for name in names)
    for name in checked:
        if checked.count(name) > 1:
            raise ConfigurationError(
                f"features must differ from each other; {name!r} appears twice. Leave one out."
            )
    return checked


def expand(points: npt.ArrayLike, names: tuple[str, ...] | list[str]) -> NDArray[Any]:
    """Return the features of points.

    Parameters
    ----------
    points : array, shape (n, 2)
        Rows (x₁, x₂).
    names : sequence of str
        Which features, and in which order; see `check_features`.

    Returns
    -------
    ndarray, shape (n, len(names))
        Of the points' dtype, or float64 if they are whole numbers.

    Raises
    ------
    ConfigurationError
        As `check_features` says.
    ShapeError
        The points are no rows of two numbers.

    Examples
    --------
    >>> expand([[3.0, -2.0]], ("x1", "x1^2", "x1*x2")).tolist()
    [[3.0, 9.0, -6.0]]
    """
    checked = check_features(names)
    places = np.asarray(points)
    if places.ndim != 2 or places.shape[1] != 2:  # noqa: PLR2004 - a point has two coordinates
        raise ShapeError(
            f"Features are computed from points (x₁, x₂), shape (n, 2); got shape {places.shape}."
        )
    if places.dtype.kind != "f":
        places = places.astype(np.float64)
    x1, x2 = places.T
    return np.stack([_FORMULAS[name][1](x1, x2) for name in checked], axis=1)
