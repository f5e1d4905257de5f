"""The confusion matrix of the validation data, with the examples behind each of its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.explain.network.confusion import Confusion
from mlwidgets.explain.wording import share_text
from mlwidgets.session import Example, Experiment
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.view import Change, View, close_parts
from mlwidgets.widgets.base.wording import (
    example_number,
    items,
    row_title,
    row_words,
    shows_pictures,
    with_article,
)
from mlwidgets.widgets.training import texts
from mlwidgets.widgets.training.confusion_matrix import ConfusionMatrix
from mlwidgets.widgets.training.example_gallery import ExampleGallery

if TYPE_CHECKING:
    from mlwidgets.session.run.snapshot import Validation

MOST_SHOWN = 48
"""Examples shown of one cell."""


_HEIGHT = 196
"""Of the examples behind a cell, in pixels: they end where the first screen of 1280 × 720 ends."""


class ConfusionView(View):
    """Choose a cell to see its examples; choose an example to look at it in every lab.

    Parameters
    ----------
    experiment : Experiment
        Whose validation data are counted.
    """

    def __init__(self, experiment: Experiment) -> None:
        names = list(experiment.dataset.class_names)
        self._matrix = ConfusionMatrix(
            counts=[[0] * len(names) for _ in names],
            class_names=names,
            caption=texts.CONFUSION_CAPTION.format(items=items(experiment.dataset)),
            row_title=texts.CONFUSION_ROWS,
            column_title=texts.CONFUSION_COLUMNS,
        )
        data = experiment.dataset
        self._gallery = ExampleGallery(empty_text=texts.CELL_UNCHOSEN, area_height=_HEIGHT)
        gallery = [self._gallery] if shows_pictures(data) or data.prepared is not None else []
        self._confusion: Confusion | None = None
        self._validation: Validation | None = None
        self._shown: list[int] = []
        super().__init__(experiment, [self._matrix, *gallery])
        self.add_class("mlw-pair")
        self._count()
        self.watch(experiment, "snapshot", self._count)
        self.watch(self._matrix, "selected", self._open_cell)
        self.watch(self._gallery, "selected", self._inspect)

    def _count(self, change: Change = None) -> None:
        snapshot = self.experiment.snapshot
        validation = None if snapshot is None else snapshot.validation
        if change is not None and validation is self._validation:
            return  # measured once an epoch, and looked at at every snapshot
        self._validation = validation
        names = self.experiment.dataset.class_names
        if list(names) != self._matrix.class_names:
            return  # of other data, for which the lab is built anew
        shares = None if validation is None else self.experiment.task.shares(validation.evaluation.output)
        if shares is None:
            self._confusion = None
            self._matrix.counts = [[0] * len(names) for _ in names]
        else:
            self._confusion = Confusion.of(self.experiment.split.y_validation, shares)
            self._matrix.counts = self._confusion.counts.tolist()
        self._open_cell()

    def close(self) -> None:
        """Free everything, the gallery too where it has nothing to show."""
        super().close()
        close_parts(self._gallery)
        self._gallery.close()

    def _open_cell(self, _: Change = None) -> None:
        if not self._matrix.selected or self._gallery not in self.children:
            return
        true, predicted = self._matrix.selected
        cell = None if self._confusion is None else self._confusion.cell(true, predicted)
        index = [] if cell is None else cell.index[:MOST_SHOWN].tolist()
        if index == self._shown and index:
            return
        self._shown = index
        if cell is None or not index:
            self._gallery.show_nothing(texts.CELL_NONE if self._confusion else texts.CELL_UNMEASURED)
            return
        names = self.experiment.dataset.class_names
        article = with_article(names[true])
        words = {"true": article[:1].upper() + article[1:], "predicted": names[predicted]}
        count = self._counted(names[true], len(cell.index), len(index))
        template = texts.CELL_RIGHT if true == predicted else texts.CELL_WRONG
        title = template.format(count=count, predicted=names[predicted])
        shares = [share_text(float(share)) for share in cell.confidence[: len(index)]]
        alts = [texts.CELL_ALT.format(share=share, **words) for share in shares]
        split, data = self.experiment.split, self.experiment.dataset
        if data.prepared is None:
            self._gallery.show(split.x_validation[index], captions=shares, alts=alts, title=title)
            return
        places = split.validation_index[index].tolist()
        rows = [
            texts.CELL_ROW.format(share=share, row=row_words(data, place))
            for share, place in zip(shares, places, strict=True)
        ]
        self._gallery.show_rows(rows, alts, title)

    def _counted(self, name: str, count: int, shown: int) -> str:
        """Return how many examples of a class there are: "5 eights", "1 eight", "48 of 96 eights"."""
        number = str(count) if shown == count else texts.CELL_SOME.format(shown=shown, count=count)
        if len(name) == 1 and name.isdecimal():
            kinds = texts.CELL_DIGITS if count == 1 else texts.CELL_DIGITS_MANY
            return f"{number} {kinds[int(name)]}"
        return texts.CELL_COUNT.format(count, count=number, name=name)

    def _inspect(self, _: Change) -> None:
        place = self._gallery.selected
        if not 0 <= place < len(self._shown):
            return
        split = self.experiment.split
        number = self._shown[place]
        place, data = int(split.validation_index[number]), self.experiment.dataset
        title = common.VALIDATION_EXAMPLE.format(number=place)
        if data.prepared is not None:
            title = row_title(example_number(data, "validation", place), "validation")
        self.experiment.example = Example(split.x_validation[number], title, int(split.y_validation[number]))
        self.said = texts.CELL_OPENED
