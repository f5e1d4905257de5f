"""The notebooks that come with mlwidgets: found wherever they lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.server import pages


def test_in_a_checkout_it_lies_beside_the_package() -> None:
    assert pages.page_notebook() == Path(__file__).parents[2] / "apps" / "dashboard.ipynb"


def test_in_an_installed_package_it_lies_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "mlwidgets" / "apps" / "dashboard.ipynb"
    inside.parent.mkdir(parents=True)
    inside.touch()
    monkeypatch.setattr(pages, "_PACKAGE", tmp_path / "mlwidgets")
    assert pages.page_notebook() == inside


def test_its_absence_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_PACKAGE", tmp_path / "mlwidgets")
    with pytest.raises(ConfigurationError, match="Install mlwidgets again"):
        pages.page_notebook()
