"""MNIST: pictures of handwritten digits, a bundled subset or the full set from its IDX files.

References
----------
.. [1] Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document recognition",
   Proceedings of the IEEE 86(11), 1998, pages 2278-2324.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.dataset import Dataset
from mlwidgets.data.pictures.idx import read_idx
from mlwidgets.errors import DataError
from mlwidgets.language import _

if TYPE_CHECKING:
    import os

    from numpy.typing import NDArray

BUNDLED = Path(__file__).parents[1] / "files" / "mnist-subset.npz"
DIGITS = tuple("0123456789")
LICENCE = "CC BY-SA 3.0"
SIDE = 28

_SOURCE = _(
    "The MNIST database of handwritten digits, Yann LeCun, Corinna Cortes and Christopher J. C. Burges, "
    "http://yann.lecun.com/exdb/mnist/"
)
_SUBSET = _(
    "The MNIST database of handwritten digits, Yann LeCun, Corinna Cortes and Christopher J. C. Burges, "
    "http://yann.lecun.com/exdb/mnist/; a subset drawn with equal numbers of each digit"
)
_PREFIXES = {"train": "train", "test": "t10k"}
_ENDINGS = {"images": "idx3-ubyte", "labels": "idx1-ubyte"}


def load_mnist(folder: str | os.PathLike[str] | None = None) -> Dataset:
    """Load the bundled digits, or the full set from a folder of IDX files.

    Parameters
    ----------
    folder : str or path, optional
        Folder with the four MNIST files under their usual names (``train-images-idx3-ubyte``, also with a dot
        before ``idx3``, also with ``.gz``). Without it the bundled subset is loaded.

    Returns
    -------
    Dataset
        Pictures ``(n, 28, 28, 1)``, float32 in [0, 1], ink bright on dark; labels ``(n,)``, int64. Bundled
        are 5,000 to train and 1,000 to test, as many of each digit; ``train_index`` and ``test_index`` tell
        where each stands in the full set.

    Raises
    ------
    DataError
        A file is missing, damaged, or does not hold what its name says.

    Examples
    --------
    >>> data = load_mnist()
    >>> data.x_train.shape, data.y_test.shape
    ((5000, 28, 28, 1), (1000,))
    """
    if folder is None:
        return _load_bundled(BUNDLED)
    if not isinstance(folder, (str, Path)):
        raise DataError(f"folder must be a path, or None for the bundled digits; got {folder!r}.")
    return mnist_like("mnist-full", folder, class_names=DIGITS, source=_SOURCE, licence=LICENCE)


def mnist_like(
    name: str,
    folder: str | os.PathLike[str],
    *,
    class_names: tuple[str, ...],
    source: str,
    licence: str,
) -> Dataset:
    """Load a data set of ten classes from four IDX files that are named as those of MNIST.

    Raises
    ------
    DataError
        A file is missing, damaged, or does not hold what its name says.
    """
    x_train, y_train = read_part(folder, "train")
    x_test, y_test = read_part(folder, "test")
    return Dataset(
        name=name,
        x_train=_scaled(x_train),
        y_train=y_train.astype(np.int64),
        x_test=_scaled(x_test),
        y_test=y_test.astype(np.int64),
        class_names=class_names,
        source=source,
        licence=licence,
    )


def find_file(folder: str | os.PathLike[str], part: str, kind: str) -> Path:
    """Find one of the four MNIST files in a folder.

    Parameters
    ----------
    folder : str or path
        Where to look.
    part : {"train", "test"}
        Which part.
    kind : {"images", "labels"}
        Pictures or their labels.

    Returns
    -------
    Path
        The first that exists of the names MNIST is published under.

    Raises
    ------
    DataError
        There is no such folder, or none of the names is in it.
    """
    place = Path(folder)
    if not place.is_dir():
        raise DataError(f"There is no folder {place}. Give the folder that holds the four files.")
    stem = f"{_PREFIXES[part]}-{kind}"
    names = [f"{stem}{joint}{_ENDINGS[kind]}{packing}" for joint in ("-", ".") for packing in ("", ".gz")]
    for name in names:
        if (place / name).is_file():
            return place / name
    raise DataError(f"{place} holds no {part} {kind}: looked for {', '.join(names)}.")


def read_part(folder: str | os.PathLike[str], part: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Read the pictures and labels of one part from IDX files, and check that they belong together.

    Parameters
    ----------
    folder : str or path
        Folder with the MNIST files.
    part : {"train", "test"}
        Which part.

    Returns
    -------
    tuple of ndarray of uint8
        Pictures ``(n, 28, 28)`` and labels ``(n,)``.

    Raises
    ------
    DataError
        A file is missing or damaged, or does not hold what its name says.
    """
    image_file, label_file = find_file(folder, part, "images"), find_file(folder, part, "labels")
    images, labels = read_idx(image_file), read_idx(label_file)
    for file, values, rank, kind in ((image_file, images, 3, "pictures"), (label_file, labels, 1, "labels")):
        if values.ndim != rank:
            raise DataError(
                f"{file} should hold {kind}, an array of {rank} dimension{'s' if rank > 1 else ''}; it has "
                f"{values.ndim}. Check that the files for images and labels were not swapped."
            )
    if images.shape[1:] != (SIDE, SIDE):
        raise DataError(
            f"{image_file} should hold pictures of {SIDE} × {SIDE} pixels; they are "
            f"{images.shape[1]} × {images.shape[2]}."
        )
    if len(images) != len(labels):
        raise DataError(
            f"{image_file} holds {len(images):,} pictures, and {label_file} {len(labels):,} labels; "
            "there must be one for each. Check that both files belong to the same part."
        )
    if labels.max() >= len(DIGITS):
        raise DataError(
            f"{label_file} should hold labels from 0 to 9; its largest value is {labels.max()}. "
            "It may be the labels of another data set."
        )
    return images, labels


def _load_bundled(file: Path) -> Dataset:
    try:
        # Opened here, because NumPy leaves a file open whose archive turns out to be damaged.
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            return Dataset(
                name="mnist",
                x_train=_scaled(arrays["x_train"]),
                y_train=arrays["y_train"].astype(np.int64),
                x_test=_scaled(arrays["x_test"]),
                y_test=arrays["y_test"].astype(np.int64),
                class_names=DIGITS,
                licence=LICENCE,
                source=_SUBSET,
                train_index=arrays["train_index"].astype(np.int64),
                test_index=arrays["test_index"].astype(np.int64),
            )
    except DataError:
        raise
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(
            f"The bundled digits in {file} are missing or damaged. Install mlwidgets again."
        ) from error


def _scaled(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Bring pictures to [0, 1] with an axis for the channel; read-only, so that `Dataset` need not copy."""
    scaled = np.divide(images[..., np.newaxis], 255, dtype=np.float32)
    scaled.flags.writeable = False
    return scaled
