"""A widget's script in the page's language: its translations stand before it."""

from __future__ import annotations

import json
import re
from functools import cache

from mlwidgets.language import ENGLISH, current, translations


def localized(script: str) -> str:
    """Return a bundle for the page's language; in English it is the bundle itself.

    Parameters
    ----------
    script : str
        A widget's bundle, whose texts ``base/language.ts`` looks up in a constant ``mlwPage``.
    """
    return script if current() == ENGLISH else _with_texts(script, current())


@cache
def _with_texts(script: str, language: str) -> str:
    """Put before a bundle those translations whose English texts are in it: most widgets have a few."""
    found = {english: text for english, text in translations(language).items() if _core(english) in script}
    page = json.dumps({"language": language, "texts": found}, ensure_ascii=False, separators=(",", ":"))
    return f"const mlwPage={page};\n{script}"


@cache
def _core(english: str) -> str:
    r"""Return the longest part of a text that every bundler writes as it is: no quotes, no accents.

    Examples
    --------
    >>> _core("“{name}” cannot be read. It’s gone.")
    ' cannot be read. It'
    """
    return max(re.split(r"[^ -~]|[\"'`\\${]", english), key=len)
