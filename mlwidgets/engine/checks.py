"""What comes into the engine from outside, checked before anything is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import DataError, ShapeError

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Shape


def numbers(what: str, values: object) -> AnyArray:
    """Return `values` as an array of real numbers, or raise `DataError`; `what` opens the sentence."""
    try:
        array = np.asarray(values)
    except ValueError:  # lists of different lengths
        raise DataError(f"{what} must all be of the same length; got lists of different lengths.") from None
    if array.dtype.kind not in "fiub":
        raise DataError(f"{what} must be numbers; got an array of {array.dtype}.")
    # NumPy has no % for truth values; as numbers, False is 0 and True is 1.
    return array.astype(np.uint8) if array.dtype.kind == "b" else array


def checked_examples(x: object, input_shape: Shape | None) -> AnyArray:
    """Return examples `(n, …)` as an array that fits a model of this input shape (None: any), or raise."""
    array = numbers("Examples", x)
    if array.ndim < 2:  # noqa: PLR2004 - at least (n, features)
        advice = _shape_advice(array.shape, input_shape) or " A column of them: x[:, np.newaxis]."
        raise ShapeError(
            f"Examples come as (n, …), one row or picture each; got an array of shape {array.shape}.{advice}"
        )
    if not len(array):
        raise DataError("There must be at least one example; got none.")
    if input_shape is not None and array.shape[1:] != input_shape:
        raise ShapeError(
            f"The model takes examples of shape {input_shape}; got examples of shape {array.shape[1:]}."
            + _shape_advice(array.shape, input_shape)
        )
    return array


def checked_targets(y: object, x: AnyArray) -> AnyArray:
    """Return the targets as an array with one finite entry for each example, or raise."""
    array = numbers("Targets", y)
    if array.ndim == 0 or len(array) != len(x):
        got = "a single value" if array.ndim == 0 else f"{len(array)} targets"
        raise ShapeError(f"Each example needs one target: there are {len(x)} examples and {got}.")
    check_finite(array, "targets")
    return array


def check_finite(array: AnyArray, what: str) -> None:
    """Raise `DataError` if there is a NaN or an infinite number among them."""
    if not np.isfinite(array).all():
        raise DataError(
            f"The {what} hold a NaN or an infinite number; every number must be finite. Fill in or remove "
            "it first."
        )


def _shape_advice(got: Shape, wanted: Shape | None) -> str:
    if wanted is None:
        return ""
    if len(got) > 1 and (*got[1:], 1) == wanted:
        return " Add the channel: x[..., np.newaxis]."
    if got == wanted:
        return " For a single example put it into a batch of one: x[np.newaxis]."
    return ""
