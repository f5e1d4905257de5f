"""Messages between a page and its kernel: which may be read, and how many are kept for a page that is away.

Jupyter Server 2.17 and older read whatever a page sends on the server's only thread, and keep without end
what a page does not fetch. Each function may go when Jupyter Server has a limit of its own.
"""

from __future__ import annotations

import json
from collections import deque
from typing import Any

NEWER_FORM = "v1.kernel.websocket.jupyter.org"

MOST_PARTS = 4096
LONGEST_HEADER = 64 * 2**10
LONGEST_TEXT = 2**20
"""Of the older form, without buffers: the server itself reads it, which takes 25 times as much memory."""

MOST_KEPT = 16 * 2**20
"""Bytes of a kernel's messages that wait for a page which is away; it asks for all values when it is back."""

_CHANNELS = {b"shell", b"control", b"stdin"}


def may_be_read(message: bytes | str, *, newer: bool) -> bool:
    """Whether reading a message costs little, and it is one to a kernel.

    Parameters
    ----------
    message : bytes or str
        What a page has sent.
    newer : bool
        Which form it has promised.

    Returns
    -------
    bool
        Whether the message may be read.
    """
    if newer:
        return isinstance(message, bytes) and _may_be_read_newer(message)
    text = message if isinstance(message, str) else _text_of(message)
    if text is None or len(text) > LONGEST_TEXT:
        return False
    read = _read(text)
    parts = ("header", "parent_header", "metadata", "content")
    return (
        isinstance(read, dict)
        and all(isinstance(read.get(name), dict) for name in parts)
        and _is_header(read["header"])
        and str(read.get("channel", "shell")).encode(errors="replace") in _CHANNELS
    )


def _may_be_read_newer(message: bytes) -> bool:
    # The count of places, then the places where channel, header, parent, metadata, content and buffers begin.
    count = int.from_bytes(message[:8], "little")
    if not 6 <= count <= MOST_PARTS or len(message) < 8 * (count + 1):  # noqa: PLR2004 - the form's own
        return False
    places = [int.from_bytes(message[8 * i : 8 * (i + 1)], "little") for i in range(1, count + 1)]
    if places != sorted(places) or places[-1] > len(message):
        return False
    channel, header = message[places[0] : places[1]], message[places[1] : places[2]]
    return channel in _CHANNELS and len(header) <= LONGEST_HEADER and _is_header(_read(header))


def _text_of(message: bytes) -> bytes | None:
    # The count of parts, then the places where they begin: JSON first, buffers after it.
    count = int.from_bytes(message[:4], "big")
    if not 1 <= count <= MOST_PARTS or len(message) < 4 * (count + 1):
        return None
    places = [int.from_bytes(message[4 * i : 4 * (i + 1)], "big") for i in range(1, count + 1)]
    return message[places[0] : places[1] if count > 1 else len(message)]


def _read(text: bytes | str) -> Any:  # noqa: ANN401 - anything that JSON can hold
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_header(read: object) -> bool:
    return isinstance(read, dict) and isinstance(read.get("msg_type"), str)


class NewestMessages(deque[tuple[str, list[bytes]]]):
    """The newest messages of a kernel, as many as fit; it stands in for a list of Jupyter Server's."""

    _kept = 0

    def append(self, message: tuple[str, list[bytes]]) -> None:
        """Add a message, and drop the oldest while there are too many bytes.

        Parameters
        ----------
        message : tuple
            Name of the channel, and the parts of the message.
        """
        super().append(message)
        self._kept += _size(message)
        while self._kept > MOST_KEPT:
            self._kept -= _size(self.popleft())


def _size(message: tuple[str, list[bytes]]) -> int:
    return sum(map(len, message[1]))
