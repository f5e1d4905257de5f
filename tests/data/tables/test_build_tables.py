"""The script that made the bundled tables, on a wheel of our own."""

from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.data.tables import build_tables, bundled
from mlwidgets.data.tables.build_tables import Source, categories, main, numbers, write
from mlwidgets.data.tables.bundled import bundled_table
from mlwidgets.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "a,b\n1,x\nNA,y\n"
SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()


def wheel(folder: Path, content: str = TEXT) -> None:
    with zipfile.ZipFile(folder / "some-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr("some/data.csv", content)


def test_a_source_is_read_out_of_its_wheel(tmp_path: Path) -> None:
    wheel(tmp_path)
    assert Source("some-1.0", "some/data.csv", SHA256).read(tmp_path) == TEXT


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (Source("other-2.0", "some/data.csv", SHA256), "no wheel of other-2.0"),
        (Source("some-1.0", "some/other.csv", SHA256), "no readable file some/other.csv"),
        (Source("some-1.0", "some/data.csv", "0" * 64), "has the SHA-256"),
    ],
)
def test_what_is_not_the_published_file_is_refused(source: Source, message: str, tmp_path: Path) -> None:
    wheel(tmp_path)
    with pytest.raises(DataError, match=message):
        source.read(tmp_path)


def test_what_is_written_is_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = [numbers("size", ["1.25", "NA"]), categories("kind", ["NA", "2"], {"1": "one", "2": "two"})]
    write(columns, tmp_path / "iris.npz")
    write(columns, tmp_path / "again.npz")
    assert (tmp_path / "iris.npz").read_bytes() == (tmp_path / "again.npz").read_bytes()
    monkeypatch.setattr(bundled, "FOLDER", tmp_path)
    size, kind = bundled._load.__wrapped__("iris").columns
    np.testing.assert_array_equal(size.values, [1.25, np.nan])
    assert (kind.name, kind.levels, kind.values.tolist()) == ("kind", ("one", "two"), [-1, 1])


def test_without_the_wheels_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 1
    assert "no wheel of palmerpenguins-0.1.6" in capsys.readouterr().err


def test_there_is_a_recipe_for_every_table() -> None:
    assert set(build_tables.TABLES) == set(bundled.bundled_tables())
    for name in build_tables.TABLES:
        assert bundled_table(name).name == name
