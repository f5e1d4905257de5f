"""What has been chosen in the convolution lab at one moment, checked and fitted together."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.pictures.bundled import bundled_picture, bundled_pictures
from mlwidgets.data.pictures.picture import Picture
from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.convolution.example import INPUT, KERNEL
from mlwidgets.explain.convolution.forward import ConvolutionSettings
from mlwidgets.explain.convolution.geometry import output_size
from mlwidgets.explain.convolution.grid_editing import with_channels
from mlwidgets.explain.convolution.grids import checked_grid, checked_kernel
from mlwidgets.explain.convolution.kernels import preset_of
from mlwidgets.language import _
from mlwidgets.ranges import LAB_INPUT_CHANNELS, LAB_INPUT_SIDE, check_flag, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.arrays import Array


@dataclass(frozen=True, eq=False, kw_only=True)
class Setup:
    """Everything that has been chosen at one moment. Nobody writes to its arrays.

    Attributes
    ----------
    numbers : ndarray, shape (rows, columns, channels)
        The input as a grid of 2 to 64 rows and columns and 1 to 3 channels.
    picture : Picture or None
        The input, if it is a picture; the numbers then wait.
    kernel : ndarray, shape (rows, columns, channels)
        One slice for each channel of the input, or one for all, as the settings say.
    settings : ConvolutionSettings
        Stride, padding and all the rest.
    gradient : ndarray or None
        ∂L/∂output; None for 1 everywhere.
    backward : bool
        Whether the backward pass is computed; only available for number input.
    """

    numbers: Array
    kernel: Array
    picture: Picture | None = None
    settings: ConvolutionSettings = field(default_factory=ConvolutionSettings)
    gradient: Array | None = None
    backward: bool = False

    @property
    def input(self) -> Array:
        """What the kernel slides over: the numbers in float64, or the picture in float32."""
        return self.numbers if self.picture is None else self.picture.pixels.astype(np.float32)


def article() -> Setup:
    """Return the setup of the article's worked example."""
    return Setup(numbers=checked_grid(INPUT), kernel=checked_kernel(KERNEL))


FIELDS = tuple(one.name for one in fields(Setup))
"""What a setup consists of."""


def bundled_name(picture: Picture) -> str | None:
    """Return the name of a picture that came with the package; another of the same name is none of them."""
    known = picture.name in bundled_pictures() and bundled_picture(picture.name) is picture
    return picture.name if known else None


def checked(setup: Setup, parts: Mapping[str, Any]) -> Setup:
    """Return a setup with other parts, each of which is right in itself."""
    refuse_unknown(parts, FIELDS)
    right = dict(parts)
    if "numbers" in parts:
        right["numbers"] = numbers = _own(checked_grid(parts["numbers"]))
        for side in numbers.shape[:2]:
            LAB_INPUT_SIDE.check_int(side)
        LAB_INPUT_CHANNELS.check_int(numbers.shape[2])
    if "kernel" in parts:
        right["kernel"] = _own(checked_kernel(parts["kernel"]))
    if "picture" in parts:
        right["picture"] = checked_picture(parts["picture"])
    if not isinstance(parts.get("settings", setup.settings), ConvolutionSettings):
        raise ConfigurationError(f"settings must be ConvolutionSettings; got {shown(parts['settings'])}.")
    if parts.get("gradient") is not None:
        right["gradient"] = _own(checked_grid(parts["gradient"], "gradient"))
    if "backward" in parts:
        check_flag("backward", parts["backward"])
    return replace(setup, **right)


def checked_picture(picture: object) -> Picture | None:
    """Return a picture, also from the name of a bundled one."""
    if isinstance(picture, str):
        return bundled_picture(picture)
    if picture is None or isinstance(picture, Picture):
        return picture
    raise ConfigurationError(f"picture must be a Picture or the name of one; got {shown(picture)}.")


def _own(grid: Array) -> Array:
    """Return a copy in float64: what somebody does to theirs later is of no concern here."""
    return grid.astype(np.float64)


def fitted(setup: Setup) -> Setup:
    """Return a setup whose kernel has a slice for each channel, and whose gradient fits the output."""
    slices = setup.input.shape[2] if setup.settings.channels == "sum" else 1
    if setup.kernel.shape[2] != slices:
        setup = replace(setup, kernel=with_channels(setup.kernel, slices))
    if setup.gradient is not None:
        size = output_size(setup.input.shape, setup.kernel.shape, setup.settings)
        channels = 1 if setup.settings.channels == "sum" else setup.input.shape[2]
        if setup.gradient.shape != (*size.output, channels):
            setup = replace(setup, gradient=None)
    return setup


def same(setup: Setup, other: Setup) -> bool:
    """Return whether two setups hold the same numbers and settings."""
    return (
        setup.picture is other.picture
        and (setup.settings, setup.backward) == (other.settings, other.backward)
        and all(
            np.array_equal(getattr(setup, name), getattr(other, name))
            for name in ("numbers", "kernel", "gradient")
        )
    )


def rescaled(setup: Setup, before: Setup) -> Setup:
    """Return a setup in which a preset has the divisor that it needs for the slices that it has now."""
    preset, slices = preset_of(before.kernel, before.settings.divisor), setup.kernel.shape[2]
    if preset is None or slices == before.kernel.shape[2]:
        return setup
    return replace(setup, settings=replace(setup.settings, divisor=preset.divisor * slices))


_WORDS = {
    "kernel": _("the kernel"),
    "picture": _("the input"),
    "numbers": _("the input"),
    "gradient": _("the gradient of the output"),
    "backward": _("whether gradients are shown"),
}
_SETTINGS = {
    "strides": _("the strides"),
    "padding": _("the padding"),
    "padding_mode": _("the padding mode"),
    "dilation_rate": _("the dilation rate"),
    "divisor": _("the divisor"),
    "bias": _("the bias"),
    "channels": _("the channels"),
    "activation": _("the activation"),
    "pooling": _("the pooling"),
    "pool_size": _("the pool size"),
}


def difference_words(before: Setup, after: Setup) -> str:
    """Say in a few words what differs: "the kernel", "the strides"."""
    for name, words in _WORDS.items():
        if getattr(before, name) is not getattr(after, name):
            return str(words)
    old, new = asdict(before.settings), asdict(after.settings)
    changed = [name for name in old if old[name] != new[name]]
    if not changed:
        return str(_("the settings of the convolution"))
    return str(_SETTINGS.get(changed[0], f"the {changed[0].replace('_', ' ')}"))


def refuse_unknown(given: Mapping[str, Any], known: tuple[str, ...]) -> None:
    """Raise `ConfigurationError` if something has a name that nobody knows."""
    for name in given:
        if name not in known:
            raise ConfigurationError(
                f"A convolution has no {shown(name)}. It knows: {', '.join(known)}.{nearest(name, known)}"
            )
