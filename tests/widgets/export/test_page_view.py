"""The pane *Web page*, without a browser."""

from __future__ import annotations

import gzip
import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from mlwidgets import Experiment
from mlwidgets.widgets.export.page_view import PageView
from tests.session.support import Watch
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def view() -> Iterator[PageView]:
    made = PageView(Experiment("circle", epochs=2))
    made.board.visible = True
    yield made
    made.close()
    made.experiment.close()


def document(view: PageView) -> str:
    return gzip.decompress(view.board.document).decode() if view.board.document else ""


def test_the_page_is_made_once_and_says_when_the_network_has_learned(view: PageView) -> None:
    wire = Wire(view.board)
    first = document(view)
    assert "mlwidgetsPage" in first
    assert view.board.untrained  # and the pane says so: its answers are guesses
    view.experiment.run()
    assert view.experiment.wait(30)
    assert view.board.outdated
    assert document(view) == first
    assert all("document" not in state for state in wire.updates())
    wire.say({"kind": "refresh"})
    assert not view.board.outdated
    assert not view.board.untrained
    assert document(view) != first


def test_what_is_saved_is_the_page_that_is_shown_with_the_newest_weights(view: PageView) -> None:
    view.experiment.run()
    assert view.experiment.wait(30)
    wire = Wire(view.board)
    wire.say({"kind": "take"})
    (sent,) = (message["content"] for message in wire.messages if message.get("method") == "custom")
    assert sent == {"kind": "file", "name": "web-page.zip"}
    archive = zipfile.ZipFile(io.BytesIO(wire.buffers[-1]))
    assert {name.split("/")[0] for name in archive.namelist()} == {"web-page"}
    data = archive.read("web-page/data.js").decode()
    assert data in document(view)
    assert not view.board.outdated
    assert view.board.size == len(view.zip_file())
    wire.say({"kind": "nonsense"})
    wire.say({"kind": 3})


def test_another_title_is_taken_and_a_bad_one_is_refused_in_a_sentence(view: PageView) -> None:
    Wire(view.board).arrive({"title": "Inside <b> or outside?"})
    assert "<title>Inside &lt;b&gt; or outside?</title>" in document(view)
    Wire(view.board).arrive({"title": " "})
    assert "must be a text of 1 to 120 characters" in view.board.problem
    assert not document(view)
    Wire(view.board).arrive({"title": "Good"})
    assert "<title>Good</title>" in document(view)
    assert view.board.problem == ""


def test_another_network_gets_another_page_or_the_reason_why_it_has_none(view: PageView) -> None:
    experiment = view.experiment
    experiment.layers = [
        {"class_name": "Dense", "config": {"units": 4, "activation": "hard_sigmoid"}},
        {"class_name": "Dense", "config": {"units": 2, "activation": "softmax"}},
    ]
    assert "hard_sigmoid" in view.board.problem
    assert not document(view)
    Wire(view.board).say({"kind": "take"})  # nothing is sent
    experiment.dataset = "penguins"  # the hidden layer stays
    assert "hard_sigmoid" in view.board.problem
    experiment.layers = [{"class_name": "Dense", "config": {"units": 3, "activation": "softmax"}}]
    assert "Fill in a row" in document(view)
    assert view.board.problem == ""
    assert view.fault == ""


def test_the_page_of_a_run_that_is_opened_does_not_say_that_it_guesses(view: PageView) -> None:
    learned = Experiment("circle", epochs=1)
    learned.run()
    assert learned.wait(30)
    assert view.board.untrained
    watch = Watch(view.experiment)
    view.experiment.open_run(learned.to_bytes(), "run.mlw")
    learned.close()
    watch.until(lambda: not view.board.untrained)
    assert not view.board.outdated
