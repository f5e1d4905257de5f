"""A PNG file without what its pixels do not need.

Pillow reads every chunk up to the pixels: it unpacks texts and colour profiles, and gives up at one whose
check sum is wrong. It gets only those that the pixels need, so the rest can do no harm.

References
----------
.. [1] "Portable Network Graphics (PNG) Specification (Third Edition)", W3C Recommendation, 24 June 2025,
   https://www.w3.org/TR/png-3/
"""

from __future__ import annotations

import zlib

from mlwidgets.data.pictures.problems import cut_off, damaged
from mlwidgets.language import _

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST_COLOURS = 3 * 256
_PALETTE = 3  # the kind of PNG whose pixels are places in a palette
_NEEDED = {b"IHDR", b"PLTE", b"tRNS", b"eXIf", b"IDAT", b"IEND"}


def needed_chunks(content: bytes, name: str) -> bytes:
    """Return a PNG file with only the chunks that its picture needs; of an animation, its still picture.

    Parameters
    ----------
    content : bytes
        The file; it begins with the signature of PNG.
    name : str
        Its name, for messages.

    Raises
    ------
    DataError
        The end is missing, the palette is wrong, or a needed chunk's check sum is.
    """
    pieces, place, end = [_SIGNATURE], len(_SIGNATURE), len(content)
    while place + 12 <= end:  # length, kind and check sum
        length = int.from_bytes(content[place : place + 4], "big")
        after = place + 12 + length
        if after > end:
            raise cut_off(name)
        kind = content[place + 4 : place + 8]
        if kind in _NEEDED:
            if zlib.crc32(content[place + 4 : after - 4]) != int.from_bytes(
                content[after - 4 : after], "big"
            ):
                raise damaged(
                    name, _("the check sum of its part {decode} is wrong").format(decode=kind.decode())
                )
            if kind == b"PLTE" and (length % 3 or not 0 < length <= _MOST_COLOURS):
                raise damaged(name, _("it has no proper palette"))
            pieces.append(content[place:after])
        if kind == b"IEND":
            kept = b"".join(pieces)
            if kept[25:26] == bytes([_PALETTE]) and b"PLTE" not in {piece[4:8] for piece in pieces}:
                raise damaged(name, _("it has no proper palette"))
            return kept
        place = after
    raise cut_off(name)
