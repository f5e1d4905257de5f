"""The check of a kernel on unseen edges: known kernels, kernels drawn at random, and its thresholds."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.explain.convolution.kernels import PRESETS
from mlwidgets.explain.convolution.settings import ConvolutionSettings
from mlwidgets.lessons.checks import CHECKS
from mlwidgets.lessons.checks.judged.edges import LOUD, QUIET, SLANTED, _Kernel, edge_pictures
from tests.lessons.checks.support import judged

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.lessons.checks import Finding
    from tests.session.conftest import Make

CHECK = CHECKS["kernel_answers_only_to"]


def answers(kernel: object, edges: str = "vertical", **settings: Any) -> Finding:  # noqa: ANN401 - settings
    """Judge a kernel without an experiment."""
    numbers: AnyArray = np.asarray(kernel, np.float64)
    seen = {"kernel": numbers.tolist(), "settings": asdict(ConvolutionSettings(**settings))}
    return CHECK.judge(seen, edges=edges)


VERTICAL: dict[str, tuple[object, dict[str, Any]]] = {
    "sobel": (PRESETS["sobel_x"].array(), {}),
    "prewitt": (PRESETS["prewitt_x"].array(), {}),
    "difference": ([[-1, 1]], {}),
    "central difference": ([[-1, 0, 1]], {}),
    "the other way round": ([[1, 0, -1]], {}),
    "flipped": ([[1, 0, -1]], {"flip": True}),
    "gentle": ([[-1, 0, 1]], {"divisor": 2}),
    "sobel as derivative": (PRESETS["sobel_x"].array(), {"divisor": 8}),
    "rounded thirds": ([[-0.33, 0, 0.33]], {}),
    "thirds that do not quite cancel": ([[-0.33, 0, 0.34]], {}),
    "line": ([[-1, 2, -1]] * 3, {}),
    "dilated": ([[-1, 0, 1]], {"dilation_rate": 4}),
    "wide": ([[-1] * 5 + [0] + [1] * 5] * 11, {}),
    "three channels": (np.repeat(PRESETS["sobel_x"].array(), 3, axis=2), {}),
    "stride does not matter": ([[-1, 0, 1]], {"strides": 3}),
    "what follows does not matter": ([[-1, 0, 1]], {"activation": "relu", "pooling": "max"}),
}


@pytest.mark.parametrize("name", VERTICAL)
def test_kernels_for_vertical_edges_hold_and_turned_they_are_for_horizontal_ones(name: str) -> None:
    kernel, settings = VERTICAL[name]
    assert answers(kernel, **settings).holds, answers(kernel, **settings).why
    assert not answers(kernel, "horizontal", **settings).holds
    turned = np.swapaxes(np.asarray(kernel, np.float64), 0, 1)
    assert answers(turned, "horizontal", **settings).holds
    finding = answers(turned, **settings)
    assert not finding.holds
    assert "It answers to horizontal edges, so swap its rows and columns." in finding.why


WRONG: dict[str, tuple[object, dict[str, Any], str]] = {
    "nothing": ([[0, 0, 0]] * 3, {}, "hardly answers to vertical edges"),
    "too weak": ([[-0.1, 0, 0.1]], {}, "hardly answers to vertical edges"),
    "divided away": (PRESETS["sobel_x"].array(), {"divisor": 100}, "hardly answers to vertical edges"),
    "checkered": ([[1, -1], [-1, 1]], {}, "hardly answers to vertical edges"),
    "identity": (PRESETS["identity"].array(), {}, "where the picture is flat"),
    "sharpen": (PRESETS["article"].array(), {}, "where the picture is flat"),
    "blur": (PRESETS["box_blur"].array(), {"divisor": 9}, "where the picture is flat"),
    "emboss": (PRESETS["emboss"].array(), {}, "where the picture is flat"),
    "one number wrong": ([[-1, 0, 1], [-2, 0, 2], [-1, 0, 2]], {}, "where the picture is flat"),
    "bias": ([[-1, 0, 1]], {"bias": 20}, "where the picture is flat"),
    "all directions": (PRESETS["edge"].array(), {}, "also answers to horizontal edges"),
    "laplacian": (PRESETS["laplacian"].array(), {}, "also answers to horizontal edges"),
    "roberts": ([[1, 0], [0, -1]], {}, "also answers to horizontal edges"),
    "diagonal sobel": ([[0, 1, 2], [-1, 0, 1], [-2, -1, 0]], {}, "also answers to horizontal edges"),
    "skewed": ([[-1, 1, 0], [0, -1, 1], [0, 0, 0]], {}, "answers to slanted edges most"),
}


@pytest.mark.parametrize("name", WRONG)
def test_other_kernels_do_not_hold_and_are_told_why(name: str) -> None:
    kernel, settings, words = WRONG[name]
    finding = answers(kernel, **settings)
    assert not finding.holds
    assert words in finding.why
    assert "it must" in finding.why


def test_the_lab_is_judged_as_it_stands(make: Make) -> None:
    experiment = make()
    assert not judged("kernel_answers_only_to", experiment, edges="vertical").holds
    experiment.convolution.change(kernel=PRESETS["sobel_x"].array())
    finding = judged("kernel_answers_only_to", experiment, edges="vertical")
    assert finding.holds
    assert finding.why.startswith("On 24 pictures that you have not seen your kernel gives at least ")
    assert not judged("kernel_answers_only_to", experiment, edges="horizontal").holds
    experiment.undo()
    assert not judged("kernel_answers_only_to", experiment, edges="vertical").holds


def test_the_same_kernel_meets_the_same_pictures_and_another_one_others() -> None:
    first, second = answers([[-1, 0, 1]]), answers([[-1, 0, 1]])
    assert first == second
    kernels = [
        _Kernel(np.array(numbers, np.float64)[:, :, np.newaxis], ConvolutionSettings(padding="valid"))
        for numbers in ([[-1, 0, 1]], [[-1, 0, 1.001]])
    ]
    assert kernels[0].fingerprint != kernels[1].fingerprint


def test_pictures_are_what_they_are_called() -> None:
    for seed in range(100):
        pictures = edge_pictures(np.random.default_rng(seed), 16)
        sides = set()
        for picture in pictures.vertical:
            assert (picture == picture[:1]).all()
            assert {float(abs(step)) for step in np.diff(picture[0]) if step} == {pictures.step}
            sides.add(picture[0, 0] < picture[0, -1])
        assert sides == {True, False}, "bright on either side"
        for picture in pictures.horizontal:
            assert (picture == picture[:, :1]).all()
        for picture in pictures.slanted:
            assert len(np.unique(picture)) == 2
            assert not (picture == picture[:1]).all()
            assert not (picture == picture[:, :1]).all()
        for picture in pictures.flat:
            assert len(np.unique(picture)) == 1
        every = np.stack([*pictures.vertical, *pictures.horizontal, *pictures.slanted, *pictures.flat])
        assert every.min() >= 0
        assert every.max() <= 255
        assert len(every) == 24


def strengths(kernel: AnyArray) -> tuple[float, float, float, float]:
    """Return, by the definition, the largest result at a step of 1: vertical, horizontal, slanted, flat."""
    rows, columns = kernel.shape
    i, j = np.mgrid[:rows, :columns]
    ways = (
        [j >= c for c in range(columns + 1)],
        [i >= c for c in range(rows + 1)],
        [s >= c for s in (i + j, i + columns - 1 - j) for c in range(rows + columns)],
    )
    vertical, horizontal, slanted = (max(abs(float(kernel[on].sum())) for on in way) for way in ways)
    return vertical, horizontal, slanted, abs(float(kernel.sum()))


def test_kernels_drawn_at_random_are_judged_as_their_definition_says() -> None:
    rng = np.random.default_rng(0)
    held = 0
    for number in range(150):
        kernel: AnyArray = rng.integers(-3, 4, (3, 3)).astype(np.float64)
        if number % 2:  # one whose rows cancel: half of all would be told by the flat pictures alone
            kernel[:, 2] = -kernel[:, 0] - kernel[:, 1]
        vertical, horizontal, slanted, flat = strengths(kernel)
        expected = (
            flat == 0
            and horizontal <= QUIET * vertical
            and vertical >= LOUD
            and slanted <= SLANTED * vertical
        )
        finding = answers(kernel)
        assert finding.holds is expected, (kernel.tolist(), finding.why)
        held += expected
    assert 10 < held < 140


def test_the_thresholds_are_where_their_docstrings_say() -> None:
    for name, share in {"prewitt_x": 2 / 3, "sobel_x": 3 / 4}.items():
        vertical, _, slanted, _ = strengths(PRESETS[name].array()[:, :, 0])
        assert slanted / vertical == pytest.approx(share)
    vertical, _, slanted, _ = strengths(np.array([[-1.0, 0.0, 1.0]]))
    assert slanted == vertical
    assert answers([[-0.26, 0.26]]).holds
    assert not answers([[-0.24, 0.24]]).holds
    # One number of a Sobel kernel that is wrong by 1 gives more than QUIET, wherever it stands.
    for place in range(9):
        kernel: AnyArray = PRESETS["sobel_x"].array()[:, :, 0].copy()
        kernel.flat[place] += 1
        assert not answers(kernel).holds


@pytest.mark.parametrize(
    "kernel",
    [[], [[]], [[["x"]]], [[[1.0] * 4]], [[[1e9]]], [[[float("nan")]]], [[1, 2], [3]], "x", None, {"a": 1}],
)
def test_damaged_kernels_are_told_in_a_sentence(kernel: object) -> None:
    finding = CHECK.judge({"kernel": kernel, "settings": asdict(ConvolutionSettings())}, edges="vertical")
    assert not finding.holds
    assert finding.why.endswith(".")


@pytest.mark.parametrize("settings", [{}, None, {"divisor": 0}, {"dilation_rate": 99}, {"flip": 1}])
def test_damaged_settings_are_told_in_a_sentence(settings: dict[str, Any] | None) -> None:
    good = asdict(ConvolutionSettings())
    assert CHECK.judge({"kernel": [[-1, 1]], "settings": good}, edges="vertical").holds
    bad = {**good, **settings} if settings else settings
    assert not CHECK.judge({"kernel": [[-1, 1]], "settings": bad}, edges="vertical").holds
