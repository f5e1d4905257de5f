"""The inside of a network on a table: inputs by name, and the row in the units of the table."""

from __future__ import annotations

import pytest

from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.tables.bundled import bundled_table
from mlwidgets.session import Experiment
from mlwidgets.widgets.inside.activation_view import ActivationView
from tests.data.prepare.makers import penguins, prices


@pytest.mark.parametrize("name", ["phishing", "diabetes"])
def test_rounding_does_not_show_in_a_row(name: str) -> None:
    data = prepared_dataset(bundled_table(name))
    prepared = data.prepared
    assert prepared is not None
    assert data.train_index is not None
    for place in range(0, len(data.x_train), 7):
        cells = dict(prepared.cells(int(data.train_index[place])))
        assert dict(prepared.read_back(data.x_train[place])) == cells  # no "3.164e-09"


@pytest.mark.parametrize("kind", [penguins, prices])
def test_a_row_is_shown_by_its_columns(kind: object) -> None:
    made = penguins() if kind is penguins else prices()
    experiment = Experiment(prepared_dataset(made))
    view = ActivationView(experiment)
    maps = view._maps
    maps.visible = True
    prepared = experiment.dataset.prepared
    assert prepared is not None
    (group,) = maps.layers[0]["groups"]
    assert group["names"] == [one.name for one in prepared.inputs]
    row = int(prepared.parts.validation[0])
    for name, value in prepared.cells(row):
        assert not value or f"{name} {value}" in maps.frame["note"]
    if made.name == "prices":
        truth = made.column("price").values[row]
        assert f"the right answer is {truth:,.0f}" in maps.frame["note"]
    view.close()
    experiment.close()
