"""MNIST: the bundled digits are the ones that were drawn, and a folder is checked before it is believed."""

from __future__ import annotations

import gzip
import hashlib
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data import Dataset, load_mnist
from mlwidgets.data.pictures.mnist import BUNDLED, _load_bundled
from mlwidgets.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    ToBytes = Callable[[NDArray[Any]], bytes]

SUMS = {
    "x_train": "b3847898196dd502b21e2b1da639e587539f2061f2716f33bf3ba27226daa863",
    "y_train": "3486d61e43bd0b1a4c5be43515b8f810e88eba3efd679e206fe2093e19c9f97c",
    "x_test": "c832a012b5df608cd2b98bc986503594668d3fb9ad0337e194c46092ac2cf0f1",
    "y_test": "2e53c0983e2d1008a7fb7b83b366d50da79a7f64e162b0eaf83b58f9e4263e51",
    "train_index": "6d900d06db9dab0d21254f1874e5e29bb0d850cb1c44a4844c2f8d31d174969a",
    "test_index": "a03b9163f38ca02266a1a40d40a0bbf49a59551143553cc1a328008038e8dc0d",
}


@pytest.fixture(scope="module")
def digits() -> Dataset:
    """Load the bundled digits once."""
    return load_mnist()


def test_the_bundled_digits_have_the_promised_form(digits: Dataset) -> None:
    assert digits.x_train.shape == (5000, 28, 28, 1)
    assert digits.x_test.shape == (1000, 28, 28, 1)
    assert digits.y_train.shape == (5000,)
    assert digits.y_test.shape == (1000,)
    assert digits.x_train.dtype == digits.x_test.dtype == np.float32
    assert digits.y_train.dtype == digits.y_test.dtype == np.int64
    assert (digits.x_train.min(), digits.x_train.max()) == (0, 1)
    assert (digits.x_test.min(), digits.x_test.max()) == (0, 1)
    assert digits.name == "mnist"
    assert digits.class_names == tuple("0123456789")
    assert "LeCun" in digits.source
    assert digits.licence == "CC BY-SA 3.0"


@pytest.mark.parametrize(("field", "expected"), SUMS.items())
def test_the_bundled_arrays_are_pinned(digits: Dataset, field: str, expected: str) -> None:
    array = getattr(digits, field)
    content = array.astype(array.dtype.newbyteorder("<")).tobytes()
    assert hashlib.sha256(content).hexdigest() == expected


def test_there_are_as_many_of_each_digit(digits: Dataset) -> None:
    assert np.bincount(digits.y_train).tolist() == [500] * 10
    assert np.bincount(digits.y_test).tolist() == [100] * 10


def test_the_digits_are_shuffled(digits: Dataset) -> None:
    assert set(digits.y_train[:100].tolist()) == set(range(10))
    assert set(digits.y_train[-100:].tolist()) == set(range(10))


def test_the_original_places_are_within_the_full_set_and_none_is_used_twice(digits: Dataset) -> None:
    for index, size in ((digits.train_index, 60_000), (digits.test_index, 10_000)):
        assert index is not None
        assert len(np.unique(index)) == len(index)
        assert 0 <= index.min() < index.max() < size


def test_the_bundled_file_is_about_a_megabyte_and_has_its_licence_beside_it() -> None:
    assert BUNDLED.stat().st_size < 1_100_000
    licence = BUNDLED.with_name("LICENSE-mnist.txt").read_text(encoding="utf-8")
    for words in ("CC BY-SA 3.0", "Yann LeCun", "Corinna Cortes", "Burges", "A subset was drawn"):
        assert words in licence


def test_the_bundled_file_holds_nothing_that_needs_pickle() -> None:
    with np.load(BUNDLED, allow_pickle=False) as arrays:
        assert {name: str(arrays[name].dtype) for name in arrays.files} == {
            "x_train": "uint8",
            "y_train": "uint8",
            "train_index": "int32",
            "x_test": "uint8",
            "y_test": "uint8",
            "test_index": "int32",
        }


