"""The convolution of the lab beside SciPy (forward), PyTorch (backward), and the programs that it shows.

Run by ``make oracles``, where SciPy, PyTorch and Keras are installed; without them these tests fail, they do
not skip.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from PIL import Image
from scipy import signal
from torch.nn import functional

from mlwidgets.explain.convolution.example import INPUT, KERNEL
from mlwidgets.explain.convolution.forward import convolve
from mlwidgets.explain.convolution.gradients import convolve_back
from mlwidgets.explain.convolution.settings import ConvolutionSettings
from mlwidgets.interchange.convolution_code import keras_code, scipy_code
from tests.explain.convolution_cases import Case, every_choice_is_there, random_cases
from tests.interchange.running import outputs_of, printed_by

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mlwidgets.engine.arrays import AnyArray

COUNT = 360
TOLERANCE = {"float32": 2e-5, "float64": 1e-12}
"""Relative to the largest number of each array."""
MODES = {"zero": "constant", "edge": "replicate", "reflect": "reflect"}
NUMPY_MODES = {"zero": "constant", "edge": "edge", "reflect": "reflect"}


def for_keras(folder: Path) -> dict[str, str]:
    """Return the environment in which Keras runs on PyTorch, and leaves a person's own settings alone."""
    return {"KERAS_BACKEND": "torch", "KERAS_HOME": str(folder)}


