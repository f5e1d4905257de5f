"""The picture filters of the convolution lab against `scipy.ndimage`: the same filter, in turn."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from mlwidgets.explain.convolution.forward import ConvolutionSettings, convolve

if TYPE_CHECKING:
    from collections.abc import Callable

SIDE = 512
KERNELS = (3, 5, 11)
ROUNDS, CALLS = 5, 5
GOAL = 1.0


def run() -> None:
    """Print the median time of both for each kernel, and the median of the rounds' ratios."""
    rng = np.random.default_rng(0)
    picture = rng.uniform(0, 255, (SIDE, SIDE, 3)).astype(np.float32)
    settings = ConvolutionSettings(channels="separately")
    print(f"a picture of {SIDE} × {SIDE} in RGB")
    print(f"{'kernel':<10}{'ours':>10}{'ndimage':>10}{'ratio':>8}")
    ratios = []
    for side in KERNELS:
        kernel = rng.normal(size=(side, side, 1)).astype(np.float32)

        def ours(kernel: np.ndarray = kernel) -> np.ndarray:
            return convolve(picture, kernel, settings).output

        def theirs(kernel: np.ndarray = kernel) -> np.ndarray:
            filtered: np.ndarray = ndimage.correlate(picture, kernel, mode="constant")
            return filtered

        np.testing.assert_allclose(ours(), theirs(), rtol=0, atol=0.01)
        times = [(_seconds(ours), _seconds(theirs)) for _ in range(ROUNDS)]
        ratio = statistics.median(mine / other for mine, other in times)
        mine, other = (statistics.median(column) * 1e3 for column in zip(*times, strict=True))
        print(f"{f'{side} × {side}':<10}{mine:>7.1f} ms{other:>7.1f} ms{ratio:>8.2f}", flush=True)
        ratios.append(ratio)
    print(f"largest ratio {max(ratios):.2f} (goal: at most {GOAL})")


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    for _ in range(CALLS):
        work()
    return (time.perf_counter() - start) / CALLS
