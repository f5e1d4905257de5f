"""What comes in place of a page that cannot come: what is wrong, and what to do."""

from __future__ import annotations

import errno
from html import escape

NO_PAGE_HERE = "This address opens a page. Open it in a tab of its own; other sites cannot fetch it."
NOTHING_HERE = "There is no page at this address. Check it, or ask whoever gave it to you."
DISK_FULL = (
    "The server's disk is full, so it cannot open another page. "
    "Pages that are open go on. Tell whoever runs this server, then press Reload."
)
NO_START = (
    "The server could not open this page. Press Reload; if that does not help, tell whoever runs this server."
)

_PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
  :root {{ color-scheme: light dark; font: 16px/1.5 sans-serif }}
  body {{ max-width: 36em; margin: 3em auto; padding: 0 1em }}
  button {{ font: inherit; padding: .4em 1em }}
</style>
<main>
  <p role="alert">{sentence}</p>
  <button type="button" onclick="location.reload()">Reload</button>
</main>
"""


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


def page(sentence: str) -> str:
    """Make a page of one sentence and *Reload*.

    Parameters
    ----------
    sentence : str
        What is wrong and what to do.

    Returns
    -------
    str
        HTML.
    """
    return _PAGE.format(title="This page cannot be shown", sentence=escape(sentence))
