"""Pictures in arrays: pairs of IDX files, or an npz file, whose pickled objects are never unpacked."""

from __future__ import annotations

import io
import math
import re
import tokenize
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.pictures.idx import MAX_BYTES, idx_from_bytes
from mlwidgets.data.pictures.kinds import file_name
from mlwidgets.data.pictures.own.files import Files, ZipFiles
from mlwidgets.data.pictures.own.labelled import Labelled, Part, listed, numbered, part_of
from mlwidgets.data.pictures.own.settings import Layout
from mlwidgets.data.wording import PICTURES
from mlwidgets.errors import DataError
from mlwidgets.language import _

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mlwidgets.data.pictures.own.settings import PictureSettings

_IDX = re.compile(r"idx\d-ubyte(\.gz)?$|\.idx\d?(\.gz)?$")
_LABEL_WORDS = ("label", "target", "class", "y")

_OTHER_LABELS = _(
    "The array {name} holds {pictures}, and no array has a label for each of them: there are "
    "{labels}. An npz file needs x_train and y_train, or x and y, of the same length."
)
_NO_LABELS = _(
    "The array {name} holds {pictures}, and no array has a label for each of them: there are no labels. An "
    "npz file needs x_train and y_train, or x and y, of the same length."
)
_FOUND = _("Found {pictures} of {height} × {width} × {channels} in {arrays}.")


@dataclass(frozen=True)
class _Pair:
    """Pictures and their labels, and the part that their names speak of."""

    name: str
    pictures: NDArray[Any]
    labels: NDArray[Any]
    part: Part


def is_array(name: str) -> bool:
    """Whether a file holds arrays, by its name."""
    lower = name.lower()
    return lower.endswith((".npz", ".npy")) or bool(_IDX.search(lower))


def from_arrays(files: Files, settings: PictureSettings) -> Labelled:
    """Pair arrays of pictures with arrays of labels.

    Raises
    ------
    DataError
        An array is missing, of the wrong shape or type, or holds pickled objects.
    """
    arrays = _arrays(files)
    pairs = _pairs(arrays)
    shapes = {pair.pictures.shape[1:] for pair in pairs}
    if len(shapes) > 1:
        raise DataError(
            _("The pictures of all arrays must have one shape; got {listed}.").format(
                listed=" and ".join(sorted(str(shape) for shape in shapes))
            )
        )
    labels = [_label_texts(pair) for pair in pairs]
    numbers, class_names = numbered([label for part in labels for label in part])
    pictures = (
        np.concatenate([_as_pixels(pair) for pair in pairs]) if len(pairs) > 1 else _as_pixels(pairs[0])
    )
    height, width, channels = pictures.shape[1:]
    found = _FOUND.format(
        pictures=PICTURES.format(len(pictures)),
        height=height,
        width=width,
        channels=channels,
        arrays=listed([pair.name for pair in pairs]),
    )
    return Labelled(
        names=[f"{pair.name}[{at}]" for pair in pairs for at in range(len(pair.labels))],
        labels=numbers,
        parts=np.concatenate([np.full(len(pair.labels), int(pair.part)) for pair in pairs]),
        class_names=class_names,
        pixels=lambda at, _: pictures[at],
        settings=settings.with_(layout=Layout.ARRAYS),
        notes=(found,),
    )


def _arrays(files: Files) -> dict[str, NDArray[Any]]:
    found: dict[str, NDArray[Any]] = {}
    for name in files.names:
        lower = name.lower()
        if lower.endswith(".npz"):
            with ZipFiles(files.read(name)) as inner:
                found |= {_bare(member): _npy(inner.read(member), member) for member in inner.names}
        elif lower.endswith(".npy"):
            found[_bare(name)] = _npy(files.read(name), name)
        elif _IDX.search(lower):
            found[file_name(name)] = idx_from_bytes(files.read(name), file_name(name))
    return found


def _bare(name: str) -> str:
    return file_name(name).removesuffix(".npy")


def _npy(content: bytes, name: str) -> NDArray[Any]:
    """Read an npy file; the header is looked at before anything else."""
    shown, stream = _bare(name), io.BytesIO(content)
    try:
        version = np.lib.format.read_magic(stream)
        read_header = np.lib.format.read_array_header_1_0
        if version != (1, 0):
            read_header = np.lib.format.read_array_header_2_0
        shape, _order, dtype = read_header(stream)
        if dtype.hasobject:
            raise DataError(
                _(
                    "The array {shown} holds pickled Python objects, which can run a program when they are "
                    "unpacked, so they never are. Save it as numbers: array.astype(numpy.uint8)."
                ).format(shown=shown)
            )
        if math.prod(shape) * dtype.itemsize > min(MAX_BYTES, len(content)):
            raise DataError(
                _("The array {shown} is cut off or too large: its header promises the shape {shape}.").format(
                    shown=shown, shape=shape
                )
            )
        stream.seek(0)
        array: NDArray[Any] = np.lib.format.read_array(stream, allow_pickle=False)
    except (
        ValueError,
        EOFError,
        OSError,
        SyntaxError,
        TypeError,
        OverflowError,
        tokenize.TokenError,
    ) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(
            _("The array {shown} cannot be read: it is damaged or no npy file.").format(shown=shown)
        ) from None
    return array


