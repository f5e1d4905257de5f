"""A table of true classes against predictions, whose cells can be opened."""

from __future__ import annotations

from typing import Any

from traitlets import Int, List, TraitError, Unicode, validate

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.training import texts


class ConfusionMatrix(BaseWidget):
    """Counts of examples: a row for each true class, a column for each predicted class.

    It is a table, not a chart, so that keyboard and screen reader can read it cell by cell. A cell is
    coloured by its share of the row: blue where the prediction is right, orange where it is wrong.

    Parameters
    ----------
    class_names : list of str
        One name for each class.
    counts : list of list of int, optional
        ``counts[true][predicted]``, not negative; all 0 if not given, and then shown as dots.
    caption : str
        Stands above the table.
    row_title, column_title : str
        What the rows and the columns are.
    selected : list of int
        The chosen cell as ``[true, predicted]``, or empty. The learner chooses with a click, Enter or Space.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Raises
    ------
    traitlets.TraitError
        If the counts are not one row and one column for each class, or the cell does not exist.
    TypeError
        If a keyword is unknown.

    Notes
    -----
    To change the number of classes, set ``class_names``, ``counts`` and ``selected`` together, inside
    ``hold_trait_notifications()``.

    Examples
    --------
    >>> matrix = ConfusionMatrix(["cat", "dog"])
    >>> matrix.counts
    [[0, 0], [0, 0]]
    >>> matrix.counts = [[8, 2], [1, 9]]
    >>> matrix.selected = [0, 1]  # the two cats that were called dogs
    """

    _esm = bundle("training/confusion_matrix")
    _css = style("training/confusion_matrix")

    class_names = List(Unicode()).tag(sync=True)
    counts = List(List(Int(min=0))).tag(sync=True)
    caption = Unicode("").tag(sync=True)
    row_title = Unicode(texts.CONFUSION_ROWS).tag(sync=True)
    column_title = Unicode(texts.CONFUSION_COLUMNS).tag(sync=True)
    selected = List(Int(min=0)).tag(sync=True)

    def __init__(
        self,
        class_names: list[str],
        counts: list[list[int]] | None = None,
        *,
        caption: str = "",
        row_title: str = texts.CONFUSION_ROWS,
        column_title: str = texts.CONFUSION_COLUMNS,
        selected: list[int] | None = None,
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(
            class_names=class_names,
            counts=[[0] * len(class_names) for _ in class_names] if counts is None else counts,
            caption=caption,
            row_title=row_title,
            column_title=column_title,
            selected=[] if selected is None else selected,
            **others,
        )

    @validate("class_names", "counts")
    def _check_shape(self, proposal: dict[str, Any]) -> list[Any]:
        value: list[Any] = proposal["value"]
        is_names = proposal["trait"].name == "class_names"
        names, counts = (value, self.counts) if is_names else (self.class_names, value)
        if any(len(row) != len(names) for row in counts) or len(counts) != len(names):
            rows = sorted({len(row) for row in counts})
            raise TraitError(
                f"counts must have {len(names)} rows and columns, one for each of the class_names; "
                f"got {len(counts)} rows of length {' and '.join(map(str, rows)) or 0}."
            )
        return value

    @validate("selected")
    def _check_cell(self, proposal: dict[str, Any]) -> list[int]:
        cell: list[int] = proposal["value"]
        if cell and (len(cell) != 2 or max(cell) >= len(self.class_names)):  # noqa: PLR2004 - a row and a column
            raise TraitError(
                "selected must be empty or [true, predicted] with numbers "
                f"from 0 to {len(self.class_names) - 1}; got {cell}."
            )
        return cell
