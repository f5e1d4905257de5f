"""The export lab as a whole, without a browser."""

from __future__ import annotations

import pytest

from mlwidgets.data import load
from mlwidgets.widgets import ExportLab
from mlwidgets.widgets.export.export_lab import PANES


@pytest.mark.parametrize("name", ["mnist", "circle", "plane", "penguins"])
def test_it_suits_all_data_and_every_pane_opens(name: str) -> None:
    assert ExportLab.suits(load(name))
    lab = ExportLab(name)
    for number, (title, _, kind) in enumerate(PANES):
        lab.panes.selected = number
        assert lab.panes.bar.titles[number] == title
        assert type(lab.panes.pane(number)).__name__ == kind
    lab.close()


def test_its_panes_follow_other_data() -> None:
    lab = ExportLab("circle")
    lab.panes.selected = len(PANES) - 1
    lab.experiment.dataset = "penguins"
    assert lab.fault == ""
    lab.close()
