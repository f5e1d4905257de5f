"""Kernels that are worth knowing by name, and what each does to a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.ranges import LAB_KERNEL_SIDE

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.explain.convolution.settings import ConvolutionSettings

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
        What it makes of the cells under it.
    flipped : str
        The same when it is rotated by 180°; empty if that changes nothing.
    """

    name: str
    title: str
    values: Rows
    divisor: float = 1.0
    sentence: str
    flipped: str = ""

    def array(self) -> Array:
        """Return the values as an array of float64, shape (rows, columns, 1)."""
        return np.array(self.values, np.float64)[:, :, np.newaxis]


_DIAGONAL: Rows = tuple(tuple(float(row == column) for column in range(5)) for row in range(5))

_ALL = (
    KernelPreset(
        name="identity",
        title="Identity",
        values=((0, 0, 0), (0, 1, 0), (0, 0, 0)),
        sentence="Copies the cell under its centre and ignores the others.",
    ),
    KernelPreset(
        name="box_blur",
        title="Box blur",
        values=((1, 1, 1), (1, 1, 1), (1, 1, 1)),
        divisor=9,
        sentence="Blurs: the mean of the nine cells under it.",
    ),
    KernelPreset(
        name="gaussian_blur",
        title="Gaussian blur",
        values=((1, 2, 1), (2, 4, 2), (1, 2, 1)),
        divisor=16,
        sentence="Blurs more gently: a mean of the nine cells under it in which the centre counts most.",
    ),
    KernelPreset(
        name="article",
        title="Sharpen gently",
        values=((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
        sentence="Sharpens: the centre cell plus its differences from the four cells beside it.",
    ),
    KernelPreset(
        name="sharpen",
        title="Sharpen strongly",
        values=((-1, -1, -1), (-1, 9, -1), (-1, -1, -1)),
        sentence="Sharpens more: the centre cell plus its differences from all eight cells around it.",
    ),
    KernelPreset(
        name="edge",
        title="Edges",
        values=((-1, -1, -1), (-1, 8, -1), (-1, -1, -1)),
        sentence="Finds edges in every direction: 0 where all nine cells under it are equal.",
    ),
    KernelPreset(
        name="laplacian",
        title="Laplacian",
        values=((0, 1, 0), (1, -4, 1), (0, 1, 0)),
        sentence="Finds edges: 0 where the four cells beside the centre average to it (steady slopes).",
    ),
    KernelPreset(
        name="sobel_x",
        title="Sobel x",
        values=((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
        sentence="Vertical edges, the middle row counted twice: positive where it is brighter to the right.",
        flipped="Vertical edges, the middle row counted twice: positive where it is darker to the right.",
    ),
    KernelPreset(
        name="sobel_y",
        title="Sobel y",
        values=((-1, -2, -1), (0, 0, 0), (1, 2, 1)),
        sentence="Horizontal edges, the middle column counted twice: positive where it is brighter below.",
        flipped="Horizontal edges, the middle column counted twice: positive where it is darker below.",
    ),
    KernelPreset(
        name="prewitt_x",
        title="Prewitt x",
        values=((-1, 0, 1), (-1, 0, 1), (-1, 0, 1)),
        sentence="Vertical edges, all three rows counted alike: positive where it is brighter to the right.",
        flipped="Vertical edges, all three rows counted alike: positive where it is darker to the right.",
    ),
    KernelPreset(
        name="prewitt_y",
        title="Prewitt y",
        values=((-1, -1, -1), (0, 0, 0), (1, 1, 1)),
        sentence="Horizontal edges, all columns counted alike: positive where it is brighter below.",
        flipped="Horizontal edges, all columns counted alike: positive where it is darker below.",
    ),
    KernelPreset(
        name="emboss",
        title="Emboss",
        values=((-2, -1, 0), (-1, 1, 1), (0, 1, 2)),
        sentence="Makes a relief: the centre cell plus the rise from the upper left to the lower right.",
        flipped="Makes a relief: the centre cell minus the rise from the upper left to the lower right.",
    ),
    KernelPreset(
        name="motion_blur",
        title="Motion blur",
        values=_DIAGONAL,
        divisor=5,
        sentence="Blurs along a diagonal: the mean of five cells from the upper left to the lower right.",
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


def preset_sentence(preset: KernelPreset, settings: ConvolutionSettings, slices: int, *, padded: bool) -> str:
    """Return what a preset does with these settings: true at every position, at the border too.

    Parameters
    ----------
    preset : KernelPreset
        What the kernel is.
    settings : ConvolutionSettings
        How it slides, and what follows.
    slices : int
        How many slices it has; its divisor is as many times its own, so the channels are averaged.
    padded : bool
        Whether there is any padding.

    Examples
    --------
    >>> from mlwidgets.explain.convolution.settings import ConvolutionSettings
    >>> preset_sentence(PRESETS["edge"], ConvolutionSettings(bias=5), 1, padded=False)
    'Finds edges in every direction: 0 where all nine cells under it are equal. Then the bias is added.'
    """
    words = [preset.flipped if settings.flip and preset.flipped else preset.sentence]
    if slices > 1:
        words.append(f"The {slices} channels are averaged.")
    if settings.dilation_rate > 1:
        words.append(f"Dilation: these cells are {settings.dilation_rate} rows and columns apart.")
    if padded and settings.padding_mode == "zero" and preset.name != "identity":
        words.append("The zeros of the padding count too, so a bright border looks like an edge.")
    then = []
    if settings.bias:
        then.append("the bias is added")
    if settings.activation == "relu":
        then.append("ReLU turns negative results into 0")
    if settings.pooling != "none":
        kept = "largest" if settings.pooling == "max" else "mean"
        then.append(f"pooling keeps the {kept} of each {settings.pool_size} × {settings.pool_size}")
    if then:
        words.append(f"Then {', then '.join(then)}.")
    return " ".join(words)


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
        sentence="Random numbers, as in an untrained network; training turns them into something useful.",
    )
