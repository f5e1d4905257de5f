"""IDX files for the tests, written by hand from the description of the format."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

PER_DIGIT = 4


def _idx_bytes(values: NDArray[Any]) -> bytes:
    header = struct.pack(">BBBB", 0, 0, 8, values.ndim) + struct.pack(f">{values.ndim}I", *values.shape)
    return header + values.astype(np.uint8).tobytes()


@pytest.fixture
def idx_bytes() -> Callable[[NDArray[Any]], bytes]:
    """Turn an array into the bytes of an IDX file."""
    return _idx_bytes


@pytest.fixture
def mnist_folder(tmp_path: Path) -> Path:
    """Write a tiny MNIST: in each part 4 of each digit, and pictures that differ from one another."""
    folder = tmp_path / "mnist"
    folder.mkdir()
    generator = np.random.default_rng(7)
    for prefix in ("train", "t10k"):
        labels = generator.permutation(np.repeat(np.arange(10), PER_DIGIT))
        images = generator.integers(0, 256, (len(labels), 28, 28))
        (folder / f"{prefix}-labels-idx1-ubyte").write_bytes(_idx_bytes(labels))
        (folder / f"{prefix}-images-idx3-ubyte").write_bytes(_idx_bytes(images))
    return folder
