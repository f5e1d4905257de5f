"""The picture that a page carries: small, made without widgets, and the same as the widget will show."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys

import numpy as np
import pytest

from mlwidgets import language
from mlwidgets.session.learned.opening import learned_experiment
from mlwidgets.widgets.predict.digit_flow import DigitFlow
from mlwidgets.widgets.predict.first_picture import LABS, first_picture, first_state
from mlwidgets.widgets.predict.flow_view import FlowView
from mlwidgets.widgets.shell import dashboard
from tests.widgets.wire import Wire

WANTED = {"metadata": {"mlwidgets": {"first_picture": True}}}


@pytest.mark.parametrize(
    "notebook",
    [
        {},
        {"metadata": {}},
        {"metadata": {"mlwidgets": {}}},
        {"metadata": {"mlwidgets": {"first_picture": 1}}},
    ],
)
def test_only_a_notebook_that_asks_for_it_gets_one(notebook: dict[str, object]) -> None:
    assert first_picture(notebook) == ""


def test_it_is_small_and_holds_all_it_needs() -> None:
    html = first_picture(WANTED)
    assert len(html.encode()) < 200_000
    assert "http:" not in html.replace("http://www.w3.org", "")
    assert html.count("</script>") == 2
    found = re.search(r'<script type="application/json">(.*?)</script>', html)
    assert found
    assert json.loads(found.group(1)) == json.loads(json.dumps(first_state()))


def test_it_is_in_the_language_of_its_page() -> None:
    english = first_picture(WANTED)
    language.use("de")
    german = first_picture(WANTED)
    language.use(None)
    assert ">Vorhersagen</span>" in german
    assert "const mlwPage=" in german
    assert first_picture(WANTED) == english
    assert "Vorhersagen" not in english


def test_it_is_what_the_widget_will_show() -> None:
    experiment = learned_experiment()
    view = FlowView(experiment)
    flow = view._flow
    Wire(flow).arrive({"visible": True})
    state = first_state()
    for name in ("plan", "names", "note", "shares"):
        assert state["frame"][name] == flow.frame[name]
    assert base64.b64decode(state["frame"]["weights"]) == flow.frame["weights"]
    for mine, its in zip(state["frame"]["layers"], flow.frame["layers"], strict=True):
        groups = [{**group, "data": None} for group in its["groups"]]
        assert mine == {**its, "groups": groups}
    for name in ("source", "title", "truth", "test"):
        assert state["example"][name] == flow.example[name]
    np.testing.assert_array_equal(
        np.frombuffer(base64.b64decode(state["example"]["x"]), "<f4"),
        np.frombuffer(flow.example["x"], "<f4"),
    )
    for name in ("test_count", "stages", "stage"):
        assert state[name] == getattr(flow, name)
    assert set(state) < set(DigitFlow.class_trait_names(sync=True))
    view.close()
    experiment.close()


def test_its_tabs_are_those_of_the_dashboard() -> None:
    assert tuple(title for title, _ in dashboard.LABS) == LABS


def test_the_server_need_not_load_a_widget_for_it() -> None:
    code = (
        "import sys; from mlwidgets.widgets.predict.first_picture import first_picture; "
        f"assert first_picture({WANTED!r}); "
        "print([name for name in ('ipywidgets', 'anywidget', 'plotly', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
