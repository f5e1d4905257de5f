"""What a file is called that the page saves."""

from __future__ import annotations

import re

LONGEST = 60


def file_stem(name: str, usual: str, *, longest: int = LONGEST) -> str:
    """Return a name without signs that a disk may refuse, for a file about something with any name.

    Parameters
    ----------
    name : str
        That of a data set: somebody may have typed it.
    usual : str
        What the file is called if nothing of that is left.
    longest : int
        Letters at most.

    Examples
    --------
    >>> file_stem("../my flowers<1>", "data"), file_stem("...", "data")
    ('my-flowers-1', 'data')
    """
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")[:longest] or usual
