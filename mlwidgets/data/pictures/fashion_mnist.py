"""Fashion-MNIST: pictures of clothes in the form of MNIST, from its IDX files.

References
----------
.. [1] H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning
   Algorithms", 2017, https://arxiv.org/abs/1708.07747
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.data.pictures.mnist import find_file, mnist_like
from mlwidgets.errors import DataError
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    import os

    from mlwidgets.data.dataset import Dataset

FASHION_MNIST = "fashion_mnist"
"""The name of the data set."""

FOLDER = Path("/usr/share/datasets/fashion-mnist")
"""Where Debian's and Ubuntu's package `dataset-fashion-mnist` puts the four files."""

CLOTHES = (
    *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
    *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
)

LICENCE = "MIT"
_SOURCE = "Fashion-MNIST, Zalando Research, https://github.com/zalandoresearch/fashion-mnist"


def has_fashion_mnist() -> bool:
    """Whether the files of the Debian package are there, so that a menu can offer them."""
    try:
        return all(
            find_file(FOLDER, part, kind) for part in ("train", "test") for kind in ("images", "labels")
        )
    except DataError:
        return False


def load_fashion_mnist(folder: str | os.PathLike[str] | None = None) -> Dataset:
    """Load Fashion-MNIST from a folder with its four IDX files, named as those of MNIST.

    Parameters
    ----------
    folder : str or path, optional
        Where the files are; if not given, where Debian's package `dataset-fashion-mnist` puts them.

    Returns
    -------
    Dataset
        Pictures (n, 28, 28, 1), float32 in [0, 1], of ten kinds of clothes: 60,000 to train and 10,000 to
        test, as many of each kind.

    Raises
    ------
    DataError
        A file is missing or damaged, or does not hold what its name says.
    """
    if folder is None and not FOLDER.is_dir():
        raise DataError(
            "Fashion-MNIST is not on this machine. Install Debian's package dataset-fashion-mnist, or give "
            "the folder with its four files: load_fashion_mnist(folder)."
        )
    if not isinstance(folder, (str, Path, type(None))):
        raise DataError(f"folder must be a path, or None for Debian's; got {shown(folder)}.")
    place = FOLDER if folder is None else folder
    return mnist_like(FASHION_MNIST, place, class_names=CLOTHES, source=_SOURCE, licence=LICENCE)
