"""Plain JSON values as a short text that may stand in any address, and back."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any

from mlwidgets.errors import DataError
from mlwidgets.language import _
from mlwidgets.ranges import shown

MOST_CHARACTERS = 200_000
"""So long may a link be: five thousand drawn points fit, and every browser's address bar takes it."""

MOST_BYTES = 2_000_000
"""So much may come out of one: a text of zeros packs a thousand times smaller than it is."""

_DAMAGED = _("This link is damaged ({why}). Copy it again, the whole of it.")
_CHARACTERS = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def pack(plain: dict[str, Any]) -> str:
    """Return JSON values, compressed (zlib, RFC 1950) and in base64's alphabet for addresses (RFC 4648, 5).

    Raises
    ------
    DataError
        They are too many for a link.
    """
    text = json.dumps(plain, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    packed = base64.urlsafe_b64encode(zlib.compress(text, 9)).rstrip(b"=").decode()
    if len(packed) > MOST_CHARACTERS or len(text) > MOST_BYTES:
        raise DataError(
            _(
                "This configuration is too large for a link: {count:,} characters, and a link may "
                "have {most:,}. Save the run as a file."
            ).format(count=len(packed), most=MOST_CHARACTERS)
        )
    return packed


def check_length(link: str) -> None:
    """Raise `DataError` if a link is longer than any of ours."""
    if len(link) > MOST_CHARACTERS + 2_000:  # an address stands before it
        raise DataError(
            _("A link may have up to {most:,} characters; this one has {count:,}. Copy it again.").format(
                most=MOST_CHARACTERS, count=len(link)
            )
        )


def unpack(packed: str) -> Any:  # noqa: ANN401 - any JSON value
    """Return the JSON values that `pack` has written.

    Raises
    ------
    DataError
        It is damaged, or unpacks to more than a link may hold; no more than that is ever unpacked.
    """
    if not _CHARACTERS.fullmatch(packed):
        raise DataError(_DAMAGED.format(why=_("it holds a character that no link has")))
    unpacking = zlib.decompressobj()
    try:
        content = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        text = unpacking.decompress(content, MOST_BYTES + 1)
    except (ValueError, zlib.error):  # binascii.Error is a ValueError
        raise DataError(_DAMAGED.format(why=_("it cannot be unpacked"))) from None
    if len(text) > MOST_BYTES:
        raise DataError(
            _("This link unpacks to more than {most:,} bytes, which none of ours does.").format(
                most=MOST_BYTES
            )
        )
    if not unpacking.eof or unpacking.unused_data:
        raise DataError(_DAMAGED.format(why=_("its end is missing or does not belong to it")))
    try:
        return json.loads(text.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise DataError(_DAMAGED.format(why=_("what it holds is not valid JSON"))) from None


def _refuse_constant(name: str) -> None:
    raise ValueError(shown(name))  # NaN and Infinity are not JSON
