"""What is chosen for a run file, its size, and the file handed to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Enum, Int, Unicode

from mlwidgets.session.run_files import MOMENTS
from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable


class RunBoard(BaseWidget):
    """Two choices, the size of the file that they give, a button that saves it, and what the browser keeps.

    Parameters
    ----------
    label : str
        What it is called by a screen reader.
    what, present, all, own_data : str
        What a run file is, and what each choice is.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    moments : {"present", "all"}
        Which moments are saved.
    data : bool
        Whether the data themselves are saved, too.
    can_bring_data : bool
        Whether there are own data that could be.
    size : int
        Bytes of the file; 0 while nobody knows.
    error : str
        Why there is no file; else empty.
    visible : bool
        Whether it is on somebody's screen. The page says so.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> RunBoard(label="The run as a file").moments
    'present'
    """

    _esm = bundle("export/run_board")
    _css = style("export/run_board")

    label = Unicode("").tag(sync=True)
    what = Unicode("").tag(sync=True)
    present = Unicode("").tag(sync=True)
    all = Unicode("").tag(sync=True)
    own_data = Unicode("").tag(sync=True)
    moments = Enum(MOMENTS.options, default_value="present").tag(sync=True)
    data = Bool(default_value=False).tag(sync=True)
    can_bring_data = Bool(default_value=False).tag(sync=True)
    size = Int(0).tag(sync=True)
    error = Unicode("").tag(sync=True)
    visible = Bool(default_value=False).tag(sync=True, echo_update=False)

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401 - traits of every type
        super().__init__(**arguments)
        self._takers = CallbackDispatcher()
        self.on_msg(self._hear)

    def on_take(self, callback: Callable[[RunBoard], object]) -> None:
        """Call back when somebody wants the file."""
        self._takers.register_callback(callback)

    def hand_over(self, name: str, content: bytes) -> None:
        """Let the page save the file."""
        self.send({"kind": "file", "name": name}, buffers=[content])

    def _hear(self, _widget: RunBoard, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "take"}:
                self._takers(self)
