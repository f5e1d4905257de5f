"""The language of a page, and texts that are translated when they are shown.

A text stands in the program in English and is marked: ``TITLE = _("Weights")``. The English text is also the
key by which a catalogue, ``locales/de.mo``, knows the translation; a text without one is shown in English.

A page is a process, and its modules were imported before anybody knew who would look at it: it is a fork of
one warm process. So a marked text is looked up not when it is made but when it leaves: in ``format``, in an
f-string, by ``str()``, or when a widget sends its state or a message, see `translated`.
"""

from __future__ import annotations

import os
import re
from contextvars import ContextVar
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from numbers import Real
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from mlwidgets.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH = "en"

OFFERED: frozenset[str] = frozenset({"de"})
"""Languages that a browser's preference chooses: those that are complete. ``?lang=`` opens any."""

LOCALES = Path(__file__).parent / "locales"
"""A catalogue for each language, ``de.po``, and what the build compiles it to, ``de.mo``."""

_chosen: str | None = None  # by `use`
_served: ContextVar[str | None] = ContextVar("language", default=None)  # by `serve`


class Text(str):
    """A text in English that is shown in the page's language.

    As a key and in comparisons it is its English text. Other methods of `str`, ``join`` among them, see
    the English text as well: write ``str(text)`` there.

    Examples
    --------
    >>> Text("Row {number}").format(number=3)
    'Row 3'
    """

    __slots__ = ()

    def __str__(self) -> str:
        return catalogue(current()).gettext(str.__str__(self))

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __add__(self, other: str) -> str:
        return str(self) + other

    def __radd__(self, other: str) -> str:
        return other + str(self)

    def format(self, *values: object, **named: object) -> str:
        """Return the text in the page's language, with values in place of the fields in braces."""
        return _filled(str(self), values, named)


class PluralText:
    """A text with a number in it, which has one form for one and others for more.

    Parameters
    ----------
    one, many : str
        The two forms in English.

    Examples
    --------
    >>> updates = PluralText("{count} update", "{count} updates")
    >>> updates.format(1), updates.format(3, count="three")
    ('1 update', 'three updates')
    """

    def __init__(self, one: str, many: str) -> None:
        self.one, self.many = one, many

    def format(self, number: int, **named: object) -> str:
        """Return the form for a number, with values in place of the fields; ``count`` is the number."""
        form = catalogue(current()).ngettext(self.one, self.many, number)
        return _filled(form, (), {"count": number, **named})


def _filled(template: str, values: tuple[object, ...], named: dict[str, object]) -> str:
    """Put values in place of the fields; a number is written as the page's language writes it."""
    if current() == ENGLISH:
        return template.format(*values, **named)
    return _Formatter().vformat(template, values, named)


