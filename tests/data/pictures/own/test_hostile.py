"""Archives that are not to be trusted, or not what they should be: a sentence each, and nothing lost."""

from __future__ import annotations

import io
import pickle
import stat
import struct
import zipfile
from typing import Any

import numpy as np
import pytest

from mlwidgets.data.pictures.own.reading import read_pictures
from mlwidgets.errors import DataError
from tests.data.own_pictures import as_file, npz, picture, two_classes, zipped


def _refused(content: bytes, words: str, name: str = "a.zip") -> None:
    with pytest.raises(DataError, match=words):
        read_pictures(content, name)


def test_archives_that_are_not_to_be_trusted() -> None:
    """Names that lead out, a bomb, a link, a password, damage."""
    _refused(zipped(two_classes() | {"../../evil.png": b"x"}), "leads out of the archive")
    _refused(zipped(two_classes() | {"cats/huge.png": bytes(20 * 2**20)}), "zip bomb")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        link = zipfile.ZipInfo("cats/link.png")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    _refused(content.getvalue(), "is a link")
    locked = bytearray(zipped({"cats/1.png": picture()}))
    directory = locked.index(b"PK\1\2")
    locked[directory + 8] |= 1
    _refused(bytes(locked), "protected with a password")
    locked[directory + 8] = 0x40  # strong encryption, of which `zipfile` says that it is not implemented
    _refused(bytes(locked), "is damaged")
    _refused(zipped(two_classes())[:200], "cannot be opened as a zip archive")


def test_a_damaged_member_is_named_and_the_others_are_read() -> None:
    """One bad picture costs one picture."""
    files = two_classes(6) | {
        "cats/cut.png": picture(9)[:60],
        "cats/text.png": b"no picture at all",
        "dogs/film.png": as_file(np.zeros((9, 9), np.uint8), "GIF"),
        "dogs/film.gif": as_file(np.zeros((9, 9), np.uint8), "GIF"),
        "dogs/empty.png": b"",
    }
    packed = bytearray(zipped(files))
    name = packed.index(b"cats/3.png")
    packed[name + 200] ^= 255  # among the packed pixels of that member
    read = read_pictures(bytes(packed), "a.zip")
    reasons = {one.name: one.reason for one in read.rejected}
    assert set(reasons) == {*list(files)[12:], "cats/3.png"}
    assert "in the archive is damaged" in reasons["cats/3.png"]
    assert "is cut off" in reasons["cats/cut.png"]
    assert "is a text file" in reasons["cats/text.png"]
    assert "is a GIF picture" in reasons["dogs/film.png"]
    assert reasons["dogs/film.gif"].startswith("It is a GIF picture")
    assert "is empty" in reasons["dogs/empty.png"]
    assert len(read.dataset.x_train) + len(read.dataset.x_test) == 11


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({f"cats/{at}.png": picture(at) for at in range(5)}, "All 5 pictures are of one class, “cats”"),
        ({f"{at}.png": picture(at) for at in range(4)}, "No picture stands in a folder"),
        ({"readme.md": b"hello", "a.csv": b"x"}, "There are no PNG or JPEG pictures among the 2 files"),
        ({"a.gif": b"GIF89a"}, "1 picture of other kinds"),
        ({".DS_Store": b"x"}, "There are no files in it"),
        ({"inner.zip": b"PK"}, "Archives in an archive are not opened"),
        ({f"class{at}/1.png": b"x" for at in range(5000)}, "5,000 classes; a data set may have at most 200"),
        ({"a/1.png": b"x", "a/2.png": b"y", "b/1.png": b"z"}, "None of the 3 pictures can be read"),
        ({"a/1.png": picture(), "b/1.png": b"z"}, "Only pictures of the class “a” can be read"),
        ({"a/1.png": picture(1), "b/1.png": picture(2)}, "too few pictures to test with"),
    ],
)
def test_classes_that_cannot_be_learned(files: dict[str, bytes], words: str) -> None:
    """One class, none, thousands."""
    _refused(zipped(files), words)


def test_a_class_with_one_picture_is_trained_on() -> None:
    """It is told, as is everything that is passed over."""
    files = two_classes() | {"fox/1.png": picture(77), "more.zip": b"x", "notes.md": b""}
    read = read_pictures(zipped(files), "a.zip")
    assert read.dataset.class_names == ("cats", "dogs", "fox")
    assert 2 in read.dataset.y_train
    assert "The class fox had only one picture, which is used for training." in read.notes
    assert "Archives inside are not opened: more.zip." in read.notes
    assert "Not pictures, and ignored: notes.md." in read.notes


def test_a_header_is_not_believed() -> None:
    """No memory is taken for a picture that promises 60,000 × 60,000 pixels."""
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 60_000, 60_000, 8, 2, 0, 0, 0)
    read = read_pictures(zipped(two_classes() | {"cats/bomb.png": bomb + bytes(8)}), "a.zip")
    assert [one.name for one in read.rejected] == ["cats/bomb.png"]


class _Bomb:
    def __reduce__(self) -> tuple[Any, ...]:
        return (pytest.fail, ("It was unpacked.",))


def test_pickled_objects_are_never_unpacked() -> None:
    """The header says that they are objects; no more is read."""
    pickled = io.BytesIO()
    np.lib.format.write_array_header_1_0(pickled, {"descr": "|O", "fortran_order": False, "shape": (6,)})
    pickled.write(pickle.dumps([_Bomb()]))
    _refused(zipped({"x.npy": pickled.getvalue()}), "pickled Python objects", "a.npz")


X, Y = np.arange(6 * 64, dtype=np.uint8).reshape(6, 8, 8), np.array([0, 1, 0, 1, 0, 1])


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"x": X}, "no array has a label for each of them: there are no labels"),
        ({"x": X, "y": Y[:3]}, r"there are y \(3,\)"),
        ({"x": np.zeros((6, 64)), "y": Y}, "No array holds pictures"),
        ({"x": np.zeros((6, 8, 8, 4)), "y": Y}, "must have 1 or 3 channels"),
        ({"x": np.full((6, 8, 8), np.nan), "y": Y}, "finite numbers"),
        ({"x": X.astype(complex), "y": Y}, "finite numbers"),
        ({"x": X - 3.0, "y": Y}, "from 0 to 255"),
        ({"x": X, "y": Y + 0.5}, "class numbers or names"),
        ({"x": X[:0], "y": Y[:0]}, "is empty"),
        ({"x": X, "y": np.zeros((6, 0))}, "label"),
        ({"x_train": X, "y_train": Y, "x_test": X[:, :4], "y_test": Y}, "must have one shape"),
    ],
)
def test_arrays_of_wrong_shapes_and_types(arrays: dict[str, Any], words: str) -> None:
    """Each is told with what was given."""
    _refused(npz(**arrays), words, "a.npz")


def test_damaged_arrays() -> None:
    """Headers that lie, or are none."""
    _refused(zipped({"x.npy": b"\x93NUMPY\1\0", "y.npy": b"rubbish"}), "cannot be read", "a.npz")
    lying = io.BytesIO()
    np.save(lying, X)
    _refused(zipped({"x.npy": lying.getvalue().replace(b"(6, 8, 8)", b"(9, 8, 8)")}), "promises", "a.npz")
    assert read_pictures(npz(x=X, y=Y), "a.npz").dataset.class_names == ("0", "1")
