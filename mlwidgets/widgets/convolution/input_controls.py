"""Where the input of the convolution lab comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets
import numpy as np

from mlwidgets.data.pictures.bundled import bundled_pictures, bundled_title
from mlwidgets.data.pictures.picture import Picture
from mlwidgets.data.pictures.reading import load_picture
from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.convolution.grid_editing import resized, with_channels
from mlwidgets.ranges import LAB_INPUT_CHANNELS, LAB_INPUT_SIDE
from mlwidgets.session.convolution.setup import bundled_name
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.settings_view import counted
from mlwidgets.widgets.base.view import Change, box
from mlwidgets.widgets.base.wording import shows_pictures
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.file_upload import FileUpload
from mlwidgets.widgets.convolution import texts
from mlwidgets.widgets.convolution.convolution_view import ConvolutionView, side_control
from mlwidgets.widgets.convolution.picture_file import PICTURE_FILES
from mlwidgets.widgets.predict.digit_pad import DigitPad

if TYPE_CHECKING:
    from mlwidgets.session import Experiment

NUMBERS, DRAWING, EXAMPLE, OWN = "/numbers", "/drawing", "/example", "/own"
"""What the menu of inputs offers besides the bundled pictures; no file and no such picture has a slash."""


class InputControls(ConvolutionView):
    """Chooses the input: numbers, a bundled picture, a drawing, the example under Predict, or one's own.

    Parameters
    ----------
    experiment : Experiment
        Whose convolution is worked on.

    Attributes
    ----------
    more : Box
        What belongs to the input and is needed less often.
    beside : Box
        The drawing pad while the drawing is the input: it stands beside what is made of it.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._own: Picture | None = None
        self._shown: Picture | None = None
        self._rng = np.random.default_rng(experiment.seed)
        self._source = ChoiceControl(NUMBERS, options=self._options(), label=texts.KERNEL_INPUT)
        self._upload = FileUpload(PICTURE_FILES, label=texts.YOUR_PICTURE)
        self._rows = side_control(texts.KERNEL_ROWS, LAB_INPUT_SIDE)
        self._columns = side_control(texts.KERNEL_COLUMNS, LAB_INPUT_SIDE)
        self._channels = ChoiceControl(
            "1",
            options=counted(LAB_INPUT_CHANNELS),
            label=texts.KERNEL_CHANNELS,
            help=texts.KERNEL_CHANNELS_HELP,
        )
        filled = self.button(texts.KERNEL_RANDOM, texts.KERNEL_RANDOM_HELP, self._fill)
        filled_row = box(ipywidgets.HBox, "mlw-buttons", [filled])
        self._for_numbers = (self._rows, self._columns, self._channels, filled_row)
        self._pad = DigitPad(label=texts.KERNEL_PAD)
        self.more = box(ipywidgets.HBox, "mlw-settings", [])
        self.beside = box(ipywidgets.HBox, "mlw-kernel-pad", [])
        super().__init__(experiment, [self._source])
        self.listen(self._source, self._choose, name="convolution.input")
        for control, act in (
            (self._rows, self._resize),
            (self._columns, self._resize),
            (self._channels, self._choose_channels),
        ):
            self.listen(control, act, name="convolution.input_size")
        self.watch(self._pad, "drawing", self._redraw)
        self.watch(experiment, "example", self._follow_example)
        self._upload.on_upload(self._take_file)
        self.add_class("mlw-group")
        self.follow()

    def show(self) -> None:
        """Bring the controls up to date with the convolution."""
        setup = self.convolution.setup
        picture, source = setup.picture, _source_of(setup.picture)
        if source == OWN:
            self._own = picture
        self._source.offer(self._options(), source)
        self._source.help = "" if picture is None else _about(picture, source)
        if picture is not self._shown:
            self._shown = picture
            self._upload.forget()
        self._upload.name = picture.name if picture is not None and source == OWN else ""
        rows, columns, channels = setup.numbers.shape
        self._rows.show(float(rows))
        self._columns.show(float(columns))
        self._channels.value = str(channels)
        _put(self.more, (*self._for_numbers, self._upload) if source == NUMBERS else (self._upload,))
        _put(self.beside, (self._pad,) if source == DRAWING else ())

    def close(self) -> None:
        """Free everything, what is not on the page now as well."""
        self.children = (self._source, *self._for_numbers, self._pad, self._upload)
        super().close()

    def _options(self) -> list[tuple[str, str]]:
        options = [(texts.KERNEL_NUMBERS, NUMBERS)]
        options += [(bundled_title(name), name) for name in bundled_pictures()]
        options.append((texts.KERNEL_DRAWING, DRAWING))
        options.append((texts.KERNEL_EXAMPLE, EXAMPLE))
        own = texts.KERNEL_CHOOSE_PICTURE
        options.append(
            (own if self._own is None else texts.KERNEL_OWN_PICTURE.format(name=self._own.name), OWN)
        )
        return options

    def _choose(self, _: Change) -> None:
        """Take the input that was chosen, unless it is the one that is there."""
        source = self._source.value
        if source == NUMBERS:
            self.convolution.take(None)
        elif source == DRAWING:
            self._draw()
        elif source == OWN:
            if self._own is None:
                raise ConfigurationError(texts.KERNEL_CHOOSE_FIRST)
            self.convolution.take(self._own)
        elif source == EXAMPLE:
            self.convolution.take(self._example(), gesture=EXAMPLE)
        else:
            self.convolution.take(source)

    def _take_file(self, name: str, content: bytes) -> None:
        picture = load_picture(content, name)
        with self.experiment.lock:
            self.convolution.take(picture)

    def _redraw(self, _: Change) -> None:
        if _source_of(self.convolution.setup.picture) == DRAWING:  # else the last stroke comes too late
            self._draw()

    def _draw(self) -> None:
        drawing = _made_here(DRAWING, texts.KERNEL_DRAWING, self._pad.image[:, :, np.newaxis])
        self.convolution.take(drawing, gesture=DRAWING)  # the pad itself can take strokes back

    def _follow_example(self, _: Change) -> None:
        """Take the next example under inspection if the last one is the input."""
        source = _source_of(self.convolution.setup.picture)
        if source == EXAMPLE and self.experiment.example is not None:
            self.convolution.take(self._example(), gesture=EXAMPLE)

    def _example(self) -> Picture:
        """Return the example under inspection as a picture; the first test example if there is none."""
        dataset, example = self.experiment.dataset, self.experiment.example
        if not shows_pictures(dataset):
            raise ConfigurationError(texts.KERNEL_NO_EXAMPLE.format(dataset=dataset.describe()))
        x = dataset.x_test[0] if example is None else example.x
        title = common.TEST_EXAMPLE.format(number=0) if example is None else example.title
        return _made_here(EXAMPLE, title, np.clip(np.rint(x * 255), 0, 255).astype(np.uint8))

    def _resize(self, change: Change) -> None:
        rows, columns = int(self._rows.value), int(self._columns.value)
        if self.convolution.setup.numbers.shape[:2] == (rows, columns):
            return
        # A slider that is dragged to and fro must not cut off what it comes back to.
        gesture = self.gesture(change["owner"])
        numbers = self.convolution.before(gesture).numbers
        self.convolution.change(gesture=gesture, numbers=resized(numbers, rows, columns))

    def _choose_channels(self, _: Change) -> None:
        numbers, wanted = self.convolution.setup.numbers, int(self._channels.value)
        if numbers.shape[2] != wanted:
            self.convolution.change(numbers=with_channels(numbers, wanted), keep_preset=True)

    def _fill(self, _: Change) -> None:
        shape = self.convolution.setup.numbers.shape
        self.convolution.change(numbers=self._rng.integers(0, 256, shape).astype(np.float64))


def _put(where: ipywidgets.Box, parts: tuple[ipywidgets.Widget, ...]) -> None:
    if where.children != parts:
        where.children = parts


def _source_of(picture: Picture | None) -> str:
    """Return which choice of the menu an input is."""
    if picture is None:
        return NUMBERS
    return bundled_name(picture) or (picture.name if picture.name in (DRAWING, EXAMPLE) else OWN)


def _about(picture: Picture, source: str) -> str:
    """Return what there is to say about a picture: where it comes from, or what was done to it."""
    if source == EXAMPLE:
        return f"{picture.title}."
    if picture.shrunk_from is not None:
        (height, width), (new_height, new_width, _) = picture.shrunk_from, picture.pixels.shape
        return texts.KERNEL_SHRUNK.format(
            height=height, width=width, new_height=new_height, new_width=new_width
        )
    return f"{picture.credit}. {picture.licence}." if picture.licence else ""


def _made_here(name: str, title: str, pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Picture:
    return Picture(name=name, title=title, pixels=pixels, credit="", licence="", alt=f"{title}.")
