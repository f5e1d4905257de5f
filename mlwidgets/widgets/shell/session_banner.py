"""A banner that says when the Python session behind the page is gone."""

from __future__ import annotations

import sys

from traitlets import Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style


class SessionBanner(BaseWidget):
    """Nothing at all while the session lives; a sentence and a button to reload once it has ended.

    All of it happens in the page, because there is no Python left to do anything: the script listens to what
    Jupyter's connection reports, and sends nothing of its own that would keep an idle session alive.

    Parameters
    ----------
    advice : str
        A sentence about what is lost and what is kept, shown when the session has ended.

    Examples
    --------
    >>> banner = SessionBanner()
    """

    _esm = bundle("shell/session_banner")
    _css = style("shell/session_banner")

    advice = Unicode().tag(sync=True)
    # What this process signs its messages with: the page sees by it when another one has taken its place.
    _session = Unicode().tag(sync=True)

    def __init__(self, advice: str = "Settings and training of this page are lost.") -> None:
        super().__init__(advice=advice)
        # Not an import: where ipykernel runs this process it is loaded, elsewhere it may not be installed.
        kernelbase = sys.modules.get("ipykernel.kernelbase")
        if kernelbase is not None and kernelbase.Kernel.initialized():
            session = kernelbase.Kernel.instance().session
            if session is not None:
                self._session = session.session
