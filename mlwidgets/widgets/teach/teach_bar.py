"""The bar of Teach mode: what to do, the open lab, write a step, copy the link, done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Dict, List, Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.control_widget import ACCESS
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable

Wish = tuple[str, str, str]
"""What a teacher wants, and of what: ``("access", "epochs", "locked")``, ``("write", "", "")`` …"""


class TeachBar(BaseWidget):
    """One line; and at each control that can be hidden a small menu, which the bar puts there.

    Parameters
    ----------
    names : dict of str
        What people call each control and each lab, by its name; no other can be changed.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    hidden, locked : list of str
        Controls that learners do not see, or cannot change.
    lab : str
        The lab that is open, by the name of its class; empty where it cannot be hidden.
    fragment : str
        The link to what is on the page; empty if there is none.
    writing : bool
        Whether the column is open in which a step is written.
    error : str
        What went wrong last, in a sentence.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> bar = TeachBar({"epochs": "Epochs"})
    >>> bar.locked = ["epochs"]
    """

    _esm = bundle("teach/teach_bar")
    _css = style("teach/teach_bar")

    names: Dict[str, str] = Dict().tag(sync=True, from_page=False)
    hidden = List(Unicode()).tag(sync=True, from_page=False)
    locked = List(Unicode()).tag(sync=True, from_page=False)
    lab = Unicode("").tag(sync=True, from_page=False)
    fragment = Unicode("").tag(sync=True, from_page=False)
    writing = Bool(default_value=False).tag(sync=True, from_page=False)
    error = Unicode("").tag(sync=True)

    def __init__(self, names: dict[str, str], **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(names=names, **others)
        self._wishes = CallbackDispatcher()
        self.on_msg(self._hear)

    def on_wish(self, callback: Callable[[Wish], None]) -> None:
        """Call back with what the teacher wants."""
        self._wishes.register_callback(callback)

    def _hear(self, _widget: TeachBar, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "access", "name": str(name), "access": str(access)} if (
                name in self.names and access in ACCESS
            ):
                self._wishes(("access", name, access))
            case {"kind": "write" | "done" as kind}:
                self._wishes((kind, "", ""))
