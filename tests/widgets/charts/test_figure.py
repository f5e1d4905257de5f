"""Figure without a browser: what it sends, to whom, and how much."""

from __future__ import annotations

import gc
import gzip
import importlib.resources
import subprocess
import sys
import threading
import weakref
from typing import Any

import numpy as np
import plotly
import plotly.graph_objects as go
import pytest
from ipywidgets.widgets.widget import _instances
from traitlets import TraitError

from mlwidgets.errors import ConfigurationError
from mlwidgets.widgets.charts.figure import Figure
from tests.widgets.wire import Wire


def curves(*ends: float, title: str = "Loss") -> go.Figure:
    """Draw a curve of a hundred points for each of its last values."""
    steps = np.arange(100)
    return go.Figure(
        [
            go.Scatter(x=steps, y=np.linspace(1, end, 100, dtype=np.float32), name=str(i))
            for i, end in enumerate(ends)
        ],
        {"title": {"text": title}, "height": 280},
    )


def ask(chart: Figure, content: dict[str, Any]) -> None:
    """Let a custom message come from the page."""
    chart.comm.handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})


def told(wire: Wire) -> list[dict[str, Any]]:
    """Return what the page was told about the chart, in order."""
    return [state["_message"] for state in wire.updates() if "_message" in state]


def paint(chart: Figure) -> None:
    """Let the page tell that it has painted what it was told last."""
    ask(chart, {"kind": "painted", "serial": chart._message["serial"]})


def listening(figure: go.Figure) -> tuple[Figure, Wire]:
    """Make a chart whose state a page has asked for and painted, and listen to it from then on."""
    chart = Figure(figure, alt="Two curves.")
    ask(chart, {"kind": "state"})
    paint(chart)
    return chart, Wire(chart)


def test_nothing_of_the_script_or_the_data_is_sent_before_somebody_looks() -> None:
    chart = Figure(curves(0.5, 0.7), alt="Two curves.")
    wire = Wire(chart)
    chart.data[0].y = np.zeros(100)
    chart.replace(curves(0.1, 0.2), alt="Two other curves.")
    assert wire.updates() == [{"alt": "Two other curves."}]
    state = chart.get_state()
    assert state["_message"] == {}
    assert sum(len(str(value)) for value in state.values()) < 25_000
    assert wire.buffers == []


def test_the_state_is_what_the_chart_shows_now_without_a_template() -> None:
    chart = Figure(curves(0.5), alt="A curve.")
    chart.replace(curves(0.25, title="Loss, later"), alt="A curve.")
    chart.add_trace(go.Scatter(y=[1, 2]))
    wire = Wire(chart)
    ask(chart, {"kind": "state"})
    (message,) = told(wire)
    assert message["name"] == "state"
    assert [trace["type"] for trace in message["value"]["data"]] == ["scatter", "scatter"]
    assert message["value"]["layout"]["title"]["text"] == "Loss, later"
    assert "template" not in message["value"]["layout"]
    assert np.frombuffer(wire.buffers[1], np.float32)[-1] == np.float32(0.25)


def test_replacing_sends_only_what_differs_in_one_message() -> None:
    chart, wire = listening(curves(0.5, 0.7))
    chart.replace(curves(0.5, 0.6, title="Loss after step 2"), alt="Two curves.")
    (message,) = told(wire)
    assert message["name"] == "_py2js_update"
    value = message["value"]
    assert list(value["style_data"]) == ["y"]
    assert value["style_data"]["y"][0] == "_undefined_"  # the first curve is as it was
    assert value["layout_data"] == {"title.text": "Loss after step 2"}
    assert [len(buffer) for buffer in wire.buffers] == [400]  # 100 float32
    assert len(str(wire.messages[-1])) < 700


def test_replacing_by_the_same_figure_sends_nothing() -> None:
    chart, wire = listening(curves(0.5, 0.7))
    chart.replace(curves(0.5, 0.7), alt="Two curves.")
    assert wire.messages == []


