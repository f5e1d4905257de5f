"""Archives of pictures for the tests: good ones and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from mlwidgets.data import load_mnist

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


def digits(count: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the first bundled digits (n, 28, 28) as whole numbers, and their labels."""
    data = load_mnist()
    return np.rint(data.x_train[:count, ..., 0] * 255).astype(np.uint8), data.y_train[:count]


def picture(
    shade: int = 0, size: tuple[int, int] = (28, 28), *, colour: bool = False, kind: str = "PNG"
) -> bytes:
    """Return a small picture whose pixels depend on a shade, as a file."""
    rng = np.random.default_rng(shade)
    pixels = rng.integers(0, 256, (*size, 3) if colour else size, np.uint8)
    return as_file(pixels, kind)


def as_file(pixels: NDArray[np.uint8], kind: str = "PNG") -> bytes:
    """Return pixels as a picture file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind)
    return file.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in files.items():
            archive.writestr(name, file)
    return content.getvalue()


def two_classes(each: int = 5, **options: Any) -> dict[str, bytes]:  # noqa: ANN401 - those of `picture`
    """Return pictures of cats and of dogs by their names."""
    return {
        f"{name}/{at}.png": picture(at + 100 * place, **options)
        for place, name in enumerate(("cats", "dogs"))
        for at in range(each)
    }


def npz(**arrays: Any) -> bytes:  # noqa: ANN401 - arrays
    """Return an npz file."""
    content = io.BytesIO()
    np.savez(content, **arrays)
    return content.getvalue()


def idx(values: NDArray[Any]) -> bytes:
    """Return an array as an IDX file."""
    header = struct.pack(">BBBB", 0, 0, 8, values.ndim) + struct.pack(f">{values.ndim}I", *values.shape)
    return header + values.astype(np.uint8).tobytes()
