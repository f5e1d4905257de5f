"""A link with what it opens: copied, made with controls locked or hidden, and opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Dict, List, Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable


class LinkBoard(BaseWidget):
    """Shows a link and copies it, lets controls be locked or hidden for who opens it, and opens another one.

    Parameters
    ----------
    labs : dict of str to str
        The title of each lab that can be left out, by its name.
    controls : dict of str to dict
        Under each heading the titles of controls, by their names.

    Attributes
    ----------
    fragment : str
        What stands behind the address of a page, with its #; empty if there is no link.
    binder : str
        The whole link for Binder; empty if nobody knows where this package is published.
    left_out : list of str
        What the link does not carry, a sentence each.
    hidden, locked : list of str
        The names that are chosen.
    lifted : bool
        Whether all controls are shown here all the same.
    error : str
        Why a link could not be opened.
    said : str
        What has been opened.

    Examples
    --------
    >>> board = LinkBoard({"TrainLab": "Train"}, {"Training": {"seed": "Seed"}})
    >>> board.fragment = "#mlw=1.abc"
    """

    _esm = bundle("export/link_board")
    _css = style("export/link_board")

    fragment = Unicode("").tag(sync=True)
    binder = Unicode("").tag(sync=True)
    left_out = List(Unicode()).tag(sync=True)
    labs: Any = Dict(value_trait=Unicode(), key_trait=Unicode()).tag(sync=True)
    controls: Any = Dict(value_trait=Dict(), key_trait=Unicode()).tag(sync=True)
    hidden = List(Unicode()).tag(sync=True)
    locked = List(Unicode()).tag(sync=True)
    lifted = Bool(default_value=False).tag(sync=True)
    error = Unicode("").tag(sync=True)
    said = Unicode("").tag(sync=True)

    def __init__(
        self,
        labs: dict[str, str],
        controls: dict[str, dict[str, str]],
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(labs=labs, controls=controls, **others)
        self._openers = CallbackDispatcher()
        self._choosers = CallbackDispatcher()
        self.on_msg(self._take_message)

    def on_open(self, callback: Callable[[str], object]) -> None:
        """Call back with a link that the learner wants to open."""
        self._openers.register_callback(callback)

    def on_choose(self, callback: Callable[[tuple[str, str]], object]) -> None:
        """Call back with a control's name, and whether it is to be free, locked or hidden."""
        self._choosers.register_callback(callback)

    def _take_message(self, _widget: LinkBoard, content: object, _buffers: object) -> None:
        match content:
            case {"kind": "open", "text": str(text)}:
                self._openers(text)
            case {"kind": "choose", "name": str(name), "access": "free" | "locked" | "hidden" as access}:
                self._choosers((name, access))
