"""The pictures that come with the package: what they are, where they come from, what they are good for."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from mlwidgets.data import load_mnist
from mlwidgets.data.pictures import bundled as module
from mlwidgets.data.pictures.bundled import FOLDER, bundled_picture, bundled_pictures, bundled_title
from mlwidgets.errors import ConfigurationError, DataError

if TYPE_CHECKING:
    from pathlib import Path

    from mlwidgets.data.pictures.picture import Picture

each = pytest.mark.parametrize("name", bundled_pictures())
DRAWINGS = ("test_card", "dot", "lamps")
DIGITS = ("digit_4", "digit_5", "digit_8")


def test_there_are_photographs_drawings_and_digits() -> None:
    assert bundled_pictures() == ("photographer", "cat", "coffee", *DRAWINGS, *DIGITS)


@each
def test_each_says_what_it_is_and_where_it_comes_from(name: str) -> None:
    picture = bundled_picture(name)
    assert picture.name == name
    assert picture.title == bundled_title(name) != ""
    assert picture.alt.endswith(".")
    assert picture.credit
    assert picture.licence.startswith(("CC0 1.0", "BSD-3-Clause", "CC BY-SA 3.0"))
    assert not picture.pixels.flags.writeable
    assert picture.pixels.dtype == np.uint8
    assert max(picture.pixels.shape[:2]) <= 512
    assert picture.shrunk_from is None


def test_their_shapes() -> None:
    shapes = {name: bundled_picture(name).pixels.shape for name in bundled_pictures()}
    assert shapes == {
        "photographer": (512, 512, 1),
        "cat": (300, 451, 3),
        "coffee": (341, 512, 3),
        "test_card": (384, 384, 1),
        "dot": (41, 41, 1),
        "lamps": (256, 256, 3),
        **dict.fromkeys(DIGITS, (28, 28, 1)),
    }


@each
def test_each_is_loaded_once(name: str) -> None:
    assert bundled_picture(name) is bundled_picture(name)


def test_many_threads_get_the_same_picture() -> None:
    module._load.cache_clear()
    found: list[Picture] = []
    threads = [threading.Thread(target=lambda: found.append(bundled_picture("coffee"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(picture) for picture in found}) == 1


def test_the_digits_are_digits_of_mnist() -> None:
    data = load_mnist()
    for name in DIGITS:
        digit = bundled_picture(name).pixels
        (places,) = np.nonzero((np.rint(data.x_test * 255) == digit).all(axis=(1, 2, 3)))
        assert [int(data.y_test[place]) for place in places] == [int(name[-1])]


def test_the_dot_has_room_for_the_largest_kernel() -> None:
    pixels = bundled_picture("dot").pixels[..., 0]
    assert pixels.sum() == 255
    assert pixels[20, 20] == 255  # 5 cells of 4 pixels to each side of it


def test_the_test_card_has_edges_at_all_angles() -> None:
    star = bundled_picture("test_card").pixels[8:256, 8:256, 0].astype(float)
    down, across = np.gradient(star)
    angle, strength = np.arctan2(down, across) % np.pi, np.hypot(down, across)
    strong = np.histogram(angle[strength > 60], bins=18, range=(0, np.pi))[0]
    assert strong.min() > 100


def test_each_lamp_shines_in_one_channel_and_all_overlap() -> None:
    pixels = bundled_picture("lamps").pixels
    shares = (pixels > 127).mean(axis=(0, 1))
    np.testing.assert_allclose(shares, shares[0], rtol=0.01)
    colours = {tuple(colour) for colour in pixels.reshape(-1, 3).tolist() if set(colour) <= {0, 255}}
    assert len(colours) == 8


def test_the_files_are_small_and_have_their_licences_beside_them() -> None:
    files = {path.name: path for path in FOLDER.iterdir()}
    assert sum(path.stat().st_size for path in files.values()) < 600_000
    licence = files.pop("LICENSE-pictures.txt").read_text(encoding="utf-8")
    assert set(files) == {
        "photographer.png",
        "cat.jpg",
        "coffee.jpg",
        "test_card.png",
        "dot.png",
        "lamps.png",
    }
    for words in (*files, "Lav Varshney", "Stéfan van der Walt", "Rachel Michetti", "CC0 1.0"):
        assert words in licence


def test_a_photograph_is_stored_with_all_its_colours() -> None:
    for name in ("cat", "coffee"):
        with Image.open(FOLDER / f"{name}.jpg") as file:
            assert file.mode == "RGB"
            assert [part[1:3] for part in file.layer] == [(1, 1)] * 3  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["kat", "", None, 3, "cat.jpg", ["cat"]])
def test_another_name_is_refused_with_the_known_ones(name: str) -> None:
    for action in (bundled_picture, bundled_title):
        with pytest.raises(ConfigurationError, match=r"no picture named .*Choose one of: photographer, cat"):
            action(name)
    with pytest.raises(ConfigurationError, match=r"Did you mean 'cat'\?"):
        bundled_picture("kat")


@pytest.mark.parametrize("damage", ["missing", "empty", "half", "text"])
def test_a_damaged_file_is_refused_with_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    whole = (FOLDER / "cat.jpg").read_bytes()
    contents = {"empty": b"", "half": whole[: len(whole) // 2], "text": b"hello"}
    if damage in contents:
        (tmp_path / "cat.jpg").write_bytes(contents[damage])
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    module._load.cache_clear()
    with pytest.raises(DataError, match=r"cat\.jpg is missing or damaged\. Install mlwidgets again\."):
        bundled_picture("cat")
