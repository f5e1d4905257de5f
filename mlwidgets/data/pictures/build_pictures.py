"""Make the bundled pictures: ``python -m mlwidgets.data.pictures.build_pictures FOLDER``.

The photographs are in the wheel of scikit-image 0.25.2, folder ``skimage/data``; the drawings are drawn here.
The same version of Pillow writes the same bytes, every version the same pixels, up to what JPEG rounds.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from mlwidgets.data.pictures import drawings as picture_drawings
from mlwidgets.data.pictures.bundled import FOLDER
from mlwidgets.data.pictures.decoding import decode
from mlwidgets.data.pictures.picture import LONGEST_SIDE, to_png
from mlwidgets.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

# Name in scikit-image, its SHA-256 there, and the name here. A photograph in colour becomes a JPEG.
PHOTOGRAPHS = {
    "camera.png": (
        "b0793d2adda0fa6ae899c03989482bff9a42d3d5690fc7e3648f2795d730c23a",
        "photographer.png",
    ),
    "chelsea.png": ("596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb", "cat.jpg"),
    "coffee.png": ("cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7", "coffee.jpg"),
}

JPEG_QUALITY = 93
"""At less, kernels that look for edges show the blocks of 8 × 8 pixels."""


def build(folder: Path, output: Path, photographs: Mapping[str, tuple[str, str]]) -> list[Path]:
    """Write photographs and drawings.

    Parameters
    ----------
    folder : Path
        Where the photographs are.
    output : Path
        Where to write.
    photographs : mapping
        For each file in `folder` its SHA-256 and the name to write it under.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    DataError
        A photograph is missing, or not the published one. Nothing is written then.
    """
    files = {name: _photograph(folder / source, sha, name) for source, (sha, name) in photographs.items()}
    files["test_card.png"] = to_png(picture_drawings.card())
    files["dot.png"] = to_png(picture_drawings.dot())
    files["lamps.png"] = to_png(picture_drawings.lamps())
    output.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (output / name).write_bytes(content)
    return [output / name for name in files]


def _photograph(source: Path, sha: str, name: str) -> bytes:
    """Read a photograph, shrink it as a learner's own, and return the file to write."""
    if not source.is_file():
        raise DataError(f"There is no file {source}. Give the folder skimage/data of scikit-image 0.25.2.")
    content = source.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != sha:
        raise DataError(f"{source} has the SHA-256 {found}; that of scikit-image 0.25.2 has {sha}.")
    pixels, _ = decode(content, source.name, LONGEST_SIDE)
    return to_png(pixels) if name.endswith(".png") else _to_jpeg(pixels)


def _to_jpeg(pixels: NDArray[np.uint8]) -> bytes:
    file = io.BytesIO()
    # As many pixels of colour as of brightness, or the channels would be blurred one unlike the other.
    Image.fromarray(pixels).save(file, "JPEG", quality=JPEG_QUALITY, subsampling="4:4:4", optimize=True)
    return file.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Command line without the program's name; by default that of the process.

    Returns
    -------
    int
        Exit status: 0, or 1 when the photographs are not the right ones.
    """
    parser = argparse.ArgumentParser(
        prog="python -m mlwidgets.data.pictures.build_pictures", description=__doc__
    )
    parser.add_argument("folder", type=Path, help="folder with the photographs of scikit-image")
    parser.add_argument("--output", type=Path, default=FOLDER, help="where to write (default: %(default)s)")
    chosen = parser.parse_args(arguments)
    try:
        written = build(chosen.folder, chosen.output, PHOTOGRAPHS)
    except DataError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for path in written:
        sys.stdout.write(f"Wrote {path} ({path.stat().st_size:,} bytes).\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
