"""Kernels that are worth knowing by name, and what each does to a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.ranges import LAB_KERNEL_SIDE

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array

Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, kw_only=True)
class KernelPreset:
    """A kernel by name.

    Attributes
    ----------
    name : str
        What a setting calls it.
    title : str
        What a menu calls it.
    values : tuple of tuple of float
        Its rows. It meets the picture as it stands (cross-correlation).
    divisor : float
        What the sum of products is divided by.
    sentence : str
        What it does to a picture.
    """

    name: str
    title: str
    values: Rows
    divisor: float = 1.0
    sentence: str

    def array(self) -> Array:
        """Return the values as an array of float64, shape (rows, columns, 1)."""
        return np.array(self.values, np.float64)[:, :, np.newaxis]


_DIAGONAL: Rows = tuple(tuple(float(row == column) for column in range(5)) for row in range(5))

_ALL = (
    KernelPreset(
        name="identity",
        title="Identity",
        values=((0, 0, 0), (0, 1, 0), (0, 0, 0)),
        sentence="Leaves the picture as it is: each pixel counts once, its neighbours not at all.",
    ),
    KernelPreset(
        name="box_blur",
        title="Box blur",
        values=((1, 1, 1), (1, 1, 1), (1, 1, 1)),
        divisor=9,
        sentence="Blurs: each pixel becomes the mean of itself and its eight neighbours.",
    ),
    KernelPreset(
        name="gaussian_blur",
        title="Gaussian blur",
        values=((1, 2, 1), (2, 4, 2), (1, 2, 1)),
        divisor=16,
        sentence="Blurs more gently: a mean in which nearer pixels count for more.",
    ),
    KernelPreset(
        name="article",
        title="Sharpen gently",
        values=((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
        sentence="Sharpens: adds to each pixel what sets it apart from its four nearest neighbours.",
    ),
    KernelPreset(
        name="sharpen",
        title="Sharpen strongly",
        values=((-1, -1, -1), (-1, 9, -1), (-1, -1, -1)),
        sentence="Sharpens: adds to each pixel what sets it apart from all eight neighbours.",
    ),
    KernelPreset(
        name="edge",
        title="Edges",
        values=((-1, -1, -1), (-1, 8, -1), (-1, -1, -1)),
        sentence="Finds edges in every direction; where the picture is even, the result is 0.",
    ),
    KernelPreset(
        name="laplacian",
        title="Laplacian",
        values=((0, 1, 0), (1, -4, 1), (0, 1, 0)),
        sentence="Compares a pixel with its four neighbours: 0 where brightness is even or rises steadily.",
    ),
    KernelPreset(
        name="sobel_x",
        title="Sobel x",
        values=((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
        sentence="Finds upright edges: positive where the picture gets brighter to the right.",
    ),
    KernelPreset(
        name="sobel_y",
        title="Sobel y",
        values=((-1, -2, -1), (0, 0, 0), (1, 2, 1)),
        sentence="Finds level edges: positive where the picture gets brighter downwards.",
    ),
    KernelPreset(
        name="prewitt_x",
        title="Prewitt x",
        values=((-1, 0, 1), (-1, 0, 1), (-1, 0, 1)),
        sentence="Finds upright edges as Sobel x does, with the same weight for all three rows.",
    ),
    KernelPreset(
        name="prewitt_y",
        title="Prewitt y",
        values=((-1, -1, -1), (0, 0, 0), (1, 1, 1)),
        sentence="Finds level edges as Sobel y does, with the same weight for all three columns.",
    ),
    KernelPreset(
        name="emboss",
        title="Emboss",
        values=((-2, -1, 0), (-1, 1, 1), (0, 1, 2)),
        sentence="Makes the picture look like a relief: brighter where brightness rises to the lower right.",
    ),
    KernelPreset(
        name="motion_blur",
        title="Motion blur",
        values=_DIAGONAL,
        divisor=5,
        sentence="Smears along one diagonal, as if the camera had moved.",
    ),
)

PRESETS: dict[str, KernelPreset] = {preset.name: preset for preset in _ALL}
"""By name, in the order of a menu. `random` makes one more."""


def preset_of(kernel: Array, divisor: float) -> KernelPreset | None:
    """Return the preset whose numbers every slice of a kernel has.

    Added up over several channels, a preset does what it does to one if the divisor is as many times its own.

    Examples
    --------
    >>> box = np.ones((3, 3, 2))
    >>> preset_of(box, 18.0).name, preset_of(box, 1.0)
    ('box_blur', None)
    """
    slices = kernel.shape[2]
    for preset in PRESETS.values():
        same = kernel.shape[:2] == preset.array().shape[:2] and (kernel == preset.array()).all()
        if same and divisor == preset.divisor * slices:
            return preset
    return None


def random(rng: np.random.Generator, rows: int = 3, columns: int = 3) -> KernelPreset:
    """Return a kernel of random numbers from −1 to 1, with two decimals.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where they come from.
    rows, columns : int
        1 to 11.

    Raises
    ------
    ConfigurationError
        A side is out of its range.
    """
    shape = LAB_KERNEL_SIDE.check_int(rows), LAB_KERNEL_SIDE.check_int(columns)
    drawn = rng.uniform(-1, 1, shape).round(2) + 0.0  # no −0.0
    return KernelPreset(
        name="random",
        title="Random",
        values=tuple(tuple(row) for row in drawn.tolist()),
        sentence="Random numbers, as a network starts with; training turns them into something useful.",
    )
