"""Which files an upload takes: told to the page as well, so that it refuses a file before it sends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mlwidgets.data.pictures.kinds import SIGNATURES, TEXT, UNKNOWN, check_size
from mlwidgets.widgets.controls import texts


@dataclass(frozen=True, kw_only=True)
class FileRules:
    """What a file must be, and what is said of one that is not.

    Parameters
    ----------
    good : tuple of str
        The kinds that can be read, by the names of `data.pictures.kinds`; the first bytes of a file tell its
        kind.
    limit : int
        The most bytes a file may have.
    accept : str
        What the browser's dialog offers: ".csv,.zip".
    hint : str
        What can be brought, in a line under the button; in it may stand {limit} in MB.
    empty, large, kind, several : str
        Why a file is refused. In them stand {name}, the sizes {size} and {limit} in MB, {kind} or {count}.
    progress : str
        What the progress bar is called by a screen reader.
    pastes : bool
        Whether text that is pasted is taken as the content of a file.
    most : int
        How many files may be chosen at once; they come one after another.
    """

    good: tuple[str, ...]
    limit: int
    accept: str
    hint: str
    empty: str
    large: str
    kind: str
    several: str
    progress: str
    pastes: bool = False
    most: int = 1

    def check_size(self, name: str, size: int) -> None:
        """Raise `DataError` unless a file of so many bytes is neither empty nor too large."""
        check_size(name, size, limit=self.limit, empty=self.empty, large=self.large)

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as plain values for the page."""
        return {
            "kinds": [[kind, offset, list(mark)] for kind, offset, mark in SIGNATURES],
            "text": TEXT,
            "unknown": UNKNOWN,
            "words": {kind: kind for kind in texts.FILE_KINDS},  # keys stay, what is shown is translated
            "good": list(self.good),
            "limit": self.limit,
            "accept": self.accept,
            "hint": self.hint.format(limit=self.limit >> 20),
            "empty": self.empty,
            "large": self.large,
            "kind": self.kind,
            "several": self.several,
            "progress": self.progress,
            "pastes": self.pastes,
            "most": self.most,
        }
