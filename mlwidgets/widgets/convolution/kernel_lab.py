"""KernelLab: slide a kernel over numbers or a picture, and read every step of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard

import ipywidgets
import numpy as np

from mlwidgets.data.pictures.picture import Picture
from mlwidgets.explain.convolution.grid_editing import with_block
from mlwidgets.explain.wording import number_text
from mlwidgets.ranges import LAB_INPUT_SIDE
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.lab import Lab
from mlwidgets.widgets.base.view import Change, as_experiment, box
from mlwidgets.widgets.controls.disclosure import Disclosure, Section
from mlwidgets.widgets.convolution import texts
from mlwidgets.widgets.convolution.convolution_board import ConvolutionBoard
from mlwidgets.widgets.convolution.convolution_view import ConvolutionView
from mlwidgets.widgets.convolution.filters_view import FiltersView
from mlwidgets.widgets.convolution.input_controls import InputControls
from mlwidgets.widgets.convolution.kernel_code_view import KernelCodeView
from mlwidgets.widgets.convolution.kernel_controls import KernelControls
from mlwidgets.widgets.convolution.picture_board import PictureBoard
from mlwidgets.widgets.inside.activation_view import ActivationView
from mlwidgets.widgets.shell.lab_header import LabHeader

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.explain.convolution.forward import Convolved
    from mlwidgets.session import Experiment

Message = dict[str, Any]

MOST_SPOKEN = 25
"""Cells of a kernel that a screen reader is given to read; a larger kernel has its size alone."""


class ConvolutionDesk(ConvolutionView):
    """The convolution itself: grids of numbers, or the kernel beside two pictures.

    Parameters
    ----------
    experiment : Experiment
        Whose convolution is shown.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._board = ConvolutionBoard()
        self._pictures = PictureBoard()
        self._picture: Picture | None = None
        self._signed = False
        self._rng = np.random.default_rng(experiment.seed)
        super().__init__(experiment, [self._board])
        for grids in (self._board, self._pictures):
            grids.on_edit(self._edit)
        self.watch(experiment, ("can_undo", "can_redo"), self._show_steps)
        self._show_steps()
        self.follow()

    def _show_steps(self, _: Change = None) -> None:
        for grids in (self._board, self._pictures):
            grids.can_undo, grids.can_redo = self.experiment.can_undo, self.experiment.can_redo

    def show(self) -> None:
        """Bring grids or pictures up to date with the convolution."""
        work = self.convolution
        setup = work.setup
        board = self._board if setup.picture is None else self._pictures
        with board.hold_sync():
            if setup.picture is None:
                self._board.show(setup.numbers, setup.kernel, work.convolved, work.gradients)
            else:
                self._show_pictures(setup.picture, setup.kernel, work.convolved)
        parts: tuple[ipywidgets.Widget, ...] = (board,)
        if self.children != parts:
            self.children: tuple[ipywidgets.Widget, ...] = parts

    def _show_pictures(self, picture: Picture, kernel: Array, convolved: Convolved) -> None:
        pictures = self._pictures
        if picture is not self._picture:
            pictures.show_input(picture.pixels, alt=picture.alt)
            self._picture = picture
        signed = _is_signed(kernel)
        if signed != self._signed:  # else the learner's own choice stays
            self._signed = signed
            pictures.view = "centred" if signed else "clip"
        pictures.show_result(convolved, alt=_result_alt(kernel, convolved.output))

    def close(self) -> None:
        """Free everything, what is not on the page now as well."""
        self.children = (self._board, self._pictures)
        super().close()

    def _edit(self, message: Message) -> None:
        """Do what the learner did to a grid; what cannot be is told by the grid, which goes back."""
        work = self.convolution
        # What a change makes of the grids, and of the buttons beside them, is sent at once.
        with self.experiment.lock, self._board.hold_sync(), self._pictures.hold_sync():
            if message["kind"] == "undo":
                self.experiment.undo()
            elif message["kind"] == "redo":
                self.experiment.redo()
            elif message["kind"] == "gradient":
                work.change(gradient=self._gradient(message))
            else:
                name, values = message["grid"], message.get("values", [[message.get("value")]])
                place = message["row"], message["column"], message["channel"]
                part: Message = {_FIELDS[name]: with_block(self._grid(name), *place, values)}
                work.change(**part)

    def _grid(self, name: str) -> Array:
        if name == "output_gradient":
            gradients = self.convolution.gradients
            assert gradients is not None  # noqa: S101 - the board shows its grid
            return gradients.output
        return self.convolution.setup.numbers if name == "input" else self.convolution.setup.kernel

    def _gradient(self, message: Message) -> Array | None:
        """Return the gradient that a button stands for; None is 1 everywhere."""
        output = self.convolution.convolved.output
        if message["choice"] == "ones":
            return None
        if message["choice"] == "random":
            return self._rng.integers(-5, 6, output.shape).astype(np.float64)
        gradient = np.zeros_like(output)
        gradient[message["row"], message["column"], message["channel"]] = 1
        return gradient


def _is_signed(kernel: Array) -> bool:
    """Return whether a kernel compares cells: where the picture is flat it gives 0 or less, and any sign."""
    return bool((kernel < 0).any() and kernel.sum() <= 0)


_FIELDS = {"input": "numbers", "kernel": "kernel", "output_gradient": "gradient"}
"""What the grids are called in a setup."""


