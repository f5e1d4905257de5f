"""The weights manifest: which arrays lie where in the binary shards of a TensorFlow.js model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.errors import DataError, ShapeError
from mlwidgets.interchange.formats.fields import Plain, as_list, as_mapping, as_shape, as_text, get
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlwidgets.engine.arrays import AnyArray, Shape
    from mlwidgets.interchange.formats.reading import ReadLayer

SIZES = {"float32": 4, "int32": 4, "complex64": 8, "bool": 1}
"""Bytes of a number; texts have no fixed size, and no layer of ours has any."""

QUANTIZED: dict[str, np.dtype[Any]] = {
    "uint8": np.dtype("u1"),
    "uint16": np.dtype("<u2"),
    "float16": np.dtype("<f2"),
}
"""What a converter may have made float32 smaller with."""


@dataclass(frozen=True)
class Entry:
    """One array of the manifest.

    Attributes
    ----------
    name : str
        "dense/kernel".
    shape : tuple of int
        Its shape.
    dtype : str
        What it is for the model.
    stored : ndarray dtype or None
        As what its numbers are stored, if they are quantized.
    scale, smallest : float
        A quantized whole number q stands for q · scale + smallest.
    of_model : bool
        False for what an optimizer remembers.
    """

    name: str
    shape: Shape
    dtype: str
    stored: np.dtype[Any] | None
    scale: float
    smallest: float
    of_model: bool

    @property
    def size(self) -> int:
        """How many bytes it takes in the file."""
        each = SIZES[self.dtype] if self.stored is None else self.stored.itemsize
        return math.prod(self.shape) * each

    def array(self, data: memoryview) -> AnyArray:
        """Return the numbers, float32."""
        if self.dtype != "float32":
            raise DataError(
                _("The weights {name} are {dtype}; those of a layer are float32.").format(
                    name=shown(self.name), dtype=self.dtype
                )
            )
        raw: AnyArray = np.frombuffer(data, self.stored or "<f4").astype(np.float32)
        if self.stored is not None and self.stored.kind == "u":
            # In float32, as TensorFlow.js does it.
            with np.errstate(over="ignore", invalid="ignore"):
                raw = raw * np.float32(self.scale) + np.float32(self.smallest)
        return raw.reshape(self.shape)


@dataclass(frozen=True)
class Group:
    """Shards that are put together, and the arrays in them, one after another."""

    paths: tuple[str, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Manifest:
    """All groups of a model.

    Attributes
    ----------
    folder : PurePosixPath
        Where model.json lies: the paths of the shards are counted from there.
    groups : tuple of Group
        The groups.
    """

    folder: PurePosixPath
    groups: tuple[Group, ...]

    @classmethod
    def read(cls, plain: object, folder: PurePosixPath) -> Manifest:
        """Return the manifest that a model.json holds, checked; there may be none.

        Raises
        ------
        DataError
            It is damaged, or a path leads out of the folder.
        """
        groups = []
        for one in as_list([] if plain is None else plain, "weightsManifest"):
            group = as_mapping(one, "Each group of weightsManifest")
            paths = as_list(get(group, "paths", "A group of weights"), "The paths of a group of weights")
            listed = as_list(get(group, "weights", "A group of weights"), "The weights of a group")
            entries = tuple(_entry(as_mapping(entry, "Each entry of weights")) for entry in listed)
            groups.append(Group(tuple(_path(path) for path in paths), entries))
        return cls(folder, tuple(groups))

    @property
    def paths(self) -> tuple[str, ...]:
        """All shards."""
        return tuple(path for group in self.groups for path in group.paths)

    @property
    def shapes(self) -> dict[str, Shape]:
        """The shapes of the model's arrays by name."""
        return {entry.name: entry.shape for group in self.groups for entry in group.entries if entry.of_model}

    def arrays_of(self, layers: Sequence[ReadLayer], files: Mapping[str, bytes]) -> list[list[AnyArray]]:
        """Return the arrays of each layer, in its own order, when all are there and of the right shape.

        Raises
        ------
        DataError
            A shard is missing or has another length, or an array is missing or left over.
        ShapeError
            An array has another shape than its layer needs.
        """
        entries = [entry for group in self.groups for entry in group.entries if entry.of_model]
        names = [entry.name for entry in entries]
        if len(set(names)) != len(names):
            raise DataError(
                _("The manifest gives two arrays of weights the same name. Save the model again.")
            )
        free = dict(zip(names, entries, strict=True))
        wanted = [
            [_claim(free, layer, name, shape) for name, shape in layer.weights.items()] for layer in layers
        ]
        if free:
            raise DataError(
                _(
                    "The file has weights that no layer of the model needs, {free} among them. Save "
                    "the model again."
                ).format(free=shown(next(iter(free))))
            )
        held = self._arrays(files)
        return [[held[entry.name] for entry in row] for row in wanted]

    def _arrays(self, files: Mapping[str, bytes]) -> dict[str, AnyArray]:
        arrays: dict[str, AnyArray] = {}
        for group in self.groups:
            data = memoryview(b"".join(self._shard(path, files) for path in group.paths))
            needed = sum(entry.size for entry in group.entries)
            if len(data) != needed:
                raise DataError(
                    _(
                        "The weight files {known} hold {count:,} bytes together; the weights need "
                        "{needed:,}. A file is cut off or of another model: copy all of them again."
                    ).format(known=shown(", ".join(group.paths), 120), count=len(data), needed=needed)
                )
            start = 0
            for entry in group.entries:
                if entry.of_model:
                    arrays[entry.name] = entry.array(data[start : start + entry.size])
                start += entry.size
        return arrays

    def _shard(self, path: str, files: Mapping[str, bytes]) -> bytes:
        """Return a shard, found by its path, or where somebody has left the folders away, by its name."""
        for name in (str(self.folder / path), path):
            if name in files:
                return files[name]
        alike = [name for name in files if PurePosixPath(name).name == PurePosixPath(path).name]
        if len(alike) != 1:
            raise DataError(
                _(
                    "The weight file {path} is missing. Give model.json together with all the files "
                    "of weights that it names."
                ).format(path=shown(path))
            )
        return files[alike[0]]


