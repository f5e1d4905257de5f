"""From pictures of one size to a data set: the parts, the classes that are left, and numbers from 0 to 1."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.dataset import Dataset
from mlwidgets.data.pictures.own.labelled import Labelled, Part, listed
from mlwidgets.data.splitting import choose_validation
from mlwidgets.errors import DataError
from mlwidgets.language import _, n_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from mlwidgets.data.pictures.own.uniform import Uniform

_ALONE = n_(
    "The class {classes} had only one picture, which is used for training.",
    "The classes {classes} had only one picture, which is used for training.",
)
_LEAKS = n_(
    "{count:,} test picture is in the training part, too, so test accuracy will look too good.",
    "{count:,} test pictures are in the training part, too, so test accuracy will look too good.",
)


def assembled(
    name: str, pictures: Labelled, uniform: Uniform, config: Mapping[str, Any]
) -> tuple[Dataset, tuple[str, ...]]:
    """Make a data set, and say how its parts came about.

    Raises
    ------
    DataError
        Fewer than two classes are left, or there is nothing to test with.
    """
    labels, class_names = _left(pictures, uniform)
    parts = pictures.parts[uniform.kept]
    first = _first_copies(uniform.pixels)
    notes: list[str] = []
    if (parts == Part.TEST).any() and (parts != Part.TEST).any():
        test = parts == Part.TEST
        notes.append(
            n_(
                "Its own test part is used: {count:,} picture.",
                "Its own test part is used: {count:,} pictures.",
            ).format(int(test.sum()))
        )
        notes += _leaks(first, test)
        notes += _never_trained(labels, test, class_names)
    else:
        test = _drawn(labels, first, uniform)
        share = uniform.settings.test_share
        notes.append(
            n_(
                "{count:,} picture ({share:.0%}) was drawn for the test, each class in proportion.",
                "{count:,} pictures ({share:.0%}) were drawn for the test, each class in proportion.",
            ).format(int(test.sum()), share=share)
        )
        copies = int((first != np.arange(len(first))).sum())
        if copies:
            notes.append(
                n_(
                    "{count:,} picture is a copy of another; copies stay in one part.",
                    "{count:,} pictures are copies of another; copies stay in one part.",
                ).format(copies)
            )
        counts = np.bincount(labels)
        alone = [class_names[at] for at in np.flatnonzero(counts == 1)]
        if alone:
            notes.append(_ALONE.format(len(alone), classes=listed(alone)))
    train_at, test_at = np.flatnonzero(~test), np.flatnonzero(test)
    validation = np.flatnonzero(parts[train_at] == Part.VALIDATION)
    if len(validation) == len(train_at):  # then there is nothing else to train on
        validation = validation[:0]
    if len(validation):
        notes.append(
            n_(
                "Its own validation part is used: {count:,} picture.",
                "Its own validation part is used: {count:,} pictures.",
            ).format(len(validation))
        )
    dataset = Dataset(
        name=name,
        x_train=scaled(uniform.pixels, train_at),
        y_train=labels[train_at],
        x_test=scaled(uniform.pixels, test_at),
        y_test=labels[test_at],
        class_names=class_names,
        source=_("Your own pictures"),
        licence="",
        train_index=uniform.kept[train_at],
        test_index=uniform.kept[test_at],
        config=config,
        validation_index=validation if len(validation) else None,
    )
    return dataset, tuple(notes)


def scaled(pixels: NDArray[np.uint8], rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return some pictures as numbers from 0 to 1; read-only, so that `Dataset` need not copy them."""
    numbers = np.empty((len(rows), *pixels.shape[1:]), np.float32)
    for start in range(0, len(rows), 4096):  # in pieces, so that there is never a second copy of all
        piece = slice(start, start + 4096)
        np.divide(pixels[rows[piece]], 255, out=numbers[piece], dtype=np.float32)
    numbers.flags.writeable = False
    return numbers


def _left(pictures: Labelled, uniform: Uniform) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Return labels and names of the classes of which a picture could be decoded."""
    present, labels = np.unique(pictures.labels[uniform.kept], return_inverse=True)
    names = tuple(pictures.class_names[at] for at in present)
    if len(names) < 2:  # noqa: PLR2004 - else there is nothing to tell apart
        raise DataError(
            _(
                "Only pictures of the class “{names}” can be read, so there is nothing to tell apart. "
                "The first of the others: {reason}"
            ).format(names=names[0], reason=uniform.rejected[0].reason)
        )
    return labels.astype(np.int64), names


def _first_copies(pixels: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return for each picture the position of the first one that has the same pixels."""
    seen: dict[bytes, int] = {}
    keys = (blake2b(picture, digest_size=16).digest() for picture in pixels)  # not all pixels a second time
    return np.array([seen.setdefault(key, at) for at, key in enumerate(keys)], np.int64)


def _drawn(labels: NDArray[np.int64], first: NDArray[np.int64], uniform: Uniform) -> NDArray[np.bool_]:
    """Draw the pictures to test with; copies of one picture come into the same part."""
    settings, each = uniform.settings, np.unique(first)
    try:
        chosen = each[choose_validation(labels[each], settings.test_share, settings.seed)]
    except DataError:
        raise DataError(
            n_(
                "There are too few pictures to test with: {count:,} different one. Each class needs at "
                "least one to train on, and one class a second one. Add some.",
                "There are too few pictures to test with: {count:,} different ones. Each class needs "
                "at least one to train on, and one class a second one. Add some.",
            ).format(len(each))
        ) from None
    return np.isin(first, chosen)


def _leaks(first: NDArray[np.int64], test: NDArray[np.bool_]) -> list[str]:
    """Warn of pictures of the test part that are in the training part, too."""
    both = np.intersect1d(first[test], first[~test])
    count = int(np.isin(first[test], both).sum())
    if not count:
        return []
    return [_LEAKS.format(count)]


def _never_trained(labels: NDArray[np.int64], test: NDArray[np.bool_], names: tuple[str, ...]) -> list[str]:
    counts = Counter(labels[~test].tolist())
    missing = [name for at, name in enumerate(names) if not counts[at]]
    said = _("Only the test part has pictures of {classes}: none to learn from.")
    return [said.format(classes=listed(missing))] if missing else []
