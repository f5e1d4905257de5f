"""The bar chart of what a classifier says, in numbers and in words."""

from __future__ import annotations

import numpy as np

from mlwidgets.figures.probabilities import describe_probabilities, probabilities_figure
from mlwidgets.figures.style import BLUE, GREY

DIGITS = tuple("0123456789")
SHARES = np.array([0.004, 0.0, 0.9, 0.05, 0.026, 0.02, 0.0, 0.0, 0.0, 0.0], np.float32)


def test_one_bar_a_class_and_the_largest_stands_out() -> None:
    (bars,) = probabilities_figure(SHARES, DIGITS).data
    assert bars.x == DIGITS
    assert list(bars.y) == SHARES.tolist()
    assert list(bars.marker.color) == [GREY] * 2 + [BLUE] + [GREY] * 7
    assert list(bars.text) == ["", "", "90%", "5%", "3%", "2%", "", "", "", ""]


def test_class_names_that_look_like_numbers_stay_names() -> None:
    layout = probabilities_figure(SHARES, DIGITS).layout
    assert layout.xaxis.type == "category"
    assert layout.xaxis.dtick == 1
    assert layout.yaxis.range[1] > 1, "there is room for the number above a bar of 100 %"


def test_without_probabilities_the_axes_are_empty_and_nothing_stands_out() -> None:
    (bars,) = probabilities_figure(None, DIGITS).data
    assert bars.x == DIGITS
    assert set(bars.y) == {0}
    assert set(bars.text) == {""}
    assert set(bars.marker.color) == {GREY}


def test_without_classes_there_are_no_bars() -> None:
    (bars,) = probabilities_figure(None, ()).data
    assert bars.x == ()


def test_in_words() -> None:
    assert describe_probabilities(None, DIGITS) == "Probabilities of the classes: nothing to look at yet."
    assert describe_probabilities(SHARES, DIGITS) == (
        "Probabilities of the classes. 2: 90.0%, 3: 5.0%, 4: 2.6%; the other classes share the rest."
    )
    assert describe_probabilities(np.array([0.25, 0.75]), ("no", "yes")) == (
        "Probabilities of the classes. yes: 75.0%, no: 25.0%."
    )
    assert describe_probabilities(np.array([1.0, 1e-9, 0]), ("a", "b", "c")) == (
        "Probabilities of the classes. a: 100%, b: <0.1%, c: 0%."
    )


def test_the_chart_is_small() -> None:
    assert len(probabilities_figure(SHARES, DIGITS).to_json()) < 1600