def test_replacing_keeps_what_the_learner_did_to_the_chart() -> None:
    chart, wire = listening(curves(0.5, 0.7))
    ask(
        chart,
        {
            "kind": "event",
            "name": "_js2py_restyle",
            "value": {"style_data": {"visible": ["legendonly"]}, "style_traces": [1], "source_view_id": "v"},
        },
    )
    assert chart.data[1].visible == "legendonly"
    paint(chart)  # other views have heard of it
    chart.replace(curves(0.5, 0.6), alt="Two curves.")
    assert chart.data[1].visible == "legendonly"
    assert "visible" not in told(wire)[-1]["value"]["style_data"]


def test_python_reads_back_what_was_replaced() -> None:
    chart, _ = listening(curves(0.5, 0.7))
    after = go.Figure(go.Scatter(y=[1, 2], line={"dash": "dot"}), {"annotations": [{"text": "here"}]})
    chart.replace(curves(0.5), alt="One curve.")
    assert [trace.name for trace in chart.data] == ["0"]
    chart.replace(after, alt="One curve.")
    assert chart.data[0].y == (1, 2)
    assert chart.data[0].x is None
    assert chart.data[0].line.dash == "dot"
    assert chart.layout.annotations[0].text == "here"
    assert chart.layout.title.text is None


def test_other_kinds_of_traces_are_sent_as_a_whole_in_one_message() -> None:
    chart, wire = listening(curves(0.5, 0.7))
    chart.replace(
        go.Figure(go.Heatmap(z=np.zeros((28, 28), np.uint8)), {"height": 400}), alt="A black picture."
    )
    (message,) = told(wire)
    assert message["name"] == "state"
    assert [trace["type"] for trace in message["value"]["data"]] == ["heatmap"]
    assert {"height": 400} in wire.updates()
    assert len(str(message)) < 1500  # 784 bytes as base64, in place of the 25 KB of a list of floats


def test_each_change_by_hand_is_one_message_too() -> None:
    chart, wire = listening(curves(0.5, 0.7))
    chart.data[0].y = np.zeros(100, np.float32)
    paint(chart)
    with chart.batch_update():
        chart.data[1].line.width = 4
        chart.layout.title.text = "By hand"
    paint(chart)
    chart.data = chart.data[:1]
    assert [message["name"] for message in told(wire)] == [
        "_py2js_restyle",
        "_py2js_update",
        "_py2js_deleteTraces",
    ]
    serials = [message["serial"] for message in told(wire)]
    assert serials == sorted(set(serials))


def test_the_next_picture_waits_until_the_page_has_painted_the_last_one() -> None:
    chart, wire = listening(curves(1.0))
    for step in range(50):
        chart.replace(curves(1.0, title=str(step)), alt="A curve.")
    assert [message["value"]["layout_data"] for message in told(wire)] == [{"title.text": "0"}]
    paint(chart)
    assert [message["value"]["layout_data"] for message in told(wire)][1:] == [{"title.text": "49"}]
    paint(chart)
    assert len(told(wire)) == 2  # the page has everything


def test_a_change_by_hand_that_has_to_wait_is_not_lost() -> None:
    chart, wire = listening(curves(0.5, 0.7))
    chart.replace(curves(0.5, 0.6), alt="Two curves.")
    chart.data[0].line.width = 4
    assert len(told(wire)) == 1
    paint(chart)
    (_, message) = told(wire)
    assert message["name"] == "state"
    assert message["value"]["data"][0]["line"]["width"] == 4


def test_a_chart_that_nobody_sees_is_told_nothing_until_somebody_does() -> None:
    chart, wire = listening(curves(1.0))
    chart.replace(curves(1.0, title="1"), alt="A curve.")
    ask(chart, {"kind": "hidden"})  # before it was painted
    chart.replace(curves(1.0, title="2"), alt="A curve.")
    assert len(told(wire)) == 1
    ask(chart, {"kind": "state"})
    assert told(wire)[-1]["value"]["layout"]["title"]["text"] == "2"


