"""Fashion-MNIST from a folder of IDX files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlwidgets.data import load, registry
from mlwidgets.data.pictures import fashion_mnist
from mlwidgets.data.pictures.fashion_mnist import CLOTHES, FASHION_MNIST, load_fashion_mnist
from mlwidgets.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_read_from_a_folder(mnist_folder: Path) -> None:
    """Files named as those of MNIST, with names of clothes."""
    data = load_fashion_mnist(mnist_folder)
    assert data.name == FASHION_MNIST
    assert data.class_names == CLOTHES
    assert data.licence == "MIT"
    assert data.x_train.shape == (40, 28, 28, 1)


def test_a_menu_offers_it_where_its_files_are(mnist_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And it is loaded by its name."""
    monkeypatch.setattr(fashion_mnist, "FOLDER", mnist_folder)
    monkeypatch.setattr(registry, "_loaded", {})
    assert FASHION_MNIST in registry.names()
    assert load(FASHION_MNIST).class_names == CLOTHES


def test_where_it_is_not_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is offered, and whoever asks is told what to install."""
    monkeypatch.setattr(fashion_mnist, "FOLDER", tmp_path / "none")
    monkeypatch.setattr(registry, "_loaded", {})
    assert FASHION_MNIST not in registry.names()
    with pytest.raises(DataError, match="Install Debian's package dataset-fashion-mnist"):
        load(FASHION_MNIST)
    with pytest.raises(DataError, match="holds no train images"):
        load_fashion_mnist(tmp_path)
    with pytest.raises(DataError, match="folder must be a path"):
        load_fashion_mnist(3)  # type: ignore[arg-type]  # hostile
