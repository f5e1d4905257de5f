"""The gallery: the pictures of a data set by class, from the training, the validation or the test part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets
import numpy as np

from mlwidgets.explain.pictures.pixels import are_pictures, largest_value, whole_pixels
from mlwidgets.language import numeral
from mlwidgets.session import Example
from mlwidgets.widgets.base.settings_view import SettingsView, options
from mlwidgets.widgets.base.view import box
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.data import picture_texts as texts
from mlwidgets.widgets.data.gallery import Gallery

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mlwidgets.data import Dataset
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change

_ALL = "all"


class GalleryView(SettingsView):
    """Pictures in pages, sent as they are looked at; one that is chosen is the example of every lab.

    Parameters
    ----------
    experiment : Experiment
        Whose pictures are shown.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.gallery = Gallery()
        self._room = 12, 10  # columns and rows, until the page says how many it has room for
        self._page = 0
        self._late = False  # whether the data have changed while nobody was looking
        self._white = 1.0
        self._members: list[NDArray[np.int64]] = []
        self._part = ChoiceControl(
            "train", options=options(texts.PARTS), label=texts.PART, help=texts.PART_HELP
        )
        self._class = ChoiceControl(
            _ALL, options=[(texts.ALL, _ALL)], label=texts.CLASS, help=texts.CLASS_HELP
        )
        head = box(ipywidgets.HBox, "mlw-gallery-head", [self._part, self._class])
        super().__init__(experiment, [head, self.gallery])
        self.add_class("mlw-gallery-view")
        self.listen(self._part, self._take)
        self.listen(self._class, self._take)
        self.watch(experiment, ("dataset", "validation_split", "seed"), self._follow)
        self.watch(self.gallery, "visible", self._catch_up)
        self.watch(experiment, "example", self._mark)
        self.gallery.on_fit(lambda columns, rows: self.safely(self._fit)((columns, rows)))
        self.gallery.on_turn(self.safely(self._turn))
        self.gallery.on_choose(self.safely(self._choose))
        self._renew()

    def show(self) -> None:
        """Offer the classes and parts that there are."""
        names = self.experiment.dataset.class_names
        offered = [(texts.ALL, _ALL), *((name, str(at)) for at, name in enumerate(names))]
        if self._class.options != offered:
            with self._class.hold_sync():
                self._class.value = _ALL
                self._class.options = offered
        parts = dict(texts.PARTS)
        if not len(self.experiment.split.x_validation):
            parts.pop("validation")
        if self._part.options != options(parts):
            with self._part.hold_sync():
                self._part.value = "train" if self._part.value not in parts else self._part.value
                self._part.options = options(parts)

    # ---- which pictures ----

    def _examples(self) -> tuple[AnyArray, AnyArray, AnyArray]:
        """Return the pictures of the part, their classes, and where each stands in the data set."""
        split, data, part = self.experiment.split, self.experiment.dataset, self._part.value
        if part == "test":
            return data.x_test, data.y_test, np.arange(len(data.x_test))
        if part == "validation":
            return split.x_validation, split.y_validation, split.validation_index
        return split.x_train, split.y_train, split.train_index

    def _follow(self, _: Change) -> None:
        self._late = True
        self._catch_up()

    def _catch_up(self, _: Change = None) -> None:
        if self._late and self.gallery.visible:
            self._renew()

    def _renew(self) -> None:
        self._late = False
        self.refresh()
        self._take()

    def _take(self, _: Change = None) -> None:
        """Find out which pictures each class has, and show the first page."""
        data = self.experiment.dataset
        if are_pictures(data.input_shape):
            self._white = largest_value(data.x_train)
            _, y, _ = self._examples()
            if data.n_classes:
                order = np.argsort(y, kind="stable")
                ends = np.cumsum(np.bincount(y, minlength=data.n_classes))
                self._members = np.split(order, ends[:-1])
            else:
                self._members = [np.arange(len(y))]
        self._page = 0
        self._show()

    @property
    def _shown_classes(self) -> tuple[int, ...]:
        """The classes of the page: all that there is room for, or the one that is chosen."""
        if self._class.value != _ALL:
            return (int(self._class.value),)
        count, rows = len(self._members), self._room[1]
        first = self._page // self._pages_of_a_block * rows
        return tuple(range(first, min(first + rows, count)))

    @property
    def _lines(self) -> int:
        """How many rows each class has."""
        return self._room[1] if self._class.value != _ALL else max(1, self._room[1] // len(self._members))

    @property
    def _pages_of_a_block(self) -> int:
        """How many pages the largest class takes; with more classes than rows there are blocks of them."""
        each = self._room[0] * self._lines
        members = self._members if self._class.value == _ALL else [self._members[int(self._class.value)]]
        return max(1, *(-(-len(one) // each) for one in members))

    @property
    def _pages(self) -> int:
        blocks = 1 if self._class.value != _ALL else -(-len(self._members) // self._room[1])
        return self._pages_of_a_block * blocks

    @property
    def _rows(self) -> list[tuple[int, bool, NDArray[np.int64]]]:
        """Return for each row its class, whether it is the first of it, and the positions of its pictures."""
        columns, lines = self._room[0], self._lines
        start = self._page % self._pages_of_a_block * columns * lines
        rows = []
        for at in self._shown_classes:
            shown = self._members[at][start : start + columns * lines]
            parts = [shown[first : first + columns] for first in range(0, max(len(shown), 1), columns)]
            rows += [(at, line == 0, part) for line, part in enumerate(parts)]
        return rows

    # ---- showing ----

    def _show(self) -> None:
        if self._late:  # the page has asked for something before it said that it is seen
            self._renew()
            return
        data, part = self.experiment.dataset, self._part.value
        if not are_pictures(data.input_shape):
            self.gallery.page = {"summary": texts.NOT_PICTURES}
            return
        x, _, where = self._examples()
        rows, pages = self._rows, self._pages
        chosen = np.concatenate([one for _, _, one in rows])
        height, width, channels = data.input_shape
        summary = texts.SUMMARY.format(
            kinds=texts.PLURALS[part],
            count=numeral(len(x)),
            height=height,
            width=width,
            colours=texts.GREY if channels == 1 else texts.RGB,
            rows=texts.SHOWN_ALL.format(page=numeral(self._page + 1), pages=numeral(pages)),
        )
        with self.gallery.hold_sync():
            self.gallery.show_page(
                whole_pixels(x[chosen], self._white),
                numbers=where[chosen],
                rows=[
                    (self._name(at, data), self._count(at) if first else "", len(one))
                    for at, first, one in rows
                ],
                kind=texts.KINDS[part],
                summary=summary,
                page=self._page,
                pages=pages,
            )
            self._mark()

    def _name(self, at: int, data: Dataset) -> str:
        return data.class_names[at] if data.n_classes else texts.NO_CLASS

    def _count(self, at: int) -> str:
        return numeral(len(self._members[at]))

    def _fit(self, room: tuple[int, int]) -> None:
        if room != self._room:
            self._room, self._page = room, 0
            self._show()

    def _turn(self, page: int) -> None:
        if self._members and 0 <= page < self._pages and page != self._page:
            self._page = page
            self._show()

    def _choose(self, number: int) -> None:
        """Make a picture the example of every lab."""
        x, y, where = self._examples()
        found = np.flatnonzero(where == number)
        if not len(found):
            return
        at, data = int(found[0]), self.experiment.dataset
        title = texts.EXAMPLE.format(kind=texts.KINDS[self._part.value], number=number)
        if data.n_classes:
            self.experiment.example = Example(x[at], title, int(y[at]))
        else:
            self.experiment.example = Example(x[at], title, target=y[at])

    def _mark(self, _: Change = None) -> None:
        """Say which picture of the page is the example."""
        example = self.experiment.example
        kind, _, number = (example.title if example else "").rpartition(" ")
        here = kind == str(texts.KINDS[self._part.value]) and number.isdecimal()
        self.gallery.chosen = int(number) if here else -1
