"""The pane with the network's program: notebook, data and weights beside it; a refusal in a sentence."""

from __future__ import annotations

import json
from typing import Any

from mlwidgets.session import Experiment
from mlwidgets.widgets.controls.code_view import CodeView
from mlwidgets.widgets.network.model_code_view import ModelCodeView


def code_of(view: ModelCodeView) -> CodeView:
    (found,) = (one for one in view.children if isinstance(one, CodeView))
    return found


def sent(code: CodeView, name: str, monkeypatch: Any) -> bytes:  # noqa: ANN401 - pytest's
    """Return the file that the page gets when its button is pressed."""
    got: list[bytes] = []
    monkeypatch.setattr(code, "send", lambda _, buffers: got.extend(buffers))
    code._take_message(None, {"kind": "attachment", "name": name}, None)
    (content,) = got
    return content


def test_a_notebook_is_offered_where_the_language_is_python(monkeypatch: Any) -> None:  # noqa: ANN401
    code = code_of(ModelCodeView(Experiment("circle")))
    assert code.attachments == ["program.ipynb", "data.npz", "weights.npz"]
    book = json.loads(sent(code, "program.ipynb", monkeypatch))
    assert book["nbformat"] == 4
    assert "keras" in "".join(cell["source"] for cell in book["cells"])
    code.language = "TensorFlow.js"
    assert code.attachments == ["data.json", "weights.json"]
    code.language = "PyTorch"
    assert b"torch" in sent(code, "program.ipynb", monkeypatch)


def test_a_language_that_cannot_says_why_and_offers_no_files() -> None:
    experiment = Experiment("circle")
    view = ModelCodeView(experiment)
    code = code_of(view)
    schedule = {"class_name": "OneCycle", "config": {"maximal_learning_rate": 0.1, "total_steps": 50}}
    experiment.learning_rate = schedule
    code.language = "Keras"
    assert code.programs["Keras"].startswith("The schedule OneCycle cannot be written in Keras.")
    assert code.attachments == []
    assert code.note == ""
    code.language = "PyTorch"
    assert "LambdaLR" in code.programs["PyTorch"]
    assert code.attachments == ["program.ipynb", "data.npz", "weights.npz"]