def test_threads_that_replace_at_once_leave_the_page_with_the_last_picture() -> None:
    chart, wire = listening(curves(1.0))

    def run(first: int) -> None:
        for number in range(20):
            chart.replace(curves(1.0, title=str(first + number)), alt="A curve.")

    threads = [threading.Thread(target=run, args=(1000 * number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    paint(chart)
    assert told(wire)[-1]["value"]["layout_data"]["title.text"] == chart.layout.title.text


def test_a_click_reaches_python_and_hovering_is_not_asked_for() -> None:
    chart, _ = listening(go.Figure(go.Bar(x=["a", "b"], y=[1, 2])))
    clicked = []
    chart.data[0].on_click(lambda _trace, points, _state: clicked.append(points.point_inds))
    points = {"trace_indexes": [0], "point_indexes": [1], "xs": ["b"], "ys": [2]}
    event = {"event_type": "plotly_click", "points": points, "device_state": None, "selector": None}
    ask(chart, {"kind": "event", "name": "_js2py_pointsCallback", "value": event})
    assert clicked == [[1]]


@pytest.mark.parametrize("packed", [True, False])
def test_the_script_comes_in_pieces_that_make_plotlys_own(packed: bool) -> None:
    chart = Figure(curves(0.5), alt="A curve.")
    wire = Wire(chart)
    question = {"kind": "script", "id": "q", "packed": packed}
    ask(chart, {**question, "part": 0})
    parts = wire.messages[0]["content"]["parts"]
    for part in range(1, parts):
        ask(chart, {**question, "part": part})
    assert [message["content"]["id"] for message in wire.messages] == ["q"] * parts
    data = b"".join(wire.buffers)
    source = importlib.resources.files(plotly).joinpath("package_data", "widgetbundle.js").read_bytes()
    assert (gzip.decompress(data) if packed else data) == source
    assert max(map(len, wire.buffers)) <= 2**18
    if packed:
        assert len(data) < 1_700_000


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "script", "id": "q", "part": -1, "packed": True},
        {"kind": "script", "id": "q", "part": 99, "packed": True},
        {"kind": "script", "id": "q", "part": "0", "packed": True},
        {"kind": "event", "name": "alt", "value": {}},
        {"kind": "event", "name": "__class__", "value": {}},
        {"kind": "else"},
        {},
    ],
)
def test_a_message_that_makes_no_sense_changes_nothing(content: dict[str, Any]) -> None:
    chart, wire = listening(curves(0.5))
    ask(chart, content)
    assert wire.messages == []
    assert chart.alt == "Two curves."


def test_a_chart_needs_a_text_alternative() -> None:
    with pytest.raises(ConfigurationError, match="needs alt"):
        Figure(curves(0.5), alt=" ")
    chart = Figure(curves(0.5), alt="A curve.")
    with pytest.raises(ConfigurationError, match="needs alt"):
        chart.replace(curves(0.4), alt="")
    with pytest.raises(TraitError, match="needs alt"):
        chart.alt = ""
    assert chart.alt == "A curve."


def test_the_height_is_that_of_the_figure() -> None:
    assert Figure(curves(0.5), alt="A curve.").height == 280
    assert Figure(go.Figure(), alt="Nothing yet.").height == 320


def test_the_figure_that_was_given_is_not_touched() -> None:
    given = curves(0.5)
    chart = Figure(given, alt="A curve.")
    chart.data[0].name = "changed"
    chart.layout.title.text = "changed"
    assert given.data[0].name == "0"
    assert given.layout.title.text == "Loss"
    assert given.layout.template.layout.font is not None


def test_a_closed_chart_is_forgotten_and_silent() -> None:
    before = len(_instances)
    chart, wire = listening(curves(0.5))
    chart.close()
    chart.replace(curves(0.4), alt="A curve.")
    assert told(wire) == []
    assert len(_instances) == before


def test_plotly_is_not_imported_with_mlwidgets() -> None:
    code = "import sys, mlwidgets; sys.exit('plotly' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own


def test_nothing_is_left_of_a_closed_one() -> None:
    widget = Figure(curves(0.5), alt="A curve.")
    gone = weakref.ref(widget)
    widget.close()
    del widget
    gc.collect()
    assert gone() is None
