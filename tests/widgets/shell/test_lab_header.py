"""LabHeader without a browser."""

from __future__ import annotations

from mlwidgets.widgets.shell.lab_header import LabHeader
from tests.widgets.wire import Wire


def test_it_holds_what_it_was_given() -> None:
    header = LabHeader("Train", text="A network learns.", task="press Run.", error="No.", note="Afresh.")
    assert header.title == "Train"
    assert (header.text, header.task) == ("A network learns.", "press Run.")
    assert (header.error, header.note) == ("No.", "Afresh.")


def test_the_page_can_dismiss_an_error() -> None:
    header = LabHeader(error="The learning rate is too large.")
    header_errors: list[str] = []
    header.observe(lambda change: header_errors.append(change["new"]), "error")
    Wire(header).arrive({"error": ""})
    assert header.error == ""
    assert header_errors == [""]


def test_a_text_that_is_not_text_is_refused_and_the_page_gets_the_last_good_one() -> None:
    header = LabHeader(error="Stays.")
    wire = Wire(header)
    wire.arrive({"error": {"html": "<b>"}})
    assert header.error == "Stays."
    assert wire.updates() == [{"error": "Stays."}]


def test_a_note_is_one_small_message() -> None:
    header = LabHeader("Train")
    wire = Wire(header)
    header.note = "Optimiser changed: training restarts."
    assert wire.updates() == [{"note": "Optimiser changed: training restarts."}]