def _pairs(arrays: dict[str, NDArray[Any]]) -> list[_Pair]:
    """Find for each array of pictures the labels whose name differs in one word."""
    if not arrays:
        raise DataError(_("There are no arrays in it. An npz file needs x_train and y_train, or x and y."))
    labels = {name: array for name, array in arrays.items() if _role(name, array) == "labels"}
    pairs = []
    for name, array in arrays.items():
        if _role(name, array) != "pictures":
            continue
        part = part_of(_apart(name))
        matching = [
            (other, given)
            for other, given in labels.items()
            if part_of(_apart(other)) == part and len(given) == len(array)
        ]
        if not matching:
            raise DataError(_unmatched(name, array, labels))
        pairs.append(_Pair(name, array, matching[0][1], part or Part.TRAIN))
    if not pairs:
        raise DataError(
            _(
                "No array holds pictures, which have the shape (n, height, width) or (n, height, "
                "width, channels); got {shapes}."
            ).format(shapes=_shapes(arrays))
        )
    return pairs


def _apart(name: str) -> str:
    """Put a space where words of a name meet: "xtrain", "x_train", "train-images-idx3-ubyte"."""
    return re.sub(r"[_\-. ]+", " ", re.sub(r"^([xy])(?=t|v)", r"\1 ", name.lower()))


def _role(name: str, array: NDArray[Any]) -> str:
    words = _apart(name).split()
    if array.ndim in (3, 4):
        return "pictures"
    if array.ndim == 1 or (array.ndim == 2 and array.shape[1] == 1):  # noqa: PLR2004 - a column
        return "labels"
    if array.ndim != 2 or not array.shape[1] or array.dtype.kind not in "biuf":  # noqa: PLR2004 - no one-hot rows
        return "other"
    return "labels" if any(word.startswith(_LABEL_WORDS) for word in words) else "other"


def _unmatched(name: str, array: NDArray[Any], labels: dict[str, NDArray[Any]]) -> str:
    pictures = PICTURES.format(len(array))
    if labels:
        return _OTHER_LABELS.format(name=name, pictures=pictures, labels=_shapes(labels))
    return _NO_LABELS.format(name=name, pictures=pictures)


def _shapes(arrays: dict[str, NDArray[Any]]) -> str:
    return ", ".join(f"{name} {array.shape}" for name, array in list(arrays.items())[:6])


def _label_texts(pair: _Pair) -> list[str]:
    labels = pair.labels
    if labels.ndim == 2:  # noqa: PLR2004 - a column, or one-hot rows
        labels = labels[:, 0] if labels.shape[1] == 1 else labels.argmax(axis=1)
    if labels.dtype.kind in "SU":
        return [
            str(label, "utf-8", "replace") if isinstance(label, bytes) else str(label) for label in labels
        ]
    whole = labels.dtype.kind in "iub" or (
        labels.dtype.kind == "f" and bool((labels == np.floor(labels)).all())
    )
    if not whole:
        raise DataError(
            _("The labels of {name} must be class numbers or names; their dtype is {dtype}.").format(
                name=pair.name, dtype=labels.dtype
            )
        )
    return [str(int(label)) for label in labels.tolist()]


def _as_pixels(pair: _Pair) -> NDArray[np.uint8]:
    """Return pictures as whole numbers from 0 to 255, (n, height, width, 1 or 3)."""
    array = pair.pictures
    if not array.size:
        raise DataError(
            _("The array {name} is empty: its shape is {shape}.").format(name=pair.name, shape=array.shape)
        )
    if array.ndim == 3:  # noqa: PLR2004 - no axis for the channel
        array = array[..., np.newaxis]
    if array.shape[3] not in (1, 3):
        raise DataError(
            _(
                "The pictures of {name} must have 1 or 3 channels in the last axis; their shape is "
                "{shape}. Pictures are (n, height, width, channels)."
            ).format(name=pair.name, shape=pair.pictures.shape)
        )
    if array.dtype == np.uint8:
        return array
    if array.dtype.kind not in "biuf" or not np.isfinite(array).all():
        raise DataError(
            _("The pictures of {name} must be finite numbers; their dtype is {dtype}.").format(
                name=pair.name, dtype=array.dtype
            )
        )
    low, high = float(array.min()), float(array.max())
    factor = 255 if high <= 1 else 1
    if low < 0 or high > 255:  # noqa: PLR2004 - what a byte holds
        raise DataError(
            _(
                "The pictures of {name} must have values from 0 to 255, or from 0 to 1; got {low:g} to "
                "{high:g}. Scale them first."
            ).format(name=pair.name, low=low, high=high)
        )
    return np.rint(array * float(factor)).astype(np.uint8)
