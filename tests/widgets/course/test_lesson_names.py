"""The names that lessons know are those of the labs and controls that there are."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from mlwidgets.lessons.labs import CONTROLS, LABS
from mlwidgets.lessons.session import LIST_OF_LESSONS
from mlwidgets.widgets import Dashboard
from mlwidgets.widgets.base.settings_view import SettingsView
from mlwidgets.widgets.controls.disclosure import Section
from mlwidgets.widgets.shell import dashboard

if TYPE_CHECKING:
    import pytest


def test_lessons_know_every_lab_of_the_dashboard_in_its_order() -> None:
    names = [kind.__name__ for _, kind in dashboard.LABS]  # type: ignore[attr-defined]  # a class has one
    assert [name for name in names if name != LIST_OF_LESSONS] == list(LABS)


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
