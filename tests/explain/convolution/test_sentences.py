"""Every sentence about a convolution holds, in every setting: each is checked against the numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.explain.convolution.forward import ConvolutionSettings, Convolved, convolve
from mlwidgets.explain.convolution.kernels import PRESETS, KernelPreset, preset_sentence
from mlwidgets.widgets.convolution.sentences import flip_sentence, padding_sentence, stride_sentence
from tests.explain.convolution_cases import random_cases

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.arrays import Array

CASES = random_cases(3000, start=20_000)
PRESET_CASES = 150  # for each preset

Windows = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def windows_of(convolved: Convolved, side: int) -> Windows:
    """Return the cells under the kernel at every position, (rows, columns, side, side), over all channels."""
    settings, (rows, columns) = convolved.settings, convolved.size.z
    step, apart = settings.strides, settings.dilation_rate
    mean = convolved.padded.mean(axis=2)
    found = np.empty((rows, columns, side, side))
    for row in range(rows):
        for column in range(columns):
            top, left = row * step, column * step
            found[row, column] = mean[top : top + side * apart : apart, left : left + side * apart : apart][
                :side, :side
            ]
    return found


def lower_right(w: Windows) -> Array:
    """Return what the lower right has more than the upper left, the corner counted twice."""
    right = w[..., 1, 2] + w[..., 2, 1] + 2 * w[..., 2, 2]
    return right - (w[..., 0, 0] * 2 + w[..., 0, 1] + w[..., 1, 0])


def differences(w: Windows, weights: tuple[int, ...], axis: int) -> Array:
    """Return how much brighter it gets to the right (axis 1) or downwards (axis 0), line by line."""
    last, first = w.take(2, axis=2 + axis), w.take(0, axis=2 + axis)
    return ((last - first) * np.array(weights)).sum(axis=-1)


BESIDE = ([0, 1, 1, 2], [1, 0, 2, 1])
CLAIMS: dict[str, Callable[[Windows], Array]] = {
    "Copies the cell under its centre": lambda w: w[..., 1, 1],
    "the mean of the nine cells": lambda w: w.mean(axis=(2, 3)),
    "a mean of the nine cells under it in which the centre counts most": lambda w: (
        (w * np.outer([1, 2, 1], [1, 2, 1])).sum(axis=(2, 3)) / 16
    ),
    "its differences from the four cells beside it": lambda w: (
        w[..., 1, 1] + (w[..., 1, 1, np.newaxis] - w[:, :, BESIDE[0], BESIDE[1]]).sum(axis=2)
    ),
    "its differences from all eight cells around it": lambda w: (
        w[..., 1, 1] + 9 * w[..., 1, 1] - w.sum(axis=(2, 3))
    ),
    "the centre cell plus the rise from the upper left": lambda w: w[..., 1, 1] + lower_right(w),
    "the centre cell minus the rise from the upper left": lambda w: w[..., 1, 1] - lower_right(w),
    "the mean of five cells from the upper left": lambda w: np.einsum("yxii->yx", w) / 5,
    "the middle row counted twice: positive where it is brighter to the right": lambda w: differences(
        w, (1, 2, 1), 1
    ),
    "the middle row counted twice: positive where it is darker to the right": lambda w: (
        -differences(w, (1, 2, 1), 1)
    ),
    "the middle column counted twice: positive where it is brighter below": lambda w: differences(
        w, (1, 2, 1), 0
    ),
    "the middle column counted twice: positive where it is darker below": lambda w: (
        -differences(w, (1, 2, 1), 0)
    ),
    "rows counted alike: positive where it is brighter to the right": lambda w: differences(w, (1, 1, 1), 1),
    "rows counted alike: positive where it is darker to the right": lambda w: -differences(w, (1, 1, 1), 1),
    "columns counted alike: positive where it is brighter below": lambda w: differences(w, (1, 1, 1), 0),
    "columns counted alike: positive where it is darker below": lambda w: -differences(w, (1, 1, 1), 0),
}
"""What a sentence says the sum of products, divided, is."""


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_a_preset_does_what_its_sentence_says(preset: KernelPreset) -> None:
    """With every stride, padding, dilation, direction, bias, activation and pooling, at every position."""
    rng = np.random.default_rng(len(preset.name))
    tried = 0
    for case in random_cases(PRESET_CASES, start=1000 * len(preset.name), channels="sum"):
        slices = int(rng.integers(1, 4))
        x = rng.integers(0, 256, (rng.integers(12, 24), rng.integers(12, 24), slices)).astype(float)
        if tried % 4 == 0:
            x[:] = 7.0  # flat
        settings = replace(case.settings, divisor=preset.divisor * slices)
        kernel = np.repeat(preset.array(), slices, axis=2)
        try:
            convolved = convolve(x, kernel, settings)
        except ValueError:
            continue  # it does not fit
        padded = any((*convolved.before, *convolved.after))
        said = preset_sentence(preset, settings, slices, padded=padded)
        check_preset(said, preset, convolved, slices)
        tried += 1
    assert tried > PRESET_CASES / 2


def check_preset(said: str, preset: KernelPreset, convolved: Convolved, slices: int) -> None:
    settings = convolved.settings
    windows = windows_of(convolved, len(preset.values))
    sums = convolved.z[:, :, 0] - settings.bias
    found = [claim for claim in CLAIMS if claim in said]
    if found:
        assert len(found) == 1, said
        np.testing.assert_allclose(sums, CLAIMS[found[0]](windows), atol=1e-9, err_msg=said)
    elif "all nine cells under it are equal" in said:
        flat = np.ptp(windows.reshape(*sums.shape, -1), axis=2) == 0
        np.testing.assert_allclose(sums[flat], 0, atol=1e-9)
    else:
        assert "the four cells beside the centre average to it" in said
        average = windows[:, :, BESIDE[0], BESIDE[1]].mean(axis=2)
        np.testing.assert_allclose(sums / 4, average - windows[..., 1, 1], atol=1e-9)
    assert ("The zeros of the padding count" in said) == (
        preset.name != "identity"
        and settings.padding_mode == "zero"
        and convolved.padded.shape != ()
        and any((*convolved.before, *convolved.after))
    )
    assert (f"The {slices} channels are averaged." in said) == (slices > 1)
    assert ("the bias is added" in said) == (settings.bias != 0)
    assert ("ReLU" in said) == (settings.activation == "relu")
    assert ("the largest of each" in said) == (settings.pooling == "max")
    assert ("the mean of each" in said) == (settings.pooling == "average")
    apart = re.search(r"these cells are (\d) rows and columns apart", said)
    assert int(apart.group(1) if apart else 1) == settings.dilation_rate


def test_the_stride_is_told_in_true_numbers() -> None:
    for case in CASES:
        convolved = convolve(case.x, case.kernel, case.settings)
        said = stride_sentence(convolved)
        step, rows, columns, *full = [int(number) for number in re.findall(r"\d+", said)]
        assert step == case.settings.strides
        assert (rows, columns) == convolved.z.shape[:2]
        if step == 1:
            assert not full
            continue
        try:
            at_1 = convolve(case.x, case.kernel, replace(case.settings, strides=1, pooling="none"))
        except ValueError:
            continue  # at stride 1 "same" pads more, and may mirror more than there is
        assert (full[0], full[1], full[2]) == (*at_1.z.shape[:2], 1), said


def test_the_padding_is_told_in_true_numbers() -> None:
    for case in CASES:
        convolved = convolve(case.x, case.kernel, case.settings)
        said = padding_sentence(convolved)
        (top, left), (bottom, right) = convolved.before, convolved.after
        if "No cells" in said:
            assert convolved.padded.shape == case.x.shape
        elif every := re.search(r"(\d+) cells? added on every side", said):
            assert {int(every.group(1))} == {top, left, bottom, right}
        else:
            numbers = [int(number) for number in re.findall(r"\d+", said.split(".")[0])]
            assert numbers == [top, bottom, left, right]
        places, sides = convolved.z.shape[:2], case.x.shape[:2]
        if "one position for each cell" in said:
            assert places == sides
        if part := re.search(r"1/(\d) as many positions .* rounded up", said):
            step = int(part.group(1))
            assert places == tuple(-(-side // step) for side in sides)
        if "only the kernel's last cell touches" in said:
            span = convolved.size.span
            assert (top, left) == (span[0] - 1, span[1] - 1)


def test_what_is_not_used_is_told_and_only_that() -> None:
    seen = set()
    for case in CASES:
        convolved = convolve(case.x, case.kernel, case.settings)
        size, step = convolved.size, case.settings.strides
        for axis, name in ((0, "row"), (1, "column")):
            last = (size.z[axis] - 1) * step + size.span[axis]
            left = convolved.padded.shape[axis] - last
            assert left == size.unused[axis]
            told = [
                int(found.group(1) or 1)
                for found in re.finditer(
                    rf"The last (?:\d* ?rows? and )?(?:(\d+) )?{name}s?\b[^.]* of the (?:padded )?input",
                    size.text,
                )
            ]
            assert (told[0] if told else 0) == left, size.text
            dropped = size.z[axis] % case.settings.pool_size if case.settings.pooling != "none" else 0
            assert bool(re.search(rf"last [^.]*{name}[^.]* before pooling", size.text)) == bool(dropped)
            seen |= {bool(told), bool(dropped) and "pooled"}
    assert seen == {True, False, "pooled"}


def test_28_by_28_at_stride_2_without_padding() -> None:
    convolved = convolve(np.ones((28, 28)), np.ones((3, 3)), ConvolutionSettings(padding="valid", strides=2))
    assert convolved.size.text == (
        "⌊(28 + 0 − 3) / 2⌋ + 1 = 13. The last row and column of the input are not used."
    )


def test_the_other_operation() -> None:
    told: set[str] = set()
    for case in [*CASES[:1000], *random_cases(500, start=9000, strides=1)]:
        kernel = case.kernel
        if len(told) % 2:
            kernel = kernel - kernel[::-1, ::-1]
        plain = replace(case.settings, activation="linear", pooling="none", bias=0.0)
        there, back = (convolve(case.x, kernel, replace(plain, flip=flip)).z for flip in (False, True))
        said = flip_sentence(kernel)
        told.add(said)
        if "unchanged" in said:
            np.testing.assert_array_equal(there, back)
        elif "changes its sign" in said:
            np.testing.assert_allclose(there, -back, atol=1e-9)
    for preset in PRESETS.values():
        told.add(flip_sentence(preset.array()))
        rotated = preset.array()[::-1, ::-1]
        assert bool(preset.flipped) == (not np.array_equal(preset.array(), rotated))
    assert len(told) == 3
