"""Taking a PNG file apart.

References
----------
.. [1] "Portable Network Graphics (PNG) Specification (Third Edition)", W3C Recommendation, 24 June 2025,
   https://www.w3.org/TR/png-3/
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.pictures.files import (
    MAX_PARTS,
    PictureFile,
    check_pixels,
    cut_off,
    damaged,
    orientation_of,
)
from mlwidgets.data.pictures.kinds import file_name
from mlwidgets.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_UNPACKED = 4 * 2**20
"""The most bytes that texts and colour profile may unpack to, all together."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _RGB, _PALETTE, _GREY_ALPHA, _RGB_ALPHA = 0, 2, 3, 4, 6
_DEPTHS = {
    _GREY: (1, 2, 4, 8, 16),
    _RGB: (8, 16),
    _PALETTE: (1, 2, 4, 8),
    _GREY_ALPHA: (8, 16),
    _RGB_ALPHA: (8, 16),
}

Chunk = tuple[bytes, bytes]
"""The four letters of a chunk, and what it holds."""


def read_png(content: bytes, name: str) -> PictureFile:
    """Check a PNG file, and take out what its pixels need.

    Parameters
    ----------
    content : bytes
        The file; it begins with the signature of PNG.
    name : str
        Its name, for messages.

    Returns
    -------
    PictureFile
        Of an animation, the picture that a program shows which knows nothing of animations.

    Raises
    ------
    DataError
        The file is cut off or damaged, its picture has too many pixels, or a text or profile in it unpacks to
        more than `MAX_UNPACKED` bytes.
    """
    chunks = list(_chunks(content, name))
    kind, header = chunks[0] if chunks else (b"", b"")
    if kind != b"IHDR" or len(header) != 13:  # noqa: PLR2004 - so many bytes has a header
        raise damaged(name, "it does not begin with a header")
    width, height, depth, colour, packing, filters, interlacing = struct.unpack(">IIBBBBB", header)
    check_pixels(name, height, width)
    if depth not in _DEPTHS.get(colour, ()) or packing or filters or interlacing > 1:
        raise damaged(name, "its header asks for something that PNG does not have")
    _check_unpacked(chunks, name)
    found: dict[bytes, bytes] = {}
    for kind, data in chunks:
        found.setdefault(kind, data)
    if b"IDAT" not in found:
        raise damaged(name, "it holds no pixels")
    palette = _palette(found, name) if colour == _PALETTE else None
    parts = [(b"IHDR", header)]
    if palette is not None:
        parts.append((b"PLTE", palette.tobytes()))
    parts.append((b"IDAT", b"".join(data for kind, data in chunks if kind == b"IDAT")))
    return PictureFile(
        name=name,
        height=height,
        width=width,
        is_grey=colour in (_GREY, _GREY_ALPHA)
        or (palette is not None and bool((palette == palette[:, :1]).all())),
        orientation=orientation_of(found.get(b"eXIf", b"")),
        clear=_clear(found.get(b"tRNS"), colour, depth),
        content=_joined([*parts, (b"IEND", b"")]),
    )


def _chunks(content: bytes, name: str) -> Iterator[Chunk]:
    """Cut a file into its chunks, up to the one that ends it."""
    place = len(_SIGNATURE)
    for _ in range(MAX_PARTS):
        if place + 12 > len(content):
            raise cut_off(name)
        length, kind = struct.unpack_from(">I4s", content, place)
        end = place + 12 + length
        if not kind.isalpha():
            raise damaged(name, "one of its parts has no proper name")
        if end > len(content):
            raise cut_off(name)
        if kind == b"IEND":
            return
        data = content[place + 8 : end - 4]
        if struct.unpack_from(">I", content, end - 4)[0] == zlib.crc32(data, zlib.crc32(kind)):
            yield kind, data
        elif kind[:1].isupper():  # a small letter says that the picture can be shown without this part
            raise damaged(name, f"the check sum of its part {kind.decode('ascii')} is wrong")
        place = end
    raise damaged(name, f"it has more than {MAX_PARTS:,} parts")


def _joined(chunks: Sequence[Chunk]) -> bytes:
    """Make a file of chunks."""
    pieces = [_SIGNATURE]
    for kind, data in chunks:
        pieces += [struct.pack(">I", len(data)), kind, data]
        pieces.append(struct.pack(">I", zlib.crc32(data, zlib.crc32(kind))))
    return b"".join(pieces)


def _check_unpacked(chunks: Sequence[Chunk], name: str) -> None:
    """Refuse a file of which a small part unpacks to a huge one, though that part would be left out."""
    left = MAX_UNPACKED
    for kind, data in chunks:
        packed = _packed(kind, data)
        try:
            left -= len(zlib.decompressobj().decompress(packed, left + 1)) if packed else 0
        except zlib.error:
            continue  # a text that cannot be read harms nobody
        if left < 0:
            raise DataError(
                f"“{file_name(name)}” holds a text or a colour profile ({kind.decode('ascii')}) that unpacks "
                f"to more than {MAX_UNPACKED >> 20} MB, as a decompression bomb does. Save the picture again "
                "without it."
            )


def _packed(kind: bytes, data: bytes) -> bytes:
    """Return the part of a chunk that is packed, if one is."""
    _keyword, _, rest = data.partition(b"\0")
    if kind in (b"zTXt", b"iCCP"):
        return rest[1:]
    if kind == b"iTXt" and rest[:1] == b"\1":
        return rest[2:].split(b"\0", 2)[-1]
    return b""


def _palette(found: dict[bytes, bytes], name: str) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Return the colours of a palette, (256, 3), laid on white where they are transparent."""
    data = found.get(b"PLTE", b"")
    if not data or len(data) % 3 or len(data) > 3 * 256:
        raise damaged(name, "it has no proper palette of colours")
    colours = np.frombuffer(data, np.uint8).reshape(-1, 3).astype(np.uint32)
    opaque = np.full((len(colours), 1), 255, np.uint32)
    shares = np.frombuffer(found.get(b"tRNS", b""), np.uint8)[: len(colours)]
    opaque[: len(shares), 0] = shares
    palette = np.zeros((256, 3), np.uint8)
    palette[: len(colours)] = (colours * opaque + 255 * (255 - opaque) + 127) // 255
    return palette


def _clear(transparency: bytes | None, colour: int, depth: int) -> tuple[int, ...] | None:
    """Return the transparent colour in the numbers that Pillow decodes to."""
    count = {_GREY: 1, _RGB: 3}.get(colour)
    if transparency is None or count is None or len(transparency) != 2 * count:
        return None
    values = struct.unpack(f">{count}H", transparency)
    if depth == 16:  # noqa: PLR2004 - bits
        return values if colour == _GREY else tuple(value >> 8 for value in values)
    return tuple(value * 255 // (2**depth - 1) for value in values)
