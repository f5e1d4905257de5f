"""Whether a request opens a page, so that it is worth a kernel.

Any page on the web can have a visitor's browser ask us for something: a picture at our address would start a
kernel, some 120 MB, each time. Browsers say what they ask for (W3C, *Fetch Metadata Request Headers*).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TOP, FRAMES = "document", ("iframe", "frame")


def opens_a_page(headers: Mapping[str, str]) -> bool:
    """Whether somebody goes to this address, or has a page of ours in a frame of the same site.

    Programs, browsers from before 2023 and those that ask without encryption from another machine send none
    of these headers; they are let in as before.

    Parameters
    ----------
    headers : mapping
        The headers of a GET request.

    Returns
    -------
    bool
        False for pictures, scripts and the like, for frames in a page of another site, and for a page that a
        browser fetches because somebody might go to it.
    """
    if "prefetch" in headers.get("Sec-Purpose", headers.get("Purpose", "")):
        return False
    if headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return False
    target = headers.get("Sec-Fetch-Dest", TOP)
    # Pages of another site are kept from showing ours in a frame anyway, but only after it has come.
    return target == TOP or (target in FRAMES and headers.get("Sec-Fetch-Site", "") != "cross-site")
