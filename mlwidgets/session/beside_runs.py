"""What others keep in a run file, beside the run: texts that the floors above write and read themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


class Keeper(Protocol):
    """Whoever keeps a text in run files."""

    def to_text(self) -> str:
        """Return what is to be kept; empty for nothing."""

    def take_text(self, text: str) -> str:
        """Take what a file has brought, and return why that is not possible; empty if it is.

        A text is whatever the file says: it may be damaged, or of a newer version.
        """


class BesideRuns:
    """The texts in the run files of one experiment.

    What a file brings before its keeper is there waits for it, and is saved again as it was.
    """

    def __init__(self) -> None:
        self._keepers: dict[str, Keeper] = {}
        self._waiting: dict[str, list[str]] = {}

    def join(self, name: str, keeper: Keeper) -> None:
        """Keep a text by that name from now on, and give the keeper what has been waiting for it."""
        self._keepers[name] = keeper
        for text in self._waiting.pop(name, []):
            keeper.take_text(text)

    def texts(self) -> dict[str, str]:
        """Return what is to be saved, by name."""
        waiting = {name: texts[-1] for name, texts in self._waiting.items()}
        written = waiting | {name: keeper.to_text() for name, keeper in self._keepers.items()}
        return {name: text for name, text in written.items() if text}

    def take(self, texts: Mapping[str, str]) -> str:
        """Take what a file has brought, and return in sentences what of it nobody can read."""
        said = []
        for name, text in texts.items():
            if name in self._keepers:
                said.append(self._keepers[name].take_text(text))
            else:
                self._waiting.setdefault(name, []).append(text)
        return " ".join(str(sentence) for sentence in said if sentence)
