"""Pictures of key moments: what a learner saw in the lab when a task was solved, one for each task."""

from __future__ import annotations

import base64
import binascii
import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from mlwidgets.data.pictures.still import KINDS, still_kind
from mlwidgets.errors import DataError
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 1
"""Of the form that `Pictures.to_json` writes."""

MOST_BYTES = 60_000
"""The largest picture."""

WIDEST = 480
"""The most pixels of a row; a column may have twice as many."""

MOST_PICTURES = 60
"""There are 53 tasks in the course."""

MOST_IN_ALL = 700_000
"""Bytes of all pictures together: as text they fit beside a run, which has room for a million letters."""

LONGEST_NAME = 201
"""Of a lesson and a task."""


def check_picture(content: object) -> bytes:
    """Return the content of a picture, or raise `DataError` unless it is small, whole and still."""
    if not isinstance(content, bytes) or not 0 < len(content) <= MOST_BYTES:
        got = f"{len(content):,} bytes" if isinstance(content, bytes) else shown(content)
        raise DataError(f"A picture of a solved task has 1 to {MOST_BYTES:,} bytes; got {got}.")
    still_kind(content, widest=WIDEST, highest=2 * WIDEST)
    return content


@dataclass(frozen=True)
class Pictures:
    """One picture for each task, as far as there is one, and as far as there is room.

    Attributes
    ----------
    of : Mapping of str to bytes
        The content of PNG or WebP pictures, each of them checked, by lesson and task: "5-loss/own-words".

    Examples
    --------
    >>> Pictures().to_json()
    ''
    """

    of: Mapping[str, bytes] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.of)

    def has_room(self, size: int) -> bool:
        """Return whether one more picture of so many bytes could be kept."""
        return len(self.of) < MOST_PICTURES and sum(map(len, self.of.values())) + size <= MOST_IN_ALL

    def with_picture(self, name: str, content: object) -> Self:
        """Return the pictures with another one, or as they are if the task has one or there is no room.

        Raises
        ------
        DataError
            It is no picture, or too large; or the name cannot be that of a task.
        """
        if not 0 < len(name) <= LONGEST_NAME or "/" not in name:
            raise DataError(f"A picture belongs to a lesson and a task; got {shown(name)}.")
        checked = check_picture(content)
        if name in self.of or not self.has_room(len(checked)):
            return self
        return type(self)({**self.of, name: checked})

    def merged(self, other: Pictures) -> Self:
        """Return these pictures with those of elsewhere for tasks that have none here."""
        merged = self
        for name, content in other.of.items():
            if name not in merged.of and merged.has_room(len(content)):
                merged = type(self)({**merged.of, name: content})
        return merged

    def as_address(self, name: str) -> str:
        """Return a picture as an address that holds all of it, for a page; empty if there is none."""
        content = self.of.get(name)
        if content is None:
            return ""
        kind = KINDS["PNG" if content.startswith(b"\x89PNG") else "WEBP"]  # it has been looked at already
        return f"data:{kind};base64,{base64.b64encode(content).decode()}"

    def to_json(self) -> str:
        """Return them as a text; empty if there are none."""
        if not self.of:
            return ""
        written = {name: base64.b64encode(content).decode() for name, content in self.of.items()}
        return json.dumps({"version": VERSION, "pictures": written}, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> tuple[Self, int]:
        """Return what `to_json` wrote down, and how many pictures were left out because they are none.

        Raises
        ------
        DataError
            It is something else, or of a version that is not known here.
        """
        try:
            plain = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise DataError(
                _("These are no pictures of solved tasks: the text is not valid JSON.")
            ) from error
        if not isinstance(plain, dict) or not isinstance(plain.get("pictures"), dict):
            raise DataError(
                _("These are no pictures of solved tasks: they are {got}.").format(got=shown(plain))
            )
        version = plain.get("version")
        if isinstance(version, bool) or version != VERSION:
            raise DataError(
                _(
                    "These pictures are of version {version}; this mlwidgets reads version {known}. Update "
                    "mlwidgets."
                ).format(version=shown(version), known=VERSION)
            )
        return cls._read(plain["pictures"])

    @classmethod
    def _read(cls, plain: Mapping[str, Any]) -> tuple[Self, int]:
        found, left_out = cls(), 0
        for name, written in plain.items():
            before = found
            with suppress(DataError, binascii.Error, TypeError, ValueError):
                found = before.with_picture(name, base64.b64decode(written, validate=True))
            left_out += found is before
        return found, left_out
