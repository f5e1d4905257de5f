"""Data sets of Kaggle, with a package of our own making in place of `kagglehub`: there is no network here."""

from __future__ import annotations

import sys
import zipfile
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from mlwidgets.data.tables.kaggle import from_kaggle
from mlwidgets.errors import DataError, MissingDependencyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TABLE = "a,b\n1,x\n2,y\n"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Return a function that puts a package in the place of `kagglehub`: a folder, or an error to raise."""

    def install(answer: object) -> None:
        def dataset_download(handle: str) -> str:
            assert "/" in handle
            if isinstance(answer, Exception):
                raise answer
            return str(answer)

        package = ModuleType("kagglehub")
        package.dataset_download = dataset_download  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "kagglehub", package)

    return install


def test_the_one_table_is_read_and_says_where_it_comes_from(
    hub: Callable[[object], None], tmp_path: Path
) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "train.csv").write_text(TABLE)
    (tmp_path / "picture.png").write_bytes(b"x")
    hub(tmp_path)
    table = from_kaggle("owner/name").table
    assert (table.name, table.names) == ("train.csv", ("a", "b"))
    assert table.source == "Kaggle, owner/name: kaggle.com/datasets/owner/name"


def test_of_several_one_must_be_named(hub: Callable[[object], None], tmp_path: Path) -> None:
    for name in ("train.csv", "test.csv"):
        (tmp_path / name).write_text(TABLE)
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.writestr("more.csv", TABLE)
    hub(tmp_path)
    assert from_kaggle("owner/name", "test.csv").table.name == "test.csv"
    assert from_kaggle("owner/name", "more.zip").table.name == "more.csv"
    with pytest.raises(DataError, match=r"holds “more\.zip”, “test\.csv”, “train\.csv”\. Say which"):
        from_kaggle("owner/name")
    with pytest.raises(DataError, match=r"no single file 'trian.csv'.*Did you mean 'train.csv'\?"):
        from_kaggle("owner/name", "trian.csv")


def test_a_link_out_of_the_folder_is_not_followed(hub: Callable[[object], None], tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(TABLE)
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    hub(folder)
    with pytest.raises(DataError, match="holds no table"):
        from_kaggle("owner/name")


def failed(status: int) -> Exception:
    """Return an error as the package raises it when Kaggle answers with a status."""
    error = RuntimeError(f"{status} Client Error")
    error.response = SimpleNamespace(status_code=status)  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ConnectionError("Max retries exceeded"), "cannot be reached"),
        (TimeoutError(), "cannot be reached"),
        (failed(404), "has no data set 'owner/name'"),
        (failed(403), "wants to know who you are"),
        (failed(401), "wants to know who you are"),
        (ValueError("Could not find Kaggle credentials"), "kaggle.json"),
        (RuntimeError("first line\nsecond line"), r"could not be downloaded from Kaggle \(first line\)"),
    ],
)
def test_every_failure_is_a_sentence(hub: Callable[[object], None], error: Exception, sentence: str) -> None:
    hub(error)
    with pytest.raises(DataError, match=sentence):
        from_kaggle("owner/name")


def test_without_the_package_the_way_round_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kagglehub", None)
    with pytest.raises(MissingDependencyError, match="open it as a file"):
        from_kaggle("owner/name")


@pytest.mark.parametrize(
    "handle", ["name", "a/b/c", "../x/y", "", None, 3, "https://kaggle.com/datasets/a/b"]
)
def test_a_handle_has_an_owner_and_a_name(handle: object) -> None:
    with pytest.raises(DataError, match="is named"):
        from_kaggle(handle)  # type: ignore[arg-type]
