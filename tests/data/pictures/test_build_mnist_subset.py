"""The script that drew the bundled digits, on a tiny MNIST."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.data.pictures.build_mnist_subset import (
    PUBLISHED_SUMS,
    Draw,
    build,
    check_sums,
    draw_index,
    main,
)
from mlwidgets.data.pictures.mnist import _load_bundled, find_file, load_mnist
from mlwidgets.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

SMALL = Draw(train=3, test=2, seed=5)


def sums_of(folder: Path) -> dict[tuple[str, str], str]:
    """Compute the sums of the files in `folder`, as if they were published."""
    return {
        key: hashlib.md5(find_file(folder, *key).read_bytes(), usedforsecurity=False).hexdigest()
        for key in PUBLISHED_SUMS
    }


def test_original_places_lead_to_the_originals(mnist_folder: Path, tmp_path: Path) -> None:
    build(mnist_folder, tmp_path / "subset.npz", SMALL, sums_of(mnist_folder))
    full, subset = load_mnist(mnist_folder), _load_bundled(tmp_path / "subset.npz")
    assert subset.train_index is not None
    assert subset.test_index is not None
    # The pictures of the tiny MNIST differ from one another, so only the right place gives the right one.
    np.testing.assert_array_equal(subset.x_train, full.x_train[subset.train_index])
    np.testing.assert_array_equal(subset.y_train, full.y_train[subset.train_index])
    np.testing.assert_array_equal(subset.x_test, full.x_test[subset.test_index])
    np.testing.assert_array_equal(subset.y_test, full.y_test[subset.test_index])


def test_each_digit_is_drawn_as_often(mnist_folder: Path, tmp_path: Path) -> None:
    build(mnist_folder, tmp_path / "subset.npz", SMALL, sums_of(mnist_folder))
    subset = _load_bundled(tmp_path / "subset.npz")
    assert np.bincount(subset.y_train).tolist() == [3] * 10
    assert np.bincount(subset.y_test).tolist() == [2] * 10


def test_two_runs_write_the_same_bytes(
    mnist_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first.npz", tmp_path / "second.npz"
    build(mnist_folder, first, SMALL, sums_of(mnist_folder))
    monkeypatch.setattr("time.time", lambda: 2e9)  # a run in the year 2033
    build(mnist_folder, second, SMALL, sums_of(mnist_folder))
    assert first.read_bytes() == second.read_bytes()


def test_the_draw_depends_on_the_seed_and_takes_none_twice() -> None:
    labels = np.repeat(np.arange(10, dtype=np.uint8), 50)
    first = draw_index(labels, 20, np.random.default_rng(1))
    assert len(np.unique(first)) == 200
    np.testing.assert_array_equal(first, draw_index(labels, 20, np.random.default_rng(1)))
    assert not np.array_equal(first, draw_index(labels, 20, np.random.default_rng(2)))
    assert (np.diff(labels[first].astype(int)) < 0).any()  # shuffled, not sorted by digit


def test_too_few_of_a_digit_are_refused() -> None:
    labels = np.repeat(np.arange(10, dtype=np.uint8), 5)[:-2]
    message = "There are 3 examples of the digit 9; 4 are needed."
    with pytest.raises(DataError, match=re.escape(message)):
        draw_index(labels, 4, np.random.default_rng(1))


@pytest.mark.parametrize(("part", "kind"), PUBLISHED_SUMS.keys())
def test_a_changed_bit_in_any_file_is_noticed(mnist_folder: Path, part: str, kind: str) -> None:
    sums = sums_of(mnist_folder)
    check_sums(mnist_folder, sums)
    file = find_file(mnist_folder, part, kind)
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    with pytest.raises(DataError, match=re.escape(f"{file} has the MD5 sum ")):
        check_sums(mnist_folder, sums)


def test_the_command_refuses_other_files_and_writes_nothing(
    mnist_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "subset.npz"
    assert main([str(mnist_folder), "--output", str(output)]) == 1
    assert "the published, unpacked file has 6bbc9ace898e44ae57da46a324031adb" in capsys.readouterr().err
    assert not output.exists()


def test_the_command_writes_the_draw_that_is_bundled(
    mnist_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = "mlwidgets.data.pictures.build_mnist_subset"
    monkeypatch.setattr(f"{module}.PUBLISHED_SUMS", sums_of(mnist_folder))
    monkeypatch.setattr(f"{module}.Draw", lambda: SMALL)
    output = tmp_path / "subset.npz"
    assert main([str(mnist_folder), "--output", str(output)]) == 0
    assert str(output) in capsys.readouterr().out
    build(mnist_folder, tmp_path / "direct.npz", SMALL, sums_of(mnist_folder))
    assert output.read_bytes() == (tmp_path / "direct.npz").read_bytes()
