"""The panes of pictures without a browser: what they send, and what a hostile page may send them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data import Dataset
from mlwidgets.session import Experiment
from mlwidgets.widgets.data.class_means_view import ClassMeansView
from mlwidgets.widgets.data.gallery_view import GalleryView
from mlwidgets.widgets.data.pixels_view import PixelsView

if TYPE_CHECKING:
    from collections.abc import Generator

    from mlwidgets.widgets.base.base_widget import BaseWidget


@pytest.fixture(scope="module")
def experiment() -> Generator[Experiment]:
    made = Experiment("mnist")
    yield made
    made.close()


def colourful(classes: int = 3, count: int = 60) -> Dataset:
    """Return RGB pictures of random pixels."""
    x = np.random.default_rng(0).integers(0, 256, (count, 8, 8, 3)).astype(np.float32) / 255
    y = np.arange(count) % classes
    names = tuple(f"class {at}" for at in range(classes))
    parts: dict[str, Any] = {"x_train": x, "y_train": y, "x_test": x, "y_test": y}
    return Dataset(name="own", class_names=names, source="", licence="", **parts)


def send(widget: BaseWidget, message: object) -> None:
    """Send what a page may send."""
    widget._handle_custom_msg(message, [])


def pixels(page: dict[str, Any]) -> np.ndarray[Any, Any]:
    return np.frombuffer(page["pixels"], np.uint8).reshape(-1, *page["shape"])


def test_a_page_holds_only_what_is_seen(experiment: Experiment) -> None:
    """Ten rows of twelve digits in whole numbers, each in the row of its class."""
    view = GalleryView(experiment)
    page = view.gallery.page
    split = experiment.split
    assert [row[2] for row in page["rows"]] == [12] * 10
    assert page["summary"] == "Training pictures: 4,000 of 28 × 28 pixels in grey; page 1 of 34."
    x = {int(number): one for number, one in zip(split.train_index, split.x_train, strict=True)}
    y = dict(zip(split.train_index.tolist(), split.y_train.tolist(), strict=True))
    shown = pixels(page)
    for at, number in enumerate(page["numbers"]):
        np.testing.assert_array_equal(shown[at], np.rint(x[number] * 255).astype(np.uint8))
        assert y[number] == at // 12
    send(view.gallery, {"kind": "turn", "page": 33})
    assert view.gallery.page["page"] == 33
    assert sum(row[2] for row in view.gallery.page["rows"]) == 10 * (400 - 33 * 12)
    send(view.gallery, {"kind": "fit", "columns": 5, "rows": 4})
    assert len(view.gallery.page["rows"]) == 4
    assert view.gallery.page["pages"] == 80 * 3
    send(view.gallery, {"kind": "turn", "page": 239})
    assert [row[0] for row in view.gallery.page["rows"]] == ["8", "9"]
    view._class.value = "7"
    assert view.gallery.page["pages"] == 20
    assert {row[0] for row in view.gallery.page["rows"]} == {"7"}
    view._part.value = "test"
    assert view.gallery.page["kind"] == "Test picture"
    view.close()


def test_every_picture_is_on_one_page() -> None:
    """With few classes each has several rows; nothing is left out and nothing comes twice."""
    experiment = Experiment(colourful(3, 100))
    view = GalleryView(experiment)
    for room in ((4, 7), (3, 2), (1, 1), (48, 48)):
        send(view.gallery, {"kind": "fit", "columns": room[0], "rows": room[1]})
        seen: list[int] = []
        for page in range(view.gallery.page["pages"]):
            send(view.gallery, {"kind": "turn", "page": page})
            assert len(view.gallery.page["rows"]) <= room[1]
            seen += view.gallery.page["numbers"]
        assert sorted(seen) == experiment.split.train_index.tolist()
    view.close()
    experiment.close()


def test_a_chosen_picture_is_the_example_of_every_lab(experiment: Experiment) -> None:
    """The gallery marks it, and the pixels are read from it."""
    gallery, grid = GalleryView(experiment), PixelsView(experiment)
    number = gallery.gallery.page["numbers"][3]
    send(gallery.gallery, {"kind": "choose", "number": number})
    assert experiment.example is not None
    assert experiment.example.title == f"Training picture {number}"
    assert experiment.example.truth == 0
    assert gallery.gallery.chosen == number
    assert grid.grid.picture["title"] == f"Training picture {number}"
    assert grid.grid.picture["label"] == "0"
    whole = np.frombuffer(grid.grid.picture["pixels"], np.uint8)
    np.testing.assert_array_equal(
        whole, np.rint(experiment.dataset.x_train[number] * 255).astype(int).ravel()
    )
    send(grid.grid, {"kind": "step", "by": 1})
    assert grid.grid.picture["title"] == f"Training picture {number + 1}"
    gallery.close()
    grid.close()


def test_messages_that_are_none_change_nothing(experiment: Experiment) -> None:
    """Nothing is lost, and nothing is raised."""
    gallery, grid = GalleryView(experiment), PixelsView(experiment)
    before, shown = dict(gallery.gallery.page), dict(grid.grid.picture)
    hostile: object
    for hostile in (
        *(None, 3, [], "turn", {}, {"kind": "turn"}, {"kind": "turn", "page": -1}),
        *(
            {"kind": "turn", "page": 10**400},
            {"kind": "turn", "page": float("nan")},
            {"kind": "turn", "page": None},
        ),
        *({"kind": "fit", "columns": "9", "rows": 3}, {"kind": "choose", "number": -7}, {"kind": "choose"}),
        *({"kind": "choose", "number": 10**400}, {"kind": "step", "by": 2}, {"kind": "step", "by": "1"}),
    ):
        send(gallery.gallery, hostile)
        send(grid.grid, hostile)
    assert gallery.gallery.page == before
    assert grid.grid.picture == shown
    send(gallery.gallery, {"kind": "fit", "columns": 10**400, "rows": -3})
    assert [row[2] for row in gallery.gallery.page["rows"]] == [48]
    assert gallery.fault == grid.fault == ""
    gallery.close()
    grid.close()


def test_other_data_are_followed() -> None:
    """From grey to RGB, to rows of numbers and back: the panes say what they cannot show."""
    experiment = Experiment("mnist")
    views = GalleryView(experiment), ClassMeansView(experiment), PixelsView(experiment)
    gallery, means, grid = views
    gallery.gallery.visible = means.chart.visible = True
    first = means.chart.found
    assert len(first["tenths"]) == 2 * 10 * 784
    gallery._class.value = "7"
    experiment.dataset = colourful()
    assert (
        gallery.gallery.page["shape"] == means.chart.found["shape"] == grid.grid.picture["shape"] == [8, 8, 3]
    )
    assert means.chart.found["counts"] == [16, 16, 16]
    assert gallery._class.value == "all"
    experiment.validation_split = 0
    assert means.chart.found["counts"] == [20, 20, 20]
    assert [value for _, value in gallery._part.options] == ["train", "test"]
    experiment.dataset = "circle"
    assert gallery.gallery.page["summary"].startswith("These examples are not pictures")
    assert means.chart.found["names"] == []
    assert grid.grid.picture["shape"] == [0, 0, 1]
    x = np.random.default_rng(1).uniform(size=(20, 8, 8, 1))
    y = x.mean(axis=(1, 2, 3))
    parts: dict[str, Any] = {"x_train": x, "y_train": y, "x_test": x, "y_test": y}
    experiment.dataset = Dataset(name="dim", class_names=(), source="", licence="", **parts)
    assert gallery.gallery.page["rows"][0][0] == "pictures"
    assert means.chart.found["words"].startswith("These pictures have no classes")
    assert grid.grid.picture["label"] == "its class is not known"
    assert all(view.fault == "" for view in views)
    for view in views:
        view.close()
    experiment.close()


def test_panes_that_nobody_sees_are_brought_up_to_date_when_they_come_into_sight() -> None:
    experiment = Experiment("mnist")
    gallery, means = GalleryView(experiment), ClassMeansView(experiment)
    page, found = gallery.gallery.page, means.chart.found
    experiment.dataset = colourful()
    experiment.validation_split = 0.4
    assert gallery.gallery.page is page
    assert means.chart.found is found
    send(gallery.gallery, {"kind": "fit", "columns": 4, "rows": 3})  # it may arrive first
    assert gallery.gallery.page["shape"] == [8, 8, 3]
    gallery.gallery.visible = means.chart.visible = True
    assert means.chart.found["counts"] == [12, 12, 12]
    assert gallery.gallery.page["summary"].startswith("Training pictures: 36 of")
    assert gallery.fault == means.fault == ""
    gallery.close()
    means.close()
    experiment.close()
