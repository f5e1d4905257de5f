"""A table of labels, a sheet of tiles, and arrays."""

from __future__ import annotations

import gzip
from typing import Any

import numpy as np
import pytest

from mlwidgets.data.pictures.own.labelled import Part, part_of
from mlwidgets.data.pictures.own.reading import read_pictures
from mlwidgets.data.pictures.own.settings import Layout, PictureSettings
from mlwidgets.data.pictures.own.sheet import tile_side
from mlwidgets.errors import DataError
from tests.data.own_pictures import as_file, digits, idx, npz, picture, zipped


def _pictures(count: int) -> dict[str, bytes]:
    return {f"images/p{at}.png": picture(at) for at in range(count)}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("named", ["p{}.png", "p{}", "images/p{}.png", "./images\\p{}.PNG"])
def test_a_table_of_labels_is_found(separator: str, named: str) -> None:
    """Whatever its separator is, and however it names the files."""
    rows = [separator.join(("breed", "id", "age"))]
    rows += [separator.join((("terrier", "poodle")[at % 2], named.format(at), str(at))) for at in range(10)]
    read = read_pictures(zipped(_pictures(10) | {"labels.csv": "\r\n".join(rows).encode()}), "a.zip")
    assert read.dataset.class_names == ("poodle", "terrier")
    assert read.settings.layout is Layout.TABLE
    assert read.notes[0] == (
        "Found 10 pictures with a label in “labels.csv”: the column “id” names the file, “breed” the class."
    )


def test_what_a_table_leaves_out_is_named() -> None:
    """Files that are not there, pictures without a label, empty labels and contradictions."""
    rows = [
        "file,label",
        *(f"p{at}.png,{'ab'[at % 2]}" for at in range(8)),
        "p99.png,a",
        "p8.png,",
        "p0.png,b",
    ]
    read = read_pictures(zipped(_pictures(10) | {"t.csv": "\n".join(rows).encode("latin-1")}), "a.zip")
    assert {one.name: one.reason for one in read.rejected} == {
        "p99.png": "“t.csv” names it, and there is no such picture.",
        "images/p8.png": "Its label in “t.csv” is empty.",
        "images/p0.png": "“t.csv” also gives it the label b; the first one is used.",
        "images/p9.png": "It has no label in “t.csv”.",
    }
    assert len(read.dataset.x_train) + len(read.dataset.x_test) == 8


def test_a_table_without_a_header_or_a_usual_name() -> None:
    """The column with the fewest different values has the labels."""
    rows = [f"p{at}.png,{at},{'yes' if at % 3 else 'no'}" for at in range(9)]
    read = read_pictures(zipped(_pictures(9) | {"t.csv": "\n".join(rows).encode()}), "a.zip")
    assert read.dataset.class_names == ("no", "yes")
    assert "column 3" in read.notes[0]
    with pytest.raises(DataError, match="No CSV file with labels"):
        read_pictures(zipped(_pictures(3)), "a.zip", PictureSettings(layout=Layout.TABLE))


def _sheet() -> bytes:
    x, y = digits(300)
    tiles = np.zeros((4 * 12, 28, 28), np.uint8)
    tiles[:46] = x[np.argsort(y, kind="stable")][:46]
    return as_file(tiles.reshape(4, 12, 28, 28).swapaxes(1, 2).reshape(4 * 28, 12 * 28))


