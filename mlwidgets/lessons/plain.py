"""What is shown in a page or a notebook, as plain text."""

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
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"</(li|p|div)>", "\n", text))).strip()
