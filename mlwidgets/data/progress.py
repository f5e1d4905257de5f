"""`Progress`: how far a long reading is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """How far a reading is; a generator yields it, and can be closed wherever it does.

    Attributes
    ----------
    done, total : int
        How many of how many.
    """

    done: int
    total: int
