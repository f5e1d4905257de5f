"""Own pictures from every kind of source, to a data set."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.data.pictures.own.reading import read_pictures, reading_pictures
from mlwidgets.data.pictures.own.settings import Colour, Fit, Layout, PictureSettings
from mlwidgets.data.progress import Progress
from mlwidgets.errors import ConfigurationError, DataError
from tests.data.own_pictures import as_file, digits, picture, two_classes, zipped

if TYPE_CHECKING:
    from pathlib import Path


def test_digits_in_class_folders_come_back_pixel_by_pixel() -> None:
    """What was written as PNG is what is learned from, and each class is divided in proportion."""
    x, y = digits(200)
    content = zipped({f"mnist_png/{label}/{at}.png": as_file(x[at]) for at, label in enumerate(y.tolist())})
    read = read_pictures(content, "mnist_png.zip")
    data = read.dataset
    assert data.name == "mnist_png"
    assert data.class_names == tuple("0123456789")
    assert data.input_shape == (28, 28, 1)
    assert len(data.x_test) == 40
    every = np.rint(np.concatenate([data.x_train, data.x_test])[..., 0] * 255).astype(np.uint8)
    labels = np.concatenate([data.y_train, data.y_test])
    expected = {one.tobytes(): int(label) for one, label in zip(x, y, strict=True)}
    assert {one.tobytes(): int(label) for one, label in zip(every, labels, strict=True)} == expected
    counts = Counter(y.tolist())
    for label, count in Counter(data.y_test.tolist()).items():
        assert abs(count - counts[label] / 5) < 1
    assert read.settings.side == 28
    assert read.settings.colour is Colour.GREY
    assert read.notes[:2] == (
        "Found 200 pictures in 10 class folders: 0, 1, 2, 3, 4 and 5 more.",
        "All 200 pictures have the size 28 × 28.",
    )
    assert read.rejected == ()


def test_train_and_test_folders_are_kept() -> None:
    """The archive's own test part is the test part, whatever its folders are called."""
    files = {f"png/training/{name}": file for name, file in two_classes(6).items()}
    files |= {f"png/testing/{name}": file for name, file in two_classes(9).items() if name[-5] in "678"}
    files |= {"png/.DS_Store": b"x", "__MACOSX/png/._1.png": b"x"}
    read = read_pictures(zipped(files), "png.zip")
    assert (len(read.dataset.x_train), len(read.dataset.x_test)) == (12, 6)
    assert read.dataset.class_names == ("cats", "dogs")
    assert any("12 in the train part, 6 in the test part" in note for note in read.notes)
    assert any("2 files that a system puts beside them" in note for note in read.notes)


def test_copies_across_parts_are_told_and_else_kept_together() -> None:
    """A picture that is in both parts makes the test too easy."""
    same = {f"{part}/{name}": file for part in ("train", "test") for name, file in two_classes(3).items()}
    read = read_pictures(zipped(same), "same.zip")
    assert any(note.startswith("6 test pictures are in the training part, too") for note in read.notes)
    files = two_classes(20)
    files |= {name.replace(".png", "copy.png"): file for name, file in files.items()}
    data = read_pictures(zipped(files), "copies.zip").dataset
    train = {one.tobytes() for one in data.x_train}
    assert not any(one.tobytes() in train for one in data.x_test)


def test_a_folder_and_a_zip_give_the_same(tmp_path: Path) -> None:
    """It does not matter where the files are."""
    files = two_classes(4)
    for name, file in files.items():
        path = tmp_path / "animals" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file)
    (tmp_path / "animals" / "cats" / "link.png").symlink_to(tmp_path / "animals" / "cats" / "0.png")
    (tmp_path / "animals.zip").write_bytes(zipped(files))
    folder = read_pictures(tmp_path / "animals").dataset
    packed = read_pictures(str(tmp_path / "animals.zip")).dataset
    assert folder.name == packed.name == "animals"
    np.testing.assert_array_equal(folder.x_train, packed.x_train)


