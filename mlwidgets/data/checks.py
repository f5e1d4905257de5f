"""Checks on the arrays of a data set, and the making of read-only ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.errors import DataError, ShapeError
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from numpy.typing import NDArray


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Return the array if nobody can write to it, else a read-only copy.

    Only clearing the flag would not do: it would lock the caller's own array, or leave a door open
    through the array that this one is a view of.
    """
    base = array.base
    writeable_below = base is not None and not (isinstance(base, np.ndarray) and not base.flags.writeable)
    if type(array) is np.ndarray and not array.flags.writeable and not writeable_below:
        return array
    copy = np.array(array, order="C", subok=False)
    copy.flags.writeable = False
    return copy


def check_numbers(label: str, array: NDArray[Any]) -> None:
    """Raise `DataError` unless `array` is a non-empty NumPy array of finite numbers."""
    if not isinstance(array, np.ndarray):
        raise DataError(
            f"{label} must be a NumPy array; got {type(array).__name__}. Convert it with numpy.asarray."
        )
    if array.dtype.kind not in "biuf":
        raise DataError(
            f"{label} must hold real numbers; its dtype is {array.dtype}. "
            "Turn text and categories into numbers."
        )
    if array.size == 0:
        raise DataError(
            f"{label} must not be empty; its shape is {array.shape}. Give it at least one example."
        )
    finite = np.isfinite(array)
    if not finite.all():
        raise DataError(
            f"{label} must hold finite numbers only; {int((~finite).sum())} of its {array.size} values are "
            "NaN or infinite. Remove or fill them first."
        )


def check_same_shape(train: NDArray[Any], test: NDArray[Any], letter: str) -> None:
    """Raise `ShapeError` unless an example of the training part has the shape of one of the test part."""
    if train.shape[1:] != test.shape[1:]:
        raise ShapeError(
            f"An example must have the same shape in {letter}_train and {letter}_test; got "
            f"{train.shape[1:]} and {test.shape[1:]}. Prepare both parts in the same way."
        )


def check_part(part: str, x: NDArray[Any], y: NDArray[Any]) -> None:
    """Raise `ShapeError` unless `x` holds features for each example, and `y` one target for each."""
    if x.ndim < 2:  # noqa: PLR2004 - examples, then at least one axis of features
        raise ShapeError(
            f"x_{part} must have the shape (examples, features, ...); got {x.shape}. "
            "With one feature per example, reshape it to (examples, 1)."
        )
    if y.ndim < 1 or len(x) != len(y):
        raise ShapeError(
            f"x_{part} and y_{part} must hold the same number of examples; "
            f"their shapes are {x.shape} and {y.shape}."
        )


def check_labels(part: str, y: NDArray[Any], n_classes: int) -> None:
    """Raise `ShapeError` or `DataError` unless `y` holds one class number an example."""
    if y.ndim != 1:
        raise ShapeError(
            f"y_{part} must hold one class number per example, shape (examples,); got {y.shape}. "
            "From one-hot rows, take numpy.argmax(y, axis=1)."
        )
    if y.dtype.kind not in "iu":
        raise DataError(
            f"y_{part} must hold class numbers, which are integers; its dtype is {y.dtype}. "
            "Convert it with y.astype(int), or leave class_names empty to predict a number."
        )
    low, high = int(y.min()), int(y.max())
    if low < 0 or high >= n_classes:
        raise DataError(
            f"y_{part} must hold class numbers from 0 to {n_classes - 1}, one for each of the {n_classes} "
            f"class_names; got values from {low} to {high}."
        )


def check_index(part: str, index: NDArray[Any], n_examples: int) -> None:
    """Raise `ShapeError` or `DataError` unless `index` holds an original position for each example."""
    if not isinstance(index, np.ndarray) or index.dtype.kind not in "iu":
        raise DataError(f"{part}_index must be a NumPy array of integers or None.")
    if index.shape != (n_examples,):
        raise ShapeError(
            f"{part}_index must hold one position for each of the {n_examples} examples; "
            f"got shape {index.shape}."
        )
    if int(index.min()) < 0:
        raise DataError(f"{part}_index must hold positions of 0 or more; got {int(index.min())}.")


def check_positions(positions: NDArray[Any], n_examples: int) -> None:
    """Raise `DataError` unless these are ascending positions of some examples, and leave at least one."""
    fits = isinstance(positions, np.ndarray) and positions.dtype.kind in "iu" and positions.ndim == 1
    if not fits or (np.diff(positions) <= 0).any() or not (positions >= 0).all():
        raise DataError("validation_index must be a NumPy array of ascending positions, or None.")
    if len(positions) and (positions[-1] >= n_examples or len(positions) == n_examples):
        raise DataError(
            f"validation_index must hold positions from 0 to {n_examples - 1}, and leave at least one to "
            f"train on; got {len(positions)} up to {positions[-1]}."
        )


def as_config(name: str, config: object) -> Mapping[str, Any]:
    """Return a copy of a data set's settings that cannot be added to, or raise `DataError`."""
    if not isinstance(config, Mapping) or config.get("name") != name:
        raise DataError(
            f'config must be a mapping with the name of the data set in it, {{"name": {name!r}, …}}; got '
            f"{shown(config)}."
        )
    try:
        text = json.dumps(dict(config), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise DataError(
            f"config must hold plain JSON values only, such as numbers, texts and lists of them ({error})."
        ) from None
    return MappingProxyType(json.loads(text))
