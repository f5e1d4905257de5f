"""The board of the pane *Prepare*: how the rows are divided, the steps of each column, one row followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Dict, List, Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.data.prepare_state import PARTS

if TYPE_CHECKING:
    from collections.abc import Callable

_COLUMN_FIELDS = ("role", "kind", "impute", "scale", "encode")
_SPLIT_FIELDS = ("method", "by", "validation", "test", "together", "seed")


class PrepareBoard(BaseWidget):
    """What is to be made of a table. Choices are told to Python; the board shows what came of them.

    Parameters
    ----------
    label : str
        What it is called by a screen reader.
    methods : list of (str, str)
        How rows can be divided: a value and its words.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    table, plan, followed : dict
        As `mlwidgets.widgets.data.prepare_state` makes them.
    findings : list of dict
        For each finding its "severity", "sentence" and "label", what its button says.
    problem : str
        Why the plan is not possible; empty if it is.
    lock : str
        Whether the test set has been opened, in a sentence.
    visible : bool
        Whether it is on somebody's screen. The page says so.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> PrepareBoard(label="Prepare").plan
    {}
    """

    _esm = bundle("data/prepare_board")
    _css = style("data/prepare_board")

    label = Unicode("").tag(sync=True)
    methods: List[list[str]] = List(List(Unicode())).tag(sync=True)
    table: Dict[str, Any] = Dict().tag(sync=True)
    plan: Dict[str, Any] = Dict().tag(sync=True)
    followed: Dict[str, Any] = Dict().tag(sync=True)
    findings: List[dict[str, Any]] = List(Dict()).tag(sync=True)
    problem = Unicode("").tag(sync=True)
    lock = Unicode("").tag(sync=True)
    visible = Bool(default_value=False).tag(sync=True, echo_update=False)

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401 - traits of every type
        super().__init__(**arguments)
        self._columns = CallbackDispatcher()
        self._splits = CallbackDispatcher()
        self._remedies = CallbackDispatcher()
        self._followers = CallbackDispatcher()
        self.on_msg(self._hear)

    def on_column(self, callback: Callable[[tuple[str, str, str]], object]) -> None:
        """Call back with a column, a field of its plan, and the value that was chosen."""
        self._columns.register_callback(callback)

    def on_split(self, callback: Callable[[tuple[str, object]], object]) -> None:
        """Call back with a field of the split, and its new value."""
        self._splits.register_callback(callback)

    def on_remedy(self, callback: Callable[[tuple[int, str]], object]) -> None:
        """Call back with the place of the finding whose remedy is wanted, and what its button said."""
        self._remedies.register_callback(callback)

    def on_follow(self, callback: Callable[[tuple[str, int]], object]) -> None:
        """Call back with a part, and the place in it of the row that is to be followed, counted from 0."""
        self._followers.register_callback(callback)

    def answered(self) -> None:
        """Tell the page that a choice has been dealt with: one that was refused is taken back there."""
        self.send({"kind": "answered"})

    def _hear(self, _widget: PrepareBoard, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "column", "column": str(name), "field": str(field), "value": str(value)} if (
                field in _COLUMN_FIELDS
            ):
                self._columns((name, field, value))
            case {"kind": "split", "field": str(field), "value": value} if field in _SPLIT_FIELDS:
                self._splits((field, value))
            case {"kind": "remedy", "at": int(at), "label": str(label)}:
                self._remedies((at, label))
            case {"kind": "follow", "part": str(part), "place": int(place)} if part in PARTS and place >= 0:
                self._followers((part, place))