def test_what_was_found_can_be_corrected() -> None:
    """The settings that come back read the same again, and with a change they read otherwise."""
    content = zipped(two_classes(6, size=(20, 30)))
    read = read_pictures(content, "a.zip")
    assert read.settings.side == 30
    again = read_pictures(content, "a.zip", read.settings)
    np.testing.assert_array_equal(again.dataset.x_train, read.dataset.x_train)
    assert read.notes[1:3] == (
        "12 of 12 pictures were scaled to 30 × 30.",
        "12 of 12 pictures were not square and stretched.",
    )
    other = read_pictures(content, "a.zip", read.settings.with_(side=16, colour="rgb", fit="crop"))
    assert other.dataset.input_shape == (16, 16, 3)
    assert "12 of 12 pictures were grey and became RGB." in other.notes
    assert PictureSettings.of(other.settings.to_dict()) == other.settings


@pytest.mark.parametrize(
    "wrong",
    [
        {"side": 7},
        {"side": 65},
        {"side": float("nan")},
        {"side": 10**400},
        {"colour": "blue"},
        {"fit": None},
        {"tile": "x"},
        {"labels": 3},
        {"labels": "x" * 1_000_001},
        {"test_share": 1},
        {"seed": -1},
        {"size": 3},
    ],
)
def test_settings_out_of_range_are_refused(wrong: dict[str, object]) -> None:
    """Each with a sentence."""
    with pytest.raises(ConfigurationError):
        PictureSettings().with_(**wrong)


def test_a_validation_part_is_kept() -> None:
    """Pictures in a folder called val are for validation, whatever the split and the seed are."""
    files = {f"train/{name}": file for name, file in two_classes(9).items()}
    files |= {f"val/{name}": file for name, file in two_classes(3, size=(20, 28)).items()}
    files |= {f"test/{name}": picture(at + 500) for at, name in enumerate(two_classes(2))}
    read = read_pictures(zipped(files), "parts.zip")
    assert "Its own validation part is used: 6 pictures." in read.notes
    split = read.dataset.split(0.5, seed=7)
    assert (len(split.x_train), len(split.x_validation), len(read.dataset.x_test)) == (18, 6, 4)
    alone = {f"val/{name}": file for name, file in two_classes(5).items()}
    assert read_pictures(zipped(alone), "alone.zip").dataset.validation_index is None


def test_progress_is_told_and_the_reading_can_be_stopped() -> None:
    """The generator can be closed, and a progress that raises ends the reading."""
    content = zipped(two_classes(30))
    steps = reading_pictures(content, "a.zip")
    assert isinstance(next(steps), Progress)
    steps.close()
    seen: list[tuple[int, int]] = []
    read_pictures(content, "a.zip", progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (60, 60)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt(done, total)

    with pytest.raises(KeyboardInterrupt):
        read_pictures(content, "a.zip", progress=stop)


def test_wrong_sources_are_refused(tmp_path: Path) -> None:
    """Nothing, something else, and something that is not there."""
    for source, words in (
        (b"", "is empty"),
        (None, "bytes or a path"),
        (3, "bytes or a path"),
        (tmp_path / "no", "There is no file or folder"),
        ("a\0b", "cannot be read|There is no file"),
        (b"just text", "a text file"),
    ):
        with pytest.raises(DataError, match=words):
            read_pictures(source, "x")  # type: ignore[arg-type]  # hostile
    with pytest.raises(DataError, match="must be a text"):
        read_pictures(b"x", 3)  # type: ignore[arg-type]  # hostile


def test_the_layout_can_be_forced() -> None:
    """Two layouts that suit, and the one that is asked for."""
    files = two_classes(4)
    rows = ["file,label", *(f"{name},{'odd' if int(name[5]) % 2 else 'even'}" for name in files)]
    content = zipped(files | {"labels.csv": "\n".join(rows).encode()})
    assert read_pictures(content, "a.zip").dataset.class_names == ("cats", "dogs")
    table = read_pictures(content, "a.zip", PictureSettings(layout=Layout.TABLE, fit=Fit.PAD))
    assert table.dataset.class_names == ("even", "odd")


def test_jpeg_and_png_of_many_sizes_and_colours() -> None:
    """The common case of photographs from the internet: what was done is counted."""
    files = two_classes(4, size=(40, 60), colour=True)
    files |= {
        "cats/grey.png": picture(1, (32, 32)),
        "dogs/a.JPG": picture(2, (50, 32), colour=True, kind="JPEG"),
    }
    read = read_pictures(zipped(files), "mixed.zip")
    assert read.dataset.input_shape == (32, 32, 3)
    assert read.notes[1:4] == (
        "9 of 10 pictures were scaled to 32 × 32.",
        "9 of 10 pictures were not square and stretched.",
        "1 of 10 pictures was grey and became RGB.",
    )
