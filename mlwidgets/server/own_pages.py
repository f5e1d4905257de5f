"""The server's own small pages, for which no kernel is needed."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from tornado.template import Loader

from mlwidgets.language import current
from mlwidgets.server import texts

_SERVER = Path(__file__).resolve().parent
_SHARED_STYLE = _SERVER.parent / "widgets" / "base" / "shared.css"
"""The tokens of all widgets: what the page turns into looks the same."""


def own_page(name: str, **values: object) -> bytes:
    """Make a page in the language of what is being served; see `mlwidgets.language.serve`.

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
    page = _loader().load(f"{name}.html")
    return page.generate(style=_style(), language=current(), texts=texts, script=_script, **values)


def _script(value: str) -> str:
    """Return a text as it stands in a script."""
    return json.dumps(str(value), ensure_ascii=False).replace("</", "<\\/")


@cache
def _loader() -> Loader:
    return Loader(str(_SERVER / "html"))


@cache
def _style() -> str:
    return _SHARED_STYLE.read_text(encoding="utf-8")
