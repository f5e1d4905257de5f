"""The lines that just ran, at the foot of a lab: sent only while somebody reads them."""

from __future__ import annotations

from mlwidgets.widgets import Playground


def test_lines_are_shown_while_the_fold_is_open() -> None:
    lab = Playground()
    assert lab.children[-2] is lab.recent  # only the banner stands below
    lab.experiment.epochs = 7
    assert lab.recent.lines == []
    lab.recent.opened = True
    assert lab.recent.lines == ["experiment.epochs = 7"]
    lab.experiment.undo()
    assert lab.recent.lines[-1] == "experiment.undo()"
    lab.recent.opened = False
    lab.experiment.redo()
    assert lab.recent.lines[-1] == "experiment.undo()"
    lab.close()
