"""Arrays of numbers as Python source."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array

PICTURE_MODES = {1: "L", 3: "RGB"}
"""What Pillow calls a picture of so many channels."""

PICTURE_FILE = "picture.png"
"""The file from which a program reads a picture."""


def number_code(value: object) -> str:
    """Return a number with as many digits as tell it from its neighbours, without ".0".

    Examples
    --------
    >>> number_code(60.0), number_code(-0.1), number_code(1e-7)
    ('60', '-0.1', '1e-07')
    """
    return str(value).removesuffix(".0")


def array_code(name: str, values: Array) -> list[str]:
    """Return the lines that make an array (rows, columns, channels), one line for each row.

    Examples
    --------
    >>> import numpy as np
    >>> array_code("x", np.array([[[1.0], [2.5]]]))
    ['x = np.array([', '    [1, 2.5],', '], dtype=np.float64)[:, :, np.newaxis]']
    """
    single = values.shape[-1] == 1
    lines = [f"{name} = np.array(["]
    for row in values:
        cells = [_cell(cell) for cell in row]
        lines.append(f"    [{', '.join(cells)}],")
    lines.append(f"], dtype=np.{values.dtype.name})" + ("[:, :, np.newaxis]" if single else ""))
    return lines


def picture_code(name: str, values: Array) -> list[str]:
    """Return the lines that read an array (rows, columns, channels) from a file."""
    channels = values.shape[-1]
    mode, dtype = PICTURE_MODES.get(channels), values.dtype.name
    if mode is None:
        return [f'{name} = np.load("input.npy").astype(np.{dtype})  # shape {values.shape}']
    comment = f"# The picture as the lab shows it, upright and {values.shape[0]} × {values.shape[1]}."
    loaded = f'{name} = np.asarray(Image.open("{PICTURE_FILE}").convert("{mode}"), dtype=np.{dtype})'
    return [comment, loaded + ("[:, :, np.newaxis]" if channels == 1 else "")]


def _cell(cell: Array) -> str:
    numbers = [number_code(value) for value in cell]
    return numbers[0] if len(numbers) == 1 else f"[{', '.join(numbers)}]"
