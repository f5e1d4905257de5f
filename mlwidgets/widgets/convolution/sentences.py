"""What the settings of the convolution lab do to this input, in sentences made from its own numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.widgets.convolution import texts

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.explain.convolution.forward import Convolved


def stride_sentence(convolved: Convolved) -> str:
    """Return how far the kernel moves, and how many positions that makes."""
    size, step = convolved.size, convolved.settings.strides
    rows, columns = size.z
    if step == 1:
        return texts.KERNEL_STRIDE_1.format(rows=rows, columns=columns)
    if convolved.settings.padding == "same":  # at stride 1 it would be padded more, to keep the size
        full = _unpadded(convolved)
    else:
        full = tuple(side - span + 1 for side, span in zip(convolved.padded.shape, size.span, strict=False))
    return texts.KERNEL_STRIDE.format(step=step, rows=rows, columns=columns, full_rows=full[0], full=full[1])


def padding_sentence(convolved: Convolved) -> str:
    """Return how many cells surround the input, and what this does to the size."""
    (top, left), (bottom, right) = convolved.before, convolved.after
    padding, step = convolved.settings.padding, convolved.settings.strides
    if not any((top, left, bottom, right)):
        said = texts.KERNEL_PADDING_NONE
    elif top == left == bottom == right:
        said = texts.KERNEL_PADDING_EVEN.format(count=texts.CELLS.format(top))
    else:
        said = texts.KERNEL_PADDING_SIDES.format(top=top, left=left, bottom=bottom, right=right)
    if padding == "same":
        rule = texts.KERNEL_SAME_1 if step == 1 else texts.KERNEL_SAME.format(step=step)
    elif padding == "full":
        rule = texts.KERNEL_FULL
    else:
        rule = ""
    return f"{said} {rule}".rstrip()


def flip_sentence(kernel: Array) -> str:
    """Return what the other operation, cross-correlation or convolution, does with a kernel."""
    rotated = kernel[::-1, ::-1]
    if np.array_equal(kernel, rotated):
        return texts.KERNEL_FLIP_SAME
    if np.array_equal(kernel, -rotated):
        return texts.KERNEL_FLIP_OPPOSITE
    return texts.KERNEL_FLIP_OTHER


def _unpadded(convolved: Convolved) -> tuple[int, ...]:
    """Return rows and columns of the input."""
    sides = zip(convolved.padded.shape, convolved.before, convolved.after, strict=False)
    return tuple(side - before - after for side, before, after in sides)
