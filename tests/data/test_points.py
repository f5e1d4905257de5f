"""Points of the plane: their formulas, what noise does, and what each setting takes."""

from __future__ import annotations

import json
import math
import re
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from mlwidgets.data import Dataset, load, points
from mlwidgets.data.plane.clouds import POINT_KINDS
from mlwidgets.data.plane.geometry import check_in_plane, mirrored
from mlwidgets.errors import ConfigurationError, DataError, ShapeError
from mlwidgets.ranges import CLASSES, NOISE, SAMPLES, SEED, TEST_SHARE, Interval

WITH_CLASSES = [name for name, kind in POINT_KINDS.items() if kind.most_classes]
WITH_CHOICE = [name for name, kind in POINT_KINDS.items() if kind.most_classes == CLASSES.high]
WITH_NUMBERS = [name for name, kind in POINT_KINDS.items() if not kind.most_classes]
STILL = ["circle", "xor", *WITH_NUMBERS]
"""Kinds in which noise changes what is to be said of a point, and leaves the point where it is."""


def whole(dataset: Dataset) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return all points and their targets, in the order in which they were made."""
    assert dataset.train_index is not None
    assert dataset.test_index is not None
    order = np.argsort(np.concatenate([dataset.train_index, dataset.test_index]))
    x = np.concatenate([dataset.x_train, dataset.x_test])[order].astype(np.float64)
    return x, np.concatenate([dataset.y_train, dataset.y_test])[order]


# ---- what is made ----


def test_the_kinds() -> None:
    assert WITH_CLASSES == ["circle", "xor", "gauss", "spiral", "moons", "blobs", "rings"]
    assert WITH_CHOICE == ["gauss", "spiral", "blobs", "rings"]
    assert WITH_NUMBERS == ["plane", "multi_gauss", "sine"]


@pytest.mark.parametrize("kind", POINT_KINDS)
@pytest.mark.parametrize("noise", [0, 50, 100])
def test_every_kind_is_a_data_set_in_the_plane(kind: str, noise: float) -> None:
    data = points(kind, noise=noise)
    assert data.name == kind
    assert data.in_plane
    assert data.input_shape == (2,)
    assert (len(data.x_train), len(data.x_test)) == (250, 250)
    assert data.x_train.dtype == np.float32
    x, y = whole(data)
    assert np.abs(x).max() <= 6
    assert len(np.unique(x, axis=0)) >= 499  # at the middle of the spiral the arms meet
    if POINT_KINDS[kind].most_classes:
        assert y.dtype == np.int64
        assert set(y.tolist()) == {0, 1}
    else:
        assert y.dtype == np.float32
        assert np.abs(y).max() <= 1
        assert np.abs(y).max() > 0.8


@pytest.mark.parametrize("kind", WITH_CHOICE)
@pytest.mark.parametrize("classes", [2, 3, 4, 5])
def test_two_to_five_classes_of_equal_size(kind: str, classes: int) -> None:
    data = points(kind, classes=classes, samples=502)
    counts = np.bincount(whole(data)[1], minlength=classes)
    assert data.n_classes == len(counts) == classes
    assert counts.max() - counts.min() <= 1
    assert data.config is not None
    assert data.config["classes"] == classes


@pytest.mark.parametrize("kind", POINT_KINDS)
def test_the_same_seed_gives_the_same_numbers_and_another_one_others(kind: str) -> None:
    one, same, other = (whole(points(kind, noise=20, seed=seed)) for seed in (3, 3, 4))
    for first, second in zip(one, same, strict=True):
        np.testing.assert_array_equal(first, second)
    assert not np.array_equal(one[0], other[0])


def test_the_numbers_of_a_seed_stay_as_they_are() -> None:
    # A link or a lesson holds the seed alone: these numbers must never change.
    x, y = whole(points("circle", noise=10, seed=1))
    np.testing.assert_allclose(
        x[:3], [[4.04413, 2.0819], [1.45843, -0.68855], [-3.36712, 1.39665]], atol=1e-4
    )
    assert y[:3].tolist() == [0, 1, 0]


@pytest.mark.parametrize("kind", POINT_KINDS)
def test_its_config_makes_it_again_even_after_json(kind: str) -> None:
    data = points(kind, noise=12.5, samples=77, test_share=0.3, seed=9)
    assert data.config is not None
    written = json.loads(json.dumps(dict(data.config)))
    again = load(written)
    assert again.config == data.config == written
    for part in ("x_train", "y_train", "x_test", "y_test", "train_index", "test_index"):
        np.testing.assert_array_equal(getattr(again, part), getattr(data, part))
    assert again.class_names == data.class_names
    assert ("classes" in written) == (kind in WITH_CHOICE)


# ---- the formulas ----


def test_circle() -> None:
    x, y = whole(points("circle", samples=2000))
    radius = np.hypot(*x.T)
    assert y.sum() == 1000
    assert radius[y == 1].max() <= 2.5
    assert radius[y == 0].min() >= 3.5 - 1e-6
    assert radius.max() <= 5 + 1e-6
    # Radii, not areas, are drawn evenly: half of the disc's points lie within half its radius.
    assert np.median(radius[y == 1]) == pytest.approx(1.25, abs=0.1)
    assert np.median(radius[y == 0]) == pytest.approx(4.25, abs=0.06)


def test_xor() -> None:
    x, y = whole(points("xor", samples=2000))
    assert np.abs(x).min() >= 0.3 - 1e-6
    assert np.abs(x).max() <= 5.3 + 1e-6
    np.testing.assert_array_equal(y, (x[:, 0] * x[:, 1] >= 0).astype(int))
    assert y.mean() == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("noise", [0, 25, 50])
def test_gauss_has_playgrounds_variance(noise: float) -> None:
    x, y = whole(points("gauss", noise=noise, samples=5000))
    variance = 0.5 + 3.5 * noise / 50
    for label, centre in ((0, -2), (1, 2)):
        own = x[y == label]
        # A little of what would fall over the edge comes back, so the largest variance is measured less.
        assert own.var(axis=0) == pytest.approx([variance] * 2, rel=0.06 if noise < 50 else 0.15)
        assert own.mean(axis=0) == pytest.approx([centre] * 2, abs=0.12)


def test_gauss_with_more_classes_has_centres_on_a_circle() -> None:
    x, y = whole(points("gauss", classes=5, samples=5000))
    centres = np.array([x[y == label].mean(axis=0) for label in range(5)])
    np.testing.assert_allclose(np.hypot(*centres.T), math.sqrt(8), atol=0.1)
    apart = np.linalg.norm(centres - np.roll(centres, 1, axis=0), axis=1)
    np.testing.assert_allclose(apart, 2 * math.sqrt(8) * math.sin(math.pi / 5), atol=0.15)


def test_spiral_is_playgrounds_point_by_point() -> None:
    x, y = whole(points("spiral", samples=500))
    for label, turned in ((1, 0.0), (0, math.pi)):
        along = np.arange(250) / 250
        radius, angle = 5 * along, 1.75 * along * 2 * math.pi + turned
        expected = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)
        np.testing.assert_allclose(x[y == label], expected, atol=1e-5)


@pytest.mark.parametrize("classes", [3, 4, 5])
def test_the_arms_of_a_spiral_are_one_arm_turned(classes: int) -> None:
    x, y = whole(points("spiral", classes=classes, samples=60 * classes))
    first = x[y == 0]
    for label in range(1, classes):
        turn = 2 * math.pi * label / classes
        turned = first @ np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
        np.testing.assert_allclose(x[y == label], turned, atol=1e-5)


def test_noise_moves_the_points_of_a_spiral_by_at_most_its_share() -> None:
    still, moved = (whole(points("spiral", noise=noise))[0] for noise in (0, 40))
    assert np.abs(moved - still).max() == pytest.approx(0.4, abs=0.01)


def test_moons() -> None:
    x, y = whole(points("moons"))
    back = x / (10 / 3) + (0.5, 0.25)
    np.testing.assert_allclose(np.hypot(*back[y == 0].T), 1, atol=1e-5)
    np.testing.assert_allclose(np.hypot(*(back[y == 1] - (1, 0.5)).T), 1, atol=1e-5)
    assert back[y == 0, 1].min() >= -1e-6
    assert back[y == 1, 1].max() <= 0.5 + 1e-6


@pytest.mark.parametrize("seed", range(20))
def test_blobs_stand_apart(seed: int) -> None:
    x, y = whole(points("blobs", classes=5, samples=1000, seed=seed))
    centres = np.array([x[y == label].mean(axis=0) for label in range(5)])
    apart = np.linalg.norm(centres[:, np.newaxis] - centres, axis=2)[~np.eye(5, dtype=bool)]
    assert apart.min() > 2
    assert np.abs(centres).max() < 4.2
    assert x[y == 0].std(axis=0) == pytest.approx([0.5, 0.5], rel=0.25)


def test_rings() -> None:
    x, y = whole(points("rings", classes=5))
    np.testing.assert_allclose(np.hypot(*x.T), y + 1, atol=1e-5)


def test_plane() -> None:
    x, y = whole(points("plane"))
    np.testing.assert_allclose(y, x.sum(axis=1) / 12, atol=1e-6)


def test_multi_gauss() -> None:
    x, y = whole(points("multi_gauss", samples=3000))
    hills = [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)]
    for point, said in zip(x.tolist(), y.tolist(), strict=True):
        expected = 0.0
        for x1, x2, sign in hills:  # as Playground does it: the one that is largest in size
            height = sign * max(0.0, 1 - math.dist(point, (x1, x2)) / 2)
            expected = height if abs(height) > abs(expected) else expected
        assert said == pytest.approx(expected, abs=1e-5)


def test_sine() -> None:
    x, y = whole(points("sine"))
    np.testing.assert_allclose(y, np.sin(x[:, 0]), atol=1e-6)


# ---- noise, number and share, as a slider sees them ----


@pytest.mark.parametrize("kind", POINT_KINDS)
def test_a_little_more_noise_moves_nothing_far(kind: str) -> None:
    for noise in (0, 20, 60, 99):
        (before, old), (after, new) = (whole(points(kind, noise=level)) for level in (noise, noise + 1))
        assert np.abs(after - before).max() < 0.35
        if kind in STILL:
            np.testing.assert_array_equal(before, after)
        if kind in ("circle", "xor"):
            assert (old != new).mean() < 0.03
        elif kind in WITH_CLASSES:
            np.testing.assert_array_equal(old, new)
        else:
            assert np.abs(new - old).max() < 0.13


@pytest.mark.parametrize("kind", POINT_KINDS)
def test_more_noise_is_harder(kind: str) -> None:
    def farther(noise: float) -> float:
        """Return by how much the targets differ from those of each point's nearest neighbour."""
        classes = 4 if kind in WITH_CHOICE else None  # two blobs stand too far apart for any noise
        x, y = whole(points(kind, noise=noise, samples=1000, classes=classes))
        distance = np.linalg.norm(x[:, np.newaxis] - x, axis=2)
        np.fill_diagonal(distance, np.inf)
        return float(np.abs(y - y[distance.argmin(axis=1)]).mean())

    quiet, loud = farther(0), farther(100)
    assert quiet < 0.13
    assert loud > 1.4 * quiet


