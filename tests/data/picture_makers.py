"""Picture files for the tests: good ones written by Pillow, and hostile ones put together by hand."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"
END = (b"IEND", b"")


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:  # noqa: ANN401 - Pillow's own
    """Return a picture as a file of a kind such as ``"PNG"``."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def colourful(height: int, width: int) -> Image.Image:
    """Draw smooth colours without any symmetry: every corner is unlike the others."""
    y, x = np.mgrid[:height, :width]
    red, green, blue = 255 * x / width, 255 * y / height, 255 * (x + y) / (height + width)
    return Image.fromarray(np.stack([red, green, 200 - blue * 0.5], axis=2).astype(np.uint8))


def noise(height: int, width: int) -> Image.Image:
    """Draw noise, which no file can hold in few bytes."""
    return Image.fromarray(np.random.default_rng(5).integers(0, 256, (height, width, 3), np.uint8))


def header(height: int, width: int, depth: int = 8, colour: int = 0) -> tuple[bytes, bytes]:
    """Return the header chunk of a PNG."""
    return b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)


def pixels(rows: bytes) -> tuple[bytes, bytes]:
    """Return the pixel chunk of a PNG, from rows that each begin with a zero."""
    return b"IDAT", zlib.compress(rows, 9)


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return a PNG file of these chunks."""
    file = SIGNATURE
    for kind, data in chunks:
        file += (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))
        )
    return file


def with_chunk(file: bytes, kind: bytes, data: bytes) -> bytes:
    """Put a chunk behind the header of a PNG file."""
    return png(*[(b"IHDR", file[16:29]), (kind, data)]) + file[33:]


def with_segment(file: bytes, marker: int, data: bytes) -> bytes:
    """Put a segment at the beginning of a JPEG file."""
    return file[:2] + struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data + file[2:]


def frame_at(file: bytes) -> int:
    """Find the header of the picture in a JPEG file: the place of its length."""
    return max(file.find(mark) for mark in (b"\xff\xc0", b"\xff\xc2")) + 2


def exif(orientation: int, order: str = "<") -> bytes:
    """Return EXIF with an orientation in it and another number before it, in either byte order."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entries = [(0x0100, 3, 1, 7), (0x0112, 3, 1, orientation)]
    body = b"".join(struct.pack(f"{order}HHIHxx", *entry) for entry in entries)
    return mark + struct.pack(f"{order}IH", 8, len(entries)) + body + bytes(4)


def changed(file: bytes, place: int, data: bytes) -> bytes:
    """Write other bytes over those at a place."""
    return file[:place] + data + file[place + len(data) :]


def array(file: bytes) -> NDArray[np.uint8]:
    """Read a file with Pillow alone, as RGB."""
    return np.asarray(Image.open(io.BytesIO(file)).convert("RGB"))
