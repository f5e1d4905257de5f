"""Inputs, kernels and gradients as they come from outside, checked before anything is computed with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import ConfigurationError, DataError, ShapeError
from mlwidgets.ranges import LAB_CELL, LAB_KERNEL_SIDE, shown

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array

_TABLE, _GRID = 2, 3
"""Numbers of axes: rows and columns; rows, columns and channels."""


def checked_grid(values: object, what: str = "input") -> Array:
    """Return numbers as an array (rows, columns, channels), or say what is wrong with them.

    Parameters
    ----------
    values : array-like of real numbers, shape (rows, columns) or (rows, columns, channels)
        Without the last axis there is one channel.
    what : str
        What a message calls it.

    Returns
    -------
    ndarray of float32 or float64, C-contiguous
        float32 stays float32 and is copied only if it must be; everything else becomes float64.

    Raises
    ------
    DataError
        A cell is no number, not finite, or beyond ±1,000,000; rows are of different lengths.
    ShapeError
        There are no rows, columns and channels.

    Examples
    --------
    >>> checked_grid([[1, 2], [3, 4]]).shape
    (2, 2, 1)
    >>> checked_grid([[1, "two"], [3, 4]])
    Traceback (most recent call last):
    mlwidgets.errors.DataError: Each cell of the input must be a number from -1,000,000 to 1,000,000; got ...
    """
    array = _numbers(values, what)
    shape = array.shape
    if array.ndim == _TABLE:
        array = array[:, :, np.newaxis]
    if array.ndim != _GRID or not array.size:
        raise ShapeError(
            f"The {what} must have at least one cell, in the shape (rows, columns) or (rows, columns, "
            f"channels); got an array of shape {shape}."
        )
    _check_cells(array, what)
    return np.ascontiguousarray(array)


def checked_kernel(values: object) -> Array:
    """Return a kernel (rows, columns, channels) of 1 to 11 rows and columns, or say what is wrong with it.

    Examples
    --------
    >>> checked_kernel([[0, 1, 0]]).shape
    (1, 3, 1)
    """
    kernel = checked_grid(values, "kernel")
    rows, columns, _ = kernel.shape
    low, high = LAB_KERNEL_SIDE.low, LAB_KERNEL_SIDE.high
    if not (low <= rows <= high and low <= columns <= high):
        raise ShapeError(
            f"A kernel has {low:g} to {high:g} rows and {low:g} to {high:g} columns; got {rows} × {columns}."
        )
    return kernel


def checked_pair(x: object, kernel: object, channels: str) -> tuple[Array, Array]:
    """Return an input and a kernel that fit each other, both of the input's dtype.

    Parameters
    ----------
    x, kernel : array-like
        See `checked_grid`.
    channels : {"sum", "separately"}
        Whether the kernel needs a slice for each channel of the input, or one for all.
    """
    grid, weights = checked_grid(x), checked_kernel(kernel)
    slices, of_input = weights.shape[-1], grid.shape[-1]
    if channels == "sum" and slices != of_input:
        raise ShapeError(
            f'With channels="sum" the kernel has one slice for each channel of the input: {of_input}; got '
            f"{slices}. Give it the shape (rows, columns, {of_input}), or set channels to "
            '"separately".'
        )
    if channels == "separately" and slices != 1:
        raise ShapeError(
            f'With channels="separately" the same slice of the kernel meets every channel, so it has 1; got '
            f'{slices}. Give it the shape (rows, columns, 1), or set channels to "sum".'
        )
    return grid, weights.astype(grid.dtype, copy=False)


def checked_gradient(values: object, like: Array) -> Array:
    """Return ∂L/∂output as an array of its own, of the output's shape and dtype."""
    gradient = checked_grid(values, "gradient")
    if gradient.shape != like.shape:
        raise ShapeError(
            f"The gradient has one number for each cell of the output, shape {like.shape}; got an array of "
            f"shape {gradient.shape}."
        )
    return gradient.astype(like.dtype)


def _numbers(values: object, what: str) -> AnyArray:
    try:
        array = np.asarray(values)
    except ValueError:  # lists of different lengths
        raise DataError(
            f"All rows of the {what} must be of the same length; got rows of different lengths."
        ) from None
    if array.dtype.kind in "fiub":
        with np.errstate(over="ignore"):  # a number beyond float64 becomes infinite, and is refused as that
            return array if array.dtype == np.float32 else array.astype(np.float64)
    # Words, nothing, whole numbers of a hundred digits: name the first that is wrong.
    cells = np.asarray(values, dtype=object)
    for cell in cells.ravel():
        _check_cell(cell, what)
    return cells.astype(np.float64)  # fractions, say


def _check_cells(array: Array, what: str) -> None:
    # A NaN makes both comparisons false.
    if array.min() >= LAB_CELL.low and array.max() <= LAB_CELL.high:
        return
    wrong = ~((array >= LAB_CELL.low) & (array <= LAB_CELL.high))
    _check_cell(float(array[wrong][0]), what)


def _check_cell(value: object, what: str) -> None:
    try:
        LAB_CELL.check(value)
    except ConfigurationError:
        raise DataError(
            f"Each cell of the {what} must be a number from {LAB_CELL.low:,.0f} to {LAB_CELL.high:,.0f}; got "
            f"{shown(value)}."
        ) from None
