"""Points that somebody drew, as a data set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.checks import check_numbers
from mlwidgets.data.plane.clouds import dataset_of
from mlwidgets.data.plane.geometry import check_in_plane
from mlwidgets.data.plane.shapes import Cloud
from mlwidgets.errors import ConfigurationError, DataError, ShapeError
from mlwidgets.language import _
from mlwidgets.ranges import CLASSES, SAMPLES, SEED, TEST_SHARE, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from mlwidgets.data.dataset import Dataset

DRAWN = "drawn"
"""The name of the data set."""

_SOURCE, _LICENCE = _("drawn by hand"), _("its author's")

FEWEST = 3
"""Points that a class must have, if it has any: one to train, one to validate and one to test with."""


def drawn_points(
    points: npt.ArrayLike,
    labels: npt.ArrayLike | None = None,
    class_names: Sequence[str] | None = None,
    *,
    values: npt.ArrayLike | None = None,
    test_share: float = 0.5,
    seed: int = 0,
) -> Dataset:
    """Make a data set of points that somebody drew.

    Parameters
    ----------
    points : array, shape (n, 2)
        Rows (x₁, x₂), both from −6 to 6; up to 5,000 of them.
    labels : array of int, shape (n,)
        The class of each point, from 0 to at most 4. Two classes at least must have points, and each that has
        points must have three. Either these are given, or `values`.
    class_names : sequence of str, optional
        A name for each class, also for one that has no points yet; "class 1", "class 2", … if not given.
    values : array of float, shape (n,), optional
        A number to predict at each point, from −1 to 1, in place of classes. Three points at least.
    test_share : float
        Share of the points to test with, 0.1 to 0.9; each class gives its share.
    seed : int
        Which points are for the test follows from it.

    Returns
    -------
    Dataset
        Called ``"drawn"``; its ``config`` holds all the points, so it makes the same data set again.

    Raises
    ------
    DataError, ShapeError
        The points are not 2-D points, labels or values do not fit them, or there are too few.
    ConfigurationError
        Labels and values are both given, or neither; `test_share` or `seed` is out of its range.

    Examples
    --------
    >>> drawn_points([[1, 1], [2, 1], [3, 1], [-1, -1], [-2, -2], [-3, -3.5]], [0, 0, 0, 1, 1, 1])
    Dataset('drawn': 3 to train, 3 to test, input (2,), 2 classes)
    """
    config: dict[str, Any] = {"test_share": TEST_SHARE.check(test_share), "seed": SEED.check_int(seed)}
    places = _array("points", points)
    check_in_plane("points", places)
    if len(places) > SAMPLES.high:
        raise DataError(
            _("points may hold at most {high:,} points; got {count:,}. Remove some.").format(
                high=SAMPLES.high, count=len(places)
            )
        )
    if (labels is None) == (values is None):
        raise ConfigurationError(
            "Give drawn points either labels, a class for each, or values, a number to predict at each; got "
            f"{'neither' if labels is None else 'both'}."
        )
    if values is not None:
        if class_names is not None:
            raise ConfigurationError("class_names are for labels; these points have values. Leave them out.")
        numbers = _checked_values(values, places)
        config |= {"points": places.tolist(), "values": numbers.tolist()}
        groups = np.zeros(len(places), np.int64)
        cloud = Cloud(places.astype(np.float64), numbers.astype(np.float32), groups)
        return dataset_of(cloud, (), {"name": DRAWN, **config}, source=_SOURCE, licence=_LICENCE)
    assert labels is not None  # noqa: S101 - looked at above
    groups = _checked_labels(labels, places)
    names = _checked_names(class_names, groups)
    _check_enough(groups, names)
    config |= {"points": places.tolist(), "labels": groups.tolist(), "class_names": list(names)}
    cloud = Cloud(places.astype(np.float64), groups, groups)
    return dataset_of(cloud, names, {"name": DRAWN, **config}, source=_SOURCE, licence=_LICENCE)


def _array(label: str, value: npt.ArrayLike) -> np.ndarray[Any, Any]:
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        raise ShapeError(
            f"{label} must be an array with the same number of values in each row; got {shown(value)}."
        ) from None
    check_numbers(label, array)
    return array


def _checked_labels(labels: npt.ArrayLike, places: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    given = _array("labels", labels)
    if given.shape != (len(places),):
        raise ShapeError(
            f"labels must hold one class number for each of the {len(places)} points; got an array of shape "
            f"{given.shape}."
        )
    last = int(CLASSES.high) - 1
    if given.dtype.kind not in "iu" or given.min() < 0 or given.max() > last:
        raise DataError(
            f"labels must be class numbers, whole numbers from 0 to {last}; got {shown(given.tolist())}."
        )
    return given.astype(np.int64)


def _checked_values(values: npt.ArrayLike, places: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    given = _array("values", values)
    if given.shape != (len(places),):
        raise ShapeError(
            f"values must hold one number for each of the {len(places)} points; got an array of shape "
            f"{given.shape}."
        )
    if np.abs(given).max(initial=0.0) > 1:
        raise DataError(f"values must be numbers from −1 to 1; got {shown(given.tolist())}.")
    if len(given) < FEWEST:
        raise DataError(
            _(
                "A number to predict needs {fewest} points or more, for training, validation and test; "
                "got {count}. Draw more."
            ).format(fewest=FEWEST, count=len(given))
        )
    return given.astype(np.float64)


def _checked_names(class_names: Sequence[str] | None, groups: np.ndarray[Any, Any]) -> tuple[str, ...]:
    needed = int(groups.max()) + 1
    if class_names is None:
        return tuple(f"class {number + 1}" for number in range(max(needed, int(CLASSES.low))))
    most = int(CLASSES.high)
    if not isinstance(class_names, (tuple, list)) or not needed <= len(class_names) <= most:
        raise DataError(
            f"class_names must be a name for each class, {needed} to {most} of them, because the highest "
            f"label is {needed - 1}; got {shown(class_names)}."
        )
    return tuple(class_names)


def _check_enough(groups: np.ndarray[Any, Any], names: tuple[str, ...]) -> None:
    counts = np.bincount(groups, minlength=len(names))
    present = np.flatnonzero(counts)
    if len(present) < CLASSES.low:
        raise DataError(
            _(
                "At least two classes of points are needed, or there is nothing to tell apart; all "
                "{count} are of {names}. Draw some of another class."
            ).format(count=len(groups), names=names[present[0]])
        )
    for number in present.tolist():
        if counts[number] < FEWEST:
            raise DataError(
                _(
                    "Each class needs {fewest} points or more, for training, validation and test; {names} "
                    "has {counts}. Draw more of it."
                ).format(fewest=FEWEST, names=names[number], counts=counts[number])
            )
