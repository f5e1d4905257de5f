"""Plotly charts on a page, with one copy of plotly's script for all of them.

Plotly's own ``FigureWidget`` sends its script of 5 MB along with every single chart. Here the first chart
that becomes visible asks Python for it, compressed and in pieces, so that sliders are answered in between,
and all charts of the page share it. What a chart shows travels while somebody looks at it, and the next
picture only when the page has painted the last one: a chart in a closed tab costs a few kilobytes.
"""

from __future__ import annotations

import logging
import threading
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Literal

import anywidget
import plotly
import plotly.graph_objects as go
from plotly.basedatatypes import Undefined
from traitlets import Dict, Int, List, TraitError, Unicode, observe, validate

from mlwidgets.errors import ConfigurationError
from mlwidgets.widgets.base.boundary import GuardedWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.charts.late_import import import_when_used
from mlwidgets.widgets.charts.plotly_wire import (
    Props,
    differences,
    differences_of_traces,
    encode,
    script_pieces,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_log = logging.getLogger(__name__)

DEFAULT_HEIGHT = 320

# What plotly's Python side tells its browser side, and the other way round. They are its private traits, but
# they are how the two have talked since plotly 3, and the browser tests speak up should that change.
_TO_PAGE = tuple(
    f"_py2js_{name}"
    for name in ("addTraces", "restyle", "relayout", "update", "animate", "deleteTraces", "moveTraces")
)
_FROM_PAGE = frozenset({"_js2py_restyle", "_js2py_relayout", "_js2py_update", "_js2py_pointsCallback"})


# Plotly's FigureWidget imports nbformat, and with it 1.3 s of grammars, for a use that we have not.
import_when_used("nbformat")


class Figure(GuardedWidget, go.FigureWidget):
    """A plotly chart with a text alternative, a fixed height and the page's colours.

    Everything that ``FigureWidget`` offers works: properties, ``batch_update``, ``add_trace``, ``on_click``.
    Not sent from the page to Python are hovering and the values that plotly chose for what was left open, so
    ``on_hover`` and ``on_edits_completed`` never call. The figure's template is
    replaced by one that follows the page, light or dark.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        What to show. It is copied. Its ``layout.height`` becomes the widget's height.
    alt : str
        What the chart shows, in words: a screen reader speaks it in place of the picture.

    Attributes
    ----------
    alt : str
        As above; it can change with the chart.
    height : int
        Height in pixels, kept free from the start so that nothing jumps when the chart appears.

    Raises
    ------
    mlwidgets.errors.ConfigurationError
        If `alt` is empty.

    Examples
    --------
    >>> chart = Figure(go.Figure(go.Scatter(y=[3, 1, 2])), alt="Loss falls from 3 to 1, then rises to 2.")
    >>> chart.replace(go.Figure(go.Scatter(y=[3, 1, 0])), alt="Loss falls from 3 to 0.")
    >>> chart.data[0].y
    (3, 1, 0)
    """

    data: Any  # plotly's tuple of traces
    layout: Any  # plotly's layout, in the place where other widgets have that of ipywidgets

    _esm = bundle("charts/figure")
    _css = style("charts/figure")

    alt = Unicode("").tag(sync=True)
    height = Int(DEFAULT_HEIGHT, min=1).tag(sync=True)

    _plotly_version = Unicode(plotly.__version__).tag(sync=True)
    # How long the page waits for a piece of the script until another chart may ask, in milliseconds.
    _wait = Int(30_000, min=1).tag(sync=True)
    # All that a chart is told goes through this one trait, so that it arrives in order, each in one message.
    _message = Dict().tag(sync=True, to_json=lambda value, _widget: encode(value))

    # FigureWidget syncs these one by one, up to four messages for a change; `_message` carries them instead.
    _widget_data = List(Dict())
    _widget_layout = Dict()
    _config = Dict()
    _last_layout_edit_id = Int(0)
    _last_trace_edit_id = Int(0)
    _py2js_addTraces = Dict(allow_none=True)  # noqa: N815 - plotly's names, here and below
    _py2js_restyle = Dict(allow_none=True)
    _py2js_relayout = Dict(allow_none=True)
    _py2js_update = Dict(allow_none=True)
    _py2js_animate = Dict(allow_none=True)
    _py2js_deleteTraces = Dict(allow_none=True)  # noqa: N815
    _py2js_moveTraces = Dict(allow_none=True)  # noqa: N815
    _py2js_removeLayoutProps = Dict(allow_none=True)  # noqa: N815
    _py2js_removeTraceProps = Dict(allow_none=True)  # noqa: N815
    _js2py_traceDeltas = Dict(allow_none=True)  # noqa: N815
    _js2py_layoutDelta = Dict(allow_none=True)  # noqa: N815
    _js2py_restyle = Dict(allow_none=True)
    _js2py_relayout = Dict(allow_none=True)
    _js2py_update = Dict(allow_none=True)
    _js2py_pointsCallback = Dict(allow_none=True)  # noqa: N815

    def __init__(self, figure: go.Figure, *, alt: str) -> None:
        self._lock = threading.RLock()  # a run reports from its own thread
        self._listening = False  # until a page asks for the state there is nobody to tell anything
        self._silent = False  # while many properties change, the page is told once, at the end
        self._unpainted: int | None = None  # the message that the page has not painted yet
        self._owed: Literal["changes", "state"] | None = None  # what to send when it has
        traces, layout = _parts(figure)
        # An empty template: plotly would otherwise take 0.1 s to make its own, which the page does not get.
        super().__init__(data=traces, layout={**layout, "template": {}})
        self._shown = self._sent = (traces, layout)
        self.height = layout.get("height", DEFAULT_HEIGHT)
        self.alt = _checked_alt(alt)
        self.on_msg(self._answer)

    def replace(self, figure: go.Figure, alt: str) -> None:
        """Show another figure.

        When the traces are of the same kinds as before, only what differs from what the page has is sent, in
        one message, as soon as it has painted the last one; what the learner has done to the chart, such as
        hiding a curve, stays.

        Parameters
        ----------
        figure : plotly.graph_objects.Figure
            What to show from now on. It is copied.
        alt : str
            Its text alternative.

        Raises
        ------
        mlwidgets.errors.ConfigurationError
            If `alt` is empty.
        """
        self.alt = _checked_alt(alt)
        traces, layout = _parts(figure)
        with self._lock:
            old_traces, old_layout = self._shown
            self._shown = (traces, layout)
            if [trace["type"] for trace in traces] == [trace["type"] for trace in old_traces]:
                self._apply(differences_of_traces(old_traces, traces), differences(old_layout, layout))
                self._owe("changes")
            else:
                self._rebuild(traces, layout)
                self._owe("state")
        self.height = layout.get("height", DEFAULT_HEIGHT)

    def _apply(self, restyle: Mapping[str, list[Any]], relayout: Props) -> None:
        """Change some properties of traces and layout, here in Python."""
        self._silent = True
        try:
            for path, values in restyle.items():
                for number, value in enumerate(values):
                    if value is not Undefined:
                        self.data[number][path] = value
            for path, value in relayout.items():
                self.layout[path] = value
        finally:
            self._silent = False

    def _rebuild(self, traces: list[Props], layout: Props) -> None:
        self._silent = True
        try:
            self.data = ()
            self.add_traces(deepcopy(traces))
            self.layout = deepcopy(layout)
        finally:
            self._silent = False

    def _owe(self, what: Literal["changes", "state"]) -> None:
        """Send something as soon as the page has painted what it got last."""
        with self._lock:
            if not self._listening:
                return
            self._owed = "state" if "state" in (what, self._owed) else "changes"
            self._pay()

    def _pay(self) -> None:
        if self._owed is None or self._unpainted is not None:
            return
        owed, self._owed = self._owed, None
        if owed == "state":
            self._tell_state()
            return
        (old_traces, old_layout), self._sent = self._sent, self._shown
        traces, layout = self._shown
        restyle, relayout = differences_of_traces(old_traces, traces), differences(old_layout, layout)
        if restyle or relayout:
            self._send_update_msg(dict(restyle), relayout)

    @observe(*_TO_PAGE)
    def _forward(self, change: Props) -> None:
        if change["new"] is None or self._silent:
            return
        with self._lock:
            if self._unpainted is None:
                self._tell(change["name"], change["new"])
            else:
                self._owe("state")  # the page would lose one of two changes that follow each other

    def _tell_state(self) -> None:
        with self._lock:
            self._owed, self._sent = None, self._shown
            layout = {name: value for name, value in self._layout.items() if name != "template"}
            self._tell("state", {"data": self._data, "layout": layout})

    def _tell(self, name: str, value: Props) -> None:
        if self._listening:
            with self._lock:
                serial = self._message.get("serial", 0) + 1
                self._unpainted = serial
                self._message = {"serial": serial, "name": name, "value": value}

    def get_state(self, key: Any = None, drop_defaults: bool = False) -> Props:  # noqa: ANN401 - as inherited
        """Return the synced traits; what the chart shows is not among them, the page asks for that.

        Parameters
        ----------
        key : str or iterable of str, optional
            Which traits; all by default.
        drop_defaults : bool
            Whether to leave out defaults.
        """
        state: Props = super().get_state(key=key, drop_defaults=drop_defaults)
        if key is None and "_message" in state:
            state["_message"] = {}
        return state

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:  # noqa: ANN401 - as inherited
        # FigureWidget would send the whole figure once more here.
        return anywidget.AnyWidget._repr_mimebundle_(self, **kwargs)

    def _answer(self, _widget: Figure, content: Props, _buffers: list[memoryview]) -> None:
        """Answer one message from the page: it wants a piece of the script, the state, or tells an event."""
        match content:
            case {"kind": "script", "id": str(number), "part": int(part), "packed": bool(packed)}:
                pieces = script_pieces(packed=packed)
                if 0 <= part < len(pieces):
                    self.send({"id": number, "parts": len(pieces)}, [pieces[part]])
            case {"kind": "state"}:
                with self._lock:
                    self._listening = True
                    self._tell_state()
            case {"kind": "hidden"}:
                with self._lock:
                    self._listening, self._unpainted, self._owed = False, None, None
            case {"kind": "painted", "serial": int(serial)}:
                with self._lock:
                    if serial == self._unpainted:
                        self._unpainted = None
                        self._pay()
            case {"kind": "event", "name": str(name), "value": dict(value)} if name in _FROM_PAGE:
                with self._lock:
                    setattr(self, name, value)
            case _:
                _log.warning("A chart got a message that it does not know: %.200r", content)

    @validate("alt")
    def _check_alt(self, proposal: Props) -> str:
        alt: str = proposal["value"]
        if not alt.strip():
            raise TraitError("A chart needs alt, a text that says what it shows; got an empty one.")
        return alt


def _checked_alt(alt: str) -> str:
    if not alt.strip():
        raise ConfigurationError("A chart needs alt, a text that says what it shows; got an empty one.")
    return str(alt)  # a chart is plotly's: what it sends is not translated


def _parts(figure: go.Figure) -> tuple[list[Props], Props]:
    """Copy the traces and the layout without the template: the page brings its own."""
    layout: Props = figure.layout.to_plotly_json()
    layout.pop("template", None)
    return [trace.to_plotly_json() for trace in figure.data], layout
