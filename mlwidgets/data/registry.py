"""Data sets by name, each loaded once."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from mlwidgets.data.mnist import load_mnist
from mlwidgets.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.data.dataset import Dataset

_LOADERS: dict[str, Callable[[], Dataset]] = {"mnist": load_mnist}
_loaded: dict[str, Dataset] = {}
_lock = Lock()  # experiments load in their own threads; without it two could load the same data twice


def names() -> tuple[str, ...]:
    """List the names that `load` knows.

    Returns
    -------
    tuple of str
        In the order in which a menu should show them.
    """
    return tuple(_LOADERS)


def load(name: str) -> Dataset:
    """Load a data set by its name.

    Parameters
    ----------
    name : str
        One of `names`: ``"mnist"``.

    Returns
    -------
    Dataset
        The same object at every call: its arrays are read-only, so it can be shared.

    Raises
    ------
    ConfigurationError
        There is no data set of that name.

    Examples
    --------
    >>> load("mnist") is load("mnist")
    True
    """
    if not isinstance(name, str) or name not in _LOADERS:
        raise ConfigurationError(f"There is no data set named {name!r}. Choose one of: {', '.join(names())}.")
    with _lock:
        if name not in _loaded:
            _loaded[name] = _LOADERS[name]()
        return _loaded[name]
