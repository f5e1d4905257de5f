"""What all controls of settings share: each can be locked, or taken off the page."""

from __future__ import annotations

from traitlets import Enum, Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget

ACCESS = ("free", "locked", "hidden")


class ControlWidget(BaseWidget):
    """A control that a page can be set up with or without.

    Attributes
    ----------
    access : {"free", "locked", "hidden"}
        A locked control is shown and cannot be changed, and says why; a hidden one is not on the page.
    access_help : str
        Why it is locked, in a sentence; empty if a link has locked it.
    setting : str
        Its name in a page's set-up, while a teacher chooses what learners see; empty otherwise.
    """

    access = Enum(ACCESS, default_value="free").tag(sync=True)
    access_help = Unicode("").tag(sync=True)
    setting = Unicode("").tag(sync=True, from_page=False)
