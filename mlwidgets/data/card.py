"""`DataCard`: what everyone should know of a data set before learning from it, and a text to take away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from mlwidgets.data.card_facts import (
    CardClass,
    CardColumn,
    class_counts,
    copies,
    number_facts,
    table_columns,
    table_facts,
)
from mlwidgets.data.prepare.choices import Role
from mlwidgets.data.relabelled import changed_labels
from mlwidgets.data.tables.table import Kind, Table
from mlwidgets.data.wording import CLASSES, FEATURES
from mlwidgets.language import _, n_, numeral

if TYPE_CHECKING:
    from mlwidgets.data.dataset import Dataset, Split
    from mlwidgets.data.prepare.prepared import PreparedTable

_PICTURE_RANK = 3
_CHANNELS = {1: _("1 (grey)"), 3: _("3 (red, green, blue)")}
_UNKNOWN_LICENCE = _("not known: ask before you pass the data on")
_TO_PREDICT = _("To predict")
_LEFT_OUT = n_("{count:,} row without a target", "{count:,} rows without a target")
_PARTS = {
    _("Training"): _("{count:,} training"),
    _("Validation"): _("{count:,} validation"),
    _("Test"): _("{count:,} test"),
}
"""The heading of a part, and how many examples it has."""
_IN_WORDS: dict[str, str] = {
    Kind.NUMBER: _("number"),
    Kind.CATEGORY: _("category"),
    Kind.TEXT: _("text"),
    Kind.DATE: _("date"),
    Role.FEATURE: _("feature"),
    Role.TARGET: _("target"),
    Role.IGNORED: _("ignored"),
}
"""What a column is, and what it is for."""


@dataclass(frozen=True, kw_only=True)
class DataCard:
    """What everyone should know of a data set.

    Attributes
    ----------
    name : str
        What the data set is called.
    facts : tuple of (str, str)
        A label and what is known: rows, what is to be predicted, duplicates, source, licence and more.
    parts : tuple of str
        The parts that `classes` counts, "Training" first; empty for a table that is not divided.
    classes : tuple of CardClass
        How many examples of each class are in each part; empty if a number is predicted.
    columns : tuple of CardColumn
        For a table each of its columns.

    Examples
    --------
    >>> from mlwidgets.data.tables.bundled import bundled_table
    >>> print(DataCard.of(bundled_table("iris")).markdown().split("## Columns")[0].strip())
    # iris
    <BLANKLINE>
    - **Rows**: 150
    - **Columns**: 5 (4 numbers, 1 category)
    - **Different rows**: 149 of 150
    - **Missing**: nothing
    - **Source**: Iris: 150 flowers of three species, R. A. Fisher (1936), from scikit-learn
    - **Licence**: BSD-3-Clause, as scikit-learn distributes it
    """

    name: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[str, ...] = ()
    classes: tuple[CardClass, ...] = ()
    columns: tuple[CardColumn, ...] = ()

    @classmethod
    def of(cls, data: Dataset | Table, split: Split | None = None) -> Self:
        """Return the card of a data set or of a table.

        Parameters
        ----------
        data : Dataset or Table
            What it is about.
        split : Split, optional
            How the training part of a data set is divided; without it only training and test are told apart.
        """
        if isinstance(data, Table):
            facts = (*table_facts(data), *_origin(data.source, data.licence))
            return cls(name=data.name, facts=facts, columns=table_columns(data, None))
        parts, sizes = _sizes(data, split)
        classes = class_counts(data, split)
        prepared = data.prepared
        divided = (
            _("Divided into"),
            ", ".join(_PARTS[part].format(count=size) for part, size in zip(parts, sizes, strict=True)),
        )
        known = _of_prepared(prepared) if prepared is not None else _of_arrays(data)
        facts = (*known, _target(data), divided, *_changed(data), *_origin(data.source, data.licence))
        return cls(
            name=data.name,
            facts=facts,
            parts=parts,
            classes=classes,
            columns=() if prepared is None else table_columns(prepared.table, prepared.plan),
        )

    def markdown(self) -> str:
        """Return the card as Markdown, which also reads well as plain text."""
        lines = [f"# {_plain(self.name)}", ""]
        lines += [f"- **{label}**: {_plain(words)}" for label, words in self.facts]
        if self.classes:
            heads = (_("Class"), *self.parts)
            lines += ["", _("## Classes").format(), "", *_heading(heads)]
            for one in self.classes:
                lines.append(_row((one.name, *(numeral(size) for size in one.counts))))
        if self.columns:
            lines += [
                "",
                _("## Columns").format(),
                "",
                *_heading((_("Column"), _("Kind"), _("Role"), _("Missing"), _("Different"), _("Values"))),
            ]
            for column in self.columns:
                cells = (
                    column.name,
                    _IN_WORDS.get(column.kind, column.kind),
                    _IN_WORDS.get(column.role, column.role),
                    numeral(column.missing),
                    numeral(column.different),
                )
                lines.append(_row((*cells, column.values)))
        return "\n".join(lines) + "\n"


def _sizes(data: Dataset, split: Split | None) -> tuple[tuple[str, ...], tuple[int, ...]]:
    if split is None or not len(split.x_validation):
        return (_("Training"), _("Test")), (len(data.x_train), len(data.x_test))
    return (
        tuple(_PARTS),
        (len(split.x_train), len(split.x_validation), len(data.x_test)),
    )


def _of_prepared(prepared: PreparedTable) -> tuple[tuple[str, str], ...]:
    left_out = len(prepared.parts.left_out)
    unused = ((_("Left out"), _LEFT_OUT.format(left_out)),) if left_out else ()
    inputs = (
        _("Inputs of the network"),
        _("{inputs:,} from {features}").format(
            inputs=len(prepared.inputs), features=FEATURES.format(len(prepared.columns))
        ),
    )
    return (*table_facts(prepared.table), *unused, inputs)


def _of_arrays(data: Dataset) -> tuple[tuple[str, str], ...]:
    total = len(data.x_train) + len(data.x_test)
    low = min(float(data.x_train.min()), float(data.x_test.min()))
    high = max(float(data.x_train.max()), float(data.x_test.max()))
    if len(data.input_shape) == _PICTURE_RANK:
        height, width, channels = data.input_shape
        shape: tuple[tuple[str, str], ...] = (
            (_("Pictures"), numeral(total)),
            (_("Size"), _("{height} × {width} pixels").format(height=height, width=width)),
            (_("Channels"), _CHANNELS.get(channels, numeral(channels))),
        )
    else:
        kind = _("Points") if data.in_plane else _("Examples")
        shape = ((kind, numeral(total)), (_("Numbers of each"), " × ".join(map(str, data.input_shape))))
    return (*shape, (_("Values"), number_facts(low, high)), (_("Duplicates"), copies(data)))


def _target(data: Dataset) -> tuple[str, str]:
    prepared = data.prepared
    if data.n_classes:
        classes = CLASSES.format(data.n_classes)
        if prepared is None:
            return _TO_PREDICT, _("one of {classes}").format(classes=classes)
        return _TO_PREDICT, _("{name}, one of {classes}").format(name=prepared.plan.target, classes=classes)
    if prepared is None:
        y = np.asarray(data.y_train, np.float64)
    else:  # as they stand in the table: what the network is given is rounded
        rows = np.concatenate([prepared.parts.train, prepared.parts.validation])
        y = prepared.plan.as_planned(prepared.table, prepared.plan.target).values[rows]
    range_ = number_facts(float(y.min()), float(y.max()))
    if prepared is None:
        return _TO_PREDICT, _("numbers from {range} (training and validation)").format(range=range_)
    said = _("{name}, numbers from {range} (training and validation)")
    return _TO_PREDICT, said.format(name=prepared.plan.target, range=range_)


def _changed(data: Dataset) -> tuple[tuple[str, str], ...]:
    changed = len(changed_labels(data.config)) if data.config is not None else 0
    if not changed:
        return ()
    return ((_("Changed labels"), _("{count:,} of the training examples").format(count=changed)),)


def _origin(source: str, licence: str) -> tuple[tuple[str, str], ...]:
    return (_("Source"), source or _("not known")), (_("Licence"), licence or _UNKNOWN_LICENCE)


def _plain(text: str) -> str:
    """Keep a text from being taken for Markdown or HTML, on one line."""
    text = str(text)  # in the page's language
    for sign in "\\`*_[]<>|#":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(_plain(cell) for cell in cells)} |"


def _heading(heads: tuple[str, ...]) -> list[str]:
    return [_row(heads), "|" + " --- |" * len(heads)]
