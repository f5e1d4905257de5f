"""Data sets by name, each loaded once, and from the settings that a data set carries."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from inspect import signature
from threading import Lock
from typing import TYPE_CHECKING, Any

from mlwidgets.data.pictures.fashion_mnist import FASHION_MNIST, has_fashion_mnist, load_fashion_mnist
from mlwidgets.data.pictures.mnist import load_mnist
from mlwidgets.data.pictures.own.opened import PICTURES, opened_pictures
from mlwidgets.data.plane.clouds import POINT_KINDS, points
from mlwidgets.data.plane.drawn import DRAWN, drawn_points
from mlwidgets.data.prepare.choices import known_keys
from mlwidgets.data.prepare.dataset import opened_table, prepared_dataset
from mlwidgets.data.prepare.plan import Plan
from mlwidgets.data.relabelled import RELABELLED, changed_labels, relabelled
from mlwidgets.data.tables.bundled import bundled_table, bundled_tables
from mlwidgets.errors import ConfigurationError
from mlwidgets.language import _
from mlwidgets.ranges import nearest, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.data.dataset import Dataset


def _bundled(name: str) -> Dataset:
    return prepared_dataset(bundled_table(name))


_LOADERS: dict[str, Callable[[], Dataset]] = {
    "mnist": load_mnist,
    FASHION_MNIST: load_fashion_mnist,
    **{kind: partial(points, kind) for kind in POINT_KINDS},
    **{name: partial(_bundled, name) for name in bundled_tables()},
}
_MAKERS: dict[str, Callable[..., Dataset]] = {
    **{kind: partial(points, kind) for kind in POINT_KINDS},
    DRAWN: drawn_points,
}
"""What is made from settings; the others of `_LOADERS` have none."""

_loaded: dict[str, Dataset] = {}
_lock = Lock()  # experiments load in their own threads; without it two could load the same data twice


def names() -> tuple[str, ...]:
    """List the names that `load` knows.

    Returns
    -------
    tuple of str
        In the order in which a menu should show them; Fashion-MNIST only where its files are.
    """
    return tuple(name for name in _LOADERS if name != FASHION_MNIST or has_fashion_mnist())


def load(source: str | Mapping[str, Any]) -> Dataset:
    """Load a data set by its name, or make it from its settings.

    Parameters
    ----------
    source : str or mapping
        One of `names`, such as ``"mnist"``; or a name with settings, such as ``{"name": "spiral", "noise":
        10}``, in the form in which ``Dataset.config`` holds them. The settings are those of
        `mlwidgets.data.points`, or with the name ``"drawn"`` those of `mlwidgets.data.plane.drawn`; a table
        has a plan, and an own one must have been opened since Python was started. With each there may be
        changed labels, as `mlwidgets.data.relabelled` writes them.

    Returns
    -------
    Dataset
        From a name the same object at every call: its arrays are read-only, so it can be shared.

    Raises
    ------
    ConfigurationError
        There is no data set of that name, or it has no such setting, or a setting is out of its range.
    DataError, ShapeError
        Drawn points are not what they should be; a table is not open, or its plan cannot be made of it.

    Examples
    --------
    >>> load("mnist") is load("mnist")
    True
    >>> data = load({"name": "spiral", "noise": 10, "seed": 3})
    >>> (load(data.config).x_train == data.x_train).all()
    np.True_
    """
    if isinstance(source, Mapping):
        return _from_settings(source)
    if not isinstance(source, str) or source not in _LOADERS:
        raise _unknown(source)
    with _lock:
        if source not in _loaded:
            _loaded[source] = _LOADERS[source]()
        return _loaded[source]


def _from_settings(source: Mapping[str, Any]) -> Dataset:
    settings = dict(source)
    if RELABELLED in settings:
        labels = changed_labels(settings)
        del settings[RELABELLED]
        return relabelled(_from_settings(settings), labels)
    if "plan" in settings or "table" in settings:
        return _from_plan(settings)
    if PICTURES in settings:
        return opened_pictures(settings)
    return _made(settings)


def _made(settings: dict[str, Any]) -> Dataset:
    """Make a data set of a kind that has a name, such as points of a spiral."""
    name = settings.pop("name", None)
    if name is None:
        raise ConfigurationError(
            'A data set with settings has a name among them, such as {"name": "spiral", "noise": 10}; got '
            f"{shown(settings)}."
        )
    if not isinstance(name, str) or name not in {**_LOADERS, **_MAKERS}:
        raise _unknown(name)
    if name not in _MAKERS:
        known: tuple[str, ...] = ()
    else:
        known = tuple(parameter for parameter in signature(_MAKERS[name]).parameters if parameter != "kind")
    for setting in settings:
        if setting not in known:
            listed = f"It knows: {', '.join(known)}." if known else "It has none."
            raise ConfigurationError(
                f"The data set {name} has no setting {shown(setting)}. {listed}{nearest(setting, known)}"
            )
    if name not in _MAKERS:
        return load(name)
    if name == DRAWN and "points" not in settings:
        raise ConfigurationError(f"The data set {DRAWN} needs a value for points; got none.")
    return _MAKERS[name](**settings)


def _from_plan(settings: Mapping[str, Any]) -> Dataset:
    """Prepare a bundled table, or one that has been opened, as its plan says."""
    if "table" in settings:
        known_keys("A bundled table's settings", settings, ("name", "table", "plan"))
        table = bundled_table(settings["table"])
    else:
        table = opened_table(settings)
    return prepared_dataset(table, Plan.of(settings["plan"]) if "plan" in settings else None)


def _unknown(name: object) -> ConfigurationError:
    said = _("There is no data set named {name}. Choose one of: {names}.")
    return ConfigurationError(
        said.format(name=shown(name), names=", ".join(names())) + nearest(name, names())
    )