@pytest.mark.parametrize("kind", POINT_KINDS)
def test_noise_leaves_every_point_in_its_part(kind: str) -> None:
    one, two = points(kind, noise=0), points(kind, noise=80)
    np.testing.assert_array_equal(one.train_index, two.train_index)
    np.testing.assert_array_equal(one.test_index, two.test_index)


@pytest.mark.parametrize("kind", [kind for kind in POINT_KINDS if kind != "spiral"])
def test_more_points_leave_the_first_ones(kind: str) -> None:
    few, many = (whole(points(kind, noise=30, samples=samples)) for samples in (100, 400))
    np.testing.assert_array_equal(few[0], many[0][:100])
    np.testing.assert_array_equal(few[1], many[1][:100])


@pytest.mark.parametrize("kind", POINT_KINDS)
def test_a_larger_share_of_the_test_keeps_the_points_of_the_smaller_one(kind: str) -> None:
    parts = [points(kind, test_share=share).test_index for share in (0.1, 0.3, 0.5, 0.9)]
    sizes = [len(part) for part in parts if part is not None]
    assert sizes == [50, 150, 250, 450]
    for smaller, larger in pairwise(parts):
        assert smaller is not None
        assert larger is not None
        assert set(smaller.tolist()) <= set(larger.tolist())


