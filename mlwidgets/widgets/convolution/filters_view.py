"""Kernels on their way into a network, and out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets
import numpy as np

from mlwidgets.explain.convolution.similarity import as_pictures, similarity
from mlwidgets.explain.wording import number_text
from mlwidgets.ranges import FILTER_NUMBER
from mlwidgets.session.convolution.hand_made import (
    LearnedFilters,
    hand_made,
    with_kernel,
    without_kernels,
)
from mlwidgets.session.run.snapshot import Status
from mlwidgets.widgets.base.settings_view import options
from mlwidgets.widgets.base.view import Change, box
from mlwidgets.widgets.base.wording import updates
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.convolution import texts
from mlwidgets.widgets.convolution.convolution_view import ConvolutionView
from mlwidgets.widgets.training.example_gallery import ExampleGallery

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.session import Experiment

YES, NO = "yes", "no"


class FiltersView(ConvolutionView):
    """Makes the kernel a filter of the network's first convolution, and brings a learned filter here.

    Filters are counted from 1, in words as in pictures; Python counts from 0.

    Parameters
    ----------
    experiment : Experiment
        Whose kernel and whose network.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._filters: list[LearnedFilters] = []
        self._order: list[int] = []  # which filter stands where in the gallery, after the kernel itself
        self._number = NumberControl(
            1, minimum=1, maximum=8, integer=True, label=texts.FILTERS_NUMBER, help=texts.FILTERS_NUMBER_HELP
        )
        self._trainable = ChoiceControl(
            NO, options=options(texts.FILTERS_TRAINABLES), label=texts.FILTERS_TRAINABLE
        )
        self._layer = ChoiceControl("", options=[("", "")], label=texts.FILTERS_LAYER)
        self._gallery = ExampleGallery(empty_text=texts.FILTERS_NONE, picture_size=64, area_height=128)
        self._said, self._alike = ipywidgets.Label(""), ipywidgets.Label("")
        buttons = [
            self.button(texts.FILTERS_USE, texts.FILTERS_USE_HELP, self._use),
            self.button(texts.FILTERS_WITHOUT, texts.FILTERS_WITHOUT_HELP, self._take_out),
        ]
        parts = [
            box(ipywidgets.HBox, "mlw-row", [self._number, self._trainable]),
            box(ipywidgets.HBox, "mlw-buttons", buttons),
            self._said,
            self._layer,
            self._gallery,
            self._alike,
        ]
        super().__init__(experiment, parts)
        self.add_class("mlw-filters")
        for label in (self._said, self._alike):
            label.add_class("mlw-sentence")
        self.watch(self._layer, "value", self._show_gallery)
        self.watch(self._gallery, "selected", self._bring)
        self.watch(experiment, ("snapshot", "status", "layers"), self._follow_run)
        self.observe(self._show_fault, "fault")
        self.follow()

    def show(self) -> None:
        """Bring everything up to date with the kernel."""
        self._show_filters()

    # ---- from the page ----

    def _use(self, _: Change) -> None:
        experiment, setup = self.experiment, self.convolution.setup
        number = int(self._number.value) - 1
        kernel = np.asarray(self.convolution.convolved.applied, np.float64) / setup.settings.divisor
        first = self._filters[0] if self._filters else None
        experiment.layers = with_kernel(
            experiment.layers,
            kernel,
            setup.settings.bias,
            number,
            in_channels=kernel.shape[2] if first is None else first.kernel.shape[2],
            trainable=self._trainable.value == YES,
        )
        self._show_filters()
        said = texts.FILTERS_LEARNS if self._trainable.value == YES else texts.FILTERS_FROZEN
        self._said.value = said.format(number=number + 1)

    def _take_out(self, _: Change) -> None:
        self.experiment.layers = without_kernels(self.experiment.layers)
        self._show_filters()
        self._said.value = texts.FILTERS_TAKEN_OUT

    def _bring(self, _: Change) -> None:
        """Make the filter that was chosen the kernel."""
        place = self._gallery.selected - 1
        if place < 0 or place >= len(self._order):
            return
        number, filters = self._order[place], self._chosen()
        if filters is None:
            return
        kernel = filters.kernel[..., number].astype(np.float64)
        averaged = self.convolution.bring(kernel, float(filters.bias[number]))
        said = texts.FILTERS_BROUGHT.format(number=number + 1, layer=filters.layer + 1)
        if averaged:
            said += texts.FILTERS_AVERAGED.format(slices=kernel.shape[2])
        self._said.value = said

    # ---- to the page ----

    def _follow_run(self, _: Change) -> None:
        # While a network learns, its filters keep their places: nobody could choose one that moves.
        self._show_filters(sort=self.experiment.status is not Status.RUNNING)

    def _show_fault(self, change: Change) -> None:
        self._said.value = change["new"]

    def _show_filters(self, *, sort: bool = True) -> None:
        self._filters = self.experiment.filters()
        if not self._filters:
            self._layer.disabled = True
            self._gallery.show_nothing(texts.FILTERS_NONE)
            self._alike.value = ""
            return
        self._layer.disabled = False
        most = min(self._filters[0].kernel.shape[3], FILTER_NUMBER.high + 1)
        self._number.set_range(1, max(most, 2))  # a range of one number is none
        self._number.disabled = most == 1
        if most == 1:
            self._number.value = 1.0
        choices = [(_layer_text(filters), str(filters.layer)) for filters in self._filters]
        chosen = self._chosen()
        self._layer.offer(choices, choices[0][1] if chosen is None else str(chosen.layer))
        self._show_gallery(sort=sort)

    def _show_gallery(self, _: Change = None, *, sort: bool = True) -> None:
        filters = self._chosen()
        if filters is None:
            return
        kernel = np.asarray(self.convolution.convolved.applied, np.float64)
        alike = kernel.shape == filters.kernel.shape[:3]
        values = similarity(kernel, filters.kernel) if alike else np.zeros(filters.kernel.shape[3])
        if sort or len(self._order) != len(values):
            self._order = np.argsort(-values, kind="stable").tolist()
        self._gallery.show(*self._pictures(kernel, filters, values, alike=alike), title=texts.FILTERS_GALLERY)
        best = int(np.argmax(values))
        snapshot = self.experiment.snapshot
        self._alike.value = (
            texts.FILTERS_MOST_SIMILAR.format(
                updates=updates(0 if snapshot is None else snapshot.iteration),
                number=best + 1,
                similarity=number_text(float(values[best]), 2),
            )
            if alike
            else texts.FILTERS_OTHER_SIZE
        )

    def _pictures(
        self, kernel: Array, filters: LearnedFilters, values: Array, *, alike: bool
    ) -> tuple[Array, list[str], list[str]]:
        """Return pictures, captions and alternatives: the kernel itself, then the filters by similarity."""
        made = hand_made(self.experiment.layers) if filters is self._filters[0] else {}
        size = filters.kernel.shape[:2]
        mine = (
            as_pictures(kernel[..., np.newaxis])
            if kernel.shape[:2] == size
            else np.full((1, *size), 128, np.uint8)
        )
        pictures = np.concatenate([mine, as_pictures(filters.kernel[..., self._order])])
        captions, alts = [texts.FILTERS_MINE], [texts.FILTERS_MINE_ALT]
        for number in self._order:
            text = number_text(float(values[number]), 2) if alike else texts.FILTERS_UNKNOWN
            captions.append(
                texts.FILTERS_FILTER.format(number=number + 1, similarity=text) if alike else str(number + 1)
            )
            alts.append(
                texts.FILTERS_ALT.format(
                    number=number + 1,
                    similarity=text,
                    made=texts.FILTERS_MADE[made[number]] if number in made else "",
                )
            )
        return pictures, captions, alts

    def _chosen(self) -> LearnedFilters | None:
        """Return the filters of the layer that was chosen; of the first one if it is there no more."""
        for filters in self._filters:
            if str(filters.layer) == self._layer.value:
                return filters
        return self._filters[0] if self._filters else None


def _layer_text(filters: LearnedFilters) -> str:
    height, width, channels, count = filters.kernel.shape
    return texts.FILTERS_LAYER_OPTION.format(
        number=filters.layer + 1,
        filters=count,
        height=height,
        width=width,
        channels=texts.FILTERS_CHANNELS.format(channels),
    )
