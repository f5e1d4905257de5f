"""Whether this machine has what pages need: memory, descriptors, room for files, a port."""

from __future__ import annotations

import shutil
import tempfile
from typing import TYPE_CHECKING

from mlwidgets.errors import ConfigurationError
from mlwidgets.server import address, descriptors
from mlwidgets.server.capacity import RESERVE, learner_memory
from mlwidgets.server.doctor.finding import Finding, fault, good, note, size

if TYPE_CHECKING:
    from pathlib import Path

    from mlwidgets.server.address import Address

LEAST_ROOM = 50e6
"""Bytes of a folder: a page writes some kilobytes there, an uploaded file at most 64 MiB."""

CLASS = 30
"""Learners."""


def check_memory(available: float) -> Finding:
    """Say how many pages there is memory for.

    Parameters
    ----------
    available : float
        Bytes that nobody uses.

    Returns
    -------
    Finding
    """
    count = int((available - RESERVE) / learner_memory())
    text = f"{size(available)} of memory are free"
    if count < 1:
        return fault(f"{text}, and one page needs {size(RESERVE + learner_memory())}. Close other programs.")
    if count == 1:
        return note(f"{text}: enough for one page. Close other programs before you open more.")
    return good(f"{text}: enough for about {count} open pages.")


def check_forks(*, possible: bool) -> Finding:
    """Say whether pages share what all of them load.

    Parameters
    ----------
    possible : bool
        Whether a page's Python can be a fork of one that has loaded everything.

    Returns
    -------
    Finding
    """
    if possible:
        return good("This system can fork: pages come up quickly and share most of their memory.")
    return note(
        "This system cannot fork as pages need it (Linux can, from 5.3 on): each page loads everything by "
        "itself, which takes seconds and about 120 MB. Nothing need be done."
    )


def check_descriptors(count: int | None) -> Finding:
    """Say for how many pages the server may open sockets.

    Parameters
    ----------
    count : int or None
        How many files and sockets a process may hold open; None for any number.

    Returns
    -------
    Finding
    """
    if count is None:
        return good("The system does not limit how many files and sockets the server holds open.")
    holds = count // descriptors.PER_PAGE
    text = f"The server may hold {count:,} files and sockets open, enough for {holds:,} pages"
    if holds < 1:
        return fault(f"{text}. Allow more: ulimit -n {descriptors.WANTED}")
    if holds < CLASS:
        return note(f"{text}, which is less than a class. Allow more: ulimit -n {descriptors.WANTED}")
    return good(f"{text}.")


def check_folder(folder: Path, what: str) -> Finding:
    """Look whether files can be written to a folder.

    Parameters
    ----------
    folder : pathlib.Path
        The folder, which need not be there yet.
    what : str
        What is kept in it.

    Returns
    -------
    Finding
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder) as probe:
            probe.write(b"doctor")
            probe.flush()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return fault(
            f"{folder}, where {what} are kept, cannot be written to: {error.strerror}. "
            "Make room, or allow it."
        )
    if free < LEAST_ROOM:
        return fault(f"{folder}, where {what} are kept, is almost full: {size(free)} left. Make room.")
    return good(f"{folder}, where {what} are kept, has {size(free)} left.")


def check_port(place: Address) -> Finding:
    """Look whether a port is free.

    Parameters
    ----------
    place : Address
        Where pages are to be served.

    Returns
    -------
    Finding
    """
    try:
        address.check_port_is_free(place)
    except ConfigurationError as error:
        return fault(str(error))
    return good(f"Port {place.port} of {place.ip} is free.")
