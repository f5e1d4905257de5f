"""What a file is, told by its first bytes: its name may say anything.

The table is also sent to the page, so that the browser can refuse a file before it sends it.
"""

from __future__ import annotations

import math
import re
import unicodedata

from mlwidgets.errors import DataError
from mlwidgets.language import Text, _, numeral

MAX_BYTES = 10 * 2**20
"""The largest file that is read. A photograph of a telephone has 2 to 6 MB."""

HEAD = 1024
"""So many bytes from the beginning are enough to tell what a file is."""

LONGEST_NAME = 40

# These names tell kinds of files apart, on the page too; in a message they are translated.
PNG, JPEG = "a PNG picture", "a JPEG picture"
TEXT = "a text file"
UNKNOWN = "of an unknown kind"

SIGNATURES: tuple[tuple[str, int, bytes], ...] = (
    # what it is, and which bytes stand where
    (PNG, 0, b"\x89PNG\r\n\x1a\n"),
    (JPEG, 0, b"\xff\xd8\xff"),
    ("a TIFF picture", 0, b"II*\0"),
    ("a TIFF picture", 0, b"MM\0*"),
    ("a TIFF picture", 0, b"II+\0"),
    ("a TIFF picture", 0, b"MM\0+"),
    ("a GIF picture", 0, b"GIF87a"),
    ("a GIF picture", 0, b"GIF89a"),
    ("a WebP picture", 8, b"WEBP"),
    ("an AVIF picture", 4, b"ftypavif"),
    ("a HEIC picture", 4, b"ftyphei"),
    ("a HEIC picture", 4, b"ftypmif1"),
    ("a video", 4, b"ftyp"),
    ("a JPEG 2000 picture", 0, b"\0\0\0\x0cjP  "),
    ("a JPEG XL picture", 0, b"\0\0\0\x0cJXL "),
    ("a Photoshop file", 0, b"8BPS"),
    ("an icon", 0, b"\0\0\1\0"),
    ("a PDF document", 0, b"%PDF"),
    ("an SVG drawing", 0, b"<svg"),
    ("an XML or SVG file", 0, b"<?xml"),
    ("a ZIP archive or an office document", 0, b"PK\3\4"),
    ("a gzip file", 0, b"\x1f\x8b"),
    ("a BMP picture", 0, b"BM"),
)

EMPTY_PICTURE = _("“{name}” is empty: it has 0 bytes. Choose a PNG or JPEG picture.")
LARGE_PICTURE = _(
    "“{name}” has {size} MB; a picture may have at most {limit} MB. Make it smaller, such as 1,000 pixels a "
    "side, and try again."
)
WRONG_PICTURE = _(
    "“{name}” is {kind}, judging by its content; mlwidgets reads PNG and JPEG. Choose another file, or save "
    "your picture as PNG first."
)
"""Why a file is refused; the page says the same before it sends one."""

_NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def kind_of(content: bytes) -> str:
    """Say what a file is.

    Parameters
    ----------
    content : bytes
        The file, or at least its first `HEAD` bytes.

    Returns
    -------
    str
        Such as ``"a TIFF picture"``; `UNKNOWN` if nothing is known that begins so.

    Examples
    --------
    >>> kind_of(b"GIF89a" + bytes(20))
    'a GIF picture'
    >>> kind_of(b"first,second")
    'a text file'
    """
    is_text = _is_text(content[:HEAD])
    for kind, offset, mark in SIGNATURES:
        # Two letters at the beginning of a text are no evidence of a BMP.
        if content[offset : offset + len(mark)] == mark and (len(mark) > 2 or not is_text):  # noqa: PLR2004
            return kind
    return TEXT if is_text else UNKNOWN


def file_name(name: object) -> str:
    r"""Return the name of a file as it can stand in a sentence.

    Folders are dropped, and so are characters that cannot be seen or that turn the direction of writing; a
    long name loses its middle.

    Examples
    --------
    >>> file_name(r"C:\fakepath\cat.png")
    'cat.png'
    """
    last = re.split(r"[\\/]", str(name)[:4096])[-1]
    visible = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip()
    if len(visible) > LONGEST_NAME:
        visible = f"{visible[: LONGEST_NAME - 12]}…{visible[-11:]}"
    return visible or "file"


def check_size(
    name: str, size: int, *, limit: int = MAX_BYTES, empty: str = EMPTY_PICTURE, large: str = LARGE_PICTURE
) -> None:
    """Raise `DataError` unless a file of so many bytes is neither empty nor too large.

    What is said of it may be given, with {name}, {size} and {limit} where these are to stand.
    """
    if size == 0:
        raise DataError(empty.format(name=file_name(name)))
    if size > limit:
        megabytes = math.ceil(size / 2**20 * 10) / 10  # up, so that a file is never as large as it may be
        raise DataError(
            large.format(name=file_name(name), size=numeral(megabytes, ",.1f"), limit=limit >> 20)
        )


def check_kind(name: str, content: bytes) -> str:
    """Return `PNG` or `JPEG`, or raise `DataError` for anything else, whatever the file is called."""
    kind = kind_of(content)
    if kind not in (PNG, JPEG):
        raise DataError(WRONG_PICTURE.format(name=file_name(name), kind=Text(kind)))
    return kind


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16, as Windows writes it
        return True
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:  # a letter may be cut in two at the end, but only there
            return False
        text = head[: error.start].decode("utf-8")
    return bool(text) and not _NOT_IN_TEXT.search(text)
