"""The bytes of a file: looked through once, and brought into the form that the reading library knows."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlwidgets.data.tables.reading.encodings import encoding_of_start, guess_legacy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD = 256 * 1024
"""So many bytes of the beginning are looked at to find how a file is written."""

_CHUNK = 2**20
_HIGH_LINES = re.compile(rb"[^\n]*[\x80-\xff][^\n]*\n?")
_SURROGATES = re.compile("[\udc80-\udcff]")
_NOT_ASCII = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")
_LONGEST_SAMPLE = 200_000
_BYTE_OF_WINDOWS = "mlwidgets-windows-1252-byte"


@dataclass(frozen=True)
class Scan:
    """What one pass through a file has told.

    Attributes
    ----------
    sha256 : str
        The checksum of the whole file.
    size : int
        Its bytes.
    encoding : str
        That of its text.
    mark : int
        Bytes of the byte-order mark.
    mixed : int
        Bytes that do not fit the encoding: such a file was put together from several.
    zeros : bool
        Whether it holds NUL bytes.
    returns : bool
        Whether it holds carriage returns, as in the line ends of Windows and old Macs.
    """

    sha256: str
    size: int
    encoding: str
    mark: int
    mixed: int
    zeros: bool
    returns: bool


def scan(path: Path) -> Scan:
    """Look through a file once."""
    checksum = hashlib.sha256()
    size, good, bad = 0, 0, 0
    zeros = returns = False
    sample = bytearray()
    encoding, mark = "", 0
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if not size:
                encoding, mark = encoding_of_start(chunk[:HEAD])
            checksum.update(chunk)
            size += len(chunk)
            zeros = zeros or b"\0" in chunk
            returns = returns or b"\r" in chunk
            if not chunk.isascii():
                if len(sample) < _LONGEST_SAMPLE:
                    sample += b"".join(_HIGH_LINES.findall(chunk))[:_LONGEST_SAMPLE]
                text = decoder.decode(chunk)
                bad += len(_SURROGATES.findall(text))
                good += len(_NOT_ASCII.findall(text))
    if not encoding:
        encoding = "utf-8" if bad == 0 or good > bad else guess_legacy(bytes(sample))
    utf_16 = encoding.startswith("utf-16")
    mixed = bad if encoding == "utf-8" else 0
    return Scan(checksum.hexdigest(), size, encoding, mark, mixed, zeros and not utf_16, returns or utf_16)


def texts(path: Path, encoding: str, mark: int, chunk: int = _CHUNK) -> Iterator[str]:
    """Yield the text of a file, piece by piece, without NUL characters.

    A byte that is not UTF-8 is read as one of Windows-1252, which is what mixed files hold; what no letter is
    in the other encodings becomes "�".
    """
    decoder = codecs.getincrementaldecoder(encoding)(_BYTE_OF_WINDOWS if encoding == "utf-8" else "replace")
    with path.open("rb") as file:
        file.seek(mark)
        while piece := file.read(chunk):
            yield decoder.decode(piece).replace("\0", "")
        yield decoder.decode(b"", final=True).replace("\0", "")


def head_text(path: Path, encoding: str, mark: int) -> str:
    """Return the beginning of a file, up to the last line end in it."""
    text = next(texts(path, encoding, mark, HEAD), "")
    if len(text) > HEAD / 4 and path.stat().st_size > HEAD:
        return text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    return text


def write_plain(pieces: Iterator[str], target: Path, quote: str, skip_lines: int) -> None:
    """Write a text as UTF-8 with line feeds as its only line ends, without its first lines.

    Carriage returns inside quoted cells belong to the cells and stay.
    """
    inside, last, started = False, "", False
    with target.open("w", encoding="utf-8", newline="") as file:
        for piece in pieces:
            whole = last + piece
            last = "\r" if whole.endswith("\r") else ""  # its line feed may come with the next piece
            whole = whole[: len(whole) - len(last)]
            parts = whole.split(quote) if quote else [whole]
            for at, part in enumerate(parts):
                if (at % 2 == 0) != inside:
                    parts[at] = part.replace("\r\n", "\n").replace("\r", "\n")
            inside = inside != (len(parts) % 2 == 0)
            text = quote.join(parts) if quote else parts[0]
            while skip_lines and text:
                _, found, text = text.partition("\n")
                skip_lines -= len(found)
            if text and not started:
                started = True
                # The reading library takes the first of these characters for a mark and drops it.
                file.write("\ufeff" if text[0] == "\ufeff" else "")
            file.write(text)
        file.write("\n" if last and not skip_lines else "")


def _byte_of_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", errors="replace"), error.end


codecs.register_error(_BYTE_OF_WINDOWS, _byte_of_windows)
