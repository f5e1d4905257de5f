"""The lesson that an address opens: ``#lesson=7-gradient-descent``, or the same behind a question mark."""

from __future__ import annotations

import re
from urllib.parse import unquote

NAME = "lesson"
"""What such a part of an address begins with."""

_LESSON = re.compile(rf"(?:^|[#?&]){NAME}=(?P<name>[^&#\s]+)")


def lesson_in(link: str) -> str | None:
    """Return the name of the lesson that a part of an address opens; None if it opens none.

    Examples
    --------
    >>> lesson_in("https://example.org/dashboard#lesson=7-gradient-descent")
    '7-gradient-descent'
    >>> lesson_in("#mlw=1.abc") is None
    True
    """
    found = _LESSON.search(link)
    return None if found is None else unquote(found["name"])