def test_a_sheet_is_cut_into_tiles() -> None:
    """Its rows are the classes, or a text says which; empty tiles are left out."""
    sheet = _sheet()
    read = read_pictures(sheet, "sheet.png")
    assert read.settings.tile == 28
    assert read.dataset.class_names == ("row 1", "row 2", "row 3", "row 4")
    assert read.notes[:2] == (
        "Found 4 rows of 12 tiles of 28 × 28 pixels in “sheet.png”.",
        "2 empty tiles were left out.",
    )
    text = ", ".join("odd" if at % 2 else "even" for at in range(46))
    by_tile = read_pictures(sheet, "sheet.png", PictureSettings(labels=text))
    assert by_tile.dataset.class_names == ("even", "odd")
    by_row = read_pictures(sheet, "sheet.png", PictureSettings(labels="a\nb\na\nb\n"))
    assert by_row.dataset.class_names == ("a", "b")
    packed = read_pictures(zipped({"s.png": sheet, "labels.txt": b"c d c d"}), "a.zip")
    assert packed.dataset.class_names == ("c", "d")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"labels": "a,b,c"}, "3 labels for a sheet of 4 rows and 46 tiles"),
        ({"tile": 30}, "do not fill"),
        ({"tile": 112}, "one row of tiles"),
    ],
)
def test_what_does_not_fit_a_sheet(settings: dict[str, Any], words: str) -> None:
    """Labels and tiles are counted."""
    with pytest.raises(DataError, match=words):
        read_pictures(_sheet(), "sheet.png", PictureSettings(**settings))


def test_the_side_of_photographic_tiles_is_found() -> None:
    """Tiles without a rim show by the edges where they meet; noise has no tiles."""
    rng = np.random.default_rng(3)
    ramp = np.add.outer(np.arange(24), np.arange(24)) * 2
    tiles = (ramp * rng.uniform(0.2, 1, (5 * 8, 1, 1)) + rng.uniform(0, 100, (5 * 8, 1, 1))).astype(np.uint8)
    sheet = tiles.reshape(5, 8, 24, 24).swapaxes(1, 2).reshape(120, 192, 1)
    assert tile_side(sheet) == 24
    assert tile_side(rng.integers(0, 256, (120, 192, 1), np.uint8)) is None
    assert tile_side(np.zeros((64, 64, 1), np.uint8)) is None


def test_npz_arrays() -> None:
    """Under the usual names, as bytes or as fractions, with one-hot labels, a column or names."""
    x, y = digits(60)
    data = read_pictures(npz(x_train=x[:40], y_train=y[:40], x_test=x[40:], y_test=y[40:]), "a.npz").dataset
    assert (len(data.x_train), len(data.x_test)) == (40, 20)
    np.testing.assert_array_equal(np.rint(data.x_train[..., 0] * 255).astype(np.uint8), x[:40])
    medical = {
        "train_images": x / 255,
        "train_labels": y[:, None],
        "val_images": x[:9] / 255,
        "val_labels": y[:9],
    }
    read = read_pictures(npz(**medical), "b.npz")
    assert (
        "Its own validation part is used: 9 pictures." in read.notes or read.dataset.validation_index is None
    )
    hot = read_pictures(npz(images=x, labels=np.eye(10)[y]), "c.npz").dataset
    assert sorted(np.concatenate([hot.y_train, hot.y_test])) == sorted(y)
    named = read_pictures(npz(x=x, y=np.where(y % 2, "odd", "even")), "d.npz").dataset
    assert named.class_names == ("even", "odd")


def test_idx_files() -> None:
    """In pairs, packed or not."""
    x, y = digits(60)
    files = {
        "m/train-images-idx3-ubyte.gz": gzip.compress(idx(x[:40])),
        "m/train-labels-idx1-ubyte": idx(y[:40]),
        "m/t10k-images.idx3-ubyte": idx(x[40:]),
        "m/t10k-labels.idx1-ubyte": idx(y[40:]),
    }
    data = read_pictures(zipped(files), "idx.zip").dataset
    assert (len(data.x_train), len(data.x_test)) == (40, 20)
    np.testing.assert_array_equal(data.y_test, y[40:])


def test_names_of_parts() -> None:
    """Words count, not pieces of words."""
    assert [part_of(name) for name in ("Training", "seg_train", "testSet", "val", "t10k-images")] == [
        *(Part.TRAIN, Part.TRAIN, Part.TEST, Part.VALIDATION, Part.TEST)
    ]
    assert [part_of(name) for name in ("latest", "trains", "contest", "7", "")] == [None] * 5
