"""How many files and sockets this process may hold open: every page takes some of them."""

from __future__ import annotations

import sys

PER_PAGE = 15
"""What a page takes in the server: its connection, and six sockets to its kernel, each with a helper."""

WANTED = 4096
"""Enough for a few hundred pages; macOS allows 256 unless asked, which is 16 pages."""


def allowed() -> int | None:
    """Return how many descriptors this process may have once it has asked for them.

    Returns
    -------
    int or None
        None where the system sets no such limit.
    """
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if resource.RLIM_INFINITY in {soft, hard}:
        return WANTED if soft != resource.RLIM_INFINITY else None
    return max(soft, min(hard, WANTED))


def ask_for_more() -> None:
    """Let this process have as many descriptors as it wants, or as the system gives.

    Jupyter Server does so for itself; Voilà 0.5.13 and older do not.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    more = allowed()
    if more is not None and soft < more:
        resource.setrlimit(resource.RLIMIT_NOFILE, (more, hard))
