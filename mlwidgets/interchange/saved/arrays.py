"""Arrays as `.npz`, as `numpy.load` reads them; read here without believing a header, and never a pickle."""

from __future__ import annotations

import io
import math
import re
import zipfile
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.archives import ArchiveLimits, member_bytes, open_zip, put_member, safe_members
from mlwidgets.errors import DataError
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.arrays import AnyArray

_LIMITS = ArchiveLimits(members=10_000, total=512 * 2**20)
_MOST_SIDES = 8

_MAGIC = b"\x93NUMPY\x01\x00"
_TYPES = ("<f8", "<f4", "<f2", "<i8", "<i4", "<i2", "|i1", "<u8", "<u4", "<u2", "|u1", "|b1", "<M8[s]")

# NumPy itself would evaluate the header as Python; this is all that it writes for such arrays.
_HEADER = re.compile(
    rb"\{'descr': '([^']{1,9})', 'fortran_order': False, 'shape': \(((?:\d{1,10}, )*\d{1,10},?|)\), \} *\n"
)


def write_npz(arrays: Mapping[str, AnyArray], *, compressed: bool = False) -> bytes:
    """Return arrays by name as the content of an `.npz`; the same arrays give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, array in arrays.items():
            written = io.BytesIO()
            ordered = np.asarray(array, array.dtype.newbyteorder("<"), order="C")
            np.lib.format.write_array(written, ordered, version=(1, 0), allow_pickle=False)
            put_member(archive, f"{name}.npy", written.getvalue(), compressed=compressed)
    return out.getvalue()


def read_npz(content: bytes) -> dict[str, AnyArray]:
    """Return the arrays of an `.npz`, read-only.

    Raises
    ------
    DataError
        It is damaged, or holds what is no plain array of numbers, or too much.
    """
    with open_zip(content) as archive:
        members = safe_members(archive, _LIMITS)
        return {
            member.filename.removesuffix(".npy"): _array(member.filename, member_bytes(archive, member))
            for member in members
        }


def _array(name: str, content: bytes) -> AnyArray:
    """Return one array whose header says just what there is: nothing else is made room for."""
    start = len(_MAGIC) + 2
    end = start + int.from_bytes(content[len(_MAGIC) : start], "little")
    header = _HEADER.fullmatch(content[start:end])
    if not content.startswith(_MAGIC) or header is None or header[1].decode("latin-1") not in _TYPES:
        raise DataError(f"{shown(name)} in the run file is not an array of numbers. Save the run again.")
    kind = np.dtype(header[1].decode())
    shape = tuple(int(side) for side in re.findall(rb"\d+", header[2]))
    if math.prod(shape) * kind.itemsize != len(content) - end or len(shape) > _MOST_SIDES:
        raise DataError(
            f"{shown(name)} in the run file is said to have the shape {shown(shape)}, and holds "
            f"{len(content) - end:,} bytes. Save the run again."
        )
    return np.frombuffer(content, kind, offset=end).reshape(shape)
