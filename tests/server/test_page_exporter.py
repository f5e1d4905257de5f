"""A page's templates are compiled once, not for every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2
import voila.notebook_renderer
from voila.paths import collect_template_paths

from mlwidgets.server import page_exporter, settings

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def exporter(folder: Path) -> page_exporter.PageExporter:
    """Make an exporter as Voilà does for a page, with a template of its own."""
    paths = collect_template_paths(["voila", "nbconvert"], "lab", prune=True)
    return page_exporter.PageExporter(template_paths=[str(folder), *paths], template_name="lab", base_url="/")


def test_the_second_page_compiles_nothing_until_a_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[str] = []
    usual = jinja2.Environment.compile

    def counted(self: jinja2.Environment, source: str, name: str, *rest: object) -> object:
        compiled.append(name)
        return usual(self, source, name, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr(jinja2.Environment, "compile", counted)
    own = tmp_path / "own.j2"
    own.write_text("{{ 1 + 1 }}", encoding="utf-8")
    assert exporter(tmp_path).environment.get_template("own.j2").name == "own.j2"
    assert compiled == ["own.j2"]
    exporter(tmp_path).environment.get_template("own.j2")
    assert compiled == ["own.j2"]
    own.write_text("{{ 2 + 2 }}", encoding="utf-8")
    exporter(tmp_path).environment.get_template("own.j2")
    assert compiled == ["own.j2", "own.j2"]


def test_pages_are_made_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voila.notebook_renderer, "VoilaExporter", None)
    page_exporter.use_for_all_pages()
    assert voila.notebook_renderer.VoilaExporter is page_exporter.PageExporter
    assert settings.TEMPLATE
