"""What widgets share whose numbers come many times a second while a network is trained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Dict, observe

from mlwidgets.widgets.base.base_widget import BaseWidget

if TYPE_CHECKING:
    from collections.abc import Callable


class LiveWidget(BaseWidget):
    """Base of widgets that take a new picture only when the page has painted the last one.

    A slow connection or a tab in the background gets fewer pictures, not a queue of old ones; a widget that
    nobody sees gets none.

    Attributes
    ----------
    frame : dict
        What is shown; its ``"serial"`` counts the pictures, and ``"told"`` says whether the page tells when
        it has painted this one.
    visible : bool
        Whether a part of it is on somebody's screen. The page says so.
    """

    frame: Dict[str, Any] = Dict(default_value={"serial": 0, "told": False}).tag(sync=True, from_page=False)
    visible = Bool(default_value=False).tag(sync=True, echo_update=False)

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401 - traits are of every type
        super().__init__(**arguments)
        self._painted = True
        self._painters = CallbackDispatcher()
        self.on_msg(self._hear_painted)

    @property
    def painted(self) -> bool:
        """Whether the page is ready for another picture."""
        return self._painted

    def on_painted(self, callback: Callable[[LiveWidget], object]) -> None:
        """Call back when the page has painted what it was shown."""
        self._painters.register_callback(callback)

    def show_frame(self, *, told: bool = True, **parts: object) -> None:
        """Show another picture.

        Parameters
        ----------
        told : bool
            Whether the next one waits until the page has painted this one. Of several widgets that are filled
            together the last one is enough, and every message costs time that the training could have.
        **parts
            What it is made of.
        """
        self._painted = not (told and self.visible)  # a hidden view never acknowledges
        self.frame = {"serial": self.frame["serial"] + 1, "told": told, **parts}

    @observe("visible")
    def _give_up(self, _: object) -> None:
        self._painted = True  # who has gone away paints no more; who has come wants a new picture

    def _hear_painted(self, _widget: LiveWidget, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "painted", "serial": int(serial)} if serial == self.frame["serial"]:
                self._painted = True
                self._painters(self)
