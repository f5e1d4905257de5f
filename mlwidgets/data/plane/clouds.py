"""Points of the plane as data sets: made from a formula, or drawn by somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.dataset import Dataset
from mlwidgets.data.plane import shapes, surfaces
from mlwidgets.data.plane.shapes import Cloud, Order
from mlwidgets.data.splitting import choose_validation
from mlwidgets.errors import ConfigurationError
from mlwidgets.language import _
from mlwidgets.ranges import CLASSES, NOISE, SAMPLES, SEED, TEST_SHARE, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Callable

_SOURCE = _(
    "made from a formula; circle, xor, gauss, spiral, plane and multi_gauss are TensorFlow Playground's"
)
_LICENCE = "CC0 1.0"


@dataclass(frozen=True)
class PointKind:
    """One kind of points.

    Attributes
    ----------
    title : str
        Its name for people.
    make : callable
        Draws the points.
    class_names : tuple of str
        The names of its classes; of five if there may be 2 to 5 of them; none if a number is to be predicted.
    """

    title: str
    make: Callable[[Order], Cloud]
    class_names: tuple[str, ...]

    @property
    def most_classes(self) -> int:
        """How many classes it can have; 0 when a number is to be predicted."""
        return len(self.class_names)


def _numbered(word: str) -> tuple[str, ...]:
    return tuple(f"{word} {number}" for number in range(1, int(CLASSES.high) + 1))


POINT_KINDS: dict[str, PointKind] = {
    "circle": PointKind(_("Circle"), shapes.circle, ("outside", "inside")),
    "xor": PointKind("XOR", shapes.xor, ("unlike signs", "like signs")),
    "gauss": PointKind("Gauss", shapes.gauss, _numbered("cloud")),
    "spiral": PointKind(_("Spiral"), shapes.spiral, _numbered("arm")),
    "moons": PointKind(_("Moons"), shapes.moons, ("upper moon", "lower moon")),
    "blobs": PointKind(_("Blobs"), shapes.blobs, _numbered("blob")),
    "rings": PointKind(_("Rings"), shapes.rings, _numbered("ring")),
    "plane": PointKind(_("Plane"), surfaces.plane, ()),
    "multi_gauss": PointKind(_("Multi-Gauss"), surfaces.multi_gauss, ()),
    "sine": PointKind(_("Sine"), surfaces.sine, ()),
}
"""In the order in which a menu should show them; those with classes come first."""


def points(
    kind: str,
    *,
    noise: float = 0,
    samples: int = 500,
    classes: int | None = None,
    test_share: float = 0.5,
    seed: int = 0,
) -> Dataset:
    """Make a data set of points (x₁, x₂), both coordinates from −6 to 6.

    Parameters
    ----------
    kind : str
        One of `POINT_KINDS`. With classes: "circle", "xor", "gauss", "spiral", "moons", "blobs", "rings".
        With a number from −1 to 1 to predict: "plane", "multi_gauss", "sine". Their formulas are documented
        in `mlwidgets.data.plane.shapes` and `mlwidgets.data.plane.surfaces`.
    noise : float
        In percent, 0 to 100. TensorFlow Playground's goes to 50 and means the same.
    samples : int
        How many points, 20 to 5,000, for training and test together.
    classes : int, optional
        2 to 5, which gauss, spiral, blobs and rings can have; the others have 2. 2 if not given.
    test_share : float
        Share of the points to test with, 0.1 to 0.9. Each class gives its share. The other points are for
        training; `Dataset.split` sets some of them aside for validation.
    seed : int
        0 or more; the same seed gives the same numbers.

    Returns
    -------
    Dataset
        Points ``(n, 2)``, float32; class numbers ``(n,)``, int64, or numbers to predict ``(n,)``, float32.
        Its ``config`` makes the same data set again, its ``train_index`` and ``test_index`` number the
        points.

    Raises
    ------
    ConfigurationError
        There is no such kind, or an argument is out of its range.

    Notes
    -----
    With the same seed, more noise disturbs the same points further, and a larger share of the test takes
    further points to those of the smaller one, so that points do not jump while somebody moves a slider.

    Examples
    --------
    >>> points("spiral", classes=3, noise=10, seed=4)
    Dataset('spiral': 250 to train, 250 to test, input (2,), 3 classes)
    >>> points("plane").y_train.dtype
    dtype('float32')
    """
    found = _find(kind)
    settings: dict[str, Any] = {
        "name": kind,
        "noise": NOISE.check(noise),
        "samples": SAMPLES.check_int(samples),
    }
    count = _checked_classes(kind, found, classes)
    if found.most_classes == CLASSES.high:
        settings["classes"] = count
    settings |= {"test_share": TEST_SHARE.check(test_share), "seed": SEED.check_int(seed)}
    places, disturbance, layout = np.random.default_rng(settings["seed"]).spawn(3)
    cloud = found.make(
        Order(
            samples=settings["samples"],
            classes=max(count, 1),
            noise=settings["noise"] / 100,
            places=places,
            disturbance=disturbance,
            layout=layout,
        )
    )
    return dataset_of(cloud, found.class_names[:count], settings, source=_SOURCE, licence=_LICENCE)


def dataset_of(
    cloud: Cloud, class_names: tuple[str, ...], config: dict[str, Any], *, source: str, licence: str
) -> Dataset:
    """Divide points into training and test, as `config` says, and return them with it."""
    test = choose_validation(cloud.groups, config["test_share"], config["seed"])
    train = np.setdiff1d(np.arange(len(cloud.groups), dtype=np.int64), test, assume_unique=True)
    x = cloud.points.astype(np.float32)
    return Dataset(
        name=config["name"],
        x_train=x[train],
        y_train=cloud.y[train],
        x_test=x[test],
        y_test=cloud.y[test],
        class_names=class_names,
        source=source,
        licence=licence,
        train_index=train,
        test_index=test,
        in_plane=True,
        config=config,
    )


def _find(kind: object) -> PointKind:
    known = tuple(POINT_KINDS)
    if isinstance(kind, str) and kind in POINT_KINDS:
        return POINT_KINDS[kind]
    raise ConfigurationError(
        f"There is no kind of points called {shown(kind)}. Choose one of: {', '.join(known)}."
        f"{nearest(kind, known)}"
    )


def _checked_classes(kind: str, found: PointKind, classes: object) -> int:
    """Return the number of classes, 0 for none, or say why it cannot be."""
    if not found.most_classes:
        if classes is not None:
            raise ConfigurationError(
                f"{kind} has a number to predict and no classes; got classes={shown(classes)}. Leave classes "
                "out."
            )
        return 0
    count = int(CLASSES.low) if classes is None else CLASSES.check_int(classes)
    if count > found.most_classes:
        free = ", ".join(name for name, one in POINT_KINDS.items() if one.most_classes == CLASSES.high)
        raise ConfigurationError(
            f"{kind} has {found.most_classes} classes; got classes={count}. These kinds can have 2 to 5 "
            f"classes: "
            f"{free}."
        )
    return count
