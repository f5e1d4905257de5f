"""Kernels that are worth knowing by name, and what each does to a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.language import _
from mlwidgets.ranges import LAB_KERNEL_SIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        title=_("Identity"),
        values=((0, 0, 0), (0, 1, 0), (0, 0, 0)),
        sentence=_("Copies the cell under its centre and ignores the others."),
    ),
    KernelPreset(
        name="box_blur",
        title=_("Box blur"),
        values=((1, 1, 1), (1, 1, 1), (1, 1, 1)),
        divisor=9,
        sentence=_("Blurs: the mean of the nine cells under it."),
    ),
    KernelPreset(
        name="gaussian_blur",
        title=_("Gaussian blur"),
        values=((1, 2, 1), (2, 4, 2), (1, 2, 1)),
        divisor=16,
        sentence=_("Blurs more gently: a mean of the nine cells under it in which the centre counts most."),
    ),
    KernelPreset(
        name="article",
        title=_("Sharpen gently"),
        values=((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
        sentence=_("Sharpens: the centre cell plus its differences from the four cells beside it."),
    ),
    KernelPreset(
        name="sharpen",
        title=_("Sharpen strongly"),
        values=((-1, -1, -1), (-1, 9, -1), (-1, -1, -1)),
        sentence=_("Sharpens more: the centre cell plus its differences from all eight cells around it."),
    ),
    KernelPreset(
        name="edge",
        title=_("Edges"),
        values=((-1, -1, -1), (-1, 8, -1), (-1, -1, -1)),
        sentence=_("Finds edges in every direction: 0 where all nine cells under it are equal."),
    ),
    KernelPreset(
        name="laplacian",
        title=_("Laplacian"),
        values=((0, 1, 0), (1, -4, 1), (0, 1, 0)),
        sentence=_("Finds edges: 0 where the four cells beside the centre average to it (steady slopes)."),
    ),
    KernelPreset(
        name="sobel_x",
        title=_("Sobel x"),
        values=((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
        sentence=_(
            "Vertical edges, the middle row counted twice: positive where it is brighter to the right."
        ),
        flipped=_("Vertical edges, the middle row counted twice: positive where it is darker to the right."),
    ),
    KernelPreset(
        name="sobel_y",
        title=_("Sobel y"),
        values=((-1, -2, -1), (0, 0, 0), (1, 2, 1)),
        sentence=_("Horizontal edges, the middle column counted twice: positive where it is brighter below."),
        flipped=_("Horizontal edges, the middle column counted twice: positive where it is darker below."),
    ),
    KernelPreset(
        name="prewitt_x",
        title=_("Prewitt x"),
        values=((-1, 0, 1), (-1, 0, 1), (-1, 0, 1)),
        sentence=_(
            "Vertical edges, all three rows counted alike: positive where it is brighter to the right."
        ),
        flipped=_("Vertical edges, all three rows counted alike: positive where it is darker to the right."),
    ),
    KernelPreset(
        name="prewitt_y",
        title=_("Prewitt y"),
        values=((-1, -1, -1), (0, 0, 0), (1, 1, 1)),
        sentence=_("Horizontal edges, all columns counted alike: positive where it is brighter below."),
        flipped=_("Horizontal edges, all columns counted alike: positive where it is darker below."),
    ),
    KernelPreset(
        name="emboss",
        title=_("Emboss"),
        values=((-2, -1, 0), (-1, 1, 1), (0, 1, 2)),
        sentence=_("Makes a relief: the centre cell plus the rise from the upper left to the lower right."),
        flipped=_("Makes a relief: the centre cell minus the rise from the upper left to the lower right."),
    ),
    KernelPreset(
        name="motion_blur",
        title=_("Motion blur"),
        values=_DIAGONAL,
        divisor=5,
        sentence=_("Blurs along a diagonal: the mean of five cells from the upper left to the lower right."),
    ),
)

PRESETS: dict[str, KernelPreset] = {preset.name: preset for preset in _ALL}
"""By name, in the order of a menu. `random` makes one more."""

_AVERAGED = _("The {count} channels are averaged.")
_APART = _("Dilation: these cells are {count} rows and columns apart.")
_ZEROS = _("The zeros of the padding count too, so a bright border looks like an edge.")
_FIRST = {
    "bias": _("Then the bias is added"),
    "relu": _("Then ReLU turns negative results into 0"),
    "max": _("Then pooling keeps the largest of each {size} × {size}"),
    "average": _("Then pooling keeps the mean of each {size} × {size}"),
}
"""What follows the sum of products first; and what follows after something else:"""

_FURTHER = {
    "relu": _("{said}, then ReLU turns negative results into 0"),
    "max": _("{said}, then pooling keeps the largest of each {size} × {size}"),
    "average": _("{said}, then pooling keeps the mean of each {size} × {size}"),
}


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
    words = [str(preset.flipped if settings.flip and preset.flipped else preset.sentence)]
    if slices > 1:
        words.append(_AVERAGED.format(count=slices))
    if settings.dilation_rate > 1:
        words.append(_APART.format(count=settings.dilation_rate))
    if padded and settings.padding_mode == "zero" and preset.name != "identity":
        words.append(str(_ZEROS))
    then = ""
    for name in _following(settings):
        then = (_FURTHER if then else _FIRST)[name].format(said=then, size=settings.pool_size)
    return " ".join([*words, *([f"{then}."] if then else [])])


def _following(settings: ConvolutionSettings) -> Iterator[str]:
    """Yield what follows the sum of products, by its key in `_FIRST`."""
    if settings.bias:
        yield "bias"
    if settings.activation == "relu":
        yield "relu"
    if settings.pooling != "none":
        yield settings.pooling


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
        title=_("Random"),
        values=tuple(tuple(row) for row in drawn.tolist()),
        sentence=_("Random numbers, as in an untrained network; training turns them into something useful."),
    )
