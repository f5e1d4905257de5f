"""The names of controls that lessons know are those of the controls that there are, lab by lab."""

from __future__ import annotations

import gc

import pytest

from mlwidgets import widgets
from mlwidgets.errors import ConfigurationError
from mlwidgets.lessons.labs import CONTROLS, CONTROLS_OF, LABS
from mlwidgets.widgets.base.settings_view import SettingsView
from mlwidgets.widgets.controls.disclosure import Section


@pytest.mark.parametrize("name", LABS)
def test_lessons_know_which_controls_a_lab_shows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found: set[str] = set()
    listen = SettingsView.listen

    def noted(*args: object, name: str = "", **more: object) -> None:
        found.add(name)
        listen(*args, name=name, **more)  # type: ignore[arg-type]  # what a view has given

    monkeypatch.setattr(SettingsView, "listen", noted)
    made = 0
    for data in ("mnist", "spiral", "penguins"):
        try:
            lab = getattr(widgets, name)(data)
        except ConfigurationError:  # these data do not suit it
            continue
        made += 1
        for section in [one for one in gc.get_objects() if isinstance(one, Section)]:
            if section.experiment is lab.experiment:
                section.head.opened = True
        lab.close()
    assert made
    assert sorted(found - {""}) == list(CONTROLS_OF[name])


def test_a_control_has_a_name_if_some_lab_shows_it() -> None:
    assert tuple(CONTROLS_OF) == LABS
    assert sorted({one for names in CONTROLS_OF.values() for one in names}) == list(CONTROLS)
