"""The settings for reading a table as a person is told about them: labels, help, and what to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mlwidgets.data.tables.reading.settings import (
    DATE_ORDERS,
    DECIMALS,
    ENCODINGS,
    ESCAPES,
    HEADER_ROWS,
    QUOTES,
    SEPARATORS,
    SKIP_ROWS,
    THOUSANDS,
)
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.ranges import Interval


@dataclass(frozen=True, kw_only=True)
class ReadOption:
    """One setting for reading, from which a control can be made.

    Attributes
    ----------
    name : str
        The field of `ReadSettings`.
    kind : {"choice", "whole number", "marks"}
        How it is edited: a menu, a number with steps, or a list of short texts with commas between them.
    label, help : str
        What stands at the control, and what it means.
    choices : tuple of (str, str)
        The values of a menu, each with what is shown.
    open : bool
        Whether other values than those of the menu are possible; a file may have been found to have one.
    range : Interval or None
        That of a number.
    frequent : bool
        Whether it is in sight at once; the others are folded away.
    """

    name: str
    kind: Literal["choice", "whole number", "marks"]
    label: str
    help: str
    choices: tuple[tuple[str, str], ...] = ()
    open: bool = False
    range: Interval | None = None
    frequent: bool = False


def _pairs(table: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(table.items())


READ_OPTIONS: tuple[ReadOption, ...] = (
    ReadOption(
        name="separator",
        kind="choice",
        label=_("Separator"),
        help=_("What stands between two cells of a row."),
        choices=_pairs(SEPARATORS),
        open=True,
        frequent=True,
    ),
    ReadOption(
        name="decimal",
        kind="choice",
        label=_("Decimals"),
        help=_("Whether three and a half is written 3.5 or 3,5."),
        choices=_pairs(DECIMALS),
        frequent=True,
    ),
    ReadOption(
        name="encoding",
        kind="choice",
        label=_("Encoding"),
        help=_("Which bytes mean which letters. Change it if ä, é or € look wrong."),
        choices=_pairs(ENCODINGS),
        frequent=True,
    ),
    ReadOption(
        name="skip_rows",
        kind="whole number",
        label=_("Skip lines"),
        help=_("Lines before the header that do not belong to the table, such as a title."),
        range=SKIP_ROWS,
        frequent=True,
    ),
    ReadOption(
        name="header_rows",
        kind="whole number",
        label=_("Header lines"),
        help=_("Lines that hold the names of the columns. With 0, the columns are numbered."),
        range=HEADER_ROWS,
        frequent=True,
    ),
    ReadOption(
        name="missing",
        kind="marks",
        label=_("Missing marks"),
        help=_("What is written where a value is missing, such as NA. An empty cell is always missing."),
        frequent=True,
    ),
    ReadOption(
        name="date_order",
        kind="choice",
        label=_("Dates"),
        help=_("Whether 03/04/2024 is the 3rd of April or the 4th of March."),
        choices=_pairs(DATE_ORDERS),
        frequent=True,
    ),
    ReadOption(
        name="thousands",
        kind="choice",
        label=_("Thousands"),
        help=_("What stands between groups of three digits."),
        choices=_pairs(THOUSANDS),
    ),
    ReadOption(
        name="quote",
        kind="choice",
        label=_("Quote"),
        help=_("The character around cells that hold a separator or a line end themselves."),
        choices=_pairs(QUOTES),
        open=True,
    ),
    ReadOption(
        name="escape",
        kind="choice",
        label=_("Quote in a cell"),
        help=_("How a quote is written inside a quoted cell."),
        choices=_pairs(ESCAPES),
    ),
)
"""One for each field of `ReadSettings`, in the order of a form."""
