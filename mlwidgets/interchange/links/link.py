"""Links: a configuration behind the # of an address, where no server sees it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from mlwidgets.errors import DataError
from mlwidgets.interchange.links.content import LinkContent
from mlwidgets.interchange.links.packing import check_length, pack, unpack
from mlwidgets.interchange.links.playground import is_playground, read_playground
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from mlwidgets.interchange.links.playground import Fragment

VERSION = 1
"""Of what stands behind the name."""

NAME = "mlw"
"""What a link's part of an address begins with: ``#mlw=1.…``."""

_OURS = re.compile(rf"{NAME}(?:=|%3D)(?P<version>[^.&#\s]*)\.?(?P<packed>[^&#\s]*)", re.IGNORECASE)
_VERSION = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_LAUNCHED = re.compile(r"[?&]urlpath=[^&#]*")
_NO_LINK = _(
    "This is not a link to a configuration: {text}. A link begins with https:// and holds #{name}={version}. "
    "or the settings of TensorFlow Playground."
)


def write_link(content: LinkContent, base_url: str = "") -> str:
    """Return an address that opens a configuration.

    Parameters
    ----------
    content : LinkContent
        What to open.
    base_url : str
        The page that opens it; only the fragment if empty. What follows a # in it is replaced. Where it
        launches a page on Binder (``…?urlpath=…``) the fragment becomes the end of that path: Binder's own
        page loses its fragment when it goes on to what it has launched.

    Raises
    ------
    DataError
        There is too much for a link.

    Examples
    --------
    >>> link = write_link(LinkContent(settings={"seed": 3}), "https://example.org/page")
    >>> link.startswith("https://example.org/page#mlw=1.")
    True
    >>> read_link(link).settings
    {'seed': 3}
    """
    fragment = f"#{NAME}={VERSION}.{pack(content.to_dict())}"
    base = base_url.partition("#")[0]
    launched = _LAUNCHED.search(base)
    if launched is None:
        return base + fragment
    return base[: launched.end()] + quote(fragment, safe="") + base[launched.end() :]


def read_link(text: str) -> LinkContent:
    """Return what a link opens: one of ours, or one of TensorFlow Playground's.

    Parameters
    ----------
    text : str
        The whole address, or what stands behind its #.

    Raises
    ------
    DataError
        It is none, or damaged, or of a version that is not known here, or far too long.
    """
    if not isinstance(text, str):
        raise DataError(_("A link is a text; got {text}.").format(text=shown(text)))
    check_length(text)
    found = _OURS.search(text)
    if found is not None:
        return _read_ours(found["version"], found["packed"])
    fragment: Fragment | None = is_playground(text)
    if fragment is None:
        raise DataError(_NO_LINK.format(text=shown(text.strip()), name=NAME, version=VERSION))
    return read_playground(fragment)


def binder_page(repository: str, notebook: str = "apps/dashboard.ipynb", branch: str = "main") -> str:
    """Return the address that launches a notebook of a GitHub repository as a page on Binder.

    Examples
    --------
    >>> binder_page("https://github.com/ada/course")
    'https://mybinder.org/v2/gh/ada/course/main?urlpath=voila%2Frender%2Fapps%2Fdashboard.ipynb'
    """
    owner_and_name = repository.rstrip("/").removesuffix(".git").partition("github.com/")[2]
    path = quote(f"voila/render/{notebook}", safe="")
    return f"https://mybinder.org/v2/gh/{owner_and_name}/{branch}?urlpath={path}"


def _read_ours(version: str, packed: str) -> LinkContent:
    if not _VERSION.fullmatch(version):
        raise DataError(
            _("This link is damaged (no version stands behind {name}=). Copy it again, all of it.").format(
                name=NAME
            )
        )
    if int(version) != VERSION:
        raise DataError(
            _(
                "This link is of version {version}; this mlwidgets reads version {known}. Update mlwidgets."
            ).format(version=version, known=VERSION)
        )
    return LinkContent.from_dict(unpack(packed))
