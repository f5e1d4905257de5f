"""The scripts for the browser, and what else JupyterLab has for it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from mlwidgets.server.doctor import front_end
from mlwidgets.server.doctor.finding import State

if TYPE_CHECKING:
    from pathlib import Path


def widgets(folder: Path, *built: str) -> Path:
    """Write a folder with two widgets, and some of their bundles."""
    for name in ("pad", "map"):
        (folder / f"{name}.py").write_text(f'_esm = bundle("room/{name}")\n', encoding="utf-8")
    (folder / "bundles" / "room").mkdir(parents=True)
    for name in built:
        (folder / "bundles" / "room" / f"{name}.js").write_text("export default {}", encoding="utf-8")
    return folder


def extension(folder: Path, name: str, version: str = "1.0.0", script: str = "") -> None:
    """Install an extension of JupyterLab."""
    (folder / name / "static").mkdir(parents=True)
    (folder / name / "package.json").write_text(json.dumps({"name": name, "version": version}), "utf-8")
    (folder / name / "static" / "all.js").write_text(script, encoding="utf-8")


def needed(folder: Path) -> Path:
    """Install what draws widgets."""
    for name in front_end.NEEDED:
        extension(folder, name)
    return folder


class TestBundles:
    def test_ours_are_built(self) -> None:
        found = front_end.check_bundles()
        assert found.state is State.GOOD or "newer" in found.text
        assert int(found.text.split()[1]) > 40 or found.state is State.NOTE

    def test_a_missing_one_is_a_fault_with_what_to_do(self, tmp_path: Path) -> None:
        found = front_end.check_bundles(widgets(tmp_path, "pad"))
        assert found.state is State.FAULT
        assert found.text.startswith("1 of 2 scripts for the browser are missing in ")
        assert found.text.endswith(front_end.REPAIR)

    def test_an_older_one_is_noted(self, tmp_path: Path) -> None:
        folder = widgets(tmp_path, "pad", "map")
        (folder / "pad.ts").write_text("", encoding="utf-8")
        os.utime(folder / "bundles" / "room" / "pad.js", (0, 0))
        found = front_end.check_bundles(folder)
        assert found.state is State.NOTE
        assert found.text.startswith("pad.ts is newer than the bundles")

    def test_a_test_may_be_newer(self, tmp_path: Path) -> None:
        folder = widgets(tmp_path, "pad", "map")
        for name in ("pad", "map"):
            os.utime(folder / "bundles" / "room" / f"{name}.js", (0, 0))
        (folder / "pad_test.ts").write_text("", encoding="utf-8")
        assert front_end.check_bundles(folder).state is State.GOOD


class TestExtensions:
    def judge(self, *folders: Path) -> list[tuple[State, str]]:
        found = front_end.judge_extensions(front_end.find_extensions(folders))
        return [(each.state, each.text) for each in found]

    def test_what_is_needed_is_enough(self, tmp_path: Path) -> None:
        ((state, _),) = self.judge(needed(tmp_path), tmp_path / "nowhere")
        assert state is State.GOOD

    def test_without_it_no_widget_is_shown(self, tmp_path: Path) -> None:
        extension(tmp_path, "anywidget")
        ((state, text),) = self.judge(tmp_path)
        assert state is State.FAULT
        assert "pip install --force-reinstall jupyterlab-widgets" in text

    def test_another_version_in_front_of_it_is_a_fault(self, tmp_path: Path) -> None:
        extension(tmp_path / "home", "anywidget", "0.9.0")
        ((state, text),) = self.judge(tmp_path / "home", needed(tmp_path / "environment"))
        assert state is State.FAULT
        assert text.startswith(f"anywidget 0.9.0 in {tmp_path / 'home' / 'anywidget'} hides 1.0.0 in ")

    def test_the_same_version_twice_does_no_harm(self, tmp_path: Path) -> None:
        ((state, _),) = self.judge(needed(tmp_path / "home"), needed(tmp_path / "environment"))
        assert state is State.GOOD

    def test_what_every_page_loads_besides_is_noted_with_its_size(self, tmp_path: Path) -> None:
        extension(needed(tmp_path), "@someone/jupyterlab-git", script="x" * 3_000_000)
        extension(tmp_path, "jupyterlab-plotly", script="x" * 5_000_000)  # left out by our settings
        ((state, text),) = self.judge(tmp_path)
        assert state is State.NOTE
        assert "@someone/jupyterlab-git (3 MB)" in text
        assert "plotly" not in text

    def test_a_description_that_cannot_be_read_stops_nothing(self, tmp_path: Path) -> None:
        for number, text in enumerate(("[]", "{", "\ud800")):
            (needed(tmp_path) if not number else tmp_path).joinpath(f"odd{number}").mkdir()
            (tmp_path / f"odd{number}" / "package.json").write_bytes(text.encode("utf-8", "surrogatepass"))
        ((state, text),) = self.judge(tmp_path)
        assert state is State.NOTE
        assert "odd0, odd1 and odd2" in text
