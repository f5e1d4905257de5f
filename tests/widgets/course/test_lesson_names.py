"""The names of controls that lessons know are those of the controls that there are."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from mlwidgets.lessons.labs import CONTROLS
from mlwidgets.widgets import Dashboard
from mlwidgets.widgets.base.settings_view import SettingsView
from mlwidgets.widgets.controls.disclosure import Section

if TYPE_CHECKING:
    import pytest


def test_lessons_know_every_control_that_can_be_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    found: set[str] = set()
    listen = SettingsView.listen

    def noted(*args: object, name: str = "", **more: object) -> None:
        found.add(name)
        listen(*args, name=name, **more)  # type: ignore[arg-type]  # what a view has given

    monkeypatch.setattr(SettingsView, "listen", noted)
    for data in ("mnist", "spiral", "penguins"):
        board = Dashboard(data)
        assert board.labs
        for section in [one for one in gc.get_objects() if isinstance(one, Section)]:
            if section.experiment is board.experiment:
                section.head.opened = True
        board.close()
    assert sorted(found - {""}) == list(CONTROLS)