@pytest.mark.parametrize(
    "damage", ["missing", "empty", "half", "rubbish", "flipped", "one array less", "pickle"]
)
def test_a_damaged_bundled_file_is_refused_with_advice(tmp_path: Path, damage: str) -> None:
    file, whole = tmp_path / "mnist-subset.npz", BUNDLED.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 0xFF
    if damage == "one array less":
        np.savez(file, x_train=np.zeros((1, 28, 28), dtype=np.uint8))
    elif damage == "pickle":
        np.savez(file, x_train=np.array([{}], dtype=object))
    elif damage != "missing":
        half = whole[: len(whole) // 2]
        contents = {"empty": b"", "half": half, "rubbish": b"rubbish" * 9, "flipped": bytes(flipped)}
        file.write_bytes(contents[damage])
    with pytest.raises(DataError, match=r"missing or damaged\. Install mlwidgets again"):
        _load_bundled(file)


def test_a_folder_gives_what_its_files_hold(mnist_folder: Path) -> None:
    data = load_mnist(mnist_folder)
    raw = np.frombuffer((mnist_folder / "t10k-images-idx3-ubyte").read_bytes()[16:], dtype=np.uint8)
    assert data.name == "mnist-full"
    assert data.x_test.shape == (40, 28, 28, 1)
    assert data.x_test.dtype == np.float32
    np.testing.assert_array_equal(np.rint(data.x_test.ravel() * 255), raw)
    assert data.y_train.tolist() == list((mnist_folder / "train-labels-idx1-ubyte").read_bytes()[8:])
    assert not data.x_train.flags.writeable


@pytest.mark.parametrize("joint", ["-", "."])
@pytest.mark.parametrize("packed", [False, True])
def test_every_usual_name_is_found(mnist_folder: Path, joint: str, *, packed: bool) -> None:
    plain = load_mnist(str(mnist_folder))
    for file in list(mnist_folder.iterdir()):
        name = re.sub("-(?=idx)", joint, file.name)
        content = file.read_bytes()
        file.unlink()
        if packed:
            (mnist_folder / f"{name}.gz").write_bytes(gzip.compress(content))
        else:
            (mnist_folder / name).write_bytes(content)
    again = load_mnist(str(mnist_folder))
    np.testing.assert_array_equal(again.x_train, plain.x_train)
    np.testing.assert_array_equal(again.y_test, plain.y_test)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"There is no folder .*nowhere"):
        load_mnist(tmp_path / "nowhere")


def test_a_missing_file_is_named_with_all_its_names(mnist_folder: Path) -> None:
    (mnist_folder / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(DataError, match=re.escape("holds no test labels")) as caught:
        load_mnist(mnist_folder)
    for name in ("t10k-labels-idx1-ubyte", "t10k-labels-idx1-ubyte.gz", "t10k-labels.idx1-ubyte"):
        assert name in str(caught.value)


def test_swapped_images_and_labels_are_noticed(mnist_folder: Path) -> None:
    images, labels = mnist_folder / "train-images-idx3-ubyte", mnist_folder / "train-labels-idx1-ubyte"
    content = images.read_bytes()
    images.write_bytes(labels.read_bytes())
    labels.write_bytes(content)
    with pytest.raises(
        DataError, match=r"should hold pictures, an array of 3 dimensions; it has 1\. .*swapped"
    ):
        load_mnist(mnist_folder)


def test_images_in_the_place_of_labels_are_noticed(mnist_folder: Path) -> None:
    content = (mnist_folder / "train-images-idx3-ubyte").read_bytes()
    (mnist_folder / "train-labels-idx1-ubyte").write_bytes(content)
    with pytest.raises(DataError, match=r"should hold labels, an array of 1 dimension; it has 3\."):
        load_mnist(mnist_folder)


def test_labels_of_another_part_are_noticed_by_their_number(mnist_folder: Path, idx_bytes: ToBytes) -> None:
    (mnist_folder / "train-labels-idx1-ubyte").write_bytes(idx_bytes(np.arange(39) % 10))
    with pytest.raises(DataError, match=r"holds 40 pictures, and .* 39 labels"):
        load_mnist(mnist_folder)


def test_labels_above_9_are_noticed(mnist_folder: Path, idx_bytes: ToBytes) -> None:
    (mnist_folder / "t10k-labels-idx1-ubyte").write_bytes(idx_bytes(np.arange(40) % 11))
    with pytest.raises(DataError, match="labels from 0 to 9; its largest value is 10"):
        load_mnist(mnist_folder)


def test_pictures_of_another_size_are_noticed(mnist_folder: Path, idx_bytes: ToBytes) -> None:
    (mnist_folder / "t10k-images-idx3-ubyte").write_bytes(idx_bytes(np.zeros((40, 32, 28))))
    with pytest.raises(DataError, match="pictures of 28 × 28 pixels; they are 32 × 28"):
        load_mnist(mnist_folder)


def test_a_truncated_file_is_noticed(mnist_folder: Path) -> None:
    file = mnist_folder / "train-images-idx3-ubyte"
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(DataError, match="is cut off"):
        load_mnist(mnist_folder)
