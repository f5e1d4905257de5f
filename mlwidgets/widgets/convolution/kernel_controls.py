"""The kernel of the convolution lab, and how it slides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import ipywidgets
import numpy as np

from mlwidgets.explain.convolution.grid_editing import recentred, with_channels
from mlwidgets.explain.convolution.kernels import PRESETS, preset_of, preset_sentence, random
from mlwidgets.ranges import LAB_DILATION_RATE, LAB_KERNEL_SIDE, LAB_POOL_SIZE, LAB_STRIDES
from mlwidgets.widgets.base.settings_view import counted, options
from mlwidgets.widgets.base.view import box
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.convolution import texts
from mlwidgets.widgets.convolution.convolution_view import ConvolutionView, side_control
from mlwidgets.widgets.convolution.sentences import flip_sentence, padding_sentence, stride_sentence

if TYPE_CHECKING:
    from mlwidgets.explain.convolution.kernels import KernelPreset
    from mlwidgets.session import Experiment
    from mlwidgets.session.convolution.setup import Setup
    from mlwidgets.widgets.base.view import Change

OWN, RANDOM = "own", "random"
"""What the menu of kernels offers besides the presets."""

YES, NO = "yes", "no"

_SLIDER_DIVISOR, _SLIDER_BIAS = 100.0, 255.0
"""Where the sliders end; the engine takes more, from Python."""

_OTHERS = ("channels", "padding_mode", "dilation_rate", "activation", "pooling", "pool_size")
"""Settings that a beginner can do without for a while."""


class KernelControls(ConvolutionView):
    """Presets, size and divisor of the kernel, and every setting of the convolution.

    Parameters
    ----------
    experiment : Experiment
        Whose convolution is worked on.

    Attributes
    ----------
    more : Box
        The settings that are needed less often; the lab puts them where there is room.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._rng = np.random.default_rng(experiment.seed)
        self._random: KernelPreset | None = None  # the one that was drawn last
        self._preset = ChoiceControl(
            OWN,
            options=[
                *((preset.title, preset.name) for preset in PRESETS.values()),
                (texts.KERNEL_RANDOM_PRESET, RANDOM),
                (texts.KERNEL_OWN, OWN),
            ],
            label=texts.KERNEL_PRESET,
        )
        self._rows = side_control(texts.KERNEL_HEIGHT, LAB_KERNEL_SIDE)
        self._columns = side_control(texts.KERNEL_WIDTH, LAB_KERNEL_SIDE)
        self._divisor = NumberControl(
            1.0,
            minimum=-_SLIDER_DIVISOR,
            maximum=_SLIDER_DIVISOR,
            label=texts.KERNEL_DIVISOR,
            help=texts.KERNEL_DIVISOR_HELP,
            slider=False,
        )
        self._bias = NumberControl(
            0.0,
            minimum=-_SLIDER_BIAS,
            maximum=_SLIDER_BIAS,
            label=texts.KERNEL_BIAS,
            help=texts.KERNEL_BIAS_HELP,
            slider=False,
        )
        self._menus = _menus()
        self._flip = ChoiceControl(
            NO, options=options(texts.KERNEL_FLIPS), label=texts.KERNEL_FLIP, help=texts.KERNEL_FLIP_HELP
        )
        self._backward = ChoiceControl(
            NO,
            options=options(texts.KERNEL_BACKWARDS),
            label=texts.KERNEL_BACKWARD,
            help=texts.KERNEL_BACKWARD_HELP,
        )
        menus = self._menus
        self._size = ChoiceControl("", options=[("", "")], label=texts.KERNEL_SIZE)
        others = [self._rows, self._columns, self._divisor, self._bias, self._flip, self._backward]
        self.more = box(ipywidgets.HBox, "mlw-settings", [*others, *(menus[name] for name in _OTHERS)])
        super().__init__(experiment, [self._preset, self._size, menus["strides"], menus["padding"]])
        self.listen(self._preset, self._choose, name="convolution.kernel")
        for control, act in (
            (self._size, self._choose_size),
            (self._rows, self._resize),
            (self._columns, self._resize),
        ):
            self.listen(control, act, name="convolution.kernel_size")
        self.listen(
            self._divisor, lambda _: self._slide(self._divisor, "divisor"), name="convolution.divisor"
        )
        self.listen(self._bias, lambda _: self._slide(self._bias, "bias"), name="convolution.bias")
        self.listen(self._flip, lambda _: self._set(flip=self._flip.value == YES), name="convolution.flip")
        self.listen(self._backward, self._choose_backward, name="convolution.backward")
        for name, menu in self._menus.items():
            self.listen(menu, self._chooser(name), name=f"convolution.{name}")
        self.add_class("mlw-group")
        self.follow()

    def show(self) -> None:
        """Bring the controls up to date with the convolution."""
        setup = self.convolution.setup
        settings = setup.settings
        preset = preset_of(setup.kernel, settings.divisor)
        self._preset.value = OWN if preset is None else preset.name
        self._preset.help = self._about(setup, preset)
        self._show_size(*setup.kernel.shape[:2])
        for control, side in zip((self._rows, self._columns), setup.kernel.shape[:2], strict=True):
            control.show(float(side))
        self._divisor.show(settings.divisor)
        self._bias.show(settings.bias)
        for name, menu in self._menus.items():
            menu.value = str(getattr(settings, name))
        convolved = self.convolution.convolved
        size = convolved.size
        self._menus["strides"].help = stride_sentence(convolved)
        self._menus["padding"].help = padding_sentence(convolved)
        self._menus["padding_mode"].disabled = not any((*size.before, *size.after))
        self._menus["channels"].disabled = setup.input.shape[2] == 1
        self._menus["pool_size"].disabled = settings.pooling == "none"
        self._flip.value = YES if settings.flip else NO
        self._flip.help = f"{texts.KERNEL_FLIP_HELP} {flip_sentence(setup.kernel)}"
        self._backward.value = YES if setup.backward else NO
        self._backward.disabled = setup.picture is not None
        numbers_only = texts.KERNEL_BACKWARD_NUMBERS
        self._backward.help = texts.KERNEL_BACKWARD_HELP if setup.picture is None else numbers_only

    def _about(self, setup: Setup, preset: KernelPreset | None) -> str:
        """Return what there is to say about the kernel."""
        if preset is not None:
            size = self.convolution.convolved.size
            padded = any((*size.before, *size.after))
            return preset_sentence(preset, setup.settings, setup.kernel.shape[2], padded=padded)
        if self._random is not None and np.array_equal(setup.kernel[:, :, 0], self._random.array()[:, :, 0]):
            return self._random.sentence
        return texts.KERNEL_OWN_HELP

    def _show_size(self, rows: int, columns: int) -> None:
        """Show the size in its menu, which offers the odd squares, and any other one that a kernel has."""
        sizes = [(side, side) for side in range(int(LAB_KERNEL_SIDE.low), int(LAB_KERNEL_SIDE.high) + 1, 2)]
        if (rows, columns) not in sizes:
            sizes.append((rows, columns))
        offered = [
            (texts.KERNEL_SIZE_OPTION.format(rows=down, columns=across), f"{down} {across}")
            for down, across in sizes
        ]
        self._size.offer(offered, f"{rows} {columns}")

    # ---- from the page ----

    def _set(self, **settings: Any) -> None:  # noqa: ANN401 - fields of a ConvolutionSettings
        present = self.convolution.setup.settings
        if any(getattr(present, name) != value for name, value in settings.items()):
            self.convolution.set(**settings)

    def _slide(self, control: NumberControl, name: str) -> None:
        if getattr(self.convolution.setup.settings, name) != control.value:
            self.convolution.set(gesture=self.gesture(control), **{name: control.value})

    def _chooser(self, name: str) -> Any:  # noqa: ANN401 - a Handler
        def choose(change: Change) -> None:
            value = change["new"]
            self._set(**{name: int(value) if value.isdigit() else value})

        return choose

    def _choose(self, _: Change) -> None:
        setup, name = self.convolution.setup, self._preset.value
        present = preset_of(setup.kernel, setup.settings.divisor)
        if name == OWN or (present is not None and present.name == name):
            return
        if name == RANDOM:
            self._random = random(self._rng, *setup.kernel.shape[:2])
        preset = self._random if name == RANDOM and self._random is not None else PRESETS[name]
        slices = setup.kernel.shape[2]
        # Added up over several channels, a preset does what it does to one.
        settings = replace(setup.settings, divisor=preset.divisor * slices)
        self.convolution.change(kernel=with_channels(preset.array(), slices), settings=settings)

    def _resize(self, change: Change) -> None:
        rows, columns = int(self._rows.value), int(self._columns.value)
        if self.convolution.setup.kernel.shape[:2] == (rows, columns):
            return
        # A slider that is dragged to and fro must not cut off what it comes back to.
        gesture = self.gesture(change["owner"])
        self._recentre(self.convolution.before(gesture), rows, columns, gesture)

    def _choose_size(self, _: Change) -> None:
        rows, columns = map(int, self._size.value.split())
        if self.convolution.setup.kernel.shape[:2] != (rows, columns):
            self._recentre(self.convolution.setup, rows, columns)

    def _recentre(self, before: Setup, rows: int, columns: int, gesture: object = None) -> None:
        """Give a kernel more or fewer cells; one that takes a mean, as a blur does, goes on taking one."""
        kernel, settings = recentred(before.kernel, rows, columns), self.convolution.setup.settings
        divisor = before.settings.divisor
        if divisor == before.kernel.sum() and kernel.sum() > 0:
            divisor = float(kernel.sum())
        self.convolution.change(gesture=gesture, kernel=kernel, settings=replace(settings, divisor=divisor))

    def _choose_backward(self, _: Change) -> None:
        wanted = self._backward.value == YES
        if wanted != self.convolution.setup.backward:
            self.convolution.change(backward=wanted)


def _menus() -> dict[str, ChoiceControl]:
    """Return a menu for each setting that is chosen as it is."""
    specs = {
        "strides": (counted(LAB_STRIDES), texts.KERNEL_STRIDES, ""),
        "padding": (options(texts.KERNEL_PADDING_OPTIONS), texts.KERNEL_PADDING, ""),
        "padding_mode": (options(texts.KERNEL_PADDING_MODES), texts.KERNEL_PADDING_MODE, ""),
        "dilation_rate": (counted(LAB_DILATION_RATE), texts.KERNEL_DILATION, texts.KERNEL_DILATION_HELP),
        "channels": (options(texts.KERNEL_COMBINES), texts.KERNEL_COMBINE, texts.KERNEL_COMBINE_HELP),
        "activation": (options(texts.KERNEL_ACTIVATIONS), texts.KERNEL_ACTIVATION, ""),
        "pooling": (options(texts.KERNEL_POOLINGS), texts.KERNEL_POOLING, ""),
        "pool_size": (counted(LAB_POOL_SIZE), texts.KERNEL_POOL_SIZE, ""),
    }
    return {
        name: ChoiceControl(choices[0][1], options=choices, label=label, help=sentence)
        for name, (choices, label, sentence) in specs.items()
    }
