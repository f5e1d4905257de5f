"""What comes in place of a page that cannot come: what is wrong, and what to do."""

from __future__ import annotations

import errno

from mlwidgets.server.own_pages import own_page

NO_PAGE_HERE = "This address opens a page. Open it in a tab of its own; other sites cannot fetch it."
NOTHING_HERE = "There is no page at this address. Check it, or ask whoever gave it to you."
DISK_FULL = (
    "The server's disk is full, so it cannot open another page. "
    "Pages that are open go on. Tell whoever runs this server, then press Reload."
)
NO_START = (
    "The server could not open this page. Press Reload; if that does not help, tell whoever runs this server."
)


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
    return own_page("sorry", title="This page cannot be shown", sentence=sentence)
