"""The numbers of a tensor in an ONNX file, as an array."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.errors import DataError
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from types import ModuleType

    from mlwidgets.engine.arrays import AnyArray

MOST_AXES = 8

_KINDS = {
    "FLOAT": ("<f4", "float_data"),
    "DOUBLE": ("<f8", "double_data"),
    "FLOAT16": ("<f2", "int32_data"),
    "INT64": ("<i8", "int64_data"),
    "INT32": ("<i4", "int32_data"),
    "BOOL": ("?", "int32_data"),
}
"""How the numbers of a kind lie in raw bytes, and where they stand otherwise."""


def array_of(tensor: Any, onnx: ModuleType) -> AnyArray:  # noqa: ANN401 - made at run time
    """Return the numbers of a tensor; its size is compared with what is there before any memory is taken.

    Raises
    ------
    DataError
        It holds no numbers of a known kind, others than its shape says, or none: they lie in another file.
    """
    name = shown(tensor.name)
    if tensor.external_data or tensor.data_location == onnx.TensorProto.EXTERNAL:
        raise DataError(
            _(
                "The weights {name} lie in another file, which is not opened from here. Save the "
                "model as one file, without external data."
            ).format(name=name)
        )
    kind = next((kind for kind in _KINDS if getattr(onnx.TensorProto, kind) == tensor.data_type), None)
    if kind is None:
        known = ", ".join(one.lower() for one in _KINDS)
        raise DataError(
            _("The tensor {name} of the ONNX file holds none of {known}.").format(name=name, known=known)
        )
    if len(tensor.dims) > MOST_AXES or any(side < 0 for side in tensor.dims):
        raise DataError(
            _("The tensor {name} of the ONNX file has a shape that no weights have.").format(name=name)
        )
    shape = tuple(tensor.dims)
    dtype, listed = _KINDS[kind]
    if tensor.HasField("raw_data"):
        count, rest = divmod(len(tensor.raw_data), np.dtype(dtype).itemsize)
    else:
        count, rest = len(getattr(tensor, listed)), 0
    if rest or count != math.prod(shape):
        raise DataError(
            _(
                "The tensor {name} of the ONNX file has the shape {shape} and so {numbers:,} "
                "numbers; {count:,} are there. The file is cut short or damaged."
            ).format(name=name, shape=shape, numbers=math.prod(shape), count=count)
        )
    if tensor.HasField("raw_data"):
        array = np.frombuffer(tensor.raw_data, dtype=dtype)
    elif kind == "FLOAT16":
        array = np.array(tensor.int32_data, dtype=np.int32).astype(np.uint16).view(dtype)
    else:
        array = np.array(getattr(tensor, listed), dtype=dtype)
    return array.reshape(shape)