class KernelLab(Lab):
    """The convolution lab: input and kernel both editable, every setting, the arithmetic, and the way back.

    Parameters
    ----------
    source : Experiment, Dataset or str, optional
        Whose convolution and whose network are looked at; an experiment of its own if nothing is given.

    Attributes
    ----------
    input, kernel : ndarray
        What is convolved. Assigning to them moves the picture. One channel has the shape (rows, columns),
        several (rows, columns, channels). The input may also be a `Picture`, the name of a bundled one, or
        pixels of uint8 with a side of more than 64; grids of up to 64 × 64 are numbers.
    output : ndarray
        What comes out, in the same form.

    Examples
    --------
    >>> lab = KernelLab()
    >>> lab.output[0].tolist()
    [114.0, 328.0, -26.0, 470.0, 158.0]
    >>> lab.kernel = [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    >>> bool((lab.output == lab.input).all())
    True
    >>> lab.close()
    """

    def __init__(self, source: Experiment | Dataset | str | None = None) -> None:
        experiment, owned = as_experiment(source)
        chooser, kernel = InputControls(experiment), KernelControls(experiment)
        desk = ConvolutionDesk(experiment)
        sections = [
            Section(experiment, common.CODE_TITLE, lambda: KernelCodeView(experiment), text=texts.CODE_TEXT),
            Section(
                experiment, texts.FILTERS_TITLE, lambda: FiltersView(experiment), text=texts.FILTERS_TEXT
            ),
        ]
        if self.suits(experiment.dataset):
            sections.append(
                Section(
                    experiment,
                    common.INSIDE_TITLE,
                    lambda: ActivationView(experiment),
                    text=common.INSIDE_TEXT,
                )
            )
        reset = self.button(texts.KERNEL_RESET, texts.KERNEL_RESET_HELP, self._reset)
        reset_row = box(ipywidgets.HBox, "mlw-buttons", [reset])
        self._more = Disclosure(texts.KERNEL_MORE)
        self._settings = box(ipywidgets.VBox, "mlw-kernel-more", [kernel.more, chooser.more, reset_row])
        header = LabHeader(common.KERNEL_TITLE, text=texts.KERNEL_TEXT, task=texts.KERNEL_TRY)
        super().__init__(
            experiment,
            header,
            owns_experiment=owned,
            controls=[chooser, kernel, self._more, self._settings],
            picture=[box(ipywidgets.HBox, "mlw-kernel-stage", [chooser.beside, desk])],
            below=sections,
        )
        self.add_class("mlw-kernel-lab")
        self.watch(self._more, "opened", self._show_more)
        self._show_more()

    @classmethod
    def suits(cls, dataset: Dataset) -> bool:
        """Return whether the data are pictures: only for these do networks use convolutions here."""
        return len(dataset.input_shape) == 3  # noqa: PLR2004 - rows, columns, channels

    @property
    def input(self) -> AnyArray:
        """A copy of what is convolved: float64 numbers, or the pixels of a picture."""
        setup = self.experiment.convolution.setup
        return _plain(setup.numbers if setup.picture is None else setup.picture.pixels)

    @input.setter  # noqa: A003 - what a convolution slides over is called its input
    def input(self, values: object) -> None:
        if _is_picture(values):
            values = _picture(values)
        with self.experiment.lock:
            if isinstance(values, (Picture, str)):
                self.experiment.convolution.take(values)
            else:
                self.experiment.convolution.change(numbers=values, picture=None)

    @property
    def kernel(self) -> AnyArray:
        """A copy of the kernel."""
        return _plain(self.experiment.convolution.setup.kernel)

    @kernel.setter
    def kernel(self, values: object) -> None:
        with self.experiment.lock:
            self.experiment.convolution.change(kernel=values)

    @property
    def output(self) -> AnyArray:
        """A copy of what comes out."""
        return _plain(self.experiment.convolution.convolved.output)

    def _show_more(self, _: Change = None) -> None:
        act = self._settings.add_class if not self._more.opened else self._settings.remove_class
        act("mlw-kernel-away")

    def _reset(self, _: Change) -> None:
        self.experiment.convolution.reset()

    def _outdated(self, _: Change) -> None:
        """Stay: the convolution does not depend on the data set."""


def _is_picture(values: object) -> TypeGuard[AnyArray]:
    """Return whether an array holds the pixels of a picture, and is too large for numbers one by one."""
    if not isinstance(values, np.ndarray) or values.dtype != np.uint8:
        return False
    return max(values.shape, default=0) > LAB_INPUT_SIDE.high


def _picture(pixels: AnyArray) -> Picture:
    pixels = pixels[:, :, np.newaxis] if pixels.ndim == 2 else pixels  # noqa: PLR2004 - rows and columns
    name = texts.KERNEL_ARRAY
    return Picture(name=name, title=name, pixels=pixels, credit="", licence="", alt=f"{name}.")


def _plain(grid: AnyArray) -> AnyArray:
    """Return a copy, without the last axis if there is one channel."""
    return grid[:, :, 0].copy() if grid.shape[2] == 1 else grid.copy()


def _result_alt(kernel: Array, output: Array) -> str:
    height, width, _ = output.shape
    rows, columns, _ = kernel.shape
    words = "; ".join(" ".join(number_text(value) for value in row) for row in kernel[:, :, 0])
    if rows * columns > MOST_SPOKEN:
        words = texts.KERNEL_OF_SIZE.format(rows=rows, columns=columns)
    return texts.KERNEL_RESULT_ALT.format(
        kernel=words,
        height=height,
        width=width,
        low=number_text(float(output.min())),
        high=number_text(float(output.max())),
    )
