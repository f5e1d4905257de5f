"""A row of a table that is edited, to see what the network would say then."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from traitlets import HasTraits, Instance

from mlwidgets.data.prepare.plan import usable
from mlwidgets.errors import DataError, SessionStateError
from mlwidgets.language import _
from mlwidgets.ranges import Interval, OneOf
from mlwidgets.session.inspection import Example
from mlwidgets.session.undo import GESTURE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlwidgets.data import Dataset
    from mlwidgets.data.prepare.prepared import PreparedTable
    from mlwidgets.data.tables.table import Table
    from mlwidgets.engine.arrays import AnyArray

PARTS = OneOf(name="part", options=("validation", "train", "test"))
"""Where a row can be taken from; test rows only once they have been opened."""

_LOCKED = _("The test rows are locked. Open the test set beside Run in Train when you have finished tuning.")
_NO_ROWS = {
    "validation": _("There are no validation rows here."),
    "train": _("There are no train rows here."),
}

MOST_EDITS = 200
"""So many edits can be taken back."""


@dataclass(frozen=True, eq=False)
class RowState:
    """A row and its edits.

    Attributes
    ----------
    part : str
        Where it has been taken from; see `PARTS`.
    number : int
        Its place among the rows of that part, from 0.
    row : int
        Its place in the table.
    original, values : mapping of str to str
        For each feature the value in the table, and the present one, as text; "" if it is missing.
    earlier : tuple of mappings
        The values before each edit.
    """

    part: str = "validation"
    number: int = 0
    row: int = 0
    original: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    earlier: tuple[Mapping[str, str], ...] = ()

    @property
    def edited(self) -> tuple[str, ...]:
        """The columns whose value is another one than in the table."""
        return tuple(name for name, value in self.values.items() if value != self.original[name])


class Asked(Protocol):
    """What a row draft needs of an experiment."""

    dataset: Any
    example: Any
    lock: Any

    @property
    def ledger(self) -> Any:  # noqa: ANN401 - a Ledger
        """What knows whether the test rows have been opened."""

    def observe(self, handler: Callable[[Any], None], names: str) -> None:
        """Call a function whenever a trait changes."""


class RowDraft(HasTraits):
    """One row of the experiment's table, edited value by value; it becomes the experiment's `example`.

    Parameters
    ----------
    experiment : Experiment
        Its data come from a table.

    Attributes
    ----------
    state : RowState
        The row, and what has been edited. Another data set starts at its first validation row.

    Examples
    --------
    >>> from mlwidgets.data.prepare.dataset import prepared_dataset
    >>> from mlwidgets.data.tables.bundled import bundled_table
    >>> from mlwidgets.session import Experiment
    >>> draft = RowDraft(Experiment(prepared_dataset(bundled_table("penguins"))))
    >>> draft.edit("island", "Dream")
    >>> draft.state.values["island"], draft.state.edited
    ('Dream', ('island',))
    """

    state = Instance(RowState, ())

    def __init__(self, experiment: Asked) -> None:
        super().__init__()
        self._experiment = experiment
        self._example: Example | None = None
        self._made: tuple[Mapping[str, str], Table] | None = None  # values, and the row that they are
        self._dragged: tuple[str, float] | None = None  # the column that a slider moves, and when last
        self._begin()
        experiment.observe(self._begin, "dataset")
        experiment.observe(self._follow, "example")

    @staticmethod
    def suits(dataset: Dataset) -> bool:
        """Return whether the data come from a table."""
        return dataset.prepared is not None

    @property
    def dataset(self) -> Dataset:
        """The data that the row is of."""
        dataset: Dataset = self._experiment.dataset
        return dataset

    @property
    def table_row(self) -> Table:
        """The row as it is now, a table of one row."""
        kept = self._made
        if kept is None or kept[0] is not self.state.values:
            kept = self._made = self.state.values, self._prepared.row_of(self.state.values)
        return kept[1]

    def rows(self, part: str) -> AnyArray:
        """Return the numbers of the rows of a part in the table."""
        found: AnyArray = getattr(self._prepared.parts, PARTS.check(part))
        return found

    @property
    def parts(self) -> dict[str, int]:
        """The parts that a row can be taken from now, with how many rows each has."""
        locked = self._experiment.ledger.test_locked
        counts = {part: len(self.rows(part)) for part in PARTS.options if part != "test" or not locked}
        return {part: count for part, count in counts.items() if count}

    def go(self, part: str, number: int) -> None:
        """Take a row by its part and its place there, counted from 0.

        Raises
        ------
        ConfigurationError
            There is no such part, or no such row.
        SessionStateError
            The test rows have not been opened.
        """
        if PARTS.check(part) not in self.parts:
            raise SessionStateError(_LOCKED if part == "test" else _NO_ROWS[part])
        last = self.parts[part] - 1
        number = Interval(name="row", low=0, high=last, integer=True).check_int(number)
        row = int(self.rows(part)[number])
        original = self.texts_of(row)
        self._put(RowState(part, number, row, original, dict(original)))

    def edit(self, column: str, value: str | float | None, *, drag: bool = False) -> None:
        """Give a column another value, a number or a text; "" or None for a missing one.

        Values that come quickly one after the other with `drag` are one step that can be taken back.

        Raises
        ------
        DataError
            There is no such column, or it cannot have the value.
        """
        now, dragged = time.monotonic(), self._dragged
        goes_on = dragged is not None and dragged[0] == column and now - dragged[1] < GESTURE_SECONDS
        self._change({column: value}, goes_on=drag and goes_on)
        self._dragged = (column, now) if drag else None

    def edit_many(self, values: Mapping[str, str | float | None]) -> None:
        """Give several columns other values, as one step that can be taken back."""
        self._change(values, goes_on=False)

    def undo(self) -> None:
        """Take back the last edit, if there is one."""
        self._dragged = None
        state = self.state
        if state.earlier:
            self._put(replace(state, values=state.earlier[-1], earlier=state.earlier[:-1]))

    def back(self) -> None:
        """Go back to the row as it stands in the table; that can be taken back, too."""
        self.edit_many(self.state.original)

    def texts_of(self, row: int) -> dict[str, str]:
        """Return the features of a row of the table as texts; "" where one is missing."""
        prepared = self._prepared
        one = prepared.table.take(np.array([row]))
        return {name: self._text_of(one, name) for name in prepared.plan.features}

    # ---- behind the scenes ----

    def _change(self, values: Mapping[str, str | float | None], *, goes_on: bool) -> None:
        """Give columns other values, as a step of its own or as part of the last one."""
        state = self.state
        made = self._prepared.row_of(dict(state.values) | dict(values))  # refuses what cannot be
        new = {name: self._text_of(made, name) for name in values}
        if all(state.values[name] == value for name, value in new.items()):
            return
        earlier = state.earlier if goes_on else (*state.earlier, state.values)[-MOST_EDITS:]
        self._put(replace(state, values={**state.values, **new}, earlier=earlier))

    @property
    def _prepared(self) -> PreparedTable:
        prepared: PreparedTable | None = self._experiment.dataset.prepared
        if prepared is None:
            raise DataError(
                _("The data set {name} does not come from a table. Choose one first.").format(
                    name=self._experiment.dataset.name
                )
            )
        return prepared

    def _begin(self, _: object = None) -> None:
        self._example = None
        if not self.suits(self._experiment.dataset):
            self.state = RowState()
            return
        self.go(next(iter(self.parts)), 0)

    def _text_of(self, one: Table, name: str) -> str:
        column = self._prepared.plan.as_planned(one, name)
        return column.texts(np.array([0]))[0] if usable(column)[0] else ""  # an infinite number is missing

    def _put(self, state: RowState) -> None:
        """Take another state, and let the experiment look at the row."""
        with self._experiment.lock:
            self.state = state
            x = self._prepared.transform(self.table_row)[0]
            title = f"Row {state.row + 1} ({_PARTS[state.part]})"
            if state.edited:
                self._example = Example(x, f"{title}, edited")  # nobody knows its true answer
            else:
                _, y = self._prepared.examples(np.array([state.row]))
                classes = self._experiment.dataset.n_classes
                self._example = Example(
                    x, title, truth=int(y[0]) if classes else None, target=None if classes else y[0]
                )
            self._experiment.example = self._example

    def _follow(self, _: object) -> None:
        """Take the row that another view has chosen for the experiment to look at."""
        example, dataset = self._experiment.example, self._experiment.dataset
        if example is None or example is self._example or dataset.prepared is None:
            return
        found = np.flatnonzero((dataset.x_train == example.x).all(axis=1))
        if len(found) and dataset.train_index is not None:
            row = int(dataset.train_index[found[0]])
            self._example = example  # it looks at it already
            for part in ("validation", "train"):
                at = np.flatnonzero(self.rows(part) == row)
                if len(at):
                    original = self.texts_of(row)
                    self.state = RowState(part, int(at[0]), row, original, dict(original))


_PARTS = {"validation": "validation", "train": "training", "test": "test"}
