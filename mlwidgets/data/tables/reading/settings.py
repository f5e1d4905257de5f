"""`ReadSettings`: how a file is to be read, as it was found or as a person has corrected it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from mlwidgets.data.tables.reading.blanks import BLANKS
from mlwidgets.errors import ConfigurationError
from mlwidgets.language import _, n_
from mlwidgets.ranges import Interval, OneOf, nearest, shown

ENCODINGS = {
    "utf-8": _("UTF-8, as nearly all programs write today"),
    "utf-16-le": _("UTF-16 little-endian, Excel's “Unicode text”"),
    "utf-16-be": _("UTF-16 big-endian"),
    "cp1252": _("Windows-1252 (Latin-1), Western Europe"),
    "iso8859-15": _("ISO 8859-15 (Latin-9), Western Europe with €"),
    "cp1250": _("Windows-1250, Central Europe"),
    "cp1251": _("Windows-1251, Cyrillic"),
    "cp1253": _("Windows-1253, Greek"),
    "cp1254": _("Windows-1254, Turkish"),
    "mac-roman": _("Mac Roman, old Macs"),
    "cp850": _("CP850, old DOS programs"),
    "cp932": _("Shift JIS, Japanese"),
    "gb18030": _("GB 18030, Chinese"),
    "euc-kr": _("EUC-KR, Korean"),
}
"""Python's name of each encoding, and a sentence about it."""

SEPARATORS = {
    ",": _("comma ,"),
    ";": _("semicolon ;"),
    "\t": _("tab"),
    "|": _("bar |"),
    " ": _("space"),
    BLANKS: _("blanks, one or more"),
    ":": _("colon :"),
    "": _("none: a single column"),
}
"""The usual separators; any other text of one to four characters will do as well."""

QUOTES = {'"': _('double "'), "'": _("single '"), "": _("none")}
ESCAPES = {"double": _('doubled: ""'), "backslash": _('backslash: \\"')}
DECIMALS = {".": _("point: 3.5"), ",": _("comma: 3,5")}
THOUSANDS = {
    "": _("none: 1000000"),
    ",": _("comma: 1,000,000"),
    ".": _("point: 1.000.000"),
    " ": _("space: 1 000 000"),
    "'": _("apostrophe: 1'000'000"),
}
DATE_ORDERS = {
    "day first": _("day first: 31/12/2024"),
    "month first": _("month first: 12/31/2024"),
    "none": _("dates are left as text"),
}

SKIP_ROWS = Interval(name="skip_rows", low=0, high=10_000, integer=True)
HEADER_ROWS = Interval(name="header_rows", low=0, high=10, integer=True)

_ENCODING = OneOf(name="encoding", options=tuple(ENCODINGS))
_ESCAPE = OneOf(name="escape", options=tuple(ESCAPES))
_DECIMAL = OneOf(name="decimal", options=tuple(DECIMALS))
_THOUSANDS = OneOf(name="thousands", options=tuple(THOUSANDS))
_DATE_ORDER = OneOf(name="date_order", options=tuple(DATE_ORDERS))
_MOST_MARKS, _LONGEST_MARK, _LONGEST_SEPARATOR = 50, 40, 4


