"""The weights of the first layer in the units of the table, as the pane Prepare shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.session import Experiment
from mlwidgets.widgets.data.prepare_view import PrepareView
from mlwidgets.widgets.data.units_view import UnitsView

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def view() -> Iterator[UnitsView]:
    experiment = Experiment("spiral")
    experiment.data_draft.use("penguins")
    prepare = PrepareView(experiment)
    prepare.units.head.opened = True
    assert isinstance(prepare.units.content, UnitsView)
    yield prepare.units.content
    prepare.close()
    experiment.close()


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


def test_they_are_weights_over_standard_deviations(view: UnitsView) -> None:
    prepared = view.experiment.dataset.prepared
    assert prepared is not None
    names = [row[0] for row in view.table.rows]
    assert names == [*(one.name for one in prepared.inputs), "bias"]
    at = names.index("body_mass_g")
    kernel = np.asarray(view.experiment.model.layers[0].weights["kernel"])
    std = np.nanstd(prepared.table.column("body_mass_g").values[prepared.parts.train])
    shown = [number(text) for text in view.table.rows[at][1:]]
    np.testing.assert_allclose(shown, kernel[at, : len(shown)] / std, rtol=6e-3)
    assert len(view.table.heads) == len(view.table.rows[0])


def test_they_follow_the_run_while_somebody_looks(view: UnitsView) -> None:
    first = view.table.rows
    view.experiment.step_batch()
    view.experiment.wait(10)
    assert view.table.rows == first
    view.table.visible = True
    assert view.table.rows != first


def test_a_first_layer_without_such_weights_is_told(view: UnitsView) -> None:
    view.table.visible = True
    view.experiment.change(layers=["batch_normalization", *view.experiment.layers])
    assert view.table.rows == []
    assert "Only the weights of a Dense layer" in view.table.note
