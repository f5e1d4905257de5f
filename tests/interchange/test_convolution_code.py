"""The programs of a convolution: NumPy's run here; those of SciPy and Keras run with the oracles."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from mlwidgets.errors import DataError, ShapeError
from mlwidgets.explain.convolution.example import INPUT, KERNEL
from mlwidgets.explain.convolution.forward import ConvolutionSettings, convolve
from mlwidgets.interchange.convolution_code import PROGRAMS, keras_code, numpy_code, scipy_code
from tests.explain.convolution_cases import every_choice_is_there, random_cases
from tests.interchange.running import outputs_of, printed_by

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CASES = random_cases(150, start=1000)
ARTICLE = """\
import numpy as np

x = np.array([
    [60, 113, 56, 139, 85],
    [73, 121, 54, 84, 128],
    [131, 99, 70, 129, 127],
    [80, 57, 115, 69, 134],
    [104, 126, 123, 95, 130],
], dtype=np.float64)[:, :, np.newaxis]
kernel = np.array([
    [0, -1, 0],
    [-1, 5, -1],
    [0, -1, 0],
], dtype=np.float64)[:, :, np.newaxis]

x = np.pad(x, ((1, 1), (1, 1), (0, 0)))
# windows[y, x, channel] is what the kernel sees at one place.
windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3), axis=(0, 1))
output = np.einsum("yxcij,ijc->yx", windows, kernel)[:, :, np.newaxis]
print(output[:, :, 0])
"""


def test_the_article() -> None:
    assert numpy_code(INPUT, KERNEL, ConvolutionSettings()) == ARTICLE


def test_the_article_runs_as_it_stands(tmp_path: Path) -> None:
    printed = printed_by(ARTICLE, tmp_path)
    numbers = [float(word) for word in printed.replace("[", " ").replace("]", " ").split()]
    assert numbers == convolve(INPUT, KERNEL, ConvolutionSettings()).output.ravel().tolist()


def test_the_programs_in_numpy_give_the_engines_numbers(tmp_path: Path) -> None:
    assert every_choice_is_there(CASES)
    programs = [numpy_code(case.x, case.kernel, case.settings) for case in CASES]
    for case, output in zip(CASES, outputs_of(programs, tmp_path), strict=True):
        wanted = convolve(case.x, case.kernel, case.settings).output
        np.testing.assert_allclose(output, wanted, rtol=1e-12, atol=1e-12, err_msg=str(case))


def test_float32_stays_float32(tmp_path: Path) -> None:
    cases = random_cases(20, start=2000, dtype="float32")
    programs = [numpy_code(case.x, case.kernel, case.settings) for case in cases]
    for case, output in zip(cases, outputs_of(programs, tmp_path), strict=True):
        assert output.dtype == np.float32
        wanted = convolve(case.x, case.kernel, case.settings).output
        np.testing.assert_allclose(output, wanted, rtol=1e-4, atol=1e-4, err_msg=str(case))


@pytest.mark.parametrize("channels", [1, 3])
def test_a_picture_is_read_from_its_file(channels: int, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (65, 20, channels)).astype(np.uint8)
    Image.fromarray(pixels.squeeze()).save(tmp_path / "picture.png")
    x = pixels.astype(np.float32)
    settings = ConvolutionSettings(channels="separately", divisor=3)
    program = numpy_code(x, KERNEL, settings)
    assert "Image.open" in program
    assert len(program.splitlines()) < 20
    (output,) = outputs_of([program], tmp_path)
    np.testing.assert_allclose(output, convolve(x, KERNEL, settings).output, rtol=1e-5, atol=1e-4)


def test_many_channels_are_read_from_an_array(tmp_path: Path) -> None:
    x = np.random.default_rng(0).normal(size=(70, 65, 5))
    np.save(tmp_path / "input.npy", x)
    kernel = np.ones((2, 2, 5))
    program = numpy_code(x, kernel, ConvolutionSettings())
    assert "PIL" not in program
    (output,) = outputs_of([program], tmp_path)
    np.testing.assert_allclose(
        output, convolve(x, kernel, ConvolutionSettings()).output, rtol=1e-12, atol=1e-12
    )


def test_64_cells_are_still_written_out() -> None:
    assert "Image" not in numpy_code(np.zeros((64, 64)), [[1]], ConvolutionSettings())
    assert "Image" in numpy_code(np.zeros((64, 65)), [[1]], ConvolutionSettings())


@pytest.mark.parametrize("code", PROGRAMS.values(), ids=PROGRAMS)
def test_every_program_can_be_read(code: Callable[..., str]) -> None:
    for case in CASES:
        program = code(case.x, case.kernel, case.settings)
        names = [node.name for node in ast.walk(ast.parse(program)) if isinstance(node, ast.alias)]
        assert set(names) <= {"numpy", "keras", "signal"}
        assert program.endswith(")\n")
        assert "\n\n\n" not in program
        # Only rows of numbers are long.
        assert max(len(line) for line in program.splitlines() if not line.startswith("    [")) <= 110


def test_scipy_and_keras_say_what_they_can_themselves() -> None:
    same = ConvolutionSettings()
    assert 'signal.correlate2d(x[:, :, 0], kernel[:, :, 0], mode="same")' in scipy_code(INPUT, KERNEL, same)
    assert 'Conv2D(1, (3, 3), padding="same")' in keras_code(INPUT, KERNEL, same)
    full = ConvolutionSettings(padding="full", flip=True, activation="relu", pooling="max")
    assert 'signal.convolve2d(x[:, :, 0], kernel[:, :, 0], mode="full")' in scipy_code(INPUT, KERNEL, full)
    assert "np.pad(x, ((2, 2), (2, 2), (0, 0)))\n" in keras_code(INPUT, KERNEL, full)
    assert "MaxPooling2D(2)" in keras_code(INPUT, KERNEL, full)


@pytest.mark.parametrize("code", PROGRAMS.values(), ids=PROGRAMS)
def test_what_cannot_be_convolved_has_no_program(code: Callable[..., str]) -> None:
    with pytest.raises(DataError, match="Each cell of the kernel must be a number"):
        code(INPUT, [["import os"]], ConvolutionSettings())
    with pytest.raises(ShapeError, match="does not fit into the input"):
        code(INPUT, np.ones((7, 7)), ConvolutionSettings(padding="valid"))
