"""The script that made the bundled pictures."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.data.pictures import drawings as picture_drawings
from mlwidgets.data.pictures.build_pictures import PHOTOGRAPHS, build, main
from mlwidgets.data.pictures.bundled import FOLDER, bundled_picture
from mlwidgets.data.pictures.reading import load_picture
from mlwidgets.errors import DataError
from tests.data.picture_makers import colourful, encoded

if TYPE_CHECKING:
    from pathlib import Path

DRAWINGS = {"card": "test_card", "dot": "dot", "lamps": "lamps"}


@pytest.fixture
def photographs(tmp_path: Path) -> dict[str, tuple[str, str]]:
    """Write two photographs, and return what `build` has to know of them."""
    known = {}
    for name, target, size in (("a.png", "a.png", (40, 30)), ("b.png", "b.jpg", (600, 900))):
        content = encoded(colourful(*size), "PNG")
        (tmp_path / name).write_bytes(content)
        known[name] = (hashlib.sha256(content).hexdigest(), target)
    return known


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_the_bundled_drawings_are_those_of_the_script(drawing: str) -> None:
    drawn = getattr(picture_drawings, drawing)()
    np.testing.assert_array_equal(bundled_picture(DRAWINGS[drawing]).pixels, drawn)


def test_photographs_are_shrunk_and_written(tmp_path: Path, photographs: dict[str, tuple[str, str]]) -> None:
    output = tmp_path / "new" / "pictures"
    written = build(tmp_path, output, photographs)
    assert [path.name for path in written] == ["a.png", "b.jpg", "test_card.png", "dot.png", "lamps.png"]
    same = load_picture((output / "a.png").read_bytes(), "a").pixels
    np.testing.assert_array_equal(same, np.asarray(colourful(40, 30)))
    shrunk = load_picture((output / "b.jpg").read_bytes(), "b").pixels
    assert shrunk.shape == (341, 512, 3)


def test_two_runs_write_the_same_bytes(tmp_path: Path, photographs: dict[str, tuple[str, str]]) -> None:
    first, second = (build(tmp_path, tmp_path / name, photographs) for name in ("first", "second"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_other_photographs_are_refused_and_nothing_is_written(
    tmp_path: Path, photographs: dict[str, tuple[str, str]]
) -> None:
    (tmp_path / "b.png").write_bytes(encoded(colourful(40, 30), "PNG"))
    with pytest.raises(DataError, match=r"b\.png has the SHA-256 "):
        build(tmp_path, tmp_path / "out", photographs)
    assert not (tmp_path / "out").exists()


def test_the_command_needs_the_folder_of_scikit_image(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), "--output", str(tmp_path / "out")]) == 1
    assert "There is no file" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_command_writes_all_files(
    tmp_path: Path,
    photographs: dict[str, tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("mlwidgets.data.pictures.build_pictures.PHOTOGRAPHS", photographs)
    assert main([str(tmp_path), "--output", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out.count("Wrote ") == len(list((tmp_path / "out").iterdir())) == 5


def test_every_photograph_that_is_bundled_is_known_to_the_script() -> None:
    assert {name for _, name in PHOTOGRAPHS.values()} == {
        path.name for path in FOLDER.iterdir() if path.stem in ("photographer", "cat", "coffee")
    }
