"""Rows of a table in the mistakes and in the step cards: by their columns, in the units of the table."""

from __future__ import annotations

import pytest

from mlwidgets.data import load
from mlwidgets.errors import ShapeError
from mlwidgets.session import Experiment
from mlwidgets.widgets.steps.step_cards import StepCards
from mlwidgets.widgets.training.confusion_view import ConfusionView
from mlwidgets.widgets.training.example_gallery import ExampleGallery


def test_the_rows_behind_a_cell_are_shown_by_their_columns() -> None:
    experiment = Experiment("penguins", epochs=1)
    view = ConfusionView(experiment)
    experiment.run()
    assert experiment.wait(20)
    cells = [(row, column) for row in range(3) for column in range(3) if view._matrix.counts[row][column]]
    view._matrix.selected = list(cells[0])
    gallery = view._gallery
    assert gallery.count == view._matrix.counts[cells[0][0]][cells[0][1]]
    assert (gallery.height, gallery.width, gallery.images) == (0, 0, b"")
    prepared = load("penguins").prepared
    assert prepared is not None
    row = int(prepared.parts.validation[view._shown[0]])
    assert f"bill_length_mm {dict(prepared.cells(row))['bill_length_mm']}" in gallery.captions[0]
    gallery.selected = 0
    assert experiment.example is not None
    assert experiment.example.x.tolist() == prepared.transform(prepared.table)[row].tolist()
    view.close()
    experiment.close()


def test_every_row_needs_words_for_a_screen_reader() -> None:
    with pytest.raises(ShapeError, match="got 2 rows and 1 alts"):
        ExampleGallery().show_rows(["a", "b"], ["a"])


def test_a_first_layer_weight_is_also_shown_in_the_units_of_the_table() -> None:
    cards = StepCards("penguins")
    cards.update()
    prepared = cards.experiment.dataset.prepared
    assert prepared is not None
    at = [one.name for one in prepared.inputs].index("body_mass_g")
    cards._choose(0, [at, 2])
    weight = float(cards.experiment.model.layers[0].weights["kernel"][at, 2])
    own = cards.experiment.original_units().kernel[at, 2]
    assert own == pytest.approx(weight / prepared.column("body_mass_g").statistics["std"])
    assert "for each unit of body_mass_g" in str(cards.board.frame)
    cards._choose(0, [0, 2])
    assert "the input is 1 where island = Biscoe, else 0" in str(cards.board.frame)
    cards.close()
