"""Everything that the doctor looks at, in the order in which one thing needs another."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.server import descriptors
from mlwidgets.server.capacity import available_memory
from mlwidgets.server.doctor import front_end, jupyter_files, machine, packages, page
from mlwidgets.server.doctor.finding import Finding, State
from mlwidgets.server.warm.host import can_fork

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.server.address import Address


def examine(place: Address) -> Iterator[Finding]:
    """Look at all that serving a page needs.

    Parameters
    ----------
    place : Address
        Where pages are to be served.

    Yields
    ------
    Finding
        As soon as it is known.
    """
    complete = True
    for finding in packages.check_packages():
        complete = complete and finding.state is not State.FAULT
        yield finding
    yield front_end.check_bundles()
    yield machine.check_folder(Path(tempfile.gettempdir()), "temporary files")
    yield machine.check_descriptors(descriptors.allowed())
    yield machine.check_port(place)
    yield machine.check_forks(possible=can_fork())
    if complete:  # what follows asks the packages that a server has
        yield machine.check_memory(available_memory())
        yield from jupyter_files.check_jupyter_files()
        yield from front_end.check_extensions()
        yield from page.check_page()
