"""Every lab works with a table: made, opened pane by pane, trained a little, and freed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.session import Experiment
from mlwidgets.widgets.controls.disclosure import Section
from mlwidgets.widgets.controls.panes import Panes
from mlwidgets.widgets.inside.activation_view import ActivationView
from mlwidgets.widgets.loss.lens_view import LensView
from mlwidgets.widgets.results.results_view import ResultsView
from mlwidgets.widgets.shell.dashboard import LABS, Dashboard
from mlwidgets.widgets.training.confusion_view import ConfusionView
from tests.data.prepare.makers import categories, numbers, penguins, prices, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    import ipywidgets

    from mlwidgets.data.tables.table import Table


def one_feature() -> Table:
    """Make a table with one feature and two classes."""
    x = np.random.default_rng(0).normal(size=80)
    return table(
        numbers("x", x.tolist()), categories("y", ["yes" if one > 0 else "no" for one in x]), name="one"
    )


def wide(columns: int = 200) -> Table:
    """Make a table with many features."""
    x = np.random.default_rng(0).normal(size=(80, columns))
    y = categories("y", ["a", "b", "c", "d"] * 20)
    return table(*(numbers(f"x{one}", x[:, one].tolist()) for one in range(columns)), y, name="wide")


TABLES = {"classes": penguins, "numbers": prices, "one feature": one_feature, "200 features": wide}


def parts(widget: ipywidgets.Widget) -> Iterator[ipywidgets.Widget]:
    """Return a widget with everything inside it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from parts(child)


def open_everything(lab: ipywidgets.Widget) -> int:
    """Open each pane and each section of a lab, also those that come to light then; return how many."""
    opened: set[str] = set()
    while True:
        new = [one for one in parts(lab) if isinstance(one, Panes | Section) and one.model_id not in opened]
        if not new:
            return len(opened)
        for one in new:
            opened.add(one.model_id)
            if isinstance(one, Section):
                one.head.opened = True
                continue
            for number in range(len(one.bar.titles)):
                one.bar.selected = number


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("title", [title for title, _ in LABS])
def test_each_lab_that_suits_a_table_works_with_it(
    title: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    lab_class = dict(LABS)[title]
    experiment = Experiment(prepared_dataset(TABLES[kind]()), epochs=2)
    if not lab_class.suits(experiment.dataset):
        assert title in ("Convolution", "Playground", "Predict")
        experiment.close()
        return
    lab = lab_class(experiment)
    open_everything(lab)
    for one in parts(lab):
        if one.has_trait("visible"):
            one.visible = True
    experiment.step_batch()
    assert experiment.wait(20)
    experiment.run()
    assert experiment.wait(20)
    open_everything(lab)
    assert experiment.error == ""
    assert not [record for record in caplog.records if record.levelname == "ERROR"], caplog.text
    errors = [one.error for one in parts(lab) if isinstance(getattr(one, "error", None), str) and one.error]
    assert not errors
    lab.close()
    experiment.close()


def test_the_dashboard_follows_from_pictures_to_tables_and_points_and_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    board = Dashboard(Experiment("spiral", epochs=1))
    experiment = board.experiment
    for name in ("penguins", "diabetes", "spiral", "phishing", "mnist", "iris"):
        experiment.dataset = name
        for lab in board.labs:
            open_everything(lab)
        for one in parts(board):
            if one.has_trait("visible"):
                one.visible = True
        experiment.epochs = 1
        if name != "mnist":
            experiment.run()
            assert experiment.wait(20)
        assert experiment.error == ""
    assert not [record for record in caplog.records if record.levelname == "ERROR"], caplog.text
    board.close()
    experiment.close()


@pytest.mark.parametrize("dataset", ["penguins", "mnist"])
def test_an_example_has_the_same_number_in_all_labs(dataset: str) -> None:
    """That of its row in the pane Table, counted from 1; of a picture its place among all of them."""
    experiment = Experiment(dataset, epochs=1, validation_split=0.01)
    split, data = experiment.split, experiment.dataset
    place = int(split.validation_index[1])
    number = place if data.prepared is None else int(data.prepared.parts.validation[1]) + 1
    title = f"Validation example {number}" if data.prepared is None else f"Row {number} (validation)"
    inside, lens, results = ActivationView(experiment), LensView(experiment), ResultsView(experiment)
    confusion = ConfusionView(experiment)
    lens._part.value = "validation"
    inside._step("next")
    assert experiment.example is not None
    assert experiment.example.title == title
    confusion._shown = [1]
    confusion._gallery.show_rows(["a row"], ["a row"])
    confusion._gallery.selected = 0
    confusion._inspect(None)
    assert experiment.example.title == title
    assert lens._title(int(lens._places[1])) == title
    assert results._examples().numbers[1] == number
    for view in (inside, lens, results, confusion):
        assert view.fault == ""
        view.close()
    experiment.close()