def test_every_class_gives_its_share_to_the_test() -> None:
    data = points("spiral", classes=5, samples=500, test_share=0.2)
    assert np.bincount(data.y_test).tolist() == [20] * 5


@pytest.mark.parametrize("kind", POINT_KINDS)
@pytest.mark.parametrize("test_share", [0.1, 0.9])
def test_the_fewest_points_are_enough_for_both_parts(kind: str, test_share: float) -> None:
    data = points(kind, samples=20, test_share=test_share, noise=100)
    assert len(data.x_train) + len(data.x_test) == 20
    # With one of each class to train with, none can be spared.
    if test_share == 0.9 and data.n_classes and len(set(data.y_train.tolist())) == 2:
        with pytest.raises(DataError, match="too small to set an example aside for validation"):
            data.split(0.2, 0)
    else:
        assert len(data.split(0.2, 0).x_validation) >= 1


def test_the_largest_data_set() -> None:
    assert len(points("xor", samples=5000, noise=100).x_train) == 2500


# ---- what is refused ----


@pytest.mark.parametrize("interval", [NOISE, SAMPLES, CLASSES, TEST_SHARE, SEED], ids=lambda one: one.name)
def test_every_setting_has_its_range(interval: Interval) -> None:
    def named(value: object) -> dict[str, Any]:
        return {interval.name: value}

    step = 1 if interval.integer else 0.01
    for good in (interval.low, min(interval.high, interval.low + step)):
        points("spiral", **named(good))
    hostile: list[Any] = [
        interval.low - step,
        interval.high + step,
        "10",
        True,
        [],
        math.nan,
        math.inf,
        1j,
        10**400,
    ]
    if interval.integer:
        hostile.append(interval.low + 0.5)
    for value in hostile:
        with pytest.raises(ConfigurationError, match=f"^{interval.name} must be a") as caught:
            points("spiral", **named(value))
        assert len(str(caught.value)) < 160


