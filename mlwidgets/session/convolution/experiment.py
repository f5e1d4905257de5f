"""Convolution: input, kernel and settings of the convolution lab, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from traitlets import HasTraits, Instance

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.convolution.forward import ConvolutionSettings, Convolved, Stack
from mlwidgets.explain.convolution.gradients import ConvolutionGradients, backward
from mlwidgets.explain.convolution.grid_editing import with_channels
from mlwidgets.ranges import LAB_INPUT_CHANNELS, shown
from mlwidgets.session.convolution.setup import (
    FIELDS,
    Setup,
    article,
    bundled_name,
    checked,
    checked_picture,
    difference_words,
    fitted,
    refuse_unknown,
    rescaled,
    same,
)
from mlwidgets.session.texts import CHANGED

if TYPE_CHECKING:
    from mlwidgets.data.pictures.picture import Picture
    from mlwidgets.engine.arrays import Array


class Convolution(HasTraits):
    """A convolution that someone works on.

    Every change is tried first: one that cannot be computed raises, and everything stays as it was. Observers
    of `convolved` are called once for each change, after `setup` and `gradients` have been set.

    Attributes
    ----------
    setup : Setup
        What has been chosen. Set it with `change`.
    convolved : Convolved
        What comes out, and everything on the way.
    gradients : ConvolutionGradients or None
        The way back, if it has been asked for.
    step : callable
        Given a sentence and a gesture, returns a context in which each change is made: whoever owns the
        convolution makes it a step that can be undone.

    Examples
    --------
    >>> convolution = Convolution()
    >>> float(convolution.convolved.output[0, 0, 0])
    114.0
    >>> convolution.change(settings=ConvolutionSettings(padding="valid"))
    >>> convolution.convolved.output.shape
    (3, 3, 1)
    """

    setup = Instance(Setup)
    gradients = Instance(ConvolutionGradients, allow_none=True)
    convolved = Instance(Convolved)

    def __init__(self) -> None:
        super().__init__()
        self.step: Callable[[str, object], AbstractContextManager[None]] = lambda *_: nullcontext()
        self._gesture: object = None
        setup = self._began = article()
        self._show(setup, *_computed(setup))

    @property
    def changed(self) -> bool:
        """Whether it is another than the article's example."""
        return self.to_dict() != Convolution().to_dict()

    def change(
        self,
        *,
        gesture: object = None,
        keep_preset: bool = False,
        **parts: Any,  # noqa: ANN401 - fields of a Setup
    ) -> None:
        """Put other parts into the setup, and compute.

        Parameters
        ----------
        gesture : object, optional
            What belongs together, such as the places of a slider that is dragged: changes that follow each
            other with the same object are undone in one step.
        keep_preset : bool
            Whether a preset stays one when the kernel gets more or fewer slices: its divisor changes with
            their number, so that the result keeps its size.
        **parts
            Any fields of `Setup`. Numbers and kernel may be array-like, a picture the name of a bundled one.

        Raises
        ------
        ConfigurationError, DataError, ShapeError
            They cannot be, or do not fit together; nothing has changed then.
        """
        setup = fitted(checked(self.setup, parts))
        if keep_preset:
            setup = rescaled(setup, self.setup)
        if same(setup, self.setup):
            return
        results = _computed(setup)
        if gesture is None or gesture is not self._gesture:
            self._gesture, self._began = gesture, self.setup
        with self.step(CHANGED.format(change=difference_words(self.setup, setup)), gesture):
            self._show(setup, *results)

    def return_to(self, setup: Setup) -> None:
        """Take a setup that was here before."""
        self._gesture = None
        if setup is not self.setup:
            self._show(setup, *_computed(setup))

    def set(self, *, gesture: object = None, **settings: Any) -> None:  # noqa: ANN401 - fields of the settings
        """Change single settings, such as `strides` or `padding`; a preset stays one where it can."""
        keep = "divisor" not in settings
        self.change(gesture=gesture, keep_preset=keep, settings=replace(self.setup.settings, **settings))

    def before(self, gesture: object) -> Setup:
        """Return the setup in which a gesture began: the present one if it has not begun yet."""
        return self._began if gesture is not None and gesture is self._gesture else self.setup

    def take(self, picture: Picture | str | None, *, gesture: object = None) -> None:
        """Make a picture the input, or the numbers again; its channels are combined in the usual way.

        A picture is filtered channel by channel, as picture editors do it; the channels of numbers are added
        up, as networks do it. That can be chosen anew afterwards.

        Parameters
        ----------
        picture : Picture, str or None
            The picture, or the name of a bundled one; None for the numbers.
        gesture : object, optional
            See `change`.
        """
        chosen, setup = checked_picture(picture), self.setup
        if chosen is setup.picture:
            return
        settings = setup.settings
        channels = (setup.numbers if chosen is None else chosen.pixels).shape[2]
        if channels != setup.input.shape[2]:
            settings = replace(settings, channels="sum" if chosen is None else "separately")
        self.change(gesture=gesture, keep_preset=True, picture=chosen, settings=settings)

    def bring(self, kernel: Array, bias: float) -> bool:
        """Take a kernel that a network has learned; numbers get as many channels as it has slices.

        Parameters
        ----------
        kernel : ndarray, shape (rows, columns, channels)
            The kernel. If the input cannot have so many channels, the mean of its slices is taken.
        bias : float
            Its bias.

        Returns
        -------
        bool
            Whether the mean was taken.
        """
        setup, slices = self.setup, kernel.shape[2]
        of_picture = None if setup.picture is None else setup.input.shape[2]
        fits = slices <= LAB_INPUT_CHANNELS.high if of_picture is None else slices in (1, of_picture)
        if not fits:
            kernel, slices = kernel.mean(axis=2, keepdims=True), 1
        settings = replace(setup.settings, divisor=1.0, bias=bias, flip=False)
        if slices > 1:
            settings = replace(settings, channels="sum")
        parts: dict[str, Any] = {"kernel": kernel, "settings": settings}
        if of_picture is None and setup.numbers.shape[2] != slices:
            parts["numbers"] = with_channels(setup.numbers, slices)
        self.change(**parts)
        return not fits

    def reset(self) -> None:
        """Go back to the article's example."""
        self.change(**{name: getattr(article(), name) for name in FIELDS})

    def to_dict(self) -> dict[str, Any]:
        """Return the setup as plain JSON values. A picture of one's own is not part of it."""
        setup = self.setup
        return {
            "numbers": setup.numbers.tolist(),
            "picture": None if setup.picture is None else bundled_name(setup.picture),
            "kernel": setup.kernel.tolist(),
            "settings": asdict(setup.settings),
            "gradient": None if setup.gradient is None else setup.gradient.tolist(),
            "backward": setup.backward,
        }

    @classmethod
    def from_dict(cls, parts: object, begin: Setup | None = None) -> Self:
        """Make a convolution from what `to_dict` returned, or from a part of it.

        Parameters
        ----------
        parts : object
            What has been chosen.
        begin : Setup, optional
            Where the rest comes from: the article's example if not given.

        Raises
        ------
        ConfigurationError, DataError, ShapeError
            They cannot be, or do not fit together.
        """
        if not isinstance(parts, Mapping):
            raise ConfigurationError(
                f"A convolution is given as a dict, as to_dict returns it; got {shown(parts)}."
            )
        settings = parts.get("settings", {})
        if not isinstance(settings, Mapping):
            raise ConfigurationError(f"The settings of a convolution are a dict; got {shown(settings)}.")
        known = tuple(asdict(ConvolutionSettings()))
        refuse_unknown(settings, known)
        refuse_unknown(parts, FIELDS)
        made = cls()
        if begin is not None:
            made.return_to(begin)
        made.change(**{**parts, "settings": replace(made.setup.settings, **settings)})
        return made

    def _show(self, setup: Setup, convolved: Convolved, gradients: ConvolutionGradients | None) -> None:
        with self.hold_trait_notifications():
            self.setup, self.gradients, self.convolved = setup, gradients, convolved


def _computed(setup: Setup) -> tuple[Convolved, ConvolutionGradients | None]:
    """Compute a setup whose parts have been checked: one pass forward, and one back if wanted."""
    x = setup.input
    stack = Stack(x, setup.kernel.astype(x.dtype, copy=False), setup.settings)
    convolved = stack.forward()
    if not setup.backward or setup.picture is not None:
        return convolved, None
    gradient = np.ones_like(convolved.output) if setup.gradient is None else setup.gradient
    return convolved, backward(stack, convolved, gradient)
