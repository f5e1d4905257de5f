"""The chart of loss or accuracy, in numbers and in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mlwidgets.engine.history import History, Mark
from mlwidgets.explain.network.curves import MAX_POINTS, LearningCurves, learning_curves
from mlwidgets.figures.learning_curves import HEIGHT, describe_learning_curves, learning_curves_figure


def curves(name: str = "loss", *, updates: int = 4, marks: int = 0, validated: bool = True) -> LearningCurves:
    history = History()
    for update in range(updates):
        history.add_batch(
            update / 2, {"loss": 2.0 - update / updates, "accuracy": 0.1 + 0.8 * update / updates}
        )
    for epoch in range(updates // 2 if validated else 0):
        history.add_epoch({"val_loss": 1.75 - epoch / 8, "val_accuracy": 0.9996})
    for number in range(marks):
        history.marks.append(Mark(0.5 + number, "learning_rate", 0.1, 0.01 / (number + 1)))
    return learning_curves(history, name)


def test_training_is_solid_and_validation_dashed_with_dots() -> None:
    figure = learning_curves_figure(curves(), epochs=10)
    train, validation = figure.data
    assert (train.name, train.mode, train.line.dash) == ("training", "lines", "solid")
    assert (validation.name, validation.mode, validation.line.dash) == ("validation", "lines+markers", "dash")
    assert validation.marker.symbol == "circle"
    assert train.y.tolist() == [2, 1.75, 1.5, 1.25]
    assert validation.x.tolist() == [1, 2]
    assert validation.y.tolist() == [1.75, 1.625]


def test_axes_have_their_full_length_from_the_start() -> None:
    for updates in (0, 4):
        layout = learning_curves_figure(curves(updates=updates), epochs=10).layout
        assert layout.xaxis.range == (0, 10)
        assert layout.xaxis.title.text == "Epoch"
        assert layout.yaxis.title.text == "Loss"
        assert layout.yaxis.rangemode == "tozero"
        assert layout.height == HEIGHT
        assert layout.showlegend


def test_accuracy_is_a_percentage() -> None:
    axis = learning_curves_figure(curves("accuracy"), epochs=3).layout.yaxis
    assert axis.title.text == "Accuracy"
    assert axis.tickformat == ".0%"
    assert axis.range[0] == 0
    assert axis.range[1] >= 1


@pytest.mark.parametrize("name", ["loss", "accuracy"])
@pytest.mark.parametrize(("marks", "labelled"), [(0, 0), (1, 1), (4, 4), (7, 4)])
def test_each_changed_setting_is_a_dotted_line_and_the_newest_have_words(
    name: str, marks: int, labelled: int
) -> None:
    layout = learning_curves_figure(curves(name, marks=marks), epochs=10).layout
    assert [shape.x0 for shape in layout.shapes] == [0.5 + number for number in range(marks)]
    assert all(shape.line.dash == "dot" and shape.x0 == shape.x1 for shape in layout.shapes)
    assert len(layout.annotations) == labelled
    if labelled:
        assert layout.annotations[-1].text == f"learning rate → {0.01 / marks:g}"
        heights = [annotation.y for annotation in layout.annotations]
        assert len(set(heights)) == labelled
        assert 0 < min(heights) <= max(heights) < 1


def test_a_full_chart_is_small_enough_to_send_ten_times_a_second() -> None:
    many = curves(updates=20_000, marks=3)
    assert len(many.train.values) <= MAX_POINTS
    short = replace(many, validation=curves(updates=40).validation)
    assert len(learning_curves_figure(short, epochs=20).to_json()) < 8000


def test_in_words() -> None:
    assert describe_learning_curves(curves(updates=0)) == "Loss over the epochs: nothing trained yet."
    assert describe_learning_curves(curves(validated=False)) == (
        "Loss over the epochs: on training batches from 2 to 1.25."
    )
    assert describe_learning_curves(curves(marks=1)) == (
        "Loss over the epochs: on training batches from 2 to 1.25, on the validation data 1.62; at epoch "
        "0.50 learning rate changed to 0.01."
    )
    assert describe_learning_curves(curves("accuracy")) == (
        "Accuracy over the epochs: on training batches from 10.0% to 70.0%, on the validation data >99.9%."
    )


def test_other_quantities_have_a_title_too() -> None:
    history = History()
    history.add_batch(0.0, {"mean_absolute_error": 3.0, "f1": 0.5})
    for name, title in (("mean_absolute_error", "Mean absolute error"), ("f1", "f1")):
        drawn = learning_curves(history, name)
        assert learning_curves_figure(drawn, 1).layout.yaxis.title.text == title
        assert describe_learning_curves(drawn).startswith(
            f"{title} over the epochs: on training batches from "
        )


def test_drawing_does_not_change_the_numbers() -> None:
    drawn = curves()
    before = np.array(drawn.train.values)
    learning_curves_figure(drawn, epochs=2).data[0].y[0] = 9
    np.testing.assert_array_equal(drawn.train.values, before)


def test_the_penalty_has_a_line_of_its_own_where_there_is_one() -> None:
    history = History()
    history.add_batch(0.5, {"loss": 1.0, "penalty": 0.25, "accuracy": 0.5})
    history.add_batch(1.0, {"loss": 0.75, "penalty": 0.125, "accuracy": 0.75})
    curves = learning_curves(history, "loss")
    figure = learning_curves_figure(curves, 1)
    assert [line.name for line in figure.data] == ["training", "validation", "penalty within it"]
    assert figure.data[2].y.tolist() == [0.25, 0.125]
    assert "of which the penalty on the weights is 0.125" in describe_learning_curves(curves)
    assert len(learning_curves_figure(learning_curves(history, "accuracy"), 1).data) == 2