@pytest.mark.parametrize("kind", ["circel", "", None, 3, ["spiral"], "drawn", "mnist"])
def test_an_unknown_kind(kind: Any) -> None:  # noqa: ANN401
    with pytest.raises(ConfigurationError, match="There is no kind of points called") as caught:
        points(kind)
    assert "circle, xor, gauss, spiral" in str(caught.value)
    assert ("Did you mean 'circle'?" in str(caught.value)) == (kind == "circel")


@pytest.mark.parametrize("kind", [kind for kind in WITH_CLASSES if kind not in WITH_CHOICE])
def test_kinds_of_two_classes_have_no_more(kind: str) -> None:
    assert points(kind, classes=2).n_classes == 2
    message = (
        f"{kind} has 2 classes; got classes=3. These kinds can have 2 to 5 classes: gauss, "
        f"spiral, blobs, rings."
    )
    with pytest.raises(ConfigurationError, match=f"^{re.escape(message)}$"):
        points(kind, classes=3)


@pytest.mark.parametrize("kind", WITH_NUMBERS)
def test_a_number_to_predict_has_no_classes(kind: str) -> None:
    with pytest.raises(
        ConfigurationError, match=f"^{kind} has a number to predict and no classes; got classes=2"
    ):
        points(kind, classes=2)


# ---- the plane ----


def test_a_mirror_stands_at_each_edge() -> None:
    given = np.array([[6.0, -6.0], [6.5, -6.5], [17.0, 18.0], [0.1, -0.2], [30.25, -25.0]])
    expected = [[6.0, -6.0], [5.5, -5.5], [-5.0, -6.0], [0.1, -0.2], [5.75, -1.0]]
    assert mirrored(given).tolist() == expected


@pytest.mark.parametrize(
    ("places", "error", "message"),
    [
        (
            np.zeros((3, 3)),
            ShapeError,
            "x must hold one point (x₁, x₂) a row, shape (points, 2); got (3, 3).",
        ),
        (np.zeros(2), ShapeError, "got (2,)."),
        (
            np.array([[0, 0], [6.001, 0], [0, -7.0]]),
            DataError,
            "both coordinates from −6 to 6; 2 of 3 do not, the first of them (6.001, 0).",
        ),
        (np.array([[np.nan, 0.0]]), DataError, "1 of 1 do not, the first of them (nan, 0)."),
        (
            np.array([[0, np.inf]]),
            DataError,
            "the first of them (0, inf). Scale or move them into the plane.",
        ),
    ],
)
def test_what_is_not_in_the_plane(places: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    with pytest.raises(error, match=re.escape(message)):
        check_in_plane("x", places)
