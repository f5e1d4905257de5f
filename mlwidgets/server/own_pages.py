"""The server's own small pages, for which no kernel is needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tornado.template import Loader

_SERVER = Path(__file__).resolve().parent
_SHARED_STYLE = _SERVER.parent / "widgets" / "base" / "shared.css"
"""The tokens of all widgets: what the page turns into looks the same."""


def own_page(name: str, **values: object) -> bytes:
    """Make a page.

    Parameters
    ----------
    name : str
        Of a template in ``html``.
    **values
        What stands in it; all text is escaped.

    Returns
    -------
    bytes
        HTML.
    """
    return _loader().load(f"{name}.html").generate(style=_style(), **values)


@cache
def _loader() -> Loader:
    return Loader(str(_SERVER / "html"))


@cache
def _style() -> str:
    return _SHARED_STYLE.read_text(encoding="utf-8")