def _path(value: object) -> str:
    path = as_text(value, "The path of a weight file")
    parts = PurePosixPath(path.replace("\\", "/")).parts
    if not parts or parts[0] == "/" or ".." in parts or ":" in parts[0] or "\0" in path:
        raise DataError(
            _(
                "The weight file is said to be at {path}, which leads out of the model's folder. Put "
                "it beside model.json, and its plain name into weightsManifest."
            ).format(path=shown(path))
        )
    return path


def _entry(plain: Plain) -> Entry:
    name = as_text(get(plain, "name", "An array of weights"), "The name of an array of weights")
    shape = as_shape(get(plain, "shape", f"The array {shown(name)}"), f"The shape of {shown(name)}")
    dtype = as_text(get(plain, "dtype", f"The array {shown(name)}"), f"The dtype of {shown(name)}")
    if dtype not in SIZES:
        raise DataError(
            _("The weights {name} are of the dtype {dtype}; they must be float32.").format(
                name=shown(name), dtype=shown(dtype)
            )
        )
    of_model = plain.get("group") != "optimizer"
    packed = plain.get("quantization")
    if packed is None:
        return Entry(name, shape, dtype, None, 1.0, 0.0, of_model)
    packed = as_mapping(packed, f"The quantization of {shown(name)}")
    stored = QUANTIZED.get(as_text(packed.get("dtype"), f"The quantization dtype of {shown(name)}"))
    if stored is None:
        raise DataError(
            _(
                "The weights {name} are quantized as {value}; read are {known}. Convert the model "
                "without quantization."
            ).format(name=shown(name), value=shown(packed.get("dtype")), known=", ".join(QUANTIZED))
        )
    scale, smallest = (
        _number(packed.get(one, 0 if stored.kind == "f" else None), name) for one in ("scale", "min")
    )
    return Entry(name, shape, dtype, stored, scale, smallest, of_model)


def _number(value: object, name: str) -> float:
    if (
        not isinstance(value, (int, float))
        or isinstance(value, bool)
        or abs(value) > np.finfo(np.float32).max
    ):
        raise DataError(
            _("The quantization of {name} needs the numbers scale and min; got {value}.").format(
                name=shown(name), value=shown(value)
            )
        )
    return float(value)


def _claim(free: dict[str, Entry], layer: ReadLayer, name: str, shape: Shape) -> Entry:
    """Take the entry of an array of a layer out of those that nobody has claimed."""
    found = [key for key in free if _is_of(key, layer.name, name)]
    if f"{layer.name}/{name}" in free:
        found = [f"{layer.name}/{name}"]
    if len(found) != 1:
        raise DataError(
            _(
                "The file has no weights {value}, which {class_name} needs. Save the model again, "
                "with its weights."
            ).format(value=shown(f"{layer.name}/{name}"), class_name=layer.class_name)
        )
    entry = free.pop(found[0])
    if entry.shape != shape:
        raise ShapeError(
            _(
                "The weights {name} must have the shape {shape}; those in the file have {given}. "
                "The file is damaged, or the weights are of another model."
            ).format(name=shown(entry.name), shape=shape, given=entry.shape)
        )
    return entry


def _is_of(key: str, layer: str, name: str) -> bool:
    """Return whether a name with the model's or a cell's name in it means an array of a layer."""
    *scopes, last = key.split("/")
    return last.removesuffix(":0") == name and layer in scopes
