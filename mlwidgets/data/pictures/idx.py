"""Reading IDX files, the format in which MNIST was published.

A file starts with two zero bytes, a type byte and the number of dimensions; then each dimension as four
bytes, most significant first; then the values. It may come from anywhere, so nothing in it is believed
before it is checked, and never more is unpacked than its header promises.

References
----------
.. [1] Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits", section
   "File formats", http://yann.lecun.com/exdb/mnist/
"""

from __future__ import annotations

import gzip
import io
import math
import os
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn

import numpy as np

from mlwidgets.errors import DataError
from mlwidgets.language import _

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_BYTES = 2**30
"""Largest number of values that is read, 1 GiB: twice the largest published relative of MNIST."""

_UNSIGNED_BYTE = 0x08
_OTHER_TYPES = {
    0x09: "signed bytes",
    0x0B: "16-bit integers",
    0x0C: "32-bit integers",
    0x0D: "32-bit floats",
    0x0E: "64-bit floats",
}
_MAX_DIMENSIONS = 4  # examples, height, width, channels
_GZIP_MAGIC = b"\x1f\x8b"
_MAX_GZIP_RATIO = 1032  # DEFLATE cannot pack more than this many bytes into one
_CHUNK = 2**20


def read_idx(path: str | os.PathLike[str]) -> NDArray[np.uint8]:
    """Read an IDX file of unsigned bytes, packed with gzip or not.

    Parameters
    ----------
    path : str or path
        The file. Whether it is packed is read from its first bytes, not from its name.

    Returns
    -------
    ndarray of uint8
        The values, in the shape that the header gives.

    Raises
    ------
    DataError
        The file is missing, damaged, too short, too long, too large or of another format.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "labels")
    ...     _ = file.write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1]))
    ...     read_idx(file)
    array([7, 2, 1], dtype=uint8)
    """
    file = Path(path)
    # A pipe or a device would block or never end, so only a regular file is opened.
    if not file.is_file():
        raise DataError(_("There is no file {file}. Check the folder and the name.").format(file=file))
    try:
        with file.open("rb") as raw:
            return _read_packed(raw, str(file), os.fstat(raw.fileno()).st_size)
    except OSError as error:
        raise DataError(
            _("{file} cannot be read: {strerror}.").format(file=file, strerror=error.strerror or error)
        ) from error


def idx_from_bytes(content: bytes, name: str) -> NDArray[np.uint8]:
    """Read the content of an IDX file as `read_idx` does; `name` is for messages."""
    return _read_packed(io.BytesIO(content), name, len(content))


def _read_packed(raw: IO[bytes], file: str, size: int) -> NDArray[np.uint8]:
    """Read a file of `size` bytes, unpacked first if it begins as gzip does."""
    try:
        packed = raw.read(2) == _GZIP_MAGIC
        raw.seek(0)
        if not packed:
            return _read(raw, file, largest=size)
        with gzip.GzipFile(fileobj=raw) as unpacked:
            return _read(unpacked, file, largest=size * _MAX_GZIP_RATIO)
    except EOFError as error:
        raise DataError(
            _("{file} is cut off: its gzip data end too early. Download it again.").format(file=file)
        ) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise DataError(
            _("{file} is damaged: its gzip data cannot be unpacked. Download it again.").format(file=file)
        ) from error


def _read(stream: IO[bytes] | gzip.GzipFile, file: str, largest: int) -> NDArray[np.uint8]:
    shape = _read_header(stream, file)
    promised = math.prod(shape)
    if promised > MAX_BYTES:
        raise DataError(
            _(
                "{file} is too large: its header promises {promised:,} bytes, and at most "
                "{max_bytes:,} are read."
            ).format(file=file, promised=promised, max_bytes=MAX_BYTES)
        )
    if promised > largest:  # before any memory is set aside for a promise that cannot be kept
        _cut_off(file, promised)
    values = np.empty(promised, dtype=np.uint8)
    filled = 0
    while filled < promised:
        chunk = stream.read(min(_CHUNK, promised - filled))
        if not chunk:
            _cut_off(file, promised, filled)
        values[filled : filled + len(chunk)] = np.frombuffer(chunk, dtype=np.uint8)
        filled += len(chunk)
    # One byte more: there must be none, and reaching the end makes gzip compare its checksum.
    if stream.read(1):
        raise DataError(
            _(
                "{file} is too long: its header promises {promised:,} bytes of values, and more "
                "follow. Use the file as it was published."
            ).format(file=file, promised=promised)
        )
    return values.reshape(shape)


def _read_header(stream: IO[bytes] | gzip.GzipFile, file: str) -> tuple[int, ...]:
    start = stream.read(4)
    if not start:
        raise DataError(_("{file} is empty. Download it again.").format(file=file))
    if start[:2] != b"\0\0"[: len(start)]:
        raise DataError(
            _(
                "{file} is not an IDX file: it must start with two zero bytes, and starts with {hex}. "
                "Use one of the MNIST files as they were published."
            ).format(file=file, hex=start[:2].hex(" "))
        )
    if len(start) < 4:  # noqa: PLR2004 - two zeros, type, number of dimensions
        raise DataError(
            _("{file} is cut off: it ends within its header. Download it again.").format(file=file)
        )
    kind, dimensions = start[2], start[3]
    if kind != _UNSIGNED_BYTE:
        found = _OTHER_TYPES.get(kind, "values of a type that IDX does not have")
        raise DataError(
            _(
                "{file} must hold unsigned bytes (type byte 08); got {found} (type byte {kind:02x}). "
                "The MNIST files hold unsigned bytes."
            ).format(file=file, found=found, kind=kind)
        )
    if not 1 <= dimensions <= _MAX_DIMENSIONS:
        raise DataError(
            _("{file} must have 1 to {max_dimensions} dimensions; its header says {dimensions}.").format(
                file=file, max_dimensions=_MAX_DIMENSIONS, dimensions=dimensions
            )
        )
    sizes = stream.read(4 * dimensions)
    if len(sizes) < 4 * dimensions:
        raise DataError(
            _("{file} is cut off: it ends within its header. Download it again.").format(file=file)
        )
    shape = tuple(int(size) for size in np.frombuffer(sizes, dtype=">u4"))
    if 0 in shape:
        raise DataError(
            _("{file} holds no values: its header gives the shape {shape}.").format(file=file, shape=shape)
        )
    return shape


def _cut_off(file: str, promised: int, found: int | None = None) -> NoReturn:
    said = _(
        "{file} is cut off: its header promises {promised:,} bytes of values, and only {found:,} are there. "
        "Download it again."
    )
    if found is None:
        said = _(
            "{file} is cut off: its header promises {promised:,} bytes of values, and the file is far too "
            "small for that. Download it again."
        )
    raise DataError(said.format(file=file, promised=promised, found=found))