class _Formatter(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - any value has a format
        text = format(value, format_spec)
        return written(text) if isinstance(value, Real) and not isinstance(value, bool) else text


def _(english: str) -> str:
    """Mark a text that a person sees: `make messages` finds it, and what is returned is a `Text`."""
    return Text(english)


def n_(one: str, many: str) -> PluralText:
    """Mark a text that depends on a number."""
    return PluralText(one, many)


# Translators: how numbers are written, such as 1.234,5 % where decimals have the comma. The space before the
# percent sign, if there is one, is a narrow one that does not break, U+202F.
WRITTEN = _("1,234.5%")
"""A number that shows a language's mark between thousands, the one before decimals, and its percent sign."""


def written(number: str) -> str:
    """Return a number that is written as in English, "1,234.5%", as the page's language writes it.

    For numbers that a person reads; never for those in programs, files and the state of widgets that
    a script computes with.

    Parameters
    ----------
    number : str
        The number; a sign, a power of ten, a percent sign or a unit may stand beside it.

    Examples
    --------
    >>> written("1,234.5"), written("<0.1%")
    ('1,234.5', '<0.1%')
    """
    return number if current() == ENGLISH else number.translate(_marks(current()))


def numeral(number: float, spec: str = ",") -> str:
    """Return a number in a format, as the page's language writes it.

    Parameters
    ----------
    number : float
        The number.
    spec : str
        What stands in a format after the colon; a comma groups the thousands.

    Examples
    --------
    >>> numeral(12500), numeral(0.12345, ".3f")
    ('12,500', '0.123')
    """
    return written(format(number, spec))


def between_numerals() -> str:
    """Return what is between the numbers of a list: a comma, or a semicolon if decimals have the comma."""
    return "; " if written(".") == "," else ", "


@cache
def _marks(language: str) -> dict[int, str]:
    """Return what stands for a comma, for a point and for a percent sign in numbers."""
    example = re.fullmatch(r"1(\D?)234(\D)5(\D?%)", catalogue(language).gettext(str.__str__(WRITTEN)))
    thousands, decimal, share = example.groups() if example else (",", ".", "%")
    return {ord(","): thousands, ord("."): decimal, ord("%"): share}


def use(language: str | None) -> None:
    """Choose the language of this process, such as that of a notebook.

    Widgets that are made from now on are in it.

    Parameters
    ----------
    language : str or None
        A code such as "de"; None for what the page asks for.

    Raises
    ------
    ConfigurationError
        There is no catalogue of it.
    """
    global _chosen  # noqa: PLW0603 - one process, one page, one language
    if language is not None and language not in known():
        listed = ", ".join(sorted(known()))
        raise ConfigurationError(f"language must be one of {listed}; got {str(language)[:20]!r}.")
    _chosen = language


def serve(query: str, accepted: str) -> None:
    """Take the language that a page asks for while a server answers its request, one of many.

    Tornado handles each request in a task of its own, so no other request hears of it.

    Parameters
    ----------
    query, accepted : str
        As `asked_for` takes them.
    """
    _served.set(asked_for(query, accepted))


def current() -> str:
    """Return the language that is spoken here: as `serve` or `use` says, or as the page asks for."""
    chosen = _served.get() or _chosen
    if chosen is not None:
        return chosen
    # Voilà hands both over when it starts the kernel of a page.
    return asked_for(os.environ.get("QUERY_STRING", ""), os.environ.get("HTTP_ACCEPT_LANGUAGE", ""))


@lru_cache(maxsize=16)  # whoever asks a server for a page says what is kept here
def asked_for(query: str, accepted: str) -> str:
    """Return the language that a page asks for.

    Parameters
    ----------
    query : str
        What follows the ``?`` in its address; ``lang=de`` opens every language that there is.
    accepted : str
        The browser's header Accept-Language, which chooses among complete languages only.

    Examples
    --------
    >>> asked_for("lang=de", "en"), asked_for("lang=xx", ""), asked_for("", "")
    ('de', 'en', 'en')
    """
    for wanted in _asked(query):
        if _main(wanted) in known():
            return _main(wanted)
    shares = []
    for place, one in enumerate(accepted[:_LONGEST].split(",")):
        found = _ACCEPTED.fullmatch(one.strip())
        if found and _main(found[1]) in OFFERED | {ENGLISH}:
            share = 1.0 if found[2] is None else float(found[2])
            shares.append((-share, place, _main(found[1])))
    return min(shares)[2] if shares and min(shares)[0] < 0 else ENGLISH


_LONGEST = 10_000
_ACCEPTED = re.compile(r"([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)(?:\s*;\s*q=([01](?:\.[0-9]{0,3})?))?")


def _asked(query: str) -> list[str]:
    """Return what ``lang=`` says in an address; nothing if that has more fields than any of ours."""
    if len(query) >= _LONGEST:
        return []
    try:
        return parse_qs(query, max_num_fields=100).get("lang", [])
    except ValueError:
        return []


def _main(code: str) -> str:
    """Return "de" for "de-AT"."""
    return code.partition("-")[0].lower()


@cache
def known() -> frozenset[str]:
    """Return all languages that there is a catalogue of, English among them."""
    return frozenset({ENGLISH, *(path.stem for path in LOCALES.glob("*.mo"))})


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the translations into a language; none for English."""
    if language == ENGLISH:
        return NullTranslations()
    with (LOCALES / f"{language}.mo").open("rb") as file:
        return GNUTranslations(file)


@cache
def translations(language: str) -> Mapping[str, str | list[str]]:
    """Return what is translated, by the English text: a text, or the forms of a plural by their order."""
    found: dict[str, str | list[str]] = {}
    for key, text in getattr(catalogue(language), "_catalog", {}).items():  # gettext shows it nowhere else
        if isinstance(key, tuple):
            forms = found.setdefault(key[0], [])
            if isinstance(forms, list):
                forms.append(text)  # in the file they follow each other
        elif key:
            found[key] = text
    return found


def translated(value: Any) -> Any:  # noqa: ANN401 - any JSON value, and buffers in it
    """Return a value of a widget with each `Text` in it, however deep, in the page's language."""
    return value if current() == ENGLISH else _looked_up(value)


def _looked_up(value: Any) -> Any:  # noqa: ANN401 - as above
    if isinstance(value, Text):
        return str(value)
    if isinstance(value, dict):
        return {key: _looked_up(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_looked_up(one) for one in value) if type(value) in (list, tuple) else value
    return value
