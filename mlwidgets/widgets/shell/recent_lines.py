"""The lines that just ran, at the foot of a lab."""

from __future__ import annotations

from traitlets import Bool, List, Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style


class RecentLines(BaseWidget):
    """A fold with the Python that does what was last done on the page, and a button that copies it.

    Attributes
    ----------
    opened : bool
        Whether it is open. The learner changes it; while it is closed no lines are sent.
    lines : list of str
        The entries, the newest last.

    Examples
    --------
    >>> RecentLines().opened
    False
    """

    _esm = bundle("shell/recent_lines")
    _css = style("shell/recent_lines")

    opened = Bool(default_value=False).tag(sync=True)
    lines = List(Unicode()).tag(sync=True)
