"""The pictures that come with the package: photographs, drawings made for the purpose, and digits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

import numpy as np

from mlwidgets.data.pictures.decoding import decode
from mlwidgets.data.pictures.mnist import LICENCE as MNIST_LICENCE
from mlwidgets.data.pictures.picture import LONGEST_SIDE, Picture
from mlwidgets.data.registry import load
from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.language import _
from mlwidgets.ranges import nearest, shown

FOLDER = Path(__file__).parents[1] / "files" / "pictures"

_lock = Lock()  # without it two experiments could load the same picture twice
_DRAWN = _("Drawn for mlwidgets with NumPy")
_OURS = _("BSD-3-Clause, as mlwidgets itself")
_CC0 = _("CC0 1.0: no rights reserved")
_MNIST = _("MNIST, by Yann LeCun, Corinna Cortes and Christopher J. C. Burges")


@dataclass(frozen=True)
class _Entry:
    """What is known of a bundled picture before it is loaded; `source` is a file or a test digit's number."""

    title: str
    source: str | int
    credit: str
    licence: str
    alt: str


_ENTRIES = {
    "photographer": _Entry(
        _("Photographer"),
        "photographer.png",
        _("Photograph by Lav Varshney, from scikit-image"),
        _CC0,
        _(
            "A man in a dark coat looks through a camera on a tripod, on a lawn before a few "
            "buildings, in grey."
        ),
    ),
    "cat": _Entry(
        _("Cat"),
        "cat.jpg",
        _("Photograph by Stéfan van der Walt, from scikit-image"),
        _CC0,
        _("The face of a tabby cat with green eyes and long whiskers, in colour."),
    ),
    "coffee": _Entry(
        _("Coffee"),
        "coffee.jpg",
        _("Photograph by Rachel Michetti, courtesy of Pikolo Espresso Bar, from scikit-image"),
        _CC0,
        _("A cup of coffee on a red saucer with a spoon, on a table of coarse wood, in colour."),
    ),
    "test_card": _Entry(
        _("Test card"),
        "test_card.png",
        _DRAWN,
        _OURS,
        _(
            "A test card in grey: a star with edges at every 10 degrees, a ramp and a stair from "
            "black to white, "
            "checks of 8 to 1 pixels, rings that get closer outwards, the word kernel in three "
            "sizes, and one white dot on black."
        ),
    ),
    "dot": _Entry(
        _("Dot"),
        "dot.png",
        _DRAWN,
        _OURS,
        _("One white pixel amid 41 by 41 black ones. A convolution turns it into the kernel itself."),
    ),
    "lamps": _Entry(
        _("Lamps"),
        "lamps.png",
        _DRAWN,
        _OURS,
        _(
            "A red, a green and a blue disc of light on black that overlap in yellow, cyan, "
            "magenta and white."
        ),
    ),
    "digit_4": _Entry(
        _("Digit 4"),
        86,
        _MNIST,
        MNIST_LICENCE,
        _("A handwritten 4 of MNIST, white on black, 28 by 28 pixels."),
    ),
    "digit_5": _Entry(
        _("Digit 5"),
        63,
        _MNIST,
        MNIST_LICENCE,
        _("A handwritten 5 of MNIST, white on black, 28 by 28 pixels."),
    ),
    "digit_8": _Entry(
        _("Digit 8"),
        140,
        _MNIST,
        MNIST_LICENCE,
        _("A handwritten 8 of MNIST, white on black, 28 by 28 pixels."),
    ),
}


def bundled_pictures() -> tuple[str, ...]:
    """List the names that `bundled_picture` knows.

    Returns
    -------
    tuple of str
        In the order in which a menu should show them.
    """
    return tuple(_ENTRIES)


def bundled_title(name: str) -> str:
    """Return the title of a bundled picture without loading it, for a menu."""
    return _ENTRIES[_known(name)].title


def bundled_picture(name: str) -> Picture:
    """Load a bundled picture by its name.

    Parameters
    ----------
    name : str
        One of `bundled_pictures`, such as ``"cat"``.

    Returns
    -------
    Picture
        The same object at every call: its pixels are read-only, so it can be shared.

    Raises
    ------
    ConfigurationError
        There is no picture of that name.
    DataError
        The installation is damaged.

    Examples
    --------
    >>> bundled_picture("test_card")
    Picture('test_card', 384 × 384, grey)
    """
    with _lock:
        return _load(_known(name))


def _known(name: str) -> str:
    if not isinstance(name, str) or name not in _ENTRIES:
        names = bundled_pictures()
        listed, advice = ", ".join(names), nearest(name, names)
        raise ConfigurationError(f"There is no picture named {shown(name)}. Choose one of: {listed}.{advice}")
    return name


@cache
def _load(name: str) -> Picture:
    entry = _ENTRIES[name]
    return Picture(
        name=name,
        title=entry.title,
        pixels=_digit(entry.source) if isinstance(entry.source, int) else _read(entry.source),
        credit=entry.credit,
        licence=entry.licence,
        alt=entry.alt,
    )


def _digit(number: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return one of the bundled test digits as it is in MNIST."""
    return np.rint(load("mnist").x_test[number] * 255).astype(np.uint8)


def _read(file: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    path = FOLDER / file
    try:
        return decode(path.read_bytes(), file, LONGEST_SIDE)[0]
    except (OSError, DataError) as error:
        raise DataError(
            f"The bundled picture {path} is missing or damaged. Install mlwidgets again."
        ) from error
