"""What is shown in a page, a notebook or a terminal, as plain text."""

from __future__ import annotations

import html
import re


def plain(text: str) -> str:
    r"""Return safe HTML without its markup.

    Examples
    --------
    >>> plain("<p>It is <b>0.5</b>.</p><p>5 &lt; 6</p>")
    'It is 0.5.\n5 < 6'
    """
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"</(li|p|div)>", "\n", str(text)))).strip()


def printable(text: str) -> str:
    r"""Return a text, such as the name of a file, without the signs that a terminal would obey.

    Examples
    --------
    >>> printable("ada\x1b[2J.mlw")
    'ada?[2J.mlw'
    """
    return "".join(letter if letter.isprintable() else "?" for letter in text)
