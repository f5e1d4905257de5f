"""The pixels of the picture under inspection, as the whole numbers that a network is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.explain.pictures.pixels import are_pictures, largest_value, whole_pixels
from mlwidgets.session import Example
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.data import picture_texts as texts
from mlwidgets.widgets.data.pixel_grid import PixelGrid

if TYPE_CHECKING:
    from mlwidgets.session import Experiment


class PixelsView(View):
    """Every pixel is a whole number from 0 to 255: here they are read.

    It shows the example of the experiment, which the gallery or any other lab has chosen, or else the first
    training picture.

    Parameters
    ----------
    experiment : Experiment
        Whose picture it is.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.grid = PixelGrid()
        self._at = 0
        super().__init__(experiment, [self.grid])
        self.watch(experiment, ("dataset", "example"), self._follow)
        self.grid.on_step(self.safely(self._step))
        self._follow()

    def _follow(self, _: Change = None) -> None:
        data, example = self.experiment.dataset, self.experiment.example
        if not are_pictures(data.input_shape):
            self.grid.show_nothing(texts.NOT_PICTURES)
            return
        self._at = min(self._at, len(data.x_train) - 1)
        if example is None or example.x.shape != data.input_shape:
            example = self._training(self._at)
        name = texts.UNKNOWN
        if data.n_classes and example.truth is not None and example.truth < data.n_classes:
            name = data.class_names[example.truth]
        pixels = whole_pixels(example.x, largest_value(data.x_train))
        self.grid.show_picture(pixels, title=example.title, label=name)

    def _training(self, at: int) -> Example:
        data = self.experiment.dataset
        title = texts.EXAMPLE.format(kind=texts.KINDS["train"], number=at)
        y = data.y_train[at]
        return (
            Example(data.x_train[at], title, int(y)) if data.n_classes else Example(data.x_train[at], title)
        )

    def _step(self, by: int) -> None:
        """Go to another training picture: the one beside the last that was shown here."""
        data, example = self.experiment.dataset, self.experiment.example
        if not are_pictures(data.input_shape):
            return
        kind, _, number = (example.title if example else "").rpartition(" ")
        if kind == str(texts.KINDS["train"]) and number.isdecimal():
            self._at = int(number)
        self._at = (self._at + by) % len(data.x_train)
        self.experiment.example = self._training(self._at)
