"""ResultsPanel without a browser: what it sends, and how much of a long run it keeps."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.explain.plane.results import Result
from mlwidgets.widgets.playground.results_panel import MOST_MOMENTS, ResultsPanel


def curves(panel: ResultsPanel) -> np.ndarray:
    """Return rows of epoch and three losses."""
    return np.frombuffer(panel.frame["curves"], "<f4").reshape(-1, 4)


def test_a_part_without_points_has_no_row_and_no_curve() -> None:
    panel = ResultsPanel()
    panel.show(0, 0.0, {"train": Result(0.5, 0.25), "test": Result(np.inf, np.nan)}, metric="accuracy")
    assert panel.frame["results"] == [["train", 0.5, 0.25], ["test", None, None]]
    assert curves(panel)[0, :2].tolist() == [0, 0.5]
    assert np.isnan(curves(panel)[0, 2])


def test_another_run_begins_anew_and_a_moment_stands_once() -> None:
    panel = ResultsPanel()
    for epoch in (0.0, 0.5, 0.5):
        panel.show(0, epoch, {"train": Result(1.0, 1.0)}, metric="accuracy")
    assert curves(panel)[:, 0].tolist() == [0, 0.5]
    panel.show(1, 0.0, {"train": Result(2.0, 1.0)}, metric="accuracy")
    assert curves(panel)[:, 1].tolist() == [2.0]


def test_a_long_run_keeps_its_first_and_its_last_moment_and_is_small() -> None:
    panel = ResultsPanel()
    for epoch in range(1000):
        panel.show(0, float(epoch), {"train": Result(1.0, 1.0)}, metric="accuracy")
    epochs = curves(panel)[:, 0]
    assert (epochs[0], epochs[-1]) == (0, 999)
    assert len(epochs) <= MOST_MOMENTS
    assert (np.diff(epochs) > 0).all()


def test_keywords_are_strict() -> None:
    with pytest.raises(TypeError, match="no argument 'size'"):
        ResultsPanel(size=3)
