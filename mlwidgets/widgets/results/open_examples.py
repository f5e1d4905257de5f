"""The examples behind a cell of the matrix, or behind the largest errors: as rows or as pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.explain.wording import number_text, share_text
from mlwidgets.language import numeral
from mlwidgets.session import Example
from mlwidgets.widgets.base.grey import grey_pictures
from mlwidgets.widgets.base.wording import row_title, shows_pictures
from mlwidgets.widgets.results import texts
from mlwidgets.widgets.results.example_rows import example_rows

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.results.part import Part
    from mlwidgets.widgets.results.results_board import ResultsBoard

MOST_SHOWN = 40
"""Examples that are shown of a cell."""


@dataclass(frozen=True, eq=False)
class Measured:
    """Examples, and what the network says of them.

    Attributes
    ----------
    name : str
        "train", "validation" or "test".
    x, y, numbers : ndarray
        The examples, their truths, and where they stand in the original data.
    truth, said : ndarray
        Numbers in their units; or whether each is of the class, and its share.
    focus : int or None
        Which class; None where numbers are predicted.
    """

    name: str
    x: AnyArray
    y: AnyArray
    numbers: AnyArray
    truth: AnyArray
    said: AnyArray
    focus: int | None


class OpenExamples:
    """Finds the examples that the learner wants to see in what has been measured last.

    Parameters
    ----------
    experiment : Experiment
        Whose examples they are.
    board : ResultsBoard
        Where they are shown.
    """

    def __init__(self, experiment: Experiment, board: ResultsBoard) -> None:
        self._experiment, self._board = experiment, board
        self._measured: Measured | None = None
        self._shown: AnyArray = np.zeros(0, int)

    def forget(self) -> None:
        """Know no examples any more."""
        self._measured, self._shown = None, self._shown[:0]
        self._board.forget_examples()

    def take_classes(self, part: Part, scores: AnyArray, focus: int) -> None:
        """Take other measurements of a class."""
        of_class = np.equal(part.y, focus)
        self._measured = Measured(part.name, part.x, part.y, part.numbers, of_class, scores, focus)

    def take_numbers(self, part: Part, truth: AnyArray, said: AnyArray) -> None:
        """Take other measurements of numbers."""
        self._measured = Measured(part.name, part.x, part.y, part.numbers, truth, said, None)

    def open_cell(self, of_class: bool, called: bool, threshold: float) -> None:
        """Show the examples of a cell of the matrix, the clearest first: those far from the threshold."""
        measured = self._measured
        if measured is None or measured.focus is None:
            return
        scores = measured.said.astype(np.float64)
        inside = (measured.truth == of_class) & ((scores >= threshold) == called)
        found = np.flatnonzero(inside)
        found = found[np.argsort(-scores[found] if called else scores[found], kind="stable")]
        name = self._experiment.dataset.class_names[measured.focus]
        title = texts.CELLS[of_class, called].format(count=numeral(len(found)), name=f"“{name}”")
        if len(found) > MOST_SHOWN:
            title += texts.CELL_SOME.format(shown=MOST_SHOWN)
        self._show(measured, found[:MOST_SHOWN], title, key=f"{of_class:d}{called:d}")

    def open_worst(self) -> None:
        """Show the examples with the largest errors, the worst first."""
        measured = self._measured
        if measured is None or measured.focus is not None:
            return
        order = np.argsort(-np.abs(measured.truth - measured.said), kind="stable")[:MOST_SHOWN]
        self._show(measured, order, texts.WORST.format(count=len(order)), key="worst")

    def inspect(self, at: int) -> bool:
        """Put one of the examples under inspection in every lab; return whether there is such a one."""
        measured = self._measured
        if measured is None or not 0 <= at < len(self._shown):
            return False
        place = int(self._shown[at])
        number = int(measured.numbers[place])
        title = texts.TITLES[measured.name].format(number=number)
        if self._experiment.dataset.prepared is not None:
            title = row_title(number, measured.name)
        x, y = measured.x[place], measured.y[place]
        if measured.focus is None:
            self._experiment.example = Example(x, title, target=y)
        else:
            self._experiment.example = Example(x, title, int(y))
        return True

    def _show(self, measured: Measured, places: AnyArray, title: str, *, key: str) -> None:
        data = self._experiment.dataset
        self._shown = places
        x, numbers = measured.x[places], measured.numbers[places]
        names, rows = example_rows(data, x, numbers)
        head, cells = self._answers(measured, places)
        self._board.show_examples(
            title,
            key=key,
            numbers=numbers,
            kind=texts.EXAMPLE if data.prepared is None else texts.ROW,
            columns=[*head, *names],
            rows=[[*own, *values] for own, values in zip(cells, rows, strict=True)],
            pictures=grey_pictures(x) if shows_pictures(data) else None,
        )

    def _answers(self, measured: Measured, places: AnyArray) -> tuple[list[str], list[list[str]]]:
        """Return the truth of each example and what the network says, with the names of these columns."""
        truth, said = measured.truth[places].tolist(), measured.said[places].tolist()
        if measured.focus is None:
            pairs = zip(truth, said, strict=True)
            return [texts.TRUTH, texts.SAID, texts.RESIDUAL], [
                [number_text(y), number_text(guess), number_text(y - guess)] for y, guess in pairs
            ]
        names = self._experiment.dataset.class_names
        classes = [names[int(number)] for number in measured.y[places]]
        columns = [texts.TRUTH, texts.SHARE.format(name=names[measured.focus])]
        return columns, [[name, share_text(share)] for name, share in zip(classes, said, strict=True)]
