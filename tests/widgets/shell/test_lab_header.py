"""LabHeader without a browser."""

from __future__ import annotations

import numpy as np

from mlwidgets.widgets.shell.lab_header import LabHeader
from mlwidgets.widgets.training.train_lab import TrainLab
from tests.session.support import settled, table
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
    header.note = "Optimiser changed: press Run to train from the start."
    assert wire.updates() == [{"note": "Optimiser changed: press Run to train from the start."}]


def test_undo_in_a_note_is_asked_for_by_a_message() -> None:
    header = LabHeader("Train", note="Afresh.")
    asked: list[str] = []
    header.on_undo(asked.append)
    wire = Wire(header)
    for kind in ("undo", "redo", None):
        wire.say({"kind": kind})
    assert asked == ["Afresh."]


def test_a_reset_offers_undo_in_its_note_and_the_weights_come_back() -> None:
    lab = TrainLab(table())
    try:
        experiment, header = lab.experiment, lab.header
        experiment.step_batch()
        learned = settled(experiment).parameters
        assert not header.offers_undo
        experiment.reset()
        assert (header.note, header.offers_undo) == ("Reset to random weights.", True)
        settled(experiment)
        Wire(header).say({"kind": "undo"})
        assert (header.note, header.offers_undo) == ("Undone: Reset the training.", False)
        np.testing.assert_array_equal(settled(experiment).parameters, learned)
        Wire(header).say({"kind": "undo"})  # from a page that has not heard of that yet
        assert header.error == "There is nothing to undo."
        experiment.seed = 7
        assert (header.note, header.offers_undo) == (
            "Changed seed to 7: press Run to train from the start.",
            True,
        )
        experiment.epochs = 7
        assert (header.note, header.offers_undo) == ("", False)  # Undo would not undo what the note is of
    finally:
        lab.close()
