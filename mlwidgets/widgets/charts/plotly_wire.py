"""What a chart sends: its properties in a compact form, differences, and plotly's script in pieces."""

from __future__ import annotations

import base64
import gzip
import importlib.resources
import math
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly
from plotly.basedatatypes import Undefined

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from numpy.typing import NDArray

Props = dict[str, Any]
"""Properties of a trace or a layout, nested as plotly nests them."""

PART_BYTES = 2**18
"""Size of one piece of the script: small enough for a slow line to carry other messages in between."""

# The number types of arrays in JavaScript.
_PLAIN = frozenset({"int8", "uint8", "int16", "uint16", "int32", "uint32", "float32", "float64"})


def _leaves(props: Mapping[str, Any], path: str = "") -> Generator[tuple[str, Any]]:
    for name, value in props.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


def differences(old: Props, new: Props) -> Props:
    """Return what to set to turn one set of properties into another.

    Parameters
    ----------
    old, new : dict
        Properties of a trace or a layout.

    Returns
    -------
    dict
        New values by dotted path; ``None`` means to remove. Lists and arrays count as one value.
    """
    before, after = dict(_leaves(old)), dict(_leaves(new))
    changes = {
        path: value for path, value in after.items() if path not in before or not _same(before[path], value)
    }
    return {**dict.fromkeys(before.keys() - after.keys()), **changes}


def differences_of_traces(old: list[Props], new: list[Props]) -> dict[str, list[Any]]:
    """Return what to set to turn some traces into others, in the form that plotly's restyle takes.

    Parameters
    ----------
    old, new : list of dict
        Properties of as many traces.

    Returns
    -------
    dict
        For each dotted path a list with a place for every trace; ``Undefined`` means to leave it.
    """
    changes = [differences(before, after) for before, after in zip(old, new, strict=True)]
    paths = dict.fromkeys(path for change in changes for path in change)
    return {path: [change.get(path, Undefined) for change in changes] for path in paths}


def _same(old: object, new: object) -> bool:
    if isinstance(old, np.ndarray) and isinstance(new, np.ndarray):
        return old.dtype == new.dtype and old.tobytes() == new.tobytes() and old.shape == new.shape
    if isinstance(old, np.ndarray) or isinstance(new, np.ndarray):
        return False
    return old == new


def encode(value: Any) -> Any:  # noqa: ANN401 - any property of a chart
    """Turn what plotly holds into what a message can carry, arrays as compactly as it goes without loss.

    Parameters
    ----------
    value : object
        Properties as nested dicts and lists with arrays in them.

    Returns
    -------
    object
        The same with one-dimensional numeric arrays as binary buffers, larger ones as plotly's base64 form,
        integers in the smallest type that holds them, and other arrays as lists; a number that is not finite,
        which JSON does not know, as ``None``, a gap.
    """
    if isinstance(value, dict):
        return {name: encode(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [encode(item) for item in value]
    if value is Undefined:
        return "_undefined_"
    if isinstance(value, np.ndarray):
        return _encode_array(value)
    if isinstance(value, np.generic):
        return encode(value.item())
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _encode_array(array: NDArray[Any]) -> Any:  # noqa: ANN401 - a form for each kind of array
    if array.dtype.kind in "iu" and array.size:
        low, high = int(array.min()), int(array.max())
        fitting = (kind for kind in "BbHhIi" if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max)
        array = array.astype(next(fitting, np.float64))
    if array.dtype.kind == "M":
        return np.datetime_as_string(array).tolist()
    if array.dtype.name not in _PLAIN or array.ndim == 0:
        return encode(array.tolist())
    array = np.ascontiguousarray(array)
    if array.ndim == 1:
        return {"dtype": array.dtype.name, "shape": array.shape, "buffer": array.data}
    return {
        "dtype": array.dtype.str[1:],
        "bdata": base64.b64encode(array.tobytes()).decode("ascii"),
        "shape": ", ".join(map(str, array.shape)),
    }


@cache
def script_pieces(*, packed: bool) -> list[bytes]:
    """Return plotly's script for the browser, cut in pieces.

    Parameters
    ----------
    packed : bool
        Whether to compress it (1.5 MB in place of 5); done once in a process.

    Returns
    -------
    list of bytes
        In order; together they are the script.
    """
    source = importlib.resources.files(plotly).joinpath("package_data", "widgetbundle.js").read_bytes()
    data = gzip.compress(source, compresslevel=6) if packed else source
    return [data[start : start + PART_BYTES] for start in range(0, len(data), PART_BYTES)]