@dataclass(frozen=True, kw_only=True)
class ReadSettings:
    r"""How a file of rows and columns is written.

    Parameters
    ----------
    encoding : str
        Which bytes mean which letters: one of `ENCODINGS`.
    separator : str
        What stands between two cells, 1 to 4 characters; ``\s+`` for one or more blanks, which pandas calls
        so, too; "" for a file of a single column.
    quote : str
        The character around cells that hold a separator or a line end; "" for none.
    escape : {"double", "backslash"}
        How a quote inside a quoted cell is written.
    decimal : {".", ","}
        What stands before the decimals of a number.
    thousands : {"", ",", ".", " ", "'"}
        What stands between the groups of three digits of a number.
    skip_rows : int
        Lines before the header, such as a title: 0 to 10,000.
    header_rows : int
        Lines with the names of the columns: 0 to 10. Those of several lines are joined with a space.
    missing : tuple of str
        What is written where there is no value; an empty cell is always one.
    date_order : {"day first", "month first", "none"}
        How dates such as 03/04/2024 are read. 2024-04-03 can only be read in one way.

    Raises
    ------
    ConfigurationError
        A setting has no such value.

    Examples
    --------
    >>> ReadSettings(separator=";", decimal=",").with_(skip_rows=2).skip_rows
    2
    >>> ReadSettings(decimal="x")
    Traceback (most recent call last):
    mlwidgets.errors.ConfigurationError: decimal must be one of '.', ','; got 'x'.
    """

    encoding: str = "utf-8"
    separator: str = ","
    quote: str = '"'
    escape: str = "double"
    decimal: str = "."
    thousands: str = ""
    skip_rows: int = 0
    header_rows: int = 1
    missing: tuple[str, ...] = ()
    date_order: str = "day first"

    def __post_init__(self) -> None:
        _ENCODING.check(self.encoding)
        _check_separator(self.separator)
        _check_quote(self.quote)
        _ESCAPE.check(self.escape)
        _DECIMAL.check(self.decimal)
        _THOUSANDS.check(self.thousands)
        object.__setattr__(self, "skip_rows", SKIP_ROWS.check_int(self.skip_rows))
        object.__setattr__(self, "header_rows", HEADER_ROWS.check_int(self.header_rows))
        object.__setattr__(self, "missing", _marks(self.missing))
        _DATE_ORDER.check(self.date_order)
        if self.separator and self.quote and self.quote in self.separator:
            raise ConfigurationError(
                f"quote and separator must be different characters; both are {shown(self.quote)}."
            )
        if self.decimal == self.thousands:
            raise ConfigurationError(
                f"decimal and thousands must be different characters; both are {shown(self.decimal)}."
            )

    def with_(self, **changes: Any) -> Self:  # noqa: ANN401 - settings of several types
        """Return the settings with others in their place, all checked."""
        _refuse_unknown(changes)
        return replace(self, **changes)

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as plain JSON values."""
        return {
            one.name: list(self.missing) if one.name == "missing" else getattr(self, one.name)
            for one in fields(self)
        }

    @classmethod
    def of(cls, values: object) -> Self:
        """Return settings from plain JSON values, such as those of `to_dict`.

        Raises
        ------
        ConfigurationError
            It is no mapping, or a setting is unknown or has an impossible value.
        """
        if not isinstance(values, Mapping):
            raise ConfigurationError(f"Settings for reading must be a mapping; got {shown(values)}.")
        _refuse_unknown(values)
        return cls(**values)

    def in_words(self) -> tuple[str, ...]:
        """Say in plain words how the file is read, a short sentence a setting."""
        between = SEPARATORS.get(self.separator, shown(self.separator))
        words = [
            _("Encoding: {what}.").format(what=ENCODINGS[self.encoding]),
            _("Separator: {what}.").format(what=between),
            _("Quote: {what}.").format(what=QUOTES.get(self.quote, self.quote)),
            _("Decimals: {what}.").format(what=DECIMALS[self.decimal]),
        ]
        if self.quote and self.escape != "double":
            words.append(_("A quote inside a cell: {what}.").format(what=ESCAPES[self.escape]))
        if self.thousands:
            words.append(_("Thousands: {what}.").format(what=THOUSANDS[self.thousands]))
        if self.skip_rows:
            skipped = n_(
                "Skipped before the header: {count:,} line.", "Skipped before the header: {count:,} lines."
            )
            words.append(skipped.format(self.skip_rows))
        if self.header_rows:
            header = n_("Header: {count} line.", "Header: {count} lines, joined.")
            words.append(header.format(self.header_rows))
        else:
            words.append(_("Header: none; the columns are numbered.").format())
        marks = ", ".join([_("an empty cell").format(), *self.missing])
        words.append(_("Missing: {what}.").format(what=marks))
        return tuple(words)


def _check_separator(value: object) -> None:
    good = isinstance(value, str) and len(value) <= _LONGEST_SEPARATOR
    if good and value == BLANKS:
        return
    if not good or any(_is_no_separator(letter) for letter in str(value)):
        raise ConfigurationError(
            f"separator must be a text of at most {_LONGEST_SEPARATOR} characters without letters, digits "
            f'and line ends, such as ";"; got {shown(value)}.'
        )


def _is_no_separator(letter: str) -> bool:
    return letter in "\r\n\0" or letter.isalnum() or unicodedata.category(letter) == "Cs"  # half a letter


def _check_quote(value: object) -> None:
    if not isinstance(value, str) or len(value) > 1 or value.isalnum() or value in ("\r", "\n", "\0", " "):
        raise ConfigurationError(
            f"quote must be one character that is no letter, digit or space, or empty; got {shown(value)}."
        )
    if value and ord(value) > 127:  # noqa: PLR2004 - ASCII
        raise ConfigurationError(f"quote must be an ASCII character, such as '\"'; got {shown(value)}.")


def _marks(value: object) -> tuple[str, ...]:
    if not isinstance(value, (tuple, list)) or len(value) > _MOST_MARKS:
        raise ConfigurationError(
            f"missing must be a list of at most {_MOST_MARKS} texts, such as ['NA']; got {shown(value)}."
        )
    for one in value:
        visible = isinstance(one, str) and not any(unicodedata.category(letter)[0] == "C" for letter in one)
        if not visible or len(one) > _LONGEST_MARK:
            raise ConfigurationError(
                f"Each mark of a missing value must be a text of at most {_LONGEST_MARK} characters; got "
                f"{shown(one)}."
            )
    return tuple(dict.fromkeys(one.strip() for one in value if one.strip()))


def _refuse_unknown(names: Mapping[str, Any]) -> None:
    known = tuple(one.name for one in fields(ReadSettings))
    for name in names:
        if name not in known:
            raise ConfigurationError(
                f"There is no setting {shown(name)} for reading a table. There are: {', '.join(known)}."
                f"{nearest(name, known)}"
            )