def around(case: Case) -> list[tuple[int, int]]:
    """Work out the padding of both axes, without a line of ours."""
    settings, found = case.settings, []
    for n, k in zip(case.x.shape[:2], case.kernel.shape[:2], strict=True):
        reach = (k - 1) * settings.dilation_rate
        if settings.padding == "same":
            missing = max((-(-n // settings.strides) - 1) * settings.strides + reach + 1 - n, 0)
            found.append((missing // 2, missing - missing // 2))
        elif settings.padding == "full":
            found.append((reach, reach))
        else:
            cells = 0 if settings.padding == "valid" else int(settings.padding)
            found.append((cells, cells))
    return found


def assert_close(got: AnyArray, wanted: AnyArray, dtype: str) -> None:
    """Compare with a tolerance relative to the largest number."""
    assert got.shape == wanted.shape
    largest = max(float(np.abs(wanted).max(initial=0)), 1e-3)
    np.testing.assert_allclose(got, wanted, rtol=0, atol=TOLERANCE[dtype] * largest)


def by_scipy(case: Case) -> AnyArray:
    """Compute z with `scipy.signal`."""
    settings, step, apart = case.settings, case.settings.strides, case.settings.dilation_rate
    rows, columns, slices = case.kernel.shape
    kernel = np.zeros(((rows - 1) * apart + 1, (columns - 1) * apart + 1, slices), case.kernel.dtype)
    kernel[::apart, ::apart] = case.kernel
    x = np.pad(case.x, (*around(case), (0, 0)), mode=NUMPY_MODES[settings.padding_mode])  # type: ignore[call-overload]
    slide = signal.convolve2d if settings.flip else signal.correlate2d
    separately = settings.channels == "separately"
    channels = [
        slide(x[:, :, c], kernel[:, :, 0 if separately else c], mode="valid")[::step, ::step]
        for c in range(x.shape[-1])
    ]
    z = np.stack(channels, axis=2)
    return (z if separately else z.sum(axis=2, keepdims=True)) / settings.divisor + settings.bias


class Twin:
    """The same convolution in PyTorch, forward and backward."""

    def __init__(self, case: Case) -> None:
        settings = case.settings
        separately = settings.channels == "separately"
        self.x, self.kernel = (torch.tensor(array, requires_grad=True) for array in (case.x, case.kernel))
        self.bias = torch.tensor(settings.bias, dtype=self.x.dtype, requires_grad=True)
        (top, bottom), (left, right) = around(case)
        # Channels that stay apart are pictures of their own.
        batch = self.x.permute(2, 0, 1).unsqueeze(1 if separately else 0)
        mode = MODES[settings.padding_mode]
        padded = functional.pad(batch, (left, right, top, bottom), mode=mode)
        weights = self.kernel.flip(0, 1) if settings.flip else self.kernel
        sums = functional.conv2d(
            padded,
            weights.permute(2, 0, 1).unsqueeze(0),
            stride=settings.strides,
            dilation=settings.dilation_rate,
        )
        self.z = sums / settings.divisor + self.bias
        self.z.retain_grad()
        flowing = torch.relu(self.z) if settings.activation == "relu" else self.z
        if settings.pooling != "none":
            pool = functional.max_pool2d if settings.pooling == "max" else functional.avg_pool2d
            flowing = pool(flowing, settings.pool_size)
        self.output = flowing.permute(2, 3, 0, 1).squeeze(3)
        (self.output * torch.tensor(case.gradient)).sum().backward()

    def z_gradient(self) -> AnyArray:
        """Return ∂L/∂z as (rows, columns, channels)."""
        assert self.z.grad is not None
        return self.z.grad.permute(2, 3, 0, 1).squeeze(3).numpy()


def without_ties(case: Case) -> bool:
    """Say whether every maximum and every bend of ReLU is clear.

    Where the padding repeats cells, windows repeat too. Which of two equal sums is the larger in the last
    digit depends on the order in which a processor adds, and the whole gradient goes to that one.
    """
    settings = case.settings
    z = by_scipy(replace(case, x=case.x.astype(float), kernel=case.kernel.astype(float)))
    near = 1e-5 * np.abs(z).max()
    empty = z == settings.bias  # nothing but zeros of the padding: the same in every order
    if settings.activation == "relu":
        if ((np.abs(z) < near) & ~empty).any():
            return False
        z, empty = np.maximum(z, 0), empty | (z <= 0)
    if settings.pooling != "max":
        return True
    (best, best_empty), *others = zip(
        windows_of(z, settings.pool_size), windows_of(empty, settings.pool_size), strict=True
    )
    for other, other_empty in others:
        if ((np.abs(best - other) < near) & ~(best_empty & other_empty)).any():
            return False
        best, best_empty = np.maximum(best, other), np.where(other > best, other_empty, best_empty)
    return True


def windows_of(z: AnyArray, side: int) -> list[AnyArray]:
    """Return the numbers of all pooling windows, one array for each place in the window."""
    rows, columns = z.shape[0] // side * side, z.shape[1] // side * side
    return [z[i:rows:side, j:columns:side] for i in range(side) for j in range(side)]


CASES = {
    dtype: [case for case in random_cases(COUNT, start=5000, dtype=dtype) if without_ties(case)]
    for dtype in TOLERANCE
}


@pytest.mark.parametrize("dtype", TOLERANCE)
def test_a_few_hundred_cases_hold_every_choice(dtype: str) -> None:
    assert len(CASES[dtype]) >= 300
    assert every_choice_is_there(CASES[dtype])


@pytest.mark.parametrize("dtype", TOLERANCE)
def test_forward_equals_scipy(dtype: str) -> None:
    for case in CASES[dtype]:
        assert_close(convolve(case.x, case.kernel, case.settings).z, by_scipy(case), dtype)


@pytest.mark.parametrize("dtype", TOLERANCE)
def test_backward_equals_pytorch(dtype: str) -> None:
    for case in CASES[dtype]:
        twin = Twin(case)
        back = convolve_back(case.x, case.kernel, case.settings, case.gradient)
        assert twin.x.grad is not None
        assert twin.kernel.grad is not None
        assert twin.bias.grad is not None
        assert_close(back.convolved.output, twin.output.detach().numpy(), dtype)
        assert_close(back.z, twin.z_gradient(), dtype)
        assert_close(back.kernel, twin.kernel.grad.numpy(), dtype)
        assert_close(back.input, twin.x.grad.numpy(), dtype)
        scale = max(float(np.abs(case.gradient).sum()), 1.0)
        assert back.bias == pytest.approx(twin.bias.grad.item(), abs=TOLERANCE[dtype] * scale)


@pytest.mark.parametrize("dtype", TOLERANCE)
def test_the_programs_in_scipy_give_the_engines_numbers(dtype: str, tmp_path: Path) -> None:
    cases = CASES[dtype]
    programs = [scipy_code(case.x, case.kernel, case.settings) for case in cases]
    for case, output in zip(cases, outputs_of(programs, tmp_path), strict=True):
        assert output.dtype == dtype
        assert_close(output, convolve(case.x, case.kernel, case.settings).output, dtype)


@pytest.mark.parametrize(("dtype", "count"), [("float64", 120), ("float32", 40)])
def test_the_programs_in_keras_give_the_engines_numbers(dtype: str, count: int, tmp_path: Path) -> None:
    cases = CASES[dtype][:count]
    programs = [keras_code(case.x, case.kernel, case.settings) for case in cases]
    for case, output in zip(cases, outputs_of(programs, tmp_path, **for_keras(tmp_path)), strict=True):
        assert output.dtype == dtype
        assert_close(output, convolve(case.x, case.kernel, case.settings).output, dtype)


@pytest.mark.parametrize("code", [scipy_code, keras_code])
def test_the_article_runs_as_it_stands(code: Callable[..., str], tmp_path: Path) -> None:
    printed = printed_by(code(INPUT, KERNEL, ConvolutionSettings()), tmp_path, **for_keras(tmp_path))
    numbers = [float(word) for word in printed.replace("[", " ").replace("]", " ").split()]
    assert numbers == convolve(INPUT, KERNEL, ConvolutionSettings()).output.ravel().tolist()


@pytest.mark.parametrize("code", [scipy_code, keras_code])
def test_a_picture_is_read_from_its_file(code: Callable[..., str], tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (80, 70, 3)).astype(np.uint8)
    Image.fromarray(pixels).save(tmp_path / "picture.png")
    x, settings = pixels.astype(np.float32), ConvolutionSettings(channels="separately")
    (output,) = outputs_of([code(x, KERNEL, settings)], tmp_path, **for_keras(tmp_path))
    assert_close(output, convolve(x, KERNEL, settings).output, "float32")
