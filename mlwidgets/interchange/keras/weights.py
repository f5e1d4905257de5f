"""The weights of a `.keras` file: HDF5 with a group for each layer, read and written by h5py."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.errors import DataError, MissingDependencyError, ShapeError
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlwidgets.engine.arrays import AnyArray, Shape

_MISSING = _(
    "Files of Keras need h5py, which is not installed here. Install it with pip install "
    '"mlwidgets[keras]", then try again.'
)


def h5py_module() -> Any:  # noqa: ANN401 - h5py has no types
    """Return h5py, or raise `MissingDependencyError` with the line that installs it."""
    try:
        import h5py  # type: ignore[import-untyped] # noqa: PLC0415 - optional, and slow to import
    except ImportError as error:
        raise MissingDependencyError(_MISSING) from error
    return h5py


def weights_bytes(groups: Mapping[str, Sequence[AnyArray]]) -> bytes:
    """Return the HDF5 file with the arrays of each layer, by the name of its group, float32."""
    h5py = h5py_module()
    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        file.create_group("vars")
        for name, arrays in groups.items():
            held = file.create_group(f"layers/{name}/vars")
            held.attrs["name"] = name
            for number, array in enumerate(arrays):
                held.create_dataset(str(number), data=np.ascontiguousarray(array, "<f4"))
    return content.getvalue()


def arrays_of(raw: bytes, groups: Mapping[str, Mapping[str, Shape]]) -> list[list[AnyArray]]:
    """Return the arrays of each layer.

    Parameters
    ----------
    raw : bytes
        The HDF5 file.
    groups : mapping of str to mapping of str to tuple of int
        For each layer its group, with the names and shapes of its arrays in the file's order.

    Raises
    ------
    MissingDependencyError
        h5py is not installed.
    DataError, ShapeError
        It is damaged, or an array is missing, left over, of another shape or not of float32.
    """
    h5py = h5py_module()
    try:
        with h5py.File(io.BytesIO(raw), "r") as file:
            return [list(_arrays(h5py, file, name, shapes)) for name, shapes in groups.items()]
    except (OSError, RuntimeError, KeyError, ValueError, TypeError, AttributeError, OverflowError) as error:
        if isinstance(error, (DataError, ShapeError)):
            raise
        raise DataError(
            _(
                "The weights in the file cannot be read ({kind}): it is damaged or cut off. Copy or "
                "save it again."
            ).format(kind=type(error).__name__)
        ) from None


def _arrays(
    h5py: Any,  # noqa: ANN401 - h5py has no types
    file: Any,  # noqa: ANN401
    group: str,
    shapes: Mapping[str, Shape],
) -> Iterator[AnyArray]:
    held = file.get(f"layers/{group}/vars")
    if held is not None and not isinstance(held, h5py.Group):
        raise DataError(
            _("The weights of {group} are not where Keras 3 writes them. Save the model again.").format(
                group=shown(group)
            )
        )
    held = {} if held is None else held
    there = len(held)
    if there != len(shapes):
        names = ", ".join(shapes) or str(_("none"))
        raise DataError(
            _(
                "The layer {group} needs {count} arrays of weights ({names}); the file has {there}. "
                "Save the whole model with Keras 3."
            ).format(group=shown(group), count=len(shapes), names=names, there=there)
        )
    for number, (name, shape) in enumerate(shapes.items()):
        array = held.get(str(number))
        if not isinstance(array, h5py.Dataset):
            raise DataError(
                _("The array {number} ({name}) of {group} is missing. Save the model again.").format(
                    number=number, name=name, group=shown(group)
                )
            )
        if array.dtype != np.dtype("<f4"):
            raise DataError(
                _(
                    "The array {number} ({name}) of {group} is of the dtype {dtype}; mlwidgets reads "
                    "float32. Save the model without quantization or mixed precision."
                ).format(number=number, name=name, group=shown(group), dtype=array.dtype)
            )
        if array.shape != shape:
            raise ShapeError(
                _(
                    "The array {number} ({name}) of {group} must have the shape {shape}; that in the "
                    "file has {given}."
                ).format(number=number, name=name, group=shown(group), shape=shape, given=array.shape)
            )
        stored = array.id.get_storage_size() == array.nbytes
        if array.is_virtual or array.external or array.chunks or not stored:
            # Elsewhere, compressed or not at all: a few bytes could claim gigabytes.
            raise DataError(
                _("The array {number} ({name}) of {group} is not stored as Keras stores it.").format(
                    number=number, name=name, group=shown(group)
                )
            )
        yield np.asarray(array[()], dtype=np.float32)
