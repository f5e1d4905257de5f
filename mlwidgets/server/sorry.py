"""What comes in place of a page that cannot come: what is wrong, and what to do."""

from __future__ import annotations

import errno

from mlwidgets.server.own_pages import own_page
from mlwidgets.server.texts import DISK_FULL, NO_START, SORRY


def reason(error: Exception) -> str:
    """Say why a page could not be started.

    Parameters
    ----------
    error : Exception
        What went wrong.

    Returns
    -------
    str
        A sentence for whoever has asked for the page.
    """
    full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
    return DISK_FULL if full else NO_START


def page(sentence: str) -> bytes:
    """Make a page of one sentence and *Reload*.

    Parameters
    ----------
    sentence : str
        What is wrong and what to do.

    Returns
    -------
    bytes
        HTML.
    """
    return own_page("sorry", title=str(SORRY), sentence=str(sentence))
