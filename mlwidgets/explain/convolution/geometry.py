"""Where a kernel stands on its padded input, how large the result becomes, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.layers.windows import Windows
from mlwidgets.errors import ShapeError
from mlwidgets.language import _, n_

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array, Shape
    from mlwidgets.explain.convolution.settings import ConvolutionSettings

Pair = tuple[int, int]
_NUMPY_MODES = {"zero": "constant", "edge": "edge", "reflect": "reflect"}
"""What `numpy.pad` calls our modes."""

_SIDES = _("Rows: {rows}. Columns: {columns}.")
_SPANNED = _("the kernel spans ({side} − 1) · {apart} + 1 = {span}; {formula}")
_POOLED = _("{formula}; pooling: ⌊{places} / {size}⌋ = {pooled}")

_UNUSED = {
    "input": (
        n_("The last row of the input is not used.", "The last {count} rows of the input are not used."),
        n_(
            "The last column of the input is not used.", "The last {count} columns of the input are not used."
        ),
        (
            n_(
                "The last row and column of the input are not used.",
                "The last row and {count} columns of the input are not used.",
            ),
            n_(
                "The last {rows} rows and column of the input are not used.",
                "The last {rows} rows and {count} columns of the input are not used.",
            ),
        ),
    ),
    "padded": (
        n_(
            "The last row of the padded input is not used.",
            "The last {count} rows of the padded input are not used.",
        ),
        n_(
            "The last column of the padded input is not used.",
            "The last {count} columns of the padded input are not used.",
        ),
        (
            n_(
                "The last row and column of the padded input are not used.",
                "The last row and {count} columns of the padded input are not used.",
            ),
            n_(
                "The last {rows} rows and column of the padded input are not used.",
                "The last {rows} rows and {count} columns of the padded input are not used.",
            ),
        ),
    ),
    "pooling": (
        n_("The last row before pooling is not used.", "The last {count} rows before pooling are not used."),
        n_(
            "The last column before pooling is not used.",
            "The last {count} columns before pooling are not used.",
        ),
        (
            n_(
                "The last row and column before pooling are not used.",
                "The last row and {count} columns before pooling are not used.",
            ),
            n_(
                "The last {rows} rows and column before pooling are not used.",
                "The last {rows} rows and {count} columns before pooling are not used.",
            ),
        ),
    ),
}
"""What is said of rows, of columns, and of both, one row or more, where a window does not reach them."""

_NO_FIT = {
    False: _(
        "A kernel of {kernel} does not fit into the input of {size}. Use a smaller kernel, less dilation, or "
        'more padding, such as "same".'
    ),
    True: _(
        "A kernel of {kernel} does not fit into the padded input of {size}. Use a smaller kernel, less "
        'dilation, or more padding, such as "same".'
    ),
}
"""By whether there is padding; and the same of a kernel whose cells are apart:"""

_NO_FIT_APART = {
    False: _(
        "A kernel of {kernel} with dilation_rate {apart}, {span}, does not fit into the input of {size}. Use "
        'a smaller kernel, less dilation, or more padding, such as "same".'
    ),
    True: _(
        "A kernel of {kernel} with dilation_rate {apart}, {span}, does not fit into the padded input of "
        '{size}. Use a smaller kernel, less dilation, or more padding, such as "same".'
    ),
}

_NO_POOLING = _(
    "A pooling window of {side} × {side} does not fit into a result of {size}. Use a smaller pool_size, more "
    'padding, or pooling="none".'
)
_NO_REFLECTION = _(
    'padding_mode="reflect" mirrors the input at its outermost cells, so the padding must be smaller than '
    "the input; got {cells} cells of padding around an input of {size}. Use less padding, or the mode "
    '"edge" or "zero".'
)


@dataclass(frozen=True)
class OutputSize:
    """Sizes along the way from input to output; every pair is (down, right).

    Attributes
    ----------
    before, after : (int, int)
        Cells of padding (top, left) and (bottom, right).
    span : (int, int)
        Rows and columns from the kernel's first cell to its last: (k − 1) · d + 1.
    z : (int, int)
        Places of the kernel: ⌊(n + padding − span) / s⌋ + 1.
    output : (int, int)
        The same, after the pooling if there is one: ⌊z / pool_size⌋.
    unused : (int, int)
        Rows at the bottom and columns at the right of the padded input that no window reaches.
    text : str
        The formula with these numbers, and what is left over.
    """

    before: Pair
    after: Pair
    span: Pair
    z: Pair
    output: Pair
    unused: Pair
    text: str


def output_size(input_shape: Shape, kernel_shape: Shape, settings: ConvolutionSettings) -> OutputSize:
    """Return how large the result is, and the formula in which the learner's numbers stand.

    Parameters
    ----------
    input_shape, kernel_shape : tuple of int
        Rows, columns, and whatever follows.
    settings : ConvolutionSettings
        How the kernel moves.

    Raises
    ------
    ShapeError
        The kernel does not fit into the padded input, the padding mirrors more than there is, or a window of
        the pooling does not fit into what is left.

    Examples
    --------
    >>> from mlwidgets.explain.convolution.settings import ConvolutionSettings
    >>> output_size((5, 5), (3, 3), ConvolutionSettings(padding="same")).text
    '⌊(5 + 2 − 3) / 1⌋ + 1 = 5'
    """
    height, width = input_shape[:2]
    rows, columns = kernel_shape[:2]
    apart, step = settings.dilation_rate, settings.strides
    span = ((rows - 1) * apart + 1, (columns - 1) * apart + 1)
    before, after = _padding((height, width), (rows, columns), span, settings)
    if settings.padding_mode == "reflect":
        _check_reflection((height, width), before, after)
    padded = (height + before[0] + after[0], width + before[1] + after[1])
    if span[0] > padded[0] or span[1] > padded[1]:
        raise ShapeError(_does_not_fit((rows, columns), span, padded, settings))
    z = ((padded[0] - span[0]) // step + 1, (padded[1] - span[1]) // step + 1)
    output = z
    if settings.pooling != "none":
        size = settings.pool_size
        output = (z[0] // size, z[1] // size)
        if 0 in output:
            raise ShapeError(_NO_POOLING.format(side=size, size=_by(z)))
    down, across = (
        _words(input_shape[axis], kernel_shape[axis], before[axis] + after[axis], settings) for axis in (0, 1)
    )
    text = down if down == across else _SIDES.format(rows=down, columns=across)
    unused = (padded[0] - (z[0] - 1) * step - span[0], padded[1] - (z[1] - 1) * step - span[1])
    left_over = [_left_over(unused, "input" if padded == (height, width) else "padded")]
    if settings.pooling != "none":
        size = settings.pool_size
        left_over.append(_left_over((z[0] % size, z[1] % size), "pooling"))
    text = " ".join([text.rstrip(".") + "." if any(left_over) else text, *filter(None, left_over)])
    return OutputSize(before, after, span, z, output, unused, text)


def _left_over(unused: Pair, whole: str) -> str:
    """Return in a sentence which rows and columns at the end are not used; nothing if all are."""
    (rows, columns), (of_rows, of_columns, of_both) = unused, _UNUSED[whole]
    if rows and columns:
        return of_both[rows > 1].format(columns, rows=rows)
    if rows or columns:
        return of_rows.format(rows) if rows else of_columns.format(columns)
    return ""


def pad(x: Array, size: OutputSize, mode: str) -> Array:
    """Return a copy of `x` (rows, columns, channels) with its padding."""
    (top, left), (bottom, right) = size.before, size.after
    around = ((top, bottom), (left, right), (0, 0))
    return np.pad(x, around, mode=_NUMPY_MODES[mode])  # type: ignore[call-overload]  # one of three names


def padding_sources(side: int, before: int, after: int, mode: str) -> AnyArray:
    """Return, for each row (or column) of a padded input, the row of the input that it repeats.

    −1 stands for a row of zeros.

    Examples
    --------
    >>> padding_sources(3, 2, 1, "reflect").tolist()
    [2, 1, 0, 1, 2, 1]
    >>> padding_sources(3, 2, 1, "zero").tolist()
    [-1, -1, 0, 1, 2, -1]
    """
    rows = np.arange(side)
    if mode == "zero":
        return np.pad(rows, (before, after), constant_values=-1)
    return np.pad(rows, (before, after), mode=_NUMPY_MODES[mode])  # type: ignore[call-overload]  # as above


def _padding(picture: Pair, kernel: Pair, span: Pair, settings: ConvolutionSettings) -> tuple[Pair, Pair]:
    """Return the padding (top, left) and (bottom, right)."""
    if settings.padding == "same":
        # The engine knows TensorFlow's rule for the odd cell.
        step, apart = settings.strides, settings.dilation_rate
        places = Windows.over((*picture, 1), kernel, (step, step), "same", "Conv2D", dilation=(apart, apart))
        return places.before, places.after
    if settings.padding == "full":
        every = (span[0] - 1, span[1] - 1)
    else:
        cells = 0 if settings.padding == "valid" else int(settings.padding)
        every = (cells, cells)
    return every, every


def _check_reflection(picture: Pair, before: Pair, after: Pair) -> None:
    for side, most in zip(picture, map(max, before, after), strict=True):
        if most >= side:
            raise ShapeError(_NO_REFLECTION.format(cells=most, size=_by(picture)))


def _does_not_fit(kernel: Pair, span: Pair, padded: Pair, settings: ConvolutionSettings) -> str:
    around = settings.padding not in ("valid", 0)
    said = {"kernel": _by(kernel), "size": _by(padded)}
    if span == kernel:
        return _NO_FIT[around].format(**said)
    return _NO_FIT_APART[around].format(**said, apart=settings.dilation_rate, span=_by(span))


def _by(pair: Pair) -> str:
    return f"{pair[0]} × {pair[1]}"


def _words(n: int, k: int, padding: int, settings: ConvolutionSettings) -> str:
    """Return the formula for one side."""
    apart, step = settings.dilation_rate, settings.strides
    span = (k - 1) * apart + 1
    places = (n + padding - span) // step + 1
    text = f"⌊({n} + {padding} − {span}) / {step}⌋ + 1 = {places}"
    if apart > 1:
        text = _SPANNED.format(side=k, apart=apart, span=span, formula=text)
    if settings.pooling != "none":
        size = settings.pool_size
        text = _POOLED.format(formula=text, places=places, size=size, pooled=places // size)
    return text
